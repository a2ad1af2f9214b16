//! Cells that a spreadsheet shows in per cent: it keeps a hundredth of what it shows, and the format of the cell says so.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The text that a spreadsheet shows of a number in per cent, with all its digits: of 0.752 it is `75.2%`.
pub(super) fn shown(number: f64) -> String {
    // A number has few digits in decimal, and moving the point keeps them: a product would not.
    let hundredfold: f64 = format!("{number}e2").parse().unwrap_or(number * 100.0);
    format!("{hundredfold}%")
}

/// Whether a format code shows a number in per cent: a sign in quotes or behind a backslash is only a text.
pub(super) fn is_percent(code: &str, number: f64) -> bool {
    let sections = sections(code);
    let section = match sections.as_slice() {
        [_, negative, ..] if number < 0.0 => Some(negative),
        [_, _, zero, ..] if number == 0.0 => Some(zero),
        [first, ..] => Some(first),
        [] => None,
    };
    section.is_some_and(|section| section.contains('%'))
}

/// The sections of a format code without their literal texts.
fn sections(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let (mut quoted, mut letters) = (false, code.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => drop(letters.next()),
            ';' => sections.push(String::new()),
            _ => {
                if let Some(last) = sections.last_mut() {
                    last.push(letter);
                }
            }
        }
    }
    sections
}

/// The cells of one table of an ods workbook that are shown in per cent, by the rows and the columns that they stand in,
/// counted from 0.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PercentCells(BTreeMap<u32, (u32, Vec<RangeInclusive<u32>>)>);

impl PercentCells {
    /// Whether a cell is one of them.
    pub(super) fn contains(&self, row: u32, column: u32) -> bool {
        let rows = self.0.range(..=row).next_back().map(|(_, rows)| rows);
        rows.is_some_and(|(last, columns)| row <= *last && columns.iter().any(|columns| columns.contains(&column)))
    }
}

/// Those of each table of the content of an ods workbook, in the order of its tables.
pub(super) fn of_ods(content: &str) -> Vec<PercentCells> {
    let tables = content.split("<table:table ").skip(1).map(|table| {
        let (mut cells, mut line) = (PercentCells::default(), 0_u32);
        for row in table.split("<table:table-row").skip(1) {
            let (head, row) = row.split_once('>').unwrap_or((row, ""));
            let next = line.saturating_add(repeated(head, "table:number-rows-repeated"));
            let columns = percent_columns(row);
            if !columns.is_empty() {
                cells.0.insert(line, (next.saturating_sub(1), columns));
            }
            line = next;
        }
        cells
    });
    tables.collect()
}

fn percent_columns(row: &str) -> Vec<RangeInclusive<u32>> {
    let (mut column, mut columns) = (0_u32, Vec::new());
    for tag in row.split("table-cell").skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        // The other half of the tags are those that close a cell.
        if tag.is_empty() {
            continue;
        }
        let next = column.saturating_add(repeated(tag, "table:number-columns-repeated"));
        let kind = tag.split_once("office:value-type").and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
        if kind == Some("percentage") {
            columns.push(column..=next.saturating_sub(1));
        }
        column = next;
    }
    columns
}

fn repeated(tag: &str, attribute: &str) -> u32 {
    let value = tag.split_once(attribute).map(|(_, rest)| rest);
    value.and_then(|rest| rest.split(['"', '\'']).nth(1)).map_or(1, |number| number.trim().parse().unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_point_moves_and_the_digits_stay() {
        for (number, text) in
            [(0.752, "75.2%"), (0.07, "7%"), (0.29, "29%"), (1.1, "110%"), (-0.035, "-3.5%"), (0.0, "0%")]
        {
            assert_eq!(shown(number), text);
        }
    }

    #[test]
    fn a_format_says_whether_it_shows_per_cent() {
        for (code, number, is) in [
            ("0.0%", 0.5, true),
            ("0%", 0.5, true),
            ("0.0\"%\"", 0.5, false),
            ("0.0\\%", 0.5, false),
            ("General", 0.5, false),
            ("0.0;-0.0%", 0.5, false),
            ("0.0;-0.0%", -0.5, true),
            ("[Red]0.0%;[Blue]-0.0%", -0.5, true),
        ] {
            assert_eq!(is_percent(code, number), is, "{code} {number}");
        }
    }

    #[test]
    fn cells_of_ods_are_counted_with_those_that_are_repeated() {
        let content = r#"<table:table table:name="a"><table:table-row table:number-rows-repeated="2"><table:table-cell/>
            </table:table-row><table:table-row><table:table-cell table:number-columns-repeated="3"/><table:table-cell
            office:value-type="percentage" office:value="0.5" table:number-columns-repeated="2"><text:p>50%</text:p>
            </table:table-cell></table:table-row></table:table><table:table table:name="b"/>"#;
        let [first, second] = of_ods(content).try_into().unwrap();
        for (row, column, is) in
            [(2, 3, true), (2, 4, true), (2, 5, false), (2, 2, false), (1, 3, false), (3, 3, false)]
        {
            assert_eq!(first.contains(row, column), is, "{row} {column}");
        }
        assert_eq!(second, PercentCells::default());
    }
}
