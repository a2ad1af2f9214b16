//! One risk ratio from several strata.

use super::proportion::Proportion;
use super::ratio_of_estimates::Measured;
use super::risk_ratio;
use super::special::{poisson, probability};
use super::{Confidence, Interval, ZTest};

/// The two arms of one stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stratum {
    /// The arm above the line.
    pub first: Proportion,
    /// The arm below it.
    pub second: Proportion,
}

/// The Mantel-Haenszel risk ratio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MantelHaenszel {
    /// The pooled ratio.
    pub ratio: f64,
    /// What the logarithm allows; none where no first arm has events.
    pub spread: Option<Spread>,
}

/// The logarithm of a ratio with its variance and what follows from them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The logarithm of the ratio.
    pub logarithm: f64,
    /// Its variance.
    pub variance: f64,
    /// The log-normal interval of the ratio.
    pub interval: Interval,
    /// The test of a ratio of 1; none where the variance is zero.
    pub test: Option<ZTest>,
}

impl Spread {
    fn new(logarithm: f64, variance: f64, confidence: Confidence) -> Self {
        let error = variance.sqrt();
        let half_width = confidence.quantile() * error;
        Self {
            logarithm,
            variance,
            interval: Interval::around_logarithm(logarithm.exp(), half_width),
            test: ZTest::from_estimate(logarithm, error),
        }
    }

    /// The standard error of the logarithm.
    pub fn log_standard_error(self) -> f64 {
        self.variance.sqrt()
    }

    /// The ratio.
    pub fn ratio(self) -> f64 {
        self.logarithm.exp()
    }
}

/// The Mantel-Haenszel ratio of the strata; none where no second arm has events.
///
/// Sum of x1 n2 / N over sum of x2 n1 / N, with the variance of Greenland and Robins 1985 for the
/// logarithm: sum of (n1 n2 (x1 + x2) - x1 x2 N) / N^2 over the product of the two sums. No
/// continuity correction. Assumes one common ratio; good for many sparse strata as for few large
/// ones.
///
/// ```
/// # use statistics::*;
/// # use statistics::proportion::{self, Proportion};
/// # use statistics::pooling::{self, Stratum};
/// let stratum = |x1, x2| Ok::<_, Invalid>(Stratum { first: Proportion::new(x1, 100)?, second: Proportion::new(x2, 100)? });
/// let pooled = pooling::mantel_haenszel(&[stratum(20, 10)?, stratum(60, 30)?], Confidence::P95);
/// assert!(pooled.is_some_and(|pooled| (pooled.ratio - 2.0).abs() < 1e-12));
/// # Ok::<(), Invalid>(())
/// ```
pub fn mantel_haenszel(strata: &[Stratum], confidence: Confidence) -> Option<MantelHaenszel> {
    let sum = |part: fn(&Stratum) -> f64| -> f64 { strata.iter().map(part).sum() };
    let above = sum(|stratum| stratum.first.successes() * (stratum.second.size() / stratum.size()));
    let below = sum(|stratum| stratum.second.successes() * (stratum.first.size() / stratum.size()));
    if below <= 0.0 {
        return None;
    }
    let ratio = above / below;
    let spread = (above > 0.0).then(|| {
        let variance = sum(Stratum::greenland_robins) / (above * below);
        Spread::new(ratio.ln(), variance, confidence)
    });
    Some(MantelHaenszel { ratio, spread })
}

impl Stratum {
    fn size(&self) -> f64 {
        self.first.size() + self.second.size()
    }

    /// (n1 n2 (x1 + x2) - x1 x2 N) / N^2, regrouped as (n1 x1 y2 + n2 x2 y1) / N^2 with the
    /// non-events y, so that nothing cancels.
    fn greenland_robins(&self) -> f64 {
        let ours = self.first.size() * self.first.successes() * self.second.failures();
        let theirs = self.second.size() * self.second.successes() * self.first.failures();
        (ours + theirs) / self.size() / self.size()
    }

    /// The logarithm of the ratio and its variance, one half added to all four cells if one is
    /// empty; none where nobody or everybody of both arms has the event.
    fn log_ratio(&self) -> Option<(f64, f64)> {
        let events = self.first.events() + self.second.events();
        if events == 0 || events == self.first.total() + self.second.total() {
            return None;
        }
        let empty = risk_ratio::has_empty_cell(self.first, self.second);
        let shift = if empty { 0.5 } else { 0.0 };
        let arm = |arm: Proportion| {
            let (events, failures) = (arm.successes() + shift, arm.failures() + shift);
            let total = events + failures;
            (events / total, failures / (events * total))
        };
        let (first, second) = (arm(self.first), arm(self.second));
        Some(((first.0 / second.0).ln(), first.1 + second.1))
    }
}

/// Inverse-variance pooling under one common and under varying ratios.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InverseVariance {
    /// How many strata had something to say.
    pub strata: usize,
    /// The ratio under one common effect.
    pub common: Spread,
    /// Cochran's Q.
    pub heterogeneity: f64,
    /// Its degrees of freedom, the strata less one.
    pub degrees: usize,
    /// The p-value of Q; none with one stratum.
    pub heterogeneity_p: Option<f64>,
    /// The share of the variation that is between strata, in percent.
    pub i_squared: f64,
    /// The variance between strata.
    pub tau_squared: f64,
    /// The ratio under random effects.
    pub random: Spread,
}

