//! Rates standardised directly for age.

use super::special::poisson;
use super::{Confidence, Interval, Invalid, LARGEST_COUNT, ZTest, rate};

/// The European Standard Population of 2013: people in the age bands 0-4, 5-9, ... 85-89, 90 and
/// over, of 100,000. Source: Eurostat, Revision of the European Standard Population, 2013.
pub const EUROPEAN_STANDARD_2013: [f64; 19] = [
    5000.0, 5500.0, 5500.0, 5500.0, 6000.0, 6000.0, 6500.0, 7000.0, 7000.0, 7000.0, 7000.0, 6500.0, 6000.0, 5500.0,
    5000.0, 4000.0, 2500.0, 1500.0, 1000.0,
];

/// Below this many events the English public health indicators publish no standardised rate.
pub const FEWEST_EVENTS: u64 = 10;

/// One age band.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// Events.
    pub events: u64,
    /// Population or person-years, above zero.
    pub exposure: f64,
    /// Standard population of the band, zero or more.
    pub standard: f64,
}

/// A directly standardised rate per unit of exposure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardisedRate {
    events: u64,
    value: f64,
    variance: f64,
    largest_weight: f64,
}

/// Standardises a rate.
///
/// The sum of w x / n over the sum of w, with x events, exposure n and standard population w of
/// each band; variance: the sum of w^2 x / n^2 over the square of the sum of w. Source: Breslow and
/// Day 1987. Assumes independent Poisson counts and exposures without error.
pub fn standardise(bands: &[Band]) -> Result<StandardisedRate, Invalid> {
    let standard = check(bands)?;
    let weight = |band: &Band| band.standard / standard / band.exposure;
    let sum =
        |part: fn(f64, f64) -> f64| -> f64 { bands.iter().map(|band| part(weight(band), band.events as f64)).sum() };
    Ok(StandardisedRate {
        events: bands.iter().map(|band| band.events).sum(),
        value: sum(|weight, events| weight * events),
        variance: sum(|weight, events| weight * weight * events),
        largest_weight: bands.iter().map(weight).fold(0.0, f64::max),
    })
}

/// The total standard population of usable bands.
fn check(bands: &[Band]) -> Result<f64, Invalid> {
    if bands.is_empty() {
        return Err(Invalid::TooFew);
    }
    for band in bands {
        if !band.exposure.is_finite() || !band.standard.is_finite() {
            return Err(Invalid::NotFinite);
        }
        if band.exposure <= 0.0 || band.standard < 0.0 {
            return Err(Invalid::NotPositive);
        }
        if band.events > LARGEST_COUNT {
            return Err(Invalid::TooLarge);
        }
    }
    let standard: f64 = bands.iter().map(|band| band.standard).sum();
    if standard > 0.0 { Ok(standard) } else { Err(Invalid::ZeroTotal) }
}

impl StandardisedRate {
    /// The events of all bands.
    pub fn events(self) -> u64 {
        self.events
    }

    /// The standardised rate per unit of exposure.
    pub fn value(self) -> f64 {
        self.value
    }

    /// The variance of the rate.
    pub fn variance(self) -> f64 {
        self.variance
    }

    /// Whether there are too few events to publish the rate by the English rule.
    pub fn is_unreliable(self) -> bool {
        self.events < FEWEST_EVENTS
    }

    /// Dobson's interval; none without events.
    ///
    /// Rate + sqrt(variance / x) (limit of x - x), with Byar's limits of the x events. Source: Dobson and others 1991,
    /// in the form of the English public health indicators. The lower limit is 0 where the formula falls below it, as
    /// it can with some hundred events of very different weights.
    pub fn dobson(self, confidence: Confidence) -> Option<Interval> {
        let events = self.events as f64;
        let scale = (self.variance / events).sqrt();
        rate::byar_count(self.events, confidence).map(|limits| Interval {
            lower: (self.value + scale * (limits.lower - events)).max(0.0),
            upper: self.value + scale * (limits.upper - events),
        })
    }

    /// The gamma interval.
    ///
    /// Lower: quantile of a gamma variable with the mean and variance of the rate. Upper: the same
    /// after one more event in the band of largest weight. Source: Fay and Feuer 1997. Never falls
    /// below zero; covers at least its level in all situations tried.
    pub fn gamma(self, confidence: Confidence) -> Interval {
        let more = self.value + self.largest_weight;
        let spread = self.variance + self.largest_weight * self.largest_weight;
        let lower = if self.events == 0 {
            0.0
        } else {
            let shape = self.value * self.value / self.variance;
            poisson::gamma_lower_quantile(shape, confidence.tail()) * self.variance / self.value
        };
        Interval {
            lower,
            upper: poisson::gamma_upper_quantile(more * more / spread, confidence.tail()) * spread / more,
        }
    }
}

/// The ratio of two standardised rates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateRatio {
    /// The first rate over the second.
    pub value: f64,
    /// The standard error of its logarithm.
    pub log_standard_error: f64,
    /// Its log-normal interval.
    pub interval: Interval,
    /// The test of equal rates.
    pub test: Option<ZTest>,
}

/// The ratio of two rates standardised to the same population; none without events in either.
///
/// Standard error of the logarithm: sqrt(v1 / r1^2 + v2 / r2^2) (delta method). Source: Breslow and
/// Day 1987, page 64. Assumes independent groups, each with say 10 events.
pub fn ratio(first: StandardisedRate, second: StandardisedRate, confidence: Confidence) -> Option<RateRatio> {
    if first.value <= 0.0 || second.value <= 0.0 {
        return None;
    }
    let value = first.value / second.value;
    let part = |rate: StandardisedRate| rate.variance / (rate.value * rate.value);
    let error = (part(first) + part(second)).sqrt();
    Some(RateRatio {
        value,
        log_standard_error: error,
        interval: Interval::around_logarithm(value, confidence.quantile() * error),
        test: ZTest::from_estimate(value.ln(), error),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_population_is_complete() {
        let total: f64 = EUROPEAN_STANDARD_2013.iter().sum();
        assert!((total - 100_000.0).abs() < 1e-9);
    }

    #[test]
    fn equal_rates_in_all_bands_stay_as_they_are() {
        let bands = EUROPEAN_STANDARD_2013.map(|standard| Band { events: 3, exposure: 300.0, standard });
        let rate = standardise(&bands).unwrap();
        assert!((rate.value() - 0.01).abs() < 1e-15);
        assert!(rate.gamma(Confidence::P95).contains(0.01));
        assert_eq!(standardise(&[]), Err(Invalid::TooFew));
    }
}
