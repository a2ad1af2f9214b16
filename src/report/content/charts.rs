//! The charts of a report: what each shows, and the table of the same numbers.

use crate::area::{Area, Level};
use crate::chart::{Chart, Form, Mark, Point, Series};
use crate::indicator::Measure;
use crate::scorecard::{self, Line, Scorecard, ShownMeasure};
use crate::words;

use super::figure::slug;
use super::terms::Terms;
use super::{Block, ChartBlock, Head, Table, TableCell, TableRow, line};

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
const AXIS: &str = "ratio; 1 is equal";

/// Every ratio of a borough; `None` when no ratio stands for it.
pub(super) fn forest(scorecard: &Scorecard, borough: &Area) -> Option<(Chart, Table)> {
    let terms = Terms::new(scorecard);
    let measures: Vec<(ShownMeasure<'_>, Vec<&Line>)> = scorecard
        .shown(borough)
        // A chart of every group would be too long to read; the tables have them all.
        .map(|shown| (shown, shown.broad().filter(|line| line.disparity.ratio.is_some()).collect()))
        .filter(|(_, lines): &(_, Vec<_>)| !lines.is_empty())
        .collect();
    if measures.is_empty() {
        return None;
    }
    let series: Vec<Series> = measures
        .iter()
        .map(|(shown, lines)| Series {
            title: shown.measure.short.clone(),
            place: (shown.area.level != Level::Borough).then(|| shown.area.in_sentence()),
            points: lines.iter().filter_map(|line| point(scorecard, line)).collect(),
        })
        .collect();
    let is_wider = series.iter().any(|series| series.place.is_some());
    let chart = Chart {
        name: format!("ratios-{}", slug(&borough.name)),
        title: format!("How groups fare compared with {}: {}", terms.comparator_people, borough.name),
        description: describe_forest(&series, borough),
        legend: legend(&series),
        axis: AXIS.to_owned(),
        footnote: is_wider.then(|| "* figure of a wider area".to_owned()),
        form: Form::Forest,
        series,
    };
    Some((chart, forest_table(scorecard, borough)))
}

fn point(scorecard: &Scorecard, line: &Line) -> Option<Point> {
    let disparity = &line.disparity;
    let ethnicity = &scorecard.project.ethnicity;
    let is_aggregate = disparity.category == ethnicity.anchors.bame;
    let label = if is_aggregate { ethnicity.label(disparity.category) } else { ethnicity.shown(disparity.category) };
    let ratio = disparity.ratio?;
    Some(Point {
        label: label.to_owned(),
        is_emphasised: is_aggregate,
        step: scorecard.phase.number,
        ratio,
        interval: disparity.ratio_interval,
        text: words::ratio(ratio),
        interval_text: disparity.ratio_interval.map(words::ratio_interval),
        mark: line::mark(&disparity.conclusion),
    })
}

/// What the marks mean; the rarest only where it is drawn.
fn legend(series: &[Series]) -> String {
    let mut points = series.iter().flat_map(|series| &series.points);
    let is_drawn = points.any(|point| point.mark == Mark::Different);
    let different = if is_drawn { " · ◆ higher or lower, neither good nor bad" } else { "" };
    format!(
        "An interval that ends in a tip goes on beyond the axis. ▲ worse · ● better{different} · ◈ qualified, as the table \
         says · ◇ nothing clear."
    )
}

fn describe_forest(series: &[Series], borough: &Area) -> String {
    let points = || series.iter().flat_map(|series| series.points.iter().map(move |point| (series, point)));
    let count = |mark| points().filter(|(_, point)| point.mark == mark).count();
    let (all, worse, better) = (points().count(), count(Mark::Worse), count(Mark::Better));
    let (qualified, different) = (count(Mark::Qualified), count(Mark::Different));
    let far = points()
        .filter(|(_, point)| point.mark == Mark::Worse)
        .max_by(|(_, a), (_, b)| a.ratio.ln().abs().total_cmp(&b.ratio.ln().abs()));
    let widest = far.map_or_else(String::new, |(series, point)| {
        let (measure, group, ratio) = (&series.title, &point.label, &point.text);
        format!(" The widest gap to a group's disadvantage is {measure}, {group}: a ratio of {ratio}.")
    });
    let neither = match different {
        0 => String::new(),
        different => format!("{different} a figure higher or lower that is neither good nor bad, "),
    };
    format!(
        "A forest chart on a logarithmic axis with {all} ratios in {} measures for {}. {worse} show a group faring worse \
         than the comparator beyond chance, {better} better, {qualified} something that could be explained away, {neither}and {} nothing clear.{widest}",
        series.len(),
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
    let series: Vec<Series> = histories
        .iter()
        .filter(|(_, points)| points.len() >= 2)
        .map(|(area, points)| Series {
            title: area.name.clone(),
            place: None,
            points: points.iter().map(point_in_time).collect(),
        })
        .collect();
    if series.is_empty() {
        return None;
    }
    let terms = Terms::new(scorecard);
    let chart = Chart {
        name: format!("trend-{}", measure.id),
        title: format!("{}: ratio of {} to {} by phase", measure.short, terms.people, terms.comparator_people),
        description: describe_trend(&series),
        legend: String::new(),
        axis: AXIS.to_owned(),
        footnote: None,
        form: Form::Trend,
        series,
    };
    Some((chart, trend_table(&histories)))
}

fn point_in_time(point: &scorecard::Point) -> Point {
    Point {
        label: point.period.to_string(),
        is_emphasised: false,
        step: point.phase,
        ratio: point.ratio,
        interval: point.interval,
        text: words::ratio(point.ratio),
        interval_text: point.interval.map(words::ratio_interval),
        mark: Mark::Unclear,
    }
}

fn describe_trend(series: &[Series]) -> String {
    let panels = series.iter().map(|series| {
        let points =
            series.points.iter().map(|point| format!("{} in phase {} ({})", point.text, point.step, point.label));
        format!("{}: {}.", series.title, points.collect::<Vec<_>>().join(", "))
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
