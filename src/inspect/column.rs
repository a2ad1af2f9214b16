//! What the cells of a column are: figures, areas, periods, labels of ethnic groups, or plain texts.

use std::collections::{BTreeMap, BTreeSet};

use crate::area::Areas;
use crate::ethnicity::{Category, Ethnicity};
use crate::period::{Period, PeriodKind};
use tables::number;
use tables::{Row, Table};

use super::hidden;

/// A column as its cells show it.
#[derive(Debug, Clone)]
pub struct ColumnProfile {
    /// Its name.
    pub name: String,
    /// Each text with the number of its cells.
    pub texts: BTreeMap<String, u64>,
    /// Cells that hold a number.
    pub numbers: u64,
    /// Cells that hold anything.
    pub filled: u64,
}

impl ColumnProfile {
    /// The column at a place in a table.
    pub fn new(table: &Table, place: usize) -> Self {
        let mut texts: BTreeMap<String, u64> = BTreeMap::new();
        // Rows of one kind stand together, so that most cells repeat the one above.
        for run in table.rows.chunk_by(|above: &Row, row: &Row| above.cell(place) == row.cell(place)) {
            let cell = run.first().map_or("", |row| row.cell(place));
            *texts.entry(cell.to_owned()).or_default() += run.len() as u64;
        }
        let cells_of = |wanted: fn(&str) -> bool| texts.iter().filter(|(text, _)| wanted(text)).map(|(_, n)| n).sum();
        Self {
            name: table.header.get(place).cloned().unwrap_or_default(),
            numbers: cells_of(is_number),
            filled: cells_of(|text| !text.is_empty()),
            texts,
        }
    }

    /// Its texts that are not blank.
    pub fn filled_texts(&self) -> impl Iterator<Item = &str> + Clone {
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
        let others: Vec<&str> = self.filled_texts().filter(|text| !is_number(text)).collect();
        let short = |text: &str| text.chars().count() <= LONGEST_MARKER;
        let marks = others.iter().all(|text| {
            short(text) || hidden::range(text).is_some() || hidden::is_marked(text) || text.starts_with('=')
        });
        let ranges = self.texts.iter().filter(|(text, _)| hidden::range(text).is_some()).map(|(_, cells)| cells);
        let mostly = 2 * (self.numbers + ranges.sum::<u64>()) >= self.filled || others.len() <= 3;
        self.numbers > 0 && others.len() <= MOST_MARKERS && marks && mostly
    }

    /// Whether it holds a number, or a range in the place of one, although texts may stand beside them.
    pub fn has_figures(&self) -> bool {
        self.numbers > 0 || self.filled_texts().any(|text| hidden::range(text).is_some())
    }

    /// Whether it is of numbers, which can look like codes of areas.
    pub fn is_mostly_numbers(&self) -> bool {
        2 * self.numbers > self.filled
    }

    /// Whether it holds a number below zero, which no count, rate or percentage is. A number that stands for a missing
    /// one, such as -99, is none.
    pub fn is_negative(&self) -> bool {
        self.filled_texts().any(|text| below_zero(text) && !hidden::is_sentinel(text))
    }

    /// Its texts that stand in place of a figure, with the number of cells.
    pub fn markers(&self) -> impl Iterator<Item = (&str, u64)> {
        let texts = self.texts.iter().filter(|(text, _)| !is_number(text) || hidden::is_sentinel(text));
        texts.map(|(text, count)| (text.as_str(), *count))
    }

    /// The share of its texts that name an area, known to the project or not; 0 for a column without any that is known.
    pub fn share_of_areas(&self, areas: &Areas) -> f64 {
        let known = |text: &str| areas.find(text).is_some();
        if !self.filled_texts().any(known) {
            return 0.0;
        }
        let names = self.filled_texts().filter(|text| known(text) || is_area_code(text));
        share(names.count(), self.filled_texts().count())
    }

