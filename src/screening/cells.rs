//! The figures of one row against each other: `whole-numbers`, `zero-denominator`, `above-population`, `above-maximum`
//! and `published-rate`.

use crate::disparity::figures::{decimals, half_of_value};
use crate::disparity::kind::{CellCheck, Maximum, Rules};
use crate::disparity::selection;
use crate::finding::{Check, Findings, Problem, above_population, not_whole};
use crate::harmonise::Dataset;
use crate::indicator::Measure;
use crate::observation::Observation;

use super::{Sight, place};

const ZERO_DENOMINATOR: Check = Check { name: "zero-denominator", page: "docs/checks/zero-denominator.md" };
const ABOVE_MAXIMUM: Check = Check { name: "above-maximum", page: "docs/checks/above-maximum.md" };
const PUBLISHED_RATE: Check = Check { name: "published-rate", page: "docs/checks/published-rate.md" };

pub(super) fn examine(sight: Sight<'_>, findings: &mut Findings) {
    for (dataset, row) in selection::rows(sight.measure, sight.datasets) {
        let cells = Cells { measure: sight.measure, rules: sight.measure.kind.rules(), dataset, row };
        for check in cells.rules.checks() {
            match check {
                CellCheck::WholeNumber => cells.check_whole(findings),
                CellCheck::Denominator => cells.check_denominator(findings),
                CellCheck::Population => cells.check_population(findings),
                CellCheck::Maximum => cells.check_maximum(findings),
                CellCheck::PublishedRate => cells.check_rate(findings),
            }
        }
    }
}

/// A denominator of zero under a count.
fn zero_denominator(numerator: f64) -> Problem {
    let message = format!("the denominator is 0 where the numerator is {numerator}");
    Problem::error(message, "check it against the publication").of(ZERO_DENOMINATOR)
}

/// A percentage or a proportion over the whole, which is 100 or 1.
fn above_maximum(value: f64, most: f64) -> Problem {
    let most = if most > 1.0 { "100 per cent" } else { "1, the most that a proportion can be" };
    Problem::error(format!("{value} is more than {most}"), "check it against the publication").of(ABOVE_MAXIMUM)
}

/// The figures of one row that a measure reads.
struct Cells<'a> {
    measure: &'a Measure,
    rules: &'static dyn Rules,
    dataset: &'a Dataset,
    row: &'a Observation,
}

impl Cells<'_> {
    fn figure(&self, column: Option<&str>) -> Option<f64> {
        self.dataset.figure(self.row, column?)?.known()
    }

    fn numerator(&self) -> Option<f64> {
        self.figure(self.measure.numerator_column())
    }

    fn denominator(&self) -> Option<f64> {
        self.figure(self.measure.denominator_column())
    }

    fn label(&self) -> &str {
        let numerator = self.measure.numerator.as_ref();
        numerator.map_or("", |numerator| &numerator.words)
    }

    fn add(&self, problem: Problem, column: Option<&str>, findings: &mut Findings) {
        let place = place(self.dataset, self.row, column.unwrap_or_default());
        findings.add(problem, place);
    }

    fn check_whole(&self, findings: &mut Findings) {
        let column = self.measure.numerator_column();
        if let Some(value) = self.numerator().filter(|value| value.fract() > 0.0) {
            let problem = not_whole(&value.to_string(), column.unwrap_or_default(), self.label());
            self.add(problem, column, findings);
        }
        let column = self.measure.denominator_column();
        if let Some(value) = self.denominator().filter(|value| value.fract() > 0.0) {
            let words = self.measure.denominator.as_ref().map_or("", |denominator| &denominator.words);
            self.add(not_whole(&value.to_string(), column.unwrap_or_default(), words), column, findings);
        }
    }

    fn check_denominator(&self, findings: &mut Findings) {
        if let (Some(numerator), Some(denominator)) = (self.numerator(), self.denominator())
            && denominator <= 0.0
            && numerator > 0.0
        {
            self.add(zero_denominator(numerator), self.measure.denominator_column(), findings);
        }
    }

    fn check_population(&self, findings: &mut Findings) {
        if let (Some(numerator), Some(denominator)) = (self.numerator(), self.denominator())
            && numerator > denominator
            && denominator > 0.0
        {
            let mut problem = above_population(numerator, self.label(), denominator);
            let (above, below) = (self.measure.numerator_column(), self.measure.denominator_column());
            if let (Some(above), Some(below)) = (above, below) {
                let columns = format!("`{above}` is read as the one, `{below}` as the other");
                problem = problem.advise(format!("check whether numerator and denominator were exchanged: {columns}"));
            }
            self.add(problem, above, findings);
        }
    }

    fn check_maximum(&self, findings: &mut Findings) {
        let Some(Maximum { column, most }) = self.rules.maximum(self.measure) else {
            return;
        };
        if let Some(value) = self.figure(Some(column)).filter(|value| *value > most) {
            self.add(above_maximum(value, most), Some(column), findings);
        }
    }

    /// A published rate against its own count and population, where the file has all three. Over the residents of
    /// another source the publisher's own population is not known.
    fn check_rate(&self, findings: &mut Findings) {
        let column = self.measure.value_column();
        let per = self.rules.per(self.measure);
        let (Some(published), Some(per)) = (self.figure(column), per) else {
            return;
        };
        let (Some(numerator), Some(denominator)) = (self.numerator(), self.denominator()) else {
            return;
        };
        let half = |column: Option<&str>| self.dataset.half_rounding(column.unwrap_or_default());
        let declared = half(column);
        let decimals = decimals(published);
        let slack = half_of_value(published, declared);
        // A rate is one of a year; a share is one of the whole period.
        let scale = per / self.rules.years(self.measure, self.row.period);
        let lower = denominator - half(self.measure.denominator_column());
        if lower <= 0.0 {
            return;
        }
        let above = half(self.measure.numerator_column());
        let most = scale * (numerator + above) / lower + slack;
        let least = scale * (numerator - above) / (denominator + half(self.measure.denominator_column()));
        if published > most + TINY || published < least - slack - TINY {
            let computed = format!("{:.decimals$}", scale * numerator / denominator);
            let rate = format!("`{}` is {published}", column.unwrap_or_default());
            let problem = Problem::warning(
                format!("{rate}, and {numerator} out of {denominator} gives {computed}"),
                "check the three cells, and whether the publisher divides by other people",
            );
            self.add(problem.of(PUBLISHED_RATE), column, findings);
        }
    }
}

/// What sums of decimal fractions may miss by.
const TINY: f64 = 1e-9;
