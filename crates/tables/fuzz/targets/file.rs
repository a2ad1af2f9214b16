//! Any bytes: they are read within the limits or refused with a reason, and so is the table in them.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use tables::file::{self, Limits};
use tables::finding::Findings;

const LIMITS: Limits = Limits { bytes: 1 << 22, ratio: 200, cells: 100_000, memory: 1 << 24 };

fuzz_target!(|bytes: &[u8]| {
    let mut findings = Findings::new();
    let opened = file::open_bytes(Path::new("any"), bytes, &LIMITS, &mut findings);
    assert!(opened.is_some() || !findings.is_empty(), "nothing, and no reason");
    for grid in opened.into_iter().flat_map(|opened| opened.grids) {
        assert!(grid.rows.iter().map(|row| row.cells.len()).sum::<usize>() <= LIMITS.cells);
        if let Some(body) = grid.body(None, &mut findings) {
            let width = body.table.header.len();
            assert!(body.table.rows.iter().all(|row| row.cells.len() == width));
        }
    }
});
