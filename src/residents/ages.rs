//! What shares of a group are young and old: groups differ in age, and much that is counted depends on it.

use std::fmt;

use crate::ethnicity::{Category, Classification, Ethnicity};
use crate::period::Period;
use crate::phase::{AgeBand, AgesCard};

use super::Residents;

/// The share of a group and of the comparator that are of an age.
#[derive(Debug, Clone, PartialEq)]
pub struct AgeShares {
    /// The age, in a sentence.
    pub age: String,
    /// The share of the group, from 0 to 1.
    pub group: f64,
    /// The share of the comparator.
    pub comparator: f64,
}

impl fmt::Display for AgeShares {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { age, group, comparator } = self;
        let [group, comparator] = [group, comparator].map(|share| 100.0 * share);
        write!(formatter, "{age} are {group:.0}% of the group and {comparator:.0}% of those compared with")
    }
}

impl Residents {
    /// The shares of a group and the comparator that are of each age; empty where no table holds both.
    pub(crate) fn ages(
        &self,
        card: Option<&AgesCard>,
        (area, period): (&str, Period),
        [group, comparator]: [Category; 2],
        classification: (&Ethnicity, &Classification),
    ) -> Vec<AgeShares> {
        let shares = |card: &AgesCard| -> Option<Vec<AgeShares>> {
            let all = self.population(&card.series, area, period)?;
            let share = |band: &AgeBand, category| {
                let of_age = self.population(&of_age(&card.series, &band.is), area, period)?;
                let people = all.alike(category, classification).filter(|people| *people > 0.0)?;
                Some(of_age.alike(category, classification)? / people)
            };
            let of_band = |band: &AgeBand| {
                let (group, comparator) = (share(band, group)?, share(band, comparator)?);
                Some(AgeShares { age: band.words.clone(), group, comparator })
            };
            card.bands.iter().map(of_band).collect()
        };
        card.and_then(shares).unwrap_or_default()
    }
}

/// The part of a series that is of one age, or of one value of whatever its tables are told apart by.
pub(super) fn of_age(series: &str, age: &str) -> String {
    format!("{series}\n{age}")
}
