//! Counts that can be added up: of the records of a piece, of several pieces, of several files.

use std::collections::BTreeMap;

use super::dictionary::QuickMap;

/// Where an event was.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// At the place of a name or code; nothing says where it was if that is blank.
    Named(String),
    /// In an outline, by its place among all.
    Outline(usize),
    /// It has no position.
    NoPosition,
    /// It lies in no outline.
    Outside,
    /// It lies in no outline, and in one when latitude and longitude are exchanged.
    Exchanged,
}

/// How many events there are of each period, at each spot, with each combination of further texts.
///
/// Labels are texts as they stand in the records, and stay numbers until all is counted; a blank is an empty text.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    periods: Labels<String>,
    spots: Labels<Spot>,
    by: Vec<Labels<String>>,
    /// The paths of labels that occur, a level for each of the columns: the last of the further texts first, then the spot
    /// and the period.
    levels: Vec<Level>,
    /// How many events there are at the end of each path.
    events: Vec<u64>,
}

/// Steps on paths of labels.
#[derive(Debug, Clone, Default)]
struct Level {
    numbers: QuickMap<u64, u32>,
    list: Vec<Step>,
    /// The step that was taken last, and its number.
    last: Option<(Step, u32)>,
}

/// A step from one level to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    /// The step that leads to it, on the level above.
    from: u32,
    label: u32,
}

impl Level {
    fn number(&mut self, step: Step) -> u32 {
        if let Some((_, number)) = self.last.filter(|(last, _)| *last == step) {
            return number;
        }
        let next = number_of(&self.list);
        let number = *self.numbers.entry(u64::from(step.from) << u32::BITS | u64::from(step.label)).or_insert(next);
        if number == next {
            self.list.push(step);
        }
        self.last = Some((step, number));
        number
    }
}

/// The events that are counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Total<'c> {
    /// The month, such as `2021-06`, or the label of the period.
    pub period: &'c str,
    /// Where they were.
    pub spot: &'c Spot,
    /// The texts of the further columns, in the order of the plan.
    pub by: Vec<&'c str>,
    /// How many events there are.
    pub events: u64,
}

impl Counts {
    /// Counts by so many further columns, of nothing yet.
    pub fn new(further: usize) -> Self {
        Self { by: vec![Labels::default(); further], levels: vec![Level::default(); further + 2], ..Self::default() }
    }

    pub(super) fn period(&mut self, label: String) -> u32 {
        self.periods.number(label)
    }

    pub(super) fn spot(&mut self, spot: Spot) -> u32 {
        self.spots.number(spot)
    }

    /// The number of a text of a further column.
    pub(super) fn label(&mut self, column: usize, label: &str) -> u32 {
        self.by.get_mut(column).map_or(0, |labels| labels.number(label.to_owned()))
    }

    /// Adds events by the numbers of their labels: of the further texts from the last on, of the spot and the period.
    pub(super) fn add(&mut self, labels: impl Iterator<Item = u32>, events: u64) {
        let steps = self.levels.iter_mut().zip(labels);
        let end = steps.fold(0, |from, (level, label)| level.number(Step { from, label }));
        self.add_at(end, events);
    }

    fn add_at(&mut self, end: u32, events: u64) {
        match usize::try_from(end).ok().and_then(|end| self.events.get_mut(end)) {
            Some(sum) => *sum = sum.saturating_add(events),
            None => self.events.push(events),
        }
    }

    /// Takes over the counts of other records of the same plan. Whatever is merged with what first, the result is the
    /// same.
    pub fn merge(&mut self, other: &Self) {
        let by = self.by.iter_mut().zip(&other.by).rev().map(|(own, others)| own.take_over(others));
        let mut labels: Vec<Vec<u32>> = by.collect();
        labels.extend([self.spots.take_over(&other.spots), self.periods.take_over(&other.periods)]);
        // The number here of each step there, level by level.
        let mut own = vec![0];
        for ((level, others), labels) in self.levels.iter_mut().zip(&other.levels).zip(&labels) {
            let here = |list: &[u32], number| at(list, number).copied().unwrap_or_default();
            let step = |step: &Step| Step { from: here(&own, step.from), label: here(labels, step.label) };
            own = others.list.iter().map(|there| level.number(step(there))).collect();
        }
        for (end, events) in own.into_iter().zip(&other.events) {
            self.add_at(end, *events);
        }
    }

