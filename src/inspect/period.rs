//! The period of a table: in a column, or in the texts around it.

use std::ops::RangeInclusive;

use crate::period::{Period, PeriodKind};

use super::beside;
use super::column::ColumnProfile;
use super::parts;
use super::profile::TableProfile;
pub use super::when::FoundPeriod;

/// More periods than these in a column that is not named for them are something else.
const MOST_PERIODS: usize = 60;

/// Published periods have no more words than this.
const MOST_WORDS: usize = 7;

impl FoundPeriod {
    /// The period of a table, from its columns that do not hold its ethnic groups, or else from its names and what
    /// stands above it.
    pub(super) fn find(profile: &TableProfile<'_, '_>, taken: &[String]) -> Self {
        let several = parts::identified(profile).or_else(|| parts::span(profile, taken));
        if let Some(found) = several.or_else(|| beside::beside_year(profile, taken)) {
            return found;
        }
        let declared = profile.known.and_then(|known| profile.column(known.period.as_ref()?));
        let columns: Vec<&ColumnProfile> = match declared {
            Some(column) => vec![column],
            None => profile.columns.iter().filter(|column| !taken.contains(&column.name)).collect(),
        };
        let mut candidates: Vec<(&ColumnProfile, Vec<PeriodKind>)> = columns
            .into_iter()
            .filter(|column| is_plausible(column))
            .map(|column| (column, column.period_kinds()))
            .filter(|(_, kinds)| !kinds.is_empty())
            .collect();
        // Beside a year, the quarter or the month says more.
        candidates.sort_by_key(|(column, kinds)| (!is_called_so(column), !is_part(column, kinds)));
        match candidates.first() {
            Some((column, kinds)) => {
                let (kind, doubt) = choose(kinds, Some(column), profile);
                let doubt = doubt.or_else(|| (!is_called_so(column)).then(|| not_called_so(column, kind)));
                let mut labels: Vec<String> = column.filled_texts().map(str::to_owned).collect();
                labels.sort_by_key(|label| Period::parse(label, kind));
                Self { columns: vec![column.name.clone()], kind, labels, doubt, ..Self::default() }
            }
            None => Self::around(profile),
        }
    }

    /// The period that is named above the table, or in its name.
    fn around(profile: &TableProfile<'_, '_>) -> Self {
        let found = in_text(profile.above).or_else(|| in_text(profile.names));
        let (text, kinds) = found.unwrap_or_else(|| (String::new(), vec![PeriodKind::CalendarYear]));
        let (kind, _) = choose(&kinds, None, profile);
        let declared = profile.known.and_then(|known| known.period_kind);
        let (text, kind) = ending_in(&text, declared).unwrap_or((text, kind));
        let fits = Period::parse(&text, kind).is_some();
        let kind = kinds.first().copied().filter(|_| !fits).unwrap_or(kind);
        let doubt = if text.is_empty() {
            "the period: none is found in the file or its name".to_owned()
        } else {
            format!(
                "the period: no column names it, and `{text}` is taken from what stands near the table or in its name"
            )
        };
        Self { constant: Some(text), kind, doubt: Some(doubt), ..Self::default() }
    }

    /// The year in which the latest period ends.
    pub fn latest_year(&self) -> Option<i32> {
        let latest = self.labels.last().or(self.constant.as_ref())?;
        Period::parse(latest, self.kind).map(|period| period.last.year())
    }
}

fn is_called_so(column: &ColumnProfile) -> bool {
    let name = column.name.to_lowercase();
    ["time", "period", "date", "year", "month", "quarter"].iter().any(|word| name.contains(word))
}

/// Whether a column is called after quarters or months, holds them, and has several.
fn is_part(column: &ColumnProfile, kinds: &[PeriodKind]) -> bool {
    let of = |word, kind| column.name.to_lowercase().contains(word) && kinds.contains(&kind);
    !column.is_constant() && (of("quarter", PeriodKind::Quarter) || of("month", PeriodKind::Month))
}

/// Numbers of people can look like years.
fn is_plausible(column: &ColumnProfile) -> bool {
    let numbers = || column.filled_texts().all(|text| text.parse::<f64>().is_ok());
    is_called_so(column) || column.texts.len() <= MOST_PERIODS && (!numbers() || are_years(column))
}

/// Whether all cells are years of our time, and several of them.
fn are_years(column: &ColumnProfile) -> bool {
    let is_year = |text: &str| text.len() == 4 && text.parse().is_ok_and(|year| SENSIBLE.contains(&year));
    column.filled_texts().count() >= 2 && column.filled_texts().all(is_year)
}

/// The years of which figures are published.
const SENSIBLE: RangeInclusive<i32> = 1990..=2100;

fn not_called_so(column: &ColumnProfile, kind: PeriodKind) -> String {
    format!("the period: `{}` is taken for it, since all of its cells are like a {}", column.name, kind.label())
}

