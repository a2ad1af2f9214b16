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

use crate::catalogue::Catalogue;
use crate::disparity::selection::Selection;
use crate::finding::{Fault, Findings, Location};
use crate::harmonise::Dataset;
use crate::indicator::Measure;
use crate::observation::Observation;
use crate::period::Period;
use crate::phase::Phase;
use crate::source::{Disclosure, Source};

use auditor::System;
use cell::Cell;
use sums::Sum;

/// The protected counts of all sources that need it, as the measures take them into the phases.
#[derive(Debug, Default)]
pub struct Protected<'a> {
    tables: BTreeMap<(&'a str, u32), ProtectedTable<'a>>,
}

#[derive(Debug)]
struct ProtectedTable<'a> {
    period: Period,
    /// One for each area.
    datasets: Vec<Dataset<'a>>,
}

impl<'a> Protected<'a> {
    /// The rows of a measure in a phase, as far as they may be shown; `None` when no period of it enters the phase.
    pub(crate) fn selection(&'a self, measure: &'a str, phase: u32) -> Option<Selection<'a>> {
        let table = self.tables.get(&(measure, phase))?;
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
pub fn protect<'a>(catalogue: &'a Catalogue, datasets: &'a [Dataset<'a>], findings: &mut Findings) -> Protected<'a> {
    let mut protected = Protected::default();
    for source in catalogue.sources.values() {
        let Some(policy) = source.policy() else {
            continue;
        };
        let drafts = drafts(catalogue, source, datasets);
        let areas: BTreeSet<&str> = drafts.iter().flat_map(|draft| draft.selection.by_area.keys().copied()).collect();
        let tables: Vec<AreaTable<'a>> =
            areas.iter().map(|area| AreaTable::protect(catalogue, (datasets, &drafts), area, policy)).collect();
        for table in &tables {
            table.audit(catalogue, source, &drafts, findings);
        }
        for (place, draft) in drafts.iter().enumerate() {
            let datasets = tables.iter().filter_map(|table| table.dataset(place, draft, source)).collect();
            let key = (draft.measure.id.as_str(), draft.phase);
            let period = draft.selection.period;
            protected.tables.insert(key, ProtectedTable { period, datasets });
        }
    }
    protected
}

/// What the measures of a source take into the phases, the earliest phase first: what it published stands, and what
/// is published later must not give it away.
fn drafts<'a>(catalogue: &'a Catalogue, source: &Source, datasets: &'a [Dataset<'a>]) -> Vec<Draft<'a>> {
    let draft = |phase: &Phase, measure: &'a Measure| {
        Some(Draft { measure, phase: phase.number, selection: Selection::of(measure, datasets, phase)? })
    };
    let mut drafts = Vec::new();
    for phase in &catalogue.phases {
        let measures = catalogue.measures().map(|(_, measure)| measure);
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
        catalogue: &'a Catalogue,
        (datasets, drafts): (&'a [Dataset<'a>], &[Draft<'a>]),
        area: &'a str,
        policy: Disclosure,
    ) -> Self {
        let mut table = Self { area, policy, cells: Vec::new(), sums: Vec::new() };
        for draft in drafts {
            let rows = draft.selection.by_area.get(area);
            let first = table.cells.len();
            let sums = sums::of(
                &catalogue.ethnicity,
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
    fn audit(&self, catalogue: &Catalogue, source: &Source, drafts: &[Draft<'a>], findings: &mut Findings) {
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
            let fault = Fault::Exposed {
                group: catalogue.ethnicity.label(category).to_owned(),
                area: catalogue.areas.name(self.area).to_owned(),
                measure: draft.measure.id.clone(),
                phase: draft.phase,
                range: range.map(|range| (range.low, range.high)),
                least: self.policy.least_range(),
            };
            findings.add(fault, Location::file(&source.folder.join("source.toml")));
        }
    }

    /// The observations of a draft that may be shown; `None` when the area has none.
    fn dataset(&self, place: usize, draft: &Draft<'a>, source: &'a Source) -> Option<Dataset<'a>> {
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
            source,
            card: template.card,
            path: template.path.clone(),
            classification: template.classification,
            columns: template.columns.clone(),
            observations,
            rounded_to,
            left_out: BTreeMap::new(),
        })
    }
}
