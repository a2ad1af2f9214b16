//! A TOML document into what it declares, with every fault of it in the user's words, in one pass.

mod form;
mod syntax;

use std::path::Path;

use serde::de::DeserializeOwned;
use toml::de::DeTable;

use crate::finding::{Findings, Location};

/// Reads a document; what is wrong with it is found. `page` lists its keys.
pub(super) fn read<T: DeserializeOwned>(path: &Path, text: &str, page: &str, findings: &mut Findings) -> Option<T> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return form::read(table, page, |problem, offset| findings.add(problem, place(path, text, offset)));
    }
    let mut lines = Vec::new();
    for error in errors {
        let start = error.span().map_or(0, |span| span.start);
        let (problem, offset) = syntax::fault(text, start, error.message());
        let location = place(path, text, offset);
        // What follows on a line that cannot be read is no fault of its own.
        if !lines.contains(&location.line) {
            lines.push(location.line);
            findings.add(problem, location);
        }
        if syntax::is_left_open(text, start, error.message()) {
            break;
        }
    }
    None
}

/// Where an offset of a text is.
pub(super) fn place(path: &Path, text: &str, offset: usize) -> Location {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.matches('\n').count() as u64 + 1;
    let characters = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count());
    Location::cell(path, line, characters as u64 + 1)
}
