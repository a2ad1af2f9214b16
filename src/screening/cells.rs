//! The figures of one row against each other: `whole-numbers`, `zero-denominator`, `above-population`, `above-maximum`
//! and `published-rate`.

use crate::disparity::selection;
use crate::finding::{Fault, Findings};
use crate::harmonise::Dataset;
use crate::indicator::{Kind, Measure};
use crate::observation::Observation;

use super::{Sight, half_rounding, place};

pub(super) fn examine(sight: Sight<'_>, findings: &mut Findings) {
    for (dataset, row) in selection::rows(sight.measure, sight.datasets) {
        let measure = sight.measure;
        let cells = Cells { measure, dataset, row };
        match measure.kind {
            Kind::Proportion => {
                cells.check_whole(findings);
                cells.check_denominator(findings);
                cells.check_population(findings);
            }
            Kind::Rate => {
                cells.check_whole(findings);
                cells.check_denominator(findings);
                cells.check_rate(measure.per, findings);
            }
            Kind::Representation => {
                cells.check_denominator(findings);
                cells.check_population(findings);
                cells.check_maximum(measure.population.as_deref(), 100.0, findings);
            }
            Kind::Survey => {
                cells.check_maximum(value_column(measure), 100.0, findings);
                cells.check_rate(Some(100.0), findings);
            }
            Kind::Mean | Kind::Published => {
                if let Some(most) = maximum(&measure.unit) {
                    cells.check_maximum(value_column(measure), most, findings);
                }
            }
        }
    }
}

fn value_column(measure: &Measure) -> Option<&str> {
    measure.value.as_ref().map(|value| value.column.as_str())
}

/// The most that a value of a unit can be; none where the unit does not say.
fn maximum(unit: &str) -> Option<f64> {
    let unit = unit.to_lowercase();
    let begins = |words: [&str; 3]| words.iter().any(|word| unit.starts_with(word));
    if begins(["%", "per cent", "percent"]) {
        Some(100.0)
    } else {
        begins(["proportion", "share", "fraction"]).then_some(1.0)
    }
}

/// The figures of one row that a measure reads.
struct Cells<'a> {
    measure: &'a Measure,
    dataset: &'a Dataset,
    row: &'a Observation,
}

impl Cells<'_> {
    fn figure(&self, column: Option<&str>) -> Option<f64> {
        let place = self.dataset.card.figure(column?)?;
        self.row.figures.get(place).and_then(|figure| figure.known())
    }

    fn numerator_column(&self) -> Option<&str> {
        let numerator = self.measure.numerator.as_ref();
        numerator.map(|numerator| numerator.column.as_str())
    }

    fn denominator_column(&self) -> Option<&str> {
        let denominator = self.measure.denominator.as_ref();
        denominator.and_then(|denominator| denominator.column.as_deref())
    }

    fn numerator(&self) -> Option<f64> {
        self.figure(self.numerator_column())
    }

    fn denominator(&self) -> Option<f64> {
        self.figure(self.denominator_column())
    }

    fn words(&self) -> String {
        let numerator = self.measure.numerator.as_ref();
        numerator.map_or_else(String::new, |numerator| numerator.words.clone())
    }

    fn add(&self, fault: Fault, column: Option<&str>, findings: &mut Findings) {
        let place = place(self.dataset, self.row, column.unwrap_or_default());
        findings.add(fault, place);
    }

    fn check_whole(&self, findings: &mut Findings) {
        let column = self.numerator_column();
        if let Some(value) = self.numerator().filter(|value| value.fract() > 0.0) {
            let fault = Fault::NotWhole {
                text: value.to_string(),
                column: column.unwrap_or_default().to_owned(),
                words: self.words(),
            };
            self.add(fault, column, findings);
        }
    }

    fn check_denominator(&self, findings: &mut Findings) {
        if let (Some(numerator), Some(denominator)) = (self.numerator(), self.denominator())
            && denominator <= 0.0
            && numerator > 0.0
        {
            let fault = Fault::ZeroDenominator { numerator };
            self.add(fault, self.denominator_column(), findings);
        }
    }

    fn check_population(&self, findings: &mut Findings) {
        if let (Some(numerator), Some(denominator)) = (self.numerator(), self.denominator())
            && numerator > denominator
            && denominator > 0.0
        {
            let fault = Fault::AbovePopulation { numerator, words: self.words(), denominator };
            self.add(fault, self.numerator_column(), findings);
        }
    }

    fn check_maximum(&self, column: Option<&str>, most: f64, findings: &mut Findings) {
        if let Some(value) = self.figure(column).filter(|value| *value > most) {
            self.add(Fault::AboveMaximum { value, most }, column, findings);
        }
    }

    /// A published rate against its own count and population, where the file has all three. Over the residents of
    /// another source the publisher's own population is not known.
    fn check_rate(&self, per: Option<f64>, findings: &mut Findings) {
        let column = value_column(self.measure);
        // Warnings stand in the report, which shows no count of a source that is to be protected.
        let per = per.filter(|_| self.dataset.source.disclosure.is_none());
        let (Some(published), Some(per)) = (self.figure(column), per) else {
            return;
        };
        let (Some(numerator), Some(denominator)) = (self.numerator(), self.denominator()) else {
            return;
        };
        let half = |column: Option<&str>| half_rounding(self.dataset, column.unwrap_or_default());
        let declared = half(column);
        let decimals = decimals(published);
        // Where the card does not say to what a rate was rounded, its decimals do; a trailing zero may have been lost.
        let slack = if declared > 0.0 { declared } else { 0.5 * 0.1_f64.powi(i32::try_from(decimals).unwrap_or(0)) };
        let scale = per / self.years();
        let lower = denominator - half(self.denominator_column());
        if lower <= 0.0 {
            return;
        }
        let above = half(self.numerator_column());
        let most = scale * (numerator + above) / lower + slack;
        let least = scale * (numerator - above) / (denominator + half(self.denominator_column()));
        if published > most + TINY || published < least - slack - TINY {
            let fault = Fault::PublishedRate {
                column: column.unwrap_or_default().to_owned(),
                published,
                numerator,
                denominator,
                computed: format!("{:.decimals$}", scale * numerator / denominator),
            };
            self.add(fault, column, findings);
        }
    }

    /// A rate is one of a year; a share is one of the whole period.
    fn years(&self) -> f64 {
        let months = self.row.period.months_covered();
        match self.measure.kind {
            Kind::Rate => months.map_or(1.0, |months| f64::from(months) / 12.0),
            Kind::Proportion | Kind::Survey | Kind::Mean | Kind::Representation | Kind::Published => 1.0,
        }
    }
}

/// What sums of decimal fractions may miss by.
const TINY: f64 = 1e-9;

/// The decimals with which a number is written.
fn decimals(value: f64) -> usize {
    let text = value.to_string();
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}
