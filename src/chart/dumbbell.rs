//! A dumbbell chart: the figures of a group and of the comparator on one line, from zero.

use super::Width;
use super::axis::StraightAxis;
use super::canvas::{self, AXIS, Area, BLUE, Body, GRID, LINE, Lettering, MARGIN, ORANGE, Outcome, count};

/// The figures of groups beside those of whom they are compared with.
#[derive(Debug, Clone, PartialEq)]
pub struct Dumbbell {
    /// What the axis shows.
    pub axis: String,
    /// What the first dot of a line is, and what the second.
    pub names: [String; 2],
    /// A line for each group.
    pub pairs: Vec<Pair>,
}

/// The two figures of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The group.
    pub label: String,
    /// Whether it stands out from those beside it.
    pub is_emphasised: bool,
    /// The group's figure and the comparator's.
    pub figures: [f64; 2],
    /// The two as they are written.
    pub texts: [String; 2],
}

const ROW: i32 = 30;
const TALL_ROW: i32 = 50;

/// Where everything stands in one drawing.
pub(super) struct Layout<'d> {
    dumbbell: &'d Dumbbell,
    width: Width,
    axis: StraightAxis,
    legend: Vec<Vec<String>>,
}

impl<'d> Layout<'d> {
    pub(super) fn new(dumbbell: &'d Dumbbell, width: Width) -> Self {
        let across = width.pixels();
        let labels = dumbbell.pairs.iter().map(|pair| lettering(pair).width(&pair.label)).max().unwrap_or(0);
        let figures = dumbbell.pairs.iter().map(|pair| lettering(pair).width(&text(pair))).max().unwrap_or(0);
        let (start, length) = match width {
            Width::Wide => {
                let start = (3 * MARGIN + labels).clamp(130, 300);
                (start, across - start - figures.min(200) - 4 * MARGIN)
            }
            Width::Narrow => (2 * MARGIN, across - 4 * MARGIN),
        };
        let axis = StraightAxis::from_zero(dumbbell.pairs.iter().flat_map(|pair| pair.figures), start, length);
        let room = across - 5 * MARGIN;
        let legend = dumbbell.names.iter().map(|name| Lettering::text().lines(name, room)).collect();
        Self { dumbbell, width, axis, legend }
    }

    fn row(&self) -> i32 {
        match self.width {
            Width::Wide => ROW,
            Width::Narrow => TALL_ROW,
        }
    }

    fn draw_legend(&self, area: &Area<'_>, top: i32) -> Outcome {
        let mut middle = top + LINE / 2;
        for (place, lines) in self.legend.iter().enumerate() {
            mark(area, (2 * MARGIN, middle), place == 0)?;
            canvas::write_lines(area, lines, (4 * MARGIN, middle), Lettering::text())?;
            middle += LINE * count(lines);
        }
        Ok(())
    }

    fn legend_height(&self) -> i32 {
        self.legend.iter().map(|lines| LINE * count(lines)).sum::<i32>() + MARGIN
    }

    fn draw_pair(&self, area: &Area<'_>, pair: &Pair, top: i32) -> Outcome {
        let lettering = lettering(pair);
        let across = self.width.pixels();
        let text = text(pair);
        let middle = match self.width {
            Width::Wide => {
                let middle = top + ROW / 2;
                let room = self.axis.pixel(0.0) - 3 * MARGIN;
                canvas::write(area, &lettering.cut(&pair.label, room), (2 * MARGIN, middle), lettering)?;
                canvas::write(area, &text, (across - MARGIN, middle), lettering.right())?;
                middle
            }
            Width::Narrow => {
                canvas::rectangle_behind(area, [(0, top), (across, top + LINE)])?;
                let room = across - 3 * MARGIN - lettering.width(&text);
                let middle = top + LINE / 2;
                canvas::write(area, &lettering.cut(&pair.label, room), (MARGIN, middle), lettering)?;
                canvas::write(area, &text, (across - MARGIN, middle), lettering.right())?;
                top + LINE + 12
            }
        };
        let [group, comparator] = pair.figures.map(|figure| (self.axis.pixel(figure), middle));
        canvas::line(area, group, comparator, canvas::stroke(AXIS, 2))?;
        mark(area, comparator, false)?;
        mark(area, group, true)
    }
}

impl Body for Layout<'_> {
    fn axes(&self) -> String {
        self.dumbbell.axis.clone()
    }

    fn height(&self) -> i32 {
        self.legend_height() + self.row() * count(&self.dumbbell.pairs) + LINE
    }

    fn draw(&self, area: &Area<'_>, top: i32) -> Outcome {
        self.draw_legend(area, top)?;
        let top = top + self.legend_height();
        let bottom = top + self.row() * count(&self.dumbbell.pairs);
        for (figure, label) in self.axis.ticks() {
            let x = self.axis.pixel(figure);
            canvas::line(area, (x, top), (x, bottom), canvas::stroke(GRID, 1))?;
            canvas::write(area, &label, (x, bottom + LINE / 2), Lettering::axis())?;
        }
        let mut row_top = top;
        for pair in &self.dumbbell.pairs {
            self.draw_pair(area, pair, row_top)?;
            row_top += self.row();
        }
        Ok(())
    }
}

fn lettering(pair: &Pair) -> Lettering {
    Lettering::text().bold(pair.is_emphasised)
}

fn text(pair: &Pair) -> String {
    let [group, comparator] = &pair.texts;
    format!("{group} against {comparator}")
}

/// A dot for the group, a diamond for the comparator.
fn mark(area: &Area<'_>, (x, y): (i32, i32), is_group: bool) -> Outcome {
    if is_group { canvas::dot(area, (x, y), BLUE) } else { canvas::diamond(area, (x, y), ORANGE) }
}
