//! `two-denominators` again: the tables of one series of population that have different numbers for the same people.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Findings, Problem, WHOLE_NUMBERS};
use crate::harmonise::Dataset;
use crate::observation::{Figure, Observation};
use crate::project::Project;

use super::denominators::TWO_DENOMINATORS;
use super::place;

pub(super) fn examine(project: &Project, datasets: &[Dataset], findings: &mut Findings) {
    let mut said = BTreeSet::new();
    let mut first: BTreeMap<_, (&Dataset, &Observation, f64)> = BTreeMap::new();
    for dataset in datasets {
        let (Some(series), Some(column)) = (&dataset.source.series, dataset.card.figures().next()) else {
            continue;
        };
        for row in &dataset.observations {
            let Some(people) = dataset.figure(row, column).and_then(Figure::known) else {
                continue;
            };
            if people.fract() > 0.0 {
                let message = format!("`{people}` in column `{column}` is not a whole number, and it counts people");
                let hint =
                    "check it against the publication, and write `scale` in source.toml where it is in thousands";
                findings.add(Problem::error(message, hint).of(WHOLE_NUMBERS), place(dataset, row, column));
            }
            let key = (series, &row.area, row.period, row.category, &row.dimensions);
            let (earlier, before, others) = *first.entry(key).or_insert((dataset, row, people));
            let slack = dataset.half_rounding(column) + earlier.half_rounding(column);
            // Where two tables differ, they do so in many rows.
            if (others - people).abs() > slack && said.insert((&earlier.path, &dataset.path)) {
                let of = format!(
                    "{}, {}, {}",
                    project.areas.name(&row.area),
                    row.period,
                    project.ethnicity.label(row.category)
                );
                let problem = Problem::error(
                    format!(
                        "the series `{series}` has two numbers for {of}: {people}, and {others} on line {} of {}/{}",
                        before.line, earlier.source.id, earlier.card.name
                    ),
                    "keep one table of each population in a series, or give the other a `series` of its own",
                );
                findings.add(problem.of(TWO_DENOMINATORS), place(dataset, row, column));
            }
        }
    }
}
