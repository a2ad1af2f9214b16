//! What is peculiar to a kind of measure: a file for each kind, and the one place that knows them all.
//!
//! Whoever needs to know asks `measure.kind.rules()`. A new kind is a file here, an arm in [`Kind::rules`], and its name
//! among the declarations.

mod claim;
mod mean;
mod problems;
mod proportion;
mod published;
mod rate;
mod representation;
mod standardised;
mod survey;

use crate::indicator::{Kind, Measure};
use crate::period::Period;
use statistics::Estimate;
use statistics::standardised::Band;

use super::compare::{self, Bounds, Comparison, Counting, Open, Scale};
use super::figures::Figures;
use super::note::Note;
use super::quantity::{Quantity, Weighted};
use super::status::Status;

pub(crate) use claim::{Claim, Condition};
pub(crate) use problems::problems;

impl Kind {
    /// What is peculiar to it.
    pub(crate) fn rules(self) -> &'static dyn Rules {
        match self {
            Self::Proportion => &proportion::Proportion,
            Self::Rate => &rate::Rate,
            Self::Representation => &representation::Representation,
            Self::Mean => &mean::Mean,
            Self::Survey => &survey::Survey,
            Self::Standardised => &standardised::Standardised,
            Self::Published => &published::Published,
        }
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        self.rules().code()
    }
}

/// How the aggregate is made of its groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aggregation {
    /// Counts are added up.
    Sum,
    /// Percentages are weighted by residents.
    WeightedMean,
    /// Shares of one whole are added up, and the shares of the population beside them.
    Shares,
    /// It is not: only a published one is shown.
    None,
}

/// A check of the figures in one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellCheck {
    /// The numerator is a whole number.
    WholeNumber,
    /// There is somebody in the denominator where there is somebody in the numerator.
    Denominator,
    /// The numerator is not above the denominator.
    Population,
    /// A figure is not above the most that it can be.
    Maximum,
    /// A published rate is that of its own count and denominator.
    PublishedRate,
}

/// A column and the most that its figures can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Maximum<'m> {
    pub(crate) column: &'m str,
    pub(crate) most: f64,
}

/// What an excess number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Events or people that were counted.
    Counted,
    /// People of whom a survey estimates the number.
    Estimated,
    /// Holders of a post.
    Posts,
}

/// What is peculiar to a kind of measure.
pub(crate) trait Rules: Sync {
    /// Its code in files.
    fn code(&self) -> &'static str;

