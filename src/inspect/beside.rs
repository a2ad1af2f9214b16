//! Periods of which a part stands beside the year: `Q1`, `June` or `Autumn term` in a column of its own.

use crate::period::{Period, PeriodKind};

use super::column::ColumnProfile;
use super::parts::pairs;
use super::profile::TableProfile;
use super::when::FoundPeriod;

/// What a column of parts is called, with the kinds of period that they make and what joins them with the year: before
/// it, or after it.
struct Part {
    words: &'static [&'static str],
    kinds: &'static [PeriodKind],
    before: &'static [&'static str],
    after: &'static [&'static str],
}

const PARTS: [Part; 4] = [
    Part {
        words: &["quarter", "qtr"],
        kinds: &[PeriodKind::Quarter, PeriodKind::Months],
        before: &[" "],
        after: &[" ", " Q"],
    },
    Part { words: &["month"], kinds: &[PeriodKind::Month], before: &[" "], after: &["-", " "] },
    Part { words: &["term"], kinds: &[PeriodKind::Months], before: &[" ", " term "], after: &[] },
    Part {
        words: &["identifier", "period", "half", "season", "part"],
        kinds: &[PeriodKind::Quarter, PeriodKind::Month, PeriodKind::Months],
        before: &[" "],
        after: &[" "],
    },
];

/// The period that a column of years says together with the one beside it.
pub(super) fn beside_year(profile: &TableProfile<'_, '_>, taken: &[String]) -> Option<FoundPeriod> {
    let free = || profile.columns.iter().filter(|column| column.filled > 0 && !taken.contains(&column.name));
    free().filter(|column| is_year(column)).find_map(|year| {
        let parts = free().filter(|part| part.name != year.name);
        parts.flat_map(|part| PARTS.iter().map(move |kind| (part, kind))).find_map(|(part, kind)| {
            let name = part.name.to_lowercase();
            let called = kind.words.iter().any(|word| name.contains(word));
            if called { joined(profile, year, part, kind) } else { None }
        })
    })
}

/// Whether a column holds years, each alone.
fn is_year(column: &ColumnProfile) -> bool {
    const YEARS: [PeriodKind; 3] = [PeriodKind::CalendarYear, PeriodKind::FinancialYear, PeriodKind::AcademicYear];
    let name = column.name.to_lowercase();
    let called = ["year", "time", "period", "date"].iter().any(|word| name.contains(word));
    called && column.period_kinds().iter().any(|kind| YEARS.contains(kind))
}

/// The first way in which all rows of two columns are periods of one kind.
fn joined(
    profile: &TableProfile<'_, '_>,
    year: &ColumnProfile,
    part: &ColumnProfile,
    of: &Part,
) -> Option<FoundPeriod> {
    let before = of.before.iter().map(|with| (part, *with, year));
    let after = of.after.iter().map(|with| (year, *with, part));
    before.chain(after).find_map(|(first, with, second)| {
        let texts = pairs(profile, first, second)?;
        let mut labels: Vec<String> = texts.keys().map(|(first, second)| format!("{first}{with}{second}")).collect();
        let fits = |kind: &PeriodKind| labels.iter().all(|label| Period::parse(label, *kind).is_some());
        let kind = of.kinds.iter().copied().find(fits)?;
        labels.sort_by_key(|label| Period::parse(label, kind));
        let columns = vec![first.name.clone(), second.name.clone()];
        Some(FoundPeriod { columns, with: with.to_owned(), kind, labels, ..FoundPeriod::default() })
    })
}
