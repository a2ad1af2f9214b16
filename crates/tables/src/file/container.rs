//! What kind of file it is: a text, a compressed text, an archive of them, a workbook, or nothing that holds a table;
//! told by its bytes, and by its name only where they say nothing.

use std::fmt;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

/// In what the bytes of a table were packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// Nothing: they are the file.
    Plain,
    /// A gzip stream.
    Gzip,
    /// A zip archive.
    Zip,
}

impl fmt::Display for Container {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Plain => "not packed",
            Self::Gzip => "gzip",
            Self::Zip => "zip",
        })
    }
}

/// The format of a workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workbook {
    /// Excel since 2007.
    Xlsx,
    /// Excel before 2007.
    Xls,
    /// `OpenDocument`.
    Ods,
}

impl Workbook {
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx workbook",
            Self::Xls => "xls workbook",
            Self::Ods => "ods workbook",
        }
    }
}

impl fmt::Display for Workbook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.label())
    }
}

/// What the first bytes of a file, or the members of an archive, say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    Text,
    Workbook(Workbook),
    Gzip,
    Zip,
    /// An archive that is not unpacked, with its article.
    Archive(&'static str),
    /// Something that holds no table that could be read, with its article.
    Other(&'static str),
}

/// First bytes, and what they mean.
const SIGNATURES: [(&[u8], FileKind); 20] = [
    (b"\x1f\x8b", FileKind::Gzip),
    (b"PK\x03\x04", FileKind::Zip),
    (b"PK\x05\x06", FileKind::Zip),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FileKind::Workbook(Workbook::Xls)),
    (b"7z\xBC\xAF\x27\x1C", FileKind::Archive("a 7z archive")),
    (b"Rar!\x1A\x07", FileKind::Archive("a rar archive")),
    (b"\xFD7zXZ\x00", FileKind::Archive("an xz file")),
    (b"BZh", FileKind::Archive("a bzip2 file")),
    (b"\x28\xB5\x2F\xFD", FileKind::Archive("a zstd file")),
    (b"%PDF-", FileKind::Other("a PDF document")),
    (b"PAR1", FileKind::Other("a parquet file")),
    (b"ARROW1", FileKind::Other("an Arrow file")),
    (b"SQLite format 3\0", FileKind::Other("an SQLite database")),
    (b"{\\rtf", FileKind::Other("an RTF document")),
    (b"\x89PNG\r\n\x1a\n", FileKind::Other("an image")),
    (b"\xFF\xD8\xFF", FileKind::Other("an image")),
    (b"GIF8", FileKind::Other("an image")),
    (b"II*\0", FileKind::Other("an image")),
    (b"MM\0*", FileKind::Other("an image")),
    (b"\x7fELF", FileKind::Other("a program")),
];

/// How texts of other kinds begin, in lower case, behind blanks.
const OPENINGS: [(&str, &str); 5] = [
    ("<!doctype html", "a web page"),
    ("<html", "a web page"),
    ("<head", "a web page"),
    ("<?xml", "an XML file"),
    ("<!--", "a web page"),
];

/// What the bytes say.
pub(super) fn kind(bytes: &[u8]) -> FileKind {
    const TAR: usize = 257;
    let signature = SIGNATURES.iter().find(|(first, _)| bytes.starts_with(first));
    if let Some((_, kind)) = signature {
        return if *kind == FileKind::Zip { kind_of_zip(bytes) } else { *kind };
    }
    if bytes.get(TAR..).is_some_and(|rest| rest.starts_with(b"ustar")) {
        return FileKind::Archive("a tar archive");
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let begins =
        |opening: &str| bytes.get(..opening.len()).is_some_and(|first| first.eq_ignore_ascii_case(opening.as_bytes()));
    if let Some((_, kind)) = OPENINGS.iter().find(|(opening, _)| begins(opening)) {
        return FileKind::Other(kind);
    }
    match bytes.split_first().map(|(first, rest)| (first, rest.trim_ascii_start().first())) {
        Some((b'{', Some(b'"' | b'}')) | (b'[', Some(b'{' | b'['))) => FileKind::Other("a JSON file"),
        Some(_) | None => FileKind::Text,
    }
}

/// A zip archive, or one of the many formats that are zip archives inside.
fn kind_of_zip(bytes: &[u8]) -> FileKind {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return FileKind::Zip;
    };
    if let Ok(mimetype) = archive.by_name("mimetype") {
        let mut text = Vec::new();
        // One that cannot be read leaves the text short.
        let _ = mimetype.take(100).read_to_end(&mut text);
        if text.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") {
            return FileKind::Workbook(Workbook::Ods);
        } else if text.starts_with(b"application/vnd.oasis.opendocument") {
            return FileKind::Other("an OpenDocument file that is no workbook");
        }
    }
    let holds = |member: &str| archive.index_for_name(member).is_some();
    if !holds("[Content_Types].xml") {
        FileKind::Zip
    } else if holds("word/document.xml") {
        FileKind::Other("a Word document")
    } else if holds("ppt/presentation.xml") {
        FileKind::Other("a presentation")
    } else if holds("xl/workbook.bin") {
        FileKind::Other("an Excel binary workbook (xlsb)")
    } else {
        FileKind::Workbook(Workbook::Xlsx)
    }
}

/// What a name promises that cannot be a text.
pub(super) fn promised(path: &Path) -> Option<&'static str> {
    let extension = path.extension()?.to_string_lossy().to_lowercase();
    Some(match extension.as_str() {
        "xlsx" => Workbook::Xlsx.label(),
        "xls" => Workbook::Xls.label(),
        "ods" => Workbook::Ods.label(),
        "zip" => "zip archive",
        "gz" => "gzip file",
        _ => return None,
    })
}

/// The path by which a part of a file is named. Unlike a path that is joined to another it never leads elsewhere.
pub(super) fn inside(path: &Path, part: &str) -> PathBuf {
    let mut whole = path.as_os_str().to_owned();
    whole.push("/");
    whole.push(part);
    PathBuf::from(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        for (bytes, expected) in [
            (b"%PDF-1.7\n".as_slice(), FileKind::Other("a PDF document")),
            (b"\xEF\xBB\xBF\n <!DOCTYPE HTML>", FileKind::Other("a web page")),
            (b"{\n \"type\": \"FeatureCollection\"}", FileKind::Other("a JSON file")),
            (b"[{\"town\": 1}]", FileKind::Other("a JSON file")),
            (b"[note],White\n", FileKind::Text),
            (b"<5,White\n", FileKind::Text),
            (b"PK\x03\x04 and then nothing", FileKind::Zip),
            (b"BZh91AY", FileKind::Archive("a bzip2 file")),
            (b"", FileKind::Text),
        ] {
            assert_eq!(kind(bytes), expected);
        }
        let mut tar = vec![0; 257];
        tar.extend(b"ustar");
        assert_eq!(kind(&tar), FileKind::Archive("a tar archive"));
    }
}
