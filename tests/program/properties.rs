//! What must hold for every period: its published forms read as one, and sort by time.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a test that cannot go on is to stop"
)]

use proptest::prelude::*;
use scorecard::period::{Month, Period, PeriodKind};

/// A month of a year, and its number.
fn a_month() -> impl Strategy<Value = (i32, i32)> {
    (1990..2090, 1..=12)
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_name(number: i32) -> &'static str {
    MONTHS[usize::try_from(number - 1).unwrap()]
}

/// The kinds of year that begin in one calendar year and end in the next, with the months of their beginning and end.
const SPLIT_YEARS: [(PeriodKind, &str, &str); 2] =
    [(PeriodKind::FinancialYear, "April", "March"), (PeriodKind::AcademicYear, "September", "August")];

/// Every published form of a year that begins in a calendar year and ends in the next.
fn forms_of_split_year(year: i32, first: &str, last: &str) -> Vec<String> {
    let next = year + 1;
    let short = format!("{:02}", next % 100);
    let (begins, ends) = (&first[..3], &last[..3]);
    vec![
        format!("{year}/{short}"),
        format!("{year}-{short}"),
        format!("{year}\u{2013}{short}"),
        format!("{year}/{next}"),
        format!("{year} to {next}"),
        format!(" {year} - {short} "),
        format!("{year}{short}"),
        format!("year ending {last} {next}"),
        format!("Year ended {last} {next}"),
        format!("YE {ends} {next}"),
        format!("12 months to {last} {next}"),
        format!("{first} {year} to {last} {next}"),
        format!("{begins} {year}-{ends} {next}"),
    ]
}

fn forms_of_month(year: i32, number: i32) -> Vec<String> {
    let name = month_name(number);
    let mut forms = vec![
        format!("{year}-{number:02}"),
        format!("{year}{number:02}"),
        format!("{name} {year}"),
        format!("{} {year}", name[..3].to_lowercase()),
    ];
    if (2000..2100).contains(&year) {
        forms.push(format!("{}-{:02}", &name[..3], year % 100));
    }
    forms
}

/// Every form of one period reads as that period and no other.
fn assert_alike(forms: &[String], kind: PeriodKind) -> Result<Period, TestCaseError> {
    let first = Period::parse(&forms[0], kind);
    prop_assert!(first.is_some(), "{}", forms[0]);
    for form in forms {
        prop_assert_eq!(Period::parse(form, kind), first, "{}", form);
    }
    Ok(first.unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn published_forms_of_a_year_are_one_period_and_sort_by_time(year in 1990_i32..2090, later in 1..50) {
        for (kind, first, last) in SPLIT_YEARS {
            let period = assert_alike(&forms_of_split_year(year, first, last), kind)?;
            let after = assert_alike(&forms_of_split_year(year + later, first, last), kind)?;
            prop_assert!(period < after);
            prop_assert_eq!(period.months_covered(), Some(12));
            // What is printed reads as the same period.
            prop_assert_eq!(Period::parse(&period.to_string(), kind), Some(period));
        }
        let forms = [
            format!("{year}"),
            format!("Jan {year}-Dec {year}"),
            format!("January {year} to December {year}"),
            format!("year ending December {year}"),
        ];
        let calendar = assert_alike(&forms, PeriodKind::CalendarYear)?;
        prop_assert_eq!(calendar.months_covered(), Some(12));
    }

    #[test]
    fn years_of_different_kinds_are_never_equal(year in 1990_i32..2090) {
        let split = format!("{year}/{:02}", (year + 1) % 100);
        let financial = Period::parse(&split, PeriodKind::FinancialYear).unwrap();
        let academic = Period::parse(&split, PeriodKind::AcademicYear).unwrap();
        let calendar = Period::parse(&year.to_string(), PeriodKind::CalendarYear).unwrap();
        prop_assert!(calendar < financial && financial < academic);
        prop_assert!(financial != academic && calendar != financial && calendar != academic);
        prop_assert!(financial.kind.is_another_year(academic.kind));
        prop_assert!(Period::parse(&split, PeriodKind::CalendarYear).is_none());
    }

    #[test]
    fn published_forms_of_a_month_are_one_period_and_sort_by_time(
        (year, number) in a_month(),
        (other_year, other) in a_month(),
    ) {
        let period = assert_alike(&forms_of_month(year, number), PeriodKind::Month)?;
        prop_assert_eq!(period.first, Month::new(year, number).unwrap());
        let second = assert_alike(&forms_of_month(other_year, other), PeriodKind::Month)?;
        prop_assert_eq!(period.cmp(&second), (year, number).cmp(&(other_year, other)));
    }

    #[test]
    fn published_forms_of_a_day_are_one_period_and_sort_by_time(
        (year, number) in a_month(),
        day in 1..=28,
        later in 1..=28,
    ) {
        let forms = |day: i32| {
            let name = month_name(number);
            vec![
                format!("{year}-{number:02}-{day:02}"),
                format!("{day:02}/{number:02}/{year}"),
                format!("{day} {name} {year}"),
                format!("{day} {} {year}", &name[..3]),
                format!("{year}-{number:02}-{day:02}T09:58:14+00:00"),
            ]
        };
        let period = assert_alike(&forms(day), PeriodKind::Day)?;
        let second = assert_alike(&forms(later), PeriodKind::Day)?;
        prop_assert_eq!(period.cmp(&second), day.cmp(&later));
    }

    #[test]
    fn months_in_a_row_sort_by_their_end(
        (year, number) in a_month(),
        length in 1..24_i32,
        shift in 1..24_i32,
    ) {
        let month = |count: i32| {
            let months = year * 12 + number - 1 + count;
            Month::new(months.div_euclid(12), months.rem_euclid(12) + 1).unwrap()
        };
        let stretch = |from: i32| {
            let (first, last) = (month(from), month(from + length));
            let name = |month: Month| format!("{} {}", month_name(month.number()), month.year());
            let forms = [
                format!("{first} to {last}"),
                format!("{} to {}", name(first), name(last)),
                format!("{} - {}", name(first), name(last)),
            ];
            assert_alike(&forms, PeriodKind::Months)
        };
        let (period, later) = (stretch(0)?, stretch(shift)?);
        prop_assert!(period < later);
        prop_assert_eq!(period.months_covered(), u32::try_from(length + 1).ok());
    }
}
