//! The counts of all pieces → totals: by period, fate, area, group and further columns.

use std::collections::BTreeMap;

use super::names::Names;
use super::settle::{Fate, Settled};
use super::{Cell, MOST_COUNTS};

/// The sum of the counts so far.
#[derive(Debug, Default)]
pub(super) struct Totals {
    /// Events by the numbers of their fate, area, period, group and further texts.
    events: BTreeMap<Vec<u32>, u64>,
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

impl Totals {
    /// Adds the counts of a piece; whether there are few enough to go on.
    pub(super) fn add(&mut self, settled: Settled) -> bool {
        for (row, events) in settled.events.iter().enumerate() {
            let columns = [&settled.fates, &settled.areas].into_iter().chain(&settled.labels);
            let key = columns.map(|column| column.get(row).copied().unwrap_or_default()).collect();
            *self.events.entry(key).or_default() += events;
        }
        self.events.len() <= MOST_COUNTS
    }

    /// All totals.
    pub(super) fn lines(self, names: &Names) -> Vec<Line> {
        self.events.into_iter().map(|(key, events)| line(&key, events, names)).collect()
    }
}

fn line(key: &[u32], events: u64, names: &Names) -> Line {
    let mut numbers = key.iter().copied();
    let fate = numbers.next();
    let mut texts = numbers.map(|number| names.text(number).to_owned());
    let all = [Fate::Placed, Fate::WithoutPlace, Fate::Outside];
    Line {
        fate: all.into_iter().find(|known| Some(*known as u32) == fate).unwrap_or(Fate::Outside),
        cell: Cell {
            area: texts.next().unwrap_or_default(),
            period: texts.next().unwrap_or_default(),
            group: texts.next().unwrap_or_default(),
            by: texts.collect(),
        },
        events,
    }
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
            assert!(totals.add(settled()));
            assert!(totals.add(settled()));
        }
        let mut lines = totals.lines(&names);
        lines.sort_by_key(|line| line.events);
        let lines: Vec<_> = lines.iter().map(|line| (line.fate, line.cell.area.as_str(), line.events)).collect();
        assert_eq!(lines, [(Fate::Outside, "", 12), (Fate::Placed, "E09000008", 30)]);
    }
}
