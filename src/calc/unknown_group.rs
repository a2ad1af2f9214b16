//! The range of a risk ratio when some records have no known group.

use statistics::unknown_group::{self, Direction};

use super::input::{Input, Must, Row};
use super::results::{Cell, Computed, Results};
use super::sheet::{Sheet, figure};
use super::{Compute, Quantity};

pub(super) const UNKNOWN_BOUNDS: Quantity = Quantity::new(
    "unknown-bounds",
    "a ratio with unknown groups",
    &[
        Input::events("x1", "n1", "the events in the first group"),
        Input::new("n1", Must::Count, "the people in the first group"),
        Input::events("x2", "n2", "the events in the second group"),
        Input::new("n2", Must::Count, "the people in the second group"),
        Input::events("unknown_events", "unknown_total", "the events without a known group"),
        Input::new("unknown_total", Must::Count, "the people without a known group"),
    ],
    Compute::Line(compute),
)
.with_page(
    "38 633 44 1100 6 90",
    "Bounds of a risk ratio: {x1} of {n1} against {x2} of {n2}, and {unknown_events} of {unknown_total} \
                  unknown",
    page,
);

const BELOW: &str = "below1";
const NOT_IDENTIFIED: &str = "no";

fn compute(row: &Row) -> Computed<Results> {
    /// The columns with a third group are given up to here, as far as every allocation can be tried one by one.
    const LARGEST_WITH_OTHER: u64 = 14;
    let (first, second) = (row.tally("x1", "n1")?, row.tally("x2", "n2")?);
    let unknown = row.tally("unknown_events", "unknown_total")?;
    let found = unknown_group::bounds(first, second, unknown);
    let tried = unknown.total() <= LARGEST_WITH_OTHER;
    let with_other = found.filter(|_| tried);
    let direction = found.map(|bounds| match bounds.direction() {
        Direction::Below => BELOW,
        Direction::Above => "above1",
        Direction::NotIdentified => NOT_IDENTIFIED,
    });
    Ok(Results::new()
        .with("rr_excluding_unknown", unknown_group::ratio_of_known(first, second))
        .with("rr_min", found.map(|bounds| bounds.lowest))
        .with("rr_max", found.map(|bounds| bounds.highest))
        .with("rr_min_with_other", with_other.map(|bounds| bounds.lowest))
        .with("rr_max_with_other", with_other.map(|bounds| bounds.highest))
        .with("with_other_computed", tried)
        .with("direction_identified", direction))
}

fn page(_: &Row, sheet: Sheet) -> Computed<Sheet> {
    let direction = sheet.results.cell("direction_identified");
    let sentence = if direction == Cell::Undefined {
        "However the unknown records are shared out, there is no ratio.".to_owned()
    } else if direction == Cell::Word(NOT_IDENTIFIED) {
        "The ratio can be on either side of 1, or at 1, depending on who the unknown records are, so it cannot be told \
         apart from how the groups were recorded."
            .to_owned()
    } else {
        let side = if direction == Cell::Word(BELOW) { "below" } else { "above" };
        format!(
            "Whoever the unknown records are, the ratio is {side} 1; this range holds no room for chance, which comes \
             on top of it."
        )
    };
    Ok(sheet
        .head("rr_excluding_unknown", "ratio of the known records", figure)
        .value("rr_min", "smallest possible ratio", figure)
        .value("rr_max", "largest possible ratio", figure)
        .saying(sentence))
}
