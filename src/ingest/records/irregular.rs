//! Records with quotes, blank lines or faults → plain text, and every fault with its line.

use csv::{ByteRecord, Position};

use crate::finding::{Fault, Findings, Location, Problem, negative, no_value, not_whole};

use super::cells::{self, Form, Use};
use super::chunks::{self, Chunk, Special};
use super::layout::Layout;

/// A byte that no text in UTF-8 has, between the cells of rewritten records.
const SEPARATOR: u8 = 0xFE;

/// Another, after each of them.
const END: u8 = 0xFF;

/// How many faults of a piece are listed.
const LISTED: usize = 20;

/// Why a piece is not text; its records cannot be looked at.
pub(super) fn not_text(chunk: &Chunk) -> Option<(Fault, u64)> {
    let line = |place| chunk.line + chunks::line_breaks_before(&chunk.bytes, place);
    if chunk.special.nuls {
        let place = chunk.bytes.iter().position(|byte| *byte == 0);
        return Some((Fault::NulByte, line(place.unwrap_or_default())));
    }
    let error = std::str::from_utf8(&chunk.bytes).err()?;
    let looks_like = "Windows-1252";
    Some((Fault::WrongEncoding { looks_like }, line(error.valid_up_to())))
}

/// Whether records part at their newlines and cells at their commas, whatever is in them.
pub(super) fn is_plain(chunk: &Chunk) -> bool {
    let Special { quotes, returns, .. } = chunk.special;
    !quotes && (!returns || returns_are_line_ends(&chunk.bytes))
}

fn returns_are_line_ends(bytes: &[u8]) -> bool {
    let next = bytes.iter().skip(1).chain(std::iter::once(&b'\n'));
    bytes.iter().zip(next).all(|(byte, next)| *byte != b'\r' || *next == b'\n')
}

/// The form of rewritten records: the columns in use and no others.
pub(super) fn form(layout: &Layout) -> Form {
    let columns = layout.form.columns.iter().copied();
    Form { separator: SEPARATOR, end: END, columns: columns.filter(|used| *used != Use::Unused).collect() }
}

/// The cells in use of each record, without the blanks around them. Faulty records are findings and are left out.
pub(super) fn rewrite(chunk: &Chunk, layout: &Layout, findings: &mut Findings) -> Vec<u8> {
    let mut plain = Vec::with_capacity(chunk.bytes.len());
    let mut reader = chunks::reader(&chunk.bytes);
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let sound = plain.len();
        let cells = layout.form.columns.iter().zip(&record).enumerate();
        let cells = cells.filter(|(_, (used, _))| **used != Use::Unused);
        let mut faults = ragged(&record, layout);
        for (place, (column, (used, cell))) in cells.enumerate() {
            if place > 0 {
                plain.push(SEPARATOR);
            }
            let cell = cell.trim_ascii();
            plain.extend_from_slice(cell);
            if *used == Use::Events && cells::events(cell).is_none() && faults.is_none() {
                faults = Some((not_events(cell, layout, column), Some(column)));
            }
        }
        let Some((fault, column)) = faults else {
            plain.push(END);
            continue;
        };
        plain.truncate(sound);
        let place = location(chunk, record.position(), column, layout);
        if findings.len() == LISTED {
            findings.add(Fault::MoreFaults, place);
            break;
        }
        findings.add(fault, place);
    }
    plain
}

fn ragged(record: &ByteRecord, layout: &Layout) -> Option<(Problem, Option<usize>)> {
    let (expected, found) = (layout.form.columns.len(), record.len());
    (expected != found).then_some((Fault::RaggedRow { expected, found }.into(), None))
}

fn not_events(cell: &[u8], layout: &Layout, column: usize) -> Problem {
    let column = layout.header.get(column).map_or("", String::as_str);
    let text = String::from_utf8_lossy(cell);
    match text.parse::<f64>() {
        _ if text.is_empty() => no_value(column),
        Ok(number) if number < 0.0 => negative(&text, column),
        Ok(_) | Err(_) => not_whole(&text, column, "events"),
    }
}

fn location(chunk: &Chunk, position: Option<&Position>, column: Option<usize>, layout: &Layout) -> Location {
    let start = position.map_or(0, chunks::place);
    let line = chunk.line + chunks::line_breaks_before(&chunk.bytes, start);
    match column {
        Some(column) => Location::cell(&layout.path, line, column as u64 + 1),
        None => Location::line(&layout.path, line),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use csv::{QuoteStyle, Terminator, WriterBuilder};
    use proptest::prelude::*;

    use super::super::cells::encode;
    use super::super::chunks::Chunks;
    use super::super::layout::{Roles, Whereabouts};
    use super::*;

    fn layout(columns: usize) -> Layout {
        Layout {
            path: PathBuf::from("cats.csv"),
            file: 0,
            header: Vec::new(),
            form: Form { separator: b',', end: b'\n', columns: (0..columns).map(Use::Key).collect() },
            roles: Roles { date: 0, group: 0, place: Whereabouts::Area(0), by: Vec::new(), conditions: Vec::new() },
        }
    }

    /// The cells of a file that is read in pieces, on either way.
    fn read(file: &[u8], columns: usize, size: usize) -> Vec<Vec<String>> {
        let layout = layout(columns);
        let mut chunks = Chunks::new(file, size);
        let mut rows = Vec::new();
        while let Some(chunk) = chunks.next().unwrap() {
            assert_eq!(not_text(&chunk), None);
            let mut findings = Findings::new();
            let (bytes, form) = if is_plain(&chunk) && encode(&chunk.bytes, &layout.form, 0).is_some() {
                (chunk.bytes, layout.form.clone())
            } else {
                (rewrite(&chunk, &layout, &mut findings), form(&layout))
            };
            assert!(findings.is_empty(), "{findings:?}");
            let encoded = encode(&bytes, &form, 0).unwrap();
            for record in 0..encoded.records {
                let cell = |key: &cells::Key<'_>| {
                    let number = key.numbers[record] as usize;
                    key.dictionary.texts().nth(number).unwrap().to_owned()
                };
                rows.push(encoded.keys.iter().map(cell).collect());
            }
        }
        rows
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]
        /// However a file is quoted, ended and cut into pieces, its cells are those that were written.
        #[test]
        fn cells_come_out_as_they_were_written(
            rows in prop::collection::vec(prop::collection::vec("[a\u{e9}\",\n\r ]{0,4}|[b-e]{0,40}", 3), 0..30),
            style in prop::sample::select(vec![QuoteStyle::Necessary, QuoteStyle::Always]),
            end in prop::sample::select(vec![Terminator::CRLF, Terminator::Any(b'\n')]),
            size in 600_usize..2_000,
        ) {
            let mut writer = WriterBuilder::new().quote_style(style).terminator(end).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            let file = writer.into_inner().unwrap();
            let trimmed = |row: &Vec<String>| row.iter().map(|cell| cell.trim().to_owned()).collect();
            let expected: Vec<Vec<String>> = rows.iter().map(trimmed).collect();
            prop_assert_eq!(read(&file, 3, size), expected);
        }
    }
}
