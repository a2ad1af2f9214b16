//! The disparities of one phase, ordered, compared with the phase before, and adjusted for their number.

mod absences;
mod change;
mod coverage;
mod exclusions;
mod last_known;
mod shown;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::acknowledgement::Acknowledged;
use crate::area::Area;
use crate::correction::Applied;
use crate::disparity::Disparity;
use crate::ethnicity::Category;
use crate::finding::Finding;
use crate::indicator::{Comparator, Indicator};
use crate::period::Period;
use crate::phase::Phase;
use crate::project::Project;
use crate::residents::PopulationBasis;
use statistics::ratio_of_estimates::Measured;
use statistics::{Interval, multiplicity};

use coverage::Shown;
use last_known::LastKnown;

pub use absences::{MissingFigure, Why};
pub use change::Change;
pub use coverage::{Coverage, Extent};
pub use exclusions::{Exclusion, LeftOutRows};
pub use shown::ShownMeasure;

/// The disparities of a phase as computed, before they are ordered and compared.
#[derive(Debug)]
pub struct PhaseDisparities {
    /// The phase.
    pub phase: Arc<Phase>,
    /// Its disparities, in any order.
    pub disparities: Vec<Disparity>,
}

/// What must be said about the data as a whole.
#[derive(Debug, Clone, Default)]
pub struct Remarks {
    /// What is odd and does not stop the run.
    pub warnings: Vec<Finding>,
    /// What is odd, and may stand.
    pub acknowledged: Vec<Acknowledged>,
    /// The published figures that were corrected.
    pub corrections: Vec<Applied>,
    /// Rows that the recipes of the files leave out.
    pub left_out: Vec<LeftOutRows>,
}

/// Everything that one phase's report needs.
#[derive(Debug)]
pub struct Scorecard {
    /// The declarations.
    pub project: Arc<Project>,
    /// The phase.
    pub phase: Arc<Phase>,
    /// The boroughs that head the report.
    pub boroughs: Vec<Arc<Area>>,
    /// One for each measure, area and group, in the order of the output.
    pub lines: Vec<Line>,
    /// Indicator by borough: where its figures come from.
    pub coverage: Vec<Coverage>,
    /// What was left out, and why.
    pub exclusions: Vec<Exclusion>,
    /// What is odd in the data, and what was corrected.
    pub remarks: Remarks,
    /// How many primary comparisons the p-values are adjusted for.
    pub comparisons: usize,
    /// The ratios of this phase and the earlier ones.
    pub history: History,
    places: Places,
    shown: Shown,
    earlier: LastKnown,
}

/// A disparity with its place in the scorecard.
#[derive(Debug, Clone)]
pub struct Line {
    /// The indicator of the measure.
    pub indicator: Arc<Indicator>,
    /// The area.
    pub area: Arc<Area>,
    /// The disparity.
    pub disparity: Disparity,
    /// The p-value adjusted for the number of primary comparisons; only for those.
    pub p_adjusted: Option<f64>,
    /// The phase before.
    pub change: Option<Change>,
    /// The earlier phase that it is of, where no period of its measure ends in the current one.
    pub last_known: Option<u32>,
}

impl Line {
    /// Where it stands among all lines: the place of its indicator, and its name.
    fn place(&self, project: &Project) -> (Option<usize>, Key) {
        let place = project.indicators.iter().position(|indicator| indicator.id == self.indicator.id);
        (place, Key::from(&self.disparity))
    }
}

/// A ratio of one phase, for a trend.
#[derive(Debug, Clone)]
pub struct Point {
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
    pub classification: String,
    /// What the population figures stand on.
    pub population: Option<PopulationBasis>,
}

/// A measure, an area and a group: what a figure is found by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Id of the measure.
    pub measure: String,
    /// Code of the area.
    pub area: String,
    /// The group.
    pub category: Category,
}

impl From<&Disparity> for Key {
    fn from(disparity: &Disparity) -> Self {
        Self { measure: disparity.measure.id.clone(), area: disparity.area.clone(), category: disparity.category }
    }
}

/// The ratios of this phase and the earlier ones.
#[derive(Debug, Default)]
pub struct History {
    points: BTreeMap<Key, Vec<Point>>,
}

impl History {
    fn new<'p>(phases: impl Iterator<Item = &'p PhaseDisparities>) -> Self {
        let mut history = Self::default();
        for phase in phases {
            for disparity in &phase.disparities {
                if let Some(ratio) = disparity.ratio {
                    history.points.entry(Key::from(disparity)).or_default().push(Point {
                        phase: phase.phase.number,
                        period: disparity.period,
                        ratio,
                        interval: disparity.ratio_interval,
                        logarithm: disparity.log_ratio(),
                        classification: disparity.classification.clone(),
                        population: disparity.population.clone(),
                    });
                }
            }
        }
        history
    }

    /// The ratios of a group in an area, by phase.
    pub fn of(&self, measure: &str, area: &str, category: Category) -> &[Point] {
        let key = Key { measure: measure.to_owned(), area: area.to_owned(), category };
        self.points.get(&key).map_or(&[], Vec::as_slice)
    }
}

/// Where the lines of each measure and area stand among all lines, in which they follow one another.
#[derive(Debug, Default)]
struct Places {
    by_measure: BTreeMap<String, BTreeMap<String, Range<usize>>>,
}

impl Places {
    fn new(lines: &[Line]) -> Self {
        let mut places = Self::default();
        for (place, line) in lines.iter().enumerate() {
            let areas = places.by_measure.entry(line.disparity.measure.id.clone()).or_default();
            areas.entry(line.area.code.clone()).or_insert(place..place).end = place + 1;
        }
        places
    }

