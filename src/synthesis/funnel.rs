//! Where the participating boroughs are among all boroughs of London.

use crate::area::{Area, Level};
use statistics::funnel::{self, Overdispersion, Position};
use statistics::ratio_of_estimates::Measured;
use statistics::{Confidence, Interval, pooling};

use super::View;

/// With fewer boroughs the over-dispersion means nothing.
pub const FEWEST_BOROUGHS: usize = 10;

/// The share of the boroughs at each end whose scores are pulled in before the over-dispersion is taken.
const WINSORISED: f64 = 0.1;

/// A funnel of the ratios of all boroughs.
#[derive(Debug, Clone)]
pub struct Funnel<'a> {
    /// How many boroughs have a ratio with an interval.
    pub boroughs: usize,
    /// The average ratio of the boroughs.
    pub average: f64,
    /// How much more the boroughs vary than chance explains; 1 when chance explains everything.
    pub dispersion: f64,
    /// The variance between boroughs, of the logarithm, that widens the limits; 0 where dispersion is 1 or less.
    pub between: f64,
    /// The boroughs.
    pub places: Vec<Place<'a>>,
    spread: Overdispersion,
}

impl<'a> Funnel<'a> {
    /// The boroughs that take part.
    pub fn participating(&self) -> impl Iterator<Item = &Place<'a>> {
        self.places.iter().filter(|place| place.takes_part)
    }

    /// The 95% and the 99.8% limits where a ratio is known with a standard error of its logarithm.
    pub fn limits(&self, error: f64) -> [Interval; 2] {
        [Confidence::P95, Confidence::P998].map(|confidence| limits(self.spread, self.average.ln(), error, confidence))
    }
}

fn limits(spread: Overdispersion, average: f64, error: f64, confidence: Confidence) -> Interval {
    let limits = spread.limits(average, error, confidence);
    Interval { lower: limits.lower.exp(), upper: limits.upper.exp() }
}

/// One borough in the funnel.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The borough.
    pub area: &'a Area,
    /// Whether it is one of those that head the report.
    pub takes_part: bool,
    /// Its ratio.
    pub ratio: f64,
    /// The standard error of the logarithm of the ratio.
    pub error: f64,
    /// The 95% limits at its precision.
    pub inner: Interval,
    /// The 99.8% limits.
    pub outer: Interval,
    /// Where it is.
    pub position: Position,
}

/// A position in words.
pub fn position_words(position: Position) -> &'static str {
    match position {
        Position::FarBelow => "below the 99.8% limits",
        Position::Below => "below the 95% limits",
        Position::Within => "within the 95% limits",
        Position::Above => "above the 95% limits",
        Position::FarAbove => "above the 99.8% limits",
    }
}

/// The funnel, around the random-effects mean of the logarithms: the ratio of a typical borough, whatever its size.
pub(super) fn funnel(view: View<'_>) -> Option<Funnel<'_>> {
    let areas = view.scorecard.project.areas.of_level(Level::Borough);
    let known: Vec<(&Area, Measured)> =
        areas.filter_map(|area| Some((&**area, view.aggregate(area)?.disparity.log_ratio()?))).collect();
    if known.len() < FEWEST_BOROUGHS {
        return None;
    }
    let logarithms: Vec<Measured> = known.iter().map(|(_, logarithm)| *logarithm).collect();
    let average = pooling::logarithms(&logarithms, Confidence::P95)?.random.logarithm;
    let mut spread = funnel::overdispersion(&logarithms, average, WINSORISED).ok()?;
    if spread.factor <= 1.0 {
        spread.between = 0.0;
    }
    let places: Vec<Place<'_>> = known
        .iter()
        .map(|(area, measured)| {
            let ratio = measured.value().exp();
            let error = measured.standard_error();
            let [inner, outer] =
                [Confidence::P95, Confidence::P998].map(|confidence| limits(spread, average, error, confidence));
            let position = Position::new(ratio, inner, outer);
            Place { area, takes_part: view.scorecard.takes_part(area), ratio, error, inner, outer, position }
        })
        .collect();
    Some(Funnel {
        boroughs: known.len(),
        average: average.exp(),
        dispersion: spread.factor,
        between: spread.between,
        places,
        spread,
    })
}
