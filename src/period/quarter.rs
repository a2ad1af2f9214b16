//! Quarters, and the periods that a publisher names in two parts: what kind of time it is, and of which year.

use super::label::{End, Ends, month, month_end, months, year_pair};
use super::month::digits;
use super::{Month, PeriodKind};

/// A quarter of a calendar year: `2018-Q2`, `Q2 2018`, `April to June 2018`, `2018-04 to 2018-06`, `Jan-Mar 19`, `quarter
/// ending June 2018`, and its last month or one of its outer days alone, as in a column `quarter_ending`.
pub(super) fn quarter(text: &str) -> Option<Ends> {
    let lower = text.to_lowercase();
    let rest = ["quarter ending ", "quarter ended ", "quarter to "].iter().find_map(|start| lower.strip_prefix(start));
    let last = month(rest.unwrap_or(&lower)).map(|last| (last.plus(-2), last));
    let by_day = || match month_end(rest.unwrap_or(&lower))? {
        End::First(first) => Some((first, first.plus(2))),
        End::Last(last) => Some((last.plus(-2), last)),
    };
    let ends =
        last.or_else(by_day).or_else(|| numbered(&lower)).or_else(|| one_year(&lower)).or_else(|| months(&lower))?;
    let (first, last) = ends;
    (first.through(last) == 3 && first.number() % 3 == 1).then_some(ends)
}

/// `2018-q2`, `2018 quarter 2`, `q2 2018` of a calendar year; `2018/19 q1`, `q1 2018-19` of a financial year.
fn numbered(text: &str) -> Option<Ends> {
    let text = text.replace("quarter ", "q");
    let (before, after) = text.split_once('q')?;
    let (number, rest) = after.split_at_checked(1)?;
    // The year stands on one side of the quarter.
    let year = if rest.is_empty() { before } else { Some(rest).filter(|_| before.is_empty())? };
    let year = year.trim_matches([' ', '-', ':', ',', '/']);
    let number = digits(number, 1).filter(|number| (1..=4).contains(number))?;
    let single = digits(year, 4).filter(|_| year.len() == 4);
    let split = || {
        let (first, last) = year.split_once(['/', '-'])?;
        year_pair(first, last).filter(|(first, last)| *last == first + 1)
    };
    match single {
        Some(year) => quarters(year, 1, number, number),
        None => quarters(split()?.0, 4, number, number),
    }
}

/// `april to june 2018`, `jan-mar 19`: the year stands once.
pub(super) fn one_year(text: &str) -> Option<Ends> {
    let (first, last) = text.split_once(" to ").or_else(|| text.split_once('-'))?;
    let last = month(last.trim())?;
    let first = month(&format!("{} {}", first.trim(), last.year()))?;
    Some((first, last))
}

/// Quarters of a year that begins in a month, from one to another.
fn quarters(year: i32, start: i32, first: i32, last: i32) -> Option<Ends> {
    let begin = Month::new(year, start)?;
    Some((begin.plus(3 * (first - 1)), begin.plus(3 * last - 1)))
}

/// A period in two parts, such as `Financial year Q1 202324`, `Autumn term 202324` or `Part 2 (October to March)
/// 202324`: its kind, and its months.
///
/// A term is given the months that the law on school places gives it.
pub(super) fn in_two_parts(text: &str) -> Option<(PeriodKind, Ends)> {
    let lower = text.to_lowercase();
    let (said, year) = lower.trim().rsplit_once(' ')?;
    let single = digits(year, 4).filter(|_| year.len() == 4);
    let split = (year.len() == 6 && year.is_ascii()).then(|| year.split_at(4)).or_else(|| year.split_once(['/', '-']));
    let split = split.and_then(|(first, last)| year_pair(first, last)).filter(|(first, last)| *last == first + 1);
    let (begins, ends) = match (single, split) {
        (Some(year), _) => (year, year),
        (None, Some(years)) => years,
        (None, None) => return None,
    };
    let span = |first: (i32, i32), last: (i32, i32)| {
        let months = Month::new(first.0, first.1).zip(Month::new(last.0, last.1))?;
        Some((PeriodKind::Months, months))
    };
    match (said.trim(), split.is_some()) {
        ("autumn term", true) => span((begins, 9), (begins, 12)),
        ("spring term", true) => span((ends, 1), (ends, 3)),
        ("summer term", true) => span((ends, 4), (ends, 8)),
        ("autumn and spring term", true) => span((begins, 9), (ends, 3)),
        ("part 1 (april to september)", true) => span((begins, 4), (begins, 9)),
        ("part 2 (october to march)", true) => span((begins, 10), (ends, 3)),
        (said, is_split) => of_year(said, begins, is_split),
    }
}

