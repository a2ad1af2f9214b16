//! The sheets of a workbook → rows of cells, each as the text of its value, with the row that the spreadsheet counts.
//!
//! A number is written with the fewest digits that read back as the same number, whatever its format shows, and with a
//! per cent sign where the format shows one; a date as
//! ISO 8601; an error as its own text. A merged cell has its value in the first of the cells that it covers.

use std::fmt::Display;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, ExcelDateTime, Range, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use crate::caught::caught;
use crate::finding::{Findings, Location, Problem};
use crate::row::Row;

use super::compound::{self, Unfit};
use super::container::{Workbook, inside};
use super::filling::Filling;
use super::room::{Room, too_many_cells};
use super::sheet::{Read, Sheet};
use super::{Limits, formula, opendocument, percent, unpack, xml};

type Bytes<'bytes> = Cursor<&'bytes [u8]>;

/// Reads all worksheets; charts and macros are none. A sheet that cannot be read is a finding, and the others are read.
pub(super) fn sheets(
    bytes: &[u8],
    workbook: Workbook,
    (limits, room): (&Limits, &mut Room),
    place: &Path,
    findings: &mut Findings,
) -> Option<Vec<Sheet>> {
    let sheets = caught(|| match workbook {
        Workbook::Xlsx => xlsx(bytes, limits, room),
        Workbook::Xls => xls(bytes, room),
        Workbook::Ods => ods(bytes, limits, room),
    });
    let panicked = || Err(unpack::damaged(workbook.label(), "its parts contradict each other"));
    match sheets.unwrap_or_else(panicked) {
        Ok(read) => {
            let mut sheets = Vec::new();
            for (name, sheet) in read {
                match sheet {
                    Ok(sheet) => sheets.push(sheet),
                    Err(problem) => findings.add(problem, Location::file(&inside(place, &name))),
                }
            }
            Some(sheets)
        }
        Err(problem) => {
            findings.add(problem, Location::file(place));
            None
        }
    }
}

fn xlsx(bytes: &[u8], limits: &Limits, room: &mut Room) -> Read {
    const KIND: Workbook = Workbook::Xlsx;
    unpack::each_part(bytes, KIND, limits, &mut |name, part| examine(name, &part, room))?;
    let mut workbook = Xlsx::<Bytes<'_>>::new(Cursor::new(bytes))
        .map_err(|error| refused(KIND, matches!(error, XlsxError::Password), error))?;
    let sheets = listed(workbook.sheets_metadata());
    let mut read = Vec::new();
    for (name, hidden) in sheets {
        let rows = xlsx_rows(&mut workbook, &name, room);
        read.push(sheet(name, hidden, rows));
    }
    Ok(read)
}

/// Looks through a part of an xlsx workbook, of which the reader makes a list in memory before any cell is asked for.
fn examine(name: &str, part: &[u8], room: &Room) -> Result<(), Problem> {
    const KIND: Workbook = Workbook::Xlsx;
    /// Bytes of memory that an element takes: a format of cells, a text that cells share, a name.
    const ELEMENT: usize = 256;
    const TEXT: usize = 48;
    let lower = name.to_lowercase();
    if !["xml", "rels"].iter().any(|end| lower.rsplit('.').next() == Some(end)) {
        return Ok(());
    }
    let fault = |reason: String| damaged(KIND, format!("`{name}`: {reason}"));
    let most = if lower.ends_with("sharedstrings.xml") {
        if !says_what_it_holds(utf8(KIND, part)?) {
            return Err(damaged(KIND, "it says that it has more texts than it has"));
        }
        room.cells_of(TEXT)
    } else if lower.contains("/worksheets/") {
        // Its cells are read one by one.
        usize::MAX
    } else {
        room.cells_of(ELEMENT)
    };
    xml::examine(part, most).map_err(fault)
}

/// The cells one by one: the reader's own table of a sheet is as large as its furthest corner, wherever that is said
/// to be.
fn xlsx_rows(workbook: &mut Xlsx<Bytes<'_>>, name: &str, room: &mut Room) -> Result<Vec<Row>, Problem> {
    let damaged = |error| damaged(Workbook::Xlsx, error);
    let mut formulas = formula::formulas(workbook, name, room);
    let mut cells = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let mut grid = Filling::new(room);
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(damaged)? {
        let format = cells.styles().get(style).and_then(|style| style.number_format.as_ref());
        let value = Data::from(cell.get_value().clone());
        let in_percent = |number| format.is_some_and(|format| percent::is_percent(&format.format_code, number));
        let text = text(&value, in_percent);
        if !text.is_empty() {
            formulas.remove(&cell.get_position());
        }
        grid.put(cell.get_position(), &text)?;
    }
    for (place, formula) in formulas {
        grid.put(place, &formula)?;
    }
    grid.rows()
}

fn xls(bytes: &[u8], room: &mut Room) -> Read {
    const KIND: Workbook = Workbook::Xls;
    // A newer workbook with a password is packed into a file of this kind.
    if holds_utf16(bytes, "EncryptedPackage") {
        return Err(unpack::locked(KIND.label()));
    }
    // The reader holds all sheets, and hands out a copy of each.
    let most = room.cells_of(2 * size_of::<Data>());
    compound::examine(bytes, most).map_err(|unfit| match unfit {
        Unfit::Broken(reason) => damaged(KIND, reason),
        Unfit::TooManyCells => too_many_cells(most),
    })?;
    let mut workbook = Xls::<Bytes<'_>>::new(Cursor::new(bytes))
        .map_err(|error| refused(KIND, matches!(error, XlsError::Password), error))?;
    Ok(xls_sheets(&mut workbook, room))
}