    /// Where the events of each count were, and how many they are.
    pub(super) fn spots(&self) -> impl Iterator<Item = (&Spot, u64)> {
        self.paths().filter_map(|(path, events)| Some((at(&self.spots.list, *path.get(1)?)?, events)))
    }

    /// The labels of each count, from the period on, and how many events it has.
    fn paths(&self) -> impl Iterator<Item = (Vec<u32>, u64)> {
        let path = |(mut end, events): (u32, &u64)| {
            let mut labels = Vec::with_capacity(self.levels.len());
            for level in self.levels.iter().rev() {
                let step = at(&level.list, end);
                labels.extend(step.map(|step| step.label));
                end = step.map_or(0, |step| step.from);
            }
            (labels, *events)
        };
        (0..).zip(&self.events).map(path)
    }

    /// How many different counts there are.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// All counts, sorted.
    pub fn totals(&self) -> Vec<Total<'_>> {
        let total = |(path, events): (Vec<u32>, u64)| {
            let (period, rest) = path.split_first()?;
            let (spot, by) = rest.split_first()?;
            let texts =
                by.iter().zip(&self.by).filter_map(|(number, labels)| Some(at(&labels.list, *number)?.as_str()));
            Some(Total {
                period: at(&self.periods.list, *period)?,
                spot: at(&self.spots.list, *spot)?,
                by: texts.collect(),
                events,
            })
        };
        let mut totals: Vec<Total<'_>> = self.paths().filter_map(total).collect();
        totals.sort_unstable();
        totals
    }
}

impl PartialEq for Counts {
    /// Whether they count the same, however their labels are numbered.
    fn eq(&self, other: &Self) -> bool {
        self.totals() == other.totals()
    }
}

/// Labels in the order in which they came.
#[derive(Debug, Clone)]
struct Labels<T> {
    numbers: BTreeMap<T, u32>,
    list: Vec<T>,
}

impl<T> Default for Labels<T> {
    fn default() -> Self {
        Self { numbers: BTreeMap::new(), list: Vec::new() }
    }
}

impl<T: Clone + Ord> Labels<T> {
    fn number(&mut self, label: T) -> u32 {
        if let Some(number) = self.numbers.get(&label) {
            return *number;
        }
        let number = number_of(&self.list);
        self.list.push(label.clone());
        self.numbers.insert(label, number);
        number
    }

    /// The number here of each label there.
    fn take_over(&mut self, other: &Self) -> Vec<u32> {
        other.list.iter().map(|label| self.number(label.clone())).collect()
    }
}

/// The number of what comes next in a list.
fn number_of<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

fn at<T>(list: &[T], number: u32) -> Option<&T> {
    list.get(usize::try_from(number).ok()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn counts() -> impl Strategy<Value = Counts> {
        let spot =
            prop_oneof!["[ab]?".prop_map(Spot::Named), (0_usize..3).prop_map(Spot::Outline), Just(Spot::Outside)];
        let record = ("20(19|20)", spot, "[xyz]?", "[uv]", 0_u64..9);
        prop::collection::vec(record, 0..20).prop_map(|records| {
            let mut counts = Counts::new(2);
            for (period, spot, first, second, events) in records {
                let key = [counts.label(1, &second), counts.label(0, &first), counts.spot(spot), counts.period(period)];
                counts.add(key.into_iter(), events);
            }
            counts
        })
    }

    fn merged(parts: &[&Counts]) -> Counts {
        let mut whole = Counts::new(2);
        for part in parts {
            whole.merge(part);
        }
        whole
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn parts_may_be_merged_in_any_order_and_grouping(a in counts(), b in counts(), c in counts()) {
            let whole = merged(&[&a, &b, &c]);
            prop_assert_eq!(&whole, &merged(&[&c, &a, &b]));
            prop_assert_eq!(&whole, &merged(&[&merged(&[&a, &b]), &c]));
            prop_assert_eq!(&whole, &merged(&[&a, &merged(&[&b, &c])]));
            prop_assert_eq!(&merged(&[&a, &Counts::new(2)]), &a);
            let events = |counts: &Counts| counts.totals().iter().map(|total| total.events).sum::<u64>();
            prop_assert_eq!(events(&whole), events(&a) + events(&b) + events(&c));
        }
    }
}
