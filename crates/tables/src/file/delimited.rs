//! Text → rows of cells, each with the line on which it begins; the delimiter is found by the consistency of the number
//! of cells.

use std::fmt;
use std::path::Path;

use csv::StringRecord;

use crate::finding::{Findings, Location, Problem};
use crate::row::Row;
use crate::text::Lines;

use super::room::Room;

/// What stands between the cells of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tabulator.
    Tab,
    /// `|`
    Pipe,
}

impl Delimiter {
    /// All of them; where a text speaks for several equally, for the first.
    const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Pipe];

    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }
}

impl fmt::Display for Delimiter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Comma => "commas",
            Self::Semicolon => "semicolons",
            Self::Tab => "tabs",
            Self::Pipe => "pipes",
        })
    }
}

/// How the lines of a text file end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnds {
    /// There is one line, and nothing ends it.
    None,
    /// LF, as Linux and macOS write it.
    Lf,
    /// CR LF, as Windows writes it.
    CrLf,
    /// CR alone, as old programs for the Macintosh write it.
    Cr,
    /// More than one of these.
    Mixed,
}

impl fmt::Display for LineEnds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::None => "no line end",
            Self::Lf => "LF",
            Self::CrLf => "CR LF",
            Self::Cr => "CR",
            Self::Mixed => "mixed line ends",
        })
    }
}

/// A quote after which a file does not find back to its cells.
pub(crate) fn unclosed_quote() -> Problem {
    Problem::error(
        "a quote opens in this row and is not closed",
        "close it, or write a quote that belongs to the text twice; the file may have been cut off",
    )
}

/// A text cut into cells.
pub(super) struct Cut {
    /// Its rows as they stand. A run of blank lines is one row without cells.
    pub(super) rows: Vec<Row>,
    pub(super) delimiter: Delimiter,
    pub(super) line_ends: LineEnds,
    /// Length in bytes of the text that was cut: of a sample, up to the end of its last whole record.
    pub(super) length: usize,
}

/// Cuts a text into rows, of a sample (`whole` is false) only its whole records.
///
/// After a quote that is not closed nothing can be told apart: it is a finding, and the rows before it are returned.
/// `None` when there is no room for its rows.
pub(super) fn cut(text: &str, (whole, room): (bool, &mut Room), place: &Path, findings: &mut Findings) -> Option<Cut> {
    let delimiter = detect(text);
    let end = follow_quotes(text, delimiter);
    // A sample may well end inside a quote; only one that is longer than the sample leaves no record of it.
    if let Some(open) = end.open
        && (whole || open.closes || end.record == 0)
    {
        let line = Lines::new(text.as_bytes()).at(open.offset);
        let at = Location::cell(place, line, open.column);
        findings.add(unclosed_quote(), at);
    }
    let length = if whole && end.open.is_none() { text.len() } else { end.record };
    let text = text.get(..length).unwrap_or_default();
    let rows = rows(text, delimiter, room).map_err(|problem| findings.add(problem, Location::file(place))).ok()?;
    Some(Cut { rows, delimiter, line_ends: line_ends(text), length })
}

fn rows(text: &str, delimiter: Delimiter, room: &mut Room) -> Result<Vec<Row>, Problem> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.byte())
        .from_reader(text.as_bytes());
    let mut lines = Lines::new(text.as_bytes());
    let mut record = StringRecord::new();
    let mut rows = Vec::new();
    // Reading from memory what is UTF-8 already, in records of any length, the reader has nothing to fail at.
    while reader.read_record(&mut record).unwrap_or_default() {
        let end = end_of_previous(text, record.position().map_or(0, csv::Position::byte));
        let blank = lines.at(end);
        let line = lines.at_record(end);
        if lines.offset() > end {
            room.take(0, 0)?;
            rows.push(Row::blank(blank));
        }
        room.take(record.len(), record.as_slice().len())?;
        rows.push(Row::new(line, &record));
    }
    Ok(rows)
}

/// The offset behind the end of the line before a record. The reader lets a record end between CR and LF.
fn end_of_previous(text: &str, start: u64) -> usize {
    let start = usize::try_from(start).unwrap_or(usize::MAX).min(text.len());
    let between = text.get(..start).is_some_and(|before| before.ends_with('\r'))
        && text.get(start..).is_some_and(|after| after.starts_with('\n'));
    start + usize::from(between)
}

fn line_ends(text: &str) -> LineEnds {
    let mut found = LineEnds::None;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        let end = match byte {
            b'\n' => LineEnds::Lf,
            b'\r' if bytes.next_if_eq(&b'\n').is_some() => LineEnds::CrLf,
            b'\r' => LineEnds::Cr,
            _ => continue,
        };
        if found == LineEnds::None {
            found = end;
        } else if found != end {
            return LineEnds::Mixed;
        }
    }
    found
}

