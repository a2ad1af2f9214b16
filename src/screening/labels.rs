//! `ambiguous-label`: a label with different meanings in several lists, in a file that another list fits better.

use std::collections::{BTreeMap, BTreeSet};

use crate::ethnicity::{Category, Ethnicity};
use crate::finding::{Check, Findings, Problem};
use crate::source::FileCard;
use tables::Table;

const AMBIGUOUS_LABEL: Check = Check { name: "ambiguous-label", page: "docs/checks/ambiguous-label.md" };

pub(super) fn examine(table: &Table, card: &FileCard, ethnicity: &Ethnicity, findings: &mut Findings) {
    let column = table.header.iter().position(|name| name == card.ethnicity_column());
    let Some(column) = column.filter(|_| ethnicity.has_scheme(&card.scheme)) else {
        return;
    };
    let mut labels = BTreeMap::new();
    for row in &table.rows {
        labels.entry(row.cell(column)).or_insert(row);
    }
    let texts: Vec<&str> = labels.keys().copied().collect();
    let own = misfit(ethnicity, &card.scheme, &texts);
    let mut better: Vec<(Misfit, String)> = ethnicity
        .schemes()
        .into_iter()
        .map(|scheme| (misfit(ethnicity, &scheme, &texts), scheme))
        .filter(|(misfit, _)| *misfit < own)
        .collect();
    better.sort();
    for (label, row) in labels {
        let Some(here) = ethnicity.look_up(&card.scheme, label) else {
            continue;
        };
        let other = better.iter().find_map(|(_, scheme)| {
            let there = ethnicity.look_up(scheme, label)?;
            (there != here).then_some((scheme, there))
        });
        if let Some((scheme, there)) = other {
            let own = (ethnicity.label(here), card.scheme.as_str());
            let problem = ambiguous(label, own, (ethnicity.label(there), scheme));
            findings.add(problem, table.place(row, column));
        }
    }
}

/// A label that means something else in a list that fits the file better; each meaning with its list.
fn ambiguous(label: &str, (here, own): (&str, &str), (there, other): (&str, &str)) -> Problem {
    Problem::warning(
        format!(
            "`{label}` is {here} in the list `{own}` of the card and {there} in the list `{other}`, which fits the labels of the file better"
        ),
        "look up which list the publisher used, and name it as `scheme` of the file in source.toml",
    )
    .of(AMBIGUOUS_LABEL)
}

/// How badly a list fits the labels of a file: how many it does not know, and then how many groups of the classification
/// that its meanings make up would be missing. The least is the best.
type Misfit = (usize, usize);

fn misfit(ethnicity: &Ethnicity, scheme: &str, labels: &[&str]) -> Misfit {
    let meanings: Vec<Option<Category>> = labels.iter().map(|label| ethnicity.look_up(scheme, label)).collect();
    let unknown = meanings.iter().filter(|meaning| meaning.is_none()).count();
    let present: BTreeSet<Category> = meanings.into_iter().flatten().collect();
    let classification = ethnicity.infer(&present).into_iter().next();
    let missing = classification.map_or(usize::MAX, |classification| {
        classification.required().filter(|category| !present.contains(category)).count()
    });
    (unknown, missing)
}
