//! The labels of periods as publishers write them.

use super::month::digits;
use super::{Month, Period, PeriodKind};

/// The first and the last month of a stretch of time.
pub(super) type Ends = (Month, Month);

/// `2021-03-21`, `21/03/2021`, `21 March 2021`, and the day of a time such as `2021-03-21T09:58:14+00:00`.
pub(super) fn day(text: &str) -> Option<Period> {
    let named = text.split_once(' ').and_then(|(day, rest)| Some((month(rest)?, digits(day, 2)?)));
    let (month, day) = named.or_else(|| {
        let date = text.split(['T', ' ']).next()?;
        let (year, month, day) = match date.split(['-', '/']).collect::<Vec<_>>().as_slice() {
            [day, month, year] if date.contains('/') => (*year, *month, *day),
            [year, month, day] => (*year, *month, *day),
            _ => return None,
        };
        Some((Month::new(digits(year, 4)?, digits(month, 2)?)?, digits(day, 2)?))
    })?;
    Some(Period { first: month, last: month, day: Some(month.day(day)?), kind: PeriodKind::Day })
}

/// A day at which a month begins or ends.
pub(super) enum End {
    /// The first of this month.
    First(Month),
    /// The last of this month.
    Last(Month),
}

/// The month that begins or ends on a day, where one does.
pub(super) fn month_end(text: &str) -> Option<End> {
    // Of two days the first says nothing alone.
    if [" to ", " - "].iter().any(|between| text.contains(between)) {
        return None;
    }
    let Period { first: month, day, .. } = day(text)?;
    let (begins, ends) = (day == Some(month.first_day()), day == Some(month.last_day()));
    if begins { Some(End::First(month)) } else { ends.then_some(End::Last(month)) }
}

/// A calendar year alone.
pub(super) fn single_year(text: &str) -> Option<Ends> {
    let year = digits(text, 4)?;
    Month::new(year, 1).zip(Month::new(year, 12))
}

/// Several calendar years together: `2013-16`, `2013 to 2016`.
pub(super) fn years(text: &str) -> Option<Ends> {
    let (first, last) = split_years(text).filter(|(first, last)| first < last)?;
    Month::new(first, 1).zip(Month::new(last, 12))
}

/// A year of twelve months that begins in month `start`: `2016/17`, `201617`, `year ending March 2017`, `April 2016 -
/// March 2017`, and for January `Jan 2017-Dec 2017`.
pub(super) fn year_from(start: i32, text: &str) -> Option<Ends> {
    let split = || {
        let (first, last) = split_years(text).filter(|(first, last)| *last == first + 1)?;
        Month::new(first, start).zip(Month::new(last, start - 1))
    };
    let ending = year_ending(text).map(|last| (last.plus(-11), last));
    let ends = ending.or_else(split).or_else(|| months(text));
    ends.filter(|(first, last)| first.number() == start && first.through(*last) == 12)
}

/// `2021-06 to 2021-10`, `June 2021 to October 2021`, and from the first day of a month to the last of another.
pub(super) fn months(text: &str) -> Option<Ends> {
    let (first, last) = range(text)?;
    month(first).zip(month(last)).or_else(|| whole_months(first, last))
}

/// `2021-04-01` and `2022-03-31`: a stretch of days that are whole months.
fn whole_months(first: &str, last: &str) -> Option<Ends> {
    let (first, last) = (day(first)?, day(last)?);
    let begins = first.day == Some(first.first.first_day());
    let ends = last.day == Some(last.last.last_day());
    (begins && ends).then_some((first.first, last.last))
}

/// Dashes of every length as hyphens, runs of blanks as one.
pub(super) fn plain(text: &str) -> String {
    let hyphens = text.replace(|letter| matches!(letter, '\u{2010}'..='\u{2014}' | '\u{2212}'), "-");
    hyphens.split_whitespace().collect::<Vec<_>>().join(" ")
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

pub(super) fn year_pair(first: &str, last: &str) -> Option<(i32, i32)> {
    (first.trim().len() == 4).then_some(())?;
    let first = digits(first, 4)?;
    let year = match last.trim().len() {
        4 => digits(last, 4)?,
        2 => {
            let year = first - first % 100 + digits(last, 2)?;
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
pub(super) fn month(text: &str) -> Option<Month> {
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
        if let (Some(year), Some(number)) = (digits(year, 4), digits(number, 2)) {
            return Month::new(year, number);
        }
    }
    let lower = text.to_lowercase();
    let (name, year) = lower.split_once([' ', '-'])?;
    (name.len() >= 3).then_some(())?;
    let number = NAMES.iter().position(|full| full.starts_with(name))?;
    let year = if year.len() == 2 { digits(year, 2)? + 2000 } else { digits(year, 4)? };
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
    fn every_published_form_of_a_quarter_reads_alike() {
        for text in [
            "2018-Q2",
            "2018 Q2",
            "2018Q2",
            "Q2 2018",
            "q2-2018",
            "2018 quarter 2",
            "April to June 2018",
            "Apr-Jun 2018",
            "April 2018 to June 2018",
            "2018-04 to 2018-06",
            "2018/19 Q1",
            "2018-19 Q1",
            "Q1 2018/19",
        ] {
            assert_eq!(label(text, PeriodKind::Quarter).as_deref(), Some("2018-04 to 2018-06"), "{text}");
        }
        assert_eq!(label("2018/19 Q4", PeriodKind::Quarter).as_deref(), Some("2019-01 to 2019-03"));
        for text in
            ["2018-Q5", "2018-Q0", "Q2", "2018", "May to July 2018", "April to July 2018", "2018/20 Q1", "2018 Q2 2"]
        {
            assert_eq!(label(text, PeriodKind::Quarter), None, "{text}");
        }
        assert_eq!(label("June to October 2021", PeriodKind::Months).as_deref(), Some("2021-06 to 2021-10"));
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
    fn a_day_that_no_month_has_is_refused() {
        for text in ["2023-02-29", "31/06/2021", "0 March 2021", "2021-03-32", "21-03"] {
            assert_eq!(label(text, PeriodKind::Day), None, "{text}");
        }
        assert_eq!(label("29/02/2024", PeriodKind::Day).as_deref(), Some("2024-02-29"));
    }
}
