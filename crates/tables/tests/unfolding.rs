//! Small files that stand for far more than they hold, or that end where a reader waits for more: refused at once, with
//! the sheet and the reason.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on is to stop")]

use std::io::{Cursor, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use tables::file::{self, Limits, Opened};
use tables::finding::Findings;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn archive(members: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// An `OpenDocument` workbook of this body.
fn ods(body: &str) -> Vec<u8> {
    let content = format!("<?xml version=\"1.0\"?><office:document-content>{body}");
    let manifest = "<manifest:manifest/>";
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", &content),
    ])
}

/// A whole one of a sheet with these rows.
fn sheet(rows: &str) -> Vec<u8> {
    ods(&format!("<table:table table:name=\"cats\">{rows}</table:table></office:document-content>"))
}

fn open(name: &str, bytes: &[u8]) -> (Option<Opened>, Vec<String>) {
    let (mut findings, start) = (Findings::new(), Instant::now());
    let opened = file::open_bytes(Path::new(name), bytes, &Limits::default(), &mut findings);
    // Slow as a test without optimisation is on a busy machine: what hung took minutes, or never ended.
    assert!(start.elapsed() < Duration::from_secs(20), "{name}: {:?}", start.elapsed());
    (opened, findings.sorted().iter().map(ToString::to_string).collect())
}

fn refused(name: &str, bytes: &[u8], reason: &str) {
    let (opened, faults) = open(name, bytes);
    assert!(opened.is_none() && faults.len() == 1, "{faults:?}");
    assert!(faults[0].contains(reason), "{}", faults[0]);
}

#[test]
fn a_sheet_that_ends_too_early_is_refused_with_its_name() {
    let row = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell>";
    let table = format!("<table:table table:name=\"cats\">{row}</table:table-row>");
    for (body, reason) in [
        (table.clone(), "it ends inside `table:table`"),
        (format!("{table}<table:table-row>"), "it ends inside `table:table-row`"),
        (format!("{table}{row}<table:table-cell"), "syntax error"),
        (format!("{table}<table:table-row><table:table-cell><office:annotation><text:p>b"), "it ends inside `text:p`"),
        (format!("{table}</table:wrong>"), "ill-formed"),
    ] {
        refused("cats.ods", &ods(&body), reason);
        refused("cats.ods", &ods(&body), "--> cats.ods/cats\n");
    }
    refused("cats.ods", &ods("<office:body>"), "it ends inside `office:body`");
}

#[test]
fn what_stands_for_far_more_than_a_table_has_is_refused() {
    let cell = "<table:table-cell office:value=\"1\" table:number-columns-repeated=\"16000\"/>";
    let many = format!("<table:table-row table:number-rows-repeated=\"6200\">{cell}</table:table-row>");
    // A line break in a tag is a blank like any other.
    for rows in [many.clone(), many.replace(' ', "\n")] {
        refused("cats.ods", &sheet(&rows), "more than ");
    }
    let text = "A".repeat(200_000);
    for cell in [
        "<table:table-cell><text:p>a<text:s text:c=\"2147483647\"/></text:p></table:table-cell>".to_owned(),
        "<table:table-cell><text:p><text:s text:c=\"90000000\"/><text:s text:c=\"90000000\"/><text:s text:c=\"90000000\"/></text:p></table:table-cell>".to_owned(),
        format!("<table:table-cell table:number-columns-repeated=\"16000\"><text:p>{text}</text:p></table:table-cell>"),
        format!("<table:covered-table-cell table:number-columns-repeated='16000' office:string-value='{text}'/>"),
    ] {
        refused("cats.ods", &sheet(&format!("<table:table-row>{cell}</table:table-row>")), "192 MiB of memory");
    }
    let times = "<table:table-row table:number-rows-repeated=\"4294967295\"><table:table-cell office:value=\"1\"/></table:table-row>";
    refused("cats.ods", &sheet(times), "is repeated 4294967295 times\n  --> cats.ods/cats\n");
    refused("cats.ods", &sheet(&times.replace("4294967295", "-1")), "`-1` is no number of times");
}

