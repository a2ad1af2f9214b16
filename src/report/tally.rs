//! What `scorecard tally` counted: the counts, what was left out of them, and a summary.

use std::path::{Path, PathBuf};

use crate::error::Result;
use tables::visible::visible;

use crate::ingest::tally::{self, MonthStatus, Outcome, Tally};
use crate::period::Month;

use super::tables::table;

/// Counts of records as a tidy table.
pub fn counts(tally: &Tally) -> Result<Vec<u8>> {
    let mut header = vec!["period", "area_code", "ethnic_group"];
    header.extend(tally.by.iter().map(String::as_str));
    header.push("events");
    let rows = tally.events.iter().map(|(stratum, events)| {
        let mut row = vec![stratum.period.clone(), stratum.area.clone(), stratum.group.clone()];
        row.extend(stratum.by.iter().cloned());
        row.push(events.to_string());
        row
    });
    table(&header, rows)
}

/// The file beside the counts that says what was left out of them: `counts.left-out.csv` beside `counts.csv`.
pub fn beside(out: &Path) -> PathBuf {
    out.with_extension("left-out.csv")
}

/// What became of the events of each period, and which months are missing, as a table.
pub fn left_out(tally: &Tally) -> Result<Vec<u8>> {
    let header = ["period", "status", "events", "placed", "without_place", "outside", "placed_without_ethnic_group"];
    let mut rows: Vec<Vec<String>> =
        tally.periods.iter().flat_map(|(period, outcome)| counted(tally, period, outcome)).collect();
    for status in [MonthStatus::NoRecords, MonthStatus::Missing] {
        // What is missing is not zero.
        let outcome = (status == MonthStatus::NoRecords).then(Outcome::default);
        let months = tally.coverage.of_status(status);
        rows.extend(months.map(|month| row(&month.to_string(), status.label(), outcome.as_ref())));
    }
    rows.sort();
    table(&header, rows.into_iter())
}

/// A period of which there are records; where files are missing, then the areas that the month is missing in, with what
/// there is of it.
fn counted(tally: &Tally, period: &str, outcome: &Outcome) -> Vec<Vec<String>> {
    let month = Month::parse(period).and_then(|month| Some((month, *tally.coverage.months.get(&month)?)));
    let Some((month, status)) = month else { return vec![row(period, MonthStatus::Counted.label(), Some(outcome))] };
    let mut rows = vec![row(period, status.label(), Some(outcome))];
    rows.extend(tally.coverage.absent(month).map(|area| {
        let part = tally.part_of_month.get(&(period.to_owned(), area.to_owned())).copied().unwrap_or_default();
        let mut missing = row(period, &format!("missing in {area}"), None);
        if let Some(events) = missing.get_mut(2).filter(|_| part > 0) {
            *events = part.to_string();
        }
        missing
    }));
    rows
}

fn row(period: &str, status: &str, outcome: Option<&Outcome>) -> Vec<String> {
    let counts = outcome.map(|outcome| {
        [outcome.events(), outcome.placed, outcome.without_place, outcome.outside, outcome.without_group]
    });
    let counts = counts.map_or_else(Default::default, |counts| counts.map(|count| count.to_string()));
    [period.to_owned(), status.to_owned()].into_iter().chain(counts).collect()
}

/// What was counted and what was left out, for the user to read.
pub fn summary(tally: &Tally, by_position: bool) -> String {
    let outcome = tally.outcome();
    let line = |what: &str, count: u64, of: u64| {
        let share = 100.0 * count as f64 / of.max(1) as f64;
        format!("{count:>12}  {share:>5.1}%  {what}\n")
    };
    let part = tally.part_of_month.values().sum::<u64>();
    let all = outcome.events() + part;
    let (without, outside) = if by_position {
        ("without a position", "outside every area")
    } else {
        ("without an area", "in no known area")
    };
    let mut text = [
        line("records that meet the conditions", all, all),
        line("placed in an area", outcome.placed, all),
        line(without, outcome.without_place, all),
        line(outside, outcome.outside, all),
        line("of those placed, without an ethnic group", outcome.without_group, outcome.placed),
    ]
    .concat();
    if part > 0 {
        text += &line("in an area of which most of the month is missing", part, all);
    }
    text += &unknown_areas(tally);
    text + &months(tally)
}

/// The texts that name no known area, the most frequent first.
fn unknown_areas(tally: &Tally) -> String {
    const NAMED: usize = 10;
    let mut unknown: Vec<(&String, &u64)> = tally.unknown_areas.iter().collect();
    if unknown.is_empty() {
        return String::new();
    }
    unknown.sort_by_key(|(_, events)| std::cmp::Reverse(**events));
    let named: Vec<String> =
        unknown.iter().take(NAMED).map(|(area, events)| format!("`{}` {events}", visible(area))).collect();
    let rest = match unknown.len().saturating_sub(NAMED) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    format!("no known area: {}{rest}\n", named.join(", "))
}

fn months(tally: &Tally) -> String {
    let coverage = &tally.coverage;
    let list = |what: &str, status| {
        let months = tally::listed(coverage.of_status(status));
        if months.is_empty() { months } else { format!("{what}: {months}\n") }
    };
    let gap = |(kind, months): (&String, &std::collections::BTreeSet<_>)| {
        format!("no file `*{kind}` for: {}\n", tally::listed(months.iter().copied()))
    };
    let periods: Vec<&str> = tally.periods.keys().map(String::as_str).collect();
    let counted = if coverage.months.is_empty() {
        format!("periods: {}\n", visible(&periods.join(", ")))
    } else {
        list("months counted", MonthStatus::Counted)
    };
    let mut text = counted + &list("months partly missing, which are not zero", MonthStatus::Partly);
    text += &list("months with files and no record", MonthStatus::NoRecords);
    text += &list("months missing, which are not zero", MonthStatus::Missing);
    text.extend(coverage.gaps.iter().map(gap));
    let absent = |month: Month| {
        let areas: Vec<&str> = coverage.absent(month).collect();
        (!areas.is_empty())
            .then(|| format!("not counted, since most of it is missing: {month} in {}\n", areas.join(", ")))
    };
    text.extend(coverage.of_status(MonthStatus::Partly).filter_map(absent));
    text
}
