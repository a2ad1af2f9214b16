//! The figures of a table, and what stands in place of one.

use std::collections::BTreeMap;

use crate::source::{GROUP, Marker};
use tables::Table;

use super::areas::holds_codes;
use super::column::ColumnProfile;
use super::groups::GroupsIn;
use super::hidden;
use super::profile::TableProfile;
use super::wide::parts;

/// A figure, with its column or pattern of columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFigure {
    /// Its name.
    pub name: String,
    /// The column, or the pattern of columns.
    pub column: String,
}

/// A text that stands in place of figures.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundMarker {
    /// The text.
    pub text: String,
    /// In how many cells it stands.
    pub cells: u64,
    /// What it means, where that is known.
    pub meaning: Option<Marker>,
}

/// The figures of a table; `taken` are its columns of period, area and group. Records have none: they are counted.
pub(super) fn find(profile: &TableProfile<'_, '_>, groups: &GroupsIn, taken: &[String]) -> Vec<FoundFigure> {
    if profile.is_records() {
        return Vec::new();
    }
    if let GroupsIn::Headers(texts) = groups {
        let negative: Vec<&ColumnProfile> = profile.columns.iter().filter(|column| column.is_negative()).collect();
        let mut figures = by_pattern(&profile.table, texts);
        figures.retain(|figure| !negative.iter().any(|column| is_of(figure, &column.name, texts)));
        return figures;
    }
    let listed = profile.present(|known| &known.figures);
    let excluded = profile.present(|known| &known.not_figures);
    let columns = profile.columns.iter().filter(|column| {
        (listed.is_empty() || listed.contains(&column.name))
            && column.is_figures()
            && !column.is_negative()
            && !excluded.contains(&column.name)
            && !column.name.to_lowercase().ends_with("code")
            && !holds_codes(&column.name)
            && !taken.contains(&column.name)
    });
    let mut figures: Vec<FoundFigure> = Vec::new();
    for column in columns {
        figures.push(FoundFigure { name: own_name(&column.name, &figures), column: column.name.clone() });
    }
    figures
}

/// What stands in place of figures in the columns that are read.
pub(super) fn markers(profile: &TableProfile<'_, '_>, groups: &GroupsIn, figures: &[FoundFigure]) -> Vec<FoundMarker> {
    let is_read = |column: &&ColumnProfile| match groups {
        GroupsIn::Headers(texts) => figures.iter().any(|figure| is_of(figure, &column.name, texts)),
        GroupsIn::Columns(_) => figures.iter().any(|figure| figure.column == column.name),
    };
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for (text, count) in profile.columns.iter().filter(is_read).flat_map(ColumnProfile::markers) {
        *counts.entry(text).or_default() += count;
    }
    let layouts = &profile.lookups.layouts;
    let meaning = |text: &str| layouts.marker(profile.known, text).or_else(|| hidden::range(text));
    let marker = |(text, cells): (&str, u64)| FoundMarker { text: text.to_owned(), cells, meaning: meaning(text) };
    counts.into_iter().map(marker).collect()
}

/// Whether a column is that of a figure of one of the groups.
pub(super) fn is_of(figure: &FoundFigure, column: &str, groups: &[String]) -> bool {
    groups.iter().any(|group| figure.column.replace(GROUP, group) == column)
}

/// The patterns that hold most of the groups, each with a name for its figure.
fn by_pattern(table: &Table, groups: &[String]) -> Vec<FoundFigure> {
    let mut patterns: Vec<(String, usize)> = Vec::new();
    for (before, _, after) in
        table.header.iter().flat_map(|name| parts(name)).filter(|(_, text, _)| groups.iter().any(|group| group == text))
    {
        let pattern = format!("{before}{GROUP}{after}");
        match patterns.iter_mut().find(|(known, _)| *known == pattern) {
            Some((_, count)) => *count += 1,
            None => patterns.push((pattern, 1)),
        }
    }
    let most = patterns.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let mut figures: Vec<FoundFigure> = Vec::new();
    for (column, _) in patterns.into_iter().filter(|(_, count)| *count == most) {
        let name = own_name(&column.replace(GROUP, " "), &figures);
        figures.push(FoundFigure { name, column });
    }
    figures
}

/// A name for a figure that no other has.
fn own_name(text: &str, others: &[FoundFigure]) -> String {
    let mut name = plain_name(text);
    if name.is_empty() {
        "figure".clone_into(&mut name);
    }
    let is_free = |name: &String| others.iter().all(|other| other.name != *name);
    let numbered = (2..).map(|number: usize| format!("{name}_{number}"));
    std::iter::once(name.clone()).chain(numbered).find(is_free).unwrap_or(name)
}

/// A name for a figure in files and links: small letters, digits and underscores.
fn plain_name(text: &str) -> String {
    // Some publishers write a paragraph above a column.
    const MOST_LETTERS: usize = 40;
    let mut name = String::new();
    for letter in text.trim().to_lowercase().chars() {
        match letter {
            '%' => name.push_str("percent"),
            letter if letter.is_ascii_alphanumeric() => name.push(letter),
            _ if !name.ends_with('_') && !name.is_empty() => name.push('_'),
            _ => {}
        }
    }
    name.truncate(MOST_LETTERS);
    name.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        assert_eq!(plain_name(" % of pupils (all) "), "percent_of_pupils_all");
        assert_eq!(plain_name(&"word ".repeat(20)), "word_word_word_word_word_word_word_word");
        assert_eq!(plain_name("£"), "");
    }

    #[test]
    fn figures_are_the_patterns_that_hold_all_groups() {
        let header = ["WHITE_A", "BLACK_A", "WHITE_B", "BLACK_B", "F_WHITE_A"];
        let table = Table {
            path: "cats.csv".into(),
            header: header.map(str::to_owned).to_vec(),
            line: 1,
            columns: vec![1, 2, 3, 4, 5],
            rows: Vec::new(),
        };
        let groups = ["WHITE".to_owned(), "BLACK".to_owned()];
        let found = by_pattern(&table, &groups);
        let found: Vec<_> = found.iter().map(|figure| (figure.name.as_str(), figure.column.as_str())).collect();
        assert_eq!(found, [("a", "{group}_A"), ("b", "{group}_B")]);
    }
}
