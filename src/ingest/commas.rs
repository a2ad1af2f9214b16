//! Commas in the figures of a text whose cells are parted by semicolons: where a comma stands before fractions, it cannot
//! part cells, so that the one speaks for the other.

use tables::Table;
use tables::file::{Delimiter, Form, Origin};
use tables::number::{DecimalMark, parse_with};

use crate::finding::{Findings, Problem};
use crate::source::{FileCard, Layout};

/// Refuses figures of which it cannot be known whether their commas part thousands or fractions.
pub(super) fn examine(origin: &Origin, table: &Table, card: &FileCard, findings: &mut Findings) {
    let by_semicolons = matches!(origin.form, Form::Delimited { delimiter: Delimiter::Semicolon, .. });
    if !by_semicolons || card.decimal.is_some() {
        return;
    }
    let is_figure =
        |name: &String| card.layout == Layout::Wide || card.figures.iter().any(|(_, column)| column == name);
    for (column, name) in table.header.iter().enumerate().filter(|(_, name)| is_figure(name)) {
        let with_comma = || table.rows.iter().filter(|row| row.cell(column).contains(','));
        let reads = |mark| with_comma().all(|row| parse_with(row.cell(column), mark).is_ok());
        if let Some(row) = with_comma().next()
            && reads(DecimalMark::Point)
            && reads(DecimalMark::Comma)
        {
            findings.add(thousands_or_fraction(name, row.cell(column)), table.place(row, column));
        }
    }
}

fn thousands_or_fraction(column: &str, text: &str) -> Problem {
    Problem::error(
        format!(
            "the commas in column `{column}` can part thousands or fractions, as in `{text}`, and semicolons part the cells"
        ),
        "write decimal = \",\" in the [[file]] table of source.toml if they part fractions, and decimal = \".\" if they part thousands",
    )
}
