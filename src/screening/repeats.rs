//! `duplicate-rows`: rows of one area, period and group in two files; and, where a figure cannot be added up, two labels
//! of one group.

use std::collections::BTreeMap;

use crate::disparity::selection::{self, Row};
use crate::finding::{Fault, Findings};

use super::Sight;

pub(super) fn examine(sight: Sight<'_>, findings: &mut Findings) {
    let mut seen: BTreeMap<_, Row<'_>> = BTreeMap::new();
    for (dataset, row) in selection::rows(sight.measure, sight.datasets) {
        let label = row.label.to_lowercase();
        let told_apart = if sight.adds_up() { label.clone() } else { String::new() };
        let key = (&row.area, row.period, row.category, &row.dimensions, told_apart);
        let Some((earlier, first)) = seen.insert(key, (dataset, row)) else {
            continue;
        };
        // Two rows of one label in one file were reported when it was read.
        if earlier.path == dataset.path && first.label.to_lowercase() == label {
            continue;
        }
        let fault = Fault::DuplicateRow {
            area: sight.area(&row.area),
            period: row.period.to_string(),
            group: sight.project.ethnicity.label(row.category).to_owned(),
            first: format!("line {} of {}", first.line, earlier.card.name),
        };
        findings.add(fault, dataset.line(row));
    }
}
