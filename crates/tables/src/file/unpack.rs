//! A file → the texts and workbooks in it.
//!
//! Nothing that a file says about its own size is believed: unpacking stops where it has gone too far.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Cursor, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::finding::{Findings, Location, Problem};

use super::Limits;
use super::container::{self, Container, FileKind, Workbook, inside};

/// One thing that a file holds.
pub(super) struct Part<'bytes> {
    /// Its path inside an archive.
    pub(super) member: Option<String>,
    pub(super) bytes: Cow<'bytes, [u8]>,
    pub(super) content: Content,
    /// Whether the bytes go to its end, or are the beginning that was asked for.
    pub(super) whole: bool,
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Text,
    Workbook(Workbook),
}

/// A member of an archive that is no table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// Its path inside the archive.
    pub member: String,
    /// What it is, with its article.
    pub kind: &'static str,
}

/// Everything that a file holds.
pub(super) struct Unpacked<'bytes> {
    pub(super) container: Container,
    pub(super) parts: Vec<Part<'bytes>>,
    pub(super) passed_over: Vec<PassedOver>,
}

impl<'bytes> Unpacked<'bytes> {
    fn one(container: Container, bytes: Cow<'bytes, [u8]>, content: Content, whole: bool) -> Self {
        let part = Part { member: None, bytes, content, whole };
        Self { container, parts: vec![part], passed_over: Vec::new() }
    }
}

/// Takes a file apart. `bytes` are all of it (`whole`) or its beginning, which is enough for a text; of each packed
/// text at most `sample` bytes are unpacked. What cannot be unpacked is a finding.
pub(super) fn unpack<'bytes>(
    bytes: &'bytes [u8],
    (whole, sample): (bool, Option<u64>),
    limits: &Limits,
    path: &Path,
    findings: &mut Findings,
) -> Option<Unpacked<'bytes>> {
    let mut allowance = Allowance::new(bytes, sample, limits);
    let plain = |content| Ok(Unpacked::one(Container::Plain, Cow::Borrowed(bytes), content, whole));
    let unpacked = match container::kind(bytes) {
        FileKind::Text => match container::promised(path).filter(|_| bytes.contains(&0)) {
            Some(what) => Err(damaged(what, "it does not begin like one").into()),
            None => plain(Content::Text),
        },
        FileKind::Workbook(workbook) => plain(Content::Workbook(workbook)),
        FileKind::Gzip => gzip(bytes, &mut allowance),
        FileKind::Zip => match open(bytes, container::promised(path).unwrap_or(ARCHIVE)) {
            Ok(mut archive) => return zip(&mut archive, &mut allowance, path, findings),
            Err(problem) => Err(problem.into()),
        },
        FileKind::Archive(kind) | FileKind::Other(kind) => Err(Refusal::NotATable(kind)),
    };
    unpacked.map_err(|refusal| findings.add(refusal, Location::file(path))).ok()
}

type Archive<'bytes> = ZipArchive<Cursor<&'bytes [u8]>>;

const ARCHIVE: &str = "zip archive";

/// How much may still be unpacked.
struct Allowance {
    /// Length of the packed file in bytes.
    packed: u64,
    /// Bytes that all of its members together may unpack to.
    most: u64,
    /// What is left of them.
    left: u64,
    /// How much of each text is wanted.
    sample: Option<u64>,
}

impl Allowance {
    fn new(bytes: &[u8], sample: Option<u64>, limits: &Limits) -> Self {
        let packed = bytes.len() as u64;
        let most = limits.unpacked(packed);
        Self { packed, most, left: most, sample }
    }

    /// Reads a stream to its end, or to the end of the sample of a text, and says whether that was the end.
    fn drain(&mut self, what: &'static str, mut stream: impl Read) -> Result<(Vec<u8>, bool), Refusal> {
        let mut bytes = Vec::new();
        let damage = |error: io::Error| damaged(what, error);
        if let Some(sample) = self.sample.filter(|sample| *sample < self.left) {
            // One more, to know whether there is more.
            let read = stream.by_ref().take(sample.saturating_add(1)).read_to_end(&mut bytes);
            let more = read.map_err(damage)? as u64 > sample;
            if more && container::kind(&bytes) == FileKind::Text {
                bytes.pop();
                self.left -= sample;
                return Ok((bytes, false));
            }
        }
        let rest = self.left.saturating_add(1).saturating_sub(bytes.len() as u64);
        stream.take(rest).read_to_end(&mut bytes).map_err(damage)?;
        let left = self.left.checked_sub(bytes.len() as u64);
        self.left = left.ok_or_else(|| Refusal::TooFar(unpacks_too_far(what, self.most, self.packed)))?;
        Ok((bytes, true))
    }
}

/// A number of bytes with its unit.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KiB", bytes >> 10),
        _ => format!("{} MiB", bytes >> 20),
    }
}

