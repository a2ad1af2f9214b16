//! How much weight the evidence behind a measure bears in an area.

use crate::area::{self, Area};
use crate::disparity::Verdict;
use crate::indicator::Recording;
use crate::residents::YEARS_FAR;
use crate::scorecard::Line;
use crate::source::SeenIn;
use crate::words;

use super::View;

/// How good one aspect of the evidence is, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Nothing to hold against it.
    Good,
    /// To be borne in mind.
    Fair,
    /// To be borne in mind before anything else.
    Poor,
}

impl Level {
    /// Of one aspect, in a word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Fair => "fair",
            Self::Poor => "poor",
        }
    }

    /// Of the evidence as a whole, in a word.
    pub fn grade(self) -> &'static str {
        match self {
            Self::Good => "strong",
            Self::Fair => "fair",
            Self::Poor => "weak",
        }
    }

    /// Good up to the first limit, fair up to the second.
    fn up_to(value: f64, [good, fair]: [f64; 2]) -> Self {
        if value <= good {
            Self::Good
        } else if value <= fair {
            Self::Fair
        } else {
            Self::Poor
        }
    }
}

/// One aspect of the evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aspect {
    /// What it is about.
    pub name: &'static str,
    /// How good it is.
    pub level: Level,
    /// Why.
    pub reason: String,
}

/// The evidence behind a measure in an area.
#[derive(Debug, Clone)]
pub struct Quality<'a> {
    /// The area.
    pub area: &'a Area,
    /// Its aspects.
    pub aspects: Vec<Aspect>,
}

impl Quality<'_> {
    /// The worst of the aspects.
    pub fn level(&self) -> Level {
        let levels = self.aspects.iter().map(|aspect| aspect.level);
        levels.max().unwrap_or(Level::Poor)
    }
}

/// Shares of unknown ethnicity: below the first good, below the second fair.
const UNKNOWN: [f64; 2] = [0.05, 0.15];

/// Years between the figures and the nearest population table: up to the first good, up to the second fair.
const YEARS: [f64; 2] = [2.0, YEARS_FAR];

pub(super) fn quality<'a>(view: View<'a>, area: &'a Area) -> Option<Quality<'a>> {
    let lines: Vec<&Line> = view.broad(area).collect();
    let first = *lines.first()?;
    let aspects =
        [recording(view.measure.recording), coverage(view, first, &lines), age(first), size(view, area), level(area)];
    Some(Quality { area, aspects: aspects.into_iter().chain(seen_in(first)).collect() })
}

/// That the publisher's own file was not seen, which no other aspect can make up for.
fn seen_in(first: &Line) -> Option<Aspect> {
    let reason = "seen in a secondary source only, not in the publisher's own file";
    (first.disparity.seen_in == SeenIn::Secondary).then(|| aspect("where it was seen", Level::Poor, reason))
}

fn aspect(name: &'static str, level: Level, reason: impl Into<String>) -> Aspect {
    Aspect { name, level, reason: reason.into() }
}

fn recording(recording: Option<Recording>) -> Aspect {
    let (level, reason) = match recording {
        Some(Recording::OneRecord) => (Level::Good, "the numbers and their base are one record of the same people"),
        Some(Recording::SelfDefined) => {
            (Level::Fair, "people said it themselves, but on another occasion than for the population figures")
        }
        Some(Recording::Returned) => {
            (Level::Fair, "an authority noted it when people came to it; the population figures are of another source")
        }
        Some(Recording::Assigned) => {
            (Level::Poor, "others assigned it by what they saw or knew; the population figures are of another source")
        }
        None => (Level::Poor, "it is not stated how ethnicity was recorded"),
    };
    aspect("recording of ethnicity", level, reason)
}

