//! Bytes that are meant to be UTF-8, and the lines of a text.

use std::path::Path;

use crate::finding::{Findings, Location, Problem};

/// Bytes that are no text in the encoding that the rest is in, with the encoding that they look like where it is known.
pub(crate) fn not_text(encoding: &str, looks_like: Option<&str>) -> Problem {
    let hint = looks_like.map_or_else(
        || "open the file in the program that made it and save it as `CSV UTF-8`; part of it was joined from elsewhere or damaged".to_owned(),
        |other| format!("it looks like {other}; save it again as UTF-8 (in a spreadsheet: `CSV UTF-8`)"),
    );
    Problem::error(format!("the text is not valid {encoding}"), hint)
}

/// A byte that no text file has.
pub(crate) fn nul_byte() -> Problem {
    Problem::error(
        "the file holds a NUL byte, so it is not a text file",
        "open it in the program that made it and save it as `CSV UTF-8`",
    )
}

/// The text of a file, without a byte order mark; what is not text is a finding with its line.
pub fn utf8<'bytes>(path: &Path, bytes: &'bytes [u8], findings: &mut Findings) -> Option<&'bytes str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let at = |position: usize| Location::line(path, Lines::new(bytes).at(position));
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        findings.add(not_text("UTF-8", Some("UTF-16")), Location::line(path, 1));
        return None;
    }
    if let Some(position) = bytes.iter().position(|byte| *byte == 0) {
        findings.add(nul_byte(), at(position));
        return None;
    }
    let problem = |error: std::str::Utf8Error| (not_text("UTF-8", Some("Windows-1252")), at(error.valid_up_to()));
    std::str::from_utf8(bytes).map_err(problem).map_err(|(problem, location)| findings.add(problem, location)).ok()
}

/// The lines of a text, counted once from its beginning to its end. LF, CR LF and CR alone each end a line.
pub(crate) struct Lines<'text> {
    bytes: &'text [u8],
    offset: usize,
    line: u64,
}

impl<'text> Lines<'text> {
    /// At the beginning of a text, in any encoding that holds ASCII.
    pub(crate) fn new(bytes: &'text [u8]) -> Self {
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