/// Pools the logarithms of the ratios; none where no stratum has anything to say.
///
/// Weights are inverse variances; Q is the weighted sum of squares, I2 = 100 (Q - df) / Q and tau2
/// = (Q - df) / (sum w - sum w^2 / sum w), both at least 0; the random-effects weights are 1 / (v +
/// tau2). Strata with an empty cell get one half in all four, strata where nobody or everybody has
/// the event are left out. Source: Cochran 1954; `DerSimonian` and Laird 1986; Higgins and Thompson
/// 2002. Assumes strata large enough for normal logarithms; the interval under random effects is
/// too narrow with few strata.
pub fn inverse_variance(strata: &[Stratum], confidence: Confidence) -> Option<InverseVariance> {
    let ratios: Vec<_> = strata.iter().filter_map(Stratum::log_ratio).collect();
    weighed(&ratios, confidence)
}

/// Pools ratios that are known by their logarithms and the standard errors of these; none where there are none.
///
/// As [`inverse_variance`], for ratios of any kind: rates, surveys, means. Logarithms without a standard error above
/// zero are left out.
pub fn logarithms(ratios: &[Measured], confidence: Confidence) -> Option<InverseVariance> {
    let ratios: Vec<_> = ratios
        .iter()
        .filter(|ratio| ratio.standard_error() > 0.0)
        .map(|ratio| (ratio.value(), ratio.standard_error().powi(2)))
        .collect();
    weighed(&ratios, confidence)
}

fn weighed(ratios: &[(f64, f64)], confidence: Confidence) -> Option<InverseVariance> {
    if ratios.is_empty() {
        return None;
    }
    let degrees = ratios.len() - 1;
    let free = degrees as f64;
    let common = pooled(ratios, 0.0, confidence);
    let heterogeneity =
        ratios.iter().map(|(logarithm, variance)| (logarithm - common.logarithm).powi(2) / variance).sum::<f64>();
    let excess = if degrees == 0 { 0.0 } else { (heterogeneity - free).max(0.0) };
    let weights: Vec<f64> = ratios.iter().map(|(_, variance)| 1.0 / variance).collect();
    let tau_squared = if excess > 0.0 { excess / spread_between(&weights) } else { 0.0 };
    Some(InverseVariance {
        strata: ratios.len(),
        common,
        heterogeneity,
        degrees,
        heterogeneity_p: (degrees > 0).then(|| probability(poisson::chi_squared_upper(heterogeneity, free))),
        i_squared: if excess > 0.0 { 100.0 * excess / heterogeneity } else { 0.0 },
        tau_squared,
        random: pooled(ratios, tau_squared, confidence),
    })
}

/// The total W less the sum of the squared weights over W, as the sum of each weight times the others over W: that
/// does not cancel where one weight is nearly all of W.
fn spread_between(weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    let others = |place: usize| -> f64 {
        let rest = weights.iter().enumerate().filter(|(other, _)| *other != place);
        rest.map(|(_, weight)| weight).sum()
    };
    let products = weights.iter().enumerate().map(|(place, weight)| weight / total * others(place));
    products.sum()
}

fn pooled(ratios: &[(f64, f64)], between: f64, confidence: Confidence) -> Spread {
    let weights = ratios.iter().map(|(_, variance)| 1.0 / (variance + between));
    let total: f64 = weights.clone().sum();
    let sum: f64 = weights.zip(ratios).map(|(weight, (logarithm, _))| weight * logarithm).sum();
    Spread::new(sum / total, 1.0 / total, confidence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stratum(counts: [u64; 4]) -> Stratum {
        let [events, total, others, other_total] = counts;
        Stratum {
            first: Proportion::new(events, total).unwrap(),
            second: Proportion::new(others, other_total).unwrap(),
        }
    }

    #[test]
    fn one_stratum_is_its_own_pool() {
        let strata = [stratum([10, 50, 20, 40])];
        let pooled = mantel_haenszel(&strata, Confidence::P95).unwrap();
        assert!((pooled.ratio - 0.4).abs() < 1e-15);
        let expected = 1.0 / 10.0 - 1.0 / 50.0 + 1.0 / 20.0 - 1.0 / 40.0;
        assert!((pooled.spread.unwrap().variance - expected).abs() < 1e-15);
        let inverse = inverse_variance(&strata, Confidence::P95).unwrap();
        assert!(inverse.heterogeneity_p.is_none());
    }

    #[test]
    fn logarithms_pool_as_their_strata_do() {
        let strata = [stratum([10, 50, 20, 40]), stratum([30, 90, 20, 80])];
        let known = strata.map(|stratum| {
            let (logarithm, variance) = stratum.log_ratio().unwrap();
            Measured::new(logarithm, variance.sqrt()).unwrap()
        });
        let expected = inverse_variance(&strata, Confidence::P95).unwrap();
        let found = logarithms(&known, Confidence::P95).unwrap();
        assert!((found.random.logarithm - expected.random.logarithm).abs() < 1e-12);
        assert!((found.heterogeneity - expected.heterogeneity).abs() < 1e-12);
    }

    #[test]
    fn strata_without_events_say_nothing() {
        let strata = [stratum([0, 5, 0, 7])];
        assert!(mantel_haenszel(&strata, Confidence::P95).is_none());
        assert!(inverse_variance(&strata, Confidence::P95).is_none());
    }
}
