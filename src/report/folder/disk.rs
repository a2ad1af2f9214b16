//! What the system is asked for when files are written: that nobody else writes at the same time, names that nobody else
//! has, and that what was written is on the disk.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// An error of the system, at the path that it is about.
pub(super) fn refused(path: &Path) -> impl Fn(io::Error) -> Error + use<> {
    let path = path.to_path_buf();
    move |source| Error::Write { path: path.clone(), source }
}

/// That no other run writes below a folder. It ends with the value, and with the program however that ends.
#[derive(Debug)]
pub(super) struct Lock(#[expect(dead_code, reason = "the system holds the lock as long as the file is open")] File);

impl Lock {
    /// Waits until nobody else holds it. The folder is made where there is none.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(refused(folder))?;
        let whole = File::open(folder).and_then(|file| file.lock().map(|()| file));
        // Some systems lock no folders; there a file in it stands for it.
        let locked = whole.or_else(|_| {
            let name = folder.join(".scorecard.lock");
            let file = OpenOptions::new().write(true).create(true).truncate(false).open(name)?;
            file.lock().map(|()| file)
        });
        locked.map(Self).map_err(refused(folder))
    }
}

/// What a file or folder beside another is for, while the other is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It is to take the place of the other.
    New,
    /// It gave its place to the other.
    Old,
}

impl Purpose {
    fn label(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Old => "old",
        }
    }

    /// How the names of such files begin.
    fn prefix(self, path: &Path) -> OsString {
        let mut name = OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(format!(".scorecard-{}-", self.label()));
        name
    }
}

fn is_numbers(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_ascii_digit() || letter == '-')
}

/// A path beside another that nothing has yet, hidden, and told from those of other programs by the number of ours.
pub(super) fn beside(path: &Path, purpose: Purpose) -> PathBuf {
    let names = (0_u32..).map(|number| {
        let mut name = purpose.prefix(path);
        name.push(format!("{}-{number}", std::process::id()));
        path.with_file_name(name)
    });
    let is_free = |path: &PathBuf| path.symlink_metadata().is_err();
    { names }.find(is_free).unwrap_or_else(|| path.to_path_buf())
}

/// What a program that was killed left beside a path.
pub(super) fn left_beside(path: &Path, purpose: Purpose) -> Result<Vec<PathBuf>> {
    let folder = parent(path);
    let prefix = purpose.prefix(path).to_string_lossy().into_owned();
    let is_ours = |name: &str| name.strip_prefix(&prefix).is_some_and(is_numbers);
    let mut left = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(refused(folder))? {
        let entry = entry.map_err(refused(folder))?;
        if is_ours(&entry.file_name().to_string_lossy()) {
            left.push(entry.path());
        }
    }
    left.sort();
    Ok(left)
}

/// The folder in which something lies; the current one for a name alone.
pub(super) fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file that is not there yet, down to the disk.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Puts the names in a folder on the disk, where the system can do that.
pub(super) fn sync(folder: &Path) -> Result<()> {
    let Ok(open) = File::open(folder) else {
        return Ok(());
    };
    match open.sync_all() {
        Err(error) if !matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Err(refused(folder)(error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Removes a folder that holds nothing of anybody else; none is as good.
pub(super) fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(refused(folder)(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}
