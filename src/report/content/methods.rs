//! How each figure was made, and what is odd or was corrected in the data.

use std::collections::BTreeMap;

use crate::indicator::{Favourable, Measure};
use crate::period::{Period, PeriodKind};
use crate::scorecard::{Line, Scorecard};
use crate::words;

use super::terms::Terms;
use super::text::{emphasis, link, plain, strong};
use super::{Block, Head, Section, Table, TableCell, TableRow, Target, Text, sources};

pub(super) fn section(scorecard: &Scorecard, terms: &Terms) -> Section {
    let mut blocks: Vec<Block> =
        [ratios(scorecard, terms), evidence(), many_comparisons(scorecard, terms)].map(Block::Text).into();
    let years = kinds_of_year(scorecard);
    if !years.is_empty() {
        blocks.push(Block::text(format!(
            "The years behind the figures are not all of one kind: {years}. A figure of one kind of year is never \
             compared with a figure of another."
        )));
    }
    let lines = scorecard.all_lines();
    let measures = scorecard.project.measures().filter_map(|(_, measure)| of_measure(&lines, measure));
    let remarks = [warnings(scorecard), corrections(scorecard)].into_iter().flatten();
    Section {
        id: "methods".to_owned(),
        title: "Methods".to_owned(),
        blocks,
        sections: measures.chain(remarks).collect(),
        ..Section::default()
    }
}

fn ratios(scorecard: &Scorecard, terms: &Terms) -> Text {
    let [low, high] = scorecard.project.equivalence_band.map(words::ratio);
    vec![
        plain("A "),
        strong("ratio"),
        plain(format!(
            " is a group's figure divided by the figure of {}, from unrounded figures. The ",
            terms.comparator_people
        )),
        strong("95% interval"),
        plain(" says how far the ratio could be from what is printed by chance. A verdict of "),
        emphasis("worse"),
        plain(" or "),
        emphasis("better"),
        plain(" is given only where the interval excludes 1; whether higher is worse depends on the measure. "),
        emphasis("No clear difference"),
        plain(format!(
            " means that the interval holds 1 and stays between {low} and {high}, a band of practical equivalence of this project and \
             not a legal test. "
        )),
        emphasis("Too few to tell"),
        plain(" means that it does not. The "),
        strong("range left open"),
        plain(
            " says what the ratio could be if everybody of unknown ethnicity, every hidden figure and every rounding \
             went to one side or to the other.",
        ),
    ]
    .into()
}

fn evidence() -> Text {
    vec![
        plain("The "),
        strong("evidence"),
        plain(
            " behind each measure is graded by the worst of five aspects: how ethnicity was recorded, how much of it is \
             unknown, the age of the population figures, the width of the interval, and whether the figure is the \
             borough's own. ",
        ),
        emphasis("Strong"),
        plain(" means that none of them is worse than good, "),
        emphasis("weak"),
        plain(" that at least one is poor."),
    ]
    .into()
}

fn many_comparisons(scorecard: &Scorecard, terms: &Terms) -> Text {
    let Terms { people, aggregate, comparator, .. } = terms;
    format!(
        "Among many comparisons some look clear by chance alone. The findings that open the page are those that stay \
         clear when adjusted for the {} primary comparisons of the phase (Benjamini and Hochberg): {aggregate} against \
         {comparator}, each measure and participating borough. Figures of {people} hide differences between groups, \
         which is why each group stands beside them.",
        scorecard.comparisons
    )
    .into()
}

