//! `unpicked-dimension`: rows for one area, period and group that differ in a dimension of which a measure picks no value
//! and that it does not declare to add up. Where one of them is a total, `unfiltered-totals` says so.

use std::collections::{BTreeMap, BTreeSet};

use crate::disparity::selection::{self, Row};
use crate::ethnicity::Category;
use crate::finding::{Check, Findings, Location, Problem, key, listed, no_such, quoted};
use crate::observation::Figure;
use crate::period::Period;

use super::everybody::{is_part, is_total, others, split};
use super::totals::{UNFILTERED_TOTALS, unfiltered_totals};
use super::{Sight, place};

const UNPICKED_DIMENSION: Check = Check { name: "unpicked-dimension", page: "docs/checks/unpicked-dimension.md" };

/// What one figure of a measure is of.
pub(super) type Cell<'a> = (&'a str, Period, Category);

/// The rows of a measure by what they are of, in the order in which they were read.
pub(super) type Cells<'a> = Vec<(Cell<'a>, Vec<Row<'a>>)>;

/// The rows that a measure reads, by area, period and group.
pub(super) fn cells(sight: Sight<'_>) -> Cells<'_> {
    let (mut cells, mut places) = (Cells::new(), BTreeMap::new());
    for row in selection::rows(sight.measure, sight.datasets) {
        let key = (row.1.area.as_str(), row.1.period, row.1.category);
        let place = *places.entry(key).or_insert(cells.len());
        match cells.get_mut(place) {
            Some((_, rows)) => rows.push(row),
            None => cells.push((key, vec![row])),
        }
    }
    cells
}

/// The rows of each.
pub(super) fn rows<'c, 'a>(cells: &'c Cells<'a>) -> impl Iterator<Item = &'c Vec<Row<'a>>> {
    cells.iter().map(|(_, rows)| rows)
}

/// What a row has in a dimension; nothing, where its file does not have it.
pub(super) fn value<'a>(row: &Row<'a>, dimension: &str) -> &'a str {
    let (dataset, row) = *row;
    let place = dataset.card.dimensions.iter().position(|name| name == dimension);
    place.and_then(|place| row.dimensions.get(place)).map_or("", String::as_str)
}

/// What rows have in a dimension.
fn values<'a>(rows: &[Row<'a>], dimension: &str) -> BTreeSet<&'a str> {
    rows.iter().map(|row| value(row, dimension)).collect()
}

pub(super) fn examine(sight: Sight<'_>, findings: &mut Findings) {
    picked(sight, findings);
    let cells = cells(sight);
    let is_twice = |text: &str| is_total(text) || is_part(text);
    for dimension in &sight.measure.sum_over {
        let holds = |values: BTreeSet<&str>| values.len() > 1 && values.into_iter().any(is_twice);
        if let Some(rows) = rows(&cells).find(|rows| holds(values(rows, dimension))) {
            let row = rows.iter().find(|row| is_twice(value(row, dimension)));
            let place = row.map(|(dataset, row)| place(dataset, row, dimension));
            findings.add(summed_total(sight, dimension, &values(rows, dimension)), or_file(sight, place));
        }
    }
    unpicked(sight, &cells, findings);
}

fn or_file(sight: Sight<'_>, place: Option<Location>) -> Location {
    let declared = || sight.measure.location.clone();
    place.or_else(declared).unwrap_or_else(|| Location::file(&sight.project.root.indicators))
}

/// A dimension that is added up and holds a total, or a part, beside what it is made of.
fn summed_total(sight: Sight<'_>, dimension: &str, among: &BTreeSet<&str>) -> Problem {
    let counted_again = |text: &str| is_total(text) || is_part(text);
    let again = others(among, |text| !counted_again(text));
    let rest = listed(&others(among, counted_again));
    let not = again.iter().map(quoted).collect::<Vec<_>>().join(", ");
    let key = key(dimension);
    Problem::error(
        format!(
            "the measure `{}` adds up the rows of `{dimension}`, which holds {} beside {rest}, so that people are counted twice",
            sight.measure.id,
            listed(&again)
        ),
        format!(
            "leave those rows out in source.toml, as in where = {{ {key} = {{ not = [{not}] }} }}, or pick one value with `where` in the measure"
        ),
    )
    .of(UNFILTERED_TOTALS)
}

/// Values that a measure picks and no row has.
fn picked(sight: Sight<'_>, findings: &mut Findings) {
    let measure = sight.measure;
    let mut open = measure.clone();
    open.filter.clear();
    let all: Vec<Row<'_>> = selection::rows(&open, sight.datasets).collect();
    let mut absent = false;
    for (dimension, wanted) in &measure.filter {
        let known = values(&all, dimension);
        if !all.is_empty() && !known.contains(wanted.as_str()) {
            let problem = no_such(&format!("`{dimension}`"), wanted, known.into_iter().map(str::to_owned));
            findings.add(problem, or_file(sight, None));
            absent = true;
        }
    }
    if !all.is_empty() && !absent && selection::rows(measure, sight.datasets).next().is_none() {
        let message = format!("no row has all that the measure `{}` picks with `where`", measure.id);
        let hint = "look in the file which values stand together in one row";
        findings.add(Problem::error(message, hint), or_file(sight, None));
    }
}

