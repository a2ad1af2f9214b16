//! Whether an xls workbook is fit to be read: it is a small file system of sectors, and its sheets are records that may
//! name any cell.
//!
//! Its reader follows the sectors as the file says, in a circle if they lead in one, and makes room for every cell up
//! to the furthest that a record names. So both are followed here first.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// Why a workbook is not fit to be read.
pub(super) enum Unfit {
    /// Its parts contradict each other; these words say how.
    Broken(&'static str),
    /// Its sheets unfold to more cells than are taken in.
    TooManyCells,
}

/// A result of examining a workbook.
type Examined<T> = Result<T, Unfit>;

/// Follows the sectors and the records of a workbook.
pub(super) fn examine(bytes: &[u8], most_cells: usize) -> Examined<()> {
    let stream = Compound::open(bytes)?.workbook()?;
    let mut cells = 0_usize;
    for sheet in sheets(&stream) {
        let sheet = stream.get(sheet..).ok_or(Unfit::Broken("a sheet is not there"))?;
        cells = cells.saturating_add(unfolded(sheet));
        if cells > most_cells {
            return Err(Unfit::TooManyCells);
        }
    }
    Ok(())
}

fn u16_at(bytes: &[u8], place: usize) -> Option<u16> {
    let bytes = bytes.get(place..)?.first_chunk()?;
    Some(u16::from_le_bytes(*bytes))
}

fn u32_at(bytes: &[u8], place: usize) -> Option<u32> {
    let bytes = bytes.get(place..)?.first_chunk()?;
    Some(u32::from_le_bytes(*bytes))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let (chunks, _) = bytes.as_chunks::<4>();
    chunks.iter().map(|chunk| u32::from_le_bytes(*chunk))
}

/// Sectors of one size, and which follows which.
struct Chains<'bytes> {
    sectors: Cow<'bytes, [u8]>,
    size: usize,
    next: Vec<u32>,
}

/// The number that stands for the end of a chain. It and those a little below it are no sectors.
const END: u32 = 0xFFFF_FFFE;
const FIRST_RESERVED: u32 = 0xFFFF_FFFA;

impl Chains<'_> {
    fn sector(&self, number: u32) -> Option<&[u8]> {
        let start = usize::try_from(number).ok()?.checked_mul(self.size)?;
        let rest = self.sectors.get(start..)?;
        Some(rest.get(..self.size).unwrap_or(rest)).filter(|sector| !sector.is_empty())
    }

    /// The bytes of a chain, up to a length.
    fn follow(&self, first: u32, length: usize) -> Examined<Vec<u8>> {
        let (mut bytes, mut seen, mut number) = (Vec::new(), BTreeSet::new(), first);
        while number != END && bytes.len() < length {
            if !seen.insert(number) {
                return Err(Unfit::Broken("its sectors form a circle"));
            }
            let sector = self.sector(number);
            let next = self.next.get(usize::try_from(number).unwrap_or(usize::MAX));
            let (Some(sector), Some(next)) = (sector, next) else {
                return Err(Unfit::Broken("a sector is not there"));
            };
            bytes.extend_from_slice(sector);
            number = *next;
        }
        bytes.truncate(length);
        Ok(bytes)
    }

    /// The sectors that hold the table of what follows what: the first are named in the header, the others in a chain
    /// of sectors of which each ends with the number of the next.
    fn tables(&self, named: &[u8], mut further: u32) -> Examined<Vec<u32>> {
        let (mut tables, mut seen): (Vec<u32>, _) = (numbers(named).collect(), BTreeSet::new());
        while further < FIRST_RESERVED {
            let sector = self.sector(further).filter(|_| seen.insert(further));
            tables.extend(numbers(sector.ok_or(Unfit::Broken("its table of sectors is damaged"))?));
            further = tables.pop().unwrap_or(END);
        }
        tables.retain(|number| *number < FIRST_RESERVED);
        Ok(tables)
    }
}

/// A file of sectors with a directory of streams.
struct Compound<'bytes> {
    chains: Chains<'bytes>,
    directory: Vec<u8>,
    /// The table of the small sectors: its first sector, and its length in bytes.
    small: (u32, usize),
}

