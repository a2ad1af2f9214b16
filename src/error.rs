//! What ends a command, in the user's words, and its exit code.

use std::io;
use std::path::{Path, PathBuf};

use tables::visible::visible;
use thiserror::Error;

use crate::finding::{self, Finding, Findings, Severity};

/// What ends a command.
#[derive(Debug, Error)]
pub enum Error {
    /// The data or the declarations were refused; the findings say why. The user's data is at fault.
    #[error("{}", refusal(.0))]
    Refused(Findings),
    /// Files that the user named are not there, or are no files; the findings say which.
    #[error("{}", refusal(.0))]
    NoFile(Findings),
    /// A file or folder could not be read.
    #[error("cannot read `{}`: {}", shown(.path), plain(.source))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no project where the program was started or told to look.
    #[error("there is no folder `{}`{}", shown(.folder), if *.named { "" } else { ", so this is not the folder of a project" })]
    NoProject {
        /// The folder that a project has.
        folder: PathBuf,
        /// Whether the user named it.
        named: bool,
    },
    /// A file or folder could not be written.
    #[error("cannot write `{}`: {}", shown(.path), plain(.source))]
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
            Self::NoFile(_)
            | Self::Read { .. }
            | Self::NoProject { .. }
            | Self::Write { .. }
            | Self::Usage { .. }
            | Self::Drawing { .. } => 2,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Refused(_) | Self::NoFile(_) => None,
            Self::Read { path, source } => {
                (source.kind() == io::ErrorKind::NotFound).then(|| finding::wrong_path(path))
            }
            Self::NoProject { folder, named: true } => Some(finding::wrong_path(folder)),
            Self::NoProject { named: false, .. } => Some(project_above().unwrap_or_else(|| {
                "start in the folder of the project, name its folders with --data and --indicators, or make a new \
                 project with `scorecard init FOLDER`"
                    .to_owned()
            })),
            Self::Write { source, .. } if is_full(source) => {
                Some("make room on the disk, and run the command again".to_owned())
            }
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

/// What to do below the folder of a project.
fn project_above() -> Option<String> {
    let here = std::env::current_dir().ok()?;
    let is_project = |folder: &&Path| folder.join("data").is_dir() && folder.join("indicators").is_dir();
    let above = here.ancestors().skip(1).find(is_project)?;
    Some(format!("the folder above it, `{}`, is one: start there", above.display()))
}

fn refusal(findings: &Findings) -> String {
    let errors = findings.shown(Severity::Error);
    let count = finding::count(&errors);
    let blocks: Vec<String> = errors.iter().map(Finding::to_string).collect();
    let faults = if count == 1 { "1 fault".to_owned() } else { format!("{count} faults") };
    format!("{}\n\n{faults} found", blocks.join("\n\n"))
}

/// A path in one line, whatever is in its name.
fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

fn is_full(error: &io::Error) -> bool {
    [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded].contains(&error.kind())
}

/// The system's message without the error number that follows it.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
