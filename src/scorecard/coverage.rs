//! Where the figures of each indicator come from in each borough.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::area::{Area, Level};
use crate::indicator::Measure;
use crate::project::Project;

use super::{Line, Scorecard, ShownMeasure};

/// Where the figures of an indicator come from in a borough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// At least one measure has a figure of the borough.
    Borough,
    /// Only figures of wider areas.
    Wider,
    /// Only figures of earlier phases.
    LastKnown,
    /// None.
    None,
}

impl Extent {
    /// Its words in the `coverage` column.
    pub fn label(self) -> &'static str {
        match self {
            Self::Borough => "borough figure",
            Self::Wider => "wider area",
            Self::LastKnown => "last known only",
            Self::None => "none",
        }
    }
}

/// One indicator in one borough.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// The indicator; its id even where its file declares no measure.
    pub indicator: String,
    /// The borough.
    pub borough: Arc<Area>,
    /// Where its figures come from.
    pub extent: Extent,
    /// The measures that have a figure, with the area of each.
    pub measures: Vec<(String, Arc<Area>)>,
}

impl Scorecard {
    pub(super) fn cover(&self) -> Vec<Coverage> {
        let mut coverage = Vec::new();
        for indicator in &self.project.indicator_order {
            let declared = self.project.indicators.iter().find(|declared| declared.id == *indicator);
            let measures: &[Arc<Measure>] = declared.map_or(&[], |declared| &declared.measures);
            for borough in self.project.areas.of_level(Level::Borough) {
                let measures: Vec<(String, Arc<Area>)> = measures
                    .iter()
                    .filter_map(|measure| {
                        Some((measure.id.clone(), Arc::clone(self.shown_area(&measure.id, &borough.code)?)))
                    })
                    .filter(|(measure, area)| {
                        self.lines_of(measure, &area.code).any(|line| line.disparity.ratio.is_some())
                    })
                    .collect();
                let own = measures.iter().any(|(_, area)| area.code == borough.code);
                let extent = match (own, measures.is_empty()) {
                    (true, _) => Extent::Borough,
                    (false, false) => Extent::Wider,
                    (false, true) if self.is_last_known(indicator, borough) => Extent::LastKnown,
                    (false, true) => Extent::None,
                };
                coverage.push(Coverage {
                    indicator: indicator.clone(),
                    borough: Arc::clone(borough),
                    extent,
                    measures,
                });
            }
        }
        coverage
    }
}

impl Scorecard {
    /// Whether an earlier phase has a ratio of an indicator in a borough or an area around it.
    fn is_last_known(&self, indicator: &str, borough: &Area) -> bool {
        let has_ratio = |shown: ShownMeasure<'_>| shown.lines().any(|line| line.disparity.ratio.is_some());
        self.last_known(borough).any(|shown| shown.indicator.id == indicator && has_ratio(shown))
    }
}

/// Which area's figures stand for each borough, by measure: its own, or those of the finest wider area that has a ratio.
#[derive(Debug)]
pub(super) struct Shown {
    by_measure: BTreeMap<String, BTreeMap<String, Arc<Area>>>,
}

impl Shown {
    pub(super) fn new(project: &Project, lines: &[Line]) -> Self {
        // Whether an area has a ratio of a measure, for every area that has a line of it.
        let mut areas: BTreeMap<(&str, &str), bool> = BTreeMap::new();
        for line in lines {
            let has_ratio = areas.entry((&line.disparity.measure.id, &line.disparity.area)).or_default();
            *has_ratio |= line.disparity.ratio.is_some();
        }
        let mut by_measure: BTreeMap<String, BTreeMap<String, Arc<Area>>> = BTreeMap::new();
        for (_, measure) in project.measures() {
            for borough in project.areas.of_level(Level::Borough) {
                let wider = borough.within.iter().filter_map(|code| project.areas.get(code));
                let candidates: Vec<(&Arc<Area>, bool)> = std::iter::once(borough)
                    .chain(wider)
                    .filter_map(|area| Some((area, *areas.get(&(measure.id.as_str(), area.code.as_str()))?)))
                    .collect();
                let best = candidates.iter().find(|(_, has_ratio)| *has_ratio).or(candidates.first());
                if let Some((area, _)) = best {
                    let by_borough = by_measure.entry(measure.id.clone()).or_default();
                    by_borough.insert(borough.code.clone(), Arc::clone(area));
                }
            }
        }
        Self { by_measure }
    }

    pub(super) fn find(&self, measure: &str, borough: &str) -> Option<&Arc<Area>> {
        self.by_measure.get(measure)?.get(borough)
    }
}
