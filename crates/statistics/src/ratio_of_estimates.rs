//! The ratio of two independent estimates known only by their values and standard errors.

use super::{Confidence, Interval, Invalid, ZTest};

/// A value with its standard error, in the same unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    value: f64,
    standard_error: f64,
}

impl Measured {
    /// A finite value with a finite standard error of zero or more.
    pub fn new(value: f64, standard_error: f64) -> Result<Self, Invalid> {
        if !value.is_finite() || !standard_error.is_finite() {
            return Err(Invalid::NotFinite);
        }
        if standard_error < 0.0 {
            return Err(Invalid::NegativeStandardError);
        }
        Ok(Self { value, standard_error })
    }

    /// The value.
    pub fn value(self) -> f64 {
        self.value
    }

    /// The standard error.
    pub fn standard_error(self) -> f64 {
        self.standard_error
    }

    fn variance(self) -> f64 {
        self.standard_error * self.standard_error
    }
}

/// A ratio by the delta method on its logarithm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DeltaLog {
    /// The ratio.
    pub ratio: f64,
    /// The standard error of its logarithm.
    pub log_standard_error: f64,
    /// Its interval.
    pub interval: Interval,
    /// The test of a ratio of 1; none where both values are known without error.
    pub test: Option<ZTest>,
}

/// The ratio of the values; none where the second is zero.
pub fn ratio(first: Measured, second: Measured) -> Option<f64> {
    (second.value != 0.0).then(|| first.value / second.value)
}

/// The delta-method standard error of the ratio itself; none where the second value is zero.
///
/// sqrt(se1^2 + r^2 se2^2) / |m2|. Source: Casella and Berger, section 5.5.4. Assumes independence
/// and a second value many standard errors from zero.
pub fn standard_error(first: Measured, second: Measured) -> Option<f64> {
    let ratio = ratio(first, second)?;
    Some(first.standard_error.hypot(ratio * second.standard_error) / second.value.abs())
}

/// The ratio with a log-normal interval; none unless both values are above zero.
///
/// Standard error of the logarithm: sqrt((se1/m1)^2 + (se2/m2)^2), limits r exp(± z se). Source: as
/// [`standard_error`]. Assumes independent estimates, each at least some three standard errors
/// above zero; otherwise use [`fieller`].
pub fn delta_log(first: Measured, second: Measured, confidence: Confidence) -> Option<DeltaLog> {
    if first.value <= 0.0 || second.value <= 0.0 {
        return None;
    }
    let ratio = first.value / second.value;
    let relative = |part: Measured| part.standard_error / part.value;
    let error = relative(first).hypot(relative(second));
    Some(DeltaLog {
        ratio,
        log_standard_error: error,
        interval: Interval::around_logarithm(ratio, confidence.quantile() * error),
        test: ZTest::from_estimate(ratio.ln(), error),
    })
}

/// The set of ratios that Fieller's method does not reject.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FiellerSet {
    /// The ratios between two limits.
    Bounded(Interval),
    /// All ratios except those strictly between two limits: the second value may be zero.
    Complement(Interval),
    /// Every ratio: neither value is distinguishable from zero.
    WholeLine,
}

/// Fieller's interval of the ratio.
///
/// The ratios r with (m1 - r m2)^2 <= z^2 (se1^2 + r^2 se2^2). Source: Fieller 1954. Assumes
/// independent normal estimates with known standard errors; exact under them, whatever the size of
/// the second value.
pub fn fieller(first: Measured, second: Measured, confidence: Confidence) -> FiellerSet {
    let square = confidence.quantile().powi(2);
    // leading r^2 - 2 middle r + last <= 0
    let leading = second.value * second.value - square * second.variance();
    let middle = first.value * second.value;
    let last = first.value * first.value - square * first.variance();
    // middle^2 - leading last with the fourth powers cancelled by hand.
    let discriminant = square
        * (first.value.powi(2) * second.variance() + second.value.powi(2) * first.variance()
            - square * first.variance() * second.variance());
    if discriminant < 0.0 || leading == 0.0 {
        return degenerate(leading, middle, last);
    }
    // The root of larger size first; the other from their product.
    let sum = middle + discriminant.sqrt().copysign(middle);
    let (one, other) = if sum == 0.0 { (0.0, 0.0) } else { (sum / leading, last / sum) };
    let limits = Interval { lower: one.min(other), upper: one.max(other) };
    if leading > 0.0 { FiellerSet::Bounded(limits) } else { FiellerSet::Complement(limits) }
}

/// No two limits: the whole line, or a half line when the leading term vanishes.
fn degenerate(leading: f64, middle: f64, last: f64) -> FiellerSet {
    if leading < 0.0 || middle == 0.0 {
        return FiellerSet::WholeLine;
    }
    let end = last / (2.0 * middle);
    FiellerSet::Bounded(if middle > 0.0 {
        Interval { lower: end, upper: f64::INFINITY }
    } else {
        Interval { lower: f64::NEG_INFINITY, upper: end }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(value: f64, error: f64) -> Measured {
        Measured::new(value, error).unwrap()
    }

    #[test]
    fn the_three_kinds_of_set() {
        let set = |first, second| fieller(first, second, Confidence::P95);
        let sharp = set(measured(10.0, 1.0), measured(5.0, 0.5));
        assert!(matches!(sharp, FiellerSet::Bounded(limits) if limits.contains(2.0)));
        let vague = set(measured(10.0, 1.0), measured(0.5, 1.0));
        assert!(matches!(vague, FiellerSet::Complement(_)));
        assert_eq!(set(measured(0.5, 1.0), measured(0.5, 1.0)), FiellerSet::WholeLine);
    }

    #[test]
    fn certain_values_have_no_test() {
        let certain = delta_log(measured(2.0, 0.0), measured(1.0, 0.0), Confidence::P95).unwrap();
        assert!(certain.test.is_none());
        assert_eq!(Measured::new(1.0, -1.0), Err(Invalid::NegativeStandardError));
    }
}
