//! What is wrong with what was read: a message in the user's words, where it is, and what to do about it.
//!
//! Each check and its words stand beside the code that finds it: a function there gives a [`Problem`], and whoever knows
//! the place makes it a [`Finding`]. Findings are collected over everything that is read and reported together.

mod alike;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::visible::visible;

pub use alike::{Others, count, first_of_each_kind};

/// A named check, and the page that says what it looks for and what it cannot see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Check {
    /// Its name, such as `unit-change`.
    pub name: &'static str,
    /// Its page, from the root of the project.
    pub page: &'static str,
}

/// Where something was read.
///
/// For a table the column is the number of the field, as a spreadsheet counts columns; for a TOML file it is the
/// character in the line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file, as it was named by the user or found below a folder that the user named.
    pub path: PathBuf,
    /// Line, counted from 1; absent when the whole file is meant.
    pub line: Option<u64>,
    /// Column, counted from 1.
    pub column: Option<u64>,
}

impl Location {
    /// The whole file.
    pub fn file(path: &Path) -> Self {
        Self { path: path.to_path_buf(), line: None, column: None }
    }

    /// A line of a file.
    pub fn line(path: &Path, line: u64) -> Self {
        Self { path: path.to_path_buf(), line: Some(line), column: None }
    }

    /// A cell or character of a file.
    pub fn cell(path: &Path, line: u64, column: u64) -> Self {
        Self { path: path.to_path_buf(), line: Some(line), column: Some(column) }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&visible(&self.path.to_string_lossy()))?;
        for number in [self.line, self.column].into_iter().flatten() {
            write!(formatter, ":{number}")?;
        }
        Ok(())
    }
}

/// Whether a finding stops the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written while it stands.
    Error,
    /// It is shown, and the run goes on.
    Warning,
}

/// What is wrong, before it is known where. Messages are in lower case, without a full stop, with the user's own words
/// in back-quotes; a hint suggests and never guesses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Whether it stops the run.
    pub severity: Severity,
    /// The named check that finds it; none for a file that cannot be read and for a declaration at fault.
    pub check: Option<Check>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Problem {
    /// One that stops the run.
    pub fn error(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { severity: Severity::Error, check: None, message: message.into(), hint: hint.into() }
    }

    /// One that is shown, and the run goes on.
    pub fn warning(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(message, hint) }
    }

    /// The same, found by a named check.
    #[must_use]
    pub fn of(self, check: Check) -> Self {
        Self { check: Some(check), ..self }
    }

    /// The same with another hint, for a reader who can do something else about it.
    #[must_use]
    pub fn advise(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// The same, at its place.
    pub fn at(self, location: Location) -> Finding {
        let Self { severity, check, message, hint } = self;
        Finding { check, message, hint, location, severity, also: Vec::new(), others: Others::default() }
    }
}

/// Something wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The named check that found it.
    pub check: Option<Check>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// Where.
    pub location: Location,
    /// Whether it stops the run.
    pub severity: Severity,
    /// Further lines of the same file where the same is wrong.
    pub also: Vec<u64>,
    /// Findings of its kind that are not shown themselves.
    pub others: Others,
}

/// How many further lines of one finding are named before the rest are counted.
const LINES_NAMED: usize = 5;

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        writeln!(formatter, "{word}: {}", visible(&self.message))?;
        write!(formatter, "  --> {}", self.location)?;
        if !self.also.is_empty() {
            let named: Vec<String> = self.also.iter().take(LINES_NAMED).map(u64::to_string).collect();
            let rest = self.also.len().saturating_sub(LINES_NAMED);
            let lines = if self.also.len() == 1 { "line" } else { "lines" };
            write!(formatter, "\n  and {lines} {}", named.join(", "))?;
            if rest > 0 {
                write!(formatter, " and {rest} more")?;
            }
        }
        if self.others.count > 0 {
            let Others { count, named } = &self.others;
            let rest = if *count > named.len() { " …" } else { "" };
            write!(formatter, "\n  and {count} more of this kind: {}{rest}", visible(&named.join(", ")))?;
        }
        write!(formatter, "\n  hint: {}", visible(&self.hint))?;
        self.check.map_or(Ok(()), |check| write!(formatter, "; see {}", check.page))
    }
}

/// Findings collected over everything that is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    list: Vec<Finding>,
}

impl Findings {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem found at a place.
    pub fn add(&mut self, problem: impl Into<Problem>, location: Location) {
        self.list.push(problem.into().at(location));
    }

    /// Adds what was found at a place, if anything was.
    pub fn extend(&mut self, problems: impl IntoIterator<Item = Problem>, location: &Location) {
        self.list.extend(problems.into_iter().map(|problem| problem.at(location.clone())));
    }

    /// Gives all that say what a problem says another hint.
    pub fn advise(&mut self, problem: &Problem, hint: &str) {
        for finding in self.list.iter_mut().filter(|finding| finding.message == problem.message) {
            hint.clone_into(&mut finding.hint);
        }
    }

    /// Leaves out all that say what a problem says, where it is none.
    pub fn forgive(&mut self, problem: &Problem) {
        self.list.retain(|finding| finding.message != problem.message);
    }

    /// Takes over the findings of another pass.
    pub fn append(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// The same, each made into another.
    #[must_use]
    pub fn map(self, change: impl FnMut(Finding) -> Finding) -> Self {
        Self { list: self.list.into_iter().map(change).collect() }
    }

    /// Whether any of them stops the run.
    pub fn any_error(&self) -> bool {
        self.list.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them by severity and place, those that say the same of the same file as one.
    pub fn sorted(&self) -> Vec<Finding> {
        let mut list = self.list.clone();
        list.sort_by(|a, b| {
            (a.severity, &a.location, &a.message, &a.hint).cmp(&(b.severity, &b.location, &b.message, &b.hint))
        });
        list.dedup();
        let mut merged: Vec<Finding> = Vec::new();
        // Where the first that says the same stands.
        let mut said = BTreeMap::new();
        for finding in list {
            let Finding { severity, check, message, hint, location, .. } = &finding;
            let key = (*severity, *check, location.path.clone(), message.clone(), hint.clone());
            let place = *said.entry(key).or_insert(merged.len());
            match (merged.get_mut(place), finding.location.line) {
                (Some(kept), Some(line)) => kept.also.push(line),
                (Some(_), None) => {}
                (None, _) => merged.push(finding),
            }
        }
        merged
    }

    /// Only those of one severity, sorted and merged.
    pub fn of(&self, severity: Severity) -> Vec<Finding> {
        self.sorted().into_iter().filter(|finding| finding.severity == severity).collect()
    }

    /// Those of one severity as they are shown: of many of one kind the first, and how many more there are.
    pub fn shown(&self, severity: Severity) -> Vec<Finding> {
        first_of_each_kind(self.of(severity))
    }
}

/// Names for a message or a hint, in back-quotes, the first dozen.
pub fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    let quoted: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let rest = names.len().saturating_sub(MOST);
    match (quoted.is_empty(), rest) {
        (true, _) => "none".to_owned(),
        (false, 0) => quoted.join(", "),
        (false, rest) => format!("{} and {rest} more", quoted.join(", ")),
    }
}
