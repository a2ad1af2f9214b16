//! Writes files: the whole folder of a report, or nothing; several files beside each other, or none; and never over
//! something that somebody else put there.

mod disk;
mod file;
mod held;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::finding::listed;

use super::File;

pub use file::{keep, replace};

use disk::{Lock, Purpose, beside, left_beside, parent, refused, remove, sync};
use held::Held;

/// The folder of a report, in which nothing stands in the way of a new one.
#[derive(Debug)]
pub struct Place {
    /// As the user named it.
    named: PathBuf,
    /// Where it lies, when the name is that of a link.
    folder: PathBuf,
}

impl Place {
    /// Looks at a folder before anything is computed for it. What a run that was killed left half done is put right.
    pub fn of(named: &Path) -> Result<Self> {
        let folder = behind_link(named)?;
        let place = Self { named: named.to_path_buf(), folder };
        if parent(&place.folder).is_dir() {
            place.prepare()?;
        } else {
            let above = place.folder.ancestors().find(|above| above.exists());
            let in_the_way = above.filter(|above| !above.is_dir());
            in_the_way.map_or(Ok(()), |_| Err(refused(named)(std::io::ErrorKind::NotADirectory.into())))?;
        }
        Ok(place)
    }

    /// Heals what was left, and refuses what cannot be replaced.
    fn prepare(&self) -> Result<Lock> {
        let lock = Lock::of(parent(&self.folder))?;
        self.heal()?;
        let Ok(found) = self.folder.symlink_metadata() else {
            return Ok(lock);
        };
        if !found.is_dir() {
            return Err(Error::Usage {
                message: format!("`{}` is a file, and the report is a folder", self.named.display()),
                hint: "move it elsewhere, or name another folder with --out".to_owned(),
            });
        }
        let held = Held::of(&self.folder)?;
        if !held.others.is_empty() {
            return Err(self.holds_others(&held.others));
        }
        Ok(lock)
    }

    /// What cannot be emptied is found out before anything is written. A folder that is left there by a run that is killed
    /// at this moment is no file of the report.
    fn try_out(&self) -> Result<()> {
        if !self.folder.is_dir() {
            return Ok(());
        }
        Held::of(&self.folder)?.folders.iter().try_for_each(|folder| {
            let attempt = beside(&folder.join("attempt"), Purpose::New);
            std::fs::create_dir(&attempt).and_then(|()| std::fs::remove_dir(&attempt)).map_err(refused(folder))
        })
    }

    /// Files that would be lost if the folder were replaced.
    fn holds_others(&self, others: &[PathBuf]) -> Error {
        let names: Vec<String> = others.iter().map(|path| path.display().to_string()).collect();
        Error::Usage {
            message: format!("`{}` holds files that no report put there: {}", self.named.display(), listed(&names)),
            hint: "a new report would take their place: move them elsewhere, or name another folder with --out"
                .to_owned(),
        }
    }

    /// A run that was killed leaves what it had written so far, and in the worst moment no report but the old one
    /// beside its place.
    fn heal(&self) -> Result<()> {
        for new in left_beside(&self.folder, Purpose::New)? {
            remove(&new)?;
        }
        for old in left_beside(&self.folder, Purpose::Old)? {
            if self.folder.symlink_metadata().is_ok() {
                Held::of(&old)?.remove()?;
            } else {
                std::fs::rename(&old, &self.folder).map_err(refused(&self.folder))?;
            }
        }
        Ok(())
    }

    /// Writes a report beside its place. Until it is put there, nothing is changed, and without that nothing remains.
    pub fn stage(self, files: &[File]) -> Result<Staged> {
        let lock = self.prepare()?;
        self.try_out()?;
        let new = beside(&self.folder, Purpose::New);
        let staged = Staged { place: self, new, _lock: lock };
        write_folder(&staged.new, &staged.place.named, files)?;
        Ok(staged)
    }
}

