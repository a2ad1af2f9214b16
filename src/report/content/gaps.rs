//! Where there is no figure, and why: the gaps in the evidence are findings too.

use std::sync::Arc;

use crate::area::Area;
use crate::chart::{Chart, Form, Matrix, MatrixCell, MatrixRow};
use crate::indicator::{Absence, Measure};
use crate::scorecard::{Coverage, Extent, MissingFigure, Scorecard, Why};
use crate::words;

use super::charts::Numbers;
use super::{Block, Head, Section, Table, TableCell, TableRow, terms};

pub(super) fn section(scorecard: &Scorecard, numbers: &mut Numbers) -> Section {
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
    let opening = Block::text(
        "The gap in the evidence is a finding too: where there is no figure, nobody can be held to account by it. What \
         nobody publishes, what is published and not in this scorecard, what cannot be used and what is withheld are told \
         apart below.",
    );
    let reasons = reasons(scorecard).map(Block::Table);
    let declared = Block::list(declared(scorecard));
    Section {
        id: "gaps".to_owned(),
        title: "Where there is no figure, and why".to_owned(),
        blocks: [opening, numbers.chart(matrix(scorecard), table)]
            .into_iter()
            .chain(gaps)
            .chain(reasons)
            .chain(declared)
            .collect(),
        ..Section::default()
    }
}

/// Which indicator has figures of which borough.
fn matrix(scorecard: &Scorecard) -> Chart {
    let titles = scorecard.project.indicator_order.iter().map(|id| title(scorecard, id)).collect();
    let symbol = |extent: Extent| match extent {
        Extent::Borough => "■",
        Extent::Wider => "W",
        Extent::LastKnown => "L",
        Extent::None => "–",
    };
    let extent_of = |borough: &Area, indicator: &String| {
        let cell = |cell: &&Coverage| cell.indicator == *indicator && cell.borough.code == borough.code;
        scorecard.coverage.iter().find(cell).map_or(Extent::None, |cell| cell.extent)
    };
    let row = |borough: &Arc<Area>| MatrixRow {
        label: borough.name.clone(),
        is_emphasised: false,
        cells: scorecard
            .project
            .indicator_order
            .iter()
            .map(|indicator| extent_of(borough, indicator))
            .map(|extent| MatrixCell { symbol: symbol(extent).to_owned(), is_filled: extent == Extent::Borough })
            .collect(),
    };
    let rows: Vec<MatrixRow> = scorecard.boroughs.iter().map(row).collect();
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let (own, all) = (cells().filter(|cell| cell.is_filled).count(), cells().count());
    let meanings = [Extent::Borough, Extent::Wider, Extent::LastKnown, Extent::None];
    let legend = meanings.map(|extent| (symbol(extent).to_owned(), extent.label().to_owned()));
    Chart {
        name: "evidence".to_owned(),
        title: format!("{own} of {all} subjects of these boroughs have a figure of the borough itself"),
        subtitle: format!("Where the figures of each indicator come from, {}", terms::years(&scorecard.phase)),
        credit: String::new(),
        description: format!(
            "A table of boroughs by indicators. {own} of {all} cells are figures of the borough itself; the table beside \
             it says what stands in the others."
        ),
        form: Form::Matrix(Matrix { columns: titles, rows, legend: legend.to_vec() }),
    }
}

/// Which measures have no figure of which boroughs themselves, and why.
fn reasons(scorecard: &Scorecard) -> Option<Table> {
    let mut found: Vec<(MissingFigure<'_>, Vec<&str>)> = Vec::new();
    for indicator in &scorecard.project.indicator_order {
        for borough in &scorecard.boroughs {
            // Those of which no period ends in the phase are named above.
            let missing = scorecard.missing_figures(indicator, borough);
            for missing in missing.into_iter().filter(|missing| missing.why != Why::NoPeriod) {
                match found.iter_mut().find(|(known, _)| *known == missing) {
                    Some((_, boroughs)) => boroughs.push(&borough.name),
                    None => found.push((missing, vec![&borough.name])),
                }
            }
        }
    }
    let all = scorecard.boroughs.len();
    let rows: Vec<TableRow> = found
        .into_iter()
        .map(|(missing, boroughs)| {
            let because = missing.declared.map_or_else(String::new, |declared| sentence(&declared.because));
            let boroughs = if boroughs.len() == all { "all".to_owned() } else { terms::list(&boroughs) };
            TableRow::new([
                TableCell::text(&missing.measure.short),
                TableCell::text(boroughs),
                TableCell::text(words::upper_first(missing.why.label())),
                TableCell::text(because),
                TableCell::text(missing.dataset().unwrap_or_default()),
            ])
        })
        .collect();
    let heads = vec![
        Head::words("No figure of the borough itself"),
        Head::words("Boroughs"),
        Head::words("Why"),
        Head::prose("The reason"),
        Head::prose("What would fill it"),
    ];
    (!rows.is_empty()).then_some(Table { heads, rows })
}

/// The gaps in time that are declared of this phase, whether or not another period stands in.
fn declared(scorecard: &Scorecard) -> Vec<String> {
    let of_measure = |measure: &Measure| -> Vec<String> {
        let is_in = |absence: &&Absence| !absence.periods.is_empty() && absence.is_in(&scorecard.phase);
        let absences = measure.absences.iter().filter(is_in);
        let gaps = absences.map(|Absence { what, periods, because, .. }| {
            let periods: Vec<&str> = periods.iter().map(String::as_str).collect();
            format!("{}, {}: {}. {}", measure.short, terms::list(&periods), what.label(), sentence(because))
        });
        gaps.collect()
    };
    scorecard.project.measures().flat_map(|(_, measure)| of_measure(measure)).collect()
}

/// A reason as a sentence.
fn sentence(because: &str) -> String {
    let text = words::upper_first(because.trim());
    if text.ends_with('.') { text } else { format!("{text}.") }
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
    } else if all(|extent| matches!(extent, Extent::None | Extent::LastKnown)) {
        Some(format!("{title}: this scorecard has no figure of this phase; what was last known stands apart."))
    } else if all(|extent| extent != Extent::Borough) {
        Some(format!("{title}: this scorecard has no figure of these boroughs themselves; wider areas stand in."))
    } else {
        None
    }
}

/// Measures of which the phase has no figure at all, or no ratio, in a sentence each.
fn missing_measures(scorecard: &Scorecard) -> Vec<String> {
    let (mut without_period, mut without_ratio) = (Vec::new(), Vec::new());
    for (_, measure) in scorecard.project.measures() {
        let mut lines = scorecard.lines.iter().filter(|line| line.disparity.measure.id == measure.id).peekable();
        if lines.peek().is_none() {
            without_period.push(measure.short.as_str());
        } else if lines.all(|line| line.disparity.ratio.is_none()) {
            without_ratio.push(measure.short.as_str());
        }
    }
    let named = |(opening, names): (&str, Vec<&str>)| {
        (!names.is_empty()).then(|| format!("{opening}: {}.", terms::list(&names)))
    };
    let sentences = [
        ("No period of these measures ends in this phase", without_period),
        ("There are figures of these measures, but nothing to compare them with", without_ratio),
    ];
    sentences.into_iter().filter_map(named).collect()
}
