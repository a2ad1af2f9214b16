//! How one file is read: a `[[file]]` table of a source card.
//!
//! Three shapes occur. In a *tidy* file a row is an observation. In a *wide* one a row is an area, and each column one
//! quantity of one ethnic group. In a file of *records* a row is an event, and the events are counted.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::period::PeriodKind;
use tables::number::DecimalMark;

use super::filter::CellFilter;
use super::marker::Marker;
use super::seen_in::SeenIn;

/// The shape of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// A row an observation.
    Tidy,
    /// A row an area, a column one quantity of one group.
    Wide,
    /// A row an event.
    Records,
}

/// How one file is read.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FileCard {
    /// Its name; for records also a pattern of names, such as `2021-*/*.csv`.
    pub name: String,
    /// Its checksum; of several files, that of all of them one after another. A private file has none: whoever guesses a
    /// few counts can try them out against it.
    #[serde(default)]
    pub sha256: String,
    /// Its layout.
    pub layout: Layout,
    /// The sheet of a workbook, or the member of an archive; needed where there are several.
    pub sheet: Option<String>,
    /// The lines of its header; found by the program when not given.
    pub header: Option<Vec<u64>>,
    /// The list in which its ethnicity labels are looked up.
    pub scheme: String,
    /// The classification that its labels make up; inferred from the whole set of labels when it is not given.
    pub classification: Option<String>,
    /// Where the period stands.
    pub period: Field,
    /// What the period labels mean.
    pub period_kind: PeriodKind,
    /// Where the area stands: in the first of some columns that is not blank.
    pub area: Option<Field>,
    /// Whether rows of areas that are not in `data/areas.csv` are left out and counted, or refused.
    #[serde(default)]
    pub other_areas: OtherAreas,
    /// Where the ethnic group stands; in a wide file the columns say it.
    pub ethnicity: Option<Field>,
    /// Which rows are read: what a column must hold. The others are left out and counted.
    #[serde(default, rename = "where")]
    pub filter: BTreeMap<String, CellFilter>,
    /// Columns that tell rows apart besides period, area and group, and that a measure may filter by.
    #[serde(default)]
    pub dimensions: Vec<String>,
    /// The figures, and the column of each. In a wide file a column's name has `{group}` where the group stands.
    #[serde(default)]
    pub figures: FigureColumns,
    /// In a wide file: the texts that stand for `{group}`; those that the columns hold when not given.
    #[serde(default)]
    pub groups: Vec<String>,
    /// In a wide file: columns that follow no pattern.
    #[serde(default, rename = "column")]
    pub columns: Vec<NamedColumn>,
    /// The columns of latitude and longitude of records that are placed by their position.
    pub position: Option<Positions>,
    /// To what the figures of a column were rounded, in its own unit.
    #[serde(default)]
    pub rounded_to: BTreeMap<String, f64>,
    /// By what the figures of a column are multiplied: 1000 where they are printed in thousands.
    #[serde(default)]
    pub scale: BTreeMap<String, f64>,
    /// What stands before the fraction of its figures; needed where that is not plain.
    pub decimal: Option<Decimal>,
    /// By how much the groups, with unknown ethnicity, may miss the published total.
    #[serde(default)]
    pub total_tolerance: f64,
    /// The census year of the population column that the file brings with it.
    pub population_year: Option<i32>,
    /// Whether it is a table that a borough fills in, and may have no row yet.
    #[serde(default)]
    pub to_be_filled: bool,
    /// Where its figures were seen.
    #[serde(default)]
    pub seen_in: SeenIn,
    /// What stands in place of a missing figure, and what it means.
    #[serde(default)]
    pub markers: BTreeMap<String, Marker>,
}

/// What stands before a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Decimal {
    /// A point; commas part thousands.
    #[serde(rename = ".")]
    Point,
    /// A comma; points part thousands.
    #[serde(rename = ",")]
    Comma,
}

