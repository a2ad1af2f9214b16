//! The default interval of each kind of figure, and the p-value that goes with it.
//!
//! This is the only place where a method is chosen. Each was chosen for its coverage: `examples/coverage.rs` computes
//! it through these functions, and `docs/methods.md` holds the table. Where a logarithm is near enough to normal the
//! log-normal interval is taken, because a reader can work it out by hand and published scorecards use it; below that
//! the score interval. Each p-value is that of the test which the interval inverts, so that it is below 0.05 exactly
//! where the interval leaves out a ratio of 1.

use statistics::dispersion::CountDispersion;
use statistics::proportion::{self, Proportion};
use statistics::rate::{self, Rate};
use statistics::ratio_of_estimates::{self, Measured};
use statistics::standardised::{self, StandardisedRate};
use statistics::{Confidence, Estimate, Interval, Method, ZTest, difference, p_value, rate_ratio, risk_ratio};

/// Below this number of events a rate, and a ratio of rates, takes score limits. Public Health England changes its
/// method for rates at the same number.
pub const FEW_EVENTS: u64 = 10;

/// Below this number of people with the event, or without it, a ratio of proportions takes score limits.
pub const FEW_PEOPLE: u64 = 30;

/// Whether the score limits are taken or those for many events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Events {
    /// Too few somewhere for a logarithm to be near enough to normal.
    Few,
    /// Enough everywhere.
    Many,
}

impl Events {
    /// Few as soon as one of the counts is below `enough`.
    fn among(counts: impl IntoIterator<Item = u64>, enough: u64) -> Self {
        if counts.into_iter().any(|count| count < enough) { Self::Few } else { Self::Many }
    }
}

/// The interval of a ratio, the p-value of a ratio of 1, and the method of both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The 95% interval.
    pub interval: Option<Interval>,
    /// The two-sided p-value; none where the data say nothing about the ratio, which the interval then leaves open.
    pub p_value: Option<f64>,
    /// How both were computed.
    pub method: Method,
}

/// How often something happens in a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Frequency {
    /// Events out of people.
    Proportion(Proportion),
    /// Events over people and time.
    Rate(Rate),
    /// Observed events over those that are expected.
    Standardised(Rate),
}

impl Frequency {
    /// It with its interval.
    pub fn estimate(self) -> Estimate {
        match self {
            Self::Proportion(proportion) => of_proportion(proportion),
            Self::Rate(rate) => of_rate(rate),
            Self::Standardised(observed) => rate::public_health(observed, Confidence::P95),
        }
    }

    /// It with the interval that the dispersion of its events calls for.
    pub fn dispersed(self, dispersion: Option<CountDispersion>) -> Estimate {
        let estimate = self.estimate();
        let stretched = |interval| dispersion.map_or(interval, |found| found.stretched(estimate.value, interval));
        Estimate { interval: estimate.interval.map(stretched), ..estimate }
    }

    /// It beside that of the comparator; `None` for one of another kind.
    pub fn against(self, comparator: Self) -> Option<Pair> {
        match (self, comparator) {
            (Self::Proportion(group), Self::Proportion(comparator)) => Some(Pair::Proportions(group, comparator)),
            (Self::Rate(group), Self::Rate(comparator)) => Some(Pair::Rates(group, comparator)),
            (Self::Standardised(group), Self::Standardised(comparator)) => Some(Pair::Standardised(group, comparator)),
            (Self::Proportion(_) | Self::Rate(_) | Self::Standardised(_), _) => None,
        }
    }
}

/// Two figures of one kind, the group's first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pair {
    /// Events out of people.
    Proportions(Proportion, Proportion),
    /// Events over people and time.
    Rates(Rate, Rate),
    /// Observed events over those that are expected.
    Standardised(Rate, Rate),
}

impl Pair {
    /// The group's figure over the comparator's, where it is a number.
    pub fn ratio(self) -> Option<f64> {
        match self {
            Self::Proportions(group, comparator) => risk_ratio::ratio(group, comparator),
            Self::Rates(group, comparator) | Self::Standardised(group, comparator) => {
                rate_ratio::ratio(group, comparator)
            }
        }
        .finite()
    }

    /// The standard error of the logarithm of the ratio; none without events on a side.
    pub fn log_standard_error(self) -> Option<f64> {
        match self {
            Self::Proportions(group, comparator) => risk_ratio::log_standard_error(group, comparator),
            Self::Rates(group, comparator) | Self::Standardised(group, comparator) => {
                rate_ratio::log_standard_error(group, comparator)
            }
        }
    }

    /// Which limits its counts call for: of a proportion those without the event count too.
    pub fn events(self) -> Events {
        match self {
            Self::Proportions(group, comparator) => {
                let arms = [group, group.complement(), comparator, comparator.complement()];
                Events::among(arms.map(Proportion::events), FEW_PEOPLE)
            }
            Self::Rates(group, comparator) | Self::Standardised(group, comparator) => {
                Events::among([group, comparator].map(Rate::events), FEW_EVENTS)
            }
        }
    }

