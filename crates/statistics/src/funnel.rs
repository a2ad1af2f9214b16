//! Funnel plots: which areas differ from the average by more than chance.

use super::proportion::Proportion;
use super::rate::{self, Rate};
use super::ratio_of_estimates::Measured;
use super::{Confidence, Interval, Invalid};

/// The limits of a funnel of proportions at one population.
///
/// Average ± z sqrt(average (1 - average) / population), as it comes: it can leave the range from 0
/// to 1, for which see [`cut`]. Source: Spiegelhalter 2005; the funnels of the English public
/// health indicators. Assumes at least some 5 expected events and non-events.
pub fn proportion_limits(average: f64, population: f64, confidence: Confidence) -> Result<Interval, Invalid> {
    if !(0.0..=1.0).contains(&average) {
        return Err(Invalid::ProbabilityOutOfRange);
    }
    positive(population)?;
    let error = (average * (1.0 - average) / population).sqrt();
    Ok(Interval::around(average, confidence.quantile() * error))
}

/// Limits cut to the range from 0 to 1.
#[must_use]
pub fn cut(limits: Interval) -> Interval {
    Interval { lower: limits.lower.max(0.0), upper: limits.upper.min(1.0) }
}

fn positive(value: f64) -> Result<(), Invalid> {
    if !value.is_finite() {
        return Err(Invalid::NotFinite);
    }
    if value <= 0.0 {
        return Err(Invalid::NotPositive);
    }
    Ok(())
}

/// A point of a limit of a funnel of rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatePoint {
    /// The exposure at which the number of events is just on the limit.
    pub exposure: f64,
    /// The rate there; none where the exposure is zero.
    pub rate: Option<f64>,
}

/// The exposures at which a number of events is on the lower and on the upper limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateLimits {
    /// On the lower limit: the exposure is as large as chance allows.
    pub lower: RatePoint,
    /// On the upper limit: the exposure is as small as chance allows.
    pub upper: RatePoint,
}

/// The limits of a funnel of rates at one number of events.
///
/// The exposures at which the average rate is the upper, and the lower, exact Poisson limit of the
/// events. Source: Spiegelhalter 2005; the funnels of the English public health indicators, which
/// find the same by bisection to 1e-7. Assumes independent Poisson events.
pub fn rate_limits(events: u64, average: f64, confidence: Confidence) -> Result<RateLimits, Invalid> {
    positive(average)?;
    let counts = rate::exact_count(events, confidence);
    let point = |mean: f64| {
        let exposure = mean / average;
        RatePoint { exposure, rate: (exposure > 0.0).then(|| events as f64 / exposure) }
    };
    Ok(RateLimits { lower: point(counts.upper), upper: point(counts.lower) })
}

/// Where an area is in a funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Position {
    /// Below the lower 99.8 % limit, which chance passes once in 1000.
    FarBelow,
    /// Below the lower 95 % limit, which chance passes once in 40.
    Below,
    /// Within the 95 % limits.
    Within,
    /// Above the upper 95 % limit.
    Above,
    /// Above the upper 99.8 % limit.
    FarAbove,
}

impl Position {
    /// The position in the words of the English public health indicators.
    pub fn label(self) -> &'static str {
        match self {
            Self::FarBelow => "Low (0.001)",
            Self::Below => "Low (0.025)",
            Self::Within => "Not significant",
            Self::Above => "High (0.025)",
            Self::FarAbove => "High (0.001)",
        }
    }

    /// The position of a value given both pairs of limits.
    pub fn new(value: f64, inner: Interval, outer: Interval) -> Self {
        if value < outer.lower {
            Self::FarBelow
        } else if value > outer.upper {
            Self::FarAbove
        } else if value < inner.lower {
            Self::Below
        } else if value > inner.upper {
            Self::Above
        } else {
            Self::Within
        }
    }
}

/// Where a proportion is in the funnel around an average.
///
/// ```
/// # use statistics::*;
/// # use statistics::proportion::{self, Proportion};
/// use statistics::funnel::{self, Position};
/// assert_eq!(funnel::position(Proportion::new(30, 100)?, 0.15)?, Position::FarAbove);
/// # Ok::<(), Invalid>(())
/// ```
pub fn position(proportion: Proportion, average: f64) -> Result<Position, Invalid> {
    let population = proportion.size();
    let inner = proportion_limits(average, population, Confidence::P95)?;
    let outer = proportion_limits(average, population, Confidence::P998)?;
    Ok(Position::new(proportion.value(), inner, outer))
}

