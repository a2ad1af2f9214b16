//! Binomial tails and the exact limits that invert them.
//!
//! P(X >= k) of n is the regularised incomplete beta function `I_p(k, n - k + 1)`, by its continued
//! fraction (Abramowitz and Stegun 26.5.8, modified Lentz method) with the leading factor in
//! saddle-point form. The number of steps is of the order of the square root of n. Relative error
//! below 1e-11 for n up to 1e9, in tails down to 1e-300.

use super::poisson::away_from_zero;
use super::{root, saddle};

const MOST_STEPS: u32 = 1_000_000;

/// P(X >= k) of n trials with success probability `p` and failure probability `q`.
pub(crate) fn upper_tail(k: f64, n: f64, (p, q): (f64, f64)) -> f64 {
    if k <= 0.0 {
        return 1.0;
    }
    if k > n {
        return 0.0;
    }
    if p * (n + 3.0) < k + 1.0 {
        direct_upper_tail(k, n, (p, q))
    } else {
        // P(X <= k - 1) is the upper tail of the failures.
        1.0 - direct_upper_tail(n - k + 1.0, n, (q, p))
    }
}

/// P(X <= k).
pub(crate) fn lower_tail(k: f64, n: f64, (p, q): (f64, f64)) -> f64 {
    upper_tail(n - k, n, (q, p))
}

/// The upper tail by its continued fraction, for k above the mean.
fn direct_upper_tail(k: f64, n: f64, (p, q): (f64, f64)) -> f64 {
    if k > n {
        return 0.0;
    }
    saddle::ln_binomial(k, n, (p, q)).exp() * q * fraction(k, n - k + 1.0, p)
}

fn fraction(first: f64, second: f64, x: f64) -> f64 {
    let both = first + second;
    let mut ratio = 1.0;
    let mut inverse = 1.0 / away_from_zero(1.0 - both * x / (first + 1.0));
    let mut value = inverse;
    for step in 1..MOST_STEPS {
        let index = f64::from(step);
        let even = first + 2.0 * index;
        let numerator = index * (second - index) * x / ((even - 1.0) * even);
        inverse = 1.0 / away_from_zero(1.0 + numerator * inverse);
        ratio = away_from_zero(1.0 + numerator / ratio);
        value *= inverse * ratio;
        let numerator = -(first + index) * (both + index) * x / (even * (even + 1.0));
        inverse = 1.0 / away_from_zero(1.0 + numerator * inverse);
        ratio = away_from_zero(1.0 + numerator / ratio);
        let factor = inverse * ratio;
        value *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}

/// The odds p / q at which P(X >= k) is `tail`, for k from 1 to n.
///
/// Newton's method on the logarithms of the tail and of the odds. The tail is the distribution
/// function of a variable with a log-concave density, so the steps converge from any start.
pub(crate) fn odds_at_upper_tail(k: f64, n: f64, tail: f64, start: f64) -> f64 {
    let logarithm = root::solve_increasing(
        |position| {
            let odds = position.exp();
            let (p, q) = (odds / (1.0 + odds), 1.0 / (1.0 + odds));
            let reached = upper_tail(k, n, (p, q));
            // d tail / d ln odds = k P(X = k) q.
            let density = k * saddle::ln_binomial(k, n, (p, q)).exp() * q;
            ((reached / tail).ln(), density / reached)
        },
        start.ln(),
        (-70.0, 70.0),
    );
    logarithm.exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_of_a_small_table() {
        let exact = 5.0 * 0.3_f64.powi(4) * 0.7 + 0.3_f64.powi(5);
        assert!((upper_tail(4.0, 5.0, (0.3, 0.7)) / exact - 1.0).abs() < 1e-13);
        assert!((lower_tail(3.0, 5.0, (0.3, 0.7)) - (1.0 - exact)).abs() < 1e-14);
    }

    #[test]
    fn odds_invert_the_tail() {
        for (k, n) in [(1.0, 1.0), (1.0, 1e9), (7.0, 20.0), (5e6, 1e7), (1e7, 1e7)] {
            let odds = odds_at_upper_tail(k, n, 0.025, (k + 0.1) / (n - k + 1.0));
            let reached = upper_tail(k, n, (odds / (1.0 + odds), 1.0 / (1.0 + odds)));
            assert!((reached / 0.025 - 1.0).abs() < 1e-9, "{k} {n} {reached}");
        }
    }
}
