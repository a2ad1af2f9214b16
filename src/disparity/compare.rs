//! Two groups' figures → their ratio and difference with intervals, and the range that the evidence leaves open.

use statistics::dispersion::CountDispersion;
use statistics::ratio_of_estimates::Measured;
use statistics::{Confidence, Estimate, Interval, Method};

use super::bounded_count::{BoundedCount, Leftover};
use super::limits::{self, Frequency, Limits};
use super::quantity::Quantity;

/// How counts are taken, and how chance moves them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counting {
    /// A whole count over the people, or the people and years, that it is of.
    pub(crate) frequency: fn(f64, f64) -> Option<Frequency>,
    /// Whether what is counted are some of those in the denominator.
    pub(crate) is_within_denominator: bool,
}

/// From people and their time to the unit of the measure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    /// People to whom a rate refers, or 100 for per cent.
    pub(crate) per: f64,
    /// Years that the period covers, where the figures are of a year.
    pub(crate) years: f64,
    /// The most that a value can be.
    pub(crate) most: f64,
    /// How counts are taken; `None` where there are none.
    pub(crate) counting: Option<Counting>,
    /// How much more the events vary than chance explains, where that is known.
    pub(crate) dispersion: Option<CountDispersion>,
}

impl Scale {
    fn exposure(self, denominator: f64) -> f64 {
        denominator * self.years
    }

    fn frequency(self, count: f64, denominator: f64) -> Option<Frequency> {
        (self.counting?.frequency)(count, self.exposure(denominator))
    }

    /// A proportion, or a rate for one person and year.
    fn figure(self, count: f64, denominator: f64) -> Option<Estimate> {
        self.frequency(count, denominator).map(|frequency| frequency.dispersed(self.dispersion))
    }
}

/// Ratio and difference of two groups.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Comparison {
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
        Quantity::Count { numerator, denominator } if denominator.best() > 0.0 => {
            let shown = numerator.best() / scale.exposure(denominator.best()) * scale.per;
            let low = scale.figure(numerator.low, denominator.high);
            let high = scale.figure(numerator.high, denominator.low);
            let ends = low.and_then(|low| low.interval.zip(high?.interval));
            let interval = ends.map(|(low, high)| between(low, high).scaled(scale.per));
            Some(Estimate { value: shown, interval, method: low.map_or(Method::ValueOnly, |low| low.method) })
        }
        Quantity::Value { value, standard_error, .. } => Some(published(value, standard_error, scale.most)),
        Quantity::Count { .. } | Quantity::Standardised(_) | Quantity::Share { .. } | Quantity::Missing(_) => None,
    }
}

/// A published value with an interval from its standard error, where it has one.
fn published(value: f64, standard_error: Option<f64>, most: f64) -> Estimate {
    let interval = standard_error.map(|error| {
        let half = error * Confidence::P95.quantile();
        Interval { lower: (value - half).max(0.0), upper: (value + half).min(most) }
    });
    let method = interval.map_or(Method::ValueOnly, |_| Method::Wald);
    Estimate { value, interval, method }
}

/// From the lower limit at the low end of a range to the upper limit at its high end.
fn between(low: Interval, high: Interval) -> Interval {
    Interval { lower: low.lower, upper: high.upper }
}

/// Compares a group with the comparator.
pub(super) fn compare(group: Quantity, comparator: Quantity, scale: Scale) -> Comparison {
    match (group, comparator) {
        (Quantity::Count { numerator, denominator }, Quantity::Count { numerator: events, denominator: people }) => {
            let comparator = Counted { numerator: events, denominator: people };
            counts(Counted { numerator, denominator }, comparator, scale)
        }
        (first, second) => match (value(first, scale), value(second, scale)) {
            (Some(first), Some(second)) => values([first.value, second.value], [group, comparator].map(standard_error)),
            _ => Comparison::default(),
        },
    }
}

/// Events that could belong to either side.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Open {
    /// Of unknown ethnicity.
    pub unknown: Option<BoundedCount>,
    /// The most that all hidden counts together can be.
    pub leftover: Option<Leftover>,
}

impl Open {
    /// The most that a count can be when all that is open belongs to it.
    fn most(self, count: BoundedCount) -> f64 {
        let unknown = self.unknown.map_or(0.0, |unknown| unknown.high);
        let most = count.high + unknown;
        let hidden = count.is_range() || self.unknown.is_some_and(BoundedCount::is_range);
        // What is hidden in the count and among the unknown is hidden once: the total leaves over no more.
        let known = self.unknown.filter(|unknown| !unknown.hidden).map_or(0.0, |unknown| unknown.low);
        let cap = self.leftover.filter(|_| hidden).map(|leftover| count.low + leftover.most + known);
        cap.map_or(most, |cap| most.min(cap))
    }
}

/// The least and the most that a ratio can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    /// The least.
    pub(crate) low: f64,
    /// The most; `None` where the comparator could then be zero.
    pub(crate) high: Option<f64>,
}

/// One number over another, where that is above zero.
pub(super) fn ratio(above: f64, below: f64) -> Option<f64> {
    (below > 0.0).then(|| above / below)
}

