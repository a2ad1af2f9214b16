//! How a comparison of two groups changed between two periods.

use super::proportion::Proportion;
use super::{Confidence, Interval, ZTest, risk_difference, risk_ratio};

/// Two independent arms of one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arms {
    /// The arm above the line.
    pub first: Proportion,
    /// The arm below it.
    pub second: Proportion,
}

/// One risk ratio over an earlier one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioOfRatios {
    /// The risk ratio of the earlier period.
    pub before: f64,
    /// The risk ratio of the later period.
    pub after: f64,
    /// The later over the earlier: above 1 when the ratio rose.
    pub value: f64,
    /// The standard error of its logarithm.
    pub log_standard_error: f64,
    /// Its log-normal interval.
    pub interval: Interval,
    /// The test of no change; none where all four arms are full.
    pub test: Option<ZTest>,
}

/// The ratio of two risk ratios; none where one of the four arms has no events.
///
/// RR1 / RR0, with the squared standard errors of both logarithms added. Source: Altman and Bland
/// 2003. Assumes four independent samples (different people in the two periods) with say 10 events
/// each; the same people measured twice make it too wide or too narrow.
pub fn ratio_of_ratios(before: Arms, after: Arms, confidence: Confidence) -> Option<RatioOfRatios> {
    let ratio = |arms: Arms| risk_ratio::ratio(arms.first, arms.second).finite();
    let error = |arms: Arms| risk_ratio::log_standard_error(arms.first, arms.second);
    let log_standard_error = error(before)?.hypot(error(after)?);
    let (before, after) = (ratio(before)?, ratio(after)?);
    let value = after / before;
    let half_width = confidence.quantile() * log_standard_error;
    Some(RatioOfRatios {
        before,
        after,
        value,
        log_standard_error,
        interval: Interval::around_logarithm(value, half_width),
        test: ZTest::from_estimate(value.ln(), log_standard_error),
    })
}

/// One difference of shares less an earlier one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DifferenceInDifferences {
    /// The later difference less the earlier, as a fraction.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its Wald interval.
    pub interval: Interval,
    /// The test of no change; none where no arm varies.
    pub test: Option<ZTest>,
}

/// The difference in differences of four shares.
///
/// (p1 - p2) after less (p1 - p2) before, the variances p (1 - p) / n added. Source: Card and
/// Krueger 1994 for the design. Assumes four independent samples, each with some 10 events and
/// non-events.
pub fn difference_in_differences(before: Arms, after: Arms, confidence: Confidence) -> DifferenceInDifferences {
    let difference = |arms: Arms| risk_difference::difference(arms.first, arms.second);
    let error = |arms: Arms| risk_difference::standard_error(arms.first, arms.second);
    let value = difference(after) - difference(before);
    let standard_error = error(before).hypot(error(after));
    DifferenceInDifferences {
        value,
        standard_error,
        interval: Interval::around(value, confidence.quantile() * standard_error),
        test: ZTest::from_estimate(value, standard_error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arms(events: u64, others: u64) -> Arms {
        Arms { first: Proportion::new(events, 100).unwrap(), second: Proportion::new(others, 100).unwrap() }
    }

    #[test]
    fn no_change_is_one_and_zero() {
        let ratio = ratio_of_ratios(arms(20, 10), arms(20, 10), Confidence::P95).unwrap();
        assert!((ratio.value - 1.0).abs() < 1e-15);
        let difference = difference_in_differences(arms(20, 10), arms(20, 10), Confidence::P95);
        assert!(difference.value.abs() < 1e-15 && difference.interval.contains(0.0));
    }

    #[test]
    fn an_arm_without_events_has_no_ratio() {
        assert!(ratio_of_ratios(arms(0, 10), arms(20, 10), Confidence::P95).is_none());
    }
}
