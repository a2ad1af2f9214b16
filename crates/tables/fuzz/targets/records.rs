//! Any records: they are counted, or refused with a reason, and nothing is lost.
#![no_main]

use std::path::PathBuf;

use libfuzzer_sys::fuzz_target;
use tables::finding::Findings;
use tables::outlines::Outlines;
use tables::records::{self, Options, PeriodColumn, PlaceColumns, Plan};

fuzz_target!(|bytes: &[u8]| {
    let path = PathBuf::from(format!("{}/tables-fuzz-{}.csv", std::env::temp_dir().display(), std::process::id()));
    std::fs::write(&path, [b"when,where,what\n", bytes].concat()).unwrap();
    let plan = Plan {
        by: vec!["what".to_owned()],
        sum: None,
        period: PeriodColumn { column: "when".to_owned(), time_zone: "Europe/Paris".to_owned() },
        place: PlaceColumns::Name { column: "where".to_owned() },
        filters: Vec::new(),
    };
    let outlines = Outlines::default();
    let options = Options { outlines: &outlines, progress: &|_| {}, whole_numbers: None };
    let mut findings = Findings::new();
    let counted = records::count(&[path], &plan, options, &mut findings);
    if !findings.any_error() {
        let events: u64 = counted.counts.totals().iter().map(|total| total.events).sum();
        assert_eq!(events, counted.files[0].records);
    }
});
