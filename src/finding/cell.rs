//! What can be wrong with a figure, whether it is read from a source or given to be computed with.

use tables::finding::{Check, Problem};

const ABOVE_POPULATION: Check = Check { name: "above-population", page: "docs/checks/above-population.md" };

/// A figure that is neither a number nor a declared marker.
pub fn not_a_number(text: &str, column: &str) -> Problem {
    Problem::error(
        format!("`{text}` in column `{column}` is neither a number nor a marker of this source"),
        "write a number such as 2383 or 2,383, or declare the marker under [file.markers] in source.toml",
    )
}

/// More with the outcome than there are people.
pub fn above_population(numerator: f64, counted: &str, denominator: f64) -> Problem {
    let message = format!("{numerator} {counted} is more than the {denominator} they are out of");
    Problem::error(message, "check whether numerator and denominator were exchanged").of(ABOVE_POPULATION)
}
