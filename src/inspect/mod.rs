//! A file as downloaded → what it is, and the recipe that would read it.
//!
//! The known layouts of publishers (`data/layouts.toml`) say what a file is; what they do not say is found by looking at
//! the cells. The recipe is tried at once, and what a person must check is said. Files of records are sampled.

pub mod areas;
mod beside;
pub mod card;
pub mod column;
pub mod figures;
pub mod groups;
mod doubts;
mod hidden;
mod listing;
pub mod near;
mod parts;
mod rows;
pub mod inspected;
pub mod measure;
pub mod period;
pub mod profile;
pub mod proposal;
pub mod selection;
pub mod stream;
pub mod unread;
pub mod when;
mod wide;

use std::path::Path;
use std::sync::Arc;

use crate::area::Level;
use crate::error::{Error, Result};
use crate::finding::{Findings, Location, Problem, Severity};
use crate::harmonise;
use crate::observation::Observation;
use crate::project::Lookups;
use crate::screening::repeats;
use crate::source::Source;
use tables::Table;
use tables::file::{self, Body, Grid, Limits, Opened};

use areas::AreasIn;
use card::FileFacts;
use near::NearMiss;
use profile::TableProfile;
use proposal::Proposal;

pub use inspected::{Inspected, Trial};

/// How much of a long text is looked at.
pub const SAMPLE: u64 = 1 << 18;

/// How long a file may be that is looked at whole.
const WHOLE: u64 = 1 << 26;

/// What a file holds, or one sheet of it: one for each table. What cannot be read is a finding.
pub fn inspect<'a>(
    path: &Path,
    sheet: Option<&str>,
    lookups: &'a Lookups,
    findings: &mut Findings,
) -> Result<Vec<Inspected<'a>>> {
    // A path that cannot be looked at is reported by whoever opens it.
    if let Ok(Some(bytes)) = stream::bytes(path) {
        return stream::inspect((path, &bytes), "file", sheet, lookups, findings);
    }
    let Some(opened) = file::open_sample(path, SAMPLE, findings) else {
        return Ok(Vec::new());
    };
    let opened = only(opened, path, sheet)?;
    let inspected = tables_of(path, &opened, lookups, findings);
    let is_sample = opened.grids.iter().any(|grid| grid.origin.sample.is_some());
    let is_records = |table: &Inspected<'_>| table.proposal.as_ref().is_some_and(Proposal::is_records);
    let length = std::fs::metadata(path).map_or(u64::MAX, |metadata| metadata.len());
    // Figures are looked at whole: only records are too many for that.
    if is_sample
        && !inspected.iter().any(is_records)
        && length <= WHOLE
        && let Some(opened) = file::open(path, &Limits::default(), findings)
    {
        return Ok(tables_of(path, &only(opened, path, sheet)?, lookups, findings));
    }
    Ok(inspected)
}

/// The sheet that is named; all of them where none is.
fn only(mut opened: Opened, path: &Path, sheet: Option<&str>) -> Result<Opened> {
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

/// A sheet that holds no table is no fault of a workbook that has others.
fn tables_of<'a>(path: &Path, opened: &Opened, lookups: &'a Lookups, findings: &mut Findings) -> Vec<Inspected<'a>> {
    let has_several = opened.grids.len() > 1;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut tables = Vec::new();
    for grid in &opened.grids {
        let sheet = grid.origin.name().filter(|_| has_several || grid.origin.is_sheet());
        let names = format!("{} {name}", sheet.unwrap_or_default());
        let Some(mut attempt) = Attempt::best(grid, &names, lookups) else {
            continue;
        };
        if !has_several || attempt.proposal.is_some() {
            findings.append(std::mem::take(&mut attempt.findings));
        }
        let facts = FileFacts {
            name: name.to_string(),
            sheet: sheet.map(str::to_owned),
            header: attempt.body.header.clone(),
            first_line: grid.first_line().unwrap_or(1),
        };
        let trial = attempt.proposal.as_ref().filter(|proposal| !proposal.is_records());
        tables.push(Inspected {
            path: path.to_path_buf(),
            sha256: None,
            place: grid.origin.place().display().to_string(),
            written: grid.origin.to_string(),
            shape: shape(&attempt.body),
            trial: trial.map_or(Trial::Sampled, |proposal| try_out(&facts, proposal, &attempt.body.table, lookups)),
            facts,
            near: attempt.near,
            hidden: grid.origin.is_hidden(),
            proposal: attempt.proposal,
        });
    }
    tables
}

