//! The words by which a value of a column says that it counts everybody, or a part of another value.

use std::collections::BTreeSet;

/// Words for everybody, as publishers of filtered tables write them.
const WORDS: [&str; 9] = ["all", "any", "both", "both sexes", "everyone", "overall", "people", "person", "persons"];

/// Words that make a total of what stands beside them.
const TOTALS: [&str; 4] = ["total", "totals", "subtotal", "subtotals"];

/// Words behind which stands a part of what stands before them.
const OF_WHICH: [&str; 5] = ["of which", "of whom", "of these", "of those", "thereof"];

/// The words of a value in small letters, without the stars, colons and brackets about them.
fn words(value: &str) -> Vec<String> {
    let words = value.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Whether a value of a column means everybody: `Total`, `*Total restraint`, `Restraint: total`, `All ages`.
pub(super) fn is_total(value: &str) -> bool {
    let words = words(value);
    let text = words.join(" ");
    let is = |word: Option<&String>, known: &[&str]| word.is_some_and(|word| known.contains(&word.as_str()));
    let has_total = is(words.first(), &TOTALS) || is(words.last(), &TOTALS) || text.starts_with("sub total");
    let behind = value.trim().trim_end_matches([')', ']']).to_lowercase();
    let has_all = [": all", "- all", "(all", "[all"].iter().any(|end| behind.ends_with(end));
    let is_all = text.starts_with("all ") && !is(words.get(1), &["other", "others", "except", "but"]);
    WORDS.contains(&text.as_str()) || has_total || has_all || is_all
}

/// Whether a value of a column says that it is a part of another: `Handcuffing, of which compliant`.
pub(super) fn is_part(value: &str) -> bool {
    let text = format!(" {} ", words(value).join(" "));
    OF_WHICH.iter().any(|words| text.contains(&format!(" {words} ")))
}

/// Whether a value has the name of another and more behind it: `Restraint - handcuffs` beside `Restraint`.
pub(super) fn is_named_after(value: &str, whole: &str) -> bool {
    let rest = value.get(..whole.len()).filter(|start| start.eq_ignore_ascii_case(whole) && !whole.is_empty());
    let rest = rest.and_then(|_| value.get(whole.len()..)).map_or("", str::trim_start);
    rest.starts_with([',', ':', ';', '-', '\u{2013}', '(', '/', '|'])
}

/// The first word for everybody among some values, and the other values; `None` unless there are both.
pub(super) fn split<'v>(values: &BTreeSet<&'v str>) -> Option<(&'v str, Vec<String>)> {
    let total = values.iter().find(|value| is_total(value))?;
    let parts = others(values, is_total);
    (!parts.is_empty()).then_some((*total, parts))
}

/// The values that something does not hold of; blanks are none.
pub(super) fn others(values: &BTreeSet<&str>, holds: impl Fn(&str) -> bool) -> Vec<String> {
    values.iter().filter(|value| !value.is_empty() && !holds(value)).map(|value| (*value).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_everybody_are_known_and_others_are_not() {
        for value in [
            "Total",
            "all",
            "Persons",
            "All ages",
            "Total pupils",
            "Grand total",
            "*Total Restraint",
            "Restraint: total",
            "Sub-total",
            "Subtotal: restraint",
            "Both sexes",
            "Restraint (total)",
            "Ages - all",
            "TOTAL",
        ] {
            assert!(is_total(value), "{value}");
        }
        for value in ["All other", "Female", "Alliance", "16 to 64", "", "Totally blind", "All other tactics"] {
            assert!(!is_total(value), "{value}");
        }
    }

    #[test]
    fn words_for_parts_are_known_and_others_are_not() {
        for value in ["Handcuffing, of which compliant", "of which: compliant", "People of whom disabled"] {
            assert!(is_part(value), "{value}");
        }
        for value in ["Handcuffing", "Loss of witchcraft", "Out of whichever", ""] {
            assert!(!is_part(value), "{value}");
        }
        assert!(is_named_after("Restraint - handcuffs", "restraint") && is_named_after("Theft, other", "Theft"));
        assert!(!is_named_after("Restraints", "Restraint") && !is_named_after("Restraint", "Restraint"));
    }

    #[test]
    fn blanks_beside_a_total_are_no_parts() {
        assert_eq!(split(&BTreeSet::from(["", "Total"])), None);
        assert_eq!(split(&BTreeSet::from(["Boys", "Girls"])), None);
        let found = split(&BTreeSet::from(["Boys", "Girls", "Total"]));
        let parts = vec!["Boys".to_owned(), "Girls".to_owned()];
        assert_eq!(found, Some(("Total", parts)));
    }
}
