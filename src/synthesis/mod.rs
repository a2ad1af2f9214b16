//! The figures of a scorecard taken together: pooled over the boroughs, placed among all boroughs, summed up over the
//! groups, followed over the phases, turned into people, and graded by the evidence behind them.

mod funnel;
mod inequality;
mod excess;
mod pooled;
mod quality;
mod trend;

use crate::area::Area;
use crate::ethnicity::Category;
use crate::indicator::{Indicator, Measure};
use crate::scorecard::{Line, Scorecard};

pub use crate::disparity::Basis;
pub use excess::{Excess, ExcessNumber, ExcessVerdict};
pub use funnel::{FEWEST_BOROUGHS, Funnel, Place, position_words};
pub use inequality::Inequality;
pub use pooled::{FEWEST_POOLED, Pooled};
pub use quality::{Aspect, Level, Quality};
pub use trend::Trend;

/// The measures of a phase, each with what follows from its figures taken together.
#[derive(Debug)]
pub struct Synthesis<'a> {
    /// In the order of the scorecard.
    pub measures: Vec<OfMeasure<'a>>,
}

/// One measure.
#[derive(Debug)]
pub struct OfMeasure<'a> {
    /// Its indicator.
    pub indicator: &'a Indicator,
    /// The measure.
    pub measure: &'a Measure,
    /// The ratio over the participating boroughs, where two or more have a figure of their own.
    pub pooled: Option<Pooled<'a>>,
    /// Where the participating boroughs are among all boroughs, where enough of these have a figure.
    pub funnel: Option<Funnel<'a>>,
    /// All groups of each shown area in a few numbers.
    pub inequality: Vec<Inequality<'a>>,
    /// The ratio over the phases, for each shown area and broad group with three or more.
    pub trends: Vec<Trend<'a>>,
    /// How many more or fewer there would be with the comparator's figure, for each shown area and broad group.
    pub excess: Vec<ExcessNumber<'a>>,
    /// The grade of the evidence in each shown area.
    pub quality: Vec<Quality<'a>>,
}

impl<'a> Synthesis<'a> {
    /// Takes the figures of a scorecard together.
    pub fn new(scorecard: &'a Scorecard) -> Self {
        let measures = scorecard
            .project
            .measures()
            .map(|(indicator, measure)| {
                let view = View { scorecard, measure };
                OfMeasure {
                    indicator,
                    measure,
                    pooled: pooled::pooled(view),
                    funnel: funnel::funnel(view),
                    inequality: view.each_area(inequality::inequality),
                    trends: view.each_line(trend::trend),
                    excess: view.each_line(excess::excess),
                    quality: view.each_area(quality::quality),
                }
            })
            .filter(|of| !of.quality.is_empty())
            .collect();
        Self { measures }
    }

    /// The grade of the evidence for a measure in an area.
    pub fn quality(&self, measure: &str, area: &str) -> Option<&Quality<'a>> {
        let of = self.measures.iter().find(|of| of.measure.id == measure)?;
        of.quality.iter().find(|quality| quality.area.code == area)
    }
}

/// One measure of a scorecard.
#[derive(Clone, Copy)]
struct View<'a> {
    scorecard: &'a Scorecard,
    measure: &'a Measure,
}

impl<'a> View<'a> {
    /// The areas whose figures stand for the participating boroughs, each once.
    fn areas(self) -> Vec<&'a Area> {
        self.scorecard.shown_areas(self.measure).into_iter().map(|(area, _)| area).collect()
    }

    /// The aggregate and the broad groups of an area.
    fn broad(self, area: &'a Area) -> impl Iterator<Item = &'a Line> {
        self.scorecard
            .lines_of(&self.measure.id, &area.code)
            .filter(move |line| self.scorecard.is_broad(&line.disparity))
    }

    /// The line of the aggregate in an area.
    fn aggregate(self, area: &'a Area) -> Option<&'a Line> {
        let bame = self.bame();
        self.scorecard.line(&self.measure.id, &area.code, bame)
    }

    fn bame(self) -> Category {
        self.scorecard.project.ethnicity.anchors.bame
    }

    fn each_area<T>(self, make: fn(Self, &'a Area) -> Option<T>) -> Vec<T> {
        let areas = self.areas().into_iter();
        areas.filter_map(|area| make(self, area)).collect()
    }

    fn each_line<T>(self, make: fn(Self, &'a Line) -> Option<T>) -> Vec<T> {
        self.areas().into_iter().flat_map(|area| self.broad(area)).filter_map(|line| make(self, line)).collect()
    }
}
