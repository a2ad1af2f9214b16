//! A file as downloaded → what it is, and the recipe that would read it.
//!
//! The known layouts of publishers (`data/layouts.toml`) say what a file is; what they do not say is found by looking at
//! the cells. The recipe is tried at once, and what a person must check is said. Files of records are sampled.

pub mod card;
pub mod column;
pub mod measure;
pub mod period;
pub mod proposal;
mod wide;
mod words;

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::finding::{Finding, Findings, Severity};
use crate::harmonise;
use crate::source::{FileCard, Source};

use tables::Table;
use tables::file::{self, Body, Grid, Limits, Opened};

use card::FileFacts;
use proposal::{Knowledge, Proposal, Subject};

/// How much of a long text is looked at.
pub const SAMPLE: u64 = 1 << 18;

/// How long a file may be that is looked at whole.
const WHOLE: u64 = 1 << 26;

/// One table of a file.
#[derive(Debug)]
pub struct Inspected<'a> {
    /// The file.
    pub path: PathBuf,
    /// The file, and the sheet or member in it.
    pub place: String,
    /// Container, encoding, delimiter and line ends.
    pub written: String,
    /// Rows and columns, and what stands around the table.
    pub shape: String,
    /// What the recipe says of the file.
    pub facts: FileFacts,
    /// What the table is; none where no ethnic groups are found in it.
    pub proposal: Option<Proposal<'a>>,
    /// Whether the recipe reads it.
    pub trial: Trial,
}

/// What came of trying a recipe.
#[derive(Debug)]
pub enum Trial {
    /// It reads so many observations, and leaves out so many rows.
    Read {
        /// Observations.
        observations: usize,
        /// Rows.
        left_out: u64,
    },
    /// Only a part of the file was looked at.
    Sampled,
    /// It does not read the file.
    Refused(Vec<Finding>),
}

/// What a file holds: one for each table in it. What cannot be read is a finding.
pub fn inspect<'a>(
    (path, sheet): (&Path, Option<&str>),
    knowledge: Knowledge<'a>,
    findings: &mut Findings,
) -> Result<Vec<Inspected<'a>>> {
    let Some(opened) = file::open_sample(path, SAMPLE, findings) else {
        return Ok(Vec::new());
    };
    let opened = only(opened, (path, sheet))?;
    let sampled = opened.grids.iter().any(|grid| grid.origin.sample.is_some());
    let mut inspected = tables_of(path, &opened, knowledge, findings);
    let records = |table: &Inspected<'_>| table.proposal.as_ref().is_some_and(Proposal::is_records);
    // Figures are looked at whole: only records are too many for that.
    if sampled
        && !inspected.iter().any(records)
        && length(path) <= WHOLE
        && let Some(opened) = file::open(path, &Limits::default(), findings)
    {
        let opened = only(opened, (path, sheet))?;
        inspected = tables_of(path, &opened, knowledge, findings);
    }
    Ok(inspected)
}

/// The sheet that is named; all of them where none is.
fn only(mut opened: Opened, (path, sheet): (&Path, Option<&str>)) -> Result<Opened> {
    let Some(sheet) = sheet else {
        return Ok(opened);
    };
    let names = opened.grids.iter().filter_map(|grid| grid.origin.name());
    let names: Vec<String> = names.map(str::to_owned).collect();
    opened.grids.retain(|grid| grid.origin.name() == Some(sheet));
    if opened.grids.is_empty() {
        return Err(Error::Usage {
            message: format!("`{}` has no sheet `{sheet}`", path.display()),
            hint: format!("it has {}", names.join(", ")),
        });
    }
    Ok(opened)
}

fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(u64::MAX, |metadata| metadata.len())
}

/// A sheet that holds no table is no fault of a workbook that has others.
fn tables_of<'a>(
    path: &Path,
    opened: &Opened,
    knowledge: Knowledge<'a>,
    findings: &mut Findings,
) -> Vec<Inspected<'a>> {
    let several = opened.grids.len() > 1;
    let mut tables = Vec::new();
    for grid in &opened.grids {
        let mut found = Findings::new();
        let table = table_of(path, (grid, several), knowledge, &mut found);
        if !several || table.as_ref().is_some_and(|table| table.proposal.is_some()) {
            findings.append(found);
        }
        tables.extend(table);
    }
    tables
}

