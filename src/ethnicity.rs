//! Ethnic categories, the classifications that they make up, and the labels by which publishers call them.
//!
//! The same label or code means different things in different lists, so a label is looked up only in the list
//! (`scheme`) of its source. A classification says which categories make it up and where finer ones belong:
//! Chinese is inside Other in the census of 2001 and inside Asian from 2011.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use crate::finding::{Fault, Findings, Location};
use tables::Table;

/// One ethnic category of the standard. Categories sort in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Category(usize);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Card {
    order: u32,
    code: String,
    label: String,
    people: String,
    govuk_label: String,
    govuk_people: String,
}

/// The words for the aggregate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Terminology {
    /// BAME, as the project that commissioned the scorecard says.
    #[default]
    Source,
    /// Ethnic minorities (excluding White minorities), as GOV.UK recommends.
    Govuk,
}

/// What a category is to a classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// One of those that make it up.
    Required,
    /// A coarser one, which may be published beside its parts.
    Aggregate,
    /// A finer one, whose place in it is known.
    Inside,
}

/// A named set of categories. Figures are compared only inside one classification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classification {
    /// Its code, such as `2011-18+1`.
    pub code: String,
    /// Its title in plain words.
    pub title: String,
    parts: BTreeMap<Category, (Part, Option<Category>)>,
}

impl Classification {
    /// The categories that make it up, in the order in which they are shown.
    pub fn required(&self) -> impl Iterator<Item = Category> {
        self.parts.iter().filter(|(_, (part, _))| *part == Part::Required).map(|(category, _)| *category)
    }

    /// Whether a figure of it may be published for a category.
    pub fn contains(&self, category: Category) -> bool {
        matches!(self.parts.get(&category), Some((Part::Required | Part::Aggregate, _)))
    }

    /// The top-level categories: aggregates, and those that are in no aggregate.
    pub fn top_level(&self) -> impl Iterator<Item = Category> {
        self.parts
            .iter()
            .filter(|(_, (part, parent))| *part != Part::Inside && parent.is_none())
            .map(|(category, _)| *category)
    }

    /// The required category into which a finer one of any list rolls up.
    pub fn roll_up(&self, finer: Category) -> Option<Category> {
        match self.parts.get(&finer)? {
            (Part::Required, _) => Some(finer),
            (Part::Inside, parent) => *parent,
            (Part::Aggregate, _) => None,
        }
    }

    /// The top-level category that a category belongs to; itself, where it is one.
    pub fn top_level_of(&self, category: Category) -> Option<Category> {
        match self.parts.get(&category)? {
            (Part::Inside, parent) => self.top_level_of((*parent)?),
            (Part::Required | Part::Aggregate, parent) => Some(parent.unwrap_or(category)),
        }
    }

    /// Whether a finer category of any list belongs to a category of this one.
    pub fn holds(&self, category: Category, finer: Category) -> bool {
        self.roll_up(finer).is_some_and(|rolled| {
            rolled == category || self.parts.get(&rolled).is_some_and(|(_, parent)| *parent == Some(category))
        })
    }

    /// The required categories in an aggregate.
    pub fn parts_of(&self, aggregate: Category) -> impl Iterator<Item = Category> {
        self.parts
            .iter()
            .filter(move |(_, (part, parent))| *part == Part::Required && *parent == Some(aggregate))
            .map(|(category, _)| *category)
    }
}

/// The categories that the comparisons are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchors {
    /// Everybody.
    pub all: Category,
    /// Everybody but White people.
    pub bame: Category,
    /// White people.
    pub white: Category,
    /// White British people.
    pub white_british: Category,
    /// Ethnicity not stated, refused or not known.
    pub unknown: Category,
    /// Rows to whom the question does not apply.
    pub not_applicable: Category,
}

/// The whole standard: categories, classifications and labels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ethnicity {
    cards: Vec<Card>,
    classifications: BTreeMap<String, Classification>,
    labels: BTreeMap<String, BTreeMap<String, (String, Category)>>,
    /// The categories that the comparisons are about.
    pub anchors: Anchors,
    /// The words for the aggregate.
    pub terminology: Terminology,
}

impl Ethnicity {
    /// Reads the three tables of `data/ethnicity`. `None` when they cannot serve, with findings that say why.
    pub fn read(categories: &Table, classifications: &Table, labels: &Table, findings: &mut Findings) -> Option<Self> {
        let cards = read_cards(categories, findings)?;
        let anchors = read_anchors(&cards, &categories.path, findings)?;
        let mut ethnicity = Self {
            cards,
            classifications: BTreeMap::new(),
            labels: BTreeMap::new(),
            anchors,
            terminology: Terminology::Source,
        };
        ethnicity.read_classifications(classifications, findings);
        ethnicity.read_labels(labels, findings);
        Some(ethnicity)
    }

