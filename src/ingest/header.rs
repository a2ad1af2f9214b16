//! Which rows of a grid are the header of its table.

use std::collections::{BTreeMap, BTreeSet};

use crate::table::Row;

use super::body::{extent, filled, names};
use super::number;

/// Whether a cell holds a figure; a year may as well name a column.
pub(super) fn is_figure(cell: &str) -> bool {
    let year = cell.len() == 4 && matches!(cell.get(..2), Some("19" | "20"));
    !(year && cell.bytes().all(|byte| byte.is_ascii_digit())) && number::parse(cell).is_ok()
}

fn has_figures(row: &Row) -> bool {
    filled(row).any(|(_, cell)| is_figure(cell))
}

/// A title: its first cell alone.
fn is_title(row: &Row) -> bool {
    extent(row) == 1
}

/// The places of the header rows, upper first.
///
/// Among the rows of texts before the first row of figures that is as wide as most are, it is the first that names
/// (nearly) every column with figures, each by its own name; where there is none, it is as many of them, from the top,
/// as it takes to do so together.
pub(super) fn recognise(rows: &[Row]) -> Option<Vec<usize>> {
    let figures: Vec<&Row> = rows.iter().filter(|row| has_figures(row)).collect();
    let all: Vec<&Row> = rows.iter().filter(|row| extent(row) > 0).collect();
    let body = if figures.is_empty() { &all } else { &figures };
    let width = commonest(body.iter().map(|row| extent(row)))?;
    let first_of_body = rows
        .iter()
        .position(|row| has_figures(row) && 2 * extent(row) >= width)
        .unwrap_or(rows.len());
    let block: Vec<usize> = rows
        .iter()
        .enumerate()
        .take(first_of_body)
        .filter(|(_, row)| extent(row) > 0 && !has_figures(row) && (width == 1 || !is_title(row)))
        .map(|(place, _)| place)
        .collect();
    let columns: BTreeSet<usize> = body
        .iter()
        .filter(|row| extent(row) >= width)
        .flat_map(|row| filled(row).map(|(column, _)| column))
        .collect();
    let columns: Vec<usize> = columns.into_iter().collect();
    let named = |places: &[usize]| {
        let header: Vec<&Row> = places.iter().filter_map(|place| rows.get(*place)).collect();
        names_each(&names(&header, &columns))
    };
    let single = block.iter().find(|place| named(&[**place]));
    if let Some(single) = single {
        return Some(vec![*single]);
    }
    // Rows of texts alone cannot be told from a header of several rows.
    if figures.is_empty() {
        let wide = |place: &&usize| rows.get(**place).is_some_and(|row| extent(row) >= width);
        return block.iter().find(wide).map(|place| vec![*place]);
    }
    let together = (2..=block.len())
        .filter_map(|depth| block.get(..depth))
        .find(|places| named(places));
    let reaches = block
        .iter()
        .any(|place| rows.get(*place).is_some_and(|row| 2 * extent(row) >= width));
    together
        .map(<[usize]>::to_vec)
        .or_else(|| Some(block).filter(|_| reaches))
}

/// Whether nine columns in ten have a name, and no two the same.
fn names_each(names: &[String]) -> bool {
    let blank = names.iter().filter(|name| name.is_empty()).count();
    let distinct: BTreeSet<&String> = names.iter().filter(|name| !name.is_empty()).collect();
    distinct.len() + blank == names.len() && 10 * blank <= names.len()
}

fn commonest(widths: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for width in widths {
        *counts.entry(width).or_default() += 1;
    }
    let commonest = counts
        .into_iter()
        .max_by_key(|(width, count)| (*count, *width));
    commonest.map(|(width, _)| width)
}
