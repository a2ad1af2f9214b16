//! A label → the period that it means: of the kind that is declared, or that it says itself.

use super::label::{End, day, month, month_end, months, plain, single_year, year_from, years};
use super::quarter;
use super::{Month, Period, PeriodKind};

impl Period {
    /// Reads a label in any published form of its kind.
    pub fn parse(text: &str, kind: PeriodKind) -> Option<Self> {
        let text = plain(text);
        if let Some((said, (first, last))) = quarter::in_two_parts(&text) {
            return (said == kind).then_some(Self { first, last, day: None, kind });
        }
        let (first, last) = match kind {
            PeriodKind::Day => return day(&text),
            PeriodKind::Month => month(&text).or_else(|| whole_month(&text)).map(|month| (month, month)),
            PeriodKind::Months => months(&text).or_else(|| quarter::one_year(&text)),
            PeriodKind::Quarter => quarter::quarter(&text),
            PeriodKind::CalendarYear => single_year(&text).or_else(|| year_from(1, &text)),
            PeriodKind::CalendarYears => years(&text),
            PeriodKind::FinancialYear => year_from(4, &text),
            PeriodKind::AcademicYear => year_from(9, &text),
        }?;
        (first <= last).then_some(Self { first, last, day: None, kind })
    }
}

/// The month of which a text is the first or the last day, as in a column `month ending`.
fn whole_month(text: &str) -> Option<Month> {
    match month_end(text)? {
        End::First(month) | End::Last(month) => Some(month),
    }
}

impl Period {
    /// Reads a label of whatever kind, the shortest stretch of time first.
    pub fn parse_any(text: &str) -> Option<Self> {
        PeriodKind::ALL.iter().find_map(|kind| Self::parse(text, *kind))
    }

    /// Reads a label that says itself of which kind it is: `Financial year Q1 202324`, `Autumn term 202324`, `January
    /// 2023`.
    pub fn said(text: &str) -> Option<Self> {
        let text = plain(text);
        let month = || month(&text).map(|month| (PeriodKind::Month, (month, month)));
        let (kind, (first, last)) = quarter::in_two_parts(&text).or_else(month)?;
        Some(Self { first, last, day: None, kind })
    }
}
