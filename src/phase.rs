//! The phases of the scorecard: which stretch of time each covers and which boroughs take part.

use serde::Deserialize;

use crate::ethnicity::Terminology;
use crate::period::{Month, Period};

/// `data/phases.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PhaseFile {
    /// The gap that matters: a ratio inside the band is not called a difference. A band of practical equivalence, not a legal test.
    pub equivalence_band: [f64; 2],
    /// The words for the aggregate.
    #[serde(default)]
    pub terminology: Terminology,
    /// The ids of the indicators, in the order in which they are reported.
    pub indicators: Vec<String>,
    /// What the licences of the sources ask every report to say.
    #[serde(default)]
    pub licence_lines: Vec<String>,
    /// How old people are.
    pub ages: Option<AgesCard>,
    /// The phases.
    #[serde(rename = "phase")]
    pub phases: Vec<PhaseCard>,
}

impl Default for PhaseFile {
    /// No phase, and the band of four fifths.
    fn default() -> Self {
        Self {
            equivalence_band: [0.8, 1.25],
            terminology: Terminology::default(),
            indicators: Vec::new(),
            licence_lines: Vec::new(),
            ages: None,
            phases: Vec::new(),
        }
    }
}

/// Which population tables say how old people are, and which ages are told: `[ages]` of `phases.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AgesCard {
    /// The series of population tables.
    pub series: String,
    /// The dimension of its files that holds the age.
    pub dimension: String,
    /// The ages that are told.
    pub bands: Vec<AgeBand>,
}

/// An age.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AgeBand {
    /// Its name in the tables.
    pub is: String,
    /// It in a sentence: `under 16`.
    pub words: String,
}

/// A phase as declared.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PhaseCard {
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// First month of its window: `2016-01`.
    pub from: String,
    /// Last month of its window.
    pub to: String,
    /// Names or codes of the boroughs that take part.
    pub boroughs: Vec<String>,
}

/// A phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// Its number.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// First month of its window.
    pub from: Month,
    /// Last month of its window.
    pub to: Month,
    /// Codes of the boroughs that take part, in the order declared.
    pub boroughs: Vec<String>,
}

impl Phase {
    /// Whether a period enters the phase: it ends inside the window.
    pub fn includes(&self, period: Period) -> bool {
        self.from <= period.last && period.last <= self.to
    }
}
