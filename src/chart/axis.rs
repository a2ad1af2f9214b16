//! Axes: the logarithmic one of ratios, and straight ones from zero or in time.

use statistics::Interval;

use super::lettering::{self, SMALL};

/// Ratios at which an axis may be marked.
const TICKS: [f64; 15] = [0.01, 0.02, 0.05, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

/// An interval that goes on further than this beyond its ratio, as a factor, ends at the axis.
const FURTHEST: f64 = 4.0;

/// Whether a marked ratio is the 1 of equality.
pub(super) fn is_equality(ratio: f64) -> bool {
    (ratio - 1.0).abs() < f64::EPSILON
}

/// A pixel.
#[expect(clippy::cast_possible_truncation, reason = "drawings are far smaller than that")]
pub(super) fn pixel(place: f64) -> i32 {
    place.round() as i32
}

/// A logarithmic axis of ratios.
#[derive(Debug, Clone, Copy)]
pub(super) struct LogAxis {
    low: f64,
    high: f64,
    start: i32,
    length: i32,
}

impl LogAxis {
    /// An axis that holds some ratios with their intervals and the 1 of equality, from pixel `start` over a signed
    /// `length`. The end of an interval that goes on far beyond its ratio may lie outside.
    pub(super) fn holding(ratios: impl Iterator<Item = (f64, Option<Interval>)>, start: i32, length: i32) -> Self {
        let (mut low, mut high) = (0.5_f64, 2.0_f64);
        for (ratio, interval) in ratios.filter(|(ratio, _)| *ratio > 0.0 && ratio.is_finite()) {
            let (lower, upper) = interval.map_or((ratio, ratio), |interval| (interval.lower, interval.upper));
            low = low.min(lower.max(ratio / FURTHEST));
            high = high.max(upper.min(ratio * FURTHEST));
        }
        let low = TICKS.iter().rev().copied().find(|tick| *tick <= low).unwrap_or(0.01);
        let high = TICKS.iter().copied().find(|tick| *tick >= high).unwrap_or(256.0);
        Self { low, high, start, length }
    }

    /// The pixel of a ratio; ratios beyond the axis stand at its end.
    pub(super) fn pixel(self, ratio: f64) -> i32 {
        let share = (ratio.clamp(self.low, self.high) / self.low).ln() / (self.high / self.low).ln();
        self.start + pixel(f64::from(self.length) * share)
    }

    /// Whether a ratio lies on the axis.
    pub(super) fn holds(self, ratio: f64) -> bool {
        (self.low..=self.high).contains(&ratio)
    }

    /// The two ends of an interval that lie beyond the axis, in its direction.
    pub(super) fn beyond(self, interval: Interval) -> [Option<i32>; 2] {
        let direction = self.length.signum();
        [(interval.lower < self.low).then_some(-direction), (interval.upper > self.high).then_some(direction)]
    }

    /// The marked ratios with their labels.
    pub(super) fn ticks(self) -> impl Iterator<Item = (f64, String)> {
        TICKS.into_iter().filter(move |tick| (self.low..=self.high).contains(tick)).map(|tick| (tick, tick.to_string()))
    }
}

impl LogAxis {
    /// The labels that have room beside one another on a level axis, that of equality first.
    pub(super) fn readable(self) -> Vec<(f64, String)> {
        let mut shown: Vec<(f64, String)> = Vec::new();
        let (equality, others): (Vec<_>, Vec<_>) = self.ticks().partition(|(tick, _)| is_equality(*tick));
        let reach = |label: &str| lettering::width(label, SMALL, true) / 2 + 3;
        for (tick, label) in equality.into_iter().chain(others) {
            let is_free = |(other, text): &(f64, String)| {
                (self.pixel(*other) - self.pixel(tick)).abs() >= reach(text) + reach(&label)
            };
            if shown.iter().all(is_free) {
                shown.push((tick, label));
            }
        }
        shown
    }
}

/// A straight axis.
#[derive(Debug, Clone, Copy)]
pub(super) struct StraightAxis {
    low: f64,
    high: f64,
    start: i32,
    length: i32,
}

impl StraightAxis {
    /// An axis from zero that holds some figures.
    pub(super) fn from_zero(figures: impl Iterator<Item = f64>, start: i32, length: i32) -> Self {
        let most = figures.filter(|figure| figure.is_finite()).fold(0.0_f64, f64::max);
        let step = step(most);
        let high = if most > 0.0 { (most / step).ceil() * step } else { 1.0 };
        Self { low: 0.0, high, start, length }
    }

    /// An axis from the first of some times to the last.
    pub(super) fn of_times(times: impl Iterator<Item = f64> + Clone, start: i32, length: i32) -> Self {
        let (low, high) = (times.clone().fold(f64::INFINITY, f64::min), times.fold(f64::NEG_INFINITY, f64::max));
        if low < high {
            Self { low, high, start, length }
        } else {
            Self { low: low - 0.5, high: low + 0.5, start, length }
        }
    }

    /// The pixel of a figure.
    pub(super) fn pixel(self, figure: f64) -> i32 {
        let share = (figure.clamp(self.low, self.high) - self.low) / (self.high - self.low);
        self.start + pixel(f64::from(self.length) * share)
    }

    /// The marked figures with their labels.
    pub(super) fn ticks(self) -> Vec<(f64, String)> {
        let step = step(self.high);
        let count = pixel((self.high - self.low) / step).max(1);
        (0..=count).map(|place| f64::from(place) * step).map(|tick| (tick, label(tick, step))).collect()
    }
}

/// A step of 1, 2 or 5 times a power of ten, of which about four fit.
fn step(most: f64) -> f64 {
    if most <= 0.0 {
        return 1.0;
    }
    let rough = most / 4.0;
    let power = 10.0_f64.powf(rough.log10().floor());
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= rough * 0.999).unwrap_or(power)
}

