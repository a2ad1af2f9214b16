//! Tests of equal proportions in two independent samples.
//!
//! Written for the table of events and non-events of two arms.

use super::ZTest;
use super::proportion::Proportion;
use super::special::hypergeometric::Margins;
use super::special::{normal, probability};

/// A chi-squared statistic of one degree of freedom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquared {
    /// The statistic.
    pub statistic: f64,
    /// Its p-value.
    pub p: f64,
}

/// Pearson's chi-squared test; none where all or none of both arms have the event.
///
/// The sum of (observed - expected)^2 / expected, which is N (x1 y2 - x2 y1)^2 over the product of
/// the four margins. Assumes expected counts of 5 or more. Source: Pearson 1900; Campbell 2007 for
/// when it beats the exact tests.
pub fn chi_squared(first: Proportion, second: Proportion) -> Option<ChiSquared> {
    chi_squared_from_distance(first, second, 0.0)
}

/// Pearson's test with Yates's continuity correction; none as for [`chi_squared`].
///
/// Each |observed - expected| is reduced by one half, or to zero where it is smaller. Source: Yates
/// 1934. Approximates the exact test, and like it is conservative.
pub fn chi_squared_yates(first: Proportion, second: Proportion) -> Option<ChiSquared> {
    chi_squared_from_distance(first, second, 0.5)
}

fn chi_squared_from_distance(first: Proportion, second: Proportion, correction: f64) -> Option<ChiSquared> {
    let pooled = pooled(first, second)?;
    let total = pooled.size();
    // |observed - expected| is the same in all four cells.
    let expected_gap = first.minus(second).abs() * (first.size() * second.size() / total);
    let distance = (expected_gap - correction).max(0.0);
    let scale = first.size() * second.size() * pooled.trial_variance() / total;
    let statistic = distance * distance / scale;
    Some(ChiSquared { statistic, p: probability(normal::two_sided(statistic.sqrt())) })
}

/// The z-test with the pooled proportion; none as for [`chi_squared`]; that statistic is its
/// square.
///
/// (p1 - p2) / sqrt(p (1 - p) (1/n1 + 1/n2)).
pub fn z_pooled(first: Proportion, second: Proportion) -> Option<ZTest> {
    let pooled = pooled(first, second)?;
    let parts = 1.0 / first.size() + 1.0 / second.size();
    ZTest::from_estimate(first.minus(second), (pooled.trial_variance() * parts).sqrt())
}

/// The z-test with each arm's own variance; none where neither arm has any.
///
/// (p1 - p2) / sqrt(p1 (1 - p1) / n1 + p2 (1 - p2) / n2). Agrees with the Wald interval of the
/// difference; too liberal for small counts.
pub fn z_unpooled(first: Proportion, second: Proportion) -> Option<ZTest> {
    let variance = first.trial_variance() / first.size() + second.trial_variance() / second.size();
    ZTest::from_estimate(first.minus(second), variance.sqrt())
}

/// Both arms together; none where nobody or everybody has the event.
fn pooled(first: Proportion, second: Proportion) -> Option<Proportion> {
    let pooled = first.with(second);
    (pooled.trial_variance() > 0.0).then_some(pooled)
}

/// The two tails of an exact test, both with the outcome itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tails {
    /// The probability of this outcome and of all below it.
    less: f64,
    /// The probability of this outcome and of all above it.
    greater: f64,
    /// The probability of this outcome alone.
    outcome: f64,
}

impl Tails {
    /// A tail is at least as large as the outcome in it, whatever rounding says.
    pub(super) fn new(less: f64, greater: f64, outcome: f64) -> Self {
        Self { less: less.max(outcome), greater: greater.max(outcome), outcome }
    }

    pub(super) fn less(self) -> f64 {
        probability(self.less)
    }

    pub(super) fn greater(self) -> f64 {
        probability(self.greater)
    }

    /// Twice the smaller tail.
    pub(super) fn central(self) -> f64 {
        probability(2.0 * self.less.min(self.greater))
    }

    /// Twice the smaller tail, the outcome counting one half.
    pub(super) fn mid_central(self) -> f64 {
        probability(2.0 * self.less.min(self.greater) - self.outcome)
    }
}

/// Fisher's exact p-values, given both margins of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FisherTest {
    /// The probability of all tables no more likely than this one: the usual two-sided test.
    pub no_more_likely: f64,
    /// The probability of as few events in the first arm.
    pub less: f64,
    /// The probability of as many.
    pub greater: f64,
    /// Twice the smaller of the two, at most 1: goes with the exact interval of the odds ratio.
    pub central: f64,
    /// As `central`, the table itself counting one half.
    pub mid_central: f64,
    /// As `no_more_likely`, the table itself and those tied with it counting one half.
    pub mid_no_more_likely: f64,
}

/// Fisher's exact test.
///
/// Hypergeometric probabilities of the first arm's events. Source: Fisher 1935; Lancaster 1961 for
/// the mid-p; Fay 2010 for the two two-sided forms. Tables within a factor of 1 + 1e-7 of each
/// other are tied. Conservative, the mid-p nearly not. Work grows with the square root of the
/// counts.
///
/// ```
/// # use statistics::*;
/// # use statistics::proportion::{self, Proportion};
/// let tea = p_value::fisher(Proportion::new(3, 4)?, Proportion::new(1, 4)?);
/// assert!((tea.no_more_likely - 34.0 / 70.0).abs() < 1e-12);
/// assert!((tea.greater - 17.0 / 70.0).abs() < 1e-12);
/// # Ok::<(), Invalid>(())
/// ```
pub fn fisher(first: Proportion, second: Proportion) -> FisherTest {
    let events = first.successes() + second.successes();
    let margins = Margins::new(first.size(), second.size(), events);
    let cell = first.successes();
    let tails = Tails::new(margins.lower_tail(cell), margins.upper_tail(cell), margins.term(cell));
    let (no_more_likely, tied) = margins.no_more_likely(cell);
    FisherTest {
        no_more_likely: probability(no_more_likely),
        less: tails.less(),
        greater: tails.greater(),
        central: tails.central(),
        mid_central: tails.mid_central(),
        mid_no_more_likely: probability(no_more_likely.max(tied) - 0.5 * tied),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_anywhere_has_no_test_but_fishers() {
        let (first, second) = (Proportion::new(0, 5).unwrap(), Proportion::new(0, 7).unwrap());
        assert!(chi_squared(first, second).is_none());
        assert!(z_unpooled(first, second).is_none());
        assert!((fisher(first, second).no_more_likely - 1.0).abs() < 1e-15);
    }

    #[test]
    fn pooled_z_is_the_root_of_chi_squared() {
        let (first, second) = (Proportion::new(15, 50).unwrap(), Proportion::new(30, 70).unwrap());
        let z = z_pooled(first, second).unwrap();
        let statistic = chi_squared(first, second).unwrap().statistic;
        assert!((z.z * z.z / statistic - 1.0).abs() < 1e-13 && z.z < 0.0);
    }
}
