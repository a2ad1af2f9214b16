//! Which sums a report makes of the rows of a measure: groups, broad groups, the aggregate, everybody.

use std::collections::{BTreeMap, BTreeSet};

use crate::disparity::selection::Row;
use crate::ethnicity::{Category, Ethnicity, RollUp};
use crate::harmonise::Dataset;
use crate::indicator::Measure;
use crate::observation::{Figure, Observation};
use crate::period::Period;
use crate::source::Disclosure;

use super::cell::{Atom, Cell, Part, State};

/// A category with the rows that it sums up and the places of its cells.
#[derive(Debug, Clone)]
pub(super) struct Sum<'a> {
    /// The category.
    pub category: Category,
    measure: &'a Measure,
    rows: Vec<Row<'a>>,
    /// The place of its numerator among the cells; none where a row has no count.
    numerator: Option<usize>,
    /// The places of its denominator, where that is of the same records, and of what the numerator leaves of it.
    denominator: Option<(usize, usize)>,
}

/// The sums of some rows of one area; their cells are added to `cells`.
pub(super) fn from_rows<'a>(
    ethnicity: &'a Ethnicity,
    (datasets, measure): (&'a [Dataset], &'a Measure),
    rows: &[Row<'a>],
    cells: &mut Vec<Cell>,
) -> Vec<Sum<'a>> {
    let Some((first, _)) = rows.first() else {
        return Vec::new();
    };
    let mut by_category: BTreeMap<Category, Vec<Row<'a>>> = BTreeMap::new();
    for row in rows {
        by_category.entry(row.1.category).or_default().push(*row);
    }
    let roll_up = RollUp::new(ethnicity, &first.classification, by_category.keys().copied());
    let family = Family { roll_up, by_category };
    let sum = |category| {
        let (own, parts) = family.rows(category);
        Sum::new(category, (datasets, measure), (own, &parts), cells)
    };
    family.roll_up.figures().into_iter().map(sum).collect()
}

/// The columns of a measure that hold counts of its records.
pub(super) fn protected_columns(measure: &Measure) -> impl Iterator<Item = &str> {
    measure.numerator_column().into_iter().chain(people(measure))
}

/// The column of people of whom the numerator are some. Residents under a rate are public.
fn people(measure: &Measure) -> Option<&str> {
    let counting = measure.kind.rules().counting()?;
    measure.denominator_column().filter(|_| counting.is_within_denominator)
}

/// The rows of one area by category, and how categories make up others.
struct Family<'a> {
    roll_up: RollUp<'a>,
    by_category: BTreeMap<Category, Vec<Row<'a>>>,
}

impl<'a> Family<'a> {
    /// The rows that a category's figure is read from, and those that it sums up.
    fn rows(&self, category: Category) -> (Vec<Row<'a>>, Vec<Row<'a>>) {
        let own = self.by_category.get(&category).cloned();
        let parts = self.roll_up.finest(category).map(|parts| {
            parts.iter().filter_map(|part| self.by_category.get(part)).flatten().copied().collect::<Vec<_>>()
        });
        let parts = parts.or_else(|| own.clone()).unwrap_or_default();
        (own.unwrap_or_else(|| parts.clone()), parts)
    }
}

impl<'a> Sum<'a> {
    fn new(
        category: Category,
        (datasets, measure): (&'a [Dataset], &'a Measure),
        (rows, parts): (Vec<Row<'a>>, &[Row<'a>]),
        cells: &mut Vec<Cell>,
    ) -> Self {
        let atoms = |part: Part| -> BTreeSet<Atom> {
            parts
                .iter()
                .enumerate()
                .map(|(place, row)| {
                    let file = datasets.iter().position(|dataset| std::ptr::eq(dataset, row.0));
                    let line = usize::try_from(row.1.line).unwrap_or(place);
                    (file.unwrap_or(datasets.len()), line, part)
                })
                .collect()
        };
        let mut add = |atoms: BTreeSet<Atom>, count: u64, state: State| {
            cells.push(Cell { atoms, count, state, is_released: false });
            cells.len() - 1
        };
        let count = measure.numerator_column().and_then(|column| total(&rows, column));
        let people = people(measure).and_then(|column| total(&rows, column));
        let numerator = count.map(|count| add(atoms(Part::Numerator), count, State::Shown));
        let denominator = count.zip(people).map(|(count, people)| {
            let rest = atoms(Part::Rest);
            let everybody: BTreeSet<Atom> = atoms(Part::Numerator).union(&rest).copied().collect();
            let left = people.saturating_sub(count);
            (add(everybody, people, State::Shown), add(rest, left, State::Implied))
        });
        Self { category, measure, rows, numerator, denominator }
    }

    /// The places of its cells that a report shows, with the columns of the source.
    pub(super) fn cells(&self) -> impl Iterator<Item = (usize, &'a str)> {
        let numerator = self.numerator.zip(self.measure.numerator_column());
        let people = self.denominator.map(|(people, _)| people).zip(people(self.measure));
        numerator.into_iter().chain(people)
    }

    /// Whether a cell is one of its own.
    pub(super) fn holds(&self, place: usize) -> bool {
        self.numerator == Some(place) || self.denominator.is_some_and(|(people, rest)| people == place || rest == place)
    }

    /// What may be shown of it, as one row.
    pub(super) fn observation(&self, period: Period, (cells, policy): (&[Cell], Disclosure)) -> Option<Observation> {
        let (first, rest) = self.rows.split_first()?;
        let (dataset, row) = first;
        let shown = |place: usize| cells.get(place).map(|cell| cell.figure(policy));
        let figures = dataset.card.figures().map(|column| {
            if self.measure.numerator_column() == Some(column) {
                return self.numerator.and_then(shown).unwrap_or_else(|| reason(&self.rows, column));
            }
            if people(self.measure) == Some(column) {
                return self
                    .denominator
                    .and_then(|(people, _)| shown(people))
                    .unwrap_or_else(|| reason(&self.rows, column));
            }
            // The residents under a rate.
            let public = self.measure.denominator_column() == Some(column);
            let residents = total(&self.rows, column).filter(|_| public);
            residents.map_or(Figure::NotAvailable, |people| Figure::Known(people as f64))
        });
        Some(Observation {
            line: row.line,
            also: rest.iter().map(|(dataset, row)| dataset.origin(row)).collect(),
            period,
            area: row.area.clone(),
            label: row.label.clone(),
            category: self.category,
            dimensions: row.dimensions.clone(),
            figures: figures.collect(),
        })
    }
}

/// The figure of a column in a row.
fn figure((dataset, row): &Row<'_>, column: &str) -> Figure {
    dataset.figure(row, column).unwrap_or(Figure::NotAvailable)
}

/// The sum of the counts in a column; `None` where a row has none.
fn total(rows: &[Row<'_>], column: &str) -> Option<u64> {
    let count = |row| statistics::count(figure(row, column).known()?).ok();
    rows.iter().map(count).sum()
}

/// Why a row has no count.
fn reason(rows: &[Row<'_>], column: &str) -> Figure {
    let missing = |row| Some(figure(row, column)).filter(|figure| figure.known().is_none());
    rows.iter().find_map(missing).unwrap_or(Figure::NotAvailable)
}
