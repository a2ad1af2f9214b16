//! How much more the events of a measure vary from month to month than independent events would.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::indicator::{Comparator, Measure};
use crate::period::Period;
use statistics::count;
use statistics::dispersion::{self, CountDispersion};

use super::Evidence;
use super::panel::Panel;
use super::quantity::Cell;
use super::selection::{Row, Selection};

/// The dispersion of the aggregate's events against the comparator's, over all areas and months; none where one person
/// cannot have several, or where no area has several months.
pub(super) fn between_months(
    measure: &Arc<Measure>,
    selection: &Selection<'_>,
    compared_with: Comparator,
    evidence: Evidence<'_>,
) -> Option<CountDispersion> {
    if !measure.repeatable {
        return None;
    }
    let series = measure.series().map(|(_, series)| series);
    let areas: Vec<Vec<[u64; 2]>> = selection
        .by_area
        .iter()
        .map(|(area, rows)| {
            let mut months: BTreeMap<Period, Vec<Row<'_>>> = BTreeMap::new();
            for row in rows {
                months.entry(row.1.period).or_default().push(*row);
            }
            let population = series.and_then(|series| evidence.residents.population(series, area, selection.period));
            let panels = months
                .values()
                .filter_map(|rows| Panel::gather(measure, evidence.ethnicity, area, rows, population.as_ref()));
            panels.filter_map(|panel| events(&panel, compared_with)).collect()
        })
        .collect();
    dispersion::of_pairs(&areas)
}

/// The events of the aggregate and of the comparator in one month, where both are known.
fn events(panel: &Panel<'_>, compared_with: Comparator) -> Option<[u64; 2]> {
    let known = |cell: Cell| {
        let events = cell.quantity.count().filter(|count| count.low >= count.high)?;
        count(events.low).ok()
    };
    let comparator = compared_with.category(panel.roll_up.ethnicity);
    Some([known(panel.bame()?)?, known(panel.group(comparator)?)?])
}
