//! Names and texts as a declaration has them, so that what a hint says can be copied into one.

use serde::Serialize;

/// A text as TOML writes it, which is as JSON does.
pub(crate) fn quoted(text: impl Serialize) -> String {
    serde_json::to_string(&text).unwrap_or_default()
}

/// A name as the key of a table: with quotation marks where it needs them.
pub(crate) fn key(name: &str) -> String {
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    if !name.is_empty() && name.chars().all(is_bare) { name.to_owned() } else { quoted(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_blanks_is_quoted() {
        assert_eq!(key("sex"), "sex");
        assert_eq!(key("time-period_2"), "time-period_2");
        for name in ["Type of force", "", "Größe", "a \"b\" \\ c", "a.b"] {
            let line = format!("where = {{ {} = {} }}", key(name), quoted("x \"y\""));
            let table: toml::Table = toml::from_str(&line).unwrap();
            assert_eq!(table["where"][name].as_str(), Some("x \"y\""), "{line}");
        }
    }
}
