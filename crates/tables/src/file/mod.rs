//! Any file that holds tables, as its publisher put it out → the cells in it, and how they were written.
//!
//! [`open`] says what a file holds; [`Grid::body`] finds the table among the rows of a grid.

mod body;
mod compound;
mod container;
mod delimited;
mod encoding;
mod filling;
mod formula;
mod grid;
mod header;
mod opendocument;
mod room;
mod percent;
mod sheet;
mod unpack;
mod workbook;
mod xml;

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use crate::finding::{Findings, Location, Problem};
use crate::row::Row;
use crate::table;

pub use body::{Aside, Body};
pub use container::{Container, Workbook};
pub use delimited::{Delimiter, LineEnds};
pub use encoding::Encoding;
pub use grid::{Form, Grid, Origin, Sample};
pub use unpack::PassedOver;

use container::FileKind;
pub(crate) use delimited::unclosed_quote;
use room::Room;
pub(crate) use unpack::damaged;
use unpack::{Content, Part};

/// How much of a file is taken in. Beyond it the file is refused, so that no file can take all memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file, and of all that it unpacks to.
    pub bytes: u64,
    /// How many times its own length a packed file of more than a few megabytes may unpack to.
    pub ratio: u64,
    /// Cells of a file.
    pub cells: usize,
    /// Bytes of memory that the rows of a file take.
    pub memory: usize,
}

impl Default for Limits {
    /// Far more than any published table, and less than a small computer has.
    fn default() -> Self {
        Self { bytes: 1 << 28, ratio: 200, cells: 20_000_000, memory: 3 << 26 }
    }
}

impl Limits {
    /// How many bytes a packed file of a length may unpack to. A ratio says nothing about a small file.
    fn unpacked(self, packed: u64) -> u64 {
        const SMALL: u64 = 1 << 22;
        packed.saturating_mul(self.ratio).max(SMALL).min(self.bytes)
    }
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The cells of the file, of each member of an archive, of each sheet of a workbook, in the order of the file.
    pub grids: Vec<Grid>,
    /// Members of an archive that are no tables.
    pub passed_over: Vec<PassedOver>,
}

/// Reads all of a file. What cannot be read is a finding; the rest is returned.
pub fn open(path: &Path, limits: &Limits, findings: &mut Findings) -> Option<Opened> {
    let (bytes, length) = beginning(path, limits.bytes, findings)?;
    if length > limits.bytes {
        return too_long(path, limits, findings);
    }
    opened(path, Reading::all(&bytes, limits), findings)
}

/// Reads the first so many bytes of a file, or of each text packed in it, up to the end of a whole record; the origin
/// of each grid says whether that was all. Workbooks are read whole, and so is what is no file on disk.
pub fn open_sample(path: &Path, bytes: u64, findings: &mut Findings) -> Option<Opened> {
    let limits = &Limits::default();
    // What comes out of a pipe comes once: nothing could be read after the sample.
    if !path.is_file() {
        return open(path, limits, findings);
    }
    let bytes = bytes.min(limits.bytes);
    let sample = Some(bytes);
    let (mut start, length) = beginning(path, bytes, findings)?;
    // Of a text the beginning is enough, and of what is no table.
    let packed = matches!(container::kind(&start), FileKind::Gzip | FileKind::Zip | FileKind::Workbook(_));
    let of = Some(length).filter(|length| *length > bytes && !packed);
    if of.is_some() {
        start.truncate(usize::try_from(bytes).unwrap_or(usize::MAX));
    } else if length > limits.bytes {
        return too_long(path, limits, findings);
    } else if length > bytes {
        (start, _) = beginning(path, limits.bytes, findings)?;
    }
    let reading = Reading { bytes: &start, of, sample, limits };
    opened(path, reading, findings)
}

/// Reads what a file holds from its bytes.
pub fn open_bytes(path: &Path, bytes: &[u8], limits: &Limits, findings: &mut Findings) -> Option<Opened> {
    if bytes.len() as u64 > limits.bytes {
        return too_long(path, limits, findings);
    }
    opened(path, Reading::all(bytes, limits), findings)
}

