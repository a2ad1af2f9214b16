//! How much of a file is taken in, counted while it is, so that a few bytes that stand for a million cells are refused
//! before there are so many.

use crate::finding::Problem;
use crate::row::{Cells, Row};

use super::{Limits, unpack};

/// What the rows of a file may still take.
pub(super) struct Room {
    limits: Limits,
    cells: usize,
    memory: usize,
}

impl Room {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { limits: *limits, cells: 0, memory: 0 }
    }

    /// Makes room for a row of so many cells with so many bytes of text together.
    pub(super) fn take(&mut self, cells: usize, text: usize) -> Result<(), Problem> {
        self.cells = self.cells.saturating_add(cells);
        self.memory = self.memory.saturating_add(size_of::<Row>()).saturating_add(Cells::size(cells, text));
        self.holds(0, 0)
    }

    /// Whether there is room for so many cells and so many bytes more.
    pub(super) fn holds(&self, cells: usize, memory: usize) -> Result<(), Problem> {
        if self.cells.saturating_add(cells) > self.limits.cells {
            return Err(too_many_cells(self.limits.cells));
        }
        if self.memory.saturating_add(memory) > self.limits.memory {
            return Err(too_much(self.limits.memory));
        }
        Ok(())
    }

    /// How many cells there is room for when each takes so many bytes.
    pub(super) fn cells_of(&self, size: usize) -> usize {
        self.limits.cells.min(self.limits.memory / size.max(1))
    }
}

const SPLIT: &str = "split it, or remove the columns and rows that are not needed";

/// More cells than are taken in.
pub(super) fn too_many_cells(most: usize) -> Problem {
    Problem::error(format!("the table has more than {most} cells"), SPLIT)
}

/// More rows and text than are taken in.
fn too_much(most: usize) -> Problem {
    Problem::error(format!("the rows take more than {} of memory", unpack::size(most as u64)), SPLIT)
}
