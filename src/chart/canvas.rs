//! What all charts share: colours, text, marks, the frame with title and source, and the words inside the SVG.

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, RGBColor, ShapeStyle, TextStyle, WHITE};

use crate::error::{Error, Result};
use tables::visible::visible;

use super::axis::{LogAxis, is_equality};
use super::lettering::{self, SMALL, TEXT, TITLE};
use super::{Chart, Mark, Ratio, Width};

pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
pub(super) type Failure = DrawingAreaErrorKind<<SVGBackend<'static> as DrawingBackend>::ErrorType>;
pub(super) type Outcome = std::result::Result<(), Failure>;

/// Text, at 10.9 to 1 on white.
pub(super) const INK: RGBColor = RGBColor(0x3D, 0x3D, 0x3D);
/// Axis text, at 7 to 1.
pub(super) const AXIS: RGBColor = RGBColor(0x59, 0x59, 0x59);
/// Grid lines.
pub(super) const GRID: RGBColor = RGBColor(0xD9, 0xD9, 0xD9);
/// The line of equality.
const EQUALITY: RGBColor = RGBColor(0x80, 0x80, 0x80);
/// Figures without a clear direction, and lines in time.
pub(super) const BLUE: RGBColor = RGBColor(0x12, 0x43, 0x6D);
/// The second of two, at 3.4 to 1 beside the first.
pub(super) const ORANGE: RGBColor = RGBColor(0xF4, 0x6A, 0x25);
/// Worse, at 4.9 to 1.
const RED: RGBColor = RGBColor(0xD4, 0x35, 0x1C);
/// Better, at 6.2 to 1.
const GREEN: RGBColor = RGBColor(0x00, 0x70, 0x3C);

/// The ground of a cell that holds something, and of one that holds nothing.
pub(super) const FILLED: RGBColor = RGBColor(0xDD, 0xE6, 0xEF);
pub(super) const EMPTY: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);

/// The space at each side.
pub(super) const MARGIN: i32 = 8;
/// The height of a line of text.
pub(super) const LINE: i32 = 22;
/// plotters counts the size of a letter otherwise than SVG does.
const PLOTTERS: f64 = 1.24;

/// A piece of text in a drawing.
#[derive(Clone, Copy)]
pub(super) struct Lettering {
    pub size: i32,
    pub bold: bool,
    pub colour: RGBColor,
    pub align: HPos,
}

impl Lettering {
    pub(super) const fn text() -> Self {
        Self { size: TEXT, bold: false, colour: INK, align: HPos::Left }
    }

    pub(super) const fn axis() -> Self {
        Self { size: SMALL, bold: false, colour: AXIS, align: HPos::Center }
    }

    pub(super) const fn small() -> Self {
        Self { size: SMALL, ..Self::text() }
    }

    pub(super) const fn bold(self, bold: bool) -> Self {
        Self { bold, ..self }
    }

    pub(super) const fn coloured(self, colour: RGBColor) -> Self {
        Self { colour, ..self }
    }

    pub(super) const fn centred(self) -> Self {
        Self { align: HPos::Center, ..self }
    }

    pub(super) const fn right(self) -> Self {
        Self { align: HPos::Right, ..self }
    }

    /// The width of a text.
    pub(super) fn width(self, text: &str) -> i32 {
        lettering::width(text, self.size, self.bold)
    }

    /// The lines into which a text breaks.
    pub(super) fn lines(self, text: &str, across: i32) -> Vec<String> {
        lettering::lines(text, self.size, self.bold, across)
    }

    /// As much of a text as fits.
    pub(super) fn cut(self, text: &str, across: i32) -> String {
        lettering::cut(text, self.size, self.bold, across)
    }
}

/// Writes text with its middle at a height.
pub(super) fn write(area: &Area<'_>, text: &str, at: (i32, i32), lettering: Lettering) -> Outcome {
    let style = if lettering.bold { FontStyle::Bold } else { FontStyle::Normal };
    let size = f64::from(lettering.size) * PLOTTERS;
    let font = ("sans-serif", size, style).into_font().color(&lettering.colour);
    let style: TextStyle<'_> = font.pos(Pos::new(lettering.align, VPos::Center));
    area.draw(&Text::new(visible(text).into_owned(), at, style))
}

/// Writes text on white, so that no line of a grid crosses it.
pub(super) fn write_clear(area: &Area<'_>, text: &str, (x, y): (i32, i32), lettering: Lettering) -> Outcome {
    let width = lettering.width(text);
    let left = match lettering.align {
        HPos::Left => x,
        HPos::Center => x - width / 2,
        HPos::Right => x - width,
    };
    let half = lettering.size / 2;
    rectangle_behind(area, [(left - 1, y - half), (left + width + 1, y + half)])?;
    write(area, text, (x, y), lettering)
}

