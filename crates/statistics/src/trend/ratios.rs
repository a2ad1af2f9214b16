//! A straight line through the logarithms of ratios that are known with their standard errors.

use crate::change::{GapVerdict, Side};
use crate::ratio_of_estimates::Measured;
use crate::{Confidence, Interval, Invalid, TTest};

/// Two points are on every line.
const FEWEST: usize = 3;
/// With fewer points the shape of the scatter is unknown, and a p-value would claim more than is known.
const FEWEST_FOR_TEST: usize = 5;

/// The logarithm of a ratio at a time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRatio {
    /// The logarithm with its standard error.
    pub logarithm: Measured,
    /// When: in years, say the middle of the period.
    pub time: f64,
}

/// A straight line through the logarithms of ratios.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioTrend {
    /// The logarithm of the ratio at time 0.
    pub intercept: f64,
    /// The change of the logarithm in one unit of time.
    pub slope: f64,
    /// Its standard error, widened where the ratios scatter about the line by more than chance.
    pub slope_error: f64,
    /// The factor by which the ratio changes in one unit of time.
    pub per_unit: f64,
    /// Its interval.
    pub interval: Interval,
    /// The test of a factor of 1; none with fewer than five points.
    pub test: Option<TTest>,
    /// The weighted sum of squares about the line.
    pub scatter: f64,
    /// Degrees of freedom: points less two.
    pub degrees: usize,
    /// The weighted mean time, at which level and slope err independently of each other.
    mean: f64,
    /// The standard error of the line there.
    level_error: f64,
    quantile: f64,
}

impl RatioTrend {
    /// The ratio on the line at a time.
    pub fn at(&self, time: f64) -> f64 {
        (self.intercept + self.slope * time).exp()
    }

    /// The interval of the ratio on the line at a time, not of a ratio that is yet to be seen.
    pub fn interval_at(&self, time: f64) -> Interval {
        let error = self.level_error.hypot(self.slope_error * (time - self.mean));
        Interval::around_logarithm(self.at(time), self.quantile * error)
    }

    /// Whether the gap, the distance of the line from 1, became smaller or larger from one time to a later one.
    ///
    /// |ln ratio| falls exactly where slope and middle of the line have opposite signs, and rises where they have the
    /// same, so something is said only where the intervals of both leave out 1. That is wrong no more often than one of
    /// them is (intersection-union test, Berger 1982). Reversed where the intervals at both times leave out 1, on
    /// different sides.
    pub fn gap(&self, first: f64, last: f64) -> GapVerdict {
        let side = |interval| Side::of_one(interval);
        let [before, middle, after] =
            [first, f64::midpoint(first, last), last].map(|time| side(self.interval_at(time)));
        if Side::are_opposite(before, after) {
            GapVerdict::Reversed
        } else {
            match (side(self.interval), middle) {
                (Some(slope), Some(middle)) if slope == middle => GapVerdict::Widening,
                (Some(_), Some(_)) => GapVerdict::Narrowing,
                (None, _) | (_, None) => GapVerdict::Unclear,
            }
        }
    }
}

