//! Where a measure is known to have no figure, and why: declared, because a gap in the evidence is a finding too.

use serde::Deserialize;

use crate::area::Level;

/// Why there is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AbsenceKind {
    /// Nobody publishes it.
    NotPublished,
    /// It is published, and this project has not got it yet.
    NotHere,
    /// It is published, and cannot be used.
    NotUsable,
}

impl AbsenceKind {
    /// It in a sentence.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotPublished => "not published",
            Self::NotHere => "published, not in this project",
            Self::NotUsable => "published, not usable",
        }
    }
}

/// A gap of a measure as declared: `[[measure.gap]]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Absence {
    /// Why there is no figure.
    pub what: AbsenceKind,
    /// The levels of the areas that have none; all of them when neither they nor areas are given.
    #[serde(default)]
    pub levels: Vec<Level>,
    /// The areas that have none, by name or code.
    #[serde(default)]
    pub areas: Vec<String>,
    /// The periods of which there is none, as published; all of them when not given.
    #[serde(default)]
    pub periods: Vec<String>,
    /// The dataset that would fill it.
    pub dataset: Option<String>,
    /// The reason, for a reader.
    pub because: String,
}
