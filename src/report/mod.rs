//! A scorecard → the files of a phase report. What is said is made once, in [`content`]; each form of report shows it.

pub mod content;
pub mod folder;
mod manifest;
mod site;
pub mod tables;
pub mod tally;
pub mod terminal;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::chart::Drawing;
use crate::error::Result;
use crate::indicator::Comparator;
use crate::scorecard::Scorecard;
use crate::synthesis::Synthesis;

use content::Report;

pub use manifest::{InputFile, inputs};

/// What was asked for, as far as it shows in the report.
#[derive(Debug, Clone)]
pub struct Options {
    /// The comparator, where the command named one.
    pub comparator: Option<Comparator>,
    /// The boroughs that the command named.
    pub boroughs: Vec<String>,
}

/// A file of the report: its path below the phase's folder, and its bytes.
pub type File = (PathBuf, Vec<u8>);

/// The drawings of the charts, by their names.
pub type Drawings = BTreeMap<String, Drawing>;

/// What every form of report is made from.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// What is said.
    pub report: &'a Report,
    /// The charts in it, as drawn.
    pub drawings: &'a Drawings,
    /// The charts as pictures, where they were asked for.
    pub pictures: &'a [File],
    /// The figures.
    pub scorecard: &'a Scorecard,
    /// The figures taken together.
    pub synthesis: &'a Synthesis<'a>,
    /// What was asked for.
    pub options: &'a Options,
    /// The files that were read.
    pub inputs: &'a [InputFile],
}

/// Shows a report in one form.
type Renderer = fn(&Material<'_>) -> Result<Vec<File>>;

/// The forms of a report. A new one is a file of its own, and a line here.
const FORMS: [Renderer; 2] = [site::files, tables::files];

/// All files of a phase report.
pub fn files(material: &Material<'_>) -> Result<Vec<File>> {
    let mut files = material.pictures.to_vec();
    for form in FORMS {
        files.extend(form(material)?);
    }
    files.push(manifest::file(material, &files)?);
    Ok(files)
}
