//! A piece of records as numbers: of each column the different texts, and for each record one number that stands for
//! its texts in all columns.

use std::borrow::Cow;

use super::dictionary::QuickMap;

/// Some records of a file.
#[derive(Debug, Default)]
pub(super) struct Piece<'b> {
    /// The different texts of each column by which records are told apart, without the blanks around them.
    texts: Vec<Vec<Cow<'b, str>>>,
    /// For each record the numbers of its texts, as the digits of one number: the base of each digit is the number of
    /// texts of its column.
    combinations: Vec<u64>,
    /// The columns whose digits stand in the combinations.
    digits: Vec<Digits>,
    /// How many combinations there can be.
    span: u64,
    /// How many events each record stands for, where a column says so.
    events: Option<Vec<u64>>,
}

/// The digits of some columns, above the combinations of those before them, which were numbered anew to make room.
#[derive(Debug)]
struct Digits {
    /// The combinations before, by their new number.
    before: Vec<u64>,
    bases: Vec<u64>,
}

/// Records that have the same text in every column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KeyCount {
    combination: u64,
    /// How many events they stand for.
    pub(super) events: u64,
}

/// Up to so many possible combinations, each has a place of its own, which is the fastest way to find it.
const FEW: u64 = 1 << 20;

impl<'b> Piece<'b> {
    /// So many records, without columns yet; each stands for as many events as is said, or for one.
    pub(super) fn new(records: usize, events: Option<Vec<u64>>) -> Self {
        let digits = vec![Digits { before: vec![0], bases: Vec::new() }];
        Self { texts: Vec::new(), combinations: vec![0; records], digits, span: 1, events }
    }

    /// How many records there are.
    pub(super) fn records(&self) -> usize {
        self.combinations.len()
    }

    /// Adds the numbers of the texts of some records, from a place on, in the next column; when those of all records
    /// have been added, [`Piece::name`] says what the texts are.
    pub(super) fn fold(&mut self, from: usize, numbers: impl Iterator<Item = u32>) {
        let span = self.span;
        for (combination, number) in self.combinations.iter_mut().skip(from).zip(numbers) {
            *combination += span * u64::from(number);
        }
    }

    /// The different texts of a column, in the order of their numbers.
    pub(super) fn name(&mut self, texts: Vec<Cow<'b, str>>) {
        let base = texts.len().max(1) as u64;
        self.span = self.span.saturating_mul(base);
        if let Some(digits) = self.digits.last_mut() {
            digits.bases.push(base);
        }
        self.texts.push(texts);
        // No column has more texts than there are records.
        if self.span.checked_mul(self.records() as u64).is_none() {
            self.number_anew();
        }
    }

    /// Numbers the combinations that there are from 0, so that there is room for further columns.
    fn number_anew(&mut self) {
        let mut seen: QuickMap<u64, u64> = QuickMap::default();
        let mut before = Vec::new();
        for combination in &mut self.combinations {
            let old = *combination;
            *combination = *seen.entry(old).or_insert_with(|| {
                before.push(old);
                before.len() as u64 - 1
            });
        }
        self.span = before.len().max(1) as u64;
        self.digits.push(Digits { before, bases: Vec::new() });
    }

    /// The different texts of a column.
    pub(super) fn texts(&self, column: usize) -> impl Iterator<Item = &str> {
        self.texts.get(column).into_iter().flatten().map(Cow::as_ref)
    }

    /// The number of the text of each column, where records are alike.
    pub(super) fn numbers(&self, alike: KeyCount) -> Vec<usize> {
        let mut numbers = vec![0; self.texts.len()];
        let (mut combination, mut end) = (alike.combination, self.texts.len());
        for Digits { before, bases } in self.digits.iter().rev() {
            let known = before.len().max(1) as u64;
            let begin = end - bases.len();
            let mut rest = combination / known;
            for (number, base) in numbers.get_mut(begin..end).into_iter().flatten().zip(bases) {
                *number = usize::try_from(rest % base).unwrap_or(usize::MAX);
                rest /= base;
            }
            let place = usize::try_from(combination % known).unwrap_or(usize::MAX);
            combination = before.get(place).copied().unwrap_or_default();
            end = begin;
        }
        numbers
    }

