//! The tables of a report: each column declared once with its meaning, figures in full precision, missing values empty.

mod corrections;
mod coverage;
mod exclusions;
mod scorecard;
mod synthesis;

use std::fmt;
use std::path::PathBuf;

use tables::formula::harmless;
use tables::parquet;

use crate::error::{Error, Result};
use crate::scorecard::Scorecard;
use crate::synthesis::Synthesis;

use super::{File, Material};

/// A column of a table. Other programs rely on its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// What stands in it.
    pub meaning: &'static str,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number, with every digit that it has.
    Number(f64),
    /// Nothing.
    Missing,
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Missing } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Missing } else { Self::Text(text) }
    }
}

impl From<&String> for Value {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<Option<f64>> for Value {
    /// A number without a bound is none that a file can hold.
    fn from(number: Option<f64>) -> Self {
        number.filter(|number| number.is_finite()).map_or(Self::Missing, Self::Number)
    }
}

/// Below this a number is written with an exponent: it has more leading zeros than digits.
const SMALL: f64 = 1e-6;

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => formatter.write_str(text),
            Self::Number(number) if *number != 0.0 && number.abs() < SMALL => write!(formatter, "{number:e}"),
            Self::Number(number) => write!(formatter, "{number}"),
            Self::Missing => Ok(()),
        }
    }
}

/// A table, in no form yet.
#[derive(Debug, Clone)]
pub struct DataTable {
    /// Its name, which is that of its file without the ending.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Value>>,
}

impl DataTable {
    /// As a CSV file: UTF-8, LF, missing values empty.
    pub fn csv(&self) -> Result<Vec<u8>> {
        let header: Vec<&str> = self.columns.iter().map(|column| column.name).collect();
        table(&header, self.rows.iter().map(|row| row.iter().map(Value::to_string).collect()))
    }
}

impl DataTable {
    /// As a Parquet file: a column of numbers where it has nothing but numbers, and of texts otherwise.
    pub fn parquet(&self) -> Result<Vec<u8>> {
        let columns: Vec<parquet::Column> = self
            .columns
            .iter()
            .enumerate()
            .map(|(place, column)| {
                let cells: Vec<&Value> = self.rows.iter().filter_map(|row| row.get(place)).collect();
                let values = if cells.iter().any(|cell| matches!(cell, Value::Text(_))) {
                    parquet::Values::Text(cells.into_iter().map(Value::text).collect())
                } else {
                    parquet::Values::Number(cells.into_iter().map(Value::number).collect())
                };
                parquet::Column { name: column.name.to_owned(), values }
            })
            .collect();
        parquet::write(&columns)
            .map_err(|error| Error::Drawing { what: format!("{}.parquet", self.name), reason: error.to_string() })
    }
}

impl Value {
    fn text(&self) -> Option<String> {
        (*self != Self::Missing).then(|| self.to_string())
    }

    fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }
}

/// A column and what stands in it.
struct Field<F> {
    column: Column,
    value: F,
}

const fn field<F>(name: &'static str, meaning: &'static str, value: F) -> Field<F> {
    Field { column: Column { name, meaning }, value }
}

/// Fills the columns of a table, a row for each record.
fn fill<R, F: Fn(&Scorecard, &R) -> Value>(
    name: &'static str,
    fields: &[Field<F>],
    scorecard: &Scorecard,
    records: impl IntoIterator<Item = R>,
) -> DataTable {
    let row = |record: R| fields.iter().map(|field| (field.value)(scorecard, &record)).collect();
    DataTable { name, columns: columns_of(fields), rows: records.into_iter().map(row).collect() }
}

fn columns_of<F>(fields: &[Field<F>]) -> Vec<Column> {
    fields.iter().map(|field| field.column).collect()
}

/// All tables of a report.
pub fn tables(scorecard: &Scorecard, synthesis: &Synthesis<'_>) -> Vec<DataTable> {
    vec![
        scorecard::table(scorecard),
        exclusions::table(scorecard),
        coverage::table(scorecard),
        corrections::table(scorecard),
        synthesis::table(scorecard, synthesis),
    ]
}

/// The name of each table with its columns, for whoever describes them.
pub fn columns() -> Vec<(&'static str, Vec<Column>)> {
    vec![
        (scorecard::NAME, columns_of(&scorecard::FIELDS)),
        (exclusions::NAME, columns_of(&exclusions::FIELDS)),
        (coverage::NAME, columns_of(&coverage::FIELDS)),
        (corrections::NAME, columns_of(&corrections::FIELDS)),
        (synthesis::NAME, columns_of(&synthesis::FIELDS)),
    ]
}

/// Each table as a CSV file, and as a Parquet file beside it.
pub(super) fn files(material: &Material<'_>) -> Result<Vec<File>> {
    let mut files = Vec::new();
    for table in tables(material.scorecard, material.synthesis) {
        files.push((path(table.name, "csv"), table.csv()?));
        files.push((path(table.name, "parquet"), table.parquet()?));
    }
    Ok(files)
}

/// Where a table lies in the folder of a report.
pub(super) fn path(table: &str, ending: &str) -> PathBuf {
    PathBuf::from(format!("data/{table}.{ending}"))
}

pub(super) fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>> {
    let failed = |error: &dyn fmt::Display| Error::Drawing { what: "a table".to_owned(), reason: error.to_string() };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = header.iter().map(|cell| (*cell).to_owned()).collect();
    for row in std::iter::once(header).chain(rows) {
        writer.write_record(row.iter().map(|cell| harmless(cell).into_owned())).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_with_gaps_is_written_as_parquet() {
        let column = |name| Column { name, meaning: "" };
        let rows = vec![vec![Value::Missing, "Cat".into()], vec![Value::Number(4.5), Value::Missing]];
        let table = DataTable { name: "cats", columns: vec![column("legs"), column("name")], rows };
        let bytes = table.parquet().unwrap();
        assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
        assert_eq!(bytes, table.parquet().unwrap());
    }

    #[test]
    fn every_column_has_a_name_of_its_own_and_a_meaning() {
        for (table, columns) in columns() {
            let mut names: Vec<&str> = columns.iter().map(|column| column.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), columns.len(), "{table}");
            for Column { name, meaning } in columns {
                assert!(meaning.len() > 8 && !meaning.ends_with('.'), "{table}: {name}: {meaning}");
            }
        }
    }

    #[test]
    fn numbers_keep_their_digits_and_have_no_row_of_zeros() {
        let text = |number| Value::from(Some(number)).to_string();
        assert_eq!(text(0.1 + 0.2), "0.30000000000000004");
        assert_eq!(text(1.5e-9), "1.5e-9");
        assert_eq!(text(0.0), "0");
        assert_eq!(text(f64::INFINITY), "");
    }
}
