//! `classification`: one that was inferred from the labels is said, and one that the rows do not fill is named with the
//! groups that are missing.

use std::collections::{BTreeMap, BTreeSet};

use crate::disparity::kind::Aggregation;
use crate::disparity::selection;
use crate::ethnicity::{Category, Classification, RollUp};
use crate::finding::{Findings, Location, Problem, listed};
use crate::harmonise::{CLASSIFICATION, Dataset};

use super::Sight;

/// Says which classification was inferred, where the card declares none.
pub(super) fn inferred(dataset: &Dataset, findings: &mut Findings) {
    if dataset.card.classification.is_none() {
        let code = &dataset.classification.code;
        let problem = Problem::warning(
            format!("no classification is declared, and the labels of the file fit `{code}` only"),
            format!("if it is what the publisher means, write classification = \"{code}\" in source.toml"),
        );
        findings.add(problem.of(CLASSIFICATION), Location::file(&dataset.path));
    }
}

/// Names the groups of which no file of a measure has a row, where the aggregate is made of the groups.
pub(super) fn complete(sight: Sight<'_>, findings: &mut Findings) {
    if sight.measure.kind.rules().aggregation() == Aggregation::None {
        return;
    }
    let anchors = sight.project.ethnicity.anchors;
    let mut present: BTreeMap<&str, (&Dataset, BTreeSet<Category>)> = BTreeMap::new();
    for (dataset, row) in selection::rows(sight.measure, sight.datasets) {
        let code = dataset.classification.code.as_str();
        let (_, categories) = present.entry(code).or_insert_with(|| (dataset, BTreeSet::new()));
        categories.insert(row.category);
    }
    for (dataset, categories) in present.into_values() {
        // With the aggregate and White themselves nothing is left out.
        if categories.contains(&anchors.bame) && categories.contains(&anchors.white) {
            continue;
        }
        let ethnicity = &sight.project.ethnicity;
        let missing = RollUp::new(ethnicity, &dataset.classification, categories).missing();
        if missing.is_empty() {
            continue;
        }
        let missing: Vec<String> = missing.into_iter().map(|category| ethnicity.label(category).to_owned()).collect();
        findings.add(incomplete(&dataset.classification, &missing), Location::file(&dataset.path));
    }
}

/// Groups of the classification of which no file that a measure reads has a row.
fn incomplete(classification: &Classification, missing: &[String]) -> Problem {
    let (code, groups, them) = (&classification.code, listed(missing), if missing.len() == 1 { "it" } else { "them" });
    let message = format!("the classification `{code}` has {groups}, and no row is of {them}");
    let hint = "add the rows if they are published; if not, the aggregate leaves those people out";
    Problem::warning(message, hint).of(CLASSIFICATION)
}
