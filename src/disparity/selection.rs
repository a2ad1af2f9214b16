//! Which rows of its source a measure takes into a phase: those of its latest period that ends inside the window.

use std::collections::{BTreeMap, BTreeSet};

use crate::harmonise::Dataset;
use crate::indicator::Measure;
use crate::period::{Period, PeriodKind};
use crate::phase::Phase;

use super::quarters;

pub(crate) use super::row::Row;

/// The rows of one measure in one phase.
#[derive(Debug)]
pub(crate) struct Selection<'a> {
    /// The period that entered the phase.
    pub period: Period,
    /// Its rows by area code.
    pub by_area: BTreeMap<&'a str, Vec<Row<'a>>>,
    /// The rows of areas that lack a quarter of the year, so that they have no figure of it.
    pub part_of_year: BTreeMap<&'a str, Vec<Row<'a>>>,
}

impl<'a> Selection<'a> {
    /// The rows of a measure in a phase; `None` when no period of it ends inside the window.
    pub(crate) fn new(measure: &Measure, datasets: &'a [Dataset], phase: &Phase) -> Option<Self> {
        let rows: Vec<Row<'a>> = rows(measure, datasets).collect();
        if measure.quarters_of.is_none() {
            return Some(Self::of_rows(measure, &rows, period(measure, &rows, phase)?));
        }
        let years = rows.iter().map(|(_, row)| quarters::counted_in(measure, row.period));
        let years: BTreeSet<Period> = years.filter(|year| phase.includes(*year)).collect();
        let selections = years.into_iter().rev().map(|year| Self::of_rows(measure, &rows, year));
        selections.into_iter().find(|selection| !selection.by_area.is_empty())
    }

    /// The rows of a measure in a period.
    pub(crate) fn of_period(measure: &Measure, datasets: &'a [Dataset], period: Period) -> Self {
        let rows: Vec<Row<'a>> = rows(measure, datasets).collect();
        Self::of_rows(measure, &rows, period)
    }

    fn of_rows(measure: &Measure, rows: &[Row<'a>], period: Period) -> Self {
        let mut by_area: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
        for row in rows {
            let (first, last) = (row.1.period.first, row.1.period.last);
            let inside = if measure.pool_months {
                period.first <= first && last <= period.last
            } else {
                quarters::counted_in(measure, row.1.period) == period
            };
            if inside {
                by_area.entry(&row.1.area).or_default().push(*row);
            }
        }
        if measure.quarters_of.is_none() {
            return Self { period, by_area, part_of_year: BTreeMap::new() };
        }
        let (by_area, part_of_year) = quarters::whole(by_area, period);
        Self { period, by_area, part_of_year }
    }
}

/// The files that a measure reads.
pub(crate) fn files<'a>(measure: &Measure, datasets: &'a [Dataset]) -> impl Iterator<Item = &'a Dataset> {
    datasets.iter().filter(|dataset| {
        dataset.source.id == measure.source && (measure.files.is_empty() || measure.files.contains(&dataset.card.name))
    })
}

/// All rows that a measure reads, of any period.
pub(crate) fn rows<'a>(measure: &Measure, datasets: &'a [Dataset]) -> impl Iterator<Item = Row<'a>> {
    let spoilt = if measure.pool_months { measure.spoilt_months() } else { BTreeSet::new() };
    files(measure, datasets)
        .flat_map(|dataset| dataset.rows_where(&measure.filter).map(move |observation| (dataset, observation)))
        .filter(move |(_, observation)| !spoilt.contains(&observation.period))
}

fn period(measure: &Measure, rows: &[Row<'_>], phase: &Phase) -> Option<Period> {
    let mut periods: Vec<Period> =
        rows.iter().map(|(_, observation)| observation.period).filter(|period| phase.includes(*period)).collect();
    periods.sort();
    periods.dedup();
    let latest = *periods.last()?;
    if !measure.pool_months || latest.kind != PeriodKind::Month {
        return Some(latest);
    }
    // The months that follow one another without a gap up to the latest; an earlier stretch would be another time. A month
    // that cannot be used makes no gap.
    let spoilt = measure.spoilt_months();
    periods.extend(&spoilt);
    periods.sort();
    let (mut first, mut follows) = (latest.first, latest.first);
    for month in periods.iter().rev().skip_while(|month| **month >= latest) {
        if month.last.next() != follows {
            break;
        }
        follows = month.first;
        if !spoilt.contains(month) {
            first = month.first;
        }
    }
    Some(Period::months(first, latest.last))
}
