//! Values that others worked out, found again: every table of `tests/files/worked`.

use crate::support::report::{figures, rows};
use crate::support::{self, files};

#[test]
fn every_worked_value_is_found_again() {
    let folder = support::root().join("tests/files/worked");
    let tables = if folder.is_dir() { files(&folder) } else { Vec::new() };
    let mut missed = Vec::new();
    for path in tables.into_iter().filter(|path| path.extension().is_some_and(|end| end == "csv")) {
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for value in rows(&bytes) {
            let key = ["phase", "measure", "area", "group"].map(|column| value.text(column));
            let (name, column) = (key.join("/"), value.text("column"));
            let found = figures().rows.iter().find(|row| row.name() == name).and_then(|row| row.number(column));
            let (expected, within) = (value.known("expected"), value.known("within"));
            // What is printed to its last digit is off by half of that at most, and by what a binary number loses.
            if !found.is_some_and(|found| (found - expected).abs() <= within * (1.0 + 1e-9) + 1e-12) {
                missed.push(format!("{name}: {column} is {found:?} for {expected} ({})", value.text("from")));
            }
        }
    }
    assert!(missed.is_empty(), "{} values are not found again:\n{}", missed.len(), missed.join("\n"));
}
