//! Two groups' figures → their ratio and difference with intervals, and the range that the evidence leaves open.

use crate::indicator::Kind;
use crate::statistics::proportion::{self, Proportion};
use crate::statistics::rate::{self, Rate};
use crate::statistics::ratio_of_estimates::{self, Measured};
use crate::statistics::{
    Confidence, Estimate, Interval, Method, ZTest, difference, p_value, rate_ratio, risk_ratio,
};

use super::amount::Amount;
use super::panel::Quantity;

/// Below this number of events on either side a logarithm is no longer near enough to normal, and score or exact
/// limits are taken.
const FEW_EVENTS: u64 = 10;

/// From people and their time to the unit of the measure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    /// What kind of figure it is.
    pub kind: Kind,
    /// People to whom a rate refers, or 100 for per cent.
    pub per: f64,
    /// Years that the period covers.
    pub years: f64,
}

impl Scale {
    fn exposure(self, denominator: f64) -> f64 {
        if self.kind == Kind::Rate {
            denominator * self.years
        } else {
            denominator
        }
    }
}

/// Ratio and difference of two groups.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Comparison {
    pub ratio: Option<f64>,
    pub ratio_interval: Option<Interval>,
    pub difference: Option<f64>,
    pub difference_interval: Option<Interval>,
    pub p_value: Option<f64>,
    pub method: Option<Method>,
}

/// A group's value in the unit of the measure, with its interval.
pub(super) fn value(quantity: Quantity, scale: Scale) -> Option<Estimate> {
    match quantity {
        Quantity::Count {
            numerator,
            denominator,
        } if denominator > 0.0 => {
            let shown = numerator.best / scale.exposure(denominator) * scale.per;
            let limits = |count: f64| {
                limits(count, denominator, scale).map(|interval| interval.scaled(scale.per))
            };
            let interval = limits(numerator.low)
                .zip(limits(numerator.high))
                .map(|(low, high)| Interval {
                    lower: low.lower,
                    upper: high.upper,
                });
            let method = if scale.kind == Kind::Rate {
                Method::Byar
            } else {
                Method::Wilson
            };
            Some(Estimate {
                value: shown,
                interval,
                method,
            })
        }
        Quantity::Value {
            value,
            standard_error,
            ..
        } => Some(published(value, standard_error, scale)),
        Quantity::Share {
            numerator,
            denominator,
            ..
        } if denominator > 0.0 => {
            let interval =
                limits(numerator, denominator, scale).map(|interval| interval.scaled(100.0));
            Some(Estimate {
                value: 100.0 * numerator / denominator,
                interval,
                method: Method::Wilson,
            })
        }
        Quantity::Count { .. } | Quantity::Share { .. } | Quantity::Missing(_) => None,
    }
}

/// A published value with an interval from its standard error, where it has one.
fn published(value: f64, standard_error: Option<f64>, scale: Scale) -> Estimate {
    let most = if scale.kind == Kind::Survey {
        100.0
    } else {
        f64::INFINITY
    };
    let interval = standard_error.map(|error| {
        let half = error * Confidence::P95.quantile();
        Interval {
            lower: (value - half).max(0.0),
            upper: (value + half).min(most),
        }
    });
    let method = interval.map_or(Method::ValueOnly, |_| Method::Wald);
    Estimate {
        value,
        interval,
        method,
    }
}

/// The limits of a proportion or of a rate for one person and year.
fn limits(count: f64, denominator: f64, scale: Scale) -> Option<Interval> {
    if scale.kind == Kind::Rate {
        return rate::public_health(rate_of(count, denominator, scale)?, Confidence::P95).interval;
    }
    Some(proportion::wilson(
        proportion_of(count, denominator)?,
        Confidence::P95,
    ))
}

/// Compares a group with the comparator.
pub(super) fn compare(group: Quantity, comparator: Quantity, scale: Scale) -> Comparison {
    match (group, comparator) {
        (
            Quantity::Count {
                numerator,
                denominator,
            },
            Quantity::Count {
                numerator: events,
                denominator: people,
            },
        ) => counts((numerator, denominator), (events, people), scale),
        (
            Quantity::Share {
                numerator,
                denominator,
                population,
                ..
            },
            _,
        ) => share(numerator, denominator, population),
        (first, second) => match (value(first, scale), value(second, scale)) {
            (Some(first), Some(second)) => values(
                (first, standard_error(group)),
                (second, standard_error(comparator)),
            ),
            _ => Comparison::default(),
        },
    }
}

/// Events that could belong to either side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    /// Of unknown ethnicity.
    pub unknown: Option<Amount>,
    /// The most that all hidden counts together can be.
    pub leftover: Option<f64>,
}

