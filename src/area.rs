//! Places as published: codes, names, levels, and the wider areas that contain them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::finding::{Check, Findings, Location, Problem, bad_value, declared_twice, listed, no_such};
use crate::slug::slug;
use serde::Deserialize;
use tables::{Row, Table, marks};

const ABOLISHED_AREA: Check = Check { name: "abolished-area", page: "docs/checks/abolished-area.md" };

/// How wide an area is, finest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// A borough, or what stands in the place of one.
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
    /// How a sentence calls it, where its name and level do not say it well.
    pub in_sentences: Option<String>,
}

impl Area {
    /// Its name in a sentence, saying how wide it is where it is not a borough.
    pub fn in_sentence(&self) -> String {
        let name = &self.name;
        match (&self.in_sentences, self.level) {
            (Some(words), _) => words.clone(),
            (None, Level::Borough | Level::Country) => name.clone(),
            (None, Level::PoliceForce) => format!("the {name} area"),
            (None, Level::IntegratedCareBoard) => format!("the area of {name}"),
            (None, Level::Region) => format!("{name} as a whole"),
        }
    }
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

impl Abolished {
    fn replaced(&self, more: &str) -> String {
        let Self { code, name, replaced_by, when } = self;
        format!("`{code}` ({name}) was replaced by {} in {when}{more}", listed(replaced_by))
    }

    /// Its figures have no area.
    fn refused(&self) -> Problem {
        let hint = "write the new code where the figure is of the same area, or leave the row out";
        Problem::error(self.replaced(""), hint).of(ABOLISHED_AREA)
    }

    /// It is read as the area that took its place, and so are some more codes of the file.
    pub fn read_as_successor(&self, more: usize) -> Problem {
        let more = match more {
            0 => String::new(),
            1 => ", and so was 1 more code of the file".to_owned(),
            more => format!(", and so were {more} more codes of the file"),
        };
        let hint = "it is read as the area that took its place; write the new code if the file is your own";
        Problem::warning(self.replaced(&more), hint).of(ABOLISHED_AREA)
    }
}

/// A code or name that is no area.
pub fn unknown_area(name: &str, nearest: Option<&str>) -> Problem {
    let nearest = nearest.map_or_else(String::new, |name| format!("; the nearest known area is `{name}`"));
    Problem::error(format!("unknown area `{name}`"), format!("add it to data/areas.csv, or correct it{nearest}"))
}

/// All areas that data may speak of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Areas {
    /// The time zone of their clocks; blank where no records are counted.
    pub time_zone: String,
    by_code: BTreeMap<String, Arc<Area>>,
    code_by_name: BTreeMap<String, String>,
    abolished: BTreeMap<String, Abolished>,
    /// The area of each name as it stands in links and in the names of files.
    name_by_slug: BTreeMap<String, String>,
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
        let in_sentences = table.find("in_sentences");
        for row in &table.rows {
            let Some(known) = Level::ALL.into_iter().find(|known| known.code() == row.cell(level)) else {
                let known = Level::ALL.map(|level| level.code().to_owned());
                findings.add(no_such("level", row.cell(level), known), table.place(row, level));
                continue;
            };
            let area = Area {
                code: row.cell(code).to_owned(),
                name: row.cell(name).to_owned(),
                other_names: list(row.cell(other_names)),
                level: known,
                within: wider.iter().flat_map(|column| list(row.cell(*column))).collect(),
                in_sentences: in_sentences
                    .map(|column| row.cell(column))
                    .filter(|words| !words.is_empty())
                    .map(str::to_owned),
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
            if let Some(problem) = self.contradiction(&abolished) {
                findings.add(problem, table.place(row, code));
            }
            self.abolished.insert(normal(&abolished.code), abolished);
        }
    }

