//! Named sets of categories: which categories make them up, and where coarser and finer ones belong.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::finding::{Findings, declared_twice, no_such};
use tables::Table;

use super::{Category, Ethnicity};

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

    /// Every category that it knows.
    pub(super) fn categories(&self) -> impl Iterator<Item = Category> {
        self.parts.keys().copied()
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

impl Ethnicity {
    /// The classification with a code.
    pub fn classification(&self, code: &str) -> Option<&Arc<Classification>> {
        self.classifications.get(code)
    }

    /// The codes of all classifications.
    pub fn classification_codes(&self) -> Vec<String> {
        self.classifications.keys().cloned().collect()
    }

    /// The classifications that fit a set of categories best: every category belongs, and the fewest are missing.
    ///
    /// Suppliers do not state their classification reliably, so it is inferred from the whole set of labels of a table.
    pub fn infer(&self, present: &BTreeSet<Category>) -> Vec<&Arc<Classification>> {
        let groups: Vec<Category> = present.iter().copied().filter(|category| self.is_group(*category)).collect();
        let missing = |classification: &Arc<Classification>| {
            classification.required().filter(|category| !present.contains(category)).count()
        };
        let fits = |classification: &&Arc<Classification>| groups.iter().all(|group| classification.contains(*group));
        let fewest = self.classifications.values().filter(fits).map(missing).min();
        self.classifications.values().filter(fits).filter(|found| Some(missing(found)) == fewest).collect()
    }

    pub(super) fn read_classifications(&mut self, table: &Table, findings: &mut Findings) {
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
                    let known = ["required", "aggregate", "inside"].map(str::to_owned);
                    findings.add(no_such("part", other, known), table.place(row, part));
                    continue;
                }
            };
            let Some(own) = own else { continue };
            let code = row.cell(classification).to_owned();
            let entry = self.classifications.entry(code.clone()).or_insert_with(|| {
                Arc::new(Classification { code, title: row.cell(title).to_owned(), parts: BTreeMap::new() })
            });
            let entry = Arc::make_mut(entry);
            if entry.parts.insert(own, (role, above)).is_some() {
                findings.add(declared_twice("category", row.cell(category)), table.place(row, category));
            }
        }
    }
}
