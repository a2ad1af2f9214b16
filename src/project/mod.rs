//! The folders `data/` and `indicators/` of a project, read whole: it owns what it read, and collects every contradiction
//! between them. What is computed later shares its declarations.

mod characters;
mod contradictions;
mod document;
mod reader;
mod repeated;
mod wording;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::area::Areas;
use crate::correction::Correction;
use crate::error::{Error, Result};
use crate::ethnicity::Ethnicity;
use crate::finding::Findings;
use crate::indicator::{Indicator, Measure};
use crate::layouts::Layouts;
use crate::phase::{AgesCard, Phase, PhaseFile};
use crate::source::{FileCard, Source};
use crate::tiles::{self, Tiles};

use reader::Reader;

/// The folders of a project, where the user names no others.
pub const DATA: &str = "data";
/// The folder of what is asked of the data.
pub const INDICATORS: &str = "indicators";

/// Where a project lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// The folder of what was measured.
    pub data: PathBuf,
    /// The folder of what is asked of it.
    pub indicators: PathBuf,
}

impl Root {
    /// A folder that holds `data/` and `indicators/`.
    pub fn new(folder: &Path) -> Self {
        Self { data: folder.join(DATA), indicators: folder.join(INDICATORS) }
    }

    /// The path of a file, beginning with `data` or `indicators` wherever those folders lie, so that the same data gives
    /// the same report anywhere; only its name, where it lies in neither.
    pub fn name_of(&self, path: &Path) -> PathBuf {
        let below = |folder: &Path, name: &str| {
            let rest = path.strip_prefix(folder).ok()?;
            Some(PathBuf::from(format!("{name}/{}", rest.to_string_lossy().replace('\\', "/"))))
        };
        below(&self.data, "data")
            .or_else(|| below(&self.indicators, "indicators"))
            // Where a private file lies is nobody else's business.
            .or_else(|| path.file_name().map(PathBuf::from))
            .unwrap_or_default()
    }
}

/// What is known before a file is looked at.
#[derive(Debug, Clone)]
pub struct Lookups {
    /// The areas.
    pub areas: Areas,
    /// The ethnic categories and labels.
    pub ethnicity: Ethnicity,
    /// The layouts of publishers.
    pub layouts: Layouts,
}

/// Requires a folder that every project has.
pub fn require(folder: &Path) -> Result<()> {
    let refused = |source: std::io::Error| {
        let folder = folder.to_path_buf();
        let is_missing = source.kind() == std::io::ErrorKind::NotFound;
        let named = ![DATA, INDICATORS].map(Path::new).contains(&folder.as_path());
        if is_missing { Error::NoProject { folder, named } } else { Error::Read { path: folder, source } }
    };
    std::fs::read_dir(folder).map(drop).map_err(refused)
}

/// Requires the folder of the data, and that it is one.
pub fn require_data(folder: &Path) -> Result<()> {
    require(folder)?;
    let is_data = ["areas.csv", "ethnicity"].iter().any(|name| folder.join(name).exists());
    if is_data {
        return Ok(());
    }
    let above = folder.ancestors().skip(1).find(|above| above.join("areas.csv").exists());
    Err(Error::Usage {
        message: format!("`{}` has no areas.csv, so it is not the data of a project", folder.display()),
        hint: match above {
            Some(above) if !above.as_os_str().is_empty() => format!("name `{}`", above.display()),
            _ => "name the folder that holds areas.csv, or make a new project with `scorecard init FOLDER`".to_owned(),
        },
    })
}

/// Everything that is declared.
#[derive(Debug, Clone)]
pub struct Project {
    /// Where it lies.
    pub root: Root,
    /// The places.
    pub areas: Areas,
    /// Where they stand on a map of tiles.
    pub tiles: Tiles,
    /// The categories, classifications and labels.
    pub ethnicity: Ethnicity,
    /// The phases, by number.
    pub phases: Vec<Arc<Phase>>,
    /// The gap that matters, as ratios below and above 1.
    pub equivalence_band: [f64; 2],
    /// How old people are.
    pub ages: Option<AgesCard>,
    /// What the licences of the sources ask every report to say.
    pub licence_lines: Vec<String>,
    /// The sources, by name.
    pub sources: BTreeMap<String, Arc<Source>>,
    /// The indicators, in the order in which they are reported.
    pub indicators: Vec<Arc<Indicator>>,
    /// The ids of all indicators, in that order, also of those without a file.
    pub indicator_order: Vec<String>,
    /// The corrections of each source, by its name.
    pub corrections: BTreeMap<String, Vec<Correction>>,
    /// Every file that was read for it, with its checksum.
    pub files: BTreeMap<PathBuf, String>,
}