/// Fits ln(ratio) = intercept + slope times time by weighted least squares; none where all times are the same.
///
/// Weights w = 1 / se^2; the slope is the sum of w (t - m) ln(ratio) over the sum of w (t - m)^2, m the weighted mean
/// time, and its variance 1 over the latter sum. Where the scatter about the line is more than its degrees of freedom,
/// n - 2, the variance is multiplied by scatter over degrees (Birge 1932); it is never made smaller than the standard
/// errors say. Limits and p-value are those of Student's t with n - 2 degrees of freedom, since the scatter is
/// estimated from the few points themselves.
///
/// Needs three points. Nothing may be concluded where the interval holds 1; with three points, whose t is 12.7, it
/// nearly always does. Below five points there is no p-value. Assumes independent points that scatter in proportion to
/// their standard errors: then false alarms are at most 5 %. Scatter that is the same for all points is as harmless
/// where standard errors are about the same; where every other one is twice its neighbour, and the scatter six times the
/// smaller, eight points give up to 10 % (`tests/false_alarms.rs`).
///
/// ```
/// # use statistics::*;
/// # use statistics::ratio_of_estimates::Measured;
/// # use statistics::trend::{self, LogRatio};
/// let point = |ratio: f64, time| Ok::<_, Invalid>(LogRatio { logarithm: Measured::new(ratio.ln(), 0.1)?, time });
/// let points = [point(1.0, 2001.5)?, point(2.0, 2011.5)?, point(4.0, 2021.5)?];
/// let trend = trend::log_linear(&points, Confidence::P95)?;
/// // The ratio doubles in ten years; three points are too few for that to be more than chance.
/// assert!(trend.is_some_and(|trend| (trend.per_unit.powi(10) - 2.0).abs() < 1e-9 && trend.interval.contains(1.0)));
/// # Ok::<(), Invalid>(())
/// ```
pub fn log_linear(ratios: &[LogRatio], confidence: Confidence) -> Result<Option<RatioTrend>, Invalid> {
    check(ratios)?;
    let degrees = ratios.len() - 2;
    let quantile = confidence.student_quantile(degrees).ok_or(Invalid::TooFew)?;
    let sum = |part: &dyn Fn(&LogRatio) -> f64| -> f64 {
        ratios.iter().map(|item| part(item) / item.logarithm.standard_error().powi(2)).sum()
    };
    let weight = sum(&|_| 1.0);
    let mean = sum(&|item| item.time) / weight;
    let level = sum(&|item| item.logarithm.value()) / weight;
    let spread = sum(&|item| (item.time - mean).powi(2));
    if spread <= 0.0 {
        return Ok(None);
    }
    let slope = sum(&|item| (item.time - mean) * (item.logarithm.value() - level)) / spread;
    let scatter = sum(&|item| {
        let fitted = level + slope * (item.time - mean);
        (item.logarithm.value() - fitted).powi(2)
    });
    let scale = (scatter / degrees as f64).max(1.0);
    let slope_error = (scale / spread).sqrt();
    Ok(Some(RatioTrend {
        intercept: level - slope * mean,
        slope,
        slope_error,
        per_unit: slope.exp(),
        interval: Interval::around_logarithm(slope.exp(), quantile * slope_error),
        test: TTest::from_estimate(slope, slope_error, degrees).filter(|_| ratios.len() >= FEWEST_FOR_TEST),
        scatter,
        degrees,
        mean,
        level_error: (scale / weight).sqrt(),
        quantile,
    }))
}

