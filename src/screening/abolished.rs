//! `abolished-area`: codes that once stood for an area. A code that no area has is refused where the row is read; here
//! are those that are read as the area that took their place.

use std::collections::BTreeSet;

use crate::area::Areas;
use crate::finding::Findings;
use crate::source::{Field, FileCard};
use tables::Table;

pub(super) fn examine(table: &Table, card: &FileCard, areas: &Areas, findings: &mut Findings) {
    let columns = card.area.as_ref().map_or(&[][..], Field::columns);
    for name in columns {
        let column = table.header.iter().position(|known| known == name);
        if let Some(column) = column {
            examine_column(table, column, areas, findings);
        }
    }
}

fn examine_column(table: &Table, column: usize, areas: &Areas, findings: &mut Findings) {
    let mut first = None;
    let mut codes = BTreeSet::new();
    for row in &table.rows {
        let code = row.cell(column);
        if let Some(abolished) = areas.abolished(code).filter(|_| areas.find(code).is_some()) {
            codes.insert(&abolished.code);
            first = first.or(Some((abolished, row)));
        }
    }
    if let Some((abolished, row)) = first {
        let more = codes.len().saturating_sub(1);
        findings.add(abolished.read_as_successor(more), table.place(row, column));
    }
}
