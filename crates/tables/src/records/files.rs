//! Names and patterns → the files that they mean.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use crate::finding::Problem;
use crate::table::reason;

/// The files that names and patterns such as `2021-*/*.csv` mean, each once and sorted by name, so that the order of
/// the arguments and of the folder make no difference.
///
/// A file whose name looks like a pattern is meant by it. All that mean no file are reported together.
pub fn expand(patterns: &[PathBuf]) -> Result<Vec<PathBuf>, Problem> {
    let mut files = BTreeSet::new();
    let mut faults: Vec<String> = Vec::new();
    for pattern in patterns {
        if pattern.is_dir() {
            faults.push(format!("`{}` is a folder", pattern.display()));
        } else if pattern.exists() {
            files.insert(pattern.clone());
        } else {
            match matching(pattern) {
                Ok(found) if !found.is_empty() => files.extend(found),
                Ok(_) => faults.push(format!("no file matches `{}`", pattern.display())),
                Err(reason) => {
                    faults.push(format!("`{}` is no pattern: {reason}", pattern.display()));
                }
            }
        }
    }
    if faults.is_empty() {
        return Ok(distinct(files));
    }
    Err(Problem::error(
        faults.join("; "),
        "name files, or quote a pattern as in `2024-*/*.csv`; `*` stands for any letters",
    ))
}

/// The files without those that are another under a second name: `./a`, a link to it, or what a link leads to.
fn distinct(files: BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let mut seen = BTreeSet::new();
    let is_new = |path: &PathBuf| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone()));
    // The plainest of its names is that by which a file is known.
    let mut files: Vec<PathBuf> = files.into_iter().collect();
    files.sort_by_key(|path| (path.is_symlink(), path.as_os_str().len(), path.clone()));
    files.retain(is_new);
    files.sort();
    files
}

fn matching(pattern: &Path) -> Result<Vec<PathBuf>, String> {
    let pattern = pattern.to_str().ok_or("it is not UTF-8")?;
    let paths = glob::glob(pattern).map_err(|error| error.msg.to_owned())?;
    Ok(paths.flatten().filter(|path| path.is_file()).collect())
}

/// What to do about a file that was cut off.
pub(super) const AGAIN: &str = "get the file again from its publisher; it may have been cut off";

/// A file that cannot be opened, or not be read to its end.
pub(super) fn unread(error: &io::Error) -> Problem {
    Problem::error(format!("the file cannot be read: {}", reason(error)), AGAIN)
}
