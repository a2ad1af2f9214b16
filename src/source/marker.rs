//! What stands in place of a missing figure.

use serde::{Deserialize, Serialize};

use crate::observation::Figure;

/// What a marker means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// Hidden so that nobody can be found.
    Suppressed,
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

/// A marker's meaning, with the bounds of the hidden figure where they are known.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Marker {
    /// What it means.
    pub means: Meaning,
    /// The least that the hidden figure can be.
    pub lower: Option<f64>,
    /// The most that it can be.
    pub upper: Option<f64>,
}

impl Marker {
    /// The figure that it stands for.
    pub fn figure(self) -> Figure {
        match self.means {
            Meaning::Suppressed => Figure::Suppressed { lower: self.lower.unwrap_or(0.0), upper: self.upper },
            Meaning::Unreliable => Figure::Unreliable,
            Meaning::NotAvailable => Figure::NotAvailable,
            Meaning::NotApplicable => Figure::NotApplicable,
            Meaning::RoundsToZero => Figure::RoundsToZero,
            Meaning::Blank => Figure::Blank,
        }
    }
}
