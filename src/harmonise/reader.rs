//! One row → its observations, one for each group of a wide file, or what is wrong with each of its cells.

use std::cell::RefCell;
use std::collections::BTreeMap;

use tables::number::{self, DecimalMark};
use tables::{Row, Table};

use crate::area::Areas;
use crate::ethnicity::{Category, Ethnicity};
use crate::finding::{Check, Findings, Location, Problem, negative, not_a_number};
use crate::observation::{Figure, Observation};
use crate::period::{Period, PeriodKind};
use crate::source::{FileCard, Layout, OtherAreas};

use super::columns::{Columns, Group};
use super::line;

const UNKNOWN_LABEL: Check = Check { name: "unknown-label", page: "docs/checks/unknown-label.md" };

/// What a row of a table says in our terms, as the card says.
pub(super) struct RowReader<'a> {
    pub(super) table: &'a Table,
    pub(super) card: &'a FileCard,
    pub(super) areas: &'a Areas,
    pub(super) ethnicity: &'a Ethnicity,
    pub(super) columns: Columns,
    /// What stands before the fraction of each figure.
    pub(super) marks: Vec<DecimalMark>,
    /// What is wrong with each unknown area and label: the nearest known one takes long to find, and a misspelling can
    /// stand in every row.
    unknown: RefCell<BTreeMap<(Unknown, String), Problem>>,
}

/// For how many unknown texts of a file the nearest known one is looked up.
const MOST_NEAREST: usize = 500;

/// What a text is unknown as.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unknown {
    Area,
    Label,
}

/// A figure as the card names it, the column in which it stands, and what stands before its fraction.
type FigureCell<'a> = (&'a str, Option<usize>, DecimalMark);

impl<'a> RowReader<'a> {
    /// Of a table whose columns were found.
    pub(super) fn new(
        table: &'a Table,
        card: &'a FileCard,
        (areas, ethnicity): (&'a Areas, &'a Ethnicity),
        columns: Columns,
    ) -> Self {
        Self { table, card, areas, ethnicity, columns, marks: Vec::new(), unknown: RefCell::default() }
    }

