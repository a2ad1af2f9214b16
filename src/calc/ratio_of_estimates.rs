//! The ratio of two estimates known by their values and standard errors.

use statistics::ratio_of_estimates::{self as of_estimates, FiellerSet, Measured};
use statistics::{Interval, Invalid, Method, Ratio};

use super::claim::Claim;
use super::input::{CONFIDENCE, Input, Must, Row};
use super::output::Columns;
use super::sheet::{Sheet, between, figure, level, p_of};
use super::{Line, Quantity, Work};

/// One estimate over the other.
pub(super) const RATIO_SE: Quantity = Quantity {
    name: "ratio-se",
    about: "one estimate over another",
    inputs: &[
        Input::new("m1", Must::Finite, "the first value"),
        Input::new("se1", Must::NotNegative, "its standard error"),
        Input::new("m2", Must::Finite, "the second value"),
        Input::new("se2", Must::NotNegative, "its standard error"),
        CONFIDENCE,
    ],
    work: Work::Line(Line { compute, explain, example: "49.57 2.72 23.56 0.77" }),
};

fn measured(row: &Row) -> Result<(Measured, Measured), Invalid> {
    Ok((Measured::new(row.number("m1")?, row.number("se1")?)?, Measured::new(row.number("m2")?, row.number("se2")?)?))
}

fn compute(row: &Row) -> Result<Columns, Invalid> {
    let (first, second) = measured(row)?;
    let delta = of_estimates::delta_log(first, second, row.confidence()?);
    let (kind, limits) = match of_estimates::fieller(first, second, row.confidence()?) {
        FiellerSet::Bounded(limits) => ("bounded", limits),
        FiellerSet::Complement(limits) => ("complement", limits),
        FiellerSet::WholeLine => ("whole_line", Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY }),
    };
    Ok(Columns::new()
        .with("ratio", of_estimates::ratio(first, second))
        .with("se_log", delta.map(|delta| delta.log_standard_error))
        .limits(["delta_log_lower", "delta_log_upper"], delta.map(|delta| delta.interval))
        .with("p_delta_log", p_of(delta.and_then(|delta| delta.test)))
        .with("se_ratio", of_estimates::standard_error(first, second))
        .with("fieller_type", kind)
        .limits(["fieller_lower", "fieller_upper"], limits))
}

fn explain(row: &Row) -> Result<Sheet, Invalid> {
    const CLAIM: Claim = Claim {
        alike: "The first value is {} times the second",
        above: "the first is larger",
        below: "the first is smaller",
        equal: 1.0,
    };
    let (first, second) = measured(row)?;
    let confidence = row.confidence()?;
    let ratio = of_estimates::ratio(first, second);
    let delta = of_estimates::delta_log(first, second, confidence);
    let (fieller, governing) = match of_estimates::fieller(first, second, confidence) {
        FiellerSet::Bounded(limits) => (between(limits, figure), Some(limits)),
        FiellerSet::Complement(limits) => {
            (format!("all but {} (the second may be zero)", between(limits, figure)), None)
        }
        FiellerSet::WholeLine => ("any number".to_owned(), None),
    };
    let of = |part: Measured| format!("{} (standard error {})", figure(part.value()), figure(part.standard_error()));
    let positive = first.value() > 0.0 && second.value() > 0.0;
    let sentence = match (ratio, governing) {
        (None, _) => "The second value is zero, so there is no ratio.".to_owned(),
        (Some(_), _) if !positive => {
            "A ratio of values that are not both above zero says little; compare them by their \
             difference."
                .to_owned()
        }
        (Some(_), None) => "The second value cannot be told from zero, so no ratio can be relied on.".to_owned(),
        (Some(ratio), Some(_)) => {
            let intervals = [governing, delta.map(|delta| delta.interval)];
            CLAIM.of_ratio(Ratio::Finite(ratio), &intervals, confidence)
        }
    };
    Ok(Sheet::new(format!("Ratio: {} over {}", of(first), of(second)))
        .head(format!("ratio, with {} intervals", level(confidence)), ratio.map_or_else(|| "none".to_owned(), figure))
        .with(format!("  {}", Method::Fieller.label()), fieller)
        .interval(Method::DeltaLog, delta.map(|delta| delta.interval), figure)
        .head("p-value of equal values", "")
        .p_value("delta method on the logarithm", p_of(delta.and_then(|delta| delta.test)))
        .saying(sentence))
}
