//! The forest chart of a borough: every ratio on one logarithmic axis, with its interval.

use crate::area::Area as Place;
use crate::disparity::Verdict;
use crate::error::Result;
use crate::indicator::Measure;
use crate::scorecard::{Line, Scorecard};
use crate::words;

use super::canvas::{self, Area, Axis, EQUALITY, GRID, Lettering, Outcome, is_equality};
use super::{Drawing, Width};

/// One measure in the chart: its heading, and the aggregate and broad groups that have a ratio.
struct Block<'s> {
    measure: &'s Measure,
    area: &'s Place,
    lines: Vec<&'s Line>,
}

/// The forest chart of a borough; `None` when no ratio stands for it.
pub fn forest(scorecard: &Scorecard, borough: &Place) -> Result<Option<Drawing>> {
    let blocks = blocks(scorecard, borough);
    if blocks.is_empty() {
        return Ok(None);
    }
    let name = format!("ratios-{}", borough.name.to_lowercase().replace(' ', "-"));
    let ethnicity = &scorecard.project.ethnicity;
    let reference = ethnicity.people(words::comparator(ethnicity, scorecard.comparator()));
    let title = format!("How groups fare compared with {reference}: {}", borough.name);
    let description = describe(scorecard, &blocks, borough);
    let draw = |width: Width, name: &str| Sheet::new(scorecard, &blocks, width).draw((name, &title, &description));
    let wide = draw(Width::Wide, &name)?;
    let narrow = draw(Width::Narrow, &format!("{name}-narrow"))?;
    Ok(Some(Drawing {
        name, title, description, legend: "▲ worse · ● better · ◇ nothing clear.", wide, narrow
    }))
}

fn blocks<'s>(scorecard: &'s Scorecard, borough: &Place) -> Vec<Block<'s>> {
    let mut blocks = Vec::new();
    for (_, measure) in scorecard.project.measures() {
        let Some(area) = scorecard.shown_area(&measure.id, &borough.code) else {
            continue;
        };
        let lines: Vec<&Line> = scorecard
            .lines_of(&measure.id, &area.code)
            // A chart of every group would be too long to read; the tables have them all.
            .filter(|line| line.disparity.ratio.is_some() && scorecard.is_broad(&line.disparity))
            .collect();
        if !lines.is_empty() {
            blocks.push(Block { measure, area, lines });
        }
    }
    blocks
}

fn describe(scorecard: &Scorecard, blocks: &[Block<'_>], borough: &Place) -> String {
    let ethnicity = &scorecard.project.ethnicity;
    let lines: Vec<&Line> = blocks.iter().flat_map(|block| block.lines.iter().copied()).collect();
    let count = |verdict: fn(Verdict) -> bool| lines.iter().filter(|line| verdict(line.disparity.verdict)).count();
    let worse = count(|verdict| verdict == Verdict::Worse);
    let better = count(|verdict| verdict == Verdict::Better);
    let far = lines
        .iter()
        .filter(|line| line.disparity.verdict == Verdict::Worse)
        .filter_map(|line| Some((line, line.disparity.ratio?)))
        .max_by(|(_, a), (_, b)| a.ln().abs().total_cmp(&b.ln().abs()));
    let widest = far.map_or_else(String::new, |(line, ratio)| {
        format!(
            " The widest gap to a group's disadvantage is {}, {}: a ratio of {}.",
            line.disparity.measure.short,
            ethnicity.shown(line.disparity.category),
            words::ratio(ratio)
        )
    });
    format!(
        "A forest chart on a logarithmic axis with {} ratios in {} measures for {}. {worse} show a group faring worse \
         than the comparator beyond chance, {better} better, and {} nothing clear.{widest}",
        lines.len(),
        blocks.len(),
        borough.name,
        lines.len() - worse - better
    )
}

/// Sizes of one drawing, in pixels.
struct Sheet<'s> {
    scorecard: &'s Scorecard,
    blocks: &'s [Block<'s>],
    width: i32,
    size: i32,
    row: i32,
    heading: i32,
    axis: Axis,
    long_values: bool,
}

const TOP: i32 = 44;
const MARGIN: i32 = 8;

