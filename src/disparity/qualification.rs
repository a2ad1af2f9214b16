//! What may be said of a ratio, with what could explain it away: one object, so that nothing shows the one alone.

use std::fmt;

use crate::indicator::{Explanation, Measure};
use statistics::Interval;
use statistics::dispersion::CountDispersion;

use super::compare::Bounds;
use super::verdict::Verdict;

/// What could explain a gap away. It is part of the verdict: what shows the one shows the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Qualification {
    /// How ethnicity was recorded.
    Recording,
    /// The ages of the groups.
    Age,
    /// The gap is too small to matter.
    SmallGap,
    /// One person can have several of the events.
    RepeatEvents,
    /// The people under the line.
    Denominator,
}

impl Qualification {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Recording, Self::Age, Self::SmallGap, Self::RepeatEvents, Self::Denominator];

    /// What it means, as a clause of a sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Recording => "unknown, hidden or rounded parts could undo it",
            Self::Age => "the groups differ in age, and the figures do not allow for that",
            Self::SmallGap => "the whole interval lies in the band of practical equivalence",
            Self::RepeatEvents => "one person can have several of the events, and events in pairs could undo it",
            Self::Denominator => "what is counted and what it is divided by are of different people",
        }
    }
}

impl fmt::Display for Qualification {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Recording => "recording",
            Self::Age => "age",
            Self::SmallGap => "small-gap",
            Self::RepeatEvents => "repeat-events",
            Self::Denominator => "denominator",
        })
    }
}

/// A verdict with what qualifies it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    verdict: Verdict,
    qualified: Vec<Qualification>,
}

impl From<Verdict> for Conclusion {
    /// A verdict that nothing qualifies.
    fn from(verdict: Verdict) -> Self {
        Self { verdict, qualified: Vec::new() }
    }
}

impl Conclusion {
    /// A verdict with what qualifies it; whatever allows no statement needs no qualification.
    pub fn new(verdict: Verdict, qualified: impl IntoIterator<Item = Qualification>) -> Self {
        let mut qualified: Vec<Qualification> = qualified.into_iter().filter(|_| verdict.is_statement()).collect();
        qualified.sort_unstable();
        qualified.dedup();
        Self { verdict, qualified }
    }

    /// The verdict by itself, for whoever shows what qualifies it beside it.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// What qualifies it.
    pub fn qualified(&self) -> &[Qualification] {
        &self.qualified
    }

    /// Whether it is qualified by this.
    pub fn is_qualified_by(&self, qualification: Qualification) -> bool {
        self.qualified.contains(&qualification)
    }

    /// Whether it says worse or better, and nothing could explain that away.
    pub fn is_clear(&self) -> bool {
        self.verdict.is_clear() && self.qualified.is_empty()
    }

    /// The codes of what qualifies it, as in the `qualified` column.
    pub fn codes(&self) -> String {
        self.qualified.iter().map(ToString::to_string).collect::<Vec<_>>().join(";")
    }
}

impl fmt::Display for Conclusion {
    /// The verdict, and in brackets what qualifies it: `worse (recording, age)`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.verdict.label())?;
        match self.qualified.as_slice() {
            [] => Ok(()),
            _ => write!(formatter, " ({})", self.codes().replace(';', ", ")),
        }
    }
}

/// A verdict and the interval on which it rests.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement {
    pub(crate) verdict: Verdict,
    pub(crate) ratio: f64,
    pub(crate) interval: Interval,
    /// The gap that matters, as ratios below and above 1.
    pub(crate) band: [f64; 2],
}

impl Statement {
    /// Whether it could not be made of a ratio anywhere between two: one of them lies on the other side of 1, or beyond
    /// the band of what was said to make no difference.
    fn is_undone_by(self, low: f64, high: f64) -> bool {
        if self.verdict.is_clear() {
            return if self.interval.lower > 1.0 { low <= 1.0 } else { high >= 1.0 };
        }
        self.verdict == Verdict::NoClearDifference && (low < self.band[0] || high > self.band[1])
    }

    /// What the measure and the interval say of it, whatever the records.
    pub(crate) fn of_measure(self, measure: &Measure) -> Vec<Qualification> {
        let Interval { lower, upper } = self.interval;
        let declared = measure.qualified_by.iter().filter(|by| {
            let factor = by.factor.unwrap_or(f64::INFINITY);
            self.is_undone_by(lower / factor, upper * factor)
        });
        let declared = declared.map(|by| match by.what {
            Explanation::Age => Qualification::Age,
            Explanation::Denominator => Qualification::Denominator,
        });
        let by_age = measure.age_sensitive.then_some(Qualification::Age);
        let [low, high] = self.band;
        let is_small = self.verdict.is_clear() && low <= lower && upper <= high;
        declared.chain(by_age).chain(is_small.then_some(Qualification::SmallGap)).collect()
    }

