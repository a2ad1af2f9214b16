//! Ratios in time: one panel a series, all on one logarithmic scale.

use crate::error::Result;

use super::canvas::{self, Area, Axis, BLUE, EQUALITY, GRID, Lettering, Outcome, Tip, is_equality};
use super::{Chart, Point, Series, Width};

/// The drawing of one width.
pub(super) fn sheet(chart: &Chart, width: Width) -> Result<String> {
    let sheet = Sheet::new(&chart.series, width);
    canvas::sheet(chart, width, sheet.size(), |area| sheet.draw(area))
}

/// Sizes of one drawing, in pixels.
struct Sheet<'s> {
    panels: &'s [Series],
    columns: i32,
    panel: (i32, i32),
    axis: Axis,
}

const LEFT: i32 = 40;
const TITLE: i32 = 30;
const FOOT: i32 = 26;
const INSET: i32 = 26;

impl<'s> Sheet<'s> {
    fn new(panels: &'s [Series], width: Width) -> Self {
        let most = i32::try_from(panels.len()).unwrap_or(1);
        let (columns, size) = match width {
            Width::Wide => (most.min(4), (if most == 1 { 420 } else { 205 }, 220)),
            Width::Narrow => (most.min(2), (if most == 1 { 300 } else { 168 }, 190)),
        };
        let ratios = panels.iter().flat_map(|panel| &panel.points).flat_map(|point| {
            let ends = point.interval.map(|interval| [interval.lower, interval.upper]);
            std::iter::once(point.ratio).chain(ends.into_iter().flatten())
        });
        let plot = size.1 - TITLE - FOOT;
        Self { panels, columns, panel: size, axis: Axis::holding(ratios, plot, -plot) }
    }

    fn size(&self) -> (i32, i32) {
        let rows = (i32::try_from(self.panels.len()).unwrap_or(1) + self.columns - 1) / self.columns;
        (LEFT + self.columns * self.panel.0, rows * self.panel.1 + 4)
    }

    fn draw(&self, area: &Area<'_>) -> Outcome {
        for (place, panel) in (0_i32..).zip(self.panels) {
            let corner = (LEFT + place % self.columns * self.panel.0, place / self.columns * self.panel.1);
            self.draw_panel(area, panel, corner)?;
        }
        Ok(())
    }

    fn draw_panel(&self, area: &Area<'_>, panel: &Series, (left, top): (i32, i32)) -> Outcome {
        canvas::write(area, &panel.title, (left, top + 12), Lettering::left(14).bold(true))?;
        let top = top + TITLE;
        let right = left + self.panel.0 - 14;
        for (ratio, label) in self.axis.ticks() {
            let y = top + self.axis.pixel(ratio);
            let style = if is_equality(ratio) { canvas::stroke(EQUALITY, 2) } else { canvas::stroke(GRID, 1) };
            canvas::line(area, (left, y), (right, y), style)?;
            if left == LEFT {
                canvas::write(area, &label, (LEFT - 20, y), Lettering::centred(13))?;
            }
        }
        let places: Vec<(i32, i32)> = panel
            .points
            .iter()
            .map(|point| (across(panel, point, (left, right)), top + self.axis.pixel(point.ratio)))
            .collect();
        for pair in places.windows(2) {
            if let [from, to] = pair {
                canvas::line(area, *from, *to, canvas::stroke(BLUE, 2))?;
            }
        }
        for (point, at) in panel.points.iter().zip(places) {
            self.draw_point(area, point, at, top)?;
        }
        Ok(())
    }

    fn draw_point(&self, area: &Area<'_>, point: &Point, at: (i32, i32), top: i32) -> Outcome {
        if let Some(interval) = point.interval {
            let ends = (top + self.axis.pixel(interval.lower), top + self.axis.pixel(interval.upper));
            let style = canvas::stroke(BLUE, 1);
            canvas::line(area, (at.0, ends.0), (at.0, ends.1), style)?;
            let [lower, upper] = self.axis.beyond(interval);
            let tip = |y, towards: Option<i32>| towards.map(|step| Tip { at: (at.0, y), towards: (0, step) });
            canvas::tips(area, [tip(ends.0, lower), tip(ends.1, upper)], style)?;
        }
        canvas::dot(area, at)?;
        // Above the interval, where no line crosses it.
        let clear = point.interval.map_or(at.1, |interval| top + self.axis.pixel(interval.upper));
        let lettering = Lettering::centred(13).bold(true);
        canvas::write(area, &point.text, (at.0, clear.min(at.1 - 4) - 10), lettering)?;
        let foot = top + self.panel.1 - TITLE - FOOT + 12;
        canvas::write(area, &point.label, (at.0, foot), Lettering::centred(12))
    }
}

/// Points stand in equal steps from the first to the last that the panel has.
fn across(panel: &Series, point: &Point, (left, right): (i32, i32)) -> i32 {
    let number = |point: &Point| i32::try_from(point.step).unwrap_or(0);
    let (first, last) = (panel.points.first().map_or(0, number), panel.points.last().map_or(1, number));
    let step = (right - left - 2 * INSET) / (last - first).max(1);
    left + INSET + (number(point) - first) * step
}
