//! The ratio of two Poisson rates, the first over the second.
//!
//! Given the total of events, the events of the first rate are binomial with success probability r t1 /
//! (r t1 + t2) for a ratio r of rates and exposures t. The exact and the score methods work on that
//! binomial (Przyborowski and Wilenski 1940).

use super::p_value::Tails;
use super::proportion::{self, Proportion};
use super::rate::Rate;
use super::special::{binomial, hypergeometric, probability, saddle};
use super::{Confidence, Interval, Ratio, ZTest};

/// Two probabilities closer than this count as tied.
const TIE: f64 = 1e-7;

/// The ratio of the two rates.
///
/// (x1 / t1) / (x2 / t2); over zero where the second has no events, undefined where neither has
/// any.
pub fn ratio(first: Rate, second: Rate) -> Ratio {
    Ratio::new(first.value(), second.value())
}

/// The standard error of the logarithm of the ratio, sqrt(1/x1 + 1/x2); none without events in
/// either.
pub fn log_standard_error(first: Rate, second: Rate) -> Option<f64> {
    let both = first.events() > 0 && second.events() > 0;
    both.then(|| (1.0 / first.count() + 1.0 / second.count()).sqrt())
}

/// The log-normal interval, ratio times exp(± z sqrt(1/x1 + 1/x2)).
///
/// Source: Rothman, Greenland and Lash, chapter 14. Assumes independent Poisson counts of say 10 or
/// more; none where one of them is zero.
pub fn wald(first: Rate, second: Rate, confidence: Confidence) -> Option<Interval> {
    let error = log_standard_error(first, second)?;
    let value = ratio(first, second).finite()?;
    Some(Interval::around_logarithm(value, confidence.quantile() * error))
}

/// The exact interval given the total of events.
///
/// The exact odds of x1 among x1 + x2 (Clopper and Pearson), times t2 / t1. Source: Przyborowski
/// and Wilenski 1940; Fay 2010 (central). Assumes independent Poisson counts; never covers less
/// than its level. From 0 to infinity where nothing happened.
///
/// ```
/// # use statistics::*;
/// # use statistics::rate::{self, Rate};
/// let (first, second) = (Rate::new(41, 28_010.0)?, Rate::new(15, 19_017.0)?);
/// let interval = rate_ratio::exact(first, second, Confidence::P95);
/// assert_eq!(format!("{:.3} to {:.3}", interval.lower, interval.upper), "1.006 to 3.609");
/// # Ok::<(), Invalid>(())
/// ```
pub fn exact(first: Rate, second: Rate, confidence: Confidence) -> Interval {
    from_odds(first, second, |share| proportion::exact_odds(share, confidence))
}

/// The score interval.
///
/// The Wilson odds of x1 among x1 + x2, times t2 / t1, which solves (x1 - r t1 x2 / t2)^2 = z^2 (x1
/// + x2) r t1 / t2. Source: Graham, Mengersen and Morton 2003. Valid for every count.
pub fn score(first: Rate, second: Rate, confidence: Confidence) -> Interval {
    from_odds(first, second, |share| proportion::wilson_odds(share, confidence))
}

fn from_odds(first: Rate, second: Rate, odds: impl Fn(Proportion) -> Interval) -> Interval {
    match Proportion::among(first.events(), second.events()) {
        Some(share) => odds(share).scaled(second.exposure() / first.exposure()),
        // Nothing happened at all, so every ratio is possible.
        None => Interval { lower: 0.0, upper: f64::INFINITY },
    }
}

/// The score test of equal rates; none where nothing happened.
///
/// z = (x1 - n c) / sqrt(n c (1 - c)) with n = x1 + x2 and c = t1 / (t1 + t2).
pub fn score_test(first: Rate, second: Rate) -> Option<ZTest> {
    let total = first.count() + second.count();
    let (chance, rest) = chances(first, second);
    (total > 0.0).then(|| {
        // x1 - n c as x1 (1 - c) - x2 c, which cancels less.
        let difference = first.count() * rest - second.count() * chance;
        ZTest::new(difference / (total * chance * rest).sqrt())
    })
}

/// The exact p-values of equal rates, given the total of events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExactTest {
    /// The probability of as few events in the first rate.
    pub less: f64,
    /// The probability of as many.
    pub greater: f64,
    /// Twice the smaller of the two, at most 1: goes with [`exact`].
    pub central: f64,
    /// The probability of all outcomes no more likely than this one.
    pub no_more_likely: f64,
    /// As `central`, the outcome itself counting one half.
    pub mid: f64,
}

/// The exact test of equal rates.
///
/// Source: Przyborowski and Wilenski 1940; Fay 2010 for the two two-sided forms; Lancaster 1961 for
/// the mid-p. Outcomes within a factor of 1 + 1e-7 of each other are tied. All 1 where nothing
/// happened.
pub fn exact_test(first: Rate, second: Rate) -> ExactTest {
    let total = first.count() + second.count();
    let chance = chances(first, second);
    let tails = Tails::new(
        binomial::lower_tail(first.count(), total, chance),
        binomial::upper_tail(first.count(), total, chance),
        saddle::ln_binomial(first.count(), total, chance).exp(),
    );
    ExactTest {
        less: tails.less(),
        greater: tails.greater(),
        central: tails.central(),
        no_more_likely: probability(no_more_likely(first.count(), total, chance)),
        mid: tails.mid_central(),
    }
}

fn chances(first: Rate, second: Rate) -> (f64, f64) {
    let exposure = first.exposure() + second.exposure();
    (first.exposure() / exposure, second.exposure() / exposure)
}

fn no_more_likely(events: f64, total: f64, (p, q): (f64, f64)) -> f64 {
    let mode = ((total + 1.0) * p).floor().min(total);
    if events < mode {
        // Seen from the other side, so that the outcome is at or above the mode.
        return no_more_likely(total - events, total, (q, p));
    }
    let limit = saddle::ln_binomial(events, total, (p, q)) + TIE;
    let likely = |place: f64| saddle::ln_binomial(place, total, (p, q)) <= limit;
    match hypergeometric::last_within(likely, 0.0, mode) {
        Some(place) if place >= mode => 1.0,
        Some(place) => {
            let below = binomial::lower_tail(place, total, (p, q));
            (binomial::upper_tail(events, total, (p, q)) + below).min(1.0)
        }
        None => binomial::upper_tail(events, total, (p, q)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_happened() {
        let (first, second) = (Rate::new(0, 3.0).unwrap(), Rate::new(0, 4.0).unwrap());
        assert_eq!(ratio(first, second), Ratio::Undefined);
        assert!(score_test(first, second).is_none());
        assert!((exact_test(first, second).central - 1.0).abs() < 1e-15);
        assert!(exact(first, second, Confidence::P95).upper.is_infinite());
    }

    #[test]
    fn equal_rates_are_tied_all_over() {
        let rate = Rate::new(5, 100.0).unwrap();
        assert!((exact_test(rate, rate).no_more_likely - 1.0).abs() < 1e-15);
    }
}
