//! Whether the pages of a column of Parquet may be decoded: what others wrote to decode them makes room for as many values as
//! a page says that it has, and with a damaged number that is more than there is memory.
//!
//! The header of a page is a structure of Thrift's compact protocol; of its fields only the sizes are looked at.

/// The most bytes that a page may unpack to, far above the megabyte that is usual.
const LONGEST: i64 = 1 << 30;

/// Whether the pages of a column fit into its bytes and have as many values as it has rows.
pub(super) fn are_sound(bytes: &[u8], rows: usize) -> bool {
    let mut reader = Reader { bytes };
    let mut left = i64::try_from(rows).unwrap_or(i64::MAX);
    while left > 0 {
        let Some(page) = reader.header() else { return false };
        let most = if page.is_dictionary { page.unpacked } else { left };
        let rest = usize::try_from(page.packed).ok().and_then(|packed| reader.bytes.get(packed..));
        let (true, Some(rest)) = ((0..=most).contains(&page.values) && (0..=LONGEST).contains(&page.unpacked), rest)
        else {
            return false;
        };
        reader.bytes = rest;
        left -= if page.is_dictionary { 0 } else { page.values };
    }
    true
}

/// What a page says of itself.
#[derive(Default)]
struct Page {
    packed: i64,
    unpacked: i64,
    values: i64,
    is_dictionary: bool,
}

/// The kinds of values of the protocol that are looked at.
const I32: u8 = 5;
const STRUCTURE: u8 = 12;

/// How deep structures may lie in one another.
const DEEPEST: usize = 8;

struct Reader<'b> {
    bytes: &'b [u8],
}

impl Reader<'_> {
    fn header(&mut self) -> Option<Page> {
        let mut page = Page::default();
        self.fields(|reader, field, kind| {
            match (field, kind) {
                (2, I32) => page.unpacked = reader.number()?,
                (3, I32) => page.packed = reader.number()?,
                // The headers of a page of data, of a dictionary, and of a page of data in the second version.
                (5 | 7 | 8, STRUCTURE) => {
                    page.is_dictionary = field == 7;
                    reader.fields(|reader, field, kind| match (field, kind) {
                        (1, I32) => reader.number().map(|values| page.values = values),
                        _ => reader.skip(kind, DEEPEST),
                    })?;
                }
                _ => reader.skip(kind, DEEPEST)?,
            }
            Some(())
        })?;
        Some(page)
    }

    /// Calls a function at each field of a structure, with its number and kind.
    fn fields(&mut self, mut each: impl FnMut(&mut Self, i64, u8) -> Option<()>) -> Option<()> {
        let mut field = 0;
        loop {
            let byte = self.byte()?;
            let (step, kind) = (byte >> 4, byte & 0xF);
            if kind == 0 {
                return Some(());
            }
            field = if step == 0 { self.number()? } else { field + i64::from(step) };
            each(self, field, kind)?;
        }
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind {
            // The two truths stand in the kind itself.
            1 | 2 => Some(()),
            3 => self.byte().map(|_| ()),
            4..=6 => self.number().map(|_| ()),
            7 => self.pass(8),
            8 => {
                let length = self.varint()?;
                self.pass(length)
            }
            9 | 10 => {
                let byte = self.byte()?;
                let length = if byte >> 4 == 0xF { self.varint()? } else { u64::from(byte >> 4) };
                (0..length).try_for_each(|_| self.skip(byte & 0xF, depth).filter(|()| !self.bytes.is_empty()))
            }
            STRUCTURE => self.fields(|reader, _, kind| reader.skip(kind, depth)),
            _ => None,
        }
    }

    fn pass(&mut self, length: u64) -> Option<()> {
        self.bytes = self.bytes.get(usize::try_from(length).ok()?..)?;
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A number of which the lowest bit is the sign.
    fn number(&mut self) -> Option<i64> {
        self.varint().map(|number| (number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }
}
