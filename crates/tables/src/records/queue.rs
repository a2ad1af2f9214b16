//! Files → counts: as many threads as there are processors take pieces from one queue and count them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Chain, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use flate2::read::MultiGzDecoder;

use crate::file::unclosed_quote;
use crate::finding::{Check, Findings, Location, Problem};
use crate::text::not_text;

use super::cells::{self, Form};
use super::chunks::{Chunk, Chunks, Stop};
use super::columns::Columns;
use super::count::Counter;
use super::counts::Counts;
use super::files::{AGAIN, unread};
use super::piece::Piece;
use super::row_groups::RowGroups;
use super::undated::Dates;
use super::{Counted, FileCounts, MOST_COUNTS, Options, irregular, row_groups, too_many_counts};

/// How many bytes a piece has at most: enough to outweigh the work on each.
const LARGEST: u64 = 16 << 20;

/// And at least: more than any record.
const SMALLEST: u64 = 2 << 20;

/// How many pieces there are at least, where they are not the smallest, so that all threads have work to the end.
const PIECES: u64 = 32;

/// How many bytes a piece of these files has. It does not depend on the machine, as nothing may.
fn piece(files: &[PathBuf]) -> usize {
    let sizes = files.iter().filter_map(|path| path.metadata().ok());
    let size = sizes.map(|file| file.len()).sum::<u64>() / PIECES;
    usize::try_from(size.clamp(SMALLEST, LARGEST)).unwrap_or(usize::MAX)
}

/// How many threads count at most, so that memory is bounded: beyond these, one reader cannot feed more.
const THREADS: usize = 8;

/// Counts all files.
pub(super) fn read(files: &[PathBuf], counter: &Counter<'_>, options: Options<'_>, findings: &mut Findings) -> Counted {
    let done = AtomicU64::new(0);
    let queue = Mutex::new(Queue {
        files: files.iter().enumerate(),
        current: None,
        counter,
        done: &done,
        piece: piece(files),
        findings: Findings::new(),
    });
    let sum = Mutex::new(Sum {
        counted: Counted {
            counts: Counts::new(counter.plan.by.len()),
            files: vec![FileCounts::default(); files.len()],
        },
        findings: Findings::new(),
        dates: BTreeMap::new(),
        too_many: None,
    });
    // A function of its own, so that the queue is not held while a piece is counted.
    let next = || lock(&queue).next();
    let work = || {
        while let Some((columns, part)) = next() {
            let mut findings = Findings::new();
            let counts = match &part {
                Part::Text(chunk) => count_text(chunk, &columns, (counter, options.whole_numbers), &mut findings),
                Part::Rows(rows) => {
                    let piece = rows.piece(&columns, counter, options.whole_numbers, &mut findings);
                    done.fetch_add(rows.bytes(), Ordering::Relaxed);
                    piece.map(|piece| {
                        let counts = PieceCounts::new(&piece, counter);
                        counts.dates.number((&piece, rows.before()), &columns, counter, &mut findings);
                        counts
                    })
                }
            };
            (options.progress)(done.load(Ordering::Relaxed));
            if !lock(&sum).add(&columns, counts, findings) {
                lock(&queue).stop();
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, |threads| threads.get().min(THREADS));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    let (queue, sum) = (into(queue), into(sum));
    findings.append(queue.findings);
    findings.append(sum.findings);
    // Pieces were looked at one by one: here the dates of one are compared with the labels of another.
    let any_dates = sum.dates.values().any(|file| file.any);
    for (path, file) in &sum.dates {
        let column = counter.plan.period.column.trim();
        findings.extend(file.label_among_dates(any_dates, column), &Location::file(path));
    }
    if let Some(path) = sum.too_many {
        findings.add(too_many_counts(), Location::file(&path));
    }
    sum.counted
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a thread that died left is not used: the scope passes its panic on.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn into<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// A piece of a file that is still to be counted.
enum Part {
    Text(Chunk),
    Rows(RowGroups),
}

/// The rest of a file.
enum Rest<'a> {
    Text(Chunks<Stream<'a>>),
    Rows(RowGroups),
}

/// The files that are still to be read.
struct Queue<'a> {
    files: std::iter::Enumerate<std::slice::Iter<'a, PathBuf>>,
    current: Option<(Arc<Columns>, Rest<'a>)>,
    counter: &'a Counter<'a>,
    done: &'a AtomicU64,
    piece: usize,
    findings: Findings,
}

impl Queue<'_> {
    /// The next piece of any file.
    fn next(&mut self) -> Option<(Arc<Columns>, Part)> {
        loop {
            let Some((columns, rest)) = &mut self.current else {
                let (file, path) = self.files.next()?;
                self.current = self.open(file, path);
                continue;
            };
            let part = match rest {
                Rest::Text(chunks) => chunks.next().map(|chunk| chunk.map(Part::Text)),
                Rest::Rows(rows) => Ok(rows.next().map(Part::Rows)),
            };
            match part {
                Ok(Some(part)) => return Some((Arc::clone(columns), part)),
                Ok(None) => self.current = None,
                Err(stop) => {
                    let (problem, place) = stopped(stop, &columns.path);
                    self.findings.add(problem, place);
                    self.current = None;
                }
            }
        }
    }

    /// Leaves out what is still to come.
    fn stop(&mut self) {
        self.files = [].iter().enumerate();
        self.current = None;
    }
}

impl<'a> Queue<'a> {
    fn open(&mut self, file: usize, path: &Path) -> Option<(Arc<Columns>, Rest<'a>)> {
        let opened = if row_groups::is_parquet(path) {
            RowGroups::open(path)
                .map(|(header, rows)| (header, Rest::Rows(rows)))
                .map_err(|problem| (problem, Location::file(path)))
        } else {
            self.open_text(path).map_err(|stop| stopped(stop, path))
        };
        match opened {
            Ok((header, rest)) => {
                let columns = Columns::find((file, path), header, self.counter, &mut self.findings)?;
                Some((Arc::new(columns), rest))
            }
            Err((problem, place)) => {
                self.findings.add(problem, place);
                None
            }
        }
    }

    fn open_text(&self, path: &Path) -> Result<(Vec<String>, Rest<'a>), Stop> {
        let mut chunks = Chunks::new(unpacked(File::open(path)?, self.done)?, self.piece);
        let header = chunks.header()?.ok_or(Stop::Empty)?;
        Ok((header, Rest::Text(chunks)))
    }
}

/// Why the rest of a file cannot be read, and where.
fn stopped(stop: Stop, path: &Path) -> (Problem, Location) {
    match stop {
        Stop::Io(error) => (unread(&error), Location::file(path)),
        Stop::Unclosed(line) => (unclosed_quote(), Location::line(path, line)),
        Stop::NotText => (not_text("UTF-8", Some("UTF-16 or Windows-1252")), Location::line(path, 1)),
        Stop::Empty => {
            (Problem::error("the file is empty: it does not even have a header", AGAIN), Location::file(path))
        }
    }
}

/// The text of a file, unpacked on the way where it is packed.
type Stream<'a> = Box<dyn Read + Send + 'a>;

/// A file packed by gzip is unpacked as it is read, so that it takes no more memory than another. What was read to know
/// it is not read again: out of a pipe everything comes once.
fn unpacked(mut file: File, done: &AtomicU64) -> io::Result<Stream<'_>> {
    let mut start = Vec::new();
    file.by_ref().take(2).read_to_end(&mut start)?;
    let is_packed = start == GZIP;
    let file = Metered { source: Cursor::new(start).chain(file), done };
    Ok(if is_packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) })
}

