//! The areas of a table: in columns, as positions, or the same for the whole file.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::area::Area;
use tables::Row;

use super::column::{ColumnProfile, is_area_code};
use super::groups::ENOUGH;
use super::profile::TableProfile;

/// Where the areas are.
#[derive(Debug, Clone, PartialEq)]
pub enum AreasIn {
    /// In the first of these columns that is not blank.
    Columns(Vec<String>),
    /// The columns of latitude and longitude.
    Position(String, String),
    /// Nowhere in the table: it is of the area that the texts around it name, with the place of its name.
    Around(String, &'static str),
    /// Nowhere at all.
    Nowhere,
}

/// The areas of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundAreas {
    /// Where they are.
    pub location: AreasIn,
    /// The codes of those that the project knows.
    pub known: BTreeSet<String>,
    /// Texts that name others, far from those of the project.
    pub others: Vec<String>,
    /// Those of them that are a letter away from an area that the table has, too, with that area.
    pub near: Vec<(String, String)>,
    /// Texts that name none, with the area of the project that each looks like.
    pub alike: Vec<(String, String)>,
}

impl FoundAreas {
    /// The areas of a table, in columns that do not hold its ethnic groups.
    pub(super) fn find(profile: &TableProfile<'_, '_>, taken: &[String]) -> Self {
        let location = locate(profile, taken);
        let mut found =
            Self { location, known: BTreeSet::new(), others: Vec::new(), near: Vec::new(), alike: Vec::new() };
        if let AreasIn::Columns(names) = &found.location {
            let columns = names.iter().filter_map(|name| profile.column(name));
            let texts: BTreeSet<&str> = columns.flat_map(ColumnProfile::filled_texts).collect();
            let areas = &profile.lookups.areas;
            found.known = texts.iter().filter_map(|text| Some(areas.find(text)?.code.clone())).collect();
            for text in texts.into_iter().filter(|text| areas.find(text).is_none()) {
                // Beside the area itself, what is nearly its name is another place.
                let misspelt = areas.misspelt(text);
                let is_beside = misspelt.is_some_and(|area| found.known.contains(&area.code));
                let pair = |area: &Arc<Area>| (text.to_owned(), area.name.clone());
                if let Some(alike) = areas.alike(text).or(misspelt.filter(|_| !is_beside)) {
                    found.alike.push(pair(alike));
                } else {
                    found.near.extend(misspelt.map(pair));
                    found.others.push(text.to_owned());
                }
            }
        }
        found
    }

    /// Whether rows of other areas are to be left out: never those that look like areas of the project, and not all.
    pub(super) fn leave_out(&self) -> bool {
        !self.others.is_empty() && self.alike.is_empty() && !self.known.is_empty()
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
    // Figures can look like codes of areas: 203 is one.
    let is_one = |column: &&ColumnProfile| says_area(&column.name) || !column.is_figures();
    let free = || profile.columns.iter().filter(|column| !taken.contains(&column.name));
    // Some publishers have codes of areas that are numbers.
    let are_codes = |column: &ColumnProfile| {
        let known = |text: &str| areas.find(text).is_some();
        says_area(&column.name) && column.filled_texts().all(known) || holds_codes(&column.name)
    };
    let columns = free().filter(|column| !column.is_mostly_numbers() || are_codes(column)).filter(is_one);
    let mut candidates: Vec<(f64, &ColumnProfile)> =
        columns.map(|column| (column.share_of_areas(areas), column)).filter(|(share, _)| *share > 0.0).collect();
    // A column of codes goes before one of names, and the one that names most places before others.
    candidates.sort_by_key(|(share, column)| {
        let codes = column.filled_texts().any(|text| areas.get(text).is_some());
        (*share < ENOUGH, !codes, Reverse(column.filled_texts().count()))
    });
    let Some(((_, first), others)) = candidates.split_first() else {
        let named = free().find(|column| names_areas(column));
        return named.map_or_else(|| around(profile), |column| AreasIn::Columns(vec![column.name.clone()]));
    };
    let second = where_blank(profile, first, others.iter().map(|(_, column)| *column));
    AreasIn::Columns([Some(first.name.clone()), second].into_iter().flatten().collect())
}

/// The area that is named above the table, in the names of its columns, or in those of its file and sheet.
fn around(profile: &TableProfile<'_, '_>) -> AreasIn {
    let header = profile.table.header.join(" ");
    let texts =
        [(profile.above, "above the table"), (&header, "in the names of its columns"), (profile.names, "in its name")];
    let named = |(text, place): (&str, _)| Some((profile.lookups.areas.named_in(text)?.name.clone(), place));
    texts.into_iter().find_map(named).map_or(AreasIn::Nowhere, |(area, place)| AreasIn::Around(area, place))
}

/// Words in the name of a column of areas.
const WORDS: [&str; 14] = [
    "area",
    "geography",
    "borough",
    "authority",
    "la",
    "lad",
    "district",
    "force",
    "region",
    "country",
    "council",
    "gss",
    "place",
    "location",
];

/// Words that stand beside them where the areas are numbered.
const OF_CODES: [&str; 13] =
    ["code", "codes", "cd", "id", "no", "number", "old", "new", "local", "police", "ons", "dfe", "reference"];

/// Whether the name of a column says that it holds areas.
fn says_area(name: &str) -> bool {
    words_of(&name.to_lowercase()).any(|word| WORDS.contains(&word))
}

/// Whether the name of a column says that it holds codes of areas, and nothing else, as `LA` and `old_la_code` do.
pub(super) fn holds_codes(name: &str) -> bool {
    let name = name.to_lowercase();
    says_area(&name) && words_of(&name).all(|word| WORDS.contains(&word) || OF_CODES.contains(&word))
}

fn words_of(name: &str) -> impl Iterator<Item = &str> {
    name.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty())
}

/// Whether a column names areas, although the project knows none of them.
fn names_areas(column: &ColumnProfile) -> bool {
    let is_named = |text: &str| is_area_code(text) || text.chars().any(char::is_alphabetic);
    let level = ["type", "level"].iter().any(|word| column.name.to_lowercase().contains(word));
    says_area(&column.name) && !level && column.filled > 0 && column.filled_texts().all(is_named)
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
