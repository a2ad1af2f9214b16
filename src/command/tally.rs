//! `scorecard tally`: records → counts.

use std::path::PathBuf;

use crate::args::Tally;
use crate::error::{Error, Result};
use crate::finding::Findings;
use crate::ingest::places::Places;
use crate::ingest::records::{self, Place, Recipe};
use crate::project::{self, Project};
use crate::report;

use super::Progress;

/// Counts records by area, period and group, writes the counts and what was left out as tidy tables, and returns the
/// counts.
pub fn tally(options: &Tally, progress: Progress<'_>) -> Result<records::Tally> {
    project::require(&options.data)?;
    let files = records::expand(&options.files)?;
    let mut findings = Findings::new();
    let areas = Project::areas(&options.data, &mut findings);
    let Some(areas) = areas.filter(|_| !findings.any_error()) else {
        return Err(Error::Refused(findings));
    };
    // The records are looked through even when the outlines are faulty, so that all faults are known in one pass.
    let places = options.boundaries.as_ref().map(|path| Places::read(path, &areas, &mut findings).unwrap_or_default());
    let place = match (&places, &options.area) {
        (Some(places), _) => {
            Place::Position { latitude: options.latitude.clone(), longitude: options.longitude.clone(), places }
        }
        (None, column) => Place::Column { name: column.clone().unwrap_or_default(), areas: &areas },
    };
    let recipe = Recipe {
        date: options.date.clone(),
        place,
        group: options.group.clone(),
        by: options.by.clone(),
        sum: options.sum.clone(),
        conditions: options.conditions.clone(),
    };
    let size = |path: &PathBuf| path.metadata().map_or(0, |file| file.len());
    let total = files.iter().map(size).sum();
    let done = |done| progress("counting", done, total);
    let Some(tally) = records::tally(&files, &recipe, &done, &mut findings)? else {
        return Err(Error::Refused(findings));
    };
    report::folder::write(&options.out, &report::tally::counts(&tally)?)?;
    report::folder::write(&report::tally::beside(&options.out), &report::tally::left_out(&tally)?)?;
    Ok(tally)
}