/// Writes lines below one another, the first with its middle at a height.
pub(super) fn write_lines(area: &Area<'_>, lines: &[String], at: (i32, i32), lettering: Lettering) -> Outcome {
    let heights = (0_i32..).map(|place| at.1 + place * LINE);
    lines.iter().zip(heights).try_for_each(|(line, height)| write(area, line, (at.0, height), lettering))
}

/// A number of lines, rows or panels.
pub(super) fn count<T>(items: &[T]) -> i32 {
    i32::try_from(items.len()).unwrap_or(i32::MAX)
}

/// A straight line.
pub(super) fn line(area: &Area<'_>, from: (i32, i32), to: (i32, i32), style: ShapeStyle) -> Outcome {
    area.draw(&PathElement::new(vec![from, to], style))
}

/// A line through points.
pub(super) fn path(area: &Area<'_>, points: Vec<(i32, i32)>, style: ShapeStyle) -> Outcome {
    area.draw(&PathElement::new(points, style))
}

/// A filled rectangle with a border.
pub(super) fn rectangle(area: &Area<'_>, corners: [(i32, i32); 2], fill: RGBColor, border: ShapeStyle) -> Outcome {
    area.draw(&Rectangle::new(corners, fill.filled()))?;
    area.draw(&Rectangle::new(corners, border))
}

/// White behind words, so that no line of a grid crosses them.
pub(super) fn rectangle_behind(area: &Area<'_>, corners: [(i32, i32); 2]) -> Outcome {
    area.draw(&Rectangle::new(corners, WHITE.filled()))
}

/// A stroke of a colour and width.
pub(super) fn stroke(colour: RGBColor, width: u32) -> ShapeStyle {
    colour.stroke_width(width)
}

/// The line of a marked ratio: that of equality stands out.
pub(super) fn grid(ratio: f64) -> ShapeStyle {
    if is_equality(ratio) { stroke(EQUALITY, 2) } else { stroke(GRID, 1) }
}

/// The colour of a mark. The shape says the same, so nothing is said by colour alone.
pub(super) fn colour(mark: Mark) -> RGBColor {
    match mark {
        Mark::Worse => RED,
        Mark::Better => GREEN,
        Mark::Different | Mark::Qualified | Mark::Unclear | Mark::Incomparable => BLUE,
    }
}

/// The ground on which a mark stands, light enough for text.
pub(super) fn tint(mark: Mark) -> RGBColor {
    match mark {
        Mark::Worse => RGBColor(0xFB, 0xE3, 0xDE),
        Mark::Better => RGBColor(0xDC, 0xEF, 0xE4),
        Mark::Different | Mark::Qualified => FILLED,
        Mark::Unclear | Mark::Incomparable => EMPTY,
    }
}

/// A triangle for worse, a disc for better, a diamond for what is neither; an open one where nothing clear can be said,
/// with a core where something qualifies what is said.
pub(super) fn shape(area: &Area<'_>, at: (i32, i32), mark: Mark, size: i32) -> Outcome {
    let (x, y) = at;
    let fill = colour(mark).filled();
    let diamond = |size: i32| vec![(x, y - size), (x + size, y), (x, y + size), (x - size, y)];
    match mark {
        Mark::Worse => {
            area.draw(&Polygon::new(vec![(x, y - size), (x + size, y + size - 1), (x - size, y + size - 1)], fill))
        }
        Mark::Better => area.draw(&Circle::new(at, size - 1, fill)),
        Mark::Different => area.draw(&Polygon::new(diamond(size), fill)),
        Mark::Qualified | Mark::Unclear | Mark::Incomparable => {
            area.draw(&Polygon::new(diamond(size), WHITE.filled()))?;
            let outline: Vec<_> = diamond(size).into_iter().chain(std::iter::once((x, y - size))).collect();
            area.draw(&PathElement::new(outline, stroke(BLUE, 2)))?;
            if mark == Mark::Qualified { area.draw(&Polygon::new(diamond(size / 2), fill)) } else { Ok(()) }
        }
    }
}

/// A filled diamond.
pub(super) fn diamond(area: &Area<'_>, (x, y): (i32, i32), colour: RGBColor) -> Outcome {
    let corners = vec![(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)];
    area.draw(&Polygon::new(corners, colour.filled()))
}

