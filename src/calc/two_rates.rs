//! The rates of two groups.

use statistics::rate::Rate;
use statistics::{Confidence, Invalid, LARGEST_COUNT, Method, rate_ratio};

use super::claim::Claim;
use super::input::{Input, Must, Row};
use super::output::Columns;
use super::sheet::{self, Sheet, count, figure, p_of};
use super::{Line, Quantity, Work};

/// One rate over the other.
pub(super) const RATE_RATIO: Quantity = Quantity {
    name: "rate-ratio",
    about: "one rate over another",
    inputs: &[
        Input::new("x1", Must::Count, "the events in the first group"),
        Input::new("t1", Must::Positive, "the exposure of the first group"),
        Input::new("x2", Must::Count, "the events in the second group"),
        Input::new("t2", Must::Positive, "the exposure of the second group"),
    ],
    work: Work::Line(Line { compute, explain, example: "38 63334 44 110000" }),
};

/// The rates of both groups, which together may hold no more events than a count may be.
fn rates(row: &Row) -> Result<(Rate, Rate), Invalid> {
    let (first, second) = (row.rate("x1", "t1")?, row.rate("x2", "t2")?);
    if first.events() + second.events() > LARGEST_COUNT {
        return Err(Invalid::TooLarge);
    }
    Ok((first, second))
}

fn compute(row: &Row) -> Result<Columns, Invalid> {
    let (first, second) = rates(row)?;
    let confidence = Confidence::P95;
    let exact = rate_ratio::exact_test(first, second);
    let score = rate_ratio::score_test(first, second);
    Ok(Columns::new()
        .with("rate1", first.value())
        .with("rate2", second.value())
        .with("rr", rate_ratio::ratio(first, second))
        .with("se_log", rate_ratio::log_standard_error(first, second))
        .limits(["wald_lower", "wald_upper"], rate_ratio::wald(first, second, confidence))
        .limits(["exact_lower", "exact_upper"], rate_ratio::exact(first, second, confidence))
        .with("p_less", exact.less)
        .with("p_greater", exact.greater)
        .with("exact_p_central", exact.central)
        .with("exact_p_minlike", exact.no_more_likely)
        .with("midp_central", exact.mid)
        .with("score_z", score.map(|test| test.z))
        .with("score_p", p_of(score))
        .limits(["score_lower", "score_upper"], rate_ratio::score(first, second, confidence)))
}

fn explain(row: &Row) -> Result<Sheet, Invalid> {
    const CLAIM: Claim = Claim {
        alike: "The rate of the first group was {} times that of the second",
        above: "the rate of the first group is higher",
        below: "the rate of the first group is lower",
        equal: 1.0,
    };
    let (first, second) = rates(row)?;
    let confidence = Confidence::P95;
    let ratio = rate_ratio::ratio(first, second);
    let exact = rate_ratio::exact(first, second, confidence);
    let test = rate_ratio::exact_test(first, second);
    let score = rate_ratio::score(first, second, confidence);
    let wald = rate_ratio::wald(first, second, confidence);
    let heading = format!(
        "Rate ratio: {} events over {} against {} over {}",
        count(first.events()),
        figure(first.exposure()),
        count(second.events()),
        figure(second.exposure())
    );
    Ok(Sheet::new(heading)
        .head("rate of the first group", figure(first.value()))
        .with("rate of the second group", figure(second.value()))
        .head("ratio, with 95% intervals", sheet::ratio(ratio))
        .interval(Method::ExactConditional, exact, figure)
        .interval(Method::Score, score, figure)
        .interval(Method::WaldLog, wald, figure)
        .head("p-values of equal rates", "")
        .p_value("exact, twice the smaller tail", test.central)
        .p_value("exact, tables as unlikely", test.no_more_likely)
        .p_value("exact, mid-p", test.mid)
        .p_value("score", p_of(rate_ratio::score_test(first, second)))
        .saying(CLAIM.of_ratio(ratio, &[Some(exact), Some(score), wald], confidence)))
}
