//! What can be wrong with a file before anything is known of what its figures mean.

use thiserror::Error;

use super::Severity;

/// Why a file, a member of an archive or a sheet cannot be read as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadingFault {
    /// A folder where a file was meant.
    #[error("it is a folder, and a file is needed")]
    Folder,
    /// A file of another kind, whatever its name says.
    #[error("it is {kind}, not a table")]
    NotATable {
        /// The kind, with its article.
        kind: &'static str,
    },
    /// An archive, a workbook or a compressed file that cannot be read to its end.
    #[error("the {what} is cut short or damaged: {reason}")]
    Broken {
        /// What it is.
        what: &'static str,
        /// What the reader of that format said.
        reason: String,
    },
    /// An archive or a workbook that is packed in a way that is not read.
    #[error("the {what} cannot be unpacked: {reason}")]
    Unsupported {
        /// What it is.
        what: &'static str,
        /// What the reader of that format said.
        reason: String,
    },
    /// An archive or a workbook that asks for a password.
    #[error("the {what} is protected by a password")]
    Locked {
        /// What it is.
        what: &'static str,
    },
    /// A member of an archive whose path leads out of the folder into which the archive is unpacked.
    #[error("the archive holds `{member}`, which leads out of the folder that it is unpacked into")]
    ClimbingMember {
        /// The path.
        member: String,
    },
    /// An archive in an archive.
    #[error("it is {kind} inside an archive")]
    NestedArchive {
        /// The kind, with its article.
        kind: &'static str,
    },
    /// An archive without a file that could hold a table.
    #[error("the archive holds no table")]
    EmptyArchive,
    /// More bytes than are taken in.
    #[error("the file holds more than {limit}")]
    TooLong {
        /// The limit, with its unit.
        limit: String,
    },
    /// An archive, a workbook or a compressed file that unpacks to far more than it holds.
    #[error("the {what} unpacks to more than {limit}, far more than the {packed} that it holds")]
    UnpacksTooFar {
        /// What it is.
        what: &'static str,
        /// Where unpacking stopped, with its unit.
        limit: String,
        /// Its length as it is, with its unit.
        packed: String,
    },
    /// More cells than are taken in.
    #[error("the table has more than {limit} cells")]
    TooManyCells {
        /// The limit.
        limit: usize,
    },
    /// Bytes that are no text in the encoding of the rest.
    #[error("here the text is not valid {encoding}")]
    Undecodable {
        /// The encoding of the rest.
        encoding: &'static str,
    },
    /// A quote after which the file does not find back to its cells.
    #[error("the quote that opens in this cell is not closed in it")]
    UnclosedQuote,
    /// Several sheets or members, of which the card names none.
    #[error("the file holds several tables: {}", quoted(.names))]
    SeveralSheets {
        /// Their names.
        names: Vec<String>,
    },
    /// No row that could be a header.
    #[error("no row could be recognised as the header")]
    NoHeader,
    /// A line that is said to be the header and is not there.
    #[error("there is no row on line {line} that could be the header")]
    NoSuchHeader {
        /// The line.
        line: u64,
    },
    /// Columns with something in them and without a name.
    #[error("{} in the header; {}", unnamed(.columns), called("column", .columns))]
    UnnamedColumns {
        /// Their places, counted from 1.
        columns: Vec<u64>,
    },
    /// A name that several columns have.
    #[error("columns {} are all named `{name}`; {}", listed(.columns), called(&format!("{name} | column"), .columns))]
    SharedName {
        /// The name.
        name: String,
        /// Their places, counted from 1.
        columns: Vec<u64>,
    },
}

impl ReadingFault {
    /// Whether it stops the run.
    pub(super) fn severity(&self) -> Severity {
        match self {
            Self::UnnamedColumns { .. } | Self::SharedName { .. } => Severity::Warning,
            Self::Folder
            | Self::NotATable { .. }
            | Self::Broken { .. }
            | Self::Unsupported { .. }
            | Self::Locked { .. }
            | Self::ClimbingMember { .. }
            | Self::NestedArchive { .. }
            | Self::EmptyArchive
            | Self::TooLong { .. }
            | Self::UnpacksTooFar { .. }
            | Self::TooManyCells { .. }
            | Self::Undecodable { .. }
            | Self::UnclosedQuote
            | Self::SeveralSheets { .. }
            | Self::NoHeader
            | Self::NoSuchHeader { .. } => Severity::Error,
        }
    }

    /// What to do about it.
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Self::Folder => "name the files in it, for instance all of them with `/*.csv` after its name",
            Self::NotATable { .. } => {
                "look where it was published for the same figures as csv, xlsx, xls or ods; a download that failed can leave a web page under the name of the file"
            }
            Self::Broken { .. } => {
                "download it again and compare its size with the publisher's; if it opens in a spreadsheet, save it from there again"
            }
            Self::Unsupported { .. } => {
                "unpack it with the program that made it, or save it from there as xlsx, xls, ods, csv or zip"
            }
            Self::Locked { .. } => "save it without the password",
            Self::ClimbingMember { .. } => {
                "an archive made by accident does not do this: ask the publisher, and do not unpack it"
            }
            Self::NestedArchive { .. } => "unpack the outer archive and give the inner one by itself",
            Self::EmptyArchive => "look into it with another program; csv, xlsx, xls and ods files are read",
            Self::TooLong { .. } => {
                "records are counted by `scorecard` without taking them in whole; a table of figures this long must be split"
            }
            Self::UnpacksTooFar { .. } => {
                "no table of figures is packed so tightly; if you trust it, unpack it and give the file inside"
            }
            Self::TooManyCells { .. } => "split it, or remove the columns and rows that are not needed",
            Self::Undecodable { .. } => {
                "open the file in the program that made it and save it as `CSV UTF-8`; part of it was joined from elsewhere or damaged"
            }
            Self::UnclosedQuote => {
                "close the quote at the end of the cell; a quote that belongs to the text is written twice (`\"\"`)"
            }
            Self::SeveralSheets { .. } => "name the one that is meant with `sheet` in its [[file]] table",
            Self::NoHeader => "name the line, or the lines, of the header",
            Self::NoSuchHeader { .. } => {
                "count lines from 1 at the top of the file, or rows as the spreadsheet shows them"
            }
            Self::UnnamedColumns { .. } => "use this name where the column is meant",
            Self::SharedName { .. } => {
                "use this name, or add the header line above or below, which may tell the columns apart"
            }
        }
    }
}

/// The numbers of columns, as in `3, 5 and 7`.
fn listed(columns: &[u64]) -> String {
    let numbers: Vec<String> = columns.iter().map(u64::to_string).collect();
    match numbers.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn unnamed(columns: &[u64]) -> String {
    match columns {
        [only] => format!("column {only} has no name"),
        _ => format!("columns {} have no name", listed(columns)),
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

fn quoted(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
