//! A sheet of a workbook in whatever format, and what comes of reading all of them.

use crate::finding::Problem;
use crate::row::Row;

/// A sheet as it stands.
pub(super) struct Sheet {
    pub(super) name: String,
    /// Whether the spreadsheet does not show it.
    pub(super) hidden: bool,
    /// Its rows. A run of empty rows is one row without cells.
    pub(super) rows: Vec<Row>,
}

/// The sheets by name, each read or refused.
pub(super) type Read = Result<Vec<(String, Result<Sheet, Problem>)>, Problem>;
