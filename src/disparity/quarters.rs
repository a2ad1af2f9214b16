//! Four quarters make a year, and only where all four are there: three of them are no year, and nothing says what the
//! fourth would have been.

use std::collections::{BTreeMap, BTreeSet};

use crate::ethnicity::Category;
use crate::indicator::Measure;
use crate::period::Period;

use super::row::Row;

/// Rows by area code.
pub(super) type ByArea<'a> = BTreeMap<&'a str, Vec<Row<'a>>>;

/// The period that a row counts in: the year of its quarter, where the measure makes years of quarters.
pub(super) fn counted_in(measure: &Measure, period: Period) -> Period {
    measure.quarters_of.and_then(|kind| period.year_of_quarter(kind)).unwrap_or(period)
}

/// The areas whose year is whole, with their rows, and those that lack a quarter of it. A group that lacks a quarter has
/// no year.
pub(super) fn whole(by_area: ByArea<'_>, year: Period) -> (ByArea<'_>, ByArea<'_>) {
    let (mut whole, mut part) = (BTreeMap::new(), BTreeMap::new());
    for (area, rows) in by_area {
        let of_year: Vec<Row<'_>> = rows.iter().filter(|row| row.1.period == year).copied().collect();
        if !of_year.is_empty() {
            whole.insert(area, of_year);
            continue;
        }
        let mut quarters: BTreeMap<Category, BTreeSet<Period>> = BTreeMap::new();
        for (_, row) in &rows {
            quarters.entry(row.category).or_default().insert(row.period);
        }
        let is_whole = |found: &BTreeSet<Period>| year.quarters().iter().all(|quarter| found.contains(quarter));
        let of_area: BTreeSet<Period> = quarters.values().flatten().copied().collect();
        if is_whole(&of_area) {
            let has_year = |row: &Row<'_>| quarters.get(&row.1.category).is_some_and(is_whole);
            whole.insert(area, rows.into_iter().filter(has_year).collect());
        } else {
            part.insert(area, rows);
        }
    }
    whole.retain(|_, rows| !rows.is_empty());
    (whole, part)
}
