//! How much counts vary beyond independent events: people who have an event repeatedly, waves, campaigns.

use super::rate::Rate;
use super::rate_ratio;
use super::{Confidence, Interval, Invalid};

/// How much more the counts of areas and periods vary than independent events would.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CountDispersion {
    /// Pearson's chi-squared about a constant rate in each area.
    pub pearson: f64,
    /// Its degrees of freedom: in each area, periods less one.
    pub degrees: usize,
}

/// Measures the dispersion of counts, the rates of each area in its periods in a slice of their own; none where no area
/// has two periods and an event.
///
/// The sum of (x - m)^2 / m, with the mean m = exposure times the area's own rate over all its periods. Over its
/// degrees of freedom it is 1 where events are independent and each area keeps its rate. What all areas have in common,
/// such as a season or a trend, counts as dispersion too, so the factor rather errs on the wide side. Source: Wedderburn
/// 1974; `McCullagh` and Nelder 1989, section 4.5.
///
/// ```
/// # use statistics::*;
/// # use statistics::dispersion;
/// # use statistics::rate::Rate;
/// let months = |counts: [u64; 3]| -> Result<Vec<Rate>, Invalid> { counts.into_iter().map(|x| Rate::new(x, 1.0)).collect() };
/// let found = dispersion::of_counts(&[months([10, 20, 30])?, months([5, 5, 5])?])?;
/// // (100 + 0 + 100) / 20 over 4.
/// assert!(found.is_some_and(|found| (found.factor() - 2.5).abs() < 1e-12));
/// # Ok::<(), Invalid>(())
/// ```
pub fn of_counts<A: AsRef<[Rate]>>(areas: &[A]) -> Result<Option<CountDispersion>, Invalid> {
    if areas.is_empty() {
        return Err(Invalid::TooFew);
    }
    let parts = areas.iter().filter_map(|area| of_area(area.as_ref()));
    let sum = parts.fold(CountDispersion { pearson: 0.0, degrees: 0 }, |sum, part| CountDispersion {
        pearson: sum.pearson + part.pearson,
        degrees: sum.degrees + part.degrees,
    });
    Ok((sum.degrees > 0).then_some(sum))
}

/// Measures the dispersion of two counts against each other: in each area, those of its periods, the first of a pair out of
/// both; none where no area has two periods with events and both counts.
///
/// The sum of (x1 - n c)^2 / (n c (1 - c)) with n = x1 + x2 and the area's own share c over all its periods. What moves
/// both counts of a period alike, such as a season or a campaign, cancels here as it does in the ratio of the two, so this
/// is the dispersion by which a rate ratio is widened. Source: Wedderburn 1974; `McCullagh` and Nelder 1989, section 4.5.
///
/// ```
/// # use statistics::dispersion;
/// // A month with three times as many of both is no dispersion of the ratio.
/// let found = dispersion::of_pairs(&[[[10, 20], [30, 60], [12, 24]]]);
/// assert!(found.is_some_and(|found| found.pearson < 1e-12 && found.degrees == 2));
/// ```
pub fn of_pairs<A: AsRef<[[u64; 2]]>>(areas: &[A]) -> Option<CountDispersion> {
    let parts = areas.iter().filter_map(|area| pairs_of_area(area.as_ref()));
    parts.reduce(|sum, part| CountDispersion {
        pearson: sum.pearson + part.pearson,
        degrees: sum.degrees + part.degrees,
    })
}

fn pairs_of_area(periods: &[[u64; 2]]) -> Option<CountDispersion> {
    let pairs = periods.iter().map(|pair| pair.map(|count| count as f64));
    let periods: Vec<(f64, f64)> =
        pairs.map(|[first, second]| (first, first + second)).filter(|(_, n)| *n > 0.0).collect();
    let (events, all) = periods.iter().fold((0.0, 0.0), |(events, all), (first, n)| (events + first, all + n));
    let share = events / all;
    let degrees = periods.len().checked_sub(1).filter(|degrees| *degrees > 0)?;
    let part = |(first, n): &(f64, f64)| (first - n * share).powi(2) / (n * share * (1.0 - share));
    (share > 0.0 && share < 1.0).then(|| CountDispersion { pearson: periods.iter().map(part).sum(), degrees })
}

fn of_area(periods: &[Rate]) -> Option<CountDispersion> {
    let events: f64 = periods.iter().map(|period| period.count()).sum();
    let exposure: f64 = periods.iter().map(|period| period.exposure()).sum();
    let degrees = periods.len().checked_sub(1)?;
    let part = |period: &Rate| {
        let expected = events * (period.exposure() / exposure);
        (period.count() - expected).powi(2) / expected
    };
    (events > 0.0).then(|| CountDispersion { pearson: periods.iter().map(part).sum(), degrees })
}

impl CountDispersion {
    /// The factor of the variance, never below 1: counts that vary less than chance do so by luck.
    pub fn factor(self) -> f64 {
        (self.pearson / self.degrees as f64).max(1.0)
    }

