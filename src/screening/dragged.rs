//! `drag-filled-codes`: the traces of a cell that was dragged down in a spreadsheet, which counts up by one.

use crate::area::Areas;
use crate::finding::{Check, Findings, Problem};
use crate::harmonise::Dataset;
use crate::observation::Figure;
use tables::{Row, Table};

use super::place;

const DRAG_FILLED_CODES: Check = Check { name: "drag-filled-codes", page: "docs/checks/drag-filled-codes.md" };

/// Codes in a row from which on they count as a run.
const RUN_OF_CODES: usize = 3;

/// Figures in a row from which on they count as a run.
const RUN_OF_FIGURES: usize = 5;

/// How many names of a run must be those of other areas: one alone is a slip of another kind.
const MISPLACED: usize = 2;

/// The parts of a list in which each item follows from the one before, from a length on.
fn runs<T>(items: &[T], least: usize, follows: impl Fn(&T, &T) -> bool) -> Vec<&[T]> {
    items.chunk_by(follows).filter(|run| run.len() >= least).collect()
}

/// The number in a nine-character code such as `E09000008`.
fn number(code: &str) -> Option<(&str, u32)> {
    let (letter, digits) = code.split_at_checked(1)?;
    let is_code = digits.len() == 8
        && letter.bytes().all(|byte| byte.is_ascii_uppercase())
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_code.then(|| digits.parse().ok().map(|number| (letter, number)))?
}

/// Codes that count up from row to row beside names of other areas.
pub(super) fn codes(table: &Table, areas: &Areas, findings: &mut Findings) {
    for column in 0..table.header.len() {
        let follows = |row: &Row, next: &Row| {
            let numbers = number(row.cell(column)).zip(number(next.cell(column)));
            numbers.is_some_and(|((letter, number), (after, next))| letter == after && number + 1 == next)
        };
        for run in runs(&table.rows, RUN_OF_CODES, follows) {
            let named = (0..table.header.len()).find_map(|names| misplaced(run, (column, names), areas));
            let (Some((row, name, right)), Some(first), Some(last)) = (named, run.first(), run.last()) else {
                continue;
            };
            let (first, last, code) = (first.cell(column), last.cell(column), row.cell(column));
            let problem = Problem::error(
                format!(
                    "the codes `{first}` to `{last}` count up by one from row to row, and `{code}` stands beside `{name}`, which is {right}"
                ),
                "a cell was dragged down in a spreadsheet: copy the codes from the publication again",
            );
            findings.add(problem.of(DRAG_FILLED_CODES), table.place(row, column));
        }
    }
}

/// The first row of a run whose name is that of another area, with the name and the code that belongs to it, where there
/// are several.
fn misplaced<'r>(run: &'r [Row], (codes, names): (usize, usize), areas: &Areas) -> Option<(&'r Row, String, String)> {
    let mut others = run.iter().filter_map(|row| {
        let (code, name) = (row.cell(codes), row.cell(names));
        let area = areas.find(name).filter(|_| number(name).is_none())?;
        // A name can be that of two areas of different kinds; their codes begin differently.
        let same_kind = area.code.get(..3) == code.get(..3);
        (same_kind && area.code != code).then(|| (row, name.to_owned(), area.code.clone()))
    });
    let first = others.next()?;
    (others.count() + 1 >= MISPLACED).then_some(first)
}

/// Figures that count up by one over several rows.
pub(super) fn figures(dataset: &Dataset, findings: &mut Findings) {
    for column in dataset.card.figures() {
        let values: Vec<_> =
            dataset.observations.iter().map(|row| (row, dataset.figure(row, column).and_then(Figure::known))).collect();
        let run = runs(&values, RUN_OF_FIGURES, |(row, value), (next, after)| {
            let step = after.zip(*value).map(|(after, value)| after - value - 1.0);
            row.line + 1 == next.line && step.is_some_and(|step| step.abs() < f64::EPSILON)
        });
        for run in run {
            let (Some((first, low)), Some((_, high))) = (run.first(), run.last()) else {
                continue;
            };
            let ends = low.zip(*high);
            let ends = ends.map_or_else(String::new, |(first, last)| format!(", from {first} to {last}"));
            let problem = Problem::warning(
                format!("`{column}` counts up by one over {} rows{ends}", run.len()),
                "if a cell was dragged down in a spreadsheet, copy the figures from the publication again",
            );
            findings.add(problem.of(DRAG_FILLED_CODES), place(dataset, first, column));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_codes_of_nine_characters_have_a_number() {
        assert_eq!(number("E09000008"), Some(("E", 9_000_008)));
        for text in ["E0900008", "e09000008", "Croydon", "\u{c9}09000008", "00AB", ""] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
