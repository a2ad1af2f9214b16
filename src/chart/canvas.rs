//! What all charts share: colours, text, axis, marks, and the words inside the SVG.

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, RGBColor, ShapeStyle, TextStyle, WHITE};

use statistics::Interval;

use crate::error::{Error, Result};

use super::{Chart, Mark, Width};

pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub(super) type Outcome =
    std::result::Result<(), DrawingAreaErrorKind<<SVGBackend<'static> as DrawingBackend>::ErrorType>>;

/// Text, at 10.9 to 1 on white.
pub(super) const INK: RGBColor = RGBColor(0x3D, 0x3D, 0x3D);
/// Axis text, at 7 to 1.
pub(super) const AXIS: RGBColor = RGBColor(0x59, 0x59, 0x59);
/// Grid lines.
pub(super) const GRID: RGBColor = RGBColor(0xD9, 0xD9, 0xD9);
/// The line of equality.
pub(super) const EQUALITY: RGBColor = RGBColor(0x80, 0x80, 0x80);
/// Figures without a clear direction, and lines in time.
pub(super) const BLUE: RGBColor = RGBColor(0x12, 0x43, 0x6D);
/// Worse, at 4.9 to 1.
const RED: RGBColor = RGBColor(0xD4, 0x35, 0x1C);
/// Better, at 6.2 to 1.
const GREEN: RGBColor = RGBColor(0x00, 0x70, 0x3C);

/// Ratios at which the axis may be marked.
const TICKS: [f64; 13] = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];

/// Whether a marked ratio is the 1 of equality.
pub(super) fn is_equality(ratio: f64) -> bool {
    (ratio - 1.0).abs() < f64::EPSILON
}

/// A piece of text in a drawing.
#[derive(Clone, Copy)]
pub(super) struct Lettering {
    pub size: i32,
    pub bold: bool,
    pub colour: RGBColor,
    pub align: HPos,
}

impl Lettering {
    pub(super) const fn left(size: i32) -> Self {
        Self { size, bold: false, colour: INK, align: HPos::Left }
    }

    pub(super) const fn centred(size: i32) -> Self {
        Self { size, bold: false, colour: AXIS, align: HPos::Center }
    }

    pub(super) const fn bold(self, bold: bool) -> Self {
        Self { bold, ..self }
    }
}

/// Writes text with its middle at a height.
pub(super) fn write(area: &Area<'_>, text: &str, at: (i32, i32), lettering: Lettering) -> Outcome {
    let style = if lettering.bold { FontStyle::Bold } else { FontStyle::Normal };
    let font = ("sans-serif", lettering.size, style).into_font().color(&lettering.colour);
    let style: TextStyle<'_> = font.pos(Pos::new(lettering.align, VPos::Center));
    area.draw(&Text::new(text.to_owned(), at, style))
}

/// A straight line.
pub(super) fn line(area: &Area<'_>, from: (i32, i32), to: (i32, i32), style: ShapeStyle) -> Outcome {
    area.draw(&PathElement::new(vec![from, to], style))
}

/// A stroke of a colour and width.
pub(super) fn stroke(colour: RGBColor, width: u32) -> ShapeStyle {
    colour.stroke_width(width)
}

/// The colour of a mark. The shape says the same, so nothing is said by colour alone.
pub(super) fn colour(mark: Mark) -> RGBColor {
    match mark {
        Mark::Worse => RED,
        Mark::Better => GREEN,
        Mark::Different | Mark::Qualified | Mark::Unclear | Mark::Incomparable => BLUE,
    }
}

/// A triangle for worse, a disc for better, a diamond for what is neither; an open one where nothing clear can be said,
/// with a core where something qualifies what is said.
pub(super) fn shape(area: &Area<'_>, at: (i32, i32), mark: Mark, size: i32) -> Outcome {
    let (x, y) = at;
    let fill = colour(mark).filled();
    match mark {
        Mark::Worse => {
            area.draw(&Polygon::new(vec![(x, y - size), (x + size, y + size - 1), (x - size, y + size - 1)], fill))
        }
        Mark::Better => area.draw(&Circle::new(at, size - 1, fill)),
        Mark::Different | Mark::Qualified | Mark::Unclear | Mark::Incomparable => {
            let diamond = vec![(x, y - size), (x + size, y), (x, y + size), (x - size, y)];
            if mark == Mark::Different {
                return area.draw(&Polygon::new(diamond, fill));
            }
            area.draw(&Polygon::new(diamond.clone(), WHITE.filled()))?;
            let outline = diamond.iter().chain(diamond.first()).copied().collect::<Vec<_>>();
            area.draw(&PathElement::new(outline, stroke(BLUE, 2)))?;
            let core = size / 2;
            let core = vec![(x, y - core), (x + core, y), (x, y + core), (x - core, y)];
            if mark == Mark::Qualified { area.draw(&Polygon::new(core, fill)) } else { Ok(()) }
        }
    }
}