impl Open {
    /// The most that a count can be when all that is open belongs to it.
    fn most(self, count: Amount) -> f64 {
        let unknown = self.unknown.map_or(0.0, Amount::most);
        let most = count.most() + unknown;
        let hidden = count.is_range() || self.unknown.is_some_and(Amount::is_range);
        // What is hidden in the count and among the unknown is hidden once: the total leaves over no more.
        let known = self
            .unknown
            .filter(|unknown| !unknown.hidden)
            .map_or(0.0, |unknown| unknown.low);
        let cap = self
            .leftover
            .filter(|_| hidden)
            .map(|leftover| count.low + leftover + known);
        cap.map_or(most, |cap| most.min(cap))
    }
}

/// The least and the most that the ratio can be when hidden parts, rounding and events of unknown ethnicity are
/// given to one side or to the other.
pub(super) fn bounds(
    group: Quantity,
    comparator: Quantity,
    open: Open,
    scale: Scale,
) -> Option<(f64, Option<f64>)> {
    let ratio = |above: f64, below: f64| (below > 0.0).then(|| above / below);
    match (group, comparator) {
        (
            Quantity::Count {
                numerator,
                denominator,
            },
            Quantity::Count {
                numerator: events,
                denominator: people,
            },
        ) => {
            let most = |count: Amount, people: f64| {
                let most = open.most(count);
                if scale.kind == Kind::Proportion {
                    most.min(people)
                } else {
                    most
                }
            };
            let low = ratio(
                numerator.least() / denominator,
                most(events, people) / people,
            )?;
            let high = ratio(
                most(numerator, denominator) / denominator,
                events.least() / people,
            );
            Some((low, high))
        }
        (
            Quantity::Value {
                value, rounding, ..
            },
            Quantity::Value {
                value: other,
                rounding: half,
                ..
            },
        ) => {
            let low = ratio((value - rounding).max(0.0), other + half)?;
            Some((low, ratio(value + rounding, other - half)))
        }
        (
            Quantity::Share {
                numerator,
                denominator,
                population,
                rounding,
            },
            _,
        ) => {
            let share = 100.0 * numerator / denominator;
            Some((
                ratio(share, population + rounding)?,
                ratio(share, population - rounding),
            ))
        }
        _ => None,
    }
}

fn counts(group: (Amount, f64), comparator: (Amount, f64), scale: Scale) -> Comparison {
    let ((numerator, denominator), (events, people)) = (group, comparator);
    let rate_of = |count: f64, people: f64| count / scale.exposure(people);
    let (first, second) = (
        rate_of(numerator.best, denominator),
        rate_of(events.best, people),
    );
    let ratio = (second > 0.0).then(|| first / second);
    // A hidden part makes the count a range: the limits come from its two ends, the p-value from whatever is nearest to equality between them.
    let low = ratio_of_counts((numerator.low, denominator), (events.high, people), scale);
    let high = ratio_of_counts((numerator.high, denominator), (events.low, people), scale);
    let interval = low.interval.zip(high.interval).map(|(low, high)| Interval {
        lower: low.lower,
        upper: high.upper,
    });
    let ends = (difference_of((numerator.low, denominator), (events.high, people), scale)).zip(
        difference_of((numerator.high, denominator), (events.low, people), scale),
    );
    Comparison {
        ratio,
        ratio_interval: interval.filter(|_| ratio.is_some()),
        difference: Some((first - second) * scale.per),
        difference_interval: ends.map(|(low, high)| Interval {
            lower: low.lower * scale.per,
            upper: high.upper * scale.per,
        }),
        p_value: furthest_from_clear(&low, &high).filter(|_| ratio.is_some()),
        method: Some(if is_logarithmic(low.method) {
            high.method
        } else {
            low.method
        }),
    }
}

/// Whether a method is the one for many events.
fn is_logarithmic(method: Method) -> bool {
    method == Method::Katz || method == Method::WaldLog
}

/// The largest p-value of any ratio between two ends: 1 where equality lies between them.
fn furthest_from_clear(low: &RatioOfCounts, high: &RatioOfCounts) -> Option<f64> {
    let (below, above) = (low.p_value?, high.p_value?);
    let straddles =
        low.ratio.is_some_and(|ratio| ratio < 1.0) && high.ratio.is_none_or(|ratio| ratio > 1.0);
    Some(if straddles { 1.0 } else { below.max(above) })
}

/// The interval of a ratio of counts, the p-value that goes with it, and the method of both.
struct RatioOfCounts {
    ratio: Option<f64>,
    interval: Option<Interval>,
    p_value: Option<f64>,
    method: Method,
}

fn ratio_of_counts(group: (f64, f64), comparator: (f64, f64), scale: Scale) -> RatioOfCounts {
    let found = if scale.kind == Kind::Rate {
        rate_of(group.0, group.1, scale)
            .zip(rate_of(comparator.0, comparator.1, scale))
            .map(|(a, b)| ratio_of_rates(a, b))
    } else {
        proportion_of(group.0, group.1)
            .zip(proportion_of(comparator.0, comparator.1))
            .map(|(a, b)| ratio_of_proportions(a, b))
    };
    found.unwrap_or(RatioOfCounts {
        ratio: None,
        interval: None,
        p_value: None,
        method: Method::ValueOnly,
    })
}

