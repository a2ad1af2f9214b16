//! What systems and open programs leave in any folder, and nobody put there.

use std::path::Path;

/// Files that systems put into any folder that is looked at.
const OF_SYSTEMS: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// How names begin of files that a spreadsheet program has beside an open one: of its owner, of its lock.
const OF_OPEN_FILES: [&str; 2] = ["~$", ".~lock."];

/// Whether a system put a file there, so that nobody would miss it.
pub(crate) fn is_left_by_system(path: &Path) -> bool {
    path.file_name().is_some_and(|name| OF_SYSTEMS.iter().any(|litter| name.eq_ignore_ascii_case(litter)))
}

/// Whether a file is there for as long as another is open in a program, or was put there by a system.
pub(crate) fn is_no_data(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    is_left_by_system(path) || OF_OPEN_FILES.iter().any(|beginning| name.starts_with(beginning))
}
