//! Reads the files of declarations, and remembers their text so that a contradiction found later can be located.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use crate::area::Areas;
use crate::correction::{Correction, CorrectionFile, KEYS};
use crate::error::{Error, Result};
use crate::finding::{self, Findings, Location, Problem, bad_value, declared_twice, no_such};
use crate::indicator::Indicator;
use crate::litter;
use crate::source::{Sector, Source};
use tables::{Table, checksum, records};

use super::characters;
use super::document::{self, place};

/// `clock.toml`.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Clock {
    time_zone: String,
}

/// A step from a TOML document to a value in it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'a> {
    /// A key of a table.
    Key(&'a str),
    /// The place of an element in an array.
    Place(usize),
}

/// Reads files and remembers which.
pub(super) struct Reader<'findings> {
    pub findings: &'findings mut Findings,
    /// The checksum of every file as it was read.
    pub files: BTreeMap<PathBuf, String>,
    /// The text of every TOML file.
    pub texts: Texts,
    /// The sources whose card could not be read.
    pub broken: BTreeSet<String>,
    /// The corrections of each source.
    pub corrections: BTreeMap<String, Vec<Correction>>,
}

/// The file of corrections beside the files of a source.
const CORRECTIONS: &str = "corrections.toml";

impl<'findings> Reader<'findings> {
    pub(super) fn new(findings: &'findings mut Findings) -> Self {
        Self {
            findings,
            files: BTreeMap::new(),
            texts: Texts(BTreeMap::new()),
            broken: BTreeSet::new(),
            corrections: BTreeMap::new(),
        }
    }

    fn bytes(&mut self, path: &Path) -> Option<Vec<u8>> {
        let bytes = finding::bytes(path, self.findings)?;
        self.files.insert(path.to_path_buf(), checksum::of_bytes(&bytes));
        Some(bytes)
    }

    /// The places, and their clocks.
    pub(super) fn areas(&mut self, data: &Path) -> Option<Areas> {
        let areas = self.table(&data.join("areas.csv"), Areas::read);
        let path = data.join("clock.toml");
        let time_zone = self.toml(&path).map_or_else(|| "UTC".to_owned(), |Clock { time_zone }| time_zone);
        if let Err(problem) = records::check_time_zone(&time_zone) {
            let place = self.texts.place(&path, &[Step::Key("time-zone")]);
            self.findings.add(problem, place);
        }
        let mut areas = areas?;
        areas.time_zone = time_zone;
        Some(areas)
    }

    /// The tables of categories, classifications and labels.
    pub(super) fn ethnicity(&mut self, data: &Path) -> Option<[Table; 3]> {
        let folder = data.join("ethnicity");
        let mut read = |name: &str| self.table(&folder.join(name), |table, _| table.clone());
        let (categories, classifications, labels) =
            (read("categories.csv"), read("classifications.csv"), read("labels.csv"));
        Some([categories?, classifications?, labels?])
    }

    pub(super) fn table<T>(&mut self, path: &Path, read: impl FnOnce(&Table, &mut Findings) -> T) -> Option<T> {
        let bytes = self.bytes(path)?;
        let table = Table::parse(path, &bytes, self.findings)?;
        characters::in_table(&table, self.findings);
        Some(read(&table, self.findings))
    }

    pub(super) fn toml<T: DeserializeOwned>(&mut self, path: &Path) -> Option<T> {
        let bytes = self.bytes(path)?;
        let text = tables::utf8(path, &bytes, self.findings)?;
        self.texts.0.insert(path.to_path_buf(), text.to_owned());
        for (start, problem) in characters::in_toml(text) {
            self.findings.add(problem, place(path, text, start));
        }
        document::read(path, text, page_of(path), self.findings)
    }

    pub(super) fn sources(&mut self, data: &Path) -> Result<BTreeMap<String, Arc<Source>>> {
        let mut sources: BTreeMap<String, Arc<Source>> = BTreeMap::new();
        let folders = Sector::ALL.map(|(sector, name)| (sector, data.join(name)));
        for (sector, folder) in folders.into_iter().filter(|(_, folder)| folder.is_dir()) {
            let is_source = |path: &PathBuf| path.is_dir() && !name_of(path).starts_with('.');
            for folder in entries(&folder)?.into_iter().filter(is_source) {
                let path = folder.join("source.toml");
                let id = name_of(&folder);
                let Some(mut card) = self.toml::<Source>(&path) else {
                    self.broken.insert(id);
                    continue;
                };
                self.acknowledgements(&path, &mut card);
                self.report_undeclared(&folder, &card)?;
                self.corrections(&folder, &card, &id);
                let source = Source { id: id.clone(), folder, sector, ..card };
                if sources.insert(id.clone(), Arc::new(source)).is_some() {
                    self.findings.add(declared_twice("source", id), Location::file(&path));
                }
            }
        }
        Ok(sources)
    }