    /// The limits of the ratio.
    ///
    /// `events` is [`events`](Self::events) unless several pairs are the ends of one range, which must share a method.
    pub fn limits(self, events: Events) -> Limits {
        match (self, events) {
            (Self::Proportions(group, comparator), Events::Few) => Limits {
                interval: Some(risk_ratio::koopman(group, comparator, Confidence::P95)),
                p_value: p_value::chi_squared(group, comparator).map(|test| test.p),
                method: Method::Koopman,
            },
            (Self::Proportions(group, comparator), Events::Many) => Limits {
                interval: risk_ratio::katz(group, comparator, Confidence::P95),
                p_value: self.p_of_logarithm(),
                method: Method::Katz,
            },
            (Self::Rates(group, comparator), Events::Few) => Limits {
                interval: Some(rate_ratio::score(group, comparator, Confidence::P95)),
                p_value: rate_ratio::score_test(group, comparator).map(|test| test.p),
                method: Method::Score,
            },
            (Self::Standardised(group, comparator), Events::Few) => Limits {
                interval: Some(rate_ratio::exact(group, comparator, Confidence::P95)),
                p_value: Some(rate_ratio::exact_test(group, comparator).central),
                method: Method::ExactConditional,
            },
            (Self::Rates(group, comparator) | Self::Standardised(group, comparator), Events::Many) => Limits {
                interval: rate_ratio::wald(group, comparator, Confidence::P95),
                p_value: self.p_of_logarithm(),
                method: Method::WaldLog,
            },
        }
    }

    /// The limits of the ratio where the events vary by more than chance; as they are where they do not.
    ///
    /// Without events on a side, of which no logarithm is known, those of the score test with all counts divided by the
    /// factor.
    pub fn dispersed(self, events: Events, dispersion: Option<CountDispersion>) -> Limits {
        let independent = self.limits(events);
        let (Self::Rates(group, comparator), Some(found)) = (self, dispersion.filter(|found| found.factor() > 1.0))
        else {
            return independent;
        };
        if let Some((ratio, error)) = self.ratio().zip(found.log_standard_error(group, comparator)) {
            return Limits {
                interval: found.interval(group, comparator, Confidence::P95),
                p_value: ZTest::from_estimate(ratio.ln(), error).map(|test| test.p),
                method: Method::WaldLogDispersed,
            };
        }
        let test = rate_ratio::score_test(group, comparator);
        let widened = test.and_then(|test| ZTest::from_estimate(test.z, found.factor().sqrt()));
        let interval = rate_ratio::score(group, comparator, Confidence::P95);
        Limits {
            interval: Some(self.ratio().map_or(interval, |ratio| found.stretched(ratio, interval))),
            p_value: widened.map(|test| test.p),
            method: Method::ScoreDispersed,
        }
    }

    /// The p-value on the scale of the logarithm, as of the log-normal interval.
    fn p_of_logarithm(self) -> Option<f64> {
        ZTest::from_estimate(self.ratio()?.ln(), self.log_standard_error()?).map(|test| test.p)
    }
}

/// A proportion with the Wilson score interval.
pub fn of_proportion(proportion: Proportion) -> Estimate {
    Estimate {
        value: proportion.value(),
        interval: Some(proportion::wilson(proportion, Confidence::P95)),
        method: Method::Wilson,
    }
}

/// A rate with the score interval where its events are few, and with Byar's from there on.
pub fn of_rate(rate: Rate) -> Estimate {
    match Events::among([rate.events()], FEW_EVENTS) {
        Events::Few => {
            Estimate { value: rate.value(), interval: Some(rate::score(rate, Confidence::P95)), method: Method::Score }
        }
        Events::Many => rate::public_health(rate, Confidence::P95),
    }
}

/// A directly standardised rate with Dobson's interval; with the gamma interval below the number of events from which
/// English public health indicators publish one.
pub fn of_standardised(rate: StandardisedRate) -> Estimate {
    let dobson = rate.dobson(Confidence::P95).filter(|_| !rate.is_unreliable());
    let interval = dobson.unwrap_or_else(|| rate.gamma(Confidence::P95));
    let method = dobson.map_or(Method::Gamma, |_| Method::Dobson);
    Estimate { value: rate.value(), interval: Some(interval), method }
}

/// The ratio of two directly standardised rates by the delta method on the logarithm; without an interval where one of
/// them has too few events for it.
pub fn of_ratio_of_standardised(first: StandardisedRate, second: StandardisedRate) -> Limits {
    let is_few = first.is_unreliable() || second.is_unreliable();
    let found = standardised::ratio(first, second, Confidence::P95).filter(|_| !is_few);
    Limits {
        interval: found.map(|found| found.interval),
        p_value: found.and_then(|found| found.test).map(|test| test.p),
        method: found.map_or(Method::ValueOnly, |_| Method::DeltaLog),
    }
}

/// The interval of the first figure less the second, by square and add; none where one of them has no interval.
pub fn of_difference(first: Estimate, second: Estimate) -> Option<Interval> {
    let part = |figure: Estimate| Some((figure.value, figure.interval?));
    Some(difference::square_and_add(part(first)?, part(second)?))
}

/// The ratio of two survey estimates by the delta method on the logarithm; without an interval unless both are above
/// zero.
pub fn of_ratio_of_estimates(first: Measured, second: Measured) -> Limits {
    let delta = ratio_of_estimates::delta_log(first, second, Confidence::P95);
    Limits {
        interval: delta.map(|delta| delta.interval),
        p_value: delta.and_then(|delta| delta.test).map(|test| test.p),
        method: delta.map_or(Method::ValueOnly, |_| Method::DeltaLog),
    }
}
