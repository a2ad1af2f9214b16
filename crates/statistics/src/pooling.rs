//! One risk ratio from several strata.

use super::proportion::Proportion;
use super::ratio_of_estimates::Measured;
use super::risk_ratio;
use super::special::{poisson, probability};
use super::{Confidence, Interval, Ratio, TTest, ZTest};

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
    pub ratio: Ratio,
    /// What the logarithm allows; none where no first or no second arm has events.
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

/// The Mantel-Haenszel ratio of the strata; none where no arm has events.
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
/// assert!(pooled.and_then(|pooled| pooled.ratio.finite()).is_some_and(|ratio| (ratio - 2.0).abs() < 1e-12));
/// # Ok::<(), Invalid>(())
/// ```
pub fn mantel_haenszel(strata: &[Stratum], confidence: Confidence) -> Option<MantelHaenszel> {
    let sum = |part: fn(&Stratum) -> f64| -> f64 { strata.iter().map(part).sum() };
    let above = sum(|stratum| stratum.first.successes() * (stratum.second.size() / stratum.size()));
    let below = sum(|stratum| stratum.second.successes() * (stratum.first.size() / stratum.size()));
    let spread = (above > 0.0 && below > 0.0).then(|| {
        let variance = sum(Stratum::greenland_robins) / (above * below);
        Spread::new((above / below).ln(), variance, confidence)
    });
    match Ratio::new(above, below) {
        Ratio::Undefined => None,
        ratio @ (Ratio::Finite(_) | Ratio::OverZero) => Some(MantelHaenszel { ratio, spread }),
    }
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
    /// The ratio under random effects, the variance between strata taken as known.
    pub random: Spread,
    /// The same with an interval that allows for how little a few strata say of it; none with one stratum.
    pub hartung_knapp: Option<HartungKnapp>,
}

/// The ratio under random effects by the method of Hartung and Knapp.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HartungKnapp {
    /// The logarithm of the ratio.
    pub logarithm: f64,
    /// Its standard error.
    pub log_standard_error: f64,
    /// By how much the weighted scatter of the strata multiplies the variance, at least 1.
    pub factor: f64,
    /// Degrees of freedom: strata less one.
    pub degrees: usize,
    /// The interval of the ratio.
    pub interval: Interval,
    /// The test of a ratio of 1.
    pub test: Option<TTest>,
}

impl HartungKnapp {
    /// The ratio.
    pub fn ratio(self) -> f64 {
        self.logarithm.exp()
    }

    /// None with one stratum.
    ///
    /// Weights w = 1 / (v + tau2), q = sum of w (ln ratio - mean)^2 over k - 1; variance max(1, q) / sum of w; limits
    /// and p-value of Student's t with k - 1 degrees of freedom. Source: Hartung and Knapp 2001; Sidik and Jonkman
    /// 2002; the factor of at least 1 as in Knapp and Hartung 2003, so that strata which agree by luck make no interval
    /// narrower than random effects alone would. Holds its level from three strata on (`IntHout` and others 2014).
    fn new(ratios: &[(f64, f64)], between: f64, confidence: Confidence) -> Option<Self> {
        let degrees = ratios.len().checked_sub(1)?;
        let quantile = confidence.student_quantile(degrees)?;
        let Spread { logarithm, variance, .. } = pooled(ratios, between, confidence);
        let scatter = |&(one, variance): &(f64, f64)| (one - logarithm).powi(2) / (variance + between);
        let factor = (ratios.iter().map(scatter).sum::<f64>() / degrees as f64).max(1.0);
        let log_standard_error = (factor * variance).sqrt();
        Some(Self {
            logarithm,
            log_standard_error,
            factor,
            degrees,
            interval: Interval::around_logarithm(logarithm.exp(), quantile * log_standard_error),
            test: TTest::from_estimate(logarithm, log_standard_error, degrees),
        })
    }
}

/// Pools the logarithms of the ratios; none where no stratum has anything to say.
///
/// Weights are inverse variances; Q is the weighted sum of squares, I2 = 100 (Q - df) / Q and tau2
/// = (Q - df) / (sum w - sum w^2 / sum w), both at least 0; the random-effects weights are 1 / (v +
/// tau2). Strata with an empty cell get one half in all four, strata where nobody or everybody has
/// the event are left out. Source: Cochran 1954; `DerSimonian` and Laird 1986; Higgins and Thompson
/// 2002. Assumes strata large enough for normal logarithms. `random` is too narrow with fewer than some twenty strata;
/// `hartung_knapp` is for those.
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
        hartung_knapp: HartungKnapp::new(ratios, tau_squared, confidence),
    })
}

