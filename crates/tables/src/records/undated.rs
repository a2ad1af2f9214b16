//! Texts in the column of dates that are no dates → faults with their lines.
//!
//! A column holds dates or labels of periods. Among dates anything else is a fault; among labels it is what no period is
//! called, or what a spreadsheet made of a date.

use std::collections::BTreeMap;

use csv::ByteRecord;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use crate::finding::{Findings, Location, Problem};

use super::chunks::{self, Chunk};
use super::columns::{Columns, Use};
use super::count::Counter;
use super::irregular;
use super::piece::Piece;
use super::{events, unmarked};

/// What stands in the column of dates of some records, of those that meet the conditions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dates {
    /// Whether there are dates.
    pub(super) any: bool,
    /// A label of a period.
    pub(super) label: Option<String>,
    /// The texts that are neither, and why.
    pub(super) faulty: BTreeMap<String, Problem>,
}

impl Dates {
    /// Of a piece.
    pub(super) fn of(piece: &Piece<'_>, counter: &Counter<'_>) -> Self {
        let period = counter.period();
        let mut all = Self::default();
        for text in piece.texts(period).filter(|text| !text.is_empty()) {
            all.add(text, counter);
        }
        // Most pieces are all dates or all labels, whatever the conditions are.
        if all.faulty.is_empty() && !(all.any && all.label.is_some()) {
            return all;
        }
        let texts: Vec<&str> = piece.texts(period).collect();
        let met = counter.met(piece);
        let mut used = Self::default();
        let mut seen = vec![false; texts.len()];
        for alike in piece.key_counts() {
            let numbers = piece.numbers(alike);
            let number = numbers.get(period).copied().unwrap_or(usize::MAX);
            if let (true, Some(seen @ false)) = (met.all(&numbers), seen.get_mut(number)) {
                *seen = true;
                used.add(texts.get(number).copied().unwrap_or_default(), counter);
            }
        }
        if used.any && used.label.is_some() {
            let texts = texts.iter().zip(seen).filter(|(text, seen)| *seen && !text.is_empty());
            let labels = texts.filter(|(text, _)| !counter.is_date(text)).map(|(text, _)| *text);
            for label in labels {
                let problem = || among_dates(label, counter.plan.period.column.trim());
                used.faulty.entry(label.to_owned()).or_insert_with(problem);
            }
            used.label = None;
        }
        used
    }

    fn add(&mut self, text: &str, counter: &Counter<'_>) {
        if text.is_empty() {
            return;
        }
        if counter.is_date(text) {
            self.any = true;
        } else if let Some(problem) = doubt(text, counter.plan.period.column.trim()) {
            self.faulty.insert(text.to_owned(), problem);
        } else {
            self.label.get_or_insert_with(|| text.to_owned());
        }
    }

    /// Two pieces together.
    pub(super) fn append(&mut self, other: Self) {
        self.any |= other.any;
        self.label = self.label.take().or(other.label);
    }

    /// A label of one file where the dates of others show that it is none.
    pub(super) fn label_among_dates(&self, dates: bool, column: &str) -> Option<Problem> {
        let label = self.label.as_deref().filter(|_| dates)?;
        Some(among_dates(label, column))
    }

    /// Adds the faulty texts of a piece of text with their lines to the findings.
    pub(super) fn locate(&self, chunk: &Chunk, columns: &Columns, counter: &Counter<'_>, findings: &mut Findings) {
        let place = |column: usize| columns.place(Use::Key(column));
        let Some(period) = place(counter.period()).filter(|_| !self.faulty.is_empty()) else { return };
        let mut reader = chunks::reader(&chunk.bytes);
        let (mut record, mut listed) = (ByteRecord::new(), 0);
        while reader.read_byte_record(&mut record).unwrap_or(false) {
            let text = |column: usize| record.get(column).and_then(|cell| std::str::from_utf8(cell).ok()).map(unmarked);
            let Some(problem) = text(period).and_then(|text| self.faulty.get(text)) else { continue };
            if !counter.meets(|column| place(column).and_then(text)) {
                continue;
            }
            let at = irregular::location(chunk, record.position(), Some(period), columns);
            if listed == events::LISTED {
                findings.add(events::more_faults(), at);
                return;
            }
            listed += 1;
            findings.add(problem.clone(), at);
        }
    }

