//! The share of a group among the holders of a post over its share of the population, which is taken as known.

use crate::disparity::compare::{Bounds, Comparison, Open, Scale, ratio};
use crate::disparity::figures::Figures;
use crate::disparity::limits::Frequency;
use crate::disparity::note::Note;
use crate::disparity::quantity::{Holders, Quantity};
use crate::indicator::Measure;
use statistics::{Estimate, Interval, Method};

use super::proportion::PEOPLE;
use super::{Aggregation, Basis, CellCheck, Claim, Maximum, Rules};

pub(super) struct Representation;

impl Rules for Representation {
    fn code(&self) -> &'static str {
        "representation"
    }

    fn needs(&self, measure: &Measure) -> Vec<(&'static str, bool)> {
        let is_published = measure.value.is_some();
        vec![
            ("numerator", measure.numerator.is_some() || is_published),
            ("denominator", measure.denominator.is_some() || is_published),
            ("population", measure.population.is_some()),
        ]
    }

    fn is_sampled(&self) -> bool {
        true
    }

    fn quantity(&self, figures: &Figures<'_, '_>, _: &mut Vec<Note>) -> Quantity {
        match figures.holders().zip(figures.share_of_population()) {
            Some((holders, (population, rounding))) => Quantity::Share { holders, population, rounding },
            None => Quantity::Missing(figures.reason()),
        }
    }

    fn aggregation(&self) -> Aggregation {
        Aggregation::Shares
    }

    fn value(&self, quantity: Quantity, _: Scale) -> Option<Estimate> {
        let Quantity::Share { holders, .. } = quantity else {
            return None;
        };
        estimate(holders)
    }

    fn compare(&self, group: Quantity, _: Quantity, _: Scale) -> Comparison {
        let Quantity::Share { holders, population, .. } = group else {
            return Comparison::default();
        };
        let Some(holders) = estimate(holders).filter(|_| population > 0.0) else {
            return Comparison::default();
        };
        let interval = holders.interval;
        Comparison {
            ratio: Some(holders.value / population),
            ratio_interval: interval.map(|interval| interval.scaled(1.0 / population)),
            difference: Some(holders.value - population),
            difference_interval: interval
                .map(|interval| Interval { lower: interval.lower - population, upper: interval.upper - population }),
            p_value: None,
            method: Some(holders.method),
        }
    }

    fn bounds(&self, group: Quantity, _: Quantity, _: Open, _: Scale) -> Option<Bounds> {
        let Quantity::Share { holders, population, rounding } = group else {
            return None;
        };
        let (share, half) = (holders.share()?, holders.rounding());
        let low = ratio((share - half).max(0.0), population + rounding)?;
        Some(Bounds { low, high: ratio(share + half, population - rounding) })
    }

    fn checks(&self) -> &'static [CellCheck] {
        &[CellCheck::Denominator, CellCheck::Population, CellCheck::Maximum]
    }

    fn maximum<'m>(&self, measure: &'m Measure) -> Option<Maximum<'m>> {
        Some(Maximum { column: measure.population_column()?, most: 100.0 })
    }

    /// A larger group has a larger share of everything.
    fn has_comparable_values(&self) -> bool {
        false
    }

    fn has_base_of_same_time(&self) -> bool {
        false
    }

    fn excess(&self) -> Option<Basis> {
        Some(Basis::Posts)
    }

    fn is_percentage(&self) -> bool {
        true
    }

    fn compared_with(&self, measure: &Measure, _: &str) -> String {
        format!("the group's share of {}", measure.population_words())
    }

    fn ratio_of(&self, measure: &Measure, group: &str, _: &str) -> String {
        format!("share of {group} over their share of {}", measure.population_words())
    }

    fn matter(&self, claim: &Claim<'_>) -> String {
        let population = claim.measure.population_words();
        format!("the shares that {} have of {} and of {population}", claim.group, claim.subject())
    }

    fn comparison(&self, claim: &Claim<'_>) -> String {
        let Claim { group, ratio, .. } = claim;
        let (subject, population) = (claim.subject(), claim.measure.population_words());
        format!("{group} had {ratio} times the share of {subject} that they have of {population}")
    }

    fn condition(&self, condition: &super::Condition<'_>) -> String {
        let super::Condition { measure, group, place, numerator, .. } = condition;
        format!("If {group} in {place} had had the same share of {numerator} as of {}", measure.population_words())
    }
}

