//! One rate: events over an exposure such as person-years.

use super::special::poisson;
use super::{Confidence, Estimate, Interval, Invalid, LARGEST_COUNT, Method};

/// Below this count the English public health indicators use the exact interval.
const EXACT_BELOW: u64 = 10;

/// Events over an exposure above zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    events: u64,
    exposure: f64,
}

impl Rate {
    /// A rate per unit of exposure. Events may exceed the exposure.
    pub fn new(events: u64, exposure: f64) -> Result<Self, Invalid> {
        if events > LARGEST_COUNT {
            return Err(Invalid::TooLarge);
        }
        if !exposure.is_finite() {
            return Err(Invalid::NotFinite);
        }
        if exposure == 0.0 {
            return Err(Invalid::ZeroTotal);
        }
        if exposure < 0.0 {
            return Err(Invalid::NotPositive);
        }
        Ok(Self { events, exposure })
    }

    /// The events.
    pub fn events(self) -> u64 {
        self.events
    }

    /// The exposure.
    pub fn exposure(self) -> f64 {
        self.exposure
    }

    /// Events per unit of exposure.
    pub fn value(self) -> f64 {
        self.count() / self.exposure
    }

    pub(super) fn count(self) -> f64 {
        self.events as f64
    }
}

/// The exact Poisson interval of the rate per unit of exposure.
///
/// The means at which x or more, and x or fewer, events have half of what the confidence leaves
/// out: quantiles of gamma variables of shape x and x + 1, over the exposure. Source: Garwood 1936.
/// Assumes events independent of each other at a constant rate and an exposure known without error;
/// people who have the event repeatedly make it too narrow. Relative error below 1e-10 for counts
/// up to 1e9.
///
/// ```
/// # use statistics::*;
/// # use statistics::rate::{self, Rate};
/// let interval = rate::exact(Rate::new(3, 1.0)?, Confidence::P95);
/// assert_eq!(format!("{:.3} to {:.3}", interval.lower, interval.upper), "0.619 to 8.767");
/// # Ok::<(), Invalid>(())
/// ```
pub fn exact(rate: Rate, confidence: Confidence) -> Interval {
    exact_count(rate.events, confidence).scaled(1.0 / rate.exposure)
}

/// The exact Poisson interval of the mean of a count.
pub(super) fn exact_count(events: u64, confidence: Confidence) -> Interval {
    let shape = events as f64;
    Interval {
        lower: if events == 0 { 0.0 } else { poisson::gamma_lower_quantile(shape, confidence.tail()) },
        upper: poisson::gamma_upper_quantile(shape + 1.0, confidence.tail()),
    }
}

/// The score interval of the rate per unit of exposure.
///
/// With z the normal quantile and x events: the means m with (x - m)^2 = z^2 m, which are x + z^2/2
/// ± z sqrt(x + z^2/4), over the exposure. Source: Brown, Cai and `DasGupta` 2003 (the Rao score
/// interval). The limit of the Wilson interval of a rare event. Valid for every count; its mean
/// coverage is near the level from one expected event on. Assumptions of [`exact`].
pub fn score(rate: Rate, confidence: Confidence) -> Interval {
    let (count, z) = (rate.count(), confidence.quantile());
    let upper = count + 0.5 * z * z + z * (count + 0.25 * z * z).sqrt();
    Interval {
        // From the product of the two limits, the square of the count, because the difference would cancel.
        lower: count * count / upper,
        upper,
    }
    .scaled(1.0 / rate.exposure)
}

/// Byar's limits; the lower one may not exist.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ByarLimits {
    /// The lower limit; none for a count of zero, or where the formula falls below zero.
    pub lower: Option<f64>,
    /// The upper limit.
    pub upper: f64,
}

/// Byar's approximate interval of the rate per unit of exposure.
///
/// x (1 - 1/(9x) - z/(3 sqrt x))^3 and the same with x + 1 and a plus sign, over the exposure.
/// Source: Breslow and Day 1987, page 69, as used by the English public health indicators (other
/// packages give the name to a form with x + 1/2). Meant for 10 events and more. Assumptions of
/// [`exact`].
pub fn byar(rate: Rate, confidence: Confidence) -> ByarLimits {
    let limits = byar_count(rate.events, confidence);
    ByarLimits {
        lower: limits.filter(|limits| limits.lower >= 0.0).map(|limits| limits.lower / rate.exposure),
        upper: byar_upper(rate.events, confidence) / rate.exposure,
    }
}

/// Byar's limits of the mean of a count as the formula gives them, the lower one possibly below
/// zero; none for a count of zero.
pub(super) fn byar_count(events: u64, confidence: Confidence) -> Option<Interval> {
    let count = events as f64;
    let root = 1.0 - 1.0 / (9.0 * count) - confidence.quantile() / (3.0 * count.sqrt());
    (events > 0).then(|| Interval { lower: count * root.powi(3), upper: byar_upper(events, confidence) })
}

fn byar_upper(events: u64, confidence: Confidence) -> f64 {
    let next = events as f64 + 1.0;
    let root = 1.0 - 1.0 / (9.0 * next) + confidence.quantile() / (3.0 * next.sqrt());
    next * root.powi(3)
}

/// The rate with the interval of the English public health indicators.
///
/// Exact below 10 events, Byar's from there on. Source: Public Health England, Technical Guide:
/// Confidence Intervals, 2018.
pub fn public_health(rate: Rate, confidence: Confidence) -> Estimate {
    let byar = byar(rate, confidence);
    let approximate = byar.lower.filter(|_| rate.events >= EXACT_BELOW);
    let (interval, method) = match approximate {
        Some(lower) => (Interval { lower, upper: byar.upper }, Method::Byar),
        None => (exact(rate, confidence), Method::ExactPoisson),
    };
    Estimate { value: rate.value(), interval: Some(interval), method }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proportion::{Proportion, wilson};

    #[test]
    fn no_events_have_the_rule_of_three() {
        let limits = exact(Rate::new(0, 1.0).unwrap(), Confidence::new(0.9).unwrap());
        assert!((limits.upper - 2.995_732_273_553_991).abs() < 1e-12);
    }

    #[test]
    fn score_limits_solve_the_score_equation() {
        let z = Confidence::P95.quantile();
        for (events, exposure) in [(0, 1.0), (1, 2.0), (9, 0.5), (400, 7.0), (10_000_000, 3e6)] {
            let rate = Rate::new(events, exposure).unwrap();
            let limits = score(rate, Confidence::P95);
            for mean in [limits.lower * exposure, limits.upper * exposure] {
                let distance = (rate.count() - mean).powi(2) - z * z * mean;
                assert!(distance.abs() <= 1e-6 * mean.max(1.0), "{events} {mean}");
            }
            assert!(limits.lower <= rate.value() && rate.value() < limits.upper);
        }
    }

    #[test]
    fn score_limits_are_wilsons_of_a_rare_event() {
        let limits = score(Rate::new(4, 1e9).unwrap(), Confidence::P95);
        let share = Proportion::new(4, 1_000_000_000).unwrap();
        let wilson = wilson(share, Confidence::P95);
        assert!((limits.lower / wilson.lower - 1.0).abs() < 1e-7);
        assert!((limits.upper / wilson.upper - 1.0).abs() < 1e-7);
    }

    #[test]
    fn the_method_changes_at_ten() {
        let method = |events| public_health(Rate::new(events, 5.0).unwrap(), Confidence::P95).method;
        assert_eq!(method(9), Method::ExactPoisson);
        assert_eq!(method(10), Method::Byar);
    }
}
