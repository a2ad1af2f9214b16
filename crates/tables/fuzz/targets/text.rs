//! Any text with delimiters: every row has a line of its own, and the project's own form of CSV has no ragged rows.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use tables::Table;
use tables::file::{self, Limits};
use tables::finding::Findings;

fuzz_target!(|text: &str| {
    let path = Path::new("any.csv");
    let mut findings = Findings::new();
    if let Some(opened) = file::open_bytes(path, text.as_bytes(), &Limits::default(), &mut findings) {
        assert!(opened.grids.iter().all(|grid| grid.rows.is_sorted_by_key(|row| row.line)));
    }
    if let Some(table) = Table::parse(path, text.as_bytes(), &mut findings) {
        assert!(table.rows.iter().all(|row| row.cells.len() == table.header.len()));
    }
});
