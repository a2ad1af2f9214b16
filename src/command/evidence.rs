//! Everything that a command stands on: read, checked, protected, and what is computed of it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::acknowledgement;
use crate::area::{Area, Level};
use crate::args::Folders;
use crate::correction::{self, Applied};
use crate::disclosure::{self, Protected};
use crate::disparity;
use crate::disparity::selection::Selection;
use crate::error::{Error, Result};
use crate::finding::{self, Findings, Location, Problem, Severity};
use crate::harmonise::{self, Dataset};
use crate::indicator::{Comparator, Measure};
use crate::ingest::{self, Input};
use crate::phase::Phase;
use crate::project::{Project, Root};
use crate::residents::Residents;
use crate::scorecard::{LeftOutRows, PhaseDisparities, Remarks, Scorecard};
use crate::screening;

use super::Progress;

/// Which phases must have data.
#[derive(Clone, Copy)]
pub(super) enum Phases {
    /// Every phase that is declared.
    All,
    /// One, or the latest.
    One(Option<u32>),
}

impl From<&Folders> for Root {
    fn from(folders: &Folders) -> Self {
        Self { data: folders.data.clone(), indicators: folders.indicators.clone() }
    }
}

/// Everything that was read and found sound.
#[derive(Debug)]
pub(super) struct Evidence {
    pub(super) project: Arc<Project>,
    pub(super) inputs: Vec<Input>,
    /// The figures that pass as published.
    datasets: Vec<Dataset>,
    /// The counts of our own, as far as they may be shown.
    protected: Protected,
    residents: Residents,
    pub(super) remarks: Remarks,
}

impl Evidence {
    /// Reads and checks everything; a finding that stops the run is the error.
    pub(super) fn read(root: &Root, phases: Phases, progress: Progress<'_>) -> Result<Self> {
        let mut findings = Findings::new();
        let Some(project) = Project::read(root, &mut findings)? else {
            return Err(Error::Refused(findings));
        };
        let wanted = match phases {
            // The phases themselves could not be read, which is among the findings.
            _ if project.phases.is_empty() && findings.any_error() => Vec::new(),
            Phases::One(number) => vec![project.phase(number)?],
            Phases::All => project.phases.iter().collect(),
        };
        let Files { inputs, datasets, corrections } = read_files(&project, &mut findings, progress);
        let residents = Residents::gather(&datasets, &project.areas);
        screening::examine(&project, &datasets, &residents, &mut findings);
        for phase in wanted {
            check_phase(&project, phase, &datasets, &mut findings);
        }
        // Counts that are at fault cannot be audited.
        let protected = if findings.any_error() {
            Protected::default()
        } else {
            disclosure::protect(&project, &datasets, &mut findings)
        };
        if findings.any_error() {
            return Err(Error::Refused(findings));
        }
        let (warnings, acknowledged) = acknowledgement::apply(&project.sources, findings.of(Severity::Warning));
        let warnings = finding::first_of_each_kind(warnings);
        let remarks = Remarks { warnings, acknowledged, corrections, left_out: left_out(&datasets) };
        Ok(Self { project: Arc::new(project), inputs, datasets, protected, residents, remarks })
    }

    /// The scorecard of a phase, headed by some boroughs or by those that take part.
    pub(super) fn scorecard(
        &self,
        phase: &Arc<Phase>,
        comparator: Option<Comparator>,
        boroughs: &[String],
        progress: Progress<'_>,
    ) -> Result<Scorecard> {
        let mut named: Vec<Arc<Area>> = Vec::new();
        for name in boroughs.iter().chain(phase.boroughs.iter().filter(|_| boroughs.is_empty())) {
            let area = borough(&self.project, name)?;
            if named.iter().all(|earlier| earlier.code != area.code) {
                named.push(Arc::clone(area));
            }
        }
        progress("comparing", 0, 1);
        let phases = self.project.phases.par_iter().filter(|earlier| earlier.number < phase.number);
        let earlier: Vec<PhaseDisparities> = phases.map(|phase| self.disparities(phase, comparator)).collect();
        let current = self.disparities(phase, comparator);
        progress("comparing", 1, 1);
        Ok(Scorecard::new(Arc::clone(&self.project), current, &earlier, named, self.remarks.clone()))
    }

    /// The records of what a report releases of our own counts, as files.
    pub(super) fn records(&self) -> &[(PathBuf, Vec<u8>)] {
        self.protected.records()
    }

