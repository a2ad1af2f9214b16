//! `index.html`: one page that works offline. The template holds the form, these files what is said in it.

mod borough;
mod evidence;
mod figure;
mod synthesis;

use askama::Template;

use crate::chart::Drawing;
use crate::disparity::Verdict;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::scorecard::{Line, Scorecard};
use crate::synthesis::Synthesis;
use crate::words;

use borough::Borough;
use evidence::{CorrectionNote, Coverage, Method, SourceNote};
use figure::Figure;
use synthesis::Across;

#[derive(Template)]
#[template(path = "index.html")]
struct Page<'a> {
    title: &'a str,
    window: String,
    boroughs: Vec<Borough>,
    findings: Vec<Highlight>,
    tally: Tally,
    trends: Vec<Figure>,
    across: Across,
    coverage: Coverage,
    methods: Vec<Method>,
    sources: Vec<SourceNote>,
    warnings: Vec<Finding>,
    corrections: Vec<CorrectionNote>,
    years: String,
    exclusions: usize,
    people: &'a str,
    aggregate: &'a str,
    reference: &'a str,
    comparator: &'a str,
    band: [String; 2],
    comparisons: usize,
    licences: String,
}

/// How the primary comparisons of the boroughs shown came out.
#[derive(Default)]
struct Tally {
    worse: usize,
    better: usize,
    qualified: usize,
    unclear: usize,
}

/// One of the findings that stand out.
struct Highlight {
    heading: String,
    period: String,
    groups: String,
    ratio: String,
    sentence: String,
    anchor: String,
}

/// The page of a scorecard.
pub(super) fn html(
    scorecard: &Scorecard,
    synthesis: &Synthesis<'_>,
    forests: &[Option<Drawing>],
    trends: &[Drawing],
) -> Result<Vec<u8>> {
    let mut number = 0;
    let mut figure = |drawing: &Drawing, header: Vec<String>, table: Vec<Vec<String>>| {
        number += 1;
        Figure::of(drawing, number, header, table)
    };
    let boroughs: Vec<Borough> = scorecard
        .boroughs
        .iter()
        .zip(forests)
        .map(|(area, drawing)| {
            let figure = drawing.as_ref().map(|drawing| {
                let (header, table) = figure::forest_table(scorecard, area);
                figure(drawing, header, table)
            });
            Borough::of(scorecard, synthesis, area, figure)
        })
        .collect();
    let trends = trends
        .iter()
        .map(|drawing| {
            let (header, table) = figure::trend_table(scorecard, drawing);
            figure(drawing, header, table)
        })
        .collect();
    let ethnicity = &scorecard.project.ethnicity;
    let comparator = scorecard.comparator();
    let reference = words::comparator(ethnicity, comparator);
    let page = Page {
        title: &scorecard.phase.title,
        window: format!("{} to {}", scorecard.phase.from.year(), scorecard.phase.to.year()),
        boroughs,
        findings: highlights(scorecard),
        tally: tally(scorecard),
        trends,
        across: Across::of(scorecard, synthesis),
        coverage: Coverage::of(scorecard),
        methods: evidence::methods(scorecard),
        sources: evidence::sources(scorecard),
        warnings: scorecard.remarks.warnings.clone(),
        corrections: evidence::corrections(scorecard),
        years: evidence::kinds_of_year(scorecard),
        exclusions: scorecard.exclusions.len(),
        people: ethnicity.people(ethnicity.anchors.bame),
        aggregate: ethnicity.shown(ethnicity.anchors.bame),
        reference: ethnicity.people(reference),
        comparator: comparator.label(),
        band: scorecard.project.screening_band.map(words::ratio),
        comparisons: scorecard.comparisons,
        licences: scorecard.project.licence_lines.join(" "),
    };
    let text =
        page.render().map_err(|error| Error::Drawing { what: "the page".to_owned(), reason: error.to_string() })?;
    Ok(text.into_bytes())
}

