//! The range of a risk ratio when some records have no known group.

use statistics::unknown_group::{self, Direction, Tally};
use statistics::{Invalid, Ratio};

use super::input::{Input, Must, Row};
use super::output::Columns;
use super::sheet::{self, Sheet, count};
use super::{Line, Quantity, Work};

/// The smallest and the largest ratio over every allocation of the unknown records.
pub(super) const UNKNOWN_BOUNDS: Quantity = Quantity {
    name: "unknown-bounds",
    about: "a ratio with unknown groups",
    inputs: &[
        Input::events("x1", "n1", "the events in the first group"),
        Input::new("n1", Must::Count, "the people in the first group"),
        Input::events("x2", "n2", "the events in the second group"),
        Input::new("n2", Must::Count, "the people in the second group"),
        Input::events("unknown_events", "unknown_total", "the events without a known group"),
        Input::new("unknown_total", Must::Count, "the people without a known group"),
    ],
    work: Work::Line(Line { compute, explain, example: "38 633 44 1100 6 90" }),
};

fn tallies(row: &Row) -> Result<(Tally, Tally, Tally), Invalid> {
    Ok((row.tally("x1", "n1")?, row.tally("x2", "n2")?, row.tally("unknown_events", "unknown_total")?))
}

fn compute(row: &Row) -> Result<Columns, Invalid> {
    /// The columns with a third group are given up to here, as far as every allocation can be tried one by one.
    const LARGEST_WITH_OTHER: u64 = 14;
    let (first, second, unknown) = tallies(row)?;
    let found = unknown_group::bounds(first, second, unknown);
    let tried = unknown.total() <= LARGEST_WITH_OTHER;
    let with_other = found.filter(|_| tried);
    let direction = found.map(|bounds| match bounds.direction() {
        Direction::Below => "below1",
        Direction::Above => "above1",
        Direction::NotIdentified => "no",
    });
    Ok(Columns::new()
        .with("rr_excluding_unknown", unknown_group::ratio_of_known(first, second))
        .with("rr_min", found.map(|bounds| bounds.lowest))
        .with("rr_max", found.map(|bounds| bounds.highest))
        .with("rr_min_with_other", with_other.map(|bounds| bounds.lowest))
        .with("rr_max_with_other", with_other.map(|bounds| bounds.highest))
        .with("with_other_computed", tried)
        .with("direction_identified", direction))
}

fn explain(row: &Row) -> Result<Sheet, Invalid> {
    let (first, second, unknown) = tallies(row)?;
    let known = unknown_group::ratio_of_known(first, second);
    let found = unknown_group::bounds(first, second, unknown);
    let (lowest, highest) =
        found.map_or((Ratio::Undefined, Ratio::Undefined), |bounds| (bounds.lowest, bounds.highest));
    let sentence = match found.map(unknown_group::Bounds::direction) {
        None => "However the unknown records are shared out, there is no ratio.",
        Some(Direction::Below) => {
            "Whoever the unknown records are, the ratio is below 1; this range holds no room for chance, which comes \
             on top of it."
        }
        Some(Direction::Above) => {
            "Whoever the unknown records are, the ratio is above 1; this range holds no room for chance, which comes \
             on top of it."
        }
        Some(Direction::NotIdentified) => {
            "The ratio can be on either side of 1, or at 1, depending on who the unknown records are, so it cannot be \
             told apart from how the groups were recorded."
        }
    };
    let of = |tally: Tally| format!("{} of {}", count(tally.events()), count(tally.total()));
    let heading = format!("Bounds of a risk ratio: {} against {}, and {} unknown", of(first), of(second), of(unknown));
    Ok(Sheet::new(heading)
        .head("ratio of the known records", sheet::ratio(known))
        .with("smallest possible ratio", sheet::ratio(lowest))
        .with("largest possible ratio", sheet::ratio(highest))
        .saying(sentence))
}