    /// The kinds of period that all of its texts are of.
    pub fn period_kinds(&self) -> Vec<PeriodKind> {
        if self.filled > 0 { kinds_of(&self.filled_texts()) } else { Vec::new() }
    }
}

/// The kinds of period that all of some texts are of.
pub(super) fn kinds_of<'t>(texts: &(impl Iterator<Item = &'t str> + Clone)) -> Vec<PeriodKind> {
    let fits = |kind: &PeriodKind| texts.clone().all(|text| Period::parse(text, *kind).is_some());
    PeriodKind::ALL.into_iter().filter(fits).collect()
}

/// What a list of labels makes of some texts.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelMatch {
    /// The list.
    pub scheme: String,
    /// The categories.
    pub found: BTreeSet<Category>,
    /// Texts that it does not know.
    pub unknown: Vec<String>,
    /// The share of texts that it knows.
    pub share: f64,
}

impl LabelMatch {
    /// Looks texts up in a list.
    pub fn new<'t>(scheme: &str, texts: impl Iterator<Item = &'t str>, ethnicity: &Ethnicity) -> Self {
        let (mut found, mut unknown, mut number) = (BTreeSet::new(), Vec::new(), 0);
        for text in texts {
            number += 1;
            match ethnicity.look_up(scheme, text) {
                Some(category) => drop(found.insert(category)),
                None => unknown.push(text.to_owned()),
            }
        }
        Self { scheme: scheme.to_owned(), share: share(number - unknown.len(), number), found, unknown }
    }

    /// Whether the texts are ethnic groups at all: several of them, White people among them.
    pub fn are_groups(&self, ethnicity: &Ethnicity) -> bool {
        let anchors = ethnicity.anchors;
        let groups = self.found.iter().filter(|category| ethnicity.is_group(**category));
        let white = [anchors.white, anchors.white_british];
        groups.count() >= 2 && white.iter().any(|white| self.found.contains(white))
    }
}

fn is_number(text: &str) -> bool {
    number::parse(text).is_ok()
}

fn below_zero(text: &str) -> bool {
    number::parse(text).is_ok_and(|number| number.value < 0.0)
}

/// A nine-character code of the Office for National Statistics.
pub(super) fn is_area_code(text: &str) -> bool {
    let digits = text.strip_prefix(['E', 'W', 'S', 'N', 'K', 'J']);
    digits.is_some_and(|digits| digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> ColumnProfile {
        let row = |(cell, line): (&&str, u64)| Row::new(line, [cell]);
        let rows = cells.iter().zip(2..).map(row).collect();
        let header = vec!["column".to_owned()];
        ColumnProfile::new(&Table { path: "cats.csv".into(), header, line: 1, columns: vec![1], rows }, 0)
    }

    #[test]
    fn figures_may_be_hidden_and_are_not_words() {
        let figures = column(&["12", "x", "1,500", "x", ""]);
        assert!(figures.is_figures() && !figures.is_negative());
        assert_eq!((figures.numbers, figures.filled), (2, 4));
        assert_eq!(figures.markers().collect::<Vec<_>>(), [("", 1), ("x", 2)]);
        assert!(!column(&["cat", "dog", "bird", "fish"]).is_figures());
        assert!(column(&["4", "-2"]).is_negative());
    }

    #[test]
    fn a_column_is_of_a_kind_of_period_when_all_of_it_is() {
        // Read as quarters too, by their last months; the month is the narrower.
        assert_eq!(column(&["2021-03", "June 2021"]).period_kinds(), [PeriodKind::Month, PeriodKind::Quarter]);
        assert_eq!(column(&["2016/17", "2017/18"]).period_kinds().first(), Some(&PeriodKind::FinancialYear));
        assert_eq!(column(&["2016/17", "total"]).period_kinds(), []);
        assert_eq!(column(&[""]).period_kinds(), []);
    }

    #[test]
    fn codes_of_areas_have_nine_characters() {
        assert!(is_area_code("E09000008") && !is_area_code("E0900000") && !is_area_code("X09000008"));
    }
}
