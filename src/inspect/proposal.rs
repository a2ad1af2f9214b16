//! A table → the recipe that would read it, and what is doubtful about it.

use crate::layouts::KnownLayout;

use super::areas::{AreasIn, FoundAreas};
use super::figures::{self, FoundFigure, FoundMarker};
use super::groups::{FoundGroups, GroupsIn};
use super::period::FoundPeriod;
use super::profile::TableProfile;
use super::selection::Selection;

/// A recipe that is proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal<'a> {
    /// The layout of its publisher.
    pub known: Option<&'a KnownLayout>,
    /// The ethnic groups.
    pub groups: FoundGroups,
    /// The classifications that they fit, the likeliest first.
    pub classifications: Vec<String>,
    /// Groups of the likeliest classification that no label means.
    pub absent: Vec<String>,
    /// Where the period is, and what its labels mean.
    pub period: FoundPeriod,
    /// The areas.
    pub areas: FoundAreas,
    /// Which rows are read, and what tells them apart.
    pub selection: Selection,
    /// The figures.
    pub figures: Vec<FoundFigure>,
    /// What stands in place of figures.
    pub markers: Vec<FoundMarker>,
}

impl<'a> Proposal<'a> {
    /// What a table is. `None` when no ethnic groups are found in it.
    pub fn new(profile: &TableProfile<'_, 'a>) -> Option<Self> {
        let groups = FoundGroups::find(profile)?;
        let mut taken = match &groups.location {
            GroupsIn::Column(column) => vec![column.clone()],
            GroupsIn::Headers(_) => Vec::new(),
        };
        let period = FoundPeriod::find(profile, &taken);
        let areas = FoundAreas::find(profile, &taken);
        let classifications = groups.classifications(profile, period.latest_year());
        taken.extend(period.column.iter().chain(areas.columns()).cloned());
        let figures = figures::find(profile, &groups.location, &taken);
        Some(Self {
            known: profile.known,
            absent: groups.absent(profile, classifications.first()),
            selection: Selection::find(profile, &figures, &taken),
            markers: figures::markers(profile, &groups.location, &figures),
            groups,
            classifications,
            period,
            areas,
            figures,
        })
    }

    /// Whether a row is an event.
    pub fn is_records(&self) -> bool {
        self.known.is_some_and(|known| known.records)
    }

    /// Whether every label is known, in one sense, and one classification is meant.
    pub fn is_sure(&self) -> bool {
        let one_sense = self.groups.other_lists.iter().all(|list| list.is_same);
        self.groups.labels.unknown.is_empty() && one_sense && self.absent.is_empty() && self.classifications.len() == 1
    }

    /// What a person should check.
    pub fn doubts(&self) -> Vec<String> {
        let labels = &self.groups.labels;
        let otherwise = self.groups.other_lists.iter().filter(|list| !list.is_same);
        let otherwise: Vec<String> = otherwise.map(|list| list.scheme.clone()).collect();
        let unclear = self.markers.iter().filter(|marker| marker.meaning.is_none());
        let unclear: Vec<String> = unclear.map(|marker| marker.text.clone()).collect();
        let (first, rest) = self.classifications.split_first().unzip();
        let first = first.map_or("", String::as_str);
        let about = |texts: &[String], doubt: &str| (!texts.is_empty()).then(|| format!("{doubt}{}", some_of(texts)));
        let unknown = format!("labels that the list `{}` does not know: ", labels.scheme);
        let several = about(rest.unwrap_or_default(), &format!("the classification: the labels fit `{first}`, and "));
        [
            about(&labels.unknown, &unknown),
            about(&otherwise, "the same labels mean other groups in the lists "),
            several.map(|doubt| doubt + " as well"),
            about(&self.absent, "groups of the classification that no label means: "),
            self.classifications.is_empty().then(|| "the classification: the labels fit none".to_owned()),
            self.period.doubt.clone(),
            match self.areas.location {
                AreasIn::Nowhere(area) => Some(format!("the area: no column names one, and {area} is assumed")),
                AreasIn::Columns(_) | AreasIn::Position(..) => None,
            },
            about(&unclear, "what these texts mean in place of a figure: "),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The first few of some texts, in back-quotes.
pub(super) fn some_of(texts: &[String]) -> String {
    const MOST: usize = 6;
    let quoted: Vec<String> = texts.iter().take(MOST).map(|text| format!("`{text}`")).collect();
    let rest = texts.len().saturating_sub(MOST);
    if rest > 0 { format!("{} and {rest} more", quoted.join(", ")) } else { quoted.join(", ") }
}
