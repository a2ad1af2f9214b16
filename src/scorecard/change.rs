//! A ratio against the ratio of the phase before.

use crate::disparity::{ChangeVerdict, Disparity};
use crate::residents::PopulationBasis;
use statistics::{Confidence, Interval, change};

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
