//! Records by the million → counts by area, month and ethnic group.
//!
//! One grouping in polars, streaming: the records are counted by position, month and label as published, and only the
//! positions that differ (published to the nearest of a list of places) are put into areas. Identical records are
//! separate events and are all counted. A month that no file holds is missing, not zero.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use polars::prelude::{
    Column, DataFrame, DataType, Engine, Expr, LazyCsvReader, LazyFileListReader, LazyFrame,
    PlRefPath, PolarsResult, col, len, lit, when,
};

use crate::error::{Error, Result};
use crate::period::Month;

use super::places::Places;

/// What to count.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// The column of the date or time, which begins like `2021-06-30`; the month is that of the clocks in London.
    pub date: String,
    /// The column of the latitude.
    pub latitude: String,
    /// The column of the longitude.
    pub longitude: String,
    /// The column of the ethnic group.
    pub group: String,
    /// Which records: a column, whether it must equal the value or differ from it, and the value.
    pub conditions: Vec<Condition>,
}

/// A condition on records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The column.
    pub column: String,
    /// Whether its text must equal the value; otherwise it must differ.
    pub equal: bool,
    /// The value.
    pub value: String,
}

impl std::str::FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let (column, equal, value) = match (text.split_once("!="), text.split_once('=')) {
            (Some((column, value)), _) => (column, false, value),
            (None, Some((column, value))) => (column, true, value),
            (None, None) => return Err("write COLUMN=VALUE or COLUMN!=VALUE".to_owned()),
        };
        Ok(Self {
            column: column.trim().to_owned(),
            equal,
            value: value.trim().to_owned(),
        })
    }
}

/// The label under which a blank group is counted.
pub const BLANK: &str = "(blank)";

/// Counts of records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Events by month, area code and label as published; every combination of those that occur is there.
    pub events: BTreeMap<(String, String, String), u64>,
    /// Records that meet the conditions.
    pub records: u64,
    /// Of these, records without a position, by month.
    pub without_position: BTreeMap<String, u64>,
    /// Of these, records outside every area, by month.
    pub outside: BTreeMap<String, u64>,
}

/// Counts the records of some CSV files with the same columns.
pub fn tally(files: &[PathBuf], places: &Places, recipe: &Recipe) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut known: BTreeMap<(String, String), Option<String>> = BTreeMap::new();
    for file in files {
        let counts =
            count(file, recipe).map_err(|error| unreadable(file, recipe, &error.to_string()))?;
        for row in rows(&counts).map_err(|error| unreadable(file, recipe, &error.to_string()))? {
            tally.records += row.events;
            let position = row
                .longitude
                .parse::<f64>()
                .ok()
                .zip(row.latitude.parse::<f64>().ok());
            let Some((longitude, latitude)) = position else {
                *tally.without_position.entry(row.month).or_default() += row.events;
                continue;
            };
            let area = known
                .entry((row.longitude, row.latitude))
                .or_insert_with(|| places.find(longitude, latitude).map(str::to_owned));
            match area {
                Some(area) => {
                    let key = (row.month, area.clone(), row.label);
                    *tally.events.entry(key).or_default() += row.events;
                }
                None => *tally.outside.entry(row.month).or_default() += row.events,
            }
        }
    }
    fill(&mut tally.events, places);
    Ok(tally)
}

/// A month that was read holds a zero for every area and label without events.
fn fill(events: &mut BTreeMap<(String, String, String), u64>, places: &Places) {
    let months: BTreeSet<String> = events.keys().map(|(month, _, _)| month.clone()).collect();
    let labels: BTreeSet<String> = events.keys().map(|(_, _, label)| label.clone()).collect();
    for month in &months {
        for area in places.areas() {
            for label in &labels {
                events
                    .entry((month.clone(), area.to_owned(), label.clone()))
                    .or_default();
            }
        }
    }
}

fn count(file: &Path, recipe: &Recipe) -> PolarsResult<DataFrame> {
    let text = |column: &str| col(column).cast(DataType::String).fill_null(lit(""));
    let groups: [Expr; 4] = [
        text(&recipe.latitude).alias("latitude"),
        text(&recipe.longitude).alias("longitude"),
        month_or_late_day(&text(&recipe.date)).alias("month"),
        text(&recipe.group)
            .str()
            .strip_chars(lit(polars::prelude::NULL))
            .alias("label"),
    ];
    let conditions = recipe.conditions.iter().map(|condition| {
        let cell = text(&condition.column);
        if condition.equal {
            cell.eq(lit(condition.value.clone()))
        } else {
            cell.neq(lit(condition.value.clone()))
        }
    });
    let frame: LazyFrame = conditions.fold(read(file)?, LazyFrame::filter);
    let counted = frame
        .group_by(groups)
        .agg([len().cast(DataType::UInt64).alias("events")]);
    Ok(counted
        .collect_with_engine(Engine::Streaming)?
        .unwrap_single())
}

