//! `scorecard tally`: records → counts.

use std::path::{Path, PathBuf};

use tables::outlines::Outlines;
use tables::records::{self, PeriodColumn, PlaceColumns, Plan};

use crate::area::Areas;
use crate::args::Tally;
use crate::error::{Error, Result};
use crate::finding::{self, Findings, Problem};
use crate::ingest::tally::{self, Known};
use crate::project::{self, Project};
use crate::report;

use super::{Progress, out};

/// Counts records by area, period and group, writes the counts and what was left out as tidy tables, and returns the
/// counts.
pub fn tally(options: &Tally, progress: Progress<'_>) -> Result<tally::Tally> {
    project::require_data(&options.data)?;
    let files = records::expand(&options.files).map_err(|Problem { message, hint, .. }| {
        // Of a pattern that matches nothing nobody knows what was meant.
        let named = match options.files.as_slice() {
            [path] if !path.exists() && !path.to_string_lossy().contains(['*', '?', '[']) => Some(path),
            _ => None,
        };
        let near = named.map(|path| finding::wrong_path(path));
        Error::Usage { message, hint: near.unwrap_or(hint) }
    })?;
    let beside = report::tally::beside(&options.out);
    let inputs: Vec<&Path> = files.iter().chain(&options.boundaries).map(PathBuf::as_path).collect();
    for out in [&options.out, &beside] {
        out::refuse(out, &inputs, &[&options.data])?;
    }
    let mut findings = Findings::new();
    let areas = Project::areas(&options.data, &mut findings);
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
    let left_out = (beside, report::tally::left_out(&tally)?);
    report::folder::replace(&[(options.out.clone(), report::tally::counts(&tally)?), left_out])?;
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
