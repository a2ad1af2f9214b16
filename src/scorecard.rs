//! The disparities of one phase, ordered, compared with the phase before, and adjusted for their number.

use std::collections::{BTreeMap, BTreeSet};

use crate::area::{Area, Level};
use crate::catalogue::Catalogue;
use crate::disparity::{ChangeVerdict, Disparity, Verdict};
use crate::error::Finding;
use crate::ethnicity::Category;
use crate::indicator::{INDICATORS, Indicator, Kind, Measure};
use crate::period::Period;
use crate::phase::Phase;
use crate::statistics::{Confidence, Interval, multiplicity};

/// The disparities of a phase as computed, before they are ordered and compared.
#[derive(Debug)]
pub struct PhaseDisparities<'a> {
    /// The phase.
    pub phase: &'a Phase,
    /// Its disparities, in any order.
    pub disparities: Vec<Disparity<'a>>,
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
    /// What is odd in the data and does not stop the run.
    pub warnings: Vec<Finding>,
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

/// Where the figures of an indicator come from in a borough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// At least one measure has a figure of the borough.
    Borough,
    /// Only figures of wider areas.
    Wider,
    /// None.
    None,
}

impl Extent {
    /// Its words in the `coverage` column.
    pub fn words(self) -> &'static str {
        match self {
            Self::Borough => "borough figure",
            Self::Wider => "wider area",
            Self::None => "none",
        }
    }
}

/// One indicator in one borough.
#[derive(Debug, Clone)]
pub struct Coverage<'a> {
    /// The indicator; its id even where its file declares no measure.
    pub indicator: &'static str,
    /// The borough.
    pub borough: &'a Area,
    /// Where its figures come from.
    pub extent: Extent,
    /// The measures that have a figure, with the area of each.
    pub measures: Vec<(&'a str, &'a Area)>,
}

/// Something that was left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Exclusion {
    /// The measure or source.
    pub of: String,
    /// Code of the area.
    pub area_code: String,
    /// Name of the area.
    pub area_name: String,
    /// The period.
    pub period: String,
    /// The group.
    pub ethnic_group: String,
    /// Why.
    pub reason: String,
    /// How many.
    pub count: f64,
    /// What is counted.
    pub counted: String,
}

/// A ratio of one phase, for a trend.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    /// Number of the phase.
    pub phase: u32,
    /// The period that entered it.
    pub period: Period,
    /// The ratio.
    pub ratio: f64,
    /// Its interval.
    pub interval: Option<Interval>,
}

/// The ratios of this phase and the earlier ones.
#[derive(Debug, Default)]
pub struct History<'a> {
    points: BTreeMap<Key<'a>, Vec<Point>>,
}

impl History<'_> {
    /// The ratios of a group in an area, by phase.
    pub fn of<'s>(&'s self, measure: &'s str, area: &'s str, category: Category) -> &'s [Point] {
        self.points
            .get(&(measure, area, category))
            .map_or(&[], Vec::as_slice)
    }
}