    /// Adds the faulty texts of a piece without lines to the findings, with the numbers of their records.
    pub(super) fn number(
        &self,
        (piece, first): (&Piece<'_>, usize),
        columns: &Columns,
        counter: &Counter<'_>,
        findings: &mut Findings,
    ) {
        let period = counter.period();
        let texts: Vec<Option<&Problem>> = piece.texts(period).map(|text| self.faulty.get(text)).collect();
        let met = counter.met(piece);
        let faulty = piece.records_of(|numbers| {
            let number = numbers.get(period).copied().unwrap_or(usize::MAX);
            texts.get(number).copied().flatten().filter(|_| met.all(numbers))
        });
        let column = columns.place(Use::Key(period)).map_or(1, |place| place as u64 + 1);
        for (listed, (record, problem)) in faulty.enumerate() {
            let at = Location::cell(&columns.path, (first + record + 1) as u64, column);
            if listed == events::LISTED {
                findings.add(events::more_faults(), at);
                return;
            }
            findings.add(problem.clone(), at);
        }
    }
}

/// Why a text that is no date is no label of a period either.
fn doubt(text: &str, column: &str) -> Option<Problem> {
    const SHAPE: &str = "write dates as 2019-06-30 or 30/06/2019, with the year in full";
    let cell = format!("`{text}` in column `{column}`");
    if text.trim_matches('"') == column {
        return Some(Problem::error(
            "the header stands here again: the file was joined from several",
            "take this row out, or count the files from which it was joined",
        ));
    }
    if let Some(day) = day_of_spreadsheet(text) {
        return Some(Problem::error(
            format!("{cell} looks like the number that a spreadsheet gives a day, here {day}"),
            "format the column as a date, as in 2019-06-30, and save it again",
        ));
    }
    if is_short_month(text) {
        return Some(Problem::error(
            format!("{cell} can be a month of a year or a day of a month: a spreadsheet writes both so"),
            "write months as 2019-06 and days as 2019-06-30",
        ));
    }
    if has_shape_of_date(text) {
        return Some(Problem::error(format!("{cell} is no date"), SHAPE));
    }
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    (!digits).then(|| {
        Problem::error(
            format!("{cell} is no date and no period"),
            "correct it, or leave these records out by a condition; an empty cell counts as a record without a date",
        )
    })
}

fn among_dates(text: &str, column: &str) -> Problem {
    Problem::error(
        format!("`{text}` in column `{column}` is no date, and others in the column are"),
        "write all of them as dates, or count the records of either kind by themselves",
    )
}

/// The day that a spreadsheet means by a number, from 1982 to 2064.
fn day_of_spreadsheet(text: &str) -> Option<Date> {
    const DAYS: std::ops::RangeInclusive<i64> = 30_000..=60_000;
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let number: f64 = text.parse().ok()?;
    let days = whole.parse().ok().filter(|days| number > 0.0 && DAYS.contains(days))?;
    date(1899, 12, 30).checked_add(days.days()).ok()
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Whether a text is a month and a number of at most two digits, such as `Oct-11`.
fn is_short_month(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', ' ', '/']).filter(|part| !part.is_empty()).collect();
    let month = |part: &str| part.get(..3).is_some_and(|start| MONTHS.contains(&start.to_lowercase().as_str()));
    let number = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [one, other] => month(one) && number(other) || number(one) && month(other),
        _ => false,
    }
}

/// Whether a text is three numbers as in a date.
fn has_shape_of_date(text: &str) -> bool {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    ['-', '/', '.'].iter().any(|mark| {
        let parts: Vec<&str> = day.split(*mark).collect();
        let number = |part: &&str| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.len() == 3 && parts.iter().all(number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_period_is_called_is_doubted() {
        for (text, reason) in [
            ("seen", "the header stands here again"),
            ("44377", "here 2021-06-30"),
            ("44377.75", "here 2021-06-30"),
            ("Oct-11", "a month of a year or a day of a month"),
            ("11 October", "a month of a year or a day of a month"),
            ("32/01/2020", "is no date"),
            ("30/06/21", "is no date"),
            ("30.6.2021", "is no date"),
            ("2021-13-01", "is no date"),
            ("n/a", "is no date and no period"),
            ("not known", "is no date and no period"),
        ] {
            let problem = doubt(text, "seen").unwrap();
            assert!(problem.message.contains(reason), "{text}: {}", problem.message);
        }
        for label in ["2016/17", "201617", "2016", "Q1", "Oct-2011", "2021-22 Q3", "99999", "1.5", "-44377"] {
            assert_eq!(doubt(label, "seen"), None, "{label}");
        }
    }
}
