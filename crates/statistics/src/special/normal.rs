//! The normal distribution with its tails.

use statrs::function::erf::erfc_inv;
use std::f64::consts::{FRAC_2_PI, PI, SQRT_2};

/// Below this the central part is summed and the tail is what is left of 1; from here on the tail
/// has its continued fraction. At this value the two lose the same little.
const FAR: f64 = 3.0;

/// The natural logarithm of the two-sided p-value of a standard normal statistic.
pub(crate) fn ln_two_sided(z: f64) -> f64 {
    let distance = z.abs();
    if distance <= FAR {
        return (-central(distance)).ln_1p();
    }
    0.5 * FRAC_2_PI.ln() - 0.5 * distance * distance + mills_ratio(distance).ln()
}

/// The two-sided p-value of a standard normal statistic.
pub(crate) fn two_sided(z: f64) -> f64 {
    let distance = z.abs();
    if distance <= FAR {
        return 1.0 - central(distance);
    }
    ln_two_sided(distance).exp()
}

/// The standard normal value with the given probability above it. The inverse of `statrs` is exact to
/// double precision in both tails.
pub(crate) fn upper_quantile(probability: f64) -> f64 {
    SQRT_2 * erfc_inv(2.0 * probability)
}

/// The probability within a distance of zero: 2 density (z + z^3 / 3 + z^5 / (3 5) + ...), all
/// positive.
fn central(z: f64) -> f64 {
    let mut sum = z;
    let mut term = z;
    let mut odd = 3.0;
    while term > sum * f64::EPSILON * 0.1 {
        term *= z * z / odd;
        sum += term;
        odd += 2.0;
    }
    2.0 * density(z) * sum
}

fn density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * PI).sqrt()
}

/// Tail over density, by Laplace's continued fraction from the far end, for z above [`FAR`].
fn mills_ratio(z: f64) -> f64 {
    let steps = if z < 6.0 { 60 } else { 20 };
    let fraction = (1..=steps).rev().fold(z, |below, step| z + f64::from(step) / below);
    1.0 / fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_join_where_the_method_changes() {
        let inside = two_sided(FAR - 1e-12);
        let outside = two_sided(FAR + 1e-12);
        assert!((inside / outside - 1.0).abs() < 2e-11);
    }

    #[test]
    fn quantile_inverts_the_tail() {
        for probability in [1e-300, 1e-20, 1e-9, 0.001, 0.025, 0.3, 0.5, 0.7] {
            let half = 0.5 * two_sided(upper_quantile(probability));
            let back = if probability > 0.5 { 1.0 - half } else { half };
            assert!((back / probability - 1.0).abs() < 1e-12, "{probability} {back}");
        }
    }

    #[test]
    fn known_values() {
        assert!((upper_quantile(0.025) - 1.959_963_984_540_054).abs() < 1e-14);
        assert!((two_sided(1.0) - 0.317_310_507_862_914_1).abs() < 1e-15);
        assert!((two_sided(3.1) / 0.001_935_206_426_436_713_2 - 1.0).abs() < 1e-13);
    }
}
