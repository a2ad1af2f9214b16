//! `parts-and-total`: the groups of each area and period against the published total, with unknown ethnicity and without
//! it; and `aggregate-beside-parts`: a broad group against its parts. Both within the rounding.

use std::collections::BTreeMap;
use std::fmt;

use crate::disparity::selection::{self, Row};
use crate::ethnicity::{Category, RollUp};
use crate::finding::{Check, Findings, Location, Problem};
use crate::harmonise::Dataset;
use crate::observation::Figure;
use crate::period::Period;

use super::aggregates::AGGREGATE_BESIDE_PARTS;
use super::{Sight, moved, place};

pub(super) const PARTS_AND_TOTAL: Check = Check { name: "parts-and-total", page: "docs/checks/parts-and-total.md" };

pub(super) fn examine(sight: Sight<'_>, findings: &mut Findings) {
    let columns = [sight.measure.numerator_column(), sight.measure.denominator_column()];
    for column in columns.into_iter().flatten() {
        let tables = gather(sight, column).into_iter();
        let tables: Vec<Table<'_>> =
            tables.map(|((area, period, _), groups)| Table { sight, column, area, period, groups }).collect();
        let totals: Vec<Compared<'_>> = tables.iter().filter_map(Table::compare_with_total).collect();
        moved::report(&totals, findings);
        for table in &tables {
            table.compare_broad_groups(findings);
        }
    }
}

/// One group of an area and period, its labels added up.
struct Group<'a> {
    figure: Figure,
    /// By how much rounding can have moved it.
    half: f64,
    row: Row<'a>,
}

type Key<'a> = (&'a str, Period, &'a [String]);

/// The groups of each area and period, from whichever files of the source hold them.
fn gather<'a>(sight: Sight<'a>, column: &str) -> BTreeMap<Key<'a>, BTreeMap<Category, Group<'a>>> {
    let mut tables: BTreeMap<Key<'a>, BTreeMap<Category, Group<'a>>> = BTreeMap::new();
    for (dataset, row) in selection::rows(sight.measure, sight.datasets) {
        let Some(figure) = dataset.figure(row, column) else {
            continue;
        };
        let half = dataset.half_rounding(column);
        let groups = tables.entry((&row.area, row.period, &row.dimensions)).or_default();
        groups
            .entry(row.category)
            .and_modify(|group| {
                group.figure = together(group.figure, figure);
                group.half += half;
            })
            .or_insert(Group { figure, half, row: (dataset, row) });
    }
    tables
}

/// Two labels of one group add up; a sum with a figure that is not known is not known.
fn together(first: Figure, second: Figure) -> Figure {
    match (first, second) {
        (Figure::Known(first), Figure::Known(second)) => Figure::Known(first + second),
        (Figure::Known(_), unknown) | (unknown, _) => unknown,
    }
}

/// The groups of one area and period.
pub(super) struct Table<'a> {
    pub(super) sight: Sight<'a>,
    pub(super) column: &'a str,
    pub(super) area: &'a str,
    pub(super) period: Period,
    groups: BTreeMap<Category, Group<'a>>,
}

/// The groups of a table beside the total that is published with them.
pub(super) struct Compared<'a> {
    pub(super) table: &'a Table<'a>,
    pub(super) sum: Sum,
    pub(super) total: f64,
    /// How many figures were compared.
    pub(super) figures: usize,
    /// Whether those whose group is not known are among them.
    pub(super) all_known: bool,
    pub(super) reaches: bool,
    pub(super) place: Location,
}

impl<'a> Table<'a> {
    /// The published figure of a category, with the row in which it stands.
    fn published(&self, category: Category) -> Option<(f64, &Group<'a>)> {
        let group = self.groups.get(&category)?;
        Some((group.figure.known()?, group))
    }

