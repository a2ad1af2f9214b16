//! A ratio against the ratio of the phase before.

use crate::disparity::{ChangeVerdict, Disparity};
use crate::residents::PopulationBasis;
use statistics::{Confidence, Interval};

/// A ratio against the ratio of the phase before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The ratio of the phase before.
    pub previous: f64,
    /// Ratio now over ratio before.
    pub ratio: Option<f64>,
    /// Its 95% interval.
    pub interval: Option<Interval>,
    /// What may be said.
    pub verdict: ChangeVerdict,
    /// Why the two are not comparable.
    pub reason: Option<&'static str>,
}

/// The ratio now against the ratio before, where both mean the same.
pub(super) fn change(now: &Disparity, before: &Disparity) -> Option<Change> {
    let (ratio, previous) = (now.ratio?, before.ratio?);
    let reason = if let Some(reason) = now.period.difference(before.period) {
        Some(reason)
    } else if now.classification != before.classification {
        Some("the ethnic groups of the source differ")
    } else if !PopulationBasis::are_comparable(now.population.as_ref(), before.population.as_ref()) {
        Some("the population figures are of another source or year")
    } else if now.ratio_interval.is_none() || before.ratio_interval.is_none() {
        Some("one of the two has no interval")
    } else if ratio <= 0.0 || previous <= 0.0 {
        Some("one of the two ratios is zero")
    } else {
        None
    };
    let change = (previous > 0.0).then(|| ratio / previous);
    let interval = change.zip(now.log_ratio()).zip(before.log_ratio()).map(|((change, now), before)| {
        let half = Confidence::P95.quantile() * now.standard_error().hypot(before.standard_error());
        Interval { lower: change * (-half).exp(), upper: change * half.exp() }
    });
    let (change, interval) = if reason.is_some() { (None, None) } else { (change, interval) };
    let verdict = interval
        .filter(|interval| interval.lower.is_finite() && interval.upper.is_finite())
        .map_or(ChangeVerdict::NotComparable, |interval| ChangeVerdict::on(interval, previous, ratio));
    Some(Change { previous, ratio: change, interval, verdict, reason })
}
