//! The figures of one measure in one area and period, by ethnic group, with the aggregates made of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::ethnicity::{Category, Ethnicity, RollUp};
use crate::indicator::{Kind, Measure};
use crate::observation::{Missing, Origin};
use crate::residents::ResidentTable;

use super::amount::Amount;
use super::figures::Figures;
use super::selection::Row;

/// What is known of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Quantity {
    /// A count out of people, or of events over residents.
    Count { numerator: Amount, denominator: f64 },
    /// A published value, with its standard error where it can be known and the range of its rounding.
    Value { value: f64, standard_error: Option<f64>, rounding: f64 },
    /// Post-holders, and the group's share of the population in per cent.
    Share { numerator: f64, denominator: f64, population: f64, rounding: f64 },
    /// No figure.
    Missing(Missing),
}

impl Quantity {
    /// The same, where a number can stand for it: a count of which nothing is published is no figure, only bounds.
    pub(super) fn shown(self) -> Self {
        match self {
            Self::Count { numerator, .. } if numerator.hidden => Self::Missing(Missing::Suppressed),
            Self::Count { denominator, .. } if denominator <= 0.0 => Self::Missing(Missing::NotApplicable),
            Self::Count { .. } | Self::Value { .. } | Self::Share { .. } | Self::Missing(_) => self,
        }
    }
}

/// A group's figure and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    pub quantity: Quantity,
    /// Weighted numbers that a survey publishes beside its percentage; never used as people counted.
    pub weighted: Option<(f64, f64)>,
    /// The rows behind it.
    pub rows: Vec<Origin>,
    /// What a reader of the figure must know.
    pub notes: Vec<String>,
}

/// The figures of one measure in one area and period.
pub(super) struct Panel<'a> {
    pub measure: &'a Arc<Measure>,
    pub roll_up: RollUp<'a>,
    pub area: &'a str,
    pub residents: Option<&'a ResidentTable>,
    /// The most that all hidden counts together can be: what the published total leaves over.
    pub leftover: Option<f64>,
    cells: BTreeMap<Category, Cell>,
}

