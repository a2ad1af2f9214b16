//! What a ratio and its interval allow one to say, and no more.

use crate::indicator::Favourable;
use crate::observation::Missing;
use statistics::Interval;
use statistics::change::GapVerdict;

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
    /// The reason in a few words, where there is room for no more.
    pub fn short(self) -> &'static str {
        match self {
            Self::Group(missing) => missing.short(),
            Self::NoComparator => "no figure to compare with",
            Self::ZeroComparator => "compared with zero",
            Self::NoInterval => "no interval",
        }
    }

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
    /// The group's figure is higher, beyond chance, and neither direction is good or bad.
    Higher,
    /// The group's figure is lower, beyond chance, and neither direction is good or bad.
    Lower,
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
        match (interval.lower > 1.0, interval.upper < 1.0, favourable) {
            (true, _, Favourable::Neither) => Self::Higher,
            (_, true, Favourable::Neither) => Self::Lower,
            (true, _, Favourable::Lower) | (_, true, Favourable::Higher) => Self::Worse,
            (true, _, Favourable::Higher) | (_, true, Favourable::Lower) => Self::Better,
            _ if low <= interval.lower && interval.upper <= high => Self::NoClearDifference,
            _ => Self::TooFewToTell,
        }
    }

    /// Whether two figures differ, beyond chance.
    pub fn is_clear(self) -> bool {
        matches!(self, Self::Worse | Self::Better | Self::Higher | Self::Lower)
    }

    /// Whether anything is said that could be explained away.
    pub fn is_statement(self) -> bool {
        self.is_clear() || self == Self::NoClearDifference
    }

    /// Why nothing is compared.
    pub fn reason(self) -> Option<Reason> {
        match self {
            Self::NotComparable(reason) => Some(reason),
            Self::Worse | Self::Better | Self::Higher | Self::Lower | Self::NoClearDifference | Self::TooFewToTell => {
                None
            }
        }
    }

    /// The verdict in words, as in the `verdict` column.
    pub fn label(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Better => "better",
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::NoClearDifference => "no clear difference",
            Self::TooFewToTell => "too few to tell",
            Self::NotComparable(_) => "not comparable",
        }
    }
}

/// For whom a gap is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// The group fares worse.
    Disadvantage,
    /// The group fares better.
    Advantage,
}

impl Gap {
    /// The gap that a ratio is; none where neither direction is good or bad.
    pub fn new(ratio: f64, favourable: Favourable) -> Option<Self> {
        let is_worse = match favourable {
            Favourable::Lower => ratio > 1.0,
            Favourable::Higher => ratio <= 1.0,
            Favourable::Neither => return None,
        };
        Some(if is_worse { Self::Disadvantage } else { Self::Advantage })
    }

    /// Its name in a sentence.
    pub fn label(self) -> &'static str {
        match self {
            Self::Disadvantage => "disadvantage",
            Self::Advantage => "advantage",
        }
    }
}

/// What several phases allow one to say about a gap, the distance of a ratio from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeVerdict {
    /// The gap is smaller, beyond chance.
    Narrowing(Gap),
    /// The gap is larger, beyond chance.
    Widening(Gap),
    /// The ratio crossed 1, beyond chance at both ends: who fared better fares worse now, or the other way round.
    Reversed,
    /// The ratio rose, beyond chance, of figures of which neither direction is good or bad.
    Rose,
    /// The ratio fell, beyond chance, of such figures.
    Fell,
    /// The change could be chance.
    NoClearChange,
    /// The figures do not mean the same, or one has no interval.
    NotComparable,
}

impl ChangeVerdict {
    /// The verdict on a gap, given the ratio before and the ratio now, and the interval of what the ratio was multiplied
    /// by. The gap is on the side of the one that is further from 1: the other may have crossed it by chance. Where
    /// neither direction is good or bad there is no gap, and the ratio alone rises or falls.
    pub fn new(verdict: GapVerdict, [before, now]: [f64; 2], change: Interval, favourable: Favourable) -> Self {
        let further = if now.ln().abs() > before.ln().abs() { now } else { before };
        let Some(gap) = Gap::new(further, favourable) else {
            return Self::of_ratio(change);
        };
        match verdict {
            GapVerdict::Narrowing => Self::Narrowing(gap),
            GapVerdict::Widening => Self::Widening(gap),
            GapVerdict::Reversed => Self::Reversed,
            GapVerdict::Unclear => Self::NoClearChange,
        }
    }

