//! One side of a comparison.

use statistics::Interval;

/// One side of a comparison, in the unit of the measure.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Side {
    /// The count above the line; what is hidden of it counts with the middle of what it can be.
    pub numerator: Option<f64>,
    /// The count below it.
    pub denominator: Option<f64>,
    /// The value.
    pub value: Option<f64>,
    /// Its interval.
    pub interval: Option<Interval>,
    /// Whether it is of counts that are known to the last one: none is hidden, none rounded.
    pub is_exact: bool,
}
