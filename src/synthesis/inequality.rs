//! All broad groups of a measure in a few numbers, White people among them.

use crate::area::Area;
use crate::disparity::Side;
use crate::ethnicity::Category;
use crate::indicator::{Favourable, Kind};
use crate::scorecard::Line;
use statistics::inequality::{Better, Centre, Group, Groups, Weight};

use super::View;

/// How far the broad groups of an area are from each other, in the unit of the measure.
///
/// None of these has an interval: chance alone makes each of them larger than 0.
#[derive(Debug, Clone)]
pub struct Inequality<'a> {
    /// The area.
    pub area: &'a Area,
    /// The comparator, which is among the groups.
    pub comparator: Category,
    /// The groups in it and their values.
    pub groups: Vec<(Category, f64)>,
    /// Broad groups without a value.
    pub missing: Vec<Category>,
    /// The mean of the groups, weighted by their sizes where these are known.
    pub mean: f64,
    /// Whether the sizes of the groups are known.
    pub has_sizes: bool,
    /// The mean distance of the groups from the mean as a share of the mean, each group counted alike.
    pub disparity_alike: Option<f64>,
    /// The same, each group counted by its size.
    pub disparity_by_size: Option<f64>,
    /// The variance between groups, in the square of the unit; only where sizes are known.
    pub variance: Option<f64>,
    /// The mean distance of the groups, the comparator among them, from the comparator.
    pub distance: f64,
    /// The group with the highest value.
    pub highest: (Category, f64),
    /// The group with the lowest value.
    pub lowest: (Category, f64),
}

impl Inequality<'_> {
    /// The highest value less the lowest.
    pub fn range(&self) -> f64 {
        self.highest.1 - self.lowest.1
    }
}

/// A group and its figure.
type Member<'a> = (Category, &'a Side);

pub(super) fn inequality<'a>(view: View<'a>, area: &'a Area) -> Option<Inequality<'a>> {
    if !view.measure.kind.rules().has_comparable_values() {
        return None;
    }
    let lines: Vec<&Line> = view.broad(area).filter(|line| line.disparity.category != view.bame()).collect();
    let first = &lines.first()?.disparity;
    let ethnicity = &view.scorecard.project.ethnicity;
    let comparator = first.compared_with.category(ethnicity);
    let members: Vec<Member<'_>> = std::iter::once((comparator, &first.comparator))
        .chain(lines.iter().map(|line| (line.disparity.category, &line.disparity.group)))
        .collect();
    let (there, absent): (Vec<_>, Vec<_>) = members.into_iter().partition(|(_, side)| side.value.is_some());
    // Without the comparator, or with a single other group, there is nothing to sum up.
    if there.len() < 3 || absent.iter().any(|(category, _)| *category == comparator) {
        return None;
    }
    let missing = absent.iter().map(|(category, _)| *category).collect();
    summarise(view, area, &there, missing)
}

fn summarise<'a>(
    view: View<'a>,
    area: &'a Area,
    there: &[Member<'_>],
    missing: Vec<Category>,
) -> Option<Inequality<'a>> {
    let (comparator, _) = *there.first()?;
    // An expected number is no number of people.
    let counted = view.measure.kind.rules().counting().is_some() && view.measure.kind != Kind::Standardised;
    let sizes: Option<Vec<f64>> =
        there.iter().map(|(_, side)| side.denominator.filter(|size| counted && *size > 0.0)).collect();
    let has_sizes = sizes.is_some();
    let sizes = sizes.unwrap_or_else(|| vec![1.0; there.len()]);
    let groups = there
        .iter()
        .zip(sizes)
        .map(|((_, side), population)| Some(Group { estimate: side.value?, standard_error: None, population }));
    let better = match view.measure.favourable {
        // The numbers that are taken here do not depend on it.
        Favourable::Higher | Favourable::Neither => Better::Higher,
        Favourable::Lower => Better::Lower,
    };
    let groups = Groups::new(groups.collect::<Option<_>>()?, 0, better).ok()?;
    let values: Vec<(Category, f64)> =
        there.iter().filter_map(|(category, side)| Some((*category, side.value?))).collect();
    let extreme = |highest: bool| {
        values.iter().copied().reduce(|so_far, next| {
            let beats = if highest { next.1 > so_far.1 } else { next.1 < so_far.1 };
            if beats { next } else { so_far }
        })
    };
    let weight = if has_sizes { Weight::Population } else { Weight::Equal };
    Some(Inequality {
        area,
        comparator,
        missing,
        mean: groups.mean(),
        has_sizes,
        disparity_alike: groups.index_of_disparity(Weight::Equal),
        disparity_by_size: groups.index_of_disparity(Weight::Population).filter(|_| has_sizes),
        variance: has_sizes.then(|| groups.between_group_variance().value),
        distance: groups.mean_distance(Centre::Comparator, weight),
        highest: extreme(true)?,
        lowest: extreme(false)?,
        groups: values,
    })
}
