//! A file of cases: every fault of it in one pass, or a line of results for each case.

use std::collections::BTreeMap;
use std::path::Path;

use crate::error::{Error, Result};
use crate::finding::{Findings, Location, Problem, above_population, no_value, unusable_number};
use tables::formula::harmless;
use tables::{self, Table};

use super::input::{Input, Row};
use super::results::{Computed, Refusal, Results};
use super::{Compute, Quantity};

/// Columns that travel with a line where the file has them.
const COMPANIONS: [&str; 2] = ["area", "group"];

/// The results of a file as CSV.
pub(super) fn run(quantity: &'static Quantity, path: &Path, bytes: &[u8]) -> Result<String> {
    let mut findings = Findings::new();
    let text = tables::utf8(path, bytes, &mut findings).unwrap_or_default();
    if findings.is_empty() && text.lines().filter(|line| !line.trim().is_empty()).count() < 2 {
        findings.add(no_cases(), Location::file(path));
    }
    if findings.any_error() {
        return Err(Error::Refused(findings));
    }
    let Some(table) = Table::parse(path, bytes, &mut findings) else {
        return Err(Error::Refused(findings));
    };
    let whole = !findings.any_error();
    let batch = Batch::new(quantity, &table, &mut findings);
    let cases = batch.cases(&mut findings);
    // A row that could not be read would make its case seem to lack something.
    let lines = if whole { batch.results(&cases, &mut findings) } else { Vec::new() };
    if findings.any_error() {
        return Err(Error::Refused(findings));
    }
    batch.written(&lines).map_err(|error| Error::Drawing { what: "a table".to_owned(), reason: error.to_string() })
}

/// A quantity and a file that gives its inputs.
struct Batch<'t> {
    quantity: &'static Quantity,
    table: &'t Table,
    /// Where the column stands that names a case.
    key: Option<usize>,
    /// Where each input stands; none where it is not in the file.
    inputs: Vec<Option<usize>>,
    companions: Vec<usize>,
}

/// The lines of a case.
struct Case<'t> {
    name: &'t str,
    /// Each line by its place among the lines of the file.
    lines: Vec<(usize, &'t tables::Row)>,
    rows: Vec<Row>,
}

/// A line of the output.
struct Line<'t> {
    /// The place among the lines of the file of the line that it follows from.
    place: usize,
    /// The cells that name it.
    keys: Vec<&'t str>,
    results: Results,
}

impl<'t> Batch<'t> {
    fn new(quantity: &'static Quantity, table: &'t Table, findings: &mut Findings) -> Self {
        let place = |name: &str| table.header.iter().position(|column| column == name);
        let companions = match quantity.compute {
            Compute::Line(_) | Compute::Lines(_) => COMPANIONS.into_iter().filter_map(place).collect(),
            Compute::Case(_) => Vec::new(),
        };
        let mut of_input = |input: &Input| match input.default {
            Some(_) => place(input.name),
            None => table.column(input.name, findings),
        };
        let inputs = quantity.inputs.iter().map(&mut of_input).collect();
        Self { quantity, table, key: table.column(quantity.key(), findings), inputs, companions }
    }

