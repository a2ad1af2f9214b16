//! Records with quotes, blank lines or faults → plain text, and every fault with its line.

use csv::{ByteRecord, Position};

use crate::finding::{Check, Findings, Location, Problem};
use crate::table::ragged_row;
use crate::text::{not_text, nul_byte};

use super::cells::Form;
use super::chunks::{self, Chunk, Special};
use super::columns::{Columns, Use};
use super::events;

/// A byte that no text in UTF-8 has, between the cells of rewritten records.
const SEPARATOR: u8 = 0xFE;

/// Another, after each of them.
const END: u8 = 0xFF;

/// Why a piece is not text, and on which line; its records cannot be looked at.
pub(super) fn fault(chunk: &Chunk) -> Option<(Problem, u64)> {
    let line = |place| chunk.line + chunks::line_breaks_before(&chunk.bytes, place);
    if chunk.special.nuls {
        let place = chunk.bytes.iter().position(|byte| *byte == 0);
        return Some((nul_byte(), line(place.unwrap_or_default())));
    }
    let error = std::str::from_utf8(&chunk.bytes).err()?;
    Some((not_text("UTF-8", Some("Windows-1252")), line(error.valid_up_to())))
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

/// What rewritten records look like: they have the columns in use and no others.
pub(super) fn form(uses: &[Use]) -> Form<'_> {
    Form { separator: SEPARATOR, end: END, uses }
}

/// The cells in use of each record, without the blanks around them. Faulty records are findings and are left out.
pub(super) fn rewrite(
    chunk: &Chunk,
    columns: &Columns,
    whole_numbers: Option<Check>,
    findings: &mut Findings,
) -> Vec<u8> {
    let mut plain = Vec::with_capacity(chunk.bytes.len());
    let mut reader = chunks::reader(&chunk.bytes);
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let sound = plain.len();
        let Some((problem, column)) = write(&record, columns, whole_numbers, &mut plain) else {
            continue;
        };
        plain.truncate(sound);
        let place = location(chunk, record.position(), column, columns);
        if findings.len() == events::LISTED {
            findings.add(events::more_faults(), place);
            break;
        }
        findings.add(problem, place);
    }
    plain
}

/// Writes a record; otherwise what is wrong with it, and in which column.
fn write(
    record: &ByteRecord,
    columns: &Columns,
    whole_numbers: Option<Check>,
    plain: &mut Vec<u8>,
) -> Option<(Problem, Option<usize>)> {
    let (expected, found) = (columns.header.len(), record.len());
    if expected != found {
        return Some((ragged_row(expected, found), None));
    }
    let cells = columns.uses.iter().zip(record).enumerate();
    for (place, (column, (used, cell))) in cells.filter(|(_, (used, _))| **used != Use::Unused).enumerate() {
        if place > 0 {
            plain.push(SEPARATOR);
        }
        let cell = cell.trim_ascii();
        plain.extend_from_slice(cell);
        let text = String::from_utf8_lossy(cell);
        if *used == Use::Events && events::parse(&text).is_none() {
            let name = columns.header.get(column).map_or("", String::as_str);
            return Some((events::problem(&text, name, whole_numbers), Some(column)));
        }
    }
    plain.push(END);
    None
}

/// Where a record of a piece stands.
pub(super) fn location(
    chunk: &Chunk,
    position: Option<&Position>,
    column: Option<usize>,
    columns: &Columns,
) -> Location {
    let start = position.map_or(0, chunks::place);
    let line = chunk.line + chunks::line_breaks_before(&chunk.bytes, start);
    Location { column: column.map(|column| column as u64 + 1), ..Location::line(&columns.path, line) }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use csv::{QuoteStyle, Terminator, WriterBuilder};
    use proptest::prelude::*;

    use super::super::cells::encode;
    use super::super::chunks::Chunks;
    use super::*;

    /// The cells of a file that is read in pieces, on either way.
    fn read(file: &[u8], width: usize, size: usize) -> Vec<Vec<String>> {
        let uses: Vec<Use> = (0..width).map(Use::Key).collect();
        let columns = Columns { path: PathBuf::from("cats.csv"), file: 0, header: vec![String::new(); width], uses };
        let mut chunks = Chunks::new(file, size);
        let mut rows = Vec::new();
        while let Some(chunk) = chunks.next().unwrap() {
            assert_eq!(fault(&chunk), None);
            let plain = Form { separator: b',', end: b'\n', uses: &columns.uses };
            let mut findings = Findings::new();
            let (bytes, form) = if is_plain(&chunk) && encode(&chunk.bytes, plain, 0).is_some() {
                (chunk.bytes, plain)
            } else {
                (rewrite(&chunk, &columns, None, &mut findings), form(&columns.uses))
            };
            assert!(findings.is_empty(), "{findings:?}");
            let piece = encode(&bytes, form, 0).unwrap();
            rows.extend(
                (0..piece.records()).map(|record| piece.record(record).into_iter().map(str::to_owned).collect()),
            );
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
