//! What the cells of a column are: figures, areas, periods, labels of ethnic groups, or plain texts.

use std::collections::{BTreeMap, BTreeSet};

use crate::area::Areas;
use crate::ethnicity::{Category, Ethnicity};
use crate::period::{Period, PeriodKind};
use tables::number;
use tables::{Row, Table};

/// A column as its cells show it.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Each text with the number of its cells.
    pub texts: BTreeMap<String, u64>,
    /// Cells that hold a number.
    pub numbers: u64,
    /// Cells that hold anything.
    pub filled: u64,
}

/// The kinds of period in the order in which they are tried: the narrower goes first.
const KINDS: [PeriodKind; 7] = [
    PeriodKind::Day,
    PeriodKind::Month,
    PeriodKind::Months,
    PeriodKind::FinancialYear,
    PeriodKind::AcademicYear,
    PeriodKind::CalendarYears,
    PeriodKind::CalendarYear,
];

impl Column {
    /// The column of a place in a table.
    pub fn of(table: &Table, place: usize) -> Self {
        let mut column = Self {
            name: table.header.get(place).cloned().unwrap_or_default(),
            texts: BTreeMap::new(),
            numbers: 0,
            filled: 0,
        };
        // Rows of one kind stand together, so that most cells repeat the one above.
        let same = |above: &Row, row: &Row| above.cell(place) == row.cell(place);
        for run in table.rows.chunk_by(same) {
            let cell = run.first().map_or("", |row| row.cell(place));
            let count = run.len() as u64;
            column.filled += if cell.is_empty() { 0 } else { count };
            match column.texts.get_mut(cell) {
                Some(known) => *known += count,
                None => {
                    column.texts.insert(cell.to_owned(), count);
                }
            }
        }
        let is_number = |(text, _): &(&String, &u64)| number::parse(text).is_ok();
        column.numbers = column.texts.iter().filter(is_number).map(|(_, count)| count).sum();
        column
    }

    /// Its texts that are not blank.
    pub fn filled_texts(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str).filter(|text| !text.is_empty())
    }

    /// Whether all rows hold one text.
    pub fn is_constant(&self) -> bool {
        self.texts.len() == 1
    }

    /// Whether most of its cells are numbers, and the rest few texts that stand in place of one.
    pub fn is_figures(&self) -> bool {
        const MOST_MARKERS: usize = 8;
        const LONGEST_MARKER: usize = 6;
        let others: Vec<&str> = self.filled_texts().filter(|text| number::parse(text).is_err()).collect();
        let short = others.iter().all(|text| text.chars().count() <= LONGEST_MARKER);
        let mostly = 2 * self.numbers >= self.filled || others.len() <= 3;
        self.numbers > 0 && others.len() <= MOST_MARKERS && short && mostly
    }

    /// Whether it is of numbers, which can look like codes of areas.
    pub fn is_mostly_numbers(&self) -> bool {
        2 * self.numbers > self.filled
    }

    /// Whether it holds a number below zero, which no count, rate or percentage is.
    pub fn is_negative(&self) -> bool {
        let negative = |text: &str| number::parse(text).is_ok_and(|number| number.value < 0.0);
        self.filled_texts().any(negative)
    }

    /// Its texts that stand in place of a figure, with the number of cells.
    pub fn markers(&self) -> impl Iterator<Item = (&str, u64)> {
        let texts = self.texts.iter();
        texts.filter(|(text, _)| number::parse(text).is_err()).map(|(text, count)| (text.as_str(), *count))
    }

    /// The share of its texts that name an area, known to the project or not; 0 for a column without any that is known.
    pub fn areas(&self, areas: &Areas) -> f64 {
        let known = |text: &&str| areas.find(text).is_some();
        if !self.filled_texts().any(|text| known(&text)) {
            return 0.0;
        }
        let names = |text: &&str| known(text) || is_area_code(text);
        share(self.filled_texts().filter(names).count(), self.filled_texts().count())
    }

    /// The kinds of period that all of its texts are of.
    pub fn periods(&self) -> Vec<PeriodKind> {
        let fits =
            |kind: &PeriodKind| self.filled > 0 && self.filled_texts().all(|text| Period::parse(text, *kind).is_some());
        KINDS.into_iter().filter(fits).collect()
    }

    /// How well a list of labels knows its texts.
    pub fn labels(&self, ethnicity: &Ethnicity, scheme: &str) -> Labels {
        let found: BTreeSet<Category> =
            self.filled_texts().filter_map(|text| ethnicity.look_up(scheme, text)).collect();
        let unknown = self.filled_texts().filter(|text| ethnicity.look_up(scheme, text).is_none());
        Labels {
            scheme: scheme.to_owned(),
            unknown: unknown.map(str::to_owned).collect(),
            share: share(
                self.filled_texts().filter(|text| ethnicity.look_up(scheme, text).is_some()).count(),
                self.filled_texts().count(),
            ),
            found,
        }
    }
}

/// What a list of labels makes of some texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Labels {
    /// The list.
    pub scheme: String,
    /// The categories.
    pub found: BTreeSet<Category>,
    /// Texts that it does not know.
    pub unknown: Vec<String>,
    /// The share of texts that it knows.
    pub share: f64,
}

impl Labels {
    /// Whether the texts are ethnic groups at all: several of them, White people among them.
    pub fn are_groups(&self, ethnicity: &Ethnicity) -> bool {
        let anchors = ethnicity.anchors;
        let groups = self.found.iter().filter(|category| ethnicity.is_group(**category));
        let white = [anchors.white, anchors.white_british];
        groups.count() >= 2 && white.iter().any(|white| self.found.contains(white))
    }
}

/// A nine-character code of the Office for National Statistics.
fn is_area_code(text: &str) -> bool {
    let mut letters = text.chars();
    text.len() == 9
        && letters.next().is_some_and(|first| "EWSNKJ".contains(first))
        && letters.all(|letter| letter.is_ascii_digit())
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
