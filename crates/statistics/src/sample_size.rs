//! How many observations a comparison needs, and what it can show with those it has.

use super::special::{normal, root};
use super::{Confidence, Invalid};

/// How sure a comparison should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Design {
    confidence: Confidence,
    power: f64,
    power_quantile: f64,
}

impl Design {
    /// A two-sided test at a confidence level, to be significant with a probability (the power)
    /// above one half and below 1.
    pub fn new(confidence: Confidence, power: f64) -> Result<Self, Invalid> {
        if !(power > 0.5 && power < 1.0) {
            return Err(Invalid::ProbabilityOutOfRange);
        }
        Ok(Self { confidence, power, power_quantile: normal::upper_quantile(1.0 - power) })
    }

    /// The power.
    pub fn power(self) -> f64 {
        self.power
    }

    fn quantiles(self) -> (f64, f64) {
        (self.confidence.quantile(), self.power_quantile)
    }
}

/// The size of the first arm that shows two shares to differ, not rounded up; none where they are
/// equal.
///
/// `(z_a sqrt(p q (1 + 1/k)) + z_b sqrt(p1 q1 + p2 q2 / k))^2 / (p1 - p2)^2` with k = n2 / n1,
/// `allocation`, and p = (p1 + k p2) / (1 + k). Source: Fleiss, Levin and Paik 2003, chapter 4,
/// without the continuity correction. For the pooled z-test; rough when fewer than 5 events are
/// expected in an arm.
pub fn total_for_proportions(first: f64, second: f64, allocation: f64, design: Design) -> Result<Option<f64>, Invalid> {
    for share in [first, second] {
        if !(0.0..=1.0).contains(&share) {
            return Err(Invalid::ProbabilityOutOfRange);
        }
    }
    positive(allocation)?;
    let difference = (first - second).abs();
    let needed = difference_needed(first, second, (1.0, 1.0 / allocation), design);
    Ok((difference > 0.0).then(|| (needed / difference).powi(2)))
}

/// The difference of shares that a design shows, in units in which an arm has one observation or
/// the given part of one.
fn difference_needed(first: f64, second: f64, inverse: (f64, f64), design: Design) -> f64 {
    let (significance, power) = design.quantiles();
    let pooled = (first / inverse.0 + second / inverse.1) / (1.0 / inverse.0 + 1.0 / inverse.1);
    let under_equality = pooled * (1.0 - pooled) * (inverse.0 + inverse.1);
    let own = first * (1.0 - first) * inverse.0 + second * (1.0 - second) * inverse.1;
    significance * under_equality.sqrt() + power * own.sqrt()
}

/// The exposure of the first group that shows two rates to differ; none where they are equal.
///
/// `(z_a + z_b)^2 (1 / r1 + 1 / (k r2)) / ln(r1 / r2)^2` with k = t2 / t1, `allocation`. Source:
/// Signorini 1991 for the log-linear model. For the Wald test of the logarithm; rough below some 10
/// expected events a group.
pub fn exposure_for_rates(first: f64, second: f64, allocation: f64, design: Design) -> Result<Option<f64>, Invalid> {
    for value in [first, second, allocation] {
        positive(value)?;
    }
    let logarithm = (first / second).ln();
    let (significance, power) = design.quantiles();
    let variance = 1.0 / first + 1.0 / (allocation * second);
    Ok((logarithm != 0.0).then(|| ((significance + power) / logarithm).powi(2) * variance))
}

/// The ratios nearest to 1 that a comparison would show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detectable {
    /// The largest ratio below 1; none where not even a ratio of nearly zero would be shown.
    pub below: Option<f64>,
    /// The smallest ratio above 1; none where not even the largest possible would be shown.
    pub above: Option<f64>,
}

/// The smallest detectable ratios to a share, for arms of given sizes.
///
/// The ratios at which [`total_for_proportions`] is the size of the first arm, by Newton's method.
/// `second` is the share of the second arm, strictly between 0 and 1.
pub fn detectable_risk_ratio(
    second: f64,
    (first_total, second_total): (f64, f64),
    design: Design,
) -> Result<Detectable, Invalid> {
    if !(second > 0.0 && second < 1.0) {
        return Err(Invalid::ProbabilityOutOfRange);
    }
    positive(first_total)?;
    positive(second_total)?;
    let inverse = (1.0 / first_total, 1.0 / second_total);
    let surplus = |logarithm: f64| {
        let first = (second * logarithm.exp()).min(1.0);
        (first - second).abs() - difference_needed(first, second, inverse, design)
    };
    Ok(Detectable {
        below: crossing(|distance| surplus(-distance), 50.0).map(|distance| (-distance).exp()),
        above: crossing(surplus, -second.ln()).map(f64::exp),
    })
}

