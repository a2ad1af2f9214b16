//! Places as published: codes, names, levels, and the wider areas that contain them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use crate::finding::{Fault, Findings, Location};
use tables::{Row, Table};

/// How wide an area is, finest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// A London borough or the City of London.
    Borough,
    /// The area of a police force.
    PoliceForce,
    /// The area of an integrated care board of the NHS.
    IntegratedCareBoard,
    /// A region of England.
    Region,
    /// A country.
    Country,
}

impl Level {
    const ALL: [Self; 5] = [Self::Borough, Self::PoliceForce, Self::IntegratedCareBoard, Self::Region, Self::Country];

    /// Its code in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Borough => "borough",
            Self::PoliceForce => "police-force",
            Self::IntegratedCareBoard => "integrated-care-board",
            Self::Region => "region",
            Self::Country => "country",
        }
    }

    /// Its name in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Borough => "borough",
            Self::PoliceForce => "police force area",
            Self::IntegratedCareBoard => "integrated care board",
            // GOV.UK avoids "region", which is misread as "religion".
            Self::Region => "London as a whole",
            Self::Country => "England as a whole",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

/// An area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Nine-character code of the Office for National Statistics.
    pub code: String,
    /// Name in full.
    pub name: String,
    /// Other names and codes by which publishers call it.
    pub other_names: Vec<String>,
    /// How wide it is.
    pub level: Level,
    /// Codes of the wider areas that contain it, finest first.
    pub within: Vec<String>,
}

/// A code that once stood for an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abolished {
    /// The code.
    pub code: String,
    /// The name of its area.
    pub name: String,
    /// The codes that took its place.
    pub replaced_by: Vec<String>,
    /// When: `2011`, or `2022-07`.
    pub when: String,
}

/// All areas that data may speak of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Areas {
    /// The time zone of their clocks; blank where no records are counted.
    pub time_zone: String,
    by_code: BTreeMap<String, Area>,
    code_by_name: BTreeMap<String, String>,
    abolished: BTreeMap<String, Abolished>,
}

impl Areas {
    /// Reads `areas.csv`.
    pub fn read(table: &Table, findings: &mut Findings) -> Self {
        let mut areas = Self::default();
        let Some(columns) = table.columns(
            ["code", "name", "other_names", "level", "police_force", "integrated_care_board", "region", "country"],
            findings,
        ) else {
            return areas;
        };
        let [code, name, other_names, level, wider @ ..] = columns;
        for row in &table.rows {
            let Some(known) = Level::ALL.into_iter().find(|known| known.code() == row.cell(level)) else {
                let known = Level::ALL.map(|level| level.code().to_owned()).to_vec();
                let fault = Fault::NoSuch { what: "level", name: row.cell(level).to_owned(), known };
                findings.add(fault, table.place(row, level));
                continue;
            };
            let area = Area {
                code: row.cell(code).to_owned(),
                name: row.cell(name).to_owned(),
                other_names: list(row.cell(other_names)),
                level: known,
                within: wider
                    .iter()
                    .map(|column| row.cell(*column))
                    .filter(|code| !code.is_empty())
                    .map(str::to_owned)
                    .collect(),
            };
            areas.add(area, row, table, findings);
        }
        areas.check_wider_areas(&table.path, findings);
        areas
    }

    /// Reads `areas-abolished.csv`: the codes that publishers no longer use.
    pub fn read_abolished(&mut self, table: &Table, findings: &mut Findings) {
        let names = ["code", "name", "replaced_by", "when"];
        let Some([code, name, replaced_by, when]) = table.columns(names, findings) else {
            return;
        };
        for row in &table.rows {
            let abolished = Abolished {
                code: row.cell(code).to_owned(),
                name: row.cell(name).to_owned(),
                replaced_by: list(row.cell(replaced_by)),
                when: row.cell(when).to_owned(),
            };
            if let Some(fault) = self.contradiction(&abolished) {
                findings.add(fault, table.place(row, code));
            }
            self.abolished.insert(normal(&abolished.code), abolished);
        }
    }

