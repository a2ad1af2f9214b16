//! Figures that allow for the ages of the groups: observed over expected counts, or rates standardised directly to one
//! population from counts by age. The ratio is of the two standardised figures; the crude one stands in second place.

use crate::disparity::compare::{self, Bounds, Comparison, Counting, Open, Scale, ratio};
use crate::disparity::figures::Figures;
use crate::disparity::limits::{self, Frequency};
use crate::disparity::note::Note;
use crate::disparity::quantity::{Quantity, Weighted};
use crate::indicator::Measure;
use crate::period::Period;
use statistics::standardised::Band;
use statistics::{Estimate, count};

use super::{Aggregation, Basis, CellCheck, Claim, Rules, over_time};

pub(super) struct Standardised;

/// Observed events over those that are expected, which take the place of people and time.
const OBSERVED: Counting = Counting {
    frequency: |observed, expected| {
        statistics::rate::Rate::new(count(observed).ok()?, expected).ok().map(Frequency::Standardised)
    },
    is_within_denominator: false,
};

impl Rules for Standardised {
    fn code(&self) -> &'static str {
        "standardised"
    }

    fn needs(&self, measure: &Measure) -> Vec<(&'static str, bool)> {
        let has_people = measure.denominator_column().is_some();
        let has_per = measure.per.is_some_and(|per| per >= 1.0 && per.is_finite());
        let by_age = measure.age_bands.is_some();
        vec![
            ("numerator", measure.numerator.is_some()),
            ("expected` or `age-bands", measure.expected.is_some() || by_age),
            ("denominator` with a `column", has_people || !by_age),
            ("per", has_per || !by_age),
        ]
    }

    fn quantity(&self, figures: &Figures<'_, '_>, notes: &mut Vec<Note>) -> Quantity {
        match &figures.measure.age_bands {
            Some(bands) => figures.bands(bands).map_or_else(Quantity::Missing, |bands| Quantity::of_bands(&bands)),
            None => figures.count(OBSERVED, notes),
        }
    }

    fn bands(&self, figures: &Figures<'_, '_>) -> Vec<Band> {
        let bands = figures.measure.age_bands.as_ref();
        bands.and_then(|bands| figures.bands(bands).ok()).unwrap_or_default()
    }

    fn weighted(&self, figures: &Figures<'_, '_>) -> Option<Weighted> {
        Weighted::of_bands(&self.bands(figures))
    }

    fn aggregation(&self) -> Aggregation {
        Aggregation::Sum
    }

    fn counting(&self) -> Option<Counting> {
        Some(OBSERVED)
    }

    fn per(&self, measure: &Measure) -> Option<f64> {
        Some(measure.per.unwrap_or(1.0))
    }

    fn years(&self, measure: &Measure, period: Period) -> f64 {
        // What is expected is of the same time as what is observed.
        if measure.age_bands.is_some() { over_time(measure, period) } else { 1.0 }
    }

    fn value(&self, quantity: Quantity, scale: Scale) -> Option<Estimate> {
        let Quantity::Standardised(rate) = quantity else {
            return compare::value(quantity, scale);
        };
        let unit = scale.per / scale.years;
        let found = limits::of_standardised(rate);
        let interval = found.interval.map(|interval| interval.scaled(unit));
        Some(Estimate { value: found.value * unit, interval, ..found })
    }

    fn compare(&self, group: Quantity, comparator: Quantity, scale: Scale) -> Comparison {
        let (Quantity::Standardised(group), Quantity::Standardised(comparator)) = (group, comparator) else {
            return compare::compare(group, comparator, scale);
        };
        let unit = scale.per / scale.years;
        let found = limits::of_ratio_of_standardised(group, comparator);
        let gap = limits::of_difference(limits::of_standardised(group), limits::of_standardised(comparator));
        Comparison {
            ratio: ratio(group.value(), comparator.value()),
            ratio_interval: found.interval,
            difference: Some((group.value() - comparator.value()) * unit),
            difference_interval: gap.map(|interval| interval.scaled(unit)),
            p_value: found.p_value,
            method: Some(found.method),
        }
    }

    fn bounds(&self, group: Quantity, comparator: Quantity, open: Open, scale: Scale) -> Option<Bounds> {
        compare::bounds(group, comparator, open, scale)
    }

    fn checks(&self) -> &'static [CellCheck] {
        &[CellCheck::WholeNumber, CellCheck::Population]
    }

    fn excess(&self) -> Option<Basis> {
        Some(Basis::Counted)
    }

    fn is_yearly(&self, measure: &Measure, period: Period) -> bool {
        !measure.stock && period.months_covered().is_some()
    }

    fn matter(&self, claim: &Claim<'_>) -> String {
        let matter = match claim.measure.outcome {
            Some(_) => claim.how_likely(),
            None => claim.events_for_each(),
        };
        format!("{matter}, with age allowed for")
    }

    fn comparison(&self, claim: &Claim<'_>) -> String {
        let comparison = match claim.measure.outcome {
            Some(_) => claim.times_as_likely(),
            None => claim.times_as_many(),
        };
        format!("with age allowed for, {comparison}")
    }

    fn figures(&self, claim: &Claim<'_>) -> String {
        let Claim { values: [group, comparator], measure, .. } = claim;
        match measure.age_bands {
            Some(_) => claim.values_in_unit(),
            None => format!("{group} and {comparator} times the number that the ages of each would give"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disparity::bounded_count::BoundedCount;
    use crate::observation::Missing;
    use statistics::Method;

    fn counted(observed: f64, expected: f64) -> Quantity {
        let exact = BoundedCount::exact;
        Quantity::Count { numerator: exact(observed), denominator: exact(expected) }
    }

    fn scale(per: f64) -> Scale {
        let most = Standardised.most();
        Scale { per, years: 1.0, most, counting: Standardised.counting(), dispersion: None }
    }

    #[test]
    fn observed_over_expected_is_compared_as_a_ratio_of_rates() {
        let found = Standardised.compare(counted(300.0, 250.0), counted(900.0, 1_000.0), scale(1.0));
        assert!((found.ratio.unwrap() - 1.2 / 0.9).abs() < 1e-12);
        assert_eq!(found.method, Some(Method::WaldLog));
        let few = Standardised.compare(counted(4.0, 2.5), counted(900.0, 1_000.0), scale(1.0));
        assert_eq!(few.method, Some(Method::ExactConditional));
        let interval = few.ratio_interval.unwrap();
        assert!(interval.contains(1.0) == (few.p_value.unwrap() > 0.05), "{few:?}");
        let value = Standardised.value(counted(4.0, 2.5), scale(1.0)).unwrap();
        assert_eq!((value.value, value.method), (1.6, Method::ExactPoisson));
    }

    #[test]
    fn rates_by_age_are_standardised_to_one_population() {
        let band = |events, exposure, standard| Band { events, exposure, standard };
        // The same rates in both bands, and a group that is younger.
        let young = Quantity::of_bands(&[band(9, 900.0, 50.0), band(10, 100.0, 50.0)]);
        let old = Quantity::of_bands(&[band(10, 1_000.0, 50.0), band(100, 1_000.0, 50.0)]);
        let found = Standardised.compare(young, old, scale(1_000.0));
        assert!((found.ratio.unwrap() - 1.0).abs() < 1e-12);
        assert!(found.ratio_interval.unwrap().contains(1.0));
        let value = Standardised.value(young, scale(1_000.0)).unwrap();
        assert!((value.value - 55.0).abs() < 1e-9);
        assert_eq!(value.method, Method::Dobson);
        let few = Quantity::of_bands(&[band(1, 900.0, 50.0), band(2, 100.0, 50.0)]);
        assert_eq!(Standardised.compare(few, old, scale(1.0)).ratio_interval, None);
        // Nobody in a band is no rate of it.
        let nobody = Quantity::of_bands(&[band(0, 0.0, 50.0), band(20, 100.0, 50.0)]);
        assert!((Standardised.value(nobody, scale(100.0)).unwrap().value - 10.0).abs() < 1e-9);
        assert_eq!(Quantity::of_bands(&[]), Quantity::Missing(Missing::NotAvailable));
    }
}
