//! Where in a table stands what its card names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::finding::{Findings, Location};
use crate::source::{AREA, CellFilter, EVENTS, Field, FileCard, GROUP, Layout};
use tables::table::missing_column;
use tables::{Row, Table};

/// Where the columns that the card names stand in the table.
pub(super) struct Columns {
    pub period: ResolvedField,
    pub area: ResolvedField,
    pub groups: Vec<Group>,
    pub dimensions: Vec<usize>,
    pub filter: Vec<(usize, CellFilter)>,
    /// The names of the figures, in the order of an observation.
    pub figures: Vec<String>,
}

/// A field whose columns are found in the table.
pub(super) enum ResolvedField {
    /// The same for every row.
    Constant(String),
    /// In the first of these columns that is not blank.
    FirstOf(Vec<usize>),
    /// In these columns together, with a text between them.
    Joined(Vec<usize>, String),
}

impl ResolvedField {
    /// The text of a row, and the column in which it stands.
    pub(super) fn read<'text>(&'text self, row: &'text Row) -> (&'text str, Option<usize>) {
        match self {
            Self::Constant(text) => (text, None),
            Self::FirstOf(_) => self.first(row, |text| !text.is_empty()),
            Self::Joined(columns, _) => {
                let column = columns.first().copied();
                (column.map_or("", |column| row.cell(column)), column)
            }
        }
    }

    /// The text of the first column that is wanted, or else of the last, and the column.
    pub(super) fn first<'text>(
        &'text self,
        row: &'text Row,
        wanted: impl Fn(&str) -> bool,
    ) -> (&'text str, Option<usize>) {
        let Self::FirstOf(columns) = self else {
            return self.read(row);
        };
        let filled = columns.iter().find(|column| wanted(row.cell(**column)));
        let column = filled.or(columns.last()).copied();
        (column.map_or("", |column| row.cell(column)), column)
    }

    /// The text of a row, put together where it stands in several columns.
    pub(super) fn whole<'text>(&'text self, row: &'text Row) -> Cow<'text, str> {
        let Self::Joined(columns, between) = self else {
            return Cow::Borrowed(self.read(row).0);
        };
        Cow::Owned(columns.iter().map(|column| row.cell(*column)).collect::<Vec<_>>().join(between))
    }
}

/// One ethnic group of a row: the only one of a tidy row, one of several in a wide one.
pub(super) struct Group {
    /// Its label.
    pub label: ResolvedField,
    /// The column of a wide file from whose name the label was taken.
    pub header: Option<usize>,
    /// The column of each figure; none where the file does not have it for this group.
    pub figures: Vec<Option<usize>>,
}

impl Columns {
    /// Finds all columns; every one that is missing is reported.
    pub(super) fn find(table: &Table, card: &FileCard, findings: &mut Findings) -> Option<Self> {
        let search = Search { table, card };
        let period = search.field(&card.period, findings);
        let by_position = Field::Column(AREA.to_owned());
        let area = search.field(card.area.as_ref().unwrap_or(&by_position), findings);
        let all = |names: Vec<&str>, findings: &mut Findings| -> Option<Vec<usize>> {
            let places: Vec<_> = names.into_iter().map(|name| table.column(name, findings)).collect();
            places.into_iter().collect()
        };
        let dimensions = all(card.dimensions.iter().map(String::as_str).collect(), findings);
        // Records were counted with their conditions.
        let conditions = Some(&card.filter).filter(|_| card.layout != Layout::Records);
        let filter = conditions.cloned().unwrap_or_default();
        let filtered = all(filter.keys().map(String::as_str).collect(), findings);
        let groups = match card.layout {
            Layout::Tidy | Layout::Records => search.only_group(findings).map(|group| vec![group]),
            Layout::Wide => search.groups(findings),
        };
        Some(Self {
            period: period?,
            area: area?,
            groups: groups?,
            dimensions: dimensions?,
            filter: filtered?.into_iter().zip(filter.into_values()).collect(),
            figures: card.figure_names(),
        })
    }

    /// Where columns stand in the file, by their names and by those of figures that have one column. Records have none:
    /// their table is made by counting.
    pub(super) fn places(&self, table: &Table, card: &FileCard) -> BTreeMap<String, u64> {
        if card.layout == Layout::Records {
            return BTreeMap::new();
        }
        let place = |column: usize| table.columns.get(column).copied();
        let named = table.header.iter().enumerate();
        let mut places: BTreeMap<String, u64> =
            named.filter_map(|(column, name)| Some((name.clone(), place(column)?))).collect();
        if let ([only], Layout::Tidy) = (self.groups.as_slice(), card.layout) {
            let figures = self.figures.iter().zip(&only.figures);
            places.extend(figures.filter_map(|(name, column)| Some((name.clone(), place((*column)?)?))));
        }
        places
    }
}

