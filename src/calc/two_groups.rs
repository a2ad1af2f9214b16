//! The shares of two groups: odds ratio and tests.

use statistics::proportion::Proportion;
use statistics::{Confidence, Invalid, Method, odds_ratio, p_value};

use super::claim::Claim;
use super::input::{Row, TWO_GROUPS};
use super::output::Columns;
use super::sheet::{self, Sheet, count, figure, p_of, percent};
use super::{Line, Quantity, Work};

/// One table, to show how each quantity is used.
pub(super) const EXAMPLE: &str = "38 63334 44 110000";

/// The odds in one group over those in the other.
pub(super) const ODDS_RATIO: Quantity = Quantity {
    name: "odds-ratio",
    about: "odds over other odds",
    inputs: &TWO_GROUPS,
    work: Work::Line(Line { compute: odds, explain: explain_odds, example: EXAMPLE }),
};

/// Tests of equal shares.
pub(super) const P_VALUES: Quantity = Quantity {
    name: "p-values",
    about: "tests of equal shares",
    inputs: &TWO_GROUPS,
    work: Work::Line(Line { compute: tests, explain: explain_tests, example: EXAMPLE }),
};

fn odds(row: &Row) -> Result<Columns, Invalid> {
    let (first, second) = row.two_groups()?;
    let confidence = Confidence::P95;
    let haldane = odds_ratio::haldane(first, second, confidence);
    Ok(Columns::new()
        .with("odds_ratio", odds_ratio::ratio(first, second))
        .with("se_log", odds_ratio::log_standard_error(first, second))
        .limits(["woolf_lower", "woolf_upper"], odds_ratio::woolf(first, second, confidence))
        .with("haldane_or", haldane.value)
        .limits(["haldane_lower", "haldane_upper"], haldane.interval)
        .with("cond_mle", odds_ratio::conditional(first, second))
        .limits(["fisher_lower", "fisher_upper"], odds_ratio::fisher(first, second, confidence)))
}

fn tests(row: &Row) -> Result<Columns, Invalid> {
    let (first, second) = row.two_groups()?;
    let plain = p_value::chi_squared(first, second);
    let yates = p_value::chi_squared_yates(first, second);
    let pooled = p_value::z_pooled(first, second);
    let unpooled = p_value::z_unpooled(first, second);
    let fisher = p_value::fisher(first, second);
    Ok(Columns::new()
        .with("chisq", plain.map(|test| test.statistic))
        .with("chisq_p", plain.map(|test| test.p))
        .with("chisq_yates", yates.map(|test| test.statistic))
        .with("chisq_yates_p", yates.map(|test| test.p))
        .with("z_pooled", pooled.map(|test| test.z))
        .with("z_pooled_p", p_of(pooled))
        .with("z_unpooled", unpooled.map(|test| test.z))
        .with("z_unpooled_p", p_of(unpooled))
        .with("log10_z_pooled_p", pooled.map(|test| test.log10_p))
        .with("fisher_p", fisher.no_more_likely)
        .with("fisher_p_less", fisher.less)
        .with("fisher_p_greater", fisher.greater)
        .with("fisher_p_central", fisher.central)
        .with("midp_central", fisher.mid_central)
        .with("midp_minlike", fisher.mid_no_more_likely))
}

/// The heading and the two shares.
pub(super) fn shares(title: &str, first: Proportion, second: Proportion) -> Sheet {
    let of = |group: Proportion| format!("{} of {}", count(group.events()), count(group.total()));
    Sheet::new(format!("{title}: {} against {}", of(first), of(second)))
        .head("share of the first group", percent(first.value()))
        .with("share of the second group", percent(second.value()))
}

/// The tests of equal shares.
pub(super) fn with_tests(sheet: Sheet, first: Proportion, second: Proportion) -> Sheet {
    let fisher = p_value::fisher(first, second);
    let plain = p_value::chi_squared(first, second);
    let yates = p_value::chi_squared_yates(first, second);
    sheet
        .head("p-values of equal shares", "")
        .p_value("chi-squared", plain.map(|test| test.p))
        .p_value("chi-squared with Yates's correction", yates.map(|test| test.p))
        .p_value("exact (Fisher)", fisher.no_more_likely)
        .p_value("exact, twice the smaller tail", fisher.central)
        .p_value("exact, mid-p", fisher.mid_central)
        .p_value("z, unpooled", p_of(p_value::z_unpooled(first, second)))
}

fn explain_odds(row: &Row) -> Result<Sheet, Invalid> {
    const CLAIM: Claim = Claim {
        alike: "The odds of the outcome in the first group were {} times those in the second",
        above: "the odds are higher in the first group",
        below: "the odds are lower in the first group",
        equal: 1.0,
    };
    let (first, second) = row.two_groups()?;
    let confidence = Confidence::P95;
    let ratio = odds_ratio::ratio(first, second);
    let haldane = odds_ratio::haldane(first, second, confidence).interval;
    let fisher = odds_ratio::fisher(first, second, confidence);
    let woolf = odds_ratio::woolf(first, second, confidence);
    let conditional = odds_ratio::conditional(first, second);
    let sheet = shares("Odds ratio", first, second)
        .head("odds ratio, with 95% intervals", sheet::ratio(ratio))
        .interval(Method::FisherExact, fisher, figure)
        .interval(Method::Woolf, woolf, figure)
        .interval(Method::Haldane, haldane, figure)
        .with("conditional estimate", sheet::ratio(conditional));
    Ok(with_tests(sheet, first, second).saying(CLAIM.of_ratio(ratio, &[Some(fisher), woolf], confidence)))
}

fn explain_tests(row: &Row) -> Result<Sheet, Invalid> {
    /// The usual level, at which nothing magic happens.
    const LEVEL: f64 = 0.05;
    let (first, second) = row.two_groups()?;
    let p = p_value::fisher(first, second).no_more_likely;
    let meaning = if p < LEVEL {
        "chance alone would rarely set the shares so far apart"
    } else {
        "the numbers neither show a difference nor rule one out"
    };
    Ok(with_tests(shares("Tests", first, second), first, second)
        .p_value("one-sided exact, the first lower", p_value::fisher(first, second).less)
        .p_value("one-sided exact, the first higher", p_value::fisher(first, second).greater)
        .saying(format!(
            "If both groups had the same chance of the outcome, a table as unlikely as this would come about with a \
             probability of {} (Fisher): {meaning}.",
            sheet::p_value(p).replace("below", "less than")
        )))
}
