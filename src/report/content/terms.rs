//! The words for those who are compared, as one report uses them throughout.

use crate::indicator::Comparator;
use crate::phase::Phase;
use crate::scorecard::Scorecard;

/// The words for those who are compared; where measures have different comparators, all of them.
pub(super) struct Terms {
    /// The people of the aggregate, in a sentence.
    pub(super) people: String,
    /// The label of the aggregate.
    pub(super) aggregate: String,
    /// The people with whom they are compared, in a sentence.
    pub(super) comparator_people: String,
    /// The label of these.
    pub(super) comparator: String,
}

impl Terms {
    pub(super) fn new(scorecard: &Scorecard) -> Self {
        let ethnicity = &scorecard.project.ethnicity;
        let aggregate = ethnicity.anchors.bame;
        let comparators = scorecard.comparators();
        let people = |comparator: Comparator| ethnicity.people(comparator.category(ethnicity));
        let any = |names: Vec<&str>| names.join(" or ");
        Self {
            people: ethnicity.people(aggregate).to_owned(),
            aggregate: ethnicity.shown(aggregate).to_owned(),
            comparator_people: any(comparators.iter().copied().map(people).collect()),
            comparator: any(comparators.iter().copied().map(Comparator::label).collect()),
        }
    }
}

/// A phase and its years.
pub(super) fn subtitle(phase: &Phase) -> String {
    format!("{}, {}", phase.title, years(phase))
}

/// The years of a phase.
pub(super) fn years(phase: &Phase) -> String {
    format!("{} to {}", phase.from.year(), phase.to.year())
}

/// All boroughs that data may speak of, in a sentence.
pub(super) fn all_boroughs(scorecard: &Scorecard) -> String {
    let around = scorecard.project.areas.around_boroughs();
    around.map_or_else(|| "all boroughs".to_owned(), |area| format!("all boroughs of {}", area.name))
}

/// Names in a sentence: `Croydon, Redbridge and Sutton`.
pub(super) fn list(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_as_in_speech() {
        assert_eq!(list(&[]), "");
        assert_eq!(list(&["Croydon"]), "Croydon");
        assert_eq!(list(&["Croydon", "Sutton"]), "Croydon and Sutton");
        assert_eq!(list(&["Croydon", "Redbridge", "Sutton"]), "Croydon, Redbridge and Sutton");
    }
}
