//! `unfiltered-totals` again: of the rows that a measure adds up over a dimension, none may count what others count,
//! though no word says so.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Findings, Problem, key, listed, quoted};
use crate::observation::Figure;

use super::dimensions::{Cells, cells, rows, value};
use super::everybody::is_named_after;
use super::totals::UNFILTERED_TOTALS;
use super::{Sight, place};

/// Fewer people than this in all can agree by chance.
const FEW: f64 = 20.0;

/// How often a figure must be the sum of others; once or twice is chance.
const OFTEN: usize = 3;

/// Of how many parts a total is looked for.
const MOST_PARTS: usize = 40;

/// The figures of one area, period and group by value of the dimension.
type ByValue<'a> = BTreeMap<&'a str, f64>;

pub(super) fn examine(sight: Sight<'_>, findings: &mut Findings) {
    let Some(column) = sight.measure.numerator_column() else {
        return;
    };
    if sight.measure.sum_over.is_empty() {
        return;
    }
    let cells = cells(sight);
    for dimension in &sight.measure.sum_over {
        let (order, tables) = gather(&cells, dimension, column);
        let found = sum_of_neighbours(&order, &tables).or_else(|| whole_of_name(&order, &tables));
        let Some((whole, parts)) = found else {
            continue;
        };
        let row = rows(&cells).flatten().find(|row| value(row, dimension) == whole);
        if let Some((dataset, row)) = row {
            findings.add(counted_again(sight, dimension, (whole, &parts)), place(dataset, row, dimension));
        }
    }
}

/// A value whose figures are those of others together.
fn counted_again(sight: Sight<'_>, dimension: &str, (whole, parts): (&str, &[String])) -> Problem {
    let id = &sight.measure.id;
    let parts = listed(parts);
    Problem::error(
        format!("the measure `{id}` adds up the rows of `{dimension}`, and `{whole}` counts what {parts} count"),
        format!(
            "leave one or the other out in source.toml, as in where = {{ {} = {{ not = {} }} }}, or pick one value with `where` in the measure",
            key(dimension),
            quoted(whole)
        ),
    )
    .of(UNFILTERED_TOTALS)
}

/// The values of a dimension in the order of the file, and the figures that are all known.
fn gather<'a>(cells: &Cells<'a>, dimension: &str, column: &str) -> (Vec<&'a str>, Vec<ByValue<'a>>) {
    let mut first: BTreeMap<&str, (&str, u64)> = BTreeMap::new();
    let mut tables = Vec::new();
    for rows in rows(cells) {
        let mut table = ByValue::new();
        let mut is_known = true;
        for row in rows {
            let text = value(row, dimension);
            let place = (row.0.card.name.as_str(), row.1.line);
            first.entry(text).and_modify(|earlier| *earlier = place.min(*earlier)).or_insert(place);
            let figure = row.0.figure(row.1, column).and_then(Figure::known);
            is_known &= figure.is_some();
            *table.entry(text).or_default() += figure.unwrap_or_default();
        }
        if is_known {
            tables.push(table);
        }
    }
    let mut order: Vec<&str> = first.keys().copied().collect();
    order.sort_by_key(|text| first.get(text));
    (order, tables)
}

/// A value that is the sum of two or more that stand next to it, wherever they stand together: a total without the word.
fn sum_of_neighbours<'a>(order: &[&'a str], tables: &[ByValue<'a>]) -> Option<(&'a str, Vec<String>)> {
    for (place, whole) in order.iter().enumerate() {
        let below = order.get(place + 1..).unwrap_or_default();
        let above = order.get(..place).unwrap_or_default();
        for count in 2..order.len().min(MOST_PARTS) {
            let next = [below.get(..count), above.len().checked_sub(count).and_then(|from| above.get(from..))];
            if let Some(parts) = next.into_iter().flatten().find(|parts| is_sum(whole, parts, tables)) {
                return Some((whole, parts.iter().map(|part| (*part).to_owned()).collect()));
            }
        }
    }
    None
}

/// Whether the figures of a value are the sums of those of others, beyond chance.
fn is_sum(whole: &str, parts: &[&str], tables: &[ByValue<'_>]) -> bool {
    let (mut people, mut times) = (0.0, 0);
    for table in tables {
        let figure = |text: &str| table.get(text).copied().unwrap_or_default();
        let (own, sum) = (figure(whole), parts.iter().map(|part| figure(part)).sum::<f64>());
        if (own - sum).abs() > f64::EPSILON * own.max(1.0) {
            return false;
        }
        people += own;
        // One part that is all of it says nothing about the others.
        times += usize::from(parts.iter().filter(|part| figure(part) > 0.0).count() > 1);
    }
    people >= FEW && times >= OFTEN
}

/// A value whose name others begin with, and than which they are nowhere greater.
fn whole_of_name<'a>(order: &[&'a str], tables: &[ByValue<'a>]) -> Option<(&'a str, Vec<String>)> {
    for whole in order {
        let parts: BTreeSet<&str> = order.iter().copied().filter(|value| is_named_after(value, whole)).collect();
        let figure = |table: &ByValue<'_>, text: &str| table.get(text).copied().unwrap_or_default();
        let is_whole =
            |table: &ByValue<'_>| parts.iter().map(|part| figure(table, part)).sum::<f64>() <= figure(table, whole);
        let people: f64 = tables.iter().map(|table| figure(table, whole)).sum();
        if !parts.is_empty() && people >= FEW && tables.iter().all(is_whole) {
            return Some((whole, parts.into_iter().map(str::to_owned).collect()));
        }
    }
    None
}
