//! A file that a source card names → rows: the bytes are read once, checked against the card's checksum, and cut into
//! cells, or its records are counted.

mod commas;
mod events;
mod header;
pub mod tally;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tables::file::{self, Grid, Limits, Opened};
use tables::{Table, checksum, table};

use crate::area::Areas;
use crate::finding::{self, Findings, Location, Problem, no_such};
use crate::source::{FileCard, Layout, Source};

/// A file of figures as it was read.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where it lies.
    pub path: PathBuf,
    /// Its checksum.
    pub sha256: String,
    /// Its cells; `None` when it holds no table.
    pub table: Option<Table>,
    /// How many rows or records are no part of the table, by the reason.
    pub left_out: BTreeMap<String, u64>,
}

impl Input {
    fn empty(path: &Path) -> Self {
        Self { path: path.to_path_buf(), sha256: String::new(), table: None, left_out: BTreeMap::new() }
    }
}

/// Reads one file of a source, or counts its records. What is wrong with it is added to the findings; the rest is still
/// read.
pub fn read(source: &Source, file: &FileCard, areas: &Areas, findings: &mut Findings) -> Input {
    if file.layout == Layout::Records {
        return events::read(source, file, areas, findings);
    }
    let path = source.folder.join(&file.name);
    let mut input = Input::empty(&path);
    let Some(bytes) = finding::bytes(&path, findings) else {
        return input;
    };
    input.sha256 = checksum::of_bytes(&bytes);
    report_checksum(file, &input, findings);
    let mut found = Findings::new();
    let opened = file::open_bytes(&path, &bytes, &Limits::default(), &mut found);
    let grid = opened.and_then(|opened| sheet(opened, file, &path, &mut found));
    let body = grid.and_then(|grid| {
        let first = grid.first_line()?;
        let header = file.header.as_deref().unwrap_or(std::slice::from_ref(&first));
        if !header::is_there(&grid, header, file, &mut found) {
            return None;
        }
        let body = grid.body(Some(header), &mut found)?;
        commas::examine(&grid.origin, &body.table, file, &mut found);
        Some(body)
    });
    if file.to_be_filled {
        found.forgive(&table::no_rows());
    }
    found.advise(&table::no_rows(), "put the rows in, or take its [[file]] table out of source.toml");
    findings.append(found);
    if let Some(body) = body {
        let aside = body.above.len() + body.below.len();
        if aside > 0 {
            let reason = "above the header, or a note below the table".to_owned();
            input.left_out.insert(reason, aside as u64);
        }
        input.table = Some(body.table);
    }
    input
}

fn report_checksum(file: &FileCard, input: &Input, findings: &mut Findings) {
    // A private file has none, and without one any other card is refused.
    if file.sha256.is_empty() || input.sha256 == file.sha256.to_lowercase() {
        return;
    }
    let (name, found) = (&file.name, &input.sha256);
    let declared = file.sha256.chars().take(12).collect::<String>() + "…";
    let problem = Problem::error(
        format!("the checksum of `{name}` does not match: the source card has {declared}, the file has {found}"),
        format!("if the change is meant, write sha256 = \"{found}\" in source.toml; if not, restore the file"),
    );
    findings.add(problem, Location::file(&input.path));
}

/// Several sheets or members, of which the card names none.
fn several_sheets(names: &[String]) -> Problem {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    Problem::error(
        format!("the file holds several tables: {}", names.join(", ")),
        "name the one that is meant with `sheet` in its [[file]] table",
    )
}

/// The sheet or member that the card names; the only one where it names none.
fn sheet(opened: Opened, file: &FileCard, path: &Path, findings: &mut Findings) -> Option<Grid> {
    let name_of = |grid: &Grid| grid.origin.name().unwrap_or_default().to_owned();
    let names: Vec<String> = opened.grids.iter().map(name_of).collect();
    let mut grids = opened.grids.into_iter();
    let Some(wanted) = &file.sheet else {
        if let ([_], Some(only)) = (names.as_slice(), grids.next()) {
            return Some(only);
        }
        findings.add(several_sheets(&names), Location::file(path));
        return None;
    };
    let found = grids.find(|grid| name_of(grid) == *wanted);
    if found.is_none() {
        findings.add(no_such("sheet", wanted, names), Location::file(path));
    }
    found
}