    /// What an abolished code cannot be: the code of an area, another name of an area that did not take its place, or
    /// there twice.
    fn contradiction(&self, abolished: &Abolished) -> Option<Fault> {
        let code = &abolished.code;
        if self.abolished.contains_key(&normal(code)) {
            let (what, name) = ("abolished area", code.clone());
            return Some(Fault::DeclaredTwice { what, name });
        }
        let area = self.find(code)?;
        let rule = format!("data/areas.csv has it as {} ({})", area.name, area.code);
        (!abolished.replaced_by.contains(&area.code)).then(|| Fault::bad_value("code", code, &rule))
    }

    /// The abolished code that a text is.
    pub fn abolished(&self, code: &str) -> Option<&Abolished> {
        self.abolished.get(&normal(code))
    }

    /// What is wrong with a text that names no area: an abolished code, or an unknown one.
    pub fn unknown(&self, text: &str) -> Fault {
        self.abolished(text).map_or_else(
            || Fault::UnknownArea { area: text.to_owned(), nearest: self.nearest(text) },
            |abolished| Fault::AbolishedArea {
                code: abolished.code.clone(),
                name: abolished.name.clone(),
                replaced_by: abolished.replaced_by.clone(),
                when: abolished.when.clone(),
                more: 0,
                is_read: false,
            },
        )
    }

    /// The area with a code or a name, without regard to case.
    pub fn find(&self, code_or_name: &str) -> Option<&Area> {
        let code = self.code_by_name.get(&normal(code_or_name))?;
        self.by_code.get(code)
    }

    /// The area with a code.
    pub fn get(&self, code: &str) -> Option<&Area> {
        self.by_code.get(code)
    }

    /// The name of the area with a code; empty for a code that is none.
    pub fn name(&self, code: &str) -> &str {
        self.get(code).map_or("", |area| &area.name)
    }

    /// All areas of a level, by code.
    pub fn of_level(&self, level: Level) -> impl Iterator<Item = &Area> {
        self.by_code.values().filter(move |area| area.level == level)
    }

    /// The known name or code that is nearest to a text, for a hint.
    pub fn nearest(&self, text: &str) -> Option<String> {
        let wanted = normal(text);
        // A code that is one digit off is another area altogether.
        let is_code = wanted.bytes().filter(u8::is_ascii_digit).count() > 2;
        let (_, code) = self
            .code_by_name
            .iter()
            .filter(|(name, _)| !is_code && strsim::normalized_levenshtein(name, &wanted) > 0.5)
            .max_by(|(a, _), (b, _)| strsim::jaro_winkler(a, &wanted).total_cmp(&strsim::jaro_winkler(b, &wanted)))?;
        self.by_code.get(code).map(|area| area.name.clone())
    }

    fn add(&mut self, area: Area, row: &Row, table: &Table, findings: &mut Findings) {
        let names = [&area.code, &area.name].into_iter().chain(&area.other_names);
        for name in names {
            let taken = self.code_by_name.insert(normal(name), area.code.clone());
            if taken.is_some_and(|code| code != area.code) || (*name == area.code && self.by_code.contains_key(name)) {
                let fault = Fault::DeclaredTwice { what: "area name", name: name.clone() };
                findings.add(fault, Location::line(&table.path, row.line));
            }
        }
        self.by_code.insert(area.code.clone(), area);
    }

    fn check_wider_areas(&self, path: &Path, findings: &mut Findings) {
        for area in self.by_code.values() {
            for code in area.within.iter().filter(|code| !self.by_code.contains_key(*code)) {
                let fault = Fault::NoSuch { what: "wider area", name: code.clone(), known: Vec::new() };
                findings.add(fault, Location::file(path));
            }
        }
    }
}

fn list(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Case, runs of blanks, `&` for `and`, and hyphens for blanks make no difference to a name.
fn normal(text: &str) -> String {
    text.to_lowercase().replace('&', " and ").replace('-', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}
