//! Paragraphs: words, some of them stressed or leading elsewhere.

use std::fmt;

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub Vec<Inline>);

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// As it is.
    Plain(String),
    /// What is named or matters most.
    Strong(String),
    /// What is quoted.
    Emphasis(String),
    /// A way to something else.
    Link {
        /// What is said.
        text: String,
        /// Where it leads.
        target: Target,
    },
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A section of the report.
    Section(String),
    /// A file beside the report, by its path in the report's folder.
    File(String),
    /// An address.
    Address(String),
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(vec![Inline::Plain(text)])
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Vec<Inline>> for Text {
    fn from(parts: Vec<Inline>) -> Self {
        Self(parts)
    }
}

impl fmt::Display for Text {
    /// The words alone.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Inline::Plain(text) | Inline::Strong(text) | Inline::Emphasis(text) | Inline::Link { text, .. } => {
                formatter.write_str(text)
            }
        })
    }
}

pub(super) fn plain(text: impl Into<String>) -> Inline {
    Inline::Plain(text.into())
}

pub(super) fn strong(text: impl Into<String>) -> Inline {
    Inline::Strong(text.into())
}

pub(super) fn emphasis(text: impl Into<String>) -> Inline {
    Inline::Emphasis(text.into())
}

pub(super) fn link(text: impl Into<String>, target: Target) -> Inline {
    Inline::Link { text: text.into(), target }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_can_be_read_without_its_form() {
        let text =
            Text::from(vec![plain("A "), strong("ratio"), plain(", see "), link("here", Target::File("a".into()))]);
        assert_eq!(text.to_string(), "A ratio, see here");
    }
}
