//! What a report is made of: sections of blocks. Every number keeps its value beside its text.

use std::fmt;

use crate::chart::{Chart, Mark};
use crate::disparity::Verdict;
use crate::observation::Missing;
use statistics::Interval;

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

    /// A list of texts.
    pub(super) fn list<T: Into<Text>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub Vec<Inline>);

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// As it is.
    Plain(String),
    /// What is named or matters most.
    Strong(String),
    /// What is quoted.
    Emphasis(String),
    /// A way to something else.
    Link {
        /// What is said.
        text: String,
        /// Where it leads.
        target: Target,
    },
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A section of the report.
    Section(String),
    /// A file beside the report, by its path in the report's folder.
    File(String),
    /// An address.
    Address(String),
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(vec![Inline::Plain(text)])
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        text.clone().into()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<Vec<Inline>> for Text {
    fn from(parts: Vec<Inline>) -> Self {
        Self(parts)
    }
}

impl fmt::Display for Text {
    /// The words alone.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Inline::Plain(text) | Inline::Strong(text) | Inline::Emphasis(text) | Inline::Link { text, .. } => {
                formatter.write_str(text)
            }
        })
    }
}

pub(super) fn plain(text: impl Into<String>) -> Inline {
    Inline::Plain(text.into())
}

pub(super) fn strong(text: impl Into<String>) -> Inline {
    Inline::Strong(text.into())
}

pub(super) fn emphasis(text: impl Into<String>) -> Inline {
    Inline::Emphasis(text.into())
}

pub(super) fn link(text: impl Into<String>, target: Target) -> Inline {
    Inline::Link { text: text.into(), target }
}

/// A table for a reader.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The heads of its columns.
    pub heads: Vec<Head>,
    /// Its rows.
    pub rows: Vec<TableRow>,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What stands at its top.
    pub title: String,
    /// The same beside a single cell, in fewer words.
    pub label: String,
    /// What its cells are.
    pub holds: Holds,
}

/// What the cells of a column are; their alignment follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A name, or another word or two.
    Words,
    /// A number, or several.
    Numbers,
    /// A sentence or more.
    Prose,
}

impl Head {
    fn new(title: &str, holds: Holds) -> Self {
        Self { title: title.to_owned(), label: title.to_owned(), holds }
    }

    /// The head of a column of names.
    pub(super) fn words(title: &str) -> Self {
        Self::new(title, Holds::Words)
    }

    /// The head of a column of numbers.
    pub(super) fn numbers(title: &str) -> Self {
        Self::new(title, Holds::Numbers)
    }

    /// The head of a column of sentences.
    pub(super) fn prose(title: &str) -> Self {
        Self::new(title, Holds::Prose)
    }

    /// With fewer words beside a single cell.
    pub(super) fn short(self, label: &str) -> Self {
        Self { label: label.to_owned(), ..self }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableRow {
    /// The figure that it is about, where it is about one.
    pub figure: Option<FigureName>,
    /// Whether it stands out from those beside it.
    pub is_emphasised: bool,
    /// Its cells, one for each column.
    pub cells: Vec<TableCell>,
}

impl TableRow {
    /// A row that is about no single figure.
    pub(super) fn new(cells: impl IntoIterator<Item = TableCell>) -> Self {
        Self { figure: None, is_emphasised: false, cells: cells.into_iter().collect() }
    }
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TableCell {
    /// What a reader sees.
    pub text: String,
    /// The number that it is, where it is one.
    pub number: Option<f64>,
    /// Why there is no number, where that is known.
    pub missing: Option<Missing>,
    /// The mark before the text.
    pub mark: Option<Mark>,
}

/// What stands in the place of a number that there is not.
pub(super) const NO_NUMBER: &str = "–";

impl TableCell {
    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A number and how it is written; a dash where there is none.
    pub(super) fn number(number: Option<f64>, write: impl FnOnce(f64) -> String) -> Self {
        Self { text: number.map_or_else(|| NO_NUMBER.to_owned(), write), number, ..Self::default() }
    }

    /// An interval and how it is written; a dash where there is none.
    pub(super) fn interval(interval: Option<Interval>, write: impl FnOnce(Interval) -> String) -> Self {
        Self::text(interval.map_or_else(|| NO_NUMBER.to_owned(), write))
    }

    /// With a mark before the text.
    pub(super) fn marked(self, mark: Option<Mark>) -> Self {
        Self { mark, ..self }
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

/// A figure with its name and its words: the ratio of a group in an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Its name.
    pub name: FigureName,
    /// The section that is about it.
    pub section: String,
    /// The measure and the area in a few words.
    pub heading: String,
    /// The area, and that it is not the borough where it is not.
    pub place: String,
    /// Whether it is of a wider area than the borough that it stands for.
    pub is_wider: bool,
    /// When it is.
    pub period: String,
    /// In what unit, and compared with what.
    pub basis: String,
    /// The ratio.
    pub ratio: TableCell,
    /// Its interval.
    pub interval: Option<Interval>,
    /// What may be said of it.
    pub verdict: Option<Verdict>,
    /// What could explain it away; it is part of the sentence too.
    pub qualification: Option<String>,
    /// The figure in one sentence or two.
    pub sentence: String,
    /// The ratios of the groups in an aggregate, which hides their differences.
    pub groups: String,
}

/// The name of a figure: `phase-3/homelessness-acceptances/croydon/black`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FigureName {
    /// The number of the phase.
    pub phase: u32,
    /// The id of the measure.
    pub measure: String,
    /// The area, in small letters with hyphens.
    pub area: String,
    /// The group, in small letters with hyphens.
    pub group: String,
}

impl fmt::Display for FigureName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { phase, measure, area, group } = self;
        write!(formatter, "phase-{phase}/{measure}/{area}/{group}")
    }
}

/// A name in small letters, with a hyphen for whatever is neither letter nor digit.
pub(super) fn slug(name: &str) -> String {
    let words = name.to_lowercase();
    let words = words.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
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
        charts.extend(self.blocks.iter().filter_map(|block| match block {
            Block::Chart(block) => Some(&block.chart),
            Block::Text(_)
            | Block::Aside(_)
            | Block::Note(_)
            | Block::List(_)
            | Block::Verbatim(_)
            | Block::Table(_)
            | Block::Counts(_)
            | Block::Figure(_)
            | Block::KeyFigures(_)
            | Block::Details(_) => None,
        }));
        self.sections.iter().for_each(|section| section.charts(charts));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_named_by_phase_measure_area_and_group() {
        let name = FigureName {
            phase: 3,
            measure: "homelessness-acceptances".to_owned(),
            area: slug("Kingston upon Thames"),
            group: slug("Gypsy, Roma or Irish Traveller"),
        };
        let expected = "phase-3/homelessness-acceptances/kingston-upon-thames/gypsy-roma-or-irish-traveller";
        assert_eq!(name.to_string(), expected);
    }

    #[test]
    fn a_text_can_be_read_without_its_form() {
        let text =
            Text::from(vec![plain("A "), strong("ratio"), plain(", see "), link("here", Target::File("a".into()))]);
        assert_eq!(text.to_string(), "A ratio, see here");
    }
}
