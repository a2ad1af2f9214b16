//! What was last known of a measure of which no period ends in the phase: its latest earlier figures, apart from the
//! current ones.

use std::collections::{BTreeMap, BTreeSet};

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
    /// Of each measure that has no current line those of the latest phase that has a ratio, or else of the latest that
    /// has lines at all.
    pub(super) fn new(project: &Project, current: &[Line], earlier: &[PhaseDisparities]) -> Self {
        let current: BTreeSet<&str> = current.iter().map(|line| line.disparity.measure.id.as_str()).collect();
        let phases = latest(earlier, &current);
        let mut lines = Vec::new();
        for phase in earlier {
            let number = Some(phase.phase.number);
            let is_of_phase = |disparity: &&Disparity| phases.get(disparity.measure.id.as_str()).copied() == number;
            let found = phase.disparities.iter().filter(is_of_phase).cloned();
            let of_phase = ordered(project, found, None).into_iter();
            lines.extend(of_phase.map(|line| Line { last_known: number, ..line }));
        }
        lines.sort_by_cached_key(|line| line.place(project));
        Self { places: Places::new(&lines), shown: Shown::new(project, &lines), lines }
    }
}

/// The number of the phase whose lines are the last known of each measure that has no current one.
fn latest<'d>(earlier: &'d [PhaseDisparities], current: &BTreeSet<&str>) -> BTreeMap<&'d str, u32> {
    let mut found: BTreeMap<&str, (bool, u32)> = BTreeMap::new();
    for phase in earlier {
        for disparity in &phase.disparities {
            let id = disparity.measure.id.as_str();
            let of_phase = (disparity.ratio.is_some(), phase.phase.number);
            if !current.contains(id) {
                let known = found.entry(id).or_insert(of_phase);
                *known = (*known).max(of_phase);
            }
        }
    }
    found.into_iter().map(|(id, (_, number))| (id, number)).collect()
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
