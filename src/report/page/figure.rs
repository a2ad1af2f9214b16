//! A chart on the page, its words and the table of the same numbers.

use crate::area::Area;
use crate::chart::Drawing;
use crate::scorecard::Scorecard;
use crate::words;

use super::borough::Row;

/// A chart, its words and its table.
pub(super) struct Figure {
    pub(super) number: usize,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) legend: &'static str,
    pub(super) wide: String,
    pub(super) narrow: String,
    pub(super) table: Vec<Vec<String>>,
    pub(super) header: Vec<String>,
    pub(super) file: String,
}

impl Figure {
    pub(super) fn of(drawing: &Drawing, number: usize, header: Vec<String>, table: Vec<Vec<String>>) -> Self {
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

pub(super) type TableOfText = (Vec<String>, Vec<Vec<String>>);

pub(super) fn forest_table(scorecard: &Scorecard, borough: &Area) -> TableOfText {
    let header = ["Measure", "Area", "Group", "Ratio", "95% interval", "Verdict"].map(str::to_owned).to_vec();
    let mut table = Vec::new();
    for (_, measure) in scorecard.project.measures() {
        let Some(area) = scorecard.shown_area(&measure.id, &borough.code) else {
            continue;
        };
        for line in scorecard.lines_of(&measure.id, &area.code).filter(|line| line.disparity.ratio.is_some()) {
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

pub(super) fn trend_table(scorecard: &Scorecard, drawing: &Drawing) -> TableOfText {
    let header = ["Area", "Phase", "Period", "Ratio", "95% interval"].map(str::to_owned).to_vec();
    let aggregate = scorecard.project.ethnicity.anchors.bame;
    let measure = drawing.name.trim_start_matches("trend-");
    let mut areas: Vec<&Area> = Vec::new();
    for borough in &scorecard.boroughs {
        let shown = scorecard.shown_area(measure, &borough.code);
        areas.extend(shown.map(|area| &**area).filter(|area| areas.iter().all(|known| known.code != area.code)));
    }
    let rows = areas.iter().flat_map(|area| {
        scorecard.history.of(measure, &area.code, aggregate).iter().map(|point| {
            vec![
                area.name.clone(),
                point.phase.to_string(),
                point.period.to_string(),
                words::ratio(point.ratio),
                point.interval.map_or_else(|| "–".to_owned(), words::ratio_interval),
            ]
        })
    });
    (header, rows.collect())
}
