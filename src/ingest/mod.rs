//! A published file → rows: the bytes are read once, checked against the card's checksum, and cut into cells.
//!
//! [`open`] takes in any file that holds tables, as its publisher put it out, and says how it was written;
//! [`Grid::body`] finds the table among its rows; [`number::parse`] reads a figure. [`read`] is for the files of the
//! project itself, which are of one form.

pub mod body;
mod compound;
pub mod container;
pub mod delimited;
pub mod encoding;
pub mod events;
pub mod grid;
mod header;
pub mod number;
pub mod places;
pub mod records;
mod unpack;
mod workbook;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use crate::area::Areas;
use crate::finding::{Fault, Findings, Location, ReadingFault, no_such};
use crate::source::{FileCard, Layout, Source};
use crate::table::{self, Table};

use container::Kind;
use grid::{Form, Grid, Origin, Sample};
pub use unpack::PassedOver;
use unpack::{Content, Part};

/// How much of a file is taken in. Beyond it the file is refused, so that no file can take all memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file, and of all that it unpacks to.
    pub bytes: u64,
    /// How many times its own length a packed file of more than a few megabytes may unpack to.
    pub ratio: u64,
    /// Cells of a file or a sheet.
    pub cells: usize,
}

impl Default for Limits {
    /// Far more than any published table, and less than a small computer has.
    fn default() -> Self {
        Self { bytes: 1 << 28, ratio: 200, cells: 20_000_000 }
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
/// of each grid says whether that was all. Workbooks are read whole.
pub fn open_sample(path: &Path, bytes: u64, findings: &mut Findings) -> Option<Opened> {
    let limits = &Limits::default();
    let bytes = bytes.min(limits.bytes);
    let sample = Some(bytes);
    let (mut start, length) = beginning(path, bytes, findings)?;
    // Of a text the beginning is enough, and of what is no table.
    let packed = matches!(container::kind(&start), Kind::Gzip | Kind::Zip | Kind::Workbook(_));
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
        findings.add(ReadingFault::Folder, Location::file(path));
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
    read().map_err(|error| table::report_unreadable(path, &error, findings)).ok()
}

fn too_long(path: &Path, limits: &Limits, findings: &mut Findings) -> Option<Opened> {
    let limit = unpack::in_words(limits.bytes);
    let fault = ReadingFault::TooLong { limit };
    findings.add(fault, Location::file(path));
    None
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
        findings.add(Fault::EmptyFile, Location::file(path));
        return None;
    }
    let before = findings.len();
    let part = (reading.of.is_none(), reading.sample);
    let unpacked = unpack::unpack(reading.bytes, part, reading.limits, path, findings)?;
    let mut grids = Vec::new();
    for part in unpacked.parts {
        let origin = |form, sample| Origin {
            path: path.to_path_buf(),
            container: unpacked.container,
            member: part.member.clone(),
            form,
            sample,
        };
        let place = part.member.as_deref().map_or_else(|| path.to_path_buf(), |member| grid::inside(path, member));
        let tables = cells(&part, reading, &place, findings);
        grids.extend(tables.into_iter().map(|(rows, form, sample)| Grid { origin: origin(form, sample), rows }));
    }
    if grids.is_empty() && findings.len() == before {
        findings.add(Fault::EmptyFile, Location::file(path));
    }
    let passed_over = unpacked.passed_over;
    (!grids.is_empty()).then_some(Opened { grids, passed_over })
}

/// The rows of a text, or of each sheet of a workbook.
type Rows = (Vec<table::Row>, Form, Option<Sample>);

fn cells(part: &Part<'_>, reading: Reading<'_>, place: &Path, findings: &mut Findings) -> Vec<Rows> {
    let workbook = match part.content {
        Content::Text => return text(part, reading, place, findings).into_iter().collect(),
        Content::Workbook(workbook) => workbook,
    };
    let sheets = workbook::sheets(&part.bytes, workbook, reading.limits, place, findings);
    let form = |name, hidden| Form::Sheet { workbook, name, hidden };
    sheets.into_iter().flatten().map(|sheet| (sheet.rows, form(sheet.name, sheet.hidden), None)).collect()
}

fn text(part: &Part<'_>, reading: Reading<'_>, place: &Path, findings: &mut Findings) -> Option<Rows> {
    let (text, encoding) = encoding::decode(&part.bytes, part.whole, place, findings)?;
    let extent = (part.whole, reading.limits.cells);
    let cut = delimited::cut(&text, extent, place, findings)?;
    let form = Form::Delimited { encoding, delimiter: cut.delimiter, line_ends: cut.line_ends };
    let sample = (!part.whole)
        .then(|| Sample { bytes: encoding.length(text.get(..cut.length).unwrap_or_default()), of: reading.of });
    Some((cut.rows, form, sample))
}

/// A file of figures as it was read.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where it lies.
    pub path: PathBuf,
    /// Its checksum.
    pub sha256: String,
    /// Its cells; `None` when it holds no table.
    pub table: Option<Table>,
    /// How many rows or records are no part of the table, by the reason.
    pub left_out: BTreeMap<String, u64>,
}

