//! `unfiltered-totals`: rows of a total beside rows of its parts that nothing tells apart, so that people are counted
//! twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Check, Findings, Problem, key, listed, quoted};
use crate::source::{Field, FileCard, Layout, RowFilter};
use tables::{Row as TableRow, Table};

use super::everybody::split;

pub(super) const UNFILTERED_TOTALS: Check =
    Check { name: "unfiltered-totals", page: "docs/checks/unfiltered-totals.md" };

/// Rows of a total beside rows of its parts, and nothing that picks among them: no measure where the column is not
/// declared, or the measure that reads them all.
pub(super) fn unfiltered_totals(column: &str, (total, parts): (&str, &[String]), measure: Option<&str>) -> Problem {
    let pick = format!("where = {{ {} = {} }}", key(column), quoted(total));
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

/// Columns that the card does not name and that hold a total beside its parts, for one period, area and group. Returns
/// whether there is one: its rows are then second rows of one group, which the column says once for all of them.
pub(super) fn undeclared(table: &Table, card: &FileCard, findings: &mut Findings) -> bool {
    // In a wide file nearly every column is a figure, and records are counted with their conditions.
    if card.layout != Layout::Tidy {
        return false;
    }
    let position = |name: &String| table.header.iter().position(|column| column == name);
    let places = [Some(&card.period), card.area.as_ref(), card.ethnicity.as_ref()];
    let names = places.into_iter().flatten().flat_map(Field::columns).chain(&card.dimensions);
    // Without a column of the card, which is a fault of its own, nothing tells rows apart.
    let Some(keys) = names.map(position).collect::<Option<Vec<usize>>>() else {
        return false;
    };
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
