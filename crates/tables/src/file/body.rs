//! A grid → the table in it: what stands above and below is set aside, header rows are joined, and blank rows and
//! columns are dropped. Nothing is lost without a word.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::finding::{Findings, Location, Problem};
use crate::marks;
use crate::row::Row;
use crate::table::{self, Table};

use super::grid::{Form, Grid};
use super::header::{self, JOINT};

/// The table in a grid, and what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its columns and rows; cells are without the blanks around them, and every row has as many as the header.
    pub table: Table,
    /// The lines of its header, upper first.
    pub header: Vec<u64>,
    /// Whether the header was recognised, and not given.
    pub recognised: bool,
    /// Rows above it, such as a title.
    pub above: Vec<Aside>,
    /// Rows below it, such as footnotes.
    pub below: Vec<Aside>,
}

/// A row that is no part of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// Its line.
    pub line: u64,
    /// The texts of its cells, with ` | ` between them.
    pub text: String,
}

impl Aside {
    fn new(row: &Row) -> Self {
        let cells: Vec<&str> = row.filled().map(|(_, cell)| cell).collect();
        Self { line: row.line, text: cells.join(JOINT) }
    }
}

/// No row that could be a header.
fn no_header() -> Problem {
    Problem::error("no row could be recognised as the header", "name the line, or the lines, of the header")
}

/// A line that is said to be the header and is not there.
fn no_such_header(line: u64) -> Problem {
    Problem::error(
        format!("there is no row on line {line} that could be the header"),
        "count lines from 1 at the top of the file, or rows as the spreadsheet shows them",
    )
}

/// Columns with something in them and without a name.
fn unnamed_columns(columns: &[u64]) -> Problem {
    let which = match columns {
        [only] => format!("column {only} has no name"),
        _ => format!("columns {} have no name", numbers(columns)),
    };
    let message = format!("{which} in the header; {}", called("column", columns));
    Problem::warning(message, "use this name where the column is meant")
}

/// A name that several columns have.
fn shared_name(name: &str, columns: &[u64]) -> Problem {
    let called = called(&format!("{name} | column"), columns);
    Problem::warning(
        format!("columns {} are all named `{name}`; {called}", numbers(columns)),
        "use this name, or add the header line above or below, which may tell the columns apart",
    )
}

