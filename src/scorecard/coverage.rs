//! Where the figures of each indicator come from in each borough.

use std::collections::BTreeMap;

use crate::area::{Area, Level};
use crate::catalogue::Catalogue;
use crate::indicator::{INDICATORS, Measure};

use super::{Line, Scorecard};

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

impl<'a> Scorecard<'a> {
    pub(super) fn cover(&self) -> Vec<Coverage<'a>> {
        let mut coverage = Vec::new();
        for indicator in INDICATORS {
            let declared = self.catalogue.indicators.iter().find(|declared| declared.id == indicator);
            let measures: &'a [Measure] = declared.map_or(&[], |declared| &declared.measures);
            for borough in self.catalogue.areas.of_level(Level::Borough) {
                let measures: Vec<(&'a str, &'a Area)> = measures
                    .iter()
                    .filter_map(|measure| Some((measure.id.as_str(), self.shown_area(&measure.id, &borough.code)?)))
                    .filter(|(measure, area)| {
                        self.lines_of(measure, &area.code).any(|line| line.disparity.ratio.is_some())
                    })
                    .collect();
                let own = measures.iter().any(|(_, area)| area.code == borough.code);
                let extent = match (own, measures.is_empty()) {
                    (true, _) => Extent::Borough,
                    (false, false) => Extent::Wider,
                    (false, true) => Extent::None,
                };
                coverage.push(Coverage { indicator, borough, extent, measures });
            }
        }
        coverage
    }
}

/// Which area's figures stand for each borough, by measure: its own, or those of the finest wider area that has a ratio.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    by_borough: BTreeMap<(&'a str, &'a str), &'a Area>,
}

impl<'a> Shown<'a> {
    pub(super) fn find(catalogue: &'a Catalogue, lines: &[Line<'a>]) -> Self {
        // Whether an area has a ratio of a measure, for every area that has a line of it.
        let mut areas: BTreeMap<(&str, &str), bool> = BTreeMap::new();
        for line in lines {
            let has_ratio = areas.entry((&line.disparity.measure.id, line.disparity.area)).or_default();
            *has_ratio |= line.disparity.ratio.is_some();
        }
        let mut by_borough = BTreeMap::new();
        for (_, measure) in catalogue.measures() {
            for borough in catalogue.areas.of_level(Level::Borough) {
                let wider = borough.within.iter().filter_map(|code| catalogue.areas.get(code));
                let candidates: Vec<(&Area, bool)> = std::iter::once(borough)
                    .chain(wider)
                    .filter_map(|area| Some((area, *areas.get(&(measure.id.as_str(), area.code.as_str()))?)))
                    .collect();
                let best = candidates.iter().find(|(_, has_ratio)| *has_ratio).or(candidates.first());
                if let Some((area, _)) = best {
                    by_borough.insert((measure.id.as_str(), borough.code.as_str()), *area);
                }
            }
        }
        Self { by_borough }
    }

    pub(super) fn of<'s>(&'s self, measure: &'s str, borough: &'s str) -> Option<&'a Area> {
        self.by_borough.get(&(measure, borough)).copied()
    }
}
