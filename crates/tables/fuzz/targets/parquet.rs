//! Any bytes that begin as Parquet does: they are counted or refused. Begin with `tests/files/*.parquet` as the corpus.
#![no_main]

use std::path::PathBuf;

use libfuzzer_sys::fuzz_target;
use tables::finding::Findings;
use tables::outlines::Outlines;
use tables::records::{self, Options, PeriodColumn, PlaceColumns, Plan};

fuzz_target!(|bytes: &[u8]| {
    let path = PathBuf::from(format!("{}/tables-fuzz-{}.parquet", std::env::temp_dir().display(), std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let plan = Plan {
        by: ["name", "unique", "kept", "paid", "float64"].map(str::to_owned).to_vec(),
        sum: Some("cats".to_owned()),
        period: PeriodColumn { column: "seen".to_owned(), time_zone: "Europe/Paris".to_owned() },
        place: PlaceColumns::Name { column: "town".to_owned() },
        filters: Vec::new(),
    };
    let outlines = Outlines::default();
    let options = Options { outlines: &outlines, progress: &|_| {}, whole_numbers: None };
    records::count(&[path], &plan, options, &mut Findings::new());
});
