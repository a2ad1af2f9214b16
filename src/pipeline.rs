//! The calls in order: read, check, compute, draw, write.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use tables::outlines::Outlines;
use tables::records::{self, PeriodColumn, PlaceColumns, Plan};

use crate::area::{Area, Areas, Level};
use crate::args::{Calc, Folders, Run, Show, Tally};
use crate::calc;
use crate::catalogue::Catalogue;
use crate::chart;
use crate::correction::{self, Applied, Corrected};
use crate::denominator::Residents;
use crate::disclosure::{self, Protected};
use crate::disparity::selection::Selection;
use crate::disparity::{self, Evidence};
use crate::error::{Error, Result};
use crate::finding::{Fault, Finding, Findings, Location, Problem, Severity};
use crate::harmonise::{self, Dataset};
use crate::indicator::{Comparator, Measure};
use crate::ingest::tally::{self, Known};
use crate::ingest::{self, Input};
use crate::phase::Phase;
use crate::report::{self, Drawings, Options};
use crate::scorecard::{LeftOutRows, PhaseDisparities, Remarks, Scorecard};
use crate::screening;

/// How far a long command is, for a progress bar.
pub type Progress<'p> = &'p (dyn Fn(&'static str, u64, u64) + Sync);

/// What `scorecard check` found.
#[derive(Debug)]
pub struct Checked {
    /// Files that were read.
    pub files: usize,
    /// Measures that are declared.
    pub measures: usize,
    /// Corrections of published figures that were made.
    pub corrections: usize,
    /// What is odd and does not stop a run.
    pub warnings: Vec<Finding>,
}

/// Reads everything and reports every fault in one pass.
pub fn check(folders: &Folders) -> Result<Checked> {
    with_evidence(folders, Phases::All, &|_, _, _| {}, |read| {
        Ok(Checked {
            files: read.catalogue.files.len() + read.inputs.len(),
            measures: read.catalogue.measures().count(),
            corrections: read.remarks.corrections.len(),
            warnings: read.remarks.warnings,
        })
    })
}

/// Makes the report of a phase and returns its folder.
pub fn run(options: &Run, progress: Progress<'_>) -> Result<PathBuf> {
    with_evidence(&options.folders, Phases::One(options.phase), progress, |mut read| {
        let phase = read.catalogue.phase(options.phase)?;
        let comparator = options.comparator.map(Comparator::from);
        let folders = (options.folders.data.as_path(), options.folders.indicators.as_path());
        let inputs = report::inputs(folders, read.catalogue, read.inputs);
        for warning in &mut read.remarks.warnings {
            warning.location.path = report::name_of(folders, &warning.location.path);
        }
        let scorecard = compute(read, phase, comparator, &options.borough, progress)?;
        let settings = Options { comparator, boroughs: options.borough.clone() };
        let drawings = draw(&scorecard, progress)?;
        let files = report::files(&scorecard, &drawings, &settings, inputs)?;
        let folder = options.out.join(format!("phase-{}", phase.number));
        report::folder::write_whole(&folder, &files)?;
        Ok(folder)
    })
}

/// The scorecard of one borough, as text of a width.
pub fn show(options: &Show, width: usize) -> Result<String> {
    with_evidence(&options.folders, Phases::One(options.phase), &|_, _, _| {}, |read| {
        let phase = read.catalogue.phase(options.phase)?;
        let borough = borough(read.catalogue, &options.borough)?;
        let comparator = options.comparator.map(Comparator::from);
        let scorecard = compute(read, phase, comparator, std::slice::from_ref(&borough.code), &|_, _, _| {})?;
        Ok(report::terminal::scorecard(&scorecard, borough, width))
    })
}

/// Counts records by area, period and group, writes the counts and what was left out as tidy tables, and returns the
/// counts.
pub fn tally(options: &Tally, progress: Progress<'_>) -> Result<tally::Tally> {
    let files =
        records::expand(&options.files).map_err(|Problem { message, hint, .. }| Error::Usage { message, hint })?;
    let mut findings = Findings::new();
    let areas = Catalogue::areas(&options.data, &mut findings);
    let Some(areas) = areas.filter(|_| !findings.any_error()) else {
        return Err(Error::Refused(findings));
    };
    // The records are looked through even when the outlines are faulty, so that all faults are known in one pass.
    let boundaries = options.boundaries.as_ref();
    let outlines = boundaries.map_or_else(Outlines::default, |path| tally::outlines(path, &areas, &mut findings));
    let size = |path: &PathBuf| path.metadata().map_or(0, |file| file.len());
    let total = files.iter().map(size).sum();
    let done = |done| progress("counting", done, total);
    let known = Known { areas: &areas, outlines: &outlines };
    let Some(tally) = tally::count(&files, &options.plan(&areas), known, &done, &mut findings) else {
        return Err(Error::Refused(findings));
    };
    report::folder::write(&options.out, &report::tally::counts(&tally)?)?;
    report::folder::write(&report::tally::beside(&options.out), &report::tally::left_out(&tally)?)?;
    Ok(tally)
}

impl Tally {
    /// What is to be counted.
    fn plan(&self, areas: &Areas) -> Plan {
        let place = self.area.as_ref().map_or_else(
            || PlaceColumns::Position { latitude: self.latitude.clone(), longitude: self.longitude.clone() },
            |column| PlaceColumns::Name { column: column.clone() },
        );
        Plan {
            by: std::iter::once(&self.group).chain(&self.by).cloned().collect(),
            sum: self.sum.clone(),
            period: PeriodColumn { column: self.date.clone(), time_zone: areas.time_zone.clone() },
            place,
            filters: self.filters.clone(),
        }
    }
}

/// Computes a quantity, and returns what is to be printed: the results, or the name of the file that was written.
pub fn calc(options: &Calc) -> Result<String> {
    let Some(quantity) = calc::find(&options.quantity) else {
        return Err(Error::Usage {
            message: format!("there is no quantity `{}`", options.quantity),
            hint: format!("there is {}", calc::names().join(", ")),
        });
    };
    let Some(input) = &options.input else {
        return quantity.single(&options.numbers);
    };
    let bytes = std::fs::read(input).map_err(|source| Error::Read { path: input.clone(), source })?;
    let results = quantity.batch(input, &bytes)?;
    match &options.out {
        Some(out) => {
            report::folder::write(out, results.as_bytes())?;
            Ok(format!("{}\n", out.display()))
        }
        None => Ok(results),
    }
}

/// Everything that was read and found sound.
struct Read<'a> {
    catalogue: &'a Catalogue,
    inputs: &'a [Input],
    /// The figures that pass as published.
    datasets: &'a [Dataset<'a>],
    /// The counts of our own, as far as they may be shown.
    protected: &'a Protected<'a>,
    residents: &'a Residents<'a>,
    remarks: Remarks,
}

