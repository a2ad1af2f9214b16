//! The labels by which publishers call the categories, a list for each scheme.

use std::collections::BTreeMap;

use crate::finding::{Findings, declared_twice};
use tables::{Table, marks};

use super::{Category, Ethnicity};

impl Ethnicity {
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

    pub(super) fn read_labels(&mut self, table: &Table, findings: &mut Findings) {
        let Some([label, scheme, category]) = table.columns(["label", "scheme", "category"], findings) else {
            return;
        };
        for row in &table.rows {
            let Some(own) = self.known_category(row.cell(category), &table.place(row, category), findings) else {
                continue;
            };
            let list = self.labels.entry(row.cell(scheme).to_owned()).or_default();
            if list.insert(normal(row.cell(label)), (row.cell(label).to_owned(), own)).is_some() {
                findings.add(declared_twice("label", row.cell(label)), table.place(row, label));
            }
        }
    }
}

/// Without regard to case, spacing, the markers of notes, and the joints of a name that was broken over several header
/// rows.
fn normal(text: &str) -> String {
    marks::name(text)
        .to_lowercase()
        .split(|letter: char| letter.is_whitespace() || letter == '|')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
