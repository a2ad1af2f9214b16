#![doc = include_str!("../README.md")]
// The `statrs` crate is used only here, and only where it is accurate enough: `special` says where it is not.

pub mod change;
pub mod difference;
pub mod dispersion;
pub mod funnel;
pub mod inequality;
mod method;
pub mod multiplicity;
pub mod odds_ratio;
pub mod p_value;
pub mod pooling;
pub mod proportion;
pub mod rate;
pub mod rate_ratio;
pub mod ratio_of_estimates;
pub mod representation;
pub mod risk_difference;
pub mod risk_ratio;
pub mod sample_size;
mod special;
pub mod standardised;
pub mod trend;
pub mod unknown_group;

pub use method::Method;

use std::fmt;

/// The largest count accepted, far above any population studied and far below the point where a
/// count stops being exact in a double.
pub const LARGEST_COUNT: u64 = 1_000_000_000;

/// The p-value given for all that are smaller, the smallest number above zero that a double can hold. No p-value is
/// zero: nothing that was observed is impossible.
pub const SMALLEST_P: f64 = f64::from_bits(1);

/// Why an input cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invalid {
    /// A count below zero.
    NegativeCount,
    /// A count that is not a whole number.
    NotWhole,
    /// A count above [`LARGEST_COUNT`].
    TooLarge,
    /// More events than people.
    CountAboveTotal,
    /// A total or exposure of zero: there is no share of nothing.
    ZeroTotal,
    /// An infinite or undefined number.
    NotFinite,
    /// A number that must be above zero and is not.
    NotPositive,
    /// A standard error below zero.
    NegativeStandardError,
    /// A confidence level outside the open interval from 0 to 1.
    ConfidenceOutOfRange,
    /// A probability outside the interval from 0 to 1.
    ProbabilityOutOfRange,
    /// Fewer values than the method needs.
    TooFew,
    /// A comparator that is not in the list.
    NoComparator,
}

impl fmt::Display for Invalid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NegativeCount => "a count is below zero",
            Self::NotWhole => "a count is not a whole number",
            Self::TooLarge => "a count is above 1,000,000,000",
            Self::CountAboveTotal => "a count is above its total",
            Self::ZeroTotal => "a total is zero",
            Self::NotFinite => "a number is infinite or undefined",
            Self::NotPositive => "a number that must be above zero is not",
            Self::NegativeStandardError => "a standard error is below zero",
            Self::ConfidenceOutOfRange => "a confidence level is not between 0 and 1",
            Self::ProbabilityOutOfRange => "a probability is not between 0 and 1",
            Self::TooFew => "there are fewer values than the method needs",
            Self::NoComparator => "the comparator is not among the groups",
        })
    }
}

impl std::error::Error for Invalid {}

/// Reads a count from a number that may be anything.
pub fn count(value: f64) -> Result<u64, Invalid> {
    if !value.is_finite() {
        return Err(Invalid::NotFinite);
    }
    if value < 0.0 {
        return Err(Invalid::NegativeCount);
    }
    if value.fract() != 0.0 {
        return Err(Invalid::NotWhole);
    }
    if value > LARGEST_COUNT as f64 {
        return Err(Invalid::TooLarge);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked above: whole, not negative and small enough"
    )]
    Ok(value as u64)
}

/// A confidence level strictly between 0 and 1, with the normal quantile that goes with it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confidence {
    level: f64,
    quantile: f64,
}

impl Confidence {
    /// 95 %.
    pub const P95: Self = Self { level: 0.95, quantile: 1.959_963_984_540_053_8 };

    /// 99.8 %, the outer limits of a funnel plot.
    pub const P998: Self = Self { level: 0.998, quantile: 3.090_232_306_167_813 };

    /// A level given as a fraction, such as 0.95.
    pub fn new(level: f64) -> Result<Self, Invalid> {
        if !(level > 0.0 && level < 1.0) {
            return Err(Invalid::ConfidenceOutOfRange);
        }
        let quantile = special::normal::upper_quantile((1.0 - level) / 2.0);
        Ok(Self { level, quantile })
    }

    /// The level as a fraction.
    pub fn level(self) -> f64 {
        self.level
    }

    /// The probability left out on each side.
    pub fn tail(self) -> f64 {
        (1.0 - self.level) / 2.0
    }

    /// The standard normal value with [`tail`](Self::tail) above it, 1.96 for 95 %.
    pub fn quantile(self) -> f64 {
        self.quantile
    }

    /// The value of Student's t with [`tail`](Self::tail) above it, 12.7 for 95 % with one degree of freedom; none
    /// without one.
    pub fn student_quantile(self, degrees: usize) -> Option<f64> {
        (degrees > 0).then(|| special::student::upper_quantile(self.tail(), degrees as f64))
    }
}

