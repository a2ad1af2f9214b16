//! Periods as publishers write them, and their order in time.
//!
//! A split year such as `2016/17` is a financial year to one publisher and an academic year to another, so the kind
//! comes from the source card and is never guessed; periods of different kinds are never equal.

mod label;
mod month;

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

pub use month::Month;

/// What kind of time a period label means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodKind {
    /// A day, such as census day.
    Day,
    /// A calendar month.
    Month,
    /// Several months in a row.
    Months,
    /// Three months in a row that begin in January, April, July or October.
    Quarter,
    /// January to December.
    CalendarYear,
    /// Several calendar years together.
    CalendarYears,
    /// April to March.
    FinancialYear,
    /// September to August.
    AcademicYear,
}

impl PeriodKind {
    /// All of them, the shorter first; of two readings of one label the usual one first.
    pub const ALL: [Self; 8] = [
        Self::Day,
        Self::Month,
        Self::Quarter,
        Self::Months,
        Self::FinancialYear,
        Self::AcademicYear,
        Self::CalendarYears,
        Self::CalendarYear,
    ];

    /// Its name on a source card.
    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Months => "months",
            Self::Quarter => "quarter",
            Self::CalendarYear => "calendar-year",
            Self::CalendarYears => "calendar-years",
            Self::FinancialYear => "financial-year",
            Self::AcademicYear => "academic-year",
        }
    }

    /// Its name in a sentence.
    pub fn label(self) -> String {
        if self == Self::Months { "months in a row".to_owned() } else { self.code().replace('-', " ") }
    }

    /// The months of a year of this kind, from the first to the last; none for a stretch of time that is no year.
    pub fn months_of_year(self) -> Option<&'static str> {
        match self {
            Self::CalendarYear | Self::CalendarYears => Some("January to December"),
            Self::FinancialYear => Some("April to March"),
            Self::AcademicYear => Some("September to August"),
            Self::Day | Self::Month | Self::Months | Self::Quarter => None,
        }
    }

    /// Whether figures of this kind and of another cover years that begin in different months.
    pub fn is_another_year(self, other: Self) -> bool {
        let years = self.months_of_year().zip(other.months_of_year());
        years.is_some_and(|(own, other)| own != other)
    }

    /// Texts of the kind, for a hint.
    pub fn example(self) -> &'static str {
        match self {
            Self::Day => "`2024-03-31` or `31/03/2024`",
            Self::Month => "`2024-06` or `June 2024`",
            Self::Months => "`2024-06 to 2024-10` or `June 2024 to October 2024`",
            Self::Quarter => "`2018-Q2` or `April to June 2018`, which are the same",
            Self::CalendarYear => "`2017`",
            Self::CalendarYears => "`2013-16` or `2013 to 2016`",
            Self::FinancialYear => "`2016/17` or `year ending March 2017`",
            Self::AcademicYear => "`2015/16` or `201516`",
        }
    }
}

/// A stretch of time that a figure covers, ordered by its end and then by its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First month.
    pub first: Month,
    /// Last month.
    pub last: Month,
    /// The day, for a period that is one.
    day: Option<Date>,
    /// What the publisher's label means.
    pub kind: PeriodKind,
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.last, self.first, self.day, self.kind).cmp(&(other.last, other.first, other.day, other.kind))
    }
}

impl Period {
    /// Months in a row, as one period.
    pub fn months(first: Month, last: Month) -> Self {
        let kind = if first == last { PeriodKind::Month } else { PeriodKind::Months };
        Self { first, last, day: None, kind }
    }

    /// The year of a kind that holds a quarter; none for another period, or a kind that quarters do not make.
    pub fn year_of_quarter(self, kind: PeriodKind) -> Option<Self> {
        let start = match kind {
            PeriodKind::CalendarYear => 1,
            PeriodKind::FinancialYear => 4,
            PeriodKind::Day
            | PeriodKind::Month
            | PeriodKind::Months
            | PeriodKind::Quarter
            | PeriodKind::CalendarYears
            | PeriodKind::AcademicYear => return None,
        };
        let year = self.first.year() - i32::from(self.first.number() < start);
        let first = Month::new(year, start).filter(|_| self.kind == PeriodKind::Quarter)?;
        Some(Self { first, last: first.plus(11), day: None, kind })
    }

    /// The quarters of a year, in the order of time.
    pub fn quarters(self) -> [Self; 4] {
        [0, 3, 6, 9].map(|months| {
            let first = self.first.plus(months);
            Self { first, last: first.plus(2), day: None, kind: PeriodKind::Quarter }
        })
    }

    /// How many months it covers; a day covers none.
    pub fn months_covered(&self) -> Option<u32> {
        self.day.is_none().then(|| self.first.through(self.last))
    }

    /// The day in its middle; the earlier one of two.
    pub fn middle(&self) -> Date {
        let (first, last) = (self.first.first_day(), self.last.last_day());
        let days = first.until(last).map_or(0, |span| span.get_days());
        self.day.unwrap_or_else(|| first.saturating_add((days / 2).days()))
    }

