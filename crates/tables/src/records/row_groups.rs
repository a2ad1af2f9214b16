//! Records in Parquet → pieces: some row groups after others, and of each only the columns of the plan, so that a file of
//! any size is counted in bounded memory and its pieces side by side.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
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
use super::pages;
use super::piece::Piece;
use super::values::{self, Kind};

/// The first bytes of a Parquet file.
const SIGNATURE: [u8; 4] = *b"PAR1";

/// The most rows of a row group: a column of more does not fit into memory, whatever the file says.
const MOST_ROWS: usize = 1 << 27;

/// How many rows a piece has at least, where there are as many: enough to outweigh the work on each.
const ENOUGH: usize = 1 << 20;

/// From so many rows on, a piece takes so much memory that they are counted one after another.
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

impl Footer {
    /// How many rows some row groups have.
    fn rows(&self, places: Range<usize>) -> usize {
        let groups = self.metadata.row_groups.get(places).into_iter().flatten();
        groups.fold(0, |rows, group| rows.saturating_add(group.num_rows()))
    }
}

/// Row groups of a file that follow one another.
#[derive(Debug)]
pub(super) struct RowGroups {
    footer: Arc<Footer>,
    places: Range<usize>,
}

impl RowGroups {
    /// The names of the columns of a file, and all its row groups.
    pub(super) fn open(path: &Path) -> Result<(Vec<String>, Self), Problem> {
        let file = File::open(path).map_err(|error| super::files::unread(&error))?;
        let read = || -> PolarsResult<_> {
            let length = file.metadata()?.len();
            let mut reader = ParquetReader::new(file);
            let (schema, metadata) = (reader.schema()?, Arc::clone(reader.get_metadata()?));
            Ok(Footer { path: path.to_path_buf(), length, metadata, schema })
        };
        let footer = caught(read).ok_or_else(contradiction)?.map_err(broken)?;
        let header = footer.schema.iter_names().map(|name| name.trim().to_owned()).collect();
        let places = 0..footer.metadata.row_groups.len();
        Ok((header, Self { footer: Arc::new(footer), places }))
    }

    /// Parts off the first row groups that make a piece.
    pub(super) fn next(&mut self) -> Option<Self> {
        let all = self.places.clone();
        let enough = |end: &usize| self.footer.rows(all.start..*end) >= ENOUGH;
        let end = (all.start + 1..all.end).find(enough).unwrap_or(all.end);
        self.places.start = end;
        (!all.is_empty()).then(|| Self { footer: Arc::clone(&self.footer), places: all.start..end })
    }

    /// Their part of the bytes of the file.
    pub(super) fn bytes(&self) -> u64 {
        self.footer.length * self.places.len() as u64 / self.footer.metadata.row_groups.len().max(1) as u64
    }

    fn rows(&self) -> usize {
        self.footer.rows(self.places.clone())
    }

    /// How many records of the file come before it.
    pub(super) fn before(&self) -> usize {
        self.footer.rows(0..self.places.start)
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
            let line = self.before() + record + 1;
            let at = Location::cell(&self.footer.path, line as u64, place as u64 + 1);
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
        let (name, field) = self.footer.schema.get_at_index(place).ok_or_else(contradiction)?;
        let (kind, storages) = Kind::of(&field.dtype).ok_or_else(|| not_read(name))?;
        let mut arrays = Vec::new();
        for group in self.footer.metadata.row_groups.get(self.places.clone()).into_iter().flatten() {
            let mut parts = group.columns_under_root_iter(name).into_iter().flatten();
            let (Some(part), None) = (parts.next(), parts.next()) else {
                return Err(not_read(name));
            };
            let (rows, range) = (group.num_rows(), part.byte_range());
            if rows > MOST_ROWS || usize::try_from(part.num_values()) != Ok(rows) || range.end > self.footer.length {
                return Err(contradiction());
            }
            let bytes = self.read_bytes(range).map_err(|error| super::files::unread(&error))?;
            if !pages::are_sound(&bytes, rows) {
                return Err(contradiction());
            }
            // Shared by all attempts; polars does not name the type to its users.
            let bytes = bytes.into();
            let decode =
                |field| to_deserializer(vec![(part, Clone::clone(&bytes))], field, None).map(|(arrays, _)| arrays);
            // Where all texts stand in a dictionary, a number is all that is needed of a record.
            let coded = (kind == Kind::Text && part.dictionary_page_offset().is_some())
                .then(|| caught(|| decode(values::coded(name)))?.ok())
                .flatten();
            let plain = || {
                let mut decoded =
                    storages.iter().map(|storage| decode(ArrowField::new(name.clone(), storage.clone(), true)));
                let first = decoded.next().unwrap_or_else(|| Ok(Vec::new()));
                decoded.fold(first, PolarsResult::or).map_err(broken)
            };
            let decoded = coded.map_or_else(plain, Ok)?;
            if decoded.iter().map(|array| array.len()).sum::<usize>() != rows {
                return Err(contradiction());
            }
            arrays.extend(decoded);
        }
        Ok((kind, arrays))
    }

    fn read_bytes(&self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let mut file = File::open(&self.footer.path)?;
        file.seek(SeekFrom::Start(range.start))?;
        let length = range.end - range.start;
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        file.take(length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
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
