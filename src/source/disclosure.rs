//! What may be shown of the counts of a source.

use std::fmt;

use serde::Deserialize;

/// The table `[disclosure]` of a card, if it has one. What follows from it is `Source::policy`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(transparent)]
pub struct DisclosureTable(Option<DisclosureKeys>);

/// The keys of the table `[disclosure]`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DisclosureKeys {
    /// Why nothing needs to be protected, such as that the records are public.
    none: Option<String>,
    threshold: Option<u32>,
    round_to: Option<u32>,
    secondary: Option<bool>,
    least_range: Option<u32>,
}

impl DisclosureTable {
    /// What may be shown, where the card says that it is to be protected or says nothing about counts of our own.
    pub(super) fn policy(&self, is_counted: bool) -> Option<Disclosure> {
        match &self.0 {
            Some(keys) => keys.none.is_none().then(|| keys.policy()),
            None => is_counted.then(Disclosure::default),
        }
    }

    /// Why nothing of the source needs to be protected, where the card says so.
    pub fn none(&self) -> Option<&str> {
        self.0.as_ref()?.none.as_deref()
    }

    /// What it contradicts, as the key, its value and the rule.
    pub fn problems(&self, is_private: bool) -> Vec<(&'static str, String, &'static str)> {
        let Some(keys) = &self.0 else {
            return Vec::new();
        };
        let of_policy = keys.policy().problems().into_iter().map(|(key, value, rule)| (key, value.to_string(), rule));
        let is_alone = *keys == DisclosureKeys { none: keys.none.clone(), ..DisclosureKeys::default() };
        let of_none = keys.none.iter().filter_map(|reason| {
            let rule = if reason.trim().is_empty() {
                "a reader must be told why the counts need no protection"
            } else if is_private {
                "the counts of private files are protected always"
            } else if is_alone {
                return None;
            } else {
                "counts that need no protection have no other key of [disclosure]"
            };
            Some(("none", reason.clone(), rule))
        });
        of_policy.chain(of_none).collect()
    }
}

impl DisclosureKeys {
    fn policy(&self) -> Disclosure {
        let usual = Disclosure::default();
        Disclosure {
            threshold: self.threshold.unwrap_or(usual.threshold),
            round_to: self.round_to.unwrap_or(usual.round_to),
            secondary: self.secondary.unwrap_or(usual.secondary),
            least_range: self.least_range,
        }
    }
}

/// What may be shown of counts that the project made itself from records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
        self.least_range.unwrap_or(self.most_hidden())
    }

    /// The most that a hidden count can be.
    pub fn most_hidden(&self) -> u32 {
        self.threshold.saturating_sub(1)
    }

    /// A count to the nearest multiple, halves upwards; `None` where it is hidden.
    pub fn shown(&self, count: u64) -> Option<u64> {
        let base = u64::from(self.round_to.max(1));
        (count >= u64::from(self.threshold)).then(|| (count + base / 2) / base * base)
    }

    /// What its numbers contradict, as its key and the rule.
    fn problems(&self) -> Vec<(&'static str, u32, &'static str)> {
        let rules = [
            ("round-to", self.round_to, self.round_to > 0, "counts are rounded to 1 or more"),
            (
                "least-range",
                self.least_range(),
                self.least_range() <= self.most_hidden(),
                "a count hidden below `threshold` is known to lie between 0 and one less than it",
            ),
        ];
        rules.into_iter().filter(|(_, _, holds, _)| !holds).map(|(key, value, _, rule)| (key, value, rule)).collect()
    }
}
