//! A row of text cells, packed so that many of them fit into memory: one text, and where each cell ends in it.

use std::fmt;

/// A row of a table, or of a file in which no table was looked for yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file on which it begins, or row of the sheet, counted from 1.
    pub line: u64,
    /// Its cells; in a table without the blanks around them.
    pub cells: Cells,
}

impl Row {
    /// A row on a line.
    pub fn new<T: AsRef<str>>(line: u64, cells: impl IntoIterator<Item = T>) -> Self {
        Self { line, cells: cells.into_iter().collect() }
    }

    /// A row without cells.
    pub(crate) fn blank(line: u64) -> Self {
        Self { line, cells: Cells::default() }
    }

    /// The cells that are not blank, with their places, without the blanks around them.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (usize, &str)> {
        let cells = self.cells.iter().map(str::trim).enumerate();
        cells.filter(|(_, cell)| !cell.is_empty())
    }

    /// The number of cells up to the last that is not blank.
    pub(crate) fn extent(&self) -> usize {
        self.filled().last().map_or(0, |(place, _)| place + 1)
    }

    /// The text of a cell; empty when there is none.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default()
    }
}

/// The texts of a row.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Cells {
    text: Box<str>,
    /// Where each cell ends in the text. No row is longer than 4 GiB.
    ends: Box<[u32]>,
}

impl Cells {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none, not even a blank one.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a cell.
    pub fn get(&self, place: usize) -> Option<&str> {
        let end = offset(*self.ends.get(place)?);
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| offset(*end));
        self.text.get(start..end)
    }

    /// The texts, from the first column on.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        (0..self.len()).map(|place| self.get(place).unwrap_or_default())
    }

    /// Puts another text into a cell that is there.
    pub fn set(&mut self, place: usize, text: &str) {
        let cells = self.iter().enumerate().map(|(own, cell)| if own == place { text } else { cell });
        *self = cells.collect();
    }

    /// Bytes of memory that cells with so many bytes of text take, beside their row.
    pub(crate) fn size(cells: usize, text: usize) -> usize {
        /// What the system keeps of each of two pieces of memory.
        const KEPT: usize = 2 * 16;
        KEPT.saturating_add(text).saturating_add(cells.saturating_mul(size_of::<u32>()))
    }
}

fn offset(end: u32) -> usize {
    usize::try_from(end).unwrap_or(usize::MAX)
}

impl<T: AsRef<str>> FromIterator<T> for Cells {
    fn from_iter<I: IntoIterator<Item = T>>(cells: I) -> Self {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for cell in cells {
            text.push_str(cell.as_ref());
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        Self { text: text.into(), ends: ends.into() }
    }
}

impl fmt::Debug for Cells {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_what_was_put_in() {
        for texts in [vec![], vec![""], vec!["a", "", "é€", ""]] {
            let mut row = Row::new(1, &texts);
            assert_eq!(row.cells.iter().collect::<Vec<_>>(), texts);
            assert_eq!((row.cells.len(), row.cells.is_empty()), (texts.len(), texts.is_empty()));
            assert_eq!(row.cells.get(texts.len()), None);
            if texts.len() > 1 {
                row.cells.set(1, "b c");
                assert_eq!((row.cell(0), row.cell(1), row.cell(2), row.cell(9)), ("a", "b c", "é€", ""));
            }
        }
        assert_eq!(Row::new(3, [" ", " x ", ""]).extent(), 2);
    }
}
