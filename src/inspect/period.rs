//! The period of a table: in a column, or in the texts around it.

use crate::period::{Period, PeriodKind};

use super::column::Column;

/// Where the period is, and what its labels mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The column.
    pub column: Option<String>,
    /// The text that is the same for the whole file.
    pub always: Option<String>,
    /// What the labels mean.
    pub kind: PeriodKind,
    /// The labels, in the order of time.
    pub labels: Vec<String>,
    /// Why a person should look at it.
    pub doubt: Option<String>,
}

impl Found {
    /// The year in which the latest period ends.
    pub fn latest_year(&self) -> Option<i32> {
        let latest = self.labels.last().or(self.always.as_ref())?;
        Period::parse(latest, self.kind).map(|period| period.last.year())
    }
}

/// The period of a table, from its columns or else from its names and what stands above it. `hints` are texts that may
/// say which kind of year is meant, and `declared` is the kind that the layout has.
pub(super) fn find(
    columns: &[&Column],
    (names, above): (&str, &str),
    (hints, declared): (&[&str], Option<PeriodKind>),
) -> Found {
    let is_called_so = |column: &&&Column| {
        let name = column.name.to_lowercase();
        ["time", "period", "date", "year", "month"].iter().any(|word| name.contains(word))
    };
    let holds = |column: &&&Column| !column.periods().is_empty();
    let mut candidates: Vec<&&Column> = columns.iter().filter(holds).collect();
    // Numbers of people can look like years.
    let plausible =
        |column: &&&Column| is_called_so(column) || column.texts.len() <= MOST_PERIODS && !is_numbers(column);
    candidates.retain(|column| plausible(column));
    candidates.sort_by_key(|column| !is_called_so(column));
    if let Some(column) = candidates.first() {
        let (kind, doubt) = choose(&column.periods(), hints, declared);
        let mut labels: Vec<String> = column.filled_texts().map(str::to_owned).collect();
        labels.sort_by_key(|label| Period::parse(label, kind));
        return Found { column: Some(column.name.clone()), always: None, kind, labels, doubt };
    }
    let around = in_text(above).or_else(|| in_text(names));
    let (text, kinds) = around.unwrap_or_else(|| (String::new(), vec![PeriodKind::CalendarYear]));
    let (kind, _) = choose(&kinds, hints, declared);
    let (text, kind) = ending_in(&text, declared).unwrap_or((text, kind));
    let fits = Period::parse(&text, kind).is_some();
    let kind = if fits { kind } else { kinds.first().copied().unwrap_or(kind) };
    let doubt = if text.is_empty() {
        "the period: none is found in the file or its name".to_owned()
    } else {
        format!("the period: no column names it, and `{text}` is taken from what stands near the table or in its name")
    };
    Found { column: None, always: Some(text), kind, labels: Vec::new(), doubt: Some(doubt) }
}

/// A year alone, where the layout is of years that begin in another: the one that ends in it.
fn ending_in(text: &str, declared: Option<PeriodKind>) -> Option<(String, PeriodKind)> {
    let kind = declared.filter(|kind| matches!(kind, PeriodKind::FinancialYear | PeriodKind::AcademicYear))?;
    let year: i32 = text.parse().ok().filter(|_| text.len() == 4)?;
    Some((format!("{}/{:02}", year - 1, year % 100), kind))
}

/// More periods than these in a column that is not named for them are something else.
const MOST_PERIODS: usize = 60;

fn is_numbers(column: &Column) -> bool {
    column.filled_texts().all(|text| text.parse::<f64>().is_ok())
}

/// The kind of period that is meant, and a doubt where the labels could mean several.
fn choose(kinds: &[PeriodKind], hints: &[&str], declared: Option<PeriodKind>) -> (PeriodKind, Option<String>) {
    if let Some(declared) = declared.filter(|kind| kinds.contains(kind)) {
        return (declared, None);
    }
    let said = |words: &[&str]| {
        hints.iter().any(|hint| {
            let hint = hint.to_lowercase();
            words.iter().any(|word| hint.contains(word))
        })
    };
    let by_word = [
        (PeriodKind::AcademicYear, &["academic", "pupil", "school", "key stage", "education"][..]),
        (PeriodKind::FinancialYear, &["financial", "april"][..]),
        (PeriodKind::CalendarYear, &["calendar"][..]),
    ];
    let hinted = by_word.iter().find(|(kind, words)| kinds.contains(kind) && said(words)).map(|(kind, _)| *kind);
    let years = [PeriodKind::FinancialYear, PeriodKind::AcademicYear];
    let ambiguous = years.iter().all(|year| kinds.contains(year));
    let first = kinds.first().copied().unwrap_or(PeriodKind::CalendarYear);
    match hinted {
        Some(kind) => (kind, None),
        None if ambiguous => (first, Some("the kind of year: the labels fit financial and academic years".to_owned())),
        None => (first, None),
    }
}

/// Published periods have no more words than this.
const MOST_WORDS: usize = 5;

/// The longest run of words in a text that is a period, and the kinds that it can be of.
fn in_text(text: &str) -> Option<(String, Vec<PeriodKind>)> {
    let split = |letter: char| letter.is_whitespace() || matches!(letter, '_' | ',' | '|' | '(' | ')');
    let words: Vec<&str> = text.split(split).filter(|word| !word.is_empty()).collect();
    for length in (1..=MOST_WORDS).rev() {
        for window in words.windows(length) {
            let text = window.join(" ");
            let kinds = kinds_of(&text);
            if !kinds.is_empty() {
                return Some((text, kinds));
            }
        }
    }
    // The parts of a file's name are joined by hyphens.
    let parts: Vec<&str> = words.iter().flat_map(|word| word.split(['-', '.'])).collect();
    for length in (1..=2).rev() {
        for window in parts.windows(length).rev() {
            let text = window.join("-");
            let kinds = kinds_of(&text);
            if !kinds.is_empty() {
                return Some((text, kinds));
            }
        }
    }
    None
}

fn kinds_of(text: &str) -> Vec<PeriodKind> {
    let kinds = [
        PeriodKind::FinancialYear,
        PeriodKind::AcademicYear,
        PeriodKind::Months,
        PeriodKind::Month,
        PeriodKind::CalendarYear,
    ];
    let sensible = |period: Period| (1990..=2100).contains(&period.last.year());
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
}
