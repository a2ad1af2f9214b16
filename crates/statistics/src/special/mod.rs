//! Special functions where `statrs` is not accurate enough, and the root finder the exact and score
//! limits share.
//!
//! Where `statrs` 0.19.1 falls short of the 1e-9 asked for (errors are relative, measured against
//! mpmath), and what is done instead:
//!
//! - `beta_reg` and `gamma_lr` take their leading factor from differences of log-gamma values. These
//!   are of the order of 1e8 for counts of 10 million, so eight digits cancel: errors of 1e-8 to
//!   4e-8. Here the factor is Loader's saddle-point form, which has no large terms to cancel.
//! - `gamma_ur` far out keeps only the absolute error of a complement: 6e-4 off at shape 100 and
//!   250. Here the smaller tail is always the one that is summed.
//! - `inv_beta_reg` inherits the former, and for (1, 1e7, 0.025), one event in ten million, did not
//!   return in nine minutes. Here limits come from Newton's method on the logarithm of the tail.
//! - `erfc` is off by up to 1e-10 (shortened constants, with jumps where they change), and underflows
//!   at a statistic of 38. Here the tail is summed anew, and its logarithm is available.
//! - There is no noncentral hypergeometric distribution.
//!
//! Its `erfc_inv` and, for small arguments, `ln_gamma` and `beta_reg` are right to double precision and are used.

use super::SMALLEST_P;

pub(super) mod binomial;
pub(super) mod hypergeometric;
pub(super) mod normal;
pub(super) mod poisson;
pub(super) mod root;
pub(super) mod saddle;
pub(super) mod student;

/// A p-value between the smallest that can be told from zero and 1: rounding does not make an event impossible.
pub(super) fn probability(value: f64) -> f64 {
    value.clamp(SMALLEST_P, 1.0)
}
