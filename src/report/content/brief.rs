//! One borough in brief: the aggregate and the broad groups, for a terminal.

use crate::area::Area;
use crate::chart::Mark;
use crate::disparity::Disparity;
use crate::indicator::Indicator;
use crate::scorecard::{Change, Line, Scorecard, ShownMeasure};
use crate::slug::slug;
use crate::words;

use super::{Block, Head, Section, Table, TableCell, TableRow, line, terms};

/// How a table is to be read.
const LEGEND: [&str; 3] = [
    "Ratio: a group's figure over the comparator's; 1 is equal; in brackets its 95% interval. A line with * names the \
     wider area that stands in for the borough, one with ! says what must not be forgotten, and of whom.",
    "A verdict with ◈ is qualified: what could explain it away stands in brackets after it.",
    "The report of the phase (scorecard run) has the finer groups too.",
];

/// The scorecard of a borough in brief.
pub fn brief(scorecard: &Scorecard, borough: &Area) -> Section {
    let phase = &scorecard.phase;
    let indicators = scorecard.project.indicators.iter();
    Section {
        id: slug(&borough.name),
        title: format!("{}, {} ({})", borough.name, phase.title, terms::years(phase)),
        stands_alone: true,
        blocks: LEGEND.into_iter().map(Block::text).collect(),
        sections: indicators.map(|indicator| of_indicator(scorecard, borough, indicator)).collect(),
    }
}

fn of_indicator(scorecard: &Scorecard, borough: &Area, indicator: &Indicator) -> Section {
    // What was last known stands after what is current.
    let shown = scorecard.shown(borough).chain(scorecard.last_known(borough));
    let shown = shown.filter(|shown| shown.indicator.id == indicator.id);
    let sections: Vec<Section> = shown.filter_map(|shown| of_measure(scorecard, borough, shown)).collect();
    let none = "No figure in this scorecard, for the borough or for a wider area.";
    let blocks = if sections.is_empty() { vec![Block::text(none)] } else { Vec::new() };
    Section { id: indicator.id.clone(), title: indicator.title.clone(), blocks, sections, ..Section::default() }
}

fn of_measure(scorecard: &Scorecard, borough: &Area, shown: ShownMeasure<'_>) -> Option<Section> {
    let lines: Vec<&Line> = shown.broad().collect();
    let first = &lines.first()?.disparity;
    let (area, measure) = (shown.area, shown.measure);
    let mut blocks = Vec::new();
    if area.code != borough.code {
        blocks.push(Block::text(format!("* not the borough: {}", area.in_sentence())));
    }
    blocks.push(Block::text(format!("{}, compared with {}", measure.unit, words::compared_with(first))));
    let heads = [
        Head::words("Group"),
        Head::numbers("Figure"),
        Head::words("Ratio"),
        Head::prose("Verdict"),
        Head::words("Before"),
    ];
    let rows = lines.iter().map(|line| row(scorecard, line)).collect();
    blocks.push(Block::Table(Table { heads: heads.into(), rows }));
    blocks.extend(line::once(scorecard, &lines, words::reservations).into_iter().map(Block::note));
    Some(Section {
        id: measure.id.clone(),
        title: format!("{}, {}", measure.short, line::period(shown, first)),
        blocks,
        ..Section::default()
    })
}

fn row(scorecard: &Scorecard, line: &Line) -> TableRow {
    let disparity = &line.disparity;
    TableRow {
        figure: Some(line::name(scorecard, line)),
        is_emphasised: false,
        cells: vec![
            TableCell::text(scorecard.project.ethnicity.shown(disparity.category)),
            line::value(disparity),
            ratio(disparity),
            verdict(disparity),
            line.change.map_or_else(TableCell::default, before),
        ],
    }
}

/// The verdict, marked where something qualifies it.
fn verdict(disparity: &Disparity) -> TableCell {
    let verdict = line::verdict(disparity);
    TableCell { mark: verdict.mark.filter(|mark| *mark == Mark::Qualified), ..verdict }
}

/// The ratio with its interval.
fn ratio(disparity: &Disparity) -> TableCell {
    TableCell::number(disparity.ratio, |ratio| match disparity.ratio_interval {
        Some(interval) => format!("{} ({})", words::ratio(ratio), words::ratio_interval(interval)),
        None => words::ratio(ratio),
    })
}

/// The ratio of the phase before, and whether the gap moved.
fn before(change: Change) -> TableCell {
    TableCell::number(Some(change.previous), |previous| {
        let previous = words::ratio(previous);
        if change.verdict.is_clear() { format!("{previous}, {}", change.verdict.label()) } else { previous }
    })
}
