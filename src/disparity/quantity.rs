//! What is known of a group, and where it comes from.

use crate::observation::{Missing, Origin};
use statistics::standardised::{self, Band, StandardisedRate};

use super::bounded_count::BoundedCount;
use super::note::Note;

/// What is known of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Quantity {
    /// A count out of people, or of events over residents.
    Count { numerator: BoundedCount, denominator: BoundedCount },
    /// A published value, with its standard error where it can be known and the range of its rounding.
    Value { value: f64, standard_error: Option<f64>, rounding: f64 },
    /// A rate standardised directly for age.
    Standardised(StandardisedRate),
    /// Post-holders, and the group's share of the population in per cent.
    Share { holders: Holders, population: f64, rounding: f64 },
    /// No figure.
    Missing(Missing),
}

/// The share of a group among the holders of a post.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Holders {
    /// As counted.
    Counted { numerator: f64, denominator: f64 },
    /// As published, in per cent, with half of what it was rounded to and the number of posts where that is said.
    Published { share: f64, rounding: f64, posts: Option<f64> },
}

impl Holders {
    /// The share in per cent; none without posts.
    pub(super) fn share(self) -> Option<f64> {
        match self {
            Self::Counted { numerator, denominator } => (denominator > 0.0).then(|| 100.0 * numerator / denominator),
            Self::Published { share, .. } => Some(share),
        }
    }

    /// Half of what the share was rounded to.
    pub(super) fn rounding(self) -> f64 {
        match self {
            Self::Counted { .. } => 0.0,
            Self::Published { rounding, .. } => rounding,
        }
    }

    /// Those of two groups together; none where they are not of the same posts.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Counted { numerator, denominator }, Self::Counted { numerator: more, denominator: all })
                if (denominator - all).abs() < 0.5 =>
            {
                Some(Self::Counted { numerator: numerator + more, denominator })
            }
            (
                Self::Published { share, rounding, posts },
                Self::Published { share: more, rounding: half, posts: all },
            ) if posts == all => Some(Self::Published { share: share + more, rounding: rounding + half, posts }),
            (Self::Counted { .. } | Self::Published { .. }, _) => None,
        }
    }
}

impl Quantity {
    /// A rate standardised from counts by age. A band without people has no events and adds nothing.
    pub(super) fn of_bands(bands: &[Band]) -> Self {
        let filled = |band: &Band| Band { exposure: if band.exposure > 0.0 { band.exposure } else { 1.0 }, ..*band };
        let bands: Vec<Band> = bands.iter().map(filled).collect();
        standardised::standardise(&bands).map_or(Self::Missing(Missing::NotAvailable), Self::Standardised)
    }

    /// The same, where a number can stand for it: a count of which nothing is published is no figure, only bounds.
    pub(super) fn shown(self) -> Self {
        match self {
            Self::Count { numerator, .. } if numerator.hidden => Self::Missing(Missing::Suppressed),
            Self::Count { denominator, .. } if denominator.best() <= 0.0 => Self::Missing(Missing::NotApplicable),
            Self::Count { .. } | Self::Value { .. } | Self::Standardised(_) | Self::Share { .. } | Self::Missing(_) => {
                self
            }
        }
    }

    /// Whether it is a count out of another, both known to the last one.
    pub(super) fn is_exact(self) -> bool {
        matches!(self, Self::Count { numerator, denominator } if numerator.is_exact() && denominator.is_exact())
    }

    /// The group's share of the population in per cent, where it is compared with that.
    pub(super) fn population_share(self) -> Option<f64> {
        match self {
            Self::Share { population, .. } => Some(population),
            Self::Count { .. } | Self::Value { .. } | Self::Standardised(_) | Self::Missing(_) => None,
        }
    }

    /// The count above the line, where there is one.
    pub(super) fn count(self) -> Option<BoundedCount> {
        match self {
            Self::Count { numerator, .. } => Some(numerator),
            Self::Value { .. } | Self::Standardised(_) | Self::Share { .. } | Self::Missing(_) => None,
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
    /// Counts and people by age; empty where the source has none.
    pub bands: Vec<Band>,
    /// The rows behind it.
    pub rows: Vec<Origin>,
    /// What a reader of the figure must know.
    pub notes: Vec<Note>,
}

impl From<Quantity> for Cell {
    /// A quantity of which nothing else is known.
    fn from(quantity: Quantity) -> Self {
        Self { quantity, events: None, weighted: None, bands: Vec::new(), rows: Vec::new(), notes: Vec::new() }
    }
}

impl Weighted {
    /// All ages together; none without any.
    pub(super) fn of_bands(bands: &[Band]) -> Option<Self> {
        let sum = |of: fn(&Band) -> f64| bands.iter().map(of).sum();
        (!bands.is_empty())
            .then(|| Self { numerator: sum(|band| band.events as f64), denominator: sum(|band| band.exposure) })
    }
}

/// The numbers of people that a survey stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Weighted {
    /// Those with the outcome.
    pub numerator: f64,
    /// All of them.
    pub denominator: f64,
}
