//! Tables of typed columns → Parquet. The same table gives the same bytes each time.

use std::fmt;

use polars::prelude::{Column as Series, DataFrame, ParquetCompression, ParquetWriter, PlSmallStr, PolarsResult};

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its values, one for each row.
    pub values: Values,
}

/// The values of a column, of which any may be missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Texts.
    Text(Vec<Option<String>>),
    /// Numbers with a fraction.
    Number(Vec<Option<f64>>),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
}

/// Columns that make no table: of different lengths, or two of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoTable(String);

impl fmt::Display for NoTable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for NoTable {}

/// The bytes of a Parquet file that holds these columns.
pub fn write(columns: &[Column]) -> Result<Vec<u8>, NoTable> {
    let written = || -> PolarsResult<Vec<u8>> {
        let mut frame = DataFrame::new_infer_height(columns.iter().map(series).collect())?;
        let mut bytes = Vec::new();
        let writer = ParquetWriter::new(&mut bytes).with_compression(ParquetCompression::Snappy);
        writer.set_parallel(false).finish(&mut frame)?;
        Ok(bytes)
    };
    written().map_err(|error| NoTable(error.to_string()))
}

fn series(column: &Column) -> Series {
    let name = PlSmallStr::from_str(&column.name);
    match &column.values {
        Values::Text(texts) => Series::new(name, texts),
        Values::Number(numbers) => Series::new(name, numbers),
        Values::Whole(numbers) => Series::new(name, numbers),
    }
}
