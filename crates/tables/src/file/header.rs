//! Which rows of a grid are the header of its table.

use std::collections::{BTreeMap, BTreeSet};

use crate::marks;
use crate::number;
use crate::row::Row;

/// What is put between the names of stacked header cells.
pub(super) const JOINT: &str = " | ";

/// Whether a cell holds a figure; a year may as well name a column.
pub(super) fn is_figure(cell: &str) -> bool {
    let year = cell.len() == 4 && matches!(cell.get(..2), Some("19" | "20"));
    !(year && cell.bytes().all(|byte| byte.is_ascii_digit())) && number::parse(cell).is_ok()
}

fn figures(row: &Row) -> usize {
    row.filled().filter(|(_, cell)| is_figure(cell)).count()
}

/// A title, or a word about the publication: only the first cells, fewer than half of those of the table.
fn is_title(row: &Row, width: usize) -> bool {
    let count = row.filled().count();
    row.extent() == count && 2 * count < width
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
        rows.iter().map(|row| (row, figures(row))).filter(|(row, _)| row.extent() > 0).collect();
    let of_figures: Vec<_> = all.iter().copied().filter(|(_, figures)| *figures > 0).collect();
    let body = if of_figures.is_empty() { &all } else { &of_figures };
    let width = commonest(body.iter().map(|(row, _)| row.extent()))?;
    let full = commonest(of_figures.iter().map(|(_, figures)| *figures));
    let begins_body = |row: &Row| full.is_some_and(|full| 2 * figures(row) >= full) && 2 * row.extent() >= width;
    let block: Vec<usize> = rows
        .iter()
        .enumerate()
        .take_while(|(_, row)| !begins_body(row))
        .filter(|(_, row)| row.extent() > 0 && !is_title(row, width))
        .map(|(place, _)| place)
        .collect();
    let columns: BTreeSet<usize> = body
        .iter()
        .filter(|(row, _)| row.extent() >= width)
        .flat_map(|(row, _)| row.filled().map(|(column, _)| column))
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
        let wide = |place: &&usize| rows.get(**place).is_some_and(|row| row.extent() >= width);
        return block.iter().find(wide).map(|place| vec![*place]);
    }
    if block.len() > MOST_ROWS {
        return None;
    }
    let enough = (2..=block.len()).find(|depth| block.get(..*depth).is_some_and(named));
    let depth = enough.map_or(block.len(), |depth| to_blank_row(rows, &block, depth));
    let reaches = |place: &usize| rows.get(*place).is_some_and(|row| 2 * row.extent() >= width);
    (enough.is_some() || block.iter().any(reaches)).then(|| block.get(..depth).unwrap_or_default().to_vec())
}

/// A header that breaks its words over many rows goes on to the blank row below it, where there is one before the body.
fn to_blank_row(rows: &[Row], block: &[usize], depth: usize) -> usize {
    let lowest = block.get(depth - 1).copied().unwrap_or_default();
    let end = block.last().copied().unwrap_or_default() + 1;
    let blank = (lowest..=end).find(|place| rows.get(*place).is_some_and(|row| row.extent() == 0));
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

/// The joined names of these columns, blank where no header row has one.
pub(super) fn names(header: &[&Row], columns: &[usize]) -> Vec<String> {
    let width = columns.last().map_or(0, |last| last + 1);
    let carried: Vec<Vec<&str>> = (0..header.len()).map(|depth| carried(header, depth, width)).collect();
    let name = |column: &usize| {
        let parts = carried.iter().filter_map(|row| row.get(*column).copied());
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        parts.iter().map(|part| marks::name(part)).collect::<Vec<_>>().join(JOINT)
    };
    columns.iter().map(name).collect()
}

/// The cells of one header row for every column; all but the lowest go for the columns to their right too.
fn carried<'row>(header: &[&'row Row], depth: usize, width: usize) -> Vec<&'row str> {
    let Some(row) = header.get(depth) else {
        return Vec::new();
    };
    let above = header.get(..depth).unwrap_or_default();
    let lowest = depth + 1 == header.len();
    let mut last = "";
    (0..width)
        .map(|column| {
            let own = row.cell(column).trim();
            let begins_anew = above.iter().any(|row| !row.cell(column).trim().is_empty());
            if lowest || !own.is_empty() || begins_anew {
                last = own;
            }
            last
        })
        .collect()
}
