//! The words that go with a number. They are made from the figure and its verdict, so that no sentence claims more than
//! its interval supports: "more" and "less" appear only where the interval excludes equality.

use crate::disparity::kind::Claim;
use crate::disparity::{ChangeVerdict, Disparity, Qualification, Reason, Status, Verdict};
use crate::ethnicity::Ethnicity;
use crate::indicator::Explanation;
use crate::residents::AgeShares;
use crate::scorecard::{Change, Line};
use crate::source::SeenIn;
use statistics::Interval;

/// A number with commas between the thousands and a fixed number of decimals.
pub fn number(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if value < 0.0 && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { "\u{2212}" } else { "" };
    rest.map_or_else(|| format!("{sign}{grouped}"), |rest| format!("{sign}{grouped}.{rest}"))
}

/// A ratio: two decimals everywhere, so that text, chart and table agree.
pub fn ratio(value: f64) -> String {
    number(value, 2)
}

/// The ends of an interval of a ratio.
///
/// An end that two decimals would round to 1 keeps as many more as show on which side of 1 it lies.
pub fn ratio_interval(interval: Interval) -> String {
    let lower = limit(interval.lower);
    if interval.upper.is_finite() {
        format!("{lower} to {}", limit(interval.upper))
    } else {
        format!("{lower} or more")
    }
}

fn limit(value: f64) -> String {
    let side = value.total_cmp(&1.0);
    let is_told = |text: &String| text.parse().is_ok_and(|shown: f64| shown.total_cmp(&1.0) == side);
    (2..=6).map(|decimals| number(value, decimals)).find(is_told).unwrap_or_else(|| ratio(value))
}

/// A value in the unit of its measure: `40.0` for every 1,000, or `70.4%`.
pub fn value(disparity: &Disparity, value: f64) -> String {
    let text = number(value, disparity.measure.decimals);
    if disparity.measure.kind.rules().is_percentage() { format!("{text}%") } else { text }
}

/// With what the figures of a measure are compared, in a few words.
pub fn compared_with(disparity: &Disparity) -> String {
    disparity.measure.kind.rules().compared_with(&disparity.measure, disparity.compared_with.label())
}

/// One figure in one or two sentences.
pub fn sentence(line: &Line, ethnicity: &Ethnicity) -> String {
    let disparity = &line.disparity;
    let claim = claim(disparity, ethnicity);
    let rules = disparity.measure.kind.rules();
    let Claim { ratio, interval, .. } = &claim;
    let text = match disparity.conclusion.verdict() {
        Verdict::Worse | Verdict::Better | Verdict::Higher | Verdict::Lower => rules.clear(&claim),
        Verdict::NoClearDifference => format!(
            "there is no clear difference in {}: {}, a ratio of {ratio} (95% interval {interval}).",
            rules.matter(&claim),
            rules.figures(&claim)
        ),
        Verdict::TooFewToTell => format!(
            "the numbers are too small to tell whether there is a difference in {}: the ratio is {ratio}, and anything \
             from {interval} fits.",
            rules.matter(&claim)
        ),
        Verdict::NotComparable(Reason::NoInterval) => format!(
            "{}: {}. No interval can be given, so nobody can say how sure that is.",
            rules.comparison(&claim),
            rules.figures(&claim)
        ),
        Verdict::NotComparable(reason) => format!("no comparison can be made for {}: {}.", claim.group, reason.label()),
    };
    let text = format!("{}In {}, {text}", last_known(line), line.area.in_sentence());
    std::iter::once(text)
        .chain(crude(disparity))
        .chain(secondary(disparity))
        .chain(midpoint(disparity))
        .chain(cautions(disparity))
        .collect::<Vec<_>>()
        .join(" ")
}

/// That a figure is of an earlier phase, where it is.
fn last_known(line: &Line) -> String {
    let period = line.disparity.period;
    line.last_known.map_or_else(String::new, |phase| format!("Last known, phase {phase} ({period}): "))
}

/// What must be known beside a figure that stands without its sentence: why it has no verdict, where it was seen, and
/// what could explain it away.
pub fn reservations(disparity: &Disparity) -> Vec<String> {
    let reason = disparity.conclusion.verdict().reason().map(|reason| format!("{}.", upper_first(reason.label())));
    reason.into_iter().chain(secondary(disparity)).chain(cautions(disparity)).collect()
}

/// That the publisher's own file was not seen, where it was not.
fn secondary(disparity: &Disparity) -> Option<String> {
    let is_secondary = disparity.seen_in == SeenIn::Secondary && disparity.ratio.is_some();
    is_secondary.then(|| "The figures were seen in a secondary source only.".to_owned())
}

/// The ratio without regard to age, in second place.
fn crude(disparity: &Disparity) -> Option<String> {
    let crude = disparity.ratio_crude.filter(|_| disparity.ratio.is_some())?;
    Some(format!("Without allowing for age the ratio would be {}.", ratio(crude)))
}

