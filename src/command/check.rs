//! `scorecard check`: every fault in one pass, and nothing written.

use crate::args::Folders;
use crate::error::Result;
use crate::finding::Finding;

use super::SILENT;
use super::evidence::{Evidence, Phases};

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
    /// How many warnings are acknowledged on the cards.
    pub acknowledged: usize,
}

/// Reads everything and reports every fault in one pass.
pub fn check(folders: &Folders) -> Result<Checked> {
    let evidence = Evidence::read(&folders.into(), Phases::All, SILENT)?;
    Ok(Checked {
        files: evidence.project.files.len() + evidence.inputs.len(),
        measures: evidence.project.measures().count(),
        corrections: evidence.remarks.corrections.len(),
        acknowledged: evidence.remarks.acknowledged.len(),
        warnings: evidence.remarks.warnings,
    })
}
