//! The published figures of one group, and the quantity that they make.

use crate::indicator::{AgeBands, Measure};
use crate::observation::{Figure, Missing};
use statistics::Confidence;
use statistics::standardised::Band;

use super::bounded_count::{BoundedCount, Leftover, Rounding};
use super::compare::Counting;
use super::note::Note;
use super::quantity::{Holders, Quantity, Weighted};
use super::selection::Row;

/// The published figures of one group.
pub(crate) struct Figures<'f, 'a> {
    pub(super) measure: &'a Measure,
    pub(super) rows: &'f [Row<'a>],
    /// The people of the group, where the denominator is of another source.
    pub(super) residents: Residents,
    /// All residents of the area, where the group's are of population tables.
    pub(super) everybody: Option<f64>,
    /// What the published total leaves over for hidden counts.
    pub(super) leftover: Option<Leftover>,
}

/// Where the people below a count come from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Residents {
    /// From the source itself.
    Own,
    /// From population tables, where these hold the group.
    OfTables(Option<f64>),
}

/// A count of a row, as far as it is known; the reason where it is not.
fn count(row: &Row<'_>, column: &str, leftover: Option<Leftover>) -> Result<BoundedCount, Missing> {
    let (dataset, observation) = row;
    let least = dataset.source.policy().map_or(0.0, |policy| f64::from(policy.threshold));
    let rounding = Rounding { base: 2.0 * dataset.half_rounding(column), least };
    let figure = dataset.figure(observation, column).unwrap_or(Figure::NotAvailable);
    let missing = figure.reason().unwrap_or(Missing::NotAvailable);
    BoundedCount::from_figure(figure, rounding, leftover).ok_or(missing)
}

