//! A ratio over all phases.

use crate::area::Area;
use crate::disparity::ChangeVerdict;
use crate::ethnicity::Category;
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
    /// What may be said.
    pub verdict: TrendVerdict,
    /// Why the phases cannot be compared.
    pub reason: Option<&'static str>,
}

/// What the ratios of three or more phases allow one to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrendVerdict {
    /// The ratio moves towards 1, beyond chance.
    Narrowing,
    /// The ratio moves away from 1, beyond chance.
    Widening,
    /// The movement could be chance.
    NoClearTrend,
    /// The figures of the phases do not mean the same.
    NotComparable,
}

impl TrendVerdict {
    /// The verdict in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Narrowing => "narrowing",
            Self::Widening => "widening",
            Self::NoClearTrend => "no clear trend",
            Self::NotComparable => "not comparable",
        }
    }

    fn of(line: &RatioTrend, first: f64, last: f64) -> Self {
        match ChangeVerdict::on(line.interval, line.at(first), line.at(last)) {
            ChangeVerdict::Narrowing => Self::Narrowing,
            ChangeVerdict::Widening => Self::Widening,
            ChangeVerdict::NoClearChange => Self::NoClearTrend,
            ChangeVerdict::NotComparable => Self::NotComparable,
        }
    }
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
    let verdict = fitted.as_ref().zip(ends).map_or(TrendVerdict::NotComparable, |(fitted, (first, last))| {
        TrendVerdict::of(fitted, f64::from(first.phase), f64::from(last.phase))
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

fn fit(points: &[Point]) -> Option<RatioTrend> {
    let ratios: Option<Vec<LogRatio>> = points
        .iter()
        .map(|point| Some(LogRatio { logarithm: point.logarithm?, phase: f64::from(point.phase) }))
        .collect();
    trend::log_linear(&ratios?, Confidence::P95).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::{Period, PeriodKind};
    use crate::residents::Standing;
    use statistics::ratio_of_estimates::Measured;

    fn printed(year: i32) -> PopulationBasis {
        let day = Period::parse("2016/17", PeriodKind::FinancialYear).unwrap().middle();
        PopulationBasis { series: None, standing: Standing::Printed { year }, day }
    }

    fn points() -> [Point; 3] {
        [1, 2, 3].map(|phase| Point {
            phase,
            period: Period::parse("2016/17", PeriodKind::FinancialYear).unwrap(),
            ratio: 2.0,
            interval: None,
            logarithm: Measured::new(2.0_f64.ln(), 0.1).ok(),
            classification: "2011-5".to_owned(),
            population: Some(printed(2011)),
        })
    }

    #[test]
    fn phases_compare_only_where_groups_and_residents_are_the_same() {
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
        assert!(difference(&other).unwrap().contains("kind of year"));
    }

    #[test]
    fn a_line_crosses_or_leaves_equality() {
        let towards = [4.0_f64, 2.0, 1.1];
        let line = |ratios: [f64; 3]| {
            let mut points = points();
            for (point, ratio) in points.iter_mut().zip(ratios) {
                point.logarithm = Measured::new(ratio.ln(), 0.05).ok();
            }
            fit(&points).unwrap()
        };
        let verdict = |ratios| TrendVerdict::of(&line(ratios), 1.0, 3.0);
        assert_eq!(verdict(towards), TrendVerdict::Narrowing);
        assert_eq!(verdict([0.9, 0.6, 0.4]), TrendVerdict::Widening);
        assert_eq!(verdict([2.0, 2.0, 2.01]), TrendVerdict::NoClearTrend);
    }
}
