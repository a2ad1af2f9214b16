//! A CSV file as text cells with their places. Nothing is guessed: every cell is text until somebody asks for a number.

use std::io;
use std::path::{Path, PathBuf};

use crate::finding::{Findings, Location, Problem, listed};
use crate::marks;
use crate::row::Row;
use crate::text::{Lines, utf8};

/// A table of text cells; each row has as many cells as the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The file.
    pub path: PathBuf,
    /// The names of the columns.
    pub header: Vec<String>,
    /// The line of the header; the last of them where it has several.
    pub line: u64,
    /// Where each column stands in the file, counted from 1: blank columns of a file are no columns of the table.
    pub columns: Vec<u64>,
    /// The rows below the header.
    pub rows: Vec<Row>,
}

/// A file that the system would not read.
pub fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let reason = if path.is_dir() { "it is a folder".to_owned() } else { reason(error) };
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Problem::error(format!("`{name}` cannot be read: {reason}"), "check its name, and whether you may read it")
}

/// What the system said, without the number of the error, which is the system's own.
pub(crate) fn reason(error: &io::Error) -> String {
    error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase()
}

/// A file that holds nothing, or only a header.
pub fn no_rows() -> Problem {
    Problem::error("the file holds no rows", "put the rows in, or leave the file out")
}

/// A row with another number of cells than the header.
pub(crate) fn ragged_row(expected: usize, found: usize) -> Problem {
    Problem::error(
        format!("the row has {found} cells where the header has {expected}"),
        "look for a comma inside a text without quotes, or a quote that is not closed",
    )
}

/// Two columns have one name.
pub(crate) fn repeated_column(column: &str) -> Problem {
    Problem::error(format!("the column `{column}` stands twice in the header"), "give each column its own name")
}

/// A column that is needed and is not among those of the header.
pub fn missing_column(column: &str, header: &[String]) -> Problem {
    Problem::error(format!("there is no column `{column}`"), format!("the header has {}", listed(header)))
}

impl Table {
    /// Reads a table from the bytes of a CSV file in UTF-8, with or without a byte order mark.
    ///
    /// A row with the wrong number of cells is a finding and is left out, so that the other rows are still examined.
    /// `None` when the bytes hold no table at all.
    pub fn parse(path: &Path, bytes: &[u8], findings: &mut Findings) -> Option<Self> {
        let text = utf8(path, bytes, findings)?;
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(true)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header: Vec<String> = reader.headers().ok()?.iter().map(str::to_owned).collect();
        let mut rows = Vec::new();
        let mut lines = Lines::new(text.as_bytes());
        let line = lines.at_record(0);
        for (place, column) in header.iter().enumerate() {
            if header.iter().take(place).any(|earlier| earlier == column) {
                findings.add(repeated_column(column), Location::cell(path, line, place as u64 + 1));
            }
        }
        let mut empty = true;
        for record in reader.records().flatten() {
            empty = false;
            let start = record.position().map_or(0, csv::Position::byte);
            let line = lines.at_record(usize::try_from(start).unwrap_or(usize::MAX));
            if record.len() == header.len() {
                rows.push(Row::new(line, record.iter().map(marks::seen)));
            } else {
                findings.add(ragged_row(header.len(), record.len()), Location::line(path, line));
            }
        }
        if empty {
            findings.add(no_rows(), Location::file(path));
            return None;
        }
        Some(Self { path: path.to_path_buf(), columns: (1..=header.len() as u64).collect(), header, line, rows })
    }

    /// The place of a column in the header, where there is one. Publishers change the case of a name, and the notes
    /// beside it, from one year to the next.
    pub fn find(&self, name: &str) -> Option<usize> {
        let exact = self.header.iter().position(|column| column == name);
        let plain = marks::name(name);
        exact.or_else(|| self.header.iter().position(|column| marks::name(column).eq_ignore_ascii_case(&plain)))
    }

    /// The place of a column in the header.
    pub fn column(&self, name: &str, findings: &mut Findings) -> Option<usize> {
        let found = self.find(name);
        if found.is_none() {
            findings.add(missing_column(name, &self.header), Location::line(&self.path, self.line));
        }
        found
    }

    /// The places of several columns; all that are missing are reported.
    pub fn columns<const N: usize>(&self, names: [&str; N], findings: &mut Findings) -> Option<[usize; N]> {
        let places = names.map(|name| self.column(name, findings));
        places.iter().all(Option::is_some).then(|| places.map(Option::unwrap_or_default))
    }

    /// The place of the name of a column, for a finding.
    pub fn header_place(&self, column: usize) -> Location {
        Location { path: self.path.clone(), line: Some(self.line), column: self.columns.get(column).copied() }
    }

    /// The place of a cell, for a finding.
    pub fn place(&self, row: &Row, column: usize) -> Location {
        Location { path: self.path.clone(), line: Some(row.line), column: self.columns.get(column).copied() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(bytes: &[u8]) -> (Option<Table>, Vec<String>) {
        let mut findings = Findings::new();
        let table = Table::parse(Path::new("cats.csv"), bytes, &mut findings);
        (table, findings.sorted().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn cells_are_trimmed_and_rows_know_their_lines() {
        let (table, faults) = parse(b"\xEF\xBB\xBFcat,legs\n Tabby , 4\n\n\"Man\nx\",3\nLynx,4\n");
        let table = table.unwrap();
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(table.header, ["cat", "legs"]);
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4, 6]);
        assert_eq!(table.rows[0].cell(0), "Tabby");
    }

    #[test]
    fn lines_may_end_with_carriage_returns() {
        let (table, faults) = parse(b"cat,legs\rTabby,4\r\rLynx,4\r\n\r\nManx,4");
        assert_eq!(faults, Vec::<String>::new());
        let lines: Vec<u64> = table.unwrap().rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 4, 6]);
    }

    #[test]
    fn a_ragged_row_is_reported_and_the_others_are_kept() {
        let (table, faults) = parse(b"cat,legs\nTabby\nLynx,4\n");
        assert_eq!(table.unwrap().rows.len(), 1);
        assert!(faults[0].starts_with("error: the row has 1 cells where the header has 2\n  --> cats.csv:2\n"));
    }

    #[test]
    fn a_file_of_another_encoding_says_which_line() {
        let (table, faults) = parse(b"cat,legs\nTabby,4\nSiam\xe9s,4\n");
        assert_eq!(table, None);
        assert!(faults[0].contains("cats.csv:3") && faults[0].contains("Windows-1252"));
    }

    #[test]
    fn a_header_alone_is_an_empty_file() {
        let (table, faults) = parse(b"cat,legs\n");
        assert_eq!(table, None);
        assert!(faults[0].starts_with("error: the file holds no rows"));
    }
}