/// The first two bytes of a file that gzip made.
const GZIP: [u8; 2] = [0x1F, 0x8B];

/// A file that tells how many of its bytes have been read.
#[derive(Debug)]
struct Metered<'a> {
    source: Chain<Cursor<Vec<u8>>, File>,
    done: &'a AtomicU64,
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.done.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// The counts of a piece.
struct PieceCounts {
    records: u64,
    counts: Counts,
    dates: Dates,
}

impl PieceCounts {
    fn new(piece: &Piece<'_>, counter: &Counter<'_>) -> Self {
        let dates = Dates::of(piece, counter);
        Self { records: piece.records() as u64, counts: counter.count(piece), dates }
    }
}

/// Counts the records of a piece of text; its faults are findings.
fn count_text(
    chunk: &Chunk,
    columns: &Columns,
    (counter, whole_numbers): (&Counter<'_>, Option<Check>),
    findings: &mut Findings,
) -> Option<PieceCounts> {
    if let Some((problem, line)) = irregular::fault(chunk) {
        findings.add(problem, Location::line(&columns.path, line));
        return None;
    }
    let lines = usize::try_from(chunk.newlines).unwrap_or(usize::MAX).saturating_add(1);
    let count = |piece: Piece<'_>| PieceCounts::new(&piece, counter);
    let plain = Form { separator: b',', end: b'\n', uses: &columns.uses };
    let piece = Some(&chunk.bytes).filter(|_| irregular::is_plain(chunk));
    let counts = piece.and_then(|bytes| cells::encode(bytes, plain, lines)).map(count).or_else(|| {
        let rewritten = irregular::rewrite(chunk, columns, whole_numbers, findings);
        cells::encode(&rewritten, irregular::form(&columns.in_use()), lines).map(count)
    });
    if let Some(counts) = &counts {
        counts.dates.locate(chunk, columns, counter, findings);
    }
    counts
}

/// What has been counted so far.
struct Sum {
    counted: Counted,
    findings: Findings,
    /// What stands in the column of dates of each file.
    dates: BTreeMap<PathBuf, Dates>,
    /// The file at which there were too many different counts.
    too_many: Option<PathBuf>,
}

impl Sum {
    /// Adds a piece; whether to go on.
    fn add(&mut self, columns: &Columns, piece: Option<PieceCounts>, findings: Findings) -> bool {
        self.findings.append(findings);
        let Some(PieceCounts { records, counts, dates }) = piece else {
            return self.too_many.is_none();
        };
        self.dates.entry(columns.path.clone()).or_default().append(dates);
        if let Some(file) = self.counted.files.get_mut(columns.file) {
            file.records += records;
            file.add_positions(&counts);
        }
        // The counts of faulty files are not used; their other faults are still looked for.
        if self.too_many.is_some() || self.findings.any_error() {
            return self.too_many.is_none();
        }
        self.counted.counts.merge(&counts);
        let few = self.counted.counts.len() <= MOST_COUNTS;
        if !few {
            self.too_many = Some(columns.path.clone());
        }
        few
    }
}
