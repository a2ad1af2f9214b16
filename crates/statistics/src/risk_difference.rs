//! The difference of two proportions, the first less the second.

use super::proportion::{self, Proportion};
use super::risk_ratio::inflation;
use super::special::root;
use super::{Confidence, Interval, difference as differences};

/// The difference of the two shares, from -1 to 1.
pub fn difference(first: Proportion, second: Proportion) -> f64 {
    first.minus(second)
}

/// The standard error sqrt(p1 (1 - p1) / n1 + p2 (1 - p2) / n2).
pub fn standard_error(first: Proportion, second: Proportion) -> f64 {
    let variance = first.trial_variance() / first.size() + second.trial_variance() / second.size();
    variance.sqrt()
}

/// The Wald interval, difference ± z standard error, not cut at -1 and 1.
///
/// Assumes two independent samples with at least some 10 events and non-events each; of zero width
/// where neither arm varies. Source: any textbook; Newcombe 1998 (method 1) on how far it falls
/// short.
pub fn wald(first: Proportion, second: Proportion, confidence: Confidence) -> Interval {
    let half_width = confidence.quantile() * standard_error(first, second);
    Interval::around(difference(first, second), half_width)
}

/// Newcombe's hybrid score interval.
///
/// d - sqrt((p1 - l1)^2 + (u2 - p2)^2) to d + sqrt((u1 - p1)^2 + (p2 - l2)^2), l and u being the
/// Wilson limits of each arm. Source: Newcombe 1998, method 10. Valid for every count; within -1
/// and 1.
///
/// ```
/// # use statistics::*;
/// # use statistics::proportion::{self, Proportion};
/// let (first, second) = (Proportion::new(56, 70)?, Proportion::new(48, 80)?);
/// let interval = risk_difference::newcombe(first, second, Confidence::P95);
/// assert_eq!(format!("{:.4} to {:.4}", interval.lower, interval.upper), "0.0524 to 0.3339");
/// # Ok::<(), Invalid>(())
/// ```
pub fn newcombe(first: Proportion, second: Proportion, confidence: Confidence) -> Interval {
    let arm = |proportion: Proportion| (proportion.value(), proportion::wilson(proportion, confidence));
    differences::around(difference(first, second), arm(first), arm(second))
}

/// Mee's score interval.
///
/// The differences d at which (p1 - p2 - d)^2 = z^2 (p1' q1' / n1 + p2' q2' / n2), with the
/// likeliest shares p1' and p2' that are d apart. Source: Mee 1984. Assumes two independent
/// samples; valid for every count. Absolute error below 1e-14, relative error below 1e-9 unless the
/// limit is itself next to 0.
pub fn mee(first: Proportion, second: Proportion, confidence: Confidence) -> Interval {
    score(first, second, confidence.quantile().powi(2))
}

/// Miettinen and Nurminen's score interval.
///
/// As [`mee`] with the variance multiplied by N / (N - 1). Source: Miettinen and Nurminen 1985.
pub fn miettinen_nurminen(first: Proportion, second: Proportion, confidence: Confidence) -> Interval {
    score(first, second, confidence.quantile().powi(2) * inflation(first, second))
}

fn score(first: Proportion, second: Proportion, target: f64) -> Interval {
    Interval {
        lower: score_lower(first, second, target),
        // The upper limit is the lower one with the arms exchanged and the sign turned.
        upper: -score_lower(second, first, target),
    }
}

/// The variance of an arm's likeliest share under a constraint, and how fast that share moves.
#[derive(Debug, Clone, Copy)]
struct Constrained {
    variance: f64,
    slope: f64,
}

/// The lower score limit, by the Lagrange multiplier m of the constraint p1' = p2' + d.
///
/// Each constrained share solves a quadratic of its own, m p q = x - n p in the first arm and with
/// -m in the second. With V = p1' q1' / n1 + p2' q2' / n2 the difference is then p1 - p2 - m V and
/// the score m^2 V, which rises with m. This avoids the trigonometric roots of the usual cubic,
/// which lose half the digits when a share is near 0 or 1.
fn score_lower(first: Proportion, second: Proportion, target: f64) -> f64 {
    if first.events() == 0 && second.failures() == 0.0 {
        return -1.0;
    }
    let plain = |arm: Proportion| {
        let (more, less) = (arm.successes() + 1.0, arm.failures() + 1.0);
        more * less / (arm.size() + 2.0).powi(3)
    };
    let start = 0.5 * (target / (plain(first) + plain(second))).ln();
    let parts = |multiplier: f64| {
        let ours = constrained(first, multiplier);
        // The second arm is pushed up: the same as pushing its non-events down.
        let theirs = constrained(second.complement(), multiplier);
        (ours.variance + theirs.variance, ours.slope + theirs.slope)
    };
    let logarithm = root::solve_increasing(
        |position| {
            let multiplier = position.exp();
            let (variance, slope) = parts(multiplier);
            ((multiplier * multiplier * variance / target).ln(), 1.0 + slope / variance)
        },
        start,
        (-40.0, 80.0),
    );
    // m V is the target over m at the root, where V itself can have lost digits.
    difference(first, second) - target / logarithm.exp()
}

/// The likeliest share of an arm pushed down by a multiplier: the root of m p q = x - n p.
fn constrained(arm: Proportion, multiplier: f64) -> Constrained {
    let (events, failures, total) = (arm.successes(), arm.failures(), arm.size());
    let gap = total - multiplier;
    let root = (gap * gap + 4.0 * multiplier * failures).sqrt();
    let share = 2.0 * events / (total + multiplier + root);
    // The complement by whichever form does not cancel.
    let complement = if gap > 0.0 { 2.0 * failures / (gap + root) } else { (root - gap) / (2.0 * multiplier) };
    let product = share * complement;
    Constrained { variance: product / total, slope: if product > 0.0 { product / root } else { 0.0 } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposite_extremes_reach_the_end() {
        let none = Proportion::new(0, 4).unwrap();
        let limits = mee(none, none.complement(), Confidence::P95);
        assert!((limits.lower + 1.0).abs() < 1e-15 && limits.upper < 0.0);
    }

    #[test]
    fn exchanging_the_arms_turns_the_sign() {
        let (one, other) = (Proportion::new(3, 10).unwrap(), Proportion::new(9, 14).unwrap());
        let there = newcombe(one, other, Confidence::P95);
        let back = newcombe(other, one, Confidence::P95);
        assert!((there.lower + back.upper).abs() < 1e-15);
    }
}
