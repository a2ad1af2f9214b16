//! What is known of a group, and where it comes from.

use crate::observation::{Missing, Origin};

use super::bounded_count::BoundedCount;
use super::note::Note;

/// What is known of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Quantity {
    /// A count out of people, or of events over residents.
    Count { numerator: BoundedCount, denominator: BoundedCount },
    /// A published value, with its standard error where it can be known and the range of its rounding.
    Value { value: f64, standard_error: Option<f64>, rounding: f64 },
    /// Post-holders, and the group's share of the population in per cent.
    Share { numerator: f64, denominator: f64, population: f64, rounding: f64 },
    /// No figure.
    Missing(Missing),
}

impl Quantity {
    /// The same, where a number can stand for it: a count of which nothing is published is no figure, only bounds.
    pub(super) fn shown(self) -> Self {
        match self {
            Self::Count { numerator, .. } if numerator.hidden => Self::Missing(Missing::Suppressed),
            Self::Count { denominator, .. } if denominator.best() <= 0.0 => Self::Missing(Missing::NotApplicable),
            Self::Count { .. } | Self::Value { .. } | Self::Share { .. } | Self::Missing(_) => self,
        }
    }

    /// Whether it is a count out of another, both known to the last one.
    pub(super) fn is_exact(self) -> bool {
        matches!(self, Self::Count { numerator, denominator } if numerator.is_exact() && denominator.is_exact())
    }

    /// The count above the line, where there is one.
    pub(super) fn count(self) -> Option<BoundedCount> {
        match self {
            Self::Count { numerator, .. } => Some(numerator),
            Self::Value { .. } | Self::Share { .. } | Self::Missing(_) => None,
        }
    }
}

/// A group's figure and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell {
    pub quantity: Quantity,
    /// The count above the line, also where there is nothing to put below it.
    pub events: Option<BoundedCount>,
    /// Weighted numbers that a survey publishes beside its percentage; never used as people counted.
    pub weighted: Option<Weighted>,
    /// The rows behind it.
    pub rows: Vec<Origin>,
    /// What a reader of the figure must know.
    pub notes: Vec<Note>,
}

/// The numbers of people that a survey stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Weighted {
    /// Those with the outcome.
    pub numerator: f64,
    /// All of them.
    pub denominator: f64,
}
