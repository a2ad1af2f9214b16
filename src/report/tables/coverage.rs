//! `coverage.csv`: for each indicator and borough, whether a figure is the borough's own, a wider area's, or none.

use std::collections::BTreeSet;

use crate::scorecard::{Coverage, Scorecard};

use super::{DataTable, Field, Value, field, fill};

pub(super) const NAME: &str = "coverage";

type Of = fn(&Scorecard, &&Coverage) -> Value;

pub(super) const FIELDS: [Field<Of>; 8] = [
    field("phase", "number of the phase", |scorecard, _| Some(f64::from(scorecard.phase.number)).into()),
    field("indicator", "the indicator, by the name of its file in `indicators/`", |_, cell| (&cell.indicator).into()),
    field("area_code", "code of the borough", |_, cell| (&cell.borough.code).into()),
    field("area_name", "name of the borough", |_, cell| (&cell.borough.name).into()),
    field("coverage", "`borough figure`, `wider area`, `last known only` or `none`", |_, cell| {
        cell.extent.label().into()
    }),
    field("figures", "the measures that have a ratio, each with the area that it is of", |_, cell| {
        let figures = cell.measures.iter().map(|(measure, area)| format!("{measure}: {}", area.name));
        figures.collect::<Vec<_>>().join("; ").into()
    }),
    field("gaps", "the measures that have no ratio of the borough itself, each with the reason", |scorecard, cell| {
        let missing = scorecard.missing_figures(&cell.indicator, &cell.borough).into_iter();
        let gaps = missing.map(|missing| format!("{}: {}", missing.measure.id, missing.why.label()));
        gaps.collect::<Vec<_>>().join("; ").into()
    }),
    field("datasets", "what would fill these gaps, as far as that is declared", |scorecard, cell| {
        let missing = scorecard.missing_figures(&cell.indicator, &cell.borough).into_iter();
        let datasets: BTreeSet<String> = missing.filter_map(|missing| missing.dataset().map(str::to_owned)).collect();
        datasets.into_iter().collect::<Vec<_>>().join("; ").into()
    }),
];

pub(super) fn table(scorecard: &Scorecard) -> DataTable {
    fill(NAME, &FIELDS, scorecard, &scorecard.coverage)
}
