//! Periods as publishers write them, and their order in time.
//!
//! A split year such as `2016/17` is a financial year to one publisher and an academic year to another, so the kind
//! comes from the source card and is never guessed; periods of different kinds are never equal.

use std::fmt;

use serde::Deserialize;

/// A calendar month, as the number of months since the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(i32);

impl Month {
    /// Month `number` (1 to 12) of a year.
    pub fn new(year: i32, number: i32) -> Option<Self> {
        ((1..=12).contains(&number) && (1800..=2200).contains(&year)).then_some(Self(year * 12 + number - 1))
    }

    /// Reads `2016-01`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, number) = text.split_once('-')?;
        Self::new(number_of(year, 4)?, number_of(number, 2)?)
    }

    /// The month after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// Months from this one to a later one, both counted.
    pub fn through(self, last: Self) -> u32 {
        u32::try_from(last.0 - self.0 + 1).unwrap_or(0)
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// Its number in the year, 1 to 12.
    pub fn number(self) -> i32 {
        self.0.rem_euclid(12) + 1
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}-{:02}", self.year(), self.number())
    }
}

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
    /// Its name in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Months => "months in a row",
            Self::CalendarYear => "calendar year",
            Self::CalendarYears => "calendar years",
            Self::FinancialYear => "financial year",
            Self::AcademicYear => "academic year",
        }
    }

    /// The months of a year of this kind, from the first to the last; none for a stretch of time that is no year.
    pub fn months_of_year(self) -> Option<&'static str> {
        match self {
            Self::CalendarYear | Self::CalendarYears => Some("January to December"),
            Self::FinancialYear => Some("April to March"),
            Self::AcademicYear => Some("September to August"),
            Self::Day | Self::Month | Self::Months => None,
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
            Self::Day => "`2021-03-21` or `21/03/2021`",
            Self::Month => "`2021-06` or `June 2021`",
            Self::Months => "`2021-06 to 2021-10` or `June 2021 to October 2021`",
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
    /// Day of the month, for a period that is a day.
    day: Option<u8>,
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
    /// Reads a label in any published form of its kind.
    pub fn parse(text: &str, kind: PeriodKind) -> Option<Self> {
        let text = plain(text);
        match kind {
            PeriodKind::Day => Self::day(&text),
            PeriodKind::Month => month(&text).map(|month| Self::months(month, month)),
            PeriodKind::Months => {
                let (first, last) = range(&text)?;
                Self::spanning(month(first)?, month(last)?, kind)
            }
            PeriodKind::CalendarYear => {
                let year = number_of(&text, 4).and_then(|year| Month::new(year, 1));
                year.map_or_else(
                    || Self::year_from(&text, 1, kind),
                    |first| Self::spanning(first, Month(first.0 + 11), kind),
                )
            }
            PeriodKind::CalendarYears => {
                let (first, last) = split_years(&text)?;
                (first < last).then_some(())?;
                Self::spanning(Month::new(first, 1)?, Month::new(last, 12)?, kind)
            }
            PeriodKind::FinancialYear => Self::year_from(&text, 4, kind),
            PeriodKind::AcademicYear => Self::year_from(&text, 9, kind),
        }
    }

    /// Months in a row, as one period.
    pub fn months(first: Month, last: Month) -> Self {
        let kind = if first == last { PeriodKind::Month } else { PeriodKind::Months };
        Self { first, last, day: None, kind }
    }

    /// How many months it covers; a day covers none.
    pub fn months_covered(&self) -> Option<u32> {
        (self.kind != PeriodKind::Day).then(|| self.first.through(self.last))
    }

    /// Why the figures of another period are not of the same kind of time. Financial, academic and calendar years are
    /// never treated as equal, and part of a year is not a year.
    pub fn difference(self, other: Self) -> Option<&'static str> {
        let is_day = |period: Self| period.kind == PeriodKind::Day;
        if self.kind.is_another_year(other.kind) {
            Some("the two are of different kinds of year")
        } else if is_day(self) != is_day(other) {
            Some("one of the two is of a day, the other of a stretch of time")
        } else if self.months_covered() != other.months_covered() {
            Some("the two periods are of different lengths")
        } else {
            None
        }
    }

    fn spanning(first: Month, last: Month, kind: PeriodKind) -> Option<Self> {
        (first <= last).then_some(Self { first, last, day: None, kind })
    }

    fn day(text: &str) -> Option<Self> {
        if let Some((day, rest)) = text.split_once(' ')
            && let (Some(number), Some(month)) = (number_of(day, 2), month(rest))
        {
            return Self::on(number, month);
        }
        let date = text.split(['T', ' ']).next()?;
        let (year, month, day) = match date.split(['-', '/']).collect::<Vec<_>>().as_slice() {
            [day, month, year] if date.contains('/') => (*year, *month, *day),
            [year, month, day] => (*year, *month, *day),
            _ => return None,
        };
        let month = Month::new(number_of(year, 4)?, number_of(month, 2)?)?;
        Self::on(number_of(day, 2)?, month)
    }

    fn on(day: i32, month: Month) -> Option<Self> {
        let day = u8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
        Some(Self { first: month, last: month, day: Some(day), kind: PeriodKind::Day })
    }

    /// A year of twelve months that begins in month `start`: `2016/17`, `201617`, `year ending March 2017`, `April 2016 -
    /// March 2017`, and for January `Jan 2017-Dec 2017`.
    fn year_from(text: &str, start: i32, kind: PeriodKind) -> Option<Self> {
        let (first, last) = year_ending(text)
            .map(|last| (Month(last.0 - 11), last))
            .or_else(|| {
                let (first, last) = split_years(text)?;
                (last == first + 1 && start > 1).then_some(())?;
                Some((Month::new(first, start)?, Month::new(last, start - 1)?))
            })
            .or_else(|| {
                let (first, last) = range(text)?;
                Some((month(first)?, month(last)?))
            })?;
        (first.number() == start && first.through(last) == 12).then_some(())?;
        Self::spanning(first, last, kind)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first.year(), self.last.year());
        match self.kind {
            PeriodKind::Day => write!(formatter, "{}-{:02}", self.first, self.day.unwrap_or(1)),
            PeriodKind::Month => write!(formatter, "{}", self.first),
            PeriodKind::Months => write!(formatter, "{} to {}", self.first, self.last),
            PeriodKind::CalendarYear => write!(formatter, "{first}"),
            PeriodKind::CalendarYears => write!(formatter, "{first} to {last}"),
            PeriodKind::FinancialYear | PeriodKind::AcademicYear => {
                write!(formatter, "{first}/{:02}", last % 100)
            }
        }
    }
}