impl<'s> Sheet<'s> {
    fn new(scorecard: &'s Scorecard, blocks: &'s [Block<'_>], width: Width) -> Self {
        let lines = || blocks.iter().flat_map(|block| &block.lines);
        let ratios = lines().filter_map(|line| line.disparity.ratio);
        let ethnicity = &scorecard.project.ethnicity;
        let longest = lines().map(|line| ethnicity.label(line.disparity.category).len()).max().unwrap_or(0);
        let (width, least, values, size) = match width {
            Width::Wide => (860, 170, 170, 15),
            Width::Narrow => (380, 80, 50, 14),
        };
        let labels = least.max(3 * MARGIN + 7 * i32::try_from(longest).unwrap_or(0));
        let axis = Axis::holding(ratios, labels, width - labels - values - MARGIN);
        Self { scorecard, blocks, width, size, row: 24, heading: 34, axis, long_values: values > 100 }
    }

    fn height(&self) -> i32 {
        let rows: usize = self.blocks.iter().map(|block| block.lines.len()).sum();
        let lengths = [(self.blocks.len(), self.heading), (rows, self.row)];
        let foot = if self.long_values { MARGIN } else { self.heading };
        TOP + foot + lengths.iter().map(|(count, height)| i32::try_from(*count).unwrap_or(0) * height).sum::<i32>()
    }

    fn draw(&self, words: (&str, &str, &str)) -> Result<String> {
        canvas::sheet((self.width, self.height()), words, |area| {
            self.draw_axis(area)?;
            let mut top = TOP;
            for block in self.blocks {
                let rows = self.row * i32::try_from(block.lines.len()).unwrap_or(0);
                self.draw_grid(area, (top + self.heading - 4, top + self.heading + rows))?;
                let wider = block.area.level != crate::area::Level::Borough;
                let heading = match (wider, self.long_values) {
                    (true, true) => {
                        format!("{}, {}", block.measure.short, block.area.in_sentence())
                    }
                    (true, false) => format!("{} *", block.measure.short),
                    (false, _) => block.measure.short.clone(),
                };
                let middle = top + self.heading / 2 + 4;
                canvas::write(area, &heading, (MARGIN, middle), Lettering::left(self.size).bold(true))?;
                top += self.heading;
                for line in &block.lines {
                    self.draw_line(area, line, top + self.row / 2)?;
                    top += self.row;
                }
            }
            if !self.long_values {
                canvas::write(area, "* figure of a wider area", (MARGIN, top + 14), Lettering::left(self.size - 1))?;
            }
            Ok(())
        })
    }

    fn draw_axis(&self, area: &Area<'_>) -> Outcome {
        for (ratio, label) in self.axis.ticks() {
            let lettering = Lettering::centred(self.size - 1).bold(is_equality(ratio));
            canvas::write(area, &label, (self.axis.pixel(ratio), TOP - 14), lettering)?;
        }
        let note = "ratio; 1 is equal";
        canvas::write(area, note, (self.axis.pixel(1.0), 12), Lettering::centred(self.size - 1))
    }

    /// The marked ratios as lines beside the rows of a measure; its heading stays free of them.
    fn draw_grid(&self, area: &Area<'_>, (top, bottom): (i32, i32)) -> Outcome {
        for (ratio, _) in self.axis.ticks() {
            let x = self.axis.pixel(ratio);
            let style = if is_equality(ratio) { canvas::stroke(EQUALITY, 2) } else { canvas::stroke(GRID, 1) };
            canvas::line(area, (x, top), (x, bottom), style)?;
        }
        Ok(())
    }

    fn draw_line(&self, area: &Area<'_>, line: &Line, middle: i32) -> Outcome {
        let disparity = &line.disparity;
        let ethnicity = &self.scorecard.project.ethnicity;
        let aggregate = disparity.category == ethnicity.anchors.bame;
        let label = if aggregate { ethnicity.label(disparity.category) } else { ethnicity.shown(disparity.category) };
        let lettering = Lettering::left(self.size).bold(aggregate);
        canvas::write(area, label, (2 * MARGIN, middle), lettering)?;
        let Some(ratio) = disparity.ratio else {
            return Ok(());
        };
        if let Some(interval) = disparity.ratio_interval {
            let style = canvas::stroke(canvas::colour(disparity.verdict), 2);
            let ends = (self.axis.pixel(interval.lower), self.axis.pixel(interval.upper));
            canvas::line(area, (ends.0, middle), (ends.1, middle), style)?;
        }
        canvas::mark(area, (self.axis.pixel(ratio), middle), disparity.verdict, 6)?;
        let interval = disparity.ratio_interval.filter(|_| self.long_values);
        let text = interval.map_or_else(
            || words::ratio(ratio),
            |interval| format!("{} ({})", words::ratio(ratio), words::ratio_interval(interval)),
        );
        canvas::write(area, &text, (self.values(), middle), lettering)
    }

    fn values(&self) -> i32 {
        self.width - if self.long_values { 166 } else { 46 }
    }
}
