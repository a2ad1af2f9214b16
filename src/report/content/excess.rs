//! Excess numbers: how many fewer or more there would have been with the figure of the comparator.

use crate::disparity::kind::Condition;
use crate::ethnicity::Ethnicity;
use crate::indicator::{Favourable, Measure};
use crate::synthesis::{Basis, Excess, ExcessNumber, ExcessVerdict, OfMeasure};
use crate::words;
use statistics::Interval;

use super::table::NO_NUMBER;
use super::terms::Terms;
use super::text::strong;
use super::{Block, Details, Head, Section, Subject, Table, TableCell, TableRow};

pub(super) fn section(measures: &[OfMeasure<'_>], ethnicity: &Ethnicity, terms: &Terms) -> Section {
    let sections: Vec<Section> =
        measures.iter().filter(|of| !of.excess.is_empty()).map(|of| of_measure(of, ethnicity)).collect();
    let mut blocks = vec![Block::text(format!(
        "How many fewer or more there would have been if {} had had the figure of {}: the difference of the two figures \
         times the number of people in the group. It says how large a gap is, not what caused it. A sentence stands where \
         the group is worse off beyond doubt; the tables hold every number. Numbers are rounded \
         to two figures, or to three where the ends of the interval would look alike.",
        terms.people, terms.comparator_people
    ))];
    if sections.is_empty() {
        blocks.push(Block::text("No measure of this phase allows a number of people."));
    }
    Section { id: "excess".to_owned(), title: "Excess numbers".to_owned(), blocks, sections, ..Section::default() }
}

fn of_measure(of: &OfMeasure<'_>, ethnicity: &Ethnicity) -> Section {
    let measure = of.measure;
    let aggregate = ethnicity.anchors.bame;
    let of_aggregate = of.excess.iter().filter(|excess| excess.line.disparity.category == aggregate);
    let mut blocks: Vec<Block> =
        Block::list(of_aggregate.filter_map(|excess| sentence(excess, ethnicity))).into_iter().collect();
    blocks.extend(measure.caution.as_ref().map(|caution| Block::text(vec![strong(caution)])));
    let heads = vec![
        Head::words("Area"),
        Head::words("Group"),
        Head::words("With the comparator's figure there would have been").short("With the comparator's figure"),
        Head::words("Verdict"),
    ];
    let rows = of.excess.iter().map(|excess| {
        let category = excess.line.disparity.category;
        TableRow {
            figure: None,
            is_emphasised: category == aggregate,
            cells: vec![
                TableCell::text(&excess.line.area.name),
                TableCell::text(ethnicity.shown(category)),
                TableCell { number: excess.people.map(|people| people.value), ..TableCell::text(change(excess)) },
                TableCell::text(excess.verdict.label()),
            ],
        }
    });
    let table = Block::Table(Table { heads, rows: rows.collect() });
    let summary = format!("{}: each ethnic group", measure.short).into();
    blocks.push(Block::Details(Details { subject: Subject::Numbers, summary, blocks: vec![table] }));
    let id = format!("excess-{}", measure.id);
    Section { id, title: measure.short.clone(), blocks, ..Section::default() }
}

/// A number of people, to so many figures.
fn about(people: f64, figures: i32) -> String {
    let people = people.abs();
    if people < 0.5 {
        return "0".to_owned();
    }
    let most = 10.0_f64.powi(figures) - 0.5;
    let mut unit = 1.0;
    while people / unit >= most {
        unit *= 10.0;
    }
    words::number((people / unit).round() * unit, 0)
}

/// Two figures, and a third where the ends of the interval would look alike.
fn figures(interval: Interval) -> i32 {
    if about(interval.lower, 2) == about(interval.upper, 2) { 3 } else { 2 }
}

fn direction(people: f64, favourable: Favourable) -> &'static str {
    if (favourable == Favourable::Lower) == (people > 0.0) { "fewer" } else { "more" }
}

/// What the comparator's figure would change, from a number above 0 where the group is worse off: `640 fewer`.
fn amount(people: f64, favourable: Favourable, figures: i32) -> String {
    format!("{} {}", about(people, figures), direction(people, favourable))
}

/// The two ends of an interval that does not hold 0, the smaller number first.
fn ends(interval: Interval) -> String {
    let (first, second) = (interval.lower.abs(), interval.upper.abs());
    let shown = |end| about(end, figures(interval));
    format!("{} to {}", shown(first.min(second)), shown(first.max(second)))
}

