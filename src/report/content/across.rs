//! What follows from the figures taken together: over boroughs, groups and phases.

use crate::chart::Mark;
use crate::disparity::{ChangeVerdict, Gap, Verdict};
use crate::ethnicity::{Category, Ethnicity};
use crate::indicator::Measure;
use crate::scorecard::Scorecard;
use crate::synthesis::{FEWEST_POOLED, Funnel, Inequality, OfMeasure, Pooled, Synthesis, Trend, position_words};
use crate::words;

use super::charts::Numbers;
use super::table::NO_NUMBER;
use super::terms::{self, Terms};
use super::text::{link, plain};
use super::{Block, Details, Head, Section, Subject, Table, TableCell, TableRow, Target, boroughs, excess, line};

pub(super) fn section(
    scorecard: &Scorecard,
    synthesis: &Synthesis<'_>,
    terms: &Terms,
    numbers: &mut Numbers,
) -> Section {
    let boroughs = terms::all_boroughs(scorecard);
    let measures = synthesis.measures.as_slice();
    let ethnicity = &scorecard.project.ethnicity;
    let opening = vec![
        plain(format!(
            "What follows from the figures taken together: in people, over the boroughs, among {boroughs}, over all \
             groups and over all phases. Every number with its method is in "
        )),
        link("synthesis.csv", Target::File("data/synthesis.csv".to_owned())),
        plain("."),
    ];
    Section {
        id: "across".to_owned(),
        title: "Across the boroughs".to_owned(),
        blocks: vec![Block::text(opening)],
        sections: vec![
            excess::section(measures, ethnicity, terms),
            part("together", "The boroughs taken together", pooled(measures, terms)),
            part(
                "among-boroughs",
                &format!("Each borough among {boroughs}"),
                funnels(scorecard, measures, terms, numbers),
            ),
            part("groups", "Over all groups", inequality(measures, ethnicity, terms)),
            part("phases", "Over all phases", trends(measures, ethnicity.anchors.bame, terms)),
        ],
        ..Section::default()
    }
}

fn part(id: &str, title: &str, blocks: Vec<Block>) -> Section {
    Section { id: id.to_owned(), title: title.to_owned(), blocks, ..Section::default() }
}

/// A p-value for a reader.
fn p_value(p: f64) -> String {
    if p < 0.001 { "below 0.001".to_owned() } else { words::number(p, 3) }
}

/// A sentence with the caution of its measure.
fn with_caution(sentence: &str, measure: &Measure) -> String {
    measure.caution.as_ref().map_or_else(|| sentence.to_owned(), |caution| format!("{sentence} {caution}"))
}

