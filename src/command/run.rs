//! `scorecard run`: the whole report of a phase.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::args::Run;
use crate::chart::{self, Chart, Scale};
use crate::error::Result;
use crate::indicator::Comparator;
use crate::report::content::Report;
use crate::report::{self, Drawings, File, Material, Options};
use crate::scorecard::Scorecard;
use crate::synthesis::Synthesis;

use super::evidence::{Evidence, Phases};
use super::{Progress, out};

/// Makes the report of a phase and returns its folder.
pub fn run(options: &Run, progress: Progress<'_>) -> Result<PathBuf> {
    make(options, progress).map(|(folder, _)| folder)
}

/// Makes the report of a phase; its folder, and the scorecard that it shows.
pub(super) fn make(options: &Run, progress: Progress<'_>) -> Result<(PathBuf, Scorecard)> {
    let mut evidence = Evidence::read(&(&options.folders).into(), Phases::One(options.phase), progress)?;
    let phase = evidence.project.phase(options.phase)?.clone();
    let folder = options.out.join(format!("phase-{}", phase.number));
    out::refuse(&folder, &[], &[&options.folders.data, &options.folders.indicators])?;
    let place = report::folder::Place::of(&folder)?;
    let comparator = options.comparator.map(Comparator::from);
    let inputs = report::inputs(&evidence.project, &evidence.inputs);
    // Whoever has a private file is told of it by a check; a report is the same where it is and where it is not.
    let private = evidence.project.private_files();
    evidence.remarks.warnings.retain(|warning| !private.contains(&warning.location.path));
    evidence.remarks.acknowledged.retain(|known| !private.contains(&known.warning.location.path));
    let acknowledged = evidence.remarks.acknowledged.iter_mut().map(|known| &mut known.warning);
    for warning in evidence.remarks.warnings.iter_mut().chain(acknowledged) {
        warning.location.path = evidence.project.root.name_of(&warning.location.path);
    }
    let scorecard = evidence.scorecard(&phase, comparator, &options.borough, progress)?;
    let settings = Options { comparator, boroughs: options.borough.clone() };
    let synthesis = Synthesis::new(&scorecard);
    let report = Report::new(&scorecard, &synthesis);
    let drawings = draw(&report, progress)?;
    let pictures = if options.pictures { pictures(&report, &drawings, progress)? } else { Vec::new() };
    let files = report::files(&Material {
        report: &report,
        drawings: &drawings,
        pictures: &pictures,
        scorecard: &scorecard,
        synthesis: &synthesis,
        options: &settings,
        inputs: &inputs,
    })?;
    let staged = place.stage(&files)?;
    // What is released is known before it is.
    for (path, bytes) in evidence.records() {
        report::folder::keep(path, bytes)?;
    }
    staged.publish()?;
    Ok((folder, scorecard))
}

/// Draws all charts in parallel.
fn draw(report: &Report, progress: Progress<'_>) -> Result<Drawings> {
    let charts = report.charts();
    let total = charts.len() as u64;
    let done = AtomicU64::new(0);
    let step = || progress("drawing", done.fetch_add(1, Ordering::Relaxed) + 1, total);
    let drawn = charts.par_iter().map(|chart| Ok((chart.name.clone(), chart::draw(chart).inspect(|_| step())?)));
    drawn.collect()
}

/// The sizes of pictures, with the endings of their names.
const SIZES: [(&str, Scale); 3] =
    [("", Scale::Times(1.0)), ("@2x", Scale::Times(2.0)), ("-1920x1080", Scale::Within(1920, 1080))];

/// Every chart as pictures, and in words, in parallel.
fn pictures(report: &Report, drawings: &Drawings, progress: Progress<'_>) -> Result<Vec<File>> {
    let charts = report.charts();
    let total = charts.len() as u64;
    let done = AtomicU64::new(0);
    let of_chart = |chart: &&Chart| -> Result<Vec<File>> {
        let path = |ending: &str| PathBuf::from(format!("charts/{}{ending}", chart.name));
        let words = format!("{}\n\n{}\n", chart.title, chart.description);
        let mut files = vec![(path(".txt"), words.into_bytes())];
        for (ending, scale) in SIZES.into_iter().filter(|_| drawings.contains_key(&chart.name)) {
            let svg = drawings.get(&chart.name).map_or("", |drawing| &drawing.wide);
            files.push((path(&format!("{ending}.png")), chart::picture(svg, scale)?));
        }
        progress("pictures", done.fetch_add(1, Ordering::Relaxed) + 1, total);
        Ok(files)
    };
    let files: Result<Vec<Vec<File>>> = charts.par_iter().map(of_chart).collect();
    Ok(files?.into_iter().flatten().collect())
}
