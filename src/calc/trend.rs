//! Trends of shares over scores and of rates over phases.

use statistics::trend::{self, Phase, Scored};
use statistics::{Confidence, Invalid};

use super::input::{Input, Must, Row};
use super::output::{Columns, Refusal};
use super::sheet::p_of;
use super::{Quantity, Work};

/// The Cochran-Armitage test.
pub(super) const TREND: Quantity = Quantity {
    name: "trend",
    about: "whether shares rise or fall",
    inputs: &[
        Input::events("x", "n", "the events"),
        Input::new("n", Must::Total, "the people"),
        Input::new("score", Must::Finite, "the score, such as a year"),
    ],
    work: Work::Case(shares),
};

/// Poisson regression on the phase.
pub(super) const LOGLINEAR: Quantity = Quantity {
    name: "loglinear",
    about: "by how much rates rise or fall",
    inputs: &[
        Input::new("phase", Must::Finite, "the number of the phase"),
        Input::new("x", Must::Count, "the events"),
        Input::new("t", Must::Positive, "the exposure"),
    ],
    work: Work::Case(rates),
};

fn shares(rows: &[Row]) -> Result<Columns, Refusal> {
    let scored = |row: &Row| Ok(Scored { proportion: row.proportion("x", "n")?, score: row.number("score")? });
    let scored: Vec<Scored> = rows.iter().map(scored).collect::<Result<_, Invalid>>()?;
    let found = trend::cochran_armitage(&scored)?;
    let test = found.map(|found| found.test);
    let conditional = found.map(|found| found.conditional);
    Ok(Columns::new()
        .with("k", rows.len())
        .with("z", test.map(|test| test.z))
        .with("chisq", test.map(|test| test.z * test.z))
        .with("p", p_of(test))
        .with("slope", found.map(|found| found.slope))
        .with("z_n_minus_1", conditional.map(|test| test.z))
        .with("chisq_n_minus_1", conditional.map(|test| test.z * test.z))
        .with("p_n_minus_1", p_of(conditional)))
}

fn rates(rows: &[Row]) -> Result<Columns, Refusal> {
    let phase = |row: &Row| Ok(Phase { rate: row.rate("x", "t")?, phase: row.number("phase")? });
    let phases: Vec<Phase> = rows.iter().map(phase).collect::<Result<_, Invalid>>()?;
    let fit = trend::poisson_trend(&phases, Confidence::P95)?;
    Ok(Columns::new()
        .with("k", rows.len())
        .with("intercept", fit.map(|fit| fit.intercept))
        .with("slope", fit.map(|fit| fit.slope))
        .with("slope_se", fit.map(|fit| fit.slope_error))
        .with("rr_per_phase", fit.map(|fit| fit.rate_ratio))
        .limits(["rr_lower", "rr_upper"], fit.map(|fit| fit.interval))
        .with("z", fit.map(|fit| fit.test.z))
        .with("p", fit.map(|fit| fit.test.p))
        .with("deviance", fit.map(|fit| fit.deviance))
        .with("pearson_x2", fit.map(|fit| fit.pearson))
        .with("df", fit.map(|fit| fit.degrees))
        .with("dispersion", fit.and_then(|fit| fit.dispersion)))
}