    /// Why the figures of another period are not of the same kind of time. Financial, academic and calendar years are
    /// never treated as equal, and part of a year is not a year.
    pub fn difference(self, other: Self) -> Option<&'static str> {
        if self.kind.is_another_year(other.kind) {
            Some("the two are of different kinds of year")
        } else if self.day.is_some() != other.day.is_some() {
            Some("one of the two is of a day, the other of a stretch of time")
        } else if self.months_covered() != other.months_covered() {
            Some("the two periods are of different lengths")
        } else {
            None
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first.year(), self.last.year());
        match (self.kind, self.day) {
            (PeriodKind::Day, Some(day)) => write!(formatter, "{day}"),
            (PeriodKind::Day | PeriodKind::Month, _) => write!(formatter, "{}", self.first),
            (PeriodKind::Months | PeriodKind::Quarter, _) => write!(formatter, "{} to {}", self.first, self.last),
            (PeriodKind::CalendarYear, _) => write!(formatter, "{first}"),
            (PeriodKind::CalendarYears, _) => write!(formatter, "{first} to {last}"),
            (PeriodKind::FinancialYear | PeriodKind::AcademicYear, _) => {
                write!(formatter, "{first}/{:02}", last % 100)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_sort_by_their_end_and_kinds_differ() {
        let financial = Period::parse("2016/17", PeriodKind::FinancialYear).unwrap();
        let academic = Period::parse("2016/17", PeriodKind::AcademicYear).unwrap();
        let calendar = Period::parse("2016", PeriodKind::CalendarYear).unwrap();
        assert!(calendar < financial && financial < academic);
        assert_ne!(financial, academic);
        assert_eq!(financial.months_covered(), Some(12));
    }

    fn period(text: &str, kind: PeriodKind) -> Period {
        Period::parse(text, kind).unwrap()
    }

    #[test]
    fn years_of_different_kinds_are_never_equal() {
        let financial = period("2016/17", PeriodKind::FinancialYear);
        let academic = period("2016/17", PeriodKind::AcademicYear);
        let calendar = period("2016", PeriodKind::CalendarYear);
        for (now, before) in [(academic, financial), (financial, calendar), (calendar, academic)] {
            let reason = "the two are of different kinds of year";
            assert_eq!(now.difference(before), Some(reason));
            assert_eq!(before.difference(now), Some(reason));
        }
        let earlier = period("2012/13", PeriodKind::FinancialYear);
        assert_eq!(financial.difference(earlier), None);
    }

    #[test]
    fn a_part_of_a_year_is_no_year() {
        let part = period("2021-06 to 2021-10", PeriodKind::Months);
        let year = period("2019", PeriodKind::CalendarYear);
        let day = period("2021-03-21", PeriodKind::Day);
        assert_eq!(part.difference(year), Some("the two periods are of different lengths"));
        let reason = "one of the two is of a day, the other of a stretch of time";
        assert_eq!(day.difference(year), Some(reason));
        assert_eq!(part.difference(period("2019-06 to 2019-10", PeriodKind::Months)), None);
    }

    #[test]
    fn a_quarter_is_of_one_year_of_each_kind() {
        let quarter = |text| period(text, PeriodKind::Quarter);
        let year = |text, kind| quarter(text).year_of_quarter(kind).map(|year| year.to_string());
        assert_eq!(year("2018-Q1", PeriodKind::FinancialYear).as_deref(), Some("2017/18"));
        assert_eq!(year("2018-Q2", PeriodKind::FinancialYear).as_deref(), Some("2018/19"));
        assert_eq!(year("2018-Q1", PeriodKind::CalendarYear).as_deref(), Some("2018"));
        assert_eq!(year("2018-Q1", PeriodKind::AcademicYear), None);
        let whole = quarter("2018-Q2").year_of_quarter(PeriodKind::FinancialYear).unwrap();
        assert_eq!(whole, period("2018/19", PeriodKind::FinancialYear));
        assert_eq!(whole.quarters(), ["2018-Q2", "2018-Q3", "2018-Q4", "2019-Q1"].map(quarter));
        assert_eq!(whole.year_of_quarter(PeriodKind::FinancialYear), None);
    }

    #[test]
    fn the_middle_of_a_period_is_a_day() {
        for (text, kind, middle) in [
            ("2019", PeriodKind::CalendarYear, "2019-07-02"),
            ("2020", PeriodKind::CalendarYear, "2020-07-01"),
            ("2016/17", PeriodKind::FinancialYear, "2016-09-30"),
            ("2015/16", PeriodKind::AcademicYear, "2016-03-01"),
            ("2013-16", PeriodKind::CalendarYears, "2015-01-01"),
            ("2024-02", PeriodKind::Month, "2024-02-15"),
            ("2021-06 to 2021-10", PeriodKind::Months, "2021-08-16"),
            ("2021-03-21", PeriodKind::Day, "2021-03-21"),
        ] {
            assert_eq!(period(text, kind).middle().to_string(), middle, "{text}");
        }
    }
}
