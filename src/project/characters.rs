//! Characters in declarations that nobody sees and that change what others see: a name that holds them forges messages,
//! turns words round, and breaks the drawings.

use tables::visible::is_control;
use tables::{Row, Table};
use toml::de::{DeTable, DeValue};

use crate::finding::{Findings, Problem};

/// Reports the cells of a table that hold any.
pub(super) fn in_table(table: &Table, findings: &mut Findings) {
    let header = Row::new(table.line, &table.header);
    for row in std::iter::once(&header).chain(&table.rows) {
        for (column, cell) in row.cells.iter().enumerate().filter(|(_, cell)| cell.contains(is_control)) {
            findings.add(unseen(cell), table.place(row, column));
        }
    }
}

/// The keys and texts of a TOML document that hold any, with where they begin in it. A text may have several lines.
pub(super) fn in_toml(text: &str) -> Vec<(usize, Problem)> {
    let mut found = Vec::new();
    if let Ok(table) = DeTable::parse(text) {
        table_of(table.get_ref(), &mut found);
    }
    found
}

fn table_of(table: &DeTable<'_>, found: &mut Vec<(usize, Problem)>) {
    for (key, value) in table {
        text_of(key.get_ref(), key.span().start, found);
        value_of(value.get_ref(), value.span().start, found);
    }
}

fn value_of(value: &DeValue<'_>, start: usize, found: &mut Vec<(usize, Problem)>) {
    match value {
        DeValue::String(text) => text_of(text, start, found),
        DeValue::Array(values) => {
            values.iter().for_each(|value| value_of(value.get_ref(), value.span().start, found));
        }
        DeValue::Table(table) => table_of(table, found),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

fn text_of(text: &str, start: usize, found: &mut Vec<(usize, Problem)>) {
    if text.contains(|letter| is_control(letter) && letter != '\n' && letter != '\t') {
        found.push((start, unseen(text)));
    }
}

fn unseen(text: &str) -> Problem {
    Problem::error(
        format!("`{text}` holds a character that nobody sees"),
        "type it again: it is written out here, and was pasted from elsewhere",
    )
}
