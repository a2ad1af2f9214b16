//! A count that may be known only within bounds.

use crate::observation::Figure;

/// To what counts are rounded, by the publisher or by us.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rounding {
    /// The base; 1 or less for counts that are not rounded.
    pub base: f64,
    /// The least count that is shown: smaller ones are hidden.
    pub least: f64,
}

impl Rounding {
    /// The least and the most whole count that is rounded, half upwards, to what is shown.
    fn range(self, shown: f64) -> [f64; 2] {
        let half = self.base / 2.0;
        let (below, above) = (half.floor(), (half.ceil() - 1.0).max(0.0));
        let least = (shown - below).max(self.least.min(shown)).max(0.0);
        [least, shown + above]
    }
}

/// What is left over for counts that are hidden.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Leftover {
    /// As published.
    pub published: f64,
    /// The most, the rounding of what is published considered.
    pub most: f64,
}

impl Leftover {
    /// The smaller of two.
    pub(super) fn smaller(self, other: Self) -> Self {
        Self { published: self.published.min(other.published), most: self.most.min(other.most) }
    }
}

/// A count of people or events. A hidden part makes it a range, and so does rounding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct BoundedCount {
    /// The least that it can be.
    pub low: f64,
    /// The most that it can be.
    pub high: f64,
    /// Whether nothing of it is published, so that no single number can stand for it.
    pub hidden: bool,
    /// What is published of it.
    published: f64,
    /// What is hidden of it, as far as the published figures say without regard to rounding.
    concealed: [f64; 2],
    /// Whether a part of it is hidden, or rounded to 0.
    open: bool,
}

impl BoundedCount {
    /// A count that is known.
    pub(super) fn exact(count: f64) -> Self {
        Self { low: count, high: count, hidden: false, published: count, concealed: [0.0; 2], open: false }
    }

    /// A figure, where it bounds a count at all. A hidden figure is at most what is left over for it.
    pub(super) fn from_figure(figure: Figure, rounding: Rounding, leftover: Option<Leftover>) -> Option<Self> {
        match figure {
            Figure::Known(value) => {
                let [low, high] = rounding.range(value);
                // A rounded 0 may stand for people who are there, and no test may take it for nobody.
                let open = value <= 0.0 && high > value;
                Some(Self { low, high, open, ..Self::exact(value) })
            }
            Figure::Suppressed { lower, upper } => {
                let bound = |leftover: fn(Leftover) -> f64, all: Option<Leftover>| {
                    [upper, all.map(leftover)].into_iter().flatten().min_by(f64::total_cmp)
                };
                let published = bound(|leftover| leftover.published, leftover)?.max(lower);
                let high = bound(|leftover| leftover.most, leftover)?.max(lower);
                Some(Self {
                    low: lower,
                    high,
                    hidden: true,
                    published: 0.0,
                    concealed: [lower, published],
                    open: lower < high,
                })
            }
            Figure::Unreliable
            | Figure::NotAvailable
            | Figure::NotApplicable
            | Figure::RoundsToZero
            | Figure::Blank => None,
        }
    }

    /// As published; what is hidden counts with the middle of what it can be.
    pub(crate) fn best(self) -> f64 {
        let [least, most] = self.concealed;
        self.published + f64::midpoint(least, most)
    }

    /// What is published of it, and the least that this can have been before it was rounded.
    pub(super) fn printed(self) -> [f64; 2] {
        let [least, _] = self.concealed;
        [self.published, self.low - least]
    }

    /// Whether a part of it is hidden.
    pub(super) fn is_concealed(self) -> bool {
        let [least, most] = self.concealed;
        self.hidden || least < most
    }

    /// The sum of two counts.
    pub(super) fn plus(self, other: Self) -> Self {
        let [least, most] = self.concealed;
        let [other_least, other_most] = other.concealed;
        Self {
            low: self.low + other.low,
            high: self.high + other.high,
            hidden: self.hidden && other.hidden,
            published: self.published + other.published,
            concealed: [least + other_least, most + other_most],
            open: self.open || other.open,
        }
    }

    /// The same, when all that is hidden in it is known to be no more than what is left over.
    pub(super) fn within(self, leftover: Option<Leftover>) -> Self {
        let Some(leftover) = leftover.filter(|_| self.open) else {
            return self;
        };
        let [least, most] = self.concealed;
        let concealed = [least, most.min(leftover.published).max(least)];
        let high = self.high.min(self.low + leftover.most).max(self.published + least);
        Self { high, concealed, ..self }
    }

    /// Whether a part of it is hidden, or rounded to 0.
    pub(super) fn is_range(self) -> bool {
        self.open
    }

    /// Whether it is known to the last one.
    pub(super) fn is_exact(self) -> bool {
        self.low >= self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: Rounding = Rounding { base: 0.0, least: 0.0 };

    #[test]
    fn a_rounded_count_is_what_rounds_to_it() {
        for (base, least, shown, range) in [
            (0.0, 0.0, 30.0, [30.0, 30.0]),
            (1.0, 5.0, 7.0, [7.0, 7.0]),
            (5.0, 0.0, 30.0, [28.0, 32.0]),
            (5.0, 5.0, 5.0, [5.0, 7.0]),
            (10.0, 0.0, 30.0, [25.0, 34.0]),
            (10.0, 0.0, 0.0, [0.0, 4.0]),
        ] {
            let count = BoundedCount::from_figure(Figure::Known(shown), Rounding { base, least }, None).unwrap();
            assert_eq!(([count.low, count.high], count.best()), (range, shown), "{base}");
            assert_eq!(count.is_range(), shown <= 0.0);
        }
    }

    #[test]
    fn a_hidden_part_is_the_middle_of_what_it_can_be() {
        let leftover = Some(Leftover { published: 22.0, most: 27.0 });
        let hidden = BoundedCount::from_figure(Figure::Suppressed { lower: 0.0, upper: None }, NONE, leftover).unwrap();
        assert_eq!((hidden.low, hidden.best(), hidden.high, hidden.hidden), (0.0, 11.0, 27.0, true));
        let rounded = Rounding { base: 10.0, least: 0.0 };
        let other = BoundedCount::from_figure(Figure::Known(30.0), rounded, None).unwrap();
        let sum = other.plus(hidden).plus(hidden).plus(BoundedCount::exact(78.0)).within(leftover);
        assert_eq!((sum.low, sum.best(), sum.high, sum.hidden), (103.0, 119.0, 130.0, false));
        let few = Figure::Suppressed { lower: 1.0, upper: Some(4.0) };
        let few = BoundedCount::from_figure(few, NONE, leftover).unwrap();
        assert_eq!((few.low, few.best(), few.high), (1.0, 2.5, 4.0));
    }
}
