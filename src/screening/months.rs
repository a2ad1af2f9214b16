//! `missing-month`: a month without rows is missing, and a month of zeros is one of which nothing may have been reported.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Check, Findings, Location, Problem};
use crate::harmonise::Dataset;
use crate::observation::Observation;
use crate::period::{Month, PeriodKind};

use super::{of_figures, place};

const MISSING_MONTH: Check = Check { name: "missing-month", page: "docs/checks/missing-month.md" };

/// Months between the first and the last without a row, several in a row as one text.
fn missing_months(months: &[String]) -> Problem {
    let message = format!("there is no row of {}", months.join(", "));
    let hint =
        "a month without rows is missing, not zero, and only months in a row are added up; add it if it is published";
    Problem::warning(message, hint).of(MISSING_MONTH)
}

fn month_of_zero(month: Month) -> Problem {
    let message = format!("every figure of {month} is 0, and those of the months beside it are far from it");
    let hint = "if nothing was reported, leave the rows of the month out: a missing month is not zero";
    Problem::warning(message, hint).of(MISSING_MONTH)
}

/// A month beside a month of zeros that has at least this many is far from zero.
const FAR_FROM_ZERO: f64 = 30.0;

/// Files of one source with one list of labels and the same figures: one series in time.
fn is_one_series(one: &Dataset, other: &Dataset) -> bool {
    one.source.id == other.source.id && one.card.scheme == other.card.scheme && one.card.figures == other.card.figures
}

pub(super) fn examine(datasets: &[Dataset], findings: &mut Findings) {
    let mut series: Vec<Vec<&Dataset>> = Vec::new();
    for dataset in datasets {
        if dataset.card.period_kind != PeriodKind::Month {
            continue;
        }
        let belongs = |of: &&mut Vec<&Dataset>| of.iter().any(|one| is_one_series(one, dataset));
        match series.iter_mut().find(belongs) {
            Some(of) => of.push(dataset),
            None => series.push(vec![dataset]),
        }
    }
    let mut said = BTreeSet::new();
    for datasets in series {
        let months = by_month(&datasets);
        let gaps = gaps(&months);
        let source = datasets.first().map(|dataset| &dataset.source.id);
        if let Some((_, before)) = gaps.first() {
            let names: Vec<String> = gaps.iter().map(|(gap, _)| gap.clone()).collect();
            // Two ways of recording the same events lack the same months.
            if said.insert((source, names.clone())) {
                findings.add(missing_months(&names), before.clone());
            }
        }
        if let Some(dataset) = datasets.first() {
            of_figures(&dataset.source, findings, |findings| report_zeros(&months, findings));
        }
    }
}

/// The rows of a month.
struct Rows<'a> {
    total: f64,
    first: (&'a Dataset, &'a Observation),
    last: (&'a Dataset, &'a Observation),
    is_known: bool,
}

fn by_month<'a>(datasets: &[&'a Dataset]) -> BTreeMap<Month, Rows<'a>> {
    let mut months: BTreeMap<Month, Rows<'a>> = BTreeMap::new();
    for dataset in datasets {
        for row in &dataset.observations {
            let rows = months.entry(row.period.first).or_insert(Rows {
                total: 0.0,
                first: (dataset, row),
                last: (dataset, row),
                is_known: true,
            });
            rows.last = (dataset, row);
            for figure in &row.figures {
                rows.is_known &= figure.known().is_some();
                rows.total += figure.known().unwrap_or(0.0);
            }
        }
    }
    months
}

/// The stretches without a month, as `2019-03 to 2021-05 (27 months)`, each with the place of the last row before it.
fn gaps(months: &BTreeMap<Month, Rows<'_>>) -> Vec<(String, Location)> {
    let following = months.iter().zip(months.keys().skip(1));
    following
        .filter(|((month, _), next)| month.next() < **next)
        .map(|((month, rows), next)| {
            let first = month.next();
            // Both ends are counted by `through`, and the month after the gap does not belong to it.
            let count = first.through(*next) - 1;
            let mut last = first;
            while last.next() < *next {
                last = last.next();
            }
            let text = match count {
                1 => first.to_string(),
                count => format!("{first} to {last} ({count} months)"),
            };
            let (dataset, row) = rows.last;
            (text, place(dataset, row, dataset.card.period.column()))
        })
        .collect()
}

/// Months whose every figure is zero beside months that are far from it.
fn report_zeros(months: &BTreeMap<Month, Rows<'_>>, findings: &mut Findings) {
    for (month, rows) in months.iter().filter(|(_, rows)| rows.is_known && rows.total <= 0.0) {
        let beside: Vec<f64> = months
            .iter()
            .filter(|(other, _)| other.next() == *month || month.next() == **other)
            .map(|(_, rows)| rows.total)
            .collect();
        if !beside.is_empty() && beside.iter().all(|total| *total >= FAR_FROM_ZERO) {
            let (dataset, row) = rows.first;
            let place = place(dataset, row, dataset.card.period.column());
            findings.add(month_of_zero(*month), place);
        }
    }
}
