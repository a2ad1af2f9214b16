//! Reads `data/` and `indicators/` whole and collects every contradiction between them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::area::Areas;
use crate::error::{Error, Fault, Findings, Location, Result};
use crate::ethnicity::Ethnicity;
use crate::indicator::{INDICATORS, Indicator, Measure};
use crate::period::Month;
use crate::phase::{Phase, PhaseFile};
use crate::source::{FileCard, Sector, Source};
use crate::table::{self, Table};

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
    /// Every file that was read for it.
    pub files: Vec<PathBuf>,
}

impl Catalogue {
    /// Reads all declarations. Findings that stop the run are added to `findings`; what could be read is returned, so
    /// that the files of figures are examined in the same pass. `None` when a table that everything rests on cannot be read.
    pub fn read(data: &Path, indicators: &Path, findings: &mut Findings) -> Result<Option<Self>> {
        for folder in [data, indicators] {
            std::fs::read_dir(folder).map_err(|source| Error::Read {
                path: folder.to_path_buf(),
                source,
            })?;
        }
        let mut reader = Reader {
            findings,
            files: Vec::new(),
        };
        let areas = reader.table(&data.join("areas.csv"), Areas::read);
        let tables = ["categories.csv", "classifications.csv", "labels.csv"]
            .map(|name| reader.table(&data.join("ethnicity").join(name), |table, _| table.clone()));
        let sources = reader.sources(data)?;
        let list = reader.indicators(indicators)?;
        let phase_path = data.join("phases.toml");
        let phase_file: Option<PhaseFile> = reader.toml(&phase_path);
        let files = reader.files;
        let [Some(categories), Some(classifications), Some(labels)] = tables else {
            return Ok(None);
        };
        let (Some(areas), Some(phase_file)) = (areas, phase_file) else {
            return Ok(None);
        };
        let Some(mut ethnicity) = Ethnicity::read(&categories, &classifications, &labels, findings)
        else {
            return Ok(None);
        };
        ethnicity.terminology = phase_file.terminology;
        let phases = read_phases(&phase_file, &areas, &phase_path, findings);
        let screening_band = phase_file.screening_band;
        let catalogue = Self {
            areas,
            ethnicity,
            phases,
            screening_band,
            sources,
            indicators: list,
            files,
        };
        catalogue.check(&phase_path, findings);
        Ok(Some(catalogue))
    }

    /// Only the places, for a command that needs nothing else.
    pub fn areas(data: &Path, findings: &mut Findings) -> Option<Areas> {
        Reader {
            findings,
            files: Vec::new(),
        }
        .table(&data.join("areas.csv"), Areas::read)
    }

    /// All measures with their indicators, in the order in which they are reported.
    pub fn measures(&self) -> impl Iterator<Item = (&Indicator, &Measure)> {
        self.indicators.iter().flat_map(|indicator| {
            indicator
                .measures
                .iter()
                .map(move |measure| (indicator, measure))
        })
    }

