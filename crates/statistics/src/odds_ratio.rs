//! The ratio of the odds of two arms, the first over the second.

use super::proportion::Proportion;
use super::risk_ratio::has_empty_cell;
use super::special::hypergeometric::Margins;
use super::{Confidence, Estimate, Interval, Method, Ratio};

/// The odds ratio x1 y2 / (x2 y1), y being the non-events; over zero or undefined with empty cells.
pub fn ratio(first: Proportion, second: Proportion) -> Ratio {
    Ratio::new(first.successes() * second.failures(), second.successes() * first.failures())
}

/// The standard error of the logarithm, sqrt(1/x1 + 1/y1 + 1/x2 + 1/y2); none with an empty cell.
pub fn log_standard_error(first: Proportion, second: Proportion) -> Option<f64> {
    (!has_empty_cell(first, second)).then(|| logarithm_error(cells(first, second, 0.0)))
}

/// Woolf's log-normal interval, ratio times exp(± z standard error); none with an empty cell.
///
/// Source: Woolf 1955. Assumes independent samples with at least some 5 in every cell.
pub fn woolf(first: Proportion, second: Proportion, confidence: Confidence) -> Option<Interval> {
    if has_empty_cell(first, second) {
        return None;
    }
    shifted(cells(first, second, 0.0), confidence, Method::Woolf).interval
}

/// The odds ratio and its log-normal interval with one half added to all four cells if one is
/// empty.
///
/// Source: Haldane 1956; Anscombe 1956.
pub fn haldane(first: Proportion, second: Proportion, confidence: Confidence) -> Estimate {
    let shift = if has_empty_cell(first, second) { 0.5 } else { 0.0 };
    shifted(cells(first, second, shift), confidence, Method::Haldane)
}

/// Events and non-events of the first arm, then of the second.
fn cells(first: Proportion, second: Proportion, shift: f64) -> [f64; 4] {
    [first.successes(), first.failures(), second.successes(), second.failures()].map(|cell| cell + shift)
}

fn logarithm_error(cells: [f64; 4]) -> f64 {
    cells.iter().map(|cell| 1.0 / cell).sum::<f64>().sqrt()
}

fn shifted(cells: [f64; 4], confidence: Confidence, method: Method) -> Estimate {
    let [events, failures, others, other_failures] = cells;
    let value = events * other_failures / (failures * others);
    let half_width = confidence.quantile() * logarithm_error(cells);
    Estimate { value, interval: Some(Interval::around_logarithm(value, half_width)), method }
}

fn margins(first: Proportion, second: Proportion) -> Margins {
    Margins::new(first.size(), second.size(), first.successes() + second.successes())
}

/// The conditional maximum likelihood estimate.
///
/// The odds ratio under which the events of the first arm are expected, given both margins. Source:
/// Fisher 1935; the estimate of R's `fisher.test`. Nearer to 1 than [`ratio`]; undefined where the
/// margins leave only one table. Relative error below 1e-9.
pub fn conditional(first: Proportion, second: Proportion) -> Ratio {
    let margins = margins(first, second);
    let cell = first.successes();
    if margins.is_determined() {
        Ratio::Undefined
    } else if margins.is_lowest(cell) {
        Ratio::Finite(0.0)
    } else if margins.is_highest(cell) {
        Ratio::OverZero
    } else {
        Ratio::Finite(margins.odds_of_mean(cell))
    }
}

/// Fisher's exact interval.
///
/// The odds ratios at which as many, and as few, events in the first arm have half of what the
/// confidence leaves out, given both margins. Source: Fisher 1935; Cornfield 1956. Never covers
/// less than its level. From 0, or to infinity, where the table is at an end of its range. Relative
/// error below 1e-9; the work grows with the square root of the counts.
///
/// ```
/// # use statistics::*;
/// # use statistics::proportion::{self, Proportion};
/// let tea = (Proportion::new(3, 4)?, Proportion::new(1, 4)?);
/// let interval = odds_ratio::fisher(tea.0, tea.1, Confidence::P95);
/// assert_eq!(format!("{:.4} to {:.1}", interval.lower, interval.upper), "0.2117 to 626.2");
/// # Ok::<(), Invalid>(())
/// ```
pub fn fisher(first: Proportion, second: Proportion, confidence: Confidence) -> Interval {
    let margins = margins(first, second);
    let cell = first.successes();
    let (tail, quantile) = (confidence.tail(), confidence.quantile());
    Interval {
        lower: margins.odds_at_upper_tail(cell, tail, quantile).unwrap_or(0.0),
        upper: margins.odds_at_lower_tail(cell, tail, quantile).unwrap_or(f64::INFINITY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomial_roots_of_the_tea_table() {
        let (first, second) = (Proportion::new(3, 4).unwrap(), Proportion::new(1, 4).unwrap());
        let value = conditional(first, second).finite().unwrap();
        assert!((value - 6.408_319_658_199_674).abs() < 1e-12);
        let limits = fisher(first, second, Confidence::P95);
        assert!((limits.lower - 0.211_735_595_446_578_57).abs() < 1e-12);
        assert!((limits.upper - 626.243_530_588_814).abs() < 1e-9);
    }

    #[test]
    fn one_possible_table_says_nothing() {
        let (first, second) = (Proportion::new(0, 4).unwrap(), Proportion::new(0, 9).unwrap());
        assert_eq!(conditional(first, second), Ratio::Undefined);
        let limits = fisher(first, second, Confidence::P95);
        assert!(limits.lower.abs() < 1e-300 && limits.upper.is_infinite());
    }
}