    /// Remembers where the acknowledgements of a card stand, and reports those without a reason.
    fn acknowledgements(&mut self, path: &Path, card: &mut Source) {
        for (number, own) in card.acknowledged.iter_mut().enumerate() {
            let place = |key| self.texts.place(path, &[Step::Key("acknowledged"), Step::Place(number), Step::Key(key)]);
            own.place = Some(place("check"));
            if own.because.trim().is_empty() {
                let rule = "a warning may stand for a reason that a reader can follow";
                self.findings.add(bad_value("because", "", rule), place("because"));
            }
        }
    }

    /// Reads the corrections of a source, where it has any, and reports what they lack.
    fn corrections(&mut self, folder: &Path, card: &Source, id: &str) {
        let path = folder.join(CORRECTIONS);
        if !path.is_file() {
            return;
        }
        let Some(CorrectionFile { mut corrections }) = self.toml(&path) else {
            return;
        };
        for (number, correction) in corrections.iter_mut().enumerate() {
            let place = |key| {
                let steps = [Step::Key("correction"), Step::Place(number), Step::Key(key)];
                self.texts.place(&path, &steps)
            };
            correction.places = KEYS.into_iter().map(|key| (key, place(key))).collect();
            for (key, value, rule) in correction.problems() {
                self.findings.add(bad_value(key, value, rule), place(key));
            }
            if card.file(&correction.file).is_none() {
                let known = card.files.iter().map(|file| file.name.clone());
                self.findings.add(no_such("file", &correction.file, known), place("file"));
            }
        }
        self.corrections.insert(id.to_owned(), corrections);
    }

    fn report_undeclared(&mut self, folder: &Path, card: &Source) -> Result<()> {
        for path in entries(folder)? {
            let name = name_of(&path);
            let is_ours = ["source.toml", CORRECTIONS].contains(&name.as_str());
            let declared = card.files.iter().any(|file| file.speaks_of(&name));
            if !is_ours && !name.starts_with('.') && !litter::is_no_data(&path) && !declared {
                self.findings.add(undeclared(&name), Location::file(&path));
            }
        }
        Ok(())
    }

    /// Reads the indicators in an order, where it could be read; a file that is none of them is a finding.
    pub(super) fn indicators(&mut self, folder: &Path, order: Option<&[String]>) -> Result<Vec<Arc<Indicator>>> {
        let mut indicators = Vec::new();
        let is_toml = |path: &PathBuf| path.extension().is_some_and(|end| end == "toml");
        for path in entries(folder)?.into_iter().filter(is_toml) {
            let stem = path.file_stem();
            let id = stem.map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
            if let Some(order) = order.filter(|order| !order.contains(&id)) {
                self.findings.add(no_such("indicator", &id, order.iter().cloned()), Location::file(&path));
            } else if let Some(mut card) = self.toml::<Indicator>(&path) {
                for (place, measure) in card.measures.iter_mut().enumerate() {
                    let steps = [Step::Key("measure"), Step::Place(place), Step::Key("id")];
                    Arc::make_mut(measure).location = Some(self.texts.place(&path, &steps));
                }
                indicators.push(Arc::new(Indicator { id, path, ..card }));
            }
        }
        indicators.sort_by_key(|indicator| order.and_then(|order| order.iter().position(|id| *id == indicator.id)));
        Ok(indicators)
    }
}

/// The page that lists the keys of a file.
fn page_of(path: &Path) -> &'static str {
    match name_of(path).as_str() {
        "source.toml" | CORRECTIONS => "docs/reference/source.md",
        "phases.toml" | "layouts.toml" | "clock.toml" => "docs/reference/phases.md",
        _ => "docs/reference/indicators.md",
    }
}

/// A data file that no source card names.
fn undeclared(name: &str) -> Problem {
    Problem::warning(
        format!("`{name}` is not named in its source.toml, so it would not be read"),
        "add a [[file]] table for it, or move it out of data/",
    )
}

/// The text of every TOML file, by path.
pub(super) struct Texts(BTreeMap<PathBuf, String>);

impl Texts {
    /// Where a value stands; where the path ends early, the last value on the way.
    pub(super) fn place(&self, path: &Path, steps: &[Step<'_>]) -> Location {
        let found = self.0.get(path).and_then(|text| {
            let table = DeTable::parse(text).ok()?;
            let start = start_of(table.into_inner(), steps)?;
            Some(place(path, text, start))
        });
        found.unwrap_or_else(|| Location::file(path))
    }
}

fn start_of(table: DeTable<'_>, steps: &[Step<'_>]) -> Option<usize> {
    let mut value = DeValue::Table(table);
    let mut start = None;
    for step in steps {
        let next = match (*step, &value) {
            (Step::Key(key), DeValue::Table(table)) => table.get(key),
            (Step::Place(place), DeValue::Array(array)) => array.get(place),
            _ => None,
        };
        let Some(next) = next else { break };
        start = Some(next.span().start);
        value = next.get_ref().clone();
    }
    start
}

/// The entries of a folder, sorted, so that the order of files on disk makes no difference.
fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let refused = |source| Error::Read { path: folder.to_path_buf(), source };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(refused)? {
        paths.push(entry.map_err(refused)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
