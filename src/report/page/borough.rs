//! A borough's scorecard on the page: its indicators, their measures, and each ethnic group.

use crate::area::Area;
use crate::disparity::Verdict;
use crate::indicator::{Indicator, Measure};
use crate::observation::Origin;
use crate::scorecard::{Line, Scorecard};
use crate::synthesis::Synthesis;
use crate::words;

use super::figure::Figure;
use super::synthesis::Grade;

/// A borough's scorecard.
pub(super) struct Borough {
    pub(super) name: String,
    pub(super) anchor: String,
    pub(super) summary: String,
    pub(super) figure: Option<Figure>,
    pub(super) indicators: Vec<IndicatorCard>,
}

/// One indicator in a borough.
pub(super) struct IndicatorCard {
    pub(super) title: String,
    pub(super) question: String,
    pub(super) measures: Vec<MeasureCard>,
}

/// One measure in a borough.
pub(super) struct MeasureCard {
    pub(super) title: String,
    pub(super) area: String,
    pub(super) is_wider: bool,
    pub(super) period: String,
    pub(super) unit: String,
    pub(super) compared_with: String,
    pub(super) sentence: String,
    pub(super) grade: Option<Grade>,
    pub(super) rows: Vec<Row>,
    pub(super) notes: Vec<String>,
    pub(super) lineage: String,
    pub(super) anchor: String,
}

/// One group of a measure.
pub(super) struct Row {
    pub(super) group: String,
    pub(super) is_aggregate: bool,
    pub(super) value: String,
    pub(super) comparator: String,
    pub(super) ratio: String,
    pub(super) interval: String,
    pub(super) verdict: &'static str,
    pub(super) mark: &'static str,
    pub(super) range: String,
    pub(super) change: String,
}

