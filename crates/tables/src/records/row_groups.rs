//! Records in Parquet → pieces: one row group after another, and of each only the columns of the plan, so that a file of
//! any size is counted in bounded memory and row groups are counted side by side.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use polars::io::parquet::metadata::FileMetadataRef;
use polars::io::parquet::read::_internal::to_deserializer;
use polars::prelude::{ArrayRef, ArrowField, ArrowSchema, ParquetReader, PolarsResult, SerReader};

use crate::caught::caught;
use crate::file::damaged;
use crate::finding::{Check, Findings, Location, Problem};

use super::columns::{Columns, Use};
use super::count::Counter;
use super::events;
use super::piece::Piece;
use super::values::{self, Kind};

/// The first bytes of a Parquet file.
const SIGNATURE: [u8; 4] = *b"PAR1";

/// The most rows of a row group: a column of more does not fit into memory, whatever the file says.
const MOST_ROWS: usize = 1 << 27;

/// From so many rows on, a row group takes so much memory that they are counted one after another.
const LARGE: usize = 1 << 22;

static ONE_LARGE: Mutex<()> = Mutex::new(());

/// Whether a file is read as Parquet: by its first bytes, and by its name where they are damaged.
pub(super) fn is_parquet(path: &Path) -> bool {
    let mut start = [0; SIGNATURE.len()];
    let signed = File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok_and(|()| start == SIGNATURE);
    signed || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("parquet"))
}

/// What the end of a file says of it.
#[derive(Debug)]
struct Footer {
    path: PathBuf,
    length: u64,
    metadata: FileMetadataRef,
    schema: Arc<ArrowSchema>,
}

/// The row groups of a file that are still to be counted.
#[derive(Debug)]
pub(super) struct RowGroups {
    footer: Arc<Footer>,
    next: usize,
}

/// Some rows of a file.
#[derive(Debug)]
pub(super) struct RowGroup {
    footer: Arc<Footer>,
    place: usize,
}

impl RowGroups {
    /// The names of the columns of a file, and its row groups.
    pub(super) fn open(path: &Path) -> Result<(Vec<String>, Self), Problem> {
        let file = File::open(path).map_err(|error| super::queue::unread(&error))?;
        let read = || -> PolarsResult<_> {
            let length = file.metadata()?.len();
            let mut reader = ParquetReader::new(file);
            let (schema, metadata) = (reader.schema()?, Arc::clone(reader.get_metadata()?));
            Ok(Footer { path: path.to_path_buf(), length, metadata, schema })
        };
        let footer = caught(read).ok_or_else(contradiction)?.map_err(broken)?;
        let header = footer.schema.iter_names().map(|name| name.trim().to_owned()).collect();
        Ok((header, Self { footer: Arc::new(footer), next: 0 }))
    }

    pub(super) fn next(&mut self) -> Option<RowGroup> {
        let place = self.next;
        self.next += 1;
        let footer = Arc::clone(&self.footer);
        (place < footer.metadata.row_groups.len()).then_some(RowGroup { footer, place })
    }
}

impl RowGroup {
    /// Its part of the bytes of the file.
    pub(super) fn bytes(&self) -> u64 {
        self.footer.length / self.footer.metadata.row_groups.len().max(1) as u64
    }

    fn rows(&self) -> usize {
        self.footer.metadata.row_groups.get(self.place).map_or(0, |group| group.num_rows())
    }

    /// How many rows there are before it.
    fn rows_before(&self) -> u64 {
        let groups = self.footer.metadata.row_groups.iter().take(self.place);
        groups.map(|group| group.num_rows() as u64).sum()
    }

