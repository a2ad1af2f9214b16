//! A header that is not where the card says: below a title, or not there at all. It is said once, and not again for each
//! column and row.

use crate::finding::{Findings, Location, Problem, listed};
use crate::source::{Field, FileCard, Layout};
use tables::Cells;
use tables::file::Grid;

/// How many rows are looked through for a header.
const FIRST_ROWS: usize = 30;

/// Whether the header has any of the columns that the card names; one that has none is a finding.
pub(super) fn is_there(grid: &Grid, lines: &[u64], card: &FileCard, findings: &mut Findings) -> bool {
    let wanted = wanted(card);
    // The names of a header of several lines are put together.
    let [line] = lines else {
        return true;
    };
    // A wide file names its columns by patterns, and one column alone may be misspelt.
    if card.layout != Layout::Tidy || wanted.len() < 2 {
        return true;
    }
    let held = |cells: &Cells| wanted.iter().filter(|name| cells.iter().any(|cell| cell.trim() == **name)).count();
    if grid.rows.iter().filter(|row| row.line == *line).any(|row| held(&row.cells) > 0) {
        return true;
    }
    let first = grid.rows.iter().filter(|row| row.cells.iter().next().is_some()).take(FIRST_ROWS);
    let best = first.filter(|row| 2 * held(&row.cells) > wanted.len()).max_by_key(|row| held(&row.cells));
    let problem = best.map_or_else(|| nowhere(&wanted, *line), |row| elsewhere(row.line, *line));
    findings.add(problem, Location::line(&grid.origin.place(), *line));
    false
}

/// The columns that the card names, each once.
fn wanted(card: &FileCard) -> Vec<&str> {
    let fields = [Some(&card.period), card.area.as_ref(), card.ethnicity.as_ref()];
    let mut names: Vec<&str> = fields.into_iter().flatten().flat_map(Field::columns).map(String::as_str).collect();
    names.extend(card.figures.iter().map(|(_, column)| column));
    names.sort_unstable();
    names.dedup();
    names
}

/// The header stands on another line than the one that is read as it.
fn elsewhere(line: u64, read: u64) -> Problem {
    let message = format!("line {line} looks like the header, and line {read} is read as it");
    let delete = match line.checked_sub(1) {
        Some(last) if read == last => format!(", or delete line {read}"),
        Some(last) if read < last => format!(", or delete lines {read} to {last}"),
        _ => String::new(),
    };
    Problem::error(message, format!("write `header = [{line}]` in its [[file]] table{delete}"))
}

/// No line is like a header.
fn nowhere(wanted: &[&str], line: u64) -> Problem {
    let names: Vec<String> = wanted.iter().map(|name| (*name).to_owned()).collect();
    let message = format!("line {line} is read as the header, and has none of the columns that the card names");
    let hint = "write the header above the rows, or correct the names in source.toml";
    Problem::error(message, format!("the card names {}: {hint}", listed(&names)))
}
