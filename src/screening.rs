//! Figures against each other: what no single cell shows.
//!
//! Counts above their population, percentages above 100, fractions where people are counted, and groups that miss
//! the published total.

use std::collections::BTreeMap;

use crate::area::Areas;
use crate::error::{Fault, Findings, Location};
use crate::ethnicity::{Category, Ethnicity};
use crate::harmonise::Dataset;
use crate::indicator::{Kind, Measure};
use crate::observation::{Figure, Observation};
use crate::period::Period;

/// Examines the rows that a measure reads.
pub fn examine(
    measure: &Measure,
    datasets: &[Dataset<'_>],
    areas: &Areas,
    ethnicity: &Ethnicity,
    findings: &mut Findings,
) {
    let mut seen = BTreeMap::new();
    for (dataset, row) in crate::disparity::selection::rows(measure, datasets) {
        let one_value = !matches!(measure.kind, Kind::Proportion | Kind::Rate);
        let first = seen.insert(
            (&row.area, row.period, row.category, &row.dimensions),
            row.line,
        );
        if let (true, Some(first)) = (one_value, first) {
            let fault = Fault::DuplicateRow {
                area: areas
                    .get(&row.area)
                    .map_or_else(String::new, |area| area.name.clone()),
                period: row.period.to_string(),
                group: ethnicity.label(row.category).to_owned(),
                first,
            };
            findings.add(fault, Location::line(&dataset.path, row.line));
        }
        let cells = Cells {
            measure,
            dataset,
            row,
        };
        match measure.kind {
            Kind::Proportion => {
                cells.check_whole(findings);
                cells.check_denominator(findings);
                cells.check_population(findings);
            }
            Kind::Rate => {
                cells.check_whole(findings);
                cells.check_denominator(findings);
            }
            Kind::Representation => {
                cells.check_denominator(findings);
                cells.check_population(findings);
            }
            Kind::Survey => cells.check_percentage(findings),
            Kind::Mean | Kind::Published => {}
        }
    }
    if matches!(measure.kind, Kind::Proportion | Kind::Rate) {
        for dataset in datasets
            .iter()
            .filter(|dataset| dataset.source.id == measure.source)
        {
            compare_with_totals(measure, dataset, areas, ethnicity, findings);
        }
    }
}

/// The figures of one row that a measure reads.
struct Cells<'a> {
    measure: &'a Measure,
    dataset: &'a Dataset<'a>,
    row: &'a Observation,
}

impl Cells<'_> {
    fn figure(&self, column: Option<&str>) -> Option<f64> {
        let place = self.dataset.card.figure(column?)?;
        self.row
            .figures
            .get(place)
            .and_then(|figure| figure.known())
    }

    fn numerator(&self) -> Option<f64> {
        self.figure(
            self.measure
                .numerator
                .as_ref()
                .map(|numerator| numerator.column.as_str()),
        )
    }

    fn denominator(&self) -> Option<f64> {
        self.figure(
            self.measure
                .denominator
                .as_ref()
                .and_then(|denominator| denominator.column.as_deref()),
        )
    }

    fn add(&self, fault: Fault, findings: &mut Findings) {
        findings.add(fault, Location::line(&self.dataset.path, self.row.line));
    }

    fn check_whole(&self, findings: &mut Findings) {
        let Some(numerator) = &self.measure.numerator else {
            return;
        };
        if let Some(value) = self.numerator().filter(|value| value.fract() > 0.0) {
            let (column, words) = (numerator.column.clone(), numerator.words.clone());
            self.add(
                Fault::NotWhole {
                    text: value.to_string(),
                    column,
                    words,
                },
                findings,
            );
        }
    }

    fn check_denominator(&self, findings: &mut Findings) {
        if let (Some(numerator), Some(denominator)) = (self.numerator(), self.denominator())
            && denominator <= 0.0
            && numerator > 0.0
        {
            self.add(Fault::ZeroDenominator { numerator }, findings);
        }
    }

    fn check_population(&self, findings: &mut Findings) {
        if let (Some(numerator), Some(denominator)) = (self.numerator(), self.denominator())
            && numerator > denominator
            && denominator > 0.0
        {
            let words = self
                .measure
                .numerator
                .as_ref()
                .map_or_else(String::new, |numerator| numerator.words.clone());
            self.add(
                Fault::AbovePopulation {
                    numerator,
                    words,
                    denominator,
                },
                findings,
            );
        }
    }

    fn check_percentage(&self, findings: &mut Findings) {
        let column = self
            .measure
            .value
            .as_ref()
            .map(|value| value.column.as_str());
        if let Some(value) = self.figure(column).filter(|value| *value > 100.0) {
            self.add(Fault::AboveHundred { value }, findings);
        }
    }
}

