//! Files → totals: as many threads as there are processors take pieces from one queue and count them.

use std::fs::File;
use std::io::{self, Read, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use flate2::read::MultiGzDecoder;

use crate::error::Result;
use crate::finding::{Fault, Findings, Location};

use super::cells::{self, Encoded};
use super::chunks::{Chunk, Chunks, Stop};
use super::irregular;
use super::layout::Layout;
use super::merge::{Line, Totals};
use super::names::Names;
use super::settle::{self, Settled};
use super::{EXCHANGED, MOST_COUNTS, Recipe};

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

/// What was read.
#[derive(Debug)]
pub(super) struct Counted {
    /// All totals.
    pub(super) lines: Vec<Line>,
    /// How many records each file has.
    pub(super) records: Vec<u64>,
    /// What is wrong with the files.
    pub(super) findings: Findings,
}

/// Counts all files.
pub(super) fn read(files: &[PathBuf], recipe: &Recipe<'_>, progress: &(dyn Fn(u64) + Sync)) -> Result<Counted> {
    let done = AtomicU64::new(0);
    let queue = Mutex::new(Queue {
        files: files.iter().enumerate(),
        current: None,
        recipe,
        done: &done,
        piece: piece(files),
        findings: Findings::new(),
    });
    let names = Mutex::new(Names::default());
    let sum = Mutex::new(Sum {
        totals: Totals::default(),
        files: vec![FileSum::default(); files.len()],
        findings: Findings::new(),
        too_many: None,
    });
    // A function of its own, so that the queue is not held while a piece is counted.
    let next = || lock(&queue).next();
    let work = || {
        while let Some((layout, chunk)) = next() {
            let mut findings = Findings::new();
            let settled = examine(&chunk, &layout, (recipe, &names), &mut findings);
            progress(done.load(Ordering::Relaxed));
            if !lock(&sum).add(&layout, settled, findings) {
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
    let (queue, sum, names) = (into(queue), into(sum), into(names));
    sum.counted(files, queue.findings, &names)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What a thread that died left is not used: the scope passes its panic on.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn into<T>(mutex: Mutex<T>) -> T {
    mutex.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// The files that are still to be read.
struct Queue<'a> {
    files: std::iter::Enumerate<std::slice::Iter<'a, PathBuf>>,
    current: Option<(Arc<Layout>, Chunks<Stream<'a>>)>,
    recipe: &'a Recipe<'a>,
    done: &'a AtomicU64,
    piece: usize,
    findings: Findings,
}

impl Queue<'_> {
    /// The next piece of any file.
    fn next(&mut self) -> Option<(Arc<Layout>, Chunk)> {
        loop {
            let Some((layout, chunks)) = &mut self.current else {
                let (file, path) = self.files.next()?;
                self.current = self.open(file, path);
                continue;
            };
            match chunks.next() {
                Ok(Some(chunk)) => return Some((Arc::clone(layout), chunk)),
                Ok(None) => self.current = None,
                Err(stop) => {
                    let (fault, place) = fault(stop, &layout.path);
                    self.findings.add(fault, place);
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
    fn open(&mut self, file: usize, path: &Path) -> Option<(Arc<Layout>, Chunks<Stream<'a>>)> {
        let header = File::open(path).map_err(Stop::Io).and_then(|source| {
            let done = self.done;
            let mut chunks = Chunks::new(unpacked(Metered { source, done })?, self.piece);
            Ok((chunks.header()?, chunks))
        });
        match header {
            Ok((Some(header), chunks)) => {
                let layout = Layout::find((file, path), header, self.recipe, &mut self.findings)?;
                Some((Arc::new(layout), chunks))
            }
            Ok((None, _)) => {
                self.findings.add(Fault::NoHeader, Location::file(path));
                None
            }
            Err(stop) => {
                let (fault, place) = fault(stop, path);
                self.findings.add(fault, place);
                None
            }
        }
    }
}

fn fault(stop: Stop, path: &Path) -> (Fault, Location) {
    match stop {
        Stop::Io(error) => (Fault::broken(&error), Location::file(path)),
        Stop::Unclosed(line) => (Fault::UnclosedQuote, Location::line(path, line)),
        Stop::NotText => {
            let looks_like = "UTF-16 or Windows-1252";
            (Fault::WrongEncoding { looks_like }, Location::line(path, 1))
        }
    }
}

/// The text of a file, unpacked on the way where it is packed.
type Stream<'a> = Box<dyn Read + Send + 'a>;

/// A file packed by gzip is unpacked as it is read, so that it takes no more memory than another.
fn unpacked(mut file: Metered<'_>) -> io::Result<Stream<'_>> {
    let mut start = Vec::new();
    file.source.by_ref().take(2).read_to_end(&mut start)?;
    file.source.rewind()?;
    Ok(if start == GZIP { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) })
}

/// The first two bytes of a file that gzip made.
const GZIP: [u8; 2] = [0x1F, 0x8B];

/// A file that tells how many of its bytes have been read.
#[derive(Debug)]
struct Metered<'a> {
    source: File,
    done: &'a AtomicU64,
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.done.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Counts the records of a piece; its faults are findings.
fn examine(
    chunk: &Chunk,
    layout: &Layout,
    (recipe, names): (&Recipe<'_>, &Mutex<Names>),
    findings: &mut Findings,
) -> (u64, Settled) {
    let settle = |encoded: &Encoded<'_>| {
        let settled = settle::settle(encoded, &layout.roles, recipe, names);
        (encoded.records as u64, settled)
    };
    if let Some((fault, line)) = irregular::not_text(chunk) {
        findings.add(fault, Location::line(&layout.path, line));
        return (0, Settled::default());
    }
    let lines = usize::try_from(chunk.newlines).unwrap_or(usize::MAX).saturating_add(1);
    let plain = Some(&chunk.bytes).filter(|_| irregular::is_plain(chunk));
    if let Some(encoded) = plain.and_then(|bytes| cells::encode(bytes, &layout.form, lines)) {
        return settle(&encoded);
    }
    let rewritten = irregular::rewrite(chunk, layout, findings);
    let form = irregular::form(layout);
    cells::encode(&rewritten, &form, lines).map_or_else(|| (0, Settled::default()), |encoded| settle(&encoded))
}

/// What has been counted so far.
struct Sum {
    totals: Totals,
    files: Vec<FileSum>,
    findings: Findings,
    /// The file at which there were too many different counts.
    too_many: Option<PathBuf>,
}

#[derive(Debug, Clone, Default)]
struct FileSum {
    records: u64,
    positions: u64,
    exchanged: u64,
}

impl Sum {
    /// Adds a piece; whether to go on.
    fn add(&mut self, layout: &Layout, (records, settled): (u64, Settled), findings: Findings) -> bool {
        if let Some(file) = self.files.get_mut(layout.file) {
            file.records += records;
            file.positions += settled.positions;
            file.exchanged += settled.exchanged;
        }
        self.findings.append(findings);
        // The counts of faulty files are not used; their other faults are still looked for.
        if self.too_many.is_some() || self.findings.any_error() {
            return self.too_many.is_none();
        }
        if self.totals.add(settled) {
            return true;
        }
        self.too_many = Some(layout.path.clone());
        false
    }

    fn counted(mut self, files: &[PathBuf], opened: Findings, names: &Names) -> Result<Counted> {
        self.findings.append(opened);
        if let Some(path) = self.too_many {
            self.findings.add(Fault::TooManyCounts { most: MOST_COUNTS }, Location::file(&path));
        }
        for (path, file) in files.iter().zip(&self.files) {
            let share = file.exchanged as f64 / file.positions.max(1) as f64;
            if share > EXCHANGED {
                let fault = Fault::ExchangedCoordinates { exchanged: file.exchanged, positions: file.positions };
                self.findings.add(fault, Location::file(path));
            }
        }
        Ok(Counted {
            lines: self.totals.lines(names),
            records: self.files.iter().map(|file| file.records).collect(),
            findings: self.findings,
        })
    }
}
