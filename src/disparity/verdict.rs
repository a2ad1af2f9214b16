//! What a ratio and its interval allow one to say, and no more.

use crate::indicator::Favourable;
use crate::observation::Missing;
use statistics::Interval;

/// Why there is nothing to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The group has no figure.
    Group(Missing),
    /// The comparator has no figure.
    NoComparator,
    /// The comparator's figure is zero, so there is no ratio to it.
    ZeroComparator,
    /// The ratio has no interval, so nobody can say how sure it is.
    NoInterval,
}

impl Reason {
    /// The reason, as a clause of a sentence.
    pub fn label(self) -> &'static str {
        match self {
            Self::Group(missing) => missing.label(),
            Self::NoComparator => "the data hold no figure for the comparator",
            Self::ZeroComparator => "the comparator's figure is zero, and nothing is a multiple of zero",
            Self::NoInterval => "no interval can be given, so nobody can say how sure it is",
        }
    }
}

/// What a ratio and its interval allow one to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The group fares worse, beyond chance.
    Worse,
    /// The group fares better, beyond chance.
    Better,
    /// The interval holds 1 and excludes a gap that matters.
    NoClearDifference,
    /// The interval holds 1 and does not exclude a gap that matters.
    TooFewToTell,
    /// Nothing can be said, with the reason.
    NotComparable(Reason),
}

impl Verdict {
    /// The verdict on a ratio. `band` is the gap that matters, as ratios below and above 1.
    pub fn on(interval: Interval, favourable: Favourable, band: [f64; 2]) -> Self {
        let [low, high] = band;
        match (interval.lower > 1.0, interval.upper < 1.0) {
            (true, _) if favourable == Favourable::Lower => Self::Worse,
            (_, true) if favourable == Favourable::Higher => Self::Worse,
            (true, _) | (_, true) => Self::Better,
            _ if low <= interval.lower && interval.upper <= high => Self::NoClearDifference,
            _ => Self::TooFewToTell,
        }
    }

    /// The verdict in words, as in the `verdict` column.
    pub fn label(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Better => "better",
            Self::NoClearDifference => "no clear difference",
            Self::TooFewToTell => "too few to tell",
            Self::NotComparable(_) => "not comparable",
        }
    }
}

/// What two phases allow one to say about a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeVerdict {
    /// The gap is smaller, beyond chance.
    Narrowing,
    /// The gap is larger, beyond chance.
    Widening,
    /// The change could be chance.
    NoClearChange,
    /// The two figures do not mean the same, or one has no interval.
    NotComparable,
}

impl ChangeVerdict {
    /// The verdict on a ratio of ratios, given the ratio before and the ratio now.
    pub fn on(change: Interval, before: f64, now: f64) -> Self {
        if change.contains(1.0) {
            Self::NoClearChange
        } else if now.ln().abs() < before.ln().abs() {
            Self::Narrowing
        } else {
            Self::Widening
        }
    }

    /// The verdict in words, as in the `change_verdict` column.
    pub fn label(self) -> &'static str {
        match self {
            Self::Narrowing => "narrowing",
            Self::Widening => "widening",
            Self::NoClearChange => "no clear change",
            Self::NotComparable => "not comparable",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BAND: [f64; 2] = [0.8, 1.25];

    #[test]
    fn the_direction_of_the_measure_decides_what_is_worse() {
        let above = Interval { lower: 1.2, upper: 1.9 };
        assert_eq!(Verdict::on(above, Favourable::Lower, BAND), Verdict::Worse);
        assert_eq!(Verdict::on(above, Favourable::Higher, BAND), Verdict::Better);
        let below = Interval { lower: 0.5, upper: 0.9 };
        assert_eq!(Verdict::on(below, Favourable::Higher, BAND), Verdict::Worse);
        assert_eq!(Verdict::on(below, Favourable::Lower, BAND), Verdict::Better);
    }

    #[test]
    fn an_interval_with_1_in_it_is_no_difference_only_when_it_is_narrow() {
        let narrow = Interval { lower: 0.9, upper: 1.1 };
        let wide = Interval { lower: 0.6, upper: 1.7 };
        assert_eq!(Verdict::on(narrow, Favourable::Lower, BAND), Verdict::NoClearDifference);
        assert_eq!(Verdict::on(wide, Favourable::Lower, BAND), Verdict::TooFewToTell);
    }

    #[test]
    fn a_gap_narrows_when_the_ratio_moves_towards_1() {
        let lower = Interval { lower: 0.6, upper: 0.9 };
        assert_eq!(ChangeVerdict::on(lower, 2.0, 1.5), ChangeVerdict::Narrowing);
        assert_eq!(ChangeVerdict::on(lower, 0.9, 0.6), ChangeVerdict::Widening);
        assert_eq!(ChangeVerdict::on(Interval { lower: 0.8, upper: 1.1 }, 2.0, 1.9), ChangeVerdict::NoClearChange);
    }
}