impl Input {
    fn empty(path: &Path) -> Self {
        Self { path: path.to_path_buf(), sha256: String::new(), table: None, left_out: BTreeMap::new() }
    }
}

/// Reads one file of a source, or counts its records. What is wrong with it is added to the findings; the rest is still
/// read.
pub fn read(source: &Source, file: &FileCard, areas: &Areas, findings: &mut Findings) -> Input {
    if file.layout == Layout::Records {
        return events::read(source, file, areas, findings);
    }
    let path = source.folder.join(&file.name);
    let mut input = Input::empty(&path);
    let Some(bytes) = table::bytes(&path, findings) else {
        return input;
    };
    input.sha256 = table::checksum(&bytes);
    report_checksum(file, &input, findings);
    let opened = open_bytes(&path, &bytes, &Limits::default(), findings);
    let grid = opened.and_then(|opened| sheet(opened, file, &path, findings));
    let body = grid.and_then(|grid| {
        let first = grid.first_line()?;
        let header = file.header.as_deref().unwrap_or(std::slice::from_ref(&first));
        grid.body(Some(header), findings)
    });
    if let Some(body) = body {
        let aside = body.above.len() + body.below.len();
        if aside > 0 {
            let reason = "above the header, or a note below the table".to_owned();
            input.left_out.insert(reason, aside as u64);
        }
        input.table = Some(body.table);
    }
    input
}

fn report_checksum(file: &FileCard, input: &Input, findings: &mut Findings) {
    if input.sha256 == file.sha256.to_lowercase() {
        return;
    }
    let fault = Fault::ChecksumMismatch {
        name: file.name.clone(),
        declared: file.sha256.chars().take(12).collect::<String>() + "…",
        found: input.sha256.clone(),
    };
    findings.add(fault, Location::file(&input.path));
}

/// The sheet or member that the card names; the only one where it names none.
fn sheet(opened: Opened, file: &FileCard, path: &Path, findings: &mut Findings) -> Option<Grid> {
    let name_of = |grid: &Grid| grid.origin.name().unwrap_or_default().to_owned();
    let names: Vec<String> = opened.grids.iter().map(name_of).collect();
    let mut grids = opened.grids.into_iter();
    let Some(wanted) = &file.sheet else {
        if let ([_], Some(only)) = (names.as_slice(), grids.next()) {
            return Some(only);
        }
        let fault = ReadingFault::SeveralSheets { names };
        findings.add(fault, Location::file(path));
        return None;
    };
    let found = grids.find(|grid| name_of(grid) == *wanted);
    if found.is_none() {
        findings.add(no_such("sheet", wanted, names), Location::file(path));
    }
    found
}