impl<'bytes> Compound<'bytes> {
    fn open(bytes: &'bytes [u8]) -> Examined<Self> {
        const CUT: Unfit = Unfit::Broken("its header is cut short");
        let field = |place| u32_at(bytes, place).ok_or(CUT);
        let size = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            Some(_) | None => return Err(CUT),
        };
        let mut chains = Chains { sectors: Cow::Borrowed(bytes.get(size..).ok_or(CUT)?), size, next: Vec::new() };
        let mut next = Vec::new();
        for number in chains.tables(bytes.get(76..512).ok_or(CUT)?, field(68)?)? {
            next.extend(numbers(chains.sector(number).ok_or(CUT)?));
        }
        chains.next = next;
        let sectors = usize::try_from(field(64)?).unwrap_or(usize::MAX);
        Ok(Self {
            directory: chains.follow(field(48)?, usize::MAX)?,
            small: (field(60)?, sectors.saturating_mul(size)),
            chains,
        })
    }

    /// The stream of the sheets. A short one lies in small sectors, which lie in the stream of the root.
    fn workbook(&self) -> Examined<Vec<u8>> {
        const SHORT: usize = 4096;
        const MISSING: Unfit = Unfit::Broken("it holds no workbook");
        let entries = || self.directory.chunks_exact(128);
        let named = |name| entries().find(|entry| is_named(entry, name));
        let root = entries().next().ok_or(MISSING)?;
        let stream = named("workbook").or_else(|| named("book")).ok_or(MISSING)?;
        // The reader follows the small sectors whether the stream is there or not.
        let small = if self.small.1 > 0 {
            let (first, length) = self.entry(root).ok_or(MISSING)?;
            let next = self.chains.follow(self.small.0, self.small.1)?;
            Chains { sectors: Cow::Owned(self.chains.follow(first, length)?), size: 64, next: numbers(&next).collect() }
        } else {
            Chains { sectors: Cow::Borrowed(&[]), size: 64, next: Vec::new() }
        };
        let (first, length) = self.entry(stream).ok_or(MISSING)?;
        let chains = if length < SHORT { &small } else { &self.chains };
        chains.follow(first, length)
    }

    /// The first sector of an entry of the directory, and its length.
    fn entry(&self, entry: &[u8]) -> Option<(u32, usize)> {
        let (low, high) = (u32_at(entry, 120)?, u32_at(entry, 124)?);
        // Where sectors are small, the upper half of the length is not to be looked at.
        let high = if self.chains.size > 512 { high } else { 0 };
        let length = u64::from(high) << 32 | u64::from(low);
        Some((u32_at(entry, 116)?, usize::try_from(length).ok()?))
    }
}

fn is_named(entry: &[u8], name: &str) -> bool {
    let units = entry.chunks_exact(2).filter_map(|unit| u16_at(unit, 0));
    let letters = char::decode_utf16(units.take_while(|unit| *unit != 0).take(32));
    let found: String = letters.map(Result::unwrap_or_default).collect();
    found.eq_ignore_ascii_case(name)
}

/// A record of a stream: its type and its data.
struct Record<'stream> {
    kind: u16,
    data: &'stream [u8],
}

/// The records from the beginning of a stream to where it is cut short.
fn records(mut stream: &[u8]) -> impl Iterator<Item = Record<'_>> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, 0)?, usize::from(u16_at(stream, 2)?));
        let data = stream.get(4..4 + length)?;
        stream = stream.get(4 + length..)?;
        Some(Record { kind, data })
    })
}

const END_OF_PART: u16 = 0x000A;

/// Where the sheets begin; none when a password hides what they hold.
fn sheets(stream: &[u8]) -> Vec<usize> {
    const PASSWORD: u16 = 0x002F;
    const SHEET: u16 = 0x0085;
    let globals = || records(stream).take_while(|record| record.kind != END_OF_PART);
    if globals().any(|record| record.kind == PASSWORD && u16_at(record.data, 0) != Some(0)) {
        return Vec::new();
    }
    globals()
        .filter(|record| record.kind == SHEET)
        .filter_map(|record| usize::try_from(u32_at(record.data, 0)?).ok())
        .collect()
}

