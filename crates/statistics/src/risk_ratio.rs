//! The ratio of two proportions, the first over the second.

use super::proportion::Proportion;
use super::special::root;
use super::{Confidence, Estimate, Interval, Method, Ratio};

/// The ratio of the two shares.
///
/// (x1 / n1) / (x2 / n2); over zero where the second has no events, undefined where neither has
/// any.
///
/// ```
/// # use statistics::*;
/// # use statistics::proportion::{self, Proportion};
/// let ratio = risk_ratio::ratio(Proportion::new(3, 10)?, Proportion::new(0, 10)?);
/// assert_eq!(ratio, Ratio::OverZero);
/// # Ok::<(), Invalid>(())
/// ```
pub fn ratio(first: Proportion, second: Proportion) -> Ratio {
    // Of products rather than of shares, so that equal shares give exactly 1.
    Ratio::new(first.successes() * second.size(), second.successes() * first.size())
}

/// Whether the ratio is below four fifths, decided in whole numbers; none where it is undefined.
///
/// Source: the adverse impact rule of the Uniform Guidelines on Employee Selection Procedures,
/// 1978.
pub fn below_four_fifths(first: Proportion, second: Proportion) -> Option<bool> {
    if first.events() == 0 && second.events() == 0 {
        return None;
    }
    let ours = 5 * u128::from(first.events()) * u128::from(second.total());
    let theirs = 4 * u128::from(second.events()) * u128::from(first.total());
    Some(ours < theirs)
}

/// The standard error of the logarithm of the ratio; none where an arm has no events.
///
/// sqrt(1/x1 - 1/n1 + 1/x2 - 1/n2). Source: Katz and others 1978.
pub fn log_standard_error(first: Proportion, second: Proportion) -> Option<f64> {
    if first.events() == 0 || second.events() == 0 {
        return None;
    }
    // 1/x - 1/n as (n - x) / (x n), which does not cancel when nearly everybody has the event.
    let part = |arm: Proportion| arm.failures() / (arm.successes() * arm.size());
    Some((part(first) + part(second)).sqrt())
}

/// The log-normal interval.
///
/// Ratio times exp(± z standard error of the logarithm). Source: Katz and others 1978. Assumes two
/// independent samples, large enough for the logarithm to be normal: say 10 events an arm. None
/// where an arm has no events; of zero width, and so useless, where both arms are full.
pub fn katz(first: Proportion, second: Proportion, confidence: Confidence) -> Option<Interval> {
    let error = log_standard_error(first, second)?;
    let value = ratio(first, second).finite()?;
    Some(Interval::around_logarithm(value, confidence.quantile() * error))
}

/// The log-normal estimate with one half added to every count and total, always.
///
/// ((x1 + ½)/(n1 + ½)) / ((x2 + ½)/(n2 + ½)), standard error sqrt(1/(x1+½) - 1/(n1+½) + 1/(x2+½) -
/// 1/(n2+½)). Source: Walter 1975. Defined for every count, and biased towards 1 when counts are
/// small.
pub fn walter(first: Proportion, second: Proportion, confidence: Confidence) -> Estimate {
    shifted(first, second, (0.5, 0.5, Method::Walter), confidence)
}

/// The log-normal estimate with one half added to all four cells, only when one of them is zero.
///
/// Counts gain one half and totals one. Source: Gart and Zweifel 1967; the usual correction of
/// meta-analyses. The estimate jumps when the first event is seen.
pub fn add_half(first: Proportion, second: Proportion, confidence: Confidence) -> Estimate {
    let shift = if has_empty_cell(first, second) { 0.5 } else { 0.0 };
    shifted(first, second, (shift, 2.0 * shift, Method::KatzAddHalf), confidence)
}

pub(super) fn has_empty_cell(first: Proportion, second: Proportion) -> bool {
    [first, second].iter().any(|arm| arm.events() == 0 || arm.events() == arm.total())
}

fn shifted(
    first: Proportion,
    second: Proportion,
    (to_count, to_total, method): (f64, f64, Method),
    confidence: Confidence,
) -> Estimate {
    let (events, total) = (first.successes() + to_count, first.size() + to_total);
    let (other_events, other_total) = (second.successes() + to_count, second.size() + to_total);
    let value = events / total / (other_events / other_total);
    let variance = (total - events) / (events * total) + (other_total - other_events) / (other_events * other_total);
    let half_width = confidence.quantile() * variance.sqrt();
    Estimate { value, interval: Some(Interval::around_logarithm(value, half_width)), method }
}

/// Koopman's score interval.
///
/// The ratios r at which (p1 - r p2)^2 / (q1' p1'/n1 + r^2 p2' q2'/n2) = z^2, where p1' = r p2' are
/// the likeliest shares under that ratio. Source: Koopman 1984. Assumes two independent samples.
/// Valid for every count: the lower limit is 0 without events in the first arm, the upper one
/// infinite without events in the second. Relative error below 1e-12 for totals up to 1e9.
///
/// ```
/// # use statistics::*;
/// # use statistics::proportion::{self, Proportion};
/// let (first, second) = (Proportion::new(38, 63_334)?, Proportion::new(44, 110_000)?);
/// let interval = risk_ratio::koopman(first, second, Confidence::P95);
/// assert_eq!(format!("{:.3} to {:.3}", interval.lower, interval.upper), "0.975 to 2.307");
/// # Ok::<(), Invalid>(())
/// ```
pub fn koopman(first: Proportion, second: Proportion, confidence: Confidence) -> Interval {
    score(first, second, confidence.quantile().powi(2))
}

