//! Counts of records → events by period, area and ethnic group, with a word on all that is in none of them.
//!
//! Records are counted by [`tables::records`]; here labels and areas get their names. A month that no file holds is
//! missing, not zero.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use tables::outlines::Outlines;
use tables::records::{self, FileCounts, MOST_COUNTS, Options, Plan, Spot, Total};

use crate::area::{Areas, unknown_area};
use crate::finding::{Findings, Location, Problem, WHOLE_NUMBERS};

mod coverage;

use coverage::Places;
pub use coverage::{Coverage, MonthStatus, listed};

/// The label under which a blank group, period or further column is counted.
pub const BLANK: &str = "(blank)";

/// What events are counted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stratum {
    /// The month or the label of the period.
    pub period: String,
    /// Code of the area.
    pub area: String,
    /// The ethnic group as published.
    pub group: String,
    /// The texts of the further columns.
    pub by: Vec<String>,
}

/// Counts of events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// The further columns by which events are counted.
    pub by: Vec<String>,
    /// Events that meet the conditions and are in an area. Every combination of the periods, the areas, and the groups
    /// with their further texts that occur is there, with 0 where there is no event.
    pub events: BTreeMap<Stratum, u64>,
    /// What became of the events of each period.
    pub periods: BTreeMap<String, Outcome>,
    /// Events by the text of an area column that names no known area.
    pub unknown_areas: BTreeMap<String, u64>,
    /// Which months there are.
    pub coverage: Coverage,
    /// Events that are not counted, by their month and the area in which most of that month is missing.
    pub part_of_month: BTreeMap<(String, String), u64>,
}

/// What became of events that meet the conditions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Events in an area.
    pub placed: u64,
    /// Events without a position, or without the name of an area.
    pub without_place: u64,
    /// Events outside every area, or in an area that is not known.
    pub outside: u64,
    /// Of the events in an area, those without an ethnic group.
    pub without_group: u64,
}

impl Outcome {
    /// All events.
    pub fn events(&self) -> u64 {
        self.placed + self.without_place + self.outside
    }

    /// Two periods together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            placed: self.placed + other.placed,
            without_place: self.without_place + other.without_place,
            outside: self.outside + other.outside,
            without_group: self.without_group + other.without_group,
        }
    }
}

impl Tally {
    /// What became of all events.
    pub fn outcome(&self) -> Outcome {
        self.periods.values().copied().fold(Outcome::default(), Outcome::and)
    }
}

/// The areas that are known, and the outlines of those by which positions are counted.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The areas.
    pub areas: &'a Areas,
    /// The outlines; none where records name their area.
    pub outlines: &'a Outlines,
}

/// Reads the outlines of areas. An area is known by the first of its properties that names one.
pub fn outlines(path: &Path, areas: &Areas, findings: &mut Findings) -> Outlines {
    let naming = |texts: &[String]| {
        let area = texts.iter().find_map(|text| areas.find(text));
        let unknown = || unknown_area(&texts.join("`, `"), None);
        area.map(|area| area.name.clone()).ok_or_else(unknown)
    };
    Outlines::read(path, &naming, findings).unwrap_or_default()
}

/// The share of positions that lie in an area only when latitude and longitude are exchanged, from which on they are
/// taken to be exchanged.
const EXCHANGED: f64 = 0.01;

/// Positions that make sense the other way round.
fn exchanged(file: &FileCounts) -> Option<Problem> {
    let FileCounts { positions, exchanged, .. } = file;
    let problem = || {
        Problem::error(
            format!(
                "{exchanged} of {positions} positions lie in an area only when latitude and longitude are exchanged"
            ),
            "name the columns the other way round with --latitude and --longitude",
        )
    };
    (*exchanged as f64 > EXCHANGED * *positions as f64).then(problem)
}

