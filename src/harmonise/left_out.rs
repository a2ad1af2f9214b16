//! The rows that a card leaves out, with the texts for which it does: a reader must be able to see that no group and no
//! area is among them that should be read.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::listed;

/// Rows that are left out, by the reason.
#[derive(Default)]
pub(super) struct LeftOut<'a>(BTreeMap<String, (u64, BTreeSet<&'a str>)>);

impl<'a> LeftOut<'a> {
    /// One row more, for a text in it.
    pub(super) fn add(&mut self, reason: String, text: &'a str) {
        let (count, texts) = self.0.entry(reason).or_default();
        *count += 1;
        texts.insert(text);
    }

    /// Their number by the reason, in which the texts are named.
    pub(super) fn named(self) -> BTreeMap<String, u64> {
        let named = self.0.into_iter().map(|(reason, (count, texts))| {
            let texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
            (format!("{reason}: {}", listed(&texts)), count)
        });
        named.collect()
    }
}
