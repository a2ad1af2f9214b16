//! What stands behind the figures on the page: where there are none, how each was made, and who published it.

use crate::indicator::Favourable;
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
    pub(super) fn of(scorecard: &Scorecard<'_>) -> Self {
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
                gaps.push(format!("{title}: this scorecard has no figure that compares groups, for any of these boroughs or a wider area."));
            } else if !cells.is_empty() && cells.iter().all(|cell| cell.extent != Extent::Borough) {
                gaps.push(format!("{title}: this scorecard has no figure of these boroughs themselves; wider areas stand in."));
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
                "{}, {}: the data hold figures, but none for the comparator, so nothing can be compared.",
                indicator.title, measure.short
            ));
        }
    }
    gaps
}

pub(super) fn methods(scorecard: &Scorecard<'_>) -> Vec<Method> {
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

pub(super) fn sources(scorecard: &Scorecard<'_>) -> Vec<SourceNote> {
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
            notes: source
                .policy()
                .iter()
                .map(|policy| format!("Counted for this scorecard: {}.", policy.words()))
                .chain(source.notes.iter().cloned())
                .collect(),
        })
        .collect()
}
