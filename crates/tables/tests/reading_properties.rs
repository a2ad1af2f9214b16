//! What must hold for any bytes: reading them ends without a panic and within its limits; and for any cells: however
//! they are written, they come back.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use encoding_rs::WINDOWS_1252;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use tables::file::{self, Limits};
use tables::finding::Findings;
use tables::number;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const LIMITS: Limits = Limits { bytes: 1 << 22, ratio: 200, cells: 100_000, memory: 1 << 24 };

/// Reads bytes in every way there is, and holds what comes of it to the limits.
fn read(name: &str, bytes: &[u8]) {
    let mut findings = Findings::new();
    let opened = file::open_bytes(Path::new(name), bytes, &LIMITS, &mut findings);
    assert!(opened.is_some() || !findings.is_empty(), "nothing, and no reason");
    let Some(opened) = opened else { return };
    let mut length = 0;
    for grid in &opened.grids {
        let cells: usize = grid.rows.iter().map(|row| row.cells.len()).sum();
        assert!(cells <= LIMITS.cells, "{cells} cells");
        length += grid.rows.iter().flat_map(|row| row.cells.iter()).map(str::len).sum::<usize>();
        assert!(grid.rows.is_sorted_by_key(|row| row.line), "rows out of order");
        if let Some(body) = grid.body(None, &mut findings) {
            let width = body.table.header.len();
            assert!(body.table.rows.iter().all(|row| row.cells.len() == width));
            assert_eq!(body.table.columns.len(), width);
        }
        let all: Vec<u64> = grid.rows.iter().take(2).map(|row| row.line).collect();
        let _ = grid.body(Some(&all), &mut findings);
    }
    // A byte of Windows-1252 is up to three of UTF-8, and a shared string of a workbook is in many of its cells.
    assert!(length as u64 <= 3 * LIMITS.bytes || name != "any", "{length} bytes");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, SimpleFileOptions::default()).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap().into_inner()
}

/// Files that are sound, to be damaged.
fn sound() -> Vec<(&'static str, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    let mut files: Vec<_> = ["cats.xlsx", "cats.xls", "cats.ods"]
        .into_iter()
        .map(|name| (name, fs::read(folder.join(name)).unwrap()))
        .collect();
    let text = "Title\n,White,,Black\nArea,n,%,n\nSutton,\"1,234\",\"a\"\"b\n\",5\n\nSource: us\n".repeat(20);
    files.push(("cats.csv.gz", gzip(text.as_bytes())));
    files.push(("cats.zip", zip("a/b.csv", text.as_bytes())));
    files.push(("cats.csv", text.into_bytes()));
    files
}

fn beginning() -> impl Strategy<Value = &'static [u8]> {
    select(vec![
        b"".as_slice(),
        b"\x1f\x8b\x08\0",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        b"\xEF\xBB\xBF",
        b"\xFF\xFE",
        b"\xFE\xFF",
        b"Area,n\nSutton,",
        b"\"Area\",\"n\"\r\n\"",
    ])
}

/// Bytes of which many are those that mean something in a table.
fn telling() -> impl Strategy<Value = Vec<u8>> {
    vec(
        prop_oneof![
            3 => select(b",;\t|\"\n\r \0a1.-%(\xe9\xc3\xa9".to_vec()),
            1 => any::<u8>(),
        ],
        0..300,
    )
}

/// A way to spoil a file: bytes that change, bytes that are cut out, and where it is cut short.
type Damage = (Vec<(Index, u8)>, Option<(Index, u8)>, Option<Index>);

fn damage() -> impl Strategy<Value = Damage> {
    let change = (any::<Index>(), prop_oneof![any::<u8>(), select(vec![0, 0xFF, 0x7F])]);
    (
        vec(change.clone(), 0..8),
        proptest::option::weighted(0.2, change),
        proptest::option::weighted(0.3, any::<Index>()),
    )
}

fn spoil(mut bytes: Vec<u8>, (changes, cut, end): Damage) -> Vec<u8> {
    for (place, byte) in changes {
        let place = place.index(bytes.len());
        bytes.splice(place..=place, [byte]);
    }
    if let Some((place, length)) = cut {
        let place = place.index(bytes.len());
        bytes.drain(place..(place + usize::from(length)).min(bytes.len()));
    }
    if let Some(end) = end.filter(|_| !bytes.is_empty()) {
        bytes.truncate(end.index(bytes.len()));
    }
    bytes
}

