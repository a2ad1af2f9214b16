//! Records in Parquet count as the same records in CSV do, whoever wrote the file; and a damaged file is refused.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

mod support;

use std::fs;
use std::path::PathBuf;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use support::blocks;
use tables::finding::Findings;
use tables::outlines::Outlines;
use tables::parquet::{self, Column, Values};
use tables::records::{self, Counted, Filter, Options, PeriodColumn, PlaceColumns, Plan};

fn plan(period: &str, place: &str, by: &[&str]) -> Plan {
    Plan {
        by: by.iter().map(|column| (*column).to_owned()).collect(),
        sum: None,
        period: PeriodColumn { column: period.to_owned(), time_zone: "Europe/Paris".to_owned() },
        place: PlaceColumns::Name { column: place.to_owned() },
        filters: Vec::new(),
    }
}

/// What comes of counting files, and what is wrong with them.
fn count(files: &[PathBuf], plan: &Plan) -> (Counted, Vec<String>) {
    let mut findings = Findings::new();
    let options = Options { outlines: &Outlines::default(), progress: &|_| {}, whole_numbers: None };
    let counted = records::count(files, plan, options, &mut findings);
    (counted, blocks(&findings))
}

fn file(name: &str) -> PathBuf {
    support::root().join("tests/files").join(name)
}

const WRITTEN: [&str; 2] = ["cats-pyarrow.parquet", "cats-duckdb.parquet"];

/// Each file has a column of each type.
fn assert_same(plan: &Plan) {
    let (expected, faults) = count(&[file("cats.csv")], plan);
    assert_eq!(faults, [""; 0]);
    assert!(expected.counts.len() > 1);
    for name in WRITTEN {
        let (counted, faults) = count(&[file(name)], plan);
        assert_eq!(faults, [""; 0], "{name} {plan:?}");
        assert_eq!(counted.counts.totals(), expected.counts.totals(), "{name} {plan:?}");
        assert_eq!(counted.files, expected.files);
    }
}

#[test]
fn columns_of_every_type_count_as_their_texts_do() {
    let header = fs::read_to_string(file("cats.csv")).unwrap();
    let header: Vec<&str> = header.lines().next().unwrap().split(',').collect();
    assert_eq!(header.len(), 24);
    for column in &header {
        assert_same(&plan("born", "town", &[column]));
    }
    assert_same(&plan("born", "town", &header));
    for period in ["born", "seen", "local", "zoned", "empty"] {
        assert_same(&plan(period, "breed", &[]));
        assert_same(&plan(period, "breed", &[period]));
    }
}

#[test]
fn sums_and_filters_are_those_of_the_texts() {
    let mut summed = plan("seen", "town", &["kept"]);
    summed.sum = Some("cats".to_owned());
    for filter in ["town=Kingston upon Thames", "breed!=Manx", "paid=-0.05", "float64!=4.0", "unique!=", "zoned="] {
        let filters = vec![filter.parse::<Filter>().unwrap()];
        assert_same(&Plan { filters, ..summed.clone() });
    }
}

#[test]
fn csv_and_parquet_are_counted_together() {
    let plan = plan("seen", "town", &["breed"]);
    let (once, _) = count(&[file("cats.csv")], &plan);
    let (twice, faults) = count(&[file("cats.csv"), file("cats-duckdb.parquet")], &plan);
    assert_eq!(faults, [""; 0]);
    let mut expected = once.counts.clone();
    expected.merge(&once.counts);
    assert!(twice.counts == expected);
    assert_eq!(twice.files, [once.files.clone(), once.files].concat());
}

#[test]
fn faulty_numbers_and_columns_are_found_with_their_records() {
    let mut plan = plan("born", "town", &[]);
    for (column, place, first) in
        [("int8", 1, "error: `-1` in column `int8` is negative"), ("breed", 1, "error: `Manx`")]
    {
        plan.sum = Some(column.to_owned());
        for name in WRITTEN {
            let (_, faults) = count(&[file(name)], &plan);
            let fault = faults.iter().find(|fault| fault.starts_with(first)).unwrap();
            assert!(fault.contains(&format!(".parquet:{place}:")), "{fault}");
        }
    }
    plan.sum = Some("float64".to_owned());
    let (_, faults) = count(&[file(WRITTEN[1])], &plan);
    assert!(faults.iter().any(|fault| fault.contains("`0.1` in column `float64` is not a whole number")), "{faults:?}");
    assert!(faults.iter().any(|fault| fault.contains("column `float64` has no value")), "{faults:?}");
    plan.sum = Some("dogs".to_owned());
    let (_, faults) = count(&[file(WRITTEN[0])], &plan);
    assert!(faults[0].starts_with("error: there is no column `dogs`\n"), "{faults:?}");
}

