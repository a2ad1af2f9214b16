//! A ratio over all phases.

use crate::area::Area;
use crate::disparity::ChangeVerdict;
use crate::ethnicity::Category;
use crate::indicator::Favourable;
use crate::period::Period;
use crate::residents::PopulationBasis;
use crate::scorecard::{Line, Point};
use statistics::Confidence;
use statistics::trend::{self, LogRatio, RatioTrend};

use super::View;

/// Two points are always on a line.
const FEWEST_PHASES: usize = 3;

/// The ratio of a group over the phases.
#[derive(Debug, Clone)]
pub struct Trend<'a> {
    /// The area.
    pub area: &'a Area,
    /// The group.
    pub category: Category,
    /// The ratios.
    pub points: &'a [Point],
    /// The line through their logarithms; none where they cannot be compared.
    pub line: Option<RatioTrend>,
    /// What may be said of the gap, the distance of the line from 1.
    pub verdict: ChangeVerdict,
    /// Why the phases cannot be compared.
    pub reason: Option<&'static str>,
}

pub(super) fn trend<'a>(view: View<'a>, line: &'a Line) -> Option<Trend<'a>> {
    let (area, category) = (&*line.area, line.disparity.category);
    let points = view.scorecard.history.of(&view.measure.id, &area.code, category);
    // A trend that ends before the phase is none of its findings.
    let current = points.last()?.phase == view.scorecard.phase.number;
    if points.len() < FEWEST_PHASES || !current {
        return None;
    }
    let reason = difference(points);
    let fitted = if reason.is_none() { fit(points) } else { None };
    let ends = points.first().zip(points.last());
    let verdict = fitted.as_ref().zip(ends).map_or(ChangeVerdict::NotComparable, |(fitted, (first, last))| {
        verdict(fitted, [first, last].map(|point| time(point.period)), view.measure.favourable)
    });
    Some(Trend { area, category, points, line: fitted, verdict, reason })
}

/// Why the ratios of the phases do not mean the same.
fn difference(points: &[Point]) -> Option<&'static str> {
    let first = points.first()?;
    let differs = |is_other: fn(&Point, &Point) -> bool| points.iter().any(|point| is_other(point, first));
    if differs(|point, first| point.classification != first.classification) {
        Some("the ethnic groups of the source differ between the phases")
    } else if differs(|point, first| {
        !PopulationBasis::are_comparable(point.population.as_ref(), first.population.as_ref())
    }) {
        Some("the population figures of the phases are of different sources or years")
    } else if differs(|point, first| point.period.difference(first.period).is_some()) {
        Some("the periods of the phases differ in their kind of year or in their length")
    } else if differs(|point, _| point.logarithm.is_none()) {
        Some("a ratio of one of the phases is zero or has no interval")
    } else {
        None
    }
}

/// What the line allows one to say of the gap between two times.
fn verdict(line: &RatioTrend, [first, last]: [f64; 2], favourable: Favourable) -> ChangeVerdict {
    ChangeVerdict::new(line.gap(first, last), [line.at(first), line.at(last)], line.interval, favourable)
}

/// The middle day of a period, in years.
fn time(period: Period) -> f64 {
    let day = period.middle();
    f64::from(day.year()) + f64::from(day.day_of_year() - 1) / f64::from(day.days_in_year())
}

fn fit(points: &[Point]) -> Option<RatioTrend> {
    let ratios: Option<Vec<LogRatio>> =
        points.iter().map(|point| Some(LogRatio { logarithm: point.logarithm?, time: time(point.period) })).collect();
    trend::log_linear(&ratios?, Confidence::P95).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disparity::Gap;
    use crate::period::PeriodKind;
    use crate::residents::Standing;
    use statistics::ratio_of_estimates::Measured;

    fn printed(year: i32) -> PopulationBasis {
        let day = Period::parse("2016/17", PeriodKind::FinancialYear).unwrap().middle();
        PopulationBasis { series: None, standing: Standing::Printed { year }, day }
    }

    fn points(ratios: &[f64], error: f64) -> Vec<Point> {
        let point = |(phase, ratio): (u32, &f64)| Point {
            phase,
            period: Period::parse(&(2010 + 2 * phase).to_string(), PeriodKind::CalendarYear).unwrap(),
            ratio: *ratio,
            interval: None,
            logarithm: Measured::new(ratio.ln(), error).ok(),
            classification: "2011-5".to_owned(),
            population: Some(printed(2011)),
        };
        (1..).zip(ratios).map(point).collect()
    }

    #[test]
    fn phases_compare_only_where_groups_and_residents_are_the_same() {
        let points = || points(&[2.0; 3], 0.1);
        assert_eq!(difference(&points()), None);
        let mut other = points();
        other[2].population = Some(printed(2021));
        assert!(difference(&other).unwrap().contains("different sources or years"));
        let mut other = points();
        other[1].classification = "2001-5".to_owned();
        assert!(difference(&other).unwrap().contains("groups"));
        let mut other = points();
        other[0].logarithm = None;
        assert!(difference(&other).unwrap().contains("interval"));
        let mut other = points();
        other[0].period = Period::parse("2016/17", PeriodKind::AcademicYear).unwrap();
        let mut financial = points();
        financial[0].period = Period::parse("2016/17", PeriodKind::FinancialYear).unwrap();
        assert!(difference(&[other.remove(0), financial.remove(0)]).unwrap().contains("kind of year"));
    }

    #[test]
    fn time_is_the_middle_day_in_years() {
        let time = |text, kind| time(Period::parse(text, kind).unwrap());
        assert!((time("2019", PeriodKind::CalendarYear) - 2019.5).abs() < 0.003);
        assert!((time("2016/17", PeriodKind::FinancialYear) - 2016.747).abs() < 0.003);
        assert!((time("2021-03-21", PeriodKind::Day) - 2021.216).abs() < 0.003);
    }

    #[test]
    fn a_line_comes_near_to_equality_or_leaves_or_crosses_it() {
        let verdict = |ratios: &[f64]| {
            let points = points(ratios, 0.02);
            let ends = [points.first(), points.last()].map(|point| time(point.unwrap().period));
            verdict(&fit(&points).unwrap(), ends, Favourable::Lower)
        };
        let (disadvantage, advantage) = (Gap::Disadvantage, Gap::Advantage);
        assert_eq!(verdict(&[4.0, 3.0, 2.25, 1.69, 1.27]), ChangeVerdict::Narrowing(disadvantage));
        assert_eq!(verdict(&[0.9, 0.8, 0.7, 0.63, 0.55]), ChangeVerdict::Widening(advantage));
        assert_eq!(verdict(&[0.5, 0.7, 1.0, 1.4, 2.0]), ChangeVerdict::Reversed);
        assert_eq!(verdict(&[2.0, 2.0, 2.01]), ChangeVerdict::NoClearChange);
    }

    /// Four invented ratios that rise: with a normal quantile they would widen beyond chance.
    #[test]
    fn four_ratios_that_rise_are_too_few_for_a_trend() {
        let points = points(&[1.55, 1.75, 1.8, 2.32], 0.01);
        let line = fit(&points).unwrap();
        assert!(line.interval.contains(1.0) && line.test.is_none());
    }
}
