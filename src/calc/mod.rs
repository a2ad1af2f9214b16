//! One quantity from a few numbers, or from a file of cases.
//!
//! Each [`Quantity`] declares what it takes and how its columns follow from it; the formulas, with their sources and
//! limits, are in [`statistics`]. From the declaration come the reading of a file, the messages about its faults,
//! the text for a person and the help. One file a family of quantities.

mod adjusted;
mod batch;
mod change;
mod claim;
mod funnel;
mod inequality;
mod input;
mod one_group;
mod output;
mod pooled;
mod ratio_of_estimates;
mod representation;
mod risk;
mod sheet;
mod single;
mod standardised;
mod trend;
mod two_groups;
mod two_rates;
mod unknown_group;

pub use output::{Cell, Columns};

use std::path::Path;

use crate::error::Result;
use statistics::Invalid;

use input::{Input, Row};
use output::Refusal;
use sheet::Sheet;

/// Something that can be computed, and from what.
#[derive(Debug)]
pub struct Quantity {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    inputs: &'static [Input],
    work: Work,
}

/// How a quantity is computed.
#[derive(Debug)]
enum Work {
    /// From one line alone.
    Line(Line),
    /// From all lines of a case, one line of results.
    Case(fn(&[Row]) -> std::result::Result<Columns, Refusal>),
    /// From all lines of a case, a line of results for each.
    Lines(fn(&[Row]) -> std::result::Result<Vec<Columns>, Refusal>),
}

/// A quantity of one line: also to be had from numbers on the command line.
#[derive(Debug)]
struct Line {
    compute: fn(&Row) -> std::result::Result<Columns, Invalid>,
    explain: fn(&Row) -> std::result::Result<Sheet, Invalid>,
    /// Numbers to show how it is used.
    example: &'static str,
}

/// All quantities.
pub const QUANTITIES: [&Quantity; 20] = [
    &one_group::PROPORTION,
    &one_group::RATE,
    &risk::RISK_RATIO,
    &two_rates::RATE_RATIO,
    &risk::RISK_DIFFERENCE,
    &two_groups::ODDS_RATIO,
    &two_groups::P_VALUES,
    &ratio_of_estimates::RATIO_SE,
    &change::RATIO_OF_RATIOS,
    &standardised::DSR,
    &pooled::MANTEL_HAENSZEL,
    &adjusted::ADJUSTED_P,
    &inequality::INEQUALITY,
    &funnel::FUNNEL_PROPORTION,
    &funnel::FUNNEL_RATE,
    &funnel::FUNNEL_ASSIGN,
    &representation::REPRESENTATION,
    &unknown_group::UNKNOWN_BOUNDS,
    &trend::TREND,
    &trend::LOGLINEAR,
];

/// The names of all quantities.
pub fn names() -> [&'static str; 20] {
    QUANTITIES.map(|quantity| quantity.name)
}

/// The quantity of a name.
pub fn find(name: &str) -> Option<&'static Quantity> {
    QUANTITIES.into_iter().find(|quantity| quantity.name == name)
}

impl Quantity {
    /// The column that names a case.
    fn key(&self) -> &'static str {
        match self.work {
            Work::Line(_) => "id",
            Work::Case(_) | Work::Lines(_) => "case",
        }
    }

    /// Computes every case of a CSV file and returns the results as CSV.
    ///
    /// All faults of the file are found in one pass, and any of them refuses the whole.
    pub fn batch(&'static self, path: &Path, bytes: &[u8]) -> Result<String> {
        batch::run(self, path, bytes)
    }

    /// Computes one case from numbers as they stand on the command line, and returns the results as text for a person.
    pub fn single(&'static self, numbers: &[String]) -> Result<String> {
        single::run(self, numbers)
    }
}

/// The list of quantities with an example of each, for the help.
pub fn help() -> String {
    let (mut numbers, mut files) = (Vec::new(), Vec::new());
    for quantity in QUANTITIES {
        let (name, about) = (quantity.name, quantity.about);
        match &quantity.work {
            Work::Line(line) => numbers.push(format!("  {name:<18} {:<30} {about}", line.example)),
            Work::Case(_) | Work::Lines(_) => files.push(format!("  {name:<18} {about}")),
        }
    }
    let (numbers, files) = (numbers.join("\n"), files.join("\n"));
    format!(
        "Quantities from a few numbers, or from a file with --input:
{numbers}

Quantities from a file only, with several rows for each case:
{files}

Examples:
  scorecard calc risk-ratio 38 63334 44 110000
  scorecard calc risk-ratio --input cases.csv --out ratios.csv
  scorecard calc dsr --input bands.csv

`scorecard calc QUANTITY` alone says which numbers or columns it needs."
    )
}

impl Quantity {
    /// The columns that a file must have.
    fn required(&self) -> Vec<&'static str> {
        let inputs = self.inputs.iter().filter(|input| input.default.is_none());
        std::iter::once(self.key()).chain(inputs.map(|input| input.name)).collect()
    }
}
