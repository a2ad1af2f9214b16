//! A count that may be known only within bounds.

use crate::observation::Figure;

/// A count of people or events. A hidden part makes it a range; rounding by the publisher is carried beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BoundedCount {
    /// As published; the middle of the range where a part is hidden.
    pub best: f64,
    /// The least that it can be, hidden parts considered.
    pub low: f64,
    /// The most that it can be.
    pub high: f64,
    /// By how much rounding may have moved it, either way.
    pub rounding: f64,
    /// Whether nothing of it is published, so that no single number can stand for it.
    pub hidden: bool,
}

impl BoundedCount {
    /// A figure, where it bounds a count at all. A hidden figure without a bound of its own is at most `cap`.
    pub(super) fn from_figure(figure: Figure, rounding: f64, cap: Option<f64>) -> Option<Self> {
        match figure {
            // A rounded 0 may stand for people who are there, and no test may take it for nobody.
            Figure::Known(value) if value <= 0.0 && rounding > 0.0 => {
                Some(Self { best: value, low: value, high: rounding, rounding: 0.0, hidden: false })
            }
            Figure::Known(value) => Some(Self { best: value, low: value, high: value, rounding, hidden: false }),
            Figure::Suppressed { lower, upper } => {
                let bound = match (upper, cap) {
                    (Some(upper), Some(cap)) => upper.min(cap),
                    (upper, cap) => upper.or(cap)?,
                };
                let low = lower.min(bound);
                Some(Self { best: f64::midpoint(low, bound), low, high: bound, rounding: 0.0, hidden: true })
            }
            Figure::Unreliable
            | Figure::NotAvailable
            | Figure::NotApplicable
            | Figure::RoundsToZero
            | Figure::Blank => None,
        }
    }

    /// The sum of two counts.
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            best: self.best + other.best,
            low: self.low + other.low,
            high: self.high + other.high,
            rounding: self.rounding + other.rounding,
            hidden: self.hidden && other.hidden,
        }
    }

    /// The same, when all that is hidden in it is known to be at most so many.
    pub(super) fn at_most(self, hidden: Option<f64>) -> Self {
        let Some(hidden) = hidden.filter(|_| self.is_range()) else {
            return self;
        };
        let high = self.high.min(self.low + hidden);
        let share = (self.best - self.low) / (self.high - self.low);
        let best = self.low + share * (high - self.low);
        Self { best, high, ..self }
    }

    /// Whether a part of it is hidden.
    pub(super) fn is_range(self) -> bool {
        self.low < self.high
    }

    /// The least that it can be, rounding considered.
    pub(super) fn least(self) -> f64 {
        (self.low - self.rounding).max(0.0)
    }

    /// The most that it can be, rounding considered.
    pub(super) fn most(self) -> f64 {
        self.high + self.rounding
    }
}
