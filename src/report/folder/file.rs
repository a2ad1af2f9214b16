//! Single files: each whole or as it was.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

use super::disk::{self, Lock, Purpose, beside, left_beside, parent, refused, sync};

/// Writes a file and its folder, where it does not hold the same already.
pub fn keep(path: &Path, bytes: &[u8]) -> Result<()> {
    if std::fs::read(path).is_ok_and(|held| held == bytes) {
        return Ok(());
    }
    std::fs::create_dir_all(parent(path)).map_err(refused(parent(path)))?;
    replace(&[(path.to_path_buf(), bytes.to_vec())])
}

/// Writes files that belong together in one folder, each beside its place first. They are put there when all are
/// written, and no other run writes in between.
pub fn replace(files: &[(PathBuf, Vec<u8>)]) -> Result<()> {
    let places: Vec<Option<PathBuf>> = files.iter().map(|(named, _)| place(named)).collect::<Result<_>>()?;
    let first = places.iter().flatten().next().map(|path| parent(path));
    let _lock = first.filter(|folder| folder.is_dir()).map(Lock::of).transpose()?;
    let mut staged = Vec::new();
    let written = files.iter().zip(&places).try_for_each(|((named, bytes), place)| match place {
        Some(path) => {
            staged.push(Staged { path, new: beside(path, Purpose::New) });
            staged.last().map_or(Ok(()), |file| file.write(named, bytes))
        }
        None => write_into(named, bytes).map_err(refused(named)),
    });
    written.and_then(|()| staged.iter().try_for_each(Staged::publish))
}

/// A file that is written beside its place.
struct Staged<'p> {
    path: &'p Path,
    new: PathBuf,
}

impl Staged<'_> {
    fn write(&self, named: &Path, bytes: &[u8]) -> Result<()> {
        // What a run that was killed left is of no use; what is not ours to remove does no harm.
        for left in left_beside(self.path, Purpose::New).unwrap_or_default() {
            drop(std::fs::remove_file(left));
        }
        let permissions = self.path.metadata().map(|found| found.permissions());
        let written = disk::create(&self.new, bytes).and_then(|()| match permissions {
            Ok(permissions) => std::fs::set_permissions(&self.new, permissions),
            Err(_) => Ok(()),
        });
        written.map_err(refused(named))
    }

    fn publish(&self) -> Result<()> {
        std::fs::rename(&self.new, self.path).map_err(refused(self.path))?;
        sync(parent(self.path))
    }
}

impl Drop for Staged<'_> {
    fn drop(&mut self) {
        // One that was put in its place is there no more.
        drop(std::fs::remove_file(&self.new));
    }
}

/// Where a file is to lie, behind links, which stay links; none for what cannot be replaced, such as `/dev/stdout`.
fn place(named: &Path) -> Result<Option<PathBuf>> {
    let refuse = refused(named);
    match std::fs::metadata(named) {
        Ok(found) if found.is_dir() => Err(is_folder(named)),
        Ok(found) if !found.is_file() => Ok(None),
        Ok(found) if found.permissions().readonly() => Err(refuse(ErrorKind::PermissionDenied.into())),
        Ok(_) => named.canonicalize().map(Some).map_err(refuse),
        Err(error) if named.symlink_metadata().is_ok() => Err(refuse(error)),
        Err(_) => Ok(Some(named.to_path_buf())),
    }
}

fn write_into(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.write_all(bytes)?;
    file.flush()
}

fn is_folder(path: &Path) -> Error {
    Error::Usage {
        message: format!("`{}` is a folder, and a file is to be written", path.display()),
        hint: "name a file in it".to_owned(),
    }
}
