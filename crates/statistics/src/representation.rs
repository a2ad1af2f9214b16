//! How the share of a group in one body compares with its share in a population.

use super::proportion::{self, Proportion};
use super::special::{binomial, probability};
use super::{Confidence, Interval, Ratio, risk_ratio};

/// The share in the body over the share in the population; 1 is proportionate.
pub fn ratio(body: Proportion, population: Proportion) -> Ratio {
    risk_ratio::ratio(body, population)
}

/// The share in the body less the share in the population, as a fraction.
pub fn gap(body: Proportion, population: Proportion) -> f64 {
    body.minus(population)
}

/// The odds of being of the group in the body over those in the population.
pub fn odds_ratio(body: Proportion, population: Proportion) -> Ratio {
    super::odds_ratio::ratio(body, population)
}

/// The Wilson limits of the share in the body over the share in the population.
///
/// Takes the population as known without error, as from a full count. None where nobody in the
/// population is of the group.
pub fn wilson(body: Proportion, population: Proportion, confidence: Confidence) -> Option<Interval> {
    over(proportion::wilson(body, confidence), population)
}

/// The exact limits of the share in the body over the share in the population; as [`wilson`].
pub fn exact(body: Proportion, population: Proportion, confidence: Confidence) -> Option<Interval> {
    over(proportion::clopper_pearson(body, confidence), population)
}

fn over(limits: Interval, population: Proportion) -> Option<Interval> {
    (population.events() > 0).then(|| limits.scaled(1.0 / population.value()))
}

/// The log-normal interval with the population fixed, ratio times exp(± z sqrt(1/x - 1/n)).
///
/// Source: Katz and others 1978 with no variance for the population. None without anybody of the
/// group in either; of zero width, and so useless, where all of the body are.
pub fn log_normal(body: Proportion, population: Proportion, confidence: Confidence) -> Option<Interval> {
    if body.events() == 0 {
        return None;
    }
    let value = ratio(body, population).finite()?;
    let error = (body.failures() / (body.successes() * body.size())).sqrt();
    Some(Interval::around_logarithm(value, confidence.quantile() * error))
}

/// The log-normal interval with the population sampled: [`risk_ratio::katz`].
pub fn sampled(body: Proportion, population: Proportion, confidence: Confidence) -> Option<Interval> {
    risk_ratio::katz(body, population, confidence)
}

/// The exact two-sided p-value of a proportionate body.
///
/// Twice the smaller binomial tail, at most 1, with the share of the population as the probability.
/// Goes with [`exact`]. Assumes members drawn independently of each other.
pub fn exact_p(body: Proportion, population: Proportion) -> f64 {
    let chance = (population.value(), population.complement().value());
    let upper = binomial::upper_tail(body.successes(), body.size(), chance);
    let lower = binomial::lower_tail(body.successes(), body.size(), chance);
    probability(2.0 * upper.min(lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proportionate_body() {
        let body = Proportion::new(5, 10).unwrap();
        let population = Proportion::new(500, 1000).unwrap();
        assert_eq!(ratio(body, population), Ratio::Finite(1.0));
        assert!((exact_p(body, population) - 1.0).abs() < 1e-15);
        assert!(wilson(body, population, Confidence::P95).unwrap().contains(1.0));
    }

    #[test]
    fn nobody_in_the_population() {
        let body = Proportion::new(5, 10).unwrap();
        let population = Proportion::new(0, 1000).unwrap();
        assert_eq!(ratio(body, population), Ratio::OverZero);
        assert!(exact(body, population, Confidence::P95).is_none());
    }
}
