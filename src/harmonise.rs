//! Rows → observations: labels to categories, codes to areas, markers to reasons. Nothing is dropped silently: a row
//! that cannot be read is a finding that stops the run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::area::Areas;
use crate::error::{Fault, Findings, Location};
use crate::ethnicity::{Category, Classification, Ethnicity};
use crate::observation::{Figure, Observation};
use crate::period::Period;
use crate::source::{FileCard, Source};
use crate::table::{Row, Table};

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
    /// The names of its columns.
    pub header: Vec<String>,
    /// Its rows, in the order of the file.
    pub observations: Vec<Observation>,
    /// To what the figures of a column were rounded, in its own unit.
    pub rounded_to: BTreeMap<String, f64>,
}

/// Turns the rows of a tidy table into observations. `None` when no classification fits its labels.
pub fn harmonise<'a>(
    table: &Table,
    (source, card): (&'a Source, &'a FileCard),
    areas: &Areas,
    ethnicity: &'a Ethnicity,
    findings: &mut Findings,
) -> Option<Dataset<'a>> {
    let columns = Columns::find(table, card, findings)?;
    let reader = RowReader {
        table,
        card,
        areas,
        ethnicity,
        columns,
    };
    let observations: Vec<Observation> = table
        .rows
        .iter()
        .filter_map(|row| reader.observation(row, findings))
        .collect();
    report_duplicates(&observations, &reader, findings);
    let classification = classify(&observations, &reader, findings)?;
    Some(Dataset {
        source,
        card,
        path: table.path.clone(),
        classification,
        header: table.header.clone(),
        observations,
        rounded_to: card.rounded_to.clone(),
    })
}

/// Where the columns that the card names stand in the table.
struct Columns {
    period: usize,
    area: usize,
    ethnicity: usize,
    dimensions: Vec<usize>,
    figures: Vec<usize>,
}

impl Columns {
    fn find(table: &Table, card: &FileCard, findings: &mut Findings) -> Option<Self> {
        let named = table.columns(
            [card.period.as_str(), &card.area, &card.ethnicity],
            findings,
        );
        let mut all = |names: &[String]| -> Option<Vec<usize>> {
            let places: Vec<_> = names
                .iter()
                .map(|name| table.column(name, findings))
                .collect();
            places.into_iter().collect()
        };
        let (dimensions, figures) = (all(&card.dimensions), all(&card.figures));
        let [period, area, ethnicity] = named?;
        Some(Self {
            period,
            area,
            ethnicity,
            dimensions: dimensions?,
            figures: figures?,
        })
    }
}

struct RowReader<'a, 'table> {
    table: &'table Table,
    card: &'a FileCard,
    areas: &'table Areas,
    ethnicity: &'a Ethnicity,
    columns: Columns,
}

impl RowReader<'_, '_> {
    /// One observation; every fault of the row is reported before it is given up.
    fn observation(&self, row: &Row, findings: &mut Findings) -> Option<Observation> {
        let place = |column| self.table.place(row, column);
        let Columns {
            period,
            area,
            ethnicity,
            dimensions,
            figures,
        } = &self.columns;

        let text = row.cell(*period);
        let when = Period::parse(text, self.card.period_kind);
        if when.is_none() {
            let kind = self.card.period_kind;
            let fault = Fault::UnknownPeriod {
                text: text.to_owned(),
                kind: kind.words().to_owned(),
                example: kind.example(),
            };
            findings.add(fault, place(*period));
        }
        let text = row.cell(*area);
        let found = self.areas.find(text);
        if found.is_none() {
            findings.add(self.areas.unknown(text), place(*area));
        }
        let category = self.category(row, *ethnicity, findings);
        let figures: Vec<Option<Figure>> = figures
            .iter()
            .map(|column| self.figure(row, *column, findings))
            .collect();
        Some(Observation {
            line: row.line,
            also: Vec::new(),
            period: when?,
            area: found?.code.clone(),
            label: row.cell(*ethnicity).to_owned(),
            category: category?,
            dimensions: dimensions
                .iter()
                .map(|column| row.cell(*column).to_owned())
                .collect(),
            figures: figures.into_iter().collect::<Option<_>>()?,
        })
    }

    fn category(&self, row: &Row, column: usize, findings: &mut Findings) -> Option<Category> {
        let (text, scheme) = (row.cell(column), &self.card.scheme);
        let category = self.ethnicity.look_up(scheme, text);
        // A list that does not exist is a fault of the card, and reported there.
        if category.is_none() && self.ethnicity.has_scheme(scheme) {
            let fault = Fault::UnknownLabel {
                label: text.to_owned(),
                scheme: scheme.clone(),
                nearest: self.ethnicity.nearest_label(scheme, text),
            };
            findings.add(fault, self.table.place(row, column));
        }
        category
    }

    fn figure(&self, row: &Row, column: usize, findings: &mut Findings) -> Option<Figure> {
        let text = row.cell(column);
        if let Some(marker) = self.card.markers.get(text) {
            return Some(marker.figure());
        }
        let name = self.table.header.get(column).cloned().unwrap_or_default();
        let fault = match text.parse::<f64>() {
            Ok(value) if value.is_finite() && value >= 0.0 => return Some(Figure::Known(value)),
            Ok(value) if value < 0.0 => Fault::Negative {
                text: text.to_owned(),
                column: name,
            },
            Ok(_) | Err(_) => Fault::NotANumber {
                text: text.to_owned(),
                column: name,
            },
        };
        findings.add(fault, self.table.place(row, column));
        None
    }
}

fn report_duplicates(
    observations: &[Observation],
    reader: &RowReader<'_, '_>,
    findings: &mut Findings,
) {
    let mut first = BTreeMap::new();
    for observation in observations {
        let Observation {
            line,
            also: _,
            period,
            area,
            label,
            category,
            dimensions,
            figures: _,
        } = observation;
        if let Some(earlier) =
            first.insert((*period, area, label.to_lowercase(), dimensions), *line)
        {
            let fault = Fault::DuplicateRow {
                area: reader.areas.name(area).to_owned(),
                period: period.to_string(),
                group: reader.ethnicity.label(*category).to_owned(),
                first: format!("line {earlier}"),
            };
            findings.add(fault, Location::line(&reader.table.path, *line));
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
        let present: BTreeSet<Category> = observations
            .iter()
            .map(|observation| observation.category)
            .collect();
        let fitting = reader.ethnicity.infer(&present);
        if let [only] = fitting.as_slice() {
            return Some(only);
        }
        let fitting = fitting
            .iter()
            .map(|classification| classification.code.clone())
            .collect();
        findings.add(
            Fault::AmbiguousClassification { fitting },
            Location::file(&reader.table.path),
        );
        return None;
    };
    let classification = reader.ethnicity.classification(declared)?;
    let mut seen = BTreeSet::new();
    for observation in observations {
        let category = observation.category;
        if !reader.ethnicity.is_group(category)
            || classification.contains(category)
            || !seen.insert(category)
        {
            continue;
        }
        let fault = Fault::OutsideClassification {
            category: reader.ethnicity.label(category).to_owned(),
            classification: classification.title.clone(),
        };
        let column = reader.columns.ethnicity as u64 + 1;
        findings.add(
            fault,
            Location::cell(&reader.table.path, observation.line, column),
        );
    }
    Some(classification)
}
