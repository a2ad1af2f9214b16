//! What is missing from the declaration of a measure for its kind, or does not belong to it.

use crate::indicator::{AbsenceKind, Explanation, Kind, Measure};
use crate::period::PeriodKind;

use super::Rules;

/// What is missing from the declaration of a measure for its kind, or does not belong to it.
pub(crate) fn problems(measure: &Measure) -> Vec<String> {
    let rules = measure.kind.rules();
    let needs = rules.needs(measure).into_iter().filter(|(_, given)| !given);
    let mut problems: Vec<String> = needs.map(|(key, _)| format!("needs `{key}`")).collect();
    let rules = of_time(measure, rules).into_iter().chain(of_age(measure)).chain(of_columns(measure, rules));
    problems.extend(rules.filter(|(is_broken, _)| *is_broken).map(|(_, rule)| rule.to_owned()));
    problems
}

/// A rule that is broken or not, in words that follow "the measure is a rate and".
type Rule = (bool, &'static str);

/// Months, quarters and days.
fn of_time(measure: &Measure, rules: &dyn Rules) -> [Rule; 6] {
    let is_over_time = rules.is_over_time();
    let year = measure.quarters_of;
    let is_year = matches!(year, None | Some(PeriodKind::FinancialYear | PeriodKind::CalendarYear));
    [
        (measure.pool_months && !is_over_time, "cannot have `pool-months`, which is for rates"),
        (measure.repeatable && !is_over_time, "cannot have `repeatable`, which is for rates"),
        (measure.stock && !is_over_time, "cannot have `stock`, which is for rates"),
        (!is_year, "cannot have this `quarters-of`: four quarters make a `financial-year` or a `calendar-year`"),
        (year.is_some() && rules.counting().is_none(), "cannot have `quarters-of`, which is for counts"),
        (
            [measure.pool_months, measure.stock, year.is_some()].into_iter().filter(|given| *given).count() > 1,
            "can have only one of `pool-months`, `quarters-of` and `stock`: those who are there on a day are not added up",
        ),
    ]
}

/// What allows for age, and what is qualified by it.
fn of_age(measure: &Measure) -> [Rule; 6] {
    let is_standardised = measure.kind == Kind::Standardised;
    let by_age = measure.qualified_by.iter().any(|by| by.what == Explanation::Age);
    let standard = measure.age_bands.iter().flat_map(|bands| bands.standard.values());
    let (mut total, mut is_number) = (0.0, true);
    for people in standard {
        is_number &= *people >= 0.0 && people.is_finite();
        total += people;
    }
    [
        (measure.expected.is_some() && !is_standardised, "cannot have `expected`, which is for `standardised`"),
        (measure.age_bands.is_some() && !is_standardised, "cannot have `age-bands`, which is for `standardised`"),
        (measure.expected.is_some() && measure.age_bands.is_some(), "can have only one of `expected` and `age-bands`"),
        (
            measure.age_bands.is_some() && !(is_number && total > 0.0),
            "needs people, 0 or more, in each band of `standard` in `age-bands`, and some in one of them",
        ),
        (measure.age_sensitive && is_standardised, "cannot have `age-sensitive`, since it allows for age"),
        (measure.age_sensitive && by_age, "can have only one of `age-sensitive` and `qualified-by` with `age`"),
    ]
}

/// Columns and what explains a gap away, or why there is no figure.
fn of_columns(measure: &Measure, rules: &dyn Rules) -> [Rule; 5] {
    let value = measure.value.as_ref();
    let has_error = value.is_some_and(|value| value.half_width.is_some() || value.standard_error.is_some());
    let is_above_1 = |factor: f64| factor > 1.0 && factor.is_finite();
    let denominator = measure.denominator.as_ref();
    let is_nothing =
        denominator.is_some_and(|denominator| denominator.column.is_none() && denominator.series.is_none());
    let is_elsewhere = |what| what == AbsenceKind::NotHere;
    [
        (
            value.is_some_and(|value| value.sample_size.is_some()) && !rules.is_sampled(),
            "cannot have `sample-size`, which gives an interval to percentages only",
        ),
        (
            has_error && measure.kind == Kind::Representation,
            "cannot have `half-width` or `standard-error`: `sample-size` is the number of posts",
        ),
        (
            !measure.qualified_by.iter().filter_map(|by| by.factor).all(is_above_1),
            "needs a `factor` above 1 in `qualified-by`",
        ),
        (is_nothing, "needs `column` or `series` in its denominator"),
        (
            measure.absences.iter().any(|absence| is_elsewhere(absence.what) && absence.dataset.is_none()),
            "needs the `dataset` of each [[measure.gap]] that is `not-here`",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::tests::{KINDS, declared};
    use super::*;
    use crate::indicator::QualifiedBy;

    #[test]
    fn a_whole_declaration_has_no_problem() {
        for kind in KINDS {
            assert_eq!(problems(&declared(kind)), [""; 0], "{kind}");
        }
    }

    #[test]
    fn what_a_kind_needs_is_missed_and_nothing_else() {
        let needs = |kind: &str| {
            let mut measure = declared(kind);
            (measure.numerator, measure.denominator, measure.value) = (None, None, None);
            (measure.per, measure.population, measure.outcome) = (None, None, None);
            measure.expected = None;
            problems(&measure)
        };
        assert_eq!(needs("proportion"), ["needs `numerator`", "needs `denominator`", "needs `outcome`"]);
        assert_eq!(needs("rate"), ["needs `numerator`", "needs `denominator`", "needs `per`"]);
        assert_eq!(needs("standardised"), ["needs `numerator`", "needs `expected` or `age-bands`"]);
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
            let is_sampled = ["survey", "representation"].contains(&kind);
            let expected = 2 + usize::from(!is_sampled) + 2 * usize::from(kind != "rate");
            assert_eq!(problems(&measure).len(), expected, "{kind}: {:?}", problems(&measure));
        }
    }

    #[test]
    fn what_cannot_stand_together_is_refused() {
        let refused = |kind: &str, change: fn(&mut Measure)| {
            let mut measure = declared(kind);
            change(&mut measure);
            problems(&measure).len()
        };
        assert_eq!(refused("rate", |rate| (rate.pool_months, rate.stock) = (true, true)), 1);
        assert_eq!(refused("rate", |rate| rate.quarters_of = Some(PeriodKind::AcademicYear)), 1);
        assert_eq!(refused("rate", |rate| rate.quarters_of = Some(PeriodKind::CalendarYear)), 0);
        assert_eq!(refused("mean", |mean| mean.quarters_of = Some(PeriodKind::CalendarYear)), 1);
        assert_eq!(refused("standardised", |measure| measure.age_sensitive = true), 1);
        assert_eq!(refused("rate", |rate| rate.expected = declared("standardised").expected), 1);
    }
}