/// Miettinen and Nurminen's score interval.
///
/// As [`koopman`] with the variance multiplied by N / (N - 1), N being both totals together.
/// Source: Miettinen and Nurminen 1985. A little wider; the difference vanishes with N.
pub fn miettinen_nurminen(first: Proportion, second: Proportion, confidence: Confidence) -> Interval {
    score(first, second, confidence.quantile().powi(2) * inflation(first, second))
}

/// N / (N - 1).
pub(super) fn inflation(first: Proportion, second: Proportion) -> f64 {
    let total = first.size() + second.size();
    total / (total - 1.0)
}

fn score(first: Proportion, second: Proportion, target: f64) -> Interval {
    Interval {
        lower: score_lower(first, second, target),
        // The upper limit is the inverse of the lower one with the arms exchanged.
        upper: 1.0 / score_lower(second, first, target),
    }
}

/// The lower score limit, by the Lagrange multiplier m of the constraint p1' = r p2'.
///
/// The constrained shares are p1' = (x1 - m)/(n1 - m) and p2' = (x2 + m)/(n2 + m), which turns the
/// score into m^2 (y1 / (n1 (x1 - m)) + y2 / (n2 (x2 + m))), y being the events that did not
/// happen. This is Nam's cubic (1995) in a form where nothing cancels, with one root between 0 and
/// x1.
fn score_lower(first: Proportion, second: Proportion, target: f64) -> f64 {
    if first.events() == 0 {
        return 0.0;
    }
    if first.failures() == 0.0 {
        return score_lower_of_full(first, second, target);
    }
    let (events, failures, total) = (first.successes(), first.failures(), first.size());
    let (others, other_failures, other_total) = (second.successes(), second.failures(), second.size());
    let rough = failures / (total * events) + other_failures / (other_total * (others + 1.0));
    let start = 0.5 * (target / (events * events * rough)).ln();
    let position = root::solve_increasing(
        |position| {
            // The multiplier is x1 over 1 + exp(-position): both ends of its range stay precise.
            let left = 1.0 / (1.0 + position.exp());
            let rest = events * left;
            let multiplier = rest * position.exp();
            let ours = failures / (total * rest);
            let theirs = other_failures / (other_total * (others + multiplier));
            let value = (multiplier * multiplier * (ours + theirs) / target).ln();
            let weight = theirs / (ours + theirs);
            let fall = weight * multiplier / (others + multiplier);
            let slope = (2.0 - fall) * left + (1.0 - weight) * (1.0 - left);
            (value, slope)
        },
        start,
        (-90.0, 90.0),
    );
    let rest = events / (1.0 + position.exp());
    let multiplier = events / (1.0 + (-position).exp());
    rest * (other_total + multiplier) / ((failures + rest) * (others + multiplier))
}

/// The lower limit when everybody of the first arm has the event: then p1' stays 1 until the
/// multiplier reaches n1, and both parts have a closed form.
fn score_lower_of_full(first: Proportion, second: Proportion, target: f64) -> f64 {
    let total = first.size();
    let (others, failures, other_total) = (second.successes(), second.failures(), second.size());
    let reached = total * total * failures / (other_total * (others + total));
    if reached >= target {
        let scaled = target * other_total;
        let multiplier = (scaled + (scaled * scaled + 4.0 * failures * scaled * others).sqrt()) / (2.0 * failures);
        return (other_total + multiplier) / (others + multiplier);
    }
    let odds_against = (target - reached) / total;
    (other_total + total) / ((others + total) * (1.0 + odds_against))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(events: u64, total: u64) -> Proportion {
        Proportion::new(events, total).unwrap()
    }

    #[test]
    fn four_fifths_exactly_is_not_below() {
        assert_eq!(below_four_fifths(share(4, 10), share(5, 10)), Some(false));
        assert_eq!(below_four_fifths(share(39, 100), share(5, 10)), Some(true));
        assert_eq!(below_four_fifths(share(0, 10), share(0, 10)), None);
    }

    #[test]
    fn empty_arms_have_one_open_limit() {
        let limits = koopman(share(0, 5), share(0, 7), Confidence::P95);
        assert!(limits.lower.abs() < 1e-300 && limits.upper.is_infinite());
        assert_eq!(ratio(share(1, 5), share(0, 7)), Ratio::OverZero);
    }

    #[test]
    fn full_arms_have_a_width() {
        let limits = koopman(share(5, 5), share(7, 7), Confidence::P95);
        assert!(limits.lower < 0.7 && limits.upper > 1.4);
    }
}