/// A year alone, where the layout is of years that begin in another: the one that ends in it.
fn ending_in(text: &str, declared: Option<PeriodKind>) -> Option<(String, PeriodKind)> {
    let kind = declared.filter(|kind| matches!(kind, PeriodKind::FinancialYear | PeriodKind::AcademicYear))?;
    let year: i32 = text.parse().ok().filter(|_| text.len() == 4)?;
    Some((format!("{}/{:02}", year - 1, year % 100), kind))
}

/// The kind of period that is meant, and a doubt where the labels could mean several: the kind that the layout has, or
/// the kind of year that the texts in and around the table speak of.
fn choose(
    kinds: &[PeriodKind],
    column: Option<&ColumnProfile>,
    profile: &TableProfile<'_, '_>,
) -> (PeriodKind, Option<String>) {
    if let Some(column) = column.filter(|column| parts::are_quarters(column)) {
        let called = column.name.to_lowercase().contains("quarter");
        let doubt = "the kind of period: each label is the last month of a quarter, and is taken for the whole quarter";
        return (PeriodKind::Quarter, (!called).then(|| doubt.to_owned()));
    }
    // The first or the last day of a month, in a column that is called after months.
    let is_month = |column: &ColumnProfile| column.name.to_lowercase().contains("month");
    if column.is_some_and(is_month) && kinds.contains(&PeriodKind::Month) {
        return (PeriodKind::Month, None);
    }
    let declared = profile.known.and_then(|known| known.period_kind);
    if let Some(declared) = declared.filter(|kind| kinds.contains(kind)) {
        return (declared, None);
    }
    let short = profile.columns.iter().filter(|column| column.texts.len() < 5);
    let around = [profile.above, profile.names].into_iter().chain(profile.known.map(|known| known.name.as_str()));
    let hints: Vec<String> = short.flat_map(ColumnProfile::filled_texts).chain(around).map(str::to_lowercase).collect();
    let said = |words: &[&str]| hints.iter().any(|hint| words.iter().any(|word| hint.contains(word)));
    let by_word = [
        (PeriodKind::AcademicYear, &["academic", "pupil", "school", "key stage", "education"][..]),
        (PeriodKind::FinancialYear, &["financial", "april"][..]),
        (PeriodKind::CalendarYear, &["calendar"][..]),
    ];
    let hinted = by_word.iter().find(|(kind, words)| kinds.contains(kind) && said(words));
    let ambiguous = [PeriodKind::FinancialYear, PeriodKind::AcademicYear].iter().all(|year| kinds.contains(year));
    let first = kinds.first().copied().unwrap_or(PeriodKind::CalendarYear);
    match hinted {
        Some((kind, _)) => (*kind, None),
        None if ambiguous => (first, Some("the kind of year: the labels fit financial and academic years".to_owned())),
        None => (first, None),
    }
}

/// The longest run of words in a text that is a period, and the kinds that it can be of.
fn in_text(text: &str) -> Option<(String, Vec<PeriodKind>)> {
    let split = |letter: char| letter.is_whitespace() || matches!(letter, '_' | ',' | '|' | '(' | ')');
    let words: Vec<&str> = text.split(split).filter(|word| !word.is_empty()).collect();
    let runs = (1..=MOST_WORDS).rev().flat_map(|length| words.windows(length)).map(|run| run.join(" "));
    // The parts of a file's name are joined by hyphens.
    let parts: Vec<&str> = words.iter().flat_map(|word| word.split(['-', '.'])).collect();
    let joined = (1..=2).rev().flat_map(|length| parts.windows(length).rev()).map(|run| run.join("-"));
    runs.chain(joined)
        .map(|text| (kinds_of(&text), text))
        .find(|(kinds, _)| !kinds.is_empty())
        .map(|(kinds, text)| (text, kinds))
}

fn kinds_of(text: &str) -> Vec<PeriodKind> {
    let kinds = [
        PeriodKind::FinancialYear,
        PeriodKind::AcademicYear,
        PeriodKind::Months,
        PeriodKind::Month,
        PeriodKind::Quarter,
        PeriodKind::CalendarYear,
    ];
    let sensible = |period: Period| SENSIBLE.contains(&period.last.year());
    let fits = |kind: &PeriodKind| Period::parse(text, *kind).is_some_and(sensible);
    kinds.into_iter().filter(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_found_among_words() {
        let found = |text| in_text(text).map(|(text, kinds)| (text, kinds.first().copied()));
        assert_eq!(
            found("Decisions made during the year April 2016 - March 2017"),
            Some(("April 2016 - March 2017".to_owned(), Some(PeriodKind::FinancialYear)))
        );
        assert_eq!(found("dfe-key-stage-4-2016.csv"), Some(("2016".to_owned(), Some(PeriodKind::CalendarYear))));
        assert_eq!(found("boroughs of London"), None);
    }

    #[test]
    fn a_year_alone_is_the_year_of_the_layout_that_ends_in_it() {
        let found = ending_in("2016", Some(PeriodKind::AcademicYear));
        assert_eq!(found, Some(("2015/16".to_owned(), PeriodKind::AcademicYear)));
        assert_eq!(ending_in("2016", Some(PeriodKind::CalendarYear)), None);
    }
}
