//! Rows → observations: labels to categories, codes to areas, markers to reasons. Nothing is dropped silently: a row
//! that cannot be read is a finding that stops the run.

mod columns;
mod exchanged;
mod left_out;
mod notation;
mod reader;
mod slices;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::area::Areas;
use crate::ethnicity::{Category, Classification, Ethnicity};
use crate::finding::{Check, Findings, Location, Problem, listed};
use crate::observation::{Figure, Observation, Origin};
use crate::source::{FileCard, Layout, Source};
use tables::{Row, Table};

pub use notation::Sign;
pub(crate) use notation::UNITS;
pub use slices::Slices;

use columns::{Columns, ResolvedField};
use left_out::LeftOut;
use notation::Notation;
use reader::RowReader;

/// The set of groups that the labels of a file make up.
pub const CLASSIFICATION: Check = Check { name: "classification", page: "docs/checks/classification.md" };

/// A file of figures in our terms.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// The source that it belongs to.
    pub source: Arc<Source>,
    /// How it is read.
    pub card: Arc<FileCard>,
    /// Where it lies.
    pub path: PathBuf,
    /// The classification of its labels.
    pub classification: Arc<Classification>,
    /// Where columns stand in the file, counted from 1: by their names, and by those of figures that have one column.
    pub columns: BTreeMap<String, u64>,
    /// Its rows, in the order of the file.
    pub observations: Vec<Observation>,
    /// To what the figures of a column were rounded, in its own unit.
    pub rounded_to: BTreeMap<String, f64>,
    /// The signs beside the figures of a column.
    pub signs: BTreeMap<String, Sign>,
    /// How many rows its card leaves out, by the reason.
    pub left_out: BTreeMap<String, u64>,
    /// Its rows by their dimensions; the rows no longer change when they are first asked for.
    pub slices: Slices,
}

impl Dataset {
    /// The rows whose dimensions have the values that a filter wants, in the order of the file.
    pub fn rows_where<'a>(&'a self, filter: &BTreeMap<String, String>) -> impl Iterator<Item = &'a Observation> {
        let places = self.slices.places(&self.observations, &self.card.dimensions, filter);
        places.into_iter().filter_map(|place| self.observations.get(place))
    }

    /// The place of a row: its line, or the file, whose records were counted.
    pub fn line(&self, row: &Observation) -> Location {
        line(&self.card, &self.path, row.line)
    }

    /// Where a row was read, for a reader.
    pub fn origin(&self, row: &Observation) -> Origin {
        let counted = self.card.layout == Layout::Records;
        Origin { file: self.card.name.clone(), line: if counted { 0 } else { row.line } }
    }

    /// The figure of a row in a column; `None` where the card names no such figure.
    pub fn figure(&self, row: &Observation, column: &str) -> Option<Figure> {
        row.figures.get(self.card.figure(column)?).copied()
    }

    /// What a row holds in a dimension; `None` where the card names no such dimension.
    pub fn dimension<'r>(&self, row: &'r Observation, name: &str) -> Option<&'r String> {
        let place = self.card.dimensions.iter().position(|dimension| dimension == name)?;
        row.dimensions.get(place)
    }

    /// By how much rounding can have moved the figures of a column, either way.
    pub fn half_rounding(&self, column: &str) -> f64 {
        self.rounded_to.get(column).map_or(0.0, |base| base / 2.0)
    }
}

fn line(card: &FileCard, path: &Path, line: u64) -> Location {
    if card.layout == Layout::Records { Location::file(path) } else { Location::line(path, line) }
}

/// The rows of a file in our terms, before it is known which classification their labels make up.
pub struct Harmonised<'a> {
    source: &'a Arc<Source>,
    reader: RowReader<'a>,
    observations: Vec<Observation>,
    signs: BTreeMap<String, Sign>,
    left_out: BTreeMap<String, u64>,
}

