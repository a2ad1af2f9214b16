//! What may be shown of the counts of a source.

use std::fmt;

use serde::Deserialize;

/// What may be shown of counts that the project made itself from records.
///
/// Without a `[disclosure]` table on its card, the figures of a source pass as published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Disclosure {
    /// Counts below it are hidden.
    pub threshold: u32,
    /// The others are rounded to the nearest multiple of it.
    pub round_to: u32,
    /// Whether further cells are withheld so that no hidden one can be worked out.
    pub secondary: bool,
    /// How narrow the range may be to which a hidden count can be worked out; when it is not given, nothing may be
    /// worked out beyond its being below the threshold.
    pub least_range: Option<u32>,
}

impl Default for Disclosure {
    fn default() -> Self {
        Self { threshold: 5, round_to: 5, secondary: true, least_range: None }
    }
}

impl fmt::Display for Disclosure {
    /// What it does, in a sentence about the counts.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { threshold, round_to, secondary, least_range: _ } = self;
        let withheld = if *secondary { ", and more are withheld where a hidden one could be worked out" } else { "" };
        write!(formatter, "counts below {threshold} are hidden and the others rounded to {round_to}{withheld}")
    }
}

impl Disclosure {
    /// The narrowest range to which a hidden count may be worked out.
    pub fn least_range(&self) -> u32 {
        self.least_range.unwrap_or(self.threshold.saturating_sub(1))
    }

    /// What its numbers contradict, as its key and the rule.
    pub fn problems(&self) -> Vec<(&'static str, u32, &'static str)> {
        let most = self.threshold.saturating_sub(1);
        let rules = [
            ("round-to", self.round_to, self.round_to > 0, "counts are rounded to 1 or more"),
            (
                "least-range",
                self.least_range(),
                self.least_range() <= most,
                "a count hidden below `threshold` is known to lie between 0 and one less than it",
            ),
        ];
        rules.into_iter().filter(|(_, _, holds, _)| !holds).map(|(key, value, _, rule)| (key, value, rule)).collect()
    }
}