/// The body of a grid that shows most ethnic groups: below the header that is recognised, or below its last line alone.
fn body_of<'a>(
    grid: &Grid,
    names: &str,
    knowledge: Knowledge<'a>,
    findings: &mut Findings,
) -> Option<(Body, Option<Proposal<'a>>)> {
    let propose = |body: &Body| {
        let above: Vec<&str> = body.above.iter().map(|aside| aside.text.as_str()).collect();
        let subject = Subject { table: &body.table, above: &above.join(" "), names };
        Proposal::of(subject, knowledge)
    };
    let mut found = Findings::new();
    let body = grid.body(None, &mut found)?;
    let proposal = propose(&body);
    let groups = |proposal: &Option<Proposal<'_>>| proposal.as_ref().map_or(0, |proposal| proposal.labels.found.len());
    if let [_, .., last] = body.header.as_slice() {
        let mut below = Findings::new();
        let narrow = grid.body(Some(&[*last]), &mut below);
        if let Some(narrow) = narrow {
            let other = propose(&narrow);
            if groups(&other) > groups(&proposal) {
                findings.append(below);
                return Some((narrow, other));
            }
        }
    }
    findings.append(found);
    Some((body, proposal))
}

fn table_of<'a>(
    path: &Path,
    (grid, several): (&Grid, bool),
    knowledge: Knowledge<'a>,
    findings: &mut Findings,
) -> Option<Inspected<'a>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let sheet = grid.origin.name().filter(|_| several || grid.origin.is_sheet());
    let names = format!("{} {name}", sheet.unwrap_or_default());
    let (body, proposal) = body_of(grid, &names, knowledge, findings)?;
    let facts = FileFacts {
        name: name.into_owned(),
        sheet: sheet.map(str::to_owned),
        header: body.header.clone(),
        first_line: grid.first_line().unwrap_or(1),
    };
    let trial = match &proposal {
        Some(proposal) if !proposal.is_records() => try_out(&facts, proposal, &body.table, knowledge),
        Some(_) | None => Trial::Sampled,
    };
    let aside = body.above.len() + body.below.len();
    let aside = if aside > 0 { format!("; {aside} rows above and below it are set aside") } else { String::new() };
    let (rows, columns) = (body.table.rows.len(), body.table.header.len());
    Some(Inspected {
        path: path.to_path_buf(),
        place: grid.origin.place().display().to_string(),
        written: grid.origin.to_string(),
        shape: format!("{rows} rows of {columns} columns{aside}"),
        facts,
        proposal,
        trial,
    })
}

/// Reads a table with the recipe that is proposed for it.
fn try_out(facts: &FileFacts, proposal: &Proposal<'_>, table: &Table, knowledge: Knowledge<'_>) -> Trial {
    let mut findings = Findings::new();
    let text = card::file((facts, ""), proposal);
    let source: Option<Source> = toml::from_str(&format!("{NO_CARD}{text}")).ok();
    let Some((source, file)) = source.as_ref().and_then(|source| Some((source, source.files.first()?))) else {
        return Trial::Refused(Vec::new());
    };
    let card: &FileCard = file;
    let (areas, ethnicity) = (knowledge.areas, knowledge.ethnicity);
    let read = harmonise::harmonise(table, (source, card), areas, ethnicity, &mut findings);
    match read.filter(|_| !findings.any_error()) {
        Some(dataset) => {
            Trial::Read { observations: dataset.observations.len(), left_out: dataset.left_out.values().sum() }
        }
        None => Trial::Refused(findings.of(Severity::Error)),
    }
}

/// A card without anything in it, for trying a recipe.
const NO_CARD: &str =
    "publisher = \"\"\ntitle = \"\"\naddress = \"\"\nlicence = \"\"\npublished = \"\"\naccessed = \"\"\n";

impl Inspected<'_> {
    /// What was found, for a reader at a terminal.
    pub fn words(&self, knowledge: Knowledge<'_>) -> String {
        words::table(self, knowledge.areas)
    }

    /// What was found, in a line.
    pub fn line(&self) -> String {
        words::line(self)
    }

    /// The `[[file]]` table that would read it.
    pub fn recipe(&self) -> Option<String> {
        let proposal = self.proposal.as_ref()?;
        let sha256 = tables::checksum::of_files(std::slice::from_ref(&self.path)).ok()?;
        Some(card::file((&self.facts, &sha256), proposal))
    }

    /// Whether its recipe reads it.
    pub fn reads(&self) -> bool {
        self.proposal.is_some() && !matches!(self.trial, Trial::Refused(_))
    }
}

impl Proposal<'_> {
    /// Whether every label is known, in one sense, and one classification is meant.
    pub fn is_sure(&self) -> bool {
        let one_sense = self.other_lists.iter().all(|(_, same)| *same);
        self.labels.unknown.is_empty() && one_sense && self.absent.is_empty() && self.classifications.len() == 1
    }
}
