//! Figures far in time from the only population table of their series: it is used as it stands, since no line leads from
//! one table to the time of the figures.

use crate::disparity::selection::Selection;
use crate::finding::{Findings, Location, Problem};
use crate::harmonise::Dataset;
use crate::indicator::Measure;
use crate::period::Period;
use crate::project::Project;
use crate::residents::{PopulationBasis, Residents, YEARS_FAR};

pub(super) fn examine(project: &Project, datasets: &[Dataset], residents: &Residents, findings: &mut Findings) {
    // Of a private file others may have only what was released, and the report is the same with it and without.
    let is_open = |measure: &Measure| project.sources.get(&measure.source).is_some_and(|source| !source.private);
    for (indicator, measure) in project.measures().filter(|(_, measure)| is_open(measure)) {
        let Some((_, series)) = measure.series().filter(|(_, series)| residents.has_one_table(series)) else {
            continue;
        };
        let of_phase = |selection: Selection<'_>| basis_of(series, residents, &selection);
        let phases = project.phases.iter().filter_map(|phase| Selection::new(measure, datasets, phase));
        let periods = phases.filter_map(of_phase);
        let far = periods.max_by(|(_, a), (_, b)| a.years_away().total_cmp(&b.years_away()));
        if let Some((period, basis)) = far.filter(|(_, basis)| basis.years_away() > YEARS_FAR) {
            let place = measure.location.clone().unwrap_or_else(|| Location::file(&indicator.path));
            findings.add(far_population(measure, period, series, &basis), place);
        }
    }
}

/// The period of a selection, and what the residents of its first area with any stand on.
fn basis_of(series: &str, residents: &Residents, selection: &Selection<'_>) -> Option<(Period, PopulationBasis)> {
    let mut areas = selection.by_area.keys();
    let basis = areas.find_map(|area| Some(residents.population(series, area, selection.period)?.basis().clone()))?;
    Some((selection.period, basis))
}

/// Figures of a time from which the only table of a series is far.
fn far_population(measure: &Measure, period: Period, series: &str, basis: &PopulationBasis) -> Problem {
    let id = &measure.id;
    Problem::warning(
        format!("the measure `{id}` divides figures of {period} by `{series}`, which has one table only: {basis}"),
        "say so in its `caveats`, or add a table of the series that is nearer to that time",
    )
}
