//! Tables for a reader: every number keeps its value beside its text.

use crate::chart::Mark;
use crate::observation::Missing;
use statistics::Interval;

use super::FigureName;

/// A table for a reader.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The heads of its columns.
    pub heads: Vec<Head>,
    /// Its rows.
    pub rows: Vec<TableRow>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What stands at its top.
    pub title: String,
    /// The same beside a single cell, in fewer words.
    pub label: String,
    /// What its cells are.
    pub holds: Holds,
}

/// What the cells of a column are; their alignment follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A name, or another word or two.
    Words,
    /// A number, or several.
    Numbers,
    /// A sentence or more.
    Prose,
}

impl Head {
    fn new(title: &str, holds: Holds) -> Self {
        Self { title: title.to_owned(), label: title.to_owned(), holds }
    }

    /// The head of a column of names.
    pub(super) fn words(title: &str) -> Self {
        Self::new(title, Holds::Words)
    }

    /// The head of a column of numbers.
    pub(super) fn numbers(title: &str) -> Self {
        Self::new(title, Holds::Numbers)
    }

    /// The head of a column of sentences.
    pub(super) fn prose(title: &str) -> Self {
        Self::new(title, Holds::Prose)
    }

    /// With fewer words beside a single cell.
    pub(super) fn short(self, label: &str) -> Self {
        Self { label: label.to_owned(), ..self }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableRow {
    /// The figure that it is about, where it is about one.
    pub figure: Option<FigureName>,
    /// Whether it stands out from those beside it.
    pub is_emphasised: bool,
    /// Its cells, one for each column.
    pub cells: Vec<TableCell>,
}

impl TableRow {
    /// A row that is about no single figure.
    pub(super) fn new(cells: impl IntoIterator<Item = TableCell>) -> Self {
        Self { figure: None, is_emphasised: false, cells: cells.into_iter().collect() }
    }
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableCell {
    /// What a reader sees.
    pub text: String,
    /// The number that it is, where it is one.
    pub number: Option<f64>,
    /// Why there is no number, where that is known.
    pub missing: Option<Missing>,
    /// The mark before the text.
    pub mark: Option<Mark>,
}

/// What stands in the place of a number that there is not.
pub const NO_NUMBER: &str = "–";

impl TableCell {
    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A number and how it is written; a dash where there is none.
    pub(super) fn number(number: Option<f64>, write: impl FnOnce(f64) -> String) -> Self {
        Self { text: number.map_or_else(|| NO_NUMBER.to_owned(), write), number, ..Self::default() }
    }

    /// An interval and how it is written; a dash where there is none.
    pub(super) fn interval(interval: Option<Interval>, write: impl FnOnce(Interval) -> String) -> Self {
        Self::text(interval.map_or_else(|| NO_NUMBER.to_owned(), write))
    }

    /// With a mark before the text.
    pub(super) fn marked(self, mark: Option<Mark>) -> Self {
        Self { mark, ..self }
    }
}
