//! How many more or fewer people, households or events there would be with the comparator's figure.

use crate::disparity::{Basis, Conclusion};
use crate::indicator::Favourable;
use crate::scorecard::Line;
use statistics::Interval;

use super::View;

/// How many fewer or more there would be if the group had the comparator's value.
///
/// (group's value - comparator's value) x the group's denominator, with the interval of the difference; the
/// denominator is taken as known.
#[derive(Debug, Clone)]
pub struct ExcessNumber<'a> {
    /// The comparison.
    pub line: &'a Line,
    /// How many the group has more than with the comparator's figure where lower is favourable, or fewer than with the comparator's figure where higher is:
    /// above 0 to its disadvantage. In a year, where the figure is of a year. None where something could explain the gap
    /// away, since a number would be taken for one of people.
    pub people: Option<Excess>,
    /// What is counted.
    pub basis: Basis,
    /// Whether it is a number a year, and not one of a single day.
    pub yearly: bool,
    /// What may be said.
    pub verdict: ExcessVerdict,
}

/// A number with its interval.
#[derive(Debug, Clone, Copy)]
pub struct Excess {
    /// The number.
    pub value: f64,
    /// From the 95% interval of the difference.
    pub interval: Interval,
}

/// What the interval allows one to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExcessVerdict {
    /// The group is at a disadvantage, beyond chance.
    Short,
    /// The group is at an advantage, beyond chance.
    Ahead,
    /// The interval holds 0, or that of the ratio holds 1.
    CannotBeTold,
    /// Something could explain away what the ratio says.
    Qualified,
}

impl ExcessVerdict {
    /// The verdict in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Short => "worse than the comparator",
            Self::Ahead => "better than the comparator",
            Self::CannotBeTold => "cannot be told",
            Self::Qualified => "no number, since the verdict is qualified",
        }
    }

    fn new(interval: Interval, conclusion: &Conclusion) -> Self {
        if !conclusion.qualified().is_empty() {
            Self::Qualified
        // The ratio and the difference have intervals of their own: a number is given only where both are clear.
        } else if !conclusion.is_clear() || interval.contains(0.0) {
            Self::CannotBeTold
        } else if interval.lower > 0.0 {
            Self::Short
        } else {
            Self::Ahead
        }
    }
}

pub(super) fn excess<'a>(_: View<'a>, line: &'a Line) -> Option<ExcessNumber<'a>> {
    let disparity = &line.disparity;
    let measure = &disparity.measure;
    let size = disparity.group.denominator.filter(|size| *size > 0.0)?;
    let rules = measure.kind.rules();
    let (basis, per) = (rules.excess()?, rules.per(measure)?);
    let (difference, interval) = (disparity.difference?, disparity.difference_interval?);
    let scale = size / per;
    let (value, interval) = match measure.favourable {
        Favourable::Lower => (difference * scale, interval.scaled(scale)),
        Favourable::Neither => return None,
        Favourable::Higher => {
            (-difference * scale, Interval { lower: -interval.upper * scale, upper: -interval.lower * scale })
        }
    };
    let verdict = ExcessVerdict::new(interval, &disparity.conclusion);
    let people = (verdict != ExcessVerdict::Qualified).then_some(Excess { value, interval });
    Some(ExcessNumber { line, people, basis, yearly: rules.is_yearly(measure, disparity.period), verdict })
}