    fn disparities(&self, phase: &Arc<Phase>, comparator: Option<Comparator>) -> PhaseDisparities {
        let evidence = disparity::Evidence {
            ethnicity: &self.project.ethnicity,
            residents: &self.residents,
            ages: self.project.ages.as_ref(),
            equivalence_band: self.project.equivalence_band,
        };
        let of_measure = |measure: &Arc<Measure>| {
            let selection = self.selection(measure, phase)?;
            Some(disparity::compute(measure, &selection, comparator.unwrap_or(measure.comparator), evidence))
        };
        let measures: Vec<&Arc<Measure>> = self.project.measures().map(|(_, measure)| measure).collect();
        let disparities = measures.par_iter().filter_map(|measure| of_measure(measure)).flatten_iter().collect();
        PhaseDisparities { phase: Arc::clone(phase), disparities }
    }

    /// The rows that a measure takes into a phase: as published, or as far as they may be shown.
    fn selection(&self, measure: &Measure, phase: &Phase) -> Option<Selection<'_>> {
        let source = self.project.sources.get(&measure.source)?;
        match source.policy() {
            Some(_) => self.protected.selection(&measure.id, phase.number),
            None => Selection::new(measure, &self.datasets, phase),
        }
    }
}

/// The files of figures, as read and in our terms.
struct Files {
    inputs: Vec<Input>,
    datasets: Vec<Dataset>,
    corrections: Vec<Applied>,
}

/// Reads all files that the source cards name and that are here, in parallel; the findings stand in the order of the cards.
fn read_files(project: &Project, findings: &mut Findings, progress: Progress<'_>) -> Files {
    let cards: Vec<_> = project
        .sources
        .values()
        .filter(|source| !source.private || source.is_here())
        .flat_map(|source| source.files.iter().map(move |file| (source, file)))
        .collect();
    let total = cards.len() as u64;
    let done = AtomicU64::new(0);
    let read: Vec<_> = cards
        .par_iter()
        .map(|(source, file)| {
            let mut findings = Findings::new();
            let mut input = ingest::read(source, file, &project.areas, &mut findings);
            let mut applied = Vec::new();
            let mut dataset = input.table.take().and_then(|mut table| {
                let corrections = project.corrections_of(source);
                let target =
                    correction::Target { source: &source.id, file: &file.name, is_shown: source.policy().is_none() };
                applied = correction::apply(corrections, target, &mut table, &mut findings);
                let rows =
                    harmonise::harmonise(&table, (source, file), &project.areas, &project.ethnicity, &mut findings);
                screening::table((&table, rows.as_ref()), file, project, &mut findings);
                rows?.classified(&mut findings)
            });
            if let Some(dataset) = &mut dataset {
                dataset.left_out.append(&mut input.left_out);
            }
            progress("reading", done.fetch_add(1, Ordering::Relaxed) + 1, total);
            (input, dataset, applied, findings)
        })
        .collect();
    let mut files = Files { inputs: Vec::new(), datasets: Vec::new(), corrections: Vec::new() };
    for (input, dataset, applied, found) in read {
        files.inputs.push(input);
        files.datasets.extend(dataset);
        files.corrections.extend(applied);
        findings.append(found);
    }
    files
}

/// Rows of the files that are no part of their tables, or that their recipes leave out.
fn left_out(datasets: &[Dataset]) -> Vec<LeftOutRows> {
    let of = |dataset: &Dataset| -> Vec<LeftOutRows> {
        let rows = dataset.left_out.iter().map(|(reason, count)| LeftOutRows {
            source: dataset.source.id.clone(),
            file: dataset.card.name.clone(),
            reason: reason.clone(),
            count: *count,
        });
        rows.collect()
    };
    // Of a private file a report says the same where the file is and where it is not.
    datasets.iter().filter(|dataset| !dataset.source.private).flat_map(of).collect()
}

fn check_phase(project: &Project, phase: &Phase, datasets: &[Dataset], findings: &mut Findings) {
    let has_period = |measure: &Measure| Selection::new(measure, datasets, phase).is_some();
    if !project.measures().any(|(_, measure)| has_period(measure)) {
        findings.add(empty_phase(phase), Location::file(&project.root.data.join("phases.toml")));
    }
}

/// A phase in whose window no measure has a period.
fn empty_phase(phase: &Phase) -> Problem {
    let Phase { number, from, to, .. } = phase;
    Problem::error(
        format!("no measure has a period that ends in phase {number} ({from} to {to})"),
        "add data for it, or correct its window in data/phases.toml",
    )
}

/// The borough of a name or code.
pub(super) fn borough<'a>(project: &'a Project, name: &str) -> Result<&'a Arc<Area>> {
    let found = project.areas.find(name);
    if let Some(area) = found.filter(|area| area.level == Level::Borough) {
        return Ok(area);
    }
    let (message, nearest) = match found {
        Some(area) => (format!("{} is not a borough", area.name), None),
        None => (format!("there is no borough `{name}`"), project.areas.nearest(name)),
    };
    let hint = nearest.map_or_else(
        || "data/areas.csv lists the boroughs and their other names".to_owned(),
        |nearest| format!("the nearest is `{nearest}`; data/areas.csv lists all"),
    );
    Err(Error::Usage { message, hint })
}
