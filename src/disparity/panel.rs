//! The figures of one measure in one area and period, by ethnic group, with the aggregates made of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ethnicity::{Category, Ethnicity, RollUp};
use crate::indicator::Measure;
use crate::observation::Missing;
use crate::residents::Population;
use statistics::standardised::Band;

use super::bounded_count::{BoundedCount, Leftover};
use super::figures::{self, Figures, Residents};
use super::kind::Aggregation;
use super::note::Note;
use super::quantity::{Cell, Quantity, Weighted};
use super::selection::Row;

/// The figures of one measure in one area and period.
pub(super) struct Panel<'a> {
    pub measure: &'a Arc<Measure>,
    pub roll_up: RollUp<'a>,
    pub area: &'a str,
    pub population: Option<&'a Population<'a>>,
    /// What the published total leaves over for hidden counts.
    pub leftover: Option<Leftover>,
    cells: BTreeMap<Category, Cell>,
}

impl<'a> Panel<'a> {
    /// Gathers the rows of an area; `None` when there are none.
    pub(super) fn gather(
        measure: &'a Arc<Measure>,
        ethnicity: &'a Ethnicity,
        area: &'a str,
        rows: &[Row<'a>],
        population: Option<&'a Population<'a>>,
    ) -> Option<Self> {
        let classification = &rows.first()?.0.classification;
        let mut by_category: BTreeMap<Category, Vec<Row<'a>>> = BTreeMap::new();
        for row in rows {
            by_category.entry(row.1.category).or_default().push(*row);
        }
        let roll_up = RollUp::new(ethnicity, classification, by_category.keys().copied());
        let mut panel = Self { measure, roll_up, area, population, leftover: None, cells: BTreeMap::new() };
        panel.leftover = panel.left_over(&by_category);
        panel.cells =
            by_category.into_iter().map(|(category, rows)| (category, panel.published(category, &rows))).collect();
        Some(panel)
    }

    /// Leaves every group without a figure, for a reason.
    pub(super) fn withhold(&mut self, reason: Missing) {
        self.leftover = None;
        for cell in self.cells.values_mut() {
            *cell = Cell { rows: std::mem::take(&mut cell.rows), ..Cell::from(Quantity::Missing(reason)) };
        }
    }

    /// The groups that have a figure, or whose parts have: those of the source, and the broad ones above them.
    pub(super) fn groups(&self) -> Vec<Category> {
        self.roll_up.groups(|broad| self.group(broad).is_some())
    }

    /// A group as published, or the sum of its parts.
    pub(super) fn group(&self, category: Category) -> Option<Cell> {
        if let Some(cell) = self.cells.get(&category) {
            return Some(cell.clone());
        }
        let derivation = self.roll_up.derivation(category);
        let parts: Vec<&Cell> = derivation.parts.iter().filter_map(|part| self.cells.get(part)).collect();
        if derivation.is_complete() { self.sum(&parts) } else { None }
    }

    /// The figure of a group or of the aggregate.
    pub(super) fn compared(&self, category: Category) -> Option<Cell> {
        if category == self.ethnicity().anchors.bame { self.bame() } else { self.group(category) }
    }

    /// The aggregate of everybody but White people: as published, or made of its groups.
    pub(super) fn bame(&self) -> Option<Cell> {
        let bame = self.ethnicity().anchors.bame;
        if let Some(cell) = self.cells.get(&bame) {
            return Some(cell.clone());
        }
        let derivation = self.roll_up.derivation(bame);
        let (mut parts, mut absent) = (Vec::new(), derivation.absent);
        for category in derivation.parts {
            match self.group(category) {
                Some(cell) => parts.push((category, cell)),
                None => absent.push(category),
            }
        }
        absent.sort();
        let mut cell = match self.measure.kind.rules().aggregation() {
            Aggregation::Sum => self.sum(&parts.iter().map(|(_, cell)| cell).collect::<Vec<_>>())?,
            Aggregation::WeightedMean => self.weighted_mean(&parts)?,
            Aggregation::Shares => shares(&parts)?,
            Aggregation::None => return None,
        };
        if !absent.is_empty() {
            cell.notes.push(Note::LeavesOut { groups: self.labels(absent) });
        }
        cell.notes.extend(self.range_note(&parts, cell.quantity));
        Some(cell)
    }

    fn ethnicity(&self) -> &'a Ethnicity {
        self.roll_up.ethnicity
    }

