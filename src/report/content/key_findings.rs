//! What opens a report: how the primary comparisons came out, and the widest gaps that stay clear.

use crate::chart::Mark;
use crate::disparity::Disparity;
use crate::scorecard::{Scorecard, ShownMeasure};
use crate::source::SeenIn;

use super::terms::Terms;
use super::text::{link, plain};
use super::{Block, Count, Figure, Section, Target, line};

/// How many findings open the report.
const KEY_FINDINGS: usize = 6;

/// The share of false findings that is tolerated among those that open the report.
const FALSE_DISCOVERIES: f64 = 0.05;

pub(super) fn section(scorecard: &Scorecard, terms: &Terms) -> Section {
    let Terms { people, comparator_people, .. } = terms;
    let mut blocks = vec![
        Block::text(format!(
            "Comparisons of {people} with {comparator_people}, each measure and area once. Figures of a wider area are \
             named as such and count once, even where they stand for several boroughs. Figures seen in a secondary \
             source only are not counted."
        )),
        Block::Counts(counts(scorecard, people)),
    ];
    let figures = figures(scorecard);
    if figures.is_empty() {
        blocks.push(Block::text(format!(
            "No gap to the disadvantage of {people} stays clear once the number of comparisons is considered."
        )));
    } else {
        blocks.push(Block::text(format!(
            "The widest gaps to the disadvantage of {people} that stay clear once the number of comparisons ({}) is \
             considered, one for each measure. The large number is the ratio: how many times the figure of \
             {comparator_people}.",
            scorecard.comparisons
        )));
        blocks.push(Block::KeyFigures(figures));
    }
    blocks.push(Block::Aside(
        vec![
            plain(
                "A gap is not by itself evidence of discrimination, and its absence is not evidence of fairness. The ",
            ),
            link("methods", Target::Section("methods".to_owned())),
            plain(" say what each figure means and does not mean."),
        ]
        .into(),
    ));
    Section { id: "key-findings".to_owned(), title: "Key findings".to_owned(), blocks, ..Section::default() }
}

/// What a verdict comes to once its qualification is considered.
pub(super) fn outcome(disparity: &Disparity) -> Mark {
    let conclusion = &disparity.conclusion;
    if conclusion.verdict().is_clear() { line::mark(conclusion) } else { Mark::Unclear }
}

/// What was seen with somebody who cites the publisher opens no report, and counts among no findings.
pub(super) fn is_seen_at_publisher(disparity: &Disparity) -> bool {
    disparity.seen_in == SeenIn::Publisher
}

/// How the primary comparisons of the boroughs shown came out.
fn counts(scorecard: &Scorecard, people: &str) -> Vec<Count> {
    let measures = scorecard.project.measures();
    let areas = measures
        .flat_map(|(_, measure)| scorecard.shown_areas(measure).into_iter().map(move |(area, _)| (measure, area)));
    let aggregate = scorecard.project.ethnicity.anchors.bame;
    let outcomes: Vec<Mark> = areas
        .filter_map(|(measure, area)| scorecard.line(&measure.id, &area.code, aggregate))
        .filter(|line| line.disparity.ratio_interval.is_some() && is_seen_at_publisher(&line.disparity))
        .map(|line| outcome(&line.disparity))
        .collect();
    let texts = [
        (Mark::Worse, format!("show {people} faring worse, beyond chance")),
        (Mark::Better, "show them faring better, beyond chance".to_owned()),
        (Mark::Different, "show a higher or lower figure, beyond chance, that is neither good nor bad".to_owned()),
        (Mark::Qualified, "lie beyond chance, but are qualified: something else could explain them".to_owned()),
        (Mark::Unclear, "allow no clear statement".to_owned()),
    ];
    let count =
        |(mark, text)| Count { number: outcomes.iter().filter(|outcome| **outcome == mark).count(), mark, text };
    // Most reports have no measure without a favourable direction.
    let mut counts: Vec<Count> = texts.map(count).into();
    counts.retain(|count| count.mark != Mark::Different || count.number > 0);
    counts
}

/// The widest gaps of the aggregate to its disadvantage that stay when adjusted for their number, one a measure.
fn figures(scorecard: &Scorecard) -> Vec<Figure> {
    let mut found: Vec<(Figure, f64)> = scorecard.boroughs.iter().fold(Vec::new(), |mut found, borough| {
        for shown in scorecard.shown(borough) {
            let figure = gap(shown).and_then(|gap| Some((line::aggregate(scorecard, borough, shown)?, gap)));
            // An area that stands for several boroughs is one finding, beside the first of them.
            let new = figure.filter(|(figure, _)| found.iter().all(|(known, _)| known.name != figure.name));
            found.extend(new);
        }
        found
    });
    found.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let mut figures: Vec<Figure> = Vec::new();
    for (figure, _) in found {
        if figures.len() < KEY_FINDINGS && figures.iter().all(|known| known.name.measure != figure.name.measure) {
            figures.push(figure);
        }
    }
    figures
}

/// How far a clear gap is from equality at least: a wide interval does not lead the report.
fn gap(shown: ShownMeasure<'_>) -> Option<f64> {
    let line = shown.aggregate().filter(|line| outcome(&line.disparity) == Mark::Worse)?;
    line.p_adjusted.filter(|p| *p < FALSE_DISCOVERIES && is_seen_at_publisher(&line.disparity))?;
    let interval = line.disparity.ratio_interval?;
    let near = if interval.lower > 1.0 { interval.lower } else { interval.upper };
    Some(near.ln().abs())
}
