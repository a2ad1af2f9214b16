//! People with an outcome out of a group: the ratio is a risk ratio.

use crate::disparity::compare::Counting;
use crate::disparity::figures::Figures;
use crate::disparity::limits::Frequency;
use crate::disparity::note::Note;
use crate::disparity::quantity::Quantity;
use crate::indicator::Measure;
use crate::period::{Period, PeriodKind};
use statistics::count;

use super::{Aggregation, Basis, CellCheck, Claim, Rules};

pub(super) struct Proportion;

/// Rounding cannot lift a count above its people.
pub(super) const PEOPLE: Counting = Counting {
    frequency: |numerator, people| {
        let (numerator, people) = (count(numerator.min(people)).ok()?, count(people).ok()?);
        statistics::proportion::Proportion::new(numerator, people).ok().map(Frequency::Proportion)
    },
    is_within_denominator: true,
};

impl Rules for Proportion {
    fn code(&self) -> &'static str {
        "proportion"
    }

    fn needs(&self, measure: &Measure) -> Vec<(&'static str, bool)> {
        vec![
            ("numerator", measure.numerator.is_some()),
            ("denominator", measure.denominator.is_some()),
            ("outcome", measure.outcome.is_some()),
        ]
    }

    fn quantity(&self, figures: &Figures<'_, '_>, notes: &mut Vec<Note>) -> Quantity {
        figures.count(PEOPLE, notes)
    }

    fn aggregation(&self) -> Aggregation {
        Aggregation::Sum
    }

    fn counting(&self) -> Option<Counting> {
        Some(PEOPLE)
    }

    fn checks(&self) -> &'static [CellCheck] {
        &[CellCheck::WholeNumber, CellCheck::Denominator, CellCheck::Population]
    }

    fn excess(&self) -> Option<Basis> {
        Some(Basis::Counted)
    }

    fn is_yearly(&self, _: &Measure, period: Period) -> bool {
        matches!(period.kind, PeriodKind::FinancialYear | PeriodKind::AcademicYear)
    }

    fn is_percentage(&self) -> bool {
        true
    }

    fn matter(&self, claim: &Claim<'_>) -> String {
        claim.how_likely()
    }

    fn comparison(&self, claim: &Claim<'_>) -> String {
        claim.times_as_likely()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disparity::bounded_count::BoundedCount;
    use crate::disparity::compare::{Open, Scale};

    #[test]
    fn the_range_of_a_proportion_ends_with_its_people() {
        let count = |people| {
            let numerator = BoundedCount::exact(people);
            Quantity::Count { numerator, denominator: BoundedCount::exact(100.0) }
        };
        let scale = Scale {
            per: 100.0,
            years: 1.0,
            most: Proportion.most(),
            counting: Proportion.counting(),
            dispersion: None,
        };
        let open = Open { unknown: Some(BoundedCount::exact(80.0)), leftover: None };
        let bounds = Proportion.bounds(count(50.0), count(25.0), open, scale).unwrap();
        assert_eq!((bounds.low, bounds.high), (0.5, Some(4.0)));
        assert_eq!(Proportion.compare(count(50.0), count(25.0), scale).ratio, Some(2.0));
    }
}
