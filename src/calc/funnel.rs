//! Funnel plots: the limits at one size, and the place of each area.

use statistics::funnel::{self, RateLimits, RatePoint};
use statistics::proportion::Proportion;
use statistics::{Confidence, Invalid};

use super::input::{Input, Must, Row};
use super::output::{Columns, Refusal};
use super::sheet::{Sheet, between, count, figure, percent};
use super::{Line, Quantity, Work};

const AVERAGE: &str = "the average of all areas";

/// The limits of a funnel of proportions.
pub(super) const FUNNEL_PROPORTION: Quantity = Quantity {
    name: "funnel-proportion",
    about: "funnel limits of a share",
    inputs: &[
        Input::new("population", Must::Positive, "the people in the area"),
        Input::new("average", Must::Probability, AVERAGE),
    ],
    work: Work::Line(Line { compute: proportion, explain: explain_proportion, example: "1200 0.16" }),
};

/// The limits of a funnel of rates.
pub(super) const FUNNEL_RATE: Quantity = Quantity {
    name: "funnel-rate",
    about: "funnel limits of a rate",
    inputs: &[
        Input::new("events", Must::Count, "the events in the area"),
        Input::new("average", Must::Positive, AVERAGE),
    ],
    work: Work::Line(Line { compute: rate, explain: explain_rate, example: "38 0.0052" }),
};

/// Where each area is in the funnel around the average of all.
pub(super) const FUNNEL_ASSIGN: Quantity = Quantity {
    name: "funnel-assign",
    about: "each area's place in a funnel",
    inputs: &[
        Input::events("x", "n", "the events in the area"),
        Input::new("n", Must::Total, "the people in the area"),
    ],
    work: Work::Lines(assign),
};

fn proportion(row: &Row) -> Result<Columns, Invalid> {
    let (average, population) = (row.number("average")?, row.number("population")?);
    let at = |confidence| funnel::proportion_limits(average, population, confidence);
    let (inner, outer) = (at(Confidence::P95)?, at(Confidence::P998)?);
    Ok(Columns::new()
        .limits(["lower95_raw", "upper95_raw"], inner)
        .limits(["lower95", "upper95"], funnel::cut(inner))
        .limits(["lower998_raw", "upper998_raw"], outer)
        .limits(["lower998", "upper998"], funnel::cut(outer)))
}

fn explain_proportion(row: &Row) -> Result<Sheet, Invalid> {
    let (average, population) = (row.number("average")?, row.number("population")?);
    let at = |confidence| {
        let limits = funnel::proportion_limits(average, population, confidence)?;
        Ok::<_, Invalid>(between(funnel::cut(limits), percent))
    };
    let (inner, outer) = (at(Confidence::P95)?, at(Confidence::P998)?);
    let people = figure(population);
    Ok(Sheet::new(format!("Funnel of proportions: {people} people, average {}", percent(average)))
        .head("95% limits", &*inner)
        .with("99.8% limits", outer)
        .saying(format!(
            "A share of {inner} among {people} people is no further from the average than chance takes 95 areas of \
                 100 that are all alike."
        )))
}

fn limits(row: &Row) -> Result<(RateLimits, RateLimits), Invalid> {
    let (events, average) = (row.count("events")?, row.number("average")?);
    let at = |confidence| funnel::rate_limits(events, average, confidence);
    Ok((at(Confidence::P95)?, at(Confidence::P998)?))
}

fn rate(row: &Row) -> Result<Columns, Invalid> {
    let (inner, outer) = limits(row)?;
    Ok(Columns::new()
        .with("pop_at_lower95", inner.lower.exposure)
        .with("lower95", inner.lower.rate)
        .with("pop_at_upper95", inner.upper.exposure)
        .with("upper95", inner.upper.rate)
        .with("pop_at_lower998", outer.lower.exposure)
        .with("lower998", outer.lower.rate)
        .with("pop_at_upper998", outer.upper.exposure)
        .with("upper998", outer.upper.rate))
}

fn explain_rate(row: &Row) -> Result<Sheet, Invalid> {
    let (inner, outer) = limits(row)?;
    let point = |point: RatePoint| {
        let rate = point.rate.map_or_else(|| "none".to_owned(), figure);
        format!("exposure {}, rate {rate}", figure(point.exposure))
    };
    let (events, average) = (count(row.count("events")?), figure(row.number("average")?));
    Ok(Sheet::new(format!("Funnel of rates: {events} events, average {average}"))
        .head("on the lower 95% limit", point(inner.lower))
        .with("on the upper 95% limit", point(inner.upper))
        .with("on the lower 99.8% limit", point(outer.lower))
        .with("on the upper 99.8% limit", point(outer.upper))
        .saying(format!(
            "With {events} events, an exposure from {} to {} is no further from the average than chance takes 95 \
                 areas of 100 that are all alike.",
            figure(inner.upper.exposure),
            figure(inner.lower.exposure)
        )))
}

fn assign(rows: &[Row]) -> Result<Vec<Columns>, Refusal> {
    let total = |column| {
        let counts = rows.iter().map(|row| row.count(column));
        counts.sum::<Result<u64, Invalid>>()
    };
    let average = Proportion::new(total("x")?, total("n")?)?.value();
    let place = |row: &Row| {
        let position = funnel::position(row.proportion("x", "n")?, average)?;
        Ok(Columns::new().with("average", average).with("significance", position.label()))
    };
    rows.iter().map(place).collect()
}