struct Search<'a> {
    table: &'a Table,
    card: &'a FileCard,
}

impl Search<'_> {
    fn field(&self, field: &Field, findings: &mut Findings) -> Option<ResolvedField> {
        if let Some(text) = field.constant() {
            return Some(ResolvedField::Constant(text.to_owned()));
        }
        let columns: Vec<_> = field.columns().iter().map(|name| self.table.column(name, findings)).collect();
        let columns = columns.into_iter().collect::<Option<Vec<usize>>>()?;
        Some(match field {
            Field::Joined { with, .. } => ResolvedField::Joined(columns, with.clone()),
            Field::Column(_) | Field::FirstOf(_) | Field::Constant { .. } => ResolvedField::FirstOf(columns),
        })
    }

    /// The group of a tidy row.
    fn only_group(&self, findings: &mut Findings) -> Option<Group> {
        // A card without the key is refused when it is read.
        let label = self.field(self.card.ethnicity.as_ref()?, findings);
        let records = (self.card.layout == Layout::Records).then_some(EVENTS);
        let figures: Vec<Option<usize>> = self
            .card
            .figures
            .iter()
            .map(|(_, column)| column)
            .chain(records)
            .map(|column| self.table.column(column, findings))
            .collect();
        Some(Group { label: label?, header: None, figures: figures.iter().all(Option::is_some).then_some(figures)? })
    }

    /// The groups of a wide file: by the pattern of the columns' names, and those that follow none.
    fn groups(&self, findings: &mut Findings) -> Option<Vec<Group>> {
        let names = self.card.figure_names();
        let mut groups = WideGroups { figures: names.len(), found: Vec::new() };
        let mut complete = true;
        for (figure, pattern) in self.card.figures.iter() {
            let place = names.iter().position(|name| name == figure)?;
            let found = self.by_pattern(pattern, findings);
            complete &= found.is_some();
            for (label, column) in found.unwrap_or_default() {
                groups.set(label, place, column);
            }
        }
        for column in &self.card.columns {
            let place = names.iter().position(|name| *name == column.figure)?;
            let Some(found) = self.table.column(&column.name, findings) else {
                complete = false;
                continue;
            };
            groups.set(column.group.clone(), place, found);
        }
        complete.then(|| groups.found.into_iter().map(|(_, group)| group).collect())
    }

    /// The columns whose names follow a pattern, with the text that stands for the group in each.
    fn by_pattern(&self, pattern: &str, findings: &mut Findings) -> Option<Vec<(String, usize)>> {
        let (before, after) = pattern.split_once(GROUP)?;
        let wanted: BTreeMap<String, &String> =
            self.card.groups.iter().map(|group| (group.to_lowercase(), group)).collect();
        let matching: Vec<(String, usize)> = self
            .table
            .header
            .iter()
            .enumerate()
            .filter_map(|(place, name)| Some((between(name, before, after)?, place)))
            .filter(|(text, _)| wanted.is_empty() || wanted.contains_key(&text.to_lowercase()))
            .collect();
        let found: Vec<String> = matching.iter().map(|(text, _)| text.to_lowercase()).collect();
        let absent: Vec<String> = match (wanted.is_empty(), matching.is_empty()) {
            (true, true) => vec![pattern.to_owned()],
            _ => wanted
                .iter()
                .filter(|(text, _)| !found.contains(text))
                .map(|(_, group)| pattern.replace(GROUP, group))
                .collect(),
        };
        for column in &absent {
            let place = Location::line(&self.table.path, self.table.line);
            findings.add(missing_column(column, &self.table.header), place);
        }
        absent.is_empty().then_some(matching)
    }
}

/// The text between two others, without regard to case.
fn between(name: &str, before: &str, after: &str) -> Option<String> {
    let middle = name.get(before.len()..name.len().checked_sub(after.len())?)?;
    let (start, end) = (name.get(..before.len())?, name.get(name.len() - after.len()..)?);
    let fits = start.eq_ignore_ascii_case(before) && end.eq_ignore_ascii_case(after);
    let middle = middle.trim();
    (fits && !middle.is_empty()).then(|| middle.to_owned())
}

/// The groups of a wide file as they are found, each by its label.
struct WideGroups {
    figures: usize,
    found: Vec<(String, Group)>,
}

impl WideGroups {
    /// Notes the column of a figure of a group.
    fn set(&mut self, label: String, figure: usize, column: usize) {
        let place = self.found.iter().position(|(known, _)| *known == label).unwrap_or_else(|| {
            let text = ResolvedField::Constant(label.clone());
            self.found.push((label, Group { label: text, header: Some(column), figures: vec![None; self.figures] }));
            self.found.len() - 1
        });
        let entry = self.found.get_mut(place).and_then(|(_, group)| group.figures.get_mut(figure));
        if let Some(entry) = entry {
            *entry = Some(column);
        }
    }
}