/// Where a field of a row, such as its period, is read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields, expecting = "the name of a column, a list of them, or `{ is = \"a text\" }`")]
pub enum Field {
    /// In a column.
    Column(String),
    /// In the first of some columns that is not blank.
    FirstOf(Vec<String>),
    /// In no column: it is the same for the whole file.
    Constant {
        /// The text, as it could stand in the file.
        is: String,
    },
    /// In several columns that say it together, such as the first and the last day of a period.
    Joined {
        /// The columns.
        join: Vec<String>,
        /// What is put between them.
        #[serde(default = "blank")]
        with: String,
    },
}

fn blank() -> String {
    " ".to_owned()
}

impl Field {
    /// The columns in which it may stand.
    pub fn columns(&self) -> &[String] {
        match self {
            Self::Column(column) => std::slice::from_ref(column),
            Self::FirstOf(columns) | Self::Joined { join: columns, .. } => columns,
            Self::Constant { .. } => &[],
        }
    }

    /// The first column in which it may stand; no name where it stands in none.
    pub fn column(&self) -> &str {
        self.columns().first().map_or("", String::as_str)
    }

    /// The text that is the same for the whole file.
    pub fn constant(&self) -> Option<&str> {
        match self {
            Self::Constant { is } => Some(is),
            Self::Column(_) | Self::FirstOf(_) | Self::Joined { .. } => None,
        }
    }
}

/// What happens to rows of areas that are not in `data/areas.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OtherAreas {
    /// They stop the run: a code may be mistyped.
    #[default]
    Refuse,
    /// They are left out and counted: the file is of the whole country.
    LeaveOut,
}

/// A column of a wide file that follows no pattern.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedColumn {
    /// Its name.
    pub name: String,
    /// The group, as a label of the list.
    pub group: String,
    /// The figure that it holds.
    pub figure: String,
}

/// The columns of a position.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Positions {
    /// The column of the latitude.
    pub latitude: String,
    /// The column of the longitude.
    pub longitude: String,
    /// The file of outlines, beside the card.
    pub boundaries: String,
}

/// The figures of a file and the column of each: a list where both have one name, a table where they do not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "FiguresAsWritten")]
pub struct FigureColumns(Vec<(String, String)>);

#[derive(Deserialize)]
#[serde(untagged, expecting = "a list of columns, or `{ name = \"column\" }`")]
enum FiguresAsWritten {
    Names(Vec<String>),
    Columns(BTreeMap<String, String>),
}

impl From<FiguresAsWritten> for FigureColumns {
    fn from(written: FiguresAsWritten) -> Self {
        Self(match written {
            FiguresAsWritten::Names(names) => names.into_iter().map(|name| (name.clone(), name)).collect(),
            FiguresAsWritten::Columns(columns) => columns.into_iter().collect(),
        })
    }
}

impl FigureColumns {
    /// Each figure with its column.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0.iter();
        pairs.map(|(name, column)| (name.as_str(), column.as_str()))
    }
}

/// Where the group stands in the pattern of a column's name.
pub const GROUP: &str = "{group}";

/// The column of the area code, where records were placed by their position.
pub const AREA: &str = "area_code";

/// The figure of records: how many there are.
pub const EVENTS: &str = "events";

impl FileCard {
    /// The column of the ethnic group; no name where the columns say it.
    pub fn ethnicity_column(&self) -> &str {
        self.ethnicity.as_ref().map_or("", Field::column)
    }

    /// The names of its figures, in the order in which an observation holds them.
    pub fn figures(&self) -> impl Iterator<Item = &str> {
        let listed = self.figures.iter().map(|(name, _)| name);
        let named = self.columns.iter().enumerate();
        let named = named.filter(|(place, column)| {
            let before = self.columns.iter().take(*place);
            !before.map(|earlier| &earlier.figure).any(|figure| *figure == column.figure)
                && self.figures.iter().all(|(name, _)| name != column.figure)
        });
        listed
            .chain(named.map(|(_, column)| column.figure.as_str()))
            .chain((self.layout == Layout::Records).then_some(EVENTS))
    }

    /// The names of its figures, for a message.
    pub fn figure_names(&self) -> Vec<String> {
        self.figures().map(str::to_owned).collect()
    }