    /// Why the card leaves a row out, if it does, and the text that says so.
    pub(super) fn leaves_out<'row>(&'row self, row: &'row Row) -> Option<(String, &'row str)> {
        for (column, filter) in &self.columns.filter {
            if !filter.accepts(row.cell(*column)) {
                let name = self.table.header.get(*column);
                let name = name.map_or("", String::as_str);
                return Some((format!("the recipe of the file takes other values of `{name}`"), row.cell(*column)));
            }
        }
        let elsewhere = self.card.other_areas == OtherAreas::LeaveOut && self.areas.find(self.area(row).0).is_none();
        elsewhere.then(|| ("the area is none of data/areas.csv".to_owned(), self.area(row).0))
    }

    /// The text of the area, and the column in which it stands.
    fn area<'row>(&'row self, row: &'row Row) -> (&'row str, Option<usize>) {
        self.columns.area.read(row)
    }

    /// The label of a group: in the first of several columns that names one, which is the finest, and not everybody.
    fn label<'row>(&'row self, group: &'row Group, row: &'row Row) -> (&'row str, Option<usize>) {
        let (scheme, all) = (&self.card.scheme, Some(self.ethnicity.anchors.all));
        group.label.first(row, |text| !text.is_empty() && self.ethnicity.look_up(scheme, text) != all)
    }

    /// The observations of one row, one for each group of a wide file; every fault of it is reported before it is
    /// given up.
    pub(super) fn observations(&self, row: &Row, findings: &mut Findings) -> Vec<Observation> {
        let when = self.period(row, findings);
        let (text, column) = self.area(row);
        let area = self.areas.find(text);
        if area.is_none() {
            findings.add(self.unknown(Unknown::Area, text), self.place(row, column));
        }
        let area = area.map(|area| area.code.clone());
        let groups = self.columns.groups.iter();
        groups
            .filter_map(|group| {
                let (label, column) = self.label(group, row);
                let place =
                    group.header.map_or_else(|| self.place(row, column), |column| self.table.header_place(column));
                let category = self.category(label, place, findings);
                let figures: Vec<Option<Figure>> = self
                    .columns
                    .figures
                    .iter()
                    .zip(&group.figures)
                    .zip(&self.marks)
                    .map(|((name, column), mark)| self.figure(row, (name, *column, *mark), findings))
                    .collect();
                Some(Observation {
                    line: row.line,
                    also: Vec::new(),
                    period: when?,
                    area: area.clone()?,
                    label: label.to_owned(),
                    category: category?,
                    dimensions: self.columns.dimensions.iter().map(|column| row.cell(*column).to_owned()).collect(),
                    figures: figures.into_iter().collect::<Option<_>>()?,
                })
            })
            .collect()
    }

    /// The place of a cell; of the whole row, where the text stands on the card.
    fn place(&self, row: &Row, column: Option<usize>) -> Location {
        let column = column.filter(|_| self.card.layout != Layout::Records);
        column.map_or_else(|| line(self.card, &self.table.path, row.line), |column| self.table.place(row, column))
    }

    /// Where the label of an observation stands: in its row, or in the header of a wide file.
    pub(super) fn label_of(&self, line: u64, group: Option<&Group>) -> Location {
        let row = self.table.rows.iter().find(|row| row.line == line);
        match (group, row) {
            (Some(group), Some(row)) => match group.header {
                Some(column) => self.table.header_place(column),
                None => self.place(row, self.label(group, row).1),
            },
            _ => super::line(self.card, &self.table.path, line),
        }
    }

    fn period(&self, row: &Row, findings: &mut Findings) -> Option<Period> {
        let (_, column) = self.columns.period.read(row);
        let text = self.columns.period.whole(row);
        let kind = self.card.period_kind;
        let period = Period::parse(&text, kind);
        if period.is_none() {
            findings.add(unknown_period(&text, kind), self.place(row, column));
        }
        period
    }

    fn category(&self, text: &str, place: Location, findings: &mut Findings) -> Option<Category> {
        let scheme = &self.card.scheme;
        let category = self.ethnicity.look_up(scheme, text);
        // A list that does not exist is a fault of the card, and reported there.
        if category.is_none() && self.ethnicity.has_scheme(scheme) {
            findings.add(self.unknown(Unknown::Label, text), place);
        }
        category
    }

    fn unknown(&self, what: Unknown, text: &str) -> Problem {
        let scheme = &self.card.scheme;
        let problem = || match what {
            Unknown::Area => self.areas.unknown(text),
            Unknown::Label => unknown_label(text, scheme, self.ethnicity.nearest_label(scheme, text)),
        };
        let mut unknown = self.unknown.borrow_mut();
        let key = (what, text.to_owned());
        // Nobody is shown thousands of them: then it is another column.
        if what == Unknown::Label && unknown.len() >= MOST_NEAREST && !unknown.contains_key(&key) {
            return unknown_label(text, scheme, None);
        }
        unknown.entry(key).or_insert_with(problem).clone()
    }

    /// A figure; one that the file does not have for this group is not available.
    fn figure(&self, row: &Row, (name, column, mark): FigureCell<'_>, findings: &mut Findings) -> Option<Figure> {
        let Some(column) = column else {
            return Some(Figure::NotAvailable);
        };
        let text = row.cell(column);
        if let Some(marker) = self.card.markers.get(text) {
            return Some(marker.figure());
        }
        let heading = self.table.header.get(column).map_or("", String::as_str);
        let problem = match number::parse_with(text, mark) {
            Ok(number) if number.value >= 0.0 => {
                let scale = self.card.scale.get(name).copied().unwrap_or(1.0);
                return Some(Figure::Known(number::scaled(number.value, scale)));
            }
            Ok(_) => negative(text, heading),
            Err(_) => not_a_number(text, heading),
        };
        findings.add(problem, self.table.place(row, column));
        None
    }
}

/// A text that is no period of the kind that the card declares.
fn unknown_period(text: &str, kind: PeriodKind) -> Problem {
    let message = format!("`{text}` is not a period of the kind {}", kind.label());
    Problem::error(message, format!("write it like {}", kind.example()))
}

/// A label that is not in the list of the source. The hint suggests and never maps: near labels can be different groups.
fn unknown_label(label: &str, scheme: &str, nearest: Option<String>) -> Problem {
    let nearest = nearest.map_or_else(String::new, |label| format!("; the nearest known label is `{label}`"));
    Problem::error(
        format!("unknown ethnicity label `{label}`"),
        format!("add it to data/ethnicity/labels.csv in the list `{scheme}`, or correct it{nearest}"),
    )
    .of(UNKNOWN_LABEL)
}
