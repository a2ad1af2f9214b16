//! A table → the recipe that would read it, and what is doubtful about it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::area::Areas;
use crate::ethnicity::{Category, Ethnicity};
use crate::layouts::{Known, Layouts};
use crate::period::PeriodKind;
use crate::source::{Conditions, GROUP, Marker, Texts, Wanted};
use tables::{Row, Table};

use super::column::{Column, Labels};

use super::period::{self, Found};
use super::wide;

/// What is known before a file is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Knowledge<'a> {
    /// The areas.
    pub areas: &'a Areas,
    /// The ethnic categories and labels.
    pub ethnicity: &'a Ethnicity,
    /// The layouts of publishers.
    pub layouts: &'a Layouts,
}

impl<'a> Knowledge<'a> {
    /// What the catalogue looks up.
    pub fn of((areas, ethnicity, layouts): &'a (Areas, Ethnicity, Layouts)) -> Self {
        Self { areas, ethnicity, layouts }
    }
}

/// A table, and the texts around it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The table.
    pub table: &'a Table,
    /// What stands above its header.
    pub above: &'a str,
    /// The names of file and sheet.
    pub names: &'a str,
}

/// Where the ethnic groups are.
#[derive(Debug, Clone, PartialEq)]
pub enum Groups {
    /// In a column.
    Column(String),
    /// In the names of columns: these texts.
    Columns(Vec<String>),
}

/// Where the areas are.
#[derive(Debug, Clone, PartialEq)]
pub enum Where {
    /// In the first of these columns that is not blank.
    Columns(Vec<String>),
    /// The columns of latitude and longitude.
    Position(String, String),
    /// Nowhere in the table.
    Always(String),
}

/// A recipe that is proposed.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal<'a> {
    /// The layout of its publisher.
    pub known: Option<&'a Known>,
    /// Where the ethnic groups are.
    pub groups: Groups,
    /// The list that knows their labels.
    pub labels: Labels,
    /// Other lists that know them as well, and take them for the same groups or for others.
    pub other_lists: Vec<(String, bool)>,
    /// The classifications that they fit, the likeliest first.
    pub classifications: Vec<String>,
    /// Groups of the likeliest classification that no label means.
    pub absent: Vec<String>,
    /// Where the period is, and what its labels mean.
    pub period: Found,
    /// Where the areas are.
    pub area: Where,
    /// How many areas are known, and how many texts name others.
    pub areas: (BTreeSet<String>, usize),
    /// Which rows are read.
    pub filter: BTreeMap<String, Wanted>,
    /// Columns that tell rows apart.
    pub dimensions: Vec<String>,
    /// The figures with their columns, or patterns of columns.
    pub figures: Vec<(String, String)>,
    /// What stands in place of figures: the text, in how many cells, its meaning.
    pub markers: Vec<(String, u64, Option<Marker>)>,
    /// What a person should check.
    pub doubts: Vec<String>,
}

/// The groups, the list that knows them, and the other lists that know them.
type FoundGroups = (Groups, Labels, Vec<(String, bool)>);

/// The columns of a table, looked through.
struct Workings<'s, 'a> {
    subject: Subject<'s>,
    knowledge: Knowledge<'a>,
    known: Option<&'a Known>,
    columns: Vec<Column>,
}

impl<'a> Proposal<'a> {
    /// What a table is. `None` when no ethnic groups are found in it.
    pub fn of(subject: Subject<'_>, knowledge: Knowledge<'a>) -> Option<Self> {
        let header = &subject.table.header;
        let around = format!("{} {}", subject.above, header.join(" "));
        let known = knowledge.layouts.of(header, &around);
        let filtered = known.filter(|known| !known.filter.is_empty());
        let read = filtered.map(|known| met(subject.table, &known.filter));
        let table = read.as_ref().unwrap_or(subject.table);
        let workings = Workings {
            subject: Subject { table, ..subject },
            knowledge,
            known,
            columns: (0..header.len()).map(|place| Column::of(table, place)).collect(),
        };
        let (groups, labels, others) = workings.groups()?;
        let period = workings.period(&groups);
        let area = workings.area(&groups);
        let areas = workings.areas(&area);
        let mut proposal = Self {
            known: workings.known,
            classifications: workings.classifications(&labels, &period),
            other_lists: others,
            filter: BTreeMap::new(),
            dimensions: Vec::new(),
            figures: Vec::new(),
            markers: Vec::new(),
            doubts: Vec::new(),
            absent: Vec::new(),
            groups,
            labels,
            period,
            area,
            areas,
        };
        proposal.absent = workings.absent(&proposal);
        proposal.figures = workings.figures(&proposal);
        workings.tell_apart(&mut proposal);
        proposal.markers = workings.markers(&proposal);
        proposal.doubts = proposal.what_to_check();
        Some(proposal)
    }

