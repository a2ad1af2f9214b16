//! Bytes → text, with the encoding that they were found to be in.

use std::borrow::Cow;
use std::fmt;
use std::path::Path;

use encoding_rs::{DecoderResult, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::finding::{Findings, Location};
use crate::text::{Lines, not_text, nul_byte};

/// How the text of a file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, and ASCII with it.
    Utf8 {
        /// Whether the file begins with a byte order mark.
        mark: bool,
    },
    /// UTF-16, the low byte first, as Windows writes it.
    Utf16Le {
        /// Whether the file begins with a byte order mark.
        mark: bool,
    },
    /// UTF-16, the high byte first.
    Utf16Be {
        /// Whether the file begins with a byte order mark.
        mark: bool,
    },
    /// The encoding of Windows for western Europe, with ISO 8859-1 in it.
    Windows1252,
}

impl Encoding {
    /// Its name, without whether there is a mark.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 { .. } => "UTF-8",
            Self::Utf16Le { .. } => "UTF-16LE",
            Self::Utf16Be { .. } => "UTF-16BE",
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// How many bytes of the file a text from its beginning was.
    pub(super) fn length(self, text: &str) -> u64 {
        let (mark, body) = match self {
            Self::Utf8 { mark } => (3 * u64::from(mark), text.len()),
            Self::Utf16Le { mark } | Self::Utf16Be { mark } => (2 * u64::from(mark), 2 * text.encode_utf16().count()),
            Self::Windows1252 => (0, text.chars().count()),
        };
        mark + body as u64
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())?;
        match self {
            Self::Utf8 { mark: true } | Self::Utf16Le { mark: true } | Self::Utf16Be { mark: true } => {
                formatter.write_str(" with a byte order mark")
            }
            Self::Utf8 { .. } | Self::Utf16Le { .. } | Self::Utf16Be { .. } | Self::Windows1252 => Ok(()),
        }
    }
}

/// The text of a file. Of a sample (`whole` is false) the last character may be cut in two, and is left out.
///
/// What is not text is a finding with its line.
pub(super) fn decode<'bytes>(
    bytes: &'bytes [u8],
    whole: bool,
    place: &Path,
    findings: &mut Findings,
) -> Option<(Cow<'bytes, str>, Encoding)> {
    let (encoding, body) = detect(bytes, whole);
    let decoded = match encoding {
        Encoding::Utf8 { .. } => utf8(body, whole),
        Encoding::Utf16Le { .. } => foreign(UTF_16LE, body, whole),
        Encoding::Utf16Be { .. } => foreign(UTF_16BE, body, whole),
        Encoding::Windows1252 => foreign(WINDOWS_1252, body, whole).and_then(without_gaps),
    };
    let text = match decoded {
        Ok(text) => text,
        Err(Undecodable { line }) => {
            findings.add(not_text(encoding.name(), None), Location::line(place, line));
            return None;
        }
    };
    if let Some(position) = text.find('\0') {
        let line = Lines::new(text.as_bytes()).at(position);
        findings.add(nul_byte(), Location::line(place, line));
        return None;
    }
    Some((text, encoding))
}

/// The line on which the text is no text.
struct Undecodable {
    line: u64,
}

/// The encoding, and the bytes behind the mark. A mark is believed; without one, UTF-16 shows by a zero in nearly
/// every second byte, and what is not UTF-8 is Windows-1252.
fn detect(bytes: &[u8], whole: bool) -> (Encoding, &[u8]) {
    if let Some(body) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return (Encoding::Utf8 { mark: true }, body);
    }
    if let Some(body) = bytes.strip_prefix(b"\xFF\xFE") {
        return (Encoding::Utf16Le { mark: true }, body);
    }
    if let Some(body) = bytes.strip_prefix(b"\xFE\xFF") {
        return (Encoding::Utf16Be { mark: true }, body);
    }
    let encoding = if let Some(encoding) = unmarked_utf16(bytes) {
        encoding
    } else if utf8(bytes, whole).is_ok() || mostly_utf8(bytes) {
        Encoding::Utf8 { mark: false }
    } else {
        Encoding::Windows1252
    };
    (encoding, bytes)
}

/// UTF-16 without a mark: more than half of the characters are of Latin-1, and hardly any have a zero in the other
/// byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    const PAIRS: usize = 4096;
    let (mut pairs, mut first, mut second) = (0, 0, 0);
    for pair in bytes.chunks_exact(2).take(PAIRS) {
        pairs += 1;
        first += usize::from(pair.first() == Some(&0));
        second += usize::from(pair.last() == Some(&0));
    }
    let mark = false;
    if 2 * second > pairs && 50 * first <= pairs {
        Some(Encoding::Utf16Le { mark })
    } else if 2 * first > pairs && 50 * second <= pairs {
        Some(Encoding::Utf16Be { mark })
    } else {
        None
    }
}

