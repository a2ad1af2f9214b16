//! A published file → rows: the bytes are read once, checked against the card's checksum, and cut into cells.

pub mod places;
pub mod records;

use std::path::PathBuf;

use crate::error::{Fault, Findings, Location};
use crate::source::{FileCard, Layout, Source};
use crate::table::{self, Table};

/// A file of figures as it was read.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where it lies.
    pub path: PathBuf,
    /// Its checksum.
    pub sha256: String,
    /// Its cells; `None` when it holds no table.
    pub table: Option<Table>,
}

/// Reads one file of a source. What is wrong with it is added to the findings; the rest is still read.
pub fn read(source: &Source, file: &FileCard, findings: &mut Findings) -> Input {
    let path = source.folder.join(&file.name);
    let Some(bytes) = table::bytes(&path, findings) else {
        return Input {
            path,
            sha256: String::new(),
            table: None,
        };
    };
    let sha256 = table::checksum(&bytes);
    if sha256 != file.sha256.to_lowercase() {
        let declared = file.sha256.chars().take(12).collect::<String>() + "…";
        let fault = Fault::ChecksumMismatch {
            name: file.name.clone(),
            declared,
            found: sha256.clone(),
        };
        findings.add(fault, Location::file(&path));
    }
    let table = match file.layout {
        Layout::Tidy => Table::parse(&path, &bytes, findings),
    };
    Input {
        path,
        sha256,
        table,
    }
}