    /// Whether a row is an event.
    pub fn is_records(&self) -> bool {
        self.known.is_some_and(|known| known.records)
    }

    fn what_to_check(&self) -> Vec<String> {
        let mut doubts = Vec::new();
        if !self.labels.unknown.is_empty() {
            let unknown = some_of(&self.labels.unknown);
            doubts.push(format!("labels that the list `{}` does not know: {unknown}", self.labels.scheme));
        }
        let otherwise = self.other_lists.iter().filter(|(_, same)| !same);
        let otherwise: Vec<String> = otherwise.map(|(name, _)| name.clone()).collect();
        if !otherwise.is_empty() {
            let lists = some_of(&otherwise);
            doubts.push(format!("the same labels mean other groups in the lists {lists}"));
        }
        if let [first, rest @ ..] = self.classifications.as_slice()
            && !rest.is_empty()
        {
            let rest = some_of(rest);
            doubts.push(format!("the classification: the labels fit `{first}`, and {rest} as well"));
        }
        if !self.absent.is_empty() {
            let absent = some_of(&self.absent);
            doubts.push(format!("groups of the classification that no label means: {absent}"));
        }
        if self.classifications.is_empty() {
            doubts.push("the classification: the labels fit none".to_owned());
        }
        doubts.extend(self.period.doubt.clone());
        if let Where::Always(area) = &self.area {
            doubts.push(format!("the area: no column names one, and {area} is assumed"));
        }
        let unclear = self.markers.iter().filter(|(_, _, meaning)| meaning.is_none());
        let unclear: Vec<String> = unclear.map(|(text, ..)| text.clone()).collect();
        if !unclear.is_empty() {
            let markers = some_of(&unclear);
            doubts.push(format!("what these texts mean in place of a figure: {markers}"));
        }
        doubts
    }
}

