//! What can go wrong, in the user's words: findings in the data, and errors that end the program.
//!
//! A [`Finding`] is something wrong in the data or the declarations, with its place and a hint. Findings are
//! collected over everything that is read and reported together. An [`enum@Error`] ends the command.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

mod check;
mod fault;
mod reading;

pub use check::CHECKS;
pub use fault::Fault;
pub use reading::ReadingFault;

/// Where something was read.
///
/// For a CSV file the column is the number of the field, as a spreadsheet counts columns; for a TOML file it is
/// the character in the line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file, as it was named by the user or found below a folder that the user named.
    pub path: PathBuf,
    /// Line, counted from 1; absent when the whole file is meant.
    pub line: Option<u64>,
    /// Column, counted from 1.
    pub column: Option<u64>,
}

impl Location {
    /// The whole file.
    pub fn file(path: &Path) -> Self {
        Self { path: path.to_path_buf(), line: None, column: None }
    }

    /// A line of a file.
    pub fn line(path: &Path, line: u64) -> Self {
        Self { path: path.to_path_buf(), line: Some(line), column: None }
    }

    /// A cell or character of a file.
    pub fn cell(path: &Path, line: u64, column: u64) -> Self {
        Self { path: path.to_path_buf(), line: Some(line), column: Some(column) }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.path.display())?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(formatter, ":{number}")?;
        }
        Ok(())
    }
}

/// Whether a finding stops the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written while it stands.
    Error,
    /// It is shown in the report.
    Warning,
}

/// Something wrong in the data or the declarations, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What is wrong.
    pub fault: Fault,
    /// Where.
    pub location: Location,
    /// Further places in the same file with the same fault.
    pub also: Vec<u64>,
}

impl Finding {
    /// A finding at one place.
    pub fn new(fault: Fault, location: Location) -> Self {
        Self { fault, location, also: Vec::new() }
    }

    /// Whether it stops the run.
    pub fn severity(&self) -> Severity {
        self.fault.severity()
    }
}

/// How many further lines of one fault are named before the rest are counted.
const LINES_NAMED: usize = 5;

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        writeln!(formatter, "{word}: {}", self.fault)?;
        write!(formatter, "  --> {}", self.location)?;
        if !self.also.is_empty() {
            let named: Vec<String> = self.also.iter().take(LINES_NAMED).map(u64::to_string).collect();
            let rest = self.also.len().saturating_sub(LINES_NAMED);
            let lines = if self.also.len() == 1 { "line" } else { "lines" };
            write!(formatter, "\n  and {lines} {}", named.join(", "))?;
            if rest > 0 {
                write!(formatter, " and {rest} more")?;
            }
        }
        write!(formatter, "\n  hint: {}", self.fault.hint())
    }
}

/// Findings collected over everything that is read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fault found at a place.
    pub fn add(&mut self, fault: Fault, location: Location) {
        self.list.push(Finding::new(fault, location));
    }

    /// Keeps only the findings whose fault passes.
    pub fn retain(&mut self, passes: impl Fn(&Fault) -> bool) {
        self.list.retain(|finding| passes(&finding.fault));
    }

    /// Takes over the findings of another pass.
    pub fn append(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// Whether any of them stops the run.
    pub fn any_error(&self) -> bool {
        self.list.iter().any(|finding| finding.severity() == Severity::Error)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them by severity and place, those with the same fault in the same file as one.
    pub fn sorted(&self) -> Vec<Finding> {
        let mut list = self.list.clone();
        list.sort_by(|a, b| {
            (a.severity(), &a.location, a.fault.to_string()).cmp(&(b.severity(), &b.location, b.fault.to_string()))
        });
        list.dedup();
        let mut merged: Vec<Finding> = Vec::new();
        for finding in list {
            let twin = merged
                .iter_mut()
                .find(|kept| kept.fault == finding.fault && kept.location.path == finding.location.path);
            match (twin, finding.location.line) {
                (Some(kept), Some(line)) => kept.also.push(line),
                (Some(_), None) => {}
                (None, _) => merged.push(finding),
            }
        }
        merged
    }

    /// Only those of one severity, sorted and merged.
    pub fn of(&self, severity: Severity) -> Vec<Finding> {
        self.sorted().into_iter().filter(|finding| finding.severity() == severity).collect()
    }
}

/// What ends a command.
#[derive(Debug, Error)]
pub enum Error {
    /// The data or the declarations were refused; the findings say why. The user's data is at fault.
    #[error("{}", refusal(.0))]
    Refused(Findings),
    /// A file or folder could not be read.
    #[error("cannot read `{}`: {}", .path.display(), plain(.source))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file or folder could not be written.
    #[error("cannot write `{}`: {}", .path.display(), plain(.source))]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The command was asked for something that is not there: a phase, a borough, a format.
    #[error("{message}")]
    Usage {
        /// What was asked.
        message: String,
        /// What could be asked instead.
        hint: String,
    },
    /// A chart or a page could not be made. A fault of the program, not of its user.
    #[error("could not draw {what}: {reason}")]
    Drawing {
        /// What was to be drawn.
        what: String,
        /// What the drawing library said.
        reason: String,
    },
}

impl Error {
    /// Exit code: 1 the data or the declarations were refused; 2 wrong usage, or a file that could not be read or written.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Refused(_) => 1,
            Self::Read { .. } | Self::Write { .. } | Self::Usage { .. } | Self::Drawing { .. } => 2,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Refused(_) => None,
            Self::Read { source, .. } => (source.kind() == io::ErrorKind::NotFound)
                .then(|| "check the spelling, or run the program in the folder of the project".to_owned()),
            Self::Write { .. } => {
                Some("check that the folder can be written to, or name another with --out".to_owned())
            }
            Self::Usage { hint, .. } => Some(hint.clone()),
            Self::Drawing { .. } => Some("please report this with the command that you ran".to_owned()),
        }
    }
}

/// The result of anything that can end a command.
pub type Result<T> = std::result::Result<T, Error>;

fn refusal(findings: &Findings) -> String {
    let errors = findings.of(Severity::Error);
    let blocks: Vec<String> = errors.iter().map(Finding::to_string).collect();
    let faults = if errors.len() == 1 { "1 fault".to_owned() } else { format!("{} faults", errors.len()) };
    format!("{}\n\n{faults} found; nothing was written", blocks.join("\n\n"))
}

/// The system's message without the error number that follows it.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