/// Where a rate is in the funnel around an average: far above when the average is below the rate's
/// own exact 99.8 % limits, and so on.
pub fn position_of_rate(rate: Rate, average: f64) -> Result<Position, Invalid> {
    positive(average)?;
    let inner = rate::exact(rate, Confidence::P95);
    let outer = rate::exact(rate, Confidence::P998);
    Ok(match Position::new(average, inner, outer) {
        Position::FarBelow => Position::FarAbove,
        Position::Below => Position::Above,
        Position::Within => Position::Within,
        Position::Above => Position::Below,
        Position::FarAbove => Position::FarBelow,
    })
}

/// How much more the areas vary than chance explains.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overdispersion {
    /// The mean of the squared winsorised z-scores: 1 when chance explains everything.
    pub factor: f64,
    /// The variance between areas to add to each area's own; zero when chance explains everything.
    pub between: f64,
}

impl Overdispersion {
    /// The limits of an area with the given standard error once the variance between areas is
    /// allowed for.
    pub fn limits(self, average: f64, standard_error: f64, confidence: Confidence) -> Interval {
        let error = standard_error.hypot(self.between.sqrt());
        Interval::around(average, confidence.quantile() * error)
    }
}

/// Spiegelhalter's over-dispersion about an average.
///
/// z = (estimate - average) / standard error, the given share at each end of the sorted z-scores
/// pulled in to the nearest that is left (winsorised); factor: the mean of z^2 over I areas;
/// between: with weights w = 1 / se^2, (I factor - (I - 1)) / (sum w - sum w^2 / sum w), at least
/// 0. Source: Spiegelhalter 2005 and 2012 (additive random effects). The standard errors should be
/// those expected under the average. Needs two areas, and some 20 to mean much.
pub fn overdispersion(areas: &[Measured], average: f64, share: f64) -> Result<Overdispersion, Invalid> {
    if areas.len() < 2 {
        return Err(Invalid::TooFew);
    }
    if !(0.0..0.5).contains(&share) {
        return Err(Invalid::ProbabilityOutOfRange);
    }
    let mut scores = Vec::with_capacity(areas.len());
    for area in areas {
        positive(area.standard_error())?;
        scores.push((area.value() - average) / area.standard_error());
    }
    let count = areas.len() as f64;
    let factor = winsorised(scores, share).iter().map(|z| z * z).sum::<f64>() / count;
    let weights = areas.iter().map(|area| area.standard_error().powi(-2));
    let total: f64 = weights.clone().sum();
    let squares: f64 = weights.map(|weight| weight * weight).sum();
    let between = (count * factor - (count - 1.0)) / (total - squares / total);
    Ok(Overdispersion { factor, between: between.max(0.0) })
}

fn winsorised(mut scores: Vec<f64>, share: f64) -> Vec<f64> {
    scores.sort_by(f64::total_cmp);
    let pulled = (0..scores.len()).take_while(|&place| (place + 1) as f64 <= share * scores.len() as f64).count();
    let lowest = scores.get(pulled).copied();
    let highest = scores.iter().rev().nth(pulled).copied();
    if let (Some(lowest), Some(highest)) = (lowest, highest) {
        for score in &mut scores {
            *score = score.max(lowest).min(highest);
        }
    }
    scores
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_events_are_on_the_upper_limit_only_without_people() {
        let limits = rate_limits(0, 0.01, Confidence::P95).unwrap();
        assert!(limits.upper.rate.is_none());
        assert!((limits.lower.exposure - 368.887_945_411_393_6).abs() < 1e-9);
    }

    #[test]
    fn many_events_are_far_above() {
        let rate = Rate::new(100, 1000.0).unwrap();
        assert_eq!(position_of_rate(rate, 0.05), Ok(Position::FarAbove));
        assert_eq!(position_of_rate(rate, 0.1), Ok(Position::Within));
        assert_eq!(position_of_rate(rate, 0.125), Ok(Position::Below));
    }

    #[test]
    fn extremes_are_pulled_in() {
        let mut scores: Vec<f64> = (1..=10).map(f64::from).collect();
        scores.push(100.0);
        let pulled = winsorised(scores, 0.1);
        assert!((pulled.iter().copied().fold(0.0, f64::max) - 10.0).abs() < 1e-15);
    }

    #[test]
    fn equal_areas_are_not_overdispersed() {
        let areas = [Measured::new(5.0, 1.0).unwrap(); 4];
        let found = overdispersion(&areas, 5.0, 0.1).unwrap();
        assert!(found.factor.abs() < 1e-15 && found.between.abs() < 1e-15);
    }
}
