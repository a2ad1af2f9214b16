//! The shares of two groups: ratio and difference.

use statistics::proportion::Proportion;
use statistics::{Confidence, Interval, Invalid, Method, risk_difference, risk_ratio};

use super::claim::Claim;
use super::input::{Row, TWO_GROUPS};
use super::output::Columns;
use super::sheet::{self, Sheet, figure, points};
use super::two_groups::{EXAMPLE, shares, with_tests};
use super::{Line, Quantity, Work};

/// One share over the other.
pub(super) const RISK_RATIO: Quantity = Quantity {
    name: "risk-ratio",
    about: "one share over another",
    inputs: &TWO_GROUPS,
    work: Work::Line(Line { compute: ratio, explain: explain_ratio, example: EXAMPLE }),
};

/// One share less the other.
pub(super) const RISK_DIFFERENCE: Quantity = Quantity {
    name: "risk-difference",
    about: "one share less another",
    inputs: &TWO_GROUPS,
    work: Work::Line(Line { compute: difference, explain: explain_difference, example: EXAMPLE }),
};

fn ratio(row: &Row) -> Result<Columns, Invalid> {
    let (first, second) = row.two_groups()?;
    let confidence = Confidence::P95;
    let walter = risk_ratio::walter(first, second, confidence);
    let add_half = risk_ratio::add_half(first, second, confidence);
    Ok(Columns::new()
        .with("rr", risk_ratio::ratio(first, second))
        .with("se_log", risk_ratio::log_standard_error(first, second))
        .limits(["katz_lower", "katz_upper"], risk_ratio::katz(first, second, confidence))
        .with("walter_rr", walter.value)
        .limits(["walter_lower", "walter_upper"], walter.interval)
        .with("add_half_rr", add_half.value)
        .limits(["add_half_lower", "add_half_upper"], add_half.interval)
        .limits(["koopman_lower", "koopman_upper"], risk_ratio::koopman(first, second, confidence))
        .limits(["mn_lower", "mn_upper"], risk_ratio::miettinen_nurminen(first, second, confidence))
        .with("four_fifths_fail", risk_ratio::below_four_fifths(first, second)))
}

fn difference(row: &Row) -> Result<Columns, Invalid> {
    let (first, second) = row.two_groups()?;
    let confidence = Confidence::P95;
    let score = risk_difference::miettinen_nurminen(first, second, confidence);
    Ok(Columns::new()
        .with("rd", risk_difference::difference(first, second))
        .limits(["wald_lower", "wald_upper"], risk_difference::wald(first, second, confidence))
        .limits(["newcombe_lower", "newcombe_upper"], risk_difference::newcombe(first, second, confidence))
        .limits(["mn_lower", "mn_upper"], score)
        .limits(["mee_lower", "mee_upper"], risk_difference::mee(first, second, confidence)))
}

fn explain_ratio(row: &Row) -> Result<Sheet, Invalid> {
    const CLAIM: Claim = Claim {
        alike: "The first group was {} times as likely to have the outcome as the second",
        above: "the first group was more likely to have it",
        below: "the first group was less likely to have it",
        equal: 1.0,
    };
    let (first, second) = row.two_groups()?;
    let confidence = Confidence::P95;
    let ratio = risk_ratio::ratio(first, second);
    let score = risk_ratio::miettinen_nurminen(first, second, confidence);
    let intervals = [
        (Method::Koopman, Some(risk_ratio::koopman(first, second, confidence))),
        (Method::MiettinenNurminen, Some(score)),
        (Method::Katz, risk_ratio::katz(first, second, confidence)),
        (Method::KatzAddHalf, risk_ratio::add_half(first, second, confidence).interval),
        (Method::Walter, risk_ratio::walter(first, second, confidence).interval),
    ];
    let mut sheet = shares("Risk ratio", first, second).head("ratio, with 95% intervals", sheet::ratio(ratio));
    for (method, interval) in intervals {
        sheet = sheet.interval(method, interval, figure);
    }
    let sheet = with_differences(sheet, first, second);
    let sentence = CLAIM.of_ratio(ratio, &intervals.map(|(_, interval)| interval), confidence);
    Ok(with_tests(sheet, first, second).saying(sentence))
}

fn explain_difference(row: &Row) -> Result<Sheet, Invalid> {
    const CLAIM: Claim = Claim {
        alike: "The share of the first group less that of the second is {} percentage points",
        above: "the share of the first group is higher",
        below: "the share of the first group is lower",
        equal: 0.0,
    };
    let (first, second) = row.two_groups()?;
    let confidence = Confidence::P95;
    let intervals = of_difference(first, second).map(|(_, interval)| interval);
    let difference = risk_difference::difference(first, second);
    let sheet = with_differences(shares("Risk difference", first, second), first, second);
    let sentence = CLAIM.of_difference(difference, &intervals, confidence);
    Ok(with_tests(sheet, first, second).saying(sentence))
}

/// The 95% intervals of the difference.
fn of_difference(first: Proportion, second: Proportion) -> [(Method, Option<Interval>); 4] {
    let confidence = Confidence::P95;
    let score = risk_difference::miettinen_nurminen(first, second, confidence);
    [
        (Method::Newcombe, risk_difference::newcombe(first, second, confidence)),
        (Method::MiettinenNurminen, score),
        (Method::Mee, risk_difference::mee(first, second, confidence)),
        (Method::Wald, risk_difference::wald(first, second, confidence)),
    ]
    .map(|(method, interval)| (method, Some(interval)))
}

fn with_differences(sheet: Sheet, first: Proportion, second: Proportion) -> Sheet {
    let difference = risk_difference::difference(first, second);
    let mut sheet = sheet.head("difference in percentage points", points(difference));
    for (method, interval) in of_difference(first, second) {
        sheet = sheet.interval(method, interval, points);
    }
    sheet
}
