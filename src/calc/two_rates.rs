//! The rates of two groups.

use statistics::{Confidence, Method, rate_ratio};

use super::claim::Claim;
use super::input::{Input, Must, Row};
use super::results::{Computed, Results};
use super::sheet::{Sheet, figure};
use super::{Compute, Quantity};

pub(super) const RATE_RATIO: Quantity = Quantity::new(
    "rate-ratio",
    "one rate over another",
    &[
        Input::new("x1", Must::Count, "the events in the first group"),
        Input::new("t1", Must::Positive, "the exposure of the first group"),
        Input::new("x2", Must::Count, "the events in the second group"),
        Input::new("t2", Must::Positive, "the exposure of the second group"),
    ],
    Compute::Line(compute),
)
.with_page("38 63334 44 110000", "Rate ratio: {x1} events over {t1} against {x2} over {t2}", page);

fn compute(row: &Row) -> Computed<Results> {
    let (first, second) = (row.rate("x1", "t1")?, row.rate("x2", "t2")?);
    let exact = rate_ratio::exact_test(first, second);
    let score = rate_ratio::score_test(first, second);
    Ok(Results::new()
        .with("rate1", first.value())
        .with("rate2", second.value())
        .with("rr", rate_ratio::ratio(first, second))
        .with("se_log", rate_ratio::log_standard_error(first, second))
        .limits("wald_{}", rate_ratio::wald(first, second, Confidence::P95))
        .limits("exact_{}", rate_ratio::exact(first, second, Confidence::P95))
        .with("p_less", exact.less)
        .with("p_greater", exact.greater)
        .with("exact_p_central", exact.central)
        .with("exact_p_minlike", exact.no_more_likely)
        .with("midp_central", exact.mid)
        .with("score_z", score.map(|test| test.z))
        .with("score_p", score.map(|test| test.p))
        .limits("score_{}", rate_ratio::score(first, second, Confidence::P95)))
}

fn page(_: &Row, sheet: Sheet) -> Computed<Sheet> {
    const CLAIM: Claim = Claim {
        equal: 1.0,
        alike: "The rate of the first group was {} times that of the second",
        above: "the rate of the first group is higher",
        below: "the rate of the first group is lower",
    };
    Ok(sheet
        .head("rate1", "rate of the first group", figure)
        .value("rate2", "rate of the second group", figure)
        .head("rr", "ratio, with 95% intervals", figure)
        .intervals(&[("exact_{}", Method::ExactConditional), ("score_{}", Method::Score), ("wald_{}", Method::WaldLog)])
        .claiming("95%", &CLAIM)
        .section("p-values of equal rates", "")
        .p_values(&[
            ("exact_p_central", "exact, twice the smaller tail"),
            ("exact_p_minlike", "exact, tables as unlikely"),
            ("midp_central", "exact, mid-p"),
            ("score_p", "score"),
        ]))
}
