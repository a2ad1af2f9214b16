//! How many more or fewer people, households or events there would be with the comparator's figure.

use crate::disparity::{Basis, Disparity, Verdict};
use crate::indicator::Favourable;
use crate::scorecard::Line;
use crate::words;
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
    /// above 0 to its disadvantage. In a year, where the figure is of a year.
    pub people: f64,
    /// From the 95% interval of the difference.
    pub interval: Interval,
    /// What is counted.
    pub basis: Basis,
    /// Whether it is a number a year, and not one of a single day.
    pub yearly: bool,
    /// What may be said.
    pub verdict: ExcessVerdict,
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
    /// Beyond chance, but hidden or unknown parts could turn it round.
    Recording,
}

impl ExcessVerdict {
    /// The verdict in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Short => "worse than the comparator",
            Self::Ahead => "better than the comparator",
            Self::CannotBeTold => "cannot be told",
            Self::Recording => "cannot be told apart from how ethnicity was recorded",
        }
    }

    fn of(interval: Interval, disparity: &Disparity) -> Self {
        // The ratio and the difference have intervals of their own: a number is given only where both are clear.
        let clear = matches!(disparity.verdict, Verdict::Worse | Verdict::Better);
        if !clear || interval.contains(0.0) {
            Self::CannotBeTold
        } else if words::recording(disparity).is_some() {
            Self::Recording
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
    let (people, interval) = match measure.favourable {
        Favourable::Lower => (difference * scale, interval.scaled(scale)),
        Favourable::Higher => {
            (-difference * scale, Interval { lower: -interval.upper * scale, upper: -interval.lower * scale })
        }
    };
    Some(ExcessNumber {
        line,
        people,
        interval,
        basis,
        yearly: rules.is_yearly(disparity.period),
        verdict: ExcessVerdict::of(interval, disparity),
    })
}
