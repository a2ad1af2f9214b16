//! What the tests share: files of the crate, and published files that may not be copied into it.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses a part of it, and stops where it cannot go on")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tables::finding::Findings;

/// The folder of the crate.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of published files beside the project. Where it is not there the test that asks for it is skipped, loudly.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let path = root().join("../../../shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    // Past the capture of the test harness, which hides what a test that passes prints.
    let message = format!("SKIPPED, not passed: {} is not there\n", path.display());
    std::io::stderr().write_all(message.as_bytes()).unwrap();
    None
}

/// All files below a folder, by path.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Findings as a reader sees them.
pub(crate) fn blocks(findings: &Findings) -> Vec<String> {
    findings.sorted().iter().map(ToString::to_string).collect()
}