/// Dimensions of which a measure neither picks a value nor adds up the rows, although they tell rows apart.
fn unpicked(sight: Sight<'_>, cells: &Cells<'_>, findings: &mut Findings) {
    let is_decided = |name: &&String| sight.measure.filter.contains_key(*name) || sight.measure.sum_over.contains(name);
    let names = rows(cells).flatten().flat_map(|row| &row.0.card.dimensions);
    let names: BTreeSet<&String> = names.filter(|name| !is_decided(name)).collect();
    let open: Vec<&str> = names
        .into_iter()
        .map(String::as_str)
        .filter(|name| rows(cells).any(|rows| values(rows, name).len() > 1))
        .collect();
    if let Some((dimension, total)) = sole_total(sight, cells, &open) {
        report_total(sight, cells, (dimension, Some(total)), findings);
        return;
    }
    for dimension in open {
        if !report_total(sight, cells, (dimension, None), findings) {
            report_several(sight, cells, dimension, findings);
        }
    }
}

/// The total that, when it alone is picked, leaves one row of each group: of several the one that all areas have, and
/// that is the greatest.
fn sole_total<'a>(sight: Sight<'_>, cells: &Cells<'a>, open: &[&'a str]) -> Option<(&'a str, &'a str)> {
    let column = sight.measure.numerator_column().or(sight.measure.value_column())?;
    let mut best: Option<(usize, f64, (&str, &str))> = None;
    for dimension in open {
        let all: BTreeSet<&str> = rows(cells).flat_map(|rows| values(rows, dimension)).collect();
        for total in all.into_iter().filter(|text| is_total(text)) {
            let picked = |rows: &Vec<Row<'a>>| -> Vec<Row<'a>> {
                rows.iter().filter(|row| value(row, dimension) == total).copied().collect()
            };
            let picked: Vec<Vec<Row<'_>>> = rows(cells).map(picked).filter(|rows| !rows.is_empty()).collect();
            if picked.iter().any(|rows| rows.len() > 1) {
                continue;
            }
            // What is not to be shown is not to be told by a hint either.
            let shown = picked.iter().flatten().filter(|(dataset, _)| dataset.source.policy().is_none());
            let sum: f64 = shown.filter_map(|(dataset, row)| dataset.figure(row, column).and_then(Figure::known)).sum();
            if best.is_none_or(|(rows, most, _)| (rows, most) < (picked.len(), sum)) {
                best = Some((picked.len(), sum, (dimension, total)));
            }
        }
    }
    best.map(|(_, _, total)| total)
}

/// Says that a dimension holds a total beside its parts; whether it does.
fn report_total(
    sight: Sight<'_>,
    cells: &Cells<'_>,
    (dimension, wanted): (&str, Option<&str>),
    findings: &mut Findings,
) -> bool {
    let beside_parts = |rows: &Vec<Row<'_>>| {
        let values = values(rows, dimension);
        split(&values).is_some() && wanted.is_none_or(|wanted| values.contains(wanted))
    };
    let Some(rows) = rows(cells).find(|rows| beside_parts(rows)) else {
        return false;
    };
    let Some((first, parts)) = split(&values(rows, dimension)) else {
        return false;
    };
    let total = wanted.unwrap_or(first);
    let problem = unfiltered_totals(dimension, (total, &parts), Some(&sight.measure.id));
    let row = rows.iter().find(|row| value(row, dimension) == total);
    findings.add(problem, or_file(sight, row.map(|(dataset, row)| place(dataset, row, dimension))));
    true
}

/// Says that there are several rows for one area, period and group.
fn report_several(sight: Sight<'_>, cells: &Cells<'_>, dimension: &str, findings: &mut Findings) {
    let found = cells.iter().find(|(_, rows)| values(rows, dimension).len() > 1);
    let Some(((area, period, category), rows)) = found else {
        return;
    };
    let among: Vec<String> = values(rows, dimension).into_iter().map(str::to_owned).collect();
    let group = sight.project.ethnicity.label(*category);
    let pick = among.iter().find(|text| !text.is_empty() && !is_part(text)).map_or("", String::as_str);
    let or_sum = if sight.adds_up() {
        format!("; where no row counts what another counts, add them up with sum-over = [{}]", quoted(dimension))
    } else {
        String::new()
    };
    let hint =
        format!("pick one value in the measure, as in where = {{ {} = {} }}{or_sum}", key(dimension), quoted(pick));
    let message = format!(
        "the measure `{}` has {} rows for {}, {period}, {group}, and nothing picks among {} of `{dimension}`",
        sight.measure.id,
        rows.len(),
        sight.area(area),
        listed(&among)
    );
    let row = rows.get(1).map(|(dataset, row)| place(dataset, row, dimension));
    findings.add(Problem::error(message, hint).of(UNPICKED_DIMENSION), or_file(sight, row));
}
