//! A forest chart: every ratio on one logarithmic axis, with its interval.

use crate::error::Result;

use super::canvas::{self, Area, Axis, EQUALITY, GRID, Lettering, Outcome, Tip, is_equality};
use super::{Chart, Point, Series, Width};

/// The drawing of one width.
pub(super) fn sheet(chart: &Chart, width: Width) -> Result<String> {
    let sheet = Sheet::new(chart, width);
    canvas::sheet(chart, width, (sheet.width, sheet.height()), |area| sheet.draw(area))
}

/// Sizes of one drawing, in pixels.
struct Sheet<'s> {
    chart: &'s Chart,
    width: i32,
    size: i32,
    axis: Axis,
    /// Whether there is room for intervals and names of places.
    is_roomy: bool,
}

const TOP: i32 = 44;
const MARGIN: i32 = 8;
const ROW: i32 = 24;
const HEADING: i32 = 34;

impl<'s> Sheet<'s> {
    fn new(chart: &'s Chart, width: Width) -> Self {
        let points = || chart.series.iter().flat_map(|series| &series.points);
        let longest = points().map(|point| point.label.len()).max().unwrap_or(0);
        let (pixels, least, values, size) = match width {
            Width::Wide => (860, 170, 170, 15),
            Width::Narrow => (380, 80, 50, 14),
        };
        let labels = least.max(3 * MARGIN + 7 * i32::try_from(longest).unwrap_or(0));
        let axis = Axis::holding(points().map(|point| point.ratio), labels, pixels - labels - values - MARGIN);
        Self { chart, width: pixels, size, axis, is_roomy: width == Width::Wide }
    }

    /// What a star means, where stars are drawn.
    fn footnote(&self) -> Option<&str> {
        self.chart.footnote.as_deref().filter(|_| !self.is_roomy)
    }

    fn height(&self) -> i32 {
        let rows: i32 = self.chart.series.iter().map(rows).sum();
        let headings = HEADING * i32::try_from(self.chart.series.len()).unwrap_or(0);
        TOP + headings + rows + if self.footnote().is_some() { HEADING } else { MARGIN }
    }

    fn draw(&self, area: &Area<'_>) -> Outcome {
        self.draw_axis(area)?;
        let mut top = TOP;
        for series in &self.chart.series {
            self.draw_grid(area, (top + HEADING - 4, top + HEADING + rows(series)))?;
            let title = match &series.place {
                Some(place) if self.is_roomy => format!("{}, {place}", series.title),
                Some(_) => format!("{} *", series.title),
                None => series.title.clone(),
            };
            let middle = top + HEADING / 2 + 4;
            canvas::write(area, &title, (MARGIN, middle), Lettering::left(self.size).bold(true))?;
            top += HEADING;
            for point in &series.points {
                self.draw_point(area, point, top + ROW / 2)?;
                top += ROW;
            }
        }
        let lettering = Lettering::left(self.size - 1);
        self.footnote().map_or(Ok(()), |footnote| canvas::write(area, footnote, (MARGIN, top + 14), lettering))
    }

    fn draw_axis(&self, area: &Area<'_>) -> Outcome {
        for (ratio, label) in self.axis.ticks() {
            let lettering = Lettering::centred(self.size - 1).bold(is_equality(ratio));
            canvas::write(area, &label, (self.axis.pixel(ratio), TOP - 14), lettering)?;
        }
        canvas::write(area, &self.chart.axis, (self.axis.pixel(1.0), 12), Lettering::centred(self.size - 1))
    }

    /// The marked ratios as lines beside the rows of a series; its title stays free of them.
    fn draw_grid(&self, area: &Area<'_>, (top, bottom): (i32, i32)) -> Outcome {
        for (ratio, _) in self.axis.ticks() {
            let x = self.axis.pixel(ratio);
            let style = if is_equality(ratio) { canvas::stroke(EQUALITY, 2) } else { canvas::stroke(GRID, 1) };
            canvas::line(area, (x, top), (x, bottom), style)?;
        }
        Ok(())
    }

    fn draw_point(&self, area: &Area<'_>, point: &Point, middle: i32) -> Outcome {
        let lettering = Lettering::left(self.size).bold(point.is_emphasised);
        canvas::write(area, &point.label, (2 * MARGIN, middle), lettering)?;
        if let Some(interval) = point.interval {
            let style = canvas::stroke(canvas::colour(point.mark), 2);
            let ends = (self.axis.pixel(interval.lower), self.axis.pixel(interval.upper));
            canvas::line(area, (ends.0, middle), (ends.1, middle), style)?;
            let [lower, upper] = self.axis.beyond(interval);
            let tip = |x, towards: Option<i32>| towards.map(|step| Tip { at: (x, middle), towards: (step, 0) });
            canvas::tips(area, [tip(ends.0, lower), tip(ends.1, upper)], style)?;
        }
        canvas::shape(area, (self.axis.pixel(point.ratio), middle), point.mark, 6)?;
        let text = match &point.interval_text {
            Some(interval) if self.is_roomy => format!("{} ({interval})", point.text),
            Some(_) | None => point.text.clone(),
        };
        let left = self.width - if self.is_roomy { 166 } else { 46 };
        canvas::write(area, &text, (left, middle), lettering)
    }
}

/// The height of the rows of a series.
fn rows(series: &Series) -> i32 {
    ROW * i32::try_from(series.points.len()).unwrap_or(0)
}