impl Workings<'_, '_> {
    fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name))
    }

    /// The columns of a layout that the table has, by their names in the table.
    fn present(&self, names: &[String]) -> Vec<String> {
        let found = names.iter().filter_map(|name| self.column(name));
        found.map(|column| column.name.clone()).collect()
    }

    /// The lists in which labels are looked up: those of the layout, or all.
    fn schemes(&self) -> Vec<String> {
        match self.known.map(|known| known.schemes.clone()) {
            Some(schemes) if !schemes.is_empty() => schemes,
            _ => self.knowledge.ethnicity.schemes(),
        }
    }

    /// The column, or the columns, of the ethnic groups, with the list that knows them best.
    fn groups(&self) -> Option<FoundGroups> {
        let ethnicity = self.knowledge.ethnicity;
        let declared = self.known.map(|known| self.present(&known.ethnicity));
        let declared = declared.unwrap_or_default();
        let searched = self.columns.iter().filter(|column| {
            // Numbers can be codes of groups, and are hardly ever; the name of their column says so.
            let said = column.name.to_lowercase().contains("ethnic");
            let few = column.texts.len() <= MOST_LABELS;
            let few = few && (said || !column.is_mostly_numbers());
            few && (declared.is_empty() || declared.contains(&column.name))
        });
        let mut best: Option<(f64, &Column, Labels)> = None;
        for column in searched {
            for scheme in self.schemes() {
                let labels = column.labels(ethnicity, &scheme);
                let wanted = if declared.is_empty() { ENOUGH } else { SOME };
                if labels.share < wanted || !labels.are_groups(ethnicity) {
                    continue;
                }
                let place = declared.iter().position(|name| *name == column.name);
                let score = labels.share - place.unwrap_or_default() as f64;
                let better = best.as_ref().is_none_or(|(other, _, kept)| {
                    // The smaller of two lists that know as much is the more specific.
                    let (before, now) = (ethnicity.size(&kept.scheme), ethnicity.size(&labels.scheme));
                    (score, before) > (*other, now)
                });
                if better {
                    best = Some((score, column, labels));
                }
            }
        }
        if let Some((_, column, labels)) = best {
            let texts: Vec<&str> = column.filled_texts().collect();
            let others = self.other_lists(&labels, &texts);
            return Some((Groups::Column(column.name.clone()), labels, others));
        }
        let (texts, labels) = wide::groups(self.subject.table, ethnicity, &self.schemes())?;
        let plain: Vec<&str> = texts.iter().map(String::as_str).collect();
        let others = self.other_lists(&labels, &plain);
        Some((Groups::Columns(texts), labels, others))
    }

    /// Other lists that know all that the best one knows, and whether they mean the same groups.
    fn other_lists(&self, best: &Labels, texts: &[&str]) -> Vec<(String, bool)> {
        let ethnicity = self.knowledge.ethnicity;
        let known: Vec<(&str, Category)> =
            texts.iter().filter_map(|text| Some((*text, ethnicity.look_up(&best.scheme, text)?))).collect();
        let schemes = self.schemes().into_iter().filter(|scheme| *scheme != best.scheme);
        schemes
            .filter_map(|scheme| {
                let found: Option<Vec<bool>> =
                    known.iter().map(|(text, category)| Some(ethnicity.look_up(&scheme, text)? == *category)).collect();
                let same = found?.into_iter().all(|same| same);
                Some((scheme, same))
            })
            .collect()
    }

    fn period(&self, groups: &Groups) -> Found {
        let declared = self.known.and_then(|known| known.period.clone());
        let is_group = |column: &&Column| *groups == Groups::Column(column.name.clone());
        let columns: Vec<&Column> = match declared.and_then(|name| self.column(&name)) {
            Some(column) => vec![column],
            None => self.columns.iter().filter(|column| !is_group(column)).collect(),
        };
        let hints: Vec<&str> = self
            .columns
            .iter()
            .filter(|column| column.texts.len() < 5)
            .flat_map(Column::filled_texts)
            .chain([self.subject.above, self.subject.names])
            .chain(self.known.map(|known| known.name.as_str()))
            .collect();
        let kind = self.known.and_then(|known| known.period_kind);
        period::find(&columns, (self.subject.names, self.subject.above), (&hints, kind))
    }

    fn area(&self, groups: &Groups) -> Where {
        if let Some(known) = self.known {
            let position = known.latitude.as_ref().zip(known.longitude.as_ref());
            if let Some((latitude, longitude)) = position {
                return Where::Position(latitude.clone(), longitude.clone());
            }
            let declared = self.present(&known.area);
            let names_some = |name: &String| self.column(name).is_some_and(|column| column.filled > 0);
            if declared.iter().any(names_some) {
                return Where::Columns(declared);
            }
        }
        let is_group = |column: &&Column| *groups == Groups::Column(column.name.clone());
        let areas = self.knowledge.areas;
        let mut candidates: Vec<(f64, &Column)> = self
            .columns
            .iter()
            .filter(|column| !is_group(column) && !column.is_mostly_numbers())
            .map(|column| (column.areas(areas), column))
            .filter(|(share, _)| *share > 0.0)
            .collect();
        // A column of codes goes before one of names, and the one that names most places before others.
        candidates.sort_by_key(|(share, column)| {
            let codes = column.filled_texts().any(|text| areas.get(text).is_some());
            let places = column.filled_texts().count();
            (*share < ENOUGH, !codes, Reverse(places))
        });
        let Some((_, first)) = candidates.first() else {
            return Where::Always("England".to_owned());
        };
        let mut columns = vec![first.name.clone()];
        let others = candidates.iter().skip(1).map(|(_, column)| *column);
        columns.extend(self.where_blank(first, others));
        Where::Columns(columns)
    }

    /// The column that names the areas of the rows in which the first column of areas is blank, such as rows of wider
    /// areas.
    fn where_blank<'c>(&self, first: &Column, others: impl Iterator<Item = &'c Column>) -> Option<String> {
        let table = self.subject.table;
        let place = |column: &Column| table.header.iter().position(|name| *name == column.name);
        let own = place(first)?;
        let blank: Vec<&Row> = table.rows.iter().filter(|row| row.cell(own).is_empty()).collect();
        let named = |column: &Column| {
            let place = place(column)?;
            let known = |row: &&&Row| self.knowledge.areas.find(row.cell(place)).is_some();
            Some(blank.iter().filter(known).count())
        };
        others
            .filter_map(|column| Some((named(column)?, column)))
            .filter(|(count, _)| *count > 0)
            .max_by_key(|(count, _)| *count)
            .map(|(_, column)| column.name.clone())
    }

    /// The areas that the table names and the project knows, and how many texts name others.
    fn areas(&self, place: &Where) -> (BTreeSet<String>, usize) {
        let Where::Columns(names) = place else {
            return Default::default();
        };
        let texts: BTreeSet<&str> =
            names.iter().filter_map(|name| self.column(name)).flat_map(Column::filled_texts).collect();
        let areas = self.knowledge.areas;
        let known = texts.iter().filter_map(|text| areas.find(text));
        let known: BTreeSet<String> = known.map(|area| area.code.clone()).collect();
        let others = texts.iter().filter(|text| areas.find(text).is_none()).count();
        (known, others)
    }

    /// The classifications that the labels fit, the likeliest first: that of the layout, that which goes by the name of
    /// the list, or those of the census that was the latest at the time of the figures.
    fn classifications(&self, labels: &Labels, period: &Found) -> Vec<String> {
        if let Some(declared) = self.known.and_then(|known| known.classification.clone()) {
            return vec![declared];
        }
        let fitting = self.knowledge.ethnicity.infer(&labels.found);
        let mut codes: Vec<String> = fitting.iter().map(|fit| fit.code.clone()).collect();
        let named = |code: &String| {
            let year = code.split('-').next().unwrap_or_default();
            *code == labels.scheme || labels.scheme.ends_with(&format!("-{year}"))
        };
        if codes.iter().any(named) {
            codes.retain(named);
        }
        let census = match period.latest_year() {
            Some(year) if year >= 2021 => "2021",
            Some(year) if year >= 2011 => "2011",
            _ => "2001",
        };
        codes.sort_by_key(|code| !code.starts_with(census));
        codes
    }

    /// The groups of the likeliest classification that are missing: in themselves, their parts and their wholes.
    fn absent(&self, proposal: &Proposal<'_>) -> Vec<String> {
        let ethnicity = self.knowledge.ethnicity;
        let code = proposal.classifications.first();
        let Some(classification) = code.and_then(|code| ethnicity.classification(code)) else {
            return Vec::new();
        };
        let found = &proposal.labels.found;
        let there = |category: &Category| {
            let whole = classification.top_level_of(*category);
            found.contains(category) || whole.is_some_and(|whole| found.contains(&whole))
        };
        let absent = classification.required().filter(|category| !there(category));
        absent.map(|category| ethnicity.label(category).to_owned()).collect()
    }

    fn figures(&self, proposal: &Proposal<'_>) -> Vec<(String, String)> {
        if proposal.is_records() {
            return Vec::new();
        }
        if let Groups::Columns(texts) = &proposal.groups {
            let figures = wide::figures(self.subject.table, texts);
            let negative: Vec<&str> =
                self.columns.iter().filter(|column| column.is_negative()).map(|column| column.name.as_str()).collect();
            let sound = |pattern: &str| {
                let mut columns = texts.iter().map(|text| pattern.replace(GROUP, text));
                !columns.any(|name| negative.contains(&name.as_str()))
            };
            return figures.into_iter().filter(|(_, pattern)| sound(pattern)).collect();
        }
        let known = self.known;
        let listed = known.map_or_else(Vec::new, |known| self.present(&known.figures));
        let taken = proposal.columns();
        let columns = self.columns.iter().filter(|column| {
            let excluded =
                known.is_some_and(|known| known.not_figures.iter().any(|name| name.eq_ignore_ascii_case(&column.name)));
            let is_code = column.name.to_lowercase().ends_with("code");
            let wanted = listed.is_empty() || listed.contains(&column.name);
            wanted
                && column.is_figures()
                && !column.is_negative()
                && !excluded
                && !is_code
                && !taken.contains(&column.name)
        });
        columns.map(|column| (plain_name(&column.name), column.name.clone())).collect()
    }

    /// Chooses totals where a column has them, and names the columns that tell the remaining rows apart.
    fn tell_apart(&self, proposal: &mut Proposal<'_>) {
        if let Some(known) = self.known {
            proposal.filter = known.filter.clone();
            let declared = self.present(&known.dimensions);
            let varies = |name: &String| self.column(name).is_some_and(|column| !column.is_constant());
            proposal.dimensions = declared.into_iter().filter(varies).collect();
        }
        if proposal.is_records() {
            return;
        }
        let figures: Vec<&String> = proposal.figures.iter().map(|(_, column)| column).collect();
        let taken = proposal.columns();
        let others: Vec<&Column> = self
            .columns
            .iter()
            .filter(|column| !taken.contains(&column.name) && !figures.contains(&&column.name))
            .filter(|column| !column.is_constant())
            .collect();
        for column in &others {
            let total = column.filled_texts().find(|text| TOTALS.contains(&text.to_lowercase().as_str()));
            let chosen = proposal.filter.contains_key(&column.name) || proposal.dimensions.contains(&column.name);
            if let Some(total) = total.filter(|_| !chosen) {
                let wanted = Wanted::Any(Texts::One(total.to_owned()));
                proposal.filter.insert(column.name.clone(), wanted);
            }
        }
        let candidates = others.iter().map(|column| &column.name);
        for name in candidates {
            let clashes = self.clashes(proposal);
            if clashes == 0 {
                break;
            }
            if proposal.filter.contains_key(name) || proposal.dimensions.contains(name) {
                continue;
            }
            proposal.dimensions.push(name.clone());
            if self.clashes(proposal) == clashes {
                proposal.dimensions.pop();
            }
        }
    }

    /// How many rows have area, period, group and dimensions of an earlier one.
    fn clashes(&self, proposal: &Proposal<'_>) -> usize {
        let table = self.subject.table;
        let place = |name: &String| table.header.iter().position(|header| header == name);
        let conditions = Conditions::of(table, &proposal.filter);
        let keys: Vec<usize> = proposal.columns().iter().chain(&proposal.dimensions).filter_map(place).collect();
        let mut seen = BTreeSet::new();
        let read = table.rows.iter().filter(|row| conditions.meets(row));
        read.filter(|row| {
            let key: Vec<&str> = keys.iter().map(|column| row.cell(*column)).collect();
            !seen.insert(key)
        })
        .count()
    }

    /// What stands in place of figures in the columns that are read.
    fn markers(&self, proposal: &Proposal<'_>) -> Vec<(String, u64, Option<Marker>)> {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        for column in &self.columns {
            let read = match &proposal.groups {
                Groups::Columns(texts) => wide::is_read(&column.name, texts, &proposal.figures),
                Groups::Column(_) => proposal.figures.iter().any(|(_, name)| *name == column.name),
            };
            if read {
                for (text, count) in column.markers() {
                    *counts.entry(text).or_default() += count;
                }
            }
        }
        let layouts = self.knowledge.layouts;
        let meaning = |text: &str| layouts.marker(self.known, text);
        counts.into_iter().map(|(text, count)| (text.to_owned(), count, meaning(text))).collect()
    }
}

