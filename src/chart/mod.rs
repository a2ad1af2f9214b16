//! The specification of a chart → its drawings. plotters is used only here, and with only its SVG backend, which writes
//! the same bytes every time.

mod canvas;
mod forest;
mod trend;

use statistics::Interval;

use crate::error::Result;

/// What a chart shows, and the words that go with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Name of its file, without the ending.
    pub name: String,
    /// What it shows.
    pub title: String,
    /// The same in sentences, for people who do not see it. It changes with the figures.
    pub description: String,
    /// What its marks mean; empty where it has only one kind.
    pub legend: String,
    /// What the axis of ratios shows.
    pub axis: String,
    /// What a star after a title means, where there is no room for the place itself.
    pub footnote: Option<String>,
    /// How it is drawn.
    pub form: Form,
    /// What is drawn, in its order.
    pub series: Vec<Series>,
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// All ratios below one another on one axis, with their intervals.
    Forest,
    /// A panel for each series, the ratios joined by lines in time.
    Trend,
}

/// The points that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What they have in common.
    pub title: String,
    /// The wider area that they are of, where it is not the one that the chart is about.
    pub place: Option<String>,
    /// The points.
    pub points: Vec<Point>,
}

/// One ratio.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The group, or the period.
    pub label: String,
    /// Whether it stands out from those beside it.
    pub is_emphasised: bool,
    /// Where it stands in time: the number of its phase.
    pub step: u32,
    /// The ratio.
    pub ratio: f64,
    /// Its interval.
    pub interval: Option<Interval>,
    /// The ratio as it is written.
    pub text: String,
    /// The interval as it is written.
    pub interval_text: Option<String>,
    /// What may be said of it.
    pub mark: Mark,
}

/// What may be said of a figure, as a shape and a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Worse, beyond chance.
    Worse,
    /// Better, beyond chance.
    Better,
    /// Higher or lower, beyond chance, and neither is good or bad.
    Different,
    /// Beyond chance, but with a caution.
    Qualified,
    /// Nothing clear.
    Unclear,
    /// Nothing that could be compared.
    Incomparable,
}

impl Mark {
    /// The shape in a text.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Worse => "▲",
            Self::Better => "●",
            Self::Different => "◆",
            Self::Qualified => "◈",
            Self::Unclear => "◇",
            Self::Incomparable => "–",
        }
    }
}

/// A chart as SVG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Wide enough for a desk.
    pub wide: String,
    /// For a telephone.
    pub narrow: String,
}

/// The width for which a drawing is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Width {
    Wide,
    Narrow,
}

/// Draws a chart.
pub fn draw(chart: &Chart) -> Result<Drawing> {
    let sheet = match chart.form {
        Form::Forest => forest::sheet,
        Form::Trend => trend::sheet,
    };
    Ok(Drawing { wide: sheet(chart, Width::Wide)?, narrow: sheet(chart, Width::Narrow)? })
}
