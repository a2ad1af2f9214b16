//! A file of the project that cannot be read at all.

use std::io;
use std::path::Path;

use super::{Findings, Location, Problem};

/// Tables that every run needs.
const BELONGING: [&str; 6] =
    ["areas.csv", "categories.csv", "classifications.csv", "clock.toml", "labels.csv", "phases.toml"];

/// What to do about a file that a card names and that is not there.
pub const NOT_THERE: &str = "put the file there, or take its [[file]] table out of source.toml";

/// Reads a file of the project whole; one that cannot be read is a finding.
pub fn bytes(path: &Path, findings: &mut Findings) -> Option<Vec<u8>> {
    std::fs::read(path).map_err(|error| findings.add(unreadable(path, &error), Location::file(path))).ok()
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
    tables::table::unreadable(path, error).advise(hint)
}
