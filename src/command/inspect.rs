//! `scorecard inspect`: what downloaded files are.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::args::Inspect;
use crate::error::{Error, Result};
use crate::finding::{self, Findings, Severity};
use crate::inspect::{self, Inspected};
use crate::project::{self, Lookups, Project};

/// Says what files are. Returns the text, and the error for files that could not be read.
pub fn inspect(options: &Inspect) -> Result<(String, Option<Error>)> {
    let (lookups, mut findings) = lookups(&options.data)?;
    let is_file = |path: &PathBuf| path.exists() && !path.is_dir();
    let look = |path: &PathBuf| -> Result<(Vec<String>, Findings)> {
        let mut findings = Findings::new();
        if !finding::is_there(path, &mut findings) {
            return Ok((Vec::new(), findings));
        }
        let tables = inspect::inspect(path, options.sheet.as_deref(), &lookups, &mut findings)?;
        let text = |table: &Inspected<'_>| {
            if options.brief {
                return table.summary();
            }
            let recipe = table.recipe().unwrap_or_default();
            format!("{}\n{recipe}\n", table.describe(&lookups.areas))
        };
        Ok((tables.iter().map(text).collect(), findings))
    };
    let looked: Result<Vec<_>> = options.files.par_iter().map(look).collect();
    let mut texts = Vec::new();
    let mut any_refused = false;
    for (path, (own, found)) in options.files.iter().zip(looked?) {
        texts.extend(own);
        any_refused |= is_file(path) && found.any_error();
        findings.append(found);
    }
    let warnings = findings.shown(Severity::Warning);
    if !options.brief {
        texts.extend(warnings.iter().map(|warning| format!("{warning}\n\n")));
    }
    let wrong = findings.any_error();
    let error = if any_refused { Error::Refused(findings) } else { Error::NoFile(findings) };
    Ok((texts.concat(), wrong.then_some(error)))
}

/// What is known before a file is looked at.
pub(super) fn lookups(data: &Path) -> Result<(Lookups, Findings)> {
    project::require_data(data)?;
    let mut findings = Findings::new();
    match Project::lookups(data, &mut findings) {
        Some(lookups) => Ok((lookups, findings)),
        None => Err(Error::Refused(findings)),
    }
}
