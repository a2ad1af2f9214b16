//! The share of a group among the holders of a post over its share of the population, which is taken as known.

use crate::disparity::compare::{Bounds, Comparison, Open, Scale, ratio};
use crate::disparity::figures::Figures;
use crate::disparity::limits::Frequency;
use crate::disparity::note::Note;
use crate::disparity::quantity::Quantity;
use crate::indicator::Measure;
use crate::observation::{Figure, Missing};
use statistics::{Estimate, Interval, Method};

use super::proportion::PEOPLE;
use super::{Basis, CellCheck, Claim, Maximum, Rules};

pub(super) struct Representation;

impl Rules for Representation {
    fn code(&self) -> &'static str {
        "representation"
    }

    fn needs(&self, measure: &Measure) -> Vec<(&'static str, bool)> {
        vec![
            ("numerator", measure.numerator.is_some()),
            ("denominator", measure.denominator.is_some()),
            ("population", measure.population.is_some()),
        ]
    }

    fn quantity(&self, figures: &Figures<'_, '_>, _: &mut Vec<Note>) -> Quantity {
        let population = figures.single(figures.measure.population.as_deref());
        match (figures.numerator(), figures.denominator(), population) {
            (Some(numerator), Some(denominator), Some((Figure::Known(population), rounding))) => {
                Quantity::Share { numerator, denominator, population, rounding }
            }
            _ => Quantity::Missing(Missing::NotAvailable),
        }
    }

    fn value(&self, quantity: Quantity, _: Scale) -> Option<Estimate> {
        let Quantity::Share { numerator, denominator, .. } = quantity else {
            return None;
        };
        let share = holders(numerator, denominator);
        let interval = share.and_then(|share| share.interval);
        (denominator > 0.0).then(|| Estimate {
            value: 100.0 * numerator / denominator,
            interval: interval.map(|interval| interval.scaled(100.0)),
            method: share.map_or(Method::ValueOnly, |share| share.method),
        })
    }

    fn compare(&self, group: Quantity, _: Quantity, _: Scale) -> Comparison {
        let Quantity::Share { numerator, denominator, population, .. } = group else {
            return Comparison::default();
        };
        let part = population / 100.0;
        let Some(holders) = holders(numerator, denominator).filter(|_| part > 0.0) else {
            return Comparison::default();
        };
        Comparison {
            ratio: Some(holders.value / part),
            ratio_interval: holders.interval.map(|interval| interval.scaled(1.0 / part)),
            difference: Some(100.0 * (holders.value - part)),
            difference_interval: holders.interval.map(|interval| Interval {
                lower: 100.0 * (interval.lower - part),
                upper: 100.0 * (interval.upper - part),
            }),
            p_value: None,
            method: Some(holders.method),
        }
    }

    fn bounds(&self, group: Quantity, _: Quantity, _: Open, _: Scale) -> Option<Bounds> {
        let Quantity::Share { numerator, denominator, population, rounding } = group else {
            return None;
        };
        let share = 100.0 * numerator / denominator;
        let low = ratio(share, population + rounding)?;
        Some(Bounds { low, high: ratio(share, population - rounding) })
    }

    fn checks(&self) -> &'static [CellCheck] {
        &[CellCheck::Denominator, CellCheck::Population, CellCheck::Maximum]
    }

    fn maximum<'m>(&self, measure: &'m Measure) -> Option<Maximum<'m>> {
        Some(Maximum { column: measure.population.as_deref()?, most: 100.0 })
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

    fn compared_with(&self, _: &str) -> String {
        "the group's share of residents".to_owned()
    }

    fn matter(&self, claim: &Claim<'_>) -> String {
        format!("the shares that {} have of {} and of residents", claim.group, claim.subject())
    }

    fn comparison(&self, claim: &Claim<'_>) -> String {
        let Claim { group, ratio, .. } = claim;
        format!("{group} had {ratio} times the share of {} that they have of residents", claim.subject())
    }

    fn clear(&self, claim: &Claim<'_>) -> String {
        format!("{} (95% interval {}).", self.comparison(claim), claim.interval)
    }

    fn condition(&self, condition: &super::Condition<'_>) -> String {
        let super::Condition { group, place, numerator, .. } = condition;
        format!("If {group} in {place} had had the same share of {numerator} as of residents")
    }
}

/// The share of a group among the holders of a post.
fn holders(numerator: f64, denominator: f64) -> Option<Estimate> {
    (PEOPLE.frequency)(numerator, denominator).map(Frequency::estimate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_with_its_share_of_posts_has_a_ratio_of_1() {
        let quantity = Quantity::Share { numerator: 30.0, denominator: 60.0, population: 50.0, rounding: 0.5 };
        let scale = Scale { per: 100.0, years: 1.0, most: f64::INFINITY, counting: None, dispersion: None };
        let nobody = Quantity::Missing(Missing::NotAvailable);
        let found = Representation.compare(quantity, nobody, scale);
        assert_eq!((found.ratio, found.difference, found.p_value), (Some(1.0), Some(0.0), None));
        assert_eq!(Representation.value(quantity, scale).map(|value| value.value), Some(50.0));
        let open = Open { unknown: None, leftover: None };
        let bounds = Representation.bounds(quantity, nobody, open, scale).unwrap();
        assert_eq!((bounds.low, bounds.high), (50.0 / 50.5, Some(50.0 / 49.5)));
        assert_eq!(Representation.compare(nobody, nobody, scale), Comparison::default());
    }
}
