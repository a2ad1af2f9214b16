//! `synthesis.csv`: what follows from the figures taken together, one number a row.

use crate::report::content::entries::{Entry, entries};
use crate::scorecard::Scorecard;
use crate::synthesis::Synthesis;

use super::{DataTable, Field, Value, field, fill};

pub(super) const NAME: &str = "synthesis";

type Of = fn(&Scorecard, &Entry<'_>) -> Value;

pub(super) const FIELDS: [Field<Of>; 15] = [
    field("phase", "number of the phase", |scorecard, _| Some(f64::from(scorecard.phase.number)).into()),
    field("indicator", "the indicator, by the name of its file in `indicators/`", |_, entry| entry.indicator.into()),
    field("measure", "the measure, by its `id`", |_, entry| entry.measure.into()),
    field("what", "what the number is: `pooled ratio`, `funnel`, `trend per year`, `quality` and so on", |_, entry| {
        entry.what.into()
    }),
    field("area_code", "code of the area; empty for several areas together", |_, entry| {
        entry.area.map_or(Value::Missing, |area| (&area.code).into())
    }),
    field("area_name", "name of the area, or of several areas together", |_, entry| {
        entry.area.map_or_else(|| (&entry.areas).into(), |area| (&area.name).into())
    }),
    field("ethnic_group", "the group; empty for all groups together", |scorecard, entry| {
        entry.group.map_or(Value::Missing, |group| scorecard.project.ethnicity.label(group).into())
    }),
    field("value", "the number", |_, entry| entry.value.into()),
    field("lower", "lower end of its interval, or of the limits of a funnel", |_, entry| {
        entry.interval.map(|interval| interval.lower).into()
    }),
    field("upper", "upper end of its interval, or of the limits of a funnel", |_, entry| {
        entry.interval.map(|interval| interval.upper).into()
    }),
    field("p_value", "p-value of the test that goes with the number", |_, entry| entry.p_value.into()),
    field("method", "how the number was computed", |_, entry| entry.method.into()),
    field("verdict", "what the number allows one to say", |_, entry| entry.verdict.into()),
    field("note", "what a reader of the number must know", |_, entry| (&entry.note).into()),
    field("qualified", "what could explain the verdict away, as in `scorecard.csv`; several with `;`", |_, entry| {
        (&entry.qualified).into()
    }),
];

pub(super) fn table(scorecard: &Scorecard, synthesis: &Synthesis<'_>) -> DataTable {
    fill(NAME, &FIELDS, scorecard, entries(scorecard, synthesis))
}
