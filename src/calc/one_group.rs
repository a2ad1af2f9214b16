//! The share or the rate of one group.

use statistics::{Method, proportion, rate};

use super::claim::between;
use super::input::{CONFIDENCE, Input, Must, Row};
use super::results::{Computed, Results};
use super::sheet::{Sheet, figure, percent};
use super::{Compute, Quantity};

pub(super) const PROPORTION: Quantity = Quantity::new(
    "proportion",
    "a share with its intervals",
    &[Input::events("x", "n", "the events"), Input::new("n", Must::Total, "the people"), CONFIDENCE],
    Compute::Line(proportion),
)
.with_page("38 63334", "Proportion: {x} of {n}", page_of_proportion);

pub(super) const RATE: Quantity = Quantity::new(
    "rate",
    "a rate with its intervals",
    &[
        Input::new("x", Must::Count, "the events"),
        Input::new("py", Must::Positive, "the person-years or other exposure"),
        CONFIDENCE,
        Input::new("multiplier", Must::Positive, "the exposure that the rate is for").or(1.0),
    ],
    Compute::Line(rate),
)
.with_page("38 63334 0.95 100000", "Rate: {x} events over {py}", page_of_rate);

fn proportion(row: &Row) -> Computed<Results> {
    let (share, confidence) = (row.proportion("x", "n")?, row.confidence()?);
    Ok(Results::new()
        .with("value", share.value())
        .limits("wilson_{}", proportion::wilson(share, confidence))
        .limits("wilsoncc_{}", proportion::wilson_corrected(share, confidence))
        .limits("exact_{}", proportion::clopper_pearson(share, confidence)))
}

fn page_of_proportion(row: &Row, sheet: Sheet) -> Computed<Sheet> {
    let share = row.proportion("x", "n")?;
    let wilson = proportion::wilson(share, row.confidence()?);
    let (share, range) = (percent(share.value()), between(wilson, percent));
    let rest = row.filled("of these {n} had the outcome; if chance alone decided who had it, anything from");
    let level = row.filled("{confidence}");
    Ok(sheet
        .head("value", "share", percent)
        .text(format!("{level} intervals"), "")
        .intervals(&[
            ("wilson_{}", Method::Wilson),
            ("wilsoncc_{}", Method::WilsonCorrected),
            ("exact_{}", Method::ClopperPearson),
        ])
        .saying(format!("{share} {rest} {range} would fit (Wilson {level} interval).")))
}

fn rate(row: &Row) -> Computed<Results> {
    let rate = row.rate("x", "py")?;
    let (confidence, multiplier) = (row.confidence()?, row.number("multiplier")?);
    let byar = rate::byar(rate, confidence);
    let public_health = rate::public_health(rate, confidence);
    let method = if public_health.method == Method::ExactPoisson { "Exact" } else { "Byars" };
    Ok(Results::new()
        .with("value", rate.value() * multiplier)
        .limits("exact_{}", rate::exact(rate, confidence).scaled(multiplier))
        .with("byars_lower", byar.lower.map(|limit| limit * multiplier))
        .with("byars_upper", byar.upper * multiplier)
        .with("phe_method", method)
        .limits("phe_{}", public_health.interval.map(|limits| limits.scaled(multiplier))))
}

fn page_of_rate(row: &Row, sheet: Sheet) -> Computed<Sheet> {
    let unit = row.filled("for each {multiplier} of exposure").replace("each 1.000 of", "each unit of");
    let level = row.filled("{confidence}");
    let number = |column| sheet.results.cell(column).number().map(figure);
    let lower = number("byars_lower").unwrap_or_else(|| "no lower limit".to_owned());
    let byar = format!("{lower} to {}", number("byars_upper").unwrap_or_default());
    let value = number("value").unwrap_or_default();
    let exact = rate::exact(row.rate("x", "py")?, row.confidence()?).scaled(row.number("multiplier")?);
    let range = between(exact, figure);
    Ok(sheet
        .head("value", format!("rate {unit}"), figure)
        .text(format!("{level} intervals"), "")
        .intervals(&[("exact_{}", Method::ExactPoisson)])
        .text(format!("  {}", Method::Byar.label()), byar)
        .saying(format!(
            "There were {value} events {unit}; if they came independently of each other, rates from {range} would fit \
             (exact {level} interval)."
        )))
}
