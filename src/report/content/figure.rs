//! Figures by their names.

use std::fmt;

use crate::disparity::Conclusion;
use statistics::Interval;

use super::TableCell;

/// A figure with its name and its words: the ratio of a group in an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its name.
    pub name: FigureName,
    /// The section that is about it.
    pub section: String,
    /// The measure and the area in a few words.
    pub heading: String,
    /// The area, and that it is not the borough where it is not.
    pub place: String,
    /// Whether it is of a wider area than the borough that it stands for.
    pub is_wider: bool,
    /// When it is.
    pub period: String,
    /// In what unit, and compared with what.
    pub basis: String,
    /// The ratio.
    pub ratio: TableCell,
    /// Its interval.
    pub interval: Option<Interval>,
    /// What may be said of it.
    pub conclusion: Option<Conclusion>,
    /// What could explain it away; it is part of the sentence too.
    pub qualification: Option<String>,
    /// The figure in one sentence or two.
    pub sentence: String,
    /// The ratios of the groups in an aggregate, which hides their differences.
    pub groups: String,
}

/// The name of a figure: `phase-3/homelessness-acceptances/croydon/black`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FigureName {
    /// The number of the phase.
    pub phase: u32,
    /// The id of the measure.
    pub measure: String,
    /// The area, in small letters with hyphens.
    pub area: String,
    /// The group, in small letters with hyphens.
    pub group: String,
}

impl fmt::Display for FigureName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { phase, measure, area, group } = self;
        write!(formatter, "phase-{phase}/{measure}/{area}/{group}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::slug::slug;

    #[test]
    fn a_figure_is_named_by_phase_measure_area_and_group() {
        let name = FigureName {
            phase: 3,
            measure: "homelessness-acceptances".to_owned(),
            area: slug("Kingston upon Thames"),
            group: slug("Gypsy, Roma or Irish Traveller"),
        };
        let expected = "phase-3/homelessness-acceptances/kingston-upon-thames/gypsy-roma-or-irish-traveller";
        assert_eq!(name.to_string(), expected);
    }
}
