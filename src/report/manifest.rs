//! `manifest.json`: from what a report was made, so that a stranger can make it again and compare.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::correction::Applied;
use crate::error::{Error, Result};
use crate::ingest::Input;
use crate::project::Project;

use super::{File, Material};

/// A file that the report was made from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InputFile {
    /// Its path, beginning with `data` or `indicators` wherever those folders lay.
    pub path: String,
    /// Its SHA-256. None for a file of a source whose counts are protected: whoever guesses a few counts can try them out
    /// against it.
    pub sha256: Option<String>,
}

#[derive(Serialize)]
struct Manifest<'a> {
    program: &'a str,
    version: &'a str,
    phase: u32,
    title: &'a str,
    window: [String; 2],
    boroughs: Vec<&'a str>,
    comparator: &'a str,
    boroughs_named: &'a [String],
    confidence: f64,
    equivalence_band: [f64; 2],
    primary_comparisons: usize,
    figures: usize,
    inputs: &'a [InputFile],
    corrections: Vec<Corrected<'a>>,
}

/// A published figure that was corrected.
#[derive(Serialize)]
struct Corrected<'a> {
    source: &'a str,
    file: &'a str,
    line: u64,
    row: &'a BTreeMap<String, String>,
    column: &'a str,
    published: &'a str,
    read_as: &'a str,
    wrong: &'a str,
    reason: &'a str,
    said_by: &'a str,
}

impl<'a> Corrected<'a> {
    fn new(applied: &'a Applied) -> Self {
        let correction = &applied.correction;
        Self {
            source: &applied.source,
            file: &correction.file,
            line: applied.line,
            row: &correction.row,
            column: &correction.column,
            published: applied.published(),
            read_as: applied.read_as(),
            wrong: &correction.wrong,
            reason: &correction.reason,
            said_by: &correction.said_by,
        }
    }
}

/// Every file that was read, sorted by path.
pub fn inputs(project: &Project, inputs: &[Input]) -> Vec<InputFile> {
    // A private file is nobody else's to look for.
    let private = project.private_files();
    let inputs = inputs.iter().filter(|input| !private.contains(&input.path));
    let figures = inputs.map(|input| (&input.path, &input.sha256));
    let protected: Vec<&Path> = project
        .sources
        .values()
        .filter(|source| source.policy().is_some())
        .map(|source| source.folder.as_path())
        .collect();
    let is_public = |path: &Path| protected.iter().all(|folder| !path.starts_with(folder));
    let mut files: Vec<InputFile> = project
        .files
        .iter()
        .chain(figures)
        .map(|(path, sha256)| InputFile {
            path: project.root.name_of(path).to_string_lossy().into_owned(),
            sha256: Some(sha256.clone()).filter(|_| is_public(path)),
        })
        .collect();
    files.sort();
    // Several sheets of one workbook are one file.
    files.dedup();
    files
}

/// The manifest. It holds no date and no place, so that the same command gives the same bytes anywhere.
pub(super) fn files(material: &Material<'_>) -> Result<Vec<File>> {
    let Material { scorecard, options, inputs, .. } = *material;
    let phase = &scorecard.phase;
    let manifest = Manifest {
        program: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        phase: phase.number,
        title: &phase.title,
        window: [phase.from.to_string(), phase.to.to_string()],
        boroughs: scorecard.boroughs.iter().map(|area| area.name.as_str()).collect(),
        comparator: options.comparator.map_or("as declared by each measure", |comparator| comparator.label()),
        boroughs_named: &options.boroughs,
        confidence: statistics::Confidence::P95.level(),
        equivalence_band: scorecard.project.equivalence_band,
        primary_comparisons: scorecard.comparisons,
        figures: scorecard.all_lines().len(),
        inputs,
        corrections: scorecard.remarks.corrections.iter().map(Corrected::new).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest)
        .map_err(|error| Error::Drawing { what: "the manifest".to_owned(), reason: error.to_string() })?;
    bytes.push(b'\n');
    Ok(vec![(PathBuf::from("manifest.json"), bytes)])
}
