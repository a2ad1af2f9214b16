//! What was released of a source, kept in `data/releases/`: a later run must show the same, or the two give away what
//! neither does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use tables::table::{Row, Table};

use crate::ethnicity::Category;
use crate::finding::{Findings, Location, Problem, bytes};
use crate::harmonise::Dataset;
use crate::observation::Figure;
use crate::period::{Period, PeriodKind};
use crate::project::Project;
use crate::source::{Disclosure, Source};

/// The columns of a record.
const COLUMNS: [&str; 9] =
    ["threshold", "round_to", "measure", "period_kind", "period", "area_code", "ethnic_group", "column", "count"];

/// The numbers of a policy that decide what is shown of a count.
type Rule = (u32, u32);

/// A count that was released: in which measure, when, where, of whom, and the column of the source in which it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    measure: String,
    period: Period,
    area: String,
    group: Category,
    column: String,
}

impl Key {
    pub(super) fn new(measure: &str, period: Period, area: &str, (group, column): (Category, &str)) -> Self {
        Self { measure: measure.to_owned(), period, area: area.to_owned(), group, column: column.to_owned() }
    }
}

/// What was released of a source: each count as it was shown, or that it was not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Release {
    counts: BTreeMap<Key, (Rule, Option<u64>)>,
}

impl Release {
    /// Reads the record of a source; empty where nothing was released yet.
    pub(super) fn read(project: &Project, source: &Source, findings: &mut Findings) -> Self {
        let path = path(project, source);
        let mut release = Self::default();
        let table = path.is_file().then(|| bytes(&path, findings)).flatten();
        let Some(table) = table.and_then(|bytes| Table::parse(&path, &bytes, findings)) else {
            return release;
        };
        let Some(columns) = table.columns(COLUMNS, findings) else {
            return release;
        };
        for row in &table.rows {
            match entry(project, row, columns) {
                Some((key, count)) => drop(release.counts.insert(key, count)),
                None => findings.add(unreadable(), Location::line(&path, row.line)),
            }
        }
        release
    }

    /// The tables of which something was released, as measure and period.
    pub(super) fn tables(&self) -> BTreeSet<(&str, Period)> {
        self.counts.keys().map(|key| (key.measure.as_str(), key.period)).collect()
    }

    /// What was shown of a count; `None` where nothing was released of it.
    pub(super) fn shown(&self, key: &Key) -> Option<Option<u64>> {
        self.counts.get(key).map(|(_, count)| *count)
    }

    /// Takes up what may be shown of a measure.
    pub(super) fn add(&mut self, measure: &str, datasets: &[Dataset], policy: Disclosure) {
        let rule = (policy.threshold, policy.round_to);
        for (dataset, row) in
            datasets.iter().flat_map(|dataset| dataset.observations.iter().map(move |row| (dataset, row)))
        {
            for (column, figure) in dataset.card.figures().zip(&row.figures) {
                let count = match figure {
                    Figure::Known(count) => statistics::count(*count).ok(),
                    Figure::Suppressed { .. } => None,
                    _ => continue,
                };
                let key = Key::new(measure, row.period, &row.area, (row.category, column));
                self.counts.insert(key, (rule, count));
            }
        }
    }

    /// Reports what this release, which comes first, and a later one show differently.
    pub(super) fn compare(&self, later: &Self, (project, source): (&Project, &Source), findings: &mut Findings) {
        let differing: Vec<_> =
            self.counts.iter().filter(|(key, count)| later.counts.get(key) != Some(count)).collect();
        let Some((key, (rule, count))) = differing.first() else {
            return;
        };
        let policy = source.policy().map(|policy| (policy.threshold, policy.round_to));
        let problem = if policy == Some(*rule) {
            differently(project, key, *count, differing.len())
        } else {
            under_another_policy(source, *rule)
        };
        findings.add(problem, Location::file(&path(project, source)));
    }

    /// Whether nothing was released.
    pub(super) fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// The record as a file.
    pub(super) fn file(&self, project: &Project, source: &Source) -> (PathBuf, Vec<u8>) {
        let mut text = COLUMNS.join(",") + "\n";
        for (Key { measure, period, area, group, column }, ((threshold, round_to), count)) in &self.counts {
            let count = count.map_or_else(String::new, |count| count.to_string());
            let group = project.ethnicity.code(*group);
            let kind = period.kind.code();
            let column = quoted(column);
            text += &format!("{threshold},{round_to},{measure},{kind},{period},{area},{group},{column},{count}\n");
        }
        (path(project, source), text.into_bytes())
    }
}

fn path(project: &Project, source: &Source) -> PathBuf {
    project.root.data.join("releases").join(format!("{}.csv", source.id))
}

/// The name of a column in a CSV file.
fn quoted(name: &str) -> String {
    if name.contains([',', '"', '\n']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.to_owned() }
}

fn entry(project: &Project, row: &Row, columns: [usize; 9]) -> Option<(Key, (Rule, Option<u64>))> {
    let [threshold, round_to, measure, kind, period, area, group, column, count] =
        columns.map(|column| row.cell(column));
    let kind: StrDeserializer<'_, Error> = kind.into_deserializer();
    let period = Period::parse(period, PeriodKind::deserialize(kind).ok()?)?;
    let count = if count.is_empty() { None } else { Some(count.parse().ok()?) };
    let rule = (threshold.parse().ok()?, round_to.parse().ok()?);
    Some((Key::new(measure, period, area, (project.ethnicity.category(group)?, column)), (rule, count)))
}

fn unreadable() -> Problem {
    Problem::error("the row is no row of a record of what was released", "restore the file as the program wrote it")
}

/// Counts that are no longer those that were released.
fn differently(project: &Project, key: &Key, count: Option<u64>, number: usize) -> Problem {
    let Key { measure, period, area, group, column } = key;
    let (group, area) = (project.ethnicity.label(*group), project.areas.name(area));
    let count = count.map_or_else(|| "not shown".to_owned(), |count| count.to_string());
    let others = if number > 1 { format!(", and {} more differ", number - 1) } else { String::new() };
    Problem::error(
        format!(
            "`{column}` of {group} in {area} (`{measure}`, {period}) was released as {count} and is not now{others}"
        ),
        "two releases give away what neither does: restore what was counted; if nobody was given the earlier release, delete its lines here",
    )
}

/// A policy that is not that of the release before.
fn under_another_policy(source: &Source, (threshold, round_to): Rule) -> Problem {
    let id = &source.id;
    Problem::error(
        format!(
            "`{id}` was released with counts below {threshold} hidden and the others rounded to {round_to}, and its card says something else now"
        ),
        "two policies together give away what each of them hides: restore [disclosure]; if nobody was given the earlier release, delete this file",
    )
}
