//! The charts of a report: what each shows, and the table of the same numbers.

use crate::area::{Area, Level};
use crate::chart::{self, Chart, Forest, Form, History, Mark, Moment, Panel, Ratio, Row};
use crate::disparity::{Disparity, Reason};
use crate::indicator::{Favourable, Measure};
use crate::scorecard::{self, Line, Scorecard, ShownMeasure};
use crate::slug::slug;
use crate::words;

use super::terms::Terms;
use super::{Block, ChartBlock, Head, Table, TableCell, TableRow, key_findings, line};

/// Numbers the charts of a report.
#[derive(Default)]
pub(super) struct Numbers(usize);

impl Numbers {
    pub(super) fn chart(&mut self, chart: Chart, table: Table) -> Block {
        self.0 += 1;
        Block::Chart(Box::new(ChartBlock { number: self.0, chart, table }))
    }
}

/// What the axis of every chart says.
const AXIS: &str = "Ratio, on a logarithmic scale; 1 is equal";

/// Every ratio of a borough; `None` when no ratio stands for it.
pub(super) fn forest(scorecard: &Scorecard, borough: &Area) -> Option<(Chart, Table)> {
    let terms = Terms::new(scorecard);
    let panels: Vec<Panel> = scorecard
        .shown(borough)
        .filter(|shown| shown.broad().any(|line| line.disparity.ratio.is_some()))
        .map(|shown| panel(scorecard, shown))
        .collect();
    if panels.is_empty() {
        return None;
    }
    let chart = Chart {
        name: format!("ratios-{}", slug(&borough.name)),
        title: format!("How groups fare compared with {}: {}", terms.comparator_people, borough.name),
        subtitle: format!(
            "Ratio to {}{}, with 95% intervals",
            terms.comparator_people,
            or_to_population(scorecard, borough)
        ),
        credit: credit(scorecard, panels_sources(scorecard, borough)),
        description: describe_forest(&panels, borough, &widest(scorecard, borough)),
        form: Form::Forest(Forest { axis: AXIS.to_owned(), panels }),
    };
    Some((chart, forest_table(scorecard, borough)))
}

/// That a share of posts is set against a share of the population, where a measure of the borough does so.
fn or_to_population(scorecard: &Scorecard, borough: &Area) -> &'static str {
    let is_share = |shown: ShownMeasure<'_>| shown.measure.population.is_some();
    if scorecard.shown(borough).any(is_share) { ", or of posts to the group's own share of the population" } else { "" }
}

/// Who published the figures of a borough, each named once.
fn panels_sources<'s>(scorecard: &'s Scorecard, borough: &'s Area) -> impl Iterator<Item = &'s str> {
    scorecard.shown(borough).map(|shown| shown.measure.source.as_str())
}

/// Who published the figures, and under which licence.
pub(super) fn credit<'s>(scorecard: &Scorecard, sources: impl Iterator<Item = &'s str>) -> String {
    let mut publishers: Vec<&str> = Vec::new();
    let mut licences: Vec<&str> = Vec::new();
    let named: Vec<&str> = sources.collect();
    let sources = &scorecard.project.sources;
    for source in sources.iter().filter_map(|(id, source)| named.contains(&id.as_str()).then_some(source)) {
        if !publishers.contains(&source.publisher.as_str()) {
            publishers.push(&source.publisher);
        }
        if !licences.contains(&source.licence.as_str()) {
            licences.push(&source.licence);
        }
    }
    format!("Source: {}. Licence: {}.", publishers.join("; "), licences.join("; "))
}

/// The broad groups of a measure: a chart of every group would be too long to read, and the tables have them all.
fn panel(scorecard: &Scorecard, shown: ShownMeasure<'_>) -> Panel {
    Panel {
        title: title(shown),
        ends: ends(shown.measure.favourable).map(str::to_owned),
        rows: shown.broad().map(|line| row(scorecard, line)).collect(),
    }
}

/// The measure, and the area where it is not the borough.
fn title(shown: ShownMeasure<'_>) -> String {
    let place = (shown.area.level != Level::Borough).then(|| format!(", {}", shown.area.in_sentence()));
    format!("{}{}", shown.measure.short, place.unwrap_or_default())
}

