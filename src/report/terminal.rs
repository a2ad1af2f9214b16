//! A section as text, readable without colour.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, presets};

use crate::chart::Mark;

use super::content::{Block, Figure, Holds, NO_NUMBER, Section, Table, TableCell};

/// A section, at most so many characters wide.
pub fn text(section: &Section, width: usize) -> String {
    let mut page = Page { text: String::new(), width };
    page.section(section, 0);
    page.text
}

/// What is written so far.
struct Page {
    text: String,
    width: usize,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A paragraph; what starts it stands before each of its lines.
    fn paragraph(&mut self, text: &str, start: &str) {
        for line in textwrap::wrap(text, self.width.saturating_sub(start.chars().count())) {
            self.line(&format!("{start}{line}"));
        }
    }

    fn section(&mut self, section: &Section, depth: usize) {
        match depth {
            0 => self.line(&section.title),
            1 => self.line(&format!("\n{}", section.title.to_uppercase())),
            _ => self.paragraph(&section.title, ""),
        }
        let indent = if depth == 0 { "" } else { "  " };
        section.blocks.iter().for_each(|block| self.block(block, indent));
        section.sections.iter().for_each(|section| self.section(section, depth + 1));
    }

    fn block(&mut self, block: &Block, indent: &str) {
        match block {
            Block::Text(text) | Block::Aside(text) => self.paragraph(&text.to_string(), indent),
            Block::Note(text) => self.paragraph(&text.to_string(), &format!("{indent}! ")),
            Block::List(items) => {
                for item in items {
                    self.paragraph(&item.to_string(), &format!("{indent}- "));
                }
            }
            Block::Verbatim(text) => text.lines().for_each(|line| self.line(line)),
            Block::Table(table) => self.table(table),
            Block::Chart(block) => {
                self.paragraph(&block.chart.description, indent);
                self.table(&block.table);
            }
            Block::Counts(counts) => {
                for count in counts {
                    self.paragraph(&format!("{} {} {}", count.mark.symbol(), count.number, count.text), indent);
                }
            }
            Block::Figure(figure) => self.figure(figure, indent),
            Block::KeyFigures(figures) => figures.iter().for_each(|figure| self.figure(figure, indent)),
            Block::Details(details) => {
                self.paragraph(&details.summary.to_string(), indent);
                details.blocks.iter().for_each(|block| self.block(block, indent));
            }
        }
    }

    fn figure(&mut self, figure: &Figure, indent: &str) {
        let mark =
            if figure.qualification.is_some() { format!("{} ", Mark::Qualified.symbol()) } else { String::new() };
        self.paragraph(&format!("{mark}{}: {}", figure.heading, figure.sentence), indent);
    }

    fn table(&mut self, table: &Table) {
        let mut grid = comfy_table::Table::new();
        grid.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
        grid.set_width(u16::try_from(self.width).unwrap_or(u16::MAX));
        grid.set_header(table.heads.iter().map(|head| head.title.as_str()));
        // Numbers and words stay on one line; prose, and what stands at either end, may take two.
        let between = table.heads.len().saturating_sub(2);
        for (column, head) in grid.column_iter_mut().zip(&table.heads).skip(1).take(between) {
            if head.holds != Holds::Prose {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        for row in &table.rows {
            grid.add_row(row.cells.iter().zip(&table.heads).map(|(cell, head)| cell_of(cell, head.holds)));
        }
        for line in grid.lines() {
            self.line(&line);
        }
    }
}

fn cell_of(cell: &TableCell, holds: Holds) -> comfy_table::Cell {
    // A hyphen, which every terminal has.
    let text = if cell.text == NO_NUMBER { "-" } else { &cell.text };
    let text = cell.mark.map_or_else(|| text.to_owned(), |mark| format!("{} {text}", mark.symbol()));
    let alignment = match holds {
        Holds::Numbers => CellAlignment::Right,
        Holds::Words | Holds::Prose => CellAlignment::Left,
    };
    comfy_table::Cell::new(text).set_alignment(alignment)
}
