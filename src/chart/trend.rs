//! The trend of a measure: the ratio of the aggregate in each phase, one panel an area, all on one scale.

use crate::area::Area as Place;
use crate::error::Result;
use crate::indicator::Measure;
use crate::scorecard::{Point, Scorecard};
use crate::words;

use super::canvas::{self, Area, Axis, BLUE, EQUALITY, GRID, Lettering, Outcome, is_equality};
use super::{Drawing, Width};

/// An area and its ratios.
struct Panel<'s> {
    area: &'s Place,
    points: &'s [Point],
}

/// The trend of a measure over the phases, for the areas that stand for some boroughs; `None` with fewer than two phases.
pub fn trend(scorecard: &Scorecard, measure: &Measure, boroughs: &[std::sync::Arc<Place>]) -> Result<Option<Drawing>> {
    let ethnicity = &scorecard.project.ethnicity;
    let mut panels: Vec<Panel<'_>> = Vec::new();
    for borough in boroughs {
        let Some(area) = scorecard.shown_area(&measure.id, &borough.code) else {
            continue;
        };
        let points = scorecard.history.of(&measure.id, &area.code, ethnicity.anchors.bame);
        if points.len() >= 2 && panels.iter().all(|panel| panel.area.code != area.code) {
            panels.push(Panel { area, points });
        }
    }
    if panels.is_empty() {
        return Ok(None);
    }
    let name = format!("trend-{}", measure.id);
    let people = ethnicity.people(ethnicity.anchors.bame);
    let reference = ethnicity.people(words::comparator(ethnicity, scorecard.comparator()));
    let title = format!("{}: ratio of {people} to {reference} by phase", measure.short);
    let description = describe(&panels);
    let draw = |width: Width, name: &str| Sheet::new(&panels, width).draw((name, &title, &description));
    let wide = draw(Width::Wide, &name)?;
    let narrow = draw(Width::Narrow, &format!("{name}-narrow"))?;
    Ok(Some(Drawing { name, title, description, legend: "", wide, narrow }))
}

fn describe(panels: &[Panel<'_>]) -> String {
    let series: Vec<String> = panels
        .iter()
        .map(|panel| {
            let points: Vec<String> = panel
                .points
                .iter()
                .map(|point| format!("{} in phase {} ({})", words::ratio(point.ratio), point.phase, point.period))
                .collect();
            format!("{}: {}.", panel.area.name, points.join(", "))
        })
        .collect();
    format!("Line charts on one logarithmic axis, a panel for each area, with 95% intervals. {}", series.join(" "))
}

/// Sizes of one drawing, in pixels.
struct Sheet<'s> {
    panels: &'s [Panel<'s>],
    columns: i32,
    panel: (i32, i32),
    axis: Axis,
}

const LEFT: i32 = 40;
const TITLE: i32 = 30;
const FOOT: i32 = 26;
const INSET: i32 = 26;

impl<'s> Sheet<'s> {
    fn new(panels: &'s [Panel<'s>], width: Width) -> Self {
        let most = i32::try_from(panels.len()).unwrap_or(1);
        let (columns, size) = match width {
            Width::Wide => (most.min(4), (if most == 1 { 420 } else { 205 }, 220)),
            Width::Narrow => (most.min(2), (if most == 1 { 300 } else { 168 }, 190)),
        };
        let ratios = panels.iter().flat_map(|panel| panel.points).flat_map(|point| {
            [
                Some(point.ratio),
                point.interval.map(|interval| interval.lower),
                point.interval.map(|interval| interval.upper),
            ]
        });
        let plot = size.1 - TITLE - FOOT;
        Self { panels, columns, panel: size, axis: Axis::holding(ratios.flatten(), plot, -plot) }
    }

    fn draw(&self, words: (&str, &str, &str)) -> Result<String> {
        let rows = (i32::try_from(self.panels.len()).unwrap_or(1) + self.columns - 1) / self.columns;
        let sheet = (LEFT + self.columns * self.panel.0, rows * self.panel.1 + 4);
        canvas::sheet(sheet, words, |area| {
            for (place, panel) in (0_i32..).zip(self.panels) {
                let corner = (LEFT + place % self.columns * self.panel.0, place / self.columns * self.panel.1);
                self.draw_panel(area, panel, corner)?;
            }
            Ok(())
        })
    }

    fn draw_panel(&self, area: &Area<'_>, panel: &Panel<'_>, (left, top): (i32, i32)) -> Outcome {
        canvas::write(area, &panel.area.name, (left, top + 12), Lettering::left(14).bold(true))?;
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
            canvas::line(area, (at.0, ends.0), (at.0, ends.1), canvas::stroke(BLUE, 1))?;
        }
        canvas::dot(area, at)?;
        // Above the interval, where no line crosses it.
        let clear = point.interval.map_or(at.1, |interval| top + self.axis.pixel(interval.upper));
        let lettering = Lettering::centred(13).bold(true);
        canvas::write(area, &words::ratio(point.ratio), (at.0, clear.min(at.1 - 4) - 10), lettering)?;
        let foot = top + self.panel.1 - TITLE - FOOT + 12;
        canvas::write(area, &point.period.to_string(), (at.0, foot), Lettering::centred(12))
    }
}

/// Phases stand in equal steps from the first to the last that the panel has.
fn across(panel: &Panel<'_>, point: &Point, (left, right): (i32, i32)) -> i32 {
    let number = |point: &Point| i32::try_from(point.phase).unwrap_or(0);
    let (first, last) = (panel.points.first().map_or(0, number), panel.points.last().map_or(1, number));
    let step = (right - left - 2 * INSET) / (last - first).max(1);
    left + INSET + (number(point) - first) * step
}