    fn broad(&self) -> impl Iterator<Item = Category> {
        self.roll_up.classification.top_level()
    }

    fn labels(&self, categories: impl IntoIterator<Item = Category>) -> Vec<String> {
        categories.into_iter().map(|category| self.ethnicity().label(category).to_owned()).collect()
    }

    /// Which parts make the numerator of the aggregate a range, and what range.
    fn range_note(&self, parts: &[(Category, Cell)], aggregate: Quantity) -> Option<Note> {
        let BoundedCount { low, high, .. } = aggregate.count()?;
        // Each part that is not exact widens the range; it is a range of its own where one is hidden, or rounded to 0.
        let any = parts.iter().any(|(_, part)| part.quantity.count().is_some_and(BoundedCount::is_range));
        let ranges = |hidden: bool| {
            let is_meant = move |count: BoundedCount| !count.is_exact() && count.hidden == hidden;
            let meant = parts.iter().filter(move |(_, part)| part.quantity.count().is_some_and(is_meant));
            self.labels(meant.map(|(category, _)| *category))
        };
        let (hidden, rounded) = (ranges(true), ranges(false));
        any.then_some(Note::NumeratorRange { hidden, rounded, low, high })
    }

    /// Residents of the area in a category.
    pub(super) fn residents_of(&self, category: Category) -> Option<f64> {
        let RollUp { ethnicity, classification, .. } = self.roll_up;
        self.population?.residents(category, (ethnicity, classification))
    }

    /// Events of unknown ethnicity.
    pub(super) fn unknown(&self) -> Option<BoundedCount> {
        self.cells.get(&self.ethnicity().anchors.unknown)?.events
    }

    /// Events of known ethnicity: the sum over the broad groups that are published. Where one of them is hidden, the
    /// published total says it; where one has no count, that of the comparator and the aggregate.
    pub(super) fn known_events(&self) -> Option<f64> {
        let anchors = self.ethnicity().anchors;
        let published = |category: Category| self.cells.get(&category)?.events.filter(|count| !count.hidden);
        let groups: Vec<Option<BoundedCount>> =
            self.broad().filter_map(|category| self.group(category)).map(|cell| cell.events).collect();
        if groups.iter().flatten().any(|count| count.hidden)
            && let Some(total) = published(anchors.all)
        {
            return Some(total.best() - self.unknown().map_or(0.0, BoundedCount::best));
        }
        let events = |cell: Cell| cell.events.map(BoundedCount::best);
        let aggregate = || self.cells.get(&anchors.bame).cloned().and_then(events);
        let sum: Option<f64> = groups.into_iter().map(|count| count.map(BoundedCount::best)).sum();
        sum.or_else(|| Some(aggregate()? + self.group(anchors.white).and_then(events)?))
    }

    fn left_over(&self, by_category: &BTreeMap<Category, Vec<Row<'a>>>) -> Option<Leftover> {
        let column = self.measure.numerator_column()?;
        let count = |category: Category| figures::counts(by_category.get(&category)?, column, None).ok();
        let total = count(self.ethnicity().anchors.all).filter(|total| !total.is_concealed())?;
        let parts = self.broad().chain([self.ethnicity().anchors.unknown]).filter_map(count);
        // Of a sum over several months or quarters a part may be published and the rest hidden.
        let [published, least] = parts
            .map(BoundedCount::printed)
            .fold([0.0; 2], |[sum, low], [published, least]| [sum + published, low + least]);
        Some(Leftover { published: (total.best() - published).max(0.0), most: (total.high - least).max(0.0) })
    }

    /// The sum of counts. A part whose count is not known at all leaves the sum unknown; `None` for figures that cannot be summed.
    fn sum(&self, parts: &[&Cell]) -> Option<Cell> {
        let mut total: Option<(BoundedCount, BoundedCount)> = None;
        let mut missing = None;
        for cell in parts {
            match cell.quantity {
                Quantity::Count { numerator, denominator } => {
                    total = Some(match total {
                        None => (numerator, denominator),
                        Some((sum, people)) => (sum.plus(numerator), people.plus(denominator)),
                    });
                }
                Quantity::Standardised(_) => {}
                Quantity::Missing(reason) => missing = missing.or(Some(reason)),
                Quantity::Value { .. } | Quantity::Share { .. } => return None,
            }
        }
        let bands = together(parts);
        let quantity = match (missing, total) {
            (Some(reason), _) => Quantity::Missing(reason),
            (None, Some((numerator, denominator))) => {
                Quantity::Count { numerator: numerator.within(self.leftover), denominator }
            }
            (None, None) if !bands.is_empty() => Quantity::of_bands(&bands),
            (None, None) => return None,
        };
        let rows = parts.iter().flat_map(|cell| cell.rows.clone()).collect();
        let events = parts.iter().map(|cell| cell.events).reduce(|sum, part| Some(sum?.plus(part?))).flatten();
        let events = events.map(|events| events.within(self.leftover));
        let weighted = Weighted::of_bands(&bands);
        Some(Cell { quantity, events, weighted, bands, rows, notes: Vec::new() })
    }

