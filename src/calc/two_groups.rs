//! The shares of two groups: their ratio, difference and odds ratio, and tests.

use statistics::{Confidence, Method, odds_ratio, p_value, risk_difference, risk_ratio};

use super::claim::Claim;
use super::input::{Row, TWO_GROUPS};
use super::results::{Computed, Results};
use super::sheet::{self, Sheet, figure, percent, points};
use super::{Compute, Quantity};

const EXAMPLE: &str = "38 63334 44 110000";
const P95: Confidence = Confidence::P95;

pub(super) const RISK_RATIO: Quantity =
    Quantity::new("risk-ratio", "one share over another", &TWO_GROUPS, Compute::Line(ratio)).with_page(
        EXAMPLE,
        "Risk ratio: {x1} of {n1} against {x2} of {n2}",
        page_of_ratio,
    );

pub(super) const RISK_DIFFERENCE: Quantity =
    Quantity::new("risk-difference", "one share less another", &TWO_GROUPS, Compute::Line(difference)).with_page(
        EXAMPLE,
        "Risk difference: {x1} of {n1} against {x2} of {n2}",
        page_of_difference,
    );

pub(super) const ODDS_RATIO: Quantity =
    Quantity::new("odds-ratio", "odds over other odds", &TWO_GROUPS, Compute::Line(odds)).with_page(
        EXAMPLE,
        "Odds ratio: {x1} of {n1} against {x2} of {n2}",
        page_of_odds,
    );

pub(super) const P_VALUES: Quantity =
    Quantity::new("p-values", "tests of equal shares", &TWO_GROUPS, Compute::Line(tests)).with_page(
        EXAMPLE,
        "Tests: {x1} of {n1} against {x2} of {n2}",
        page_of_tests,
    );

fn ratio(row: &Row) -> Computed<Results> {
    let (first, second) = row.two_groups()?;
    let walter = risk_ratio::walter(first, second, P95);
    let add_half = risk_ratio::add_half(first, second, P95);
    Ok(Results::new()
        .with("rr", risk_ratio::ratio(first, second))
        .with("se_log", risk_ratio::log_standard_error(first, second))
        .limits("katz_{}", risk_ratio::katz(first, second, P95))
        .with("walter_rr", walter.value)
        .limits("walter_{}", walter.interval)
        .with("add_half_rr", add_half.value)
        .limits("add_half_{}", add_half.interval)
        .limits("koopman_{}", risk_ratio::koopman(first, second, P95))
        .limits("mn_{}", risk_ratio::miettinen_nurminen(first, second, P95))
        .with("four_fifths_fail", risk_ratio::below_four_fifths(first, second)))
}

fn difference(row: &Row) -> Computed<Results> {
    let (first, second) = row.two_groups()?;
    Ok(Results::new()
        .with("rd", risk_difference::difference(first, second))
        .limits("wald_{}", risk_difference::wald(first, second, P95))
        .limits("newcombe_{}", risk_difference::newcombe(first, second, P95))
        .limits("mn_{}", risk_difference::miettinen_nurminen(first, second, P95))
        .limits("mee_{}", risk_difference::mee(first, second, P95)))
}

fn odds(row: &Row) -> Computed<Results> {
    let (first, second) = row.two_groups()?;
    let haldane = odds_ratio::haldane(first, second, P95);
    Ok(Results::new()
        .with("odds_ratio", odds_ratio::ratio(first, second))
        .with("se_log", odds_ratio::log_standard_error(first, second))
        .limits("woolf_{}", odds_ratio::woolf(first, second, P95))
        .with("haldane_or", haldane.value)
        .limits("haldane_{}", haldane.interval)
        .with("cond_mle", odds_ratio::conditional(first, second))
        .limits("fisher_{}", odds_ratio::fisher(first, second, P95)))
}

fn tests(row: &Row) -> Computed<Results> {
    let (first, second) = row.two_groups()?;
    let plain = p_value::chi_squared(first, second);
    let yates = p_value::chi_squared_yates(first, second);
    let pooled = p_value::z_pooled(first, second);
    let unpooled = p_value::z_unpooled(first, second);
    let fisher = p_value::fisher(first, second);
    Ok(Results::new()
        .with("chisq", plain.map(|test| test.statistic))
        .with("chisq_p", plain.map(|test| test.p))
        .with("chisq_yates", yates.map(|test| test.statistic))
        .with("chisq_yates_p", yates.map(|test| test.p))
        .with("z_pooled", pooled.map(|test| test.z))
        .with("z_pooled_p", pooled.map(|test| test.p))
        .with("z_unpooled", unpooled.map(|test| test.z))
        .with("z_unpooled_p", unpooled.map(|test| test.p))
        .with("log10_z_pooled_p", pooled.map(|test| test.log10_p))
        .with("fisher_p", fisher.no_more_likely)
        .with("fisher_p_less", fisher.less)
        .with("fisher_p_greater", fisher.greater)
        .with("fisher_p_central", fisher.central)
        .with("midp_central", fisher.mid_central)
        .with("midp_minlike", fisher.mid_no_more_likely))
}

