//! How a comparison of two groups changed between two periods.

use super::proportion::Proportion;
use super::ratio_of_estimates::Measured;
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

/// The side of 1 on which a ratio lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Below,
    Above,
}

impl Side {
    /// The side of a ratio beyond doubt; none where its interval holds 1.
    pub(super) fn of_one(interval: Interval) -> Option<Self> {
        if interval.lower > 1.0 {
            Some(Self::Above)
        } else if interval.upper < 1.0 {
            Some(Self::Below)
        } else {
            None
        }
    }

    pub(super) fn are_opposite(before: Option<Self>, after: Option<Self>) -> bool {
        before.zip(after).is_some_and(|(before, after)| before != after)
    }
}

/// What may be said of a gap, the distance of a ratio from 1 whatever the side, at two times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapVerdict {
    /// The gap became smaller, beyond chance.
    Narrowing,
    /// The gap became larger, beyond chance.
    Widening,
    /// The ratio crossed 1, beyond chance at both times: another group is ahead now, and the size of the gap is
    /// another question.
    Reversed,
    /// It cannot be told.
    Unclear,
}

/// A later gap over an earlier one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GapChange {
    /// The later gap over the earlier, each as the ratio or its inverse, whichever is above 1; below 1 when the gap
    /// became smaller.
    pub value: f64,
    /// The standard error of its logarithm.
    pub log_standard_error: f64,
    /// Its log-normal interval.
    pub interval: Interval,
    /// The test of an equal gap; none where both ratios are known without error.
    pub test: Option<ZTest>,
    /// Whether the ratio crossed 1: the intervals of both times leave it out, on different sides.
    pub reversed: bool,
}

impl GapChange {
    /// What may be said.
    pub fn verdict(&self) -> GapVerdict {
        match Side::of_one(self.interval) {
            _ if self.reversed => GapVerdict::Reversed,
            Some(Side::Below) => GapVerdict::Narrowing,
            Some(Side::Above) => GapVerdict::Widening,
            None => GapVerdict::Unclear,
        }
    }
}

/// How the gap behind two ratios changed, from their logarithms with standard errors.
///
/// |x1| - |x0| with the standard error sqrt(se0^2 + se1^2). A distance has a corner at 0, where the delta method does
/// not hold, but none is needed: ||x1| - |x0|| is the smaller of |x1 - x0| and |x1 + x0|, which have this same standard
/// error. The gaps are equal where one of the two is 0 in truth, so a test that asks for both to be clear of 0 errs no
/// more often than one of them does (intersection-union test, Berger 1982). Where both ratios are on one side of 1 beyond
/// doubt this is the ordinary difference; where the side is in doubt it errs less often than it says, and 95 % intervals
/// cover at least 95 % for every pair of ratios and errors (`tests/false_alarms.rs`). Assumes independent, normal
/// logarithms.
///
/// ```
/// # use statistics::*;
/// # use statistics::change::{self, GapVerdict};
/// # use statistics::ratio_of_estimates::Measured;
/// let ratio = |value: f64| Measured::new(value.ln(), 0.02);
/// let change = change::gap(ratio(0.5)?, ratio(0.8)?, Confidence::P95);
/// assert_eq!((change.verdict(), format!("{:.3}", change.value)), (GapVerdict::Narrowing, "0.625".to_owned()));
/// assert_eq!(change::gap(ratio(0.8)?, ratio(1.2)?, Confidence::P95).verdict(), GapVerdict::Reversed);
/// # Ok::<(), Invalid>(())
/// ```
pub fn gap(before: Measured, after: Measured, confidence: Confidence) -> GapChange {
    let change = after.value().abs() - before.value().abs();
    let log_standard_error = before.standard_error().hypot(after.standard_error());
    let side = |ratio: Measured| {
        let half_width = confidence.quantile() * ratio.standard_error();
        Side::of_one(Interval::around_logarithm(ratio.value().exp(), half_width))
    };
    GapChange {
        value: change.exp(),
        log_standard_error,
        interval: Interval::around_logarithm(change.exp(), confidence.quantile() * log_standard_error),
        test: ZTest::from_estimate(change, log_standard_error),
        reversed: Side::are_opposite(side(before), side(after)),
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

    fn changed(before: f64, after: f64, error: f64) -> GapChange {
        let ratio = |ratio: f64| Measured::new(ratio.ln(), error).unwrap();
        gap(ratio(before), ratio(after), Confidence::P95)
    }

    #[test]
    fn on_one_side_the_gap_changes_as_the_ratio_does() {
        let fell = changed(2.0, 1.5, 0.05);
        assert!((fell.value - 0.75).abs() < 1e-12 && fell.verdict() == GapVerdict::Narrowing);
        // Below 1 a ratio that falls is a gap that grows.
        let below = changed(0.5, 0.4, 0.05);
        assert!((below.value - 1.25).abs() < 1e-12 && below.verdict() == GapVerdict::Widening);
        assert_eq!(changed(2.0, 1.9, 0.05).verdict(), GapVerdict::Unclear);
    }

    /// Searches of the group "Any other" by the Metropolitan Police: 0.84 and then 1.11, and of another 0.933 and 1.072.
    #[test]
    fn a_ratio_that_crossed_1_is_reversed() {
        for (before, after) in [(0.84, 1.11), (0.933, 1.072)] {
            assert_eq!(changed(before, after, 0.01).verdict(), GapVerdict::Reversed);
            assert_eq!(changed(after, before, 0.01).verdict(), GapVerdict::Reversed);
        }
        // The numbers behind the verdict still tell the size of the gap.
        assert!(changed(0.84, 1.11, 0.01).interval.upper < 1.0);
        // In doubt at one of the times: nothing is said of the side, and only of the gap what holds on either.
        let closed = changed(2.0, 0.99, 0.02);
        assert!(!closed.reversed && closed.verdict() == GapVerdict::Narrowing);
        assert_eq!(changed(0.95, 1.08, 0.05).verdict(), GapVerdict::Unclear);
    }

    #[test]
    fn both_times_exchanged_or_both_ratios_inverted_tell_the_same() {
        for (before, after) in [(2.0, 1.2), (0.7, 1.6), (1.01, 0.6)] {
            let there = changed(before, after, 0.1);
            let back = changed(after, before, 0.1);
            let inverted = changed(1.0 / before, 1.0 / after, 0.1);
            assert!((there.value * back.value - 1.0).abs() < 1e-12);
            assert!((there.interval.lower * back.interval.upper - 1.0).abs() < 1e-12);
            assert!((there.value - inverted.value).abs() < 1e-12 && there.reversed == inverted.reversed);
        }
    }
}
