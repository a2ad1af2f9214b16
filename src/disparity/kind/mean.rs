//! A mean with a standard error: the ratio is that of two estimates.

use crate::disparity::figures::Figures;
use crate::disparity::note::Note;
use crate::disparity::quantity::Quantity;
use crate::indicator::Measure;

use super::{CellCheck, Claim, Maximum, Rules, maximum_of_unit};

pub(super) struct Mean;

impl Rules for Mean {
    fn code(&self) -> &'static str {
        "mean"
    }

    fn needs(&self, measure: &Measure) -> Vec<(&'static str, bool)> {
        vec![("value", measure.value.is_some())]
    }

    fn quantity(&self, figures: &Figures<'_, '_>, notes: &mut Vec<Note>) -> Quantity {
        figures.value(notes)
    }

    fn checks(&self) -> &'static [CellCheck] {
        &[CellCheck::Maximum]
    }

    fn maximum<'m>(&self, measure: &'m Measure) -> Option<Maximum<'m>> {
        maximum_of_unit(measure)
    }

    fn matter(&self, claim: &Claim<'_>) -> String {
        claim.the_figures()
    }

    fn comparison(&self, claim: &Claim<'_>) -> String {
        claim.times_the_figure()
    }

    fn figures(&self, claim: &Claim<'_>) -> String {
        claim.values_in_unit()
    }
}
