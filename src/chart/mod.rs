//! The specification of a chart → its drawings. plotters is used only here, and with only its SVG backend, which writes
//! the same bytes every time.
//!
//! Each form of chart is a file: what it shows, and how it is drawn on a wide sheet and on a narrow one.

mod axis;
mod canvas;
mod forest;
mod funnel;
mod lettering;
mod matrix;
mod picture;
mod tile_map;
mod trend;

use statistics::Interval;

use crate::error::Result;

pub use forest::{Forest, Panel, Row};
pub use funnel::{Funnel, FunnelPoint};
pub use matrix::{Matrix, MatrixCell, MatrixRow};
pub use picture::{Scale, picture};
pub use tile_map::{Tile, TileMap};
pub use trend::{History, Moment, Trend};

/// What a chart shows, and the words that go with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Name of its file, without the ending.
    pub name: String,
    /// What it finds.
    pub title: String,
    /// What is measured, where and when.
    pub subtitle: String,
    /// Who published the figures, and under which licence.
    pub credit: String,
    /// The same in sentences, for people who do not see it. It changes with the figures.
    pub description: String,
    /// What is drawn, and how.
    pub form: Form,
}

/// What is drawn, and how.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// Ratios below one another on one axis, with their intervals.
    Forest(Forest),
    /// Ratios in time, a panel for each place or group.
    Trend(Trend),
    /// The ratio of each area against how precisely it is known.
    Funnel(Funnel),
    /// A tile for each area, where it lies.
    TileMap(TileMap),
    /// A symbol in each crossing of rows and columns.
    Matrix(Matrix),
}

/// One ratio.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratio {
    /// The ratio.
    pub value: f64,
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

impl Width {
    /// Pixels, at the size at which the drawing is shown. The narrow one fits a telephone of 320 pixels with its margins.
    const fn pixels(self) -> i32 {
        match self {
            Self::Wide => 720,
            Self::Narrow => 296,
        }
    }
}

/// Draws a chart.
pub fn draw(chart: &Chart) -> Result<Drawing> {
    Ok(Drawing { wide: drawing(chart, Width::Wide)?, narrow: drawing(chart, Width::Narrow)? })
}

fn drawing(chart: &Chart, width: Width) -> Result<String> {
    match &chart.form {
        Form::Forest(forest) => canvas::sheet(chart, width, &forest::Layout::new(forest, width)),
        Form::Trend(trend) => canvas::sheet(chart, width, &trend::Layout::new(trend, width)),
        Form::Funnel(funnel) => canvas::sheet(chart, width, &funnel::Layout::new(funnel, width)),
        Form::TileMap(map) => canvas::sheet(chart, width, &tile_map::Layout::new(map, width)),
        Form::Matrix(matrix) => canvas::sheet(chart, width, &matrix::Layout::new(matrix, width)),
    }
}

#[cfg(test)]
mod tests;