/// The total W less the sum of the squared weights over W, as the sum of each weight times the others over W: that
/// does not cancel where one weight is nearly all of W.
fn spread_between(weights: &[f64]) -> f64 {
    let total: f64 = weights.iter().sum();
    // The sum of those after each; with the sum of those before it, that of the others.
    let mut after: Vec<f64> = Vec::with_capacity(weights.len());
    let mut sum = 0.0;
    for weight in weights.iter().rev() {
        after.push(sum);
        sum += weight;
    }
    let (mut before, mut between) = (0.0, 0.0);
    for (weight, after) in weights.iter().zip(after.iter().rev()) {
        between += weight / total * (before + after);
        before += weight;
    }
    between
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
        assert!((pooled.ratio.finite().unwrap() - 0.4).abs() < 1e-15);
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

    /// The 13 trials of the BCG vaccine of Colditz and others 1994, `dat.bcg` of the R package metafor: cases and people
    /// of the vaccinated, and of the others.
    const BCG: [[u64; 4]; 13] = [
        [4, 123, 11, 139],
        [6, 306, 29, 303],
        [3, 231, 11, 220],
        [62, 13_598, 248, 12_867],
        [33, 5_069, 47, 5_808],
        [180, 1_541, 372, 1_451],
        [8, 2_545, 10, 629],
        [505, 88_391, 499, 88_391],
        [29, 7_499, 45, 7_277],
        [17, 1_716, 65, 1_665],
        [186, 50_634, 141, 27_338],
        [5, 2_498, 3, 2_341],
        [27, 16_913, 29, 17_854],
    ];

    fn bcg() -> Vec<(f64, f64)> {
        BCG.map(stratum).iter().filter_map(Stratum::log_ratio).collect()
    }

    /// The example in metafor's documentation, `rma(yi, vi, data=dat, test="knha")`: -0.7145, standard error 0.1808,
    /// t = -3.9522 with 12 degrees of freedom, p = 0.0019, -1.1084 to -0.3206, under a variance between trials of
    /// 0.3132 (restricted maximum likelihood).
    #[test]
    fn hartung_and_knapp_as_metafor_documents_it() {
        let found = HartungKnapp::new(&bcg(), 0.3132, Confidence::P95).unwrap();
        let test = found.test.unwrap();
        let near = |given: f64, expected: f64| assert!((given - expected).abs() < 1e-4, "{given} for {expected}");
        near(found.logarithm, -0.7145);
        near(found.log_standard_error, 0.1808);
        near(test.t / -3.9522, 1.0);
        near(test.p, 0.0019);
        near(found.interval.lower.ln(), -1.1084);
        near(found.interval.upper.ln(), -0.3206);
        assert_eq!(found.degrees, 12);
    }

    /// The same under the variance of `DerSimonian` and Laird, from the definitions in 40-digit arithmetic.
    #[test]
    fn hartung_and_knapp_to_twelve_digits() {
        let found = logarithms(
            &bcg()
                .into_iter()
                .map(|(value, variance)| Measured::new(value, variance.sqrt()).unwrap())
                .collect::<Vec<_>>(),
            Confidence::P95,
        )
        .unwrap();
        let adjusted = found.hartung_knapp.unwrap();
        let near =
            |given: f64, expected: f64| assert!((given / expected - 1.0).abs() < 1e-11, "{given} for {expected}");
        near(found.tau_squared, 0.308_760_262_862_376_47);
        near(adjusted.logarithm, -0.714_117_222_073_227);
        near(adjusted.log_standard_error, 0.180_696_628_335_547_45);
        near(adjusted.test.unwrap().p, 0.001_920_766_767_047_359_4);
    }

    #[test]
    fn few_strata_widen_the_interval_and_agreement_does_not_narrow_it() {
        let known = |values: &[f64]| -> Vec<Measured> {
            values.iter().map(|value| Measured::new(*value, 0.1).unwrap()).collect()
        };
        // Four boroughs that differ: clear by the normal quantile, and not by Student's t.
        let apart = logarithms(&known(&[0.05, 0.15, 0.45, 0.60]), Confidence::P95).unwrap();
        assert!(apart.heterogeneity_p.unwrap() < 0.05 && !apart.random.interval.contains(1.0));
        assert!(apart.hartung_knapp.unwrap().interval.contains(1.0));
        let alike = logarithms(&known(&[0.3, 0.3, 0.3]), Confidence::P95).unwrap();
        let adjusted = alike.hartung_knapp.unwrap();
        assert!((adjusted.factor - 1.0).abs() < 1e-15);
        assert!((adjusted.log_standard_error - alike.random.log_standard_error()).abs() < 1e-15);
        assert!(logarithms(&known(&[0.3]), Confidence::P95).unwrap().hartung_knapp.is_none());
    }

    #[test]
    fn strata_without_events_say_nothing() {
        let strata = [stratum([0, 5, 0, 7])];
        assert!(mantel_haenszel(&strata, Confidence::P95).is_none());
        let one_sided = mantel_haenszel(&[stratum([3, 5, 0, 7])], Confidence::P95).unwrap();
        assert!(one_sided.ratio == Ratio::OverZero && one_sided.spread.is_none());
        assert!(inverse_variance(&strata, Confidence::P95).is_none());
    }
}