/// The share of a group among the holders of a post, in per cent.
fn estimate(holders: Holders) -> Option<Estimate> {
    let found = |part: f64, all: f64| (PEOPLE.frequency)(part, all).map(Frequency::estimate);
    match holders {
        Holders::Counted { numerator, denominator } => {
            let found = found(numerator, denominator)?;
            let interval = found.interval.map(|interval| interval.scaled(100.0));
            Some(Estimate { value: 100.0 * numerator / denominator, interval, ..found })
        }
        // From the lower limit of the least that is rounded to it to the upper limit of the most.
        Holders::Published { share, rounding, posts } => {
            let end = |share: f64| {
                let posts = posts?;
                found((share.clamp(0.0, 100.0) / 100.0 * posts).round(), posts)?.interval
            };
            let interval = end(share - rounding).zip(end(share + rounding));
            let interval = interval.map(|(low, high)| Interval { lower: low.lower, upper: high.upper }.scaled(100.0));
            let method = interval.map_or(Method::ValueOnly, |_| Method::Wilson);
            Some(Estimate { value: share, interval, method })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::Missing;

    const SCALE: Scale = Scale { per: 100.0, years: 1.0, most: f64::INFINITY, counting: None, dispersion: None };
    const NOBODY: Quantity = Quantity::Missing(Missing::NotAvailable);

    #[test]
    fn a_group_with_its_share_of_posts_has_a_ratio_of_1() {
        let holders = Holders::Counted { numerator: 30.0, denominator: 60.0 };
        let quantity = Quantity::Share { holders, population: 50.0, rounding: 0.5 };
        let found = Representation.compare(quantity, NOBODY, SCALE);
        assert_eq!((found.ratio, found.difference, found.p_value), (Some(1.0), Some(0.0), None));
        assert_eq!(Representation.value(quantity, SCALE).map(|value| value.value), Some(50.0));
        let open = Open { unknown: None, leftover: None };
        let bounds = Representation.bounds(quantity, NOBODY, open, SCALE).unwrap();
        assert_eq!((bounds.low, bounds.high), (50.0 / 50.5, Some(50.0 / 49.5)));
        assert_eq!(Representation.compare(NOBODY, NOBODY, SCALE), Comparison::default());
    }

    #[test]
    fn a_published_share_carries_its_rounding() {
        let of = |posts| {
            let holders = Holders::Published { share: 8.0, rounding: 0.5, posts };
            Quantity::Share { holders, population: 16.0, rounding: 0.0 }
        };
        let open = Open { unknown: None, leftover: None };
        let bounds = Representation.bounds(of(None), NOBODY, open, SCALE).unwrap();
        assert_eq!((bounds.low, bounds.high), (7.5 / 16.0, Some(8.5 / 16.0)));
        let found = Representation.compare(of(None), NOBODY, SCALE);
        assert_eq!((found.ratio, found.ratio_interval, found.method), (Some(0.5), None, Some(Method::ValueOnly)));
        // 15 to 17 of 200 posts.
        let found = Representation.compare(of(Some(200.0)), NOBODY, SCALE).ratio_interval.unwrap();
        let end = |numerator| {
            let holders = Holders::Counted { numerator, denominator: 200.0 };
            let share = Quantity::Share { holders, population: 16.0, rounding: 0.0 };
            Representation.compare(share, NOBODY, SCALE).ratio_interval.unwrap()
        };
        assert_eq!((found.lower, found.upper), (end(15.0).lower, end(17.0).upper));
    }
}
