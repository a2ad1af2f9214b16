//! The areas of a table: in columns, as positions, or the same for the whole file.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use tables::Row;

use super::column::ColumnProfile;
use super::groups::ENOUGH;
use super::profile::TableProfile;

/// Where the areas are.
#[derive(Debug, Clone, PartialEq)]
pub enum AreasIn {
    /// In the first of these columns that is not blank.
    Columns(Vec<String>),
    /// The columns of latitude and longitude.
    Position(String, String),
    /// Nowhere in the table: it is of this area.
    Nowhere(&'static str),
}

/// The areas of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundAreas {
    /// Where they are.
    pub location: AreasIn,
    /// The codes of those that the project knows.
    pub known: BTreeSet<String>,
    /// How many texts name others.
    pub others: usize,
}

impl FoundAreas {
    /// The areas of a table, in columns that do not hold its ethnic groups.
    pub(super) fn find(profile: &TableProfile<'_, '_>, taken: &[String]) -> Self {
        let location = locate(profile, taken);
        let mut found = Self { location, known: BTreeSet::new(), others: 0 };
        if let AreasIn::Columns(names) = &found.location {
            let columns = names.iter().filter_map(|name| profile.column(name));
            let texts: BTreeSet<&str> = columns.flat_map(ColumnProfile::filled_texts).collect();
            let areas = texts.iter().map(|text| profile.lookups.areas.find(text));
            let known = areas.clone().flatten().map(|area| area.code.clone());
            found.known = known.collect();
            found.others = areas.filter(Option::is_none).count();
        }
        found
    }

    /// The columns in which they are.
    pub(super) fn columns(&self) -> &[String] {
        if let AreasIn::Columns(columns) = &self.location { columns } else { &[] }
    }
}

fn locate(profile: &TableProfile<'_, '_>, taken: &[String]) -> AreasIn {
    let position = profile.known.and_then(|known| known.latitude.clone().zip(known.longitude.clone()));
    if let Some((latitude, longitude)) = position {
        return AreasIn::Position(latitude, longitude);
    }
    let declared = profile.present(|known| &known.area);
    if declared.iter().any(|name| profile.column(name).is_some_and(|column| column.filled > 0)) {
        return AreasIn::Columns(declared);
    }
    let areas = &profile.lookups.areas;
    let columns = profile.columns.iter().filter(|column| !taken.contains(&column.name) && !column.is_mostly_numbers());
    let mut candidates: Vec<(f64, &ColumnProfile)> =
        columns.map(|column| (column.share_of_areas(areas), column)).filter(|(share, _)| *share > 0.0).collect();
    // A column of codes goes before one of names, and the one that names most places before others.
    candidates.sort_by_key(|(share, column)| {
        let codes = column.filled_texts().any(|text| areas.get(text).is_some());
        (*share < ENOUGH, !codes, Reverse(column.filled_texts().count()))
    });
    let Some(((_, first), others)) = candidates.split_first() else {
        return AreasIn::Nowhere("England");
    };
    let second = where_blank(profile, first, others.iter().map(|(_, column)| *column));
    AreasIn::Columns([Some(first.name.clone()), second].into_iter().flatten().collect())
}

/// The column that names the areas of the rows in which the first column of areas is blank, such as rows of wider
/// areas.
fn where_blank<'p>(
    profile: &TableProfile<'_, '_>,
    first: &ColumnProfile,
    others: impl Iterator<Item = &'p ColumnProfile>,
) -> Option<String> {
    let place = |column: &ColumnProfile| profile.table.header.iter().position(|name| *name == column.name);
    let own = place(first)?;
    let blank: Vec<&Row> = profile.table.rows.iter().filter(|row| row.cell(own).is_empty()).collect();
    let named = |column: &ColumnProfile| {
        let place = place(column)?;
        Some(blank.iter().filter(|row| profile.lookups.areas.find(row.cell(place)).is_some()).count())
    };
    others
        .filter_map(|column| Some((named(column)?, column)))
        .filter(|(count, _)| *count > 0)
        .max_by_key(|(count, _)| *count)
        .map(|(_, column)| column.name.clone())
}
