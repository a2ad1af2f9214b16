//! What stands behind the figures on the page: where there are none, how each was made, and who published it.

use std::collections::BTreeMap;

use crate::indicator::Favourable;
use crate::period::{Period, PeriodKind};
use crate::scorecard::{Extent, Line, Scorecard};
use crate::source::Source;

/// Indicator by borough.
pub(super) struct Coverage {
    pub(super) boroughs: Vec<String>,
    pub(super) rows: Vec<(String, Vec<&'static str>)>,
    pub(super) gaps: Vec<String>,
}

/// How a measure was made.
pub(super) struct Method {
    pub(super) title: String,
    pub(super) question: String,
    pub(super) direction: &'static str,
    pub(super) kind: &'static str,
    pub(super) methods: String,
    pub(super) period: String,
    pub(super) population: String,
    pub(super) source: String,
    pub(super) caveats: Vec<String>,
}

/// A published figure that was corrected.
pub(super) struct CorrectionNote {
    pub(super) place: String,
    pub(super) row: String,
    pub(super) column: String,
    pub(super) was: String,
    pub(super) is: String,
    pub(super) reason: String,
    pub(super) said_by: String,
}

/// A source, as it must be named.
pub(super) struct SourceNote {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) publisher: String,
    pub(super) address: String,
    pub(super) licence: String,
    pub(super) published: String,
    pub(super) accessed: String,
    pub(super) sector: &'static str,
    pub(super) notes: Vec<String>,
}

impl Coverage {
    pub(super) fn of(scorecard: &Scorecard) -> Self {
        let boroughs: Vec<String> = scorecard.boroughs.iter().map(|area| area.name.clone()).collect();
        let mut rows: Vec<(String, Vec<&'static str>)> = Vec::new();
        let mut gaps = Vec::new();
        for indicator in &scorecard.project.indicator_order {
            let title = scorecard
                .project
                .indicators
                .iter()
                .find(|declared| declared.id == *indicator)
                .map_or_else(|| indicator.clone(), |declared| declared.title.clone());
            let cells: Vec<_> = scorecard
                .boroughs
                .iter()
                .filter_map(|borough| {
                    scorecard
                        .coverage
                        .iter()
                        .find(|cell| cell.indicator == *indicator && cell.borough.code == borough.code)
                })
                .collect();
            if !cells.is_empty() && cells.iter().all(|cell| cell.extent == Extent::None) {
                gaps.push(format!("{title}: this scorecard has no figure that compares groups, for any of these boroughs or a wider area."));
            } else if !cells.is_empty() && cells.iter().all(|cell| cell.extent != Extent::Borough) {
                gaps.push(format!(
                    "{title}: this scorecard has no figure of these boroughs themselves; wider areas stand in."
                ));
            }
            rows.push((title, cells.iter().map(|cell| cell.extent.words()).collect()));
        }
        gaps.extend(missing_measures(scorecard));
        Self { boroughs, rows, gaps }
    }
}

/// Measures of which the phase has no figure at all, or no ratio.
fn missing_measures(scorecard: &Scorecard) -> Vec<String> {
    let mut gaps = Vec::new();
    for (indicator, measure) in scorecard.project.measures() {
        let lines = scorecard.lines.iter().filter(|line| line.disparity.measure.id == measure.id);
        let (mut any, mut ratio) = (false, false);
        for line in lines {
            any = true;
            ratio |= line.disparity.ratio.is_some();
        }
        if !any {
            gaps.push(format!("{}, {}: no period of it ends in this phase.", indicator.title, measure.short));
        } else if !ratio {
            gaps.push(format!(
                "{}, {}: the data hold figures, but none for the comparator, so nothing can be compared.",
                indicator.title, measure.short
            ));
        }
    }
    gaps
}

pub(super) fn methods(scorecard: &Scorecard) -> Vec<Method> {
    let mut methods = Vec::new();
    for (_, measure) in scorecard.project.measures() {
        let lines: Vec<&Line> = scorecard.lines.iter().filter(|line| line.disparity.measure.id == measure.id).collect();
        let Some(first) = lines.first() else { continue };
        let mut names: Vec<&str> =
            lines.iter().filter_map(|line| line.disparity.method).map(statistics::Method::label).collect();
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
            period: period(first.disparity.period),
            population: first.disparity.population_year.map_or_else(String::new, |year| format!("census of {year}")),
            source: measure.source.clone(),
            caveats: measure.caveats.clone(),
        });
    }
    methods
}

/// A period, with the months of its year where its label does not show them.
fn period(period: Period) -> String {
    match period.kind {
        PeriodKind::FinancialYear | PeriodKind::AcademicYear => {
            let months = period.kind.months_of_year().unwrap_or_default();
            format!("{period}, {} ({months})", period.kind.label())
        }
        PeriodKind::Day
        | PeriodKind::Month
        | PeriodKind::Months
        | PeriodKind::CalendarYear
        | PeriodKind::CalendarYears => period.to_string(),
    }
}

/// Which measures of the phase are of which kind of year; empty where all are of one kind.
pub(super) fn kinds_of_year(scorecard: &Scorecard) -> String {
    let mut kinds: BTreeMap<PeriodKind, Vec<&str>> = BTreeMap::new();
    for line in &scorecard.lines {
        let period = line.disparity.period;
        if period.kind.months_of_year().is_some() {
            let kind = if period.kind == PeriodKind::CalendarYears { PeriodKind::CalendarYear } else { period.kind };
            let measures = kinds.entry(kind).or_default();
            if !measures.contains(&line.disparity.measure.short.as_str()) {
                measures.push(&line.disparity.measure.short);
            }
        }
    }
    if kinds.len() < 2 {
        return String::new();
    }
    let named: Vec<String> = kinds
        .into_iter()
        .map(|(kind, measures)| {
            let months = kind.months_of_year().unwrap_or_default();
            format!("{}s ({months}) for {}", kind.label(), measures.join(", "))
        })
        .collect();
    named.join("; ")
}

pub(super) fn corrections(scorecard: &Scorecard) -> Vec<CorrectionNote> {
    let applied = scorecard.remarks.corrections.iter();
    applied
        .map(|applied| {
            let correction = &applied.correction;
            CorrectionNote {
                place: format!("{}/{}:{}", applied.source, correction.file, applied.line),
                row: correction.row.values().cloned().collect::<Vec<_>>().join(", "),
                column: correction.column.clone(),
                was: applied.published().to_owned(),
                is: applied.read_as().to_owned(),
                reason: format!("{}; {}", correction.wrong, correction.reason),
                said_by: correction.said_by.clone(),
            }
        })
        .collect()
}

pub(super) fn sources(scorecard: &Scorecard) -> Vec<SourceNote> {
    let used = |source: &Source| {
        source.series.is_some() || scorecard.lines.iter().any(|line| line.disparity.measure.source == source.id)
    };
    scorecard
        .project
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
            sector: source.sector.label(),
            notes: source
                .policy()
                .iter()
                .map(|policy| format!("Counted for this scorecard: {policy}."))
                .chain(source.notes.iter().cloned())
                .collect(),
        })
        .collect()
}
