//! What can be wrong with a figure, whether it is read from a source or given to be computed with.

use tables::finding::{Check, Problem};

/// That what is counted is counted in whole numbers.
pub(crate) const WHOLE_NUMBERS: Check = Check { name: "whole-numbers", page: "docs/checks/whole-numbers.md" };

const ABOVE_POPULATION: Check = Check { name: "above-population", page: "docs/checks/above-population.md" };

/// A figure that is neither a number nor a declared marker.
pub fn not_a_number(text: &str, column: &str) -> Problem {
    if text.starts_with('=') {
        let message = format!("`{text}` in column `{column}` is a formula without a value");
        return Problem::error(message, "open the workbook in a spreadsheet program, which computes it, and save it");
    }
    if !text.is_empty() && text.chars().all(|letter| letter == '#') && text.chars().count() > 1 {
        let message = format!("`{text}` in column `{column}` is a figure that did not fit its column");
        return Problem::error(message, "widen the column in the spreadsheet program, and save the file again");
    }
    if is_spreadsheet_error(text) {
        let message = format!("`{text}` in column `{column}` is an error of a spreadsheet, and no figure");
        let hint = "mend the formula in the spreadsheet program, or take the figure from the publication";
        return Problem::error(message, hint);
    }
    Problem::error(
        format!("`{text}` in column `{column}` is neither a number nor a marker of this source"),
        "write a number such as 2383 or 2,383, or declare the marker under [file.markers] in source.toml",
    )
}

/// What spreadsheets write where a formula has no value; `#N/A` is as often a marker, and is declared as one.
fn is_spreadsheet_error(text: &str) -> bool {
    const ERRORS: [&str; 9] = ["#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#N/A", "#SPILL!", "#CALC!"];
    ERRORS.iter().any(|error| text.eq_ignore_ascii_case(error)) || text.starts_with("Err:5")
}

/// More with the outcome than there are people.
pub fn above_population(numerator: f64, counted: &str, denominator: f64) -> Problem {
    let message = format!("{numerator} {counted} is more than the {denominator} they are out of");
    Problem::error(message, "check whether numerator and denominator were exchanged").of(ABOVE_POPULATION)
}

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
