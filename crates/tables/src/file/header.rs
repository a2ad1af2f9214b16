//! Which rows of a grid are the header of its table.

use std::collections::{BTreeMap, BTreeSet};

use crate::number;
use crate::table::Row;

use super::body::{extent, filled, names};

/// Whether a cell holds a figure; a year may as well name a column.
pub(super) fn is_figure(cell: &str) -> bool {
    let year = cell.len() == 4 && matches!(cell.get(..2), Some("19" | "20"));
    !(year && cell.bytes().all(|byte| byte.is_ascii_digit())) && number::parse(cell).is_ok()
}

fn figures(row: &Row) -> usize {
    filled(row).filter(|(_, cell)| is_figure(cell)).count()
}

/// A title, or a word about the publication: only the first cells, fewer than half of those of the table.
fn is_title(row: &Row, width: usize) -> bool {
    let count = filled(row).count();
    extent(row) == count && 2 * count < width
}

/// The most rows that a header is broken over. Where more rows of texts come before the figures, they may be anything.
const MOST_ROWS: usize = 20;

/// The places of the header rows, upper first.
///
/// Among the rows before the first that is as wide and as full of figures as most are, it is the first that names
/// (nearly) every column below, each by its own name; where there is none, it is as many of them, from the top, as it
/// takes to do so together.
pub(super) fn recognise(rows: &[Row]) -> Option<Vec<usize>> {
    let all: Vec<(&Row, usize)> =
        rows.iter().map(|row| (row, figures(row))).filter(|(row, _)| extent(row) > 0).collect();
    let of_figures: Vec<_> = all.iter().copied().filter(|(_, figures)| *figures > 0).collect();
    let body = if of_figures.is_empty() { &all } else { &of_figures };
    let width = commonest(body.iter().map(|(row, _)| extent(row)))?;
    let full = commonest(of_figures.iter().map(|(_, figures)| *figures));
    let begins_body = |row: &Row| full.is_some_and(|full| 2 * figures(row) >= full) && 2 * extent(row) >= width;
    let block: Vec<usize> = rows
        .iter()
        .enumerate()
        .take_while(|(_, row)| !begins_body(row))
        .filter(|(_, row)| extent(row) > 0 && !is_title(row, width))
        .map(|(place, _)| place)
        .collect();
    let columns: BTreeSet<usize> = body
        .iter()
        .filter(|(row, _)| extent(row) >= width)
        .flat_map(|(row, _)| filled(row).map(|(column, _)| column))
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
    if of_figures.is_empty() {
        let wide = |place: &&usize| rows.get(**place).is_some_and(|row| extent(row) >= width);
        return block.iter().find(wide).map(|place| vec![*place]);
    }
    if block.len() > MOST_ROWS {
        return None;
    }
    let enough = (2..=block.len()).find(|depth| block.get(..*depth).is_some_and(named));
    let depth = enough.map_or(block.len(), |depth| to_blank_row(rows, &block, depth));
    let reaches = |place: &usize| rows.get(*place).is_some_and(|row| 2 * extent(row) >= width);
    (enough.is_some() || block.iter().any(reaches)).then(|| block.get(..depth).unwrap_or_default().to_vec())
}

/// A header that breaks its words over many rows goes on to the blank row below it, where there is one before the body.
fn to_blank_row(rows: &[Row], block: &[usize], depth: usize) -> usize {
    let lowest = block.get(depth - 1).copied().unwrap_or_default();
    let end = block.last().copied().unwrap_or_default() + 1;
    let blank = (lowest..=end).find(|place| rows.get(*place).is_some_and(|row| extent(row) == 0));
    blank.map_or(depth, |blank| block.iter().filter(|place| **place < blank).count())
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
    let commonest = counts.into_iter().max_by_key(|(width, count)| (*count, *width));
    commonest.map(|(width, _)| width)
}