fn gzip<'bytes>(bytes: &[u8], allowance: &mut Allowance) -> Result<Unpacked<'bytes>, Refusal> {
    let (bytes, whole) = allowance.drain("gzip file", MultiGzDecoder::new(bytes))?;
    let content = content(container::kind(&bytes))?;
    Ok(Unpacked::one(Container::Gzip, Cow::Owned(bytes), content, whole))
}

/// What a packed thing is; an archive in an archive is refused.
fn content(kind: FileKind) -> Result<Content, Refusal> {
    match kind {
        FileKind::Text => Ok(Content::Text),
        FileKind::Workbook(workbook) => Ok(Content::Workbook(workbook)),
        FileKind::Gzip => Err(nested_archive("a gzip file").into()),
        FileKind::Zip => Err(nested_archive("a zip archive").into()),
        FileKind::Archive(kind) => Err(nested_archive(kind).into()),
        FileKind::Other(kind) => Err(Refusal::NotATable(kind)),
    }
}

fn open<'bytes>(bytes: &'bytes [u8], what: &'static str) -> Result<Archive<'bytes>, Problem> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| problem(what, error))?;
    if archive.has_duplicate_names() {
        return Err(damaged(what, "two of its members have the same name"));
    }
    Ok(archive)
}

fn zip<'bytes>(
    archive: &mut Archive<'_>,
    allowance: &mut Allowance,
    path: &Path,
    findings: &mut Findings,
) -> Option<Unpacked<'bytes>> {
    let (mut parts, mut passed_over) = (Vec::new(), Vec::new());
    if archive.len() > MOST_MEMBERS {
        findings.add(too_many_members(archive.len()), Location::file(path));
        return None;
    }
    let before = findings.len();
    for index in 0..archive.len() {
        let (member, read) = match name(archive, index) {
            Ok(Some(member)) => {
                let read = read(archive, index, allowance);
                (member, read)
            }
            Ok(None) => continue,
            Err(problem) => {
                findings.add(problem, Location::file(path));
                continue;
            }
        };
        match read {
            Ok((bytes, content, whole)) => {
                parts.push(Part { bytes: Cow::Owned(bytes), member: Some(member), content, whole });
            }
            Err(Refusal::NotATable(kind)) => passed_over.push(PassedOver { member, kind }),
            Err(refusal) => {
                let stop = matches!(refusal, Refusal::TooFar(_));
                findings.add(refusal, Location::file(&inside(path, &member)));
                if stop {
                    return None;
                }
            }
        }
    }
    if parts.is_empty() && findings.len() == before {
        findings.add(empty_archive(), Location::file(path));
    }
    (!parts.is_empty()).then_some(Unpacked { container: Container::Zip, parts, passed_over })
}

const MEMBER: &str = "member of the archive";

/// How many members of an archive are looked at: far more than a publication has tables.
const MOST_MEMBERS: usize = 2_000;

/// An archive of so many members that nobody could look through what is said of them.
fn too_many_members(members: usize) -> Problem {
    Problem::error(
        format!("the archive has {members} members, and at most {MOST_MEMBERS} are read"),
        "unpack it and give the files that are meant",
    )
}

/// The path of a member; none of a folder, and of what macOS adds to the archives that it makes.
fn name(archive: &Archive<'_>, index: usize) -> Result<Option<String>, Problem> {
    let refused = |error| problem(MEMBER, error);
    let entry = archive.by_index_data(index).map_err(refused)?;
    let member = entry.name().map_err(refused)?.into_owned();
    if escapes_root(&member) || entry.is_symlink() {
        return Err(path_traversal(&member));
    }
    let of_the_system = member.split('/').any(|part| part == "__MACOSX" || part == ".DS_Store");
    Ok(Some(member).filter(|_| !entry.is_dir() && !of_the_system))
}

fn read(
    archive: &mut Archive<'_>,
    index: usize,
    allowance: &mut Allowance,
) -> Result<(Vec<u8>, Content, bool), Refusal> {
    let stream = archive.by_index(index).map_err(|error| problem(MEMBER, error))?;
    let (bytes, whole) = allowance.drain(MEMBER, stream)?;
    let content = content(container::kind(&bytes))?;
    Ok((bytes, content, whole))
}

/// Whether a path is absolute or climbs above the folder in which it begins, by the rules of any system.
fn escapes_root(member: &str) -> bool {
    let mut depth = 0_i32;
    for (place, part) in member.split(['/', '\\']).enumerate() {
        depth += match part {
            ".." => -1,
            "" | "." => 0,
            _ => 1,
        };
        let root = place == 0 && (part.is_empty() || part.ends_with(':'));
        if depth < 0 || root {
            return true;
        }
    }
    false
}

/// What is done with the name and the bytes of a part.
type Look<'l> = &'l mut dyn FnMut(&str, Vec<u8>) -> Result<(), Problem>;

