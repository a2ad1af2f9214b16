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

use crate::finding::{Findings, Location, ReadingFault};

use super::Limits;
use super::container::{self, Container, Kind, Workbook};
use super::grid::inside;

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
    let mut allowance = Allowance::of(bytes, sample, limits);
    let plain = |content| Ok(Unpacked::one(Container::Plain, Cow::Borrowed(bytes), content, whole));
    let unpacked = match container::kind(bytes) {
        Kind::Text => match container::promised(path).filter(|_| bytes.contains(&0)) {
            Some(what) => Err(broken(what, "it does not begin like one")),
            None => plain(Content::Text),
        },
        Kind::Workbook(workbook) => plain(Content::Workbook(workbook)),
        Kind::Gzip => gzip(bytes, &mut allowance),
        Kind::Zip => match open(bytes, container::promised(path).unwrap_or(ARCHIVE)) {
            Ok(mut archive) => return zip(&mut archive, &mut allowance, path, findings),
            Err(fault) => Err(fault),
        },
        Kind::Archive(kind) | Kind::Other(kind) => Err(ReadingFault::NotATable { kind }),
    };
    unpacked.map_err(|fault| findings.add(fault, Location::file(path))).ok()
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
    fn of(bytes: &[u8], sample: Option<u64>, limits: &Limits) -> Self {
        let packed = bytes.len() as u64;
        let most = limits.unpacked(packed);
        Self { packed, most, left: most, sample }
    }

    /// Reads a stream to its end, or to the end of the sample of a text, and says whether that was the end.
    fn drain(&mut self, what: &'static str, mut stream: impl Read) -> Result<(Vec<u8>, bool), ReadingFault> {
        let mut bytes = Vec::new();
        let damage = |error: io::Error| broken(what, error);
        if let Some(sample) = self.sample.filter(|sample| *sample < self.left) {
            // One more, to know whether there is more.
            let read = stream.by_ref().take(sample.saturating_add(1)).read_to_end(&mut bytes);
            let more = read.map_err(damage)? as u64 > sample;
            if more && container::kind(&bytes) == Kind::Text {
                bytes.pop();
                self.left -= sample;
                return Ok((bytes, false));
            }
        }
        let rest = self.left.saturating_add(1).saturating_sub(bytes.len() as u64);
        stream.take(rest).read_to_end(&mut bytes).map_err(damage)?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or_else(|| self.exceeded(what))?;
        Ok((bytes, true))
    }

    fn exceeded(&self, what: &'static str) -> ReadingFault {
        ReadingFault::UnpacksTooFar { what, limit: in_words(self.most), packed: in_words(self.packed) }
    }
}

/// A number of bytes with its unit.
pub(super) fn in_words(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..1_048_576 => format!("{} KiB", bytes >> 10),
        _ => format!("{} MiB", bytes >> 20),
    }
}

fn gzip<'bytes>(bytes: &[u8], allowance: &mut Allowance) -> Result<Unpacked<'bytes>, ReadingFault> {
    let (bytes, whole) = allowance.drain("gzip file", MultiGzDecoder::new(bytes))?;
    let content = content(container::kind(&bytes))?;
    Ok(Unpacked::one(Container::Gzip, Cow::Owned(bytes), content, whole))
}

/// What a packed thing is; an archive in an archive is refused.
fn content(kind: Kind) -> Result<Content, ReadingFault> {
    match kind {
        Kind::Text => Ok(Content::Text),
        Kind::Workbook(workbook) => Ok(Content::Workbook(workbook)),
        Kind::Gzip => Err(ReadingFault::NestedArchive { kind: "a gzip file" }),
        Kind::Zip => Err(ReadingFault::NestedArchive { kind: "a zip archive" }),
        Kind::Archive(kind) => Err(ReadingFault::NestedArchive { kind }),
        Kind::Other(kind) => Err(ReadingFault::NotATable { kind }),
    }
}

