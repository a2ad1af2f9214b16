//! The ethnic groups of a table: in a column, or in the names of columns; the list that knows them, and the
//! classifications that they fit.

use std::collections::BTreeSet;

use crate::ethnicity::Category;

use super::column::{ColumnProfile, LabelMatch};
use super::profile::TableProfile;
use super::wide;

/// Where the ethnic groups are.
#[derive(Debug, Clone, PartialEq)]
pub enum GroupsIn {
    /// In a column; in several, the finest first, where each says `Total` for what stands in the next.
    Columns(Vec<String>),
    /// In the names of columns: these texts.
    Headers(Vec<String>),
}

/// Another list that knows the same labels.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherList {
    /// Its name.
    pub scheme: String,
    /// Whether it means the same groups by them.
    pub is_same: bool,
}

/// The ethnic groups of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundGroups {
    /// Where they are.
    pub location: GroupsIn,
    /// What the list that knows them best makes of their labels.
    pub labels: LabelMatch,
    /// Other lists that know all that the best one knows.
    pub other_lists: Vec<OtherList>,
}

/// The share of labels that must be known for a column to hold ethnic groups.
pub(super) const ENOUGH: f64 = 0.75;

/// The same for a column that the layout names.
const SOME: f64 = 0.3;

/// No list of groups is longer, and a column with more texts is of something else.
const MOST_LABELS: usize = 300;

impl FoundGroups {
    /// The column, or the columns, of the ethnic groups, with the list that knows them best.
    pub(super) fn find(profile: &TableProfile<'_, '_>) -> Option<Self> {
        let schemes = schemes(profile);
        if let Some((column, labels)) = best_column(profile, &schemes) {
            let own = std::iter::once(&labels.scheme);
            let pair = own.chain(&schemes).find_map(|scheme| Some((side_by_side(profile, column, scheme)?, scheme)));
            let (columns, scheme) = pair.unwrap_or_else(|| (vec![column], &labels.scheme));
            let labels = LabelMatch::new(scheme, texts_of(&columns).into_iter(), &profile.lookups.ethnicity);
            let names = columns.iter().map(|column| column.name.clone()).collect();
            let other_lists = other_lists(profile, &schemes, &labels, &texts_of(&columns));
            return Some(Self { location: GroupsIn::Columns(names), labels, other_lists });
        }
        let (texts, labels) = wide::groups(&profile.table, &profile.lookups.ethnicity, &schemes)?;
        let other_lists = other_lists(profile, &schemes, &labels, &texts);
        let texts = texts.into_iter().map(str::to_owned).collect();
        Some(Self { location: GroupsIn::Headers(texts), labels, other_lists })
    }

    /// The columns in which they are; none where they are in the names of columns.
    pub(super) fn columns(&self) -> &[String] {
        match &self.location {
            GroupsIn::Columns(columns) => columns,
            GroupsIn::Headers(_) => &[],
        }
    }

    /// Of several columns the finest alone.
    pub(super) fn finest(&mut self) {
        if let GroupsIn::Columns(columns) = &mut self.location {
            columns.truncate(1);
        }
    }

    /// Only the labels of the rows that are read.
    pub(super) fn restrict(&mut self, profile: &TableProfile<'_, '_>, labels: &BTreeSet<&str>) {
        let scheme = self.labels.scheme.clone();
        self.labels = LabelMatch::new(&scheme, labels.iter().copied(), &profile.lookups.ethnicity);
        let texts: Vec<&str> = labels.iter().copied().collect();
        self.other_lists = other_lists(profile, &schemes(profile), &self.labels, &texts);
    }

    /// The classifications that the labels fit, the likeliest first: that of the layout, that which goes by the name of
    /// the list, or those of the census that was the latest at the time of the figures.
    pub(super) fn classifications(&self, profile: &TableProfile<'_, '_>, latest_year: Option<i32>) -> Vec<String> {
        if let Some(declared) = profile.known.and_then(|known| known.classification.clone()) {
            return vec![declared];
        }
        let ethnicity = &profile.lookups.ethnicity;
        let fitting = ethnicity.infer(&self.labels.found);
        let mut codes: Vec<String> = fitting.iter().map(|fit| fit.code.clone()).collect();
        let scheme = &self.labels.scheme;
        // The classification of a list's own name is meant, also where few of its groups are there.
        let own = ethnicity.classification_codes().into_iter();
        let mut own = own.filter(|code| code.starts_with(&format!("{scheme}-")));
        let holds_all = |code: &String| {
            let groups = self.labels.found.iter().filter(|category| ethnicity.is_group(**category));
            ethnicity.classification(code).is_some_and(|own| groups.clone().all(|group| own.contains(*group)))
        };
        if let Some(own) = own.find(holds_all) {
            return vec![own];
        }
        let named = |code: &String| code == scheme || scheme.ends_with(&format!("-{}", edition(code)));
        if codes.iter().any(named) {
            codes.retain(named);
        }
        let all = ethnicity.classification_codes();
        let years: BTreeSet<i32> = all.iter().filter_map(|code| edition(code).parse().ok()).collect();
        let latest = latest_year.and_then(|year| years.range(..=year).next_back());
        let year = latest.or(years.first()).map(i32::to_string);
        codes.sort_by_key(|code| year.as_deref() != Some(edition(code)));
        codes
    }

    /// The groups of a classification that are missing: in themselves, their parts and their wholes.
    pub(super) fn absent(&self, profile: &TableProfile<'_, '_>, classification: Option<&String>) -> Vec<String> {
        let ethnicity = &profile.lookups.ethnicity;
        let Some(classification) = classification.and_then(|code| ethnicity.classification(code)) else {
            return Vec::new();
        };
        let found = &self.labels.found;
        let there = |category: &Category| {
            let whole = classification.top_level_of(*category);
            found.contains(category) || whole.is_some_and(|whole| found.contains(&whole))
        };
        let absent = classification.required().filter(|category| !there(category));
        absent.map(|category| ethnicity.label(category).to_owned()).collect()
    }
}