    /// Reads all numbers; the cases come in the order in which they first appear.
    fn cases(&self, findings: &mut Findings) -> Vec<Case<'t>> {
        let mut cases: Vec<Case<'t>> = Vec::new();
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for (position, line) in self.table.rows.iter().enumerate() {
            let row = self.row(line, findings);
            let name = self.key.map_or("", |place| line.cell(place));
            if let Some(place) = self.key.filter(|_| name.is_empty()) {
                findings.add(no_value(self.quantity.key()), self.table.place(line, place));
            }
            let place = match self.quantity.compute {
                Compute::Line(_) => cases.len(),
                Compute::Case(_) | Compute::Lines(_) => *known.entry(name).or_insert(cases.len()),
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
    fn row(&self, line: &tables::Row, findings: &mut Findings) -> Option<Row> {
        let number = |(input, place): (&Input, &Option<usize>)| match place {
            Some(place) => self.number(input, line, *place, findings),
            None => input.default,
        };
        let numbers: Vec<Option<f64>> = self.quantity.inputs.iter().zip(&self.inputs).map(number).collect();
        // What is not a number is not compared with a total.
        let values = numbers.iter().map(|number| number.unwrap_or(f64::NAN)).collect();
        let row = Row::new(self.quantity.inputs, values);
        let above = row.above_total();
        for above in &above {
            let meaning = above.input.meaning;
            let meaning = meaning.strip_prefix("the ").unwrap_or(meaning);
            let problem = above_population(above.value, meaning, above.of);
            let column = self.table.header.iter().position(|name| name == above.input.name);
            findings.add(problem, self.table.place(line, column.unwrap_or_default()));
        }
        (numbers.iter().all(Option::is_some) && above.is_empty()).then_some(row)
    }

    fn number(&self, input: &Input, line: &tables::Row, place: usize, findings: &mut Findings) -> Option<f64> {
        let text = line.cell(place);
        let problem = match input.read(text) {
            Ok(value) => return Some(value),
            Err(_) if text.is_empty() => no_value(input.name),
            Err(problem) => unusable_number(text, input.name, problem, input.rule()),
        };
        findings.add(problem, self.table.place(line, place));
        None
    }

    /// Computes the cases of which every line was read, and reports those from which nothing can be computed.
    fn results(&self, cases: &[Case<'t>], findings: &mut Findings) -> Vec<Line<'t>> {
        let mut lines = Vec::new();
        for case in cases.iter().filter(|case| case.rows.len() == case.lines.len()) {
            match compute(self.quantity, &case.rows) {
                Ok(computed) => {
                    lines.extend(case.lines.iter().zip(computed).map(|(&(place, line), results)| {
                        let companions = self.companions.iter().map(|place| line.cell(*place));
                        Line { place, keys: std::iter::once(case.name).chain(companions).collect(), results }
                    }));
                }
                Err(Refusal(reason)) => {
                    let first = case.lines.first().map_or(1, |(_, line)| line.line);
                    findings.add(not_computable(case.name, &reason), Location::line(&self.table.path, first));
                }
            }
        }
        lines.sort_by_key(|line| line.place);
        lines
    }

    /// The CSV text: the columns that name a line, then the results under their names.
    fn written(&self, lines: &[Line<'_>]) -> std::result::Result<String, Box<dyn std::error::Error>> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let companions = self.companions.iter().filter_map(|place| self.table.header.get(*place));
        let keys = std::iter::once(self.quantity.key()).chain(companions.map(String::as_str));
        let results = lines.iter().take(1).flat_map(|line| line.results.iter().map(|(name, _)| name));
        writer.write_record(keys.chain(results))?;
        for Line { keys, results, .. } in lines {
            let keys = keys.iter().map(|key| harmless(key).into_owned());
            writer.write_record(keys.chain(results.iter().map(|(_, cell)| cell.text())))?;
        }
        Ok(String::from_utf8(writer.into_inner()?)?)
    }
}

fn compute(quantity: &Quantity, rows: &[Row]) -> Computed<Vec<Results>> {
    match &quantity.compute {
        Compute::Line(compute) => rows.iter().map(compute).collect(),
        Compute::Case(compute) => Ok(vec![compute(rows)?]),
        Compute::Lines(compute) => compute(rows),
    }
}

/// A file that has no line below its header.
fn no_cases() -> Problem {
    Problem::error("the file holds no cases", "put a row for each case below the header")
}

/// Numbers that are each in order and from which nothing can be computed.
fn not_computable(case: &str, reason: &str) -> Problem {
    let message = format!("nothing can be computed for the case `{case}`: {reason}");
    Problem::error(message, "look at all rows of the case; this is the first")
}