fn ratio_of_rates(group: Rate, comparator: Rate) -> RatioOfCounts {
    let ratio = rate_ratio::ratio(group, comparator).finite();
    if group.events().min(comparator.events()) < FEW_EVENTS {
        return RatioOfCounts {
            ratio,
            interval: Some(rate_ratio::exact(group, comparator, Confidence::P95)),
            p_value: Some(rate_ratio::exact_test(group, comparator).central),
            method: Method::ExactConditional,
        };
    }
    let error = rate_ratio::log_standard_error(group, comparator);
    RatioOfCounts {
        ratio,
        interval: rate_ratio::wald(group, comparator, Confidence::P95),
        p_value: p_of_logarithm(ratio, error),
        method: Method::WaldLog,
    }
}

fn ratio_of_proportions(group: Proportion, comparator: Proportion) -> RatioOfCounts {
    let ratio = risk_ratio::ratio(group, comparator).finite();
    let cells = [
        group,
        group.complement(),
        comparator,
        comparator.complement(),
    ];
    if cells.into_iter().any(|cell| cell.events() < FEW_EVENTS) {
        return RatioOfCounts {
            ratio,
            interval: Some(risk_ratio::koopman(group, comparator, Confidence::P95)),
            p_value: p_value::chi_squared(group, comparator).map(|test| test.p),
            method: Method::Koopman,
        };
    }
    let error = risk_ratio::log_standard_error(group, comparator);
    RatioOfCounts {
        ratio,
        interval: risk_ratio::katz(group, comparator, Confidence::P95),
        p_value: p_of_logarithm(ratio, error),
        method: Method::Katz,
    }
}

/// The two-sided p-value of a ratio against 1 on the scale of its logarithm, so that it agrees with the log interval.
fn p_of_logarithm(ratio: Option<f64>, standard_error: Option<f64>) -> Option<f64> {
    ZTest::of(ratio?.ln(), standard_error?).map(|test| test.p)
}

fn difference_of(group: (f64, f64), comparator: (f64, f64), scale: Scale) -> Option<Interval> {
    let part = |(count, people): (f64, f64)| {
        Some((
            count / scale.exposure(people),
            limits(count, people, scale)?,
        ))
    };
    Some(difference::square_and_add(part(group)?, part(comparator)?))
}

/// Share of post-holders over share of the population, which is taken as known.
fn share(numerator: f64, denominator: f64, population: f64) -> Comparison {
    let part = population / 100.0;
    let Some(holders) = proportion_of(numerator, denominator).filter(|_| part > 0.0) else {
        return Comparison::default();
    };
    let interval = proportion::wilson(holders, Confidence::P95);
    Comparison {
        ratio: Some(holders.value() / part),
        ratio_interval: Some(interval.scaled(1.0 / part)),
        difference: Some(100.0 * (holders.value() - part)),
        difference_interval: Some(Interval {
            lower: 100.0 * (interval.lower - part),
            upper: 100.0 * (interval.upper - part),
        }),
        p_value: None,
        method: Some(Method::Wilson),
    }
}

fn standard_error(quantity: Quantity) -> Option<f64> {
    match quantity {
        Quantity::Value { standard_error, .. } => standard_error,
        Quantity::Count { .. } | Quantity::Share { .. } | Quantity::Missing(_) => None,
    }
}

/// Two published values: the delta method where both have a standard error, and no interval where one has none.
fn values(group: (Estimate, Option<f64>), comparator: (Estimate, Option<f64>)) -> Comparison {
    let ((first, first_error), (second, second_error)) = (group, comparator);
    let measured = first_error
        .and_then(|error| Measured::new(first.value, error).ok())
        .zip(second_error.and_then(|error| Measured::new(second.value, error).ok()));
    let delta = measured.and_then(|(a, b)| ratio_of_estimates::delta_log(a, b, Confidence::P95));
    let gap = first.value - second.value;
    let half = measured
        .map(|(a, b)| a.standard_error().hypot(b.standard_error()) * Confidence::P95.quantile());
    Comparison {
        ratio: (second.value > 0.0).then(|| first.value / second.value),
        ratio_interval: delta.map(|delta| delta.interval),
        difference: Some(gap),
        difference_interval: half.map(|half| Interval {
            lower: gap - half,
            upper: gap + half,
        }),
        p_value: delta.and_then(|delta| delta.test).map(|test| test.p),
        method: Some(if delta.is_some() {
            Method::DeltaLog
        } else {
            Method::ValueOnly
        }),
    }
}

fn proportion_of(count: f64, people: f64) -> Option<Proportion> {
    // Rounding cannot lift a count above its people.
    Proportion::new(whole(count.min(people))?, whole(people)?).ok()
}

fn rate_of(count: f64, people: f64, scale: Scale) -> Option<Rate> {
    Rate::new(whole(count)?, scale.exposure(people)).ok()
}

fn whole(count: f64) -> Option<u64> {
    crate::statistics::count(count).ok()
}
