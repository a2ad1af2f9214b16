//! A published percentage of people asked: the ratio is that of two estimates.

use crate::disparity::figures::Figures;
use crate::disparity::note::Note;
use crate::disparity::quantity::{Quantity, Weighted};
use crate::indicator::Measure;

use super::{Aggregation, Basis, CellCheck, Claim, Maximum, Rules};

pub(super) struct Survey;

impl Rules for Survey {
    fn code(&self) -> &'static str {
        "survey"
    }

    fn needs(&self, measure: &Measure) -> Vec<(&'static str, bool)> {
        vec![("value", measure.value.is_some()), ("outcome", measure.outcome.is_some())]
    }

    fn is_sampled(&self) -> bool {
        true
    }

    fn quantity(&self, figures: &Figures<'_, '_>, notes: &mut Vec<Note>) -> Quantity {
        figures.value(notes)
    }

    fn weighted(&self, figures: &Figures<'_, '_>) -> Option<Weighted> {
        figures.weighted()
    }

    fn aggregation(&self) -> Aggregation {
        Aggregation::WeightedMean
    }

    fn most(&self) -> f64 {
        100.0
    }

    fn checks(&self) -> &'static [CellCheck] {
        &[CellCheck::Maximum, CellCheck::PublishedRate]
    }

    fn maximum<'m>(&self, measure: &'m Measure) -> Option<Maximum<'m>> {
        Some(Maximum { column: measure.value_column()?, most: self.most() })
    }

    /// The weighted number of the group, where the survey gives one.
    fn excess(&self) -> Option<Basis> {
        Some(Basis::Estimated)
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
