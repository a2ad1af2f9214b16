//! Reads `data/` and `indicators/` whole and collects every contradiction between them.

mod contradictions;
mod reader;

pub(crate) use reader::{NOT_THERE, bytes, unreadable};

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::area::Areas;
use crate::correction::Correction;
use crate::error::{Error, Result};
use crate::ethnicity::Ethnicity;
use crate::finding::Findings;
use crate::indicator::{Indicator, Measure};
use crate::layouts::Layouts;
use crate::phase::{Phase, PhaseFile};
use crate::source::{FileCard, Source};

use reader::Reader;

/// Everything that is declared.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The places.
    pub areas: Areas,
    /// The categories, classifications and labels.
    pub ethnicity: Ethnicity,
    /// The phases, by number.
    pub phases: Vec<Phase>,
    /// The gap that matters, as ratios below and above 1.
    pub screening_band: [f64; 2],
    /// The sources, by name.
    pub sources: BTreeMap<String, Source>,
    /// The indicators, in the order in which they are reported.
    pub indicators: Vec<Indicator>,
    /// The corrections of each source, by its name.
    pub corrections: BTreeMap<String, Vec<Correction>>,
    /// Every file that was read for it, with its checksum.
    pub files: BTreeMap<PathBuf, String>,
}

impl Catalogue {
    /// Reads all declarations. Findings that stop the run are added to `findings`; what could be read is returned, so
    /// that the files of figures are examined in the same pass. `None` when a table that everything rests on cannot be read.
    pub fn read(data: &Path, indicators: &Path, findings: &mut Findings) -> Result<Option<Self>> {
        for folder in [data, indicators] {
            std::fs::read_dir(folder).map_err(|source| Error::Read { path: folder.to_path_buf(), source })?;
        }
        let mut reader = Reader::new(findings);
        let mut areas = reader.areas(data);
        let abolished = data.join("areas-abolished.csv");
        if let Some(areas) = areas.as_mut().filter(|_| abolished.is_file()) {
            reader.table(&abolished, |table, findings| {
                areas.read_abolished(table, findings);
            });
        }
        let tables = reader.ethnicity(data);
        let sources = reader.sources(data)?;
        let indicators = reader.indicators(indicators)?;
        let phase_path = data.join("phases.toml");
        let phase_file: Option<PhaseFile> = reader.toml(&phase_path);
        let Reader { findings: _, files, texts, broken, corrections } = reader;
        let Some([categories, classifications, labels]) = tables else {
            return Ok(None);
        };
        let ethnicity = Ethnicity::read(&categories, &classifications, &labels, findings);
        let (Some(areas), Some(mut ethnicity)) = (areas, ethnicity) else {
            return Ok(None);
        };
        // Without its phases the rest is still examined, in the same pass.
        let phase_file = phase_file.unwrap_or_default();
        ethnicity.terminology = phase_file.terminology;
        let phases = contradictions::phases(&phase_file, &areas, (&texts, &phase_path), findings);
        let catalogue = Self {
            areas,
            ethnicity,
            phases,
            screening_band: phase_file.screening_band,
            sources,
            indicators,
            corrections,
            files,
        };
        contradictions::find(&catalogue, (&texts, &phase_path), &broken, findings);
        Ok(Some(catalogue))
    }

    /// Only what is known of places, labels and layouts, for a command that looks at a file.
    pub fn lookups(data: &Path, findings: &mut Findings) -> Option<(Areas, Ethnicity, Layouts)> {
        let mut reader = Reader::new(findings);
        let areas = reader.table(&data.join("areas.csv"), Areas::read);
        let tables = reader.ethnicity(data);
        let layouts = reader.toml(&data.join("layouts.toml"));
        let [categories, classifications, labels] = tables?;
        let ethnicity = Ethnicity::read(&categories, &classifications, &labels, findings)?;
        Some((areas?, ethnicity, layouts?))
    }

    /// Only the places and their clocks, for a command that needs nothing else.
    pub fn areas(data: &Path, findings: &mut Findings) -> Option<Areas> {
        Reader::new(findings).areas(data)
    }

    /// All measures with their indicators, in the order in which they are reported.
    pub fn measures(&self) -> impl Iterator<Item = (&Indicator, &Measure)> {
        self.indicators.iter().flat_map(|indicator| indicator.measures.iter().map(move |measure| (indicator, measure)))
    }

    /// The files that hold a measure.
    pub fn files_of<'a>(&'a self, measure: &'a Measure) -> impl Iterator<Item = (&'a Source, &'a FileCard)> {
        self.sources.get(&measure.source).into_iter().flat_map(move |source| {
            source
                .files
                .iter()
                .filter(move |file| measure.files.is_empty() || measure.files.contains(&file.name))
                .map(move |file| (source, file))
        })
    }

    /// The corrections of a source.
    pub fn corrections_of(&self, source: &Source) -> &[Correction] {
        self.corrections.get(&source.id).map_or(&[], Vec::as_slice)
    }

    /// The phase with a number; the latest when none is named.
    pub fn phase(&self, number: Option<u32>) -> Result<&Phase> {
        let found = match number {
            Some(number) => self.phases.iter().find(|phase| phase.number == number),
            None => self.phases.last(),
        };
        found.ok_or_else(|| {
            let known: Vec<String> = self.phases.iter().map(|phase| phase.number.to_string()).collect();
            Error::Usage {
                message: number
                    .map_or_else(|| "no phase is declared".to_owned(), |number| format!("there is no phase {number}")),
                hint: format!("data/phases.toml declares the phases {}", known.join(", ")),
            }
        })
    }
}
