//! `index.html`: the report as one page that works offline, and its charts as files.

use std::path::PathBuf;

use askama::Template;

use crate::chart::{Drawing, Mark};
use crate::error::{Error, Result};

use super::content::{
    Block, ChartBlock, Figure, Holds, Inline, Report, Section, Subject, Table, TableCell, Target, Text,
};
use super::{Drawings, File, Material};

/// The page and the charts.
pub(super) fn files(material: &Material<'_>) -> Result<Vec<File>> {
    let Material { report, drawings, .. } = *material;
    let page = Page { report, drawings };
    let text =
        page.render().map_err(|error| Error::Drawing { what: "the page".to_owned(), reason: error.to_string() })?;
    let charts = drawings.iter().map(|(name, drawing)| (chart_path(name), drawing.wide.clone().into_bytes()));
    let page = (PathBuf::from("index.html"), text.into_bytes());
    Ok(std::iter::once(page).chain(charts.map(|(path, bytes)| (PathBuf::from(path), bytes))).collect())
}

fn chart_path(name: &str) -> String {
    format!("charts/{name}.svg")
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    report: &'a Report,
    drawings: &'a Drawings,
}

impl<'a> Page<'a> {
    fn section(&self, section: &'a Section) -> SectionView<'a> {
        SectionView { section, drawings: self.drawings, level: 2 }
    }
}

#[derive(Template)]
#[template(path = "section.html")]
struct SectionView<'a> {
    section: &'a Section,
    drawings: &'a Drawings,
    level: usize,
}

impl<'a> SectionView<'a> {
    fn block(&self, block: &'a Block) -> BlockView<'a> {
        BlockView { block, drawings: self.drawings }
    }

    fn part(&self, section: &'a Section) -> Self {
        Self { section, drawings: self.drawings, level: self.level + 1 }
    }
}

#[derive(Template)]
#[template(path = "block.html")]
struct BlockView<'a> {
    block: &'a Block,
    drawings: &'a Drawings,
}

impl<'a> BlockView<'a> {
    fn inner(&self, block: &'a Block) -> Self {
        Self { block, drawings: self.drawings }
    }

    fn drawing(&self, chart: &ChartBlock) -> Option<&'a Drawing> {
        self.drawings.get(&chart.chart.name)
    }
}

#[derive(Template)]
#[template(path = "text.html")]
struct TextView<'a> {
    text: &'a Text,
}

fn words(text: &Text) -> TextView<'_> {
    TextView { text }
}

#[derive(Template)]
#[template(path = "table.html")]
struct TableView<'a> {
    table: &'a Table,
}

fn table(table: &Table) -> TableView<'_> {
    TableView { table }
}

#[derive(Template)]
#[template(path = "figure.html")]
struct FigureView<'a> {
    figure: &'a Figure,
    is_key: bool,
}

fn figure(figure: &Figure, is_key: bool) -> FigureView<'_> {
    FigureView { figure, is_key }
}

/// Where a link leads on the page.
fn address(target: &Target) -> String {
    match target {
        Target::Section(id) => format!("#{id}"),
        Target::File(path) | Target::Address(path) => path.clone(),
    }
}

/// The class of a mark; the symbol says the same, so nothing is said by colour alone.
fn class_of_mark(mark: Mark) -> &'static str {
    match mark {
        Mark::Worse => "worse",
        Mark::Better => "better",
        Mark::Different | Mark::Qualified | Mark::Unclear | Mark::Incomparable => "unclear",
    }
}

/// The class of a cell as an attribute; nothing for a number without a mark.
fn class_of_cell(holds: Holds, cell: &TableCell) -> String {
    let holds = match holds {
        Holds::Words => "text",
        Holds::Numbers => "",
        Holds::Prose => "text long",
    };
    let classes = [holds, cell.mark.map_or("", class_of_mark)];
    let classes: Vec<&str> = classes.into_iter().filter(|class| !class.is_empty()).collect();
    if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) }
}

fn class_of_details(subject: Subject) -> &'static str {
    match subject {
        Subject::Evidence => "grade",
        Subject::Numbers => "numbers",
        Subject::Source => "source",
    }
}
