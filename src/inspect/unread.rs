//! The columns of a table that its recipe does not read, by name.

use super::areas::holds_codes;
use super::column::ColumnProfile;
use super::figures::{FoundFigure, is_of};
use super::groups::{FoundGroups, GroupsIn};
use super::profile::TableProfile;
use super::selection::Selection;
use crate::source::GROUP;

/// The columns that a recipe does not read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unread {
    /// Those of the pattern of a figure, with a group that no list knows.
    pub beside: Vec<String>,
    /// Those of figures that are below zero.
    pub negative: Vec<String>,
    /// Others that hold numbers, or ranges in place of them.
    pub figures: Vec<String>,
    /// The rest, such as names beside codes.
    pub others: Vec<String>,
}

impl Unread {
    /// All columns but those of keys, figures, filters and dimensions.
    pub(super) fn find(
        profile: &TableProfile<'_, '_>,
        groups: &FoundGroups,
        figures: &[FoundFigure],
        (selection, taken): (&Selection, &[String]),
    ) -> Self {
        let mut unread = Self::default();
        if profile.is_records() {
            return unread;
        }
        let is_figure = |name: &String| match &groups.location {
            GroupsIn::Columns(_) => figures.iter().any(|figure| figure.column == *name),
            GroupsIn::Headers(texts) => figures.iter().any(|figure| is_of(figure, name, texts)),
        };
        for column in profile.columns.iter().filter(|column| column.filled > 0) {
            let name = &column.name;
            let is_read =
                taken.contains(name) || selection.filter.contains_key(name) || selection.dimensions.contains(name);
            if is_read || is_figure(name) {
                continue;
            }
            let list = if is_beside(column, groups, figures) {
                &mut unread.beside
            } else if column.is_negative() && column.is_figures() {
                &mut unread.negative
            } else if column.has_figures() && !name.to_lowercase().contains("code") && !holds_codes(name) {
                &mut unread.figures
            } else {
                &mut unread.others
            };
            list.push(name.clone());
        }
        unread
    }
}

/// Whether a column follows the pattern of a figure with another text in the place of the group.
fn is_beside(column: &ColumnProfile, groups: &FoundGroups, figures: &[FoundFigure]) -> bool {
    let follows = |figure: &FoundFigure| {
        let (before, after) = figure.column.split_once(GROUP).unwrap_or_default();
        let fits = column.name.starts_with(before) && column.name.ends_with(after);
        !(before.is_empty() && after.is_empty()) && fits && column.name.len() > before.len() + after.len()
    };
    matches!(groups.location, GroupsIn::Headers(_)) && figures.iter().any(follows)
}