    /// What an abolished code cannot be: the code of an area, another name of an area that did not take its place, or
    /// there twice.
    fn contradiction(&self, abolished: &Abolished) -> Option<Problem> {
        let code = &abolished.code;
        if self.abolished.contains_key(&normal(code)) {
            return Some(declared_twice("abolished area", code));
        }
        let area = self.find(code)?;
        let rule = format!("data/areas.csv has it as {} ({})", area.name, area.code);
        (!abolished.replaced_by.contains(&area.code)).then(|| bad_value("code", code, &rule))
    }

    /// The abolished code that a text is.
    pub fn abolished(&self, code: &str) -> Option<&Abolished> {
        self.abolished.get(&normal(code))
    }

    /// What is wrong with a text that names no area: nothing, an abolished code, or an unknown one.
    pub fn unknown(&self, text: &str) -> Problem {
        if text.trim().is_empty() {
            return self.no_area();
        }
        match self.abolished(text) {
            Some(abolished) => abolished.refused(),
            None => unknown_area(text, self.nearest(text).as_deref()),
        }
    }

    fn no_area(&self) -> Problem {
        let countries: Vec<String> = self.of_level(Level::Country).map(|area| area.name.clone()).collect();
        let hint = format!(
            "write the area of the figures: in source.toml, `area = {{ is = \"NAME\" }}` for the whole file, such as {}, \
             or the name of the column that holds it",
            listed(&countries)
        );
        Problem::error("the area of the figures is not given", hint)
    }

    /// The area with a code or a name, without regard to case.
    pub fn find(&self, code_or_name: &str) -> Option<&Arc<Area>> {
        let code = self.code_by_name.get(&normal(code_or_name))?;
        self.by_code.get(code)
    }

    /// The area with a code.
    pub fn get(&self, code: &str) -> Option<&Arc<Area>> {
        self.by_code.get(code)
    }

    /// The name of the area with a code; empty for a code that is none.
    pub fn name(&self, code: &str) -> &str {
        self.get(code).map_or("", |area| &area.name)
    }

    /// All areas of a level, by code.
    pub fn of_level(&self, level: Level) -> impl Iterator<Item = &Arc<Area>> {
        self.by_code.values().filter(move |area| area.level == level)
    }