/// Two limits, the lower first.
///
/// A limit is infinite only where the method really sets none, as for the upper limit of a ratio to
/// a count of zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
}

impl Interval {
    /// Whether the value lies between the limits or on one of them.
    pub fn contains(self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }

    /// Both limits multiplied by a positive factor.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { lower: self.lower * factor, upper: self.upper * factor }
    }

    /// The limits of the inverse of a positive quantity.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self { lower: 1.0 / self.upper, upper: 1.0 / self.lower }
    }

    /// The standard error of the logarithm that a log-normal interval of this width has; none where a limit is zero
    /// or infinite, or the two are one.
    pub fn log_standard_error(self, confidence: Confidence) -> Option<f64> {
        let usable = self.lower > 0.0 && self.upper.is_finite() && self.lower < self.upper;
        usable.then(|| (self.upper.ln() - self.lower.ln()) / (2.0 * confidence.quantile()))
    }

    fn around(centre: f64, half_width: f64) -> Self {
        Self { lower: centre - half_width, upper: centre + half_width }
    }

    fn around_logarithm(value: f64, half_width: f64) -> Self {
        Self { lower: value * (-half_width).exp(), upper: value * half_width.exp() }
    }
}

/// One number over another that may be zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ratio {
    /// An ordinary ratio, which may be zero.
    Finite(f64),
    /// Something over nothing: larger than any number.
    OverZero,
    /// Nothing over nothing: there is no ratio.
    Undefined,
}

impl Ratio {
    /// Divides two numbers that are not negative.
    pub fn new(numerator: f64, denominator: f64) -> Self {
        if denominator > 0.0 {
            Self::Finite(numerator / denominator)
        } else if numerator > 0.0 {
            Self::OverZero
        } else {
            Self::Undefined
        }
    }

    /// The ratio where it is a number.
    pub fn finite(self) -> Option<f64> {
        match self {
            Self::Finite(value) => Some(value),
            Self::OverZero | Self::Undefined => None,
        }
    }
}

/// A value, its interval where there is one, and the method of both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Its interval, absent where the method gives none.
    pub interval: Option<Interval>,
    /// How both were computed.
    pub method: Method,
}

/// A test on the standard normal scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZTest {
    /// The standard normal statistic.
    pub z: f64,
    /// The two-sided p-value, [`SMALLEST_P`] when the statistic is above about 38.
    pub p: f64,
    /// The decimal logarithm of the p-value, which is given however small it is.
    pub log10_p: f64,
}

impl ZTest {
    fn new(z: f64) -> Self {
        let logarithm = special::normal::ln_two_sided(z);
        Self { z, p: special::probability(special::normal::two_sided(z)), log10_p: logarithm / std::f64::consts::LN_10 }
    }

    /// The test of an estimate against zero; none without a standard error above zero.
    pub fn from_estimate(estimate: f64, standard_error: f64) -> Option<Self> {
        (standard_error > 0.0).then(|| Self::new(estimate / standard_error))
    }
}

/// A test on the scale of Student's t: the standard error was itself estimated.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TTest {
    /// The estimate over its standard error.
    pub t: f64,
    /// The degrees of freedom of the standard error.
    pub degrees: usize,
    /// The two-sided p-value.
    pub p: f64,
}

impl TTest {
    /// The test of an estimate against zero; none without a standard error above zero or without degrees of freedom.
    ///
    /// Source: Student 1908.
    pub fn from_estimate(estimate: f64, standard_error: f64, degrees: usize) -> Option<Self> {
        let t = estimate / standard_error;
        let exists = standard_error > 0.0 && degrees > 0;
        exists.then(|| Self { t, degrees, p: special::probability(special::student::two_sided(t, degrees as f64)) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_levels_are_as_if_computed() {
        assert_eq!(Confidence::new(0.95), Ok(Confidence::P95));
        assert_eq!(Confidence::new(0.998), Ok(Confidence::P998));
    }

    #[test]
    fn levels_outside_zero_to_one_are_refused() {
        for level in [0.0, 1.0, -0.5, 95.0, f64::NAN] {
            assert_eq!(Confidence::new(level), Err(Invalid::ConfidenceOutOfRange));
        }
    }

    #[test]
    fn counts_are_whole_and_not_negative() {
        assert_eq!(count(7.0), Ok(7));
        assert_eq!(count(-1.0), Err(Invalid::NegativeCount));
        assert_eq!(count(0.5), Err(Invalid::NotWhole));
        assert_eq!(count(2e9), Err(Invalid::TooLarge));
        assert_eq!(count(f64::INFINITY), Err(Invalid::NotFinite));
    }
}