/// Counts records by a plan whose first further column is that of the ethnic group.
///
/// What is wrong with the files is added to the findings, in one pass over all of them; then there is no tally.
/// `progress` is told the bytes that have been read.
pub fn count(
    files: &[PathBuf],
    plan: &Plan,
    known: Known<'_>,
    progress: &(dyn Fn(u64) + Sync),
    findings: &mut Findings,
) -> Option<Tally> {
    let options = Options { outlines: known.outlines, progress, whole_numbers: Some(WHOLE_NUMBERS) };
    let counted = records::count(files, plan, options, findings);
    for (path, file) in files.iter().zip(&counted.files) {
        findings.extend(exchanged(file), &Location::file(path));
    }
    if findings.any_error() {
        return None;
    }
    let code = |name: &str| known.areas.find(name).map_or_else(|| name.to_owned(), |area| area.code.clone());
    let outlines: Vec<String> = known.outlines.names().map(code).collect();
    let mut tally = Tally { by: plan.by.iter().skip(1).cloned().collect(), ..Tally::default() };
    for total in counted.counts.totals() {
        tally.add(&total, known.areas, &outlines);
    }
    let places = |file: &FileCounts| {
        let mut places = Places { records: file.records, ..Places::default() };
        for (spot, events) in &file.spots {
            if let Some(area) = area_at(spot, known.areas, &outlines) {
                *places.areas.entry(area).or_default() += events;
            }
        }
        places
    };
    let places: Vec<Places> = counted.files.iter().map(places).collect();
    tally.coverage = Coverage::new(files, &places, tally.periods.keys());
    tally.set_aside();
    let filled = tally.fill(outlines);
    if !filled {
        let first = files.first().map_or("".as_ref(), PathBuf::as_path);
        findings.add(records::too_many_counts(), Location::file(first));
    }
    filled.then_some(tally)
}

/// The code of the area in which an event was.
fn area_at(spot: &Spot, areas: &Areas, outlines: &[String]) -> Option<String> {
    match spot {
        Spot::Named(text) => areas.find(text).map(|area| area.code.clone()),
        Spot::Outline(place) => outlines.get(*place).cloned(),
        Spot::NoPosition | Spot::Outside | Spot::Exchanged => None,
    }
}

/// A text as it is counted.
fn label(text: &str) -> String {
    if text.is_empty() { BLANK.to_owned() } else { text.to_owned() }
}

impl Tally {
    fn add(&mut self, total: &Total<'_>, areas: &Areas, outlines: &[String]) {
        let outcome = self.periods.entry(label(total.period)).or_default();
        let Some(area) = area_at(total.spot, areas, outlines) else {
            match total.spot {
                Spot::NoPosition => outcome.without_place += total.events,
                Spot::Named(text) if text.is_empty() => outcome.without_place += total.events,
                Spot::Named(text) => {
                    outcome.outside += total.events;
                    *self.unknown_areas.entry(text.clone()).or_default() += total.events;
                }
                Spot::Outline(_) | Spot::Outside | Spot::Exchanged => outcome.outside += total.events,
            }
            return;
        };
        let mut by = total.by.iter().map(|text| label(text));
        let stratum =
            Stratum { period: label(total.period), area, group: by.next().unwrap_or_default(), by: by.collect() };
        outcome.placed += total.events;
        if stratum.group == BLANK {
            outcome.without_group += total.events;
        }
        *self.events.entry(stratum).or_default() += total.events;
    }

    /// Takes out what there is of a month in areas whose own file of it is missing: it is not all that happened.
    fn set_aside(&mut self) {
        let Self { events, periods, coverage, part_of_month, .. } = self;
        events.retain(|stratum, events| {
            let absent = coverage.is_absent(&stratum.period, &stratum.area);
            if let Some(outcome) = periods.get_mut(&stratum.period).filter(|_| absent) {
                outcome.placed -= *events;
                *part_of_month.entry((stratum.period.clone(), stratum.area.clone())).or_default() += *events;
                outcome.without_group -= if stratum.group == BLANK { *events } else { 0 };
            }
            !absent
        });
    }

    /// A period that was read holds a zero for every area and group without events; whether there is room for them.
    fn fill(&mut self, outlines: Vec<String>) -> bool {
        let zeros = self.coverage.observed_zeros().map(|month| month.to_string());
        let periods: BTreeSet<String> = self.events.keys().map(|stratum| stratum.period.clone()).chain(zeros).collect();
        let areas: BTreeSet<String> = self.events.keys().map(|stratum| stratum.area.clone()).chain(outlines).collect();
        let groups: BTreeSet<_> =
            self.events.keys().map(|stratum| (stratum.group.clone(), stratum.by.clone())).collect();
        let all = periods.len().saturating_mul(areas.len()).saturating_mul(groups.len());
        if all > MOST_COUNTS || all == self.events.len() {
            return all <= MOST_COUNTS;
        }
        for period in &periods {
            for area in areas.iter().filter(|area| !self.coverage.is_absent(period, area)) {
                let strata = groups.iter().map(|(group, by)| Stratum {
                    period: period.clone(),
                    area: area.clone(),
                    group: group.clone(),
                    by: by.clone(),
                });
                strata.for_each(|stratum| _ = self.events.entry(stratum).or_default());
            }
        }
        true
    }
}
