//! A ratio against the ratio of the phase before.

use crate::disparity::{ChangeVerdict, Disparity};
use crate::period::{Period, PeriodKind};
use crate::statistics::{Confidence, Interval};

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
pub(super) fn change(now: &Disparity<'_>, before: &Disparity<'_>) -> Option<Change> {
    let (ratio, previous) = (now.ratio?, before.ratio?);
    let reason = if let Some(reason) = periods_differ(now.period, before.period) {
        Some(reason)
    } else if now.classification != before.classification {
        Some("the ethnic groups of the source differ")
    } else if now.population_year != before.population_year {
        Some("the population figures are of another census")
    } else if now.ratio_interval.is_none() || before.ratio_interval.is_none() {
        Some("one of the two has no interval")
    } else if ratio <= 0.0 || previous <= 0.0 {
        Some("one of the two ratios is zero")
    } else {
        None
    };
    let change = (previous > 0.0).then(|| ratio / previous);
    let interval =
        change
            .zip(log_error(now))
            .zip(log_error(before))
            .map(|((change, now), before)| {
                let half = Confidence::P95.quantile() * now.hypot(before);
                Interval {
                    lower: change * (-half).exp(),
                    upper: change * half.exp(),
                }
            });
    let (change, interval) = if reason.is_some() {
        (None, None)
    } else {
        (change, interval)
    };
    let verdict = interval
        .filter(|interval| interval.lower.is_finite() && interval.upper.is_finite())
        .map_or(ChangeVerdict::NotComparable, |interval| {
            ChangeVerdict::on(interval, previous, ratio)
        });
    Some(Change {
        previous,
        ratio: change,
        interval,
        verdict,
        reason,
    })
}

/// Why the figures of two periods are not of the same kind of time. Financial, academic and calendar years are never
/// treated as equal, and part of a year is not a year.
fn periods_differ(now: Period, before: Period) -> Option<&'static str> {
    let is_day = |period: Period| period.kind == PeriodKind::Day;
    if now.kind.is_another_year(before.kind) {
        Some("the two are of different kinds of year")
    } else if is_day(now) != is_day(before) {
        Some("one of the two is of a day, the other of a stretch of time")
    } else if now.months_covered() != before.months_covered() {
        Some("the two periods are of different lengths")
    } else {
        None
    }
}

/// The standard error of the logarithm of a ratio, from its interval.
fn log_error(disparity: &Disparity<'_>) -> Option<f64> {
    disparity
        .ratio_interval?
        .log_standard_error(Confidence::P95)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str, kind: PeriodKind) -> Period {
        Period::parse(text, kind).unwrap()
    }

    #[test]
    fn years_of_different_kinds_are_never_equal() {
        let financial = period("2016/17", PeriodKind::FinancialYear);
        let academic = period("2016/17", PeriodKind::AcademicYear);
        let calendar = period("2016", PeriodKind::CalendarYear);
        for (now, before) in [
            (academic, financial),
            (financial, calendar),
            (calendar, academic),
        ] {
            let reason = "the two are of different kinds of year";
            assert_eq!(periods_differ(now, before), Some(reason));
            assert_eq!(periods_differ(before, now), Some(reason));
        }
        let earlier = period("2012/13", PeriodKind::FinancialYear);
        assert_eq!(periods_differ(financial, earlier), None);
    }

    #[test]
    fn a_part_of_a_year_is_no_year() {
        let part = period("2021-06 to 2021-10", PeriodKind::Months);
        let year = period("2019", PeriodKind::CalendarYear);
        let day = period("2021-03-21", PeriodKind::Day);
        assert_eq!(
            periods_differ(part, year),
            Some("the two periods are of different lengths")
        );
        let reason = "one of the two is of a day, the other of a stretch of time";
        assert_eq!(periods_differ(day, year), Some(reason));
        assert_eq!(
            periods_differ(part, period("2019-06 to 2019-10", PeriodKind::Months)),
            None
        );
    }
}
