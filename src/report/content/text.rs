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

/// An address, which leads somewhere when it is one of a page: a click on any other could run a script.
pub(super) fn web(address: &str) -> Inline {
    let lower = address.trim().to_ascii_lowercase();
    let is_page = ["https://", "http://"].iter().any(|scheme| lower.starts_with(scheme));
    if is_page { link(address, Target::Address(address.trim().to_owned())) } else { plain(address) }
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

    #[test]
    fn only_addresses_of_pages_are_links() {
        for address in ["https://www.example.org/a", "HTTP://example.org"] {
            assert!(matches!(web(address), Inline::Link { .. }), "{address}");
        }
        for address in
            ["javascript:alert(1)//https://", "data:text/html,x", "file:///etc/passwd", "not known", "//x.org"]
        {
            assert_eq!(web(address), plain(address));
        }
    }
}
