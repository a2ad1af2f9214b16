//! The disparities of one phase, ordered, compared with the phase before, and adjusted for their number.

mod change;
mod coverage;
mod exclusions;

use std::collections::{BTreeMap, BTreeSet};

use crate::area::Area;
use crate::catalogue::Catalogue;
use crate::correction::Applied;
use crate::disparity::Disparity;
use crate::ethnicity::Category;
use crate::finding::Finding;
use crate::indicator::{Comparator, Indicator, Kind};
use crate::period::Period;
use crate::phase::Phase;
use statistics::ratio_of_estimates::Measured;
use statistics::{Interval, multiplicity};

use coverage::Shown;

pub use change::Change;
pub use coverage::{Coverage, Extent};
pub use exclusions::{Exclusion, LeftOutRows};

/// The disparities of a phase as computed, before they are ordered and compared.
#[derive(Debug)]
pub struct PhaseDisparities<'a> {
    /// The phase.
    pub phase: &'a Phase,
    /// Its disparities, in any order.
    pub disparities: Vec<Disparity<'a>>,
}

/// What must be said about the data as a whole.
#[derive(Debug, Clone, Default)]
pub struct Remarks {
    /// What is odd and does not stop the run.
    pub warnings: Vec<Finding>,
    /// The published figures that were corrected.
    pub corrections: Vec<Applied>,
    /// Rows that the recipes of the files leave out.
    pub left_out: Vec<LeftOutRows>,
}

/// Everything that one phase's report needs.
#[derive(Debug)]
pub struct Scorecard<'a> {
    /// The declarations.
    pub catalogue: &'a Catalogue,
    /// The phase.
    pub phase: &'a Phase,
    /// The boroughs that head the report.
    pub boroughs: Vec<&'a Area>,
    /// One for each measure, area and group, in the order of the output.
    pub lines: Vec<Line<'a>>,
    /// Indicator by borough: where its figures come from.
    pub coverage: Vec<Coverage<'a>>,
    /// What was left out, and why.
    pub exclusions: Vec<Exclusion>,
    /// What is odd in the data, and what was corrected.
    pub remarks: Remarks,
    /// How many primary comparisons the p-values are adjusted for.
    pub comparisons: usize,
    /// The ratios of this phase and the earlier ones.
    pub history: History<'a>,
    shown: Shown<'a>,
}

/// A measure, an area and a group.
type Key<'a> = (&'a str, &'a str, Category);

/// A disparity with its place in the scorecard.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// The indicator of the measure.
    pub indicator: &'a Indicator,
    /// The area.
    pub area: &'a Area,
    /// The disparity.
    pub disparity: Disparity<'a>,
    /// The p-value adjusted for the number of primary comparisons; only for those.
    pub p_adjusted: Option<f64>,
    /// The phase before.
    pub change: Option<Change>,
}

/// A ratio of one phase, for a trend.
#[derive(Debug, Clone, Copy)]
pub struct Point<'a> {
    /// Number of the phase.
    pub phase: u32,
    /// The period that entered it.
    pub period: Period,
    /// The ratio.
    pub ratio: f64,
    /// Its interval.
    pub interval: Option<Interval>,
    /// Its logarithm with the standard error of that.
    pub logarithm: Option<Measured>,
    /// The classification in which it was compared.
    pub classification: &'a str,
    /// Year of the population figures.
    pub population_year: Option<i32>,
}

/// The ratios of this phase and the earlier ones.
#[derive(Debug, Default)]
pub struct History<'a> {
    points: BTreeMap<Key<'a>, Vec<Point<'a>>>,
}

impl<'a> History<'a> {
    /// The ratios of a group in an area, by phase.
    pub fn of<'s>(&'s self, measure: &'s str, area: &'s str, category: Category) -> &'s [Point<'a>] {
        self.points.get(&(measure, area, category)).map_or(&[], Vec::as_slice)
    }
}

impl<'a> Scorecard<'a> {
    /// Orders, compares and adjusts the disparities of a phase, `earlier` being those of the phases before it.
    pub fn assemble(
        catalogue: &'a Catalogue,
        current: &PhaseDisparities<'a>,
        earlier: &[PhaseDisparities<'a>],
        boroughs: Vec<&'a Area>,
        remarks: Remarks,
    ) -> Self {
        let before = earlier.iter().find(|phase| phase.phase.number + 1 == current.phase.number);
        let mut lines = ordered(catalogue, current, before);
        let shown = Shown::find(catalogue, &lines);
        let family = primary(catalogue, &boroughs, &shown, &lines);
        adjust(&mut lines, &family);
        let mut scorecard = Self {
            catalogue,
            phase: current.phase,
            boroughs,
            lines,
            coverage: Vec::new(),
            exclusions: Vec::new(),
            remarks,
            comparisons: family.len(),
            history: history(earlier.iter().chain([current])),
            shown,
        };
        scorecard.coverage = scorecard.cover();
        scorecard.exclusions = scorecard.exclude();
        scorecard
    }

    /// The lines of a measure in an area.
    pub fn lines_of<'s>(&'s self, measure: &'s str, area: &'s str) -> impl Iterator<Item = &'s Line<'a>> {
        self.lines.iter().filter(move |line| line.disparity.measure.id == measure && line.disparity.area == area)
    }