/// The lines that stand for the boroughs shown: each once, even where a wider area stands for several.
fn shown_lines<'s, 'a>(scorecard: &'s Scorecard) -> Vec<&'s Line> {
    let stands = |line: &Line| {
        scorecard.boroughs.iter().any(|borough| {
            scorecard
                .shown_area(&line.disparity.measure.id, &borough.code)
                .is_some_and(|area| area.code == line.area.code)
        })
    };
    scorecard.lines.iter().filter(|line| stands(line)).collect()
}

fn tally(scorecard: &Scorecard) -> Tally {
    let aggregate = scorecard.project.ethnicity.anchors.bame;
    let mut tally = Tally::default();
    for line in shown_lines(scorecard) {
        if line.disparity.category != aggregate || line.disparity.ratio_interval.is_none() {
            continue;
        }
        let unqualified = words::is_unqualified(&line.disparity);
        match line.disparity.verdict {
            Verdict::Worse | Verdict::Better if !unqualified => tally.qualified += 1,
            Verdict::Worse => tally.worse += 1,
            Verdict::Better => tally.better += 1,
            Verdict::NoClearDifference | Verdict::TooFewToTell | Verdict::NotComparable(_) => {
                tally.unclear += 1;
            }
        }
    }
    tally
}

/// How many findings open the page.
const HIGHLIGHTS: usize = 6;

/// The share of false findings that is tolerated among those that open the page.
const FALSE_DISCOVERIES: f64 = 0.05;

/// The widest gaps of the aggregate to its disadvantage that stay when adjusted for their number, one a measure.
fn highlights(scorecard: &Scorecard) -> Vec<Highlight> {
    let mut lines: Vec<(&Line, f64)> = shown_lines(scorecard)
        .into_iter()
        .filter(|line| line.disparity.verdict == Verdict::Worse && words::is_unqualified(&line.disparity))
        .filter(|line| line.p_adjusted.is_some_and(|p| p < FALSE_DISCOVERIES))
        .filter_map(|line| {
            let interval = line.disparity.ratio_interval?;
            // The end of the interval that is nearer to equality: a wide interval does not lead the page.
            let near = if interval.lower > 1.0 { interval.lower } else { interval.upper };
            Some((line, near.ln().abs()))
        })
        .collect();
    lines.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let mut highlights: Vec<(&str, Highlight)> = Vec::new();
    for (line, _) in lines {
        let measure = &line.disparity.measure;
        if highlights.len() < HIGHLIGHTS && highlights.iter().all(|(id, _)| *id != measure.id) {
            let highlight = Highlight {
                heading: format!("{}, {}", measure.short, line.area.name),
                period: line.disparity.period.to_string(),
                groups: groups(scorecard, line),
                ratio: line.disparity.ratio.map_or_else(String::new, words::ratio),
                sentence: words::sentence(line, &scorecard.project.ethnicity),
                anchor: scorecard
                    .boroughs
                    .iter()
                    .find(|borough| {
                        scorecard.shown_area(&measure.id, &borough.code).is_some_and(|area| area.code == line.area.code)
                    })
                    .map_or_else(String::new, |borough| borough::measure_anchor(scorecard, borough, measure)),
            };
            highlights.push((&measure.id, highlight));
        }
    }
    highlights.into_iter().map(|(_, highlight)| highlight).collect()
}

/// The ratios of the broad groups beside that of the aggregate, which hides their differences.
fn groups(scorecard: &Scorecard, aggregate: &Line) -> String {
    let (measure, area) = (&aggregate.disparity.measure.id, &aggregate.disparity.area);
    let ethnicity = &scorecard.project.ethnicity;
    let ratios = scorecard
        .lines_of(measure, area)
        .filter(|line| line.disparity.category != aggregate.disparity.category && scorecard.is_broad(&line.disparity))
        .filter_map(|line| {
            let ratio = words::ratio(line.disparity.ratio?);
            Some(format!("{} {ratio}", ethnicity.shown(line.disparity.category)))
        });
    ratios.collect::<Vec<_>>().join(" · ")
}
