//! Ethnic categories, the classifications that they make up, and the labels by which publishers call them.
//!
//! The same label or code means different things in different lists, so a label is looked up only in the list
//! (`scheme`) of its source. A classification says which categories make it up and where finer ones belong:
//! Chinese is inside Other in the census of 2001 and inside Asian from 2011.

mod classification;
mod labels;
mod roll_up;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use crate::finding::{Findings, Location, declared_twice, no_such, not_a_number};
use tables::Table;

pub use classification::Classification;
pub use roll_up::{Derivation, RollUp};

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
    classifications: BTreeMap<String, Arc<Classification>>,
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

    /// Whether a category is an ethnic group, and not the total, the aggregate, or people of unknown ethnicity.
    pub fn is_group(&self, category: Category) -> bool {
        let Anchors { all, bame, white: _, white_british: _, unknown, not_applicable } = self.anchors;
        ![all, bame, unknown, not_applicable].contains(&category)
    }

    fn known_category(&self, code: &str, place: &Location, findings: &mut Findings) -> Option<Category> {
        let found = self.category(code);
        if found.is_none() {
            let mut near: Vec<String> = self.cards.iter().map(|card| card.code.clone()).collect();
            near.sort_by(|a, b| strsim::jaro_winkler(b, code).total_cmp(&strsim::jaro_winkler(a, code)));
            findings.add(no_such("category", code, near), place.clone());
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
            findings.add(not_a_number(row.cell(order), "order"), table.place(row, order));
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
            findings.add(declared_twice("category", &card.code), table.place(row, code));
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
            findings.add(no_such("category", code, []), Location::file(path));
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