/// A dot.
pub(super) fn dot(area: &Area<'_>, at: (i32, i32), colour: RGBColor) -> Outcome {
    area.draw(&Circle::new(at, 5, colour.filled()))
}

/// A ratio with its interval on a level axis: the mark, the line, and a tip with the limit where it goes on.
pub(super) fn ratio(area: &Area<'_>, axis: LogAxis, ratio: &Ratio, height: i32) -> Outcome {
    if let Some(interval) = ratio.interval {
        let style = stroke(colour(ratio.mark), 2);
        let ends = (axis.pixel(interval.lower), axis.pixel(interval.upper));
        line(area, (ends.0, height), (ends.1, height), style)?;
        let [lower, upper] = axis.beyond(interval);
        let tip = |x, towards: Option<i32>| towards.map(|step| Tip { at: (x, height), towards: (step, 0) });
        tips(area, [tip(ends.0, lower), tip(ends.1, upper)], style)?;
    }
    shape(area, (axis.pixel(ratio.value), height), ratio.mark, 7)
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

/// What a form of chart draws between title and source.
pub(super) trait Body {
    /// What its axes show, in words below it.
    fn axes(&self) -> String;

    /// Its height.
    fn height(&self) -> i32;

    /// Draws it below a height.
    fn draw(&self, area: &Area<'_>, top: i32) -> Outcome;
}

/// Draws on a white sheet and gives the SVG, with its title and description for screen readers.
pub(super) fn sheet(chart: &Chart, width: Width, body: &impl Body) -> Result<String> {
    let across = width.pixels();
    let frame = Frame::new(chart, &body.axes(), across);
    let down = frame.head() + body.height() + frame.foot();
    let size = (u32::try_from(across).unwrap_or(0), u32::try_from(down).unwrap_or(0));
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        let outcome = area
            .fill(&WHITE)
            .and_then(|()| frame.draw(&area, frame.head() + body.height()))
            .and_then(|()| body.draw(&area, frame.head()))
            .and_then(|()| area.present());
        outcome.map_err(|error| Error::Drawing { what: chart.title.clone(), reason: error.to_string() })?;
    }
    // Both drawings of a chart may stand in one page.
    let ending = if width == Width::Narrow { "-narrow" } else { "" };
    Ok(described(&svg, &format!("{}{ending}", chart.name), &chart.title, &chart.description))
}

/// Title and subtitle above a drawing, and where its figures come from below it.
struct Frame {
    title: Vec<String>,
    subtitle: Vec<String>,
    axes: Vec<String>,
    credit: Vec<String>,
}

const HEADLINE: Lettering = Lettering { size: TITLE, bold: true, colour: INK, align: HPos::Left };
const CREDIT: Lettering = Lettering { size: SMALL, bold: false, colour: AXIS, align: HPos::Left };

impl Frame {
    fn new(chart: &Chart, axes: &str, across: i32) -> Self {
        let across = across - 2 * MARGIN;
        Self {
            title: HEADLINE.lines(&chart.title, across),
            subtitle: Lettering::text().lines(&chart.subtitle, across),
            axes: CREDIT.lines(axes, across),
            credit: CREDIT.lines(&chart.credit, across),
        }
    }

    fn head(&self) -> i32 {
        MARGIN + LINE * (count(&self.title) + count(&self.subtitle)) + MARGIN
    }

    fn foot(&self) -> i32 {
        MARGIN + LINE * (count(&self.axes) + count(&self.credit)) + MARGIN
    }

    fn draw(&self, area: &Area<'_>, bottom: i32) -> Outcome {
        let first = MARGIN + LINE / 2;
        write_lines(area, &self.title, (MARGIN, first), HEADLINE)?;
        write_lines(area, &self.subtitle, (MARGIN, first + LINE * count(&self.title)), Lettering::text())?;
        let below = bottom + MARGIN + LINE / 2;
        write_lines(area, &self.axes, (MARGIN, below), CREDIT)?;
        write_lines(area, &self.credit, (MARGIN, below + LINE * count(&self.axes)), CREDIT)
    }
}

/// plotters writes no title, description or role.
fn described(svg: &str, id: &str, title: &str, description: &str) -> String {
    let Some((opening, rest)) = svg.split_once('>') else {
        return svg.to_owned();
    };
    let (id, title, description) = (escaped(id), escaped(title), escaped(description));
    format!(
        "{opening} role=\"img\" aria-labelledby=\"{id}-title {id}-description\">\n\
         <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-description\">{description}</desc>{rest}"
    )
}

/// A text as XML has it, which holds no control character in any form.
fn escaped(text: &str) -> String {
    visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