impl Project {
    /// Reads all declarations. Findings that stop the run are added to `findings`; what could be read is returned, so
    /// that the files of figures are examined in the same pass. `None` when a table that everything rests on cannot be read.
    pub fn read(root: &Root, findings: &mut Findings) -> Result<Option<Self>> {
        let data = root.data.as_path();
        require_data(data)?;
        require(&root.indicators)?;
        let mut reader = Reader::new(findings);
        let mut areas = reader.areas(data);
        let abolished = data.join("areas-abolished.csv");
        if let Some(areas) = areas.as_mut().filter(|_| abolished.is_file()) {
            reader.table(&abolished, |table, findings| {
                areas.read_abolished(table, findings);
            });
        }
        let tiles = areas.as_ref().and_then(|areas| {
            let path = data.join("tiles.csv");
            path.is_file().then(|| reader.table(&path, |table, findings| tiles::read(table, areas, findings)))?
        });
        let tables = reader.ethnicity(data);
        let sources = reader.sources(data)?;
        let phase_path = data.join("phases.toml");
        let phase_file: Option<PhaseFile> = reader.toml(&phase_path);
        let order = phase_file.as_ref().map(|file| file.indicators.as_slice());
        let indicators = reader.indicators(&root.indicators, order)?;
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
        let project = Self {
            root: root.clone(),
            areas,
            tiles: tiles.unwrap_or_default(),
            ethnicity,
            phases,
            equivalence_band: phase_file.equivalence_band,
            ages: phase_file.ages,
            licence_lines: phase_file.licence_lines,
            sources,
            indicators,
            indicator_order: phase_file.indicators,
            corrections,
            files,
        };
        contradictions::find(&project, (&texts, &phase_path), &broken, findings);
        Ok(Some(project))
    }

    /// Only what is known of places, labels and layouts, for a command that looks at a file.
    pub fn lookups(data: &Path, findings: &mut Findings) -> Option<Lookups> {
        let mut reader = Reader::new(findings);
        let areas = reader.table(&data.join("areas.csv"), Areas::read);
        let tables = reader.ethnicity(data);
        let layouts = reader.toml(&data.join("layouts.toml"));
        let [categories, classifications, labels] = tables?;
        let ethnicity = Ethnicity::read(&categories, &classifications, &labels, findings)?;
        Some(Lookups { areas: areas?, ethnicity, layouts: layouts? })
    }

    /// Only the places and their clocks, for a command that needs nothing else.
    pub fn areas(data: &Path, findings: &mut Findings) -> Option<Areas> {
        Reader::new(findings).areas(data)
    }

    /// All measures with their indicators, in the order in which they are reported.
    pub fn measures(&self) -> impl Iterator<Item = (&Arc<Indicator>, &Arc<Measure>)> {
        self.indicators.iter().flat_map(|indicator| indicator.measures.iter().map(move |measure| (indicator, measure)))
    }

    /// The files that hold a measure.
    pub fn files_of<'a>(&'a self, measure: &'a Measure) -> impl Iterator<Item = (&'a Arc<Source>, &'a FileCard)> {
        self.sources.get(&measure.source).into_iter().flat_map(move |source| {
            source
                .files
                .iter()
                .filter(move |file| measure.files.is_empty() || measure.files.contains(&file.name))
                .map(move |file| (source, file))
        })
    }

    /// The private files that the cards name.
    pub fn private_files(&self) -> BTreeSet<PathBuf> {
        let private = self.sources.values().filter(|source| source.private);
        private.flat_map(|source| source.files.iter().map(|file| source.folder.join(&file.name))).collect()
    }

    /// The corrections of a source.
    pub fn corrections_of(&self, source: &Source) -> &[Correction] {
        self.corrections.get(&source.id).map_or(&[], Vec::as_slice)
    }

    /// The phase with a number; the latest when none is named.
    pub fn phase(&self, number: Option<u32>) -> Result<&Arc<Phase>> {
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