/// Blank rows and cells at the end of a sheet are there for their format, and are as if they were not.
#[test]
fn what_is_repeated_and_blank_takes_nothing() {
    let blank = "<table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
    let row = "<table:table-row><table:table-cell\noffice:value-type=\"string\"><text:p>a<text:s/>&amp;<text:tab/>b</text:p><text:p>c</text:p></table:table-cell><table:table-cell table:number-columns-repeated=\"16383\"/></table:table-row>";
    let twice = "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/><table:table-cell office:value=\"0.50\" table:number-columns-repeated=\"2\"/></table:table-row>";
    let (opened, faults) = open(
        "cats.ods",
        &sheet(&format!("{row}<table:table-header-rows>{twice}</table:table-header-rows>{blank}{row}")),
    );
    assert_eq!(faults, [""; 0]);
    let rows = &opened.unwrap().grids[0].rows;
    let cells: Vec<(u64, Vec<&str>)> = rows.iter().map(|row| (row.line, row.cells.iter().collect())).collect();
    let text = "a &\tb\nc";
    let figures = vec!["", "0.5", "0.5"];
    assert_eq!(cells, [(1, vec![text]), (2, figures.clone()), (3, figures), (4, vec![]), (1_048_574, vec![text])]);
}

#[test]
fn a_workbook_with_a_password_is_said_to_have_one() {
    let manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    let locked = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", "\u{1}\u{2}\u{fffd}"),
        ("META-INF/manifest.xml", manifest),
    ]);
    refused("cats.ods", &locked, "the ods workbook is protected by a password");
}

/// A workbook of the later form, of which one part is spoilt.
fn xlsx(part: &str, spoil: impl Fn(&str) -> String) -> Vec<u8> {
    let relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let members = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "_rels/.rels",
            format!(
                "<Relationships><Relationship Id=\"r1\" Type=\"{relation}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns:r=\"{relation}\"><sheets><sheet name=\"cats\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships><Relationship Id=\"r1\" Type=\"{relation}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/styles.xml", "<styleSheet><cellXfs><xf/></cellXfs></styleSheet>".to_owned()),
        ("xl/sharedStrings.xml", "<sst uniqueCount=\"1\"><si><t>cat</t></si></sst>".to_owned()),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>"
                .to_owned(),
        ),
    ];
    let members = members.map(|(name, text)| (name, if name.ends_with(part) { spoil(&text) } else { text }));
    archive(&members.each_ref().map(|(name, text)| (*name, text.as_str())))
}

#[test]
fn an_xlsx_workbook_is_looked_through_first() {
    assert_eq!(open("cats.xlsx", &xlsx("none", str::to_owned)).1, [""; 0]);
    for part in ["workbook.xml", "workbook.xml.rels", "styles.xml", "sharedStrings.xml", "sheet1.xml"] {
        for parts in 1..4 {
            let bytes = xlsx(part, |text| text[..parts * text.len() / 4].to_owned());
            refused("cats.xlsx", &bytes, &format!("/{part}`: "));
        }
    }
    let formats = xlsx("styles.xml", |text| text.replace("<xf/>", &"<xf/>".repeat(800_000)));
    refused("cats.xlsx", &formats, "elements");
    let text = "A".repeat(30_000);
    let rows: String = (1..20_000).fold(String::new(), |rows, row| {
        rows + &format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")
    });
    let shared = xlsx("sheet1.xml", |_| format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"));
    assert!(open("cats.xlsx", &shared).0.is_some());
    let long = xlsx("sheet1.xml", |_| {
        let cells = format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
        format!("<worksheet><sheetData><row r=\"1\">{cells}</row></sheetData></worksheet>")
    });
    assert!(open("cats.xlsx", &long).0.is_some());
    let far = xlsx("sheet1.xml", |_| {
        format!("<worksheet><sheetData>{}</sheetData></worksheet>", rows.replace("\"A", "\"XFD"))
    });
    refused("cats.xlsx", &far, "--> cats.xlsx/cats\n");
}

#[test]
fn millions_of_rows_of_next_to_nothing_are_refused() {
    for row in ["1\n", "\"\n\"\n", ",,,,,,,,\n", "a;\r\n\r\n"] {
        refused("cats.csv", row.repeat((18 << 20) / row.len()).as_bytes(), "more than ");
    }
}
