//! `two-denominators`: one count that two measures divide by different populations, so that they give different rates
//! for the same people.

use crate::disparity::selection::{self, Row};
use crate::ethnicity::Ethnicity;
use crate::finding::{Check, Findings, Location, Problem};
use crate::harmonise::Dataset;
use crate::indicator::{Denominator, Measure};
use crate::project::Project;
use crate::residents::Residents;

pub(super) const TWO_DENOMINATORS: Check = Check { name: "two-denominators", page: "docs/checks/two-denominators.md" };

pub(super) fn examine(project: &Project, datasets: &[Dataset], residents: &Residents, findings: &mut Findings) {
    let measures: Vec<_> = project.measures().collect();
    for (place, (indicator, second)) in measures.iter().enumerate() {
        for (_, first) in measures.iter().take(place) {
            let Some(column) = shared_column(first, second) else {
                continue;
            };
            let Some((one, other)) = first.denominator.as_ref().zip(second.denominator.as_ref()) else {
                continue;
            };
            // Whether figures that are not to be shown differ is not looked at.
            let is_protected = project.sources.get(&first.source).is_some_and(|source| source.policy().is_some());
            let rows_differ = || {
                selection::rows(first, datasets).any(|row| {
                    let reads = second.files.is_empty() || second.files.contains(&row.0.card.name);
                    reads && differ(row, (one, other), (residents, &project.ethnicity))
                })
            };
            let differ = (one.column != other.column || one.series != other.series) && (is_protected || rows_differ());
            if differ {
                let problem = two_denominators(column, (first, one), (second, other));
                let file = || Location::file(&indicator.path);
                findings.add(problem, second.location.clone().unwrap_or_else(file));
            }
        }
    }
}

/// One count that two measures divide by different populations.
fn two_denominators(
    column: &str,
    (first, one): (&Measure, &Denominator),
    (second, other): (&Measure, &Denominator),
) -> Problem {
    let (one, other) = (label(one), label(other));
    Problem::warning(
        format!(
            "`{column}` is divided by {one} in the measure `{}` and by {other} in `{}`, and the two differ",
            first.id, second.id
        ),
        "let both measures use one population, or say in the `caveats` of both why they do not",
    )
    .of(TWO_DENOMINATORS)
}

/// The column of the count that both measures read in the same rows.
fn shared_column<'m>(first: &'m Measure, second: &Measure) -> Option<&'m str> {
    let (one, other) = (first.numerator.as_ref()?, second.numerator.as_ref()?);
    let same = first.source == second.source && first.filter == second.filter && one.column == other.column;
    same.then_some(one.column.as_str())
}

/// The population tables, and how their groups are added up.
type People<'a> = (&'a Residents, &'a Ethnicity);

/// Whether the populations below a count differ by more than rounding.
fn differ(row: Row<'_>, (one, other): (&Denominator, &Denominator), people: People<'_>) -> bool {
    let half = |denominator: &Denominator| {
        let column = denominator.column.as_deref();
        column.map_or(0.0, |column| row.0.half_rounding(column))
    };
    let people = population(row, one, people).zip(population(row, other, people));
    people.is_some_and(|(first, second)| (first - second).abs() > half(one) + half(other) + f64::EPSILON * first)
}

fn population((dataset, row): Row<'_>, denominator: &Denominator, (residents, ethnicity): People<'_>) -> Option<f64> {
    if let (Some(column), None) = (&denominator.column, &denominator.series) {
        return dataset.figure(row, column)?.known();
    }
    let population = residents.population(denominator.series.as_deref()?, &row.area, row.period)?;
    population.residents(row.category, (ethnicity, &dataset.classification))
}

fn label(denominator: &Denominator) -> String {
    match (&denominator.column, &denominator.series) {
        (Some(column), _) => format!("the column `{column}`"),
        (None, Some(series)) => format!("the series `{series}`"),
        (None, None) => "nothing".to_owned(),
    }
}
