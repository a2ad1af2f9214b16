//! What is peculiar to a kind of measure: a file for each kind, and the one place that knows them all.
//!
//! Whoever needs to know asks `measure.kind.rules()`. A new kind is a file here, an arm in [`Kind::rules`], and its name
//! among the declarations.

mod claim;
mod mean;
mod proportion;
mod published;
mod rate;
mod representation;
mod survey;

use crate::indicator::{Kind, Measure};
use crate::period::Period;
use statistics::Estimate;

use super::compare::{self, Bounds, Comparison, Counting, Open, Scale};
use super::figures::Figures;
use super::note::Note;
use super::quantity::{Quantity, Weighted};
use super::status::Status;

pub(crate) use claim::{Claim, Condition};

impl Kind {
    /// What is peculiar to it.
    pub(crate) fn rules(self) -> &'static dyn Rules {
        match self {
            Self::Proportion => &proportion::Proportion,
            Self::Rate => &rate::Rate,
            Self::Representation => &representation::Representation,
            Self::Mean => &mean::Mean,
            Self::Survey => &survey::Survey,
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
    fn years(&self, _: Period) -> f64 {
        1.0
    }

    /// The most that a value can be.
    fn most(&self) -> f64 {
        f64::INFINITY
    }

    /// From people and their time to the unit of a measure.
    fn scale(&self, measure: &Measure, period: Period) -> Scale {
        Scale {
            per: measure.per.unwrap_or(100.0),
            years: self.years(period),
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
    fn is_yearly(&self, _: Period) -> bool {
        false
    }

    /// Whether a value is shown with a per cent sign.
    fn is_percentage(&self) -> bool {
        false
    }

    /// With what figures are compared, given the label of the comparator.
    fn compared_with(&self, comparator: &str) -> String {
        comparator.to_owned()
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

/// What is missing from the declaration of a measure for its kind, or does not belong to it.
pub(crate) fn problems(measure: &Measure) -> Vec<String> {
    let rules = measure.kind.rules();
    let needs = rules.needs(measure).into_iter().filter(|(_, given)| !given);
    let mut problems: Vec<String> = needs.map(|(key, _)| format!("needs `{key}`")).collect();
    let has_sample_size = measure.value.as_ref().is_some_and(|value| value.sample_size.is_some());
    if has_sample_size && !rules.is_sampled() {
        problems.push("cannot have `sample-size`, which gives an interval to percentages only".to_owned());
    }
    if measure.pool_months && !rules.is_over_time() {
        problems.push("cannot have `pool-months`, which is for rates".to_owned());
    }
    if !measure.sum_over.is_empty() && rules.aggregation() != Aggregation::Sum {
        problems.push("cannot have `sum-over`, which adds up counts".to_owned());
    }
    if measure.repeatable && !rules.is_over_time() {
        problems.push("cannot have `repeatable`, which is for rates".to_owned());
    }
    if measure.qualified_by.iter().filter_map(|by| by.factor).any(|factor| !(factor > 1.0 && factor.is_finite())) {
        problems.push("needs a `factor` above 1 in `qualified-by`".to_owned());
    }
    let columns = measure.columns();
    for (place, (key, column)) in columns.iter().enumerate() {
        if let Some((earlier, _)) = columns.iter().take(place).find(|(_, earlier)| earlier == column) {
            problems.push(format!("cannot read the column `{column}` as its `{earlier}` and as its `{key}`"));
        }
    }
    let denominator = measure.denominator.as_ref();
    if denominator.is_some_and(|denominator| denominator.column.is_none() && denominator.series.is_none()) {
        problems.push("needs `column` or `series` in its denominator".to_owned());
    }
    problems
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
    use crate::indicator::{Explanation, QualifiedBy};

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
        toml::from_str(&text).unwrap()
    }

    const KINDS: [&str; 6] = ["proportion", "rate", "representation", "mean", "survey", "published"];

    #[test]
    fn each_kind_has_its_own_rules() {
        for kind in KINDS {
            let measure = declared(kind);
            assert_eq!(measure.kind.code(), kind);
            assert_eq!(problems(&measure), [""; 0], "{kind}");
        }
    }

    #[test]
    fn what_a_kind_needs_is_missed_and_nothing_else() {
        let needs = |kind: &str| {
            let mut measure = declared(kind);
            (measure.numerator, measure.denominator, measure.value) = (None, None, None);
            (measure.per, measure.population, measure.outcome) = (None, None, None);
            problems(&measure)
        };
        assert_eq!(needs("proportion"), ["needs `numerator`", "needs `denominator`", "needs `outcome`"]);
        assert_eq!(needs("rate"), ["needs `numerator`", "needs `denominator`", "needs `per`"]);
        assert_eq!(needs("representation"), ["needs `numerator`", "needs `denominator`", "needs `population`"]);
        assert_eq!(needs("survey"), ["needs `value`", "needs `outcome`"]);
        for kind in ["mean", "published"] {
            assert_eq!(needs(kind), ["needs `value`"]);
        }
    }

    #[test]
    fn what_belongs_to_one_kind_is_refused_in_the_others() {
        for kind in KINDS {
            let mut measure = declared(kind);
            (measure.pool_months, measure.repeatable) = (true, true);
            let (what, because) = (Explanation::Age, String::new());
            measure.qualified_by = vec![QualifiedBy { what, factor: Some(0.5), because }];
            if let Some(value) = &mut measure.value {
                value.sample_size = Some("asked".to_owned());
            }
            if let Some(denominator) = &mut measure.denominator {
                denominator.column = None;
            }
            let expected = 2 + usize::from(kind != "survey") + 2 * usize::from(kind != "rate");
            assert_eq!(problems(&measure).len(), expected, "{kind}: {:?}", problems(&measure));
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
