//! The share of a group in a body against its share in a population.

use statistics::{Confidence, Invalid, Method, representation};

use super::claim::Claim;
use super::input::{Input, Must, Row};
use super::output::Columns;
use super::sheet::{self, Sheet, count, figure, percent, points};
use super::{Line, Quantity, Work};

/// The ratio of the shares.
pub(super) const REPRESENTATION: Quantity = Quantity {
    name: "representation",
    about: "a body against a population",
    inputs: &[
        Input::events("x_group", "n_staff", "the group's members in the body"),
        Input::new("n_staff", Must::Total, "all members of the body"),
        Input::events("pop_group", "pop_total", "the group's people in the population"),
        Input::new("pop_total", Must::Total, "all people in the population"),
    ],
    work: Work::Line(Line { compute, explain, example: "9 63 63334 173334" }),
};

fn compute(row: &Row) -> Result<Columns, Invalid> {
    let body = row.proportion("x_group", "n_staff")?;
    let population = row.proportion("pop_group", "pop_total")?;
    let confidence = Confidence::P95;
    Ok(Columns::new()
        .with("share_staff", body.value())
        .with("share_pop", population.value())
        .with("rep_ratio", representation::ratio(body, population))
        .limits(["wilson_lower", "wilson_upper"], representation::wilson(body, population, confidence))
        .limits(["exact_lower", "exact_upper"], representation::exact(body, population, confidence))
        .limits(["log_lower", "log_upper"], representation::log_normal(body, population, confidence))
        .limits(["katz_lower", "katz_upper"], representation::sampled(body, population, confidence))
        .with("binom_p_two_sided_central", representation::exact_p(body, population))
        .with("odds_rep", representation::odds_ratio(body, population))
        .with("gap_pp", representation::gap(body, population) * 100.0))
}

fn explain(row: &Row) -> Result<Sheet, Invalid> {
    const CLAIM: Claim = Claim {
        alike: "The group's share of the body is {} times its share of the population",
        above: "it has a larger share of the body than of the population",
        below: "it has a smaller share of the body than of the population",
        equal: 1.0,
    };
    let body = row.proportion("x_group", "n_staff")?;
    let population = row.proportion("pop_group", "pop_total")?;
    let confidence = Confidence::P95;
    let ratio = representation::ratio(body, population);
    let exact = representation::exact(body, population, confidence);
    let wilson = representation::wilson(body, population, confidence);
    let logarithm = representation::log_normal(body, population, confidence);
    let heading = format!(
        "Representation: {} of {} in the body, {} of {} in the population",
        count(body.events()),
        count(body.total()),
        count(population.events()),
        count(population.total())
    );
    Ok(Sheet::new(heading)
        .head("share of the body", percent(body.value()))
        .with("share of the population", percent(population.value()))
        .with("gap in percentage points", points(representation::gap(body, population)))
        .head("ratio of the shares, with 95% intervals", sheet::ratio(ratio))
        .interval(Method::ClopperPearson, exact, figure)
        .interval(Method::Wilson, wilson, figure)
        .interval(Method::WaldLog, logarithm, figure)
        .interval(Method::Katz, representation::sampled(body, population, confidence), figure)
        .head("p-value of a proportionate body", "")
        .p_value("exact binomial", representation::exact_p(body, population))
        .saying(CLAIM.of_ratio(ratio, &[exact, wilson], confidence)))
}
