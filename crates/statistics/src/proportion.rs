//! One proportion: events out of a total.

use super::special::binomial;
use super::{Confidence, Interval, Invalid, LARGEST_COUNT};

/// Events out of a total above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proportion {
    events: u64,
    total: u64,
}

impl Proportion {
    /// A proportion of at most all and of at least one.
    pub fn new(events: u64, total: u64) -> Result<Self, Invalid> {
        if total == 0 {
            return Err(Invalid::ZeroTotal);
        }
        if total > LARGEST_COUNT {
            return Err(Invalid::TooLarge);
        }
        if events > total {
            return Err(Invalid::CountAboveTotal);
        }
        Ok(Self { events, total })
    }

    /// The share of one arm in the events of both, however many; none where nothing happened at all.
    pub(super) fn among(events: u64, others: u64) -> Option<Self> {
        let total = events.checked_add(others).filter(|total| *total > 0)?;
        Some(Self { events, total })
    }

    /// The people of two arms together, however many.
    pub(super) fn with(self, other: Self) -> Self {
        Self { events: self.events + other.events, total: self.total + other.total }
    }

    /// The events.
    pub fn events(self) -> u64 {
        self.events
    }

    /// The total.
    pub fn total(self) -> u64 {
        self.total
    }

    /// The share of events, from 0 to 1.
    pub fn value(self) -> f64 {
        self.events as f64 / self.total as f64
    }

    /// The proportion of those without the event.
    #[must_use]
    pub fn complement(self) -> Self {
        Self { events: self.total - self.events, total: self.total }
    }

    pub(super) fn successes(self) -> f64 {
        self.events as f64
    }

    pub(super) fn failures(self) -> f64 {
        (self.total - self.events) as f64
    }

    pub(super) fn size(self) -> f64 {
        self.total as f64
    }

    /// The value times its complement: the variance of one trial.
    pub(super) fn trial_variance(self) -> f64 {
        self.successes() * self.failures() / (self.size() * self.size())
    }

    /// This share less another. The products are whole numbers, so that nearly equal shares lose no
    /// digits.
    pub(super) fn minus(self, other: Self) -> f64 {
        let gain = i128::from(self.events) * i128::from(other.total);
        let loss = i128::from(other.events) * i128::from(self.total);
        (gain - loss) as f64 / (self.size() * other.size())
    }
}

/// The Wilson score interval.
///
/// With z the normal quantile, x events of n: the roots p of (x/n - p)^2 = z^2 p (1 - p) / n.
/// Source: Wilson 1927; Newcombe 1998 (method 3); the method of the English public health
/// indicators for proportions. Assumes independent trials with one probability. Valid for every
/// count, 0 and n included; its mean coverage is near the level, single coverages a little below
/// near 0 and 1.
///
/// ```
/// # use statistics::*;
/// # use statistics::proportion::{self, Proportion};
/// let interval = proportion::wilson(Proportion::new(81, 263)?, Confidence::P95);
/// assert_eq!(format!("{:.4} to {:.4}", interval.lower, interval.upper), "0.2553 to 0.3662");
/// # Ok::<(), Invalid>(())
/// ```
pub fn wilson(proportion: Proportion, confidence: Confidence) -> Interval {
    Interval {
        lower: wilson_lower(proportion, confidence),
        upper: if proportion.failures() == 0.0 { 1.0 } else { wilson_upper(proportion, confidence).min(1.0) },
    }
}

/// The smaller root from the product of the two roots, x^2 / (n (n + z^2)), because the difference
/// would cancel for small counts.
fn wilson_lower(proportion: Proportion, confidence: Confidence) -> f64 {
    let (events, total) = (proportion.successes(), proportion.size());
    2.0 * events * events / (total * wilson_sum(proportion, confidence))
}

fn wilson_upper(proportion: Proportion, confidence: Confidence) -> f64 {
    let square = confidence.quantile().powi(2);
    wilson_sum(proportion, confidence) / (2.0 * (proportion.size() + square))
}

fn wilson_sum(proportion: Proportion, confidence: Confidence) -> f64 {
    let z = confidence.quantile();
    let spread = 4.0 * proportion.successes() * proportion.failures() / proportion.size();
    2.0 * proportion.successes() + z * z + z * (z * z + spread).sqrt()
}

