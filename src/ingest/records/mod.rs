//! Records by the million → counts by area, period and ethnic group.
//!
//! - `files`: names and patterns → the files
//! - `chunks`: a stream of bytes → pieces that end where a record ends
//! - `layout`: a header → which columns are wanted, and for what
//! - `cells`, `dictionary`: plain text → numbers; `irregular`: quotes and faults → plain text and findings
//! - `count`: numbers → how many records are alike; `settle`: those → their month, area and label; `dates` among them
//! - `names`: numbers for names; `merge`: the counts of all pieces → totals, with polars
//! - `coverage`: which months there are, and which are missing
//!
//! Labels are mapped after counting, so that mapping costs nothing. Identical records are separate events and are all
//! counted. A month that no file holds is missing, not zero. The result depends neither on the order of the files nor on
//! the number of threads.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::area::Areas;
use crate::error::Result;
use crate::finding::{Fault, Findings, Location};

use super::places::Places;

mod cells;
mod chunks;
mod count;
mod coverage;
mod dates;
mod dictionary;
mod files;
mod irregular;
mod layout;
mod merge;
mod names;
mod settle;
mod work;

pub use coverage::{Coverage, Status, listed};
pub use files::expand;

/// What to count.
#[derive(Debug)]
pub struct Recipe<'a> {
    /// The column of the date, the time or the period. A date counts in its month by the clocks in London; what is no
    /// date is the label of a period already.
    pub date: String,
    /// Where the event was.
    pub place: Place<'a>,
    /// The column of the ethnic group.
    pub group: String,
    /// Further columns by which to count.
    pub by: Vec<String>,
    /// The column of the number of events for which a record stands; each stands for one if there is none.
    pub sum: Option<String>,
    /// Which records.
    pub conditions: Vec<Condition>,
}

/// By what the area of a record is known.
#[derive(Debug)]
pub enum Place<'a> {
    /// A column of names or codes.
    Column {
        /// The column.
        name: String,
        /// The areas that are known.
        areas: &'a Areas,
    },
    /// A position in degrees, of which 0, 0 is none.
    Position {
        /// The column of the latitude.
        latitude: String,
        /// The column of the longitude.
        longitude: String,
        /// The outlines of the areas.
        places: &'a Places,
    },
}

/// A condition on records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The column.
    pub column: String,
    /// Whether its text must equal the value; otherwise it must differ. Blanks around it make no difference.
    pub equal: bool,
    /// The value.
    pub value: String,
}

impl std::str::FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let (column, equal, value) = match (text.split_once("!="), text.split_once('=')) {
            (Some((column, value)), _) => (column, false, value),
            (None, Some((column, value))) => (column, true, value),
            (None, None) => return Err("write COLUMN=VALUE or COLUMN!=VALUE".to_owned()),
        };
        Ok(Self { column: column.trim().to_owned(), equal, value: value.trim().to_owned() })
    }
}

/// The label under which a blank group, period or further column is counted.
pub const BLANK: &str = "(blank)";

/// What events are counted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
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
    pub events: BTreeMap<Cell, u64>,
    /// What became of the events of each period.
    pub periods: BTreeMap<String, Outcome>,
    /// Events by the text of an area column that names no known area.
    pub unknown_areas: BTreeMap<String, u64>,
    /// Which months there are.
    pub coverage: Coverage,
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

/// The most counts that a tally may have: with more, a column tells single records apart and not groups of them.
pub const MOST_COUNTS: usize = 3_000_000;

/// The share of positions that lie in an area only when latitude and longitude are exchanged, from which on they are
/// taken to be exchanged.
pub const EXCHANGED: f64 = 0.01;

/// Counts the records of CSV files in UTF-8 that have the columns of the recipe.
///
/// What is wrong with the files is added to the findings, in one pass over all of them; then there is no tally.
/// `progress` is told the bytes that have been read.
pub fn tally(
    files: &[PathBuf],
    recipe: &Recipe<'_>,
    progress: &(dyn Fn(u64) + Sync),
    findings: &mut Findings,
) -> Result<Option<Tally>> {
    let read = work::read(files, recipe, progress)?;
    findings.append(read.findings);
    if findings.any_error() {
        return Ok(None);
    }
    let mut tally = Tally { by: recipe.by.clone(), ..Tally::default() };
    for line in read.lines {
        tally.add(line);
    }
    tally.coverage = Coverage::of(files, &read.records, tally.periods.keys());
    let filled = tally.fill(recipe);
    if !filled {
        findings.add(too_many(), Location::file(files.first().map_or("".as_ref(), |path| path)));
    }
    Ok(filled.then_some(tally))
}

fn too_many() -> Fault {
    Fault::TooManyCounts { most: MOST_COUNTS }
}

impl Tally {
    fn add(&mut self, line: merge::Line) {
        let outcome = self.periods.entry(line.cell.period.clone()).or_default();
        match line.fate {
            settle::Fate::Placed => {
                outcome.placed += line.events;
                if line.cell.group == BLANK {
                    outcome.without_group += line.events;
                }
                *self.events.entry(line.cell).or_default() += line.events;
            }
            settle::Fate::WithoutPlace => outcome.without_place += line.events,
            settle::Fate::Outside => {
                outcome.outside += line.events;
                if !line.cell.area.is_empty() {
                    *self.unknown_areas.entry(line.cell.area).or_default() += line.events;
                }
            }
        }
    }

    /// A period that was read holds a zero for every area and group without events; whether there is room for them.
    fn fill(&mut self, recipe: &Recipe<'_>) -> bool {
        let cells = || self.events.keys();
        let zeros = self.coverage.observed_zeros();
        let zeros: Vec<String> = zeros.map(|month| month.to_string()).collect();
        let mut periods: BTreeSet<&String> = cells().map(|cell| &cell.period).collect();
        periods.extend(&zeros);
        let mut areas: BTreeSet<&str> = cells().map(|cell| cell.area.as_str()).collect();
        if let Place::Position { places, .. } = &recipe.place {
            areas.extend(places.areas());
        }
        let groups: BTreeSet<_> = cells().map(|cell| (&cell.group, &cell.by)).collect();
        let all = periods.len().saturating_mul(areas.len());
        let all = all.saturating_mul(groups.len());
        if all > MOST_COUNTS || all == self.events.len() {
            return all <= MOST_COUNTS;
        }
        let mut whole = Vec::with_capacity(all);
        for period in periods {
            for area in &areas {
                whole.extend(groups.iter().map(|(group, by)| Cell {
                    period: period.clone(),
                    area: (*area).to_owned(),
                    group: (*group).clone(),
                    by: (*by).clone(),
                }));
            }
        }
        for cell in whole {
            self.events.entry(cell).or_default();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_read_with_its_sign() {
        let condition: Condition = "Type!=Vehicle search".parse().unwrap();
        assert_eq!(
            (condition.column.as_str(), condition.equal, condition.value.as_str()),
            ("Type", false, "Vehicle search")
        );
        assert!("Type".parse::<Condition>().is_err());
    }
}