/// How many cells a sheet unfolds to: the rectangle around all that it has or says that it has.
fn unfolded(sheet: &[u8]) -> usize {
    const BEGINNING: u16 = 0x0809;
    const DIMENSIONS: u16 = 0x0200;
    let (mut rows, mut columns, mut declared) = (Reach::none(), Reach::none(), 0);
    let mut depth = 0_usize;
    for Record { kind, data } in records(sheet) {
        match kind {
            BEGINNING => depth += 1,
            END_OF_PART if depth <= 1 => break,
            END_OF_PART => depth -= 1,
            DIMENSIONS => declared = declared.max(dimensions(data)),
            // The text of a formula, which without a formula before it belongs to the first cell.
            0x0207 => {
                rows.extend(Some(0));
                columns.extend(Some(0));
            }
            // The kinds of cells, of which one may have many in a row.
            0x0006 | 0x00BD | 0x00D6 | 0x00FD | 0x0203 | 0x0204 | 0x0205 | 0x027E => {
                rows.extend(u16_at(data, 0));
                columns.extend(u16_at(data, 2));
                if kind == 0x00BD {
                    columns.extend(u16_at(data, data.len().saturating_sub(2)));
                }
            }
            _ => {}
        }
    }
    declared.max(rows.length().saturating_mul(columns.length()))
}

/// How many cells a sheet says that it has, as its reader understands it.
fn dimensions(data: &[u8]) -> usize {
    let short = |place| u16_at(data, place).map(u32::from);
    let corners = match data.len() {
        10 => (short(0), short(2), short(4), short(6)),
        14 | 16 => (u32_at(data, 0), u32_at(data, 4), short(8), short(10)),
        _ => return 0,
    };
    let (Some(top), Some(bottom), Some(left), Some(right)) = corners else {
        return 0;
    };
    if bottom == 0 || right == 0 {
        return 0;
    }
    // A corner beyond the opposite one is taken for a number that has gone below zero.
    let left = if left > 0xFF || right < left { 0 } else { left };
    let length = |from: u32, to: u32| usize::try_from(to.wrapping_sub(from)).unwrap_or(usize::MAX);
    length(top, bottom).saturating_mul(length(left, right))
}

/// From the lowest to the highest of some numbers.
struct Reach(Option<(u16, u16)>);

impl Reach {
    fn none() -> Self {
        Self(None)
    }

    fn extend(&mut self, number: Option<u16>) {
        let Some(number) = number else { return };
        let (low, high) = self.0.unwrap_or((number, number));
        self.0 = Some((low.min(number), high.max(number)));
    }

    fn length(&self) -> usize {
        self.0.map_or(0, |(low, high)| usize::from(high - low) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &[u8] = include_bytes!("../../tests/files/cats.xls");

    /// The workbook with these bytes at a distance from a record's beginning.
    fn with(record: [u8; 4], distance: usize, bytes: &[u8]) -> Vec<u8> {
        let mut workbook = SOUND.to_vec();
        let place = SOUND.windows(4).position(|window| window == record).unwrap() + distance;
        workbook[place..place + bytes.len()].copy_from_slice(bytes);
        workbook
    }

    #[test]
    fn a_sound_workbook_is_fit_to_be_read() {
        assert!(examine(SOUND, 1000).is_ok());
        assert!(matches!(examine(SOUND, 10), Err(Unfit::TooManyCells)));
    }

    #[test]
    fn a_sheet_that_unfolds_to_billions_of_cells_is_not() {
        let declared = with([0x00, 0x02, 0x0E, 0x00], 8, &[0xFF, 0xFF, 0xFF, 0x7F]);
        let below_zero = with([0x00, 0x02, 0x0E, 0x00], 4, &[0xFF, 0xFF, 0x00, 0x00]);
        let far = with([0xFD, 0x00, 0x0A, 0x00], 4, &[0xFF; 4]);
        for workbook in [declared, below_zero, far] {
            assert!(matches!(examine(&workbook, 20_000_000), Err(Unfit::TooManyCells)));
        }
    }

    #[test]
    fn sectors_in_a_circle_are_not_followed() {
        let directory = u32_at(SOUND, 48).unwrap();
        let table = u32_at(SOUND, 76).unwrap();
        let place = usize::try_from((table + 1) * 512 + directory * 4).unwrap();
        let mut workbook = SOUND.to_vec();
        workbook[place..place + 4].copy_from_slice(&directory.to_le_bytes());
        assert!(matches!(examine(&workbook, 1000), Err(Unfit::Broken("its sectors form a circle"))));
        assert!(matches!(examine(&SOUND[..40], 1000), Err(Unfit::Broken(_))));
    }
}
