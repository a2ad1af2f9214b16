//! The named checks: what no single cell shows, against figures, labels and declarations.
//!
//! Each file holds one subject: the name of its check, its words and what it looks for. `docs/checks` has a page for
//! each, which says what it cannot see.

mod abolished;
mod aggregates;
mod cells;
mod classification;
mod denominators;
mod dimensions;
mod dragged;
mod far_populations;
mod everybody;
mod labels;
mod months;
mod moved;
mod parts;
mod periods;
mod populations;
pub mod repeats;
mod signs;
mod summed;
mod totals;
mod units;

use crate::disparity::kind::Aggregation;
use crate::finding::{Finding, Findings, Location, Others, Severity};
use crate::harmonise::{Dataset, Harmonised};
use crate::indicator::Measure;
use crate::observation::Observation;
use crate::project::Project;
use crate::residents::Residents;
use crate::source::{FileCard, Source};
use tables::Table;

/// Examines one file as it was read, with the rows that could be made of it: what its text shows and they no longer do.
pub fn table(
    (table, rows): (&Table, Option<&Harmonised<'_>>),
    card: &FileCard,
    project: &Project,
    findings: &mut Findings,
) {
    abolished::examine(table, card, &project.areas, findings);
    labels::examine(table, card, &project.ethnicity, findings);
    dragged::codes(table, &project.areas, findings);
    let is_filtered = !totals::undeclared(table, card, findings);
    if let Some(rows) = rows.filter(|_| is_filtered) {
        repeats::in_file(rows, &project.areas, &project.ethnicity, findings);
    }
}

/// Examines all figures against each other and against the declarations.
pub fn examine(project: &Project, datasets: &[Dataset], residents: &Residents, findings: &mut Findings) {
    for dataset in datasets {
        classification::inferred(dataset, findings);
        periods::examine(dataset, findings);
        of_figures(&dataset.source, findings, |findings| {
            dragged::figures(dataset, findings);
            units::examine(dataset, project, findings);
        });
    }
    months::examine(datasets, findings);
    for (_, measure) in project.measures() {
        let Some(source) = project.sources.get(&measure.source) else {
            continue;
        };
        let sight = Sight { measure, datasets, project };
        sight.examine_rows(findings);
        of_figures(source, findings, |findings| sight.examine_figures(residents, findings));
    }
    denominators::examine(project, datasets, residents, findings);
    populations::examine(project, datasets, findings);
    far_populations::examine(project, datasets, residents, findings);
}

/// What the checks of its figures find in a source: no other checks read figures.
///
/// Where its counts are the project's own, a finding says which check fails and no more. A warning stands in the report,
/// so it does not say where either.
fn of_figures(source: &Source, findings: &mut Findings, find: impl FnOnce(&mut Findings)) {
    let mut found = Findings::new();
    find(&mut found);
    findings.append(if source.policy().is_some() { found.map(without_figures) } else { found });
}

fn without_figures(finding: Finding) -> Finding {
    let Finding { check, location, severity, .. } = finding;
    let check_name = check.map_or_else(String::new, |check| format!(" `{}`", check.name));
    Finding {
        message: format!("figures that are not to be shown do not pass the check{check_name}"),
        hint: "compare the file with the records that were counted".to_owned(),
        location: if severity == Severity::Warning { Location::file(&location.path) } else { location },
        check,
        severity,
        also: Vec::new(),
        others: Others::default(),
    }
}

/// One measure and all figures, with what gives them names.
#[derive(Clone, Copy)]
struct Sight<'a> {
    measure: &'a Measure,
    datasets: &'a [Dataset],
    project: &'a Project,
}

impl Sight<'_> {
    /// Which rows there are, whatever their figures.
    fn examine_rows(self, findings: &mut Findings) {
        repeats::examine(self, findings);
        dimensions::examine(self, findings);
        classification::complete(self, findings);
        if self.adds_up() {
            aggregates::examine(self, findings);
        }
    }

    fn examine_figures(self, residents: &Residents, findings: &mut Findings) {
        cells::examine(self, findings);
        units::percentages(self, findings);
        signs::examine(self, residents, findings);
        if self.adds_up() {
            parts::examine(self, findings);
            summed::examine(self, findings);
        }
    }

    /// Whether two rows of one group are added up.
    fn adds_up(self) -> bool {
        self.measure.kind.rules().aggregation() == Aggregation::Sum
    }

    fn area(self, code: &str) -> String {
        self.project.areas.name(code).to_owned()
    }
}

/// The place of a cell of a row by the name of its column; of the row, where the file has no such column.
fn place(dataset: &Dataset, row: &Observation, column: &str) -> Location {
    match dataset.columns.get(column) {
        Some(column) => Location::cell(&dataset.path, row.line, *column),
        None => dataset.line(row),
    }
}
