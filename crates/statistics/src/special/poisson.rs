//! Poisson tails and the gamma quantiles that invert them.
//!
//! P(X >= k) for a mean m is the regularised lower incomplete gamma function P(k, m). It is summed
//! by its series below the mean and by Legendre's continued fraction above (Abramowitz and Stegun
//! 6.5.29 and 6.5.31), with the leading factor in saddle-point form. Both take a number of steps of
//! the order of the square root of the shape. Relative error below 1e-12 for shapes up to 1e9.

use super::{normal, root, saddle};

const MOST_STEPS: u32 = 2_000_000;
const TINY: f64 = 1e-300;

/// The regularised lower and upper incomplete gamma functions, the smaller computed directly.
pub(crate) fn incomplete_gamma(shape: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    let term = saddle::ln_poisson(shape, x).exp();
    if x < shape + 1.0 {
        let lower = term * series(shape, x);
        (lower, 1.0 - lower)
    } else {
        let upper = term * shape * fraction(shape, x);
        (1.0 - upper, upper)
    }
}

/// 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ...
fn series(shape: f64, x: f64) -> f64 {
    let mut sum = 1.0;
    let mut term = 1.0;
    for step in 1..MOST_STEPS {
        term *= x / (shape + f64::from(step));
        sum += term;
        if term <= sum * f64::EPSILON * 0.1 {
            break;
        }
    }
    sum
}

/// Legendre's continued fraction by the modified Lentz method.
fn fraction(shape: f64, x: f64) -> f64 {
    let mut denominator = x + 1.0 - shape;
    let mut ratio = 1.0 / TINY;
    let mut inverse = 1.0 / denominator;
    let mut value = inverse;
    for step in 1..MOST_STEPS {
        let index = f64::from(step);
        let numerator = -index * (index - shape);
        denominator += 2.0;
        inverse = 1.0 / away_from_zero(numerator * inverse + denominator);
        ratio = away_from_zero(denominator + numerator / ratio);
        let factor = inverse * ratio;
        value *= factor;
        if (factor - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}

pub(super) fn away_from_zero(value: f64) -> f64 {
    if value.abs() < TINY { TINY } else { value }
}

/// The upper tail of a chi-squared variable.
pub(crate) fn chi_squared_upper(statistic: f64, degrees: f64) -> f64 {
    incomplete_gamma(degrees / 2.0, statistic / 2.0).1
}

/// The value below which a gamma variable of unit scale falls with the given small probability.
pub(crate) fn gamma_lower_quantile(shape: f64, probability: f64) -> f64 {
    let z = -normal::upper_quantile(probability);
    gamma_quantile(
        shape,
        z,
        |x| {
            let lower = incomplete_gamma(shape, x).0;
            (lower / probability).ln()
        },
        probability,
    )
}

/// The value above which a gamma variable of unit scale falls with the given small probability.
pub(crate) fn gamma_upper_quantile(shape: f64, probability: f64) -> f64 {
    let z = normal::upper_quantile(probability);
    gamma_quantile(
        shape,
        z,
        |x| {
            let upper = incomplete_gamma(shape, x).1;
            (probability / upper).ln()
        },
        probability,
    )
}

/// Newton's method on the logarithms of the tail and of the value, from Wilson and Hilferty's
/// approximation. The tail is log-concave in the logarithm of the value, so the steps converge.
fn gamma_quantile(shape: f64, z: f64, excess: impl Fn(f64) -> f64, probability: f64) -> f64 {
    let spread = 1.0 / (9.0 * shape);
    let cube_root = 1.0 - spread + z * spread.sqrt();
    let start = if cube_root > 0.1 {
        (shape * cube_root.powi(3)).ln()
    } else {
        // Near zero the lower tail is x^a / Gamma(a + 1).
        (probability.ln() + statrs::function::gamma::ln_gamma(shape + 1.0)) / shape
    };
    let logarithm = root::solve_increasing(
        |position| {
            let x = position.exp();
            let value = excess(x);
            let tail = (value * if z < 0.0 { 1.0 } else { -1.0 }).exp() * probability;
            // The density times x is a times the probability term of a.
            let slope = shape * saddle::ln_poisson(shape, x).exp() / tail;
            (value, slope)
        },
        start,
        (start - 40.0, start + 40.0),
    );
    logarithm.exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_forms_of_shape_one() {
        assert!((gamma_upper_quantile(1.0, 0.025) / -(0.025_f64.ln()) - 1.0).abs() < 1e-13);
        assert!((gamma_lower_quantile(1.0, 1e-9) / 1e-9 - 1.0).abs() < 1e-8);
    }

    #[test]
    fn quantiles_invert_the_tails_of_any_size() {
        for shape in [0.2, 0.5, 3.3, 40.0, 1e4, 1e7, 1e9] {
            for tail in [1e-6, 0.001, 0.025, 0.4] {
                let lower = incomplete_gamma(shape, gamma_lower_quantile(shape, tail)).0;
                let upper = incomplete_gamma(shape, gamma_upper_quantile(shape, tail)).1;
                assert!((lower / tail - 1.0).abs() < 1e-9, "{shape} {tail} {lower}");
                assert!((upper / tail - 1.0).abs() < 1e-9, "{shape} {tail} {upper}");
            }
        }
    }
}
