//! Where figures were seen: with their publisher, or with somebody who cites them.

use serde::Deserialize;

/// Where figures were seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeenIn {
    /// In what the publisher put out.
    #[default]
    Publisher,
    /// In what somebody else says that the publisher put out.
    Secondary,
}
