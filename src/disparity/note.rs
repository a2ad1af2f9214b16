//! What a reader of a figure must know.

use std::fmt;

use crate::residents::{AgeShares, Standing};
use crate::source::Disclosure;

/// What a reader of a figure must know.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// The publisher shows a rate and no count.
    RateWithoutCount,
    /// The publisher marks a figure as unreliable.
    Unreliable {
        /// The figure as published.
        published: f64,
    },
    /// The interval stands on the number of people asked alone.
    SampleSize {
        /// How many were asked.
        asked: f64,
    },
    /// The aggregate lacks groups.
    LeavesOut {
        /// Their labels.
        groups: Vec<String>,
    },
    /// The numerator of the aggregate is a range.
    NumeratorRange {
        /// Labels of the groups that are hidden.
        hidden: Vec<String>,
        /// Labels of the groups that are rounded.
        rounded: Vec<String>,
        /// The least that the numerator can be.
        low: f64,
        /// The most that it can be.
        high: f64,
    },
    /// The aggregate is a mean of published percentages.
    WeightedMean {
        /// Labels of the groups in it.
        groups: Vec<String>,
        /// The residents that give the weights.
        population: Standing,
    },
    /// A note on the comparator's figure.
    OfComparator(Box<Self>),
    /// The events vary by more than chance, and the interval is widened by that.
    Dispersed {
        /// How many times as much.
        factor: f64,
    },
    /// One person can have several of the events, and the interval does not allow for it.
    TakenAsIndependent,
    /// The counts are protected.
    Protected(Disclosure),
    /// What shares of both are young and old, which the figures do not allow for.
    Ages(Vec<AgeShares>),
    /// The figures were seen where somebody cites their publisher.
    SeenInSecondary,
    /// The comparison is with the group's own share of the population.
    ShareOfPopulation {
        /// The share, in per cent.
        per_cent: f64,
        /// Of whom.
        of: String,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RateWithoutCount => formatter.write_str("the published rate; no count is shown"),
            Self::Unreliable { published } => write!(
                formatter,
                "published as {published}, and marked by the publisher as unreliable: too few people asked"
            ),
            Self::SampleSize { asked } => {
                write!(formatter, "approximate interval from {asked} people asked, the survey's design unknown")
            }
            Self::LeavesOut { groups } => {
                let are = if groups.len() == 1 { "is" } else { "are" };
                write!(formatter, "the aggregate leaves out {}, which {are} not published", groups.join(" and "))
            }
            Self::NumeratorRange { hidden, rounded, low, high } => {
                let reasons = [(hidden, "hidden"), (rounded, "rounded")].into_iter();
                let reasons = reasons.filter(|(groups, _)| !groups.is_empty());
                let reasons: Vec<_> = reasons.map(|(groups, what)| format!("{} {what}", groups.join(", "))).collect();
                let reasons = reasons.join(" and ");
                write!(formatter, "{reasons}, so the numerator lies between {low} and {high}")?;
                if hidden.is_empty() {
                    return Ok(());
                }
                formatter.write_str("; what is hidden counts with the middle of what it can be")
            }
            Self::WeightedMean { groups, population } => {
                let groups = groups.join(", ");
                write!(formatter, "approximate: the published percentages of {groups} weighted by residents ")?;
                let at = if matches!(population, Standing::On(_)) { "at " } else { "" };
                write!(formatter, "{at}{population}")
            }
            Self::OfComparator(note) => write!(formatter, "comparator: {note}"),
            Self::Dispersed { factor } => write!(
                formatter,
                "the events vary {factor:.1} times as much from month to month as independent events would, and the \
                 interval is widened by that"
            ),
            Self::TakenAsIndependent => formatter
                .write_str("one person can have several of the events, and the interval takes them as independent"),
            Self::Protected(policy) => write!(formatter, "{policy}"),
            Self::Ages(shares) => {
                let shares: Vec<String> = shares.iter().map(ToString::to_string).collect();
                write!(formatter, "not allowed for: {}", shares.join(", "))
            }
            Self::SeenInSecondary => formatter.write_str(
                "seen in a secondary source only: somebody cites the publisher, whose own file was not seen",
            ),
            Self::ShareOfPopulation { per_cent, of } => {
                write!(formatter, "compared with the group's share of {of}, {per_cent}%")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::residents::PopulationTable;

    fn labels(groups: &[&str]) -> Vec<String> {
        groups.iter().map(|group| (*group).to_owned()).collect()
    }

    #[test]
    fn every_note_is_a_clause_without_a_full_stop() {
        let cases = [
            (Note::RateWithoutCount, "the published rate; no count is shown"),
            (
                Note::Unreliable { published: 12.5 },
                "published as 12.5, and marked by the publisher as unreliable: too few people asked",
            ),
            (
                Note::SampleSize { asked: 40.0 },
                "approximate interval from 40 people asked, the survey's design unknown",
            ),
            (
                Note::LeavesOut { groups: labels(&["Mixed", "Other"]) },
                "the aggregate leaves out Mixed and Other, which are not published",
            ),
            (
                Note::NumeratorRange { hidden: labels(&["Asian", "Black"]), rounded: Vec::new(), low: 3.0, high: 11.0 },
                "Asian, Black hidden, so the numerator lies between 3 and 11; what is hidden counts with the middle of what it \
                 can be",
            ),
            (
                Note::NumeratorRange { hidden: labels(&["Asian"]), rounded: labels(&["Mixed"]), low: 3.0, high: 7.5 },
                "Asian hidden and Mixed rounded, so the numerator lies between 3 and 7.5; what is hidden counts with the \
                 middle of what it can be",
            ),
            (
                Note::WeightedMean {
                    groups: labels(&["Asian", "Black"]),
                    population: Standing::On(PopulationTable {
                        day: jiff::civil::date(2011, 3, 27),
                        counting: Some("census".to_owned()),
                    }),
                },
                "approximate: the published percentages of Asian, Black weighted by residents at the census of 2011",
            ),
            (Note::OfComparator(Box::new(Note::RateWithoutCount)), "comparator: the published rate; no count is shown"),
            (
                Note::Protected(Disclosure { threshold: 5, round_to: 5, secondary: true, least_range: None }),
                "counts below 5 are hidden and the others rounded to 5, and more are withheld where a hidden one \
                 could be worked out",
            ),
            (
                Note::Dispersed { factor: 2.008 },
                "the events vary 2.0 times as much from month to month as independent events would, and the interval \
                 is widened by that",
            ),
            (
                Note::TakenAsIndependent,
                "one person can have several of the events, and the interval takes them as independent",
            ),
            (
                Note::SeenInSecondary,
                "seen in a secondary source only: somebody cites the publisher, whose own file was not seen",
            ),
        ];
        for (note, text) in cases {
            assert_eq!(note.to_string(), text);
        }
    }

    #[test]
    fn a_share_says_of_whom_it_is() {
        let note = Note::ShareOfPopulation { per_cent: 44.9, of: "pupils".to_owned() };
        assert_eq!(note.to_string(), "compared with the group's share of pupils, 44.9%");
    }
}