    /// The keys that a declaration needs, and whether it has them.
    fn needs(&self, measure: &Measure) -> Vec<(&'static str, bool)>;

    /// Whether it is a percentage of people asked, which a sample size gives an interval.
    fn is_sampled(&self) -> bool {
        false
    }

    /// Whether it is of events over time, so that months can be added up and annualised.
    fn is_over_time(&self) -> bool {
        false
    }

    /// The quantity of a group from its published figures.
    fn quantity(&self, figures: &Figures<'_, '_>, notes: &mut Vec<Note>) -> Quantity;

    /// The counts and people by age, where the source has them.
    fn bands(&self, _: &Figures<'_, '_>) -> Vec<Band> {
        Vec::new()
    }

    /// The numbers of people that the figures stand for, where they are not counts.
    fn weighted(&self, _: &Figures<'_, '_>) -> Option<Weighted> {
        None
    }

    /// How the aggregate is made of its groups.
    fn aggregation(&self) -> Aggregation {
        Aggregation::None
    }

    /// How its counts are taken; `None` where it has none.
    fn counting(&self) -> Option<Counting> {
        None
    }

    /// The number of people to which a value refers.
    fn per(&self, _: &Measure) -> Option<f64> {
        Some(100.0)
    }

    /// The years of a period by which a value is divided.
    fn years(&self, _: &Measure, _: Period) -> f64 {
        1.0
    }

    /// The most that a value can be.
    fn most(&self) -> f64 {
        f64::INFINITY
    }

    /// From people and their time to the unit of a measure.
    fn scale(&self, measure: &Measure, period: Period) -> Scale {
        Scale {
            per: self.per(measure).unwrap_or(100.0),
            years: self.years(measure, period),
            most: self.most(),
            counting: self.counting(),
            dispersion: None,
        }
    }

    /// A group's value in the unit of the measure, with its interval.
    fn value(&self, quantity: Quantity, scale: Scale) -> Option<Estimate> {
        compare::value(quantity, scale)
    }

    /// Ratio and difference of a group and the comparator.
    fn compare(&self, group: Quantity, comparator: Quantity, scale: Scale) -> Comparison {
        compare::compare(group, comparator, scale)
    }

    /// The least and the most that the ratio can be when hidden parts, rounding and events of unknown ethnicity are
    /// given to one side or to the other.
    fn bounds(&self, group: Quantity, comparator: Quantity, open: Open, scale: Scale) -> Option<Bounds> {
        compare::bounds(group, comparator, open, scale)
    }

    /// The status of a figure of which nothing is missing.
    fn whole(&self) -> Status {
        Status::Complete
    }

    /// The checks of the figures in a row.
    fn checks(&self) -> &'static [CellCheck];

    /// The column of which the most is known.
    fn maximum<'m>(&self, _: &'m Measure) -> Option<Maximum<'m>> {
        None
    }

    /// Whether its source publishes broad groups; without them every group is shown as one.
    fn has_broad_groups(&self) -> bool {
        true
    }

    /// Whether the values of two groups can be set against each other.
    fn has_comparable_values(&self) -> bool {
        true
    }

    /// Whether the people under the line are those of the time of the figures, unless a census is named.
    fn has_base_of_same_time(&self) -> bool {
        true
    }

    /// What an excess number would count; `None` where there can be none.
    fn excess(&self) -> Option<Basis> {
        None
    }

    /// Whether a value of a period is one of a year.
    fn is_yearly(&self, _: &Measure, _: Period) -> bool {
        false
    }

    /// Whether a value is shown with a per cent sign.
    fn is_percentage(&self) -> bool {
        false
    }

    /// With what figures of a measure are compared, given the label of the comparator.
    fn compared_with(&self, _: &Measure, comparator: &str) -> String {
        comparator.to_owned()
    }

    /// What the ratio of a measure is one of.
    fn ratio_of(&self, _: &Measure, group: &str, comparator: &str) -> String {
        format!("ratio of {group} to {comparator}")
    }

    /// What may differ between the two groups.
    fn matter(&self, claim: &Claim<'_>) -> String;

    /// The group against the comparator.
    fn comparison(&self, claim: &Claim<'_>) -> String;

    /// The two figures behind the ratio.
    fn figures(&self, claim: &Claim<'_>) -> String {
        let Claim { values: [group, comparator], .. } = claim;
        format!("{group} and {comparator}")
    }

    /// The sentence on a clear difference.
    fn clear(&self, claim: &Claim<'_>) -> String {
        let (comparison, figures) = (self.comparison(claim), self.figures(claim));
        format!("{comparison}: {figures} (95% interval of the ratio {}).", claim.interval)
    }

    /// What would have had to be otherwise for the excess number to be 0.
    fn condition(&self, condition: &Condition<'_>) -> String {
        condition.alike()
    }
}

/// The years of a period by which events are divided, less the months that cannot be used; a stock is not divided.
fn over_time(measure: &Measure, period: Period) -> f64 {
    let is_within = |month: &Period| measure.pool_months && period.first <= month.first && month.last <= period.last;
    let spoilt = measure.spoilt_months().into_iter().filter(is_within).map(|_| 1.0).sum::<f64>();
    let months = period.months_covered().filter(|_| !measure.stock);
    months.map_or(1.0, |months| (f64::from(months) - spoilt) / 12.0)
}

/// The most that the values of a measure can be, as its unit says.
fn maximum_of_unit(measure: &Measure) -> Option<Maximum<'_>> {
    let unit = measure.unit.to_lowercase();
    let begins = |words: [&str; 3]| words.iter().any(|word| unit.starts_with(word));
    let most = if begins(["%", "per cent", "percent"]) {
        100.0
    } else if begins(["proportion", "share", "fraction"]) {
        1.0
    } else {
        return None;
    };
    Some(Maximum { column: measure.value_column()?, most })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::indicator::Expected;

    /// A declaration of a kind with everything that any kind can need.
    pub(in crate::disparity) fn declared(kind: &str) -> Measure {
        let text = format!(
            r#"
            id = "cats"
            short = "Cats"
            title = "Cats"
            question = "How many?"
            kind = "{kind}"
            unit = "% of cats"
            per = 1000
            favourable = "lower"
            source = "cats"
            comparator = "white"
            population = "share"
            outcome = "sleep"
            numerator = {{ column = "asleep", words = "cats asleep" }}
            denominator = {{ column = "cats", words = "cats" }}
            value = {{ column = "value" }}"#
        );
        let mut measure: Measure = toml::from_str(&text).unwrap();
        let expected = Expected { column: "expected".to_owned() };
        measure.expected = Some(expected).filter(|_| measure.kind == Kind::Standardised);
        measure
    }

    pub(in crate::disparity) const KINDS: [&str; 7] =
        ["proportion", "rate", "representation", "mean", "survey", "standardised", "published"];

    #[test]
    fn each_kind_has_its_own_rules() {
        for kind in KINDS {
            let measure = declared(kind);
            assert_eq!(measure.kind.code(), kind);
        }
    }

    #[test]
    fn only_counts_are_added_up() {
        for kind in KINDS {
            let rules = declared(kind).kind.rules();
            assert_eq!(rules.aggregation() == Aggregation::Sum, rules.counting().is_some(), "{kind}");
        }
        assert_eq!(declared("survey").kind.rules().aggregation(), Aggregation::WeightedMean);
    }

    #[test]
    fn the_most_of_a_value_follows_from_its_unit() {
        for (unit, most) in [("% of cats", Some(100.0)), ("Share of cats", Some(1.0)), ("cats per house", None)] {
            let mut measure = declared("mean");
            measure.unit = unit.to_owned();
            let maximum = measure.kind.rules().maximum(&measure);
            assert_eq!(maximum.map(|maximum| (maximum.column, maximum.most)), most.map(|most| ("value", most)));
        }
        let measure = declared("representation");
        assert_eq!(measure.kind.rules().maximum(&measure).map(|maximum| maximum.column), Some("share"));
    }
}