/// Turns the rows of a table into observations, as the card says. `None` when it lacks a column.
pub fn harmonise<'a>(
    table: &'a Table,
    (source, card): (&'a Arc<Source>, &'a FileCard),
    areas: &'a Areas,
    ethnicity: &'a Ethnicity,
    findings: &mut Findings,
) -> Option<Harmonised<'a>> {
    let columns = Columns::find(table, card, findings)?;
    if let Some((column, problem)) = exchanged::area_and_group(table, card, areas, ethnicity) {
        findings.add(problem, table.header_place(column));
        return None;
    }
    let mut reader = RowReader::new(table, card, (areas, ethnicity), columns);
    let mut left_out = LeftOut::default();
    let mut kept: Vec<&Row> = Vec::new();
    for row in &table.rows {
        match reader.leaves_out(row) {
            Some((reason, text)) => left_out.add(reason, text),
            None => kept.push(row),
        }
    }
    let left_out = left_out.named();
    let Notation { signs, marks } = notation::examine(table, &kept, (card, &reader.columns), findings);
    reader.marks = marks;
    let observations = kept.into_iter().flat_map(|row| reader.observations(row, findings)).collect();
    Some(Harmonised { source, reader, observations, signs, left_out })
}

impl Harmonised<'_> {
    /// Its rows, in the order of the file.
    pub fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// The place of a row: its line, or the file, whose records were counted.
    pub fn line(&self, row: &Observation) -> Location {
        line(self.reader.card, &self.reader.table.path, row.line)
    }

    /// With its classification; `None` where none fits its labels.
    pub fn classified(self, findings: &mut Findings) -> Option<Dataset> {
        let Self { source, reader, observations, signs, left_out } = self;
        let classification = classify(&observations, &reader, findings)?;
        let RowReader { table, card, columns, .. } = reader;
        Some(Dataset {
            source: Arc::clone(source),
            card: Arc::new(card.clone()),
            path: table.path.clone(),
            classification,
            columns: columns.places(table, card),
            observations,
            rounded_to: card.rounded_to.clone(),
            signs,
            left_out,
            slices: Slices::default(),
        })
    }
}

/// Labels that fit several classifications equally well, or none, in a file whose card does not say which.
fn ambiguous_classification(fitting: &[&Arc<Classification>]) -> Problem {
    let codes: Vec<String> = fitting.iter().map(|classification| classification.code.clone()).collect();
    let codes = if codes.is_empty() { "no classification".to_owned() } else { listed(&codes) };
    let hint = "name the `classification` of the file in source.toml";
    Problem::error(format!("the labels of the file fit {codes}"), hint).of(CLASSIFICATION)
}

/// A label that does not belong to the classification that the card declares.
fn outside_classification(label: &str, classification: &Classification) -> Problem {
    Problem::error(
        format!("`{label}` does not belong to the classification {}", classification.title),
        "check the label, or the `classification` of the file in source.toml",
    )
    .of(CLASSIFICATION)
}

