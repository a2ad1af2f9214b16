//! What may be shown of counts that the project made itself from records.
//!
//! Figures that a publisher published pass as published. The counts of a source whose card has a `[disclosure]` table
//! are protected before anything is computed from them: small ones are hidden, the others rounded, and further ones
//! withheld until no hidden one can be worked out. Every rate, ratio, interval, chart and table of a report is made
//! from the protected counts alone, so none of them can say more than these do. The auditor then attacks what is
//! left, over all measures and phases of the source together, and a run fails where it succeeds.

pub mod auditor;
pub mod cell;
pub mod suppression;
mod sums;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::disparity::selection::Selection;
use crate::finding::{Findings, Location, Problem};
use crate::harmonise::Dataset;
use crate::indicator::Measure;
use crate::observation::Observation;
use crate::period::Period;
use crate::phase::Phase;
use crate::project::Project;
use crate::source::{Disclosure, Source};

use auditor::{Range, System};
use cell::Cell;
use sums::Sum;

/// The protected counts of all sources that need it, as the measures take them into the phases.
#[derive(Debug, Default)]
pub struct Protected {
    tables: BTreeMap<(String, u32), ProtectedTable>,
}

#[derive(Debug)]
struct ProtectedTable {
    period: Period,
    /// One for each area.
    datasets: Vec<Dataset>,
}

impl Protected {
    /// The rows of a measure in a phase, as far as they may be shown; `None` when no period of it enters the phase.
    pub(crate) fn selection(&self, measure: &str, phase: u32) -> Option<Selection<'_>> {
        let table = self.tables.get(&(measure.to_owned(), phase))?;
        let mut by_area: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for dataset in &table.datasets {
            for observation in &dataset.observations {
                by_area.entry(&observation.area).or_default().push((dataset, observation));
            }
        }
        Some(Selection { period: table.period, by_area })
    }
}

/// A measure in a phase, before its counts are protected.
struct Draft<'a> {
    measure: &'a Measure,
    phase: u32,
    selection: Selection<'a>,
}

/// Protects the counts of every source whose card asks for it; a count that can still be worked out is a fault.
pub fn protect(project: &Project, datasets: &[Dataset], findings: &mut Findings) -> Protected {
    let mut protected = Protected::default();
    for source in project.sources.values() {
        let Some(policy) = source.policy() else {
            continue;
        };
        let drafts = drafts(project, source, datasets);
        let areas: BTreeSet<&str> = drafts.iter().flat_map(|draft| draft.selection.by_area.keys().copied()).collect();
        let tables: Vec<AreaTable<'_>> =
            areas.iter().map(|area| AreaTable::protect(project, (datasets, &drafts), area, policy)).collect();
        for table in &tables {
            table.audit(project, source, &drafts, findings);
        }
        for (place, draft) in drafts.iter().enumerate() {
            let datasets = tables.iter().filter_map(|table| table.dataset(place, draft, source)).collect();
            let key = (draft.measure.id.clone(), draft.phase);
            let period = draft.selection.period;
            protected.tables.insert(key, ProtectedTable { period, datasets });
        }
    }
    protected
}

/// What the measures of a source take into the phases, the earliest phase first: what it published stands, and what
/// is published later must not give it away.
fn drafts<'a>(project: &'a Project, source: &Source, datasets: &'a [Dataset]) -> Vec<Draft<'a>> {
    let draft = |phase: &Phase, measure: &'a Measure| {
        Some(Draft { measure, phase: phase.number, selection: Selection::new(measure, datasets, phase)? })
    };
    let mut drafts = Vec::new();
    for phase in &project.phases {
        let measures = project.measures().map(|(_, measure)| measure);
        drafts
            .extend(measures.filter(|measure| measure.source == source.id).filter_map(|measure| draft(phase, measure)));
    }
    drafts
}

/// Everything of a source that is published about one area.
struct AreaTable<'a> {
    area: &'a str,
    policy: Disclosure,
    cells: Vec<Cell>,
    /// The sums of each draft, with the places of their cells.
    sums: Vec<Vec<Sum<'a>>>,
}

impl<'a> AreaTable<'a> {
    fn protect(
        project: &'a Project,
        (datasets, drafts): (&'a [Dataset], &[Draft<'a>]),
        area: &'a str,
        policy: Disclosure,
    ) -> Self {
        let mut table = Self { area, policy, cells: Vec::new(), sums: Vec::new() };
        for draft in drafts {
            let rows = draft.selection.by_area.get(area);
            let first = table.cells.len();
            let sums = sums::from_rows(
                &project.ethnicity,
                (datasets, draft.measure),
                rows.map_or(&[], Vec::as_slice),
                &mut table.cells,
            );
            table.sums.push(sums);
            suppression::suppress(&mut table.cells, first, policy);
        }
        table
    }

    /// Attacks everything that is published about the area.
    fn audit(&self, project: &Project, source: &Source, drafts: &[Draft<'a>], findings: &mut Findings) {
        let system = System::of(&self.cells);
        for place in suppression::exposed(&system, &self.cells, self.policy) {
            let found = self.sums.iter().zip(drafts).find_map(|(sums, draft)| {
                let sum = sums.iter().find(|sum| sum.holds(place))?;
                Some((draft, sum.category))
            });
            let Some((draft, category)) = found else {
                continue;
            };
            let range = system.range(&self.cells, place, self.policy);
            let (group, area) = (project.ethnicity.label(category), project.areas.name(self.area));
            let (measure, phase) = (&draft.measure.id, draft.phase);
            let count = format!("the count of {group} in {area} (`{measure}`, phase {phase})");
            findings.add(exposed(&count, range, self.policy), Location::file(&source.folder.join("source.toml")));
        }
    }

    /// The observations of a draft that may be shown; `None` when the area has none.
    fn dataset(&self, place: usize, draft: &Draft<'a>, source: &Arc<Source>) -> Option<Dataset> {
        let rows = draft.selection.by_area.get(self.area)?;
        let (template, _) = rows.first()?;
        let period = draft.selection.period;
        let observations: Vec<Observation> = self
            .sums
            .get(place)?
            .iter()
            .filter_map(|sum| sum.observation(period, (&self.cells, self.policy)))
            .collect();
        let mut rounded_to = template.card.rounded_to.clone();
        for column in sums::protected_columns(draft.measure) {
            rounded_to.insert(column.to_owned(), f64::from(self.policy.round_to));
        }
        Some(Dataset {
            source: Arc::clone(source),
            card: Arc::clone(&template.card),
            path: template.path.clone(),
            classification: Arc::clone(&template.classification),
            columns: template.columns.clone(),
            observations,
            rounded_to,
            left_out: BTreeMap::new(),
        })
    }
}

/// A count that is not shown and that what is shown gives away: its range, or none where the figures contradict each
/// other.
fn exposed(count: &str, range: Option<Range>, policy: Disclosure) -> Problem {
    let Some(Range { low, high }) = range else {
        return Problem::error(
            format!("{count} is not shown and the figures that hold it contradict each other"),
            "a row of an aggregate must be the sum of the rows of its parts",
        );
    };
    let least = policy.least_range();
    Problem::error(
        format!("{count} is not shown and can be worked out to lie between {low} and {high}"),
        format!(
            "the policy of the source asks for a range of {least} or more; under [disclosure], set `secondary = true` or round to more"
        ),
    )
}
