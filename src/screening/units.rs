//! `unit-change`: a series whose figures jump by a power of ten, and percentages among proportions.

use std::collections::BTreeMap;

use crate::disparity::selection;
use crate::ethnicity::Category;
use crate::finding::{Check, Findings, Problem};
use crate::harmonise::Dataset;
use crate::observation::{Figure, Observation};
use crate::period::Period;
use crate::project::Project;

use super::{Sight, place};

const UNIT_CHANGE: Check = Check { name: "unit-change", page: "docs/checks/unit-change.md" };

/// The powers of ten that a change of unit can be, as exponent, factor and the least figure that cannot jump so far by
/// chance or by a change in how people are counted.
const POWERS: [(f64, u32, f64); 3] = [(1.0, 10, 100.0), (2.0, 100, 20.0), (3.0, 1000, 20.0)];

/// How near to a power of ten a jump must be, on the scale of the decimal logarithm: 10 per cent.
const NEAR: f64 = 0.042;

/// How many other series must say what is usual.
const OTHERS: usize = 5;

/// How far the other series may lie from what is usual, for that to mean something: two to one.
const USUAL: f64 = 0.301;

/// Where a series goes from one period to the next.
struct Step<'a> {
    row: &'a Observation,
    before: Period,
    /// Decimal logarithm of the figure over the one before.
    jump: f64,
    /// The smaller of the two.
    least: f64,
    category: Category,
}

/// Jumps of single areas and groups against the others, and of most of the file.
pub(super) fn examine(dataset: &Dataset, project: &Project, findings: &mut Findings) {
    for column in dataset.card.figures() {
        let mut pairs: BTreeMap<(Period, Period), Vec<Step<'_>>> = BTreeMap::new();
        for step in steps(dataset, column) {
            let pair = (step.before, step.row.period);
            pairs.entry(pair).or_default().push(step);
        }
        for ((before, now), steps) in pairs {
            if steps.len() <= OTHERS {
                continue;
            }
            let usual = median(steps.iter().map(|step| step.jump));
            let size = median(steps.iter().map(|step| step.least));
            if let (Some(power), Some(first)) = (power(usual, size), steps.first()) {
                let problem = unit_change(column, None, (before, now), power);
                findings.add(problem, place(dataset, first.row, column));
            }
            for step in &steps {
                let others =
                    steps.iter().filter(|other| other.category == step.category && (other.jump - usual).abs() <= USUAL);
                if let Some(power) = power(step.jump - usual, step.least).filter(|_| others.count() >= OTHERS) {
                    let (area, group) = (project.areas.name(&step.row.area), project.ethnicity.label(step.category));
                    let problem = unit_change(column, Some((area, group)), (before, now), power);
                    findings.add(problem, place(dataset, step.row, column));
                }
            }
        }
    }
}

/// A figure that jumps by a power of ten: of an area and a group, or of most of the file.
fn unit_change(
    column: &str,
    of: Option<(&str, &str)>,
    (before, now): (Period, Period),
    Power { factor, grows }: Power,
) -> Problem {
    let (whose, against) = match of {
        Some((area, group)) => (format!("{group} in {area}"), ", against the other areas of the file"),
        None => ("most areas and groups".to_owned(), ""),
    };
    let size = if grows { "large" } else { "small" };
    changed(format!("`{column}` of {whose} becomes about {factor} times as {size} from {before} to {now}{against}"))
}

fn changed(message: String) -> Problem {
    Problem::warning(message, "check the unit in the publication of each period, and bring all into one")
        .of(UNIT_CHANGE)
}

fn steps<'a>(dataset: &'a Dataset, column: &str) -> Vec<Step<'a>> {
    let mut series: BTreeMap<_, Vec<(&Observation, f64)>> = BTreeMap::new();
    for row in &dataset.observations {
        let value = dataset.figure(row, column).and_then(Figure::known);
        if let Some(value) = value.filter(|value| *value > 0.0) {
            let key = (&row.area, row.label.to_lowercase(), &row.dimensions);
            series.entry(key).or_default().push((row, value));
        }
    }
    let mut steps = Vec::new();
    for mut rows in series.into_values() {
        rows.sort_by_key(|(row, _)| row.period);
        for pair in rows.windows(2) {
            if let [(first, before), (row, now)] = pair {
                steps.push(Step {
                    row,
                    before: first.period,
                    jump: (now / before).log10(),
                    least: before.min(*now),
                    category: row.category,
                });
            }
        }
    }
    steps
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// A jump by a power of ten.
#[derive(Clone, Copy)]
struct Power {
    factor: u32,
    grows: bool,
}

/// The power of ten near to which the jump of a figure is.
fn power(jump: f64, least: f64) -> Option<Power> {
    let is_near = |exponent: f64| (jump.abs() - exponent).abs() <= NEAR;
    let found = POWERS.into_iter().find(|(exponent, _, enough)| is_near(*exponent) && least >= *enough);
    found.map(|(_, factor, _)| Power { factor, grows: jump > 0.0 })
}

/// Percentages of a survey that lie between 0 and 1 in some periods and not in others.
pub(super) fn percentages(sight: Sight<'_>, findings: &mut Findings) {
    let is_sampled = sight.measure.kind.rules().is_sampled();
    let Some(column) = sight.measure.value_column().filter(|_| is_sampled) else {
        return;
    };
    let mut periods: BTreeMap<Period, (f64, _)> = BTreeMap::new();
    for (dataset, row) in selection::rows(sight.measure, sight.datasets) {
        if let Some(value) = dataset.figure(row, column).and_then(Figure::known) {
            let entry = periods.entry(row.period).or_insert((value, (dataset, row)));
            entry.0 = entry.0.max(value);
        }
    }
    let is_proportion = |most: f64| most > 0.0 && most <= 1.0;
    let high = periods.iter().find(|(_, (most, _))| *most > 1.0);
    let Some((high, (most, _))) = high else {
        return;
    };
    for (low, (_, (dataset, row))) in periods.iter().filter(|(_, (most, _))| is_proportion(*most)) {
        let problem = changed(format!("`{column}` lies between 0 and 1 in {low} and reaches {most} in {high}"));
        findings.add(problem, place(dataset, row, column));
    }
}