/// The two ends of an interval that holds 0: `12 fewer to 30 more`.
fn open_ends(interval: Interval, favourable: Favourable) -> String {
    let Interval { lower, upper } = interval;
    if !interval.contains(0.0) {
        let direction = direction(upper, favourable);
        return format!("{} {direction}", ends(interval));
    }
    let [low, high] = [lower, upper].map(|end| amount(end, favourable, 2));
    match favourable {
        Favourable::Lower => format!("{high} to {low}"),
        Favourable::Higher | Favourable::Neither => format!("{low} to {high}"),
    }
}

/// The number in a table.
fn change(excess: &ExcessNumber<'_>) -> String {
    let favourable = excess.line.disparity.measure.favourable;
    let Some(Excess { value, interval }) = excess.people else {
        return NO_NUMBER.to_owned();
    };
    match excess.verdict {
        ExcessVerdict::CannotBeTold | ExcessVerdict::Qualified => open_ends(interval, favourable),
        ExcessVerdict::Short | ExcessVerdict::Ahead => {
            let amount = amount(value, favourable, figures(interval));
            format!("about {amount} ({})", ends(interval))
        }
    }
}

/// What the excess comes to, for somebody who leads a borough; only where the group is worse off: what parity would take
/// from a group that is better off is nothing to ask for.
fn sentence(excess: &ExcessNumber<'_>, ethnicity: &Ethnicity) -> Option<String> {
    let Excess { value, interval } = excess.people.filter(|_| excess.verdict == ExcessVerdict::Short)?;
    let disparity = &excess.line.disparity;
    let measure = &disparity.measure;
    let group = ethnicity.people(disparity.category);
    let time = if excess.yearly { " a year" } else { "" };
    let noun = noun(measure);
    let (condition, ends) = (condition(excess, ethnicity, noun), ends(interval));
    let figures = figures(interval);
    Some(match excess.basis {
        Basis::Posts => {
            let (about, direction) = (about(value, figures), direction(value, measure.favourable));
            format!(
                "{condition}, about {about} {direction} of the {noun} would have been {group} (95% interval {ends})."
            )
        }
        Basis::Counted | Basis::Estimated => {
            let is_estimated = excess.basis == Basis::Estimated;
            let estimate =
                if is_estimated { ", an estimate from the weighted numbers of the survey" } else { Default::default() };
            let amount = amount(value, measure.favourable, figures);
            format!("{condition}, there would have been about {amount} {noun}{time} (95% interval {ends}{estimate}).")
        }
    })
}

/// What is counted, in the plural. How a survey counts stands behind it.
fn noun(measure: &Measure) -> &str {
    let counted = measure.numerator.as_ref().map(|numerator| numerator.words.as_str());
    let noun = counted.or(measure.outcome.as_deref()).unwrap_or("people");
    noun.split_once(" (").map_or(noun, |(noun, _)| noun)
}

/// What would have had to be otherwise.
fn condition(excess: &ExcessNumber<'_>, ethnicity: &Ethnicity, numerator: &str) -> String {
    let disparity = &excess.line.disparity;
    let (group, place) = (ethnicity.people(disparity.category), excess.line.area.in_sentence());
    let comparator = ethnicity.people(disparity.compared_with.category(ethnicity));
    let measure = &disparity.measure;
    measure.kind.rules().condition(&Condition { measure, group, comparator, place: &place, numerator })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_rounded_to_two_figures() {
        for (people, text) in
            [(0.3, "0"), (7.4, "7"), (99.4, "99"), (99.6, "100"), (642.9, "640"), (-12_849.0, "13,000")]
        {
            assert_eq!(about(people, 2), text, "{people}");
        }
    }

    #[test]
    fn ends_that_would_look_alike_have_a_third_figure() {
        let [wide, narrow] = [[560.0, 730.0], [-33_240.0, -32_610.0]].map(|[lower, upper]| Interval { lower, upper });
        assert_eq!(ends(wide), "560 to 730");
        assert_eq!(ends(narrow), "32,600 to 33,200");
    }

    #[test]
    fn the_comparators_figure_means_fewer_of_what_is_bad_and_more_of_what_is_good() {
        assert_eq!(amount(640.0, Favourable::Lower, 2), "640 fewer");
        assert_eq!(amount(640.0, Favourable::Higher, 2), "640 more");
        assert_eq!(amount(-12.0, Favourable::Lower, 2), "12 more");
        assert_eq!(amount(-12.0, Favourable::Higher, 2), "12 fewer");
    }
}
