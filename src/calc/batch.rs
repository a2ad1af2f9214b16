//! A file of cases: every fault of it in one pass, or a line of results for each case.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;

use crate::error::{Error, Result};
use crate::finding::{Fault, Findings, Location};
use tables::Table;

use super::input::{Input, Row};
use super::output::{Columns, Refusal};
use super::{Quantity, Work};

/// Columns that travel with a line where the file has them.
const COMPANIONS: [&str; 2] = ["area", "group"];

/// The results of a file as CSV.
pub(super) fn run(quantity: &'static Quantity, path: &Path, bytes: &[u8]) -> Result<String> {
    let mut findings = Findings::new();
    let text = tables::utf8(path, bytes, &mut findings).unwrap_or_default();
    if findings.is_empty() && text.lines().filter(|line| !line.trim().is_empty()).count() < 2 {
        findings.add(Fault::NoCases, Location::file(path));
    }
    if findings.any_error() {
        return Err(Error::Refused(findings));
    }
    let Some(table) = Table::parse(path, bytes, &mut findings) else {
        return Err(Error::Refused(findings));
    };
    let whole = !findings.any_error();
    let places = Places::find(quantity, &table, &mut findings);
    let cases = read(quantity, &table, &places, &mut findings);
    // A row that could not be read would make its case seem to lack something.
    let lines = if whole { results(quantity, &cases, (&table, &places), &mut findings) } else { Vec::new() };
    if findings.any_error() {
        return Err(Error::Refused(findings));
    }
    written(&places.header(quantity, &table), &lines)
}

/// Where the columns of a quantity stand in a file.
struct Places {
    key: Option<usize>,
    /// Of each input; none where it is not in the file.
    inputs: Vec<Option<usize>>,
    companions: Vec<usize>,
}

impl Places {
    fn find(quantity: &Quantity, table: &Table, findings: &mut Findings) -> Self {
        let place = |name: &str| table.header.iter().position(|column| column == name);
        let companions = match quantity.work {
            Work::Line(_) | Work::Lines(_) => COMPANIONS.into_iter().filter_map(place).collect(),
            Work::Case(_) => Vec::new(),
        };
        let mut of_input = |input: &Input| match input.default {
            Some(_) => place(input.name),
            None => table.column(input.name, findings),
        };
        let inputs = quantity.inputs.iter().map(&mut of_input).collect();
        Self { key: table.column(quantity.key(), findings), inputs, companions }
    }

    /// The names of the columns that name a line.
    fn header<'a>(&self, quantity: &Quantity, table: &'a Table) -> Vec<&'a str> {
        let companions = self.companions.iter();
        let companions = companions.filter_map(|place| table.header.get(*place));
        std::iter::once(quantity.key()).chain(companions.map(String::as_str)).collect()
    }
}

/// The lines of a case.
struct Case<'t> {
    name: &'t str,
    /// Each line by its place among the lines of the file.
    lines: Vec<(usize, &'t tables::Row)>,
    rows: Vec<Row>,
}

impl Case<'_> {
    fn is_sound(&self) -> bool {
        self.rows.len() == self.lines.len()
    }
}

/// Reads all numbers; the cases come in the order in which they first appear.
fn read<'t>(quantity: &'static Quantity, table: &'t Table, places: &Places, findings: &mut Findings) -> Vec<Case<'t>> {
    let mut cases: Vec<Case<'t>> = Vec::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for (position, line) in table.rows.iter().enumerate() {
        let row = read_line(quantity, (table, line), places, findings);
        let name = places.key.map_or("", |place| line.cell(place));
        if let Some(place) = places.key.filter(|_| name.is_empty()) {
            let column = quantity.key().to_owned();
            findings.add(Fault::NoValue { column }, table.place(line, place));
        }
        let place = match quantity.work {
            Work::Line(_) => cases.len(),
            Work::Case(_) | Work::Lines(_) => *known.entry(name).or_insert(cases.len()),
        };
        if place == cases.len() {
            cases.push(Case { name, lines: Vec::new(), rows: Vec::new() });
        }
        if let Some(case) = cases.get_mut(place) {
            case.lines.push((position, line));
            case.rows.extend(row);
        }
    }
    cases
}

