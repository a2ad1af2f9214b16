//! `scorecard init`: a working project, from the data and the declarations that the program was built with.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::error::{Error, Result};
use crate::report::folder;

static DATA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data");
static INDICATORS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/indicators");
static DOCUMENTATION: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs");

/// The first page of a new project.
const README: &str = include_str!("init.md");

/// Writes a working project into a folder that is empty or not there yet.
pub fn init(target: &Path) -> Result<()> {
    let refused = |source| Error::Read { path: target.to_path_buf(), source };
    let is_empty = !target.exists() || std::fs::read_dir(target).map_err(refused)?.next().is_none();
    if !is_empty {
        return Err(Error::Usage {
            message: format!("`{}` is not empty, so no project is written into it", target.display()),
            hint: "name a folder that does not exist yet".to_owned(),
        });
    }
    let parts = [("data", &DATA), ("indicators", &INDICATORS), ("docs", &DOCUMENTATION)];
    let mut files = vec![(PathBuf::from("README.md"), README.as_bytes().to_vec())];
    for (name, folder) in parts {
        collect(Path::new(name), folder, &mut files);
    }
    folder::write_new(target, &files)
}

/// What to do in a new project first.
pub fn after_init(target: &Path) -> String {
    if target == Path::new(".") {
        return "next: scorecard run --open\n".to_owned();
    }
    let folder = target.display().to_string();
    let plain = folder.chars().all(|letter| letter.is_alphanumeric() || "/\\._-:".contains(letter));
    let folder = if plain { folder } else { format!("\"{folder}\"") };
    format!("next: cd {folder}, then scorecard run --open\n")
}

/// The files of a folder and of those in it. Pictures are for those who read the pages online.
fn collect(name: &Path, folder: &Dir<'_>, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for file in folder.files().filter(|file| file.path().extension().is_none_or(|ending| ending != "png")) {
        files.push((name.join(file.path()), file.contents().to_vec()));
    }
    for inner in folder.dirs() {
        collect(name, inner, files);
    }
}
