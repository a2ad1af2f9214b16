//! Rows → observations: labels to categories, codes to areas, markers to reasons. Nothing is dropped silently: a row
//! that cannot be read is a finding that stops the run.

mod columns;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::area::Areas;
use crate::ethnicity::{Category, Classification, Ethnicity};
use crate::finding::{Fault, Findings, Location};
use crate::observation::{Figure, Observation};
use crate::period::Period;
use crate::source::{FileCard, Layout, OtherAreas, Source};
use tables::number;
use tables::{Row, Table};

use columns::{Columns, Group, Text};

/// A file of figures in our terms.
#[derive(Debug, Clone)]
pub struct Dataset<'a> {
    /// The source that it belongs to.
    pub source: &'a Source,
    /// How it is read.
    pub card: &'a FileCard,
    /// Where it lies.
    pub path: PathBuf,
    /// The classification of its labels.
    pub classification: &'a Classification,
    /// Where columns stand in the file, counted from 1: by their names, and by those of figures that have one column.
    pub columns: BTreeMap<String, u64>,
    /// Its rows, in the order of the file.
    pub observations: Vec<Observation>,
    /// To what the figures of a column were rounded, in its own unit.
    pub rounded_to: BTreeMap<String, f64>,
    /// How many rows its card leaves out, by the reason.
    pub left_out: BTreeMap<String, u64>,
}

impl Dataset<'_> {
    /// The place of a row: its line, or the file, whose records were counted.
    pub fn line(&self, row: &Observation) -> Location {
        line(self.card, &self.path, row.line)
    }

    /// The file and line of a row, for a reader; line 0 for one that was made by counting records.
    pub fn origin(&self, row: &Observation) -> (String, u64) {
        let counted = self.card.layout == Layout::Records;
        (self.card.name.clone(), if counted { 0 } else { row.line })
    }
}

fn line(card: &FileCard, path: &Path, line: u64) -> Location {
    if card.layout == Layout::Records { Location::file(path) } else { Location::line(path, line) }
}

/// Turns the rows of a table into observations, as the card says. `None` when no classification fits its labels.
pub fn harmonise<'a>(
    table: &Table,
    (source, card): (&'a Source, &'a FileCard),
    areas: &Areas,
    ethnicity: &'a Ethnicity,
    findings: &mut Findings,
) -> Option<Dataset<'a>> {
    let columns = Columns::find(table, card, findings)?;
    let reader = RowReader { table, card, areas, ethnicity, columns };
    let mut left_out: BTreeMap<String, u64> = BTreeMap::new();
    let mut observations: Vec<Observation> = Vec::new();
    for row in &table.rows {
        match reader.leaves_out(row) {
            Some(reason) => *left_out.entry(reason).or_default() += 1,
            None => observations.extend(reader.observations(row, findings)),
        }
    }
    report_duplicates(&observations, &reader, findings);
    let classification = classify(&observations, &reader, findings)?;
    Some(Dataset {
        source,
        card,
        path: table.path.clone(),
        classification,
        columns: reader.columns.places(table, card),
        observations,
        rounded_to: card.rounded_to.clone(),
        left_out,
    })
}

struct RowReader<'a, 'table> {
    table: &'table Table,
    card: &'a FileCard,
    areas: &'table Areas,
    ethnicity: &'a Ethnicity,
    columns: Columns,
}

/// A figure as the card names it, with the column in which it stands.
type FigureCell<'a> = (&'a str, Option<usize>);

impl RowReader<'_, '_> {
    /// Why the card leaves a row out, if it does.
    fn leaves_out(&self, row: &Row) -> Option<String> {
        for (column, wanted) in &self.columns.filter {
            if !wanted.holds(row.cell(*column)) {
                let name = self.table.header.get(*column);
                return Some(format!(
                    "the recipe of the file takes other values of `{}`",
                    name.map_or("", String::as_str)
                ));
            }
        }
        let elsewhere = self.card.other_areas == OtherAreas::LeaveOut && self.areas.find(self.area(row).0).is_none();
        elsewhere.then(|| "the area is none of data/areas.csv".to_owned())
    }