/// That the figures are in the middle of a range, where they are.
fn midpoint(disparity: &Disparity) -> Option<String> {
    let is_compared = !matches!(disparity.conclusion.verdict(), Verdict::NotComparable(_));
    let is_midpoint = disparity.status == Status::Range && is_compared;
    is_midpoint
        .then(|| "A part of the count is hidden or rounded to 0: the middle of what it can be is shown.".to_owned())
}

/// What a sentence about a disparity is made of.
fn claim<'a>(disparity: &'a Disparity, ethnicity: &'a Ethnicity) -> Claim<'a> {
    let shown = |side: Option<f64>| side.map_or_else(|| "unknown".to_owned(), |number| value(disparity, number));
    Claim {
        measure: &disparity.measure,
        group: ethnicity.people(disparity.category),
        comparator: ethnicity.people(disparity.compared_with.category(ethnicity)),
        values: [disparity.group.value, disparity.compared_value()].map(shown),
        ratio: disparity.ratio.map_or_else(String::new, ratio),
        interval: disparity.ratio_interval.map_or_else(String::new, ratio_interval),
        per: number(disparity.measure.per.unwrap_or(1.0), 0),
        is_yearly: disparity.measure.kind.rules().is_yearly(&disparity.measure, disparity.period),
    }
}

/// What could explain a figure away, a sentence each, and what must not be forgotten beside any figure of the measure.
pub fn cautions(disparity: &Disparity) -> Vec<String> {
    let declared = |what| disparity.measure.qualified_by.iter().filter(move |by| by.what == what);
    let because = |what| declared(what).map(|by| by.because.clone()).collect::<Vec<_>>().join(" ");
    let by_age = || if disparity.measure.age_sensitive { age(disparity) } else { because(Explanation::Age) };
    let qualified = disparity.conclusion.qualified().iter().map(|qualification| match qualification {
        Qualification::Recording => recording(disparity),
        Qualification::Age => by_age(),
        Qualification::Denominator => because(Explanation::Denominator),
        Qualification::SmallGap => {
            "The gap is beyond chance, but it is small: all of the interval lies in the band of practical equivalence."
                .to_owned()
        }
        Qualification::RepeatEvents => {
            "One person can have several of these events: if they came in pairs, this could not be said.".to_owned()
        }
    });
    qualified.chain(disparity.measure.caution.clone()).collect()
}

/// The caution where ages matter and are not allowed for, with what is known of them.
fn age(disparity: &Disparity) -> String {
    let shares: Vec<String> = disparity.ages.iter().map(AgeShares::to_string).collect();
    let known = if shares.is_empty() { String::new() } else { format!(": {}", shares.join("; ")) };
    format!("The groups differ in age, and these figures do not allow for that{known}.")
}

/// The caution where hidden, rounded or unknown parts could undo what is said of a ratio.
fn recording(disparity: &Disparity) -> String {
    let low = disparity.bound_low.unwrap_or(0.0);
    let range = disparity
        .bound_high
        .map_or_else(|| format!("{} or more", ratio(low)), |high| format!("{} to {}", ratio(low), ratio(high)));
    let share = disparity.unknown_share.filter(|share| *share > 0.0);
    let because = share.map_or_else(
        || "parts of the figures are hidden or rounded".to_owned(),
        |share| format!("the ethnicity of {} is not known", percentage(share)),
    );
    format!(
        "This cannot be told apart from how ethnicity was recorded: {because}, and the ratio could be anything from {range}."
    )
}

/// A share from 0 to 1 as a percentage; a small one keeps a decimal.
pub fn percentage(share: f64) -> String {
    let per_cent = 100.0 * share;
    if per_cent < 10.0 { format!("{}%", number(per_cent, 1)) } else { format!("{}%", number(per_cent, 0)) }
}

/// What changed since the phase before, in a few words.
pub fn change(change: &Change) -> String {
    let before = ratio(change.previous);
    match (change.verdict, change.reason) {
        (ChangeVerdict::NotComparable, Some(reason)) => {
            format!("{before} before; not comparable: {reason}")
        }
        (verdict, _) => format!("{before} before; {}", verdict.clause()),
    }
}

/// The first letter of a sentence in upper case.
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas_and_constant_decimals() {
        assert_eq!(number(1_234_567.0, 0), "1,234,567");
        assert_eq!(number(999.96, 1), "1,000.0");
        assert_eq!(number(6.0, 1), "6.0");
        assert_eq!(number(-0.004, 2), "0.00");
        assert_eq!(number(-12.5, 1), "\u{2212}12.5");
        assert_eq!(ratio_interval(Interval { lower: 1.0004, upper: 1.34 }), "1.0004 to 1.34");
        assert_eq!(ratio_interval(Interval { lower: 0.8, upper: 0.997 }), "0.80 to 0.997");
        assert_eq!(ratio_interval(Interval { lower: 1234.0, upper: f64::INFINITY }), "1,234.00 or more");
        assert_eq!(percentage(0.234), "23%");
        assert_eq!(percentage(0.034), "3.4%");
    }
}