    /// The files that hold a measure.
    pub fn files_of<'a>(
        &'a self,
        measure: &'a Measure,
    ) -> impl Iterator<Item = (&'a Source, &'a FileCard)> {
        self.sources
            .get(&measure.source)
            .into_iter()
            .flat_map(move |source| {
                source
                    .files
                    .iter()
                    .filter(move |file| {
                        measure.files.is_empty() || measure.files.contains(&file.name)
                    })
                    .map(move |file| (source, file))
            })
    }

    /// The phase with a number; the latest when none is named.
    pub fn phase(&self, number: Option<u32>) -> Result<&Phase> {
        let found = match number {
            Some(number) => self.phases.iter().find(|phase| phase.number == number),
            None => self.phases.last(),
        };
        found.ok_or_else(|| {
            let known: Vec<String> = self
                .phases
                .iter()
                .map(|phase| phase.number.to_string())
                .collect();
            Error::Usage {
                message: number.map_or_else(
                    || "no phase is declared".to_owned(),
                    |number| format!("there is no phase {number}"),
                ),
                hint: format!("data/phases.toml declares the phases {}", known.join(", ")),
            }
        })
    }

    fn check(&self, phase_path: &Path, findings: &mut Findings) {
        for source in self.sources.values() {
            self.check_source(source, findings);
        }
        let mut seen: Vec<&str> = Vec::new();
        for (indicator, measure) in self.measures() {
            if seen.contains(&measure.id.as_str()) {
                let fault = Fault::DeclaredTwice {
                    what: "measure",
                    name: measure.id.clone(),
                };
                findings.add(fault, Location::file(&indicator.path));
            }
            seen.push(&measure.id);
            self.check_measure(indicator, measure, findings);
        }
        let [low, high] = self.screening_band;
        if !(0.0 < low && low <= 1.0 && 1.0 <= high && high.is_finite()) {
            let rule = "the band must hold 1 and begin above 0".to_owned();
            let fault = Fault::BadValue {
                key: "screening-band".to_owned(),
                value: format!("[{low}, {high}]"),
                rule,
            };
            findings.add(fault, Location::file(phase_path));
        }
    }

    fn check_source(&self, source: &Source, findings: &mut Findings) {
        let card = source.folder.join("source.toml");
        for file in &source.files {
            for name in file
                .classification
                .iter()
                .filter(|name| self.ethnicity.classification(name).is_none())
            {
                let known = self.ethnicity.classification_codes();
                findings.add(
                    Fault::NoSuch {
                        what: "classification",
                        name: name.clone(),
                        known,
                    },
                    Location::file(&card),
                );
            }
            let known = self.ethnicity.schemes();
            if !known.contains(&file.scheme) {
                let fault = Fault::NoSuch {
                    what: "list of labels",
                    name: file.scheme.clone(),
                    known,
                };
                findings.add(fault, Location::file(&card));
            }
            for column in file
                .rounded_to
                .keys()
                .filter(|column| file.figure(column).is_none())
            {
                let fault = Fault::NoSuch {
                    what: "figure column",
                    name: column.clone(),
                    known: file.figures.clone(),
                };
                findings.add(fault, Location::file(&card));
            }
        }
    }

    fn check_measure(&self, indicator: &Indicator, measure: &Measure, findings: &mut Findings) {
        let here = || Location::file(&indicator.path);
        for problem in measure.problems() {
            let fault = Fault::MeasureIncomplete {
                measure: measure.id.clone(),
                kind: measure.kind.code(),
                problem,
            };
            findings.add(fault, here());
        }
        let Some(source) = self.sources.get(&measure.source) else {
            let known = self.sources.keys().cloned().collect();
            findings.add(
                Fault::NoSuch {
                    what: "source",
                    name: measure.source.clone(),
                    known,
                },
                here(),
            );
            return;
        };
        for name in measure
            .files
            .iter()
            .filter(|name| source.file(name).is_none())
        {
            let known = source.files.iter().map(|file| file.name.clone()).collect();
            findings.add(
                Fault::NoSuch {
                    what: "file",
                    name: name.clone(),
                    known,
                },
                here(),
            );
        }
        for (_, file) in self.files_of(measure) {
            for column in measure
                .columns()
                .into_iter()
                .filter(|column| file.figure(column).is_none())
            {
                let known = file.figures.clone();
                findings.add(
                    Fault::NoSuch {
                        what: "figure column",
                        name: column.to_owned(),
                        known,
                    },
                    here(),
                );
            }
            for dimension in measure
                .filter
                .keys()
                .filter(|dimension| !file.dimensions.contains(dimension))
            {
                let known = file.dimensions.clone();
                findings.add(
                    Fault::NoSuch {
                        what: "dimension",
                        name: dimension.clone(),
                        known,
                    },
                    here(),
                );
            }
        }
        if let Some(series) = measure
            .denominator
            .as_ref()
            .and_then(|denominator| denominator.series.as_ref())
        {
            let known: Vec<String> = self
                .sources
                .values()
                .filter_map(|source| source.series.clone())
                .collect();
            if !known.contains(series) {
                findings.add(
                    Fault::NoSuch {
                        what: "series of denominators",
                        name: series.clone(),
                        known,
                    },
                    here(),
                );
            }
        }
    }
}

/// Reads files and remembers which.
struct Reader<'findings> {
    findings: &'findings mut Findings,
    files: Vec<PathBuf>,
}

