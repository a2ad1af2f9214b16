//! `index.html`: one page that works offline. The template holds the form, this file what is said in it.

use askama::Template;

use crate::area::Area;
use crate::chart::Drawing;
use crate::disparity::Verdict;
use crate::error::{Error, Finding, Result};
use crate::indicator::{Favourable, Indicator, Measure};
use crate::scorecard::{Extent, Line, Scorecard};
use crate::source::Source;
use crate::words;

#[derive(Template)]
#[template(path = "index.html")]
struct Page<'a> {
    title: &'a str,
    window: String,
    boroughs: Vec<Borough>,
    findings: Vec<Highlight>,
    tally: Tally,
    trends: Vec<Figure>,
    coverage: Coverage,
    methods: Vec<Method>,
    sources: Vec<SourceNote>,
    warnings: Vec<Finding>,
    exclusions: usize,
    aggregate: &'a str,
    comparator: &'a str,
    band: [String; 2],
    comparisons: usize,
}

/// How the primary comparisons of the boroughs shown came out.
#[derive(Default)]
struct Tally {
    worse: usize,
    better: usize,
    unclear: usize,
}

/// One of the findings that stand out.
struct Highlight {
    heading: String,
    ratio: String,
    sentence: String,
    anchor: String,
}

/// A borough's scorecard.
struct Borough {
    name: String,
    anchor: String,
    summary: String,
    figure: Option<Figure>,
    indicators: Vec<IndicatorCard>,
}

/// One indicator in a borough.
struct IndicatorCard {
    title: String,
    question: String,
    measures: Vec<MeasureCard>,
}

/// One measure in a borough.
struct MeasureCard {
    title: String,
    area: String,
    is_wider: bool,
    period: String,
    unit: String,
    sentence: String,
    rows: Vec<Row>,
    lineage: String,
    anchor: String,
}

/// One group of a measure.
struct Row {
    group: String,
    is_aggregate: bool,
    value: String,
    comparator: String,
    ratio: String,
    interval: String,
    verdict: &'static str,
    mark: &'static str,
    range: String,
    change: String,
    notes: String,
}

/// A chart, its words and its table.
struct Figure {
    number: usize,
    title: String,
    description: String,
    legend: &'static str,
    wide: String,
    narrow: String,
    table: Vec<Vec<String>>,
    header: Vec<String>,
    file: String,
}

/// Indicator by borough.
struct Coverage {
    boroughs: Vec<String>,
    rows: Vec<(String, Vec<&'static str>)>,
    gaps: Vec<String>,
}

/// How a measure was made.
struct Method {
    title: String,
    question: String,
    direction: &'static str,
    kind: &'static str,
    methods: String,
    period: String,
    population: String,
    source: String,
    caveats: Vec<String>,
}

/// A source, as it must be named.
struct SourceNote {
    id: String,
    title: String,
    publisher: String,
    address: String,
    licence: String,
    published: String,
    accessed: String,
    sector: &'static str,
    notes: Vec<String>,
}

/// The page of a scorecard.
pub(super) fn html(
    scorecard: &Scorecard<'_>,
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
                let (header, table) = forest_table(scorecard, area);
                figure(drawing, header, table)
            });
            Borough::of(scorecard, area, figure)
        })
        .collect();
    let trends = trends
        .iter()
        .map(|drawing| {
            let (header, table) = trend_table(scorecard, drawing);
            figure(drawing, header, table)
        })
        .collect();
    let ethnicity = &scorecard.catalogue.ethnicity;
    let comparator = scorecard
        .lines
        .first()
        .map_or("White", |line| line.disparity.comparator.label());
    let page = Page {
        title: &scorecard.phase.title,
        window: format!(
            "{} to {}",
            scorecard.phase.from.year(),
            scorecard.phase.to.year()
        ),
        boroughs,
        findings: highlights(scorecard),
        tally: tally(scorecard),
        trends,
        coverage: Coverage::of(scorecard),
        methods: methods(scorecard),
        sources: sources(scorecard),
        warnings: scorecard.warnings.clone(),
        exclusions: scorecard.exclusions.len(),
        aggregate: ethnicity.shown(ethnicity.anchors.bame),
        comparator,
        band: scorecard.catalogue.screening_band.map(words::ratio),
        comparisons: scorecard.comparisons,
    };
    let text = page.render().map_err(|error| Error::Drawing {
        what: "the page".to_owned(),
        reason: error.to_string(),
    })?;
    Ok(text.into_bytes())
}

