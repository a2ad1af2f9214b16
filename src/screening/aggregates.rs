//! `aggregate-beside-parts`: labels of one group are added up, so that none of them may be the sum of the others.

use std::collections::{BTreeMap, BTreeSet};

use crate::disparity::selection::{self, Row};
use crate::ethnicity::Category;
use crate::finding::{Check, Findings, Location, Problem, listed};
use crate::observation::Figure;

use super::{Sight, place};

pub(super) const AGGREGATE_BESIDE_PARTS: Check =
    Check { name: "aggregate-beside-parts", page: "docs/checks/aggregate-beside-parts.md" };

/// Fewer people than this in all can agree by chance.
const FEW: f64 = 20.0;

/// How often two labels must have the same figure; a sum of three or more that fits once is no chance.
const OFTEN: usize = 3;

/// The figures of one group in one area and period, by label.
type ByLabel<'a> = BTreeMap<String, (f64, Row<'a>)>;

pub(super) fn examine(sight: Sight<'_>, findings: &mut Findings) {
    let Some(numerator) = &sight.measure.numerator else {
        return;
    };
    for (category, tables) in gather(sight, &numerator.column) {
        let labels: BTreeSet<&String> = tables.iter().flat_map(BTreeMap::keys).collect();
        let sum = labels.into_iter().find(|label| is_sum_of_others(label, &tables, &numerator.column));
        let Some((aggregate, table)) =
            sum.and_then(|label| Some((label, tables.iter().find(|table| table.contains_key(label))?)))
        else {
            continue;
        };
        let label = |row: &Row<'_>| row.1.label.clone();
        let Some((_, row)) = table.get(aggregate) else {
            continue;
        };
        let others = tables.iter().flatten();
        let parts: BTreeMap<&String, String> =
            others.filter(|(name, _)| *name != aggregate).map(|(name, (_, row))| (name, label(row))).collect();
        let parts: Vec<String> = parts.into_values().collect();
        let problem = counted_again(&label(row), &parts, sight.project.ethnicity.label(category));
        let place: Location = place(row.0, row.1, row.0.card.ethnicity_column());
        findings.add(problem, place);
    }
}

/// A label whose figures are the sums of other labels that are read as the same group.
fn counted_again(aggregate: &str, parts: &[String], group: &str) -> Problem {
    let parts = listed(parts);
    Problem::error(
        format!("`{aggregate}` counts again what {parts} count, and all are read as {group}"),
        format!(
            "they would be added up: leave out the rows of `{aggregate}`, or give its parts categories of their own in data/ethnicity/labels.csv"
        ),
    )
    .of(AGGREGATE_BESIDE_PARTS)
}

/// The figures that are known of each group that has two labels or more in one area and period.
fn gather<'a>(sight: Sight<'a>, column: &str) -> BTreeMap<Category, Vec<ByLabel<'a>>> {
    let mut tables: BTreeMap<_, ByLabel<'a>> = BTreeMap::new();
    for (dataset, row) in selection::rows(sight.measure, sight.datasets) {
        let Some(value) = dataset.figure(row, column).and_then(Figure::known) else {
            continue;
        };
        let key = (row.category, &row.area, row.period, &row.dimensions);
        let table = tables.entry(key).or_default();
        table.insert(row.label.to_lowercase(), (value, (dataset, row)));
    }
    let mut by_category: BTreeMap<Category, Vec<ByLabel<'a>>> = BTreeMap::new();
    for ((category, ..), table) in tables {
        if table.len() > 1 {
            by_category.entry(category).or_default().push(table);
        }
    }
    by_category
}

/// Whether a label has the sum of the other labels wherever it stands beside them, beyond chance.
fn is_sum_of_others(label: &str, tables: &[ByLabel<'_>], column: &str) -> bool {
    let (mut people, mut times, mut most) = (0.0, 0, 0);
    for table in tables {
        let Some((own, _)) = table.get(label) else {
            continue;
        };
        let sum: f64 = table.values().map(|(value, _)| value).sum();
        let half: f64 = table.values().map(|(_, (dataset, _))| dataset.half_rounding(column)).sum();
        if (sum - own - own).abs() > half + f64::EPSILON * sum {
            return false;
        }
        people += own;
        times += usize::from(*own > 0.0);
        most = most.max(table.len());
    }
    people >= FEW && (times >= OFTEN || (most > 2 && times > 0))
}
