//! A matrix: a symbol in each crossing of rows and columns, such as which evidence there is of which borough.

use super::Width;
use super::canvas::{self, Area, Body, GRID, INK, LINE, Lettering, MARGIN, Outcome, count};

/// Symbols in rows and columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<MatrixRow>,
    /// What the symbols mean.
    pub legend: Vec<(String, String)>,
}

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    /// Its name.
    pub label: String,
    /// Whether it stands out from those beside it.
    pub is_emphasised: bool,
    /// Its cells, one for each column.
    pub cells: Vec<MatrixCell>,
}

/// A crossing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixCell {
    /// A letter or symbol.
    pub symbol: String,
    /// Whether it says that there is something.
    pub is_filled: bool,
}

const ROW: i32 = 26;

/// Where everything stands in one drawing. Where a name has no room above its column, the columns have numbers, and the names stand
/// below.
pub(super) struct Layout<'m> {
    matrix: &'m Matrix,
    labels: i32,
    column: i32,
    heads: Vec<Vec<String>>,
    legend: Vec<Vec<String>>,
}

impl<'m> Layout<'m> {
    pub(super) fn new(matrix: &'m Matrix, width: Width) -> Self {
        let across = width.pixels() - 2 * MARGIN;
        let widest = matrix.rows.iter().map(|row| lettering(row).width(&row.label)).max().unwrap_or(0);
        let labels = match width {
            Width::Wide => (widest + MARGIN).min(220),
            Width::Narrow => (widest + MARGIN).min(130),
        };
        let column = (across - labels) / count(&matrix.columns).max(1);
        let small = Lettering::small();
        let fits = |name: &String| name.split_whitespace().all(|word| small.width(word) <= column - 6);
        let is_numbered = !matrix.columns.iter().all(fits);
        let heads = if is_numbered {
            (1..=count(&matrix.columns)).map(|place| vec![place.to_string()]).collect()
        } else {
            matrix.columns.iter().map(|name| small.lines(name, column - 6)).collect()
        };
        let numbered = matrix.columns.iter().zip(1..).map(|(name, place)| format!("{place} {name}"));
        let below = numbered.filter(|_| is_numbered);
        let symbols = matrix.legend.iter().map(|(symbol, meaning)| format!("{symbol} {meaning}"));
        let legend = below.chain(symbols).map(|text| Lettering::text().lines(&text, across)).collect();
        Self { matrix, labels, column, heads, legend }
    }

    fn head(&self) -> i32 {
        self.heads.iter().map(|lines| count(lines)).max().unwrap_or(1) * LINE + MARGIN
    }

    fn draw_row(&self, area: &Area<'_>, row: &MatrixRow, top: i32) -> Outcome {
        let (lettering, middle) = (lettering(row), top + ROW / 2);
        let label = lettering.cut(&row.label, self.labels - MARGIN);
        canvas::write(area, &label, (MARGIN, middle), lettering)?;
        for (place, cell) in (0_i32..).zip(&row.cells) {
            let left = MARGIN + self.labels + place * self.column;
            let corners = [(left + 1, top + 1), (left + self.column - 2, top + ROW - 2)];
            let fill = if cell.is_filled { canvas::FILLED } else { canvas::EMPTY };
            canvas::rectangle(area, corners, fill, canvas::stroke(GRID, 1))?;
            let symbol = Lettering::text().bold(cell.is_filled).coloured(INK).centred();
            canvas::write(area, &cell.symbol, (left + self.column / 2, middle), symbol)?;
        }
        Ok(())
    }
}

impl Body for Layout<'_> {
    fn axes(&self) -> String {
        String::new()
    }

    fn height(&self) -> i32 {
        let legend: i32 = self.legend.iter().map(|lines| LINE * count(lines)).sum();
        self.head() + ROW * count(&self.matrix.rows) + MARGIN + legend
    }

    fn draw(&self, area: &Area<'_>, top: i32) -> Outcome {
        for (place, lines) in (0_i32..).zip(&self.heads) {
            let left = MARGIN + self.labels + place * self.column;
            let first = top + self.head() - MARGIN - LINE * count(lines) + LINE / 2;
            canvas::write_lines(area, lines, (left + self.column / 2, first), Lettering::small().centred())?;
        }
        let mut row_top = top + self.head();
        for row in &self.matrix.rows {
            self.draw_row(area, row, row_top)?;
            row_top += ROW;
        }
        let mut middle = row_top + MARGIN + LINE / 2;
        for lines in &self.legend {
            canvas::write_lines(area, lines, (MARGIN, middle), Lettering::text())?;
            middle += LINE * count(lines);
        }
        Ok(())
    }
}

fn lettering(row: &MatrixRow) -> Lettering {
    Lettering::text().bold(row.is_emphasised)
}
