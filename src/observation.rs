//! One figure, and one row of a source: one row, one meaning.

use crate::ethnicity::Category;
use crate::period::Period;

/// A figure as published. A missing one keeps its reason; it is never a zero and never a number that is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Figure {
    /// A number.
    Known(f64),
    /// Hidden so that nobody can be found, by the publisher or by us.
    Suppressed {
        /// The least that it can be.
        lower: f64,
        /// The most that it can be, where that is said.
        upper: Option<f64>,
    },
    /// Too few asked for the figure to be relied on.
    Unreliable,
    /// Not collected or not published.
    NotAvailable,
    /// The question does not apply.
    NotApplicable,
    /// Above zero, and rounded to it.
    RoundsToZero,
    /// Left empty without a reason.
    Blank,
}

impl Figure {
    /// The number, where there is one.
    pub fn known(self) -> Option<f64> {
        match self {
            Self::Known(value) => Some(value),
            Self::Suppressed { .. }
            | Self::Unreliable
            | Self::NotAvailable
            | Self::NotApplicable
            | Self::RoundsToZero
            | Self::Blank => None,
        }
    }

    /// Why there is no number, in the `status` column; `None` for a number.
    pub fn reason(self) -> Option<Missing> {
        match self {
            Self::Known(_) => None,
            Self::Suppressed { .. } => Some(Missing::Suppressed),
            Self::Unreliable => Some(Missing::Unreliable),
            Self::NotAvailable | Self::Blank => Some(Missing::NotAvailable),
            Self::NotApplicable => Some(Missing::NotApplicable),
            Self::RoundsToZero => Some(Missing::RoundsToZero),
        }
    }
}

/// Why there is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Missing {
    /// Hidden so that nobody can be found.
    Suppressed,
    /// Too few asked.
    Unreliable,
    /// Not published.
    NotAvailable,
    /// The question does not apply.
    NotApplicable,
    /// Above zero, and rounded to it.
    RoundsToZero,
    /// A quarter of the year is not published.
    PartOfYear,
}

impl Missing {
    /// Its code in the `status` column.
    pub fn code(self) -> &'static str {
        match self {
            Self::Suppressed => "suppressed",
            Self::Unreliable => "unreliable",
            Self::NotAvailable => "not-available",
            Self::NotApplicable => "not-applicable",
            Self::RoundsToZero => "rounds-to-zero",
            Self::PartOfYear => "part-of-year",
        }
    }

    /// The reason in a sentence.
    pub fn label(self) -> &'static str {
        match self {
            Self::Suppressed => "hidden so that nobody can be found",
            Self::Unreliable => "too few people asked for the figure to be relied on",
            Self::NotAvailable => "not published",
            Self::NotApplicable => "the question does not apply, or there is nobody in the group",
            Self::RoundsToZero => "above zero, and rounded to it",
            Self::PartOfYear => "a quarter of the year is not published, and three quarters are no year",
        }
    }
}

/// Where a row was read. Origins sort by file and line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// The name of the file on its card.
    pub file: String,
    /// The line; 0 for a row that was made by counting records.
    pub line: u64,
}

/// One row of a source, harmonised: who, where and when in our terms, and its figures as published.
#[derive(Debug, Clone, PartialEq)]
pub struct Observation {
    /// Line of the file.
    pub line: u64,
    /// Further rows that were added up to it.
    pub also: Vec<Origin>,
    /// When.
    pub period: Period,
    /// Where: the code of the area.
    pub area: String,
    /// Who, as published.
    pub label: String,
    /// Who.
    pub category: Category,
    /// What else tells it apart, in the order of the card's `dimensions`.
    pub dimensions: Vec<String>,
    /// Its figures, in the order of the card's `figures`.
    pub figures: Vec<Figure>,
}
