//! Records as numbers → how many events there are of each combination of texts.

use super::cells::Encoded;
use super::dictionary::NumberMap;

/// Records that have the same text in every key column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Alike {
    /// One of them: the first.
    pub(super) record: usize,
    /// How many events they stand for.
    pub(super) events: u64,
}

/// Up to so many possible combinations, each has a place of its own, which is the fastest way to find it.
const FEW: u64 = 1 << 20;

/// Counts the combinations, in the order of their first records.
pub(super) fn count(encoded: &Encoded<'_>) -> Vec<Alike> {
    let (combinations, span) = combinations(encoded);
    if let Some(span) = usize::try_from(span).ok().filter(|_| span <= FEW) {
        let mut places = vec![None; span];
        return count_by(encoded, &combinations, |combination, next| {
            let place = usize::try_from(combination).ok();
            let place = place.and_then(|place| places.get_mut(place));
            place.map_or(next, |place| *place.get_or_insert(next))
        });
    }
    let mut places: NumberMap<u64, u32> = NumberMap::default();
    count_by(encoded, &combinations, |combination, next| *places.entry(combination).or_insert(next))
}

/// Counts combinations, where a function finds the place of each or gives it the next one.
fn count_by(encoded: &Encoded<'_>, combinations: &[u64], mut place: impl FnMut(u64, u32) -> u32) -> Vec<Alike> {
    let mut counts: Vec<Alike> = Vec::new();
    let mut events = encoded.events.iter();
    for (record, combination) in combinations.iter().enumerate() {
        let next = u32::try_from(counts.len()).unwrap_or(u32::MAX);
        let place = usize::try_from(place(*combination, next)).unwrap_or(usize::MAX);
        let events = events.next().copied().unwrap_or(1);
        match counts.get_mut(place) {
            Some(alike) => alike.events = alike.events.saturating_add(events),
            None => counts.push(Alike { record, events }),
        }
    }
    counts
}

/// One number for the texts of each record, and how many such numbers there can be: the texts are its digits, in a
/// system where each column has its own base.
fn combinations(encoded: &Encoded<'_>) -> (Vec<u64>, u64) {
    let mut combinations = vec![0; encoded.records];
    let mut span: u64 = 1;
    for key in &encoded.keys {
        let base = key.dictionary.len() as u64;
        span = span.checked_mul(base).unwrap_or_else(|| {
            let different = renumber(&mut combinations);
            different.saturating_mul(base)
        });
        for (combination, number) in combinations.iter_mut().zip(&key.numbers) {
            *combination = *combination * base + u64::from(*number);
        }
    }
    (combinations, span)
}

/// Numbers the combinations from 0, so that there is room for further columns; how many different ones there are.
fn renumber(combinations: &mut [u64]) -> u64 {
    let mut seen: NumberMap<u64, u64> = NumberMap::default();
    for combination in combinations {
        let next = seen.len() as u64;
        *combination = *seen.entry(*combination).or_insert(next);
    }
    seen.len() as u64
}

#[cfg(test)]
mod tests {
    use super::super::cells::{Form, Use, encode};
    use super::*;

    #[test]
    fn combinations_of_many_columns_do_not_run_into_one_another() {
        // 12 columns of 50 texts each: 50^12 is more than 64 bits hold.
        let columns = 12;
        let rows = 50;
        let text: String = (0..2 * rows)
            .map(|row| {
                let cell = |column| format!("{}", (row % rows * (column + 1)) % rows + 100 * column);
                (0..columns).map(cell).collect::<Vec<_>>().join(",") + "\n"
            })
            .collect();
        let form = Form { separator: b',', end: b'\n', columns: (0..columns).map(Use::Key).collect() };
        let counts = count(&encode(text.as_bytes(), &form, 0).unwrap());
        let once = |record| Alike { record, events: 2 };
        assert_eq!(counts, (0..rows).map(once).collect::<Vec<_>>());
    }
}
