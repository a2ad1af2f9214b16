//! What can be wrong with a file that is read, with its message and its hint.

use thiserror::Error;

use super::{Problem, ReadingFault, Severity};

/// What is wrong. Messages are in lower case, without a full stop, with the user's own words in back-quotes.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Fault {
    /// A file that cannot be read as it stands.
    #[error(transparent)]
    Reading(#[from] ReadingFault),
    /// A file that is declared is not there, or a folder stands in its place.
    #[error("`{name}` cannot be read: {reason}")]
    Unreadable {
        /// The file as declared.
        name: String,
        /// Why.
        reason: String,
    },
    /// A file holds nothing, or only a header.
    #[error("the file holds no rows")]
    EmptyFile,
    /// Bytes that are not UTF-8.
    #[error("the text is not valid UTF-8")]
    WrongEncoding {
        /// The encoding that it looks like.
        looks_like: &'static str,
    },
    /// A byte that no text file has.
    #[error("the file holds a NUL byte, so it is not a text file")]
    NulByte,
    /// A row with another number of cells than the header.
    #[error("the row has {found} cells where the header has {expected}")]
    RaggedRow {
        /// Cells of the header.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// Two columns have one name.
    #[error("the column `{column}` stands twice in the header")]
    RepeatedColumn {
        /// The name.
        column: String,
    },
    /// The file is not the one that the source card describes.
    #[error("the checksum of `{name}` does not match: the source card has {declared}, the file has {found}")]
    ChecksumMismatch {
        /// The file.
        name: String,
        /// The checksum in the card, shortened.
        declared: String,
        /// The checksum of the file.
        found: String,
    },
    /// A file of boundaries that holds none.
    #[error("the file holds no boundaries: {reason}")]
    NotBoundaries {
        /// Why.
        reason: String,
    },
    /// An outline of an area of which it is not known what is inside.
    #[error("the outline of `{area}` crosses itself near longitude {longitude:.5}, latitude {latitude:.5}")]
    CrossingOutline {
        /// The area.
        area: String,
        /// Where it crosses itself, in degrees.
        longitude: f64,
        /// Where it crosses itself, in degrees.
        latitude: f64,
    },
    /// A file that cannot be opened, or not be read to its end.
    #[error("the file cannot be read: {reason}")]
    Broken {
        /// Why.
        reason: String,
    },
    /// A file without anything in it.
    #[error("the file is empty: it does not even have a header")]
    NoHeader,
    /// A record that never ends.
    #[error("a quote opens in this row and is not closed")]
    UnclosedQuote,
    /// A file with so many faulty rows that not all are listed.
    #[error("there are more faulty rows from here on than are listed")]
    MoreFaults,
    /// Positions that make sense the other way round.
    #[error("{exchanged} of {positions} positions lie in an area only when latitude and longitude are exchanged")]
    ExchangedCoordinates {
        /// Those positions.
        exchanged: u64,
        /// All positions.
        positions: u64,
    },
    /// Counts by a column that tells single records apart.
    #[error("there are more than {most} different counts")]
    TooManyCounts {
        /// The most that there may be.
        most: usize,
    },
}

impl Fault {
    /// A file that the system does not let be read.
    pub fn broken(error: &std::io::Error) -> Self {
        let text = error.to_string();
        // Without the number of the error, which is the system's own.
        let reason = text.split(" (os error").next().unwrap_or_default().to_lowercase();
        Self::Broken { reason }
    }

    /// Whether it stops the run.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Reading(fault) => fault.severity(),
            Self::Unreadable { .. }
            | Self::EmptyFile
            | Self::WrongEncoding { .. }
            | Self::NulByte
            | Self::RaggedRow { .. }
            | Self::RepeatedColumn { .. }
            | Self::ChecksumMismatch { .. }
            | Self::NotBoundaries { .. }
            | Self::CrossingOutline { .. }
            | Self::Broken { .. }
            | Self::NoHeader
            | Self::UnclosedQuote
            | Self::MoreFaults
            | Self::ExchangedCoordinates { .. }
            | Self::TooManyCounts { .. } => Severity::Error,
        }
    }

    /// What to do about it.
    fn advice(&self) -> String {
        match self {
            Self::Reading(fault) => fault.hint().to_owned(),
            Self::Unreadable { name, .. } if name == "source.toml" => {
                "each folder below data/statutory and data/voluntary needs one; the README shows its keys".to_owned()
            }
            Self::Unreadable { name, .. } if BELONGING.contains(&name.as_str()) => {
                "it belongs to the project; restore it".to_owned()
            }
            Self::Unreadable { .. } => "put the file there, or take its [[file]] table out of source.toml".to_owned(),
            Self::EmptyFile => "put the rows in, or take its [[file]] table out of source.toml".to_owned(),
            Self::WrongEncoding { looks_like } => {
                format!("it looks like {looks_like}; save it again as UTF-8 (in a spreadsheet: `CSV UTF-8`)")
            }
            Self::NulByte => "open it in the program that made it and save it as `CSV UTF-8`".to_owned(),
            Self::RaggedRow { .. } => {
                "look for a comma inside a text without quotes, or a quote that is not closed".to_owned()
            }
            Self::RepeatedColumn { .. } => "give each column its own name".to_owned(),
            Self::ChecksumMismatch { found, .. } => {
                format!("if the change is meant, write sha256 = \"{found}\" in source.toml; if not, restore the file")
            }
            Self::NotBoundaries { .. } => {
                "give a GeoJSON file with a polygon and a name or code for each area, in longitude and latitude"
                    .to_owned()
            }
            Self::CrossingOutline { .. } => {
                "get the outlines from their publisher again, or in full detail: simplifying them can do this"
                    .to_owned()
            }
            Self::Broken { .. } | Self::NoHeader => {
                "get the file again from its publisher; it may have been cut off".to_owned()
            }
            Self::UnclosedQuote => {
                "close it, or write a quote that belongs to the text twice; the file may have been cut off".to_owned()
            }
            Self::MoreFaults => "correct those that are listed and run it again".to_owned(),
            Self::ExchangedCoordinates { .. } => {
                "name the columns the other way round with --latitude and --longitude".to_owned()
            }
            Self::TooManyCounts { .. } => {
                "count by columns of few different texts; one of these tells single records apart".to_owned()
            }
        }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self { severity: fault.severity(), check: None, message: fault.to_string(), hint: fault.advice() }
    }
}

/// Tables that every run needs.
const BELONGING: [&str; 5] = ["areas.csv", "categories.csv", "classifications.csv", "labels.csv", "phases.toml"];

impl From<ReadingFault> for Problem {
    fn from(fault: ReadingFault) -> Self {
        Fault::from(fault).into()
    }
}
