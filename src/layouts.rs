//! The layouts in which publishers put out their figures (`data/layouts.toml`).

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::period::PeriodKind;
use crate::source::{Marker, Wanted};

/// `data/layouts.toml`.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Layouts {
    /// What usually stands in place of a missing figure.
    #[serde(default)]
    pub markers: BTreeMap<String, Marker>,
    /// The layouts.
    #[serde(default, rename = "layout")]
    pub layouts: Vec<Known>,
}

/// A layout that is known.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Known {
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
    pub filter: BTreeMap<String, Wanted>,
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
    pub fn of(&self, header: &[String], above: &str) -> Option<&Known> {
        let above = above.to_lowercase();
        let has = |column: &String| header.iter().any(|name| fits(column, name));
        let says = |text: &String| above.contains(&text.to_lowercase());
        self.layouts.iter().find(|known| {
            let by_columns = !known.columns.is_empty() && known.columns.iter().all(has);
            let by_text = !known.text.is_empty() && known.text.iter().all(says);
            by_columns || by_text
        })
    }

    /// What a text in place of a figure means to a publisher, or else to most.
    pub fn marker(&self, known: Option<&Known>, text: &str) -> Option<Marker> {
        let own = known.and_then(|known| known.markers.get(text));
        own.or_else(|| self.markers.get(text)).copied()
    }
}

/// Whether a name follows a pattern in which `*` stands for any text, without regard to case.
fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_lowercase(), name.to_lowercase());
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| name.strip_prefix(start)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some((_, after)) = rest.split_once(part) else {
            return false;
        };
        rest = after;
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(fits("*WHITE_*_1*", "KS4_White_LADEN_16"));
        assert!(fits("Date", "date"));
        assert!(!fits("Date", "dates"));
        assert!(fits("* Code", "2023 Authority code"));
        assert!(!fits("*a*b", "ab c"));
    }
}