/// The ends of an interval that go on beyond the axis: a tip on the line that stops there.
pub(super) fn tips(area: &Area<'_>, ends: [Option<Tip>; 2], style: ShapeStyle) -> Outcome {
    for Tip { at: (x, y), towards: (across, down) } in ends.into_iter().flatten() {
        // Two strokes, back from the end and to either side.
        for side in [-TIP, TIP] {
            let back = (x - across * TIP + down.abs() * side, y - down * TIP + across.abs() * side);
            line(area, back, (x, y), style)?;
        }
    }
    Ok(())
}

/// The size of a tip, in pixels.
const TIP: i32 = 5;

/// An end that goes on beyond the axis, and where to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tip {
    pub at: (i32, i32),
    /// One step to the right and down, or against it.
    pub towards: (i32, i32),
}

/// A dot on a line in time.
pub(super) fn dot(area: &Area<'_>, at: (i32, i32)) -> Outcome {
    area.draw(&Circle::new(at, 4, BLUE.filled()))
}

/// A logarithmic axis of ratios.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    start: i32,
    length: i32,
}

impl Axis {
    /// An axis that holds some ratios and the 1 of equality, from pixel `start` over a signed `length`.
    ///
    /// Limits far beyond the ratios themselves are cut; a tip says so where they are drawn.
    pub(super) fn holding(ratios: impl Iterator<Item = f64>, start: i32, length: i32) -> Self {
        let (mut low, mut high) = (0.5_f64, 2.0_f64);
        for ratio in ratios.filter(|ratio| *ratio > 0.0 && ratio.is_finite()) {
            low = low.min(ratio);
            high = high.max(ratio);
        }
        let low = TICKS.iter().rev().copied().find(|tick| *tick <= low).unwrap_or(0.01);
        let high = TICKS.iter().copied().find(|tick| *tick >= high).unwrap_or(128.0);
        Self { low, high, start, length }
    }

    /// The pixel of a ratio; ratios beyond the axis stand at its end.
    pub(super) fn pixel(self, ratio: f64) -> i32 {
        let share = (ratio.clamp(self.low, self.high) / self.low).ln() / (self.high / self.low).ln();
        #[expect(clippy::cast_possible_truncation, reason = "a share of the width in pixels")]
        let offset = (f64::from(self.length) * share).round() as i32;
        self.start + offset
    }

    /// The two ends of an interval that lie beyond the axis, in its direction.
    pub(super) fn beyond(self, interval: Interval) -> [Option<i32>; 2] {
        let direction = self.length.signum();
        [(interval.lower < self.low).then_some(-direction), (interval.upper > self.high).then_some(direction)]
    }

    /// The marked ratios with their labels.
    pub(super) fn ticks(self) -> impl Iterator<Item = (f64, String)> {
        TICKS.into_iter().filter(move |tick| (self.low..=self.high).contains(tick)).map(|tick| (tick, tick.to_string()))
    }
}

/// Draws on a white sheet and gives the SVG, with its title and description for screen readers.
pub(super) fn sheet(
    chart: &Chart,
    width: Width,
    (across, down): (i32, i32),
    draw: impl FnOnce(&Area<'_>) -> Outcome,
) -> Result<String> {
    let size = (u32::try_from(across).unwrap_or(0), u32::try_from(down).unwrap_or(0));
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let outcome = area.fill(&WHITE).and_then(|()| draw(&area)).and_then(|()| area.present());
        outcome.map_err(|error| Error::Drawing { what: chart.title.clone(), reason: error.to_string() })?;
    }
    // Both drawings of a chart may stand in one page.
    let ending = if width == Width::Narrow { "-narrow" } else { "" };
    Ok(described(&svg, &format!("{}{ending}", chart.name), &chart.title, &chart.description))
}

/// plotters writes no title, description or role.
fn described(svg: &str, id: &str, title: &str, description: &str) -> String {
    let Some((opening, rest)) = svg.split_once('>') else {
        return svg.to_owned();
    };
    let (title, description) = (escaped(title), escaped(description));
    format!(
        "{opening} role=\"img\" aria-labelledby=\"{id}-title {id}-description\">\n\
         <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-description\">{description}</desc>{rest}"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_beyond_the_axis_are_told_by_their_direction() {
        let across = Axis::holding([0.6, 1.4].into_iter(), 100, 300);
        let beyond = |lower, upper| across.beyond(Interval { lower, upper });
        assert_eq!(beyond(0.5, 2.0), [None, None]);
        assert_eq!(beyond(0.3, f64::INFINITY), [Some(-1), Some(1)]);
        let upwards = Axis::holding([1.0].into_iter(), 200, -200);
        assert_eq!(upwards.beyond(Interval { lower: 0.0, upper: 9.0 }), [Some(1), Some(-1)]);
    }
}
