//! How the figures of a column are written: what stands before their fraction, what parts their thousands, and which signs
//! stand beside them. A column as a whole decides; one that can be read in two ways is refused.

use std::collections::BTreeMap;

use tables::number::{self, DecimalMark, Unit};
use tables::{Row, Table};

use crate::finding::{Check, Findings, Location, Problem};
use crate::source::FileCard;

use super::columns::Columns;

pub(crate) const UNITS: Check = Check { name: "units", page: "docs/checks/units.md" };

/// A cell with a per cent or a pound sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    /// Which sign.
    pub unit: Unit,
    /// The cell.
    pub text: String,
    /// Where it stands.
    pub place: Location,
}

/// A cell that holds a figure.
struct Cell<'a> {
    text: &'a str,
    place: Location,
}

/// How the figures of a file are written.
pub(super) struct Notation {
    /// The signs beside them, by the name of the figure.
    pub signs: BTreeMap<String, Sign>,
    /// What stands before the fraction of each, in the order of an observation.
    pub marks: Vec<DecimalMark>,
}

/// Looks how the figures are written. What is mixed or ambiguous is added to the findings.
pub(super) fn examine(
    table: &Table,
    rows: &[&Row],
    (card, columns): (&FileCard, &Columns),
    findings: &mut Findings,
) -> Notation {
    let (mut signs, mut marks) = (BTreeMap::new(), Vec::new());
    for (place, name) in columns.figures.iter().enumerate() {
        let within = columns.groups.iter().filter_map(|group| group.figures.get(place).copied().flatten());
        let within: Vec<usize> = within.collect();
        let cells: Vec<Cell<'_>> = rows
            .iter()
            .flat_map(|row| within.iter().map(|column| (*row, *column)))
            .map(|(row, column)| Cell { text: row.cell(column), place: table.place(row, column) })
            .filter(|cell| !cell.text.is_empty() && !card.markers.contains_key(cell.text))
            .collect();
        let mut column = Column { name, cells, mark: card.decimal_mark() };
        // A column with commas is said once, and not once a cell.
        if card.decimal.is_none() && column.report_marks(findings) {
            column.mark = DecimalMark::Comma;
        }
        column.report_spaces(findings);
        signs.extend(column.sign(findings).map(|sign| (name.clone(), sign)));
        marks.push(column.mark);
    }
    Notation { signs, marks }
}

/// The cells of one figure.
struct Column<'a> {
    name: &'a str,
    cells: Vec<Cell<'a>>,
    mark: DecimalMark,
}

impl Column<'_> {
    /// Says that the figures have decimal commas, or that it cannot be known what their points part. Returns whether they
    /// have commas.
    fn report_marks(&self, findings: &mut Findings) -> bool {
        let is_read = |cell: &&Cell<'_>, mark| number::parse_with(cell.text, mark).is_ok();
        let marked: Vec<&Cell<'_>> = self.cells.iter().filter(|cell| cell.text.contains([',', '.'])).collect();
        let only =
            |mark, other| marked.iter().filter(move |cell| is_read(cell, mark) && !is_read(cell, other)).copied();
        let commas: Vec<&Cell<'_>> = only(DecimalMark::Comma, DecimalMark::Point).collect();
        let has_points = only(DecimalMark::Point, DecimalMark::Comma).next().is_some();
        // Where thousands are parted, no figure of four digits goes without.
        let is_long = |cell: &Cell<'_>| cell.text.len() > 3 && cell.text.bytes().all(|byte| byte.is_ascii_digit());
        let doubtful = marked.iter().find(|cell| cell.text.contains('.'));
        if let ([first, _, ..], false) = (commas.as_slice(), has_points)
            && 2 * commas.len() > marked.len()
        {
            findings.add(decimal_commas(self.name, first.text), first.place.clone());
            return true;
        }
        if let Some(cell) = doubtful.filter(|_| !has_points && !self.cells.iter().any(is_long))
            && commas.is_empty()
        {
            findings.add(thousands_or_fraction(self.name, cell.text), cell.place.clone());
        }
        false
    }

    /// Says of a figure with spaces that it may be two.
    fn report_spaces(&self, findings: &mut Findings) {
        let is_figure = |cell: &&Cell<'_>| number::parse_with(cell.text, self.mark).is_ok();
        let is_spaced = |cell: &&Cell<'_>| number_groups(cell.text).len() > 1;
        let others = |cell: &Cell<'_>| {
            let digits = cell.text.bytes().filter(u8::is_ascii_digit).count();
            digits > 3 && number_groups(cell.text).len() < 2 && !cell.text.contains('.')
        };
        let parts_otherwise = self.cells.iter().any(others);
        for cell in self.cells.iter().filter(is_figure).filter(is_spaced) {
            let groups = number_groups(cell.text);
            let repeats = groups.windows(2).all(|pair| matches!(pair, [one, other] if one == other));
            if repeats || parts_otherwise {
                findings.add(two_numbers(self.name, cell.text, &groups), cell.place.clone());
            }
        }
    }

    /// The sign beside the figures, where there is one; cells without it are reported, but for zeros.
    fn sign(&self, findings: &mut Findings) -> Option<Sign> {
        let figures = self.cells.iter().filter_map(|cell| Some((cell, number::parse_with(cell.text, self.mark).ok()?)));
        let figures: Vec<_> = figures.collect();
        let (first, unit) =
            figures.iter().map(|(cell, number)| (cell, number.unit)).find(|(_, unit)| *unit != Unit::Plain)?;
        let other = figures.iter().find(|(_, number)| number.unit != unit && number.value > 0.0);
        if let Some((cell, _)) = other {
            findings.add(mixed_signs(self.name, first.text, cell.text), cell.place.clone());
        }
        Some(Sign { unit, text: first.text.to_owned(), place: first.place.clone() })
    }
}

/// The groups of digits that spaces part.
fn number_groups(text: &str) -> Vec<&str> {
    let is_sign = |letter: char| !letter.is_ascii_digit();
    text.trim_matches(is_sign).split_whitespace().collect()
}

fn decimal_commas(figure: &str, text: &str) -> Problem {
    Problem::error(
        format!("the figures of `{figure}` have decimal commas, as in `{text}`"),
        "write decimal = \",\" in the [[file]] table of source.toml; points then part thousands",
    )
    .of(UNITS)
}

fn thousands_or_fraction(figure: &str, text: &str) -> Problem {
    Problem::error(
        format!("the points in the figures of `{figure}` can part thousands or fractions, as in `{text}`"),
        "write decimal = \",\" in the [[file]] table of source.toml if they part thousands, and decimal = \".\" if they part fractions",
    )
    .of(UNITS)
}

/// A space between two groups of digits in a column that parts no thousands so.
fn two_numbers(figure: &str, text: &str, groups: &[&str]) -> Problem {
    let (one, two) = (groups.concat(), groups.first().copied().unwrap_or_default());
    Problem::error(
        format!("`{text}` in column `{figure}` can be one number or several"),
        format!("look it up in the publication, and write `{one}` or `{two}`"),
    )
    .of(UNITS)
}

fn mixed_signs(figure: &str, with: &str, without: &str) -> Problem {
    Problem::error(
        format!("`{figure}` is written as `{with}` and as `{without}`, so that its unit is not known"),
        "look both up in the publication, and write all figures of it in one unit",
    )
    .of(UNITS)
}