    /// With whom groups are compared; in a mixture, with whom most are.
    pub fn comparator(&self) -> Comparator {
        let british = |line: &&Line<'_>| line.disparity.comparator == Comparator::WhiteBritish;
        let count = self.lines.iter().filter(british).count();
        if 2 * count > self.lines.len() { Comparator::WhiteBritish } else { Comparator::White }
    }

    /// Whether a line is of the aggregate or of a broad group, or of a source that has no broad groups.
    pub fn is_broad(&self, disparity: &Disparity<'_>) -> bool {
        let ethnicity = &self.catalogue.ethnicity;
        let classification = ethnicity.classification(disparity.classification);
        let top = classification.and_then(|known| known.top_level_of(disparity.category));
        disparity.category == ethnicity.anchors.bame
            || top == Some(disparity.category)
            || disparity.measure.kind == Kind::Published
    }

    /// The line of a group.
    pub fn line(&self, measure: &str, area: &str, category: Category) -> Option<&Line<'a>> {
        self.lines.iter().find(|line| {
            line.disparity.category == category && line.disparity.area == area && line.disparity.measure.id == measure
        })
    }

    /// The area whose figures stand for a borough: its own, or the finest wider area that has a ratio.
    pub fn shown_area<'s>(&'s self, measure: &'s str, borough: &'s str) -> Option<&'a Area> {
        self.shown.of(measure, borough)
    }
}

fn ordered<'a>(
    catalogue: &'a Catalogue,
    current: &PhaseDisparities<'a>,
    before: Option<&PhaseDisparities<'a>>,
) -> Vec<Line<'a>> {
    let earlier: BTreeMap<Key<'_>, &Disparity<'a>> =
        before.iter().flat_map(|phase| &phase.disparities).map(|disparity| (key(disparity), disparity)).collect();
    let indicators: BTreeMap<&str, (usize, &Indicator)> = catalogue
        .indicators
        .iter()
        .enumerate()
        .flat_map(|(place, indicator)| {
            indicator.measures.iter().map(move |measure| (measure.id.as_str(), (place, indicator)))
        })
        .collect();
    let mut lines: Vec<(usize, Line<'a>)> = current
        .disparities
        .iter()
        .filter_map(|disparity| {
            let (place, indicator) = *indicators.get(disparity.measure.id.as_str())?;
            let area = catalogue.areas.get(disparity.area)?;
            let change = earlier.get(&key(disparity)).and_then(|before| change::change(disparity, before));
            Some((place, Line { indicator, area, disparity: disparity.clone(), p_adjusted: None, change }))
        })
        .collect();
    lines.sort_by(|(a_place, a), (b_place, b)| (a_place, key(&a.disparity)).cmp(&(b_place, key(&b.disparity))));
    lines.into_iter().map(|(_, line)| line).collect()
}

fn key<'a>(disparity: &Disparity<'a>) -> Key<'a> {
    (&disparity.measure.id, disparity.area, disparity.category)
}

/// The primary comparisons of a phase, as places in `lines`: the aggregate against the comparator, for each measure and
/// each area that stands for a borough that heads the report.
fn primary<'a>(catalogue: &'a Catalogue, boroughs: &[&Area], shown: &Shown<'a>, lines: &[Line<'a>]) -> Vec<usize> {
    let mut areas = BTreeSet::new();
    for (_, measure) in catalogue.measures() {
        for borough in boroughs {
            areas.extend(shown.of(&measure.id, &borough.code).map(|area| (measure.id.as_str(), area.code.as_str())));
        }
    }
    let aggregate = catalogue.ethnicity.anchors.bame;
    lines
        .iter()
        .enumerate()
        .filter(|(_, line)| {
            let disparity = &line.disparity;
            disparity.category == aggregate
                && disparity.p_value.is_some()
                && areas.contains(&(disparity.measure.id.as_str(), disparity.area))
        })
        .map(|(place, _)| place)
        .collect()
}

/// Benjamini-Hochberg over the primary comparisons.
fn adjust(lines: &mut [Line<'_>], family: &[usize]) {
    let p_values: Vec<f64> =
        family.iter().filter_map(|place| lines.get(*place).and_then(|line| line.disparity.p_value)).collect();
    let Ok(adjusted) = multiplicity::benjamini_hochberg(&p_values) else {
        return;
    };
    for (place, adjusted) in family.iter().zip(adjusted) {
        if let Some(line) = lines.get_mut(*place) {
            line.p_adjusted = Some(adjusted);
        }
    }
}

fn history<'a: 'p, 'p>(phases: impl Iterator<Item = &'p PhaseDisparities<'a>>) -> History<'a> {
    let mut points: BTreeMap<Key<'a>, Vec<Point<'a>>> = BTreeMap::new();
    for phase in phases {
        for disparity in &phase.disparities {
            if let Some(ratio) = disparity.ratio {
                points.entry(key(disparity)).or_default().push(Point {
                    phase: phase.phase.number,
                    period: disparity.period,
                    ratio,
                    interval: disparity.ratio_interval,
                    logarithm: disparity.log_ratio(),
                    classification: disparity.classification,
                    population_year: disparity.population_year,
                });
            }
        }
    }
    History { points }
}
