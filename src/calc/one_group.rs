//! The share or the rate of one group.

use statistics::{Invalid, Method, proportion, rate};

use super::input::{CONFIDENCE, Input, Must, Row};
use super::output::Columns;
use super::sheet::{Sheet, between, count, figure, level, percent};
use super::{Line, Quantity, Work};

/// Events out of people.
pub(super) const PROPORTION: Quantity = Quantity {
    name: "proportion",
    about: "a share with its intervals",
    inputs: &[Input::events("x", "n", "the events"), Input::new("n", Must::Total, "the people"), CONFIDENCE],
    work: Work::Line(Line { compute: proportion, explain: explain_proportion, example: "38 63334" }),
};

fn proportion(row: &Row) -> Result<Columns, Invalid> {
    let (share, confidence) = (row.proportion("x", "n")?, row.confidence()?);
    let corrected = proportion::wilson_corrected(share, confidence);
    let exact = proportion::clopper_pearson(share, confidence);
    Ok(Columns::new()
        .with("value", share.value())
        .limits(["wilson_lower", "wilson_upper"], proportion::wilson(share, confidence))
        .limits(["wilsoncc_lower", "wilsoncc_upper"], corrected)
        .limits(["exact_lower", "exact_upper"], exact))
}

fn explain_proportion(row: &Row) -> Result<Sheet, Invalid> {
    let (share, confidence) = (row.proportion("x", "n")?, row.confidence()?);
    let (events, people) = (count(share.events()), count(share.total()));
    let wilson = proportion::wilson(share, confidence);
    let corrected = proportion::wilson_corrected(share, confidence);
    let exact = proportion::clopper_pearson(share, confidence);
    let level = level(confidence);
    Ok(Sheet::new(format!("Proportion: {events} of {people}"))
        .head("share", percent(share.value()))
        .with(format!("{level} intervals"), "")
        .interval(Method::Wilson, wilson, percent)
        .interval(Method::WilsonCorrected, corrected, percent)
        .interval(Method::ClopperPearson, exact, percent)
        .saying(format!(
            "{} of these {people} had the outcome; if chance alone decided who had it, anything from {} would fit \
             (Wilson {level} interval).",
            percent(share.value()),
            between(wilson, percent)
        )))
}

/// Events over an exposure.
pub(super) const RATE: Quantity = Quantity {
    name: "rate",
    about: "a rate with its intervals",
    inputs: &[
        Input::new("x", Must::Count, "the events"),
        Input::new("py", Must::Positive, "the person-years or other exposure"),
        CONFIDENCE,
        Input::new("multiplier", Must::Positive, "the exposure that the rate is for").or(1.0),
    ],
    work: Work::Line(Line { compute: rate, explain: explain_rate, example: "38 63334 0.95 100000" }),
};

fn rate(row: &Row) -> Result<Columns, Invalid> {
    let rate = row.rate("x", "py")?;
    let (confidence, multiplier) = (row.confidence()?, row.number("multiplier")?);
    let byar = rate::byar(rate, confidence);
    let public_health = rate::public_health(rate, confidence);
    let method = if public_health.method == Method::ExactPoisson { "Exact" } else { "Byars" };
    let interval = public_health.interval.map(|limits| limits.scaled(multiplier));
    Ok(Columns::new()
        .with("value", rate.value() * multiplier)
        .limits(["exact_lower", "exact_upper"], rate::exact(rate, confidence).scaled(multiplier))
        .with("byars_lower", byar.lower.map(|limit| limit * multiplier))
        .with("byars_upper", byar.upper * multiplier)
        .with("phe_method", method)
        .limits(["phe_lower", "phe_upper"], interval))
}

fn explain_rate(row: &Row) -> Result<Sheet, Invalid> {
    let rate = row.rate("x", "py")?;
    let (confidence, multiplier) = (row.confidence()?, row.number("multiplier")?);
    let byar = rate::byar(rate, confidence);
    let lower = byar.lower.map_or_else(|| "no lower limit".to_owned(), |limit| figure(limit * multiplier));
    let byar = format!("{lower} to {}", figure(byar.upper * multiplier));
    let exact = rate::exact(rate, confidence).scaled(multiplier);
    let (events, level) = (count(rate.events()), level(confidence));
    let unit = format!("for each {} of exposure", figure(multiplier));
    let unit = unit.replace("each 1.000 of", "each unit of");
    let value = figure(rate.value() * multiplier);
    Ok(Sheet::new(format!("Rate: {events} events over {}", figure(rate.exposure())))
        .head(format!("rate {unit}"), &*value)
        .with(format!("{level} intervals"), "")
        .interval(Method::ExactPoisson, exact, figure)
        .with(format!("  {}", Method::Byar.label()), byar)
        .saying(format!(
            "There were {value} events {unit}; if they came independently of each other, rates from {} would fit \
                 (exact {level} interval).",
            between(exact, figure)
        )))
}
