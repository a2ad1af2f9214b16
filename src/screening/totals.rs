//! `unfiltered-totals`: rows of a total beside rows of its parts that nothing tells apart, so that people are counted
//! twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::disparity::selection::{self, Row};
use crate::finding::{Fault, Findings};
use crate::source::{Conditions, FileCard, Layout, Place};
use tables::{Row as TableRow, Table};

use super::{Sight, place};

/// Words for everybody, as publishers of filtered tables write them.
const WORDS: [&str; 11] =
    ["total", "totals", "all", "any", "both", "both sexes", "everyone", "overall", "people", "person", "persons"];

/// Whether a value of a column means everybody.
fn is_total(value: &str) -> bool {
    let value = value.trim().to_lowercase();
    let begins = ["all ", "total "].iter().any(|word| value.starts_with(word));
    WORDS.contains(&value.as_str()) || (begins && !value.starts_with("all other")) || value.ends_with(" total")
}

/// The first word for everybody among some values, and the other values; `None` unless there are both.
fn split<'v>(values: &BTreeSet<&'v str>) -> Option<(&'v str, Vec<String>)> {
    let total = values.iter().find(|value| is_total(value))?;
    let parts: Vec<String> =
        values.iter().filter(|value| !value.is_empty() && !is_total(value)).map(|value| (*value).to_owned()).collect();
    (!parts.is_empty()).then_some((*total, parts))
}

/// Columns that the card does not name and that hold a total beside its parts, for one period, area and group.
pub(super) fn undeclared(table: &Table, card: &FileCard, findings: &mut Findings) {
    // In a wide file nearly every column is a figure, and records are counted with their conditions.
    if card.layout != Layout::Tidy {
        return;
    }
    let position = |name: &String| table.header.iter().position(|column| column == name);
    let places = [Some(&card.period), card.area.as_ref(), card.ethnicity.as_ref()];
    let keys: Vec<usize> =
        places.into_iter().flatten().flat_map(Place::columns).chain(&card.dimensions).filter_map(position).collect();
    let conditions = Conditions::of(table, &card.filter);
    let rows = table.rows.iter().filter(|row| conditions.meets(row));
    let rows: Vec<&TableRow> = rows.collect();
    let mut found = false;
    for (column, name) in table.header.iter().enumerate() {
        let is_figure = card.figures.iter().any(|(_, column)| column == name);
        if keys.contains(&column) || is_figure {
            continue;
        }
        let mut by_key: BTreeMap<Vec<&str>, BTreeSet<&str>> = BTreeMap::new();
        for row in &rows {
            let key = keys.iter().map(|key| row.cell(*key)).collect();
            by_key.entry(key).or_default().insert(row.cell(column));
        }
        let Some((total, parts)) = by_key.values().find_map(split) else {
            continue;
        };
        let first = rows.iter().find(|row| row.cell(column) == total);
        let fault = Fault::UnfilteredTotals { column: name.clone(), total: total.to_owned(), parts, measure: None };
        if let Some(row) = first {
            findings.add(fault, table.place(row, column));
        }
        found = true;
    }
    // The rows that this names appear as second rows of one group, each of them; the column says it once.
    if found {
        findings.retain(|finding| finding.check.is_none_or(|check| check.name != "duplicate-rows"));
    }
}

/// Dimensions by which a measure does not pick although they hold a total beside its parts.
pub(super) fn unfiltered(sight: Sight<'_>, findings: &mut Findings) {
    let mut rows: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
    for (dataset, row) in selection::rows(sight.measure, sight.datasets) {
        for dimension in &dataset.card.dimensions {
            if !sight.measure.filter.contains_key(dimension) {
                rows.entry(dimension).or_default().push((dataset, row));
            }
        }
    }
    for (dimension, rows) in rows {
        let value =
            |row: &Row<'_>| -> Option<usize> { row.0.card.dimensions.iter().position(|name| name == dimension) };
        let mut by_key: BTreeMap<_, BTreeSet<&str>> = BTreeMap::new();
        for row in &rows {
            let Some(own) = value(row) else { continue };
            let mut others = row.1.dimensions.clone();
            if own < others.len() {
                others.remove(own);
            }
            let key = (&row.1.area, row.1.period, row.1.category, others);
            let value = row.1.dimensions.get(own).map_or("", String::as_str);
            by_key.entry(key).or_default().insert(value);
        }
        let Some((total, parts)) = by_key.values().find_map(split) else {
            continue;
        };
        let first = rows.iter().find(|(_, row)| row.dimensions.iter().any(|value| value == total));
        let fault = Fault::UnfilteredTotals {
            column: dimension.to_owned(),
            total: total.to_owned(),
            parts,
            measure: Some(sight.measure.id.clone()),
        };
        if let Some((dataset, row)) = first {
            findings.add(fault, place(dataset, row, dimension));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_everybody_are_known_and_others_are_not() {
        for value in ["Total", "all", "Persons", "All ages", "Total pupils", "Grand total"] {
            assert!(is_total(value), "{value}");
        }
        for value in ["All other", "Female", "Alliance", "16 to 64", ""] {
            assert!(!is_total(value), "{value}");
        }
    }

    #[test]
    fn blanks_beside_a_total_are_no_parts() {
        assert_eq!(split(&BTreeSet::from(["", "Total"])), None);
        assert_eq!(split(&BTreeSet::from(["Boys", "Girls"])), None);
        let found = split(&BTreeSet::from(["Boys", "Girls", "Total"]));
        let parts = vec!["Boys".to_owned(), "Girls".to_owned()];
        assert_eq!(found, Some(("Total", parts)));
    }
}
