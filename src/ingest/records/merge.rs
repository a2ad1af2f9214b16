//! The counts of all pieces → totals. One grouping in polars: by period, fate, area, group and further columns.

use polars::prelude::{Column, DataFrame, Engine, Expr, IntoLazy, PolarsError, PolarsResult, UnionArgs, col, concat};

use crate::error::{Error, Result};

use super::names::Names;
use super::settle::{Fate, Settled};
use super::{Cell, MOST_COUNTS};

/// The sum of the counts so far.
#[derive(Debug, Default)]
pub(super) struct Totals {
    frames: Vec<DataFrame>,
    rows: usize,
}

/// A total.
#[derive(Debug)]
pub(super) struct Line {
    /// What became of the events.
    pub(super) fate: Fate,
    /// Their period, area, group and further texts. The area of events outside every area is the text that names none.
    pub(super) cell: Cell,
    /// How many there are.
    pub(super) events: u64,
}

const FATE: &str = "fate";
const AREA: &str = "area";
const EVENTS: &str = "events";

/// The name of the period (0), the group (1) or a further column.
fn label(place: usize) -> String {
    format!("label {place}")
}

impl Totals {
    /// Adds the counts of a piece; whether there are few enough to go on.
    pub(super) fn add(&mut self, settled: Settled) -> Result<bool> {
        if settled.events.is_empty() {
            return Ok(true);
        }
        self.rows += settled.events.len();
        self.frames.push(frame(settled).map_err(failed)?);
        // Rows are summed up in between, so that memory is bounded.
        if self.rows > MOST_COUNTS {
            self.sum()?;
        }
        Ok(self.rows <= MOST_COUNTS)
    }

    /// All totals.
    pub(super) fn lines(mut self, names: &Names) -> Result<Vec<Line>> {
        self.sum()?;
        let frame = self.frames.first();
        frame.map_or(Ok(Vec::new()), |frame| lines(frame, names).map_err(failed))
    }

    fn sum(&mut self) -> Result<()> {
        let Some(first) = self.frames.first() else {
            return Ok(());
        };
        let names = first.get_column_names_owned();
        let keys: Vec<Expr> = names.into_iter().filter(|name| name != EVENTS).map(col).collect();
        let frames: Vec<_> = self.frames.drain(..).map(IntoLazy::lazy).collect();
        let summed = concat(frames, UnionArgs::default())
            .map(|all| all.group_by(keys).agg([col(EVENTS).sum()]))
            .and_then(|all| all.collect_with_engine(Engine::Streaming))
            .map_err(failed)?
            .unwrap_single();
        self.rows = summed.height();
        self.frames.push(summed);
        Ok(())
    }
}

fn frame(settled: Settled) -> PolarsResult<DataFrame> {
    let height = settled.events.len();
    let mut columns = vec![Column::new(FATE.into(), settled.fates), Column::new(AREA.into(), settled.areas)];
    for (place, labels) in settled.labels.into_iter().enumerate() {
        columns.push(Column::new(label(place).into(), labels));
    }
    // As in sums, whose keys come first: only frames of the same columns can be put together.
    columns.push(Column::new(EVENTS.into(), settled.events));
    DataFrame::new(height, columns)
}

fn lines(frame: &DataFrame, names: &Names) -> PolarsResult<Vec<Line>> {
    let numbers = |name: &str| -> PolarsResult<Vec<u32>> {
        Ok(frame.column(name)?.u32()?.iter().map(Option::unwrap_or_default).collect())
    };
    let fates = numbers(FATE)?;
    let areas = numbers(AREA)?;
    let labels =
        (0..frame.width().saturating_sub(3)).map(|place| numbers(&label(place))).collect::<PolarsResult<Vec<_>>>()?;
    let events = frame.column(EVENTS)?.u64()?.iter().map(Option::unwrap_or_default);
    let rows = events.zip(fates).zip(areas).enumerate();
    let line = |(row, ((events, fate), area))| {
        let mut labels = labels.iter().map(|labels: &Vec<u32>| {
            let number = labels.get(row).copied().unwrap_or_default();
            names.text(number).to_owned()
        });
        let all = [Fate::Placed, Fate::WithoutPlace, Fate::Outside];
        let fate = all.into_iter().find(|known| *known as u32 == fate);
        Line {
            fate: fate.unwrap_or(Fate::Outside),
            cell: Cell {
                area: names.text(area).to_owned(),
                period: labels.next().unwrap_or_default(),
                group: labels.next().unwrap_or_default(),
                by: labels.collect(),
            },
            events,
        }
    };
    Ok(rows.map(line).collect())
}

/// Polars is given whole columns of numbers, so that this is a fault of the program.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
fn failed(error: PolarsError) -> Error {
    Error::Drawing { what: "the counts".to_owned(), reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_in_between_change_nothing() {
        let mut names = Names::default();
        let [none, area, month, group] = ["", "E09000008", "2021-06", "White"].map(|name| names.number(name));
        let settled = || Settled {
            fates: vec![Fate::Placed as u32, Fate::Outside as u32, Fate::Placed as u32],
            areas: vec![area, none, area],
            labels: vec![vec![month; 3], vec![group; 3]],
            events: vec![1, 2, 4],
            ..Settled::default()
        };
        let mut totals = Totals::default();
        for _ in 0..3 {
            assert!(totals.add(settled()).unwrap());
            totals.sum().unwrap();
            assert!(totals.add(settled()).unwrap());
        }
        let mut lines = totals.lines(&names).unwrap();
        lines.sort_by_key(|line| line.events);
        let lines: Vec<_> = lines.iter().map(|line| (line.fate, line.cell.area.as_str(), line.events)).collect();
        assert_eq!(lines, [(Fate::Outside, "", 12), (Fate::Placed, "E09000008", 30)]);
    }
}