/// The numbers of columns, as in `3, 5 and 7`.
fn numbers(columns: &[u64]) -> String {
    let numbers: Vec<String> = columns.iter().map(u64::to_string).collect();
    match numbers.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// What columns are called by their place.
fn called(words: &str, columns: &[u64]) -> String {
    match columns {
        [only] => format!("it is called `{words} {only}`"),
        [first, ..] => format!("the first is called `{words} {first}`, and so on"),
        [] => String::new(),
    }
}

impl Grid {
    /// The table below a header on these lines of the file, upper first, or where they are not given below the header
    /// that is recognised: the first row, or else rows, before the figures that name each column by its own name.
    ///
    /// Header rows are joined column by column: an upper cell goes for the columns to its right too, up to the next
    /// that is not blank in its row or in one above. A column without a name, and columns with one name, are warnings, and
    /// are called by their place. A row with cells that the header does not have, or without cells that it has, is a
    /// finding and is left out.
    pub fn body(&self, header: Option<&[u64]>, findings: &mut Findings) -> Option<Body> {
        let found = match header {
            Some(lines) => self.given(lines, findings)?,
            None => self.recognised(findings)?,
        };
        let last = *found.last()?;
        let header_rows: Vec<&Row> = found.iter().filter_map(|place| self.rows.get(*place)).collect();
        let above = self.rows.iter().enumerate().take(last);
        let above = above.filter(|(place, _)| !found.contains(place)).map(|(_, row)| row);
        let after = self.rows.get(last + 1..).unwrap_or_default();
        let widest = header_rows.iter().map(|row| row.extent()).max().unwrap_or_default();
        let (rows, below) = after.split_at(notes(after, widest));
        if rows.iter().all(|row| row.extent() == 0) {
            findings.add(table::no_rows(), Location::file(&self.origin.place()));
            return None;
        }
        let asides = |row: &Row| (row.extent() > 0).then(|| Aside::new(row));
        Some(Body {
            table: self.table(&header_rows, rows, findings),
            header: header_rows.iter().map(|row| row.line).collect(),
            recognised: header.is_none(),
            above: above.filter_map(asides).collect(),
            below: below.iter().filter_map(asides).collect(),
        })
    }

    fn given(&self, lines: &[u64], findings: &mut Findings) -> Option<Vec<usize>> {
        if lines.is_empty() {
            findings.add(no_header(), Location::file(&self.origin.place()));
            return None;
        }
        let mut places = BTreeSet::new();
        for line in lines {
            let place = self.rows.iter().position(|row| row.line == *line && row.extent() > 0);
            if place.is_none() {
                findings.add(no_such_header(*line), Location::line(&self.origin.place(), *line));
            }
            places.extend(place);
        }
        (places.len() == lines.len()).then(|| places.into_iter().collect())
    }

    fn recognised(&self, findings: &mut Findings) -> Option<Vec<usize>> {
        let found = header::recognise(&self.rows);
        if found.is_none() {
            let empty = self.rows.iter().all(|row| row.extent() == 0);
            let problem = if empty { table::no_rows() } else { no_header() };
            findings.add(problem, Location::file(&self.origin.place()));
        }
        found
    }

    fn table(&self, header: &[&Row], rows: &[Row], findings: &mut Findings) -> Table {
        let place = self.origin.place();
        let line = header.last().map_or(1, |row| row.line);
        let frame = Frame::new(header, rows, matches!(self.origin.form, Form::Sheet { .. }));
        let mut sound = Vec::new();
        for row in rows.iter().filter(|row| row.extent() > 0) {
            match frame.ragged(row) {
                None => sound.push(row),
                Some(fault) => findings.add(fault, Location::line(&place, row.line)),
            }
        }
        let columns = frame.columns(header, &sound);
        let names = header::names(header, &columns);
        let kept = |row: &Row| Row::new(row.line, columns.iter().map(|column| marks::seen(row.cell(*column))));
        Table {
            header: distinct(names, &columns, (&place, line), findings),
            path: place,
            line,
            columns: columns.iter().map(|column| *column as u64 + 1).collect(),
            rows: sound.into_iter().map(kept).collect(),
        }
    }
}

/// How wide the rows of a table are to be.
struct Frame {
    /// Cells of the header, with the blank ones at its end.
    width: usize,
    /// Cells of the header up to the last that is not blank.
    named: usize,
    /// Whether a row ends where its last filled cell is, so that it can be no fault that it is short.
    loose: bool,
}

impl Frame {
    /// A sheet is as wide as its widest row.
    fn new(header: &[&Row], rows: &[Row], loose: bool) -> Self {
        let width = header.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        let widest = rows.iter().map(Row::extent).max().filter(|_| loose).unwrap_or_default();
        Self { width: width.max(widest), named: header.iter().map(|row| row.extent()).max().unwrap_or_default(), loose }
    }

    fn ragged(&self, row: &Row) -> Option<Problem> {
        let found = row.cells.len();
        let short = found < self.named && !self.loose;
        let long = row.extent() > self.width;
        (short || long).then(|| table::ragged_row(self.named, found))
    }

    /// The columns that are not blank from the header to the last row.
    fn columns(&self, header: &[&Row], rows: &[&Row]) -> Vec<usize> {
        let mut used = BTreeSet::new();
        for row in header.iter().chain(rows) {
            used.extend(row.filled().map(|(place, _)| place));
        }
        used.into_iter().filter(|place| *place < self.width).collect()
    }
}

/// Names of which each is there once: a column without a name, or with one that others have too, gets its place as its
/// name or beside it, and a warning says so.
fn distinct(
    names: Vec<String>,
    columns: &[usize],
    (place, line): (&Path, u64),
    findings: &mut Findings,
) -> Vec<String> {
    let mut sharing: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    for (name, column) in names.iter().zip(columns) {
        sharing.entry(name.clone()).or_default().push(*column as u64 + 1);
    }
    for (name, columns) in &sharing {
        let problem = match (name.as_str(), columns.as_slice()) {
            ("", columns) => unnamed_columns(columns),
            (_, [_]) => continue,
            (name, columns) => shared_name(name, columns),
        };
        let first = columns.first().copied().unwrap_or(1);
        findings.add(problem, Location::cell(place, line, first));
    }
    let called = |name: String, column: u64| match (name.as_str(), sharing.get(&name)) {
        ("", _) => format!("column {column}"),
        (_, Some(columns)) if columns.len() > 1 => format!("{name}{JOINT}column {column}"),
        _ => name,
    };
    let names = names.into_iter().zip(columns);
    names.map(|(name, column)| called(name, *column as u64 + 1)).collect()
}

/// How many rows stand above the notes at the end. Notes are rows of which only the first cells are filled, from the
/// first that stands below a blank row or begins as notes do.
fn notes(rows: &[Row], width: usize) -> usize {
    let is_sparse = |row: &Row| {
        let count = row.filled().count();
        let leading = row.extent() == count;
        let figures = row.filled().skip(1).any(|(_, cell)| header::is_figure(cell));
        count == 0 || count < width && (leading || count == 1) && !figures
    };
    let tail = rows.iter().rposition(|row| !is_sparse(row)).map_or(0, |last| last + 1);
    let mut below_blank = false;
    for (place, row) in rows.iter().enumerate().skip(tail) {
        match row.filled().next() {
            None => below_blank = true,
            Some((_, text)) if below_blank || begins_as_note(text) => return place,
            Some(_) => {}
        }
    }
    rows.len()
}

fn begins_as_note(text: &str) -> bool {
    let text = text.to_lowercase();
    let numbered = |open, close| {
        let inside = text.strip_prefix(open).and_then(|rest: &str| rest.split_once(close));
        inside.is_some_and(|(mark, _): (&str, &str)| {
            let mark = mark.strip_prefix("note").unwrap_or(mark).trim();
            !mark.is_empty() && mark.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    ["source", "note", "footnote", "*"].iter().any(|word| text.starts_with(word))
        || numbered('(', ')')
        || numbered('[', ']')
}