impl Reader<'_> {
    fn table<T>(
        &mut self,
        path: &Path,
        read: impl FnOnce(&Table, &mut Findings) -> T,
    ) -> Option<T> {
        self.files.push(path.to_path_buf());
        let bytes = table::bytes(path, self.findings)?;
        let table = Table::parse(path, &bytes, self.findings)?;
        Some(read(&table, self.findings))
    }

    fn toml<T: DeserializeOwned>(&mut self, path: &Path) -> Option<T> {
        self.files.push(path.to_path_buf());
        let bytes = table::bytes(path, self.findings)?;
        let text = table::utf8(path, &bytes, self.findings)?;
        match toml::from_str(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let location = error.span().map_or_else(
                    || Location::file(path),
                    |span| place(path, text, span.start),
                );
                let message = error
                    .message()
                    .trim_end()
                    .replace('\n', "; ")
                    .to_lowercase();
                self.findings.add(Fault::Toml { message }, location);
                None
            }
        }
    }

    fn sources(&mut self, data: &Path) -> Result<BTreeMap<String, Source>> {
        let mut sources: BTreeMap<String, Source> = BTreeMap::new();
        for (sector, folder) in Sector::ALL {
            let folder = data.join(folder);
            if !folder.is_dir() {
                continue;
            }
            for folder in entries(&folder)?.into_iter().filter(|path| path.is_dir()) {
                let path = folder.join("source.toml");
                let Some(card) = self.toml::<Source>(&path) else {
                    continue;
                };
                let id = name_of(&folder);
                self.report_undeclared(&folder, &card)?;
                let source = Source {
                    id: id.clone(),
                    folder,
                    sector,
                    ..card
                };
                if sources.insert(id.clone(), source).is_some() {
                    self.findings.add(
                        Fault::DeclaredTwice {
                            what: "source",
                            name: id,
                        },
                        Location::file(&path),
                    );
                }
            }
        }
        Ok(sources)
    }

    fn report_undeclared(&mut self, folder: &Path, card: &Source) -> Result<()> {
        for path in entries(folder)? {
            let name = name_of(&path);
            if name != "source.toml" && !name.starts_with('.') && card.file(&name).is_none() {
                self.findings
                    .add(Fault::UndeclaredFile { name }, Location::file(&path));
            }
        }
        Ok(())
    }

    fn indicators(&mut self, folder: &Path) -> Result<Vec<Indicator>> {
        let mut indicators = Vec::new();
        for path in entries(folder)?
            .into_iter()
            .filter(|path| path.extension().is_some_and(|end| end == "toml"))
        {
            let id = path
                .file_stem()
                .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
            if !INDICATORS.contains(&id.as_str()) {
                let known = INDICATORS.map(str::to_owned).to_vec();
                self.findings.add(
                    Fault::NoSuch {
                        what: "indicator",
                        name: id,
                        known,
                    },
                    Location::file(&path),
                );
                continue;
            }
            if let Some(card) = self.toml::<Indicator>(&path) {
                indicators.push(Indicator { id, path, ..card });
            }
        }
        indicators.sort_by_key(|indicator| INDICATORS.iter().position(|id| *id == indicator.id));
        Ok(indicators)
    }
}

fn read_phases(
    file: &PhaseFile,
    areas: &Areas,
    path: &Path,
    findings: &mut Findings,
) -> Vec<Phase> {
    let mut phases: Vec<Phase> = Vec::new();
    for card in &file.phases {
        let mut month = |text: &str, key: &str| {
            let month = Month::parse(text);
            if month.is_none() {
                let rule = "a month is written like 2016-01".to_owned();
                let fault = Fault::BadValue {
                    key: key.to_owned(),
                    value: format!("`{text}`"),
                    rule,
                };
                findings.add(fault, Location::file(path));
            }
            month
        };
        let (from, to) = (month(&card.from, "from"), month(&card.to, "to"));
        let mut boroughs = Vec::new();
        for name in &card.boroughs {
            match areas.find(name) {
                Some(area) => boroughs.push(area.code.clone()),
                None => {
                    let fault = Fault::UnknownArea {
                        area: name.clone(),
                        nearest: areas.nearest(name),
                    };
                    findings.add(fault, Location::file(path));
                }
            }
        }
        let (Some(from), Some(to)) = (from, to) else {
            continue;
        };
        if phases.iter().any(|earlier| earlier.number == card.number) {
            let fault = Fault::DeclaredTwice {
                what: "phase",
                name: card.number.to_string(),
            };
            findings.add(fault, Location::file(path));
        }
        phases.push(Phase {
            number: card.number,
            title: card.title.clone(),
            from,
            to,
            boroughs,
        });
    }
    phases.sort_by_key(|phase| phase.number);
    phases
}

/// The entries of a folder, sorted, so that the order of files on disk makes no difference.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let refused = |source| Error::Read {
        path: folder.to_path_buf(),
        source,
    };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(refused)? {
        paths.push(entry.map_err(refused)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn place(path: &Path, text: &str, offset: usize) -> Location {
    let before = text.get(..offset).unwrap_or_default();
    let line = before.matches('\n').count() as u64 + 1;
    let column = before
        .rsplit('\n')
        .next()
        .map_or(0, |rest| rest.chars().count()) as u64
        + 1;
    Location::cell(path, line, column)
}
