//! Corrections of published figures (`corrections.toml` beside the files of a source): which cell, what is wrong, what is
//! right, and who said so.
//!
//! A correction names what it expects to find. When the source no longer shows that, the correction fails: it is never
//! applied to a figure that nobody has looked at. The published file stays as it is, and so does its checksum.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::finding::{Findings, Location, Problem};
use tables::Table;
use tables::table::missing_column;

/// `corrections.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CorrectionFile {
    /// The corrections, in the order in which they are applied.
    #[serde(default, rename = "correction")]
    pub corrections: Vec<Correction>,
}

/// The correction of one cell.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Correction {
    /// Where its keys stand.
    #[serde(skip)]
    pub places: BTreeMap<&'static str, Location>,
    /// The file of the source.
    pub file: String,
    /// The columns that pick exactly one row, with the text of each.
    pub row: BTreeMap<String, String>,
    /// The column of the cell.
    pub column: String,
    /// What stands in the cell as published.
    pub expected: String,
    /// What should stand there.
    pub right: String,
    /// What is wrong.
    pub wrong: String,
    /// How that is known.
    pub reason: String,
    /// Who said so, where and when.
    pub said_by: String,
}

/// The keys of a correction that a fault can be about.
pub const KEYS: [&str; 8] = ["file", "row", "column", "expected", "right", "wrong", "reason", "said-by"];

/// A correction that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The name of the source.
    pub source: String,
    /// The line of the file.
    pub line: u64,
    /// Whether its figures may be shown: those of counts that are to be protected may not.
    pub is_shown: bool,
    /// The correction.
    pub correction: Correction,
}

/// What stands in the place of a figure that may not be shown.
const NOT_SHOWN: &str = "not shown";

impl Applied {
    /// What stood in the cell, as far as it may be shown.
    pub fn published(&self) -> &str {
        if self.is_shown { &self.correction.expected } else { NOT_SHOWN }
    }

    /// What is read instead, as far as it may be shown.
    pub fn read_as(&self) -> &str {
        if self.is_shown { &self.correction.right } else { NOT_SHOWN }
    }
}

impl Correction {
    /// What picks its row, in a sentence.
    pub fn row_label(&self) -> String {
        let cells = self.row.iter();
        cells.map(|(column, text)| format!("`{text}` in `{column}`")).collect::<Vec<_>>().join(" and ")
    }

    /// Where a key stands.
    fn place(&self, key: &str, table: &Table) -> Location {
        let place = self.places.get(key).cloned();
        place.unwrap_or_else(|| Location::file(&table.path))
    }

    /// What its declaration lacks, as the key, its text and the rule.
    pub fn problems(&self) -> Vec<(&'static str, &str, &'static str)> {
        let said = [("wrong", &self.wrong), ("reason", &self.reason), ("said-by", &self.said_by)];
        let empty = said
            .into_iter()
            .filter(|(_, text)| text.trim().is_empty())
            .map(|(key, text)| (key, text.as_str(), "a correction says what is wrong, why, and who said so"));
        let same = (self.expected == self.right).then_some((
            "right",
            self.right.as_str(),
            "a correction changes what is expected",
        ));
        let all = self.row.is_empty().then_some(("row", "{}", "at least one column must pick the row"));
        empty.chain(same).chain(all).collect()
    }

    /// The place of the cell in the table; `None` with a finding where there is not exactly one.
    fn find(&self, table: &Table, findings: &mut Findings) -> Option<(usize, usize)> {
        let mut position = |name: &str, key: &str| {
            let found = table.header.iter().position(|column| column == name);
            if found.is_none() {
                findings.add(missing_column(name, &table.header), self.place(key, table));
            }
            found
        };
        let column = position(&self.column, "column");
        let picks: Vec<Option<(usize, &str)>> =
            self.row.iter().map(|(name, text)| Some((position(name, "row")?, text.trim()))).collect();
        let (column, picks) = (column?, picks.into_iter().collect::<Option<Vec<_>>>()?);
        let rows = table.rows.iter().enumerate();
        let found: Vec<(usize, u64)> = rows
            .filter(|(_, row)| picks.iter().all(|(column, text)| row.cell(*column) == *text))
            .map(|(place, row)| (place, row.line))
            .collect();
        let problem = match found.as_slice() {
            [(place, _)] => return Some((*place, column)),
            [] => self.without_row(),
            several => self.of_several_rows(several.iter().map(|(_, line)| *line)),
        };
        findings.add(problem, self.place("row", table));
        None
    }

    fn without_row(&self) -> Problem {
        Problem::error(
            format!("no row of `{}` has {}, so nothing was corrected", self.file, self.row_label()),
            "the source has changed or the row is misspelt: compare `row` with the file, or take the correction out",
        )
    }

    fn of_several_rows(&self, lines: impl Iterator<Item = u64>) -> Problem {
        let lines: Vec<String> = lines.map(|line| line.to_string()).collect();
        let (count, file, row) = (lines.len(), &self.file, self.row_label());
        Problem::error(
            format!("{count} rows of `{file}` have {row}, and a correction is of one"),
            format!("they are on the lines {}; name more columns in `row`", lines.join(", ")),
        )
    }

    /// Its cell does not show what it expects.
    fn not_expected(&self, line: u64, found: &str) -> Problem {
        let Self { file, column, expected, .. } = self;
        let hint = if found == self.right.trim() {
            "that is the right value already: the source was corrected, so take the correction out"
        } else {
            "the source has changed: compare it with the publication, then correct `expected` or take the correction out"
        };
        let message =
            format!("`{column}` on line {line} of `{file}` shows `{found}`, and the correction expects `{expected}`");
        Problem::error(message, hint)
    }

    /// The same, of a figure that may not be shown.
    fn not_expected_unseen(&self, line: u64) -> Problem {
        let Self { file, column, .. } = self;
        Problem::error(
            format!("`{column}` on line {line} of `{file}` does not show what the correction expects"),
            "compare the file with the records, then correct `expected` or take the correction out",
        )
    }

    /// Corrects its cell, and returns the line; `None` with a finding where the cell does not show what is expected.
    fn apply(&self, is_shown: bool, table: &mut Table, findings: &mut Findings) -> Option<u64> {
        let (row, column) = self.find(table, findings)?;
        let place = self.place("expected", table);
        let row = table.rows.get_mut(row)?;
        let line = row.line;
        let cell = row.cells.get(column)?;
        if cell != self.expected.trim() {
            findings.add(if is_shown { self.not_expected(line, cell) } else { self.not_expected_unseen(line) }, place);
            return None;
        }
        row.cells.set(column, self.right.trim());
        Some(line)
    }
}

/// The file whose cells are corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target<'a> {
    /// The name of the source.
    pub source: &'a str,
    /// The name of the file.
    pub file: &'a str,
    /// Whether its figures may be shown as they are.
    pub is_shown: bool,
}

/// Makes the corrections of one file of a source, in their order; what could not be made is a finding.
pub fn apply(
    corrections: &[Correction],
    target: Target<'_>,
    table: &mut Table,
    findings: &mut Findings,
) -> Vec<Applied> {
    let own = corrections.iter().filter(|own| own.file == target.file);
    own.filter_map(|correction| {
        let line = correction.apply(target.is_shown, table, findings)?;
        Some(Applied {
            source: target.source.to_owned(),
            line,
            is_shown: target.is_shown,
            correction: correction.clone(),
        })
    })
    .collect()
}
