//! What a report says.

pub(super) mod entries;
