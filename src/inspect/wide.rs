//! Wide tables: ethnic groups in the names of columns.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::ethnicity::Ethnicity;
use crate::source::GROUP;
use tables::Table;

use super::column::Labels;
use super::proposal::plain_name;

/// The texts in the names of columns that are ethnic groups, with the list that knows them: those of the pattern that
/// holds most of them.
pub(super) fn groups(table: &Table, ethnicity: &Ethnicity, schemes: &[String]) -> Option<(Vec<String>, Labels)> {
    // What stands around a label → list → the labels.
    let mut patterns: BTreeMap<(&str, &str), BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for name in &table.header {
        // Columns called A and B are no groups, although the codes of one list are letters.
        let words = parts(name).filter(|(_, text, _)| text.chars().count() > LONGEST_CODE);
        for (before, text, after) in words {
            for (scheme, _) in ethnicity.lists_with(text) {
                if schemes.iter().any(|wanted| wanted == scheme) {
                    let lists = patterns.entry((before, after)).or_default();
                    lists.entry(scheme).or_default().push(text);
                }
            }
        }
    }
    let mut best: Option<(Vec<String>, Labels)> = None;
    for (scheme, texts) in patterns.values().flatten() {
        let found: BTreeSet<_> = texts.iter().filter_map(|text| ethnicity.look_up(scheme, text)).collect();
        let labels = Labels { scheme: (*scheme).to_owned(), found, unknown: Vec::new(), share: 1.0 };
        let better = best.as_ref().is_none_or(|(kept, other)| {
            let size = |labels: &Labels| Reverse(ethnicity.size(&labels.scheme));
            (texts.len(), size(&labels)) > (kept.len(), size(other))
        });
        if labels.are_groups(ethnicity) && better {
            best = Some((texts.iter().map(|text| (*text).to_owned()).collect(), labels));
        }
    }
    best
}

/// The patterns that hold most of the groups, each with a name for its figure.
pub(super) fn figures(table: &Table, groups: &[String]) -> Vec<(String, String)> {
    let mut patterns: Vec<(String, usize)> = Vec::new();
    for name in &table.header {
        for (before, text, after) in parts(name) {
            if !groups.iter().any(|group| group == text) {
                continue;
            }
            let pattern = format!("{before}{GROUP}{after}");
            match patterns.iter_mut().find(|(known, _)| *known == pattern) {
                Some((_, count)) => *count += 1,
                None => patterns.push((pattern, 1)),
            }
        }
    }
    let most = patterns.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let complete = patterns.into_iter().filter(|(_, count)| *count == most);
    let mut figures: Vec<(String, String)> = Vec::new();
    for (pattern, _) in complete {
        let name = plain_name(&pattern.replace(GROUP, " "));
        let name = if name.is_empty() { "figure".to_owned() } else { name };
        let same = figures.iter().filter(|(other, _)| other.starts_with(&name)).count();
        let name = if same == 0 { name } else { format!("{name}_{}", same + 1) };
        figures.push((name, pattern));
    }
    figures
}

/// Whether a column is one of a figure and a group.
pub(super) fn is_read(column: &str, groups: &[String], figures: &[(String, String)]) -> bool {
    let of = |pattern: &str| groups.iter().any(|group| pattern.replace(GROUP, group) == column);
    figures.iter().any(|(_, pattern)| of(pattern))
}

/// Codes of this length or less say nothing in the name of a column.
const LONGEST_CODE: usize = 2;

/// Labels have fewer words, and gaps between them, than this.
const MOST_WORDS: usize = 24;

/// Every way to cut a label out of a name at the bounds of its words: what stands before, the label, what stands after.
fn parts(name: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let mut bounds: Vec<usize> = vec![0, name.len()];
    let mut earlier = None;
    for (place, letter) in name.char_indices() {
        let inside = |letter: char| letter.is_alphanumeric();
        if earlier.is_some_and(|earlier| inside(earlier) != inside(letter)) {
            bounds.push(place);
        }
        earlier = Some(letter);
    }
    bounds.sort_unstable();
    bounds.dedup();
    let starts = bounds.clone();
    starts.into_iter().enumerate().flat_map(move |(number, start)| {
        let ends: Vec<usize> = bounds.iter().skip(number + 1).take(MOST_WORDS).copied().collect();
        ends.into_iter().filter_map(move |end| {
            let text = name.get(start..end)?;
            let whole = text.trim() == text && !text.is_empty();
            whole.then_some((name.get(..start)?, text, name.get(end..)?))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_cut_out_at_the_bounds_of_words() {
        let cuts: Vec<_> = parts("F_WHITE_16").collect();
        assert!(cuts.contains(&("F_", "WHITE", "_16")));
        assert!(cuts.contains(&("", "F_WHITE", "_16")));
        assert!(!cuts.iter().any(|(_, text, _)| *text == "HITE"));
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
        let found = figures(&table, &groups);
        assert_eq!(found, [("a".to_owned(), "{group}_A".to_owned()), ("b".to_owned(), "{group}_B".to_owned())]);
    }
}