    /// The category with a code.
    pub fn category(&self, code: &str) -> Option<Category> {
        self.cards.iter().position(|card| card.code == code).map(Category)
    }

    /// Its code, such as `white-british`.
    pub fn code(&self, category: Category) -> &str {
        self.cards.get(category.0).map_or("", |card| &card.code)
    }

    /// Its label in files, such as `White British`. It never changes with the terminology.
    pub fn label(&self, category: Category) -> &str {
        self.cards.get(category.0).map_or("", |card| &card.label)
    }

    /// Its label for a reader, in the terminology chosen.
    pub fn shown(&self, category: Category) -> &str {
        self.in_words(category, |card| (&card.label, &card.govuk_label))
    }

    /// The people it means, in a sentence: `people with a mixed ethnic background`.
    pub fn people(&self, category: Category) -> &str {
        self.in_words(category, |card| (&card.people, &card.govuk_people))
    }

    fn in_words<'s>(&'s self, category: Category, words: fn(&'s Card) -> (&'s String, &'s String)) -> &'s str {
        let Some((source, govuk)) = self.cards.get(category.0).map(words) else {
            return "";
        };
        if self.terminology == Terminology::Govuk && !govuk.is_empty() { govuk } else { source }
    }

    /// The classification with a code.
    pub fn classification(&self, code: &str) -> Option<&Classification> {
        self.classifications.get(code)
    }

    /// The codes of all classifications.
    pub fn classification_codes(&self) -> Vec<String> {
        self.classifications.keys().cloned().collect()
    }

    /// The names of all lists of labels.
    pub fn schemes(&self) -> Vec<String> {
        self.labels.keys().cloned().collect()
    }

    /// Whether there is a list of labels of a name.
    pub fn has_scheme(&self, scheme: &str) -> bool {
        self.labels.contains_key(scheme)
    }

    /// The lists that hold a label, with the category that each means by it.
    pub fn lists_with(&self, label: &str) -> impl Iterator<Item = (&str, Category)> {
        let wanted = normal(label);
        self.labels.iter().filter_map(move |(scheme, labels)| {
            let (_, category) = labels.get(&wanted)?;
            Some((scheme.as_str(), *category))
        })
    }

    /// How many labels a list holds.
    pub fn size(&self, scheme: &str) -> usize {
        self.labels.get(scheme).map_or(0, BTreeMap::len)
    }

    /// The category of a label in a list, without regard to case and spacing.
    pub fn look_up(&self, scheme: &str, label: &str) -> Option<Category> {
        let (_, category) = self.labels.get(scheme)?.get(&normal(label))?;
        Some(*category)
    }

    /// The known label of a list that is nearest to a text, for a hint and never for a guess.
    pub fn nearest_label(&self, scheme: &str, label: &str) -> Option<String> {
        let wanted = normal(label);
        self.labels
            .get(scheme)?
            .iter()
            .map(|(known, (label, _))| (strsim::normalized_damerau_levenshtein(known, &wanted), label))
            .filter(|(likeness, _)| *likeness >= 0.5)
            .max_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, known)| known.clone())
    }

    /// The classifications that fit a set of categories best: every category belongs, and the fewest are missing.
    ///
    /// Suppliers do not state their classification reliably, so it is inferred from the whole set of labels of a table.
    pub fn infer(&self, present: &BTreeSet<Category>) -> Vec<&Classification> {
        let groups: Vec<Category> = present.iter().copied().filter(|category| self.is_group(*category)).collect();
        let missing = |classification: &Classification| {
            classification.required().filter(|category| !present.contains(category)).count()
        };
        let fits = |classification: &&Classification| groups.iter().all(|group| classification.contains(*group));
        let fewest = self.classifications.values().filter(fits).map(missing).min();
        self.classifications.values().filter(fits).filter(|found| Some(missing(found)) == fewest).collect()
    }

    /// Whether a category is an ethnic group, and not the total, the aggregate, or people of unknown ethnicity.
    pub fn is_group(&self, category: Category) -> bool {
        let Anchors { all, bame, white: _, white_british: _, unknown, not_applicable } = self.anchors;
        ![all, bame, unknown, not_applicable].contains(&category)
    }

    fn read_classifications(&mut self, table: &Table, findings: &mut Findings) {
        let names = ["classification", "title", "category", "parent", "part"];
        let Some([classification, title, category, parent, part]) = table.columns(names, findings) else {
            return;
        };
        for row in &table.rows {
            let own = self.known_category(row.cell(category), &table.place(row, category), findings);
            let above = match row.cell(parent) {
                "" => None,
                code => self.known_category(code, &table.place(row, parent), findings),
            };
            let role = match row.cell(part) {
                "required" => Part::Required,
                "aggregate" => Part::Aggregate,
                "inside" => Part::Inside,
                other => {
                    let known = ["required", "aggregate", "inside"].map(str::to_owned).to_vec();
                    let fault = Fault::NoSuch { what: "part", name: other.to_owned(), known };
                    findings.add(fault, table.place(row, part));
                    continue;
                }
            };
            let Some(own) = own else { continue };
            let code = row.cell(classification).to_owned();
            let entry = self.classifications.entry(code.clone()).or_insert_with(|| Classification {
                code,
                title: row.cell(title).to_owned(),
                parts: BTreeMap::new(),
            });
            if entry.parts.insert(own, (role, above)).is_some() {
                let fault = Fault::DeclaredTwice { what: "category", name: row.cell(category).to_owned() };
                findings.add(fault, table.place(row, category));
            }
        }
    }

    fn read_labels(&mut self, table: &Table, findings: &mut Findings) {
        let Some([label, scheme, category]) = table.columns(["label", "scheme", "category"], findings) else {
            return;
        };
        for row in &table.rows {
            let Some(own) = self.known_category(row.cell(category), &table.place(row, category), findings) else {
                continue;
            };
            let list = self.labels.entry(row.cell(scheme).to_owned()).or_default();
            if list.insert(normal(row.cell(label)), (row.cell(label).to_owned(), own)).is_some() {
                let fault = Fault::DeclaredTwice { what: "label", name: row.cell(label).to_owned() };
                findings.add(fault, table.place(row, label));
            }
        }
    }

    fn known_category(&self, code: &str, place: &Location, findings: &mut Findings) -> Option<Category> {
        let found = self.category(code);
        if found.is_none() {
            let mut near: Vec<String> = self.cards.iter().map(|card| card.code.clone()).collect();
            near.sort_by(|a, b| strsim::jaro_winkler(b, code).total_cmp(&strsim::jaro_winkler(a, code)));
            findings.add(Fault::no_such("category", code, near), place.clone());
        }
        found
    }
}

