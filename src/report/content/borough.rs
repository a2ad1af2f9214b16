//! A borough's scorecard: its indicators, their measures, and each ethnic group.

use crate::area::Area;
use crate::chart::Mark;
use crate::indicator::Indicator;
use crate::observation::Origin;
use crate::scorecard::{Line, Scorecard, ShownMeasure};
use crate::slug::slug;
use crate::synthesis::{Level, Quality, Synthesis};
use crate::words;

use super::charts::{self, Numbers};
use super::terms::Terms;
use super::text::{plain, strong};
use super::{Block, Details, Section, Subject, Table, key_findings, line};

pub(super) fn section(
    scorecard: &Scorecard,
    synthesis: &Synthesis<'_>,
    borough: &Area,
    numbers: &mut Numbers,
) -> Section {
    let chart = charts::forest(scorecard, borough).map_or_else(
        || Block::text("No ratio is published for this borough or for an area around it."),
        |(chart, table)| numbers.chart(chart, table),
    );
    let indicators = scorecard.project.indicators.iter();
    Section {
        id: slug(&borough.name),
        title: borough.name.clone(),
        stands_alone: true,
        blocks: vec![Block::text(summary(scorecard, borough)), chart],
        sections: indicators.map(|indicator| of_indicator(scorecard, synthesis, borough, indicator)).collect(),
    }
}

/// How many of the borough's measures show what, in a sentence.
fn summary(scorecard: &Scorecard, borough: &Area) -> String {
    let Terms { people, comparator_people, .. } = Terms::new(scorecard);
    let aggregates = scorecard.shown(borough).filter_map(ShownMeasure::aggregate);
    let (compared, secondary): (Vec<&Line>, Vec<&Line>) = aggregates
        .filter(|line| line.disparity.ratio.is_some())
        .partition(|line| key_findings::is_seen_at_publisher(&line.disparity));
    let count = |mark| compared.iter().filter(|line| key_findings::outcome(&line.disparity) == mark).count();
    let (worse, better) = (count(Mark::Worse), count(Mark::Better));
    let different = match count(Mark::Different) {
        0 => String::new(),
        number => format!(", higher or lower and neither good nor bad in {number}"),
    };
    let wider = compared.iter().filter(|line| line.area.code != borough.code).count();
    let measures = match compared.len() {
        1 => "1 measure compares".to_owned(),
        measures => format!("{measures} measures compare"),
    };
    let secondary = match secondary.len() {
        0 => String::new(),
        number => format!(" Seen in a secondary source only, and not counted: {number}."),
    };
    let own = format!(
        "{measures} {people} with {comparator_people} here: clearly worse in {worse}, clearly better in {better}{different}, and no \
         clear statement, or a qualified one, in {}.{secondary}",
        compared.len() - worse - better - count(Mark::Different)
    );
    if wider == 0 {
        return own;
    }
    format!("{own} In {wider} of them the figure is that of a wider area, since there is none of the borough's own.")
}

fn of_indicator(scorecard: &Scorecard, synthesis: &Synthesis<'_>, borough: &Area, indicator: &Indicator) -> Section {
    let shown = scorecard.shown(borough).filter(|shown| shown.indicator.id == indicator.id);
    let sections: Vec<Section> = shown.filter_map(|shown| of_measure(scorecard, synthesis, borough, shown)).collect();
    let earlier = scorecard.last_known(borough).filter(|shown| shown.indicator.id == indicator.id);
    let earlier: Vec<Section> = earlier.filter_map(|shown| of_measure(scorecard, synthesis, borough, shown)).collect();
    let mut blocks = vec![Block::Aside(indicator.question.as_str().into())];
    if sections.is_empty() && !earlier.is_empty() {
        blocks.push(Block::text("No figure of this phase: what was last known stands below."));
    } else if sections.is_empty() {
        let none = " This scorecard has none for this phase, for the borough or for a wider area.";
        blocks.push(Block::text(vec![strong("No figure."), plain(none)]));
    }
    let id = format!("{}-{}", slug(&borough.name), indicator.id);
    let mut sections = sections;
    sections.extend((!earlier.is_empty()).then(|| last_known(&id, earlier)));
    Section { id, title: indicator.title.clone(), blocks, sections, ..Section::default() }
}

/// The measures of which no period ends in the phase, apart from the current ones.
fn last_known(indicator: &str, measures: Vec<Section>) -> Section {
    let opening = "No period of these measures ends in this phase. Their latest earlier figures count nowhere else: not among \
                   the key findings, not in the charts, and not in what is taken together.";
    Section {
        id: format!("{indicator}-last-known"),
        title: "Last known".to_owned(),
        blocks: vec![Block::text(opening)],
        sections: measures,
        ..Section::default()
    }
}

fn of_measure(
    scorecard: &Scorecard,
    synthesis: &Synthesis<'_>,
    borough: &Area,
    shown: ShownMeasure<'_>,
) -> Option<Section> {
    let figure = line::aggregate(scorecard, borough, shown)?;
    let lines: Vec<&Line> = shown.lines().collect();
    let comparator = words::upper_first(&words::compared_with(&lines.first()?.disparity));
    let id = figure.section.clone();
    let mut blocks = vec![Block::Figure(Box::new(figure))];
    blocks.extend(synthesis.quality(&shown.measure.id, &shown.area.code).map(evidence));
    let table =
        Table { heads: line::heads(&comparator), rows: lines.iter().map(|line| line::row(scorecard, line)).collect() };
    let mut details = vec![Block::Table(table)];
    details.extend(notes(scorecard, &lines).into_iter().map(Block::note));
    details.push(Block::note(format!("Rows behind these figures: {}.", lineage(&lines))));
    let summary = "Each ethnic group".into();
    blocks.push(Block::Details(Details { subject: Subject::Numbers, summary, blocks: details }));
    Some(Section { id, title: shown.measure.title.clone(), blocks, ..Section::default() })
}

/// The grade of the evidence, and the aspects that it follows from.
fn evidence(quality: &Quality<'_>) -> Block {
    let mark = match quality.level() {
        Level::Good => "●●●",
        Level::Fair => "●●○",
        Level::Poor => "●○○",
    };
    let aspects = quality.aspects.iter().map(|aspect| {
        let name = words::upper_first(aspect.name);
        let reason = format!(", {}.", aspect.reason);
        vec![plain(format!("{name}: ")), strong(aspect.level.label()), plain(reason)]
    });
    Block::Details(Details {
        subject: Subject::Evidence,
        summary: vec![plain("Evidence: "), strong(format!("{mark} {}", quality.level().grade()))].into(),
        blocks: Block::list(aspects).into_iter().collect(),
    })
}

/// What a reader must know, each note once with the groups that it concerns.
fn notes(scorecard: &Scorecard, lines: &[&Line]) -> Vec<String> {
    line::once(scorecard, lines, |disparity| {
        let reason = disparity.conclusion.verdict().reason().map(|reason| format!("{}.", reason.label()));
        disparity.notes.iter().map(|note| format!("{note}.")).chain(reason).collect()
    })
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