    /// What stands before the fraction of its figures.
    pub fn decimal_mark(&self) -> DecimalMark {
        match self.decimal {
            Some(Decimal::Comma) => DecimalMark::Comma,
            Some(Decimal::Point) | None => DecimalMark::Point,
        }
    }

    /// The place of a figure among the figures of an observation.
    pub fn figure(&self, name: &str) -> Option<usize> {
        self.figures().position(|figure| figure == name)
    }

    /// Whether a file or folder beside the card is one that the recipe speaks of.
    pub fn speaks_of(&self, name: &str) -> bool {
        let first = self.name.split('/').next().unwrap_or_default();
        let pattern = glob::Pattern::new(first).ok();
        let boundaries = self.position.as_ref().map(|position| position.boundaries.as_str());
        self.name == name || boundaries == Some(name) || pattern.is_some_and(|pattern| pattern.matches(name))
    }

    /// What its keys contradict, as the key and the rule.
    pub fn problems(&self) -> Vec<(&'static str, &'static str)> {
        let rules = self.rules_of_shape().into_iter().chain(self.rules_of_records());
        rules.filter(|(broken, _, _)| *broken).map(|(_, key, rule)| (key, rule)).collect()
    }

    /// Whether each rule is broken, with its key.
    fn rules_of_shape(&self) -> [(bool, &'static str, &'static str); 8] {
        let wide = self.layout == Layout::Wide;
        let patterns = self.figures.iter().all(|(_, column)| column.contains(GROUP));
        let joined = |field: &Option<Field>| matches!(field, Some(Field::Joined { .. }));
        let alone = "only a period may be joined from several columns";
        let columns: BTreeSet<&str> = self.figures.iter().map(|(_, column)| column).collect();
        let of_wide = !self.groups.is_empty() || !self.columns.is_empty();
        [
            (
                wide == self.ethnicity.is_some(),
                "ethnicity",
                "it is needed, but for a wide file, whose columns say the group",
            ),
            (joined(&self.area), "area", alone),
            (joined(&self.ethnicity), "ethnicity", alone),
            (wide && !patterns, "figures", "in a wide file each column's name has {group} in it"),
            (of_wide && !wide, "layout", "`groups` and [[file.column]] are for a wide file"),
            (columns.len() < self.figures.iter().count(), "figures", "two figures cannot be read from one column"),
            (self.figures().next().is_none(), "figures", "a file without figures says nothing"),
            (
                self.header.as_ref().is_some_and(Vec::is_empty),
                "header",
                "it is the lines of the header, such as [3, 4]",
            ),
        ]
    }

    fn rules_of_records(&self) -> [(bool, &'static str, &'static str); 7] {
        let records = self.layout == Layout::Records;
        let one_column = |place: &Field| place.columns().len() == 1;
        [
            (
                records && self.figures.iter().next().is_some(),
                "figures",
                "records are counted; their figure is called `events`",
            ),
            (self.position.is_some() && !records, "position", "only records have positions"),
            (
                self.to_be_filled && self.classification.is_none(),
                "classification",
                "a table that is to be filled in has no labels yet that would say it",
            ),
            (
                self.area.is_some() == self.position.is_some(),
                "area",
                "it is needed, but for records that have a `position`",
            ),
            (records && !self.area.as_ref().is_none_or(one_column), "area", "records have it in one column"),
            (
                records && self.filter.values().any(CellFilter::is_choice),
                "where",
                "records can be asked for one text, or for none of several, and not for one of several",
            ),
            (records && !one_column(&self.period), "period", "records have their date or period in one column"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Written {
        area: Field,
    }

    #[test]
    fn a_field_is_in_columns_or_the_same_for_the_whole_file() {
        let field = |area| toml::from_str(&format!("area = {area}")).ok().map(|written: Written| written.area);
        assert_eq!(field(r#"["LA", "region"]"#).unwrap().columns(), ["LA", "region"]);
        let constant = field(r#"{ is = "England" }"#).unwrap();
        assert_eq!((constant.constant(), constant.column()), (Some("England"), ""));
        assert!(field(r#"{ is = "England", column = "LA" }"#).is_none());
    }
}
