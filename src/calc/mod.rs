//! One quantity from a few numbers, or from a file of cases.
//!
//! Each [`Quantity`] declares what it takes and computes named results from it; the formulas, with their sources
//! and limits, are in [`statistics`]. The reading of a file, the messages about its faults and the help follow from the
//! declaration, and the text for a person is made from the same results. One file a family of quantities.

#![expect(clippy::unnecessary_wraps, reason = "a page may compute more, and all pages have one signature")]

mod batch;
mod change;
mod claim;
mod funnel;
mod inequality;
mod input;
mod one_group;
mod ratio_of_estimates;
mod representation;
mod results;
mod several_rows;
mod sheet;
mod single;
mod two_groups;
mod two_rates;
mod unknown_group;

use std::path::Path;

use crate::error::Result;

use input::{Input, Row};
use results::{Computed, Results};
use sheet::Sheet;

/// Something that can be computed, and from what.
#[derive(Debug)]
pub struct Quantity {
    name: &'static str,
    /// What it is, in a few words.
    about: &'static str,
    inputs: &'static [Input],
    compute: Compute,
    /// None where a quantity needs several rows, and so a file.
    page: Option<Page>,
}

/// How a quantity is computed.
#[derive(Debug)]
enum Compute {
    /// From one line alone.
    Line(fn(&Row) -> Computed<Results>),
    /// From all lines of a case, one line of results.
    Case(fn(&[Row]) -> Computed<Results>),
    /// From all lines of a case, a line of results for each.
    Lines(fn(&[Row]) -> Computed<Vec<Results>>),
}

/// How the results from numbers on the command line are shown.
#[derive(Debug)]
struct Page {
    /// Numbers to show how the quantity is used.
    example: &'static str,
    /// The first line, with the names of inputs in braces.
    heading: &'static str,
    /// Puts the results below it.
    fill: fn(&Row, Sheet) -> Computed<Sheet>,
}

/// All quantities.
const QUANTITIES: [&Quantity; 20] = [
    &one_group::PROPORTION,
    &one_group::RATE,
    &two_groups::RISK_RATIO,
    &two_rates::RATE_RATIO,
    &two_groups::RISK_DIFFERENCE,
    &two_groups::ODDS_RATIO,
    &two_groups::P_VALUES,
    &ratio_of_estimates::RATIO_SE,
    &change::RATIO_OF_RATIOS,
    &several_rows::DSR,
    &several_rows::MANTEL_HAENSZEL,
    &several_rows::ADJUSTED_P,
    &inequality::INEQUALITY,
    &funnel::FUNNEL_PROPORTION,
    &funnel::FUNNEL_RATE,
    &funnel::FUNNEL_ASSIGN,
    &representation::REPRESENTATION,
    &unknown_group::UNKNOWN_BOUNDS,
    &several_rows::TREND,
    &several_rows::LOGLINEAR,
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
    const fn new(name: &'static str, about: &'static str, inputs: &'static [Input], compute: Compute) -> Self {
        Self { name, about, inputs, compute, page: None }
    }

    const fn with_page(
        self,
        example: &'static str,
        heading: &'static str,
        fill: fn(&Row, Sheet) -> Computed<Sheet>,
    ) -> Self {
        Self { page: Some(Page { example, heading, fill }), ..self }
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

    /// The column that names a case.
    fn key(&self) -> &'static str {
        if self.page.is_some() { "id" } else { "case" }
    }

    /// The inputs that must be given.
    fn required(&self) -> impl Iterator<Item = &'static Input> {
        self.inputs.iter().filter(|input| input.default.is_none())
    }
}

/// The list of quantities with an example of each, for the help.
pub fn help() -> String {
    let line = |quantity: &&Quantity| {
        let Quantity { name, about, page, .. } = quantity;
        page.as_ref().map_or_else(
            || format!("  {name:<18} {about}\n"),
            |Page { example, .. }| format!("  {name:<18} {example:<30} {about}\n"),
        )
    };
    let numbers: String = QUANTITIES.iter().filter(|quantity| quantity.page.is_some()).map(line).collect();
    let files: String = QUANTITIES.iter().filter(|quantity| quantity.page.is_none()).map(line).collect();
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