/// The lines that stand for the boroughs shown: each once, even where a wider area stands for several.
fn shown_lines<'s, 'a>(scorecard: &'s Scorecard<'a>) -> Vec<&'s Line<'a>> {
    let stands = |line: &Line<'_>| {
        scorecard.boroughs.iter().any(|borough| {
            scorecard
                .shown_area(&line.disparity.measure.id, &borough.code)
                .is_some_and(|area| area.code == line.area.code)
        })
    };
    scorecard.lines.iter().filter(|line| stands(line)).collect()
}

fn tally(scorecard: &Scorecard<'_>) -> Tally {
    let aggregate = scorecard.catalogue.ethnicity.anchors.bame;
    let mut tally = Tally::default();
    for line in shown_lines(scorecard) {
        if line.disparity.category != aggregate || line.disparity.ratio_interval.is_none() {
            continue;
        }
        match line.disparity.verdict {
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
fn highlights(scorecard: &Scorecard<'_>) -> Vec<Highlight> {
    let mut lines: Vec<(&Line<'_>, f64)> = shown_lines(scorecard)
        .into_iter()
        .filter(|line| {
            line.disparity.verdict == Verdict::Worse && words::recording(&line.disparity).is_none()
        })
        .filter(|line| line.p_adjusted.is_some_and(|p| p < FALSE_DISCOVERIES))
        .filter_map(|line| {
            let interval = line.disparity.ratio_interval?;
            // The end of the interval that is nearer to equality: a wide interval does not lead the page.
            let near = if interval.lower > 1.0 {
                interval.lower
            } else {
                interval.upper
            };
            Some((line, near.ln().abs()))
        })
        .collect();
    lines.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    let mut highlights: Vec<(&str, Highlight)> = Vec::new();
    for (line, _) in lines {
        let measure = line.disparity.measure;
        if highlights.len() < HIGHLIGHTS && highlights.iter().all(|(id, _)| *id != measure.id) {
            let highlight = Highlight {
                heading: format!("{}, {}", measure.short, line.area.name),
                ratio: line.disparity.ratio.map_or_else(String::new, words::ratio),
                sentence: words::sentence(line, &scorecard.catalogue.ethnicity),
                anchor: scorecard
                    .boroughs
                    .iter()
                    .find(|borough| {
                        scorecard
                            .shown_area(&measure.id, &borough.code)
                            .is_some_and(|area| area.code == line.area.code)
                    })
                    .map_or_else(String::new, |borough| {
                        measure_anchor(scorecard, borough, measure)
                    }),
            };
            highlights.push((&measure.id, highlight));
        }
    }
    highlights
        .into_iter()
        .map(|(_, highlight)| highlight)
        .collect()
}

fn measure_anchor(scorecard: &Scorecard<'_>, borough: &Area, measure: &Measure) -> String {
    format!(
        "phase-{}-{}-{}",
        scorecard.phase.number,
        measure.id,
        slug(&borough.name)
    )
}

fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

impl Borough {
    fn of(scorecard: &Scorecard<'_>, area: &Area, figure: Option<Figure>) -> Self {
        let indicators: Vec<IndicatorCard> = scorecard
            .catalogue
            .indicators
            .iter()
            .map(|indicator| IndicatorCard::of(scorecard, area, indicator))
            .collect();
        Self {
            name: area.name.clone(),
            anchor: slug(&area.name),
            summary: summary(scorecard, area),
            figure,
            indicators,
        }
    }
}

/// How many of the borough's measures show what, in a sentence.
fn summary(scorecard: &Scorecard<'_>, borough: &Area) -> String {
    let ethnicity = &scorecard.catalogue.ethnicity;
    let mut counts = [0_usize; 3];
    let mut wider = 0;
    for (_, measure) in scorecard.catalogue.measures() {
        let Some(area) = scorecard.shown_area(&measure.id, &borough.code) else {
            continue;
        };
        let Some(line) = scorecard.line(&measure.id, &area.code, ethnicity.anchors.bame) else {
            continue;
        };
        let place = match line.disparity.verdict {
            Verdict::Worse => 0,
            Verdict::Better => 1,
            Verdict::NoClearDifference | Verdict::TooFewToTell | Verdict::NotComparable(_) => 2,
        };
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
        wider += usize::from(area.code != borough.code);
    }
    let [worse, better, unclear] = counts;
    let total = worse + better + unclear;
    format!(
        "Of {total} measures that compare {people} with {white}, {worse} {show} them faring worse beyond chance, {better} \
         better, and {unclear} {allow} no clear statement. {wider} of the {total} {are} of wider areas, since the borough has no \
         figure of its own.",
        people = ethnicity.people(ethnicity.anchors.bame),
        white = ethnicity.people(ethnicity.anchors.white),
        show = if worse == 1 { "shows" } else { "show" },
        allow = if unclear == 1 { "allows" } else { "allow" },
        are = if wider == 1 { "is" } else { "are" },
    )
}

impl IndicatorCard {
    fn of(scorecard: &Scorecard<'_>, borough: &Area, indicator: &Indicator) -> Self {
        let measures = indicator
            .measures
            .iter()
            .filter_map(|measure| {
                let area = scorecard.shown_area(&measure.id, &borough.code)?;
                MeasureCard::of(scorecard, borough, measure, area)
            })
            .collect();
        Self {
            title: indicator.title.clone(),
            question: indicator.question.clone(),
            measures,
        }
    }
}

impl MeasureCard {
    fn of(
        scorecard: &Scorecard<'_>,
        borough: &Area,
        measure: &Measure,
        area: &Area,
    ) -> Option<Self> {
        let ethnicity = &scorecard.catalogue.ethnicity;
        let lines: Vec<&Line<'_>> = scorecard.lines_of(&measure.id, &area.code).collect();
        let first = *lines.first()?;
        let aggregate = lines
            .iter()
            .find(|line| line.disparity.category == ethnicity.anchors.bame);
        Some(Self {
            title: measure.title.clone(),
            area: words::place(area),
            is_wider: area.code != borough.code,
            period: first.disparity.period.to_string(),
            unit: measure.unit.clone(),
            sentence: aggregate.map_or_else(
                || "The source has no figure for the aggregate; the groups stand below.".to_owned(),
                |line| words::sentence(line, ethnicity),
            ),
            rows: lines.iter().map(|line| Row::of(scorecard, line)).collect(),
            lineage: lineage(&lines),
            anchor: measure_anchor(scorecard, borough, measure),
        })
    }
}

/// The files and lines behind the figures of a measure.
fn lineage(lines: &[&Line<'_>]) -> String {
    let mut rows: Vec<&(String, u64)> =
        lines.iter().flat_map(|line| &line.disparity.rows).collect();
    rows.sort();
    rows.dedup();
    let mut text: Vec<String> = Vec::new();
    for group in rows.chunk_by(|(a, _), (b, _)| a == b) {
        let (Some((file, first)), Some((_, last))) = (group.first(), group.last()) else {
            continue;
        };
        text.push(if first == last {
            format!("{file} line {first}")
        } else {
            format!("{file} lines {first} to {last} ({} rows)", group.len())
        });
    }
    text.join("; ")
}

impl Row {
    fn of(scorecard: &Scorecard<'_>, line: &Line<'_>) -> Self {
        let disparity = &line.disparity;
        let ethnicity = &scorecard.catalogue.ethnicity;
        let shown = |value: Option<f64>| {
            value.map_or_else(|| "–".to_owned(), |value| words::value(disparity, value))
        };
        let mut notes = disparity.notes.clone();
        if let Verdict::NotComparable(reason) = disparity.verdict {
            notes.push(reason.words().to_owned());
        }
        Self {
            group: ethnicity.shown(disparity.category).to_owned(),
            is_aggregate: disparity.category == ethnicity.anchors.bame,
            value: shown(disparity.group.value),
            comparator: shown(disparity.reference.value),
            ratio: disparity.ratio.map_or_else(|| "–".to_owned(), words::ratio),
            interval: disparity
                .ratio_interval
                .map_or_else(|| "–".to_owned(), words::ratio_interval),
            verdict: disparity.verdict.words(),
            mark: mark(disparity.verdict),
            range: range(line),
            change: line
                .change
                .as_ref()
                .map_or_else(|| "–".to_owned(), words::change),
            notes: notes.join("; "),
        }
    }
}

/// The range that unknown, hidden and rounded parts leave open, where it is more than nothing.
fn range(line: &Line<'_>) -> String {
    let disparity = &line.disparity;
    let (Some(low), high) = (disparity.bound_low, disparity.bound_high) else {
        return String::new();
    };
    let open = high.is_none_or(|high| words::ratio(high) != words::ratio(low));
    if !open {
        return String::new();
    }
    high.map_or_else(
        || format!("{} or more", words::ratio(low)),
        |high| format!("{} to {}", words::ratio(low), words::ratio(high)),
    )
}

/// The same marks as in the charts.
fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Worse => "▲",
        Verdict::Better => "●",
        Verdict::NoClearDifference | Verdict::TooFewToTell => "◇",
        Verdict::NotComparable(_) => "–",
    }
}

impl Figure {
    fn of(drawing: &Drawing, number: usize, header: Vec<String>, table: Vec<Vec<String>>) -> Self {
        Self {
            number,
            title: drawing.title.clone(),
            description: drawing.description.clone(),
            legend: drawing.legend,
            wide: drawing.wide.clone(),
            narrow: drawing.narrow.clone(),
            table,
            header,
            file: format!("charts/{}.svg", drawing.name),
        }
    }
}

type TableOfText = (Vec<String>, Vec<Vec<String>>);

fn forest_table(scorecard: &Scorecard<'_>, borough: &Area) -> TableOfText {
    let header = [
        "Measure",
        "Area",
        "Group",
        "Ratio",
        "95% interval",
        "Verdict",
    ]
    .map(str::to_owned)
    .to_vec();
    let mut table = Vec::new();
    for (_, measure) in scorecard.catalogue.measures() {
        let Some(area) = scorecard.shown_area(&measure.id, &borough.code) else {
            continue;
        };
        for line in scorecard
            .lines_of(&measure.id, &area.code)
            .filter(|line| line.disparity.ratio.is_some())
        {
            let row = Row::of(scorecard, line);
            table.push(vec![
                measure.short.clone(),
                area.name.clone(),
                row.group,
                row.ratio,
                row.interval,
                row.verdict.to_owned(),
            ]);
        }
    }
    (header, table)
}

fn trend_table(scorecard: &Scorecard<'_>, drawing: &Drawing) -> TableOfText {
    let header = ["Area", "Phase", "Period", "Ratio", "95% interval"]
        .map(str::to_owned)
        .to_vec();
    let aggregate = scorecard.catalogue.ethnicity.anchors.bame;
    let measure = drawing.name.trim_start_matches("trend-");
    let mut areas: Vec<&Area> = Vec::new();
    for borough in &scorecard.boroughs {
        let shown = scorecard.shown_area(measure, &borough.code);
        areas.extend(shown.filter(|area| areas.iter().all(|known| known.code != area.code)));
    }
    let rows = areas.iter().flat_map(|area| {
        scorecard
            .history
            .of(measure, &area.code, aggregate)
            .iter()
            .map(|point| {
                vec![
                    area.name.clone(),
                    point.phase.to_string(),
                    point.period.to_string(),
                    words::ratio(point.ratio),
                    point
                        .interval
                        .map_or_else(|| "–".to_owned(), words::ratio_interval),
                ]
            })
    });
    (header, rows.collect())
}

impl Coverage {
    fn of(scorecard: &Scorecard<'_>) -> Self {
        let boroughs: Vec<String> = scorecard
            .boroughs
            .iter()
            .map(|area| area.name.clone())
            .collect();
        let mut rows: Vec<(String, Vec<&'static str>)> = Vec::new();
        let mut gaps = Vec::new();
        for indicator in crate::indicator::INDICATORS {
            let title = scorecard
                .catalogue
                .indicators
                .iter()
                .find(|declared| declared.id == indicator)
                .map_or_else(|| indicator.to_owned(), |declared| declared.title.clone());
            let cells: Vec<_> = scorecard
                .boroughs
                .iter()
                .filter_map(|borough| {
                    scorecard.coverage.iter().find(|cell| {
                        cell.indicator == indicator && cell.borough.code == borough.code
                    })
                })
                .collect();
            if !cells.is_empty() && cells.iter().all(|cell| cell.extent == Extent::None) {
                gaps.push(format!("{title}: no figure that compares groups was published for any of these boroughs or a wider area."));
            } else if !cells.is_empty() && cells.iter().all(|cell| cell.extent != Extent::Borough) {
                gaps.push(format!("{title}: no figure of any of these boroughs was published; wider areas stand in."));
            }
            rows.push((
                title,
                cells.iter().map(|cell| cell.extent.words()).collect(),
            ));
        }
        gaps.extend(missing_measures(scorecard));
        Self {
            boroughs,
            rows,
            gaps,
        }
    }
}

/// Measures of which the phase has no figure at all, or no ratio.
fn missing_measures(scorecard: &Scorecard<'_>) -> Vec<String> {
    let mut gaps = Vec::new();
    for (indicator, measure) in scorecard.catalogue.measures() {
        let lines = scorecard
            .lines
            .iter()
            .filter(|line| line.disparity.measure.id == measure.id);
        let (mut any, mut ratio) = (false, false);
        for line in lines {
            any = true;
            ratio |= line.disparity.ratio.is_some();
        }
        if !any {
            gaps.push(format!(
                "{}, {}: no period of it ends in this phase.",
                indicator.title, measure.short
            ));
        } else if !ratio {
            gaps.push(format!(
                "{}, {}: figures were published, but none for the comparator, so nothing can be compared.",
                indicator.title, measure.short
            ));
        }
    }
    gaps
}

fn methods(scorecard: &Scorecard<'_>) -> Vec<Method> {
    let mut methods = Vec::new();
    for (_, measure) in scorecard.catalogue.measures() {
        let lines: Vec<&Line<'_>> = scorecard
            .lines
            .iter()
            .filter(|line| line.disparity.measure.id == measure.id)
            .collect();
        let Some(first) = lines.first() else { continue };
        let mut names: Vec<&str> = lines
            .iter()
            .filter_map(|line| line.disparity.method)
            .map(crate::statistics::Method::label)
            .collect();
        names.sort_unstable();
        names.dedup();
        methods.push(Method {
            title: measure.title.clone(),
            question: measure.question.clone(),
            direction: match measure.favourable {
                Favourable::Higher => "a higher figure is good for people",
                Favourable::Lower => "a lower figure is good for people",
            },
            kind: measure.kind.code(),
            methods: names.join("; "),
            period: first.disparity.period.to_string(),
            population: first
                .disparity
                .population_year
                .map_or_else(String::new, |year| format!("census of {year}")),
            source: measure.source.clone(),
            caveats: measure.caveats.clone(),
        });
    }
    methods
}

fn sources(scorecard: &Scorecard<'_>) -> Vec<SourceNote> {
    let used = |source: &Source| {
        source.series.is_some()
            || scorecard
                .lines
                .iter()
                .any(|line| line.disparity.measure.source == source.id)
    };
    scorecard
        .catalogue
        .sources
        .values()
        .filter(|source| used(source))
        .map(|source| SourceNote {
            id: source.id.clone(),
            title: source.title.clone(),
            publisher: source.publisher.clone(),
            address: source.address.clone(),
            licence: source.licence.clone(),
            published: source.published.clone(),
            accessed: source.accessed.clone(),
            sector: source.sector.words(),
            notes: source.notes.clone(),
        })
        .collect()
}