fn label(tick: f64, step: f64) -> String {
    let decimals = if step >= 1.0 { 0 } else { usize::try_from(pixel((-step.log10()).ceil())).unwrap_or(1) };
    format!("{tick:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_beyond_the_axis_are_told_by_their_direction() {
        let across = LogAxis::holding([(0.6, None), (1.4, None)].into_iter(), 100, 300);
        let beyond = |lower, upper| across.beyond(Interval { lower, upper });
        assert_eq!(beyond(0.5, 2.0), [None, None]);
        assert_eq!(beyond(0.3, f64::INFINITY), [Some(-1), Some(1)]);
        let upwards = LogAxis::holding(std::iter::once((1.0, None)), 200, -200);
        assert_eq!(upwards.beyond(Interval { lower: 0.0, upper: 9.0 }), [Some(1), Some(-1)]);
    }

    #[test]
    fn an_axis_holds_intervals_that_are_not_endless() {
        let axis = LogAxis::holding(std::iter::once((3.0, Some(Interval { lower: 1.5, upper: 6.0 }))), 0, 100);
        assert_eq!(axis.beyond(Interval { lower: 1.5, upper: 6.0 }), [None, None]);
        let cut = LogAxis::holding(std::iter::once((3.0, Some(Interval { lower: 0.0, upper: f64::INFINITY }))), 0, 100);
        assert_eq!(cut.beyond(Interval { lower: 0.0, upper: f64::INFINITY }), [Some(-1), Some(1)]);
    }

    #[test]
    fn straight_axes_are_marked_in_round_steps() {
        let axis = StraightAxis::from_zero([3.1, 0.9].into_iter(), 0, 100);
        let labels: Vec<String> = axis.ticks().into_iter().map(|(_, label)| label).collect();
        assert_eq!(labels, ["0", "1", "2", "3", "4"]);
        let axis = StraightAxis::from_zero([0.31].into_iter(), 0, 100);
        assert_eq!(axis.ticks().len(), 5);
        assert_eq!(axis.pixel(0.0), 0);
    }
}