/// The share of unknown ethnicity, and broad groups that are hidden or not published.
fn coverage(view: View<'_>, first: &Line, lines: &[&Line]) -> Aspect {
    let (level, unknown) = match first.disparity.unknown_share {
        Some(share) => {
            let [good, fair] = UNKNOWN;
            let level = if share < good {
                Level::Good
            } else if share < fair {
                Level::Fair
            } else {
                Level::Poor
            };
            let share = words::percentage(share);
            (level, format!("the ethnicity of {share} is not known"))
        }
        None if view.measure.recording == Some(Recording::OneRecord) => {
            (Level::Good, "the source has no group of unknown ethnicity".to_owned())
        }
        None => (Level::Fair, "the data here do not say how many have no known ethnicity".to_owned()),
    };
    let ethnicity = &view.scorecard.project.ethnicity;
    let classification = ethnicity.classification(&first.disparity.classification);
    let gaps: Vec<&str> = classification
        .into_iter()
        .flat_map(|classification| classification.top_level())
        .filter(|category| ethnicity.is_group(*category) && *category != ethnicity.anchors.white)
        .filter(|category| {
            let line = lines.iter().find(|line| line.disparity.category == *category);
            line.is_none_or(|line| line.disparity.group.value.is_none())
        })
        .map(|category| ethnicity.shown(category))
        .collect();
    if gaps.is_empty() {
        return aspect("coverage", level, unknown);
    }
    let reason = format!("{unknown}; no figure for {}", gaps.join(", "));
    aspect("coverage", level.max(Level::Fair), reason)
}

fn age(line: &Line) -> Aspect {
    let disparity = &line.disparity;
    let is_of_same_time = disparity.measure.kind.rules().has_base_of_same_time();
    let (level, reason) = match &disparity.population {
        Some(population) => {
            let level = Level::up_to(population.years_away(), YEARS);
            (level, format!("population figures: {population}"))
        }
        None if is_of_same_time => (Level::Good, "the base is of the same time as the figures".to_owned()),
        None => (Level::Fair, "the source does not say of which year its population figures are".to_owned()),
    };
    aspect("age of the population figures", level, reason)
}

/// How wide the interval of the aggregate's ratio is, its upper limit over its lower: good where it would fit into the
/// band of practical equivalence, fair up to the square of that. One that leaves it open whether there is a gap that
/// matters is never good, however narrow.
fn size(view: View<'_>, area: &Area) -> Aspect {
    const NAME: &str = "number of events or people asked";
    let aggregate = view.scorecard.line(&view.measure.id, &area.code, view.bame());
    let known = aggregate.and_then(|line| Some((line, line.disparity.ratio_interval?)));
    let Some((line, interval)) = known else {
        return aspect(NAME, Level::Poor, "no interval can be given for the aggregate");
    };
    let [low, high] = view.scorecard.project.equivalence_band;
    let band = high / low;
    let width = interval.upper / interval.lower;
    let level = if width.is_finite() { Level::up_to(width, [band, band * band]) } else { Level::Poor };
    let is_open = line.disparity.conclusion.verdict() == Verdict::TooFewToTell;
    let level = if is_open { level.max(Level::Fair) } else { level };
    let precise = match level {
        Level::Good => "precise enough to see a gap that matters",
        Level::Fair => "precise enough for a wide gap only",
        Level::Poor => "too imprecise for all but very wide gaps",
    };
    let range = words::ratio_interval(interval);
    aspect(NAME, level, format!("the ratio is {range}, {precise}"))
}

fn level(area: &Area) -> Aspect {
    let (level, reason) = match area.level {
        area::Level::Borough => (Level::Good, "a figure of the borough itself".to_owned()),
        area::Level::PoliceForce | area::Level::IntegratedCareBoard | area::Level::Region => {
            let reason = format!("a figure of {}, not of the borough", area.in_sentence());
            (Level::Fair, reason)
        }
        area::Level::Country => {
            let reason = format!("a figure of {}, not of the borough", area.in_sentence());
            (Level::Poor, reason)
        }
    };
    aspect("area", level, reason)
}
