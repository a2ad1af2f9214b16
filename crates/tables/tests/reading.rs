//! Every form in which a published file may come: read, stated, and refused in the user's words where it cannot be.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use encoding_rs::WINDOWS_1252;
use flate2::Compression;
use flate2::write::GzEncoder;
use support::blocks;
use tables::Cells;
use tables::file::{self, Aside, Body, Form, Grid, Limits, Opened};
use tables::finding::{Findings, Severity};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TEXT: &str = "Borough,White,Crème\nSutton,\"1,234\",5\nMerton,–,6\n";

fn open(name: &str, bytes: &[u8]) -> (Option<Opened>, Vec<String>) {
    let mut findings = Findings::new();
    let opened = file::open_bytes(Path::new(name), bytes, &Limits::default(), &mut findings);
    (opened, blocks(&findings))
}

/// The grids of a file in which nothing is wrong.
fn grids(name: &str, bytes: &[u8]) -> Vec<Grid> {
    let (opened, faults) = open(name, bytes);
    assert_eq!(faults, [""; 0], "{name}");
    opened.unwrap().grids
}

fn grid(name: &str, bytes: &[u8]) -> Grid {
    let mut grids = grids(name, bytes);
    assert_eq!(grids.len(), 1, "{name}");
    grids.remove(0)
}

fn cells(grid: &Grid) -> Vec<(u64, Vec<&str>)> {
    grid.rows.iter().map(|row| (row.line, texts(&row.cells))).collect()
}

fn texts(cells: &Cells) -> Vec<&str> {
    cells.iter().collect()
}

fn body(text: &str, header: Option<&[u64]>) -> (Option<Body>, Vec<String>) {
    let grid = grid("cats.csv", text.as_bytes());
    let mut findings = Findings::new();
    let body = grid.body(header, &mut findings);
    (body, blocks(&findings))
}

