//! A scorecard and its drawings → the files of a phase report.

mod content;
pub mod folder;
mod manifest;
mod page;
pub mod tables;
pub mod tally;
pub mod terminal;

use std::path::PathBuf;

use crate::chart::Drawing;
use crate::error::Result;
use crate::indicator::Comparator;
use crate::scorecard::Scorecard;
use crate::synthesis::Synthesis;

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

/// The charts of a phase: one of ratios for each borough, in their order, and one for each measure with a trend.
#[derive(Debug)]
pub struct Drawings {
    /// The ratios of each borough that heads the report; `None` where no ratio stands for it.
    pub forests: Vec<Option<Drawing>>,
    /// The measures that have figures in two phases.
    pub trends: Vec<Drawing>,
}

/// All files of a phase report.
pub fn files(
    scorecard: &Scorecard,
    drawings: &Drawings,
    options: &Options,
    inputs: Vec<InputFile>,
) -> Result<Vec<File>> {
    let synthesis = Synthesis::of(scorecard);
    let mut files = vec![
        (PathBuf::from("index.html"), page::html(scorecard, &synthesis, &drawings.forests, &drawings.trends)?),
        (PathBuf::from("manifest.json"), manifest::json(scorecard, options, inputs)?),
    ];
    for table in tables::tables(scorecard, &synthesis) {
        files.push((PathBuf::from(format!("data/{}.csv", table.name)), table.csv()?));
    }
    for drawing in drawings.forests.iter().flatten().chain(&drawings.trends) {
        files.push((PathBuf::from(format!("charts/{}.svg", drawing.name)), drawing.wide.clone().into_bytes()));
    }
    Ok(files)
}