/// How a measure was made.
fn of_measure(all: &[&Line], measure: &Measure) -> Option<Section> {
    let lines: Vec<&Line> = all.iter().copied().filter(|line| line.disparity.measure.id == measure.id).collect();
    let Line { disparity: first, last_known, .. } = lines.first()?;
    let last_known = last_known.map_or_else(String::new, |phase| format!(" (last known, phase {phase})"));
    let mut methods: Vec<&str> =
        lines.iter().filter_map(|line| line.disparity.method).map(statistics::Method::label).collect();
    methods.sort_unstable();
    methods.dedup();
    let methods = if methods.is_empty() { "none".to_owned() } else { methods.join("; ") };
    let direction = match measure.favourable {
        Favourable::Higher => "a higher figure is good for people",
        Favourable::Lower => "a lower figure is good for people",
        Favourable::Neither => "neither direction is good or bad",
    };
    let population = first.population.as_ref();
    let residents = population.map_or_else(String::new, |population| format!("; population figures: {population}"));
    let how = vec![
        plain(format!(
            "{} Period {}{last_known}; kind: {}; {direction}{residents}; interval of the ratio: {methods}; source: ",
            measure.question,
            period(first.period),
            measure.kind.code()
        )),
        link(&measure.source, Target::Section(sources::section_id(&measure.source))),
        plain("."),
    ];
    Some(Section {
        id: format!("method-{}", measure.id),
        title: measure.title.clone(),
        blocks: std::iter::once(Block::note(how)).chain(Block::list(&measure.caveats)).collect(),
        ..Section::default()
    })
}

/// A period, with the months of its year where its label does not show them.
fn period(period: Period) -> String {
    match period.kind {
        PeriodKind::FinancialYear | PeriodKind::AcademicYear => {
            let months = period.kind.months_of_year().unwrap_or_default();
            format!("{period}, {} ({months})", period.kind.label())
        }
        PeriodKind::Day
        | PeriodKind::Month
        | PeriodKind::Months
        | PeriodKind::Quarter
        | PeriodKind::CalendarYear
        | PeriodKind::CalendarYears => period.to_string(),
    }
}

/// Which measures of the phase are of which kind of year; empty where all are of one kind.
fn kinds_of_year(scorecard: &Scorecard) -> String {
    let mut kinds: BTreeMap<PeriodKind, Vec<&str>> = BTreeMap::new();
    for line in &scorecard.lines {
        let period = line.disparity.period;
        if period.kind.months_of_year().is_some() {
            let kind = if period.kind == PeriodKind::CalendarYears { PeriodKind::CalendarYear } else { period.kind };
            let measures = kinds.entry(kind).or_default();
            if !measures.contains(&line.disparity.measure.short.as_str()) {
                measures.push(&line.disparity.measure.short);
            }
        }
    }
    if kinds.len() < 2 {
        return String::new();
    }
    let named = kinds.into_iter().map(|(kind, measures)| {
        let months = kind.months_of_year().unwrap_or_default();
        format!("{}s ({months}) for {}", kind.label(), measures.join(", "))
    });
    named.collect::<Vec<_>>().join("; ")
}

/// What is odd in the data and does not stop a run.
fn warnings(scorecard: &Scorecard) -> Option<Section> {
    let warnings = &scorecard.remarks.warnings;
    let text: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    (!warnings.is_empty()).then(|| Section {
        id: "data-quality-warnings".to_owned(),
        title: "Data-quality warnings".to_owned(),
        blocks: vec![Block::Verbatim(text.join("\n\n"))],
        ..Section::default()
    })
}

/// The published figures that were corrected.
fn corrections(scorecard: &Scorecard) -> Option<Section> {
    let rows: Vec<TableRow> = scorecard
        .remarks
        .corrections
        .iter()
        .map(|applied| {
            let correction = &applied.correction;
            TableRow::new([
                TableCell::text(format!("{}/{}:{}", applied.source, correction.file, applied.line)),
                TableCell::text(correction.row.values().cloned().collect::<Vec<_>>().join(", ")),
                TableCell::text(&correction.column),
                TableCell::text(applied.published()),
                TableCell::text(applied.read_as()),
                TableCell::text(format!("{}; {}", correction.wrong, correction.reason)),
                TableCell::text(&correction.said_by),
            ])
        })
        .collect();
    let heads = vec![
        Head::words("File and line"),
        Head::words("Row"),
        Head::words("Column"),
        Head::words("Published"),
        Head::words("Read as"),
        Head::prose("Why"),
        Head::prose("Who said so"),
    ];
    let opening = "The published files stay as they are; these cells of them were read otherwise.";
    (!rows.is_empty()).then(|| Section {
        id: "corrections".to_owned(),
        title: "Corrected before anything was computed".to_owned(),
        blocks: vec![Block::text(opening), Block::Table(Table { heads, rows })],
        ..Section::default()
    })
}
