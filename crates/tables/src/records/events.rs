//! The text of a column that is summed → how many events a record stands for.

use crate::finding::{Check, Problem};

/// How many faulty records of a piece are listed.
pub(super) const LISTED: usize = 20;

/// A piece with so many faulty records that not all are listed.
pub(super) fn more_faults() -> Problem {
    Problem::error(
        "there are more faulty rows from here on than are listed",
        "correct those that are listed and run it again",
    )
}

/// A number of events.
pub(super) fn parse(text: &str) -> Option<u64> {
    text.trim().parse().ok()
}

/// Why a text is no number of events; `whole_numbers` is the check that fractions and words fail.
pub(super) fn problem(text: &str, column: &str, whole_numbers: Option<Check>) -> Problem {
    if text.is_empty() {
        return Problem::error(format!("column `{column}` has no value"), "put the value in, or take the row out");
    }
    if text.parse::<f64>().is_ok_and(|number| number < 0.0) {
        return Problem::error(
            format!("`{text}` in column `{column}` is negative"),
            "a count or a rate cannot be below zero; check it against the publication",
        );
    }
    let check = whole_numbers;
    let message = format!("`{text}` in column `{column}` is not a whole number, and it counts events");
    Problem { check, ..Problem::error(message, "check it against the publication") }
}