/// What a ratio below 1 and one above 1 mean.
pub(super) fn ends(favourable: Favourable) -> [&'static str; 2] {
    match favourable {
        Favourable::Lower => ["better", "worse"],
        Favourable::Higher => ["worse", "better"],
        Favourable::Neither => ["lower", "higher"],
    }
}

fn row(scorecard: &Scorecard, line: &Line) -> Row {
    let disparity = &line.disparity;
    let ethnicity = &scorecard.project.ethnicity;
    let is_aggregate = disparity.category == ethnicity.anchors.bame;
    let label = if is_aggregate { ethnicity.label(disparity.category) } else { ethnicity.shown(disparity.category) };
    Row { label: label.to_owned(), is_emphasised: is_aggregate, ratio: ratio(disparity).ok_or_else(|| why(disparity)) }
}

fn ratio(disparity: &Disparity) -> Option<Ratio> {
    let ratio = disparity.ratio?;
    Some(Ratio {
        value: ratio,
        interval: disparity.ratio_interval,
        text: words::ratio(ratio),
        interval_text: disparity.ratio_interval.map(words::ratio_interval),
        mark: line::mark(&disparity.conclusion),
    })
}

/// Why a group has no ratio, in a few words.
fn why(disparity: &Disparity) -> String {
    disparity.conclusion.verdict().reason().map_or("no ratio", Reason::short).to_owned()
}

/// The widest clear gap of a borough's chart. What was seen in a secondary source only is none of it.
fn widest(scorecard: &Scorecard, borough: &Area) -> String {
    let is_worse = |line: &&Line| {
        line::mark(&line.disparity.conclusion) == Mark::Worse && key_findings::is_seen_at_publisher(&line.disparity)
    };
    let lines = scorecard.shown(borough).flat_map(|shown| shown.broad().map(move |line| (shown, line)));
    let gaps = lines.filter(|(_, line)| is_worse(line)).filter_map(|found| Some((found, found.1.disparity.ratio?)));
    let widest = gaps.max_by(|(_, a), (_, b)| a.ln().abs().total_cmp(&b.ln().abs()));
    widest.map_or_else(String::new, |((shown, line), ratio)| {
        let (measure, group) = (title(shown), row(scorecard, line).label);
        let ratio = words::ratio(ratio);
        format!(" The widest gap to a group's disadvantage is {measure}, {group}: a ratio of {ratio}.")
    })
}

fn describe_forest(panels: &[Panel], borough: &Area, widest: &str) -> String {
    let ratios = || panels.iter().flat_map(|panel| &panel.rows).filter_map(|row| row.ratio.as_ref().ok());
    let count = |mark| ratios().filter(|ratio| ratio.mark == mark).count();
    let (all, worse, better) = (ratios().count(), count(Mark::Worse), count(Mark::Better));
    let (qualified, different) = (count(Mark::Qualified), count(Mark::Different));
    let neither = match different {
        0 => String::new(),
        different => format!("{different} a figure higher or lower that is neither good nor bad, "),
    };
    format!(
        "A forest chart on a logarithmic axis with {all} ratios in {} measures for {}. {worse} show a group faring worse \
         than the comparator beyond chance, {better} better, {qualified} something that could be explained away, {neither}and {} nothing clear.{widest}",
        panels.len(),
        borough.name,
        all - worse - better - qualified - different
    )
}

fn forest_table(scorecard: &Scorecard, borough: &Area) -> Table {
    let heads = vec![
        Head::words("Measure"),
        Head::words("Area"),
        Head::words("Group"),
        Head::numbers("Ratio"),
        Head::numbers("95% interval"),
        Head::words("Verdict"),
    ];
    let lines = scorecard.shown(borough).flat_map(ShownMeasure::lines).filter(|line| line.disparity.ratio.is_some());
    let rows = lines.map(|line| {
        let disparity = &line.disparity;
        let cells = vec![
            TableCell::text(&disparity.measure.short),
            TableCell::text(&line.area.name),
            TableCell::text(scorecard.project.ethnicity.shown(disparity.category)),
            line::ratio(disparity),
            line::interval(disparity),
            line::verdict(disparity),
        ];
        TableRow { figure: Some(line::name(scorecard, line)), is_emphasised: false, cells }
    });
    Table { heads, rows: rows.collect() }
}

