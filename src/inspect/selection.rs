//! Which rows of a table are read, and which columns tell them apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{CellFilter, OneOrMany, RowFilter};
use tables::Row;

use super::column::ColumnProfile;
use super::figures::FoundFigure;
use super::profile::TableProfile;
use super::rows::RowKeys;

/// The rows that are read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// Which rows are read.
    pub filter: BTreeMap<String, CellFilter>,
    /// Columns that tell rows apart.
    pub dimensions: Vec<String>,
    /// How many of the rows that are read have area, period, group and dimensions of an earlier one.
    pub clashes: usize,
}

/// Texts that stand for everybody, or everything.
const TOTALS: [&str; 9] =
    ["total", "all", "persons", "all persons", "all people", "all ages", "all submissions", "value", "count"];

/// A column with more texts than these says no kinds of breakdown.
const MOST_BREAKDOWNS: usize = 60;

/// With fewer unknown labels than these, a column of groups holds nothing else, unless the column beside it says so.
const FEWEST_OTHERS: usize = 3;

/// Words in the name of a column of places, and what it says of them.
const PLACES: [&str; 10] =
    ["area", "geography", "borough", "authority", "la", "lad", "district", "region", "country", "council"];
const SAID_OF_PLACES: [&str; 4] = ["name", "code", "new", "old"];

/// Whether a column says by name or code which place a row is of, as the columns of areas do. No rows of one area are
/// told apart by it: where it differs, one of the two is wrong.
fn names_places(name: &str) -> bool {
    let name = name.to_lowercase();
    let words = || name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let (is_place, is_said) = (|word: &str| PLACES.contains(&word), |word: &str| SAID_OF_PLACES.contains(&word));
    words().any(is_place) && words().all(|word| is_place(word) || is_said(word) || word == "local")
}

impl Selection {
    /// Chooses totals where a column has them for every group and area, and names the columns that tell the remaining
    /// rows apart; `begun` is what is left out in any case.
    pub(super) fn find(
        profile: &TableProfile<'_, '_>,
        figures: &[FoundFigure],
        keys: &RowKeys<'_>,
        begun: BTreeMap<String, CellFilter>,
    ) -> Self {
        let varies = |name: &String| profile.column(name).is_some_and(|column| !column.is_constant());
        let filter = profile.known.map(|known| known.filter.clone()).unwrap_or_default();
        let mut selection = Self {
            filter: filter.into_iter().chain(begun).collect(),
            dimensions: profile.present(|known| &known.dimensions).into_iter().filter(varies).collect(),
            clashes: 0,
        };
        if profile.is_records() {
            return selection;
        }
        let is_figure = |column: &ColumnProfile| figures.iter().any(|figure| figure.column == column.name);
        let others = profile.columns.iter();
        let others = others.filter(|column| !keys.are_in(&column.name) && !is_figure(column) && !column.is_constant());
        let others: Vec<&ColumnProfile> = others.collect();
        // A layout may say itself which rows are of groups.
        if profile.known.is_none_or(|known| known.filter.is_empty()) {
            selection.break_down(profile, keys, &others);
        }
        for column in &others {
            let total = column.filled_texts().find(|text| TOTALS.contains(&text.to_lowercase().as_str()));
            if let Some(total) = total.filter(|_| !selection.names(&column.name)) {
                selection.narrow(profile, keys, column, CellFilter::AnyOf(OneOrMany::One(total.to_owned())));
            }
        }
        selection.tell_apart(profile, keys, &others);
        selection
    }

    /// Takes a filter on, where no group and no area is lost by it.
    fn narrow(
        &mut self,
        profile: &TableProfile<'_, '_>,
        keys: &RowKeys<'_>,
        column: &ColumnProfile,
        wanted: CellFilter,
    ) {
        let before = keys.held(self.rows(profile));
        self.filter.insert(column.name.clone(), wanted);
        if keys.held(self.rows(profile)) != before {
            self.filter.remove(&column.name);
        }
    }

