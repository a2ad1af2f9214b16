//! A scorecard → drawings. plotters is used only here, and with only its SVG backend, which writes the same bytes
//! every time.

mod canvas;
mod forest;
mod trend;

pub use forest::forest;
pub use trend::trend;

/// A chart with the words that stand beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Name of its file, without the ending.
    pub name: String,
    /// What it shows.
    pub title: String,
    /// The same in sentences, for people who do not see it. It changes with the figures.
    pub description: String,
    /// What its marks mean; empty where it has only one kind.
    pub legend: &'static str,
    /// The drawing, wide enough for a desk.
    pub wide: String,
    /// The same drawing for a telephone.
    pub narrow: String,
}

/// The width for which a drawing is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Width {
    Wide,
    Narrow,
}