    /// The region that holds all boroughs, or else the country: the name for all of them together.
    pub fn around_boroughs(&self) -> Option<&Arc<Area>> {
        let first = self.of_level(Level::Borough).next()?;
        let holds_all = |code: &String| self.of_level(Level::Borough).all(|borough| borough.within.contains(code));
        let mut around = first.within.iter().filter(|code| holds_all(code)).filter_map(|code| self.get(code));
        around.find(|area| area.level >= Level::Region)
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

    /// The finest area that a text looks like without being one of its names: the text holds its whole name, or all but a
    /// letter of it, or it is a code of the same kind.
    pub fn alike(&self, text: &str) -> Option<&Arc<Area>> {
        const KIND: usize = 3;
        const LIKENESS: f64 = 0.86;
        let wanted = format!(" {} ", normal(text));
        let finest = || self.of_level(Level::Borough);
        let held = finest().find(|area| wanted.contains(&format!(" {} ", normal(&area.name))));
        let like = || {
            let likeness = |area: &Arc<Area>| strsim::normalized_levenshtein(&normal(&area.name), wanted.trim());
            finest().find(|area| likeness(area) >= LIKENESS)
        };
        let is_code = text.len() == 9 && text.bytes().skip(1).all(|byte| byte.is_ascii_digit());
        let of_kind = || finest().find(|area| area.code.get(..KIND) == text.get(..KIND)).filter(|_| is_code);
        if is_code { of_kind() } else { held.or_else(like) }
    }

    /// The finest area whose name is a letter away from a text: one more, one less, another, or two exchanged. `Harlow` is
    /// that far from `Harrow`, and another place.
    pub fn misspelt(&self, text: &str) -> Option<&Arc<Area>> {
        const FEWEST_LETTERS: usize = 5;
        let wanted = normal(text);
        let is_near = |area: &&Arc<Area>| strsim::damerau_levenshtein(&normal(&area.name), &wanted) == 1;
        let is_word =
            wanted.chars().count() >= FEWEST_LETTERS && !wanted.contains(|letter: char| letter.is_ascii_digit());
        self.of_level(Level::Borough).find(|area| is_word && is_near(area))
    }

    /// The finest area whose name stands among the words of a text, the longest name first: none where two areas that are
    /// equally fine stand there, unless both are countries.
    pub fn named_in(&self, text: &str) -> Option<&Arc<Area>> {
        // The address of a page says nothing of what is on it.
        let is_address = |word: &&str| word.contains("://") || word.contains('@') || word.contains(".uk");
        let words: Vec<&str> = text.split_whitespace().filter(|word| !is_address(word)).collect();
        let plain = normal(&words.join(" ")).replace(|letter: char| !letter.is_alphanumeric(), " ");
        let plain = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
        let is_there = |name: &str| plain.contains(&format!(" {name} "));
        let is_name = |name: &str| !name.contains(|letter: char| letter.is_ascii_digit());
        let found = self.code_by_name.iter().filter(|(name, _)| is_name(name) && is_there(name));
        let found: Vec<(&String, &Arc<Area>)> =
            found.filter_map(|(name, code)| Some((name, self.by_code.get(code)?))).collect();
        // `London` in `City of London`, or `England` in `England and Wales`, is no name of its own.
        let is_whole = |own: &str| !found.iter().any(|(name, _)| name.len() > own.len() && name.contains(own));
        let whole = || found.iter().filter(|(name, _)| is_whole(name));
        let finest = whole().map(|(_, area)| area.level).min()?;
        let (_, area) = whole().filter(|(_, area)| area.level == finest).max_by_key(|(name, _)| name.len())?;
        let is_alone = whole().all(|(_, other)| other.level > finest || other.code == area.code);
        (is_alone || finest == Level::Country).then_some(*area)
    }

    fn add(&mut self, area: Area, row: &Row, table: &Table, findings: &mut Findings) {
        let names = [&area.code, &area.name].into_iter().chain(&area.other_names);
        for name in names {
            let taken = self.code_by_name.insert(normal(name), area.code.clone());
            if taken.is_some_and(|code| code != area.code) || (*name == area.code && self.by_code.contains_key(name)) {
                findings.add(declared_twice("area name", name), Location::line(&table.path, row.line));
            }
        }
        if let Some(problem) = self.unnamed(&area) {
            findings.add(problem, Location::line(&table.path, row.line));
        }
        self.by_code.insert(area.code.clone(), Arc::new(area));
    }

    /// What is wrong with a name of which nothing, or that of another area, is left in the names of files.
    fn unnamed(&mut self, area: &Area) -> Option<Problem> {
        let name = &area.name;
        let slug = slug(name);
        let rule = "a name needs a letter or a digit, and others than the names beside it";
        let taken = self.name_by_slug.insert(slug.clone(), name.clone());
        // The same name twice is reported as such.
        let is_taken = taken.is_some_and(|other| normal(&other) != normal(name));
        (slug.is_empty() || is_taken).then(|| bad_value("name", name, rule))
    }

    fn check_wider_areas(&self, path: &Path, findings: &mut Findings) {
        for area in self.by_code.values() {
            for code in area.within.iter().filter(|code| !self.by_code.contains_key(*code)) {
                findings.add(no_such("wider area", code, []), Location::file(path));
            }
        }
    }
}

fn list(text: &str) -> Vec<String> {
    text.split(';').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Case, runs of blanks, `&` for `and`, the markers of notes, and hyphens, commas, brackets and full stops for blanks make
/// no difference to a name.
fn normal(text: &str) -> String {
    let plain = marks::name(text).to_lowercase().replace('&', " and ");
    let words = plain.split(|letter: char| letter.is_whitespace() || matches!(letter, '-' | ',' | '(' | ')' | '.'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