/// Where a reader of cells stands between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the beginning of a cell.
    Start,
    /// In a cell without quotes.
    Bare,
    /// Between quotes.
    Quoted,
    /// After a quote that closes, or that is the first of two.
    Closed,
}

impl State {
    /// After one more byte, which may end a cell where it is not between quotes.
    fn after(self, byte: u8, ends_cell: bool) -> Self {
        match (self, byte) {
            (Self::Quoted, b'"') => Self::Closed,
            (Self::Quoted, _) | (Self::Start | Self::Closed, b'"') => Self::Quoted,
            (Self::Start | Self::Bare | Self::Closed, _) if ends_cell => Self::Start,
            (Self::Start | Self::Bare | Self::Closed, _) => Self::Bare,
        }
    }
}

fn ends_line(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// The delimiter whose number is the same in the greatest share of the lines; of several, the one that cuts them into
/// the most cells. A text without any has one column, as if between commas.
fn detect(text: &str) -> Delimiter {
    const SAMPLE: usize = 1 << 16;
    let sample = text.get(..text.floor_char_boundary(SAMPLE)).unwrap_or(text);
    let records = counts(sample);
    let score = |place: usize| {
        let mut of_count = std::collections::BTreeMap::<u32, usize>::new();
        for count in records.iter().filter_map(|record| record.get(place)) {
            *of_count.entry(*count).or_default() += 1;
        }
        of_count.into_iter().filter(|(count, _)| *count > 0).map(|(count, records)| (records, count)).max()
    };
    let mut best = (None, Delimiter::Comma);
    for (place, delimiter) in Delimiter::ALL.into_iter().enumerate() {
        let score = score(place);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// How often each delimiter stands outside quotes in each whole record that is not blank.
fn counts(sample: &str) -> Vec<[u32; 4]> {
    let mut records = Vec::new();
    let (mut state, mut record, mut blank) = (State::Start, [0; 4], true);
    for byte in sample.bytes() {
        let place = Delimiter::ALL.iter().position(|delimiter| delimiter.byte() == byte);
        let next = state.after(byte, place.is_some() || ends_line(byte));
        if next == State::Start && ends_line(byte) {
            if !blank {
                records.push(record);
            }
            (record, blank) = ([0; 4], true);
        } else {
            blank = false;
            if let Some(count) = place.filter(|_| next == State::Start).and_then(|place| record.get_mut(place)) {
                *count += 1;
            }
        }
        state = next;
    }
    // The last line may be cut short by the end of the sample, and of a text of one line it is all there is.
    if records.is_empty() {
        records.push(record);
    }
    records
}

/// How a text ends for somebody who follows its quotes.
struct End {
    /// Where the record in progress begins.
    record: usize,
    /// The quote after which nothing can be told apart.
    open: Option<Open>,
}

/// A quote that opens and is not closed where its cell ends.
#[derive(Clone, Copy)]
struct Open {
    offset: usize,
    /// The cell of its record, counted from 1.
    column: u64,
    /// Whether a later quote closes it: one that was meant to open another cell, since text follows it.
    closes: bool,
}

/// Follows the quotes of a text to its end, or to the first that is not closed in its own cell. Without this, such a
/// quote would take everything behind it, or up to the next quote, into one cell.
fn follow_quotes(text: &str, delimiter: Delimiter) -> End {
    if !text.contains('"') {
        let record = text.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        return End { record, open: None };
    }
    let mut end = End { record: 0, open: None };
    let (mut state, mut column, mut spans_lines) = (State::Start, 1, false);
    for (offset, byte) in text.bytes().enumerate() {
        let next = state.after(byte, byte == delimiter.byte() || ends_line(byte));
        match (state, next) {
            (State::Start, State::Quoted) => {
                let closes = false;
                end.open = Some(Open { offset, column, closes });
                spans_lines = false;
            }
            (State::Quoted, State::Quoted) => spans_lines |= ends_line(byte),
            // Blanks behind a quote only pad the cell.
            (State::Closed, State::Bare) if spans_lines && !matches!(byte, b' ' | b'\t') => {
                end.open = end.open.map(|open| Open { closes: true, ..open });
                return end;
            }
            (State::Start | State::Bare | State::Closed, State::Start) => {
                end.open = None;
                (column, end.record) = if ends_line(byte) { (1, offset + 1) } else { (column + 1, end.record) };
            }
            _ => {}
        }
        state = next;
    }
    if state != State::Quoted {
        end.open = None;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::super::Limits;
    use super::*;

    fn room(cells: usize) -> Room {
        Room::new(&Limits { cells, ..Limits::default() })
    }

    fn read(text: &str) -> (Cut, Vec<String>) {
        let mut findings = Findings::new();
        let cut = cut(text, (true, &mut room(1000)), Path::new("cats.csv"), &mut findings).unwrap();
        let faults = findings.sorted().iter().map(ToString::to_string).collect();
        (cut, faults)
    }

    fn lines(cut: &Cut) -> Vec<(u64, usize)> {
        cut.rows.iter().map(|row| (row.line, row.cells.len())).collect()
    }

    #[test]
    fn rows_know_their_lines_whatever_ends_them() {
        for (end, name) in [("\n", LineEnds::Lf), ("\r\n", LineEnds::CrLf), ("\r", LineEnds::Cr)] {
            let text = "\ncat,legs\nTabby,4\n\n\n\"Man\nx\",3\nLynx,4".replace('\n', end);
            let (cut, faults) = read(&text);
            assert_eq!(faults, Vec::<String>::new());
            assert_eq!(lines(&cut), [(1, 0), (2, 2), (3, 2), (4, 0), (6, 2), (8, 2)], "{name}");
            assert_eq!(cut.line_ends, name);
            assert_eq!(cut.rows[4].cell(0), format!("Man{end}x"));
        }
        assert_eq!(read("a\nb\r\n").0.line_ends, LineEnds::Mixed);
        assert_eq!(read("a").0.line_ends, LineEnds::None);
    }

    #[test]
    fn the_delimiter_is_the_one_that_cuts_most_lines_alike() {
        assert_eq!(read("cat;kg\nTabby;4,5\nLynx;20,1\n").0.delimiter, Delimiter::Semicolon);
        assert_eq!(read("cat\tkg\nTabby, grey\t4\nLynx\t20\n").0.delimiter, Delimiter::Tab);
        assert_eq!(read("cat|kg\nTabby|4\n").0.delimiter, Delimiter::Pipe);
        assert_eq!(read("Cats, big and small\n\n\"a;b\nc;d\",1\n\"e;f\",2\n").0.delimiter, Delimiter::Comma);
        assert_eq!(read("cat\nTabby\n").0.delimiter, Delimiter::Comma);
        assert_eq!(read("cat;legs").0.delimiter, Delimiter::Semicolon);
    }

    #[test]
    fn a_quote_open_at_the_end_is_located_where_it_opens() {
        let (cut, faults) = read("cat,legs\n\"Man\nx\",\"4\"\nLynx,\"4\nTabby,4\n");
        assert_eq!(lines(&cut), [(1, 2), (2, 2)]);
        assert!(
            faults[0].starts_with("error: a quote opens in this row and is not closed\n  --> cats.csv:4:2\n"),
            "{}",
            faults[0]
        );
    }

    #[test]
    fn a_quote_that_the_next_one_closes_is_found_all_the_same() {
        let (cut, faults) = read("cat,legs\n\"Lynx,4\nTabby,4\n\"Manx, tailless\",4\n");
        assert_eq!(lines(&cut), [(1, 2)]);
        assert!(faults[0].contains("--> cats.csv:2:1\n"), "{}", faults[0]);
        // Padding, doubled quotes and quotes inside a bare cell are no faults.
        let (cut, faults) = read("\"cat\" ,legs\n\"a \"\"\nb\"\"\" ,4\n6\" tall,4\n");
        assert_eq!((lines(&cut), faults.len()), (vec![(1, 2), (2, 2), (4, 2)], 0));
        assert_eq!(cut.rows[1].cell(0).trim(), "a \"\nb\"");
    }

    #[test]
    fn a_sample_ends_with_its_last_whole_record() {
        let mut findings = Findings::new();
        for (text, length) in [("cat\nTab", 4), ("cat\n\"Ta\nb", 4), ("cat\n\"Ta\nb\"\n", 11), ("cat", 0)] {
            let sample = cut(text, (false, &mut room(1000)), Path::new("cats.csv"), &mut findings).unwrap();
            assert_eq!(sample.length, length, "{text}");
        }
        assert!(findings.is_empty());
        let sample = cut("\"ca\nt", (false, &mut room(1000)), Path::new("cats.csv"), &mut findings).unwrap();
        assert_eq!((sample.rows.len(), findings.len()), (0, 1));
    }

    #[test]
    fn too_many_cells_are_refused() {
        let mut findings = Findings::new();
        assert!(cut("a,b\nc,d\n", (true, &mut room(3)), Path::new("cats.csv"), &mut findings).is_none());
        assert_eq!(findings.len(), 1);
    }
}