impl Proposal<'_> {
    /// The columns of period, area and group.
    fn columns(&self) -> Vec<String> {
        let mut columns: Vec<String> = self.period.column.iter().cloned().collect();
        if let Where::Columns(areas) = &self.area {
            columns.extend(areas.iter().cloned());
        }
        if let Groups::Column(column) = &self.groups {
            columns.push(column.clone());
        }
        columns
    }
}

/// A table with the rows that meet the conditions of its layout.
fn met(table: &Table, filter: &BTreeMap<String, Wanted>) -> Table {
    let conditions = Conditions::of(table, filter);
    let rows = table.rows.iter().filter(|row| conditions.meets(row));
    Table { rows: rows.cloned().collect(), ..table.clone() }
}

/// The share of labels that must be known for a column to hold ethnic groups.
const ENOUGH: f64 = 0.75;

/// No list of groups is longer, and a column with more texts is of something else.
const MOST_LABELS: usize = 300;

/// The same for a column that the layout names.
const SOME: f64 = 0.3;

/// Texts that stand for everybody, or everything.
const TOTALS: [&str; 9] =
    ["total", "all", "persons", "all persons", "all people", "all ages", "all submissions", "value", "count"];

/// The first few of some texts, in back-quotes.
pub(super) fn some_of(texts: &[String]) -> String {
    const MOST: usize = 6;
    let quoted: Vec<String> = texts.iter().take(MOST).map(|text| format!("`{text}`")).collect();
    let rest = texts.len().saturating_sub(MOST);
    if rest > 0 { format!("{} and {rest} more", quoted.join(", ")) } else { quoted.join(", ") }
}

/// A name for a figure in files and links: small letters, digits and underscores.
pub(super) fn plain_name(text: &str) -> String {
    let letters = text.trim().to_lowercase();
    let mut name = String::new();
    for letter in letters.chars() {
        match letter {
            '%' => name.push_str("percent"),
            letter if letter.is_ascii_alphanumeric() => name.push(letter),
            _ if !name.ends_with('_') && !name.is_empty() => name.push('_'),
            _ => {}
        }
    }
    let name = name.trim_end_matches('_');
    // Some publishers write a paragraph above a column.
    let short: String = name.chars().take(40).collect();
    short.trim_end_matches('_').to_owned()
}

/// A kind of period, as a recipe names it.
pub(super) fn kind_code(kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Day => "day",
        PeriodKind::Month => "month",
        PeriodKind::Months => "months",
        PeriodKind::CalendarYear => "calendar-year",
        PeriodKind::CalendarYears => "calendar-years",
        PeriodKind::FinancialYear => "financial-year",
        PeriodKind::AcademicYear => "academic-year",
    }
}