fn read_cards(table: &Table, findings: &mut Findings) -> Option<Vec<Card>> {
    let names = ["code", "label", "people", "govuk_label", "govuk_people", "order"];
    let [code, label, people, govuk_label, govuk_people, order] = table.columns(names, findings)?;
    let mut cards = Vec::new();
    for row in &table.rows {
        let Ok(number) = row.cell(order).parse() else {
            let fault = Fault::NotANumber { text: row.cell(order).to_owned(), column: "order".to_owned() };
            findings.add(fault, table.place(row, order));
            continue;
        };
        let card = Card {
            order: number,
            code: row.cell(code).to_owned(),
            label: row.cell(label).to_owned(),
            people: row.cell(people).to_owned(),
            govuk_label: row.cell(govuk_label).to_owned(),
            govuk_people: row.cell(govuk_people).to_owned(),
        };
        if cards.iter().any(|earlier: &Card| earlier.code == card.code) {
            findings.add(Fault::DeclaredTwice { what: "category", name: card.code.clone() }, table.place(row, code));
        }
        cards.push(card);
    }
    cards.sort_by(|a, b| (a.order, &a.code).cmp(&(b.order, &b.code)));
    Some(cards)
}

fn read_anchors(cards: &[Card], path: &Path, findings: &mut Findings) -> Option<Anchors> {
    let mut find = |code: &str| {
        let found = cards.iter().position(|card| card.code == code).map(Category);
        if found.is_none() {
            let fault = Fault::NoSuch { what: "category", name: code.to_owned(), known: Vec::new() };
            findings.add(fault, Location::file(path));
        }
        found
    };
    let found = ["all", "bame", "white", "white-british", "unknown", "not-applicable"].map(&mut find);
    let [all, bame, white, white_british, unknown, not_applicable] = found;
    Some(Anchors {
        all: all?,
        bame: bame?,
        white: white?,
        white_british: white_british?,
        unknown: unknown?,
        not_applicable: not_applicable?,
    })
}

/// Without regard to case, spacing, and the joints of a name that was broken over several header rows.
fn normal(text: &str) -> String {
    text.to_lowercase()
        .split(|letter: char| letter.is_whitespace() || letter == '|')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
