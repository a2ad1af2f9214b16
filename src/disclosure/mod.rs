//! What may be shown of counts that the project made itself from records.
//!
//! Figures that a publisher published pass as published. The counts of a source whose card has a `[disclosure]` table
//! are protected before anything is computed from them: small ones are hidden, the others rounded, and further ones
//! withheld until no hidden one can be worked out. Every rate, ratio, interval, chart and table of a report is made
//! from the protected counts alone, so none of them can say more than these do. The auditor then attacks what is
//! left, over all measures and phases of the source together, and a run fails where it succeeds.

pub mod auditor;
pub mod cell;
pub mod release;
pub mod suppression;
mod sums;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::disparity::selection::Selection;
use crate::finding::{Findings, Location, Problem};
use crate::harmonise::Dataset;
use crate::indicator::Measure;
use crate::observation::Observation;
use crate::period::Period;
use crate::project::Project;
use crate::source::{Disclosure, Source};

use auditor::{Range, System};
use cell::{Cell, State};
use release::{Key, Release, Shown};
use sums::Sum;

/// The protected counts of all sources that need it, as the measures take them into the phases.
#[derive(Debug, Default)]
pub struct Protected {
    /// The records of what is released with them.
    records: Vec<(PathBuf, Vec<u8>)>,
    tables: BTreeMap<(String, u32), ProtectedTable>,
}

#[derive(Debug, Clone)]
struct ProtectedTable {
    period: Period,
    /// One for each area.
    datasets: Vec<Dataset>,
}

impl Protected {
    /// The records of what is released, as files.
    pub(crate) fn records(&self) -> &[(PathBuf, Vec<u8>)] {
        &self.records
    }

    /// Takes up what was released of a source whose private files are not here.
    fn take_up(
        &mut self,
        project: &Project,
        source: &Arc<Source>,
        (released, policy): (&Release, Disclosure),
        findings: &mut Findings,
    ) {
        if released.is_empty() {
            findings.add(not_here(source), Location::file(&source.folder.join("source.toml")));
        }
        for (_, measure) in project.measures().filter(|(_, measure)| measure.source == source.id) {
            for phase in &project.phases {
                let Some(period) = released.period(measure, phase) else {
                    continue;
                };
                let dataset = released.dataset((project, source), (measure, period), policy);
                let table = ProtectedTable { period, datasets: dataset.into_iter().collect() };
                self.tables.insert((measure.id.clone(), phase.number), table);
            }
        }
    }

    /// The rows of a measure in a phase, as far as they may be shown; `None` when no period of it enters the phase.
    pub(crate) fn selection(&self, measure: &str, phase: u32) -> Option<Selection<'_>> {
        let table = self.tables.get(&(measure.to_owned(), phase))?;
        let mut by_area: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for dataset in &table.datasets {
            for observation in &dataset.observations {
                by_area.entry(&observation.area).or_default().push((dataset, observation));
            }
        }
        Some(Selection { period: table.period, by_area, part_of_year: BTreeMap::new() })
    }
}

/// A measure in a period, before its counts are protected.
struct Draft<'a> {
    measure: &'a Measure,
    /// The phases that it enters; none where it entered one when it was released.
    phases: Vec<u32>,
    selection: Selection<'a>,
}

