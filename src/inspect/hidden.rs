//! Figures that a publisher hides: in a range, behind a number that no figure can be, or with a mark beside them.

use crate::source::{Marker, Meaning};
use tables::number;

/// Numbers that programs put in the place of a missing figure.
const SENTINELS: [&str; 12] = ["-1", "-8", "-9", "-77", "-88", "-97", "-98", "-99", "-888", "-999", "-9999", "-99999"];

/// Hidden counts are small: a range that goes further is of something else, such as ages.
const MOST: f64 = 30.0;

/// Whether a text is a number that stands for a missing one.
pub(super) fn is_sentinel(text: &str) -> bool {
    let plain = text.replace('\u{2212}', "-");
    SENTINELS.contains(&plain.trim_end_matches(".0"))
}

/// The counts that a text leaves open, in `1 to 4`, `0-2`, `1 or 2`, `<5`, `fewer than five`, `5 or fewer`.
pub(super) fn range(text: &str) -> Option<Marker> {
    let plain = text.to_lowercase().replace(['\u{2013}', '\u{2014}', '\u{2212}'], "-");
    let below = ["<", "fewer than ", "less than ", "under ", "below "].iter().find_map(|word| plain.strip_prefix(word));
    let up_to = ["<=", "\u{2264}", "up to ", "at most "].iter().find_map(|word| plain.strip_prefix(word));
    let up_to = up_to.or_else(|| [" or fewer", " or less"].iter().find_map(|word| plain.strip_suffix(word)));
    let (lower, upper) = match (up_to, below) {
        (Some(most), _) => (0.0, whole(most)?),
        (None, Some(limit)) => (0.0, whole(limit)? - 1.0),
        (None, None) => {
            let (plain, joins) = match plain.strip_prefix("between ") {
                Some(rest) => (rest, &[" and "][..]),
                None => (plain.as_str(), &[" to ", " or ", "-", "~"][..]),
            };
            let (least, most) = joins.iter().find_map(|join| plain.split_once(join))?;
            (whole(least)?, whole(most)?)
        }
    };
    let fits = 0.0 <= lower && lower <= upper && upper <= MOST;
    fits.then_some(Marker { means: Meaning::Suppressed, lower: Some(lower), upper: Some(upper) })
}

/// Whether a text is a number with the mark of a note beside it, such as `26.0 [r]` or `17 (p)`.
pub(super) fn is_marked(text: &str) -> bool {
    const LONGEST_MARK: usize = 12;
    let (figure, mark) = text.split_once(['[', '(']).unwrap_or_default();
    mark.ends_with([']', ')']) && mark.chars().count() <= LONGEST_MARK && number::parse(figure.trim()).is_ok()
}

/// A whole number, in digits or as a word, and nothing else.
fn whole(text: &str) -> Option<f64> {
    const WORDS: [&str; 11] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let text = text.trim();
    if let Some(number) = (0_u8..).zip(WORDS).find_map(|(number, word)| (word == text).then_some(number)) {
        return Some(f64::from(number));
    }
    let plain = !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_count_is_a_range() {
        for (text, lower, upper) in [
            ("1 to 4", 1.0, 4.0),
            ("0-2", 0.0, 2.0),
            ("1\u{2013}4", 1.0, 4.0),
            ("<5", 0.0, 4.0),
            ("< 5", 0.0, 4.0),
            ("<=4", 0.0, 4.0),
            ("Fewer than 5", 0.0, 4.0),
            ("less than 10", 0.0, 9.0),
            ("5 or fewer", 0.0, 5.0),
            ("1 \u{2013} 4", 1.0, 4.0),
            ("\u{2264}4", 0.0, 4.0),
            ("1 or 2", 1.0, 2.0),
            ("Less than five", 0.0, 4.0),
            ("between 1 and 4", 1.0, 4.0),
        ] {
            let marker = range(text).unwrap();
            assert_eq!((marker.lower, marker.upper), (Some(lower), Some(upper)), "{text}");
        }
        for text in ["4-1", "2016-17", "16 to 64", "-5", "x", "5", "", "<", "1 to"] {
            assert_eq!(range(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_with_a_mark_is_no_word() {
        assert!(is_marked("26.0 [r]") && is_marked("17 (p)"));
        assert!(!is_marked("Sutton (part)") && !is_marked("26.0"));
        assert!(is_sentinel("-99") && is_sentinel("-99.0") && is_sentinel("\u{2212}99") && !is_sentinel("-3"));
    }
}