    /// Its records as numbers; what is wrong with them is added to the findings.
    pub(super) fn piece(
        &self,
        columns: &Columns,
        counter: &Counter<'_>,
        whole_numbers: Option<Check>,
        findings: &mut Findings,
    ) -> Option<Piece<'static>> {
        let large = (self.rows() > LARGE).then(|| ONE_LARGE.lock().unwrap_or_else(PoisonError::into_inner));
        let mut found = Findings::new();
        // What others wrote to decode Parquet panics at some contradictions of a damaged file.
        let read = caught(|| self.read(columns, counter, whole_numbers, &mut found));
        drop(large);
        findings.append(found);
        let read = read.unwrap_or_else(|| Err(contradiction()));
        read.map_err(|problem| findings.add(problem, Location::file(&self.footer.path))).ok()
    }

    fn read(
        &self,
        columns: &Columns,
        counter: &Counter<'_>,
        whole_numbers: Option<Check>,
        findings: &mut Findings,
    ) -> Result<Piece<'static>, Problem> {
        let events = columns.place(Use::Events);
        let events = events.map(|place| self.events(place, whole_numbers, findings)).transpose()?;
        let mut piece = Piece::new(self.rows(), events);
        for key in 0..counter.columns.len() {
            let place = columns.place(Use::Key(key)).unwrap_or(usize::MAX);
            self.add(place, counter.is_only_period(key), &mut piece)?;
        }
        Ok(piece)
    }

    /// Adds a column to a piece.
    fn add(&self, place: usize, only_period: bool, piece: &mut Piece<'static>) -> Result<(), Problem> {
        let (kind, arrays) = self.column(place)?;
        if values::add(&arrays, &kind, only_period, piece) { Ok(()) } else { Err(contradiction()) }
    }

    /// How many events each record stands for. Faulty numbers are findings; lines are counted from the first record.
    fn events(&self, place: usize, whole_numbers: Option<Check>, findings: &mut Findings) -> Result<Vec<u64>, Problem> {
        let mut alone = Piece::new(self.rows(), None);
        self.add(place, false, &mut alone)?;
        let known: Vec<Option<u64>> = alone.texts(0).map(events::parse).collect();
        let name = self.footer.schema.get_at_index(place).map_or("", |(name, _)| name.as_str());
        let mut events = Vec::with_capacity(self.rows());
        for (record, number) in alone.numbers_of_first().enumerate() {
            if let Some(Some(count)) = known.get(number) {
                events.push(*count);
                continue;
            }
            events.push(0);
            let line = self.rows_before() + record as u64 + 1;
            let at = Location::cell(&self.footer.path, line, place as u64 + 1);
            if findings.len() == events::LISTED {
                findings.add(events::more_faults(), at);
                break;
            }
            let text = alone.texts(0).nth(number).unwrap_or_default();
            findings.add(events::problem(text, name, whole_numbers), at);
        }
        Ok(events)
    }

    /// The values of a column, and of what kind they are.
    fn column(&self, place: usize) -> Result<(Kind, Vec<ArrayRef>), Problem> {
        let (Some((name, field)), Some(group)) =
            (self.footer.schema.get_at_index(place), self.footer.metadata.row_groups.get(self.place))
        else {
            return Err(contradiction());
        };
        let mut parts = group.columns_under_root_iter(name).into_iter().flatten();
        let (Some(part), None, Some((kind, storages))) = (parts.next(), parts.next(), Kind::of(&field.dtype)) else {
            return Err(not_read(name));
        };
        let rows = group.num_rows();
        let range = part.byte_range();
        if rows > MOST_ROWS || part.num_values() != rows as i64 || range.end > self.footer.length {
            return Err(contradiction());
        }
        let bytes =
            self.read_bytes(range.start, range.end - range.start).map_err(|error| super::queue::unread(&error))?;
        // Where every text stands once in a dictionary, its number is all that is needed of a record.
        if kind == Kind::Text && part.dictionary_page_offset().is_some() {
            let arrays = caught(|| to_deserializer(vec![(part, bytes.clone().into())], values::coded(name), None));
            if let Some(Ok((arrays, _))) = arrays
                && is_whole(&arrays, rows)
            {
                return Ok((kind, arrays));
            }
        }
        let mut problem = contradiction();
        for storage in storages {
            let field = ArrowField::new(name.clone(), storage, true);
            match to_deserializer(vec![(part, bytes.clone().into())], field, None) {
                Ok((arrays, _)) if is_whole(&arrays, rows) => return Ok((kind, arrays)),
                Ok(_) => {}
                Err(error) => problem = broken(error),
            }
        }
        Err(problem)
    }

    fn read_bytes(&self, start: u64, length: u64) -> io::Result<Vec<u8>> {
        let mut file = File::open(&self.footer.path)?;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        file.take(length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

fn is_whole(arrays: &[ArrayRef], rows: usize) -> bool {
    arrays.iter().map(|array| array.len()).sum::<usize>() == rows
}

/// A file that says one thing here and another there.
fn contradiction() -> Problem {
    damaged("parquet file", "its parts contradict each other")
}

fn broken(error: impl std::fmt::Display) -> Problem {
    damaged("parquet file", error.to_string().lines().next().unwrap_or_default().trim_end_matches('.'))
}

/// A column of lists, of records or of bytes.
fn not_read(column: &str) -> Problem {
    Problem::error(
        format!("the column `{column}` holds neither text nor numbers, dates or times"),
        "write the file again with the column as text",
    )
}
