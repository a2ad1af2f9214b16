//! Wide tables: ethnic groups in the names of columns.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::ethnicity::Ethnicity;
use tables::Table;

use super::column::LabelMatch;

/// The texts in the names of columns that are ethnic groups, with the list that knows them: those of the pattern that
/// holds most of them.
pub(super) fn groups<'t>(
    table: &'t Table,
    ethnicity: &Ethnicity,
    schemes: &[String],
) -> Option<(Vec<&'t str>, LabelMatch)> {
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
    let mut best: Option<(&Vec<&str>, LabelMatch)> = None;
    for (scheme, texts) in patterns.values().flatten() {
        let labels = LabelMatch::new(scheme, texts.iter().copied(), ethnicity);
        let is_better = best.as_ref().is_none_or(|(kept, other)| {
            let size = |labels: &LabelMatch| Reverse(ethnicity.size(&labels.scheme));
            (texts.len(), size(&labels)) > (kept.len(), size(other))
        });
        if labels.are_groups(ethnicity) && is_better {
            best = Some((texts, labels));
        }
    }
    best.map(|(texts, labels)| (texts.clone(), labels))
}

/// Codes of this length or less say nothing in the name of a column.
const LONGEST_CODE: usize = 2;

/// Labels have fewer words, and gaps between them, than this.
const MOST_WORDS: usize = 24;

/// Every way to cut a label out of a name at the bounds of its words: what stands before, the label, what stands after.
pub(super) fn parts(name: &str) -> impl Iterator<Item = (&str, &str, &str)> {
    let bounds: Vec<usize> = (0..=name.len()).filter(|place| is_bound(name, *place)).collect();
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

/// Whether a place in a name is an end of it, or parts letters and digits from the rest.
fn is_bound(name: &str, place: usize) -> bool {
    name.split_at_checked(place).is_some_and(|(before, after)| {
        let ends = before.is_empty() || after.is_empty();
        ends || before.ends_with(char::is_alphanumeric) != after.starts_with(char::is_alphanumeric)
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
}
