//! The header of a file → which of its columns are wanted, and for what.

use std::path::{Path, PathBuf};

use crate::finding::{Findings, Location, Problem};
use crate::table::{missing_column, repeated_column};

use super::count::Counter;

/// The columns of a file.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// The file.
    pub(super) path: PathBuf,
    /// Its place in the order of files.
    pub(super) file: usize,
    /// Their names.
    pub(super) header: Vec<String>,
    /// What each is for.
    pub(super) uses: Vec<Use>,
}

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Nothing.
    Unused,
    /// Records are told apart by it; the number is that of the column of the plan.
    Key(usize),
    /// It says how many events a record stands for.
    Events,
}

impl Columns {
    /// Finds the columns of a plan; those that are missing, or of whose name there are two, are findings.
    pub(super) fn find(
        (file, path): (usize, &Path),
        header: Vec<String>,
        counter: &Counter<'_>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let mut uses = vec![Use::Unused; header.len()];
        let mut mark = |name: &str, wanted: Use| {
            let found = place(&header, name).and_then(|place| match uses.get_mut(place) {
                Some(free @ Use::Unused) => {
                    *free = wanted;
                    Ok(())
                }
                Some(_) | None => Err((summed_key(name), Some(place))),
            });
            found.map_err(|(problem, place)| {
                let column = place.map(|place| place as u64 + 1);
                findings.add(problem, Location { column, ..Location::line(path, 1) });
            })
        };
        // All are looked for before one that is missing counts.
        let keys: Vec<_> = counter.columns.iter().zip(0..).map(|(name, key)| mark(name, Use::Key(key))).collect();
        let events = counter.plan.sum.as_ref().map_or(Ok(()), |name| mark(name.trim(), Use::Events));
        keys.into_iter().chain([events]).collect::<Result<(), ()>>().ok()?;
        Some(Self { path: path.to_path_buf(), file, header, uses })
    }

    /// What the columns in use are for.
    pub(super) fn in_use(&self) -> Vec<Use> {
        self.uses.iter().copied().filter(|used| *used != Use::Unused).collect()
    }

    /// Where a column of the plan stands in the file.
    pub(super) fn place(&self, wanted: Use) -> Option<usize> {
        self.uses.iter().position(|used| *used == wanted)
    }
}

/// The place of the only column of a name; otherwise what is wrong, and at which column.
fn place(header: &[String], name: &str) -> Result<usize, (Problem, Option<usize>)> {
    let mut found = header.iter().enumerate().filter(|(_, column)| *column == name);
    match (found.next(), found.next()) {
        (Some((place, _)), None) => Ok(place),
        (_, Some((place, _))) => Err((repeated_column(name), Some(place))),
        (None, None) => Err((missing_column(name, header), None)),
    }
}

/// A column that is summed and by which records are told apart.
fn summed_key(name: &str) -> Problem {
    Problem::error(
        format!("`sum` is `{name}`, and records cannot be told apart by the column that is summed"),
        "correct the value",
    )
}
