//! A stream of bytes → its header and pieces of some megabytes that end where a record ends, so that a file of any
//! size is read in bounded memory and the pieces can be counted side by side.

use std::io::{self, Read};

use csv::{ByteRecord, ReaderBuilder};

/// A piece of a file that holds whole records.
#[derive(Debug)]
pub(super) struct Chunk {
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// The line of the file on which it begins, counted from 1.
    pub(super) line: u64,
    /// How many newlines it holds.
    pub(super) newlines: u64,
    /// Bytes that need a closer look.
    pub(super) special: Special,
}

/// Whether some bytes hold any that need a closer look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Special {
    pub(super) quotes: bool,
    pub(super) returns: bool,
    pub(super) nuls: bool,
}

impl Special {
    /// Looks for them block by block: the compiler compares many bytes at a time where nothing stops it in between.
    fn of(bytes: &[u8]) -> Self {
        let none = Self { quotes: false, returns: false, nuls: false };
        bytes.chunks(1 << 10).fold(none, |found, block| Self {
            quotes: found.quotes | holds(block, b'"'),
            returns: found.returns | holds(block, b'\r'),
            nuls: found.nuls | holds(block, 0),
        })
    }
}

fn holds(block: &[u8], byte: u8) -> bool {
    let either = |found: u8, other: &u8| found | u8::from(*other == byte);
    block.iter().fold(0, either) != 0
}

/// Why the rest of a file cannot be read.
#[derive(Debug)]
pub(super) enum Stop {
    /// What the system said.
    Io(io::Error),
    /// A record that begins on this line has no end: a quote in it is not closed.
    Unclosed(u64),
    /// The bytes of the header are not UTF-8.
    NotText,
    /// There is nothing in it, not even a header.
    Empty,
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The pieces of a stream, in order.
#[derive(Debug)]
pub(super) struct Chunks<R> {
    source: R,
    /// Read and not yet handed out.
    held: Vec<u8>,
    /// The line on which it begins.
    line: u64,
    /// How many bytes a piece has at most, and so the longest record.
    size: usize,
    ended: bool,
}

impl<R: Read> Chunks<R> {
    /// The pieces of a stream, each of at most so many bytes.
    pub(super) fn new(source: R, size: usize) -> Self {
        Self { source, held: Vec::new(), line: 1, size, ended: false }
    }

    /// The cells of the first record, without the blanks around them; `None` for a stream without any.
    pub(super) fn header(&mut self) -> Result<Option<Vec<String>>, Stop> {
        self.fill()?;
        if self.held.starts_with(b"\xEF\xBB\xBF") {
            self.held.drain(..3);
        }
        let mut reader = reader(&self.held);
        let mut record = ByteRecord::new();
        if !reader.read_byte_record(&mut record).unwrap_or(false) {
            return Ok(None);
        }
        let mut end = place(reader.position());
        if end >= self.held.len() && (!self.ended || open_record(&self.held).is_some()) {
            return Err(self.unclosed(0));
        }
        // The reader hands out a record at its carriage return.
        if self.held.get(end) == Some(&b'\n') && end > 0 {
            end += 1;
        }
        let cells = record
            .iter()
            .map(|cell| std::str::from_utf8(cell).map(|cell| cell.trim().to_owned()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| Stop::NotText)?;
        let rest = self.held.split_off(end);
        self.line += newlines(&self.held);
        self.held = rest;
        Ok(Some(cells))
    }

    /// The next piece; `None` at the end. After an error there is none.
    pub(super) fn next(&mut self) -> Result<Option<Chunk>, Stop> {
        self.fill()?;
        if self.held.is_empty() {
            return Ok(None);
        }
        let special = Special::of(&self.held);
        if !self.ended {
            return match last_end(&self.held, special) {
                0 => Err(self.unclosed(0)),
                end => Ok(Some(self.take(end, special))),
            };
        }
        if let Some(last) = Some(&self.held).filter(|_| special.quotes).and_then(|held| open_record(held)) {
            return Err(self.unclosed(last));
        }
        Ok(Some(self.take(self.held.len(), special)))
    }

    /// Reads on until there is a whole piece, or nothing more.
    fn fill(&mut self) -> Result<(), Stop> {
        if self.ended {
            return Ok(());
        }
        let wanted = self.size.saturating_sub(self.held.len());
        self.held.reserve_exact(wanted);
        let read = self.source.by_ref().take(wanted as u64).read_to_end(&mut self.held);
        match read {
            Ok(read) => self.ended = read < wanted,
            Err(error) => {
                self.finish();
                return Err(error.into());
            }
        }
        Ok(())
    }

    fn take(&mut self, end: usize, special: Special) -> Chunk {
        let rest = self.held.split_off(end);
        let bytes = std::mem::replace(&mut self.held, rest);
        let (line, newlines) = (self.line, newlines(&bytes));
        self.line += newlines;
        Chunk { bytes, line, newlines, special }
    }

    fn unclosed(&mut self, start: usize) -> Stop {
        let line = self.line + line_breaks_before(&self.held, start);
        self.finish();
        Stop::Unclosed(line)
    }

    fn finish(&mut self) {
        self.held = Vec::new();
        self.ended = true;
    }
}

/// How many lines end before the record that is found at or after a place; blank lines before it are not its own.
pub(super) fn line_breaks_before(bytes: &[u8], place: usize) -> u64 {
    let (before, after) = bytes.split_at(place.min(bytes.len()));
    let blank =
        after.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count() as u64;
    newlines(before) + blank
}

/// A reader of CSV that takes every record as it is.
pub(super) fn reader(bytes: &[u8]) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes)
}

