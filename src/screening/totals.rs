//! `unfiltered-totals`: rows of a total beside rows of its parts that nothing tells apart, so that people are counted
//! twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::disparity::selection::{self, Row};
use crate::finding::{Check, Findings, Problem, listed};
use crate::source::{Field, FileCard, Layout, RowFilter};
use tables::{Row as TableRow, Table};

use super::{Sight, place};

const UNFILTERED_TOTALS: Check = Check { name: "unfiltered-totals", page: "docs/checks/unfiltered-totals.md" };

/// Rows of a total beside rows of its parts, and nothing that picks among them: no measure where the column is not
/// declared, or the measure that reads them all.
fn unfiltered_totals(column: &str, (total, parts): (&str, &[String]), measure: Option<&str>) -> Problem {
    let pick = format!("where = {{ {column} = \"{total}\" }}");
    let (reads, hint) = match measure {
        Some(measure) => {
            (format!("the measure `{measure}` reads them all"), format!("pick one value in the measure, as in {pick}"))
        }
        None => (
            "nothing picks one of them".to_owned(),
            format!(
                "name `{column}` in `dimensions` of the file in source.toml, and pick one value in each measure, as in {pick}"
            ),
        ),
    };
    let parts = listed(parts);
    let message =
        format!("the column `{column}` holds `{total}` beside {parts}, and {reads}, so that people are counted twice");
    Problem::error(message, hint).of(UNFILTERED_TOTALS)
}

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

/// Columns that the card does not name and that hold a total beside its parts, for one period, area and group. Returns
/// whether there is one: its rows are then second rows of one group, which the column says once for all of them.
pub(super) fn undeclared(table: &Table, card: &FileCard, findings: &mut Findings) -> bool {
    // In a wide file nearly every column is a figure, and records are counted with their conditions.
    if card.layout != Layout::Tidy {
        return false;
    }
    let position = |name: &String| table.header.iter().position(|column| column == name);
    let places = [Some(&card.period), card.area.as_ref(), card.ethnicity.as_ref()];
    let keys: Vec<usize> =
        places.into_iter().flatten().flat_map(Field::columns).chain(&card.dimensions).filter_map(position).collect();
    let filter = RowFilter::new(table, &card.filter);
    let rows = table.rows.iter().filter(|row| filter.accepts(row));
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
        if let Some(row) = first {
            findings.add(unfiltered_totals(name, (total, &parts), None), table.place(row, column));
        }
        found = true;
    }
    found
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
        if let Some((dataset, row)) = first {
            let problem = unfiltered_totals(dimension, (total, &parts), Some(&sight.measure.id));
            findings.add(problem, place(dataset, row, dimension));
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