/// The ratio of the aggregate in each phase, for the areas that stand for the boroughs; `None` where none has two.
pub(super) fn trend(scorecard: &Scorecard, measure: &Measure) -> Option<(Chart, Table)> {
    let aggregate = scorecard.project.ethnicity.anchors.bame;
    let histories: Vec<(&Area, &[scorecard::Point])> = scorecard
        .shown_areas(measure)
        .into_iter()
        .map(|(area, _)| (area, scorecard.history.of(&measure.id, &area.code, aggregate)))
        .collect();
    let panels = histories.iter().map(|(area, points)| History { title: area.name.clone(), moments: moments(points) });
    // Ratios of which no two mean the same are no trend.
    let panels: Vec<History> = panels.filter(|history| history.moments.iter().any(|moment| moment.is_joined)).collect();
    if panels.is_empty() {
        return None;
    }
    let terms = Terms::new(scorecard);
    let chart = Chart {
        name: format!("trend-{}", measure.id),
        title: format!(
            "{}: {} in time",
            measure.short,
            measure.kind.rules().ratio_of(measure, &terms.people, comparator(scorecard, measure))
        ),
        subtitle: format!("{}, with 95% intervals", measure.title),
        credit: credit(scorecard, std::iter::once(measure.source.as_str())),
        description: describe_trend(&panels),
        form: Form::Trend(chart::Trend { axis: AXIS.to_owned(), panels }),
    };
    Some((chart, trend_table(&histories)))
}

/// The people with whom a measure compares.
fn comparator<'s>(scorecard: &'s Scorecard, measure: &Measure) -> &'s str {
    let ethnicity = &scorecard.project.ethnicity;
    let line = scorecard.lines.iter().find(|line| line.disparity.measure.id == measure.id);
    let compared_with = line.map_or(measure.comparator, |line| line.disparity.compared_with);
    ethnicity.people(compared_with.category(ethnicity))
}

/// The ratios in time, each joined to the one before where it means the same.
fn moments(points: &[scorecard::Point]) -> Vec<Moment> {
    let before = std::iter::once(None).chain(points.iter().map(Some));
    points.iter().zip(before).map(|(point, before)| moment(point, before)).collect()
}

fn moment(point: &scorecard::Point, before: Option<&scorecard::Point>) -> Moment {
    Moment {
        is_joined: before.is_some_and(|before| point.is_comparable(before)),
        time: point.period.time(),
        label: point.period.to_string(),
        ratio: Ratio {
            value: point.ratio,
            interval: point.interval,
            text: words::ratio(point.ratio),
            interval_text: point.interval.map(words::ratio_interval),
            mark: Mark::Unclear,
        },
    }
}

fn describe_trend(panels: &[History]) -> String {
    let panels = panels.iter().map(|history| {
        let moments = history.moments.iter().enumerate().map(|(place, moment)| {
            let apart = if moment.is_joined || place == 0 { "" } else { " (not joined: it means something else)" };
            format!("{} in {}{apart}", moment.ratio.text, moment.label)
        });
        format!("{}: {}.", history.title, moments.collect::<Vec<_>>().join(", "))
    });
    let panels = panels.collect::<Vec<_>>().join(" ");
    format!("Line charts on one logarithmic axis, a panel for each area, with 95% intervals. {panels}")
}

fn trend_table(histories: &[(&Area, &[scorecard::Point])]) -> Table {
    let heads = vec![
        Head::words("Area"),
        Head::numbers("Phase"),
        Head::words("Period"),
        Head::numbers("Ratio"),
        Head::numbers("95% interval"),
    ];
    let rows = histories.iter().flat_map(|(area, points)| {
        points.iter().map(|point| {
            TableRow::new([
                TableCell::text(&area.name),
                TableCell::number(Some(f64::from(point.phase)), |phase| words::number(phase, 0)),
                TableCell::text(point.period.to_string()),
                TableCell::number(Some(point.ratio), words::ratio),
                TableCell::interval(point.interval, words::ratio_interval),
            ])
        })
    });
    Table { heads, rows: rows.collect() }
}
