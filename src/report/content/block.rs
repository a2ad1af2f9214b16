//! What a report is made of: sections of blocks.

use crate::chart::{Chart, Mark};

use super::{Figure, Table, Text};

/// A report, in no form yet: everything that is said, in its order.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// The phase and the years that it covers.
    pub subtitle: String,
    /// What it is about, in a sentence.
    pub lead: String,
    /// Its parts.
    pub sections: Vec<Section>,
    /// What stands at its end.
    pub closing: Vec<Text>,
}

/// A part of a report.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Its name in links.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it can be read by itself, so that it begins a page in print.
    pub stands_alone: bool,
    /// What stands in it, before its own parts.
    pub blocks: Vec<Block>,
    /// Its own parts.
    pub sections: Vec<Self>,
}

/// A piece of a section.
#[derive(Debug, Clone)]
pub enum Block {
    /// A paragraph.
    Text(Text),
    /// A paragraph that may be passed over.
    Aside(Text),
    /// A remark in small print.
    Note(Text),
    /// A list.
    List(Vec<Text>),
    /// Text that is shown letter by letter.
    Verbatim(String),
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Box<ChartBlock>),
    /// How often something was found.
    Counts(Vec<Count>),
    /// One figure with its sentence.
    Figure(Box<Figure>),
    /// The figures that matter most.
    KeyFigures(Vec<Figure>),
    /// What a reader may want to see or not.
    Details(Details),
}

impl Block {
    /// A paragraph.
    pub(super) fn text(text: impl Into<Text>) -> Self {
        Self::Text(text.into())
    }

    /// A remark in small print.
    pub(super) fn note(text: impl Into<Text>) -> Self {
        Self::Note(text.into())
    }

    /// A list of texts; nothing where there is none.
    pub(super) fn list<T: Into<Text>>(items: impl IntoIterator<Item = T>) -> Option<Self> {
        let items: Vec<Text> = items.into_iter().map(Into::into).collect();
        (!items.is_empty()).then_some(Self::List(items))
    }
}

/// A chart with its number in the report and the table of the same numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartBlock {
    /// Its number.
    pub number: usize,
    /// The chart.
    pub chart: Chart,
    /// The numbers in it.
    pub table: Table,
}

/// How often something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// How often.
    pub number: usize,
    /// Its mark.
    pub mark: Mark,
    /// What was found, to be read after the number.
    pub text: String,
}

/// What a reader may want to see or not.
#[derive(Debug, Clone)]
pub struct Details {
    /// What it is about.
    pub subject: Subject,
    /// What always stands there.
    pub summary: Text,
    /// What stands behind it.
    pub blocks: Vec<Block>,
}

/// What details are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// How far the evidence bears weight.
    Evidence,
    /// Numbers that would be too many to read at once.
    Numbers,
    /// Where figures come from.
    Source,
}

impl Report {
    /// Its charts, in their order.
    pub fn charts(&self) -> Vec<&Chart> {
        let mut charts = Vec::new();
        self.sections.iter().for_each(|section| section.charts(&mut charts));
        charts
    }
}

impl Section {
    fn charts<'r>(&'r self, charts: &mut Vec<&'r Chart>) {
        self.blocks.iter().for_each(|block| block.charts(charts));
        self.sections.iter().for_each(|section| section.charts(charts));
    }
}

impl Block {
    fn charts<'r>(&'r self, charts: &mut Vec<&'r Chart>) {
        match self {
            Self::Chart(block) => charts.push(&block.chart),
            Self::Details(details) => details.blocks.iter().for_each(|block| block.charts(charts)),
            Self::Text(_)
            | Self::Aside(_)
            | Self::Note(_)
            | Self::List(_)
            | Self::Verbatim(_)
            | Self::Table(_)
            | Self::Counts(_)
            | Self::Figure(_)
            | Self::KeyFigures(_) => {}
        }
    }
}
