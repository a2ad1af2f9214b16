//! Which measures have no figure of a borough, and why: the reasons are told apart, since each calls for somebody else.

use crate::area::Area;
use crate::disparity::Reason;
use crate::indicator::{Absence, AbsenceKind, Measure};
use crate::observation::Missing;
use crate::period::Period;
use crate::phase::Phase;
use crate::project::Project;

use super::Scorecard;

/// Why a measure has no figure of a borough in a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// As declared.
    Declared(AbsenceKind),
    /// The figure is hidden so that nobody can be found.
    Withheld,
    /// A quarter of the year is not published.
    PartOfYear,
    /// A table that the borough fills in is empty.
    ToBeFilled,
    /// There are figures, and nothing to compare them with.
    NotCompared,
    /// No period of the measure ends in the phase.
    NoPeriod,
    /// Nobody has said why.
    NotSaid,
}

impl Why {
    /// It in a few words, as in the `gaps` column.
    pub fn label(self) -> &'static str {
        match self {
            Self::Declared(kind) => kind.label(),
            Self::Withheld => "withheld",
            Self::PartOfYear => "a quarter of the year is missing",
            Self::ToBeFilled => "to be filled in by the borough",
            Self::NotCompared => "nothing to compare it with",
            Self::NoPeriod => "no period ends in this phase",
            Self::NotSaid => "not in this project, and not said why",
        }
    }
}

/// A measure without a figure of a borough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MissingFigure<'p> {
    /// The measure.
    pub measure: &'p Measure,
    /// Why.
    pub why: Why,
    /// The gap as declared, where it is.
    pub declared: Option<&'p Absence>,
}

impl MissingFigure<'_> {
    /// The dataset that would fill it.
    pub fn dataset(&self) -> Option<&str> {
        self.declared?.dataset.as_deref()
    }
}

impl Absence {
    /// Whether it is of an area.
    fn is_of(&self, area: &Area, project: &Project) -> bool {
        let is_named =
            || self.areas.iter().filter_map(|name| project.areas.find(name)).any(|found| found.code == area.code);
        (self.levels.is_empty() && self.areas.is_empty()) || self.levels.contains(&area.level) || is_named()
    }

    /// Whether it is of a phase: of all times, or of a period that ends in its window.
    pub fn is_in(&self, phase: &Phase) -> bool {
        let ends_inside = |text: &String| Period::parse_any(text).is_some_and(|period| phase.includes(period));
        self.periods.is_empty() || self.periods.iter().any(ends_inside)
    }
}

impl Scorecard {
    /// The measures of an indicator that have no ratio of a borough itself, in the order of their declaration.
    pub fn missing_figures(&self, indicator: &str, borough: &Area) -> Vec<MissingFigure<'_>> {
        let declared = self.project.indicators.iter().filter(|declared| declared.id == indicator);
        let measures = declared.flat_map(|declared| &declared.measures);
        measures.filter_map(|measure| self.missing_figure(measure, borough)).collect()
    }

    fn missing_figure<'p>(&'p self, measure: &'p Measure, borough: &Area) -> Option<MissingFigure<'p>> {
        if self.lines_of(&measure.id, &borough.code).any(|line| line.disparity.ratio.is_some()) {
            return None;
        }
        let of_figures = self.why_by_figures(measure, borough);
        let is_declared = |absence: &&Absence| absence.is_of(borough, &self.project) && absence.is_in(&self.phase);
        let declared = measure.absences.iter().find(is_declared);
        // What the figures themselves say is hidden or lacking is true whatever is declared.
        let is_first = |why: &Why| declared.is_none() || matches!(why, Why::Withheld | Why::PartOfYear);
        let why = match (of_figures.filter(is_first), declared) {
            (Some(why), _) => why,
            // Whatever else is missing, this is what can be done about it.
            (None, _) if self.is_to_be_filled(measure) => Why::ToBeFilled,
            (None, Some(absence)) => Why::Declared(absence.what),
            (None, None) if !self.has_lines(measure) => Why::NoPeriod,
            (None, None) => Why::NotSaid,
        };
        Some(MissingFigure { measure, why, declared })
    }

    /// Why the lines of a borough have no ratio; none where it has no line.
    fn why_by_figures(&self, measure: &Measure, borough: &Area) -> Option<Why> {
        let mut lines = self.lines_of(&measure.id, &borough.code).peekable();
        lines.peek()?;
        let reasons: Vec<Missing> = lines
            .filter_map(|line| match line.disparity.conclusion.verdict().reason()? {
                Reason::Group(missing) => Some(missing),
                Reason::NoComparator | Reason::ZeroComparator | Reason::NoInterval => None,
            })
            .collect();
        Some(if reasons.contains(&Missing::PartOfYear) {
            Why::PartOfYear
        } else if reasons.contains(&Missing::Suppressed) {
            Why::Withheld
        } else {
            Why::NotCompared
        })
    }

    fn is_to_be_filled(&self, measure: &Measure) -> bool {
        self.project.files_of(measure).any(|(_, file)| file.to_be_filled)
    }

    /// Whether the phase has a figure of a measure anywhere.
    fn has_lines(&self, measure: &Measure) -> bool {
        self.places.by_measure.contains_key(&measure.id)
    }
}
