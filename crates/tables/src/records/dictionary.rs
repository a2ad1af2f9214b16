//! The different values of a column, numbered as they come.
#![expect(
    clippy::disallowed_types,
    reason = "looked up for each cell of millions, where a tree takes most of the time, and never iterated over"
)]

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// A map with a hash that costs less than a cell.
pub(super) type QuickMap<Key, Value> = HashMap<Key, Value, BuildHasherDefault<Mix>>;

/// The values of a column, each with its number.
#[derive(Debug)]
pub(super) struct Dictionary<T> {
    /// Values that came last, by the hash of their keys: most columns have few values, and this is the fastest way to
    /// them.
    recent: Vec<(u128, u32)>,
    by_key: QuickMap<u128, u32>,
    by_value: HashMap<T, u32>,
    values: Vec<T>,
}

/// How many values are kept at hand: a power of 2.
const RECENT: usize = 1 << 10;

/// What no key is: neither the bytes of a text nor a number of less than 128 bits.
const NONE: u128 = u128::MAX;

impl<T> Default for Dictionary<T> {
    fn default() -> Self {
        Self {
            recent: vec![(NONE, 0); RECENT],
            by_key: QuickMap::default(),
            by_value: HashMap::new(),
            values: Vec::new(),
        }
    }
}

impl<T: Copy + Eq + Hash> Dictionary<T> {
    /// The number of a value that comes with a key of its own, which it always or never does.
    #[inline]
    pub(super) fn number_of_key(&mut self, key: u128, value: impl FnOnce() -> T) -> u32 {
        self.number_of_recent(key, true, value)
    }

    /// The number of a value. The same key means the same value, and where a key is whole, another key another value.
    #[inline]
    pub(super) fn number_of_recent(&mut self, key: u128, is_whole: bool, value: impl FnOnce() -> T) -> u32 {
        let mut hash = Mix::default();
        hash.write_u128(key);
        // The highest bits depend on all others.
        let place = usize::try_from(hash.finish() >> (u64::BITS - RECENT.ilog2())).unwrap_or_default();
        match self.recent.get(place) {
            Some((known, number)) if *known == key => *number,
            Some(_) | None => self.look_up(key, is_whole, place, value()),
        }
    }

    #[cold]
    fn look_up(&mut self, key: u128, is_whole: bool, place: usize, value: T) -> u32 {
        let number = if is_whole {
            let next = self.next();
            let number = *self.by_key.entry(key).or_insert(next);
            self.added(value, number, next)
        } else {
            self.number_of_value(value)
        };
        if let Some(recent) = self.recent.get_mut(place) {
            *recent = (key, number);
        }
        number
    }

    /// The number of a value that has no key.
    #[inline(never)]
    pub(super) fn number_of_value(&mut self, value: T) -> u32 {
        let next = self.next();
        let number = *self.by_value.entry(value).or_insert(next);
        self.added(value, number, next)
    }

    fn next(&self) -> u32 {
        u32::try_from(self.values.len()).unwrap_or(u32::MAX)
    }

    fn added(&mut self, value: T, number: u32, next: u32) -> u32 {
        if number == next {
            self.values.push(value);
        }
        number
    }

    /// Keys that are not whole mean other values from here on.
    pub(super) fn forget_recent(&mut self) {
        self.recent.fill((NONE, 0));
    }

    /// The values in the order of their numbers.
    pub(super) fn values(&self) -> &[T] {
        &self.values
    }
}

/// A hash of numbers: multiplied, and the upper half laid over the lower.
#[derive(Debug, Default)]
pub(super) struct Mix(u64);

/// 2^64 divided by the golden ratio, which spreads numbers that follow one another.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        let mixed = (self.0 ^ number).wrapping_mul(SPREAD);
        self.0 = mixed ^ (mixed >> 32);
    }

    #[expect(clippy::cast_possible_truncation, reason = "one half, and then the other")]
    fn write_u128(&mut self, number: u128) {
        let (low, high) = (number as u64, (number >> u64::BITS) as u64);
        self.write_u64(low ^ high.rotate_left(23));
    }
}
