//! Events over residents and time: the ratio is a rate ratio.

use crate::disparity::compare::Counting;
use crate::disparity::figures::Figures;
use crate::disparity::limits::Frequency;
use crate::disparity::note::Note;
use crate::disparity::quantity::Quantity;
use crate::indicator::Measure;
use crate::period::Period;
use statistics::count;

use super::{Aggregation, Basis, CellCheck, Claim, Rules, over_time};

pub(super) struct Rate;

const EVENTS: Counting = Counting {
    frequency: |events, exposure| statistics::rate::Rate::new(count(events).ok()?, exposure).ok().map(Frequency::Rate),
    is_within_denominator: false,
};

impl Rules for Rate {
    fn code(&self) -> &'static str {
        "rate"
    }

    fn needs(&self, measure: &Measure) -> Vec<(&'static str, bool)> {
        vec![
            ("numerator", measure.numerator.is_some()),
            ("denominator", measure.denominator.is_some()),
            ("per", measure.per.is_some_and(|per| per >= 1.0 && per.is_finite())),
        ]
    }

    fn is_over_time(&self) -> bool {
        true
    }

    fn quantity(&self, figures: &Figures<'_, '_>, notes: &mut Vec<Note>) -> Quantity {
        figures.count(EVENTS, notes)
    }

    fn aggregation(&self) -> Aggregation {
        Aggregation::Sum
    }

    fn counting(&self) -> Option<Counting> {
        Some(EVENTS)
    }

    fn per(&self, measure: &Measure) -> Option<f64> {
        measure.per
    }

    fn years(&self, measure: &Measure, period: Period) -> f64 {
        over_time(measure, period)
    }

    fn checks(&self) -> &'static [CellCheck] {
        &[CellCheck::WholeNumber, CellCheck::Denominator, CellCheck::PublishedRate]
    }

    fn excess(&self) -> Option<Basis> {
        Some(Basis::Counted)
    }

    fn is_yearly(&self, measure: &Measure, period: Period) -> bool {
        !measure.stock && period.months_covered().is_some()
    }

    fn matter(&self, claim: &Claim<'_>) -> String {
        claim.events_for_each()
    }

    fn comparison(&self, claim: &Claim<'_>) -> String {
        claim.times_as_many()
    }

    fn figures(&self, claim: &Claim<'_>) -> String {
        let Claim { values: [group, comparator], per, .. } = claim;
        let time = if claim.is_yearly { " a year" } else { "" };
        format!("{group} and {comparator}{time} for every {per} residents")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disparity::bounded_count::{BoundedCount, Rounding};
    use crate::disparity::compare::Scale;
    use crate::disparity::kind::tests::declared;
    use crate::observation::Figure;
    use crate::period::PeriodKind;

    #[test]
    fn half_a_year_counts_half() {
        let months = Period::parse("2021-01 to 2021-06", PeriodKind::Months).unwrap();
        let mut measure = declared("rate");
        assert!((Rate.years(&measure, months) - 0.5).abs() < 1e-12);
        let day = Period::parse("2021-03-21", PeriodKind::Day).unwrap();
        assert!((Rate.years(&measure, day) - 1.0).abs() < 1e-12);
        assert!(Rate.is_yearly(&measure, months) && !Rate.is_yearly(&measure, day));
        // Those who are there in a quarter are not four times as many in a year.
        measure.stock = true;
        assert!((Rate.years(&measure, months) - 1.0).abs() < 1e-12);
        assert!(!Rate.is_yearly(&measure, months));
    }

    /// Rounded by the publisher to 10, and by a policy that hides what is below 5 to 5.
    #[test]
    fn no_rounding_can_undo_an_interval() {
        let scale = Scale { per: 1_000.0, years: 1.0, most: Rate.most(), counting: Rate.counting(), dispersion: None };
        let people = BoundedCount::exact(10_000.0);
        let of = |numerator| Quantity::Count { numerator, denominator: people };
        let compare = |group, comparator| Rate.compare(of(group), of(comparator), scale);
        for (base, least, shown, truth) in [(10.0, 0.0, 30.0, 25..=34), (5.0, 5.0, 5.0, 5..=7), (10.0, 0.0, 0.0, 0..=4)]
        {
            let rounded = BoundedCount::from_figure(Figure::Known(shown), Rounding { base, least }, None).unwrap();
            for other in [12.0, 20.0, 60.0] {
                let other = BoundedCount::exact(other);
                let (found, turned) = (compare(rounded, other), compare(other, rounded));
                let interval = found.ratio_interval.unwrap();
                for count in truth.clone() {
                    let exact = BoundedCount::exact(f64::from(count));
                    let (inside, p_value) = (compare(exact, other), compare(exact, other).p_value.unwrap());
                    let inside = inside.ratio_interval.unwrap();
                    assert!(interval.lower <= inside.lower && inside.upper <= interval.upper, "{count} of {shown}");
                    assert!(found.p_value.unwrap() >= p_value || interval.contains(1.0), "{count} of {shown}");
                }
                assert_eq!(turned.ratio_interval.is_some(), shown > 0.0);
            }
        }
    }

    #[test]
    fn more_events_than_residents_are_a_rate_all_the_same() {
        let count = |events| {
            let numerator = BoundedCount::exact(events);
            Quantity::Count { numerator, denominator: BoundedCount::exact(100.0) }
        };
        let scale = Scale { per: 1_000.0, years: 0.5, most: Rate.most(), counting: Rate.counting(), dispersion: None };
        let found = Rate.compare(count(300.0), count(150.0), scale);
        assert_eq!((found.ratio, found.difference), (Some(2.0), Some(3_000.0)));
        assert_eq!(Rate.value(count(300.0), scale).map(|value| value.value), Some(6_000.0));
    }
}
