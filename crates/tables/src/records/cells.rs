//! Plain text of records → numbers: each wanted cell becomes the number of its text, in one pass.
//!
//! This is the step that each byte of millions of records goes through. Plain text has no quotes: every separator parts
//! two cells. Anything else is left to the slower reader in [`super::irregular`], which says what is wrong, too.

use std::borrow::Cow;

use super::columns::Use;
use super::dictionary::Dictionary;
use super::events;
use super::piece::Piece;
use super::unmarked;

/// What plain text looks like, and what is wanted of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form<'u> {
    /// The byte between two cells.
    pub(super) separator: u8,
    /// The byte after a record.
    pub(super) end: u8,
    /// What each column of a record is for.
    pub(super) uses: &'u [Use],
}

/// A column as numbers of texts.
struct Key<'b> {
    dictionary: Dictionary<&'b [u8]>,
    /// The number of the text in each record.
    numbers: Vec<u32>,
}

/// Turns plain text into numbers; `None` when a record has another number of cells than the form, or events that are no
/// number. There is room for so many records at first.
pub(super) fn encode<'b>(bytes: &'b [u8], form: Form<'_>, room: usize) -> Option<Piece<'b>> {
    let keys = form.uses.iter().filter(|used| matches!(used, Use::Key(_)));
    let new = |_| Key { dictionary: Dictionary::default(), numbers: Vec::with_capacity(room) };
    let mut keys: Vec<Key<'b>> = keys.map(new).collect();
    let (mut records, mut events) = (0, Vec::new());
    let last = form.uses.len().checked_sub(1)?;
    let mut rest = bytes;
    while !rest.is_empty() {
        for (column, used) in form.uses.iter().enumerate() {
            let cell = Cell::first(rest, form);
            let (text, after) = rest.split_at_checked(cell.length)?;
            // The last record of a file may end without a newline.
            let ends = after.first().is_none_or(|byte| *byte == form.end);
            if ends != (column == last) {
                return None;
            }
            match used {
                Use::Unused => {}
                Use::Key(place) => {
                    let Key { dictionary, numbers } = keys.get_mut(*place)?;
                    numbers.push(match cell.short {
                        Some(short) => dictionary.number_of_key(short, || text),
                        None => dictionary.number_of_value(text),
                    });
                }
                Use::Events => events.push(events::parse(std::str::from_utf8(text).ok()?)?),
            }
            rest = after.get(1..).unwrap_or_default();
        }
        records += 1;
    }
    let mut piece = Piece::new(records, form.uses.contains(&Use::Events).then_some(events));
    for Key { dictionary, numbers } in keys {
        piece.fold(0, numbers.into_iter());
        let text = |text: &&'b [u8]| Cow::Borrowed(unmarked(std::str::from_utf8(text).unwrap_or_default()));
        piece.name(dictionary.values().iter().map(text).collect());
    }
    Some(piece)
}

/// The first cell of a text.
struct Cell {
    length: usize,
    /// Its bytes as a number, where they are fewer than two words.
    short: Option<u128>,
}

/// How many bytes are looked at together.
const WORD: usize = 8;

impl Cell {
    #[inline]
    fn first(text: &[u8], form: Form<'_>) -> Self {
        let (low, length) = until_stop(text, form);
        if length < WORD {
            let short = Some(u128::from(low));
            return Self { length, short };
        }
        let (high, length) = until_stop(text.get(WORD..).unwrap_or_default(), form);
        if length < WORD {
            return Self { length: WORD + length, short: Some(u128::from(low) | u128::from(high) << u64::BITS) };
        }
        Self::long(text, form)
    }

    #[cold]
    fn long(text: &[u8], form: Form<'_>) -> Self {
        Self { length: position(text, form), short: None }
    }
}

/// The bytes before the first separator or end, with zeros after them, and how many they are: at most a word.
#[inline]
fn until_stop(text: &[u8], form: Form<'_>) -> (u64, usize) {
    let Some(word) = text.first_chunk::<WORD>() else {
        return last_word(text, form);
    };
    let word = u64::from_le_bytes(*word);
    let stops = places_of(word, form.separator) | places_of(word, form.end);
    // All bits below the byte of the first stop, and all there are without one.
    let first = stops & stops.wrapping_neg();
    let before = (first >> 7).wrapping_sub(1);
    let length = stops.trailing_zeros() / u8::BITS;
    (word & before, length as usize)
}

/// The same for the last few bytes of a text.
#[cold]
fn last_word(text: &[u8], form: Form<'_>) -> (u64, usize) {
    let length = position(text, form);
    let mut word = [0; WORD];
    for (to, from) in word.iter_mut().zip(text.iter().take(length)) {
        *to = *from;
    }
    (u64::from_le_bytes(word), length)
}

fn position(text: &[u8], form: Form<'_>) -> usize {
    let stop = |byte: &u8| *byte == form.separator || *byte == form.end;
    text.iter().position(stop).unwrap_or(text.len())
}

/// The highest bit of each byte of a word that is this one. The lowest bit set is exact; those above it may be too many.
#[inline]
fn places_of(word: u64, byte: u8) -> u64 {
    const ONES: u64 = u64::MAX / 0xFF;
    let differs = word ^ (ONES * u64::from(byte));
    differs.wrapping_sub(ONES) & !differs & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(uses: &[Use]) -> Form<'_> {
        Form { separator: b',', end: b'\n', uses }
    }

    fn cells(text: &str, uses: &[Use]) -> Option<Vec<Vec<String>>> {
        let piece = encode(text.as_bytes(), form(uses), 0)?;
        let columns = uses.iter().filter(|used| matches!(used, Use::Key(_))).count();
        let column =
            |column: usize| (0..piece.records()).map(|record| piece.record(record)[column].to_owned()).collect();
        Some((0..columns).map(column).collect())
    }

    #[test]
    fn cells_of_every_length_are_found() {
        let lengths = (0..70).chain([15, 16, 17, 15, 16, 17, 31, 32, 33, 0]);
        let texts: Vec<String> = lengths.map(|length| "é".repeat(length / 2) + &"x".repeat(length % 2)).collect();
        let row = |text: &String| [text, ",skipped ", text, ",", text, "y\n"].concat();
        let rows: String = texts.iter().map(row).collect();
        let columns = [Use::Key(0), Use::Unused, Use::Key(1)];
        for rows in [rows.as_str(), rows.trim_end()] {
            let found = cells(rows, &columns).unwrap();
            assert_eq!(found[0], texts);
            let with: Vec<String> = texts.iter().map(|text| format!("{text}y")).collect();
            assert_eq!(found[1], with);
        }
    }

    #[test]
    fn a_record_with_other_cells_is_left_to_the_slower_reader() {
        let columns = [Use::Key(0), Use::Events];
        assert!(cells("a,1\nb,2", &columns).is_some());
        for text in ["a,1\nb\n", "a,1,2\n", "a,1\n\n", "a", "a,x\n", "a,-1\n", "a,\n", "a,1\nb,2\nc,3,"] {
            assert!(cells(text, &columns).is_none(), "{text:?}");
        }
        let piece = encode(b"a,1\nb, 22 \r\na,3", form(&columns), 2).unwrap();
        let events: Vec<u64> = piece.key_counts().iter().map(|alike| alike.events).collect();
        assert_eq!(events, [4, 22]);
    }
}
