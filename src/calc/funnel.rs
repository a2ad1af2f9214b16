//! Funnel plots: the limits at one size, and the place of each area.

use statistics::Confidence;
use statistics::funnel::{self, RatePoint};

use super::claim::between;
use super::input::{Input, Must, Row, each};
use super::results::{Computed, Results};
use super::sheet::{Sheet, figure, percent};
use super::{Compute, Quantity};

const AVERAGE: &str = "the average of all areas";

pub(super) const FUNNEL_PROPORTION: Quantity = Quantity::new(
    "funnel-proportion",
    "funnel limits of a share",
    &[
        Input::new("population", Must::Positive, "the people in the area"),
        Input::new("average", Must::Probability, AVERAGE),
    ],
    Compute::Line(proportion),
)
.with_page("1200 0.16", "Funnel of proportions: {population} people, average {average}", page_of_proportion);

pub(super) const FUNNEL_RATE: Quantity = Quantity::new(
    "funnel-rate",
    "funnel limits of a rate",
    &[Input::new("events", Must::Count, "the events in the area"), Input::new("average", Must::Positive, AVERAGE)],
    Compute::Line(rate),
)
.with_page("38 0.0052", "Funnel of rates: {events} events, average {average}", page_of_rate);

pub(super) const FUNNEL_ASSIGN: Quantity = Quantity::new(
    "funnel-assign",
    "each area's place in a funnel",
    &[Input::events("x", "n", "the events in the area"), Input::new("n", Must::Total, "the people in the area")],
    Compute::Lines(assign),
);

fn proportion(row: &Row) -> Computed<Results> {
    let (average, population) = (row.number("average")?, row.number("population")?);
    let inner = funnel::proportion_limits(average, population, Confidence::P95)?;
    let outer = funnel::proportion_limits(average, population, Confidence::P998)?;
    Ok(Results::new()
        .limits("{}95_raw", inner)
        .limits("{}95", funnel::cut(inner))
        .limits("{}998_raw", outer)
        .limits("{}998", funnel::cut(outer)))
}

fn page_of_proportion(row: &Row, sheet: Sheet) -> Computed<Sheet> {
    let range = |columns| sheet.results.interval(columns).map_or_else(String::new, |limits| between(limits, percent));
    let (inner, outer) = (range("{}95"), range("{}998"));
    let people = row.filled("{population}");
    Ok(sheet.section("95% limits", &*inner).text("99.8% limits", outer).saying(format!(
        "A share of {inner} among {people} people is no further from the average than chance takes 95 areas of 100 \
         that are all alike."
    )))
}

fn rate(row: &Row) -> Computed<Results> {
    let (events, average) = (row.count("events")?, row.number("average")?);
    let inner = funnel::rate_limits(events, average, Confidence::P95)?;
    let outer = funnel::rate_limits(events, average, Confidence::P998)?;
    let points =
        [("lower95", inner.lower), ("upper95", inner.upper), ("lower998", outer.lower), ("upper998", outer.upper)];
    Ok(points.into_iter().fold(Results::new(), |results, (column, RatePoint { exposure, rate })| {
        results.with(format!("pop_at_{column}"), exposure).with(column, rate)
    }))
}

fn page_of_rate(row: &Row, sheet: Sheet) -> Computed<Sheet> {
    let exposure = |column| sheet.results.cell(&format!("pop_at_{column}")).number().map_or_else(String::new, figure);
    let point = |column| {
        let rate = sheet.results.cell(column).number().map_or_else(|| "none".to_owned(), figure);
        format!("exposure {}, rate {rate}", exposure(column))
    };
    let sentence = format!(
        "With {} events, an exposure from {} to {} is no further from the average than chance takes 95 areas of 100 \
         that are all alike.",
        row.filled("{events}"),
        exposure("upper95"),
        exposure("lower95")
    );
    let [lower, upper, far_lower, far_upper] = ["lower95", "upper95", "lower998", "upper998"].map(point);
    Ok(sheet
        .section("on the lower 95% limit", lower)
        .text("on the upper 95% limit", upper)
        .text("on the lower 99.8% limit", far_lower)
        .text("on the upper 99.8% limit", far_upper)
        .saying(sentence))
}

fn assign(rows: &[Row]) -> Computed<Vec<Results>> {
    let total = |column| each(rows, |row| row.number(column)).map(|counts| counts.iter().sum::<f64>());
    let average = total("x")? / total("n")?;
    let place = |row: &Row| {
        let position = funnel::position(row.proportion("x", "n")?, average)?;
        Ok(Results::new().with("average", average).with("significance", position.label()))
    };
    Ok(each(rows, place)?)
}