/// Dashes of every length as hyphens, runs of blanks as one.
fn plain(text: &str) -> String {
    let hyphens = text.replace(['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2212}'], "-");
    hyphens.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number of at most so many digits, and of nothing else.
fn number_of(text: &str, digits: usize) -> Option<i32> {
    let text = text.trim();
    let plain = !text.is_empty() && text.len() <= digits && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// `2016/17`, `2016-17`, `2016/2017`, `2013 to 2016`, `201617`.
fn split_years(text: &str) -> Option<(i32, i32)> {
    if text.len() == 6 && text.is_ascii() {
        let (first, last) = text.split_at(4);
        return year_pair(first, last);
    }
    let (first, last) = text.split_once('/').or_else(|| range(text))?;
    year_pair(first, last)
}

fn year_pair(first: &str, last: &str) -> Option<(i32, i32)> {
    (first.trim().len() == 4).then_some(())?;
    let first = number_of(first, 4)?;
    let year = match last.trim().len() {
        4 => number_of(last, 4)?,
        2 => {
            let year = first - first % 100 + number_of(last, 2)?;
            if year < first { year + 100 } else { year }
        }
        _ => return None,
    };
    (first <= year).then_some((first, year))
}

/// The two ends of `a to b`, `a - b`; a hyphen inside an ISO month does not part it.
fn range(text: &str) -> Option<(&str, &str)> {
    let (first, last) = text.split_once(" to ").or_else(|| text.split_once(" - ")).or_else(|| text.split_once('-'))?;
    Some((first.trim(), last.trim()))
}

/// `year ending March 2017`, `YE Mar 2017`, `12 months to March 2017`.
fn year_ending(text: &str) -> Option<Month> {
    const STARTS: [&str; 7] =
        ["year ending ", "year ended ", "year to ", "ye ", "12 months ending ", "12 months to ", "twelve months to "];
    let lower = text.to_lowercase();
    let rest = STARTS.iter().find_map(|start| lower.strip_prefix(start))?;
    month(rest)
}

/// `2021-06`, `202106`, `June 2021`, `Jun-21`.
fn month(text: &str) -> Option<Month> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if let Some(month) = Month::parse(text) {
        return Some(month);
    }
    if text.len() == 6 && text.is_ascii() {
        let (year, number) = text.split_at(4);
        if let (Some(year), Some(number)) = (number_of(year, 4), number_of(number, 2)) {
            return Month::new(year, number);
        }
    }
    let lower = text.to_lowercase();
    let (name, year) = lower.split_once([' ', '-'])?;
    (name.len() >= 3).then_some(())?;
    let number = NAMES.iter().position(|full| full.starts_with(name))?;
    let year = if year.len() == 2 { number_of(year, 2)? + 2000 } else { number_of(year, 4)? };
    Month::new(year, i32::try_from(number).ok()? + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str, kind: PeriodKind) -> Option<String> {
        Period::parse(text, kind).map(|period| period.to_string())
    }

    #[test]
    fn every_published_form_of_a_year_reads_alike() {
        for text in [
            "2016/17",
            "2016-17",
            "2016\u{2013}17",
            "2016/2017",
            "201617",
            "2016 - 17",
            "year ending March 2017",
            "YE Mar 2017",
            "April 2016 - March 2017",
            "Apr 2016-Mar 2017",
        ] {
            assert_eq!(label(text, PeriodKind::FinancialYear).as_deref(), Some("2016/17"), "{text}");
        }
        for text in ["2015/16", "201516", "2015-16"] {
            assert_eq!(label(text, PeriodKind::AcademicYear).as_deref(), Some("2015/16"), "{text}");
        }
        for text in ["2017", "Jan 2017-Dec 2017", "January 2017 to December 2017", "year ending December 2017"] {
            assert_eq!(label(text, PeriodKind::CalendarYear).as_deref(), Some("2017"), "{text}");
        }
        assert_eq!(label("1999/00", PeriodKind::FinancialYear).as_deref(), Some("1999/00"));
    }

    #[test]
    fn days_months_and_stretches_are_read() {
        assert_eq!(label("2024-03-01T09:58:14+00:00", PeriodKind::Day).as_deref(), Some("2024-03-01"));
        assert_eq!(label("27/03/2011", PeriodKind::Day).as_deref(), Some("2011-03-27"));
        for text in ["21 March 2021", "21/03/2021", "2021-03-21", "21 Mar 2021"] {
            assert_eq!(label(text, PeriodKind::Day).as_deref(), Some("2021-03-21"), "{text}");
        }
        for text in ["2021-06", "202106", "June 2021", "Jun-21", "jun 2021"] {
            assert_eq!(label(text, PeriodKind::Month).as_deref(), Some("2021-06"), "{text}");
        }
        for text in ["2021-06 to 2021-10", "June 2021 to October 2021", "Jun 2021-Oct 2021"] {
            assert_eq!(label(text, PeriodKind::Months).as_deref(), Some("2021-06 to 2021-10"), "{text}");
        }
        assert_eq!(label("2013-16", PeriodKind::CalendarYears).as_deref(), Some("2013 to 2016"));
        assert_eq!(label("2017 - 19", PeriodKind::CalendarYears).as_deref(), Some("2017 to 2019"));
    }

    #[test]
    fn what_is_no_period_of_the_kind_is_refused() {
        for text in ["2016/18", "2016", "17/2016", "year ending December 2016", "", "2016/1", "Apr 2016-Feb 2017"] {
            assert_eq!(label(text, PeriodKind::FinancialYear), None, "{text}");
        }
        assert_eq!(label("2021-13", PeriodKind::Month), None);
        assert_eq!(label("ju 2021", PeriodKind::Month), None);
        assert_eq!(label("2016/17", PeriodKind::CalendarYear), None);
    }

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
}
