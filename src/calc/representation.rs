//! The share of a group in a body against its share in a population.

use statistics::{Confidence, Method, representation};

use super::claim::Claim;
use super::input::{Input, Must, Row};
use super::results::{Computed, Results};
use super::sheet::{Sheet, figure, percent};
use super::{Compute, Quantity};

pub(super) const REPRESENTATION: Quantity = Quantity::new(
    "representation",
    "a body against a population",
    &[
        Input::events("x_group", "n_staff", "the group's members in the body"),
        Input::new("n_staff", Must::Total, "all members of the body"),
        Input::events("pop_group", "pop_total", "the group's people in the population"),
        Input::new("pop_total", Must::Total, "all people in the population"),
    ],
    Compute::Line(compute),
)
.with_page(
    "9 63 63334 173334",
    "Representation: {x_group} of {n_staff} in the body, {pop_group} of {pop_total} in the population",
    page,
);

fn compute(row: &Row) -> Computed<Results> {
    let body = row.proportion("x_group", "n_staff")?;
    let population = row.proportion("pop_group", "pop_total")?;
    Ok(Results::new()
        .with("share_staff", body.value())
        .with("share_pop", population.value())
        .with("rep_ratio", representation::ratio(body, population))
        .limits("wilson_{}", representation::wilson(body, population, Confidence::P95))
        .limits("exact_{}", representation::exact(body, population, Confidence::P95))
        .limits("log_{}", representation::log_normal(body, population, Confidence::P95))
        .limits("katz_{}", representation::sampled(body, population, Confidence::P95))
        .with("binom_p_two_sided_central", representation::exact_p(body, population))
        .with("odds_rep", representation::odds_ratio(body, population))
        .with("gap_pp", representation::gap(body, population) * 100.0))
}

fn page(_: &Row, sheet: Sheet) -> Computed<Sheet> {
    const CLAIM: Claim = Claim {
        equal: 1.0,
        alike: "The group's share of the body is {} times its share of the population",
        above: "it has a larger share of the body than of the population",
        below: "it has a smaller share of the body than of the population",
    };
    Ok(sheet
        .head("share_staff", "share of the body", percent)
        .value("share_pop", "share of the population", percent)
        .value("gap_pp", "gap in percentage points", figure)
        .head("rep_ratio", "ratio of the shares, with 95% intervals", figure)
        .intervals(&[("exact_{}", Method::ClopperPearson), ("wilson_{}", Method::Wilson)])
        .claiming("95%", &CLAIM)
        .intervals(&[("log_{}", Method::WaldLog), ("katz_{}", Method::Katz)])
        .section("p-value of a proportionate body", "")
        .p_values(&[("binom_p_two_sided_central", "exact binomial")]))
}