/// Whether more characters outside ASCII are sound UTF-8 than are not: then the file is a damaged one of that kind.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken
}

fn utf8(bytes: &[u8], whole: bool) -> Result<Cow<'_, str>, Undecodable> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error,
    };
    let sound = bytes.get(..error.valid_up_to()).unwrap_or_default();
    match std::str::from_utf8(sound) {
        Ok(text) if !whole && error.error_len().is_none() => Ok(Cow::Borrowed(text)),
        Ok(_) | Err(_) => Err(Undecodable { line: Lines::new(sound).at(sound.len()) }),
    }
}

fn foreign(
    encoding: &'static encoding_rs::Encoding,
    bytes: &[u8],
    whole: bool,
) -> Result<Cow<'static, str>, Undecodable> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.unwrap_or_default());
    let (result, _) = decoder.decode_to_string_without_replacement(bytes, &mut text, whole);
    match result {
        DecoderResult::InputEmpty => Ok(Cow::Owned(text)),
        DecoderResult::Malformed(..) | DecoderResult::OutputFull => {
            Err(Undecodable { line: Lines::new(text.as_bytes()).at(text.len()) })
        }
    }
}

/// Windows-1252 has five bytes without a meaning, which decoders let pass as control characters.
fn without_gaps(text: Cow<'static, str>) -> Result<Cow<'static, str>, Undecodable> {
    match text.find(['\u{81}', '\u{8d}', '\u{8f}', '\u{90}', '\u{9d}']) {
        None => Ok(text),
        Some(position) => Err(Undecodable { line: Lines::new(text.as_bytes()).at(position) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, String), String> {
        let mut findings = Findings::new();
        match decode(bytes, true, Path::new("cats.csv"), &mut findings) {
            Some((text, encoding)) => Ok((text.into_owned(), encoding.to_string())),
            None => Err(findings.sorted()[0].to_string()),
        }
    }

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn each_encoding_is_found_and_named() {
        const TEXT: &str = "cat,colour\nSiamés,crème – “seal”\n";
        let mut cases: Vec<(Vec<u8>, &str)> = vec![
            (TEXT.into(), "UTF-8"),
            (format!("\u{feff}{TEXT}").into(), "UTF-8 with a byte order mark"),
            (WINDOWS_1252.encode(TEXT).0.into_owned(), "Windows-1252"),
        ];
        for (bytes, name) in [(u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"), (u16::to_be_bytes, "UTF-16BE")] {
            cases.push((utf16(TEXT, bytes), name));
        }
        for (bytes, name) in cases {
            assert_eq!(read(&bytes), Ok((TEXT.to_owned(), name.to_owned())));
        }
        let marked = utf16("\u{feff}cat", u16::to_be_bytes);
        assert_eq!(read(&marked).unwrap().1, "UTF-16BE with a byte order mark");
    }

    #[test]
    fn nul_bytes_and_undecodable_bytes_name_their_line() {
        let nul = read(b"cat,legs\r\nTabby,4\r\nLynx,\x004\r\n").unwrap_err();
        assert!(nul.starts_with("error: the file holds a NUL byte") && nul.contains("cats.csv:3"), "{nul}");
        let mixed = read(
            "cat,legs\rSiamés,4\rCrème,4\rManx"
                .as_bytes()
                .iter()
                .chain(b"\xe9,4\r")
                .copied()
                .collect::<Vec<u8>>()
                .as_slice(),
        )
        .unwrap_err();
        assert!(mixed.starts_with("error: the text is not valid UTF-8\n  --> cats.csv:4\n"), "{mixed}");
        let gap = read(b"cat\nSiam\xe9s\nM\x81nx\n").unwrap_err();
        assert!(gap.starts_with("error: the text is not valid Windows-1252\n  --> cats.csv:3\n"), "{gap}");
        let mut odd = utf16("\u{feff}cat\nLynx", u16::to_le_bytes);
        odd.pop();
        let odd = read(&odd).unwrap_err();
        assert!(odd.starts_with("error: the text is not valid UTF-16LE\n  --> cats.csv:2\n"), "{odd}");
    }

    #[test]
    fn a_sample_may_end_inside_a_character() {
        let text = "cat,Siamés".as_bytes();
        let mut findings = Findings::new();
        let cut = &text[..text.len() - 2];
        let (read, encoding) = decode(cut, false, Path::new("cats.csv"), &mut findings).unwrap();
        assert_eq!((read.as_ref(), encoding), ("cat,Siam", Encoding::Utf8 { mark: false }));
    }
}