fn rows(body: &Body) -> Vec<(u64, Vec<&str>)> {
    body.table.rows.iter().map(|row| (row.line, texts(&row.cells))).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        if name.ends_with('/') {
            writer.add_directory(*name, SimpleFileOptions::default()).unwrap();
        } else {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
    }
    writer.finish().unwrap().into_inner()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

fn fixture(name: &str) -> Vec<u8> {
    fs::read(support::root().join("tests/files").join(name)).unwrap()
}

// Texts

#[test]
fn encoding_delimiter_and_line_ends_are_found_and_stated() {
    let marked = format!("\u{feff}{TEXT}");
    let semicolons = "Borough;White;Crème\nSutton;\"1,234\";5\nMerton;–;6\n";
    for (bytes, stated) in [
        (TEXT.into(), "UTF-8, commas, LF"),
        (marked.clone().into_bytes(), "UTF-8 with a byte order mark, commas, LF"),
        (utf16(&marked, u16::to_le_bytes), "UTF-16LE with a byte order mark, commas, LF"),
        (utf16(&marked, u16::to_be_bytes), "UTF-16BE with a byte order mark, commas, LF"),
        (utf16(TEXT, u16::to_le_bytes), "UTF-16LE, commas, LF"),
        (utf16(TEXT, u16::to_be_bytes), "UTF-16BE, commas, LF"),
        (WINDOWS_1252.encode(TEXT).0.into_owned(), "Windows-1252, commas, LF"),
        (TEXT.replace('\n', "\r").into_bytes(), "UTF-8, commas, CR"),
        (TEXT.replace('\n', "\r\n").into_bytes(), "UTF-8, commas, CR LF"),
        (semicolons.into(), "UTF-8, semicolons, LF"),
        (semicolons.replace(';', "\t").into_bytes(), "UTF-8, tabs, LF"),
        (semicolons.replace(';', "|").into_bytes(), "UTF-8, pipes, LF"),
        (gzip(TEXT.as_bytes()), "gzip, UTF-8, commas, LF"),
        (zip(&[("cats.csv", TEXT.as_bytes())]), "zip, UTF-8, commas, LF"),
    ] {
        let grid = grid("cats.csv", &bytes);
        assert_eq!(grid.origin.to_string(), stated);
        let expected =
            [(1, vec!["Borough", "White", "Crème"]), (2, vec!["Sutton", "1,234", "5"]), (3, vec!["Merton", "–", "6"])];
        assert_eq!(cells(&grid), expected, "{stated}");
    }
}

#[test]
fn a_sample_is_stated_and_ends_with_a_whole_record() {
    let folder = tempfile::tempdir().unwrap();
    let long = TEXT.repeat(100);
    for (name, bytes, stated) in [
        ("cats.csv", long.clone().into_bytes(), "UTF-8, commas, LF, the first 1007 of 5100 bytes"),
        ("cats.csv.gz", gzip(long.as_bytes()), "gzip, UTF-8, commas, LF, the first 1007 bytes"),
        ("utf16.csv", utf16(&long, u16::to_le_bytes), ""),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let mut findings = Findings::new();
        let opened = file::open_sample(&path, 1010, &mut findings).unwrap();
        assert_eq!(blocks(&findings), [""; 0]);
        let grid = &opened.grids[0];
        if !stated.is_empty() {
            assert_eq!(grid.origin.to_string(), stated);
        }
        assert!(grid.origin.sample.unwrap().bytes <= 1010);
        assert!(grid.rows.iter().all(|row| row.cells.len() == 3));
        let whole = file::open_sample(&path, 1 << 20, &mut findings).unwrap();
        assert_eq!((whole.grids[0].origin.sample, whole.grids[0].rows.len()), (None, 300));
        assert_eq!(whole, file::open(&path, &Limits::default(), &mut findings).unwrap());
    }
}

// Archives

#[test]
fn an_archive_has_its_members_and_names_what_it_passes_over() {
    let workbook = fixture("cats.xlsx");
    let bytes = zip(&[
        ("2019/", b""),
        ("2019/a.csv", TEXT.as_bytes()),
        ("b.csv", b"x;y\n1;2\n"),
        ("__MACOSX/._b.csv", b"\0\0"),
        ("notes.pdf", b"%PDF-1.7"),
        ("cats.xlsx", &workbook),
    ]);
    let (opened, faults) = open("cats.zip", &bytes);
    assert_eq!(faults, [""; 0]);
    let opened = opened.unwrap();
    let places: Vec<PathBuf> = opened.grids.iter().map(|grid| grid.origin.place()).collect();
    let expected = ["2019/a.csv", "b.csv", "cats.xlsx/Figures", "cats.xlsx/Working"];
    assert_eq!(places, expected.map(|member| Path::new("cats.zip").join(member)));
    assert_eq!(opened.passed_over.len(), 1);
    assert_eq!((opened.passed_over[0].member.as_str(), opened.passed_over[0].kind), ("notes.pdf", "a PDF document"));
}

#[test]
fn an_archive_that_means_harm_is_refused() {
    let bomb = zip(&[("a.csv", &vec![b' '; 50_000_000])]);
    assert!(bomb.len() < 60_000);
    let many: Vec<(String, Vec<u8>)> = (0..50).map(|index| (format!("{index}.csv"), vec![b'1'; 1_000_000])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let hint = "no table of figures is packed so tightly; if you trust it, unpack it and give the file inside";
    for (name, bytes, what, place) in [
        ("bomb.zip", bomb, "member of the archive", "bomb.zip/a.csv"),
        ("many.zip", zip(&many), "member of the archive", "many.zip/"),
        ("bomb.csv.gz", gzip(&vec![b' '; 50_000_000]), "gzip file", "bomb.csv.gz"),
    ] {
        let (opened, faults) = open(name, &bytes);
        assert_eq!((opened, faults.len()), (None, 1));
        let fault = &faults[0];
        assert!(fault.starts_with(&format!("error: the {what} unpacks to more than ")), "{fault}");
        assert!(fault.contains(&format!("\n  --> {place}")) && fault.ends_with(hint), "{fault}");
    }
    let (opened, faults) = open("cats.zip", &zip(&[("../../etc/x.csv", b"a,b\n1,2\n"), ("b.csv", b"a,b\n1,2\n")]));
    assert_eq!(opened.unwrap().grids.len(), 1);
    assert_eq!(
        faults,
        ["error: the archive holds `../../etc/x.csv`, which leads out of the folder that it is unpacked into
  --> cats.zip
  hint: an archive made by accident does not do this: ask the publisher, and do not unpack it"]
    );
}

#[test]
fn an_archive_in_an_archive_and_an_empty_one_are_refused() {
    let inner = zip(&[("a.csv", b"a,b\n1,2\n")]);
    for (inner, kind) in [(inner.as_slice(), "a zip archive"), (&gzip(b"a,b\n"), "a gzip file")] {
        let (_, faults) = open("cats.zip", &zip(&[("inner", inner)]));
        let hint = "unpack the outer archive and give the inner one by itself";
        assert_eq!(faults, [format!("error: it is {kind} inside an archive\n  --> cats.zip/inner\n  hint: {hint}")]);
    }
    let (opened, faults) = open("cats.zip", &zip(&[("a/", b"")]));
    assert!(opened.is_none() && faults[0].starts_with("error: the archive holds no table\n"), "{faults:?}");
}

#[test]
fn a_declared_size_is_not_believed() {
    // The uncompressed size in both headers says 10.
    let mut bytes = zip(&[("a.csv", &vec![b' '; 50_000_000])]);
    let declared = 50_000_000_u32.to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|place| bytes[*place..].starts_with(&declared)).collect();
    assert!(!places.is_empty());
    for place in places {
        bytes[place..place + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    let (opened, faults) = open("bomb.zip", &bytes);
    assert_eq!((opened, faults.len()), (None, 1));
}

// Workbooks

#[test]
fn the_three_kinds_of_workbook_read_alike() {
    for (name, kind) in [("cats.xlsx", "xlsx"), ("cats.xls", "xls"), ("cats.ods", "ods")] {
        // By its bytes, whatever its name.
        let grids = grids("cats", &fixture(name));
        let forms: Vec<String> = grids.iter().map(|grid| grid.origin.to_string()).collect();
        assert_eq!(forms, [format!("{kind} workbook"), format!("{kind} workbook, a hidden sheet")]);
        let expected = [
            (1, vec!["Cats rehomed, by borough"]),
            (2, vec![]),
            (3, vec!["", "", "Tabby", "", "Other"]),
            (4, vec!["Code", "Borough", "Number", "Rate", "Number", "Rate"]),
            (5, vec!["E09000008", "Croydon", "1234", "0.1", "-3", "0.715"]),
            (6, vec!["E09000029", "Sutton", "40", "#DIV/0!", "!", "41"]),
            (7, vec![]),
            (8, vec!["Source: made up"]),
        ];
        assert_eq!(cells(&grids[0]), expected, "{name}");
        let expected =
            [(1, vec!["Crème – “seal”", "72.8343"]), (2, vec!["Printed", "2021-06-30", "TRUE", "2021-06-30T12:30:00"])];
        assert_eq!(cells(&grids[1]), expected, "{name}");
    }
}

#[test]
fn a_sheet_has_a_table_whose_places_are_those_of_the_sheet() {
    for name in ["cats.xlsx", "cats.xls", "cats.ods"] {
        let grids = grids("cats", &fixture(name));
        let mut findings = Findings::new();
        let body = grids[0].body(None, &mut findings).unwrap();
        assert_eq!(blocks(&findings), [""; 0]);
        assert_eq!(
            body.table.header,
            ["Code", "Borough", "Tabby | Number", "Tabby | Rate", "Other | Number", "Other | Rate"]
        );
        assert_eq!((body.header, body.above.len(), body.below.len()), (vec![3, 4], 1, 1));
        assert_eq!(body.table.place(&body.table.rows[1], 4).to_string(), "cats/Figures:6:5");
    }
}

#[test]
fn a_workbook_that_is_cut_short_is_refused_at_any_length() {
    for name in ["cats.xlsx", "cats.xls", "cats.ods"] {
        let whole = fixture(name);
        for length in [9, 100, 600, 2000, whole.len() / 2, whole.len() - 30] {
            let (opened, faults) = open(name, &whole[..length]);
            assert!(opened.is_none() || !faults.is_empty() || length > 2000, "{name} {length}");
            let kind = name.split('.').next_back().unwrap();
            let words = format!("error: the {kind} workbook is cut short or damaged: ");
            assert!(faults.iter().all(|fault| fault.starts_with(&words)), "{faults:?}");
        }
    }
}

#[test]
fn a_workbook_without_sheets_is_refused() {
    let workbook = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", br#"<Relationships><Relationship Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/_rels/workbook.xml.rels", b"<Relationships/>"),
        ("xl/workbook.xml", b"<workbook><sheets></sheets></workbook>"),
    ]);
    let (opened, faults) = open("cats.xlsx", &workbook);
    assert!(opened.is_none() && faults[0].starts_with("error: the file holds no rows\n"), "{faults:?}");
}

// What is no table

#[test]
fn what_is_no_table_is_refused_with_its_place_and_a_hint() {
    let gz = gzip(TEXT.repeat(1000).as_bytes());
    let archive = zip(&[("a.csv", TEXT.as_bytes())]);
    let elsewhere = "look where it was published for the same figures as csv, xlsx, xls or ods; a download that failed can leave a web page under the name of the file";
    let again = "download it again and compare its size with the publisher's; if it opens in a spreadsheet, save it from there again";
    for (name, bytes, message, place, hint) in [
        ("cats.csv", b"%PDF-1.4\n".as_slice(), "it is a PDF document, not a table", "cats.csv", elsewhere),
        ("cats.csv", b"<!DOCTYPE html><html>", "it is a web page, not a table", "cats.csv", elsewhere),
        ("cats.xls", b"<html><table>", "it is a web page, not a table", "cats.xls", elsewhere),
        ("cats.csv", b"\x89PNG\r\n\x1a\n", "it is an image, not a table", "cats.csv", elsewhere),
        ("cats.csv", b"PAR1\0\0", "it is a parquet file, not a table", "cats.csv", elsewhere),
        ("cats.csv", b"{\"type\":1}", "it is a JSON file, not a table", "cats.csv", elsewhere),
        ("cats.rar", b"Rar!\x1a\x07\0", "it is a rar archive, not a table", "cats.rar", elsewhere),
        (
            "cats.xlsx",
            b"\x01\0\x02",
            "the xlsx workbook is cut short or damaged: it does not begin like one",
            "cats.xlsx",
            again,
        ),
        ("cats.csv.gz", &gz[..gz.len() - 20], "the gzip file is cut short or damaged: ", "cats.csv.gz", again),
        ("cats.zip", &archive[..archive.len() - 30], "the zip archive is cut short or damaged: ", "cats.zip", again),
        ("cats.csv", b"", "the file holds no rows", "cats.csv", "put the rows in, or leave the file out"),
        (
            "cats.csv",
            b"a,b\r1,2\r3,\x004\r",
            "the file holds a NUL byte, so it is not a text file",
            "cats.csv:3",
            "open it in the program that made it and save it as `CSV UTF-8`",
        ),
    ] {
        let (opened, faults) = open(name, bytes);
        assert_eq!((opened, faults.len()), (None, 1), "{message}");
        let fault = &faults[0];
        assert!(fault.starts_with(&format!("error: {message}")), "{fault}");
        assert!(fault.ends_with(&format!("\n  --> {place}\n  hint: {hint}")), "{fault}");
    }
}

#[test]
fn a_folder_and_a_file_that_is_not_there_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut findings = Findings::new();
    assert!(file::open(folder.path(), &Limits::default(), &mut findings).is_none());
    assert!(file::open_sample(&folder.path().join("none.csv"), 10, &mut findings).is_none());
    let faults = blocks(&findings).join("\n");
    assert!(faults.contains("error: it is a folder, and a file is needed\n"), "{faults}");
    assert!(faults.contains("error: `none.csv` cannot be read: no such file or directory\n"), "{faults}");
}

#[test]
fn more_than_the_limits_is_refused() {
    let path = Path::new("cats.csv");
    let refusal = |limits: Limits| {
        let mut findings = Findings::new();
        let opened = file::open_bytes(path, TEXT.as_bytes(), &limits, &mut findings);
        assert!(opened.is_none());
        blocks(&findings).remove(0)
    };
    let limits = Limits::default();
    assert!(refusal(Limits { bytes: 20, ..limits }).starts_with("error: the file holds more than 20 bytes\n"));
    assert!(refusal(Limits { cells: 8, ..limits }).starts_with("error: the table has more than 8 cells\n"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cats.csv");
    fs::write(&path, TEXT).unwrap();
    let mut findings = Findings::new();
    assert!(file::open(&path, &Limits { bytes: 20, ..limits }, &mut findings).is_none());
    assert_eq!(findings.len(), 1);
}

#[test]
fn a_quote_left_open_at_the_end_of_a_hundred_megabytes_is_located() {
    let row = format!("{},\"{}\"\n", "a".repeat(500), "b".repeat(497));
    let mut text = row.repeat(100_000);
    text.push_str("x,\"y\n");
    text.push_str(&"c,d\n".repeat(10));
    let (opened, faults) = open("cats.csv", text.as_bytes());
    assert_eq!(opened.unwrap().grids[0].rows.len(), 100_000);
    assert_eq!(
        faults,
        ["error: a quote opens in this row and is not closed
  --> cats.csv:100001:2
  hint: close it, or write a quote that belongs to the text twice; the file may have been cut off"]
    );
}

// Tables

const STACKED: &str = "\
Households accepted,,,,,,\n\
Published,12 March,,,,,\n\
,,,,,,\n\
,,White,,,Black,\n\
Code, Borough ,Number,Rate,,Number,Rate\n\
E09000008,Croydon,\"1,234\",1.5,,7,0.1\n\
,,,,,,\n\
E09000029,Sutton,40,..,,!,!\n\
,,,,,,\n\
(1) Rounded.,,,,,,\n\
Source: made up,see the notes,,,,,\n";

#[test]
fn stacked_headers_are_joined_and_what_stands_around_is_set_aside() {
    for header in [None, Some([4, 5].as_slice())] {
        let (body, faults) = body(STACKED, header);
        assert_eq!(faults, [""; 0]);
        let body = body.unwrap();
        assert_eq!(
            body.table.header,
            ["Code", "Borough", "White | Number", "White | Rate", "Black | Number", "Black | Rate"]
        );
        assert_eq!((body.table.line, body.recognised), (5, header.is_none()));
        assert_eq!(body.table.columns, [1, 2, 3, 4, 6, 7]);
        assert_eq!(
            rows(&body),
            [
                (6, vec!["E09000008", "Croydon", "1,234", "1.5", "7", "0.1"]),
                (8, vec!["E09000029", "Sutton", "40", "..", "!", "!"]),
            ]
        );
        let aside = |asides: &[Aside]| -> Vec<(u64, String)> {
            asides.iter().map(|aside| (aside.line, aside.text.clone())).collect()
        };
        let own = |line, text: &str| (line, text.to_owned());
        assert_eq!(aside(&body.above), [own(1, "Households accepted"), own(2, "Published | 12 March")]);
        assert_eq!(aside(&body.below), [own(10, "(1) Rounded."), own(11, "Source: made up | see the notes")]);
    }
}

#[test]
fn an_upper_name_goes_no_further_than_the_one_above_it() {
    let text = ",2019,,,2020,\n,White,,Black,,All\nArea,n,%,n,n,n\nSutton,1,2,3,4,5\n";
    let (body, faults) = body(text, Some(&[1, 2, 3]));
    assert_eq!(faults, [""; 0]);
    assert_eq!(
        body.unwrap().table.header,
        ["Area", "2019 | White | n", "2019 | White | %", "2019 | Black | n", "2020 | n", "2020 | All | n"]
    );
}

#[test]
fn a_header_of_years_is_a_header() {
    let (body, faults) = body("Area,2019,2020\nSutton,1,2\nMerton,3,4\n", None);
    assert_eq!(faults, [""; 0]);
    assert_eq!(body.unwrap().header, [1]);
}

#[test]
fn columns_without_a_name_of_their_own_are_called_by_their_place() {
    let (body, faults) = body("Area,,n,n,\nSutton,a,1,2,\nMerton,b,3,4,\n", Some(&[1]));
    let body = body.unwrap();
    assert_eq!(body.table.header, ["Area", "column 2", "n | column 3", "n | column 4"]);
    assert_eq!(
        faults,
        [
            "warning: column 2 has no name in the header; it is called `column 2`
  --> cats.csv:1:2
  hint: use this name where the column is meant",
            "warning: columns 3 and 4 are all named `n`; the first is called `n | column 3`, and so on
  --> cats.csv:1:3
  hint: use this name, or add the header line above or below, which may tell the columns apart"
        ]
    );
}

#[test]
fn rows_may_differ_from_the_header_by_blanks_at_the_end_only() {
    let (body, faults) = body("Area,n,,\nSutton,1\nMerton,2,,,,\nBrent,3,4,\nBarnet\nEaling,5,,,6\n", Some(&[1]));
    let body = body.unwrap();
    assert_eq!(body.table.rows.len(), 3);
    assert!(body.table.rows.iter().all(|row| row.cells.len() == body.table.header.len()));
    let errors: Vec<&String> = faults.iter().filter(|fault| fault.starts_with("error")).collect();
    assert!(
        errors[0].starts_with("error: the row has 1 cells where the header has 2\n  --> cats.csv:5\n"),
        "{errors:?}"
    );
    assert!(
        errors[1].starts_with("error: the row has 5 cells where the header has 2\n  --> cats.csv:6\n"),
        "{errors:?}"
    );
    assert_eq!(errors.len(), 2);
}

#[test]
fn a_header_alone_no_header_and_a_wrong_line_are_refused() {
    let (none, faults) = body("Area,n\n", None);
    assert!(none.is_none() && faults[0].starts_with("error: the file holds no rows\n  --> cats.csv\n"), "{faults:?}");
    let (none, faults) = body("1,2\n3,4\n", None);
    assert_eq!(
        faults,
        [
            "error: no row could be recognised as the header\n  --> cats.csv\n  hint: name the line, or the lines, of the header"
        ]
    );
    assert!(none.is_none());
    let (none, faults) = body("Area,n\nSutton,4\n", Some(&[1, 9]));
    assert!(none.is_none());
    assert!(
        faults[0].starts_with("error: there is no row on line 9 that could be the header\n  --> cats.csv:9\n"),
        "{faults:?}"
    );
    let (none, faults) = body("Area,n\nSutton,4\n", Some(&[]));
    assert!(none.is_none() && faults[0].starts_with("error: no row could be recognised"), "{faults:?}");
    let late = "x,x\n".repeat(30) + "a,1\n";
    let (none, faults) = body(&late, None);
    assert!(none.is_none() && faults.len() == 1, "{faults:?}");
}

#[test]
fn a_row_that_only_looks_like_a_note_stays() {
    // Blank figures of the last borough, and a heading in the middle.
    let text = "Area,n,%\nInner London,,\nSutton,1,2\nOuter London,,\nMerton,,\n";
    let (body, faults) = body(text, None);
    assert_eq!(faults, [""; 0]);
    assert_eq!((body.as_ref().unwrap().table.rows.len(), body.unwrap().below.len()), (4, 0));
}

// Files as their publishers put them out

/// Cells without the blanks around them, by row and column; numbers as numbers, since exports write them differently.
fn values(grid: &Grid) -> BTreeMap<(usize, usize), String> {
    let lines = grid.rows.iter().filter(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
    let mut values = BTreeMap::new();
    for (row, cells) in lines.enumerate() {
        for (column, cell) in cells.cells.iter().enumerate() {
            let text = cell.trim().replace("\r\n", "\n");
            let value = text.parse::<f64>().map_or(text, |number| number.to_string());
            if !value.is_empty() {
                values.insert((row, column), value);
            }
        }
    }
    values
}

/// Each sheet of a workbook holds what its plain export holds.
fn assert_as_exported(workbook: &Path, exports: &Path, prefix: &str) {
    let mut findings = Findings::new();
    let opened = file::open(workbook, &Limits::default(), &mut findings).unwrap();
    let mut compared = 0;
    for sheet in &opened.grids {
        let Form::Sheet { name, .. } = &sheet.origin.form else {
            continue;
        };
        let export = exports.join(format!("{prefix}{}.csv", name.trim().to_lowercase().replace(' ', "-")));
        if !export.exists() {
            continue;
        }
        let export = file::open(&export, &Limits::default(), &mut findings).unwrap();
        assert_eq!(values(sheet), values(&export.grids[0]), "{name}");
        compared += 1;
    }
    assert!(compared > 10, "{compared}");
    assert_eq!(blocks(&findings), [""; 0]);
}

#[test]
fn published_workbooks_hold_what_their_exports_hold() {
    let Some(real) = support::shared("real") else {
        return;
    };
    assert_as_exported(
        &real.join("employment/aps-employment-rate-by-ethnicity-borough-2004-2020.xlsx"),
        &real.join("employment/sheets"),
        "aps-employment-rate-",
    );
    assert_as_exported(
        &real.join("housing/statutory-homelessness-borough-2017-18.xls"),
        &real.join("housing/sheets"),
        "statutory-homelessness-",
    );
}

#[test]
fn every_published_file_is_read_without_a_fault() {
    let Some(real) = support::shared("real") else {
        return;
    };
    let files = support::files(&real);
    assert!(files.len() > 60);
    for path in files {
        let name = path.extension().unwrap_or_default().to_string_lossy();
        let mut findings = Findings::new();
        let opened = file::open_sample(&path, 1 << 18, &mut findings);
        if name == "geojson" {
            assert!(opened.is_none());
            continue;
        }
        assert_eq!(blocks(&findings), [""; 0], "{}", path.display());
        if name == "csv" {
            let body = opened.unwrap().grids[0].body(None, &mut findings).unwrap();
            assert_eq!(findings.of(Severity::Error), [], "{}", path.display());
            assert!(body.table.rows.len() > 1, "{}", path.display());
        }
    }
}

#[test]
fn headers_of_published_tables_are_recognised() {
    let Some(real) = support::shared("real") else {
        return;
    };
    for (file, header, names, rows) in [
        (
            "employment/sheets/aps-employment-rate-2004.csv",
            vec![1, 2],
            vec!["Code", "Area", "working age employment rate - white | number"],
            51,
        ),
        ("education/dfe-key-stage-4-2016.csv", vec![4], vec!["Country_code_9_digit", "Country_code"], 164),
        (
            "housing/sheets/statutory-homelessness-trend-data.csv",
            vec![1, 2],
            vec!["Current ONS code", "Area name", "Decisions made during the year per 1,000 households | 2004/05"],
            35,
        ),
        ("health/mental-health-act-2023-24-sheet.csv", vec![1], vec!["Year", "Measure"], 6947),
        ("lookups/classification_lookup.csv", vec![1], vec!["Ethnicity", "Standard Ethnicity"], 285),
    ] {
        let mut findings = Findings::new();
        let opened = file::open(&real.join(file), &Limits::default(), &mut findings).unwrap();
        let body = opened.grids[0].body(None, &mut findings).unwrap();
        assert_eq!((&body.header, body.table.rows.len()), (&header, rows), "{file}");
        assert_eq!(body.table.header[..names.len()], names, "{file}");
    }
}
