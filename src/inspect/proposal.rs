//! A table → the recipe that would read it, and what is doubtful about it.

use std::collections::BTreeMap;

use crate::layouts::KnownLayout;
use crate::source::{CellFilter, OneOrMany};

use super::areas::FoundAreas;
use super::figures::{self, FoundFigure, FoundMarker};
use super::groups::FoundGroups;
use super::period::FoundPeriod;
use super::profile::TableProfile;
use super::rows::RowKeys;
use super::selection::Selection;
use super::unread::Unread;

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
    /// The columns that are not read.
    pub unread: Unread,
    /// How many rows of a group are left out, although none of their area, period and group is read.
    pub lost: usize,
}

impl<'a> Proposal<'a> {
    /// What a table is. `None` when no ethnic groups are found in it. A layout that is known by words alone is passed
    /// over where its lists do not know the labels and others do.
    pub fn new(profile: &TableProfile<'_, 'a>) -> Option<Self> {
        let proposal = Self::following(profile);
        let unknown = |proposal: &Self| (proposal.groups.labels.unknown.len(), proposal.absent.len());
        let is_sound = proposal.as_ref().is_some_and(|own| unknown(own).0 == 0);
        if is_sound || !profile.known.is_some_and(|known| known.columns.is_empty()) {
            return proposal;
        }
        let table = profile.table.clone();
        let other = Self::following(&profile.of_no_layout(&table));
        match (proposal, other) {
            (Some(own), Some(other)) => Some(if unknown(&other) < unknown(&own) { other } else { own }),
            (own, other) => own.or(other),
        }
    }

    fn following(profile: &TableProfile<'_, 'a>) -> Option<Self> {
        let mut groups = FoundGroups::find(profile)?;
        let found = Self::with(profile, groups.clone(), BTreeMap::new());
        let [finest, _, ..] = groups.columns() else {
            return Some(found);
        };
        if found.selection.clashes == 0 {
            return Some(found);
        }
        // The broader groups are there twice: under their own name in the finest column, too.
        let ethnicity = &profile.lookups.ethnicity;
        let totals = profile
            .column(finest)?
            .filled_texts()
            .filter(|text| ethnicity.look_up(&groups.labels.scheme, text) == Some(ethnicity.anchors.all));
        let not = OneOrMany::Many(totals.map(str::to_owned).collect());
        let filter = BTreeMap::from([(finest.clone(), CellFilter::NoneOf { not })]);
        groups.finest();
        let alone = Self::with(profile, groups, filter);
        Some(if alone.selection.clashes < found.selection.clashes { alone } else { found })
    }

    /// The recipe for groups that are found, with what is left out in any case.
    fn with(profile: &TableProfile<'_, 'a>, mut groups: FoundGroups, begun: BTreeMap<String, CellFilter>) -> Self {
        let mut taken = groups.columns().to_vec();
        let period = FoundPeriod::find(profile, &taken);
        let areas = FoundAreas::find(profile, &taken);
        taken.extend(period.columns.iter().chain(areas.columns()).cloned());
        let figures = figures::find(profile, &groups.location, &taken);
        let scheme = groups.labels.scheme.clone();
        let keys = RowKeys::new(profile, (groups.columns(), &scheme), areas.columns(), &period.columns);
        let begun = begun.into_iter().chain(period.filter.clone()).collect();
        let selection = Selection::find(profile, &figures, &keys, begun);
        let lost = selection.lost(profile, &keys);
        if !groups.columns().is_empty() {
            let labels = selection.rows(profile).map(|row| keys.label(row)).filter(|label| !label.is_empty());
            groups.restrict(profile, &labels.collect());
        }
        let classifications = groups.classifications(profile, period.latest_year());
        Self {
            known: profile.known,
            absent: groups.absent(profile, classifications.first()),
            markers: figures::markers(profile, &groups.location, &figures),
            unread: Unread::find(profile, &groups, &figures, (&selection, &taken)),
            lost,
            selection,
            groups,
            classifications,
            period,
            areas,
            figures,
        }
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
}
