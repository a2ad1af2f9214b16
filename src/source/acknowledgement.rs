//! A warning that may stand, as the card of its source says.

use serde::Deserialize;

use crate::finding::Location;

/// One acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Acknowledgement {
    /// Where it stands.
    #[serde(skip)]
    pub place: Option<Location>,
    /// The named check whose warning it is.
    pub check: String,
    /// Why the warning may stand.
    pub because: String,
    /// The file of the source, where the check warns of several.
    pub file: Option<String>,
    /// A part of the message, where the check warns of several things.
    pub says: Option<String>,
    /// In how many places; 1 when not given.
    #[serde(default = "one")]
    pub count: usize,
}

fn one() -> usize {
    1
}
