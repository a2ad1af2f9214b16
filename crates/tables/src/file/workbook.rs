//! The sheets of a workbook → rows of cells, each as the text of its value, with the row that the spreadsheet counts.
//!
//! A number is written with the fewest digits that read back as the same number, whatever its format shows, and with a
//! per cent sign where the format shows one; a date as
//! ISO 8601; an error as its own text. A merged cell has its value in the first of the cells that it covers.

use std::fmt::Display;
use std::io::Cursor;
use std::path::Path;

use calamine::{
    Data, ExcelDateTime, Ods, OdsError, Range, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError,
};

use crate::caught::caught;
use crate::finding::{Findings, Location, Problem};
use crate::table::Row;

use super::compound::{self, Unfit};
use super::container::Workbook;
use super::grid::inside;
use super::percent::{self, PercentCells};
use super::unpack;
use super::{Limits, too_many_cells};

/// A sheet as it stands.
pub(super) struct Sheet {
    pub(super) name: String,
    /// Whether the spreadsheet does not show it.
    pub(super) hidden: bool,
    /// Its rows. A run of empty rows is one row without cells.
    pub(super) rows: Vec<Row>,
}

type Bytes<'bytes> = Cursor<&'bytes [u8]>;

/// Reads all worksheets; charts and macros are none. A sheet that cannot be read is a finding, and the others are read.
pub(super) fn sheets(
    bytes: &[u8],
    workbook: Workbook,
    limits: &Limits,
    place: &Path,
    findings: &mut Findings,
) -> Option<Vec<Sheet>> {
    let sheets = caught(|| match workbook {
        Workbook::Xlsx => xlsx(bytes, limits),
        Workbook::Xls => xls(bytes, limits),
        Workbook::Ods => ods(bytes, limits),
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

/// The sheets by name, each read or refused.
type Read = Result<Vec<(String, Result<Sheet, Problem>)>, Problem>;

fn xlsx(bytes: &[u8], limits: &Limits) -> Read {
    const KIND: Workbook = Workbook::Xlsx;
    let texts = unpack::measure(bytes, KIND, "sharedStrings.xml", limits)?;
    if !says_what_it_holds(xml(KIND, &texts)?) {
        return Err(damaged(KIND, "it says that it has more texts than it has"));
    }
    let mut workbook = Xlsx::<Bytes<'_>>::new(Cursor::new(bytes))
        .map_err(|error| refused(KIND, matches!(error, XlsxError::Password), error))?;
    let sheets = listed(workbook.sheets_metadata());
    let mut read = Vec::new();
    for (name, hidden) in sheets {
        let rows = xlsx_rows(&mut workbook, &name, limits);
        read.push(sheet(name, hidden, rows));
    }
    Ok(read)
}

/// The cells one by one: the reader's own table of a sheet is as large as its furthest corner, wherever that is said
/// to be.
fn xlsx_rows(workbook: &mut Xlsx<Bytes<'_>>, name: &str, limits: &Limits) -> Result<Vec<Row>, Problem> {
    let damaged = |error| damaged(Workbook::Xlsx, error);
    let mut cells = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let mut grid = Filling::new(limits);
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(damaged)? {
        let format = cells.styles().get(style).and_then(|style| style.number_format.as_ref());
        let value = Data::from(cell.get_value().clone());
        let in_percent = |number| format.is_some_and(|format| percent::is_percent(&format.format_code, number));
        grid.put(cell.get_position(), text(&value, in_percent))?;
    }
    grid.rows()
}

fn xls(bytes: &[u8], limits: &Limits) -> Read {
    const KIND: Workbook = Workbook::Xls;
    // A newer workbook with a password is packed into a file of this kind.
    if holds_utf16(bytes, "EncryptedPackage") {
        return Err(unpack::locked(KIND.label()));
    }
    compound::examine(bytes, limits.cells).map_err(|unfit| match unfit {
        Unfit::Broken(reason) => damaged(KIND, reason),
        Unfit::TooManyCells => too_many_cells(limits.cells),
    })?;
    let mut workbook = Xls::<Bytes<'_>>::new(Cursor::new(bytes))
        .map_err(|error| refused(KIND, matches!(error, XlsError::Password), error))?;
    Ok(sheets_of(&mut workbook, KIND, &[], limits))
}

fn ods(bytes: &[u8], limits: &Limits) -> Read {
    const KIND: Workbook = Workbook::Ods;
    let content = unpack::measure(bytes, KIND, "content.xml", limits)?;
    let text = xml(KIND, &content)?;
    if repeated_cells(text) > limits.cells {
        return Err(too_many_cells(limits.cells));
    }
    let mut workbook = Ods::<Bytes<'_>>::new(Cursor::new(bytes))
        .map_err(|error| refused(KIND, matches!(error, OdsError::Password), error))?;
    Ok(sheets_of(&mut workbook, KIND, &percent::of_ods(text), limits))
}

/// The sheets of a workbook whose reader takes each in whole.
fn sheets_of<'bytes, R>(
    workbook: &mut R,
    kind: Workbook,
    in_percent: &[PercentCells],
    limits: &Limits,
) -> Vec<(String, Result<Sheet, Problem>)>
where
    R: Reader<Bytes<'bytes>>,
    R::Error: Display,
{
    let sheets = listed(workbook.sheets_metadata()).into_iter().enumerate();
    let read = sheets.map(|(place, (name, hidden))| {
        let range = workbook.worksheet_range(&name).map_err(|error| damaged(kind, error));
        let rows = range.and_then(|range| range_rows(&range, in_percent.get(place), limits));
        sheet(name, hidden, rows)
    });
    read.collect()
}

/// The text of members that the reader makes room for as they say, which is examined before.
fn xml(workbook: Workbook, bytes: &[u8]) -> Result<&str, Problem> {
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

fn range_rows(range: &Range<Data>, in_percent: Option<&PercentCells>, limits: &Limits) -> Result<Vec<Row>, Problem> {
    let (top, left) = range.start().unwrap_or_default();
    let mut grid = Filling::new(limits);
    for (row, column, value) in range.used_cells() {
        let far = |offset, from: u32| u32::try_from(offset).unwrap_or(u32::MAX).saturating_add(from);
        let (row, column) = (far(row, top), far(column, left));
        let in_percent = in_percent.is_some_and(|cells| cells.contains(row, column));
        grid.put((row, column), text(value, |_| in_percent))?;
    }
    grid.rows()
}

/// Cells with their places, until they are rows.
struct Filling {
    /// Row and column, counted from 0, and the text.
    cells: Vec<(u32, u32, String)>,
    most: usize,
}

impl Filling {
    fn new(limits: &Limits) -> Self {
        Self { cells: Vec::new(), most: limits.cells }
    }

    fn put(&mut self, (row, column): (u32, u32), text: String) -> Result<(), Problem> {
        if text.is_empty() {
            return Ok(());
        }
        self.cells.push((row, column, text));
        self.within(self.cells.len())
    }

    fn within(&self, cells: usize) -> Result<(), Problem> {
        if cells > self.most { Err(too_many_cells(self.most)) } else { Ok(()) }
    }

    /// The rows from the first that has a cell, each to its last cell.
    fn rows(mut self) -> Result<Vec<Row>, Problem> {
        self.cells.sort_by_key(|(row, column, _)| (*row, *column));
        let (mut rows, mut count) = (Vec::<Row>::new(), 0);
        for (row, column, text) in std::mem::take(&mut self.cells) {
            let line = u64::from(row) + 1;
            let last = rows.last().map(|row| row.line);
            if last != Some(line) {
                if let Some(last) = last.filter(|last| last + 1 < line) {
                    let cells = Vec::new();
                    rows.push(Row { line: last + 1, cells });
                }
                rows.push(Row { line, cells: Vec::new() });
            }
            let Some(row) = rows.last_mut() else { continue };
            let before = row.cells.len();
            let needed = usize::try_from(column).unwrap_or(usize::MAX).saturating_add(1);
            count += needed.saturating_sub(before);
            self.within(count)?;
            row.cells.resize(needed.max(before), String::new());
            if let Some(cell) = row.cells.last_mut() {
                *cell = text;
            }
        }
        Ok(rows)
    }
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

/// How many cells the tables of an ods workbook unfold to: in its XML a row or a cell may stand for a million of them.
fn repeated_cells(content: &str) -> usize {
    let mut most = 0_usize;
    for table in content.split("<table:table ").skip(1) {
        let (mut rows, mut filled_rows, mut width) = (0_usize, 0, 0);
        for row in table.split("<table:table-row").skip(1) {
            let (head, cells) = row.split_once('>').unwrap_or((row, ""));
            rows = rows.saturating_add(repeated(head, "table:number-rows-repeated"));
            let filled = filled_width(cells);
            if filled > 0 {
                filled_rows = rows;
                width = width.max(filled);
            }
        }
        most = most.saturating_add(filled_rows.saturating_mul(width));
    }
    most
}

/// How many cells a row has up to the last that holds something.
fn filled_width(cells: &str) -> usize {
    let (mut width, mut filled) = (0_usize, 0);
    for tag in cells.split("table-cell").skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        // The other half of the tags are those that close a cell.
        if tag.is_empty() {
            continue;
        }
        width = width.saturating_add(repeated(tag, "table:number-columns-repeated"));
        if tag.contains("office:") || tag.contains("table:formula") {
            filled = width;
        }
    }
    filled
}

fn repeated(tag: &str, attribute: &str) -> usize {
    let value = tag.split_once(attribute).map(|(_, rest)| rest);
    value.and_then(|rest| rest.split(['"', '\'']).nth(1)).map_or(1, |number| number.trim().parse().unwrap_or(1))
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
    fn rows_are_sparse_and_bounded() {
        let mut grid = Filling::new(&Limits::default());
        for (row, column) in [(9, 1), (2, 0), (9, 0)] {
            grid.put((row, column), format!("{row}/{column}")).unwrap();
        }
        let rows = grid.rows().unwrap();
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 4, 10]);
        assert_eq!(rows[2].cells, ["9/0", "9/1"]);

        let limits = Limits { cells: 100, ..Limits::default() };
        let mut grid = Filling::new(&limits);
        grid.put((1_048_575, 16_383), "far".to_owned()).unwrap();
        assert_eq!(grid.rows(), Err(too_many_cells(100)));
    }

    #[test]
    fn repeated_cells_are_counted_before_they_are_unfolded() {
        let row = |rows: &str, cells: &str| format!("<table:table-row{rows}>{cells}</table:table-row>");
        let some = r#"<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>"#;
        let empty = r#"<table:table-cell table:number-columns-repeated="16383"/>"#;
        let wide = r#"<table:table-cell table:number-columns-repeated='1000' office:value-type="float"/>"#;
        let many = r#" table:number-rows-repeated="1000000""#;
        let table = |rows: &str| format!(r#"<table:table table:name="a">{rows}</table:table>"#);
        assert_eq!(repeated_cells(&table(&(row("", &(some.to_owned() + empty)) + &row(many, empty)))), 1);
        assert_eq!(repeated_cells(&table(&row("", &(empty.to_owned() + some)))), 16_384);
        assert_eq!(repeated_cells(&table(&row(many, wide))), 1_000_000_000);
    }

    #[test]
    fn a_count_of_texts_is_not_believed() {
        assert!(says_what_it_holds("<sst count=\"2\" uniqueCount=\"1\"><si/></sst>"));
        assert!(says_what_it_holds(""));
        assert!(!says_what_it_holds("<sst uniqueCount='99999999999'><si/></sst>"));
    }
}
