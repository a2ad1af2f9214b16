//! Loader's saddle-point form of the binomial and Poisson probabilities.
//!
//! Loader C (2000), Fast and accurate computation of binomial probabilities. A probability is
//! written as a Stirling factor times the exponential of two deviances, all small, so that nothing
//! cancels for counts of tens of millions.

use statrs::function::gamma::ln_gamma;
use std::f64::consts::PI;

/// From here on the Stirling series is exact to double precision.
const SERIES_FROM: f64 = 16.0;

/// The error of Stirling's formula: ln k! less ln(sqrt(2 pi k) (k / e)^k), for k above zero.
pub(crate) fn stirling_error(k: f64) -> f64 {
    if k < SERIES_FROM {
        return ln_gamma(k + 1.0) - (k + 0.5) * k.ln() + k - 0.5 * (2.0 * PI).ln();
    }
    let square = k * k;
    let fifth = 1.0 / 1188.0 - 691.0 / 360_360.0 / square;
    let fourth = 1.0 / 1680.0 - fifth / square;
    let third = 1.0 / 1260.0 - fourth / square;
    let second = 1.0 / 360.0 - third / square;
    (1.0 / 12.0 - second / square) / k
}

/// The deviance part k ln(k / mean) + mean - k, without cancellation where k is near the mean.
pub(crate) fn deviance(k: f64, mean: f64) -> f64 {
    if k == 0.0 {
        return mean;
    }
    let difference = k - mean;
    let relative = difference / (k + mean);
    if relative.abs() >= 0.1 {
        return k * (k / mean).ln() - difference;
    }
    // ln(k / mean) = 2 artanh(relative); its first term cancels against the difference.
    let square = relative * relative;
    let mut sum = difference * relative;
    let mut power = 2.0 * k * relative;
    for odd in 1..=30 {
        power *= square;
        let next = sum + power / f64::from(2 * odd + 1);
        if (next - sum).abs() <= f64::EPSILON * sum.abs() * 0.25 {
            return next;
        }
        sum = next;
    }
    sum
}

/// The natural logarithm of the Poisson probability of k, which need not be whole.
pub(crate) fn ln_poisson(k: f64, mean: f64) -> f64 {
    if k == 0.0 {
        return -mean;
    }
    -stirling_error(k) - deviance(k, mean) - 0.5 * (2.0 * PI * k).ln()
}

/// The natural logarithm of the binomial probability of k in n, with success probability `p` and
/// failure probability `q` given apart so that neither is rounded away.
pub(crate) fn ln_binomial(k: f64, n: f64, (p, q): (f64, f64)) -> f64 {
    let failures = n - k;
    if k == 0.0 {
        return if n == 0.0 { 0.0 } else { -ln_power(n, q, p) };
    }
    if failures == 0.0 {
        return -ln_power(n, p, q);
    }
    let stirling = stirling_error(n) - stirling_error(k) - stirling_error(failures);
    let deviances = deviance(k, n * p) + deviance(failures, n * q);
    stirling - deviances - 0.5 * (2.0 * PI * k * (failures / n)).ln()
}

/// Minus n times the logarithm of a probability; its complement may be the more precise.
fn ln_power(n: f64, probability: f64, complement: f64) -> f64 {
    if complement < 0.5 { -n * (-complement).ln_1p() } else { -n * probability.ln() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_meets_log_gamma() {
        let below = ln_gamma(17.0) - 16.5 * 16.0_f64.ln() + 16.0 - 0.5 * (2.0 * PI).ln();
        assert!((stirling_error(16.0) - below).abs() < 1e-13);
    }

    #[test]
    fn binomial_probabilities_add_up() {
        let total: f64 = (0..=50).map(|k| ln_binomial(f64::from(k), 50.0, (0.3, 0.7)).exp()).sum();
        assert!((total - 1.0).abs() < 1e-13);
    }
}
