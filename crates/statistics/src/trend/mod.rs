//! Whether proportions, rates or ratios rise or fall with an ordered score such as a year.

mod ratios;

pub use ratios::{LogRatio, RatioTrend, log_linear};

use super::proportion::Proportion;
use super::rate::Rate;
use super::special::{root, saddle};
use super::{Confidence, Interval, Invalid, ZTest};

/// A proportion at a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// The proportion.
    pub proportion: Proportion,
    /// Its score, on any scale.
    pub score: f64,
}

/// A Cochran-Armitage test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// The change of the share for one unit of the score.
    pub slope: f64,
    /// The test with the binomial variance; its square is the chi-squared statistic.
    pub test: ZTest,
    /// The test with the variance times N / (N - 1), given both margins.
    pub conditional: ZTest,
}

/// The Cochran-Armitage test for a linear trend in proportions; none where nobody or everybody has
/// the event, or all scores are the same.
///
/// z = sum x (s - m) / sqrt(p (1 - p) sum n (s - m)^2), with pooled share p and mean score m; the
/// slope is the weighted least squares one. Source: Cochran 1954; Armitage 1955. Assumes
/// independent samples; tests only for a straight line.
pub fn cochran_armitage(scored: &[Scored]) -> Result<Option<Trend>, Invalid> {
    if scored.len() < 2 {
        return Err(Invalid::TooFew);
    }
    if scored.iter().any(|item| !item.score.is_finite()) {
        return Err(Invalid::NotFinite);
    }
    let total: u64 = scored.iter().map(|item| item.proportion.total()).sum();
    let events: u64 = scored.iter().map(|item| item.proportion.events()).sum();
    let size = total as f64;
    let sum = |part: &dyn Fn(&Scored) -> f64| -> f64 { scored.iter().map(part).sum() };
    let mean = sum(&|item| item.proportion.size() * item.score) / size;
    let share = events as f64 / size;
    let trial = share * ((total - events) as f64 / size);
    let spread = sum(&|item| item.proportion.size() * (item.score - mean).powi(2));
    if trial <= 0.0 || spread <= 0.0 {
        return Ok(None);
    }
    let covariance = sum(&|item| {
        let expected = item.proportion.size() * share;
        (item.proportion.successes() - expected) * (item.score - mean)
    });
    let z = covariance / (trial * spread).sqrt();
    Ok(Some(Trend {
        slope: covariance / spread,
        test: ZTest::new(z),
        conditional: ZTest::new(z * ((size - 1.0) / size).sqrt()),
    }))
}

/// A rate in a phase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Phase {
    /// The rate.
    pub rate: Rate,
    /// The number of the phase, on any scale.
    pub phase: f64,
}

/// A log-linear Poisson regression on the phase.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PoissonTrend {
    /// The logarithm of the rate at phase 0.
    pub intercept: f64,
    /// The change of the logarithm for one phase.
    pub slope: f64,
    /// Its standard error.
    pub slope_error: f64,
    /// The rate ratio for one phase.
    pub rate_ratio: f64,
    /// Its log-normal interval.
    pub interval: Interval,
    /// The Wald test of a ratio of 1.
    pub test: ZTest,
    /// Twice the log-likelihood short of a perfect fit.
    pub deviance: f64,
    /// Pearson's chi-squared statistic of the fit.
    pub pearson: f64,
    /// Degrees of freedom: phases less two.
    pub degrees: usize,
    /// `pearson` over `degrees`: 1 when chance explains the misfit; none with two phases.
    pub dispersion: Option<f64>,
}

