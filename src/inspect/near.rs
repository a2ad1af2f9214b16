//! A table in which some ethnic groups are known, and too few to read it: what is known of it, and what is not.

use std::collections::{BTreeMap, BTreeSet};

use crate::ethnicity::Ethnicity;
use crate::period::{Period, PeriodKind};
use tables::{Row, number};

use super::column::LabelMatch;
use super::listing::some_of;
use super::profile::TableProfile;
use super::wide;

/// Labels that a list knows among others that it does not.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NearMiss {
    /// Where they stand.
    pub place: String,
    /// The list that knows most of them.
    pub scheme: String,
    /// Those that it knows.
    pub known: Vec<String>,
    /// Those that it does not, with the nearest that it knows.
    pub unknown: Vec<(String, Option<String>)>,
    /// Periods that stand in the header above them.
    pub periods: Vec<String>,
    /// Cells beside them that hold no figure, with their line and column.
    pub texts: Vec<(String, u64, u64)>,
}

/// A column with more texts than these is of something else.
const MOST_TEXTS: usize = 300;

impl NearMiss {
    /// The place where most groups are known.
    pub(super) fn find(profile: &TableProfile<'_, '_>) -> Option<Self> {
        let ethnicity = &profile.lookups.ethnicity;
        let schemes = ethnicity.schemes();
        let mut best: Option<(usize, usize, LabelMatch)> = None;
        for (place, column) in profile.columns.iter().enumerate().filter(|(_, column)| column.texts.len() <= MOST_TEXTS)
        {
            // Figures and letters are codes of some list.
            let texts = || column.filled_texts().filter(|text| is_words(text));
            for scheme in &schemes {
                let labels = LabelMatch::new(scheme, texts(), ethnicity);
                let known = texts().count() - labels.unknown.len();
                if are_some(&labels, ethnicity) && best.as_ref().is_none_or(|(most, _, _)| known > *most) {
                    best = Some((known, place, labels));
                }
            }
        }
        let in_column = best.map(|(_, place, labels)| Self::in_column(profile, place, &labels));
        in_column.or_else(|| Self::in_header(profile)).or_else(|| Self::by_name(profile))
    }

    /// The column that is called after ethnicity, where a list knows but one of its labels.
    fn by_name(profile: &TableProfile<'_, '_>) -> Option<Self> {
        let ethnicity = &profile.lookups.ethnicity;
        let is_called_so = |name: &str| name.to_lowercase().contains("ethnic");
        let columns = profile.columns.iter().filter(|column| is_called_so(&column.name));
        let of = |scheme: &String, texts: &[&str]| LabelMatch::new(scheme, texts.iter().copied(), ethnicity);
        columns.filter(|column| (2..=MOST_TEXTS).contains(&column.texts.len())).find_map(|column| {
            let texts: Vec<&str> = column.filled_texts().collect();
            let schemes = ethnicity.schemes();
            let labels = schemes.iter().map(|scheme| of(scheme, &texts));
            let labels = labels.filter(|labels| !labels.found.is_empty());
            let best = labels.min_by_key(|labels| labels.unknown.len())?;
            (texts.iter().any(|text| is_words(text)))
                .then(|| Self::new(format!("`{}`", column.name), &best, &texts, ethnicity))
        })
    }

    /// The rows of a column in which labels are known, and those between them.
    fn in_column(profile: &TableProfile<'_, '_>, place: usize, labels: &LabelMatch) -> Self {
        let (ethnicity, rows) = (&profile.lookups.ethnicity, &profile.table.rows);
        let known = |row: &Row| ethnicity.look_up(&labels.scheme, row.cell(place));
        let is_group = |row: &Row| known(row).is_some_and(|category| ethnicity.is_group(category));
        let first = rows.iter().position(is_group).unwrap_or_default();
        let last = rows.iter().rposition(|row| known(row).is_some()).unwrap_or_default();
        let own = rows.get(first..=last).unwrap_or_default();
        let above = rows.get(..first).unwrap_or_default();
        let header = above.iter().rev().take_while(|row| !row.cells.iter().any(is_figure)).count();
        let begins = above.get(first - header).map(|row| row.line).filter(|_| header > 0 && header < first);
        let column = profile.table.header.get(place).map_or("", String::as_str);
        let place_of = match (begins, own.first()) {
            (Some(line), _) => format!("a second table, which begins on line {line},"),
            (None, Some(row)) => format!("`{column}`, from line {} on,", row.line),
            (None, None) => format!("`{column}`"),
        };
        let own_header = above.last().filter(|_| begins.is_some());
        let own_header: Vec<&str> = match own_header {
            Some(row) => row.cells.iter().collect(),
            None => profile.table.header.iter().map(String::as_str).collect(),
        };
        let texts: BTreeSet<&str> = own.iter().map(|row| row.cell(place)).filter(|text| !text.is_empty()).collect();
        let texts: Vec<&str> = texts.into_iter().collect();
        let found = LabelMatch::new(&labels.scheme, texts.iter().copied(), ethnicity);
        let layouts = &profile.lookups.layouts;
        let odd = own.iter().flat_map(|row| {
            let cells = row.cells.iter().enumerate().filter(move |(column, _)| *column != place);
            let odd = cells.filter(|(_, cell)| cell.starts_with(|letter: char| letter.is_ascii_digit()));
            let odd = odd.filter(|(_, cell)| {
                !is_figure(cell) && !is_year(cell) && layouts.marker(profile.known, cell).is_none()
            });
            odd.map(|(column, cell)| {
                (cell.to_owned(), row.line, profile.table.columns.get(column).copied().unwrap_or(1))
            })
        });
        Self {
            periods: own_header.into_iter().filter(|cell| is_year(cell)).map(str::to_owned).collect(),
            texts: odd.collect(),
            ..Self::new(place_of, &found, &texts, ethnicity)
        }
    }

