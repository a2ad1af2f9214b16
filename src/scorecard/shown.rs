//! What a scorecard shows for a borough: its measures, each in the area whose figures stand for the borough.

use crate::area::Area;
use crate::indicator::{Indicator, Measure};

use super::{Line, Scorecard};

/// A measure in the area whose figures stand for a borough.
#[derive(Debug, Clone, Copy)]
pub struct ShownMeasure<'s> {
    /// The indicator.
    pub indicator: &'s Indicator,
    /// The measure.
    pub measure: &'s Measure,
    /// The borough itself, or the wider area that stands in for it.
    pub area: &'s Area,
    scorecard: &'s Scorecard,
}

impl<'s> ShownMeasure<'s> {
    /// Every group, in its order.
    pub fn lines(self) -> impl Iterator<Item = &'s Line> {
        self.scorecard.lines_of(&self.measure.id, &self.area.code)
    }

    /// The aggregate and the broad groups.
    pub fn broad(self) -> impl Iterator<Item = &'s Line> {
        self.lines().filter(move |line| self.scorecard.is_broad(&line.disparity))
    }

    /// The aggregate.
    pub fn aggregate(self) -> Option<&'s Line> {
        let aggregate = self.scorecard.project.ethnicity.anchors.bame;
        self.scorecard.line(&self.measure.id, &self.area.code, aggregate)
    }
}

impl Scorecard {
    /// The measures that have a figure for a borough or for an area around it, in the order of the report.
    pub fn shown<'s>(&'s self, borough: &'s Area) -> impl Iterator<Item = ShownMeasure<'s>> {
        self.project.measures().filter_map(move |(indicator, measure)| {
            let area = self.shown_area(&measure.id, &borough.code)?;
            Some(ShownMeasure { indicator, measure, area, scorecard: self })
        })
    }

    /// A measure in each area that stands for a borough at the head of the report, each area once, with the first of
    /// the boroughs that it stands for.
    pub fn shown_areas<'s>(&'s self, measure: &'s Measure) -> Vec<(&'s Area, &'s Area)> {
        let mut areas: Vec<(&Area, &Area)> = Vec::new();
        for borough in &self.boroughs {
            let shown = self.shown_area(&measure.id, &borough.code);
            let new = shown.filter(|area| areas.iter().all(|(known, _)| known.code != area.code));
            areas.extend(new.map(|area| (&**area, &**borough)));
        }
        areas
    }
}
