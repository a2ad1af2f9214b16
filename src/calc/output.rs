//! What a quantity gives: named cells in the order of its columns, and their text in full precision.

use statistics::{Interval, Invalid, Ratio};

/// One result: a number that may be infinite, a whole number, a word, or nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell {
    /// A number, infinite only where the method sets no limit.
    Number(f64),
    /// A count, or 1 for yes and 0 for no.
    Whole(u64),
    /// A word.
    Text(&'static str),
    /// A value that does not exist.
    Undefined,
}

impl Cell {
    /// The text of the cell in a CSV file: the shortest that reads back as the same number, and empty where there is
    /// none.
    pub fn text(self) -> String {
        /// From here on a number is written with an exponent.
        const LONG: f64 = 1e16;
        /// Down to here it is written without one.
        const SHORT: f64 = 1e-5;
        match self {
            Self::Undefined => String::new(),
            Self::Text(word) => word.to_owned(),
            Self::Whole(number) => number.to_string(),
            Self::Number(0.0) => "0".to_owned(),
            Self::Number(value) if value.is_infinite() => value.to_string(),
            Self::Number(value) if (SHORT..LONG).contains(&value.abs()) => value.to_string(),
            Self::Number(value) => format!("{value:e}"),
        }
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        if value.is_nan() { Self::Undefined } else { Self::Number(value) }
    }
}

impl From<u64> for Cell {
    fn from(value: u64) -> Self {
        Self::Whole(value)
    }
}

impl From<usize> for Cell {
    fn from(value: usize) -> Self {
        Self::Whole(value as u64)
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Whole(u64::from(value))
    }
}

impl From<&'static str> for Cell {
    fn from(value: &'static str) -> Self {
        Self::Text(value)
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

/// The cells of one line by the names of their columns, in the order of the columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Columns(Vec<(&'static str, Cell)>);

impl Columns {
    pub(super) fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub(super) fn with(mut self, name: &'static str, cell: impl Into<Cell>) -> Self {
        self.0.push((name, cell.into()));
        self
    }

    /// The two limits of an interval, under two names.
    #[must_use]
    pub(super) fn limits(self, [lower, upper]: [&'static str; 2], interval: impl Into<Option<Interval>>) -> Self {
        let interval = interval.into();
        self.with(lower, interval.map(|limits| limits.lower)).with(upper, interval.map(|limits| limits.upper))
    }

    #[must_use]
    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The names and cells in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Cell)> {
        self.0.iter().copied()
    }
}

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
}
