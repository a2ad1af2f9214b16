//! How the comparison of two groups changed between two periods.

use statistics::change::{self, Arms};
use statistics::{Confidence, Method};

use super::claim::Claim;
use super::input::{Input, Must, Row};
use super::results::{Cell, Computed, Results};
use super::sheet::{Sheet, figure, points};
use super::{Compute, Quantity};

pub(super) const RATIO_OF_RATIOS: Quantity = Quantity::new(
    "ratio-of-ratios",
    "the change of a ratio",
    &[
        Input::events("x1_t0", "n1_t0", "the earlier events in the first group"),
        Input::new("n1_t0", Must::Total, "the earlier people in the first group"),
        Input::events("x2_t0", "n2_t0", "the earlier events in the second group"),
        Input::new("n2_t0", Must::Total, "the earlier people in the second group"),
        Input::events("x1_t1", "n1_t1", "the later events in the first group"),
        Input::new("n1_t1", Must::Total, "the later people in the first group"),
        Input::events("x2_t1", "n2_t1", "the later events in the second group"),
        Input::new("n2_t1", Must::Total, "the later people in the second group"),
    ],
    Compute::Line(compute),
)
.with_page("40 900 60 2000 30 950 62 2100", "Change of a risk ratio between two periods", page);

fn compute(row: &Row) -> Computed<Results> {
    let before = Arms { first: row.proportion("x1_t0", "n1_t0")?, second: row.proportion("x2_t0", "n2_t0")? };
    let after = Arms { first: row.proportion("x1_t1", "n1_t1")?, second: row.proportion("x2_t1", "n2_t1")? };
    let ratio = change::ratio_of_ratios(before, after, Confidence::P95);
    let test = ratio.and_then(|ratio| ratio.test);
    let difference = change::difference_in_differences(before, after, Confidence::P95);
    Ok(Results::new()
        .with("rr_t0", ratio.map(|ratio| ratio.before))
        .with("rr_t1", ratio.map(|ratio| ratio.after))
        .with("rrr", ratio.map(|ratio| ratio.value))
        .with("log_rrr", ratio.map(|ratio| ratio.value.ln()))
        .with("se_log", ratio.map(|ratio| ratio.log_standard_error))
        .limits("rrr_{}", ratio.map(|ratio| ratio.interval))
        .with("z", test.map(|test| test.z))
        .with("p", test.map(|test| test.p))
        .with("did", difference.value)
        .with("did_se", difference.standard_error)
        .limits("did_{}", difference.interval)
        .with("did_p", difference.test.map(|test| test.p)))
}

fn page(_: &Row, sheet: Sheet) -> Computed<Sheet> {
    const CLAIM: Claim = Claim {
        equal: 1.0,
        alike: "The later ratio is {} times the earlier",
        above: "the ratio rose",
        below: "the ratio fell",
    };
    let sheet = sheet
        .head("rr_t0", "earlier ratio", figure)
        .value("rr_t1", "later ratio", figure)
        .head("rrr", "later over earlier, with 95% interval", figure)
        .intervals(&[("rrr_{}", Method::WaldLog)])
        .p_values(&[("p", "p-value")]);
    let sheet = if sheet.results.cell("rrr") == Cell::Undefined {
        sheet.saying("In one of the four groups nothing was counted, so there is no ratio of the ratios.")
    } else {
        sheet.claiming("95%", &CLAIM)
    };
    Ok(sheet
        .head("did", "change of the difference in percentage points", points)
        .intervals(&[("did_{}", Method::Wald)])
        .p_values(&[("did_p", "p-value")]))
}
