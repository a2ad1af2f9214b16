//! What publishers write into a text that is no part of it: the numbers of notes, and letters that nobody sees.

use std::borrow::Cow;

/// Letters without width: the soft hyphen, joiners and breaks of words, and the byte order mark.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A text as it is seen: without letters that have no width, and without the blanks around it.
pub fn seen(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text.trim());
    }
    let seen: String = text.chars().filter(|letter| !is_unseen(*letter)).collect();
    Cow::Owned(seen.trim().to_owned())
}

/// A name or label as it is seen, without the markers of notes, `[note 2]` or `[notes 2, 3]`, which stand beside it.
pub fn name(text: &str) -> Cow<'_, str> {
    let seen = seen(text);
    match noted(&seen) {
        None => seen,
        Some((before, after)) => Cow::Owned(name(&joined(before, after)).into_owned()),
    }
}

/// What stands before and after the first marker of a note.
fn noted(text: &str) -> Option<(&str, &str)> {
    let starts = text.match_indices('[').map(|(start, _)| start);
    starts.filter_map(|start| text.split_at_checked(start)).find_map(|(before, rest)| {
        let (inside, after) = rest.strip_prefix('[')?.split_once(']')?;
        let inside = inside.trim().to_lowercase().replace(" and ", ", ");
        let is_beside = !before.trim().is_empty() || !after.trim().is_empty();
        let said = inside.strip_prefix("notes").or_else(|| inside.strip_prefix("note"));
        let numbers = said.or_else(|| is_beside.then_some(inside.as_str()))?;
        let plain = |letter: char| letter.is_ascii_digit() || matches!(letter, ' ' | ',' | ':' | '&' | '-');
        (numbers.chars().all(plain) && numbers.contains(|letter: char| letter.is_ascii_digit()))
            .then_some((before, after))
    })
}

/// Two parts of a name, with one blank between them where there was one on both sides.
fn joined(before: &str, after: &str) -> String {
    let after = if before.ends_with(' ') { after.trim_start() } else { after };
    format!("{before}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_and_letters_without_width_are_no_part_of_a_name() {
        for (text, plain) in [
            ("Asian[note 2]", "Asian"),
            ("Other [note 2]", "Other"),
            ("[Note 1] White", "White"),
            ("Black [note 1] [notes 2, 3]", "Black"),
            ("Percentage [note 3] of people", "Percentage of people"),
            ("Any other As\u{ad}ian back\u{200b}ground\u{feff}", "Any other Asian background"),
            (" White\u{a0}", "White"),
            ("Black [notes 1 and 2]", "Black"),
            ("Mixed [1]", "Mixed"),
            ("Mixed[1, 2]", "Mixed"),
            ("[1]", "[1]"),
            ("Asian [r]", "Asian [r]"),
            ("[c]", "[c]"),
            ("White [see note 4 below]", "White [see note 4 below]"),
            ("White [noted]", "White [noted]"),
            ("[", "["),
        ] {
            assert_eq!(name(text), plain, "{text}");
        }
        assert_eq!(seen("12 [note 1]\u{200b}"), "12 [note 1]");
    }
}
