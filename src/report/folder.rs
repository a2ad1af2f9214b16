//! Writes the files of a report: the whole folder, or nothing.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

use super::File;

/// Writes a folder whole or not at all: into a sibling that takes its place when it is complete.
pub fn write_whole(folder: &Path, files: &[File]) -> Result<()> {
    let sibling = |ending: &str| {
        let mut name = std::ffi::OsString::from(".");
        name.push(folder.file_name().unwrap_or_default());
        name.push(ending);
        folder.with_file_name(name)
    };
    let (new, old) = (sibling(".new"), sibling(".old"));
    let result = write_files(&new, files).and_then(|()| {
        let refused = |source| Error::Write { path: folder.to_path_buf(), source };
        remove(&old)?;
        if folder.exists() {
            std::fs::rename(folder, &old).map_err(refused)?;
        }
        std::fs::rename(&new, folder).map_err(|source| {
            // The report that was there comes back.
            let back = std::fs::rename(&old, folder);
            drop(back);
            refused(source)
        })?;
        remove(&old)
    });
    if result.is_err() {
        remove(&new)?;
    }
    result
}

fn write_files(folder: &Path, files: &[File]) -> Result<()> {
    remove(folder)?;
    let refused = |path: &Path| {
        let path = path.to_path_buf();
        move |source| Error::Write { path, source }
    };
    let folders: BTreeSet<PathBuf> = files.iter().filter_map(|(name, _)| Some(folder.join(name.parent()?))).collect();
    for folder in folders {
        std::fs::create_dir_all(&folder).map_err(refused(&folder))?;
    }
    files.iter().try_for_each(|(name, bytes)| write(&folder.join(name), bytes))
}

/// Writes a file and its folder, where it does not hold the same already.
pub fn keep(path: &Path, bytes: &[u8]) -> Result<()> {
    if std::fs::read(path).is_ok_and(|held| held == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|source| Error::Write { path: folder.to_path_buf(), source })?;
    }
    write(path, bytes)
}

/// Writes one file.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).map_err(|source| Error::Write { path: path.to_path_buf(), source })
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::Write { path: folder.to_path_buf(), source: error })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
