//! The published figures of one group, and the quantity that they make.

use crate::ethnicity::Category;
use crate::indicator::Kind;
use crate::observation::{Figure, Missing};
use statistics::Confidence;

use super::bounded_count::BoundedCount;
use super::note::Note;
use super::panel::Panel;
use super::quantity::{Quantity, Weighted};
use super::selection::Row;

/// The published figures of one group.
pub(super) struct Figures<'panel, 'a> {
    pub(super) panel: &'panel Panel<'a>,
    pub(super) category: Category,
    pub(super) rows: &'panel [Row<'a>],
}

impl Figures<'_, '_> {
    /// A figure and half of what it was rounded to.
    pub(super) fn figure((dataset, row): &Row<'_>, column: &str) -> (Figure, f64) {
        (dataset.figure(row, column).unwrap_or(Figure::NotAvailable), dataset.half_rounding(column))
    }

    /// The figure of the only row: counts alone may have several.
    fn single(&self, column: Option<&str>) -> Option<(Figure, f64)> {
        Some(Self::figure(self.rows.last()?, column?))
    }

    fn known(&self, column: Option<&str>) -> Option<f64> {
        self.single(column)?.0.known()
    }

    fn denominator(&self) -> Option<f64> {
        let denominator = self.panel.measure.denominator.as_ref()?;
        match &denominator.column {
            // Two labels of one group, such as two codes for White, add up.
            Some(column) => self.rows.iter().map(|row| Self::figure(row, column).0.known()).sum(),
            None => self.panel.residents_of(self.category),
        }
    }

    pub(super) fn count(&self, notes: &mut Vec<Note>) -> Quantity {
        let measure = self.panel.measure;
        let Some(column) = measure.numerator.as_ref().map(|numerator| numerator.column.as_str()) else {
            return Quantity::Missing(Missing::NotAvailable);
        };
        let denominator = self.denominator();
        let people = denominator.filter(|_| measure.kind == Kind::Proportion);
        let cap = [people, self.panel.leftover].into_iter().flatten().min_by(f64::total_cmp);
        let mut total: Option<BoundedCount> = None;
        for row in self.rows {
            // A count is whole, so that one rounded to 5 is at most 2 away.
            let (figure, rounding) = Self::figure(row, column);
            let Some(amount) = BoundedCount::from_figure(figure, rounding.floor(), cap) else {
                return self.published_rate(figure.reason().unwrap_or(Missing::NotAvailable), notes);
            };
            total = Some(total.map_or(amount, |sum| sum.plus(amount)));
        }
        // People of unknown ethnicity are in no population table: their count stands without a denominator.
        let unknown = self.category == self.panel.roll_up.ethnicity.anchors.unknown;
        let hidden = self.rows.iter().find_map(|row| {
            let column = measure.denominator.as_ref()?.column.as_deref()?;
            Self::figure(row, column).0.reason()
        });
        match (total, denominator.or(unknown.then_some(0.0))) {
            (Some(numerator), Some(denominator)) => Quantity::Count { numerator, denominator },
            (_, None) | (None, _) => Quantity::Missing(hidden.unwrap_or(Missing::NotAvailable)),
        }
    }

    /// The published rate, where no count is shown.
    fn published_rate(&self, reason: Missing, notes: &mut Vec<Note>) -> Quantity {
        let column = self.panel.measure.value.as_ref().map(|value| value.column.as_str());
        match self.single(column) {
            Some((Figure::Known(value), rounding)) => {
                notes.push(Note::RateWithoutCount);
                Quantity::Value { value, standard_error: None, rounding }
            }
            _ => Quantity::Missing(reason),
        }
    }

    pub(super) fn value(&self, notes: &mut Vec<Note>) -> Quantity {
        let Some(columns) = &self.panel.measure.value else {
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

    pub(super) fn share(&self) -> Quantity {
        let measure = self.panel.measure;
        let numerator = self.known(measure.numerator.as_ref().map(|numerator| numerator.column.as_str()));
        let population = self.single(measure.population.as_deref());
        match (numerator, self.denominator(), population) {
            (Some(numerator), Some(denominator), Some((Figure::Known(population), rounding))) => {
                Quantity::Share { numerator, denominator, population, rounding }
            }
            _ => Quantity::Missing(Missing::NotAvailable),
        }
    }

    pub(super) fn weighted(&self) -> Option<Weighted> {
        let measure = self.panel.measure;
        let numerator = self.known(measure.numerator.as_ref().map(|numerator| numerator.column.as_str()))?;
        let column = measure.denominator.as_ref()?.column.as_deref();
        Some(Weighted { numerator, denominator: self.known(column)? })
    }
}