/// A report that is written whole beside its place. No other run writes there as long as it lives.
#[derive(Debug)]
pub struct Staged {
    place: Place,
    new: PathBuf,
    _lock: Lock,
}

impl Staged {
    /// Puts the report in its place.
    pub fn publish(self) -> Result<()> {
        let folder = &self.place.folder;
        let old = beside(folder, Purpose::Old);
        let had = folder.symlink_metadata().is_ok();
        if had {
            std::fs::rename(folder, &old).map_err(refused(&self.place.named))?;
        }
        std::fs::rename(&self.new, folder).map_err(|source| {
            // The report that was there comes back.
            drop(std::fs::rename(&old, folder));
            refused(&self.place.named)(source)
        })?;
        sync(parent(folder))?;
        if !had {
            return Ok(());
        }
        Held::of(&old)?.remove()?;
        if old.exists() { Err(self.holds_more(&old)) } else { Ok(()) }
    }

    /// Somebody put files into the report while a new one was put in its place.
    fn holds_more(&self, old: &Path) -> Error {
        Error::Usage {
            message: format!("files were put into `{}` while it was made again", self.place.named.display()),
            hint: format!("the report is whole, and those files are in `{}`", old.display()),
        }
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        drop(remove(&self.new));
    }
}

/// Writes a folder that is not there yet, or that is empty, whole or not at all.
pub fn write_new(named: &Path, files: &[File]) -> Result<()> {
    let folder = &behind_link(named)?;
    let _lock = Lock::of(parent(folder))?;
    for left in left_beside(folder, Purpose::New)? {
        remove(&left)?;
    }
    let found = folder.read_dir().map(|mut entries| entries.next().is_some());
    if let Ok(true) = found {
        return Err(Error::Usage {
            message: format!("`{}` is there already", named.display()),
            hint: "choose another name".to_owned(),
        });
    }
    // An empty folder is filled, so that whoever stands in it still does.
    let is_there = found.is_ok();
    let new = if is_there { beside(&folder.join("files"), Purpose::New) } else { beside(folder, Purpose::New) };
    let written = write_folder(&new, named, files).and_then(|()| {
        if !is_there {
            std::fs::rename(&new, folder).map_err(refused(named))?;
            return sync(parent(folder));
        }
        for name in first_names(files) {
            std::fs::rename(new.join(&name), folder.join(&name)).map_err(refused(named))?;
        }
        sync(folder)
    });
    remove(&new)?;
    written
}

/// The files and folders that stand in a folder itself.
fn first_names(files: &[File]) -> BTreeSet<PathBuf> {
    files.iter().filter_map(|(path, _)| path.iter().next()).map(PathBuf::from).collect()
}

/// Writes files into a new folder; what cannot be written is told by the place where it would have stood.
fn write_folder(folder: &Path, named: &Path, files: &[File]) -> Result<()> {
    std::fs::create_dir_all(parent(folder)).map_err(refused(parent(named)))?;
    std::fs::create_dir(folder).map_err(refused(named))?;
    let mut folders: BTreeSet<PathBuf> = BTreeSet::from([folder.to_path_buf()]);
    for (name, bytes) in files {
        let (path, refuse) = (folder.join(name), refused(&named.join(name)));
        let inside = parent(&path).to_path_buf();
        if folders.insert(inside.clone()) {
            std::fs::create_dir_all(&inside).map_err(&refuse)?;
        }
        disk::create(&path, bytes).map_err(refuse)?;
    }
    folders.iter().try_for_each(|folder| sync(folder))
}

/// Where a path lies, when it is that of a link: the link stays.
fn behind_link(named: &Path) -> Result<PathBuf> {
    let is_link = named.symlink_metadata().is_ok_and(|found| found.is_symlink());
    // `.` and `..` have no name of their own.
    if !is_link && named.file_name().is_some() {
        return Ok(named.to_path_buf());
    }
    named.canonicalize().map_err(|_| Error::Usage {
        message: format!("`{}` is a link to a folder that is not there", named.display()),
        hint: "make the folder, or remove the link".to_owned(),
    })
}