    /// Whether unknown, hidden or rounded parts could undo it.
    pub(crate) fn by_recording(self, bounds: Bounds) -> Option<Qualification> {
        let undone = self.is_undone_by(bounds.low, bounds.high.unwrap_or(f64::INFINITY));
        undone.then_some(Qualification::Recording)
    }

    /// Whether events that come in pairs could undo it.
    pub(crate) fn by_repeat_events(self) -> Option<Qualification> {
        const PAIRS: CountDispersion = CountDispersion { pearson: 2.0, degrees: 1 };
        let Interval { lower, upper } = PAIRS.stretched(self.ratio, self.interval);
        self.is_undone_by(lower, upper).then_some(Qualification::RepeatEvents)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disparity::kind::tests::declared;
    use crate::indicator::QualifiedBy;

    fn statement(verdict: Verdict, ratio: f64, [lower, upper]: [f64; 2]) -> Statement {
        Statement { verdict, ratio, interval: Interval { lower, upper }, band: [0.8, 1.25] }
    }

    #[test]
    fn a_verdict_is_shown_with_what_qualifies_it() {
        let conclusion = Conclusion::new(Verdict::Worse, [Qualification::Age, Qualification::Recording]);
        assert_eq!(
            (conclusion.to_string(), conclusion.codes()),
            ("worse (recording, age)".into(), "recording;age".into())
        );
        assert!(!conclusion.is_clear());
        assert!(Conclusion::from(Verdict::Better).is_clear());
        let none = Conclusion::new(Verdict::TooFewToTell, [Qualification::Age]);
        assert_eq!(none.to_string(), "too few to tell");
    }

    #[test]
    fn a_range_that_reaches_1_undoes_a_gap_and_one_beyond_the_band_undoes_its_absence() {
        let by = |statement: Statement, low, high| statement.by_recording(Bounds { low, high }).is_some();
        let worse = statement(Verdict::Worse, 2.0, [1.5, 2.7]);
        assert!(by(worse, 1.0, Some(4.0)) && !by(worse, 1.1, None));
        let better = statement(Verdict::Better, 0.5, [0.4, 0.7]);
        assert!(by(better, 0.3, None) && !by(better, 0.3, Some(0.9)));
        // Redbridge, searches: 0.96 to 1.16 by chance, 0.56 to 1.53 with all that is unknown.
        let none = statement(Verdict::NoClearDifference, 1.05, [0.955, 1.163]);
        assert!(by(none, 0.56, Some(1.53)) && !by(none, 0.9, Some(1.2)));
        assert!(!by(statement(Verdict::TooFewToTell, 1.0, [0.5, 2.0]), 0.0, None));
    }

    #[test]
    fn a_clear_gap_within_the_band_is_small() {
        let mut measure = declared("rate");
        let small = |ratio, ends| statement(Verdict::Worse, ratio, ends).of_measure(&measure);
        assert_eq!(small(1.1, [1.02, 1.19]), [Qualification::SmallGap]);
        assert_eq!(small(1.2, [1.1, 1.3]), []);
        let by = |what, factor| QualifiedBy { what, factor, because: String::new() };
        measure.qualified_by = vec![by(Explanation::Age, None), by(Explanation::Denominator, Some(2.0))];
        let qualified = |ratio, ends| statement(Verdict::Worse, ratio, ends).of_measure(&measure);
        assert_eq!(qualified(1.9, [1.5, 2.4]), [Qualification::Age, Qualification::Denominator]);
        assert_eq!(qualified(2.78, [2.4, 3.3]), [Qualification::Age]);
    }

    #[test]
    fn events_in_pairs_widen_the_interval_by_the_root_of_two() {
        // Enfield, searches: the lower limit would be 0.998.
        let enfield = statement(Verdict::Worse, 1.192_389, [1.051_573, 1.352_063]);
        assert_eq!(enfield.by_repeat_events(), Some(Qualification::RepeatEvents));
        assert_eq!(statement(Verdict::Worse, 1.29, [1.19, 1.4]).by_repeat_events(), None);
        assert_eq!(statement(Verdict::Better, 0.0, [0.0, 0.6]).by_repeat_events(), Some(Qualification::RepeatEvents));
    }
}
