//! `exclusions.csv`: what was left out, why, and how many.

use crate::scorecard::{Exclusion, Scorecard};

use super::{DataTable, Field, Value, field, fill};

pub(super) const NAME: &str = "exclusions";

type Of = fn(&Scorecard, &&Exclusion) -> Value;

pub(super) const FIELDS: [Field<Of>; 9] = [
    field("phase", "number of the phase", |scorecard, _| Some(f64::from(scorecard.phase.number)).into()),
    field("measure_or_source", "the measure or the source from which something was left out", |_, exclusion| {
        (&exclusion.of).into()
    }),
    field("area_code", "code of the area, where what was left out has one", |_, exclusion| {
        (&exclusion.area_code).into()
    }),
    field("area_name", "name of the area", |_, exclusion| (&exclusion.area_name).into()),
    field("period", "the time of what was left out", |_, exclusion| (&exclusion.period).into()),
    field("ethnic_group", "the ethnic group of what was left out", |_, exclusion| (&exclusion.ethnic_group).into()),
    field("reason", "why it was left out", |_, exclusion| (&exclusion.reason).into()),
    field("count", "how many were left out", |_, exclusion| Some(exclusion.count).into()),
    field("counted", "what `count` counts: figures, rows, records or events", |_, exclusion| {
        (&exclusion.counted).into()
    }),
];

pub(super) fn table(scorecard: &Scorecard) -> DataTable {
    fill(NAME, &FIELDS, scorecard, &scorecard.exclusions)
}
