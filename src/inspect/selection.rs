//! Which rows of a table are read, and which columns tell them apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{CellFilter, OneOrMany, RowFilter};

use super::column::ColumnProfile;
use super::figures::FoundFigure;
use super::profile::TableProfile;

/// The rows that are read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// Which rows are read.
    pub filter: BTreeMap<String, CellFilter>,
    /// Columns that tell rows apart.
    pub dimensions: Vec<String>,
}

/// Texts that stand for everybody, or everything.
const TOTALS: [&str; 9] =
    ["total", "all", "persons", "all persons", "all people", "all ages", "all submissions", "value", "count"];

impl Selection {
    /// Chooses totals where a column has them, and names the columns that tell the remaining rows apart; `keys` are the
    /// columns of period, area and group.
    pub(super) fn find(profile: &TableProfile<'_, '_>, figures: &[FoundFigure], keys: &[String]) -> Self {
        let varies = |name: &String| profile.column(name).is_some_and(|column| !column.is_constant());
        let mut selection = Self {
            filter: profile.known.map(|known| known.filter.clone()).unwrap_or_default(),
            dimensions: profile.present(|known| &known.dimensions).into_iter().filter(varies).collect(),
        };
        if profile.is_records() {
            return selection;
        }
        let is_figure = |column: &ColumnProfile| figures.iter().any(|figure| figure.column == column.name);
        let others = profile.columns.iter();
        let others =
            others.filter(|column| !keys.contains(&column.name) && !is_figure(column) && !column.is_constant());
        let others: Vec<&ColumnProfile> = others.collect();
        for column in &others {
            let total = column.filled_texts().find(|text| TOTALS.contains(&text.to_lowercase().as_str()));
            if let Some(total) = total.filter(|_| !selection.names(&column.name)) {
                let total = CellFilter::AnyOf(OneOrMany::One(total.to_owned()));
                selection.filter.insert(column.name.clone(), total);
            }
        }
        let mut clashes = selection.clashes(profile, keys);
        for column in others {
            if clashes == 0 {
                break;
            }
            if selection.names(&column.name) {
                continue;
            }
            selection.dimensions.push(column.name.clone());
            let remaining = selection.clashes(profile, keys);
            if remaining == clashes {
                selection.dimensions.pop();
            }
            clashes = remaining;
        }
        selection
    }

    fn names(&self, column: &String) -> bool {
        self.filter.contains_key(column) || self.dimensions.contains(column)
    }

    /// How many rows have area, period, group and dimensions of an earlier one.
    fn clashes(&self, profile: &TableProfile<'_, '_>, keys: &[String]) -> usize {
        let place = |name: &String| profile.table.header.iter().position(|header| header == name);
        let filter = RowFilter::new(&profile.table, &self.filter);
        let keys: Vec<usize> = keys.iter().chain(&self.dimensions).filter_map(place).collect();
        let mut seen = BTreeSet::new();
        let read = profile.table.rows.iter().filter(|row| filter.accepts(row));
        read.filter(|row| !seen.insert(keys.iter().map(|column| row.cell(*column)).collect::<Vec<_>>())).count()
    }
}
