//! Student's t distribution: both tails together, and the quantile that inverts them.
//!
//! P(|T| > t) is the regularised incomplete beta function `I_x(v / 2, 1 / 2)` at x = v / (v + t^2) for v degrees of
//! freedom (Abramowitz and Stegun 26.7.1). Small tails are summed directly, so that they keep their digits. The leading
//! factor comes from log-gamma values, which cancel nothing at the few hundred degrees that are met here.

use statrs::function::beta::beta_reg;
use statrs::function::gamma::ln_gamma;
use std::f64::consts::PI;

use super::{normal, root};

/// The two-sided p-value of a statistic.
pub(crate) fn two_sided(t: f64, degrees: f64) -> f64 {
    let x = 1.0 / (1.0 + t * t / degrees);
    if x > 0.0 { beta_reg(degrees / 2.0, 0.5, x) } else { 0.0 }
}

/// The value with the given small probability above it.
///
/// Newton's method on the logarithms of the tail and of the value, from the normal value, which is too small.
pub(crate) fn upper_quantile(probability: f64, degrees: f64) -> f64 {
    let start = normal::upper_quantile(probability).ln();
    let logarithm = root::solve_increasing(
        |position| {
            let t = position.exp();
            let tails = two_sided(t, degrees);
            ((2.0 * probability / tails).ln(), 2.0 * t * density(t, degrees) / tails)
        },
        start,
        (start - 1.0, start + 80.0),
    );
    logarithm.exp()
}

fn density(t: f64, degrees: f64) -> f64 {
    let scale = ln_gamma(f64::midpoint(degrees, 1.0)) - ln_gamma(degrees / 2.0) - 0.5 * (degrees * PI).ln();
    (scale - f64::midpoint(degrees, 1.0) * (t * t / degrees).ln_1p()).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_forms_of_one_and_two_degrees() {
        for t in [1e-3_f64, 0.5, 1.0, 4.0, 63.0, 1e6, 1e100] {
            let one = 2.0 / PI * (1.0 / t).atan();
            assert!((two_sided(t, 1.0) / one - 1.0).abs() < 1e-12, "{t}");
            let root = (t * t + 2.0).sqrt();
            let two = 2.0 / (root * (root + t));
            assert!((two_sided(t, 2.0) / two - 1.0).abs() < 1e-12, "{t}");
        }
    }

    #[test]
    fn quantiles_of_the_usual_table() {
        let table = [
            (1.0, 12.706_204_736_174_7),
            (2.0, 4.302_652_729_749_46),
            (3.0, 3.182_446_305_283_71),
            (6.0, 2.446_911_851_144_97),
            (12.0, 2.178_812_829_667_23),
            (30.0, 2.042_272_456_301_24),
        ];
        for (degrees, expected) in table {
            let found = upper_quantile(0.025, degrees);
            assert!((found / expected - 1.0).abs() < 1e-12, "{degrees}: {found}");
        }
    }

    #[test]
    fn quantiles_invert_the_tail_and_end_at_the_normal_one() {
        for degrees in [1.0, 2.0, 5.0, 40.0, 500.0] {
            for probability in [1e-12, 1e-4, 0.025, 0.2, 0.45] {
                let back = 0.5 * two_sided(upper_quantile(probability, degrees), degrees);
                assert!((back / probability - 1.0).abs() < 1e-11, "{degrees} {probability} {back}");
            }
        }
        assert!((upper_quantile(0.025, 1e6) - normal::upper_quantile(0.025)).abs() < 1e-5);
    }
}
