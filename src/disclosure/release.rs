//! What was released of a source, kept in `data/releases/`: a later run must show the same, or the two give away what
//! neither does.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use tables::{Row, Table};

use crate::ethnicity::Category;
use crate::finding::{Findings, Location, Problem, bytes};
use crate::harmonise::{Dataset, Slices};
use crate::indicator::Measure;
use crate::observation::{Figure, Observation};
use crate::period::{Period, PeriodKind};
use crate::phase::Phase;
use crate::project::Project;
use crate::source::{Disclosure, FileCard, Layout, Source};

use super::cell::NOT_SHOWN;
use super::sums::protected_columns;

/// The columns of a record.
const COLUMNS: [&str; 9] =
    ["threshold", "round_to", "measure", "period_kind", "period", "area_code", "ethnic_group", "column", "count"];

/// The numbers of a policy that decide what is shown of a count.
type Rule = (u32, u32);

/// What was released of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The count, rounded.
    Count(u64),
    /// That it is hidden or withheld, without saying which.
    Nothing,
}

impl Shown {
    /// As a record has it.
    fn cell(self) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Nothing => String::new(),
        }
    }

    fn figure(self) -> Figure {
        match self {
            Self::Count(count) => Figure::Known(count as f64),
            Self::Nothing => NOT_SHOWN,
        }
    }
}

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
    counts: BTreeMap<Key, (Rule, Shown)>,
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
    pub(super) fn shown(&self, key: &Key) -> Option<Shown> {
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
                    Figure::Known(count) => statistics::count(*count).ok().map(Shown::Count),
                    Figure::Suppressed { .. } => Some(Shown::Nothing),
                    Figure::Unreliable
                    | Figure::NotAvailable
                    | Figure::NotApplicable
                    | Figure::RoundsToZero
                    | Figure::Blank => None,
                };
                let Some(shown) = count else {
                    continue;
                };
                let key = Key::new(measure, row.period, &row.area, (row.category, column));
                self.counts.insert(key, (rule, shown));
            }
        }
    }

    /// The latest period inside a phase of which something was released.
    pub(super) fn period(&self, measure: &Measure, phase: &Phase) -> Option<Period> {
        let own = self.counts.keys().filter(|key| key.measure == measure.id).map(|key| key.period);
        own.filter(|period| phase.includes(*period)).max()
    }

    /// What was released of a measure in a period, as a file of the project itself; `None` where the file that is not
    /// here has no classification on its card.
    pub(super) fn dataset(
        &self,
        (project, source): (&Project, &Arc<Source>),
        (measure, period): (&Measure, Period),
        policy: Disclosure,
    ) -> Option<Dataset> {
        let (_, file) = project.files_of(measure).next()?;
        let classification = project.ethnicity.classification(file.classification.as_deref()?)?;
        let path = path(project, source);
        let name = project.root.name_of(&path).display().to_string();
        let card = FileCard { name, layout: Layout::Tidy, ..file.clone() };
        let own = self.counts.iter().filter(|(key, _)| key.measure == measure.id && key.period == period);
        let mut rows: BTreeMap<(&str, Category), BTreeMap<&str, Shown>> = BTreeMap::new();
        for (key, (_, shown)) in own {
            rows.entry((&key.area, key.group)).or_default().insert(&key.column, *shown);
        }
        let mut observations = Vec::new();
        for (line, ((area, category), shown)) in (1..).zip(rows) {
            let figure = |column| shown.get(column).map_or(Figure::NotAvailable, |shown| shown.figure());
            observations.push(Observation {
                line,
                also: Vec::new(),
                period,
                area: area.to_owned(),
                label: project.ethnicity.label(category).to_owned(),
                category,
                dimensions: Vec::new(),
                figures: card.figures().map(figure).collect(),
            });
        }
        let mut rounded_to = card.rounded_to.clone();
        for column in protected_columns(measure) {
            rounded_to.insert(column.to_owned(), f64::from(policy.round_to));
        }
        Some(Dataset {
            source: Arc::clone(source),
            card: Arc::new(card),
            path,
            classification: Arc::clone(classification),
            columns: BTreeMap::new(),
            observations,
            rounded_to,
            slices: Slices::default(),
            signs: BTreeMap::new(),
            left_out: BTreeMap::new(),
        })
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
        let mut lines = vec![COLUMNS.join(",")];
        for (Key { measure, period, area, group, column }, ((threshold, round_to), count)) in &self.counts {
            let count = count.cell();
            let group = project.ethnicity.code(*group);
            let kind = period.kind.code();
            let column = quoted(column);
            lines.push(format!("{threshold},{round_to},{measure},{kind},{period},{area},{group},{column},{count}"));
        }
        (path(project, source), (lines.join("\n") + "\n").into_bytes())
    }
}

fn path(project: &Project, source: &Source) -> PathBuf {
    project.root.data.join("releases").join(format!("{}.csv", source.id))
}

/// The name of a column in a CSV file.
fn quoted(name: &str) -> String {
    if name.contains([',', '"', '\n']) { format!("\"{}\"", name.replace('"', "\"\"")) } else { name.to_owned() }
}

fn entry(project: &Project, row: &Row, columns: [usize; 9]) -> Option<(Key, (Rule, Shown))> {
    let [threshold, round_to, measure, kind, period, area, group, column, count] =
        columns.map(|column| row.cell(column));
    let kind: StrDeserializer<'_, Error> = kind.into_deserializer();
    let period = Period::parse(period, PeriodKind::deserialize(kind).ok()?)?;
    let count = if count.is_empty() { Shown::Nothing } else { Shown::Count(count.parse().ok()?) };
    let rule = (threshold.parse().ok()?, round_to.parse().ok()?);
    Some((Key::new(measure, period, area, (project.ethnicity.category(group)?, column)), (rule, count)))
}

fn unreadable() -> Problem {
    Problem::error("the row is no row of a record of what was released", "restore the file as the program wrote it")
}

/// Counts that are no longer those that were released.
fn differently(project: &Project, key: &Key, count: Shown, number: usize) -> Problem {
    let Key { measure, period, area, group, column } = key;
    let (group, area) = (project.ethnicity.label(*group), project.areas.name(area));
    let count = if count == Shown::Nothing { "not shown".to_owned() } else { count.cell() };
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
