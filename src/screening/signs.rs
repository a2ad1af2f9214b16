//! `units`: figures that are in another unit than the measure that reads them: counts with a per cent or a pound sign,
//! percentages that are proportions, and a published rate a power of ten away from its own count and people.

use crate::disparity::kind::Maximum;
use crate::disparity::selection::{self, Row};
use crate::finding::{Findings, Problem, key};
use crate::harmonise::{Dataset, UNITS};
use crate::indicator::Measure;
use crate::observation::{Figure, Observation};
use crate::residents::Residents;
use tables::number::Unit;

use super::{Sight, place};

/// How near to a power of ten the quotient of two rates must be, on the scale of the decimal logarithm, where both have
/// the same count and people.
const NEAR: f64 = 0.02;

/// The same where the publisher may divide by other people.
const ABOUT: f64 = 0.15;

/// Counts below this can be a power of ten away from anything.
const LEAST: f64 = 20.0;

pub(super) fn examine(sight: Sight<'_>, residents: &Residents, findings: &mut Findings) {
    for dataset in selection::files(sight.measure, sight.datasets) {
        counts(sight.measure, dataset, findings);
        proportions(sight, dataset, findings);
        rates(sight, dataset, residents, findings);
    }
}

/// More than any publisher counts: figures that ran together.
const MOST: f64 = 1e9;

/// Counts of people that are written with a sign that no count has.
fn counts(measure: &Measure, dataset: &Dataset, findings: &mut Findings) {
    let asked = measure.value.as_ref().and_then(|value| value.sample_size.as_deref());
    let columns = [measure.numerator_column(), measure.denominator_column(), asked];
    for column in columns.into_iter().flatten() {
        if let Some(sign) = dataset.signs.get(column) {
            findings.add(counted_in(&sign.text, column, sign.unit), sign.place.clone());
        }
        let above =
            |row: &&Observation| dataset.figure(row, column).and_then(Figure::known).is_some_and(|count| count > MOST);
        if let Some(row) = dataset.observations.iter().find(above) {
            findings.add(too_many(column), place(dataset, row, column));
        }
    }
    let is_percentage = measure.kind.rules().maximum(measure).is_some();
    if let Some(sign) = measure.value_column().and_then(|column| dataset.signs.get(column))
        && is_percentage
        && sign.unit == Unit::Pounds
    {
        let problem = Problem::error(
            format!("`{}` is in pounds, and the measure `{}` is in `{}`", sign.text, measure.id, measure.unit),
            "name the column that is meant, or correct the `unit`",
        );
        findings.add(problem.of(UNITS), sign.place.clone());
    }
}

fn too_many(column: &str) -> Problem {
    let message = format!("a count in column `{column}` is above a thousand million");
    Problem::error(message, "look it up in the publication: two figures may have run together, or `scale` is too large")
        .of(UNITS)
}

fn counted_in(text: &str, column: &str, unit: Unit) -> Problem {
    let unit = if unit == Unit::Pounds { "pounds" } else { "per cent" };
    Problem::error(
        format!("`{text}` in column `{column}` is in {unit}, and the measure takes it for a count"),
        "name the column of the counts, or declare the measure with `value`",
    )
    .of(UNITS)
}

/// Percentages none of which is above 1, though neither a sign nor the card says that they are per cents.
fn proportions(sight: Sight<'_>, dataset: &Dataset, findings: &mut Findings) {
    let maximum = sight.measure.kind.rules().maximum(sight.measure).filter(|maximum| maximum.most > 1.0);
    let Some(Maximum { column, .. }) = maximum else {
        return;
    };
    let is_said = dataset.signs.contains_key(column) || dataset.card.scale.contains_key(column);
    let rows = rows(sight, dataset);
    let figures = rows.iter().filter_map(|(_, row)| Some((*row, dataset.figure(row, column).and_then(Figure::known)?)));
    let greatest = figures.max_by(|one, other| one.1.total_cmp(&other.1));
    let Some((row, greatest)) = greatest.filter(|(_, greatest)| !is_said && *greatest > 0.0 && *greatest <= 1.0) else {
        return;
    };
    let (name, unit, key) = (&dataset.card.name, &sight.measure.unit, key(column));
    let problem = Problem::error(
        format!("no figure of `{column}` in {name} is above 1, the greatest is {greatest}, and the unit is `{unit}`"),
        format!(
            "write scale = {{ {key} = 100 }} in its [[file]] table in source.toml if they are proportions, and scale = {{ {key} = 1 }} if they are so few per cent"
        ),
    );
    findings.add(problem.of(UNITS), place(dataset, row, column));
}

fn rows<'a>(sight: Sight<'a>, dataset: &'a Dataset) -> Vec<Row<'a>> {
    selection::rows(sight.measure, std::slice::from_ref(dataset)).collect()
}

/// Published rates that are a power of ten away from what their own count and people give.
fn rates(sight: Sight<'_>, dataset: &Dataset, residents: &Residents, findings: &mut Findings) {
    let measure = sight.measure;
    let (Some(column), Some(per)) = (measure.value_column(), measure.kind.rules().per(measure)) else {
        return;
    };
    let is_own = measure.denominator.as_ref().is_some_and(|denominator| denominator.series.is_none());
    let mut found: Vec<(f64, Row<'_>)> = Vec::new();
    for row in rows(sight, dataset) {
        let figure = |column: Option<&str>| dataset.figure(row.1, column?)?.known();
        let population = if is_own {
            figure(measure.denominator_column())
        } else {
            let series = measure.denominator.as_ref().and_then(|denominator| denominator.series.as_deref());
            let population = series.and_then(|series| residents.population(series, &row.1.area, row.1.period));
            let classification = (&sight.project.ethnicity, dataset.classification.as_ref());
            population.and_then(|population| population.residents(row.1.category, classification))
        };
        let counted = figure(measure.numerator_column()).filter(|count| *count >= LEAST);
        if let (Some(published), Some(count), Some(people)) = (figure(Some(column)), counted, population) {
            let computed = per * count / people / measure.kind.rules().years(measure, row.1.period);
            found.push(((computed / published).log10(), row));
        }
    }
    found.retain(|(quotient, _)| quotient.is_finite());
    found.sort_by(|one, other| one.0.total_cmp(&other.0));
    // A single row may have a misprint; most of them do not.
    let Some((quotient, row)) = found.get(found.len() / 2) else {
        return;
    };
    let near = if is_own { NEAR } else { ABOUT };
    let power = [1.0_f64, 2.0, 3.0].into_iter().find(|power| (quotient.abs() - power).abs() <= near);
    if let Some(power) = power {
        let of = if *quotient > 0.0 { "a" } else { "times" };
        let factor = 10_f64.powf(power);
        findings.add(power_of_ten(column, factor, of), place(dataset, row.1, column));
    }
}

fn power_of_ten(column: &str, factor: f64, of: &str) -> Problem {
    let size = match (of, factor) {
        ("a", 10.0) => "a tenth of".to_owned(),
        ("a", 100.0) => "a hundredth of".to_owned(),
        ("a", _) => "a thousandth of".to_owned(),
        _ => format!("{factor} times"),
    };
    Problem::error(
        format!("`{column}` is mostly about {size} what the counts and the people give"),
        "check the units of all three: `per` of the measure, and `scale` in source.toml where figures are in thousands",
    )
    .of(UNITS)
}
