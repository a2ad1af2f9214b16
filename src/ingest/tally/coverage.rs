//! Which months there are, by the records and by the names of the files, and which are missing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::period::Month;

/// What is known of the months from the first to the last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Each month with its status; empty where periods are no months.
    pub months: BTreeMap<Month, MonthStatus>,
    /// The months for which a kind of file is missing that is there for another month, by its name without the month.
    pub gaps: BTreeMap<String, BTreeSet<Month>>,
    /// The events of each area by the kind of file that they come from.
    supplied: BTreeMap<String, BTreeMap<String, u64>>,
}

/// What a file holds.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    pub(super) records: u64,
    /// Events by the code of the area.
    pub(super) areas: BTreeMap<String, u64>,
}

/// What is known of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthStatus {
    /// There are records.
    Counted,
    /// There are records, and a kind of file is missing that is there for another month.
    Partly,
    /// There are files with its name, and no record in them: nothing happened.
    NoRecords,
    /// There is neither a record nor a file.
    Missing,
}

impl MonthStatus {
    /// Its name in a table.
    pub fn label(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Partly => "partly missing",
            Self::NoRecords => "no records",
            Self::Missing => "missing",
        }
    }
}

impl Coverage {
    /// Looks through the files, how many records each has, and the periods of all records.
    pub(super) fn new<'p>(files: &[PathBuf], places: &[Places], periods: impl Iterator<Item = &'p String>) -> Self {
        let mut months: BTreeMap<Month, MonthStatus> = BTreeMap::new();
        let mut kinds: BTreeMap<String, BTreeSet<Month>> = BTreeMap::new();
        let mut supplied: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        for (path, places) in files.iter().zip(places) {
            let Some((month, kind)) = month_of(path) else {
                continue;
            };
            for (area, events) in &places.areas {
                *supplied.entry(area.clone()).or_default().entry(kind.clone()).or_default() += events;
            }
            kinds.entry(kind).or_default().insert(month);
            if places.records == 0 {
                months.insert(month, MonthStatus::NoRecords);
            }
        }
        months.extend(periods.filter_map(|period| Some((Month::parse(period)?, MonthStatus::Counted))));
        let ends = months.keys().next().zip(months.keys().next_back());
        if let Some((first, last)) = ends.map(|(first, last)| (*first, *last)) {
            let mut month = first;
            while month < last {
                months.entry(month).or_insert(MonthStatus::Missing);
                month = month.next();
            }
        }
        let named: BTreeSet<Month> = kinds.values().flatten().copied().collect();
        let gap = |(kind, own): (String, BTreeSet<Month>)| {
            let missing: BTreeSet<Month> = named.difference(&own).copied().collect();
            (!missing.is_empty()).then_some((kind, missing))
        };
        let gaps: BTreeMap<String, BTreeSet<Month>> = kinds.into_iter().filter_map(gap).collect();
        for month in gaps.values().flatten() {
            if let Some(status @ MonthStatus::Counted) = months.get_mut(month) {
                *status = MonthStatus::Partly;
            }
        }
        Self { months, gaps, supplied }
    }

    /// Whether a month is missing in an area: the files are that half or more of its events come from, or any files where
    /// it has no event at all, so that nobody can say whose it is.
    pub(super) fn is_absent(&self, period: &str, area: &str) -> bool {
        let Some(month) = Month::parse(period) else { return false };
        let missing = |kind: &String| self.gaps.get(kind).is_some_and(|months| months.contains(&month));
        let Some(kinds) = self.supplied.get(area) else { return self.gaps.keys().any(missing) };
        let (all, lost) = kinds.iter().fold((0_u64, 0_u64), |(all, lost), (kind, events)| {
            (all + events, lost + if missing(kind) { *events } else { 0 })
        });
        2 * lost >= all && lost > 0
    }

    /// The areas in which a month is missing.
    pub fn absent(&self, month: Month) -> impl Iterator<Item = &str> {
        let period = month.to_string();
        self.supplied.keys().map(String::as_str).filter(move |area| self.is_absent(&period, area))
    }

    /// Months without a record of which every kind of file is there, so that nothing happened in any area.
    pub(super) fn observed_zeros(&self) -> impl Iterator<Item = Month> {
        let whole = |month: &Month| self.gaps.values().all(|missing| !missing.contains(month));
        self.of_status(MonthStatus::NoRecords).filter(whole)
    }

    /// The months of a status.
    pub fn of_status(&self, status: MonthStatus) -> impl Iterator<Item = Month> {
        let months = self.months.iter().filter(move |(_, own)| **own == status);
        months.map(|(month, _)| *month)
    }
}

/// Months as text, those in a row as one: `2019-03 to 2021-05, 2021-08`.
pub fn listed(months: impl Iterator<Item = Month>) -> String {
    let mut runs: Vec<(Month, Month)> = Vec::new();
    for month in months {
        match runs.last_mut() {
            Some((_, last)) if last.next() == month => *last = month,
            Some(_) | None => runs.push((month, month)),
        }
    }
    let run = |(first, last): &(Month, Month)| {
        if first == last { first.to_string() } else { format!("{first} to {last}") }
    };
    runs.iter().map(run).collect::<Vec<_>>().join(", ")
}

/// The month with which the name of a file begins, and the rest of the name.
fn month_of(path: &Path) -> Option<(Month, String)> {
    let name = path.file_name()?.to_str()?;
    let (month, rest) = name.split_at_checked("2000-01".len())?;
    let month = Month::parse(month).filter(|_| month.is_ascii() && month.as_bytes().get(4) == Some(&b'-'))?;
    let kind = rest.strip_prefix(['-', '_', ' ', '.'])?;
    Some((month, kind.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coverage(files: &[(&str, u64)], periods: &[&str]) -> Coverage {
        let places = |records: u64| Places {
            records,
            areas: Some(("E1".to_owned(), records)).filter(|_| records > 0).into_iter().collect(),
        };
        let (paths, records): (Vec<PathBuf>, Vec<Places>) =
            files.iter().map(|(path, records)| (PathBuf::from(path), places(*records))).unzip();
        let periods: Vec<String> = periods.iter().map(|period| (*period).to_owned()).collect();
        Coverage::new(&paths, &records, periods.iter())
    }

    #[test]
    fn months_between_that_no_file_holds_are_missing() {
        let coverage = coverage(&[], &["2019-01", "2019-02", "2021-06", "2021-08"]);
        let missing = listed(coverage.of_status(MonthStatus::Missing));
        assert_eq!(missing, "2019-03 to 2021-05, 2021-07");
        assert_eq!(listed(coverage.of_status(MonthStatus::Counted)), "2019-01 to 2019-02, 2021-06, 2021-08");
        assert!(self::coverage(&[], &["2016/17", "2017/18"]).months.is_empty());
    }

    #[test]
    fn a_file_without_records_is_an_observed_zero() {
        let city = "2021-06/2021-06-city.csv";
        let files = [(city, 0), ("2021-07/2021-07-city.csv", 3)];
        let coverage = coverage(&files, &["2021-07"]);
        assert_eq!(listed(coverage.of_status(MonthStatus::NoRecords)), "2021-06");
        assert_eq!(listed(coverage.observed_zeros()), "2021-06");
        // Without the file of the other force nothing can be said of its areas.
        let files = [(city, 0), ("2021-07/2021-07-city.csv", 3), ("2021-07/2021-07-met.csv", 9)];
        let coverage = self::coverage(&files, &["2021-07"]);
        assert_eq!(coverage.observed_zeros().count(), 0);
        assert_eq!(listed(coverage.gaps["met.csv"].iter().copied()), "2021-06");
    }
}
