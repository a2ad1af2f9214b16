//! Directly standardised rates of two groups, and their ratio.

use statistics::Confidence;
use statistics::standardised::{self, Band, StandardisedRate};

use super::input::{Input, Must, Row};
use super::output::{Columns, Refusal};
use super::sheet::p_of;
use super::{Quantity, Work};

/// The unit of the standardised rates.
const PER: f64 = 100_000.0;

/// Standardised rates from the age bands of two groups.
pub(super) const DSR: Quantity = Quantity {
    name: "dsr",
    about: "rates standardised for age",
    inputs: &[
        Input::new("group", Must::Group, "the group of the age band"),
        Input::new("x", Must::Count, "the events in the age band"),
        Input::new("n", Must::Positive, "the people in the age band"),
        Input::new("stdpop", Must::NotNegative, "the standard population of the age band"),
    ],
    work: Work::Case(compute),
};

/// The rate of a group, and its people.
fn of_group(rows: &[Row], group: u64) -> Result<(StandardisedRate, f64), Refusal> {
    let mut bands = Vec::new();
    for row in rows {
        if row.count("group")? == group {
            bands.push(Band { events: row.count("x")?, exposure: row.number("n")?, standard: row.number("stdpop")? });
        }
    }
    if bands.is_empty() {
        return Err(Refusal(format!("there is no age band of group {group}")));
    }
    if bands.iter().all(|band| band.standard == 0.0) {
        return Err(Refusal(format!("the standard population of group {group} is zero")));
    }
    let people = bands.iter().map(|band| band.exposure).sum();
    Ok((standardised::standardise(&bands)?, people))
}

/// The names of the columns of a group.
struct Names {
    count: &'static str,
    population: &'static str,
    rate: &'static str,
    variance: &'static str,
    inner: [&'static str; 2],
    outer: [&'static str; 2],
    suppressed: &'static str,
    gamma: [&'static str; 2],
}

const FIRST: Names = Names {
    count: "g1_total_count",
    population: "g1_total_pop",
    rate: "g1_dsr",
    variance: "g1_var",
    inner: ["g1_dobson_lower", "g1_dobson_upper"],
    outer: ["g1_dobson998_lower", "g1_dobson998_upper"],
    suppressed: "g1_phe_suppressed",
    gamma: ["g1_gamma_lower", "g1_gamma_upper"],
};

const SECOND: Names = Names {
    count: "g2_total_count",
    population: "g2_total_pop",
    rate: "g2_dsr",
    variance: "g2_var",
    inner: ["g2_dobson_lower", "g2_dobson_upper"],
    outer: ["g2_dobson998_lower", "g2_dobson998_upper"],
    suppressed: "g2_phe_suppressed",
    gamma: ["g2_gamma_lower", "g2_gamma_upper"],
};

fn columns(names: &Names, rate: StandardisedRate, people: f64) -> Columns {
    let dobson = |confidence| rate.dobson(confidence).map(|limits| limits.scaled(PER));
    Columns::new()
        .with(names.count, rate.events())
        .with(names.population, people)
        .with(names.rate, rate.value() * PER)
        .with(names.variance, rate.variance())
        .limits(names.inner, dobson(Confidence::P95))
        .limits(names.outer, dobson(Confidence::P998))
        .with(names.suppressed, rate.is_unreliable())
        .limits(names.gamma, rate.gamma(Confidence::P95).scaled(PER))
}

fn compute(rows: &[Row]) -> Result<Columns, Refusal> {
    let (first, first_people) = of_group(rows, 1)?;
    let (second, second_people) = of_group(rows, 2)?;
    let ratio = standardised::ratio(first, second, Confidence::P95);
    Ok(columns(&FIRST, first, first_people)
        .and(columns(&SECOND, second, second_people))
        .with("ratio", ratio.map(|ratio| ratio.value))
        .with("se_log", ratio.map(|ratio| ratio.log_standard_error))
        .limits(["ratio_lower", "ratio_upper"], ratio.map(|ratio| ratio.interval))
        .with("ratio_p", p_of(ratio.and_then(|ratio| ratio.test))))
}
