//! The ratio of two estimates known by their values and standard errors.

use statistics::ratio_of_estimates::{self as of_estimates, FiellerSet, Measured};
use statistics::{Interval, Method};

use super::claim::{Claim, between};
use super::input::{CONFIDENCE, Input, Must, Row};
use super::results::{Computed, Results};
use super::sheet::{Sheet, figure};
use super::{Compute, Quantity};

pub(super) const RATIO_SE: Quantity = Quantity::new(
    "ratio-se",
    "one estimate over another",
    &[
        Input::new("m1", Must::Finite, "the first value"),
        Input::new("se1", Must::NotNegative, "its standard error"),
        Input::new("m2", Must::Finite, "the second value"),
        Input::new("se2", Must::NotNegative, "its standard error"),
        CONFIDENCE,
    ],
    Compute::Line(compute),
)
.with_page("49.57 2.72 23.56 0.77", "Ratio: {m1} (standard error {se1}) over {m2} (standard error {se2})", page);

fn measured(row: &Row) -> Computed<(Measured, Measured)> {
    Ok((Measured::new(row.number("m1")?, row.number("se1")?)?, Measured::new(row.number("m2")?, row.number("se2")?)?))
}

fn compute(row: &Row) -> Computed<Results> {
    let (first, second) = measured(row)?;
    let delta = of_estimates::delta_log(first, second, row.confidence()?);
    let (kind, limits) = match of_estimates::fieller(first, second, row.confidence()?) {
        FiellerSet::Bounded(limits) => ("bounded", limits),
        FiellerSet::Complement(limits) => ("complement", limits),
        FiellerSet::WholeLine => ("whole_line", Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY }),
    };
    Ok(Results::new()
        .with("ratio", of_estimates::ratio(first, second))
        .with("se_log", delta.map(|delta| delta.log_standard_error))
        .limits("delta_log_{}", delta.map(|delta| delta.interval))
        .with("p_delta_log", delta.and_then(|delta| delta.test).map(|test| test.p))
        .with("se_ratio", of_estimates::standard_error(first, second))
        .with("fieller_type", kind)
        .limits("fieller_{}", limits))
}

fn page(row: &Row, sheet: Sheet) -> Computed<Sheet> {
    const CLAIM: Claim = Claim {
        equal: 1.0,
        alike: "The first value is {} times the second",
        above: "the first is larger",
        below: "the first is smaller",
    };
    let (first, second) = measured(row)?;
    let sheet = sheet.head("ratio", row.filled("ratio, with {confidence} intervals"), figure);
    let set = of_estimates::fieller(first, second, row.confidence()?);
    let sheet = match set {
        FiellerSet::Bounded(_) | FiellerSet::WholeLine => sheet.intervals(&[("fieller_{}", Method::Fieller)]),
        FiellerSet::Complement(limits) => sheet.text(
            format!("  {}", Method::Fieller.label()),
            format!("all but {} (the second may be zero)", between(limits, figure)),
        ),
    };
    let sheet = sheet
        .intervals(&[("delta_log_{}", Method::DeltaLog)])
        .section("p-value of equal values", "")
        .p_values(&[("p_delta_log", "delta method on the logarithm")]);
    Ok(if second.value() == 0.0 {
        sheet.saying("The second value is zero, so there is no ratio.")
    } else if first.value() <= 0.0 || second.value() < 0.0 {
        sheet.saying("A ratio of values that are not both above zero says little; compare them by their difference.")
    } else if matches!(set, FiellerSet::Bounded(_)) {
        sheet.claiming(&row.filled("{confidence}"), &CLAIM)
    } else {
        sheet.saying("The second value cannot be told from zero, so no ratio can be relied on.")
    })
}
