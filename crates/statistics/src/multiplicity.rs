//! p-values adjusted for how many were looked at.
//!
//! Each function takes the p-values of one family and returns the adjusted ones in the same order,
//! each at most 1. A p-value adjusted to q may be called significant at every level of q or more.

use super::Invalid;

/// Bonferroni: k p.
///
/// Controls the chance of any false finding under any dependence. Source: Dunn 1961.
pub fn bonferroni(p_values: &[f64]) -> Result<Vec<f64>, Invalid> {
    check(p_values)?;
    let family = p_values.len() as f64;
    Ok(p_values.iter().map(|p| (p * family).min(1.0)).collect())
}

/// Holm: the running maximum, from the smallest up, of (k - rank + 1) p.
///
/// Controls the same as [`bonferroni`] under any dependence, and is never weaker. Source: Holm
/// 1979.
pub fn holm(p_values: &[f64]) -> Result<Vec<f64>, Invalid> {
    check(p_values)?;
    let family = p_values.len();
    let order = ascending(p_values);
    let steps = order.into_iter().enumerate();
    let mut largest = 0.0_f64;
    Ok(in_order(
        family,
        steps.map(|(rank, (place, p))| {
            largest = largest.max(p * (family - rank) as f64).min(1.0);
            (place, largest)
        }),
    ))
}

/// Hochberg: the running minimum, from the largest down, of (k - rank + 1) p.
///
/// Controls the chance of any false finding when the tests are independent or positively dependent.
/// Source: Hochberg 1988.
pub fn hochberg(p_values: &[f64]) -> Result<Vec<f64>, Invalid> {
    let family = p_values.len();
    step_up(p_values, |rank| (family - rank) as f64)
}

/// Benjamini and Hochberg: the running minimum, from the largest down, of p k / rank.
///
/// Controls the expected share of false findings among the findings when the tests are independent
/// or positively dependent. Source: Benjamini and Hochberg 1995.
///
/// ```
/// # use statistics::*;
/// let adjusted = multiplicity::benjamini_hochberg(&[0.01, 0.04, 0.03])?;
/// assert_eq!(adjusted, [0.03, 0.04, 0.04]);
/// # Ok::<(), Invalid>(())
/// ```
pub fn benjamini_hochberg(p_values: &[f64]) -> Result<Vec<f64>, Invalid> {
    let family = p_values.len() as f64;
    step_up(p_values, |rank| family / (rank + 1) as f64)
}

/// Benjamini and Yekutieli: as [`benjamini_hochberg`], times 1 + 1/2 + ... + 1/k.
///
/// Controls the same under any dependence. Source: Benjamini and Yekutieli 2001.
pub fn benjamini_yekutieli(p_values: &[f64]) -> Result<Vec<f64>, Invalid> {
    let family = p_values.len() as f64;
    let harmonic: f64 = (1..=p_values.len()).rev().map(|rank| 1.0 / rank as f64).sum();
    step_up(p_values, |rank| family * harmonic / (rank + 1) as f64)
}

fn step_up(p_values: &[f64], factor: impl Fn(usize) -> f64) -> Result<Vec<f64>, Invalid> {
    check(p_values)?;
    let order = ascending(p_values);
    let mut smallest = 1.0_f64;
    let steps = order.into_iter().enumerate().rev();
    Ok(in_order(
        p_values.len(),
        steps.map(|(rank, (place, p))| {
            smallest = smallest.min(p * factor(rank));
            (place, smallest)
        }),
    ))
}

fn check(p_values: &[f64]) -> Result<(), Invalid> {
    if p_values.iter().all(|p| (0.0..=1.0).contains(p)) { Ok(()) } else { Err(Invalid::ProbabilityOutOfRange) }
}

/// The p-values from the smallest up, each with its place.
fn ascending(p_values: &[f64]) -> Vec<(usize, f64)> {
    let mut order: Vec<_> = p_values.iter().copied().enumerate().collect();
    order.sort_by(|one, other| one.1.total_cmp(&other.1));
    order
}

fn in_order(length: usize, placed: impl Iterator<Item = (usize, f64)>) -> Vec<f64> {
    let mut values = vec![1.0; length];
    for (place, value) in placed {
        if let Some(slot) = values.get_mut(place) {
            *slot = value;
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept_and_nothing_exceeds_one() {
        let p_values = [0.04, 0.01, 0.9];
        let close = |given: Vec<f64>, expected: [f64; 3]| {
            given.iter().zip(expected).all(|(one, other)| (one - other).abs() < 1e-15)
        };
        assert!(close(bonferroni(&p_values).unwrap(), [0.12, 0.03, 1.0]));
        assert!(close(holm(&p_values).unwrap(), [0.08, 0.03, 0.9]));
        assert!(close(benjamini_hochberg(&p_values).unwrap(), [0.06, 0.03, 0.9]));
    }

    #[test]
    fn an_empty_family_is_no_error_and_a_wrong_value_is() {
        assert_eq!(holm(&[]), Ok(vec![]));
        assert_eq!(holm(&[f64::NAN]), Err(Invalid::ProbabilityOutOfRange));
    }
}