    fn new(place: String, labels: &LabelMatch, texts: &[&str], ethnicity: &Ethnicity) -> Self {
        let is_known = |text: &&&str| ethnicity.look_up(&labels.scheme, text).is_some();
        let unknown = labels.unknown.iter().map(|text| (text.clone(), ethnicity.nearest_label(&labels.scheme, text)));
        Self {
            place,
            scheme: labels.scheme.clone(),
            known: texts.iter().filter(is_known).map(|text| (*text).to_owned()).collect(),
            unknown: unknown.collect(),
            ..Self::default()
        }
    }

    /// The names of columns in which a list knows groups, White people not among them.
    fn in_header(profile: &TableProfile<'_, '_>) -> Option<Self> {
        let ethnicity = &profile.lookups.ethnicity;
        let mut lists: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let texts = profile.table.header.iter().flat_map(|name| wide::parts(name)).map(|(_, text, _)| text);
        for text in texts.filter(|text| is_words(text)) {
            for (scheme, _) in ethnicity.lists_with(text).filter(|(_, category)| ethnicity.is_group(*category)) {
                lists.entry(scheme).or_default().insert(text);
            }
        }
        let (scheme, texts) = lists.into_iter().max_by_key(|(_, texts)| texts.len())?;
        let texts: Vec<&str> = texts.into_iter().collect();
        let labels = LabelMatch::new(scheme, texts.iter().copied(), ethnicity);
        are_some(&labels, ethnicity).then(|| Self::new("the names of columns".to_owned(), &labels, &texts, ethnicity))
    }

    /// What it is, in words.
    pub(super) fn describe(&self) -> String {
        let known: Vec<String> = self.known.iter().map(|text| format!("`{text}`")).collect();
        let unknown = self.unknown.iter().map(|(text, nearest)| match nearest {
            Some(nearest) => format!("`{text}` (the nearest is `{nearest}`)"),
            None => format!("`{text}`"),
        });
        let unknown: Vec<String> = unknown.collect();
        let rest = if unknown.is_empty() { String::new() } else { format!(", and not {}", unknown.join(", ")) };
        let periods = match some_of(&self.periods) {
            periods if periods.is_empty() => String::new(),
            periods => format!("; the periods stand in the names of columns ({periods})"),
        };
        let texts = self.texts.iter().take(MOST_CELLS);
        let texts =
            texts.map(|(text, line, column)| format!("; `{text}` on line {line}, column {column}, is no figure"));
        format!(
            "ethnic groups stand in {} of which the list `{}` knows {}{rest}{periods}{}; no recipe is proposed for them: \
             cut the table out, and write the labels as the list has them",
            self.place,
            self.scheme,
            known.join(", "),
            texts.collect::<String>()
        )
    }
}

/// Whether labels are some of ethnic groups, and no words that groups share with others, such as `Other`.
fn are_some(labels: &LabelMatch, ethnicity: &Ethnicity) -> bool {
    const ENOUGH: usize = 4;
    labels.are_groups(ethnicity) || labels.found.iter().filter(|group| ethnicity.is_group(**group)).count() >= ENOUGH
}

/// How many cells that hold no figure are named.
const MOST_CELLS: usize = 6;

/// Whether a cell holds a figure, and not a year.
fn is_figure(cell: &str) -> bool {
    number::parse(cell).is_ok() && !is_year(cell)
}

/// A year in the header of a table: `2016`, `2016/17`, `04/05`, `15/16*`.
fn is_year(cell: &str) -> bool {
    let plain = cell.trim_end_matches(|letter: char| !letter.is_alphanumeric());
    let kinds = [PeriodKind::FinancialYear, PeriodKind::AcademicYear];
    let short = || plain.len() == 5 && kinds.iter().any(|kind| Period::parse(&format!("20{plain}"), *kind).is_some());
    let single = || plain.len() == 4 && plain.parse().is_ok_and(|year: i32| (1990..=2100).contains(&year));
    short() || single() || kinds.iter().any(|kind| Period::parse(plain, *kind).is_some())
}

/// Whether a text is more than a figure or a code of two letters.
fn is_words(text: &str) -> bool {
    text.chars().filter(|letter| letter.is_alphabetic()).count() > 2
}
