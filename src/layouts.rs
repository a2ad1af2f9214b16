//! The layouts in which publishers put out their figures (`data/layouts.toml`).

use std::collections::BTreeMap;

use glob::{MatchOptions, Pattern};
use serde::Deserialize;

use crate::period::PeriodKind;
use crate::source::{CellFilter, Marker};

/// `data/layouts.toml`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Layouts {
    /// The series of populations that a measure of events is proposed with.
    #[serde(default)]
    pub residents: String,
    /// What usually stands in place of a missing figure.
    #[serde(default)]
    pub markers: BTreeMap<String, Marker>,
    /// The layouts.
    #[serde(default, rename = "layout")]
    pub layouts: Vec<KnownLayout>,
}

/// A layout that is known.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct KnownLayout {
    /// What files of it are.
    pub name: String,
    /// Who publishes them.
    pub publisher: String,
    /// Where.
    pub address: String,
    /// Columns that all of them have.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Texts that stand in the header of all of them, or above it.
    #[serde(default)]
    pub text: Vec<String>,
    /// Whether a row is an event.
    #[serde(default)]
    pub records: bool,
    /// The column of the period.
    pub period: Option<String>,
    /// The column that says what kind of time each period is, beside it.
    pub period_identifier: Option<String>,
    /// What its labels mean.
    pub period_kind: Option<PeriodKind>,
    /// The columns of the area, finest first; those that the file has are taken.
    #[serde(default)]
    pub area: Vec<String>,
    /// The column of the latitude of records.
    pub latitude: Option<String>,
    /// The column of the longitude of records.
    pub longitude: Option<String>,
    /// The columns of the ethnic group, best first; the first that the file has is taken.
    #[serde(default)]
    pub ethnicity: Vec<String>,
    /// The lists in which its labels are looked up.
    #[serde(default)]
    pub schemes: Vec<String>,
    /// The classification of its labels.
    pub classification: Option<String>,
    /// Which rows hold figures by ethnic group.
    #[serde(default, rename = "where")]
    pub filter: BTreeMap<String, CellFilter>,
    /// Columns that tell rows apart.
    #[serde(default)]
    pub dimensions: Vec<String>,
    /// The columns of figures, where not every column of numbers is one.
    #[serde(default)]
    pub figures: Vec<String>,
    /// Columns of numbers that are no figures.
    #[serde(default)]
    pub not_figures: Vec<String>,
    /// What its publisher writes in place of a missing figure.
    #[serde(default)]
    pub markers: BTreeMap<String, Marker>,
}

impl Layouts {
    /// The layout that a file follows.
    pub fn recognise(&self, header: &[String], above: &str) -> Option<&KnownLayout> {
        let above = above.to_lowercase();
        let has = |column: &String| {
            let pattern = pattern(column);
            header.iter().any(|name| pattern.as_ref().is_some_and(|pattern| pattern.matches_with(name, ANY_CASE)))
        };
        let says = |text: &String| above.contains(&text.to_lowercase());
        self.layouts.iter().find(|known| {
            let by_columns = !known.columns.is_empty() && known.columns.iter().all(has);
            let by_text = !known.text.is_empty() && known.text.iter().all(says);
            by_columns || by_text
        })
    }

    /// What a text in place of a figure means to a publisher, or else to most.
    pub fn marker(&self, known: Option<&KnownLayout>, text: &str) -> Option<Marker> {
        let own = known.and_then(|known| known.markers.get(text));
        own.or_else(|| self.markers.get(text)).copied()
    }
}

/// Capitals make no difference in the names of columns.
const ANY_CASE: MatchOptions =
    MatchOptions { case_sensitive: false, require_literal_separator: false, require_literal_leading_dot: false };

/// The pattern of a name in which `*` stands for any text, and nothing else has a meaning.
fn pattern(text: &str) -> Option<Pattern> {
    Pattern::new(&text.split('*').map(Pattern::escape).collect::<Vec<_>>().join("*")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        let fits = |text, name| pattern(text).unwrap().matches_with(name, ANY_CASE);
        assert!(fits("*WHITE_*_1*", "KS4_White_LADEN_16"));
        assert!(fits("Date", "date"));
        assert!(!fits("Date", "dates"));
        assert!(fits("* Code", "2023 Authority code"));
        assert!(!fits("*a*b", "ab c"));
        assert!(fits("[a]?", "[A]?") && !fits("[a]?", "ab"));
    }
}