/// The figure of each group, with its line.
type Groups = BTreeMap<Category, (Figure, u64)>;

/// The groups of each area and period against the published total, with unknown ethnicity and without it.
fn compare_with_totals(
    measure: &Measure,
    dataset: &Dataset<'_>,
    areas: &Areas,
    ethnicity: &Ethnicity,
    findings: &mut Findings,
) {
    let Some(column) = measure
        .numerator
        .as_ref()
        .and_then(|numerator| dataset.card.figure(&numerator.column))
    else {
        return;
    };
    let mut tables: BTreeMap<(&str, Period, &[String]), Groups> = BTreeMap::new();
    for row in &dataset.observations {
        if let Some(figure) = row.figures.get(column) {
            let table = tables
                .entry((&row.area, row.period, &row.dimensions))
                .or_default();
            table.insert(row.category, (*figure, row.line));
        }
    }
    for ((area, period, _), table) in tables {
        let Some((Figure::Known(total), line)) = table.get(&ethnicity.anchors.all).copied() else {
            continue;
        };
        let Some(parts) = Parts::add_up(&table, dataset, ethnicity) else {
            continue;
        };
        if !parts.reach(total, dataset.card.total_tolerance) {
            let fault = Fault::PartsAndTotal {
                area: areas
                    .get(area)
                    .map_or_else(String::new, |area| area.name.clone()),
                period: period.to_string(),
                parts: parts.words(),
                total,
            };
            findings.add(fault, Location::line(&dataset.path, line));
        }
    }
}

/// What the groups of a table add up to.
struct Parts {
    least: f64,
    /// `None` where a hidden count has no upper bound, or a group is not published.
    most: Option<f64>,
    unknown: f64,
}

impl Parts {
    fn add_up(table: &Groups, dataset: &Dataset<'_>, ethnicity: &Ethnicity) -> Option<Self> {
        let figure = |category: Category| table.get(&category).map(|(figure, _)| *figure);
        let mut parts = Self {
            least: 0.0,
            most: Some(0.0),
            unknown: 0.0,
        };
        let broad: Vec<Category> = dataset.classification.top_level().collect();
        if broad.iter().all(|category| figure(*category).is_none()) {
            return None;
        }
        for category in broad {
            let (low, high) = match figure(category) {
                Some(Figure::Known(value)) => (value, Some(value)),
                Some(Figure::Suppressed { lower, upper }) => (lower, upper),
                _ => (0.0, None),
            };
            parts.least += low;
            parts.most = parts.most.zip(high).map(|(sum, high)| sum + high);
        }
        parts.unknown = figure(ethnicity.anchors.unknown)
            .and_then(Figure::known)
            .unwrap_or(0.0);
        Some(parts)
    }

    fn reach(&self, total: f64, tolerance: f64) -> bool {
        [0.0, self.unknown].into_iter().any(|unknown| {
            self.least + unknown <= total + tolerance
                && self
                    .most
                    .is_none_or(|most| total - tolerance <= most + unknown)
        })
    }

    fn words(&self) -> String {
        let least = self.least + self.unknown;
        match self.most.map(|most| most + self.unknown) {
            Some(most) if most > least => format!("between {least} and {most}"),
            Some(_) => least.to_string(),
            None => format!("at least {least}"),
        }
    }
}
