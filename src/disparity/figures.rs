//! The published figures of one group, and the quantity that they make.

use crate::indicator::Measure;
use crate::observation::{Figure, Missing};
use statistics::Confidence;

use super::bounded_count::BoundedCount;
use super::compare::Counting;
use super::note::Note;
use super::quantity::{Quantity, Weighted};
use super::selection::Row;

/// The published figures of one group.
pub(crate) struct Figures<'f, 'a> {
    pub(super) measure: &'a Measure,
    pub(super) rows: &'f [Row<'a>],
    /// The residents of the group, where the denominator is of another source.
    pub(super) residents: Option<f64>,
    /// The most that all hidden counts together can be.
    pub(super) leftover: Option<f64>,
    /// Whether it is of the people of unknown ethnicity.
    pub(super) is_unknown: bool,
}

/// A figure and half of what it was rounded to.
fn figure((dataset, row): &Row<'_>, column: &str) -> (Figure, f64) {
    (dataset.figure(row, column).unwrap_or(Figure::NotAvailable), dataset.half_rounding(column))
}

impl Figures<'_, '_> {
    /// The figure of the only row: counts alone may have several.
    pub(super) fn single(&self, column: Option<&str>) -> Option<(Figure, f64)> {
        Some(figure(self.rows.last()?, column?))
    }

    fn known(&self, column: Option<&str>) -> Option<f64> {
        self.single(column)?.0.known()
    }

    /// The count above the line.
    pub(super) fn numerator(&self) -> Option<f64> {
        self.known(self.measure.numerator_column())
    }

    /// The count below it.
    pub(super) fn denominator(&self) -> Option<f64> {
        match self.measure.denominator_column() {
            // Two labels of one group, such as two codes for White, add up.
            Some(column) => self.rows.iter().map(|row| figure(row, column).0.known()).sum(),
            None => self.residents,
        }
    }

    /// A count out of its denominator, or the published rate where no count is shown.
    pub(super) fn count(&self, counting: Counting, notes: &mut Vec<Note>) -> Quantity {
        let Some(column) = self.measure.numerator_column() else {
            return Quantity::Missing(Missing::NotAvailable);
        };
        let denominator = self.denominator();
        let people = denominator.filter(|_| counting.is_within_denominator);
        let cap = [people, self.leftover].into_iter().flatten().min_by(f64::total_cmp);
        let mut total: Option<BoundedCount> = None;
        for row in self.rows {
            // A count is whole, so that one rounded to 5 is at most 2 away.
            let (figure, rounding) = figure(row, column);
            let Some(count) = BoundedCount::from_figure(figure, rounding.floor(), cap) else {
                return self.published_rate(figure.reason().unwrap_or(Missing::NotAvailable), notes);
            };
            total = Some(total.map_or(count, |sum| sum.plus(count)));
        }
        // People of unknown ethnicity are in no population table: their count stands without a denominator.
        let denominator = denominator.or(self.is_unknown.then_some(0.0));
        if let (Some(numerator), Some(denominator)) = (total, denominator) {
            return Quantity::Count { numerator, denominator };
        }
        let hidden = self.measure.denominator_column();
        let hidden = hidden.and_then(|column| self.rows.iter().find_map(|row| figure(row, column).0.reason()));
        Quantity::Missing(hidden.unwrap_or(Missing::NotAvailable))
    }

    /// The published rate, where no count is shown.
    fn published_rate(&self, reason: Missing, notes: &mut Vec<Note>) -> Quantity {
        match self.single(self.measure.value_column()) {
            Some((Figure::Known(value), rounding)) => {
                notes.push(Note::RateWithoutCount);
                Quantity::Value { value, standard_error: None, rounding }
            }
            _ => Quantity::Missing(reason),
        }
    }

    /// A published value.
    pub(super) fn value(&self, notes: &mut Vec<Note>) -> Quantity {
        let Some(columns) = &self.measure.value else {
            return Quantity::Missing(Missing::NotAvailable);
        };
        let Some((figure, rounding)) = self.single(Some(&columns.column)) else {
            return Quantity::Missing(Missing::NotAvailable);
        };
        let Some(published) = figure.known() else {
            return Quantity::Missing(figure.reason().unwrap_or(Missing::NotAvailable));
        };
        // The survey's own estimate of numbers gives the rate before it was rounded.
        let unrounded = self.weighted().map(|weighted| 100.0 * weighted.numerator / weighted.denominator);
        let value = unrounded.filter(|value| value.is_finite()).unwrap_or(published);
        let half_width = self.single(columns.half_width.as_deref());
        if half_width.is_some_and(|(figure, _)| figure == Figure::Unreliable) {
            notes.push(Note::Unreliable { published });
            return Quantity::Missing(Missing::Unreliable);
        }
        let standard_error = half_width
            .and_then(|(figure, _)| figure.known())
            .map(|half| half / Confidence::P95.quantile())
            .or_else(|| self.known(columns.standard_error.as_deref()))
            .or_else(|| {
                let asked = self.known(columns.sample_size.as_deref()).filter(|asked| *asked > 0.0)?;
                notes.push(Note::SampleSize { asked });
                let share = value / 100.0;
                Some(100.0 * (share * (1.0 - share) / asked).sqrt())
            });
        Quantity::Value { value, standard_error, rounding }
    }

    /// The weighted numbers that a survey publishes beside its percentage.
    pub(super) fn weighted(&self) -> Option<Weighted> {
        let denominator = self.known(self.measure.denominator_column())?;
        Some(Weighted { numerator: self.numerator()?, denominator })
    }
}
