//! A file of the project that cannot be read at all.

use std::io;
use std::path::Path;

use super::{Findings, Location, Problem, nearest_path};

/// Tables that every run needs.
const BELONGING: [&str; 6] =
    ["areas.csv", "categories.csv", "classifications.csv", "clock.toml", "labels.csv", "phases.toml"];

/// What to do about a file that a card names and that is not there.
pub const NOT_THERE: &str = "put the file there, or take its [[file]] table out of source.toml";

/// Reads a file of the project whole; one that cannot be read is a finding.
pub fn bytes(path: &Path, findings: &mut Findings) -> Option<Vec<u8>> {
    std::fs::read(path).map_err(|error| findings.add(unreadable(path, &error), Location::file(path))).ok()
}

/// What to do about a path that leads nowhere.
pub(crate) fn wrong_path(path: &Path) -> String {
    match nearest_path(path) {
        Some(near) => format!("check the path; the nearest that is there is `{}`", near.display()),
        None => "check the path, and the folder in which you are".to_owned(),
    }
}

/// Whether a file that the user named is there; one that is not is a finding.
pub(crate) fn is_there(path: &Path, findings: &mut Findings) -> bool {
    let missing = path.metadata().err().filter(|error| error.kind() == io::ErrorKind::NotFound);
    if let Some(error) = &missing {
        findings.add(tables::table::unreadable(path, error).advise(wrong_path(path)), Location::file(path));
    }
    missing.is_none()
}

/// A file of the project that the system would not read.
pub fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let hint = match path.file_name().and_then(|name| name.to_str()).unwrap_or_default() {
        "source.toml" => {
            "each folder below data/statutory and data/voluntary needs one; docs/reference/source.md lists its keys"
        }
        name if BELONGING.contains(&name) => "it belongs to the project; restore it",
        _ => NOT_THERE,
    };
    let near = nearest_path(path).and_then(|near| Some(near.file_name()?.to_string_lossy().into_owned()));
    let near = near.map_or_else(String::new, |near| format!("the nearest name there is `{near}`; "));
    tables::table::unreadable(path, error).advise(format!("{near}{hint}"))
}