#[derive(Debug, Clone, Copy)]
enum Written {
    Utf8,
    Utf8Marked,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Written {
    /// UTF-8, where Windows-1252 has not all of the letters, or where what it writes is UTF-8 by chance.
    fn possible(self, text: &str) -> Self {
        let (bytes, _, missing) = WINDOWS_1252.encode(text);
        let unnamed = text.contains(|letter: char| letter.is_control() && !letter.is_ascii());
        let chance = !text.is_ascii() && std::str::from_utf8(&bytes).is_ok();
        let is_windows = matches!(self, Self::Windows1252);
        if is_windows && (missing || unnamed || chance) { Self::Utf8 } else { self }
    }

    fn bytes(self, text: &str) -> Vec<u8> {
        let units = |bytes: fn(u16) -> [u8; 2]| format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect();
        match self {
            Self::Utf8 => text.into(),
            Self::Utf8Marked => format!("\u{feff}{text}").into(),
            Self::Utf16Le => units(u16::to_le_bytes),
            Self::Utf16Be => units(u16::to_be_bytes),
            Self::Windows1252 => WINDOWS_1252.encode(text).0.into_owned(),
        }
    }
}

/// Cells of text as it is published, with everything in them that has to be quoted.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => "[A-Za-z0-9 .%-]{0,8}",
        1 => "[a-zé£–“” ,;|\t\"\n\r]{0,8}",
        1 => "[^\u{0}\u{feff}]{0,6}",
    ]
}

fn written() -> impl Strategy<Value = Written> {
    select(vec![Written::Utf8, Written::Utf8Marked, Written::Utf16Le, Written::Utf16Be, Written::Windows1252])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_are_read_or_refused(first in beginning(), rest in telling()) {
        read("any", &[first, &rest].concat());
    }

    #[test]
    fn any_bytes_in_an_archive_are_read_or_refused(bytes in telling(), name in "[a-z./\\\\]{1,8}") {
        read("any", &gzip(&bytes));
        if !name.ends_with('/') {
            read("any", &zip(&name, &bytes));
        }
    }

    #[test]
    fn any_damaged_file_is_read_or_refused(file in any::<Index>(), damage in damage()) {
        let (name, bytes) = file.get(&sound()).clone();
        read(name, &spoil(bytes, damage));
    }

    #[test]
    fn any_cells_come_back(
        rows in (2_usize..6).prop_flat_map(|width| vec(vec(cell(), width), 1..8)),
        delimiter in select(b",;\t|".to_vec()),
        end in select(vec![csv::Terminator::CRLF, csv::Terminator::Any(b'\n'), csv::Terminator::Any(b'\r')]),
        written in written(),
    ) {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(delimiter)
            .terminator(end)
            // A delimiter inside a cell is only known from one between cells by its quotes.
            .quote_style(csv::QuoteStyle::Always)
            .from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let bytes = written.possible(&text).bytes(&text);
        let mut findings = Findings::new();
        let opened = file::open_bytes(Path::new("any.csv"), &bytes, &LIMITS, &mut findings);
        prop_assert!(findings.is_empty(), "{:?}", findings);
        let grids = opened.unwrap().grids;
        let lines: Vec<u64> = grids[0].rows.iter().map(|row| row.line).collect();
        let cells: Vec<Vec<String>> = grids.into_iter().flat_map(|grid| grid.rows).map(|row| row.cells.iter().map(str::to_owned).collect()).collect();
        prop_assert_eq!(&cells, &rows);
        let mut line = 1;
        let expected: Vec<u64> = rows.iter().map(|row| {
            let begins = line;
            line += 1 + row.iter().map(|cell| line_ends(cell)).sum::<u64>();
            begins
        }).collect();
        prop_assert_eq!(lines, expected);
    }

    #[test]
    fn any_number_reads_back(value in any::<i32>(), cents in 0_u32..100, negative in 0_usize..4) {
        let (sign, close) = [("", ""), ("-", ""), ("\u{2212}", ""), ("(", ")")][negative];
        let digits = value.unsigned_abs().to_string();
        let mut grouped = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place) % 3 == 0 {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let expected: f64 = format!("{digits}.{cents:02}").parse().unwrap();
        let read = number::parse(&format!("{sign}{grouped}.{cents:02}{close}")).unwrap();
        prop_assert!((read.value.abs() - expected).abs() < 1e-12);
        prop_assert_eq!(read.value < 0.0, negative > 0 && expected > 0.0);
    }

    #[test]
    fn any_text_is_a_finite_number_or_none(text in "[0-9,. %£()eE+\u{2212}-]{0,10}|\\PC{0,10}") {
        if let Ok(number) = number::parse(&text) {
            prop_assert!(number.value.is_finite());
            prop_assert!(text.contains(|letter: char| letter.is_ascii_digit()));
        }
    }
}

/// Line ends in a text: LF, CR LF and CR alone are one each.
fn line_ends(text: &str) -> u64 {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.matches('\n').count() as u64
}
