//! A forest chart: every ratio on one logarithmic axis, with its interval.

use super::axis::{LogAxis, is_equality};
use super::canvas::{self, AXIS, Area, Body, LINE, Lettering, MARGIN, Outcome, count};
use super::{Ratio, Width};

/// Ratios below one another.
#[derive(Debug, Clone, PartialEq)]
pub struct Forest {
    /// What the axis shows.
    pub axis: String,
    /// A panel for each measure.
    pub panels: Vec<Panel>,
}

/// The ratios of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What it measures, and of which place where that is not the one that the chart is about.
    pub title: String,
    /// What a ratio below 1 and one above 1 mean, such as better and worse.
    pub ends: [String; 2],
    /// A row for each group.
    pub rows: Vec<Row>,
}

/// A group and its ratio.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The group.
    pub label: String,
    /// Whether it stands out from those beside it.
    pub is_emphasised: bool,
    /// Its ratio, or why there is none.
    pub ratio: Result<Ratio, String>,
}

impl Row {
    /// What is written beside the mark.
    fn text(&self) -> String {
        match &self.ratio {
            Ok(Ratio { text, interval_text: Some(interval), .. }) => format!("{text} ({interval})"),
            Ok(Ratio { text, interval_text: None, .. }) => text.clone(),
            Err(reason) => reason.clone(),
        }
    }

    fn lettering(&self) -> Lettering {
        Lettering::text().bold(self.is_emphasised)
    }
}

/// The height of a row on a desk, where group, drawing and figures stand beside one another.
const ROW: i32 = 26;
/// The height of a row on a telephone, where the drawing stands below its words.
const TALL_ROW: i32 = 44;

/// Where everything stands in one drawing.
pub(super) struct Layout<'f> {
    forest: &'f Forest,
    width: Width,
    axis: LogAxis,
    /// The titles of the panels in lines.
    titles: Vec<Vec<String>>,
    /// Where the figures begin.
    figures: i32,
}

impl<'f> Layout<'f> {
    pub(super) fn new(forest: &'f Forest, width: Width) -> Self {
        let across = width.pixels();
        let rows = || forest.panels.iter().flat_map(|panel| &panel.rows);
        let widest = |text: &dyn Fn(&Row) -> i32| rows().map(text).max().unwrap_or(0);
        let labels = widest(&|row| row.lettering().width(&row.label));
        let figures = widest(&|row| row.lettering().width(&row.text()));
        let (start, length) = match width {
            Width::Wide => {
                let start = (3 * MARGIN + labels).clamp(130, 300);
                (start, across - start - figures.min(240) - 4 * MARGIN)
            }
            Width::Narrow => (2 * MARGIN, across - 4 * MARGIN),
        };
        let ratios = rows().filter_map(|row| row.ratio.as_ref().ok()).map(|ratio| (ratio.value, ratio.interval));
        let heading = Lettering::text().bold(true);
        let titles = forest.panels.iter().map(|panel| heading.lines(&panel.title, across - 2 * MARGIN)).collect();
        let axis = LogAxis::holding(ratios, start, length);
        Self { forest, width, axis, titles, figures: start + length + 2 * MARGIN }
    }

    fn row_height(&self) -> i32 {
        match self.width {
            Width::Wide => ROW,
            Width::Narrow => TALL_ROW,
        }
    }

    /// The height of a panel: its title, the ends of its axis, its rows and the marks of the axis.
    fn panel_height(&self, panel: &Panel, title: &[String]) -> i32 {
        LINE * (count(title) + 1) + self.row_height() * count(&panel.rows) + LINE + MARGIN
    }

    fn draw_panel(&self, area: &Area<'_>, panel: &Panel, title: &[String], top: i32) -> Outcome {
        let heading = Lettering::text().bold(true);
        canvas::write_lines(area, title, (MARGIN, top + LINE / 2), heading)?;
        let top = top + LINE * count(title);
        self.draw_ends(area, panel, top + LINE / 2)?;
        let top = top + LINE;
        let bottom = top + self.row_height() * count(&panel.rows);
        self.draw_grid(area, (top, bottom))?;
        let mut row_top = top;
        for row in &panel.rows {
            self.draw_row(area, row, row_top)?;
            row_top += self.row_height();
        }
        for (ratio, label) in self.axis.readable() {
            let lettering = Lettering::axis().bold(is_equality(ratio));
            canvas::write(area, &label, (self.axis.pixel(ratio), bottom + LINE / 2), lettering)?;
        }
        Ok(())
    }

    /// What lies on either side of 1.
    fn draw_ends(&self, area: &Area<'_>, panel: &Panel, height: i32) -> Outcome {
        let [low, high] = &panel.ends;
        let middle = self.axis.pixel(1.0);
        let lettering = Lettering::small().coloured(AXIS);
        // On a telephone there is not always room beside 1.
        let (left, right) = match self.width {
            Width::Wide => ((middle - MARGIN, lettering.right()), (middle + MARGIN, lettering)),
            Width::Narrow => ((MARGIN, lettering), (self.width.pixels() - MARGIN, lettering.right())),
        };
        canvas::write(area, &format!("← {low}"), (left.0, height), left.1)?;
        canvas::write(area, &format!("{high} →"), (right.0, height), right.1)
    }

    /// The marked ratios as lines beside the rows.
    fn draw_grid(&self, area: &Area<'_>, (top, bottom): (i32, i32)) -> Outcome {
        for (ratio, _) in self.axis.ticks() {
            let x = self.axis.pixel(ratio);
            canvas::line(area, (x, top), (x, bottom), canvas::grid(ratio))?;
        }
        Ok(())
    }

    fn draw_row(&self, area: &Area<'_>, row: &Row, top: i32) -> Outcome {
        let (lettering, text) = (row.lettering(), row.text());
        let across = self.width.pixels();
        match self.width {
            Width::Wide => {
                let middle = top + ROW / 2;
                let label = lettering.cut(&row.label, self.axis.pixel(0.0) - 3 * MARGIN);
                canvas::write(area, &label, (2 * MARGIN, middle), lettering)?;
                if let Ok(ratio) = &row.ratio {
                    canvas::ratio(area, self.axis, ratio, middle)?;
                }
                let text = lettering.cut(&text, across - self.figures - MARGIN);
                canvas::write(area, &text, (self.figures, middle), lettering)
            }
            Width::Narrow => {
                let middle = top + LINE / 2;
                let words = (MARGIN, across - MARGIN);
                canvas::rectangle_behind(area, [(0, top), (across, top + LINE)])?;
                let text = lettering.cut(&text, words.1 - words.0 - MARGIN - lettering.width(&row.label).min(90));
                let room = words.1 - words.0 - MARGIN - lettering.width(&text);
                canvas::write(area, &lettering.cut(&row.label, room), (words.0, middle), lettering)?;
                canvas::write(area, &text, (words.1, middle), lettering.right())?;
                row.ratio.as_ref().map_or(Ok(()), |ratio| canvas::ratio(area, self.axis, ratio, top + LINE + 10))
            }
        }
    }
}

impl Body for Layout<'_> {
    fn axes(&self) -> String {
        self.forest.axis.clone()
    }

    fn height(&self) -> i32 {
        let panels = self.forest.panels.iter().zip(&self.titles);
        panels.map(|(panel, title)| self.panel_height(panel, title)).sum()
    }

    fn draw(&self, area: &Area<'_>, top: i32) -> Outcome {
        let mut top = top;
        for (panel, title) in self.forest.panels.iter().zip(&self.titles) {
            self.draw_panel(area, panel, title, top)?;
            top += self.panel_height(panel, title);
        }
        Ok(())
    }
}