/// `financial year`, `calendar year q1`, `academic year q1-3`.
fn of_year(said: &str, begins: i32, is_split: bool) -> Option<(PeriodKind, Ends)> {
    let (kind, start, rest) = [
        ("academic year", PeriodKind::AcademicYear, 9),
        ("financial year", PeriodKind::FinancialYear, 4),
        ("tax year", PeriodKind::FinancialYear, 4),
        ("calendar year", PeriodKind::CalendarYear, 1),
    ]
    .into_iter()
    .find_map(|(name, kind, start)| Some((kind, start, said.strip_prefix(name)?.trim())))?;
    if is_split != (start > 1) {
        return None;
    }
    if rest.is_empty() {
        return Some((kind, quarters(begins, start, 1, 4)?));
    }
    let rest = rest.strip_prefix('q')?;
    let (first, last) = rest.split_once('-').unwrap_or((rest, rest));
    let (first, last) = (digits(first, 1)?, digits(last.trim_start_matches('q'), 1)?);
    if !(1..=4).contains(&first) || !(first..=4).contains(&last) {
        return None;
    }
    let whole = (first, last) == (1, 4);
    let kind = match (whole, first == last && start != 9) {
        (true, _) => kind,
        (false, true) => PeriodKind::Quarter,
        (false, false) => PeriodKind::Months,
    };
    Some((kind, quarters(begins, start, first, last)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(ends: Option<Ends>) -> Option<String> {
        ends.map(|(first, last)| format!("{first} to {last}"))
    }

    #[test]
    fn a_quarter_is_three_months_of_a_calendar_year() {
        for text in [
            "2018-Q2",
            "2018 Q2",
            "Q2 2018",
            "April to June 2018",
            "Apr-Jun 2018",
            "Apr-Jun 18",
            "2018-04 to 2018-06",
            "2018-06",
            "quarter ending June 2018",
        ] {
            assert_eq!(shown(quarter(text)).as_deref(), Some("2018-04 to 2018-06"), "{text}");
        }
        for text in ["2018-05", "2018", "2018 Q5", "2018-02 to 2018-04", "2018-01 to 2018-06", "May to July 2018", ""] {
            assert_eq!(quarter(text), None, "{text}");
        }
    }

    #[test]
    fn a_period_in_two_parts_is_of_the_kind_that_it_says() {
        use PeriodKind::{AcademicYear, CalendarYear, FinancialYear, Months, Quarter};
        for (text, kind, months) in [
            ("Academic year 202324", AcademicYear, "2023-09 to 2024-08"),
            ("Financial year 202324", FinancialYear, "2023-04 to 2024-03"),
            ("Tax year 202324", FinancialYear, "2023-04 to 2024-03"),
            ("Calendar year 2023", CalendarYear, "2023-01 to 2023-12"),
            ("Financial year Q1 202324", Quarter, "2023-04 to 2023-06"),
            ("Financial year Q4 202324", Quarter, "2024-01 to 2024-03"),
            ("Financial year Q1-2 202324", Months, "2023-04 to 2023-09"),
            ("Calendar year Q3 2023", Quarter, "2023-07 to 2023-09"),
            ("Academic year Q1 202324", Months, "2023-09 to 2023-11"),
            ("Autumn term 202324", Months, "2023-09 to 2023-12"),
            ("Spring term 202324", Months, "2024-01 to 2024-03"),
            ("Summer term 202324", Months, "2024-04 to 2024-08"),
            ("Autumn and spring term 202324", Months, "2023-09 to 2024-03"),
            ("Part 2 (October to March) 202324", Months, "2023-10 to 2024-03"),
        ] {
            let (found, ends) = in_two_parts(text).unwrap();
            assert_eq!((found, shown(Some(ends)).as_deref()), (kind, Some(months)), "{text}");
        }
        for text in [
            "Academic year 2023",
            "Academic year 202325",
            "Calendar year 202324",
            "Reporting year 2023",
            "Week 12 2023",
            "Financial year Q5 202324",
            "202324",
        ] {
            assert_eq!(in_two_parts(text), None, "{text}");
        }
    }
}
