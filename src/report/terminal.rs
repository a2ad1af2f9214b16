//! One borough's scorecard as text, readable without colour and in 80 columns.

use std::fmt::Write;

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, presets};

use crate::area::Area;
use crate::disparity::ChangeVerdict;
use crate::scorecard::{Line, Scorecard};
use crate::words;

const LEGEND: &str = "Ratio: a group's figure over the comparator's; 1 is equal; in brackets its 95%
interval. A line with * names the wider area that stands in for the borough, one
with ! says what must not be forgotten beside the first row.
The report of the phase (scorecard run) has the finer groups too.
";

/// The scorecard of a borough, at most so many characters wide.
pub fn scorecard(scorecard: &Scorecard, borough: &Area, width: usize) -> String {
    let mut text = String::new();
    let title = format!("{}, {}", borough.name, scorecard.phase.title);
    let window = format!("{} to {}", scorecard.phase.from.year(), scorecard.phase.to.year());
    add(&mut text, &format!("{title} ({window})\n"));
    add(&mut text, LEGEND);
    for indicator in &scorecard.project.indicators {
        add(&mut text, &format!("\n{}\n", indicator.title.to_uppercase()));
        let mut empty = true;
        for measure in &indicator.measures {
            let Some(area) = scorecard.shown_area(&measure.id, &borough.code) else {
                continue;
            };
            let lines: Vec<&Line> = scorecard
                .lines_of(&measure.id, &area.code)
                .filter(|line| scorecard.is_broad(&line.disparity))
                .collect();
            let Some(first) = lines.first() else { continue };
            empty = false;
            let comparator = words::compared_with(&first.disparity);
            add(&mut text, &format!("{}, {}\n", measure.short, first.disparity.period));
            if area.code != borough.code {
                add(&mut text, &format!("  * not the borough: {}\n", words::place(area)));
            }
            add(&mut text, &format!("  {}, compared with {comparator}\n", measure.unit));
            for line in table(scorecard, &lines, width).lines() {
                add(&mut text, line.trim_end());
                add(&mut text, "\n");
            }
            for caution in cautions(&lines) {
                for line in textwrap::wrap(&caution, width.saturating_sub(4)) {
                    add(&mut text, &format!("  ! {line}\n"));
                }
            }
        }
        if empty {
            add(&mut text, "  No figure in this scorecard, for the borough or for a wider area.\n");
        }
    }
    text
}

/// What must be said beside the figure of the aggregate.
fn cautions(lines: &[&Line]) -> Vec<String> {
    let aggregate = lines.first().map(|line| &line.disparity);
    let recording = aggregate.and_then(|disparity| words::recording(disparity));
    recording.into_iter().chain(aggregate.and_then(|disparity| disparity.measure.caution.clone())).collect()
}

fn add(text: &mut String, more: &str) {
    // Writing to a string cannot fail.
    let _ = text.write_str(more);
}

fn table(scorecard: &Scorecard, lines: &[&Line], width: usize) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    table.set_header(["Group", "Figure", "Ratio", "Verdict", "Before"]);
    for column in table.column_iter_mut().skip(1).take(3) {
        // Numbers stay on one line; a long name of a group may take two.
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    for line in lines {
        let disparity = &line.disparity;
        let ratio = match (disparity.ratio, disparity.ratio_interval) {
            (Some(ratio), Some(interval)) => format!("{} ({})", words::ratio(ratio), words::ratio_interval(interval)),
            (Some(ratio), None) => words::ratio(ratio),
            (None, _) => "-".to_owned(),
        };
        let figure = disparity.group.value.map_or_else(|| "-".to_owned(), |value| words::value(disparity, value));
        let before = line.change.map_or_else(String::new, |change| match change.verdict {
            ChangeVerdict::Narrowing | ChangeVerdict::Widening => {
                format!("{}, {}", words::ratio(change.previous), change.verdict.label())
            }
            ChangeVerdict::NoClearChange | ChangeVerdict::NotComparable => words::ratio(change.previous),
        });
        table.add_row([
            Cell::new(scorecard.project.ethnicity.shown(disparity.category)),
            Cell::new(figure).set_alignment(CellAlignment::Right),
            Cell::new(ratio),
            Cell::new(disparity.verdict.label()),
            Cell::new(before),
        ]);
    }
    table
}