/// Protects the counts of every source whose card asks for it; a count that can still be worked out is a fault.
pub fn protect(project: &Project, datasets: &[Dataset], findings: &mut Findings) -> Protected {
    let mut protected = Protected::default();
    for source in project.sources.values() {
        let released = Release::read(project, source, findings);
        let Some(policy) = source.policy() else {
            released.compare(&Release::default(), (project, source), findings);
            continue;
        };
        if source.private && !source.is_here() {
            protected.take_up(project, source, (&released, policy), findings);
            continue;
        }
        let drafts = drafts((project, source), datasets, &released);
        let areas: BTreeSet<&str> = drafts.iter().flat_map(|draft| draft.selection.by_area.keys().copied()).collect();
        let tables: Vec<AreaTable<'_>> = areas
            .iter()
            .map(|area| AreaTable::protect(project, (datasets, &drafts, &released), area, policy))
            .collect();
        for table in &tables {
            table.audit(project, source, &drafts, findings);
        }
        let mut release = Release::default();
        for (place, draft) in drafts.iter().enumerate() {
            let datasets: Vec<_> = tables.iter().filter_map(|table| table.dataset(place, draft, source)).collect();
            release.add(&draft.measure.id, &datasets, policy);
            let period = draft.selection.period;
            // A report is the same where the private file is and where it is not.
            let recorded = || release.dataset((project, source), (draft.measure, period), policy).into_iter().collect();
            let table = ProtectedTable { period, datasets: if source.private { recorded() } else { datasets } };
            for phase in &draft.phases {
                protected.tables.insert((draft.measure.id.clone(), *phase), table.clone());
            }
        }
        released.compare(&release, (project, source), findings);
        if !release.is_empty() {
            protected.records.push(release.file(project, source));
        }
    }
    protected
}

/// What the measures of a source take into the phases: what was released first, and then the earliest phase first. What
/// is published stands, and what is published later must not give it away.
fn drafts<'a>(
    (project, source): (&'a Project, &Source),
    datasets: &'a [Dataset],
    released: &Release,
) -> Vec<Draft<'a>> {
    let measures = || project.measures().map(|(_, measure)| measure).filter(|measure| measure.source == source.id);
    let before = released.tables().into_iter().filter_map(|(id, period)| {
        let measure = measures().find(|measure| measure.id == id)?;
        Some(Draft { measure, phases: Vec::new(), selection: Selection::of_period(measure, datasets, period) })
    });
    let mut drafts: Vec<Draft<'a>> = before.collect();
    for phase in &project.phases {
        for measure in measures() {
            let Some(selection) = Selection::new(measure, datasets, phase) else {
                continue;
            };
            let is_same =
                |draft: &&mut Draft<'a>| draft.measure.id == measure.id && draft.selection.period == selection.period;
            match drafts.iter_mut().find(is_same) {
                Some(draft) => draft.phases.push(phase.number),
                None => drafts.push(Draft { measure, phases: vec![phase.number], selection }),
            }
        }
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
        (datasets, drafts, released): (&'a [Dataset], &[Draft<'a>], &Release),
        area: &'a str,
        policy: Disclosure,
    ) -> Self {
        let mut table = Self { area, policy, cells: Vec::new(), sums: Vec::new() };
        let before = released.tables().len().min(drafts.len());
        for draft in drafts {
            let rows = draft.selection.by_area.get(area);
            let sums = sums::from_rows(
                &project.ethnicity,
                (datasets, draft.measure),
                rows.map_or(&[], Vec::as_slice),
                &mut table.cells,
            );
            table.keep(released, draft, &sums);
            table.sums.push(sums);
            // All that was released is known before anything new is decided.
            if table.sums.len() >= before {
                suppression::suppress(&mut table.cells, policy);
            }
        }
        table
    }

    /// Shows of the cells of a draft what was released of them.
    fn keep(&mut self, released: &Release, draft: &Draft<'a>, sums: &[Sum<'a>]) {
        for sum in sums {
            for (place, column) in sum.cells() {
                let key = Key::new(&draft.measure.id, draft.selection.period, self.area, (sum.category, column));
                let Some((shown, cell)) = released.shown(&key).zip(self.cells.get_mut(place)) else {
                    continue;
                };
                cell.is_released = true;
                cell.state = match shown {
                    Shown::Count(_) => State::Shown,
                    Shown::Nothing if cell.is_small(self.policy) => State::Hidden,
                    Shown::Nothing => State::Withheld,
                };
            }
        }
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
            let (measure, period) = (&draft.measure.id, draft.selection.period);
            let count = format!("the count of {group} in {area} (`{measure}`, {period})");
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

/// A source whose private files are not on this machine, and of which nothing was released.
fn not_here(source: &Source) -> Problem {
    Problem::error(
        format!("the private files of `{}` are not here, and data/releases has nothing of it", source.id),
        "run `scorecard run` once where the files are, and keep data/releases with the data",
    )
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