impl<'a> Scorecard<'a> {
    /// Orders, compares and adjusts the disparities of a phase, `earlier` being those of the phases before it.
    pub fn assemble(
        catalogue: &'a Catalogue,
        current: &PhaseDisparities<'a>,
        earlier: &[PhaseDisparities<'a>],
        boroughs: Vec<&'a Area>,
        warnings: Vec<Finding>,
    ) -> Self {
        let before = earlier
            .iter()
            .find(|phase| phase.phase.number + 1 == current.phase.number);
        let mut lines = ordered(catalogue, current, before);
        let shown = Shown::find(catalogue, &lines);
        let family = primary(catalogue, current.phase, &shown, &lines);
        adjust(&mut lines, &family);
        let mut scorecard = Self {
            catalogue,
            phase: current.phase,
            boroughs,
            lines,
            coverage: Vec::new(),
            exclusions: Vec::new(),
            warnings,
            comparisons: family.len(),
            history: history(earlier.iter().chain([current])),
            shown,
        };
        scorecard.coverage = scorecard.cover();
        scorecard.exclusions = scorecard.exclude();
        scorecard
    }

    /// The lines of a measure in an area.
    pub fn lines_of<'s>(
        &'s self,
        measure: &'s str,
        area: &'s str,
    ) -> impl Iterator<Item = &'s Line<'a>> {
        self.lines
            .iter()
            .filter(move |line| line.disparity.measure.id == measure && line.disparity.area == area)
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
            line.disparity.category == category
                && line.disparity.area == area
                && line.disparity.measure.id == measure
        })
    }

    /// The area whose figures stand for a borough: its own, or the finest wider area that has a ratio.
    pub fn shown_area<'s>(&'s self, measure: &'s str, borough: &'s str) -> Option<&'a Area> {
        self.shown.of(measure, borough)
    }

    fn cover(&self) -> Vec<Coverage<'a>> {
        let mut coverage = Vec::new();
        for indicator in INDICATORS {
            let declared = self
                .catalogue
                .indicators
                .iter()
                .find(|declared| declared.id == indicator);
            let measures: &'a [Measure] = declared.map_or(&[], |declared| &declared.measures);
            for borough in self.catalogue.areas.of_level(Level::Borough) {
                let measures: Vec<(&'a str, &'a Area)> = measures
                    .iter()
                    .filter_map(|measure| {
                        Some((
                            measure.id.as_str(),
                            self.shown_area(&measure.id, &borough.code)?,
                        ))
                    })
                    .filter(|(measure, area)| {
                        self.lines_of(measure, &area.code)
                            .any(|line| line.disparity.ratio.is_some())
                    })
                    .collect();
                let own = measures.iter().any(|(_, area)| area.code == borough.code);
                let extent = match (own, measures.is_empty()) {
                    (true, _) => Extent::Borough,
                    (false, false) => Extent::Wider,
                    (false, true) => Extent::None,
                };
                coverage.push(Coverage {
                    indicator,
                    borough,
                    extent,
                    measures,
                });
            }
        }
        coverage
    }

    fn exclude(&self) -> Vec<Exclusion> {
        let label = |category| self.catalogue.ethnicity.label(category).to_owned();
        let of_line = |line: &Line<'_>| Exclusion {
            of: line.disparity.measure.id.clone(),
            area_code: line.area.code.clone(),
            area_name: line.area.name.clone(),
            period: line.disparity.period.to_string(),
            ethnic_group: label(line.disparity.category),
            reason: String::new(),
            count: 1.0,
            counted: "figures".to_owned(),
        };
        let mut exclusions = Vec::new();
        let mut unknown = BTreeSet::new();
        for line in &self.lines {
            if let (None, Verdict::NotComparable(reason)) =
                (line.disparity.ratio, line.disparity.verdict)
            {
                exclusions.push(Exclusion {
                    reason: reason.words().to_owned(),
                    ..of_line(line)
                });
            }
            let events = line.disparity.unknown_events.filter(|events| *events > 0.0);
            if let Some(count) = events
                && unknown.insert((&line.disparity.measure.id, line.disparity.area))
            {
                let numerator = line.disparity.measure.numerator.as_ref();
                exclusions.push(Exclusion {
                    ethnic_group: label(self.catalogue.ethnicity.anchors.unknown),
                    reason: "ethnicity not known, so on neither side of the ratio; its range considers them".to_owned(),
                    count,
                    counted: numerator.map_or_else(String::new, |numerator| numerator.words.clone()),
                    ..of_line(line)
                });
            }
        }
        exclusions.extend(self.left_out_before());
        exclusions
    }

    /// Records that were left out when a source was compiled.
    fn left_out_before(&self) -> impl Iterator<Item = Exclusion> {
        let used: BTreeSet<&str> = self
            .lines
            .iter()
            .map(|line| line.disparity.measure.source.as_str())
            .collect();
        self.catalogue
            .sources
            .values()
            .filter(move |source| used.contains(source.id.as_str()))
            .flat_map(|source| {
                source.left_out.iter().map(|left| Exclusion {
                    of: source.id.clone(),
                    area_code: String::new(),
                    area_name: String::new(),
                    period: String::new(),
                    ethnic_group: String::new(),
                    reason: left.reason.clone(),
                    count: left.count as f64,
                    counted: left.what.clone(),
                })
            })
    }
}

fn ordered<'a>(
    catalogue: &'a Catalogue,
    current: &PhaseDisparities<'a>,
    before: Option<&PhaseDisparities<'a>>,
) -> Vec<Line<'a>> {
    let earlier: BTreeMap<Key<'_>, &Disparity<'a>> = before
        .iter()
        .flat_map(|phase| &phase.disparities)
        .map(|disparity| (key(disparity), disparity))
        .collect();
    let indicators: BTreeMap<&str, (usize, &Indicator)> = catalogue
        .indicators
        .iter()
        .enumerate()
        .flat_map(|(place, indicator)| {
            indicator
                .measures
                .iter()
                .map(move |measure| (measure.id.as_str(), (place, indicator)))
        })
        .collect();
    let mut lines: Vec<(usize, Line<'a>)> = current
        .disparities
        .iter()
        .filter_map(|disparity| {
            let (place, indicator) = *indicators.get(disparity.measure.id.as_str())?;
            let area = catalogue.areas.get(disparity.area)?;
            let change = earlier
                .get(&key(disparity))
                .and_then(|before| change(disparity, before));
            Some((
                place,
                Line {
                    indicator,
                    area,
                    disparity: disparity.clone(),
                    p_adjusted: None,
                    change,
                },
            ))
        })
        .collect();
    lines.sort_by(|(a_place, a), (b_place, b)| {
        (a_place, key(&a.disparity)).cmp(&(b_place, key(&b.disparity)))
    });
    lines.into_iter().map(|(_, line)| line).collect()
}