/// The bytes of a file up to one more than so many, and its length.
fn beginning(path: &Path, most: u64, findings: &mut Findings) -> Option<(Vec<u8>, u64)> {
    if path.is_dir() {
        findings.add(folder(), Location::file(path));
        return None;
    }
    let read = || -> io::Result<(Vec<u8>, u64)> {
        let mut file = File::open(path)?;
        let mut bytes = Vec::new();
        file.by_ref().take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        // What is not a file on disk has no length but that of what came out of it.
        let length = file.seek(io::SeekFrom::End(0)).unwrap_or_default();
        let length = length.max(bytes.len() as u64);
        Ok((bytes, length))
    };
    read().map_err(|error| findings.add(table::unreadable(path, &error), Location::file(path))).ok()
}

fn too_long(path: &Path, limits: &Limits, findings: &mut Findings) -> Option<Opened> {
    findings.add(
        Problem::error(
            format!("the file holds more than {}", unpack::size(limits.bytes)),
            "records are counted without taking them in whole; a table of figures this long must be split",
        ),
        Location::file(path),
    );
    None
}

/// A folder where a file was meant.
fn folder() -> Problem {
    Problem::error(
        "it is a folder, and a file is needed",
        "name the files in it, for instance all of them with `/*.csv` after its name",
    )
}

/// The bytes of a file, and how they are to be read.
#[derive(Clone, Copy)]
struct Reading<'a> {
    bytes: &'a [u8],
    /// The length of the file, where the bytes are only its beginning.
    of: Option<u64>,
    /// How much of each packed text is wanted.
    sample: Option<u64>,
    limits: &'a Limits,
}

impl<'a> Reading<'a> {
    fn all(bytes: &'a [u8], limits: &'a Limits) -> Self {
        Self { bytes, of: None, sample: None, limits }
    }
}

fn opened(path: &Path, reading: Reading<'_>, findings: &mut Findings) -> Option<Opened> {
    if reading.bytes.is_empty() {
        findings.add(table::no_rows(), Location::file(path));
        return None;
    }
    let before = findings.len();
    let part = (reading.of.is_none(), reading.sample);
    let unpacked = unpack::unpack(reading.bytes, part, reading.limits, path, findings)?;
    let (mut grids, mut room) = (Vec::new(), Room::new(reading.limits));
    for part in unpacked.parts {
        let origin = |form, sample| Origin {
            path: path.to_path_buf(),
            container: unpacked.container,
            member: part.member.clone(),
            form,
            sample,
        };
        let place = part.member.as_deref().map_or_else(|| path.to_path_buf(), |member| container::inside(path, member));
        let tables = cells(&part, (reading, &mut room), &place, findings);
        grids.extend(tables.into_iter().map(|(rows, form, sample)| Grid { origin: origin(form, sample), rows }));
    }
    if grids.is_empty() && findings.len() == before {
        findings.add(table::no_rows(), Location::file(path));
    }
    let passed_over = unpacked.passed_over;
    (!grids.is_empty()).then_some(Opened { grids, passed_over })
}

/// The rows of a text, or of each sheet of a workbook.
type Rows = (Vec<Row>, Form, Option<Sample>);

fn cells(
    part: &Part<'_>,
    (reading, room): (Reading<'_>, &mut Room),
    place: &Path,
    findings: &mut Findings,
) -> Vec<Rows> {
    let workbook = match part.content {
        Content::Text => return text(part, (reading, room), place, findings).into_iter().collect(),
        Content::Workbook(workbook) => workbook,
    };
    let sheets = workbook::sheets(&part.bytes, workbook, (reading.limits, room), place, findings);
    let form = |name, hidden| Form::Sheet { workbook, name, hidden };
    sheets.into_iter().flatten().map(|sheet| (sheet.rows, form(sheet.name, sheet.hidden), None)).collect()
}

fn text(
    part: &Part<'_>,
    (reading, room): (Reading<'_>, &mut Room),
    place: &Path,
    findings: &mut Findings,
) -> Option<Rows> {
    let (text, encoding) = encoding::decode(&part.bytes, part.whole, place, findings)?;
    let cut = delimited::cut(&text, (part.whole, room), place, findings)?;
    let form = Form::Delimited { encoding, delimiter: cut.delimiter, line_ends: cut.line_ends };
    let sample = (!part.whole)
        .then(|| Sample { bytes: encoding.length(text.get(..cut.length).unwrap_or_default()), of: reading.of });
    Some((cut.rows, form, sample))
}