impl Borough {
    pub(super) fn of(scorecard: &Scorecard, synthesis: &Synthesis<'_>, area: &Area, figure: Option<Figure>) -> Self {
        let indicators: Vec<IndicatorCard> = scorecard
            .project
            .indicators
            .iter()
            .map(|indicator| IndicatorCard::of(scorecard, synthesis, area, indicator))
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
fn summary(scorecard: &Scorecard, borough: &Area) -> String {
    let ethnicity = &scorecard.project.ethnicity;
    let (mut worse, mut better, mut other, mut wider) = (0, 0, 0, 0);
    for (_, measure) in scorecard.project.measures() {
        let area = scorecard.shown_area(&measure.id, &borough.code);
        let line = area.and_then(|area| scorecard.line(&measure.id, &area.code, ethnicity.anchors.bame));
        let Some(line) = line.filter(|line| line.disparity.ratio.is_some()) else {
            continue;
        };
        let clear = words::is_unqualified(&line.disparity);
        match line.disparity.verdict {
            Verdict::Worse if clear => worse += 1,
            Verdict::Better if clear => better += 1,
            Verdict::Worse
            | Verdict::Better
            | Verdict::NoClearDifference
            | Verdict::TooFewToTell
            | Verdict::NotComparable(_) => other += 1,
        }
        wider += usize::from(line.area.code != borough.code);
    }
    let people = ethnicity.people(ethnicity.anchors.bame);
    let reference = ethnicity.people(words::comparator(ethnicity, scorecard.comparator()));
    let total = worse + better + other;
    let measures = if total == 1 { "1 measure".to_owned() } else { format!("{total} measures") };
    let own = format!(
        "{measures} compare {people} with {reference} here: clearly worse in {worse}, clearly better in {better}, and no \
         clear statement, or one with a caution, in {other}."
    );
    if wider == 0 {
        return own;
    }
    format!("{own} In {wider} of them the figure is that of a wider area, since there is none of the borough's own.")
}

impl IndicatorCard {
    fn of(scorecard: &Scorecard, synthesis: &Synthesis<'_>, borough: &Area, indicator: &Indicator) -> Self {
        let measures = indicator
            .measures
            .iter()
            .filter_map(|measure| {
                let area = scorecard.shown_area(&measure.id, &borough.code)?;
                MeasureCard::of(scorecard, synthesis, (borough, area), measure)
            })
            .collect();
        Self { title: indicator.title.clone(), question: indicator.question.clone(), measures }
    }
}

impl MeasureCard {
    fn of(
        scorecard: &Scorecard,
        synthesis: &Synthesis<'_>,
        (borough, area): (&Area, &Area),
        measure: &Measure,
    ) -> Option<Self> {
        let ethnicity = &scorecard.project.ethnicity;
        let lines: Vec<&Line> = scorecard.lines_of(&measure.id, &area.code).collect();
        let first = *lines.first()?;
        let aggregate = lines.iter().find(|line| line.disparity.category == ethnicity.anchors.bame);
        Some(Self {
            title: measure.title.clone(),
            area: words::place(area),
            is_wider: area.code != borough.code,
            period: first.disparity.period.to_string(),
            unit: measure.unit.clone(),
            compared_with: words::compared_with(&first.disparity),
            sentence: aggregate.map_or_else(
                || "The source has no figure for the aggregate; the groups stand below.".to_owned(),
                |line| words::sentence(line, ethnicity),
            ),
            grade: synthesis.quality(&measure.id, &area.code).map(Grade::of),
            rows: lines.iter().map(|line| Row::of(scorecard, line)).collect(),
            notes: notes(scorecard, &lines),
            lineage: lineage(&lines),
            anchor: measure_anchor(scorecard, borough, measure),
        })
    }
}

/// What a reader must know, each note once with the groups that it concerns.
fn notes(scorecard: &Scorecard, lines: &[&Line]) -> Vec<String> {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for line in lines {
        let disparity = &line.disparity;
        let reason = if let Verdict::NotComparable(reason) = disparity.verdict { Some(reason.label()) } else { None };
        let group = scorecard.project.ethnicity.shown(disparity.category);
        for note in disparity.notes.iter().map(ToString::to_string).chain(reason.map(str::to_owned)) {
            match groups.iter_mut().find(|(known, _)| *known == note) {
                Some((_, groups)) => groups.push(group),
                None => groups.push((note, vec![group])),
            }
        }
    }
    let notes = groups.into_iter().map(|(note, groups)| {
        if groups.len() == lines.len() && groups.len() > 1 {
            format!("All groups: {note}.")
        } else {
            format!("{}: {note}.", groups.join(", "))
        }
    });
    notes.collect()
}

/// The files and lines behind the figures of a measure.
fn lineage(lines: &[&Line]) -> String {
    let mut rows: Vec<&Origin> = lines.iter().flat_map(|line| &line.disparity.rows).collect();
    rows.sort();
    rows.dedup();
    let mut text: Vec<String> = Vec::new();
    for group in rows.chunk_by(|a, b| a.file == b.file) {
        let (Some(Origin { file, line: first }), Some(Origin { line: last, .. })) = (group.first(), group.last())
        else {
            continue;
        };
        text.push(if *last == 0 {
            format!("records of {file}")
        } else if first == last {
            format!("{file} line {first}")
        } else {
            format!("{file} lines {first} to {last} ({} rows)", group.len())
        });
    }
    text.join("; ")
}

impl Row {
    pub(super) fn of(scorecard: &Scorecard, line: &Line) -> Self {
        let disparity = &line.disparity;
        let ethnicity = &scorecard.project.ethnicity;
        let shown = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| words::value(disparity, value));
        Self {
            group: ethnicity.shown(disparity.category).to_owned(),
            is_aggregate: disparity.category == ethnicity.anchors.bame,
            value: shown(disparity.group.value),
            comparator: shown(disparity.comparator.value),
            ratio: disparity.ratio.map_or_else(|| "–".to_owned(), words::ratio),
            interval: disparity.ratio_interval.map_or_else(|| "–".to_owned(), words::ratio_interval),
            verdict: disparity.verdict.label(),
            mark: mark(disparity.verdict),
            range: range(line),
            change: line.change.as_ref().map_or_else(|| "–".to_owned(), words::change),
        }
    }
}

/// The range that unknown, hidden and rounded parts leave open, where it is more than nothing.
fn range(line: &Line) -> String {
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

pub(super) fn measure_anchor(scorecard: &Scorecard, borough: &Area, measure: &Measure) -> String {
    format!("phase-{}-{}-{}", scorecard.phase.number, measure.id, slug(&borough.name))
}

fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}
