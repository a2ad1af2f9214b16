//! Where no figure is published: the gaps in the evidence are findings too.

use crate::indicator::Measure;
use crate::scorecard::{Coverage, Extent, Scorecard};

use super::text::{emphasis, plain};
use super::{Block, Head, Section, Table, TableCell, TableRow};

pub(super) fn section(scorecard: &Scorecard) -> Section {
    let indicators: Vec<(String, Vec<&Coverage>)> =
        scorecard.project.indicator_order.iter().map(|id| (title(scorecard, id), cells(scorecard, id))).collect();
    let boroughs = scorecard.boroughs.iter().map(|borough| Head::words(&borough.name));
    let rows = indicators.iter().map(|(title, cells)| {
        let extents = cells.iter().map(|cell| TableCell::text(cell.extent.label()));
        TableRow::new(std::iter::once(TableCell::text(title)).chain(extents))
    });
    let table =
        Table { heads: std::iter::once(Head::words("Indicator")).chain(boroughs).collect(), rows: rows.collect() };
    let of_indicators = indicators.iter().filter_map(|(title, cells)| gap(title, cells));
    let gaps = Block::list(of_indicators.chain(missing_measures(scorecard)));
    let opening = vec![
        plain("Where a table says "),
        emphasis("none"),
        plain(
            ", either nothing is published at that level or this scorecard has not got it yet. The gap in the evidence \
             is a finding too: where there is no figure, nobody can be held to account by it.",
        ),
    ];
    Section {
        id: "gaps".to_owned(),
        title: "Where no figure is published".to_owned(),
        blocks: [Block::text(opening), Block::Table(table)].into_iter().chain(gaps).collect(),
        ..Section::default()
    }
}

/// The title of an indicator, which may have no file.
fn title(scorecard: &Scorecard, id: &str) -> String {
    let declared = scorecard.project.indicators.iter().find(|declared| declared.id == id);
    declared.map_or_else(|| id.to_owned(), |declared| declared.title.clone())
}

/// An indicator in each borough at the head of the report.
fn cells<'s>(scorecard: &'s Scorecard, indicator: &str) -> Vec<&'s Coverage> {
    let cell = |borough: &str| {
        scorecard.coverage.iter().find(|cell| cell.indicator == indicator && cell.borough.code == borough)
    };
    scorecard.boroughs.iter().filter_map(|borough| cell(&borough.code)).collect()
}

fn gap(title: &str, cells: &[&Coverage]) -> Option<String> {
    let all = |is: fn(Extent) -> bool| !cells.is_empty() && cells.iter().all(|cell| is(cell.extent));
    if all(|extent| extent == Extent::None) {
        Some(format!(
            "{title}: this scorecard has no figure that compares groups, for any of these boroughs or a wider area."
        ))
    } else if all(|extent| extent != Extent::Borough) {
        Some(format!("{title}: this scorecard has no figure of these boroughs themselves; wider areas stand in."))
    } else {
        None
    }
}

/// Measures of which the phase has no figure at all, or no ratio.
fn missing_measures(scorecard: &Scorecard) -> Vec<String> {
    let missing = |measure: &Measure| {
        let mut lines = scorecard.lines.iter().filter(|line| line.disparity.measure.id == measure.id).peekable();
        if lines.peek().is_none() {
            Some("no period of it ends in this phase")
        } else if lines.all(|line| line.disparity.ratio.is_none()) {
            Some("the data hold figures, but none for the comparator, so nothing can be compared")
        } else {
            None
        }
    };
    let measures = scorecard.project.measures();
    let gaps = measures.filter_map(|(indicator, measure)| {
        Some(format!("{}, {}: {}.", indicator.title, measure.short, missing(measure)?))
    });
    gaps.collect()
}