    /// The number of the text of each record in the only column.
    pub(super) fn numbers_of_first(&self) -> impl Iterator<Item = usize> {
        self.combinations.iter().map(|number| usize::try_from(*number).unwrap_or(usize::MAX))
    }

    /// The records of which something is found in the numbers of their texts.
    pub(super) fn records_of<'p, T>(
        &'p self,
        find: impl Fn(&[usize]) -> Option<T> + 'p,
    ) -> impl Iterator<Item = (usize, T)> + 'p {
        let combinations = self.combinations.iter().enumerate();
        combinations.filter_map(move |(record, combination)| {
            let numbers = self.numbers(KeyCount { combination: *combination, events: 0 });
            Some((record, find(&numbers)?))
        })
    }

    /// The texts of a record.
    #[cfg(test)]
    pub(super) fn record(&self, record: usize) -> Vec<&str> {
        let combination = self.combinations.get(record).copied().unwrap_or_default();
        let numbers = self.numbers(KeyCount { combination, events: 0 });
        self.texts.iter().zip(numbers).filter_map(|(texts, number)| Some(texts.get(number)?.as_ref())).collect()
    }

    /// How many events there are of each combination of texts.
    pub(super) fn key_counts(&self) -> Vec<KeyCount> {
        let mut events = self.events.iter().flatten();
        let pairs = self.combinations.iter().map(|combination| (*combination, events.next().copied().unwrap_or(1)));
        if self.span > FEW {
            let mut sums: QuickMap<u64, u64> = QuickMap::default();
            for (combination, events) in pairs {
                let sum = sums.entry(combination).or_default();
                *sum = sum.saturating_add(events);
            }
            return sums.into_iter().map(|(combination, events)| KeyCount { combination, events }).collect();
        }
        let mut sums: Vec<Option<u64>> = vec![None; usize::try_from(self.span).unwrap_or_default()];
        for (combination, events) in pairs {
            let sum = usize::try_from(combination).ok().and_then(|place| sums.get_mut(place));
            if let Some(sum) = sum {
                *sum = Some(sum.unwrap_or_default().saturating_add(events));
            }
        }
        let counts = (0..).zip(sums);
        counts.filter_map(|(combination, sum)| Some(KeyCount { combination, events: sum? })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A piece of these columns.
    fn piece(columns: &[Vec<u32>], events: Option<Vec<u64>>) -> Piece<'static> {
        let mut piece = Piece::new(columns[0].len(), events);
        for column in columns {
            piece.fold(0, column.iter().copied());
            let texts = column.iter().max().map_or(0, |most| most + 1);
            piece.name((0..texts).map(|number| number.to_string().into()).collect());
        }
        piece
    }

    fn counts(piece: &Piece<'_>) -> Vec<(Vec<usize>, u64)> {
        let mut counts: Vec<_> =
            piece.key_counts().into_iter().map(|alike| (piece.numbers(alike), alike.events)).collect();
        counts.sort_unstable();
        counts
    }

    #[test]
    fn combinations_of_many_columns_do_not_run_into_one_another() {
        // 40 columns of 50 texts each: 50^12 is more than 64 bits hold.
        let rows: u32 = 50;
        let columns: Vec<Vec<u32>> =
            (0..40).map(|column| (0..2 * rows).map(|row| row * (column + 1) % rows).collect()).collect();
        let numbers = |row: u32| (0..40).map(|column| (row * (column + 1) % rows) as usize).collect::<Vec<_>>();
        let mut expected: Vec<(Vec<usize>, u64)> = (0..rows).map(|row| (numbers(row), 2)).collect();
        expected.sort_unstable();
        assert_eq!(counts(&piece(&columns, None)), expected);
    }

    #[test]
    fn events_are_added_up_and_none_is_a_count_too() {
        let columns = [vec![0, 1, 0, 2], vec![0, 0, 0, 1]];
        let summed = piece(&columns, Some(vec![3, 0, 4, 1]));
        assert_eq!(counts(&summed), [(vec![0, 0], 7), (vec![1, 0], 0), (vec![2, 1], 1)]);
    }
}