    fn published(&self, category: Category, rows: &[Row<'a>]) -> Cell {
        let figures = Figures {
            measure: self.measure,
            rows,
            residents: self.population.map_or(Residents::Own, |_| Residents::OfTables(self.residents_of(category))),
            everybody: self.population.map(Population::everybody),
            leftover: self.leftover,
        };
        let rules = self.measure.kind.rules();
        let mut notes = Vec::new();
        let quantity = rules.quantity(&figures, &mut notes);
        let origins = |(dataset, row): &Row<'_>| {
            let own = dataset.origin(row);
            std::iter::once(own).chain(row.also.iter().cloned()).collect::<Vec<_>>()
        };
        Cell {
            quantity,
            events: rules.counting().and_then(|counting| figures.events(counting).ok()),
            weighted: rules.weighted(&figures),
            bands: rules.bands(&figures),
            rows: rows.iter().flat_map(origins).collect(),
            notes,
        }
    }

    /// The mean of published percentages, weighted by residents.
    fn weighted_mean(&self, parts: &[(Category, Cell)]) -> Option<Cell> {
        let population = self.population?;
        let (mut weights, mut total, mut variance, mut rounding) = (0.0, 0.0, Some(0.0), 0.0);
        for (category, cell) in parts {
            let Quantity::Value { value, standard_error, rounding: half } = cell.quantity else {
                let Quantity::Missing(reason) = cell.quantity else {
                    return None;
                };
                return Some(Cell::from(Quantity::Missing(reason)));
            };
            let weight = self.residents_of(*category)?;
            weights += weight;
            total += weight * value;
            rounding += weight * half;
            variance = variance.zip(standard_error).map(|(sum, error)| sum + (weight * error).powi(2));
        }
        Some(Cell {
            quantity: Quantity::Value {
                value: total / weights,
                standard_error: variance.map(|variance| variance.sqrt() / weights),
                rounding: rounding / weights,
            },
            rows: parts.iter().flat_map(|(_, cell)| cell.rows.clone()).collect(),
            notes: vec![Note::WeightedMean {
                groups: self.labels(parts.iter().map(|(category, _)| *category)),
                population: population.basis().standing.clone(),
            }],
            ..Cell::from(Quantity::Missing(Missing::NotAvailable))
        })
    }
}

/// The counts and people by age of several groups, added up; none where one of them has none.
fn together(parts: &[&Cell]) -> Vec<Band> {
    let mut bands: Vec<Band> = parts.first().map_or_else(Vec::new, |first| first.bands.clone());
    for part in parts.iter().skip(1) {
        if part.bands.len() != bands.len() {
            return Vec::new();
        }
        for (band, more) in bands.iter_mut().zip(&part.bands) {
            (band.events, band.exposure) = (band.events + more.events, band.exposure + more.exposure);
        }
    }
    bands
}

/// The shares that several groups have of one whole, and of the population, added up.
fn shares(parts: &[(Category, Cell)]) -> Option<Cell> {
    let mut sum: Option<Quantity> = None;
    for (_, cell) in parts {
        sum = match (sum, cell.quantity) {
            (_, Quantity::Missing(reason)) => return Some(Cell::from(Quantity::Missing(reason))),
            (None, share) => Some(share),
            (
                Some(Quantity::Share { holders, population, rounding }),
                Quantity::Share { holders: more, population: other, rounding: half },
            ) => Some(Quantity::Share {
                holders: holders.plus(more)?,
                population: population + other,
                rounding: rounding + half,
            }),
            (Some(_), _) => return None,
        };
    }
    let rows = parts.iter().flat_map(|(_, cell)| cell.rows.clone()).collect();
    Some(Cell { rows, ..Cell::from(sum?) })
}