    /// Where the column of groups holds breakdowns of other kinds, too: the values of another column that go with groups
    /// only. A few labels that nobody knows are no breakdown, and are refused by name.
    fn break_down(&mut self, profile: &TableProfile<'_, '_>, keys: &RowKeys<'_>, others: &[&ColumnProfile]) {
        let is_other = |row: &&Row| keys.is_unknown(row);
        let unknown: BTreeSet<&str> = self.rows(profile).filter(is_other).map(|row| keys.label(row)).collect();
        if unknown.is_empty() {
            return;
        }
        for column in others {
            let Some(place) = profile.place(&column.name) else { continue };
            if self.names(&column.name) || column.texts.len() > MOST_BREAKDOWNS {
                continue;
            }
            let of_others: BTreeSet<&str> = self.rows(profile).filter(is_other).map(|row| row.cell(place)).collect();
            let wanted: BTreeSet<&str> = self.rows(profile).map(|row| row.cell(place)).collect();
            let wanted: Vec<String> = wanted.difference(&of_others).map(|text| (*text).to_owned()).collect();
            // A column that says itself which rows are of ethnicity leaves no doubt.
            let says_so = wanted.iter().any(|text| text.to_lowercase().contains("ethnic"));
            if unknown.len() < FEWEST_OTHERS && !says_so {
                continue;
            }
            let filter = match wanted.as_slice() {
                [] => continue,
                [only] => OneOrMany::One(only.clone()),
                _ => OneOrMany::Many(wanted),
            };
            self.narrow(profile, keys, column, CellFilter::AnyOf(filter));
            if self.names(&column.name) {
                return;
            }
        }
    }

    /// Names the columns that tell rows of one area, period and group apart.
    fn tell_apart(&mut self, profile: &TableProfile<'_, '_>, keys: &RowKeys<'_>, others: &[&ColumnProfile]) {
        self.clashes = self.count_clashes(profile, keys);
        for column in others {
            if self.clashes == 0 {
                return;
            }
            if self.names(&column.name) || names_places(&column.name) {
                continue;
            }
            self.dimensions.push(column.name.clone());
            let remaining = self.count_clashes(profile, keys);
            if remaining == self.clashes {
                self.dimensions.pop();
            }
            self.clashes = remaining;
        }
    }

    fn names(&self, column: &String) -> bool {
        self.filter.contains_key(column) || self.dimensions.contains(column)
    }

    /// The rows that are read.
    pub(super) fn rows<'p>(&self, profile: &'p TableProfile<'_, '_>) -> impl Iterator<Item = &'p Row> {
        let filter = RowFilter::new(&profile.table, &self.filter);
        profile.table.rows.iter().filter(move |row| filter.accepts(row))
    }

    /// How many rows have area, period, group and dimensions of an earlier one.
    fn count_clashes(&self, profile: &TableProfile<'_, '_>, keys: &RowKeys<'_>) -> usize {
        let dimensions: Vec<usize> = self.dimensions.iter().filter_map(|name| profile.place(name)).collect();
        let mut seen = BTreeSet::new();
        let dimensions = |row: &Row| dimensions.iter().map(|column| row.cell(*column).to_owned()).collect::<Vec<_>>();
        self.rows(profile).filter(|row| !seen.insert((keys.of(row), dimensions(row)))).count()
    }

    /// How many rows of a group are left out, although none of their area, period and group is read.
    pub(super) fn lost(&self, profile: &TableProfile<'_, '_>, keys: &RowKeys<'_>) -> usize {
        let read: BTreeSet<_> = self.rows(profile).map(|row| keys.of(row)).collect();
        let is_lost = |row: &&Row| keys.is_of_group(row) && !read.contains(&keys.of(row));
        profile.table.rows.iter().filter(is_lost).count()
    }
}