fn check(ratios: &[LogRatio]) -> Result<(), Invalid> {
    if ratios.len() < FEWEST {
        return Err(Invalid::TooFew);
    }
    if ratios.iter().any(|item| !item.time.is_finite()) {
        return Err(Invalid::NotFinite);
    }
    if ratios.iter().any(|item| item.logarithm.standard_error() <= 0.0) {
        return Err(Invalid::NotPositive);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(ratios: &[(f64, f64)], error: f64) -> Vec<LogRatio> {
        let point =
            |&(time, ratio): &(f64, f64)| LogRatio { logarithm: Measured::new(ratio.ln(), error).unwrap(), time };
        ratios.iter().map(point).collect()
    }

    fn fit(ratios: &[(f64, f64)], error: f64) -> RatioTrend {
        log_linear(&points(ratios, error), Confidence::P95).unwrap().unwrap()
    }

    #[test]
    fn a_ratio_that_doubles_is_on_the_line() {
        let trend = fit(&[(1.0, 1.0), (2.0, 2.0), (3.0, 4.0)], 0.1);
        assert!((trend.per_unit - 2.0).abs() < 1e-12);
        assert!((trend.at(3.0) - 4.0).abs() < 1e-12);
        // The spread of the times 1, 2, 3 is 2, and weights are 100: never less than the standard errors give.
        assert!((trend.slope_error - (1.0_f64 / 200.0).sqrt()).abs() < 1e-12);
        // Student's t of one degree of freedom.
        assert!((trend.interval.upper / 2.0).ln() / trend.slope_error > 12.7);
    }

    #[test]
    fn a_bend_widens_the_interval() {
        let bent = fit(&[(1.0, 1.0), (2.0, 4.0), (3.0, 1.0)], 0.1);
        assert!(bent.scatter > 1.0 && bent.interval.contains(1.0));
        assert!(bent.slope_error > (1.0_f64 / 200.0).sqrt());
    }

    /// Stop and search by the Metropolitan Police, BAME over White, in four phases: ratio and 95 % interval.
    const SEARCHES: [(f64, f64, f64); 4] = [
        (1.590_058_715_750_268, 1.579_383_050_057_364, 1.600_806_542_429_059_8),
        (1.591_990_685_709_168_4, 1.576_346_065_709_639_3, 1.607_790_572_461_509),
        (2.045_963_931_323_262, 2.022_803_150_706_686, 2.069_389_899_265_941),
        (2.321_610_217_568_934, 2.294_428_295_809_463_4, 2.349_114_163_559_93),
    ];

    #[test]
    fn four_precise_ratios_that_jump_about_the_line_show_no_trend() {
        let mut time = 0.0;
        let points = SEARCHES.map(|(ratio, lower, upper)| {
            time += 1.0;
            let error = Interval { lower, upper }.log_standard_error(Confidence::P95).unwrap();
            LogRatio { logarithm: Measured::new(ratio.ln(), error).unwrap(), time }
        });
        let trend = log_linear(&points, Confidence::P95).unwrap().unwrap();
        let shown = format!("{:.2} {:.2} {:.2}", trend.per_unit, trend.interval.lower, trend.interval.upper);
        assert_eq!(shown, "1.13 0.99 1.31");
        // Four points have no p-value; what it would be:
        let p = TTest::from_estimate(trend.slope, trend.slope_error, trend.degrees).unwrap().p;
        assert!(trend.test.is_none() && (p - 0.061_038_892_6).abs() < 1e-9, "{p}");
        assert_eq!(trend.gap(1.0, 4.0), GapVerdict::Unclear);
    }

    #[test]
    fn the_times_count_and_not_their_order() {
        let even = fit(&[(2010.0, 1.0), (2011.0, 1.2), (2012.0, 1.5)], 0.05);
        let uneven = fit(&[(2010.0, 1.0), (2011.0, 1.2), (2020.0, 1.5)], 0.05);
        assert!((even.per_unit - 1.5_f64.sqrt()).abs() < 1e-9 && uneven.per_unit < 1.05);
    }

    #[test]
    fn a_p_value_needs_five_points_and_a_line_three() {
        let rising: Vec<(f64, f64)> = (0..5).map(|year| (f64::from(year), 1.1_f64.powi(year))).collect();
        assert!(fit(&rising[..4], 0.01).test.is_none());
        let test = fit(&rising, 0.01).test.unwrap();
        assert!(test.degrees == 3 && test.p < 0.001);
        assert_eq!(log_linear(&points(&rising[..2], 0.01), Confidence::P95), Err(Invalid::TooFew));
    }

    #[test]
    fn the_gap_is_the_distance_from_1_on_either_side() {
        let verdict = |ratios: [f64; 5]| {
            let times = [0.0, 1.0, 2.0, 3.0, 4.0];
            let points: Vec<_> = times.into_iter().zip(ratios).collect();
            fit(&points, 0.02).gap(0.0, 4.0)
        };
        assert_eq!(verdict([3.0, 2.5, 2.0, 1.6, 1.3]), GapVerdict::Narrowing);
        assert_eq!(verdict([0.3, 0.4, 0.5, 0.6, 0.8]), GapVerdict::Narrowing);
        assert_eq!(verdict([0.8, 0.6, 0.5, 0.4, 0.3]), GapVerdict::Widening);
        // Not far enough below 1 to be sure of the side: the gap is smaller all the same.
        assert_eq!(verdict([2.0, 1.7, 1.4, 1.2, 0.99]), GapVerdict::Narrowing);
        assert_eq!(verdict([0.5, 0.7, 1.0, 1.4, 2.0]), GapVerdict::Reversed);
        assert_eq!(verdict([1.0, 1.01, 0.99, 1.0, 1.01]), GapVerdict::Unclear);
    }
}