/// A folder with files in it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }
}

#[test]
fn a_damaged_file_is_refused() {
    let folder = Folder::new();
    let sound = fs::read(file(WRITTEN[0])).unwrap();
    let plan = plan("born", "town", &["name"]);
    for (name, bytes) in [
        ("short.parquet", &sound[..sound.len() - 9]),
        ("short.data", &sound[..sound.len() / 2]),
        ("empty.parquet", b""),
        ("text.parquet", b"born,town,name\n2021-05-30,Sutton,Tabby\n"),
    ] {
        let (_, faults) = count(&[folder.file(name, bytes)], &plan);
        assert_eq!(faults.len(), 1, "{name}");
        assert!(faults[0].starts_with("error: the parquet file is cut short or damaged: "), "{faults:?}");
        assert!(faults[0].contains(&format!("{name}\n  hint: download it again")), "{faults:?}");
    }
}

/// A way to spoil a file: bytes that change, and where it is cut short.
fn damage() -> impl Strategy<Value = (Vec<(Index, u8)>, Option<Index>)> {
    let byte = prop_oneof![any::<u8>(), select(vec![0, 0xFF, 0x7F])];
    (vec((any::<Index>(), byte), 1..12), proptest::option::weighted(0.1, any::<Index>()))
}

fn texts(pattern: &'static str) -> impl Strategy<Value = Vec<Option<String>>> {
    vec(proptest::option::weighted(0.9, pattern), 60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_damaged_file_is_counted_or_refused(name in select(&WRITTEN), (changes, cut) in damage()) {
        let mut bytes = fs::read(file(name)).unwrap();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let folder = Folder::new();
        let path = folder.file("any.parquet", &bytes);
        let _ = count(std::slice::from_ref(&path), &plan("seen", "town", &["name", "unique", "paid", "kept"]));
        let _ = count(&[path], &plan("local", "note", &["born", "uint64", "float32", "fed"]));
    }

    #[test]
    fn any_table_counts_alike_as_csv_and_as_parquet(
        place in texts("[ab]{0,2}"),
        group in texts("[a-c]{0,1}|\\PC{0,30}"),
        whole in vec(proptest::option::weighted(0.9, -3_i64..4), 60),
        number in vec(proptest::option::weighted(0.9, select(vec![0.5, -2.0, 1e300, 0.1])), 60),
    ) {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(["place", "group", "whole", "number", "period"]).unwrap();
        for row in 0..60 {
            let text = |column: &[Option<String>]| column[row].clone().unwrap_or_default();
            let whole = whole[row].map_or_else(String::new, |value| value.to_string());
            let number = number[row].map_or_else(String::new, |value| format!("{value:?}"));
            csv.write_record([text(&place), text(&group), whole, number, "2021".to_owned()]).unwrap();
        }
        let column = |name: &str, values| Column { name: name.to_owned(), values };
        let columns = [
            column("place", Values::Text(place)),
            column("group", Values::Text(group)),
            column("whole", Values::Whole(whole)),
            column("number", Values::Number(number)),
            column("period", Values::Text(vec![Some("2021".to_owned()); 60])),
        ];
        let bytes = parquet::write(&columns).unwrap();
        prop_assert!(bytes == parquet::write(&columns).unwrap());
        let folder = Folder::new();
        let plan = plan("period", "place", &["group", "whole", "number"]);
        let (expected, faults) = count(&[folder.file("any.csv", &csv.into_inner().unwrap())], &plan);
        prop_assert_eq!(&faults, &[""; 0]);
        let (counted, faults) = count(&[folder.file("any.parquet", &bytes)], &plan);
        prop_assert_eq!(&faults, &[""; 0]);
        prop_assert_eq!(counted.counts.totals(), expected.counts.totals());
    }
}

#[test]
fn columns_that_make_no_table_are_not_written() {
    let column = |name: &str, length| Column { name: name.to_owned(), values: Values::Whole(vec![None; length]) };
    assert!(parquet::write(&[column("a", 1), column("b", 2)]).is_err());
    assert!(parquet::write(&[column("a", 1), column("a", 1)]).is_err());
}