/// The sum of the counts of some rows: two labels of one group, such as two codes for White, add up.
pub(super) fn counts(rows: &[Row<'_>], column: &str, leftover: Option<Leftover>) -> Result<BoundedCount, Missing> {
    let mut counts = rows.iter().map(|row| count(row, column, leftover));
    let first = counts.next().unwrap_or(Err(Missing::NotAvailable))?;
    counts.try_fold(first, |sum, count| Ok(sum.plus(count?)))
}

/// Half of what a published value was rounded to: as declared, or else as its decimals say, of which a trailing zero
/// may have been lost.
pub(crate) fn half_of_value(value: f64, declared: f64) -> f64 {
    let decimals = i32::try_from(decimals(value)).unwrap_or(0);
    if declared > 0.0 { declared } else { 0.5 * 0.1_f64.powi(decimals) }
}

/// The decimals with which a number is written.
pub(crate) fn decimals(value: f64) -> usize {
    let text = value.to_string();
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

/// A figure and half of what it was rounded to.
fn figure((dataset, row): &Row<'_>, column: &str) -> (Figure, f64) {
    (dataset.figure(row, column).unwrap_or(Figure::NotAvailable), dataset.half_rounding(column))
}

/// A count of people of which something is published.
fn known(people: BoundedCount) -> Result<BoundedCount, Missing> {
    if people.hidden { Err(Missing::Suppressed) } else { Ok(people) }
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

    /// The count below it, where the source publishes one.
    pub(super) fn denominator(&self) -> Option<f64> {
        self.known(self.measure.denominator_column())
    }

    /// The people below a count; the reason where there are none. What the source says cannot be divided is not. Where
    /// ages are allowed for, the count that is expected takes their place.
    fn people(&self) -> Result<BoundedCount, Missing> {
        if let Some(column) = self.measure.expected_column() {
            return counts(self.rows, column, None).and_then(known);
        }
        let own = self.measure.denominator_column().map(|column| counts(self.rows, column, None));
        match (self.residents, own) {
            (_, Some(Err(Missing::NotApplicable))) => Err(Missing::NotApplicable),
            (Residents::OfTables(residents), _) => residents.map(BoundedCount::exact).ok_or(Missing::NotAvailable),
            (Residents::Own, own) => own.unwrap_or(Err(Missing::NotAvailable)).and_then(known),
        }
    }

    /// The count above the line; the reason where there is none.
    pub(super) fn events(&self, counting: Counting) -> Result<BoundedCount, Missing> {
        let column = self.measure.numerator_column().ok_or(Missing::NotAvailable)?;
        let people = self.people().ok().filter(|_| counting.is_within_denominator);
        let people = people.map(|people| Leftover { published: people.best(), most: people.high });
        let leftover = [people, self.leftover].into_iter().flatten().reduce(Leftover::smaller);
        counts(self.rows, column, leftover)
    }

    /// A count out of its denominator, or the published rate where no count is shown.
    pub(super) fn count(&self, counting: Counting, notes: &mut Vec<Note>) -> Quantity {
        let numerator = match self.events(counting) {
            Ok(numerator) => numerator,
            Err(reason) if self.measure.numerator_column().is_some() => return self.published_rate(reason, notes),
            Err(reason) => return Quantity::Missing(reason),
        };
        match self.people() {
            Ok(denominator) => Quantity::Count { numerator, denominator },
            Err(reason) => Quantity::Missing(reason),
        }
    }

    /// The counts and the people of each band of a standard population; the reason where one of them is not known.
    pub(super) fn bands(&self, bands: &AgeBands) -> Result<Vec<Band>, Missing> {
        let columns = self.measure.numerator_column().zip(self.measure.denominator_column());
        let (numerator, denominator) = columns.ok_or(Missing::NotAvailable)?;
        let of_band = |(name, standard): (&String, &f64)| {
            let is_of_band = |(dataset, row): &&Row<'_>| dataset.dimension(row, &bands.column) == Some(name);
            let rows: Vec<Row<'_>> = self.rows.iter().filter(is_of_band).copied().collect();
            let events = known(counts(&rows, numerator, None)?)?;
            let exposure = known(counts(&rows, denominator, None)?)?.best();
            let events = statistics::count(events.best()).map_err(|_| Missing::NotAvailable)?;
            Ok(Band { events, exposure, standard: *standard })
        };
        bands.standard.iter().map(of_band).collect()
    }

    /// The share of a group among the holders of a post, counted or published.
    pub(super) fn holders(&self) -> Option<Holders> {
        let counted = self.numerator().zip(self.denominator());
        let counted = counted.map(|(numerator, denominator)| Holders::Counted { numerator, denominator });
        let published = || {
            let columns = self.measure.value.as_ref()?;
            let (share, rounding) = self.single(Some(&columns.column))?;
            Some(Holders::Published {
                share: share.known()?,
                rounding,
                posts: self.known(columns.sample_size.as_deref()).filter(|posts| *posts > 0.0),
            })
        };
        counted.or_else(published)
    }

    /// Why there is no share of the posts.
    pub(super) fn reason(&self) -> Missing {
        let columns = [self.measure.numerator_column(), self.measure.value_column()].into_iter().flatten();
        let reasons = columns.filter_map(|column| self.single(Some(column))?.0.reason());
        reasons.reduce(|first, _| first).unwrap_or(Missing::NotAvailable)
    }

    /// The group's share of the population in per cent, with half of what it was rounded to.
    pub(super) fn share_of_population(&self) -> Option<(f64, f64)> {
        if let Some((share, rounding)) = self.single(self.measure.population_column()) {
            return Some((share.known()?, rounding));
        }
        let Residents::OfTables(residents) = self.residents else {
            return None;
        };
        let everybody = self.everybody.filter(|everybody| *everybody > 0.0)?;
        Some((100.0 * residents? / everybody, 0.0))
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
        let (value, rounding) = self.more_precise(published, rounding);
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

    /// The published percentage or the one that the survey's estimates of numbers give, whichever rounding leaves less
    /// open, with half of what that is.
    fn more_precise(&self, published: f64, declared: f64) -> (f64, f64) {
        let half = |column: Option<&str>| self.single(column).map_or(0.0, |(_, half)| half);
        let (above, below) = (half(self.measure.numerator_column()), half(self.measure.denominator_column()));
        let computed = self.weighted().and_then(|Weighted { numerator, denominator }| {
            let [least, most] = [(numerator - above, denominator + below), (numerator + above, denominator - below)]
                .map(|(numerator, denominator)| 100.0 * numerator / denominator);
            let half = (most - least) / 2.0;
            let is_more_precise = denominator > below && half < half_of_value(published, declared);
            is_more_precise.then_some((100.0 * numerator / denominator, half))
        });
        computed.unwrap_or((published, declared))
    }

    /// The weighted numbers that a survey publishes beside its percentage.
    pub(super) fn weighted(&self) -> Option<Weighted> {
        let denominator = self.known(self.measure.denominator_column())?;
        Some(Weighted { numerator: self.numerator()?, denominator })
    }
}
