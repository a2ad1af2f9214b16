//! What a scorecard shows for a borough: its measures, each in the area whose figures stand for the borough.

use crate::area::Area;
use crate::indicator::{Indicator, Measure};

use super::coverage::Shown;
use super::{Line, Places, Scorecard};

/// A measure in the area whose figures stand for a borough.
#[derive(Debug, Clone, Copy)]
pub struct ShownMeasure<'s> {
    /// The indicator.
    pub indicator: &'s Indicator,
    /// The measure.
    pub measure: &'s Measure,
    /// The borough itself, or the wider area that stands in for it.
    pub area: &'s Area,
    /// Every group, in its order.
    all: &'s [Line],
    scorecard: &'s Scorecard,
}

impl<'s> ShownMeasure<'s> {
    /// Every group, in its order.
    pub fn lines(self) -> impl Iterator<Item = &'s Line> {
        self.all.iter()
    }

    /// The aggregate and the broad groups.
    pub fn broad(self) -> impl Iterator<Item = &'s Line> {
        self.lines().filter(move |line| self.scorecard.is_broad(&line.disparity))
    }

    /// The earlier phase that its figures are of, where they are not current.
    pub fn last_known(self) -> Option<u32> {
        self.all.first()?.last_known
    }

    /// The aggregate.
    pub fn aggregate(self) -> Option<&'s Line> {
        let aggregate = self.scorecard.project.ethnicity.anchors.bame;
        self.lines().find(|line| line.disparity.category == aggregate)
    }
}

impl Scorecard {
    /// The measures that have a figure for a borough or for an area around it, in the order of the report.
    pub fn shown<'s>(&'s self, borough: &'s Area) -> impl Iterator<Item = ShownMeasure<'s>> {
        self.shown_of(borough, (&self.lines, &self.places), &self.shown)
    }

    /// The measures that some lines hold of a borough or of an area around it.
    pub(super) fn shown_of<'s>(
        &'s self,
        borough: &'s Area,
        (lines, places): (&'s [Line], &'s Places),
        shown: &'s Shown,
    ) -> impl Iterator<Item = ShownMeasure<'s>> {
        self.project.measures().filter_map(move |(indicator, measure)| {
            let area = shown.find(&measure.id, &borough.code)?;
            let all = lines.get(places.find(&measure.id, &area.code)).unwrap_or_default();
            Some(ShownMeasure { indicator, measure, area, all, scorecard: self })
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
