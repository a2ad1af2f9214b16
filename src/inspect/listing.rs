//! Texts of a file, listed in a sentence.

/// The first few of some texts, in back-quotes.
pub(super) fn some_of(texts: &[String]) -> String {
    const MOST: usize = 6;
    let quoted: Vec<String> = texts.iter().take(MOST).map(|text| format!("`{text}`")).collect();
    let rest = texts.len().saturating_sub(MOST);
    if rest > 0 { format!("{} and {rest} more", quoted.join(", ")) } else { quoted.join(", ") }
}
