//! What is counted, as plain data: it can be written down, and a query for another engine can be made from it.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What to count. In the terms of a query: `filter` is its `where`; the month of `period`, `place` and `by` are its
/// `group by`; `sum` is the column that it sums, where it does not count rows.
///
/// Blanks around names of columns and around texts make no difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Plan {
    /// Further columns by which records are counted.
    #[serde(default)]
    pub by: Vec<String>,
    /// The column of the number of events for which a record stands; each stands for one if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<String>,
    /// When an event was.
    pub period: PeriodColumn,
    /// Where an event was.
    pub place: PlaceColumns,
    /// Which records are counted: those that meet all of them.
    #[serde(default, rename = "filter", skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
}

/// The column of the date, the time or the period, and the clocks that it is counted by.
///
/// A date counts in its month; what is no date is the label of a period already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PeriodColumn {
    /// The column.
    pub column: String,
    /// The time zone, such as `Asia/Tokyo`: a time that is marked as universal time counts in the month of its clocks.
    pub time_zone: String,
}

/// The columns that say where an event was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, rename_all = "kebab-case", deny_unknown_fields)]
pub enum PlaceColumns {
    /// A column of names or codes.
    Name {
        /// The column.
        column: String,
    },
    /// A position in degrees, of which 0, 0 is none; it is counted by the outline in which it lies.
    Position {
        /// The column of the latitude.
        latitude: String,
        /// The column of the longitude.
        longitude: String,
    },
}

/// A condition on records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Filter {
    /// The column.
    pub column: String,
    /// Whether its text must equal the value; otherwise it must differ.
    pub equal: bool,
    /// The value.
    pub value: String,
}

impl Filter {
    /// Whether a text, without the blanks around it, meets the condition.
    pub(super) fn is_met_by(&self, text: &str) -> bool {
        (text == self.value.trim()) == self.equal
    }
}

impl FromStr for Filter {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (column, equal, value) = match (text.split_once("!="), text.split_once('=')) {
            (Some((column, value)), _) => (column, false, value),
            (None, Some((column, value))) => (column, true, value),
            (None, None) => return Err("write COLUMN=VALUE or COLUMN!=VALUE"),
        };
        Ok(Self { column: column.trim().to_owned(), equal, value: value.trim().to_owned() })
    }
}

impl Plan {
    /// The columns by which records are told apart, each once.
    pub(super) fn columns(&self) -> Vec<&str> {
        let place = match &self.place {
            PlaceColumns::Name { column } => vec![column],
            PlaceColumns::Position { latitude, longitude } => vec![latitude, longitude],
        };
        let filters = self.filters.iter().map(|filter| &filter.column);
        let all = std::iter::once(&self.period.column).chain(place).chain(&self.by).chain(filters);
        let mut columns: Vec<&str> = Vec::new();
        for column in all.map(|column| column.trim()) {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan {
            by: vec!["breed".to_owned(), "colour".to_owned()],
            sum: Some("cats".to_owned()),
            period: PeriodColumn { column: "seen".to_owned(), time_zone: "Asia/Tokyo".to_owned() },
            place: PlaceColumns::Position { latitude: "north".to_owned(), longitude: "east".to_owned() },
            filters: vec!["colour!=black".parse().unwrap(), "tail = long".parse().unwrap()],
        }
    }

    #[test]
    fn a_plan_is_read_back_as_it_was_written_down() {
        let by_name = Plan { place: PlaceColumns::Name { column: "town".to_owned() }, sum: None, ..plan() };
        for plan in [plan(), by_name] {
            let written = serde_json::to_string(&plan).unwrap();
            assert_eq!(serde_json::from_str::<Plan>(&written).unwrap(), plan, "{written}");
        }
        let written = r#"
            by = ["breed", "colour"]
            sum = "cats"
            period = { column = "seen", time-zone = "Asia/Tokyo" }
            place = { latitude = "north", longitude = "east" }
            [[filter]]
            column = "colour"
            equal = false
            value = "black"
            [[filter]]
            column = "tail"
            equal = true
            value = "long"
        "#;
        assert_eq!(toml::from_str::<Plan>(written).unwrap(), plan());
        assert!(toml::from_str::<Plan>(&format!("limit = 1\n{written}")).is_err());
    }

    #[test]
    fn each_column_is_asked_for_once() {
        assert_eq!(plan().columns(), ["seen", "north", "east", "breed", "colour", "tail"]);
    }

    #[test]
    fn a_filter_is_read_with_its_sign() {
        let filter: Filter = "Type!=Vehicle search".parse().unwrap();
        let expected = Filter { column: "Type".to_owned(), equal: false, value: "Vehicle search".to_owned() };
        assert_eq!(filter, expected);
        assert!("Type".parse::<Filter>().is_err());
    }
}
