//! Figures against each other: what no single cell shows.
//!
//! Counts above their population, percentages above 100, fractions where people are counted, and groups that miss
//! the published total.

use std::collections::BTreeMap;

use crate::area::Areas;
use crate::disparity::selection::{self, Row};
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
    report_second_rows(measure, datasets, (areas, ethnicity), findings);
    for (dataset, row) in selection::rows(measure, datasets) {
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
        compare_with_totals(measure, datasets, (areas, ethnicity), findings);
    }
}

/// Rows of one area, period and group in two files; and, where a figure cannot be added up, two labels of one group.
fn report_second_rows(
    measure: &Measure,
    datasets: &[Dataset<'_>],
    (areas, ethnicity): (&Areas, &Ethnicity),
    findings: &mut Findings,
) {
    let adds_up = matches!(measure.kind, Kind::Proportion | Kind::Rate);
    let mut seen: BTreeMap<_, Row<'_>> = BTreeMap::new();
    for (dataset, row) in selection::rows(measure, datasets) {
        let label = row.label.to_lowercase();
        let told_apart = if adds_up {
            label.clone()
        } else {
            String::new()
        };
        let key = (
            &row.area,
            row.period,
            row.category,
            &row.dimensions,
            told_apart,
        );
        let Some((earlier, first)) = seen.insert(key, (dataset, row)) else {
            continue;
        };
        // Two rows of one label in one file were reported when it was read.
        if earlier.path == dataset.path && first.label.to_lowercase() == label {
            continue;
        }
        let fault = Fault::DuplicateRow {
            area: areas.name(&row.area).to_owned(),
            period: row.period.to_string(),
            group: ethnicity.label(row.category).to_owned(),
            first: format!("line {} of {}", first.line, earlier.card.name),
        };
        findings.add(fault, Location::line(&dataset.path, row.line));
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

/// The groups of one area and period, from whichever files of the source hold them.
struct Groups<'a> {
    figures: BTreeMap<Category, Figure>,
    /// The file and line of the total.
    total: Option<(&'a Dataset<'a>, u64)>,
}

/// The groups of each area and period against the published total, with unknown ethnicity and without it.
fn compare_with_totals<'a>(
    measure: &Measure,
    datasets: &'a [Dataset<'a>],
    (areas, ethnicity): (&Areas, &Ethnicity),
    findings: &mut Findings,
) {
    let mut tables: BTreeMap<(&str, Period, &[String]), Groups<'a>> = BTreeMap::new();
    for (dataset, row) in selection::rows(measure, datasets) {
        let column = measure
            .numerator
            .as_ref()
            .and_then(|numerator| dataset.card.figure(&numerator.column));
        let Some(figure) = column.and_then(|column| row.figures.get(column)) else {
            continue;
        };
        let none = || Groups {
            figures: BTreeMap::new(),
            total: None,
        };
        let table = tables
            .entry((&row.area, row.period, &row.dimensions))
            .or_insert_with(none);
        let known = table
            .figures
            .entry(row.category)
            .or_insert(Figure::Known(0.0));
        *known = together(*known, *figure);
        if row.category == ethnicity.anchors.all {
            table.total = Some((dataset, row.line));
        }
    }
    for ((area, period, _), table) in tables {
        let total = table
            .figures
            .get(&ethnicity.anchors.all)
            .and_then(|figure| figure.known());
        let (Some(total), Some((dataset, line))) = (total, table.total) else {
            continue;
        };
        let Some(parts) = Parts::add_up(&table.figures, dataset, ethnicity) else {
            continue;
        };
        if !parts.reach(total, dataset.card.total_tolerance) {
            // Warnings stand in the report.
            let shown = dataset.source.policy().is_none();
            let fault = Fault::PartsAndTotal {
                area: areas.name(area).to_owned(),
                period: period.to_string(),
                sums: shown.then(|| (parts.words(), total)),
            };
            findings.add(fault, Location::line(&dataset.path, line));
        }
    }
}

/// Two labels of one group add up; a sum with a figure that is not known is not known.
fn together(first: Figure, second: Figure) -> Figure {
    match (first, second) {
        (Figure::Known(first), Figure::Known(second)) => Figure::Known(first + second),
        (Figure::Known(_), unknown) | (unknown, _) => unknown,
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
    fn add_up(
        figures: &BTreeMap<Category, Figure>,
        dataset: &Dataset<'_>,
        ethnicity: &Ethnicity,
    ) -> Option<Self> {
        let figure = |category: Category| figures.get(&category).copied();
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