    /// The text of the area, and the column in which it stands.
    fn area<'row>(&'row self, row: &'row Row) -> (&'row str, Option<usize>) {
        self.columns.area.of(row)
    }

    /// The observations of one row, one for each group of a wide file; every fault of it is reported before it is
    /// given up.
    fn observations(&self, row: &Row, findings: &mut Findings) -> Vec<Observation> {
        let when = self.period(row, findings);
        let (text, column) = self.area(row);
        let area = self.areas.find(text);
        if area.is_none() {
            findings.add(self.areas.unknown(text), self.place(row, column));
        }
        let area = area.map(|area| area.code.clone());
        let groups = self.columns.groups.iter();
        groups
            .filter_map(|group| {
                let (label, column) = group.label.of(row);
                let place =
                    group.header.map_or_else(|| self.place(row, column), |column| self.table.header_place(column));
                let category = self.category(label, place, findings);
                let figures: Vec<Option<Figure>> = self
                    .columns
                    .figures
                    .iter()
                    .zip(&group.figures)
                    .map(|(name, column)| self.figure(row, (name, *column), findings))
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
    fn label_of(&self, line: u64, group: Option<&Group>) -> Location {
        let row = self.table.rows.iter().find(|row| row.line == line);
        match (group, row) {
            (Some(group), Some(row)) => match group.header {
                Some(column) => self.table.header_place(column),
                None => self.place(row, group.label.of(row).1),
            },
            _ => self::line(self.card, &self.table.path, line),
        }
    }

    fn period(&self, row: &Row, findings: &mut Findings) -> Option<Period> {
        let (text, column) = self.columns.period.of(row);
        let kind = self.card.period_kind;
        let period = Period::parse(text, kind);
        if period.is_none() {
            let fault =
                Fault::UnknownPeriod { text: text.to_owned(), kind: kind.words().to_owned(), example: kind.example() };
            findings.add(fault, self.place(row, column));
        }
        period
    }

    fn category(&self, text: &str, place: Location, findings: &mut Findings) -> Option<Category> {
        let scheme = &self.card.scheme;
        let category = self.ethnicity.look_up(scheme, text);
        // A list that does not exist is a fault of the card, and reported there.
        if category.is_none() && self.ethnicity.has_scheme(scheme) {
            let fault = Fault::UnknownLabel {
                label: text.to_owned(),
                scheme: scheme.clone(),
                nearest: self.ethnicity.nearest_label(scheme, text),
            };
            findings.add(fault, place);
        }
        category
    }

    /// A figure; one that the file does not have for this group is not available.
    fn figure(&self, row: &Row, (name, column): FigureCell<'_>, findings: &mut Findings) -> Option<Figure> {
        let Some(column) = column else {
            return Some(Figure::NotAvailable);
        };
        let text = row.cell(column);
        if let Some(marker) = self.card.markers.get(text) {
            return Some(marker.figure());
        }
        let heading = self.table.header.get(column).cloned().unwrap_or_default();
        let fault = match number::parse(text) {
            Ok(number) if number.value >= 0.0 => {
                let scale = self.card.scale.get(name).copied().unwrap_or(1.0);
                return Some(Figure::Known(number.value * scale));
            }
            Ok(_) => Fault::Negative { text: text.to_owned(), column: heading },
            Err(_) => Fault::NotANumber { text: text.to_owned(), column: heading },
        };
        findings.add(fault, self.table.place(row, column));
        None
    }
}

fn report_duplicates(observations: &[Observation], reader: &RowReader<'_, '_>, findings: &mut Findings) {
    let mut first = BTreeMap::new();
    for observation in observations {
        let Observation { line, also: _, period, area, label, category, dimensions, figures: _ } = observation;
        if let Some(earlier) = first.insert((*period, area, label.to_lowercase(), dimensions), *line) {
            let fault = Fault::DuplicateRow {
                area: reader.areas.name(area).to_owned(),
                period: period.to_string(),
                group: reader.ethnicity.label(*category).to_owned(),
                first: format!("line {earlier}"),
            };
            findings.add(fault, self::line(reader.card, &reader.table.path, *line));
        }
    }
}

/// The classification that the card declares, which the whole set of labels must fit; or the one that they fit best.
fn classify<'a>(
    observations: &[Observation],
    reader: &RowReader<'a, '_>,
    findings: &mut Findings,
) -> Option<&'a Classification> {
    let Some(declared) = &reader.card.classification else {
        let present: BTreeSet<Category> = observations.iter().map(|observation| observation.category).collect();
        let fitting = reader.ethnicity.infer(&present);
        if let [only] = fitting.as_slice() {
            return Some(only);
        }
        let fitting = fitting.iter().map(|classification| classification.code.clone()).collect();
        findings.add(Fault::AmbiguousClassification { fitting }, Location::file(&reader.table.path));
        return None;
    };
    let classification = reader.ethnicity.classification(declared)?;
    let mut seen = BTreeSet::new();
    for observation in observations {
        let category = observation.category;
        if !reader.ethnicity.is_group(category) || classification.contains(category) || !seen.insert(category) {
            continue;
        }
        let fault = Fault::OutsideClassification {
            category: reader.ethnicity.label(category).to_owned(),
            classification: classification.title.clone(),
        };
        let group = reader.columns.groups.iter().find(|group| match &group.label {
            Text::Always(label) => *label == observation.label,
            Text::FirstOf(_) => true,
        });
        findings.add(fault, reader.label_of(observation.line, group));
    }
    Some(classification)
}
