//! Records by the million → counts, by a plan.
//!
//! A [`Plan`] says which columns, which records, and what is grouped. Records are counted piece by piece, each by itself,
//! and the [`Counts`] of pieces are merged in any order; only then are places and labels named, by whoever asked. So
//! the same plan can be carried out where records already lie, and what comes after cannot tell.
//!
//! - `files`: names and patterns → the files
//! - `queue`: files → pieces, counted side by side and merged
//! - `chunks`: a stream of text → pieces that end where a record ends; `columns`: a header → which columns are wanted
//! - `cells`: plain text → the numbers of a piece; `irregular`: quotes and faults → plain text and findings
//! - `row_groups`, `pages`, `values`: Parquet → the numbers of a piece
//! - `piece`, `dictionary`: the records of a piece as numbers; `count`, `months`: those → their counts
//! - `undated`: texts among dates that are none → findings
//! - `counts`: counts that can be merged
//!
//! Identical records are separate events and are all counted. The result depends neither on the order of the files nor
//! on the number of threads.

use std::path::PathBuf;

use crate::finding::{Check, Findings, Location, Problem};
use crate::outlines::Outlines;

mod cells;
mod chunks;
mod columns;
mod count;
mod counts;
mod dictionary;
mod events;
mod files;
mod irregular;
mod months;
mod pages;
mod piece;
mod plan;
mod queue;
mod row_groups;
mod undated;
mod values;

pub use counts::{Counts, Spot, Total};
pub use files::expand;
pub use plan::{Filter, PeriodColumn, PlaceColumns, Plan};

/// A text without the blanks around it, and without the byte order mark that joining files leaves in the middle.
fn unmarked(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}')
}

/// What is asked and told while records are counted.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The outlines by which positions are counted; a plan that goes by names needs none.
    pub outlines: &'a Outlines,
    /// Told the bytes that have been read.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// The check that numbers of events fail which are no whole numbers, where there is a page about it.
    pub whole_numbers: Option<Check>,
}

/// What was counted.
#[derive(Debug)]
pub struct Counted {
    /// The counts of all files.
    pub counts: Counts,
    /// What each file holds.
    pub files: Vec<FileCounts>,
}

/// How many records a file holds, and how many events at a position.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileCounts {
    /// Records, whether they meet the filters or not.
    pub records: u64,
    /// Events that have a position.
    pub positions: u64,
    /// Of these, those that lie in an outline only when latitude and longitude are exchanged.
    pub exchanged: u64,
}

impl FileCounts {
    fn add_positions(&mut self, counts: &Counts) {
        for (spot, events) in counts.spots() {
            let (positioned, exchanged) = match spot {
                Spot::Named(_) | Spot::NoPosition => (0, 0),
                Spot::Outline(_) | Spot::Outside => (events, 0),
                Spot::Exchanged => (events, events),
            };
            self.positions += positioned;
            self.exchanged += exchanged;
        }
    }
}

/// The most counts that are kept: with more, a column tells single records apart and not groups of them.
pub const MOST_COUNTS: usize = 3_000_000;

/// Counts by a column that tells single records apart.
pub fn too_many_counts() -> Problem {
    Problem::error(
        format!("there are more than {MOST_COUNTS} different counts"),
        "count by columns of few different texts; one of these tells single records apart",
    )
}

/// Whether there are clocks of a time zone.
pub fn check_time_zone(name: &str) -> Result<(), Problem> {
    months::Clock::new(name).map(|_| ())
}

/// Counts the records of CSV files in UTF-8, packed or not, and of Parquet files that have the columns of the plan.
///
/// What is wrong with the files is added to the findings, in one pass over all of them; where any of it is an error, the
/// counts are of no use.
pub fn count(files: &[PathBuf], plan: &Plan, options: Options<'_>, findings: &mut Findings) -> Counted {
    match count::Counter::new(plan, options.outlines) {
        Ok(counter) => queue::read(files, &counter, options, findings),
        Err(problem) => {
            findings.add(problem, Location::file(files.first().map_or("".as_ref(), |path| path)));
            Counted { counts: Counts::default(), files: Vec::new() }
        }
    }
}