    /// The limits of a ratio or a rate of independent events, widened on the scale of the logarithm; of a value of 0 the
    /// upper limit alone, which a score interval has in proportion to the factor.
    pub fn stretched(self, value: f64, interval: Interval) -> Interval {
        let factor = self.factor();
        let limit = |limit: f64| if value > 0.0 { value * (limit / value).powf(factor.sqrt()) } else { limit * factor };
        Interval { lower: limit(interval.lower), upper: limit(interval.upper) }
    }

    /// A standard error of independent events, widened.
    pub fn widened(self, standard_error: f64) -> f64 {
        standard_error * self.factor().sqrt()
    }

    /// The standard error of the logarithm of a rate ratio, sqrt(factor (1/x1 + 1/x2)); none without events in either.
    pub fn log_standard_error(self, first: Rate, second: Rate) -> Option<f64> {
        rate_ratio::log_standard_error(first, second).map(|error| self.widened(error))
    }

    /// The log-normal interval of a rate ratio with that standard error; none without events in either.
    pub fn interval(self, first: Rate, second: Rate, confidence: Confidence) -> Option<Interval> {
        let value = rate_ratio::ratio(first, second).finite()?;
        let error = self.log_standard_error(first, second)?;
        Some(Interval::around_logarithm(value, confidence.quantile() * error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn periods(counts: &[u64], exposure: f64) -> Vec<Rate> {
        counts.iter().map(|&events| Rate::new(events, exposure).unwrap()).collect()
    }

    #[test]
    fn events_that_come_in_pairs_have_twice_the_dispersion() {
        let single = [periods(&[12, 15, 9, 14, 10], 100.0), periods(&[30, 22, 27, 25, 36], 300.0)];
        let pairs = [periods(&[24, 30, 18, 28, 20], 100.0), periods(&[60, 44, 54, 50, 72], 300.0)];
        let (single, pairs) = (of_counts(&single).unwrap().unwrap(), of_counts(&pairs).unwrap().unwrap());
        assert!((pairs.pearson / single.pearson - 2.0).abs() < 1e-12);
        assert_eq!(single.degrees, 8);
        // These vary by chance alone.
        assert!((single.factor() - 1.0).abs() < 1e-15 && pairs.factor() > 1.0);
    }

    /// Two months of one area: 30 of 50 and 20 of 50, half of each expected; chi-squared of the table is 4.
    #[test]
    fn pairs_have_the_chi_squared_of_their_table() {
        let found = of_pairs(&[vec![[30, 20], [20, 30], [0, 0]]]).unwrap();
        assert!((found.pearson - 4.0).abs() < 1e-12 && found.degrees == 1);
        assert_eq!(of_pairs(&[vec![[3, 0], [4, 0]], vec![[1, 2]]]), None);
        assert_eq!(of_pairs::<Vec<[u64; 2]>>(&[]), None);
    }

    #[test]
    fn limits_are_stretched_about_the_value() {
        let four = CountDispersion { pearson: 8.0, degrees: 2 };
        let wide = four.stretched(2.0, Interval { lower: 1.0, upper: 4.0 });
        assert!((wide.lower - 0.5).abs() < 1e-12 && (wide.upper - 8.0).abs() < 1e-12);
        let none = four.stretched(0.0, Interval { lower: 0.0, upper: 0.5 });
        assert!(none.lower.abs() < 1e-12 && (none.upper - 2.0).abs() < 1e-12);
        let open = four.stretched(2.0, Interval { lower: 0.0, upper: f64::INFINITY });
        assert!(open.lower.abs() < 1e-12 && open.upper.is_infinite());
    }

    #[test]
    fn longer_periods_expect_more() {
        let area = vec![Rate::new(31, 31.0).unwrap(), Rate::new(28, 28.0).unwrap()];
        assert!(of_counts(&[area]).unwrap().unwrap().pearson < 1e-25);
    }

    #[test]
    fn areas_with_one_period_or_no_events_say_nothing() {
        assert_eq!(of_counts(&[periods(&[7], 1.0), periods(&[0, 0, 0], 1.0)]), Ok(None));
        assert_eq!(of_counts::<Vec<Rate>>(&[]), Err(Invalid::TooFew));
    }

    #[test]
    fn a_clear_ratio_is_in_doubt_where_events_come_in_clusters() {
        let (first, second) = (Rate::new(60, 1000.0).unwrap(), Rate::new(90, 2200.0).unwrap());
        assert!(rate_ratio::wald(first, second, Confidence::P95).unwrap().lower > 1.0);
        let twice = CountDispersion { pearson: 24.0, degrees: 12 };
        assert!(twice.interval(first, second, Confidence::P95).unwrap().contains(1.0));
        let error = rate_ratio::log_standard_error(first, second).unwrap();
        assert!((twice.log_standard_error(first, second).unwrap() / error - 2.0_f64.sqrt()).abs() < 1e-15);
        let none = Rate::new(0, 5.0).unwrap();
        assert!(twice.interval(first, none, Confidence::P95).is_none());
    }
}
