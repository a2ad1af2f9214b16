//! Cells with their places, in any order → rows.

use crate::finding::Problem;
use crate::row::Row;

use super::room::Room;

/// Cells with their places, until they are rows.
pub(super) struct Filling<'r> {
    /// Row and column, counted from 0, and where the text stands.
    cells: Vec<Cell>,
    text: String,
    room: &'r mut Room,
}

#[derive(Clone, Copy)]
struct Cell {
    row: u32,
    column: u32,
    start: u32,
    end: u32,
}

impl<'r> Filling<'r> {
    pub(super) fn new(room: &'r mut Room) -> Self {
        Self { cells: Vec::new(), text: String::new(), room }
    }

    /// Puts a text into a cell; one without any is as if it were not there.
    pub(super) fn put(&mut self, (row, column): (u32, u32), text: &str) -> Result<(), Problem> {
        if text.is_empty() {
            return Ok(());
        }
        self.holds(1, text.len())?;
        let place = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let start = place(self.text.len());
        self.text.push_str(text);
        self.cells.push(Cell { row, column, start, end: place(self.text.len()) });
        Ok(())
    }

    /// Whether there is room for so many cells more with so many bytes of text together.
    pub(super) fn holds(&self, cells: usize, text: usize) -> Result<(), Problem> {
        let cells = self.cells.len().saturating_add(cells);
        let memory = cells.saturating_mul(size_of::<Cell>()).saturating_add(self.text.len()).saturating_add(text);
        self.room.holds(cells, memory)
    }

    /// The rows from the first that has a cell, each to its last cell. A run of empty rows is one row without cells.
    pub(super) fn rows(mut self) -> Result<Vec<Row>, Problem> {
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        let mut rows = Vec::<Row>::new();
        for cells in self.cells.chunk_by(|one, other| one.row == other.row) {
            let Some(last) = cells.last() else { continue };
            let line = u64::from(last.row) + 1;
            if let Some(before) = rows.last().map(|row| row.line).filter(|before| before + 1 < line) {
                rows.push(Row::blank(before + 1));
            }
            let width = usize::try_from(last.column).unwrap_or(usize::MAX).saturating_add(1);
            let length = |cell: &Cell| usize::try_from(cell.end - cell.start).unwrap_or(usize::MAX);
            self.room.take(width, cells.iter().map(length).fold(0, usize::saturating_add))?;
            rows.push(Row::new(line, Self::texts(&self.text, cells, last.column)));
        }
        Ok(rows)
    }

    /// The texts of a row; of two in one place the later one counts.
    fn texts<'f>(text: &'f str, cells: &'f [Cell], last: u32) -> impl Iterator<Item = &'f str> {
        let mut rest = cells.iter().peekable();
        let place = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
        (0..=last).map(move |column| {
            let mut own = "";
            while let Some(cell) = rest.next_if(|cell| cell.column == column) {
                own = text.get(place(cell.start)..place(cell.end)).unwrap_or_default();
            }
            own
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::Limits;

    #[test]
    fn rows_are_sparse_and_bounded() {
        let mut room = Room::new(&Limits::default());
        let mut grid = Filling::new(&mut room);
        for (row, column) in [(9, 1), (2, 0), (9, 0)] {
            grid.put((row, column), &format!("{row}/{column}")).unwrap();
        }
        let rows = grid.rows().unwrap();
        assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 4, 10]);
        assert_eq!(rows[2].cells.iter().collect::<Vec<_>>(), ["9/0", "9/1"]);

        let mut room = Room::new(&Limits { cells: 100, ..Limits::default() });
        let mut grid = Filling::new(&mut room);
        grid.put((1_048_575, 16_383), "far").unwrap();
        assert!(grid.rows().unwrap_err().message.contains("more than 100 cells"));
        let mut room = Room::new(&Limits { memory: 1000, ..Limits::default() });
        let mut grid = Filling::new(&mut room);
        assert!(grid.put((0, 0), &"a".repeat(900)).is_ok());
        assert!(grid.put((0, 1), &"a".repeat(900)).unwrap_err().message.contains("1000 bytes of memory"));
    }
}
