//! What a row of a table is of: its area, its period and its ethnic group.

use std::collections::{BTreeMap, BTreeSet};

use crate::ethnicity::Category;
use tables::Row;

use super::column::ColumnProfile;
use super::profile::TableProfile;

/// The columns of areas, periods and groups, found once for all rows.
#[derive(Debug)]
pub(super) struct RowKeys<'a> {
    profile: &'a TableProfile<'a, 'a>,
    /// What the list makes of each text in the columns of groups.
    known: BTreeMap<&'a str, Option<Category>>,
    /// The texts in the columns of areas that are areas.
    known_areas: BTreeSet<&'a str>,
    groups: Vec<usize>,
    areas: Vec<usize>,
    others: Vec<usize>,
}

/// The group of a row as the list knows it, or the text that it does not know.
type Group = Result<Category, String>;

impl<'a> RowKeys<'a> {
    /// The columns of some names; `groups` are those of the ethnic group, the finest first, in a list of labels.
    pub(super) fn new(
        profile: &'a TableProfile<'a, 'a>,
        (groups, scheme): (&[String], &'a str),
        areas: &[String],
        periods: &[String],
    ) -> Self {
        let places = |names: &[String]| names.iter().filter_map(|name| profile.place(name)).collect();
        let texts = |names: &[String]| {
            let columns = names.iter().filter_map(|name| profile.column(name));
            columns.flat_map(ColumnProfile::filled_texts).collect::<BTreeSet<&'a str>>()
        };
        let lookups = profile.lookups;
        let category = |text: &'a str| (text, lookups.ethnicity.look_up(scheme, text));
        Self {
            profile,
            known: texts(groups).into_iter().map(category).collect(),
            known_areas: texts(areas).into_iter().filter(|text| lookups.areas.find(text).is_some()).collect(),
            groups: places(groups),
            areas: places(areas),
            others: places(periods),
        }
    }

    /// Whether a column is one of them.
    pub(super) fn are_in(&self, name: &str) -> bool {
        let place = self.profile.place(name);
        [&self.groups, &self.areas, &self.others].into_iter().flatten().any(|own| Some(*own) == place)
    }

    /// The text of the group: in the first column that names one, and not everybody, or else in the last.
    pub(super) fn label<'row>(&self, row: &'row Row) -> &'row str {
        let all = Some(self.profile.lookups.ethnicity.anchors.all);
        let texts = || self.groups.iter().map(|place| row.cell(*place));
        let named = texts().find(|text| !text.is_empty() && self.category(text) != all);
        named.or_else(|| texts().next_back()).unwrap_or_default()
    }

    fn category(&self, text: &str) -> Option<Category> {
        self.known.get(text).copied().flatten()
    }

    /// The group of a row.
    fn group(&self, row: &Row) -> Group {
        let label = self.label(row);
        self.category(label).ok_or_else(|| label.to_owned())
    }

    /// Whether a row is of a label that the list does not know.
    pub(super) fn is_unknown(&self, row: &Row) -> bool {
        self.group(row).is_err() && !self.label(row).is_empty()
    }

    /// Whether a row is of an ethnic group, in an area that the project knows.
    pub(super) fn is_of_group(&self, row: &Row) -> bool {
        let ethnicity = &self.profile.lookups.ethnicity;
        let known = self.areas.is_empty() || self.known_areas.contains(self.area(row));
        known && (self.groups.is_empty() || self.group(row).is_ok_and(|category| ethnicity.is_group(category)))
    }

    fn area<'row>(&self, row: &'row Row) -> &'row str {
        let texts = self.areas.iter().map(|place| row.cell(*place));
        texts.clone().find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// What tells rows apart.
    pub(super) fn of<'row>(&self, row: &'row Row) -> (Group, &'row str, Vec<&'row str>) {
        (self.group(row), self.area(row), self.others.iter().map(|place| row.cell(*place)).collect())
    }

    /// The groups and the areas that some rows hold.
    pub(super) fn held<'row>(
        &self,
        rows: impl Iterator<Item = &'row Row>,
    ) -> (BTreeSet<Category>, BTreeSet<&'row str>) {
        let (mut groups, mut areas) = (BTreeSet::new(), BTreeSet::new());
        for row in rows {
            groups.extend(self.group(row).ok());
            if self.known_areas.contains(self.area(row)) {
                areas.insert(self.area(row));
            }
        }
        (groups, areas)
    }
}
