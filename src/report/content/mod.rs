//! A scorecard and its synthesis → one [`Report`]: all selection, order and prose, made once. Each form of report shows
//! it and adds nothing.

mod across;
mod block;
mod borough;
mod boroughs;
mod brief;
mod charts;
pub(super) mod entries;
mod excess;
mod figure;
mod gaps;
mod key_findings;
mod line;
mod methods;
mod sources;
mod table;
mod terms;
mod text;

use crate::scorecard::Scorecard;
use crate::synthesis::Synthesis;

use charts::Numbers;
use terms::Terms;
use text::{link, plain};

pub use block::{Block, ChartBlock, Count, Details, Report, Section, Subject};
pub use brief::brief;
pub use figure::{Figure, FigureName};
pub use table::{Head, Holds, NO_NUMBER, Table, TableCell, TableRow};
pub use text::{Inline, Target, Text};

impl Report {
    /// Everything that is said about a phase.
    pub fn new(scorecard: &Scorecard, synthesis: &Synthesis<'_>) -> Self {
        let terms = Terms::new(scorecard);
        let mut numbers = Numbers::default();
        let mut sections = vec![key_findings::section(scorecard, &terms)];
        for borough in &scorecard.boroughs {
            sections.push(borough::section(scorecard, synthesis, borough, &mut numbers));
        }
        sections.push(trends(scorecard, &terms, &mut numbers));
        sections.push(across::section(scorecard, synthesis, &terms, &mut numbers));
        sections.push(gaps::section(scorecard, &mut numbers));
        sections.push(methods::section(scorecard, &terms));
        sections.push(sources::section(scorecard));
        let boroughs: Vec<&str> = scorecard.boroughs.iter().map(|borough| borough.name.as_str()).collect();
        let subtitle = terms::subtitle(&scorecard.phase);
        Self {
            title: "Race equality scorecard".to_owned(),
            lead: format!(
                "{subtitle}: how {} and {} fare in {}, with each ethnic group beside the aggregate.",
                terms.people,
                terms.comparator_people,
                terms::list(&boroughs)
            ),
            subtitle,
            sections,
            closing: closing(scorecard),
        }
    }
}

fn trends(scorecard: &Scorecard, terms: &Terms, numbers: &mut Numbers) -> Section {
    let measures = scorecard.project.measures();
    let charts: Vec<Block> = measures
        .filter_map(|(_, measure)| charts::trend(scorecard, measure))
        .map(|(chart, table)| numbers.chart(chart, table))
        .collect();
    let has_shares = scorecard.project.measures().any(|(_, measure)| measure.population.is_some());
    let of_shares =
        if has_shares { "A share of posts is set against the group's own share of the population. " } else { "" };
    let opening = if charts.is_empty() {
        "No measure has figures in two phases yet that can be compared.".to_owned()
    } else {
        format!(
            "The ratio of {} to {} in each phase, by the period that entered it; the steps are phases, not years. {of_shares}A \
             ratio that means something else than the one before, or that has no interval, is not joined to it. Where the \
             lines of the intervals overlap widely, the change can be chance; the tables of each borough say whether a \
             gap is narrowing or widening.",
            terms.people, terms.comparator_people
        )
    };
    Section {
        id: "trends".to_owned(),
        title: "Trends".to_owned(),
        blocks: std::iter::once(Block::text(opening)).chain(charts).collect(),
        ..Section::default()
    }
}

/// Where the rest is to be found, and what the licences ask.
fn closing(scorecard: &Scorecard) -> Vec<Text> {
    let file = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        link(name, Target::File(path.to_owned()))
    };
    let (left_out, corrected) = (scorecard.exclusions.len(), scorecard.remarks.corrections.len());
    let files = vec![
        plain("Every figure in full precision: "),
        file("data/scorecard.csv"),
        plain(format!(". What was left out and why ({left_out} entries): ")),
        file("data/exclusions.csv"),
        plain(". Which indicator has figures of which borough: "),
        file("data/coverage.csv"),
        plain(". Taken together over boroughs, groups and phases: "),
        file("data/synthesis.csv"),
        plain(format!(". Which published figures were corrected ({corrected}): ")),
        file("data/corrections.csv"),
        plain(". From what it was made: "),
        file("manifest.json"),
        plain("."),
    ];
    let licences = &scorecard.project.licence_lines;
    let licences = (!licences.is_empty()).then(|| Text::from(licences.join(" ")));
    std::iter::once(Text::from(files)).chain(licences).collect()
}
