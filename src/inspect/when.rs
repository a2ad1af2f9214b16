//! What is known of the period of a table.

use crate::period::PeriodKind;
use crate::source::CellFilter;

/// Where the period is, and what its labels mean.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPeriod {
    /// The column, or the columns that say it together.
    pub columns: Vec<String>,
    /// What is put between them.
    pub with: String,
    /// The text that is the same for the whole file.
    pub constant: Option<String>,
    /// Which rows are of this kind of period, where others are of another.
    pub filter: Option<(String, CellFilter)>,
    /// What the labels mean.
    pub kind: PeriodKind,
    /// The labels, in the order of time.
    pub labels: Vec<String>,
    /// Why a person should look at it.
    pub doubt: Option<String>,
}

impl Default for FoundPeriod {
    fn default() -> Self {
        Self {
            columns: Vec::new(),
            with: String::new(),
            constant: None,
            filter: None,
            kind: PeriodKind::CalendarYear,
            labels: Vec::new(),
            doubt: None,
        }
    }
}