/// What stands before the first hyphen in the code of a classification: the year of its census, or a name.
fn edition(code: &str) -> &str {
    code.split('-').next().unwrap_or_default()
}

/// The lists in which labels are looked up: those of the layout, or all.
fn schemes(profile: &TableProfile<'_, '_>) -> Vec<String> {
    let declared = profile.known.map(|known| known.schemes.clone());
    declared.filter(|schemes| !schemes.is_empty()).unwrap_or_else(|| profile.lookups.ethnicity.schemes())
}

/// Whether the name of a column says that it holds codes of groups: `Ethnic group code`, and not `ethnicity_mixed`.
fn says_code(name: &str) -> bool {
    let name = name.to_lowercase();
    name.contains("ethnic") && ["code", "sde", "id"].iter().any(|word| name.contains(word))
}

/// The column of which a list knows most, of those that the layout names or of all.
fn best_column<'p>(profile: &'p TableProfile<'_, '_>, schemes: &[String]) -> Option<(&'p ColumnProfile, LabelMatch)> {
    let ethnicity = &profile.lookups.ethnicity;
    let declared = profile.present(|known| &known.ethnicity);
    let wanted = if declared.is_empty() { ENOUGH } else { SOME };
    let mut best: Option<(f64, &ColumnProfile, LabelMatch)> = None;
    for column in &profile.columns {
        // Numbers can be codes of groups, and are hardly ever; the name of their column says so.
        let said =
            column.name.to_lowercase().contains("ethnic") && !column.is_mostly_numbers() || says_code(&column.name);
        let rank = declared.iter().position(|name| *name == column.name);
        let searched = column.texts.len() <= MOST_LABELS
            && (said || !column.is_mostly_numbers())
            && (declared.is_empty() || rank.is_some());
        // Figures of 1 to 6 are codes of a list, too.
        let plausible = said || !column.filled_texts().any(|text| tables::number::parse(text).is_ok());
        let searched = searched && (plausible || rank.is_some());
        for scheme in schemes.iter().filter(|_| searched) {
            let labels = LabelMatch::new(scheme, column.filled_texts(), ethnicity);
            if labels.share < wanted || !labels.are_groups(ethnicity) {
                continue;
            }
            let score = labels.share - rank.unwrap_or_default() as f64;
            // The smaller of two lists that know as much is the more specific.
            let is_better = best.as_ref().is_none_or(|(other, _, kept)| {
                (score, ethnicity.size(&kept.scheme)) > (*other, ethnicity.size(&labels.scheme))
            });
            if is_better {
                best = Some((score, column, labels));
            }
        }
    }
    best.map(|(_, column, labels)| (column, labels))
}

/// A column of groups, and the one beside it of broader groups, where one says `Total` for what stands in the other.
fn side_by_side<'p>(
    profile: &'p TableProfile<'_, '_>,
    best: &'p ColumnProfile,
    scheme: &str,
) -> Option<Vec<&'p ColumnProfile>> {
    let ethnicity = &profile.lookups.ethnicity;
    let all = ethnicity.anchors.all;
    if LabelMatch::new(scheme, best.filled_texts(), ethnicity).share < ENOUGH {
        return None;
    }
    let others = profile.columns.iter().filter(|column| column.name != best.name && column.texts.len() <= MOST_LABELS);
    for other in others {
        let labels = LabelMatch::new(scheme, other.filled_texts(), ethnicity);
        if labels.share < ENOUGH || !labels.are_groups(ethnicity) {
            continue;
        }
        let (Some(own), Some(beside)) = (profile.place(&best.name), profile.place(&other.name)) else { continue };
        // Whether the first of two columns says `Total` where the second names a group.
        let passes = |first: usize, second: usize| {
            profile.table.rows.iter().any(|row| {
                let of = |place| ethnicity.look_up(scheme, row.cell(place));
                of(first) == Some(all) && of(second).is_some_and(|category| category != all)
            })
        };
        match (passes(own, beside), passes(beside, own)) {
            (true, false) => return Some(vec![best, other]),
            (false, true) => return Some(vec![other, best]),
            (true, true) | (false, false) => {}
        }
    }
    None
}

/// The texts of some columns, each once.
fn texts_of<'p>(columns: &[&'p ColumnProfile]) -> Vec<&'p str> {
    let texts: BTreeSet<&str> = columns.iter().flat_map(|column| column.filled_texts()).collect();
    texts.into_iter().collect()
}

/// Other lists that know all that the best one knows, and whether they mean the same groups.
fn other_lists(
    profile: &TableProfile<'_, '_>,
    schemes: &[String],
    best: &LabelMatch,
    texts: &[&str],
) -> Vec<OtherList> {
    let ethnicity = &profile.lookups.ethnicity;
    let known = texts.iter().filter_map(|text| Some((*text, ethnicity.look_up(&best.scheme, text)?)));
    let known: Vec<(&str, Category)> = known.collect();
    let other = |scheme: &String| {
        let meant = known.iter().map(|(text, category)| Some(ethnicity.look_up(scheme, text)? == *category));
        let meant: Vec<bool> = meant.collect::<Option<_>>()?;
        Some(OtherList { scheme: scheme.clone(), is_same: meant.into_iter().all(|same| same) })
    };
    schemes.iter().filter(|scheme| **scheme != best.scheme).filter_map(other).collect()
}
