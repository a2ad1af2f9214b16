//! The difference of two independent estimates that bring their own, perhaps lopsided, intervals.

use super::Interval;

/// The interval of first minus second, by the square-and-add method (also called MOVER).
///
/// lower: d - sqrt((e1 - l1)^2 + (u2 - e2)^2), upper: d + sqrt((u1 - e1)^2 + (e2 - l2)^2), where e are the estimates
/// and l, u their limits. Source: Newcombe 1998, method 10, which is this with Wilson limits; Zou and Donner 2008 for
/// rates. Assumes independent estimates and limits of one confidence level; in the unit of the estimates.
pub fn square_and_add(first: (f64, Interval), second: (f64, Interval)) -> Interval {
    around(first.0 - second.0, first, second)
}

/// The same around a difference that the caller can take with less cancellation.
pub(super) fn around(difference: f64, first: (f64, Interval), second: (f64, Interval)) -> Interval {
    let ((one, around_one), (two, around_two)) = (first, second);
    Interval {
        lower: difference - (one - around_one.lower).hypot(around_two.upper - two),
        upper: difference + (around_one.upper - one).hypot(two - around_two.lower),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Confidence;
    use crate::proportion::{Proportion, wilson};

    /// Newcombe 1998, table II, example (a): 56 of 70 against 48 of 80, method 10.
    #[test]
    fn newcombes_first_example() {
        let arm = |events, total| {
            let proportion = Proportion::new(events, total).unwrap();
            (proportion.value(), wilson(proportion, Confidence::P95))
        };
        let interval = square_and_add(arm(56, 70), arm(48, 80));
        assert!((interval.lower - 0.0524).abs() < 5e-5 && (interval.upper - 0.3339).abs() < 5e-5, "{interval:?}");
    }
}
