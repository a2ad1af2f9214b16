//! The cells of a file, of a member of an archive, or of a sheet, as they stand, and where they come from.

use std::fmt;
use std::path::PathBuf;

use crate::row::Row;

use super::container::{Container, Workbook, inside};
use super::delimited::{Delimiter, LineEnds};
use super::encoding::Encoding;

/// Rows of text cells in which no table was looked for yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Where they come from.
    pub origin: Origin,
    /// The rows as they stand, of any number of cells. A run of blank lines is one row without cells.
    pub rows: Vec<Row>,
}

/// Where cells come from, and how they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file, as it was named by the user or found below a folder that the user named.
    pub path: PathBuf,
    /// In what it was packed.
    pub container: Container,
    /// Its path inside an archive.
    pub member: Option<String>,
    /// How the cells were written.
    pub form: Form,
    /// What was read of it, where that was not all.
    pub sample: Option<Sample>,
}

/// How cells were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// As text with delimiters.
    Delimited {
        /// How the text was encoded.
        encoding: Encoding,
        /// What stood between the cells.
        delimiter: Delimiter,
        /// How its lines ended.
        line_ends: LineEnds,
    },
    /// As a sheet of a workbook.
    Sheet {
        /// The format of the workbook.
        workbook: Workbook,
        /// Its name.
        name: String,
        /// Whether the spreadsheet does not show it.
        hidden: bool,
    },
}

/// The beginning of a text, up to the end of a whole record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Its length in bytes.
    pub bytes: u64,
    /// The length of all of it in bytes, where it is known without reading it.
    pub of: Option<u64>,
}

impl Grid {
    /// The line of the first row that is not blank.
    pub fn first_line(&self) -> Option<u64> {
        let filled = |row: &&Row| row.cells.iter().any(|cell| !cell.trim().is_empty());
        self.rows.iter().find(filled).map(|row| row.line)
    }
}

impl Origin {
    /// The name of the sheet, or of the member of an archive; none of a file that holds one table.
    pub fn name(&self) -> Option<&str> {
        match &self.form {
            Form::Sheet { name, .. } => Some(name),
            Form::Delimited { .. } => self.member.as_deref(),
        }
    }

    /// The ending of a file that holds such cells, for one that has no name of its own.
    pub fn ending(&self) -> &'static str {
        match (self.container, &self.form) {
            (Container::Zip, _) => "zip",
            (Container::Gzip, _) => "csv.gz",
            (Container::Plain, Form::Delimited { .. }) => "csv",
            (Container::Plain, Form::Sheet { workbook: Workbook::Xlsx, .. }) => "xlsx",
            (Container::Plain, Form::Sheet { workbook: Workbook::Xls, .. }) => "xls",
            (Container::Plain, Form::Sheet { workbook: Workbook::Ods, .. }) => "ods",
        }
    }

    /// Whether it is a sheet of a workbook, which may have others.
    pub fn is_sheet(&self) -> bool {
        matches!(self.form, Form::Sheet { .. })
    }

    /// Whether it is a sheet that the spreadsheet does not show.
    pub fn is_hidden(&self) -> bool {
        matches!(self.form, Form::Sheet { hidden: true, .. })
    }

    /// The path that a finding names: the file, and in it the member and the sheet as if it were a folder.
    pub fn place(&self) -> PathBuf {
        let mut place = self.path.clone();
        if let Some(member) = &self.member {
            place = inside(&place, member);
        }
        if let Form::Sheet { name, .. } = &self.form {
            place = inside(&place, name);
        }
        place
    }
}

/// How the cells were written, in a few words: `gzip, Windows-1252, semicolons, CR LF`.
impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.container != Container::Plain {
            write!(formatter, "{}, ", self.container)?;
        }
        match &self.form {
            Form::Delimited { encoding, delimiter, line_ends } => {
                write!(formatter, "{encoding}, {delimiter}, {line_ends}")?;
            }
            Form::Sheet { workbook, hidden, .. } => {
                write!(formatter, "{workbook}{}", if *hidden { ", a hidden sheet" } else { "" })?;
            }
        }
        match self.sample {
            Some(sample) => write!(formatter, ", {sample}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Sample {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.of {
            Some(of) => write!(formatter, "the first {} of {of} bytes", self.bytes),
            None => write!(formatter, "the first {} bytes", self.bytes),
        }
    }
}