fn pooled(measures: &[OfMeasure<'_>], terms: &Terms) -> Vec<Block> {
    let rows: Vec<TableRow> =
        measures.iter().filter_map(|of| Some(pooled_row(of.measure, of.pooled.as_ref()?))).collect();
    if rows.is_empty() {
        return vec![Block::text("No measure has figures of two or more of these boroughs.")];
    }
    let heads = vec![
        Head::words("Measure"),
        Head::numbers("Boroughs"),
        Head::numbers("Ratio"),
        Head::numbers("95% interval"),
        Head::numbers("Random effects"),
        Head::prose("What it says"),
    ];
    let opening = format!(
        "The ratio of {} to {} over those of these boroughs that have a figure of their own, each compared within \
         itself. The column for random effects has the average when the boroughs are seen as a sample, each with a ratio \
         of its own. Where they differ by more than chance there is no common ratio, and what is said follows that column. \
         With fewer than {FEWEST_POOLED} boroughs pooling is weak: how much they differ is hardly known.",
        terms.people, terms.comparator_people
    );
    vec![Block::text(opening), Block::Table(Table { heads, rows })]
}

fn pooled_row(measure: &Measure, pooled: &Pooled<'_>) -> TableRow {
    let varying = &pooled.varying;
    let p = varying.heterogeneity_p.map_or_else(String::new, p_value);
    let verdict = match pooled.conclusion.verdict() {
        Verdict::Worse => "Taken together, worse, beyond chance.",
        Verdict::Better => "Taken together, better, beyond chance.",
        Verdict::Higher => "Taken together, higher, beyond chance.",
        Verdict::Lower => "Taken together, lower, beyond chance.",
        Verdict::NoClearDifference => "Taken together, no clear difference.",
        Verdict::TooFewToTell | Verdict::NotComparable(_) => "Even taken together, too few to tell.",
    };
    let differ = if pooled.differ() {
        "The boroughs differ by more than chance, so that no borough should be read from the average"
    } else {
        "No clear difference between the boroughs"
    };
    let qualified = pooled.conclusion.qualified().iter().map(|qualification| qualification.meaning());
    let mut qualified = qualified.collect::<Vec<_>>().join("; ");
    if !qualified.is_empty() {
        qualified = format!(" But {qualified}.");
    }
    let weak = if pooled.is_weak() { " With so few boroughs pooling is weak." } else { "" };
    let (heterogeneity, share) = (words::number(varying.heterogeneity, 1), words::number(varying.i_squared, 0));
    let says = format!("{verdict}{qualified} {differ} (Q {heterogeneity}, p {p}; I² {share}%).{weak}");
    let random = pooled.random;
    TableRow::new([
        TableCell::text(&measure.short),
        TableCell::number(Some(pooled.boroughs.len() as f64), |boroughs| words::number(boroughs, 0)),
        TableCell::number(Some(pooled.ratio.ratio()), words::ratio),
        TableCell::interval(Some(pooled.ratio.interval), words::ratio_interval),
        TableCell::number(Some(random.ratio()), |ratio| {
            format!("{} ({})", words::ratio(ratio), words::ratio_interval(random.interval))
        }),
        TableCell::text(with_caution(&says, measure)).marked(Some(line::mark(&pooled.conclusion))),
    ])
}

fn funnels(scorecard: &Scorecard, measures: &[OfMeasure<'_>], terms: &Terms, numbers: &mut Numbers) -> Vec<Block> {
    let funnels: Vec<(&Measure, &Funnel<'_>)> =
        measures.iter().filter_map(|of| Some((of.measure, of.funnel.as_ref()?))).collect();
    let rows: Vec<TableRow> = funnels.iter().flat_map(|(measure, funnel)| funnel_rows(measure, funnel)).collect();
    if rows.is_empty() {
        return vec![Block::text("No measure has figures of enough boroughs to place one among them.")];
    }
    let heads = vec![
        Head::words("Measure"),
        Head::words("Borough"),
        Head::numbers("Ratio"),
        Head::numbers("Average"),
        Head::numbers("95% limits"),
        Head::numbers("99.8% limits"),
        Head::words("Place"),
    ];
    let opening = format!(
        "The ratio of {} to {} in each borough against the average of all boroughs. Within the 95% limits a borough is \
         as others are, as far as its numbers can show; beyond the 99.8% limits it differs from them by more than chance \
         and the ordinary variation between boroughs. That a borough is like the others does not mean that there is no \
         gap: the average itself may be far from 1.",
        terms.people, terms.comparator_people
    );
    let drawn = funnels.iter().map(|(measure, funnel)| all_boroughs(scorecard, measure, funnel, numbers));
    [Block::text(opening), Block::Table(Table { heads, rows })].into_iter().chain(drawn).collect()
}

/// The funnel and the map of a measure, with all boroughs.
fn all_boroughs(scorecard: &Scorecard, measure: &Measure, funnel: &Funnel<'_>, numbers: &mut Numbers) -> Block {
    let drawings =
        std::iter::once(boroughs::funnel(scorecard, measure, funnel)).chain(boroughs::map(scorecard, measure));
    let charts = drawings.map(|(chart, table)| numbers.chart(chart, table));
    Block::Details(Details {
        subject: Subject::Numbers,
        summary: format!("{}: all boroughs, as a funnel and on a map", measure.short).into(),
        blocks: std::iter::once(Block::note(funnel_note(measure, funnel))).chain(charts).collect(),
    })
}

fn funnel_rows(measure: &Measure, funnel: &Funnel<'_>) -> impl Iterator<Item = TableRow> {
    funnel.participating().map(|place| {
        TableRow::new([
            TableCell::text(&measure.short),
            TableCell::text(&place.area.name),
            TableCell::number(Some(place.ratio), words::ratio),
            TableCell::number(Some(funnel.average), words::ratio),
            TableCell::interval(Some(place.inner), words::ratio_interval),
            TableCell::interval(Some(place.outer), words::ratio_interval),
            TableCell::text(position_words(place.position)),
        ])
    })
}

fn funnel_note(measure: &Measure, funnel: &Funnel<'_>) -> String {
    let dispersion = words::number(funnel.dispersion, 1);
    let widened = if funnel.between > 0.0 {
        format!("the boroughs vary {dispersion} times as much as chance explains, and the limits are widened by that")
    } else {
        "the boroughs vary no more than chance explains".to_owned()
    };
    let boroughs = funnel.boroughs;
    with_caution(&format!("{}: {boroughs} boroughs have a ratio with an interval; {widened}.", measure.short), measure)
}

fn inequality(measures: &[OfMeasure<'_>], ethnicity: &Ethnicity, terms: &Terms) -> Vec<Block> {
    let found = || measures.iter().flat_map(|of| of.inequality.iter().map(move |found| (of.measure, found)));
    let first = found().next().map(|(_, found)| found.comparator);
    let is_one = found().all(|(_, found)| Some(found.comparator) == first);
    let rows: Vec<TableRow> =
        found().map(|(measure, found)| inequality_row(measure, found, (ethnicity, is_one))).collect();
    if rows.is_empty() {
        return vec![Block::text("No measure has figures of three or more groups.")];
    }
    let comparator = &terms.comparator;
    let heads = vec![
        Head::words("Measure"),
        Head::words("Area"),
        Head::words("Lowest"),
        Head::words("Highest"),
        Head::numbers(&format!("Distance from {comparator}")),
        Head::numbers("Index, alike").short("Index, each alike"),
        Head::numbers("Index, by size"),
    ];
    let opening = format!(
        "How far all broad groups are from each other, {comparator} among them. The distance from {comparator} is the \
         mean over all groups, in the unit of the measure; the two indexes say how far the groups lie from their mean \
         on average, as a share of it, each group counted alike or by its size. Chance alone makes each of these larger \
         than 0, the more so the smaller the numbers."
    );
    let table = Details {
        subject: Subject::Numbers,
        summary: "Table: all groups of each measure and area".into(),
        blocks: vec![Block::Table(Table { heads, rows })],
    };
    vec![Block::text(opening), Block::Details(table)]
}

/// `is_one` where all rows have one comparator, which the head names.
fn inequality_row(measure: &Measure, found: &Inequality<'_>, (ethnicity, is_one): (&Ethnicity, bool)) -> TableRow {
    let shown = |value: f64| words::number(value, measure.decimals);
    let end = |(category, value): (Category, f64)| {
        TableCell::number(Some(value), |value| format!("{} {}", shown(value), ethnicity.shown(category)))
    };
    TableRow::new([
        TableCell::text(format!("{} ({})", measure.short, measure.unit)),
        TableCell::text(&found.area.name),
        end(found.lowest),
        end(found.highest),
        TableCell::number(Some(found.distance), |distance| {
            let from = ethnicity.shown(found.comparator);
            if is_one { shown(distance) } else { format!("{} from {from}", shown(distance)) }
        }),
        TableCell::number(found.disparity_alike, words::percentage),
        TableCell::number(found.disparity_by_size, words::percentage),
    ])
}

fn trends(measures: &[OfMeasure<'_>], aggregate: Category, terms: &Terms) -> Vec<Block> {
    let of_aggregate = |of: &OfMeasure<'_>| -> Vec<TableRow> {
        let trends = of.trends.iter().filter(|trend| trend.category == aggregate);
        trends.map(|trend| trend_row(of.measure, trend)).collect()
    };
    let rows: Vec<TableRow> = measures.iter().flat_map(of_aggregate).collect();
    if rows.is_empty() {
        return vec![Block::text("No measure has figures in three phases yet.")];
    }
    let heads = vec![
        Head::words("Measure"),
        Head::words("Area"),
        Head::words("Ratios"),
        Head::numbers("Factor from year to year").short("Factor"),
        Head::numbers("p"),
        Head::words("Verdict"),
    ];
    let opening = format!(
        "The ratio of {} to {} over three phases or more, and the factor by which it changes from year to year along a \
         straight line through the logarithms of the ratios. A gap is called narrowing or widening only where the \
         intervals of that factor and of the line in its middle exclude 1, and reversed where the line crossed 1 beyond \
         chance. Three or four ratios are seldom enough, and below five there is no p-value. These tests are not adjusted \
         for their number.",
        terms.people, terms.comparator_people
    );
    vec![Block::text(opening), Block::Table(Table { heads, rows })]
}

fn trend_row(measure: &Measure, trend: &Trend<'_>) -> TableRow {
    let ratios: Vec<String> = trend.points.iter().map(|point| words::ratio(point.ratio)).collect();
    let factor = trend.line.map_or_else(
        || TableCell::text(NO_NUMBER),
        |line| {
            let interval = words::ratio_interval(line.interval);
            TableCell::number(Some(line.per_unit), |factor| format!("{} ({interval})", words::ratio(factor)))
        },
    );
    let mark = match trend.verdict {
        ChangeVerdict::Narrowing(Gap::Disadvantage) => Some(Mark::Better),
        ChangeVerdict::Widening(Gap::Disadvantage) => Some(Mark::Worse),
        // Whether it is good that an advantage becomes smaller is for the reader to say.
        ChangeVerdict::Narrowing(Gap::Advantage)
        | ChangeVerdict::Widening(Gap::Advantage)
        | ChangeVerdict::Reversed
        | ChangeVerdict::Rose
        | ChangeVerdict::Fell
        | ChangeVerdict::NoClearChange
        | ChangeVerdict::NotComparable => None,
    };
    let reason = trend.reason.map_or_else(String::new, |reason| format!(": {reason}"));
    TableRow::new([
        TableCell::text(&measure.short),
        TableCell::text(&trend.area.name),
        TableCell::text(ratios.join(" → ")),
        factor,
        TableCell::number(trend.line.and_then(|line| line.test).map(|test| test.p), p_value),
        TableCell::text(format!("{}{reason}", trend.verdict.clause())).marked(mark),
    ])
}
