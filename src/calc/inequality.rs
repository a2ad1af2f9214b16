//! The inequality between all groups of a population in single numbers.

use statistics::inequality::{Better, Centre, Group, Groups, Weight, WithError, Zeros};

use super::input::{Input, Must, Row, each};
use super::results::{Computed, Refusal, Results};
use super::{Compute, Quantity};

pub(super) const INEQUALITY: Quantity = Quantity::new(
    "inequality",
    "the inequality of all groups",
    &[
        Input::new("est", Must::NotNegative, "the estimate of the group"),
        Input::new("se", Must::NotNegative, "its standard error"),
        Input::new("pop", Must::Positive, "the people in the group"),
        Input::new("favourable_indicator", Must::Flag, "whether higher is better"),
        Input::new("reference_subgroup", Must::Flag, "whether the group is the reference"),
    ],
    Compute::Case(compute),
);

fn groups(rows: &[Row]) -> Computed<Groups> {
    let references = each(rows, |row| row.is_set("reference_subgroup"))?;
    let chosen = references.iter().filter(|chosen| **chosen).count();
    let reference = references.iter().position(|chosen| *chosen);
    let Some(reference) = reference.filter(|_| chosen == 1) else {
        return Err(Refusal(format!("one group must be the reference and {chosen} are")));
    };
    let favourable = each(rows, |row| row.is_set("favourable_indicator"))?;
    let better = match (favourable.contains(&true), favourable.contains(&false)) {
        (true, true) => return Err(Refusal("higher is better in one row and lower in another".to_owned())),
        (true, false) => Better::Higher,
        (false, _) => Better::Lower,
    };
    let group = |row: &Row| {
        let standard_error = Some(row.number("se")?);
        Ok(Group { estimate: row.number("est")?, standard_error, population: row.number("pop")? })
    };
    Ok(Groups::new(each(rows, group)?, reference, better)?)
}

/// Relative measures as percentages, entropy measures in thousandths, as in the tool of the World Health Organization.
fn compute(rows: &[Row]) -> Computed<Results> {
    let groups = groups(rows)?;
    let (range, range_ratio) = (groups.range_difference(), groups.range_ratio());
    let (reference, reference_ratio) = (groups.comparator_difference(), groups.comparator_ratio());
    Ok(Results::new()
        .with("k", rows.len())
        .with("mean", groups.mean())
        .with("d_maxmin", range.value)
        .with("d_maxmin_se", range.standard_error)
        .with("r_maxmin", range_ratio.ratio)
        .with("r_maxmin_selog", range_ratio.log_standard_error)
        .with("d_ref", reference.value)
        .with("d_ref_se", reference.standard_error)
        .with("r_ref", reference_ratio.ratio)
        .and(attributable(&groups))
        .and(spread(&groups))
        .and(entropy(&groups)))
}

fn percent(fraction: Option<f64>) -> Option<f64> {
    fraction.map(|fraction| fraction * 100.0)
}

fn attributable(groups: &Groups) -> Results {
    let (reference, best) = (groups.attributable_to_comparator(), groups.attributable_to_best());
    Results::new()
        .with("par_ref", reference.risk)
        .with("paf_ref", percent(reference.fraction))
        .with("par_best", best.risk)
        .with("paf_best", percent(best.fraction))
}

fn spread(groups: &Groups) -> Results {
    let variance = groups.between_group_variance();
    let distance = |from, weight| groups.mean_distance(from, weight);
    let disparity = |weight| percent(groups.index_of_disparity(weight));
    Results::new()
        .with("bgv", variance.value)
        .with("bgv_se", variance.standard_error)
        .with("bgsd", groups.between_group_standard_deviation())
        .with("cov", percent(groups.coefficient_of_variation()))
        .with("idisu", disparity(Weight::Equal))
        .with("idisw", disparity(Weight::Population))
        .with("mdmu", distance(Centre::Mean, Weight::Equal))
        .with("mdmw", distance(Centre::Mean, Weight::Population))
        .with("mdbu", distance(Centre::Best, Weight::Equal))
        .with("mdbw", distance(Centre::Best, Weight::Population))
        .with("mdru", distance(Centre::Comparator, Weight::Equal))
        .with("mdrw", distance(Centre::Comparator, Weight::Population))
}

fn entropy(groups: &Groups) -> Results {
    let value = |found: Option<WithError>| found.map(|found| found.value * 1000.0);
    let error = |found: Option<WithError>| {
        let error = found.and_then(|found| found.standard_error);
        error.map(|error| error * 1000.0)
    };
    let theil = groups.theil(Zeros::Replaced);
    let deviation = groups.mean_log_deviation(Zeros::Replaced);
    // Without a bound when a group is at zero.
    let strict = value(groups.mean_log_deviation(Zeros::Kept)).unwrap_or(f64::INFINITY);
    Results::new()
        .with("theil_x1000", value(theil))
        .with("mld_x1000", value(deviation))
        .with("theil_se_x1000", error(theil))
        .with("mld_se_x1000", error(deviation))
        .with("theil_strict_x1000", value(groups.theil(Zeros::Kept)))
        .with("mld_strict_x1000", strict)
}
