//! Who published the figures, and what they say about them.

use crate::scorecard::Scorecard;
use crate::source::Source;

use super::text::{link, plain};
use super::{Block, Details, Section, Subject, Target};

/// The section that is about a source.
pub(super) fn section_id(source: &str) -> String {
    format!("source-{source}")
}

pub(super) fn section(scorecard: &Scorecard) -> Section {
    let lines = scorecard.all_lines();
    let is_used = |source: &&Source| {
        source.series.is_some() || lines.iter().any(|line| line.disparity.measure.source == source.id)
    };
    Section {
        id: "sources".to_owned(),
        title: "Sources".to_owned(),
        sections: scorecard.project.sources.values().map(AsRef::as_ref).filter(is_used).map(of_source).collect(),
        ..Section::default()
    }
}

fn of_source(source: &Source) -> Section {
    let Source { publisher, published, accessed, licence, address, .. } = source;
    let sector = source.sector.label();
    let publication = vec![
        plain(format!("{publisher} ({sector}), published {published}, read {accessed}. {licence}. ")),
        link(address, Target::Address(address.clone())),
    ];
    let policy = source.policy().map(|policy| format!("Counted for this scorecard: {policy}."));
    let none =
        source.disclosure.none().map(|reason| format!("Counted for this scorecard, and shown as counted: {reason}."));
    let notes = Block::list(policy.into_iter().chain(none).chain(source.notes.iter().cloned()));
    let details = notes.map(|notes| {
        Block::Details(Details {
            subject: Subject::Source,
            summary: "Notes on this source".into(),
            blocks: vec![notes],
        })
    });
    Section {
        id: section_id(&source.id),
        title: source.title.clone(),
        blocks: std::iter::once(Block::note(publication)).chain(details).collect(),
        ..Section::default()
    }
}
