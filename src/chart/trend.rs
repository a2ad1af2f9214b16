//! Ratios in time: a panel for each place or group, all on one logarithmic scale and one line of time.

use super::axis::{LogAxis, StraightAxis};
use super::canvas::{self, Area, BLUE, Body, LINE, Lettering, MARGIN, Outcome, Tip, count};
use super::{Ratio, Width};

/// Ratios in time.
#[derive(Debug, Clone, PartialEq)]
pub struct Trend {
    /// What the axis of ratios shows.
    pub axis: String,
    /// A panel for each place or group.
    pub panels: Vec<History>,
}

/// The ratios of one place or group.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// Whose they are.
    pub title: String,
    /// The ratios in their order.
    pub moments: Vec<Moment>,
}

/// A ratio at a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// When, in years: the middle of the period.
    pub time: f64,
    /// The period as it is written.
    pub label: String,
    /// The ratio.
    pub ratio: Ratio,
    /// Whether a line leads to it from the one before: it means the same.
    pub is_joined: bool,
}

/// The places of moments that a line joins.
fn runs(moments: &[Moment], place: impl Fn(&Moment) -> (i32, i32)) -> Vec<Vec<(i32, i32)>> {
    let mut runs: Vec<Vec<(i32, i32)>> = Vec::new();
    for moment in moments {
        match runs.last_mut().filter(|_| moment.is_joined) {
            Some(run) => run.push(place(moment)),
            None => runs.push(vec![place(moment)]),
        }
    }
    runs
}

const PLOT: i32 = 170;
const LEFT: i32 = 44;

/// Where everything stands in one drawing.
pub(super) struct Layout<'t> {
    trend: &'t Trend,
    columns: i32,
    /// The width of a panel.
    panel: i32,
    axis: LogAxis,
    time: StraightAxis,
    titles: Vec<Vec<String>>,
}

impl<'t> Layout<'t> {
    pub(super) fn new(trend: &'t Trend, width: Width) -> Self {
        let most = count(&trend.panels).max(1);
        let columns = match width {
            Width::Wide => most.min(3),
            Width::Narrow => 1,
        };
        let panel = (width.pixels() - LEFT - MARGIN) / columns;
        let moments = || trend.panels.iter().flat_map(|panel| &panel.moments);
        let ratios = moments().map(|moment| (moment.ratio.value, moment.ratio.interval));
        let widest = moments().map(|moment| Lettering::axis().width(&moment.label)).max().unwrap_or(0);
        let inset = widest / 2 + 2;
        let time = StraightAxis::of_times(moments().map(|moment| moment.time), inset, panel - 2 * inset - 2 * MARGIN);
        let heading = Lettering::text().bold(true);
        let titles = trend.panels.iter().map(|history| heading.lines(&history.title, panel - MARGIN)).collect();
        Self { trend, columns, panel, axis: LogAxis::holding(ratios, PLOT, -PLOT), time, titles }
    }

    /// The lines of the longest title.
    fn title(&self) -> i32 {
        self.titles.iter().map(|lines| count(lines)).max().unwrap_or(1) * LINE
    }

    fn panel_height(&self) -> i32 {
        // Above the plot there is room for the figure of a ratio at its top.
        self.title() + LINE + PLOT + LINE + MARGIN
    }

    fn draw_panel(&self, area: &Area<'_>, history: &History, (left, top): (i32, i32), is_first: bool) -> Outcome {
        let top = top + self.title() + LINE;
        let right = left + self.panel - 2 * MARGIN;
        for (ratio, label) in self.axis.ticks() {
            let y = top + self.axis.pixel(ratio);
            canvas::line(area, (left, y), (right, y), canvas::grid(ratio))?;
            if is_first {
                canvas::write(area, &label, (left - MARGIN / 2, y), Lettering::axis().right())?;
            }
        }
        let place = |moment: &Moment| (left + self.time.pixel(moment.time), top + self.axis.pixel(moment.ratio.value));
        for run in runs(&history.moments, place) {
            canvas::path(area, run, canvas::stroke(BLUE, 2))?;
        }
        for moment in &history.moments {
            self.draw_moment(area, moment, place(moment), top)?;
        }
        let periods: Vec<(i32, &str)> =
            history.moments.iter().map(|moment| (place(moment).0, moment.label.as_str())).collect();
        for (x, label) in readable(&periods) {
            canvas::write(area, label, (x, top + PLOT + LINE / 2), Lettering::axis())?;
        }
        Ok(())
    }

    fn draw_moment(&self, area: &Area<'_>, moment: &Moment, at: (i32, i32), top: i32) -> Outcome {
        let ratio = &moment.ratio;
        let mut clear = at.1;
        if let Some(interval) = ratio.interval {
            let ends = (top + self.axis.pixel(interval.lower), top + self.axis.pixel(interval.upper));
            let style = canvas::stroke(BLUE, 1);
            canvas::line(area, (at.0, ends.0), (at.0, ends.1), style)?;
            let [lower, upper] = self.axis.beyond(interval);
            let tip = |y, towards: Option<i32>| towards.map(|step| Tip { at: (at.0, y), towards: (0, step) });
            canvas::tips(area, [tip(ends.0, lower), tip(ends.1, upper)], style)?;
            clear = clear.min(ends.1);
        }
        canvas::dot(area, at, BLUE)?;
        // Above the interval, where no line crosses it.
        let lettering = Lettering::axis().bold(true).coloured(canvas::INK);
        canvas::write_clear(area, &ratio.text, (at.0, clear.min(at.1 - 6) - 9), lettering)
    }
}

/// The periods that have room beside one another, the last and the first before those between.
fn readable<'p>(periods: &[(i32, &'p str)]) -> Vec<(i32, &'p str)> {
    let mut shown: Vec<(i32, &str)> = Vec::new();
    for (x, label) in periods.iter().rev().take(1).chain(periods) {
        let reach = |label: &str| Lettering::axis().width(label) / 2 + 2;
        if shown.iter().all(|(other, text)| (other - x).abs() >= reach(label) + reach(text)) {
            shown.push((*x, label));
        }
    }
    shown
}

impl Body for Layout<'_> {
    fn axes(&self) -> String {
        self.trend.axis.clone()
    }

    fn height(&self) -> i32 {
        let rows = (count(&self.trend.panels) + self.columns - 1) / self.columns;
        rows * self.panel_height()
    }

    fn draw(&self, area: &Area<'_>, top: i32) -> Outcome {
        for (place, (history, title)) in (0_i32..).zip(self.trend.panels.iter().zip(&self.titles)) {
            let column = place % self.columns;
            let corner = (LEFT + column * self.panel, top + place / self.columns * self.panel_height());
            let heading = Lettering::text().bold(true);
            canvas::write_lines(area, title, (corner.0, corner.1 + LINE / 2), heading)?;
            self.draw_panel(area, history, corner, column == 0)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Mark;

    #[test]
    fn a_line_joins_only_what_means_the_same() {
        let moment = |(time, is_joined)| Moment {
            time,
            label: time.to_string(),
            ratio: Ratio { value: 1.0, interval: None, text: String::new(), interval_text: None, mark: Mark::Unclear },
            is_joined,
        };
        let moments = [(1.0, false), (2.0, true), (3.0, false), (4.0, true)].map(moment);
        let runs = runs(&moments, |moment| (moment.label.parse().unwrap(), 0));
        assert_eq!(runs, [[(1, 0), (2, 0)], [(3, 0), (4, 0)]]);
    }
}
