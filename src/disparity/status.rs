//! Whether a figure is whole, and what is missing where it is not.

use std::fmt;

use crate::observation::Missing;

/// Whether a figure is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Everything behind it is published.
    Complete,
    /// A part of it is hidden, so that it lies in a range.
    Range,
    /// It is a published figure without the counts behind it.
    Published,
    /// The comparator has no figure.
    NoComparator,
    /// The comparator's figure is zero.
    ZeroComparator,
    /// The group has no figure, with the reason.
    Missing(Missing),
}

impl Status {
    /// Its code in the `status` column.
    pub fn label(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Range => "range",
            Self::Published => "published",
            Self::NoComparator => "no-comparator",
            Self::ZeroComparator => "zero-comparator",
            Self::Missing(reason) => reason.code(),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.label())
    }
}