/// The classification that the card declares, which the whole set of labels must fit; or the one that they fit best.
fn classify(
    observations: &[Observation],
    reader: &RowReader<'_>,
    findings: &mut Findings,
) -> Option<Arc<Classification>> {
    let Some(declared) = &reader.card.classification else {
        let present: BTreeSet<Category> = observations.iter().map(|observation| observation.category).collect();
        let fitting = reader.ethnicity.infer(&present);
        if let [only] = fitting.as_slice() {
            return Some(Arc::clone(only));
        }
        findings.add(ambiguous_classification(&fitting), Location::file(&reader.table.path));
        return None;
    };
    let classification = reader.ethnicity.classification(declared)?;
    let mut seen = BTreeSet::new();
    for observation in observations {
        let category = observation.category;
        if !reader.ethnicity.is_group(category) || classification.contains(category) || !seen.insert(category) {
            continue;
        }
        let group = reader.columns.groups.iter().find(|group| match &group.label {
            ResolvedField::Constant(label) => *label == observation.label,
            ResolvedField::FirstOf(_) | ResolvedField::Joined(..) => true,
        });
        let problem = outside_classification(reader.ethnicity.label(category), classification);
        findings.add(problem, reader.label_of(observation.line, group));
    }
    Some(Arc::clone(classification))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{Lookups, Project};

    const CARD: &str = r#"
publisher = "Nobody"
title = "An invented table"
address = "https://example.org"
licence = "CC0"
published = "2019"
accessed = "2026"
[[file]]
name = "pupils.csv"
sha256 = ""
scheme = "published"
period-kind = "calendar-year"
markers = { "x" = { means = "suppressed" } }
"#;

    /// What a table of `pupils.csv` becomes with some more lines of its card, and what is found in it.
    fn read(card: &str, text: &str) -> (Option<Dataset>, Vec<String>, Ethnicity) {
        let mut findings = Findings::new();
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
        let Lookups { areas, ethnicity, layouts: _ } = Project::lookups(&data, &mut findings).unwrap();
        let source: Source = toml::from_str(&format!("{CARD}{card}")).unwrap();
        let table = Table::parse(Path::new("pupils.csv"), text.as_bytes(), &mut findings).unwrap();
        let card = source.files[0].clone();
        let source = Arc::new(source);
        let rows = harmonise(&table, (&source, &card), &areas, &ethnicity, &mut findings);
        let dataset = rows.and_then(|rows| rows.classified(&mut findings));
        (dataset, findings.sorted().iter().map(ToString::to_string).collect(), ethnicity)
    }

    const TIDY: &str = r#"
layout = "tidy"
period = "year"
area = ["code", "name"]
ethnicity = "group"
other-areas = "leave-out"
classification = "2011-5+1"
where = { sex = "All" }
figures = { pupils = "n" }
scale = { pupils = 1000 }
"#;

    #[test]
    fn rows_become_observations_in_our_terms() {
        let text = "year,code,name,group,sex,n\n2016,E09000029,,White,All,2\n2016,,Sutton,BLACK ,All,x\n\
            2016,E09000029,,Black,Girls,1\n2016,E07000223,,White,All,3\n";
        let (dataset, faults, ethnicity) = read(TIDY, text);
        let dataset = dataset.unwrap();
        assert_eq!(faults, [""; 0]);
        let [white, black] = ["white", "black"].map(|code| ethnicity.category(code).unwrap());
        let rows: Vec<_> = dataset.observations.iter().map(|row| (row.line, &row.area[..], row.category)).collect();
        assert_eq!(rows, [(2, "E09000029", white), (3, "E09000029", black)]);
        assert_eq!(dataset.observations[0].figures, [Figure::Known(2000.0)]);
        assert_eq!(dataset.observations[1].figures, [Figure::Suppressed { lower: 0.0, upper: None }]);
        let left_out: Vec<_> = dataset.left_out.iter().map(|(reason, count)| (&reason[..], *count)).collect();
        let reasons = [
            "the area is none of data/areas.csv: `E07000223`",
            "the recipe of the file takes other values of `sex`: `Girls`",
        ];
        assert_eq!(left_out, reasons.map(|reason| (reason, 1)));
    }

    #[test]
    fn a_row_of_a_wide_table_is_an_observation_of_each_group() {
        let card = "layout = \"wide\"\nperiod = { is = \"2016\" }\narea = \"name\"\n\
            figures = { pupils = \"{group} n\", passed = \"{group} passed\" }\nclassification = \"2011-5+1\"";
        let (dataset, faults, _) = read(card, "name,White n,White passed,Black n\nSutton,10,5,8\n");
        assert_eq!(faults, [""; 0]);
        let rows: Vec<_> = dataset.unwrap().observations.into_iter().map(|row| (row.label, row.figures)).collect();
        let white = vec![Figure::Known(5.0), Figure::Known(10.0)];
        let black = vec![Figure::NotAvailable, Figure::Known(8.0)];
        assert_eq!(rows, [("White".to_owned(), white), ("Black".to_owned(), black)]);
    }

    #[test]
    fn every_fault_of_a_row_is_found_with_its_cell() {
        let text = "year,code,name,group,sex,n\nlately,E09000029,,Whyte,All,-1\n2016,E09000029,,White,All,many\n";
        let (_, faults, _) = read(TIDY, text);
        let places: Vec<_> = faults.iter().filter_map(|fault| fault.lines().nth(1)).map(str::trim).collect();
        let cells = ["--> pupils.csv:2:1", "--> pupils.csv:2:4", "--> pupils.csv:2:6", "--> pupils.csv:3:6"];
        assert_eq!(&places[places.len() - 4..], cells, "{faults:?}");
    }
}