    /// The groups beside their total; `None` where either is not published.
    fn compare_with_total(&self) -> Option<Compared<'_>> {
        let anchors = self.sight.project.ethnicity.anchors;
        let (total, whole) = self.published(anchors.all)?;
        let dataset = whole.row.0;
        let broad = self.sight.project.ethnicity.parts(&dataset.classification, anchors.all);
        if broad.iter().all(|category| !self.groups.contains_key(category)) {
            return None;
        }
        let mut sum = self.add_up(&broad);
        let unknown = self.published(anchors.unknown);
        if let Some((unknown, group)) = unknown {
            sum.unknown = unknown;
            sum.half += group.half;
        }
        let reaches = sum.reaches(total, tolerance(dataset, sum.half + whole.half));
        let place = place(dataset, whole.row.1, self.column);
        let figures = self.groups.len();
        Some(Compared { table: self, sum, total, figures, all_known: unknown.is_some(), reaches, place })
    }

    fn compare_broad_groups(&self, findings: &mut Findings) {
        let ethnicity = &self.sight.project.ethnicity;
        for (category, group) in self.groups.iter().filter(|(category, _)| ethnicity.is_group(**category)) {
            let (dataset, row) = group.row;
            let roll_up = RollUp::new(ethnicity, &dataset.classification, self.groups.keys().copied());
            let derivation = roll_up.derivation(*category);
            let Some(whole) = group.figure.known().filter(|_| derivation.is_complete()) else {
                continue;
            };
            let sum = self.add_up(&derivation.parts);
            if sum.reaches(whole, tolerance(dataset, sum.half + group.half)) {
                continue;
            }
            findings.add(self.parts_of_group(*category, &sum, whole), place(dataset, row, self.column));
        }
    }

    /// A broad group that is published beside its parts and is not their sum.
    fn parts_of_group(&self, category: Category, sum: &Sum, whole: f64) -> Problem {
        let group = self.sight.project.ethnicity.label(category);
        let disagree = format!("add up to {sum} and {group} is published as {whole}");
        let area = self.sight.area(self.area);
        let message = format!("in {area}, {}, the parts of {group} {disagree}", self.period);
        let hint = "publishers round and correct late; each figure is used as published";
        Problem::warning(message, hint).of(AGGREGATE_BESIDE_PARTS)
    }

    fn add_up(&self, categories: &[Category]) -> Sum {
        let mut sum = Sum { least: 0.0, most: Some(0.0), unknown: 0.0, half: 0.0 };
        for category in categories {
            let group = self.groups.get(category);
            let (low, high) = match group.map(|group| group.figure) {
                Some(Figure::Known(value)) => (value, Some(value)),
                Some(Figure::Suppressed { lower, upper }) => (lower, upper),
                _ => (0.0, None),
            };
            sum.least += low;
            sum.most = sum.most.zip(high).map(|(sum, high)| sum + high);
            sum.half += group.map_or(0.0, |group| group.half);
        }
        sum
    }
}

/// By how much a sum may miss: what the card allows or what rounding explains, whichever is more.
fn tolerance(dataset: &Dataset, rounding: f64) -> f64 {
    dataset.card.total_tolerance.max(rounding)
}

/// What groups add up to.
pub(super) struct Sum {
    pub(super) least: f64,
    /// `None` where a hidden count has no upper bound, or a group is not published.
    pub(super) most: Option<f64>,
    pub(super) unknown: f64,
    /// By how much rounding can have moved it.
    half: f64,
}

impl Sum {
    fn reaches(&self, total: f64, tolerance: f64) -> bool {
        [0.0, self.unknown].into_iter().any(|unknown| {
            self.least + unknown <= total + tolerance
                && self.most.is_none_or(|most| total - tolerance <= most + unknown)
        })
    }
}

/// With its range where a group is hidden.
impl fmt::Display for Sum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let least = self.least + self.unknown;
        match self.most.map(|most| most + self.unknown) {
            Some(most) if most > least => write!(formatter, "between {least} and {most}"),
            Some(_) => write!(formatter, "{least}"),
            None => write!(formatter, "at least {least}"),
        }
    }
}