fn ods(bytes: &[u8], limits: &Limits, room: &mut Room) -> Read {
    const KIND: Workbook = Workbook::Ods;
    let (mut content, mut locked) = (None, false);
    unpack::each_part(bytes, KIND, limits, &mut |name, part| {
        match name {
            "content.xml" => content = Some(part),
            "META-INF/manifest.xml" => locked = opendocument::is_locked(&part),
            _ => {}
        }
        Ok(())
    })?;
    if locked {
        return Err(unpack::locked(KIND.label()));
    }
    let content = content.ok_or_else(|| damaged(KIND, "it has no content.xml"))?;
    opendocument::sheets(utf8(KIND, &content)?, room)
}

fn xls_sheets(workbook: &mut Xls<Bytes<'_>>, room: &mut Room) -> Vec<(String, Result<Sheet, Problem>)> {
    let sheets = listed(workbook.sheets_metadata()).into_iter();
    let read = sheets.map(|(name, hidden)| {
        let range = workbook.worksheet_range(&name).map_err(|error| damaged(Workbook::Xls, error));
        let rows = range.and_then(|range| range_rows(&range, room));
        sheet(name, hidden, rows)
    });
    read.collect()
}

/// The text of members that the reader makes room for as they say, which is examined before.
fn utf8(workbook: Workbook, bytes: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(bytes).map_err(|_| damaged(workbook, "its parts are not in UTF-8"))
}

/// Whether the texts that the cells of an xlsx workbook share may be as many as it says.
fn says_what_it_holds(texts: &str) -> bool {
    let counts = texts.split("uniqueCount").skip(1);
    let counts = counts.map(|rest| rest.split(['"', '\'']).nth(1).map_or("", str::trim));
    counts.into_iter().all(|count| count.parse::<usize>().is_ok_and(|count| count <= texts.len()))
}

fn listed(sheets: &[calamine::Sheet]) -> Vec<(String, bool)> {
    sheets
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect()
}

fn sheet(name: String, hidden: bool, rows: Result<Vec<Row>, Problem>) -> (String, Result<Sheet, Problem>) {
    let key = name.clone();
    (key, rows.map(|rows| Sheet { name, hidden, rows }))
}

fn range_rows(range: &Range<Data>, room: &mut Room) -> Result<Vec<Row>, Problem> {
    let (top, left) = range.start().unwrap_or_default();
    let mut grid = Filling::new(room);
    for (row, column, value) in range.used_cells() {
        let far = |offset, from: u32| u32::try_from(offset).unwrap_or(u32::MAX).saturating_add(from);
        grid.put((far(row, top), far(column, left)), &text(value, |_| false))?;
    }
    grid.rows()
}

/// A value as a reader sees it, without the rounding that the format of its cell may add; of its signs that of per cent.
fn text(value: &Data, in_percent: impl Fn(f64) -> bool) -> String {
    match value {
        Data::Empty => String::new(),
        Data::Int(number) if in_percent(*number as f64) => percent::shown(*number as f64),
        Data::Float(number) if in_percent(*number) => percent::shown(*number),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(when) => moment(*when),
        Data::Error(error) => error.to_string(),
    }
}

/// A date, a time of day, or both; a length of time in hours, minutes and seconds.
fn moment(when: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, milli) = when.to_ymd_hms_milli();
    let fraction = if milli == 0 { String::new() } else { format!(".{milli:03}") };
    let time = format!("{minute:02}:{second:02}{fraction}");
    let days = when.as_f64();
    if when.is_duration() {
        let hours = (days.max(0.0) * 24.0 + f64::EPSILON).floor();
        return format!("{hours}:{time}");
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (0.0..1.0).contains(&days) {
        format!("{hour:02}:{time}")
    } else if (hour, minute, second, milli) == (0, 0, 0, 0) {
        date
    } else {
        format!("{date}T{hour:02}:{time}")
    }
}

fn holds_utf16(bytes: &[u8], text: &str) -> bool {
    let text: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(text.len()).any(|window| window == text)
}

fn refused(workbook: Workbook, locked: bool, error: impl Display) -> Problem {
    if locked { unpack::locked(workbook.label()) } else { damaged(workbook, error) }
}

fn damaged(workbook: Workbook, error: impl Display) -> Problem {
    unpack::damaged(workbook.label(), error)
}

#[cfg(test)]
mod tests {
    use calamine::{CellErrorType, ExcelDateTimeType};

    use super::*;

    fn date(days: f64) -> Data {
        Data::DateTime(ExcelDateTime::new(days, ExcelDateTimeType::DateTime, false))
    }

    #[test]
    fn a_cell_is_the_text_of_its_value() {
        let hours = ExcelDateTime::new(1.5, ExcelDateTimeType::TimeDelta, false);
        for (value, expected) in [
            (Data::Float(4300.0), "4300"),
            (Data::Float(72.834_343_613_675_56), "72.83434361367556"),
            (Data::Int(7), "7"),
            (Data::Bool(true), "TRUE"),
            (Data::Error(CellErrorType::Div0), "#DIV/0!"),
            (Data::Error(CellErrorType::Value), "#VALUE!"),
            (Data::Empty, ""),
            (date(44_377.0), "2021-06-30"),
            (date(44_377.5), "2021-06-30T12:00:00"),
            (date(0.25), "06:00:00"),
            (Data::DateTime(hours), "36:00:00"),
        ] {
            assert_eq!(text(&value, |_| false), expected);
        }
    }

    #[test]
    fn a_count_of_texts_is_not_believed() {
        assert!(says_what_it_holds("<sst count=\"2\" uniqueCount=\"1\"><si/></sst>"));
        assert!(says_what_it_holds(""));
        assert!(!says_what_it_holds("<sst uniqueCount='99999999999'><si/></sst>"));
    }
}
