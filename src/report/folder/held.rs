//! What the folder of a report holds: the files of the report that was written there last, and those of somebody else,
//! which no run removes.

use std::collections::BTreeSet;
use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::Result;
use crate::litter;
use crate::report::{manifest, tables};

use super::disk::refused;

/// Everything below a folder.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// The files that a report wrote, by their paths in the folder.
    ours: Vec<PathBuf>,
    /// The files that somebody else put there, and links, since a report has none.
    pub(super) others: Vec<PathBuf>,
    /// The folders, each before those in it, and the folder itself before all.
    pub(super) folders: Vec<PathBuf>,
}

/// What is asked of a manifest.
#[derive(Deserialize)]
struct Listed {
    program: String,
    /// None in those of earlier versions.
    files: Option<BTreeSet<PathBuf>>,
}

impl Held {
    /// Looks through a folder; nothing is followed out of it.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let mut found = Vec::new();
        let mut held = Self { folders: vec![folder.to_path_buf()], ..Self::default() };
        walk(folder, &mut held.folders, &mut found).map_err(refused(folder))?;
        let listed = listed(folder);
        for (path, kind) in found {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_path_buf();
            let is_ours = kind.is_file()
                && (litter::is_left_by_system(&name)
                    || match &listed {
                        Some(Listed { files: Some(files), .. }) => {
                            files.contains(&name) || name == Path::new(manifest::NAME)
                        }
                        Some(Listed { files: None, .. }) => is_of_earlier_version(&name),
                        None => is_our_table(folder, &name),
                    });
            if is_ours { held.ours.push(path) } else { held.others.push(name) }
        }
        held.others.sort();
        Ok(held)
    }

    /// Removes the files of the report, its manifest last, and every folder that is empty then.
    pub(super) fn remove(mut self) -> Result<()> {
        self.ours.sort_by_key(|path| path.ends_with(manifest::NAME));
        for path in &self.ours {
            std::fs::remove_file(path).map_err(refused(path))?;
        }
        for folder in self.folders.iter().rev() {
            match std::fs::remove_dir(folder) {
                Err(error) if error.kind() != io::ErrorKind::DirectoryNotEmpty => return Err(refused(folder)(error)),
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }
}

fn walk(folder: &Path, folders: &mut Vec<PathBuf>, found: &mut Vec<(PathBuf, FileType)>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            folders.push(entry.path());
            walk(&entry.path(), folders, found)?;
        } else {
            found.push((entry.path(), kind));
        }
    }
    Ok(())
}

/// The manifest of the report in a folder; none where there is none of ours.
fn listed(folder: &Path) -> Option<Listed> {
    let bytes = std::fs::read(folder.join(manifest::NAME)).ok()?;
    let listed: Listed = serde_json::from_slice(&bytes).ok()?;
    (listed.program == manifest::PROGRAM).then_some(listed)
}

/// The files of a report whose manifest did not list them yet.
fn is_of_earlier_version(name: &Path) -> bool {
    let is_chart = name.parent() == Some(Path::new("charts")) && name.extension().is_some_and(|end| end == "svg");
    let is_table = tables::columns()
        .iter()
        .any(|(table, _)| ["csv", "parquet"].into_iter().any(|ending| name == tables::path(table, ending)));
    is_chart || is_table || [Path::new("index.html"), Path::new(manifest::NAME)].contains(&name)
}

/// A table alone, as version control keeps it: it has the columns that we write, of which new ones come at the end.
fn is_our_table(folder: &Path, name: &Path) -> bool {
    tables::columns().iter().any(|(table, columns)| {
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        let first_line = || std::fs::read_to_string(folder.join(name)).ok()?.lines().next().map(str::to_owned);
        name == tables::path(table, "csv")
            && first_line().is_some_and(|line| {
                let held: Vec<&str> = line.split(',').collect();
                names.starts_with(&held) || held.starts_with(&names)
            })
    })
}
