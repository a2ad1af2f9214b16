//! A calendar month.

use std::fmt;

use jiff::civil::Date;
use jiff::{ToSpan, Unit};

/// A calendar month, as its first day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(Date);

impl Month {
    /// Month `number` (1 to 12) of a year.
    pub fn new(year: i32, number: i32) -> Option<Self> {
        let first = Date::new(i16::try_from(year).ok()?, i8::try_from(number).ok()?, 1).ok()?;
        (1800..=2200).contains(&year).then_some(Self(first))
    }

    /// Reads `2016-01`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, number) = text.split_once('-')?;
        Self::new(digits(year, 4)?, digits(number, 2)?)
    }

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus(1)
    }

    /// The month so many months later, or earlier.
    pub(super) fn plus(self, months: i32) -> Self {
        Self(self.0.saturating_add(months.months()))
    }

    /// Months from this one to a later one, both counted.
    pub fn through(self, last: Self) -> u32 {
        let between = self.0.until((Unit::Month, last.0)).map_or(-1, |span| span.get_months());
        u32::try_from(between + 1).unwrap_or(0)
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.0.year().into()
    }

    /// Its number in the year, 1 to 12.
    pub fn number(self) -> i32 {
        self.0.month().into()
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        self.0
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        self.0.last_of_month()
    }

    /// A day of it; none where it has no such day.
    pub(super) fn day(self, number: i32) -> Option<Date> {
        Date::new(self.0.year(), self.0.month(), i8::try_from(number).ok()?).ok()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0.strftime("%Y-%m"))
    }
}

/// A number of at most so many digits, and of nothing else.
pub(super) fn digits(text: &str, most: usize) -> Option<i32> {
    let text = text.trim();
    let plain = !text.is_empty() && text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_across_years() {
        let month = |text| Month::parse(text).unwrap();
        assert_eq!(month("2016-12").next(), month("2017-01"));
        assert_eq!(month("2016-04").through(month("2017-03")), 12);
        assert_eq!(month("2017-03").through(month("2016-04")), 0);
        assert_eq!(month("2017-03").plus(-11), month("2016-04"));
        assert_eq!(month("2024-02").last_day().to_string(), "2024-02-29");
    }

    #[test]
    fn what_no_calendar_has_is_none() {
        for text in ["2021-13", "2021-00", "1799-12", "2201-01", "2021", "2021-+1", ""] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
        assert_eq!(Month::parse("2023-02").and_then(|month| month.day(29)), None);
    }
}