fn shape(body: &Body) -> String {
    let (rows, columns) = (body.table.rows.len(), body.table.header.len());
    let aside = match body.above.len() + body.below.len() {
        0 => String::new(),
        aside => format!("; {aside} rows above and below it are set aside"),
    };
    format!("{rows} rows of {columns} columns{aside}")
}

/// A grid, read with one idea of its header.
struct Attempt<'a> {
    body: Body,
    proposal: Option<Proposal<'a>>,
    near: Option<NearMiss>,
    findings: Findings,
}

impl<'a> Attempt<'a> {
    fn new(grid: &Grid, header: Option<&[u64]>, names: &str, lookups: &'a Lookups) -> Option<Self> {
        let mut findings = Findings::new();
        let body = grid.body(header, &mut findings)?;
        let above: Vec<&str> = body.above.iter().map(|aside| aside.text.as_str()).collect();
        let above = above.join(" ");
        let profile = TableProfile::new(&body.table, &above, names, lookups);
        let proposal = Proposal::new(&profile);
        let near = if proposal.is_none() { NearMiss::find(&profile) } else { None };
        Some(Self { body, proposal, near, findings })
    }

    /// The one that shows most ethnic groups: below the header that is recognised, or below its last line alone.
    fn best(grid: &Grid, names: &str, lookups: &'a Lookups) -> Option<Self> {
        let whole = Self::new(grid, None, names, lookups)?;
        let [_, .., last] = whole.body.header.as_slice() else {
            return Some(whole);
        };
        let narrow = Self::new(grid, Some(&[*last]), names, lookups);
        Some(narrow.filter(|narrow| narrow.groups() > whole.groups()).unwrap_or(whole))
    }

    fn groups(&self) -> usize {
        self.proposal.as_ref().map_or(0, |proposal| proposal.groups.labels.found.len())
    }
}

/// Reads a table with the recipe that is proposed for it.
fn try_out(facts: &FileFacts, proposal: &Proposal<'_>, table: &Table, lookups: &Lookups) -> Trial {
    // An area that a person has yet to write: any will do to try the rest.
    let mut proposal = proposal.clone();
    if proposal.areas.location == AreasIn::Nowhere
        && let Some(any) = lookups.areas.of_level(Level::Country).next()
    {
        proposal.areas.location = AreasIn::Around(any.name.clone(), "");
    }
    let text = card::publication(&Source::default()) + &card::file(facts, "", &proposal);
    let source: Option<Arc<Source>> = toml::from_str(&text).ok().map(Arc::new);
    let mut findings = Findings::new();
    let Some((source, card)) = source.as_ref().and_then(|source| Some((source, source.files.first()?))) else {
        let hint = "write the recipe by hand, as docs/reference/source.md shows";
        findings
            .add(Problem::error("the recipe that is proposed cannot be written", hint), Location::file(&table.path));
        return Trial::Refused(findings.of(Severity::Error));
    };
    let (areas, ethnicity) = (&lookups.areas, &lookups.ethnicity);
    let read = harmonise::harmonise(table, (source, card), areas, ethnicity, &mut findings).and_then(|rows| {
        repeats::in_file(&rows, areas, ethnicity, &mut findings);
        rows.classified(&mut findings)
    });
    match read.filter(|_| !findings.any_error()) {
        Some(dataset) => {
            let of_group = |row: &&Observation| ethnicity.is_group(row.category);
            Trial::Read {
                observations: dataset.observations.len(),
                of_groups: dataset.observations.iter().filter(of_group).count(),
                left_out: dataset.left_out.values().sum(),
            }
        }
        None => Trial::Refused(findings.of(Severity::Error)),
    }
}
