//! `scorecard run`: the whole report of a phase.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::args::Run;
use crate::chart;
use crate::error::Result;
use crate::indicator::Comparator;
use crate::report::{self, Drawings, Options};
use crate::scorecard::Scorecard;

use super::Progress;
use super::evidence::{Evidence, Phases};

/// Makes the report of a phase and returns its folder.
pub fn run(options: &Run, progress: Progress<'_>) -> Result<PathBuf> {
    make(options, progress).map(|(folder, _)| folder)
}

/// Makes the report of a phase; its folder, and the scorecard that it shows.
pub(super) fn make(options: &Run, progress: Progress<'_>) -> Result<(PathBuf, Scorecard)> {
    let mut evidence = Evidence::read(&(&options.folders).into(), Phases::One(options.phase), progress)?;
    let phase = evidence.project.phase(options.phase)?.clone();
    let comparator = options.comparator.map(Comparator::from);
    let inputs = report::inputs(&evidence.project, &evidence.inputs);
    for warning in &mut evidence.remarks.warnings {
        warning.location.path = evidence.project.root.name_of(&warning.location.path);
    }
    let scorecard = evidence.scorecard(&phase, comparator, &options.borough, progress)?;
    let settings = Options { comparator, boroughs: options.borough.clone() };
    let drawings = draw(&scorecard, progress)?;
    let files = report::files(&scorecard, &drawings, &settings, inputs)?;
    let folder = options.out.join(format!("phase-{}", phase.number));
    report::folder::write_whole(&folder, &files)?;
    Ok((folder, scorecard))
}

/// Draws all charts in parallel.
fn draw(scorecard: &Scorecard, progress: Progress<'_>) -> Result<Drawings> {
    let measures: Vec<_> = scorecard.project.measures().map(|(_, measure)| measure).collect();
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
