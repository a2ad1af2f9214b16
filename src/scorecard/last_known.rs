//! What was last known of a measure of which no period ends in the phase: its latest earlier figures, apart from the
//! current ones.

use std::collections::BTreeSet;

use crate::area::Area;
use crate::disparity::Disparity;
use crate::project::Project;

use super::coverage::Shown;
use super::{Line, PhaseDisparities, Places, Scorecard, ShownMeasure, ordered};

/// The lines of earlier phases, with where they stand.
#[derive(Debug)]
pub(super) struct LastKnown {
    pub(super) lines: Vec<Line>,
    pub(super) places: Places,
    pub(super) shown: Shown,
}

impl LastKnown {
    /// Of each measure that has no current line those of the latest phase that has.
    pub(super) fn new(project: &Project, current: &[Line], earlier: &[PhaseDisparities]) -> Self {
        let mut known: BTreeSet<&str> = current.iter().map(|line| line.disparity.measure.id.as_str()).collect();
        let mut phases: Vec<&PhaseDisparities> = earlier.iter().collect();
        phases.sort_by_key(|phase| std::cmp::Reverse(phase.phase.number));
        let mut lines = Vec::new();
        for phase in phases {
            let new = |disparity: &&Disparity| !known.contains(disparity.measure.id.as_str());
            let found: Vec<&Disparity> = phase.disparities.iter().filter(new).collect();
            let of_phase = ordered(project, found.iter().map(|found| (*found).clone()), None);
            let number = Some(phase.phase.number);
            lines.extend(of_phase.into_iter().map(|line| Line { last_known: number, ..line }));
            known.extend(found.into_iter().map(|found| found.measure.id.as_str()));
        }
        lines.sort_by_cached_key(|line| line.place(project));
        Self { places: Places::new(&lines), shown: Shown::new(project, &lines), lines }
    }
}

impl Scorecard {
    /// The measures of which no period ends in the phase, each in the area whose latest earlier figures stand for a
    /// borough.
    pub fn last_known<'s>(&'s self, borough: &'s Area) -> impl Iterator<Item = ShownMeasure<'s>> {
        let LastKnown { lines, places, shown } = &self.earlier;
        self.shown_of(borough, (lines, places), shown)
    }

    /// Every line of the phase, and of what was last known, in the order of the output.
    pub fn all_lines(&self) -> Vec<&Line> {
        let mut lines: Vec<&Line> = self.lines.iter().chain(&self.earlier.lines).collect();
        lines.sort_by_cached_key(|line| line.place(&self.project));
        lines
    }
}
