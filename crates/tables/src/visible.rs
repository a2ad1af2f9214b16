//! Characters that nobody sees, made visible: in a message they could forge another, and hide what is wrong.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character changes what stands around it and has no shape of its own: a control character, a mark of the
/// direction of writing, the end of a line or a paragraph.
pub fn is_control(letter: char) -> bool {
    let is_mark = matches!(letter,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    is_mark || letter.is_control()
}

/// Whether a character is not seen: one of those, or a blank without width.
fn is_hidden(letter: char) -> bool {
    is_control(letter) || matches!(letter, '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{feff}')
}

/// A text in one line, its hidden characters written as TOML and JSON write them.
pub fn visible(text: &str) -> Cow<'_, str> {
    shown(text, is_hidden)
}

/// A text of several lines, likewise; ends of lines and tabs stay.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    shown(text, |letter| is_hidden(letter) && letter != '\n' && letter != '\t')
}

fn shown(text: &str, is_hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            _ if !is_hidden(letter) => shown.push(letter),
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            _ => {
                let mut units = [0; 2];
                for unit in letter.encode_utf16(&mut units) {
                    let _ = write!(shown, "\\u{unit:04X}");
                }
            }
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_written_out() {
        let text = "\u{1b}[2JAsian\n\nno faults\u{202e}\u{85}\u{200b}";
        assert_eq!(visible(text), "\\u001B[2JAsian\\n\\nno faults\\u202E\\u0085\\u200B");
        assert_eq!(visible_lines("a\tb\nc\rd\u{7f}"), "a\tb\nc\\rd\\u007F");
    }

    #[test]
    fn letters_of_every_script_stay() {
        for text in ["Gypsy, Roma or Irish Traveller", "Île", "نص عربي", "हिन्दी", "👩‍👧", "a b"]
        {
            assert!(matches!(visible(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
