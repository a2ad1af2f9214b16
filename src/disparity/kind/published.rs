//! A published figure and nothing that says how sure it is: the ratio has no interval.

use crate::disparity::figures::Figures;
use crate::disparity::note::Note;
use crate::disparity::quantity::Quantity;
use crate::disparity::status::Status;
use crate::indicator::Measure;

use super::{CellCheck, Claim, Maximum, Rules, maximum_of_unit};

pub(super) struct Published;

impl Rules for Published {
    fn code(&self) -> &'static str {
        "published"
    }

    fn needs(&self, measure: &Measure) -> Vec<(&'static str, bool)> {
        vec![("value", measure.value.is_some())]
    }

    fn quantity(&self, figures: &Figures<'_, '_>, notes: &mut Vec<Note>) -> Quantity {
        figures.value(notes)
    }

    fn whole(&self) -> Status {
        Status::Published
    }

    fn has_broad_groups(&self) -> bool {
        false
    }

    fn has_base_of_same_time(&self) -> bool {
        false
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