/// The numbers of a line; none when one of them is missing or not what it must be.
fn read_line(
    quantity: &'static Quantity,
    (table, line): (&Table, &tables::Row),
    places: &Places,
    findings: &mut Findings,
) -> Option<Row> {
    let mut values = Vec::with_capacity(quantity.inputs.len());
    for (input, place) in quantity.inputs.iter().zip(&places.inputs) {
        let value = match place {
            Some(place) => read_cell(input, (table, line, *place), findings),
            None => input.default,
        };
        // Not a number: the comparison with a total is then left out.
        values.push(value.unwrap_or(f64::NAN));
    }
    let unread = values.iter().any(|value| value.is_nan());
    let row = Row::new(quantity.inputs, values);
    let above = row.above_total();
    for (input, part, total) in &above {
        let fault = Fault::AbovePopulation {
            numerator: *part,
            words: input.meaning.trim_start_matches("the ").to_owned(),
            denominator: *total,
        };
        let column = table.header.iter().position(|name| name == input.name);
        findings.add(fault, table.place(line, column.unwrap_or_default()));
    }
    (!unread && above.is_empty()).then_some(row)
}

fn read_cell(
    input: &Input,
    (table, line, place): (&Table, &tables::Row, usize),
    findings: &mut Findings,
) -> Option<f64> {
    let (text, column) = (line.cell(place).to_owned(), input.name.to_owned());
    let fault = match input.read(&text) {
        Ok(value) => return Some(value),
        Err(_) if text.is_empty() => Fault::NoValue { column },
        Err(problem) => Fault::UnusableNumber { text, column, problem, rule: input.rule() },
    };
    findings.add(fault, table.place(line, place));
    None
}

/// One line of the output: its place, the cells that name it, and its results.
type Line<'t> = (usize, Vec<&'t str>, Columns);

/// Computes the sound cases, and reports those from which nothing can be computed.
fn results<'t>(
    quantity: &Quantity,
    cases: &[Case<'t>],
    (table, places): (&Table, &Places),
    findings: &mut Findings,
) -> Vec<Line<'t>> {
    let mut lines = Vec::new();
    for case in cases.iter().filter(|case| case.is_sound()) {
        match compute(quantity, case) {
            Ok(computed) => {
                let named = case.lines.iter().zip(computed).map(|((position, line), columns)| {
                    let companions = places.companions.iter().map(|place| line.cell(*place));
                    let keys = std::iter::once(case.name).chain(companions).collect();
                    (*position, keys, columns)
                });
                lines.extend(named);
            }
            Err(Refusal(reason)) => {
                let first = case.lines.first().map_or(1, |(_, line)| line.line);
                let fault = Fault::NotComputable { case: case.name.to_owned(), reason };
                findings.add(fault, Location::line(&table.path, first));
            }
        }
    }
    lines.sort_by_key(|(position, _, _)| *position);
    lines
}

fn compute(quantity: &Quantity, case: &Case<'_>) -> std::result::Result<Vec<Columns>, Refusal> {
    match &quantity.work {
        Work::Line(line) => {
            let columns = case.rows.iter().map(line.compute);
            Ok(columns.collect::<std::result::Result<_, _>>()?)
        }
        Work::Case(compute) => Ok(vec![compute(&case.rows)?]),
        Work::Lines(compute) => compute(&case.rows),
    }
}

/// The CSV text: the columns that name a line, then the results under their names.
fn written(header: &[&str], lines: &[Line<'_>]) -> Result<String> {
    let failed = |error: &dyn Display| Error::Drawing { what: "a table".to_owned(), reason: error.to_string() };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let results = lines.first().into_iter();
    let results = results.flat_map(|(_, _, columns)| columns.iter().map(|(name, _)| name));
    writer.write_record(header.iter().copied().chain(results)).map_err(|error| failed(&error))?;
    for (_, keys, columns) in lines {
        let keys = keys.iter().map(|key| (*key).to_owned());
        let cells = columns.iter().map(|(_, cell)| cell.text());
        writer.write_record(keys.chain(cells)).map_err(|error| failed(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    String::from_utf8(bytes).map_err(|error| failed(&error))
}
