//! What is no file on disk, such as a pipe: it can be read only once, and its bytes are all there is of it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::error::Result;
use crate::finding::Findings;
use crate::project::Lookups;
use tables::checksum;
use tables::file::{self, Limits};

use super::{Inspected, only, tables_of};

/// The bytes that come out of a pipe; none of a file or a folder, which can be read again.
pub fn bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let found = path.metadata()?;
    if found.is_file() || found.is_dir() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    // One byte more than is taken in says that there is too much.
    File::open(path)?.take(Limits::default().bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// What the bytes of a pipe hold, as [`super::inspect`] says it of a file. It has no name; one is made from `stem`.
pub fn inspect<'a>(
    (path, bytes): (&Path, &[u8]),
    stem: &str,
    sheet: Option<&str>,
    lookups: &'a Lookups,
    findings: &mut Findings,
) -> Result<Vec<Inspected<'a>>> {
    let Some(opened) = file::open_bytes(path, bytes, &Limits::default(), findings) else {
        return Ok(Vec::new());
    };
    let opened = only(opened, path, sheet)?;
    let ending = opened.grids.first().map_or("csv", |grid| grid.origin.ending());
    let mut tables = tables_of(path, &opened, lookups, findings);
    for table in &mut tables {
        table.facts.name = format!("{stem}.{ending}");
        table.sha256 = Some(checksum::of_bytes(bytes));
    }
    Ok(tables)
}
