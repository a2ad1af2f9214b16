//! How wide a text is, and where it breaks. Widths are those of the embedded font, which is as wide as any font that a browser
//! takes for `sans-serif`, so that what fits here fits there.

use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

/// The size of text, in pixels at the size at which a drawing is shown.
pub(super) const TEXT: i32 = 16;
/// The size of small print.
pub(super) const SMALL: i32 = 14;
/// The size of a title.
pub(super) const TITLE: i32 = 19;

/// A font whose letters can be measured.
struct Face {
    font: Option<FontRef<'static>>,
}

static REGULAR: LazyLock<Face> = LazyLock::new(|| Face { font: FontRef::new(dejavu::sans::regular()).ok() });
static BOLD: LazyLock<Face> = LazyLock::new(|| Face { font: FontRef::new(dejavu::sans::bold()).ok() });

impl Face {
    /// The widths of letters of a size. A letter that the font does not have is as wide as its size.
    fn width(&self, text: &str, size: f32) -> f32 {
        let Some(font) = &self.font else {
            return text.chars().map(|_| size).sum();
        };
        let metrics = GlyphMetrics::new(font, Size::new(size), LocationRef::default());
        let letters = font.charmap();
        text.chars()
            .map(|letter| letters.map(letter).and_then(|glyph| metrics.advance_width(glyph)).unwrap_or(size))
            .sum()
    }
}

/// The width of a text in pixels, rounded up.
pub(super) fn width(text: &str, size: i32, is_bold: bool) -> i32 {
    let face = if is_bold { &BOLD } else { &REGULAR };
    #[expect(clippy::cast_possible_truncation, reason = "a width in pixels")]
    let pixels = face.width(text, size as f32).ceil() as i32;
    pixels
}

/// The lines into which a text breaks between words; a word that is longer than a line breaks within.
pub(super) fn lines(text: &str, size: i32, is_bold: bool, across: i32) -> Vec<String> {
    let fits = |text: &str| width(text, size, is_bold) <= across;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        for part in parts(word, &fits) {
            let longer = if line.is_empty() { part.clone() } else { format!("{line} {part}") };
            if fits(&longer) {
                line = longer;
            } else {
                lines.push(std::mem::replace(&mut line, part));
            }
        }
    }
    lines.push(line);
    lines.retain(|line| !line.is_empty());
    lines
}

/// A word, in parts that each fit.
fn parts(word: &str, fits: &impl Fn(&str) -> bool) -> Vec<String> {
    if fits(word) {
        return vec![word.to_owned()];
    }
    let mut parts = Vec::new();
    let mut part = String::new();
    for letter in word.chars() {
        part.push(letter);
        if !fits(&part) && part.chars().count() > 1 {
            part.pop();
            parts.push(std::mem::replace(&mut part, letter.to_string()));
        }
    }
    parts.push(part);
    parts
}

/// A text that fits, cut at its end with an ellipsis where it is too long.
pub(super) fn cut(text: &str, size: i32, is_bold: bool, across: i32) -> String {
    if width(text, size, is_bold) <= across {
        return text.to_owned();
    }
    let mut short: String = text.to_owned();
    while short.pop().is_some() {
        let shown = format!("{}…", short.trim_end());
        if width(&shown, size, is_bold) <= across {
            return shown;
        }
    }
    "…".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bold_text_is_wider() {
        assert!(width("Accepted as homeless", TEXT, true) > width("Accepted as homeless", TEXT, false));
        assert_eq!(width("", TEXT, false), 0);
    }

    #[test]
    fn lines_break_between_words_and_keep_every_word() {
        let text = "Households accepted as homeless and in priority need per 1,000 residents";
        let found = lines(text, TEXT, false, 200);
        assert!(found.len() > 1 && found.iter().all(|line| width(line, TEXT, false) <= 200), "{found:?}");
        assert_eq!(found.join(" "), text);
    }

    #[test]
    fn a_word_that_is_longer_than_a_line_breaks_within() {
        let found = lines(&"x".repeat(300), TEXT, false, 200);
        assert!(found.iter().all(|line| width(line, TEXT, false) <= 200));
        assert_eq!(found.concat().len(), 300);
    }

    #[test]
    fn a_text_that_is_too_long_ends_in_an_ellipsis() {
        let short = cut("Kensington and Chelsea", TEXT, false, 90);
        assert!(short.ends_with('…') && width(&short, TEXT, false) <= 90, "{short}");
        assert_eq!(cut("Sutton", TEXT, false, 90), "Sutton");
    }
}
