//! A CSV file as text cells with their places. Nothing is guessed: every cell is text until somebody asks for a number.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::finding::{Fault, Findings, Location, Problem, listed};

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

/// A row of a table, or of a file in which no table was looked for yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file on which it begins, or row of the sheet, counted from 1.
    pub line: u64,
    /// Its cells; in a table without the blanks around them.
    pub cells: Vec<String>,
}

impl Row {
    /// The text of a cell; empty when there is none.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
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
        let mut lines = Lines::of(text.as_bytes());
        let line = lines.at_record(0);
        report_repeated_columns(path, line, &header, findings);
        let mut empty = true;
        for record in reader.records().flatten() {
            empty = false;
            let start = record.position().map_or(0, csv::Position::byte);
            let line = lines.at_record(usize::try_from(start).unwrap_or(usize::MAX));
            if record.len() == header.len() {
                let cells = record.iter().map(str::to_owned).collect();
                rows.push(Row { line, cells });
            } else {
                let (expected, found) = (header.len(), record.len());
                findings.add(Fault::RaggedRow { expected, found }, Location::line(path, line));
            }
        }
        if empty {
            findings.add(Fault::EmptyFile, Location::file(path));
            return None;
        }
        Some(Self { path: path.to_path_buf(), columns: (1..=header.len() as u64).collect(), header, line, rows })
    }

    /// The place of a column in the header, where there is one. Publishers change the case of a name from one year to
    /// the next.
    pub fn find(&self, name: &str) -> Option<usize> {
        let exact = self.header.iter().position(|column| column == name);
        exact.or_else(|| {
            let alike = |column: &String| column.eq_ignore_ascii_case(name);
            self.header.iter().position(alike)
        })
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

/// A column that a recipe or the layout needs.
pub fn missing_column(column: &str, header: &[String]) -> Problem {
    Problem::error(format!("there is no column `{column}`"), format!("the header has {}", listed(header)))
}

/// The lines of a text, counted once from its beginning to its end. LF, CR LF and CR alone each end a line.
pub(crate) struct Lines<'text> {
    bytes: &'text [u8],
    offset: usize,
    line: u64,
}

impl<'text> Lines<'text> {
    /// At the beginning of a text, in any encoding that holds ASCII.
    pub(crate) fn of(bytes: &'text [u8]) -> Self {
        Self { bytes, offset: 0, line: 1 }
    }

    /// The line of an offset that is not before the last one asked for.
    pub(crate) fn at(&mut self, offset: usize) -> u64 {
        while self.offset < offset.min(self.bytes.len()) {
            self.step();
        }
        self.line
    }

    /// The line on which the record after an offset begins: the reader's own count stops before the blank lines that
    /// it skips.
    pub(crate) fn at_record(&mut self, start: usize) -> u64 {
        self.at(start);
        while let Some(b'\n' | b'\r') = self.bytes.get(self.offset) {
            self.step();
        }
        self.line
    }

    /// How far the text was counted.
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }

    fn step(&mut self) {
        let next = self.bytes.get(self.offset + 1);
        let ends = match self.bytes.get(self.offset) {
            Some(b'\n') => true,
            Some(b'\r') => next != Some(&b'\n'),
            Some(_) | None => false,
        };
        self.line += u64::from(ends);
        self.offset += 1;
    }
}

/// The text of a file, without a byte order mark; what is not text is a finding with its line.
pub fn utf8<'bytes>(path: &Path, bytes: &'bytes [u8], findings: &mut Findings) -> Option<&'bytes str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let line_of = |position: usize| Lines::of(bytes).at(position);
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        findings.add(Fault::WrongEncoding { looks_like: "UTF-16" }, Location::line(path, 1));
        return None;
    }
    if let Some(position) = bytes.iter().position(|byte| *byte == 0) {
        findings.add(Fault::NulByte, Location::line(path, line_of(position)));
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let fault = Fault::WrongEncoding { looks_like: "Windows-1252" };
            findings.add(fault, Location::line(path, line_of(error.valid_up_to())));
            None
        }
    }
}

/// Reads a file whole; a file that cannot be read is a finding.
pub fn bytes(path: &Path, findings: &mut Findings) -> Option<Vec<u8>> {
    match std::fs::read(path) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            report_unreadable(path, &error, findings);
            None
        }
    }
}

/// Reports a file that the system would not read.
pub(crate) fn report_unreadable(path: &Path, error: &io::Error, findings: &mut Findings) {
    let reason = if path.is_dir() {
        "it is a folder".to_owned()
    } else {
        let words = error.to_string();
        words.split(" (os error").next().unwrap_or_default().to_lowercase()
    };
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    findings.add(Fault::Unreadable { name, reason }, Location::file(path));
}

/// SHA-256 of some files, one after another; the file that cannot be read where one cannot.
pub fn checksum_of(files: &[PathBuf]) -> Result<String, (PathBuf, io::Error)> {
    let mut digest = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    for path in files {
        let refused = |error| (path.clone(), error);
        let mut file = std::fs::File::open(path).map_err(refused)?;
        loop {
            let length = file.read(&mut piece).map_err(refused)?;
            if length == 0 {
                break;
            }
            digest.update(piece.get(..length).unwrap_or_default());
        }
    }
    Ok(hexadecimal(&digest.finalize()))
}

fn hexadecimal(digest: &[u8]) -> String {
    let text = digest.iter();
    text.fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// SHA-256 of some bytes, in hexadecimal.
pub fn checksum(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn report_repeated_columns(path: &Path, line: u64, header: &[String], findings: &mut Findings) {
    for (place, column) in header.iter().enumerate() {
        if header.iter().take(place).any(|earlier| earlier == column) {
            let fault = Fault::RepeatedColumn { column: column.clone() };
            findings.add(fault, Location::cell(path, line, place as u64 + 1));
        }
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
