//! Commas in the figures of a text whose cells are parted by semicolons or tabs: where a comma stands before fractions, it
//! cannot part cells, so that the one speaks for the other. Between tabs, thousands without commas beside them say so.

use tables::Table;
use tables::file::{Delimiter, Form, Origin};
use tables::number::{DecimalMark, parse, parse_with};

use crate::finding::{Findings, Problem};
use crate::source::{FileCard, Layout};

/// Refuses figures of which it cannot be known whether their commas part thousands or fractions.
pub(super) fn examine(origin: &Origin, table: &Table, card: &FileCard, findings: &mut Findings) {
    let is_figure =
        |name: &String| card.layout == Layout::Wide || card.figures.iter().any(|(_, column)| column == name);
    let figures = || table.header.iter().enumerate().filter(|(_, name)| is_figure(name));
    let Form::Delimited { delimiter, .. } = origin.form else { return };
    let parted_by = match delimiter {
        Delimiter::Semicolon => "semicolons part the cells",
        Delimiter::Tab | Delimiter::Pipe if figures().any(|(column, _)| has_plain(table, column)) => {
            "figures of 1000 and more beside them have none"
        }
        Delimiter::Comma | Delimiter::Tab | Delimiter::Pipe => return,
    };
    if card.decimal.is_some() {
        return;
    }
    for (column, name) in figures() {
        let with_comma = || table.rows.iter().filter(|row| row.cell(column).contains(','));
        let reads = |mark| with_comma().all(|row| parse_with(row.cell(column), mark).is_ok());
        if let Some(row) = with_comma().next()
            && reads(DecimalMark::Point)
            && reads(DecimalMark::Comma)
        {
            findings.add(thousands_or_fraction(name, row.cell(column), parted_by), table.place(row, column));
        }
    }
}

/// Whether a column has a figure of 1000 or more without a comma.
fn has_plain(table: &Table, column: usize) -> bool {
    const THOUSAND: f64 = 1000.0;
    let is_plain = |text: &str| !text.contains(',') && parse(text).is_ok_and(|number| number.value >= THOUSAND);
    table.rows.iter().any(|row| is_plain(row.cell(column)))
}

fn thousands_or_fraction(column: &str, text: &str, parted_by: &str) -> Problem {
    Problem::error(
        format!("the commas in column `{column}` can part thousands or fractions, as in `{text}`, and {parted_by}"),
        "write decimal = \",\" in the [[file]] table of source.toml if they part fractions, and decimal = \".\" if they part thousands",
    )
}