    fn find(&self, measure: &str, area: &str) -> Range<usize> {
        let areas = self.by_measure.get(measure);
        areas.and_then(|areas| areas.get(area)).cloned().unwrap_or_default()
    }
}

impl Scorecard {
    /// Orders, compares and adjusts the disparities of a phase, `earlier` being those of the phases before it.
    pub fn new(
        project: Arc<Project>,
        current: PhaseDisparities,
        earlier: &[PhaseDisparities],
        boroughs: Vec<Arc<Area>>,
        remarks: Remarks,
    ) -> Self {
        let before = earlier.iter().find(|phase| phase.phase.number + 1 == current.phase.number);
        let history = History::new(earlier.iter().chain([&current]));
        let phase = Arc::clone(&current.phase);
        let mut lines = ordered(&project, current.disparities.into_iter(), before);
        let earlier = LastKnown::new(&project, &lines, earlier);
        let shown = Shown::new(&project, &lines);
        let family = primary(&project, &boroughs, &shown, &lines);
        adjust(&mut lines, &family);
        let mut scorecard = Self {
            project,
            phase,
            boroughs,
            places: Places::new(&lines),
            lines,
            coverage: Vec::new(),
            exclusions: Vec::new(),
            remarks,
            comparisons: family.len(),
            history,
            shown,
            earlier,
        };
        scorecard.coverage = scorecard.cover();
        scorecard.exclusions = scorecard.exclude();
        scorecard
    }

    /// The lines of a measure in an area, in the order of the groups.
    pub fn lines_of(&self, measure: &str, area: &str) -> impl Iterator<Item = &Line> {
        self.lines.get(self.places.find(measure, area)).unwrap_or_default().iter()
    }

    /// With whom groups are compared: each comparator of a measure once.
    pub fn comparators(&self) -> Vec<Comparator> {
        let is_used =
            |comparator: &Comparator| self.lines.iter().any(|line| line.disparity.compared_with == *comparator);
        let used: Vec<Comparator> = [Comparator::White, Comparator::WhiteBritish].into_iter().filter(is_used).collect();
        if used.is_empty() { vec![Comparator::White] } else { used }
    }

    /// Whether an area is one of the boroughs that head the report.
    pub fn takes_part(&self, area: &Area) -> bool {
        self.boroughs.iter().any(|borough| borough.code == area.code)
    }

    /// Whether a line is of the aggregate or of a broad group, or of a source that has no broad groups.
    pub fn is_broad(&self, disparity: &Disparity) -> bool {
        let ethnicity = &self.project.ethnicity;
        let classification = ethnicity.classification(&disparity.classification);
        let top = classification.and_then(|known| known.top_level_of(disparity.category));
        disparity.category == ethnicity.anchors.bame
            || top == Some(disparity.category)
            || !disparity.measure.kind.rules().has_broad_groups()
    }

    /// The line of a group.
    pub fn line(&self, measure: &str, area: &str, category: Category) -> Option<&Line> {
        self.lines_of(measure, area).find(|line| line.disparity.category == category)
    }

    /// The area whose figures stand for a borough: its own, or the finest wider area that has a ratio.
    pub fn shown_area(&self, measure: &str, borough: &str) -> Option<&Arc<Area>> {
        self.shown.find(measure, borough)
    }
}

fn ordered(
    project: &Project,
    current: impl Iterator<Item = Disparity>,
    before: Option<&PhaseDisparities>,
) -> Vec<Line> {
    let earlier: BTreeMap<Key, &Disparity> =
        before.iter().flat_map(|phase| &phase.disparities).map(|disparity| (disparity.into(), disparity)).collect();
    let indicators = project.indicators.iter().enumerate();
    let by_measure: BTreeMap<&str, (usize, &Arc<Indicator>)> =
        indicators.flat_map(|found| found.1.measures.iter().map(move |measure| (measure.id.as_str(), found))).collect();
    let mut lines: Vec<(usize, Key, Line)> = Vec::new();
    for disparity in current {
        let indicator = by_measure.get(disparity.measure.id.as_str()).copied();
        let (Some((place, indicator)), Some(area)) = (indicator, project.areas.get(&disparity.area)) else {
            continue;
        };
        let key = Key::from(&disparity);
        let change = earlier.get(&key).and_then(|before| change::change(&disparity, before));
        let (indicator, area) = (Arc::clone(indicator), Arc::clone(area));
        lines.push((place, key, Line { indicator, area, disparity, p_adjusted: None, change, last_known: None }));
    }
    lines.sort_by(|(a_place, a, _), (b_place, b, _)| (a_place, a).cmp(&(b_place, b)));
    lines.into_iter().map(|(_, _, line)| line).collect()
}

/// The primary comparisons of a phase, as places in `lines`: the aggregate against the comparator, for each measure and
/// each area that stands for a borough that heads the report.
fn primary(project: &Project, boroughs: &[Arc<Area>], shown: &Shown, lines: &[Line]) -> Vec<usize> {
    let mut areas = BTreeSet::new();
    for (_, measure) in project.measures() {
        for borough in boroughs {
            areas.extend(shown.find(&measure.id, &borough.code).map(|area| (measure.id.as_str(), area.code.as_str())));
        }
    }
    let aggregate = project.ethnicity.anchors.bame;
    let is_primary = |line: &Line| {
        let disparity = &line.disparity;
        disparity.category == aggregate
            && disparity.p_value.is_some()
            && areas.contains(&(disparity.measure.id.as_str(), disparity.area.as_str()))
    };
    lines.iter().enumerate().filter(|(_, line)| is_primary(line)).map(|(place, _)| place).collect()
}

/// Benjamini-Hochberg over the primary comparisons.
fn adjust(lines: &mut [Line], family: &[usize]) {
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