/// The least and the most that the ratio can be when hidden parts, rounding and events of unknown ethnicity are
/// given to one side or to the other.
pub(super) fn bounds(group: Quantity, comparator: Quantity, open: Open, scale: Scale) -> Option<Bounds> {
    match (group, comparator) {
        (Quantity::Count { numerator, denominator }, Quantity::Count { numerator: events, denominator: people })
            if denominator.low > 0.0 && people.low > 0.0 =>
        {
            let is_within_denominator = scale.counting.is_some_and(|counting| counting.is_within_denominator);
            let most = |count: BoundedCount, people: f64| {
                let most = open.most(count);
                if is_within_denominator { most.min(people) } else { most }
            };
            let low = ratio(numerator.low / denominator.high, most(events, people.low) / people.low)?;
            let high = ratio(most(numerator, denominator.low) / denominator.low, events.low / people.high);
            Some(Bounds { low, high })
        }
        (Quantity::Value { value, rounding, .. }, Quantity::Value { value: other, rounding: half, .. }) => {
            let low = ratio((value - rounding).max(0.0), other + half)?;
            Some(Bounds { low, high: ratio(value + rounding, other - half) })
        }
        _ => None,
    }
}

fn counts(group: Counted, comparator: Counted, scale: Scale) -> Comparison {
    let value = |side: Counted| side.numerator.best() / scale.exposure(side.denominator.best());
    let (first, second) = (value(group), value(comparator));
    let ratio = ratio(first, second);
    // A hidden part and rounding make a count a range: the limits come from its two ends, the p-value from whatever is
    // nearest to equality between them.
    let least = |side: Counted| scale.frequency(side.numerator.low, side.denominator.high);
    let most = |side: Counted| scale.frequency(side.numerator.high, side.denominator.low);
    let end =
        |group: Option<Frequency>, comparator: Option<Frequency>| Some(End { group: group?, comparator: comparator? });
    let ends = end(least(group), most(comparator)).zip(end(most(group), least(comparator)));
    let limits = ends.and_then(|(low, high)| limits_of_range(low, high, scale.dispersion)).filter(|_| ratio.is_some());
    let gaps = ends.and_then(|(low, high)| low.difference(scale.dispersion).zip(high.difference(scale.dispersion)));
    Comparison {
        ratio,
        ratio_interval: limits.and_then(|limits| limits.interval),
        difference: Some((first - second) * scale.per),
        difference_interval: gaps.map(|(low, high)| between(low, high).scaled(scale.per)),
        p_value: limits.and_then(|limits| limits.p_value),
        method: Some(limits.map_or(Method::ValueOnly, |limits| limits.method)),
    }
}

/// A count and what it is out of.
#[derive(Debug, Clone, Copy)]
struct Counted {
    numerator: BoundedCount,
    denominator: BoundedCount,
}

/// One end of a range: the group has the least that it can have and the comparator the most, or the other way round.
#[derive(Debug, Clone, Copy)]
struct End {
    group: Frequency,
    comparator: Frequency,
}

impl End {
    fn difference(self, dispersion: Option<CountDispersion>) -> Option<Interval> {
        limits::of_difference(self.group.dispersed(dispersion), self.comparator.dispersed(dispersion))
    }
}

/// The limits of a ratio that lies between two. Both ends take the method that the smaller counts call for, or the
/// interval and the p-value could disagree.
fn limits_of_range(low: End, high: End, dispersion: Option<CountDispersion>) -> Option<Limits> {
    let (low, high) = (low.group.against(low.comparator)?, high.group.against(high.comparator)?);
    let events = low.events().min(high.events());
    let (below, above) = (low.dispersed(events, dispersion), high.dispersed(events, dispersion));
    let ends = below.interval.zip(above.interval);
    let straddles = low.ratio().is_some_and(|ratio| ratio < 1.0) && high.ratio().is_none_or(|ratio| ratio > 1.0);
    let largest = |(below, above): (f64, f64)| if straddles { 1.0 } else { below.max(above) };
    Some(Limits {
        interval: ends.map(|(low, high)| between(low, high)),
        p_value: below.p_value.zip(above.p_value).map(largest),
        method: below.method,
    })
}

fn standard_error(quantity: Quantity) -> Option<f64> {
    match quantity {
        Quantity::Value { standard_error, .. } => standard_error,
        Quantity::Count { .. } | Quantity::Standardised(_) | Quantity::Share { .. } | Quantity::Missing(_) => None,
    }
}

/// Two published values: the delta method where both have a standard error, and no interval where one has none.
fn values([first, second]: [f64; 2], [error, other]: [Option<f64>; 2]) -> Comparison {
    let measured = |value: f64, error: Option<f64>| Measured::new(value, error?).ok();
    let measured = measured(first, error).zip(measured(second, other));
    let limits = measured.map(|(first, second)| limits::of_ratio_of_estimates(first, second));
    let gap = first - second;
    let half = measured.map(|(first, second)| first.standard_error().hypot(second.standard_error()));
    let half = half.map(|error| error * Confidence::P95.quantile());
    Comparison {
        ratio: ratio(first, second),
        ratio_interval: limits.and_then(|limits| limits.interval),
        difference: Some(gap),
        difference_interval: half.map(|half| Interval { lower: gap - half, upper: gap + half }),
        p_value: limits.and_then(|limits| limits.p_value),
        method: Some(limits.map_or(Method::ValueOnly, |limits| limits.method)),
    }
}