impl<'a> Panel<'a> {
    /// Gathers the rows of an area; `None` when there are none.
    pub(super) fn gather(
        measure: &'a Arc<Measure>,
        ethnicity: &'a Ethnicity,
        area: &'a str,
        rows: &[Row<'a>],
        residents: Option<&'a ResidentTable>,
    ) -> Option<Self> {
        let classification = &rows.first()?.0.classification;
        let mut by_category: BTreeMap<Category, Vec<Row<'a>>> = BTreeMap::new();
        for row in rows {
            by_category.entry(row.1.category).or_default().push(*row);
        }
        let roll_up = RollUp::new(ethnicity, classification, by_category.keys().copied());
        let mut panel = Self { measure, roll_up, area, residents, leftover: None, cells: BTreeMap::new() };
        panel.leftover = panel.left_over(&by_category);
        panel.cells =
            by_category.into_iter().map(|(category, rows)| (category, panel.published(category, &rows))).collect();
        Some(panel)
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
        let mut cell = match self.measure.kind {
            Kind::Proportion | Kind::Rate => self.sum(&parts.iter().map(|(_, cell)| cell).collect::<Vec<_>>())?,
            Kind::Survey => self.weighted_mean(&parts)?,
            Kind::Representation | Kind::Mean | Kind::Published => return None,
        };
        if !absent.is_empty() {
            let names: Vec<&str> = absent.iter().map(|category| self.ethnicity().label(*category)).collect();
            cell.notes.push(format!("the aggregate leaves out {}, which is not published", names.join(" and ")));
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

    /// Which parts make the numerator of the aggregate a range, and what range.
    fn range_note(&self, parts: &[(Category, Cell)], aggregate: Quantity) -> Option<String> {
        let Quantity::Count { numerator, .. } = aggregate else {
            return None;
        };
        let names = |hidden: bool| -> Vec<&str> {
            let is_meant = |quantity: Quantity| matches!(quantity, Quantity::Count { numerator, .. } if numerator.is_range() && numerator.hidden == hidden);
            parts
                .iter()
                .filter(|(_, part)| is_meant(part.quantity))
                .map(|(category, _)| self.ethnicity().label(*category))
                .collect()
        };
        let reasons = [(names(true), "hidden"), (names(false), "rounded to 0")];
        let reasons: Vec<String> = reasons
            .into_iter()
            .filter(|(names, _)| !names.is_empty())
            .map(|(names, what)| format!("{} {what}", names.join(", ")))
            .collect();
        (!reasons.is_empty()).then(|| {
            let (reasons, low, high) = (reasons.join(" and "), numerator.low, numerator.high);
            format!("{reasons}, so the numerator lies between {low} and {high}")
        })
    }

    /// Residents of the area in a category.
    pub(super) fn residents_of(&self, category: Category) -> Option<f64> {
        let RollUp { ethnicity, classification, .. } = self.roll_up;
        self.residents?.residents(self.area, category, (ethnicity, classification))
    }

    /// Events of unknown ethnicity.
    pub(super) fn unknown(&self) -> Option<Amount> {
        match self.cells.get(&self.ethnicity().anchors.unknown)?.quantity {
            Quantity::Count { numerator, .. } => Some(numerator),
            Quantity::Value { .. } | Quantity::Share { .. } | Quantity::Missing(_) => None,
        }
    }

    /// Events of known ethnicity: the sum over the broad groups that have a figure. Where one of them is hidden, that of
    /// the comparator and the aggregate says more.
    pub(super) fn known_events(&self) -> f64 {
        let events = |cell: &Cell| match cell.quantity {
            Quantity::Count { numerator, .. } => Some(numerator.best),
            Quantity::Value { .. } | Quantity::Share { .. } | Quantity::Missing(_) => None,
        };
        let anchors = self.ethnicity().anchors;
        let groups: Vec<Option<f64>> =
            self.broad().filter_map(|category| Some(events(&self.group(category)?))).collect();
        let whole =
            self.cells.get(&anchors.bame).and_then(events).zip(self.group(anchors.white).as_ref().and_then(events));
        match whole {
            Some((others, white)) if groups.contains(&None) => others + white,
            _ => groups.into_iter().flatten().sum(),
        }
    }

    fn left_over(&self, by_category: &BTreeMap<Category, Vec<Row<'a>>>) -> Option<f64> {
        let column = &self.measure.numerator.as_ref()?.column;
        let known = |category: Category| -> Option<f64> {
            let rows = by_category.get(&category)?;
            rows.iter().map(|row| Figures::figure(row, column).0.known()).sum()
        };
        let total = known(self.ethnicity().anchors.all)?;
        let tolerance = by_category.values().flatten().next()?.0.card.total_tolerance;
        let shown: f64 =
            self.broad().chain([self.ethnicity().anchors.unknown]).map(|category| known(category).unwrap_or(0.0)).sum();
        Some((total + tolerance - shown).max(0.0))
    }

    /// The sum of counts. A part whose count is not known at all leaves the sum unknown; `None` for figures that cannot be summed.
    fn sum(&self, parts: &[&Cell]) -> Option<Cell> {
        let mut total: Option<(Amount, f64)> = None;
        let mut missing = None;
        for cell in parts {
            match cell.quantity {
                Quantity::Count { numerator, denominator } => {
                    total = Some(match total {
                        None => (numerator, denominator),
                        Some((sum, people)) => (sum.plus(numerator), people + denominator),
                    });
                }
                Quantity::Missing(reason) => missing = missing.or(Some(reason)),
                Quantity::Value { .. } | Quantity::Share { .. } => return None,
            }
        }
        let quantity = match (missing, total) {
            (Some(reason), _) => Quantity::Missing(reason),
            (None, Some((numerator, denominator))) => {
                Quantity::Count { numerator: numerator.at_most(self.leftover), denominator }
            }
            (None, None) => return None,
        };
        let rows = parts.iter().flat_map(|cell| cell.rows.clone()).collect();
        Some(Cell { quantity, weighted: None, rows, notes: Vec::new() })
    }

    fn published(&self, category: Category, rows: &[Row<'a>]) -> Cell {
        let figures = Figures { panel: self, category, rows };
        let mut notes = Vec::new();
        let quantity = match self.measure.kind {
            Kind::Proportion | Kind::Rate => figures.count(&mut notes),
            Kind::Survey | Kind::Mean | Kind::Published => figures.value(&mut notes),
            Kind::Representation => figures.share(),
        };
        let weighted = (self.measure.kind == Kind::Survey).then(|| figures.weighted()).flatten();
        let rows = rows
            .iter()
            .flat_map(|(dataset, row)| {
                let own = dataset.origin(row);
                std::iter::once(own).chain(row.also.iter().cloned())
            })
            .collect();
        Cell { quantity, weighted, rows, notes }
    }

    /// The mean of published percentages, weighted by residents.
    fn weighted_mean(&self, parts: &[(Category, Cell)]) -> Option<Cell> {
        let table = self.residents?;
        let (mut weights, mut total, mut variance, mut rounding) = (0.0, 0.0, Some(0.0), 0.0);
        for (category, cell) in parts {
            let Quantity::Value { value, standard_error, rounding: half } = cell.quantity else {
                let Quantity::Missing(reason) = cell.quantity else {
                    return None;
                };
                return Some(Cell {
                    quantity: Quantity::Missing(reason),
                    weighted: None,
                    rows: Vec::new(),
                    notes: Vec::new(),
                });
            };
            let weight = self.residents_of(*category)?;
            weights += weight;
            total += weight * value;
            rounding += weight * half;
            variance = variance.zip(standard_error).map(|(sum, error)| sum + (weight * error).powi(2));
        }
        let names: Vec<&str> = parts.iter().map(|(category, _)| self.ethnicity().label(*category)).collect();
        Some(Cell {
            quantity: Quantity::Value {
                value: total / weights,
                standard_error: variance.map(|variance| variance.sqrt() / weights),
                rounding: rounding / weights,
            },
            weighted: None,
            rows: parts.iter().flat_map(|(_, cell)| cell.rows.clone()).collect(),
            notes: vec![format!(
                "approximate: the published percentages of {} weighted by residents at the census of {}",
                names.join(", "),
                table.period.last.year()
            )],
        })
    }
}
