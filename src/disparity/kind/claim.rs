//! What the sentences about a comparison are made of, and the clauses that several kinds share.

use crate::indicator::Measure;

/// What the sentences about a comparison are made of. Numbers are as they are shown.
#[derive(Debug, Clone)]
pub(crate) struct Claim<'a> {
    pub(crate) measure: &'a Measure,
    /// The people of the group.
    pub(crate) group: &'a str,
    /// The people of the comparator.
    pub(crate) comparator: &'a str,
    /// The values of both.
    pub(crate) values: [String; 2],
    pub(crate) ratio: String,
    pub(crate) interval: String,
    /// The number of people to which a rate refers.
    pub(crate) per: String,
    /// Whether a rate is one of a year.
    pub(crate) is_yearly: bool,
}

impl Claim<'_> {
    /// The subject of the measure: `be in employment`, or `stops and searches`.
    pub(super) fn subject(&self) -> &str {
        match (&self.measure.outcome, &self.measure.numerator) {
            (Some(outcome), _) => outcome,
            (None, Some(numerator)) => &numerator.words,
            (None, None) => &self.measure.unit,
        }
    }

    /// What may differ where people are counted who have an outcome.
    pub(super) fn how_likely(&self) -> String {
        let Self { group, comparator, .. } = self;
        format!("how likely {group} and {comparator} were to {}", self.subject())
    }

    /// The comparison where people are counted who have an outcome.
    pub(super) fn times_as_likely(&self) -> String {
        let Self { group, comparator, ratio, .. } = self;
        format!("{group} were {ratio} times as likely to {} as {comparator}", self.subject())
    }

    /// What may differ where events are counted.
    pub(super) fn events_for_each(&self) -> String {
        let Self { group, comparator, .. } = self;
        format!("the {} for each {} among {group} and {comparator}", self.subject(), self.measure.each())
    }

    /// The comparison where events are counted.
    pub(super) fn times_as_many(&self) -> String {
        let Self { group, comparator, ratio, .. } = self;
        let (subject, each) = (self.subject(), self.measure.each());
        format!("there were {ratio} times as many {subject} for each {each} among {group} as among {comparator}")
    }

    /// What may differ where all that is known is a figure.
    pub(super) fn the_figures(&self) -> String {
        let Self { group, comparator, .. } = self;
        format!("the figures for {group} and {comparator}")
    }

    /// The comparison where all that is known is a figure.
    pub(super) fn times_the_figure(&self) -> String {
        let Self { group, comparator, ratio, .. } = self;
        format!("the figure for {group} was {ratio} times that for {comparator}")
    }

    /// Both values with the unit; a per cent sign stands beside each of them.
    pub(super) fn values_in_unit(&self) -> String {
        let ([group, comparator], unit) = (&self.values, &self.measure.unit);
        match unit.strip_prefix('%') {
            Some(of) => format!("{group}% and {comparator}%{of}"),
            None => format!("{group} and {comparator} {unit}"),
        }
    }
}

/// What a sentence says that begins with "if".
#[derive(Debug, Clone, Copy)]
pub(crate) struct Condition<'a> {
    pub(crate) measure: &'a Measure,
    /// The people of the group.
    pub(crate) group: &'a str,
    /// The people of the comparator.
    pub(crate) comparator: &'a str,
    pub(crate) place: &'a str,
    /// What is counted, in the plural.
    pub(crate) numerator: &'a str,
}

impl Condition<'_> {
    /// That both groups were alike.
    pub(super) fn alike(&self) -> String {
        let Self { group, comparator, place, numerator, .. } = self;
        match &self.measure.outcome {
            Some(outcome) => format!("If {group} in {place} had been as likely to {outcome} as {comparator}"),
            None => format!(
                "If the number of {numerator} for each {} had been the same among {group} in {place} as among \
                 {comparator}",
                self.measure.each()
            ),
        }
    }
}
