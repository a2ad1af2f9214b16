//! The different texts of a column, numbered as they come.
#![expect(
    clippy::disallowed_types,
    reason = "looked up for each cell of millions, where a tree takes most of the time, and never iterated over"
)]

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from numbers, with a hash that costs less than a cell.
pub(super) type NumberMap<Key, Value> = HashMap<Key, Value, BuildHasherDefault<Mix>>;

/// The texts of a column of some bytes, each with its number.
#[derive(Debug)]
pub(super) struct Dictionary<'b> {
    /// Short texts that came last, by their hash: most columns have few texts, and this is the fastest way to them.
    recent: Vec<(u128, u32)>,
    short: NumberMap<u128, u32>,
    long: HashMap<&'b [u8], u32>,
    texts: Vec<&'b [u8]>,
}

/// How many short texts are kept at hand: a power of 2.
const RECENT: usize = 1 << 10;

/// What no text in UTF-8 looks like.
const NONE: u128 = u128::MAX;

impl Default for Dictionary<'_> {
    fn default() -> Self {
        Self {
            recent: vec![(NONE, 0); RECENT],
            short: NumberMap::default(),
            long: HashMap::default(),
            texts: Vec::new(),
        }
    }
}

impl<'b> Dictionary<'b> {
    /// The number of a text. A short one, without NULs, comes with its bytes as a number, zeros after them;
    /// a text always or never does.
    #[inline]
    pub(super) fn number(&mut self, text: &'b [u8], short: Option<u128>) -> u32 {
        let Some(short) = short else {
            return self.look_up_long(text);
        };
        let mut hash = Mix::default();
        hash.write_u128(short);
        // The highest bits depend on all others.
        let place = hash.finish() >> (u64::BITS - RECENT.ilog2());
        let place = usize::try_from(place).unwrap_or_default();
        match self.recent.get(place) {
            Some((known, number)) if *known == short => *number,
            Some(_) | None => self.look_up(text, short, place),
        }
    }

    #[cold]
    fn look_up(&mut self, text: &'b [u8], short: u128, place: usize) -> u32 {
        let next = self.next();
        let number = *self.short.entry(short).or_insert(next);
        if let Some(recent) = self.recent.get_mut(place) {
            *recent = (short, number);
        }
        self.added(text, number, next)
    }

    #[inline(never)]
    fn look_up_long(&mut self, text: &'b [u8]) -> u32 {
        let next = self.next();
        let number = *self.long.entry(text).or_insert(next);
        self.added(text, number, next)
    }

    fn next(&self) -> u32 {
        u32::try_from(self.texts.len()).unwrap_or(u32::MAX)
    }

    fn added(&mut self, text: &'b [u8], number: u32, next: u32) -> u32 {
        if number == next {
            self.texts.push(text);
        }
        number
    }

    /// The texts in the order of their numbers, without the blanks around them.
    pub(super) fn texts(&self) -> impl Iterator<Item = &'b str> {
        let text = |text: &&'b [u8]| std::str::from_utf8(text).unwrap_or_default().trim();
        self.texts.iter().map(text)
    }

    /// How many different texts there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
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