fn key<'a>(disparity: &Disparity<'a>) -> Key<'a> {
    (&disparity.measure.id, disparity.area, disparity.category)
}

/// The ratio now against the ratio before, where both mean the same.
fn change(now: &Disparity<'_>, before: &Disparity<'_>) -> Option<Change> {
    let (ratio, previous) = (now.ratio?, before.ratio?);
    let reason = if now.classification != before.classification {
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

/// The standard error of the logarithm of a ratio, from its interval.
fn log_error(disparity: &Disparity<'_>) -> Option<f64> {
    let interval = disparity
        .ratio_interval
        .filter(|interval| interval.lower > 0.0 && interval.upper.is_finite())?;
    Some((interval.upper.ln() - interval.lower.ln()) / (2.0 * Confidence::P95.quantile()))
}

/// Which area's figures stand for each borough, by measure: its own, or those of the finest wider area that has a ratio.
#[derive(Debug)]
struct Shown<'a> {
    by_borough: BTreeMap<(&'a str, &'a str), &'a Area>,
}

impl<'a> Shown<'a> {
    fn find(catalogue: &'a Catalogue, lines: &[Line<'a>]) -> Self {
        // Whether an area has a ratio of a measure, for every area that has a line of it.
        let mut areas: BTreeMap<(&str, &str), bool> = BTreeMap::new();
        for line in lines {
            let has_ratio = areas
                .entry((&line.disparity.measure.id, line.disparity.area))
                .or_default();
            *has_ratio |= line.disparity.ratio.is_some();
        }
        let mut by_borough = BTreeMap::new();
        for (_, measure) in catalogue.measures() {
            for borough in catalogue.areas.of_level(Level::Borough) {
                let wider = borough
                    .within
                    .iter()
                    .filter_map(|code| catalogue.areas.get(code));
                let candidates: Vec<(&Area, bool)> = std::iter::once(borough)
                    .chain(wider)
                    .filter_map(|area| {
                        Some((
                            area,
                            *areas.get(&(measure.id.as_str(), area.code.as_str()))?,
                        ))
                    })
                    .collect();
                let best = candidates
                    .iter()
                    .find(|(_, has_ratio)| *has_ratio)
                    .or(candidates.first());
                if let Some((area, _)) = best {
                    by_borough.insert((measure.id.as_str(), borough.code.as_str()), *area);
                }
            }
        }
        Self { by_borough }
    }

    fn of<'s>(&'s self, measure: &'s str, borough: &'s str) -> Option<&'a Area> {
        self.by_borough.get(&(measure, borough)).copied()
    }
}

/// The primary comparisons of a phase, as places in `lines`: the aggregate against the comparator, for each measure and
/// each area that stands for a participating borough.
fn primary<'a>(
    catalogue: &'a Catalogue,
    phase: &Phase,
    shown: &Shown<'a>,
    lines: &[Line<'a>],
) -> Vec<usize> {
    let mut areas = BTreeSet::new();
    for (_, measure) in catalogue.measures() {
        for borough in &phase.boroughs {
            areas.extend(
                shown
                    .of(&measure.id, borough)
                    .map(|area| (measure.id.as_str(), area.code.as_str())),
            );
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
    let p_values: Vec<f64> = family
        .iter()
        .filter_map(|place| lines.get(*place).and_then(|line| line.disparity.p_value))
        .collect();
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
    let mut points: BTreeMap<Key<'a>, Vec<Point>> = BTreeMap::new();
    for phase in phases {
        for disparity in &phase.disparities {
            if let Some(ratio) = disparity.ratio {
                points.entry(key(disparity)).or_default().push(Point {
                    phase: phase.phase.number,
                    period: disparity.period,
                    ratio,
                    interval: disparity.ratio_interval,
                });
            }
        }
    }
    History { points }
}