/// The odds x / (n - x) at the Wilson limits, without rounding away the smaller side.
pub(super) fn wilson_odds(proportion: Proportion, confidence: Confidence) -> Interval {
    let complement = proportion.complement();
    Interval {
        lower: wilson_lower(proportion, confidence) / wilson_upper(complement, confidence),
        upper: wilson_upper(proportion, confidence) / wilson_lower(complement, confidence),
    }
}

/// The Wilson score interval with continuity correction.
///
/// The roots of the score equation with |x - n p| reduced by one half; 0 is the lower limit of no
/// events and 1 the upper limit of all. Source: Newcombe 1998, method 4 (no cap on the correction,
/// unlike R's `prop.test`). Closer to the exact interval than [`wilson`], wider than needed.
pub fn wilson_corrected(proportion: Proportion, confidence: Confidence) -> Interval {
    Interval { lower: corrected_lower(proportion, confidence), upper: corrected_upper(proportion, confidence) }
}

fn corrected_lower(proportion: Proportion, confidence: Confidence) -> f64 {
    if proportion.events == 0 {
        return 0.0;
    }
    let z = confidence.quantile();
    let (events, total) = (proportion.successes(), proportion.size());
    let spread = z * z - 2.0 - 1.0 / total + 4.0 * events * (proportion.failures() + 1.0) / total;
    let sum = 2.0 * events + z * z - 1.0 + z * spread.max(0.0).sqrt();
    // Again the product of the roots instead of a difference.
    (2.0 * events - 1.0).powi(2) / (2.0 * total * sum)
}

fn corrected_upper(proportion: Proportion, confidence: Confidence) -> f64 {
    if proportion.failures() == 0.0 {
        return 1.0;
    }
    let z = confidence.quantile();
    let (events, total) = (proportion.successes(), proportion.size());
    let spread = z * z + 2.0 - 1.0 / total + 4.0 * events * (proportion.failures() - 1.0) / total;
    let sum = 2.0 * events + z * z + 1.0 + z * spread.max(0.0).sqrt();
    (sum / (2.0 * (total + z * z))).min(1.0)
}

/// The exact interval.
///
/// The probabilities at which x or more, and x or fewer, events have half of what the confidence
/// leaves out. Source: Clopper and Pearson 1934. Assumes independent trials with one probability;
/// never covers less than its level. Relative error below 1e-10 for totals up to 1e9.
///
/// ```
/// # use statistics::*;
/// # use statistics::proportion::{self, Proportion};
/// let none = proportion::clopper_pearson(Proportion::new(0, 20)?, Confidence::P95);
/// assert_eq!(format!("{:.4} to {:.4}", none.lower, none.upper), "0.0000 to 0.1684");
/// # Ok::<(), Invalid>(())
/// ```
pub fn clopper_pearson(proportion: Proportion, confidence: Confidence) -> Interval {
    let odds = exact_odds(proportion, confidence);
    Interval {
        lower: odds.lower / (1.0 + odds.lower),
        upper: if odds.upper.is_finite() { odds.upper / (1.0 + odds.upper) } else { 1.0 },
    }
}

/// The odds at the exact limits: 0 and infinite where there are no events or nothing else.
pub(super) fn exact_odds(proportion: Proportion, confidence: Confidence) -> Interval {
    Interval {
        lower: exact_lower_odds(proportion, confidence),
        upper: 1.0 / exact_lower_odds(proportion.complement(), confidence),
    }
}

fn exact_lower_odds(proportion: Proportion, confidence: Confidence) -> f64 {
    if proportion.events == 0 {
        return 0.0;
    }
    let guess = corrected_lower(proportion, confidence);
    let start = guess / (1.0 - guess);
    let (events, total) = (proportion.successes(), proportion.size());
    binomial::odds_at_upper_tail(events, total, confidence.tail(), start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_of_one_and_everybody() {
        let none = clopper_pearson(Proportion::new(0, 1).unwrap(), Confidence::P95);
        assert!(none.lower.abs() < 1e-300 && (none.upper - 0.975).abs() < 1e-14);
        let all = wilson(Proportion::new(3, 3).unwrap(), Confidence::P95);
        assert!((all.upper - 1.0).abs() < 1e-300);
    }

    #[test]
    fn impossible_counts_are_refused() {
        assert_eq!(Proportion::new(0, 0), Err(Invalid::ZeroTotal));
        assert_eq!(Proportion::new(2, 1), Err(Invalid::CountAboveTotal));
        assert_eq!(Proportion::new(1, u64::MAX), Err(Invalid::TooLarge));
    }
}
