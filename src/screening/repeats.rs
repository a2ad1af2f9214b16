//! `duplicate-rows`: rows of one label, area and period in one file or in two; and, where a figure cannot be added up, two
//! labels of one group.

use std::collections::BTreeMap;

use crate::area::Areas;
use crate::disparity::selection::{self, Row};
use crate::ethnicity::Ethnicity;
use crate::finding::{Check, Findings, Problem};
use crate::harmonise::Harmonised;
use crate::observation::Observation;

use super::Sight;

const DUPLICATE_ROWS: Check = Check { name: "duplicate-rows", page: "docs/checks/duplicate-rows.md" };

/// A second row for one place, time and group; the first is on `line 12`, or `line 12 of counts.csv`.
fn second_row(row: &Observation, first: &str, areas: &Areas, ethnicity: &Ethnicity) -> Problem {
    let (area, group) = (areas.name(&row.area), ethnicity.label(row.category));
    Problem::error(
        format!("a second row for {area}, {}, {group}", row.period),
        format!("the first is on {first}; keep one, or tell them apart with a column named in `where`"),
    )
    .of(DUPLICATE_ROWS)
}

/// Rows of one label in one file.
pub fn in_file(rows: &Harmonised<'_>, areas: &Areas, ethnicity: &Ethnicity, findings: &mut Findings) {
    let mut first = BTreeMap::new();
    for row in rows.observations() {
        let key = (row.period, &row.area, row.label.to_lowercase(), &row.dimensions);
        if let Some(earlier) = first.insert(key, row.line) {
            findings.add(second_row(row, &format!("line {earlier}"), areas, ethnicity), rows.line(row));
        }
    }
}

/// Rows of two files, and two labels of one group in the figures of a measure that cannot be added up.
pub(super) fn examine(sight: Sight<'_>, findings: &mut Findings) {
    let mut seen: BTreeMap<_, Row<'_>> = BTreeMap::new();
    for (dataset, row) in selection::rows(sight.measure, sight.datasets) {
        let label = row.label.to_lowercase();
        let told_apart = if sight.adds_up() { label.clone() } else { String::new() };
        let key = (&row.area, row.period, row.category, &row.dimensions, told_apart);
        let Some((earlier, first)) = seen.insert(key, (dataset, row)) else {
            continue;
        };
        // Two rows of one label in one file are found in the file; a file can be named by two tables of its card.
        if std::ptr::eq(earlier, dataset) && first.label.to_lowercase() == label {
            continue;
        }
        let first = format!("line {} of {}", first.line, earlier.card.name);
        let project = sight.project;
        findings.add(second_row(row, &first, &project.areas, &project.ethnicity), dataset.line(row));
    }
}
