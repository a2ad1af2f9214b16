//! How the comparison of two groups changed between two periods.

use statistics::change::{self, Arms};
use statistics::{Confidence, Invalid, Method, Ratio};

use super::claim::Claim;
use super::input::{Input, Must, Row};
use super::output::Columns;
use super::sheet::{Sheet, figure, p_of, points};
use super::{Line, Quantity, Work};

/// The later risk ratio over the earlier, and the later difference less the earlier.
pub(super) const RATIO_OF_RATIOS: Quantity = Quantity {
    name: "ratio-of-ratios",
    about: "the change of a ratio",
    inputs: &[
        Input::events("x1_t0", "n1_t0", "the earlier events in the first group"),
        Input::new("n1_t0", Must::Total, "the earlier people in the first group"),
        Input::events("x2_t0", "n2_t0", "the earlier events in the second group"),
        Input::new("n2_t0", Must::Total, "the earlier people in the second group"),
        Input::events("x1_t1", "n1_t1", "the later events in the first group"),
        Input::new("n1_t1", Must::Total, "the later people in the first group"),
        Input::events("x2_t1", "n2_t1", "the later events in the second group"),
        Input::new("n2_t1", Must::Total, "the later people in the second group"),
    ],
    work: Work::Line(Line { compute, explain, example: "40 900 60 2000 30 950 62 2100" }),
};

fn arms(row: &Row) -> Result<(Arms, Arms), Invalid> {
    let before = Arms { first: row.proportion("x1_t0", "n1_t0")?, second: row.proportion("x2_t0", "n2_t0")? };
    let after = Arms { first: row.proportion("x1_t1", "n1_t1")?, second: row.proportion("x2_t1", "n2_t1")? };
    Ok((before, after))
}

fn compute(row: &Row) -> Result<Columns, Invalid> {
    let (before, after) = arms(row)?;
    let ratio = change::ratio_of_ratios(before, after, Confidence::P95);
    let difference = change::difference_in_differences(before, after, Confidence::P95);
    let test = ratio.and_then(|ratio| ratio.test);
    Ok(Columns::new()
        .with("rr_t0", ratio.map(|ratio| ratio.before))
        .with("rr_t1", ratio.map(|ratio| ratio.after))
        .with("rrr", ratio.map(|ratio| ratio.value))
        .with("log_rrr", ratio.map(|ratio| ratio.value.ln()))
        .with("se_log", ratio.map(|ratio| ratio.log_standard_error))
        .limits(["rrr_lower", "rrr_upper"], ratio.map(|ratio| ratio.interval))
        .with("z", test.map(|test| test.z))
        .with("p", p_of(test))
        .with("did", difference.value)
        .with("did_se", difference.standard_error)
        .limits(["did_lower", "did_upper"], difference.interval)
        .with("did_p", p_of(difference.test)))
}

fn explain(row: &Row) -> Result<Sheet, Invalid> {
    const CLAIM: Claim = Claim {
        alike: "The later ratio is {} times the earlier",
        above: "the ratio rose",
        below: "the ratio fell",
        equal: 1.0,
    };
    let (before, after) = arms(row)?;
    let ratio = change::ratio_of_ratios(before, after, Confidence::P95);
    let difference = change::difference_in_differences(before, after, Confidence::P95);
    let shown = |value: Option<f64>| value.map_or_else(|| "none".to_owned(), figure);
    let sentence = ratio.map_or_else(
        || "In one of the four groups nothing was counted, so there is no ratio of the ratios.".to_owned(),
        |ratio| CLAIM.of_ratio(Ratio::Finite(ratio.value), &[Some(ratio.interval)], Confidence::P95),
    );
    Ok(Sheet::new("Change of a risk ratio between two periods")
        .head("earlier ratio", shown(ratio.map(|ratio| ratio.before)))
        .with("later ratio", shown(ratio.map(|ratio| ratio.after)))
        .head("later over earlier, with 95% interval", shown(ratio.map(|ratio| ratio.value)))
        .interval(Method::WaldLog, ratio.map(|ratio| ratio.interval), figure)
        .p_value("p-value", p_of(ratio.and_then(|ratio| ratio.test)))
        .head("change of the difference in percentage points", points(difference.value))
        .interval(Method::Wald, difference.interval, points)
        .p_value("p-value", p_of(difference.test))
        .saying(sentence))
}
