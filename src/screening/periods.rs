//! `outside-period`: rows of a time that the name of the file does not state, or that was still to come when the file was
//! read.

use crate::finding::{Check, Findings, Problem};
use crate::harmonise::Dataset;
use crate::period::{Month, PeriodKind};

use super::place;

const OUTSIDE_PERIOD: Check = Check { name: "outside-period", page: "docs/checks/outside-period.md" };

pub(super) fn examine(dataset: &Dataset, findings: &mut Findings) {
    let stated = Stated::of(&dataset.card.name, dataset.card.period_kind);
    let read = month_of(&dataset.source.accessed);
    for row in &dataset.observations {
        let period = row.period;
        let why = match (stated, read) {
            (Some(stated), _) if !stated.holds(period.first, period.last) => {
                format!("is outside {}, which the name of the file states", stated.label())
            }
            (_, Some(read)) if period.last > read => {
                format!("had not ended when the source was read, on {}", dataset.source.accessed)
            }
            _ => continue,
        };
        let hint = "check the date, the name of the file and the dates in source.toml";
        let problem = Problem::warning(format!("{period} {why}"), hint).of(OUTSIDE_PERIOD);
        findings.add(problem, place(dataset, row, dataset.card.period.column()));
    }
}

/// The month of a date such as `2026-11-21`; none where only the year is known.
fn month_of(date: &str) -> Option<Month> {
    Month::parse(date.get(..7)?)
}

/// The stretch of time that the name of a file states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stated {
    first: Month,
    last: Month,
    /// A period must lie inside months, and touch years: a year that begins in April is named after either.
    months: bool,
}

impl Stated {
    /// The months or years in a name such as `2021-06-metropolitan.csv` or `ks4-2016-17.csv`; none where there are none.
    fn of(name: &str, kind: PeriodKind) -> Option<Self> {
        let numbers = numbers(name);
        let monthly = matches!(kind, PeriodKind::Day | PeriodKind::Month | PeriodKind::Months | PeriodKind::Quarter);
        if monthly {
            let months: Vec<Month> = numbers
                .windows(2)
                .filter_map(|pair| match pair {
                    [year, month] if year.len() == 4 && month.len() == 2 => Month::parse(&format!("{year}-{month}")),
                    _ => None,
                })
                .collect();
            if let (Some(first), Some(last)) = (months.iter().min(), months.iter().max()) {
                let (first, last) = (*first, *last);
                return Some(Self { first, last, months: true });
            }
        }
        let years = years(&numbers);
        let (first, last) = (*years.iter().min()?, *years.iter().max()?);
        Some(Self { first: Month::new(first, 1)?, last: Month::new(last, 12)?, months: false })
    }

    fn holds(self, first: Month, last: Month) -> bool {
        if self.months { self.first <= first && last <= self.last } else { self.first <= last && first <= self.last }
    }

    fn label(self) -> String {
        match (self.months, self.first == self.last) {
            (true, true) => self.first.to_string(),
            (true, false) => format!("{} to {}", self.first, self.last),
            (false, _) if self.first.year() == self.last.year() => self.first.year().to_string(),
            (false, _) => format!("{} to {}", self.first.year(), self.last.year()),
        }
    }
}

/// The runs of digits in a name, but for those that follow a letter, which are part of a word or a code: `ts021`.
fn numbers(name: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = name;
    let mut before = None;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (head, tail) = rest.split_at(start);
        let end = tail.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(tail.len());
        let (digits, after) = tail.split_at(end);
        let in_word = head.chars().last().or(before).is_some_and(char::is_alphabetic);
        if !in_word {
            found.push(digits);
        }
        before = digits.chars().last();
        rest = after;
    }
    found
}

/// Years of four digits, and the second year of `2016-17` or `201617`.
fn years(numbers: &[&str]) -> Vec<i32> {
    let plausible = |year: i32| (1990..=2099).contains(&year);
    let mut years: Vec<i32> = Vec::new();
    for number in numbers {
        let year = match number.len() {
            2 => years.last().and_then(|first| {
                let second = first - first % 100 + number.parse::<i32>().ok()?;
                (second == first + 1).then_some(second)
            }),
            4 => number.parse().ok(),
            6 => {
                let first = number.get(..4).and_then(|year| year.parse::<i32>().ok());
                let second = number.get(4..).and_then(|year| year.parse::<i32>().ok());
                let split = first.zip(second).filter(|(first, second)| (first + 1) % 100 == *second);
                years.extend(split.map(|(first, _)| first).filter(|year| plausible(*year)));
                split.map(|(first, _)| first + 1)
            }
            _ => None,
        };
        years.extend(year.filter(|year| plausible(*year)));
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(name: &str, kind: PeriodKind) -> Option<String> {
        Stated::of(name, kind).map(Stated::label)
    }

    #[test]
    fn names_state_months_and_years() {
        let month = |name| stated(name, PeriodKind::Month);
        assert_eq!(month("2021-06-metropolitan-stop-and-search.csv").as_deref(), Some("2021-06"));
        assert_eq!(month("2021-06 to 2021-10.csv").as_deref(), Some("2021-06 to 2021-10"));
        assert_eq!(month("searches.csv"), None);
        let year = |name| stated(name, PeriodKind::FinancialYear);
        assert_eq!(year("acceptances-2016-17.csv").as_deref(), Some("2016 to 2017"));
        assert_eq!(year("acceptances_201617.csv").as_deref(), Some("2016 to 2017"));
        assert_eq!(year("2009-10.csv").as_deref(), Some("2009 to 2010"));
        assert_eq!(year("dfe-key-stage-4-2016.csv").as_deref(), Some("2016"));
        for name in ["key-stage-2.csv", "ts021.csv", "table-784.csv", "2011-16+1.csv"] {
            let found = year(name);
            assert!(found.is_none() || found.as_deref() == Some("2011"), "{name}: {found:?}");
        }
    }

    #[test]
    fn a_year_that_begins_in_the_year_named_is_inside() {
        let named = Stated::of("2016.csv", PeriodKind::FinancialYear).unwrap();
        let month = |year, number| Month::new(year, number).unwrap();
        assert!(named.holds(month(2016, 4), month(2017, 3)));
        assert!(named.holds(month(2015, 4), month(2016, 3)));
        assert!(!named.holds(month(2017, 4), month(2018, 3)));
    }
}
