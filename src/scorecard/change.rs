//! A ratio against the ratio of the phase before.

use crate::disparity::{ChangeVerdict, Disparity};
use crate::period::Period;
use crate::residents::PopulationBasis;
use statistics::{Confidence, Interval, change};

use super::Point;

/// A ratio against the ratio of the phase before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The ratio of the phase before.
    pub previous: f64,
    /// Ratio now over ratio before.
    pub ratio: Option<f64>,
    /// Its 95% interval.
    pub interval: Option<Interval>,
    /// What may be said of the gap, the distance of the ratio from 1.
    pub verdict: ChangeVerdict,
    /// Why the two are not comparable.
    pub reason: Option<&'static str>,
}

/// What decides whether a ratio means the same as another.
#[derive(Debug, Clone, Copy)]
struct Compared<'a> {
    period: Period,
    classification: &'a str,
    population: Option<&'a PopulationBasis>,
    has_interval: bool,
    ratio: f64,
}

impl<'a> Compared<'a> {
    fn of(disparity: &'a Disparity, ratio: f64) -> Self {
        Self {
            period: disparity.period,
            classification: &disparity.classification,
            population: disparity.population.as_ref(),
            has_interval: disparity.ratio_interval.is_some(),
            ratio,
        }
    }

    /// Why it means something else than an earlier one.
    fn difference(self, before: Self) -> Option<&'static str> {
        if let Some(reason) = self.period.difference(before.period) {
            Some(reason)
        } else if self.classification != before.classification {
            Some("the ethnic groups of the source differ")
        } else if !PopulationBasis::are_comparable(self.population, before.population) {
            Some("the population figures are of another source or year")
        } else if !self.has_interval || !before.has_interval {
            Some("one of the two has no interval")
        } else if self.ratio <= 0.0 || before.ratio <= 0.0 {
            Some("one of the two ratios is zero")
        } else {
            None
        }
    }
}

impl<'a> From<&'a Point> for Compared<'a> {
    fn from(point: &'a Point) -> Self {
        Self {
            period: point.period,
            classification: &point.classification,
            population: point.population.as_ref(),
            has_interval: point.interval.is_some(),
            ratio: point.ratio,
        }
    }
}

impl Point {
    /// Whether it means the same as an earlier one, so that a line may lead from there.
    pub fn is_comparable(&self, before: &Self) -> bool {
        Compared::from(self).difference(before.into()).is_none()
    }
}

/// The ratio now against the ratio before, where both mean the same.
pub(super) fn change(now: &Disparity, before: &Disparity) -> Option<Change> {
    let (ratio, previous) = (now.ratio?, before.ratio?);
    let reason = Compared::of(now, ratio).difference(Compared::of(before, previous));
    let logarithms = before.log_ratio().zip(now.log_ratio()).filter(|_| reason.is_none());
    let interval = logarithms.map(|(before, now)| {
        let half = Confidence::P95.quantile() * now.standard_error().hypot(before.standard_error());
        let change = ratio / previous;
        Interval { lower: change * (-half).exp(), upper: change * half.exp() }
    });
    let verdict = logarithms.zip(interval).map_or(ChangeVerdict::NotComparable, |((before, after), interval)| {
        let gap = change::gap(before, after, Confidence::P95);
        ChangeVerdict::new(gap.verdict(), [previous, ratio], interval, now.measure.favourable)
    });
    let change = (previous > 0.0 && reason.is_none()).then(|| ratio / previous);
    Some(Change { previous, ratio: change, interval, verdict, reason })
}
