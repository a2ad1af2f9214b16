//! Which rows of a file are read: the key `where` of a recipe.

use std::collections::BTreeMap;

use serde::Deserialize;
use tables::{Row, Table};

/// What a column must hold for its row to be read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields, expecting = "a text, a list of texts, or `{ not = \"a text\" }`")]
pub enum CellFilter {
    /// One of these texts.
    AnyOf(OneOrMany),
    /// None of them.
    NoneOf {
        /// The texts.
        not: OneOrMany,
    },
}

/// One text, or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "a text or a list of texts")]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The texts.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(texts) => texts,
        }
    }
}

impl CellFilter {
    /// The texts that it names, and whether a cell must hold one of them or none.
    pub fn parts(&self) -> (&OneOrMany, bool) {
        match self {
            Self::AnyOf(texts) => (texts, true),
            Self::NoneOf { not } => (not, false),
        }
    }

    /// Whether any of several texts will do.
    pub fn is_choice(&self) -> bool {
        matches!(self, Self::AnyOf(OneOrMany::Many(texts)) if texts.len() != 1)
    }

    /// Whether a cell passes.
    pub fn accepts(&self, cell: &str) -> bool {
        let (texts, wanted) = self.parts();
        texts.texts().iter().any(|text| cell == text.trim()) == wanted
    }
}

/// The filters of a card on the columns of a table, found once for all of its rows.
#[derive(Debug)]
pub struct RowFilter<'a>(Vec<(usize, &'a CellFilter)>);

impl<'a> RowFilter<'a> {
    /// The filters on columns that the table has; the others are left out. Capitals make no difference.
    pub fn new(table: &Table, filters: &'a BTreeMap<String, CellFilter>) -> Self {
        let found = filters.iter().filter_map(|(name, filter)| Some((table.find(name)?, filter)));
        Self(found.collect())
    }

    /// Whether a row passes all of them.
    pub fn accepts(&self, row: &Row) -> bool {
        self.0.iter().all(|(column, filter)| filter.accepts(row.cell(*column)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Written {
        #[serde(rename = "where")]
        filter: CellFilter,
    }

    fn read(filter: &str) -> Option<CellFilter> {
        toml::from_str(&format!("where = {filter}")).ok().map(|written: Written| written.filter)
    }

    #[test]
    fn a_filter_takes_texts_or_all_but_them() {
        for (filter, accepted, refused) in [
            (r#""Girls""#, "Girls", "Boys"),
            (r#"[" Girls ", "Boys"]"#, "Girls", "Total"),
            (r#"{ not = "Total" }"#, "Boys", "Total"),
            (r#"{ not = ["Total", "Boys"] }"#, "Girls", "Boys"),
        ] {
            let filter = read(filter).unwrap();
            assert!(filter.accepts(accepted) && !filter.accepts(refused), "{filter:?}");
        }
        assert!(read(r#"{ not = "Total", also = "Boys" }"#).is_none());
    }
}