/// A place in the bytes that a reader was given.
pub(super) fn place(position: &csv::Position) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX)
}

/// How many newlines there are, summed up in blocks that a byte can count, which is the fastest.
fn newlines(bytes: &[u8]) -> u64 {
    let blocks = bytes.chunks(usize::from(u8::MAX));
    let newlines = |block: &[u8]| -> u8 { block.iter().map(|byte| u8::from(*byte == b'\n')).sum() };
    blocks.map(|block| u64::from(newlines(block))).sum()
}

/// The end of the last record that is whole; 0 when there is none.
fn last_end(bytes: &[u8], special: Special) -> usize {
    if special.quotes {
        return last_record(bytes);
    }
    let end = bytes.iter().rposition(|byte| *byte == b'\n');
    // Lines of old computers end with a carriage return alone.
    end.map_or_else(|| last_record(bytes), |end| end + 1)
}

/// Where the last record begins. A newline may stand inside quotes, so that all records must be looked at.
fn last_record(bytes: &[u8]) -> usize {
    let mut reader = reader(bytes);
    let mut record = ByteRecord::new();
    let mut start = 0;
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        start = record.position().map_or(start, place);
    }
    start
}

/// Where the last record begins, if it ends inside quotes: then a line after it is swallowed too.
fn open_record(bytes: &[u8]) -> Option<usize> {
    let last = last_record(bytes);
    let more = [bytes.get(last..)?, b"\nmore"].concat();
    (reader(&more).byte_records().count() < 2).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All pieces as text with their lines, and why the reading stopped.
    fn pieces(text: &str, size: usize) -> (Vec<(u64, String)>, Option<Stop>) {
        let mut chunks = Chunks::new(text.as_bytes(), size);
        let mut pieces = Vec::new();
        loop {
            match chunks.next() {
                Ok(Some(Chunk { bytes, line, .. })) => {
                    pieces.push((line, String::from_utf8(bytes).unwrap()));
                }
                Ok(None) => return (pieces, None),
                Err(stop) => return (pieces, Some(stop)),
            }
        }
    }

    #[test]
    fn pieces_end_where_records_end_whatever_their_size() {
        let text = "a,1\nb,2\r\n\n\"c\nd\",3\ne\"f,4\n\"g\"\"\nh\",5\nlast,6";
        for size in 16..60 {
            let (pieces, stop) = pieces(text, size);
            assert!(stop.is_none(), "{size}: {stop:?}");
            let mut line = 1;
            for (begins, piece) in &pieces {
                assert_eq!(*begins, line, "{size}");
                line += piece.matches('\n').count() as u64;
                let records: Vec<_> = reader(piece.as_bytes()).byte_records().flatten().collect();
                assert!(records.iter().all(|record| record.len() == 2), "{size}: {piece}");
            }
            let whole: String = pieces.into_iter().map(|(_, piece)| piece).collect();
            assert_eq!(whole, text, "{size}");
        }
    }

    #[test]
    fn a_quote_that_is_not_closed_is_found_with_its_line() {
        let text = format!("a,1\nb,2\n\"c,3\n{}", "d,4\n".repeat(100));
        for size in [32, 64, 1 << 10] {
            let (pieces, stop) = pieces(&text, size);
            assert!(matches!(stop, Some(Stop::Unclosed(3))), "{size}: {stop:?}");
            assert!(pieces.len() <= 1);
        }
    }

    #[test]
    fn the_header_is_taken_off() {
        for (text, rest) in [
            ("\u{feff}cat ,\"legs\"\r\nTabby,4\r\n", "Tabby,4\r\n"),
            ("cat,legs\n", ""),
            ("cat,legs", ""),
            ("\n\ncat,legs\nTabby,4", "Tabby,4"),
        ] {
            let mut chunks = Chunks::new(text.as_bytes(), 64);
            assert_eq!(chunks.header().unwrap().unwrap(), ["cat", "legs"]);
            let chunk = chunks.next().unwrap().map(|chunk| chunk.bytes);
            assert_eq!(String::from_utf8(chunk.unwrap_or_default()).unwrap(), rest);
        }
        assert!(Chunks::new(&b""[..], 64).header().unwrap().is_none());
        let open = Chunks::new(&b"cat,\"legs\nTabby,4\n"[..], 64).header();
        assert!(matches!(open, Err(Stop::Unclosed(1))), "{open:?}");
    }
}
