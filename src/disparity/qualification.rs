//! What could explain a gap away.

use std::fmt;

/// What could explain a gap away. It is part of the verdict: what shows the one shows the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Qualification {
    /// How ethnicity was recorded.
    Recording,
    /// The ages of the groups.
    Age,
    /// The gap is too small to matter.
    SmallGap,
    /// One person can have several of the events.
    RepeatEvents,
    /// The people under the line.
    Denominator,
}

impl fmt::Display for Qualification {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Recording => "recording",
            Self::Age => "age",
            Self::SmallGap => "small-gap",
            Self::RepeatEvents => "repeat-events",
            Self::Denominator => "denominator",
        })
    }
}