/// The two shares.
fn with_shares(row: &Row, sheet: Sheet) -> Computed<Sheet> {
    let (first, second) = row.two_groups()?;
    Ok(sheet
        .section("share of the first group", percent(first.value()))
        .text("share of the second group", percent(second.value())))
}

/// The difference of the shares.
fn with_difference(sheet: Sheet) -> Sheet {
    sheet.head("rd", "difference in percentage points", points).intervals(&[
        ("newcombe_{}", Method::Newcombe),
        ("mn_{}", Method::MiettinenNurminen),
        ("mee_{}", Method::Mee),
        ("wald_{}", Method::Wald),
    ])
}

/// The tests of equal shares.
fn with_tests(sheet: Sheet) -> Sheet {
    sheet.section("p-values of equal shares", "").p_values(&[
        ("chisq_p", "chi-squared"),
        ("chisq_yates_p", "chi-squared with Yates's correction"),
        ("fisher_p", "exact (Fisher)"),
        ("fisher_p_central", "exact, twice the smaller tail"),
        ("midp_central", "exact, mid-p"),
        ("z_unpooled_p", "z, unpooled"),
    ])
}

fn page_of_ratio(row: &Row, sheet: Sheet) -> Computed<Sheet> {
    const CLAIM: Claim = Claim {
        equal: 1.0,
        alike: "The first group was {} times as likely to have the outcome as the second",
        above: "the first group was more likely to have it",
        below: "the first group was less likely to have it",
    };
    let sheet = with_shares(row, sheet)?.head("rr", "ratio, with 95% intervals", figure).intervals(&[
        ("koopman_{}", Method::Koopman),
        ("mn_{}", Method::MiettinenNurminen),
        ("katz_{}", Method::Katz),
        ("add_half_{}", Method::KatzAddHalf),
        ("walter_{}", Method::Walter),
    ]);
    let sheet = sheet.claiming("95%", &CLAIM);
    Ok(with_tests(with_difference(sheet.from(difference(row)?)).from(tests(row)?)))
}

fn page_of_difference(row: &Row, sheet: Sheet) -> Computed<Sheet> {
    const CLAIM: Claim = Claim {
        equal: 0.0,
        alike: "The share of the first group less that of the second is {} percentage points",
        above: "the share of the first group is higher",
        below: "the share of the first group is lower",
    };
    let sheet = with_difference(with_shares(row, sheet)?).claiming("95%", &CLAIM);
    Ok(with_tests(sheet.from(tests(row)?)))
}

fn page_of_odds(row: &Row, sheet: Sheet) -> Computed<Sheet> {
    const CLAIM: Claim = Claim {
        equal: 1.0,
        alike: "The odds of the outcome in the first group were {} times those in the second",
        above: "the odds are higher in the first group",
        below: "the odds are lower in the first group",
    };
    let sheet = with_shares(row, sheet)?
        .head("odds_ratio", "odds ratio, with 95% intervals", figure)
        .intervals(&[("fisher_{}", Method::FisherExact), ("woolf_{}", Method::Woolf)])
        .claiming("95%", &CLAIM)
        .intervals(&[("haldane_{}", Method::Haldane)])
        .value("cond_mle", "conditional estimate", figure);
    Ok(with_tests(sheet.from(tests(row)?)))
}

fn page_of_tests(row: &Row, sheet: Sheet) -> Computed<Sheet> {
    /// The usual level, at which nothing magic happens.
    const LEVEL: f64 = 0.05;
    let (first, second) = row.two_groups()?;
    let p = p_value::fisher(first, second).no_more_likely;
    let meaning = if p < LEVEL {
        "chance alone would rarely set the shares so far apart"
    } else {
        "the numbers neither show a difference nor rule one out"
    };
    let one_sided = [
        ("fisher_p_less", "one-sided exact, the first lower"),
        ("fisher_p_greater", "one-sided exact, the first higher"),
    ];
    Ok(with_tests(with_shares(row, sheet)?).p_values(&one_sided).saying(format!(
        "If both groups had the same chance of the outcome, a table as unlikely as this would come about with a \
         probability of {} (Fisher): {meaning}.",
        sheet::p_value(p).replace("below", "less than")
    )))
}
