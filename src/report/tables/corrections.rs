//! `corrections.csv`: the published figures that were corrected, and on whose word.

use crate::correction::Applied;
use crate::scorecard::Scorecard;

use super::{DataTable, Field, Value, field, fill};

pub(super) const NAME: &str = "corrections";

type Of = fn(&Scorecard, &&Applied) -> Value;

pub(super) const FIELDS: [Field<Of>; 10] = [
    field("source", "the source, by the name of its folder in `data/`", |_, applied| (&applied.source).into()),
    field("file", "the published file, which stays as it is", |_, applied| (&applied.correction.file).into()),
    field("line", "line of the file", |_, applied| Some(applied.line as f64).into()),
    field("row", "what picks the row: columns and their texts", |_, applied| applied.correction.row_label().into()),
    field("column", "column of the cell", |_, applied| (&applied.correction.column).into()),
    field("published", "what stands in the cell as published, as far as it may be shown", |_, applied| {
        applied.published().into()
    }),
    field("read_as", "what was read instead, as far as it may be shown", |_, applied| applied.read_as().into()),
    field("wrong", "what is wrong with the published figure", |_, applied| (&applied.correction.wrong).into()),
    field("reason", "how that is known", |_, applied| (&applied.correction.reason).into()),
    field("said_by", "who said so, where and when", |_, applied| (&applied.correction.said_by).into()),
];

pub(super) fn table(scorecard: &Scorecard) -> DataTable {
    fill(NAME, &FIELDS, scorecard, &scorecard.remarks.corrections)
}
