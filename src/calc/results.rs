//! What a quantity gives: named cells in the order of its columns, and their text in full precision.

use std::borrow::Cow;

use statistics::{Interval, Invalid, Ratio};

/// One result.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell {
    /// A number, infinite only where the method sets no limit.
    Number(f64),
    Word(&'static str),
    /// A value that does not exist.
    Undefined,
}

impl Cell {
    /// The text of the cell in a CSV file: the shortest that reads back as the same number, and empty where there is
    /// none.
    pub(super) fn text(self) -> String {
        /// From here on a number is written with an exponent.
        const LONG: f64 = 1e16;
        /// Down to here it is written without one.
        const SHORT: f64 = 1e-5;
        match self {
            Self::Undefined => String::new(),
            Self::Word(word) => word.to_owned(),
            Self::Number(0.0) => "0".to_owned(),
            Self::Number(value) if value.is_infinite() || (SHORT..LONG).contains(&value.abs()) => value.to_string(),
            Self::Number(value) => format!("{value:e}"),
        }
    }

    /// The number, where it is one.
    pub(super) fn number(self) -> Option<f64> {
        match self {
            Self::Number(value) => Some(value),
            Self::Word(_) | Self::Undefined => None,
        }
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        if value.is_nan() { Self::Undefined } else { Self::Number(value) }
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Number(count as f64)
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self::Number(f64::from(u8::from(yes)))
    }
}

impl From<&'static str> for Cell {
    fn from(word: &'static str) -> Self {
        Self::Word(word)
    }
}

impl From<Ratio> for Cell {
    fn from(value: Ratio) -> Self {
        match value {
            Ratio::Finite(value) => value.into(),
            Ratio::OverZero => Self::Number(f64::INFINITY),
            Ratio::Undefined => Self::Undefined,
        }
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Undefined, Into::into)
    }
}

/// The results of one line by the names of their columns, in the order of the columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Results(Vec<(Cow<'static, str>, Cell)>);

impl Results {
    pub(super) fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub(super) fn with(mut self, column: impl Into<Cow<'static, str>>, cell: impl Into<Cell>) -> Self {
        self.0.push((column.into(), cell.into()));
        self
    }

    /// The two limits of an interval: in the name of their columns `{}` stands for `lower` and `upper`.
    #[must_use]
    pub(super) fn limits(self, columns: &str, interval: impl Into<Option<Interval>>) -> Self {
        let [lower, upper] = ends(columns);
        let interval = interval.into();
        self.with(lower, interval.map(|limits| limits.lower)).with(upper, interval.map(|limits| limits.upper))
    }

    #[must_use]
    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The names and cells in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Cell)> {
        self.0.iter().map(|(column, cell)| (column.as_ref(), *cell))
    }

    /// The cell of a column.
    pub(super) fn cell(&self, column: &str) -> Cell {
        self.iter().find(|(name, _)| *name == column).map_or(Cell::Undefined, |(_, cell)| cell)
    }

    /// The interval in two columns, named as in [`limits`](Self::limits).
    pub(super) fn interval(&self, columns: &str) -> Option<Interval> {
        let [lower, upper] = ends(columns).map(|column| self.cell(&column).number());
        Some(Interval { lower: lower?, upper: upper? })
    }
}

fn ends(columns: &str) -> [String; 2] {
    ["lower", "upper"].map(|end| columns.replace("{}", end))
}

/// Results, or why there are none.
pub(super) type Computed<T> = Result<T, Refusal>;

/// Why nothing can be computed from numbers that are each what they must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal(pub(super) String);

impl From<Invalid> for Refusal {
    fn from(invalid: Invalid) -> Self {
        Self(invalid.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_written_in_full_and_read_back() {
        for value in [0.1, 1.0 / 3.0, 1e-7, 123_456_789.0, 1.797e300, 5e-324] {
            let text = Cell::from(value).text();
            assert_eq!(text.parse(), Ok(value), "{text}");
            assert!(text.len() < 30, "{text}");
        }
        assert_eq!(Cell::from(-0.0).text(), "0");
        assert_eq!(Cell::from(f64::NEG_INFINITY).text(), "-inf");
        assert_eq!(Cell::from(f64::NAN).text(), "");
        assert_eq!(Cell::from(true).text(), "1");
    }

    #[test]
    fn limits_are_found_again_by_the_name_that_they_were_given() {
        let limits = Interval { lower: 1.0, upper: f64::INFINITY };
        let results = Results::new().limits("{}95_raw", limits).limits("wald_{}", None);
        assert_eq!(results.cell("lower95_raw"), Cell::Number(1.0));
        assert_eq!(results.interval("{}95_raw"), Some(limits));
        assert_eq!(results.interval("wald_{}"), None);
    }
}