fn open<'bytes>(bytes: &'bytes [u8], what: &'static str) -> Result<Archive<'bytes>, ReadingFault> {
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| fault_of(what, error))?;
    if archive.has_duplicate_names() {
        return Err(broken(what, "two of its members have the same name"));
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
    let before = findings.len();
    for index in 0..archive.len() {
        let (member, read) = match name(archive, index) {
            Ok(Some(member)) => {
                let read = read(archive, index, allowance);
                (member, read)
            }
            Ok(None) => continue,
            Err(fault) => {
                findings.add(fault, Location::file(path));
                continue;
            }
        };
        match read {
            Ok((bytes, content, whole)) => {
                parts.push(Part { bytes: Cow::Owned(bytes), member: Some(member), content, whole })
            }
            Err(ReadingFault::NotATable { kind }) => passed_over.push(PassedOver { member, kind }),
            Err(fault) => {
                let stop = matches!(fault, ReadingFault::UnpacksTooFar { .. });
                findings.add(fault, Location::file(&inside(path, &member)));
                if stop {
                    return None;
                }
            }
        }
    }
    if parts.is_empty() && findings.len() == before {
        findings.add(ReadingFault::EmptyArchive, Location::file(path));
    }
    (!parts.is_empty()).then_some(Unpacked { container: Container::Zip, parts, passed_over })
}

const MEMBER: &str = "member of the archive";

/// The path of a member; none of a folder, and of what macOS adds to the archives that it makes.
fn name(archive: &Archive<'_>, index: usize) -> Result<Option<String>, ReadingFault> {
    let fault = |error| fault_of(MEMBER, error);
    let entry = archive.by_index_data(index).map_err(fault)?;
    let member = entry.name().map_err(fault)?.into_owned();
    if leads_out(&member) || entry.is_symlink() {
        return Err(ReadingFault::ClimbingMember { member });
    }
    let of_the_system = member.split('/').any(|part| part == "__MACOSX" || part == ".DS_Store");
    Ok(Some(member).filter(|_| !entry.is_dir() && !of_the_system))
}

fn read(
    archive: &mut Archive<'_>,
    index: usize,
    allowance: &mut Allowance,
) -> Result<(Vec<u8>, Content, bool), ReadingFault> {
    let stream = archive.by_index(index).map_err(|error| fault_of(MEMBER, error))?;
    let (bytes, whole) = allowance.drain(MEMBER, stream)?;
    let content = content(container::kind(&bytes))?;
    Ok((bytes, content, whole))
}

/// Whether a path is absolute or climbs above the folder in which it begins, by the rules of any system.
fn leads_out(member: &str) -> bool {
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

/// Unpacks a workbook that is a zip archive inside, to know that it does not go too far before a reader is let at it.
/// Returns the bytes of the members whose name ends so.
pub(super) fn measure(bytes: &[u8], workbook: Workbook, name: &str, limits: &Limits) -> Result<Vec<u8>, ReadingFault> {
    let what = workbook.words();
    let mut allowance = Allowance::of(bytes, None, limits);
    let mut archive = open(bytes, what)?;
    let mut kept = Vec::new();
    for index in 0..archive.len() {
        let fault = |error| fault_of(what, error);
        let stream = archive.by_index(index).map_err(fault)?;
        let member = stream.name().map_err(fault)?.to_lowercase();
        let wanted = member.ends_with(&name.to_lowercase());
        let (bytes, _) = allowance.drain(what, stream)?;
        if wanted {
            kept.extend(bytes);
        }
    }
    Ok(kept)
}

pub(super) fn broken(what: &'static str, reason: impl Display) -> ReadingFault {
    let reason = reason.to_string();
    let strip = |text: &str, start: &str| text.strip_prefix(start).unwrap_or(text).to_owned();
    let reason = strip(&strip(&reason, "i/o error: "), "invalid Zip archive: ");
    ReadingFault::Broken { what, reason: reason.to_lowercase() }
}

fn fault_of(what: &'static str, error: ZipError) -> ReadingFault {
    let reason = if let ZipError::UnsupportedArchive(reason) = error {
        if reason == ZipError::PASSWORD_REQUIRED {
            return ReadingFault::Locked { what };
        }
        reason.to_lowercase()
    } else if let ZipError::CompressionMethodNotSupported(method) = error {
        format!("its compression method {method} is not known")
    } else {
        return broken(what, error);
    };
    ReadingFault::Unsupported { what, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_out_where_it_is_absolute_or_climbs() {
        for member in ["../../etc/x.csv", "a/../../x.csv", "/etc/x.csv", "C:\\x.csv", "..\\x.csv", "\\x.csv"] {
            assert!(leads_out(member), "{member}");
        }
        for member in ["x.csv", "a/b/x.csv", "a/../x.csv", "./x.csv", "..x.csv", "2019: all/x.csv"] {
            assert!(!leads_out(member), "{member}");
        }
    }

    #[test]
    fn a_number_of_bytes_has_a_fitting_unit() {
        assert_eq!(in_words(1023), "1023 bytes");
        assert_eq!(in_words(4096), "4 KiB");
        assert_eq!(in_words(1 << 28), "256 MiB");
    }
}