/// The month; for the last hour of a day in universal time the day too, since it may be the next month in London.
fn month_or_late_day(date: &Expr) -> Expr {
    let universal = date
        .clone()
        .str()
        .ends_with(lit("+00:00"))
        .or(date.clone().str().ends_with(lit("Z")));
    let late = date
        .clone()
        .str()
        .slice(lit(11), lit(2))
        .eq(lit("23"))
        .and(universal);
    when(late)
        .then(date.clone().str().slice(lit(0), lit(10)))
        .otherwise(date.clone().str().slice(lit(0), lit(7)))
}

/// The month by the clocks in London of a month, or of a day whose last hour in universal time is meant.
///
/// Summer time begins on the last Sunday of March and ends on the last Sunday of October, so the last hour of the last
/// day of March to September in universal time is the first hour of the next month.
fn london_month(text: &str) -> String {
    let Some(month) = text
        .get(..7)
        .and_then(Month::parse)
        .filter(|_| text.len() == 10)
    else {
        return text.to_owned();
    };
    let last_of_month = match month.number() {
        3 | 5 | 7 | 8 => "31",
        4 | 6 | 9 => "30",
        _ => "none",
    };
    if text.ends_with(last_of_month) {
        month.next().to_string()
    } else {
        month.to_string()
    }
}

/// Every column as text: types are never guessed from the first rows.
fn read(file: &Path) -> PolarsResult<LazyFrame> {
    LazyCsvReader::new(PlRefPath::new(file.to_string_lossy()))
        .with_infer_schema_length(Some(0))
        .finish()
}

struct Counted {
    month: String,
    latitude: String,
    longitude: String,
    label: String,
    events: u64,
}

fn rows(frame: &DataFrame) -> PolarsResult<Vec<Counted>> {
    let text = |name: &str| -> PolarsResult<Vec<String>> {
        let column: &Column = frame.column(name)?;
        Ok(column
            .str()?
            .iter()
            .map(|cell| cell.unwrap_or_default().to_owned())
            .collect())
    };
    let (months, latitudes, longitudes, labels) = (
        text("month")?,
        text("latitude")?,
        text("longitude")?,
        text("label")?,
    );
    let events: Vec<u64> = frame
        .column("events")?
        .u64()?
        .iter()
        .map(Option::unwrap_or_default)
        .collect();
    let places = latitudes.into_iter().zip(longitudes);
    let rows = months.into_iter().zip(places).zip(labels).zip(events);
    Ok(rows
        .map(|(((month, (latitude, longitude)), label), events)| {
            let label = if label.is_empty() {
                BLANK.to_owned()
            } else {
                label
            };
            Counted {
                month: london_month(&month),
                latitude,
                longitude,
                label,
                events,
            }
        })
        .collect())
}

fn unreadable(file: &Path, recipe: &Recipe, reason: &str) -> Error {
    let Recipe {
        date,
        latitude,
        longitude,
        group,
        conditions,
    } = recipe;
    let mut columns = vec![date, latitude, longitude, group];
    columns.extend(conditions.iter().map(|condition| &condition.column));
    let columns: Vec<String> = columns.iter().map(|column| format!("`{column}`")).collect();
    let first = reason.lines().next().unwrap_or_default().to_owned();
    Error::Usage {
        message: format!("cannot count the records of `{}`: {first}", file.display()),
        hint: format!(
            "it must be a CSV file with the columns {}",
            columns.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_hour_of_a_summer_month_belongs_to_the_next() {
        assert_eq!(london_month("2021-05-31"), "2021-06");
        assert_eq!(london_month("2021-05-30"), "2021-05");
        assert_eq!(london_month("2021-03-31"), "2021-04");
        assert_eq!(london_month("2021-10-31"), "2021-10");
        assert_eq!(london_month("2021-12-31"), "2021-12");
        assert_eq!(london_month("2021-05"), "2021-05");
    }

    #[test]
    fn a_condition_is_read_with_its_sign() {
        let condition: Condition = "Type!=Vehicle search".parse().unwrap();
        assert_eq!(
            (
                condition.column.as_str(),
                condition.equal,
                condition.value.as_str()
            ),
            ("Type", false, "Vehicle search")
        );
        assert!("Type".parse::<Condition>().is_err());
    }
}