impl<'a> Read<'a> {
    /// The rows that a measure takes into a phase: as published, or as far as they may be shown.
    fn selection(&self, measure: &'a Measure, phase: &Phase) -> Option<Selection<'a>> {
        let source = self.catalogue.sources.get(&measure.source)?;
        match source.policy() {
            Some(_) => self.protected.selection(&measure.id, phase.number),
            None => Selection::of(measure, self.datasets, phase),
        }
    }
}

/// Which phases must have data.
#[derive(Clone, Copy)]
enum Phases {
    /// Every phase that is declared.
    All,
    /// One, or the latest.
    One(Option<u32>),
}

/// Reads and checks everything, and goes on only when nothing stops the run.
fn with_evidence<T>(
    folders: &Folders,
    phases: Phases,
    progress: Progress<'_>,
    then: impl FnOnce(Read<'_>) -> Result<T>,
) -> Result<T> {
    let mut findings = Findings::new();
    let Some(catalogue) = Catalogue::read(&folders.data, &folders.indicators, &mut findings)? else {
        return Err(Error::Refused(findings));
    };
    let wanted = match phases {
        // The phases themselves could not be read, which is among the findings.
        _ if catalogue.phases.is_empty() && findings.any_error() => Vec::new(),
        Phases::One(number) => vec![catalogue.phase(number)?],
        Phases::All => catalogue.phases.iter().collect(),
    };
    let files = read_files(&catalogue, &mut findings, progress);
    let Files { inputs, datasets, corrections } = files;
    let residents = Residents::gather(&datasets);
    screening::examine(&catalogue, &datasets, &residents, &mut findings);
    let path = folders.data.join("phases.toml");
    for phase in wanted {
        check_phase(&catalogue, phase, (&datasets, &residents), &path, &mut findings);
    }
    // Counts that are at fault cannot be audited.
    let protected = if findings.any_error() {
        Protected::default()
    } else {
        disclosure::protect(&catalogue, &datasets, &mut findings)
    };
    if findings.any_error() {
        return Err(Error::Refused(findings));
    }
    let warnings = findings.of(Severity::Warning);
    then(Read {
        catalogue: &catalogue,
        inputs: &inputs,
        datasets: &datasets,
        protected: &protected,
        residents: &residents,
        remarks: Remarks { warnings, corrections, left_out: left_out(&datasets) },
    })
}

/// The files of figures, as read and in our terms.
struct Files<'a> {
    inputs: Vec<Input>,
    datasets: Vec<Dataset<'a>>,
    corrections: Vec<Applied>,
}

/// Reads all files that the source cards name, in parallel; the findings stand in the order of the cards.
fn read_files<'a>(catalogue: &'a Catalogue, findings: &mut Findings, progress: Progress<'_>) -> Files<'a> {
    let cards: Vec<_> =
        catalogue.sources.values().flat_map(|source| source.files.iter().map(move |file| (source, file))).collect();
    let total = cards.len() as u64;
    let done = AtomicU64::new(0);
    let read: Vec<_> = cards
        .par_iter()
        .map(|(source, file)| {
            let mut findings = Findings::new();
            let mut input = ingest::read(source, file, &catalogue.areas, &mut findings);
            let mut applied = Vec::new();
            let mut dataset = input.table.take().and_then(|mut table| {
                let corrections = catalogue.corrections_of(source);
                let of = Corrected { source: &source.id, file: &file.name, is_shown: source.policy().is_none() };
                applied = correction::apply(corrections, of, &mut table, &mut findings);
                let dataset =
                    harmonise::harmonise(&table, (source, file), &catalogue.areas, &catalogue.ethnicity, &mut findings);
                screening::table(&table, file, catalogue, &mut findings);
                dataset
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
fn left_out(datasets: &[Dataset<'_>]) -> Vec<LeftOutRows> {
    let of = |dataset: &Dataset<'_>| -> Vec<LeftOutRows> {
        let rows = dataset.left_out.iter().map(|(reason, count)| LeftOutRows {
            source: dataset.source.id.clone(),
            file: dataset.card.name.clone(),
            reason: reason.clone(),
            count: *count,
        });
        rows.collect()
    };
    datasets.iter().flat_map(of).collect()
}

fn check_phase(
    catalogue: &Catalogue,
    phase: &Phase,
    (datasets, residents): (&[Dataset<'_>], &Residents<'_>),
    path: &Path,
    findings: &mut Findings,
) {
    let mut empty = true;
    for (indicator, measure) in catalogue.measures() {
        let Some(selection) = Selection::of(measure, datasets, phase) else {
            continue;
        };
        empty = false;
        let series = measure
            .denominator
            .as_ref()
            .and_then(|denominator| denominator.series.as_ref())
            // A series that does not exist is a fault of the measure, and reported there.
            .filter(|series| residents.holds(series));
        if let Some(series) = series.filter(|series| residents.latest(series, selection.period).is_none()) {
            let period = selection.period.to_string();
            let fault = Fault::NoDenominator { series: series.clone(), period, measure: measure.id.clone() };
            findings.add(fault, Location::file(&indicator.path));
        }
    }
    if empty {
        let (from, to) = (phase.from.to_string(), phase.to.to_string());
        findings.add(Fault::EmptyPhase { number: phase.number, from, to }, Location::file(path));
    }
}

fn compute<'a>(
    read: Read<'a>,
    phase: &'a Phase,
    comparator: Option<Comparator>,
    boroughs: &[String],
    progress: Progress<'_>,
) -> Result<Scorecard<'a>> {
    let catalogue = read.catalogue;
    let mut named: Vec<&Area> = Vec::new();
    for name in boroughs.iter().chain(phase.boroughs.iter().filter(|_| boroughs.is_empty())) {
        let area = borough(catalogue, name)?;
        if named.iter().all(|earlier| earlier.code != area.code) {
            named.push(area);
        }
    }
    let evidence = Evidence {
        ethnicity: &catalogue.ethnicity,
        residents: read.residents,
        screening_band: catalogue.screening_band,
    };
    progress("comparing", 0, 1);
    let disparities = |phase: &'a Phase| {
        let disparities = catalogue
            .measures()
            .filter_map(|(_, measure)| {
                let selection = read.selection(measure, phase)?;
                let comparator = comparator.unwrap_or(measure.comparator);
                Some(disparity::of_measure(measure, &selection, comparator, evidence))
            })
            .flatten()
            .collect();
        PhaseDisparities { phase, disparities }
    };
    let earlier: Vec<PhaseDisparities<'_>> =
        catalogue.phases.par_iter().filter(|earlier| earlier.number < phase.number).map(disparities).collect();
    let current = disparities(phase);
    progress("comparing", 1, 1);
    Ok(Scorecard::assemble(catalogue, &current, &earlier, named, read.remarks))
}

/// Draws all charts in parallel.
fn draw(scorecard: &Scorecard<'_>, progress: Progress<'_>) -> Result<Drawings> {
    let measures: Vec<_> = scorecard.catalogue.measures().map(|(_, measure)| measure).collect();
    let total = (scorecard.boroughs.len() + measures.len()) as u64;
    let done = AtomicU64::new(0);
    let step = || progress("drawing", done.fetch_add(1, Ordering::Relaxed) + 1, total);
    let (forests, trends) = rayon::join(
        || -> Result<Vec<_>> {
            let boroughs = scorecard.boroughs.par_iter();
            boroughs.map(|borough| chart::forest(scorecard, borough).inspect(|_| step())).collect()
        },
        || -> Result<Vec<_>> {
            let boroughs = &scorecard.boroughs;
            measures.par_iter().map(|measure| chart::trend(scorecard, measure, boroughs).inspect(|_| step())).collect()
        },
    );
    Ok(Drawings { forests: forests?, trends: trends?.into_iter().flatten().collect() })
}

/// The borough of a name or code.
fn borough<'a>(catalogue: &'a Catalogue, name: &str) -> Result<&'a Area> {
    let found = catalogue.areas.find(name);
    if let Some(area) = found.filter(|area| area.level == Level::Borough) {
        return Ok(area);
    }
    let (message, nearest) = match found {
        Some(area) => (format!("{} is not a borough", area.name), None),
        None => (format!("there is no borough `{name}`"), catalogue.areas.nearest(name)),
    };
    let hint = nearest.map_or_else(
        || "data/areas.csv lists the boroughs and their other names".to_owned(),
        |nearest| format!("the nearest is `{nearest}`; data/areas.csv lists all"),
    );
    Err(Error::Usage { message, hint })
}