    fn of_ratio(change: Interval) -> Self {
        match (change.lower > 1.0, change.upper < 1.0) {
            (true, _) => Self::Rose,
            (_, true) => Self::Fell,
            (false, false) => Self::NoClearChange,
        }
    }

    /// Whether a change is told.
    pub fn is_clear(self) -> bool {
        matches!(self, Self::Narrowing(_) | Self::Widening(_) | Self::Reversed | Self::Rose | Self::Fell)
    }

    /// The verdict in words, as in the `change_verdict` column.
    pub fn label(self) -> &'static str {
        match self {
            Self::Narrowing(Gap::Disadvantage) => "narrowing",
            Self::Narrowing(Gap::Advantage) => "advantage narrowing",
            Self::Widening(Gap::Disadvantage) => "widening",
            Self::Widening(Gap::Advantage) => "advantage widening",
            Self::Reversed => "reversed",
            Self::Rose => "rose",
            Self::Fell => "fell",
            Self::NoClearChange => "no clear change",
            Self::NotComparable => "not comparable",
        }
    }

    /// The verdict as a clause of a sentence.
    pub fn clause(self) -> &'static str {
        match self {
            Self::Narrowing(Gap::Disadvantage) => "narrowing: the disadvantage became smaller",
            Self::Narrowing(Gap::Advantage) => "narrowing: an advantage became smaller",
            Self::Widening(Gap::Disadvantage) => "widening: the disadvantage became larger",
            Self::Widening(Gap::Advantage) => "widening: an advantage became larger",
            Self::Reversed => "reversed: the ratio crossed 1",
            Self::Rose => "the ratio rose",
            Self::Fell => "the ratio fell",
            Self::NoClearChange | Self::NotComparable => self.label(),
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
        assert_eq!(Verdict::on(above, Favourable::Neither, BAND), Verdict::Higher);
        assert_eq!(Verdict::on(below, Favourable::Neither, BAND), Verdict::Lower);
    }

    #[test]
    fn an_interval_with_1_in_it_is_no_difference_only_when_it_is_narrow() {
        let narrow = Interval { lower: 0.9, upper: 1.1 };
        let wide = Interval { lower: 0.6, upper: 1.7 };
        assert_eq!(Verdict::on(narrow, Favourable::Lower, BAND), Verdict::NoClearDifference);
        assert_eq!(Verdict::on(wide, Favourable::Lower, BAND), Verdict::TooFewToTell);
    }

    #[test]
    fn a_gap_that_changes_is_an_advantage_or_a_disadvantage() {
        let fell = Interval { lower: 0.5, upper: 0.9 };
        let narrowing = |ratios, favourable| ChangeVerdict::new(GapVerdict::Narrowing, ratios, fell, favourable);
        let disadvantage = ChangeVerdict::Narrowing(Gap::Disadvantage);
        let advantage = ChangeVerdict::Narrowing(Gap::Advantage);
        assert_eq!(narrowing([2.0, 1.5], Favourable::Lower), disadvantage);
        assert_eq!(narrowing([2.0, 1.5], Favourable::Higher), advantage);
        assert_eq!(narrowing([0.5, 0.8], Favourable::Lower), advantage);
        assert_eq!(narrowing([2.0, 0.99], Favourable::Lower), disadvantage);
        assert_eq!(advantage.label(), "advantage narrowing");
        assert_eq!(advantage.clause(), "narrowing: an advantage became smaller");
        let widening = ChangeVerdict::new(GapVerdict::Widening, [0.98, 1.5], fell, Favourable::Lower);
        assert_eq!(widening, ChangeVerdict::Widening(Gap::Disadvantage));
        assert_eq!(narrowing([2.0, 1.5], Favourable::Neither), ChangeVerdict::Fell);
    }
}
