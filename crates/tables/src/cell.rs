//! What can be wrong with a cell of any table that should hold a number.

use crate::finding::{Check, Problem};

const WHOLE_NUMBERS: Check = Check { name: "whole-numbers", page: "docs/checks/whole-numbers.md" };

/// A cell without anything in it where a value is needed.
pub fn no_value(column: &str) -> Problem {
    Problem::error(format!("column `{column}` has no value"), "put the value in, or take the row out")
}

/// A figure below zero.
pub fn negative(text: &str, column: &str) -> Problem {
    Problem::error(
        format!("`{text}` in column `{column}` is negative"),
        "a count or a rate cannot be below zero; check it against the publication",
    )
}

/// A fraction where whole things are counted, such as `events`.
pub fn not_whole(text: &str, column: &str, counted: &str) -> Problem {
    let message = format!("`{text}` in column `{column}` is not a whole number, and it counts {counted}");
    Problem::error(message, "check it against the publication").of(WHOLE_NUMBERS)
}

/// A number that its quantity cannot use, or a text where a number must be. The problem reads as in "is negative"; the
/// rule says what the number is and must be.
pub fn unusable_number(text: &str, column: &str, problem: &str, rule: impl Into<String>) -> Problem {
    Problem::error(format!("`{text}` in column `{column}` {problem}"), rule)
}