/// Where a function that starts below zero has become positive; none if it has not by the end.
fn crossing(function: impl Fn(f64) -> f64, end: f64) -> Option<f64> {
    if function(end) < 0.0 {
        return None;
    }
    let nearby = 1e-6;
    Some(root::solve_increasing(
        |place| {
            let value = function(place);
            (value, (function(place + nearby) - function(place - nearby)) / (2.0 * nearby))
        },
        end * 0.5,
        (0.0, end),
    ))
}

/// The smallest detectable ratios to a rate, for groups of given exposures.
///
/// The ratios at which [`exposure_for_rates`] is the exposure of the first group. `second` is the
/// rate of the second group. There is always one above 1; below 1 there is one unless too few
/// events are expected.
pub fn detectable_rate_ratio(
    second: f64,
    (first_exposure, second_exposure): (f64, f64),
    design: Design,
) -> Result<Detectable, Invalid> {
    for value in [second, first_exposure, second_exposure] {
        positive(value)?;
    }
    let (significance, power) = design.quantiles();
    let (ours, theirs) = (first_exposure * second, second_exposure * second);
    let surplus = |logarithm: f64| {
        let error = (1.0 / (ours * logarithm.exp()) + 1.0 / theirs).sqrt();
        logarithm.abs() - (significance + power) * error
    };
    Ok(Detectable {
        below: lowest_crossing(|distance| surplus(-distance)).map(|distance| (-distance).exp()),
        above: crossing(surplus, 700.0).map(f64::exp),
    })
}

/// The first crossing of a function that rises and then falls for good, because a ratio near zero
/// leaves no events to show it with.
fn lowest_crossing(function: impl Fn(f64) -> f64) -> Option<f64> {
    let steps = (1..=4000).map(|step| f64::from(step) * 0.005);
    let end = steps.into_iter().find(|&place| function(place) >= 0.0)?;
    crossing(function, end)
}

fn positive(value: f64) -> Result<(), Invalid> {
    if !value.is_finite() {
        return Err(Invalid::NotFinite);
    }
    if value <= 0.0 {
        return Err(Invalid::NotPositive);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn design() -> Design {
        Design::new(Confidence::P95, 0.8).unwrap()
    }

    #[test]
    fn textbook_size_of_two_proportions() {
        // R's power.prop.test(p1 = .5, p2 = .75, power = .8): n = 57.67.
        let total = total_for_proportions(0.5, 0.75, 1.0, design()).unwrap().unwrap();
        assert!((total - 57.673_44).abs() < 0.01, "{total}");
    }

    #[test]
    fn detectable_ratios_need_the_size_they_came_from() {
        let found = detectable_risk_ratio(0.2, (300.0, 900.0), design()).unwrap();
        for ratio in [found.below.unwrap(), found.above.unwrap()] {
            let total = total_for_proportions(0.2 * ratio, 0.2, 3.0, design()).unwrap().unwrap();
            assert!((total / 300.0 - 1.0).abs() < 1e-7, "{ratio} {total}");
        }
        let found = detectable_rate_ratio(0.01, (3000.0, 9000.0), design()).unwrap();
        for ratio in [found.below.unwrap(), found.above.unwrap()] {
            let total = exposure_for_rates(0.01 * ratio, 0.01, 3.0, design()).unwrap().unwrap();
            assert!((total / 3000.0 - 1.0).abs() < 1e-7, "{ratio} {total}");
        }
    }

    #[test]
    fn tiny_groups_show_nothing() {
        let found = detectable_risk_ratio(0.5, (2.0, 2.0), design()).unwrap();
        assert!(found.below.is_none() && found.above.is_none());
        assert!(detectable_rate_ratio(0.01, (10.0, 10.0), design()).unwrap().below.is_none());
        assert_eq!(total_for_proportions(0.5, 0.5, 1.0, design()), Ok(None));
    }
}