/// Unpacks a workbook that is a zip archive inside, to know that it does not go too far before a reader is let at it,
/// and hands over each part with its name.
pub(super) fn each_part(bytes: &[u8], workbook: Workbook, limits: &Limits, look: Look<'_>) -> Result<(), Problem> {
    let what = workbook.label();
    let mut allowance = Allowance::new(bytes, None, limits);
    let mut archive = open(bytes, what)?;
    for index in 0..archive.len() {
        let refused = |error| problem(what, error);
        let stream = archive.by_index(index).map_err(refused)?;
        let name = stream.name().map_err(refused)?.into_owned();
        let (part, _) = allowance.drain(what, stream)?;
        look(&name, part)?;
    }
    Ok(())
}

/// Why a thing is not unpacked.
enum Refusal {
    /// It is of a kind that holds no table; with its article.
    NotATable(&'static str),
    /// It goes on for longer than it may, so that nothing after it is looked at.
    TooFar(Problem),
    /// Something else is wrong with it.
    Faulty(Problem),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Faulty(problem)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotATable(kind) => not_a_table(kind),
            Refusal::TooFar(problem) | Refusal::Faulty(problem) => problem,
        }
    }
}

/// A file of another kind, whatever its name says.
fn not_a_table(kind: &str) -> Problem {
    Problem::error(
        format!("it is {kind}, not a table"),
        "look where it was published for the same figures as csv, xlsx, xls or ods; a download that failed can leave a web page under the name of the file",
    )
}

/// An archive, a workbook or a compressed file that cannot be read to its end.
pub(crate) fn damaged(what: &str, reason: impl Display) -> Problem {
    let strip = |text: &str, start: &str| text.strip_prefix(start).unwrap_or(text).to_owned();
    let reason = lower(&strip(&strip(&reason.to_string(), "i/o error: "), "invalid Zip archive: "));
    Problem::error(
        format!("the {what} is cut short or damaged: {reason}"),
        "download it again and compare its size with the publisher's; if it opens in a spreadsheet, save it from there again",
    )
}

/// What others say in lower case, and names in back-quotes as they are.
fn lower(words: &str) -> String {
    let own = |(place, part): (usize, &str)| if place % 2 == 0 { part.to_lowercase() } else { part.to_owned() };
    words.split('`').enumerate().map(own).collect::<Vec<_>>().join("`")
}

/// An archive or a workbook that asks for a password.
pub(super) fn locked(what: &str) -> Problem {
    Problem::error(format!("the {what} is protected by a password"), "save it without the password")
}

/// A member of an archive whose path leads out of the folder into which the archive is unpacked.
fn path_traversal(member: &str) -> Problem {
    Problem::error(
        format!("the archive holds `{member}`, which leads out of the folder that it is unpacked into"),
        "an archive made by accident does not do this: ask the publisher, and do not unpack it",
    )
}

/// An archive in an archive.
fn nested_archive(kind: &str) -> Problem {
    Problem::error(
        format!("it is {kind} inside an archive"),
        "unpack the outer archive and give the inner one by itself",
    )
}

/// An archive without a file that could hold a table.
fn empty_archive() -> Problem {
    Problem::error(
        "the archive holds no table",
        "look into it with another program; csv, xlsx, xls and ods files are read",
    )
}

/// An archive, a workbook or a compressed file that unpacks to far more than it holds.
fn unpacks_too_far(what: &str, most: u64, packed: u64) -> Problem {
    let (most, packed) = (size(most), size(packed));
    Problem::error(
        format!("the {what} unpacks to more than {most}, far more than the {packed} that it holds"),
        "no table of figures is packed so tightly; if you trust it, unpack it and give the file inside",
    )
}

/// What the reader of archives says, in our words.
#[expect(clippy::wildcard_enum_match_arm, reason = "of the errors of others there may be more")]
fn problem(what: &str, error: ZipError) -> Problem {
    let reason = match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => return locked(what),
        ZipError::UnsupportedArchive(reason) => reason.to_lowercase(),
        ZipError::CompressionMethodNotSupported(method) => format!("its compression method {method} is not known"),
        other => return damaged(what, other),
    };
    Problem::error(
        format!("the {what} cannot be unpacked: {reason}"),
        "unpack it with the program that made it, or save it from there as xlsx, xls, ods, csv or zip",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_escapes_where_it_is_absolute_or_climbs() {
        for member in ["../../etc/x.csv", "a/../../x.csv", "/etc/x.csv", "C:\\x.csv", "..\\x.csv", "\\x.csv"] {
            assert!(escapes_root(member), "{member}");
        }
        for member in ["x.csv", "a/b/x.csv", "a/../x.csv", "./x.csv", "..x.csv", "2019: all/x.csv"] {
            assert!(!escapes_root(member), "{member}");
        }
    }

    #[test]
    fn a_number_of_bytes_has_a_fitting_unit() {
        assert_eq!(size(1023), "1023 bytes");
        assert_eq!(size(4096), "4 KiB");
        assert_eq!(size(1 << 28), "256 MiB");
    }
}
