//! The named checks: what no single cell shows, against figures, labels and declarations.
//!
//! Each file holds one subject. The name of a check stands with its fault (`error::CHECKS`), and `docs/checks` has a
//! page for each, which says what the check looks for and what it cannot see.

mod abolished;
mod aggregates;
mod cells;
mod classification;
mod denominators;
mod dragged;
mod labels;
mod months;
mod parts;
mod periods;
mod repeats;
mod totals;
mod units;

use crate::catalogue::Catalogue;
use crate::denominator::Residents;
use crate::finding::{Findings, Location};
use crate::harmonise::Dataset;
use crate::indicator::{Kind, Measure};
use crate::observation::Observation;
use crate::source::FileCard;
use tables::Table;

/// Examines one file as it was read: what its text shows and the observations made of it no longer do. `findings` are
/// those of the file so far.
pub fn table(table: &Table, card: &FileCard, catalogue: &Catalogue, findings: &mut Findings) {
    abolished::examine(table, card, &catalogue.areas, findings);
    labels::examine(table, card, &catalogue.ethnicity, findings);
    dragged::codes(table, &catalogue.areas, findings);
    totals::undeclared(table, card, findings);
}

/// Examines all figures against each other and against the declarations.
pub fn examine(catalogue: &Catalogue, datasets: &[Dataset<'_>], residents: &Residents<'_>, findings: &mut Findings) {
    for dataset in datasets {
        classification::inferred(dataset, findings);
        dragged::figures(dataset, findings);
        periods::examine(dataset, findings);
        units::examine(dataset, catalogue, findings);
    }
    months::examine(datasets, findings);
    for (_, measure) in catalogue.measures() {
        let sight = Sight { measure, datasets, catalogue };
        sight.examine(findings);
    }
    denominators::examine(catalogue, datasets, residents, findings);
}

/// One measure and all figures, with what gives them names.
#[derive(Clone, Copy)]
struct Sight<'a> {
    measure: &'a Measure,
    datasets: &'a [Dataset<'a>],
    catalogue: &'a Catalogue,
}

impl Sight<'_> {
    fn examine(self, findings: &mut Findings) {
        repeats::examine(self, findings);
        cells::examine(self, findings);
        totals::unfiltered(self, findings);
        units::percentages(self, findings);
        classification::complete(self, findings);
        if self.adds_up() {
            aggregates::examine(self, findings);
            parts::examine(self, findings);
        }
    }

    /// Whether two rows of one group are added up.
    fn adds_up(self) -> bool {
        match self.measure.kind {
            Kind::Proportion | Kind::Rate => true,
            Kind::Survey | Kind::Mean | Kind::Representation | Kind::Published => false,
        }
    }

    fn area(self, code: &str) -> String {
        self.catalogue.areas.name(code).to_owned()
    }
}

/// The place of a cell of a row by the name of its column; of the row, where the file has no such column.
fn place(dataset: &Dataset<'_>, row: &Observation, column: &str) -> Location {
    match dataset.columns.get(column) {
        Some(column) => Location::cell(&dataset.path, row.line, *column),
        None => dataset.line(row),
    }
}

/// By how much a figure of a column can differ from the one that was rounded.
fn half_rounding(dataset: &Dataset<'_>, column: &str) -> f64 {
    dataset.rounded_to.get(column).map_or(0.0, |base| base / 2.0)
}
