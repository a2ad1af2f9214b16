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
    /// Events by the numbers of their period, their spot and their further texts.
    events: QuickMap<Box<[u32]>, u64>,
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
        Self { by: vec![Labels::default(); further], ..Self::default() }
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

    /// Adds events by the numbers of their labels.
    pub(super) fn add(&mut self, key: &[u32], events: u64) {
        match self.events.get_mut(key) {
            Some(sum) => *sum = sum.saturating_add(events),
            None => _ = self.events.insert(key.into(), events),
        }
    }

    /// Takes over the counts of other records of the same plan. Whatever is merged with what first, the result is the
    /// same.
    pub fn merge(&mut self, other: &Self) {
        let mut numbers = vec![self.periods.take_over(&other.periods), self.spots.take_over(&other.spots)];
        numbers.extend(self.by.iter_mut().zip(&other.by).map(|(own, others)| own.take_over(others)));
        let mut own = Vec::with_capacity(numbers.len());
        #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on the order")]
        for (key, events) in &other.events {
            own.clear();
            own.extend(
                key.iter().zip(&numbers).map(|(number, list)| label(list, *number).copied().unwrap_or_default()),
            );
            self.add(&own, *events);
        }
    }

    /// Where the events of each count were, and how many they are.
    pub(super) fn spots(&self) -> impl Iterator<Item = (&Spot, u64)> {
        let spot = |key: &[u32]| label(&self.spots.list, *key.get(1)?);
        self.events.iter().filter_map(move |(key, events)| Some((spot(key)?, *events)))
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
        let total = |(key, events): (&Box<[u32]>, &u64)| {
            let (period, rest) = key.split_first()?;
            let (spot, by) = rest.split_first()?;
            Some(Total {
                period: label(&self.periods.list, *period)?,
                spot: label(&self.spots.list, *spot)?,
                by: by
                    .iter()
                    .zip(&self.by)
                    .filter_map(|(number, labels)| Some(label(&labels.list, *number)?.as_str()))
                    .collect(),
                events: *events,
            })
        };
        let mut totals: Vec<Total<'_>> = self.events.iter().filter_map(total).collect();
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
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(label.clone());
        self.numbers.insert(label, number);
        number
    }

    /// The number here of each label there.
    fn take_over(&mut self, other: &Self) -> Vec<u32> {
        other.list.iter().map(|label| self.number(label.clone())).collect()
    }
}

fn label<T>(list: &[T], number: u32) -> Option<&T> {
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
                let key = [counts.period(period), counts.spot(spot), counts.label(0, &first), counts.label(1, &second)];
                counts.add(&key, events);
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