/// Fits ln(rate) = intercept + slope times phase by maximum likelihood; none where no finite slope
/// fits best (all events in the first or in the last phase), or nothing varies.
///
/// At this slope expected and observed events have the same mean phase; its variance is
/// 1 over the events times the variance of their phases. Source: `McCullagh` and Nelder 1989,
/// chapter 6. Assumes independent Poisson counts; a `dispersion` well above 1 says that they are
/// not, and that the interval is too narrow by its root.
///
/// ```
/// # use statistics::*;
/// # use statistics::rate::{self, Rate};
/// # use statistics::trend::{self, Phase};
/// let phase = |events, phase| Ok::<_, Invalid>(Phase { rate: Rate::new(events, 100.0)?, phase });
/// let trend = trend::poisson_trend(&[phase(10, 1.0)?, phase(20, 2.0)?, phase(40, 3.0)?], Confidence::P95)?;
/// assert!(trend.is_some_and(|trend| (trend.rate_ratio - 2.0).abs() < 1e-12));
/// # Ok::<(), Invalid>(())
/// ```
pub fn poisson_trend(phases: &[Phase], confidence: Confidence) -> Result<Option<PoissonTrend>, Invalid> {
    if phases.len() < 2 {
        return Err(Invalid::TooFew);
    }
    if phases.iter().any(|item| !item.phase.is_finite()) {
        return Err(Invalid::NotFinite);
    }
    let events: f64 = phases.iter().map(|item| item.rate.count()).sum();
    let observed = phases.iter().map(|item| item.rate.count() * item.phase).sum::<f64>() / events;
    let ends = |choose: fn(f64, f64) -> f64, start: f64| phases.iter().map(|item| item.phase).fold(start, choose);
    let first = ends(f64::min, f64::INFINITY);
    let last = ends(f64::max, f64::NEG_INFINITY);
    if events == 0.0 || observed <= first || observed >= last {
        return Ok(None);
    }
    let reach = 700.0 / (last - first);
    let tilted = |slope: f64| tilted_moments(phases, slope, observed);
    let slope = root::solve_increasing(
        |slope| {
            let (_, mean, variance) = tilted(slope);
            (mean, variance)
        },
        0.0,
        (-reach, reach),
    );
    let (exposure, _, variance) = tilted(slope);
    let slope_error = 1.0 / (events * variance).sqrt();
    let at_observed = (events / exposure).ln();
    let (deviance, pearson) = misfit(phases, |phase| at_observed + slope * (phase - observed));
    let degrees = phases.len() - 2;
    Ok(Some(PoissonTrend {
        intercept: at_observed - slope * observed,
        slope,
        slope_error,
        rate_ratio: slope.exp(),
        interval: Interval::around_logarithm(slope.exp(), confidence.quantile() * slope_error),
        test: ZTest::new(slope / slope_error),
        deviance,
        pearson,
        degrees,
        dispersion: (degrees > 0).then(|| pearson / degrees as f64),
    }))
}

/// Exposure, mean and variance of the phases about a centre, each phase weighted by its exposure
/// times exp(slope times phase).
fn tilted_moments(phases: &[Phase], slope: f64, centre: f64) -> (f64, f64, f64) {
    let (mut exposure, mut first, mut second) = (0.0, 0.0, 0.0);
    for item in phases {
        let distance = item.phase - centre;
        let weight = item.rate.exposure() * (slope * distance).exp();
        exposure += weight;
        first += weight * distance;
        second += weight * distance * distance;
    }
    let mean = first / exposure;
    (exposure, mean, second / exposure - mean * mean)
}

/// Deviance and Pearson's statistic, both zero for the perfect fit of two phases.
fn misfit(phases: &[Phase], log_rate: impl Fn(f64) -> f64) -> (f64, f64) {
    if phases.len() == 2 {
        return (0.0, 0.0);
    }
    phases.iter().fold((0.0, 0.0), |(deviance, pearson), item| {
        let expected = item.rate.exposure() * log_rate(item.phase).exp();
        let gap = item.rate.count() - expected;
        (deviance + 2.0 * saddle::deviance(item.rate.count(), expected), pearson + gap * gap / expected)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phases(counts: &[u64]) -> Vec<Phase> {
        let numbered = (1_u32..).map(f64::from).zip(counts);
        numbered.map(|(phase, &events)| Phase { rate: Rate::new(events, 100.0).unwrap(), phase }).collect()
    }

    #[test]
    fn doubling_is_found() {
        let trend = poisson_trend(&phases(&[10, 20, 40]), Confidence::P95).unwrap().unwrap();
        assert!((trend.rate_ratio - 2.0).abs() < 1e-12);
        assert!(trend.deviance.abs() < 1e-9);
    }

    #[test]
    fn all_in_the_last_phase_has_no_slope() {
        let found = poisson_trend(&phases(&[0, 0, 5]), Confidence::P95).unwrap();
        assert!(found.is_none());
    }

    #[test]
    fn a_level_share_has_no_trend() {
        let level = [0.0, 1.0, 2.0].map(|score| Scored { proportion: Proportion::new(5, 10).unwrap(), score });
        assert!(cochran_armitage(&level).unwrap().unwrap().test.z.abs() < 1e-15);
    }
}
