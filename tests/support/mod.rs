//! What the tests share: a copy of the project that may be spoilt, the program run in it, and the real files beside it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "each test file uses a part of it, and a test that cannot go on is to stop"
)]

pub(crate) mod protected;
pub(crate) mod report;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The folder of the project.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of `../shared`, the real files that may not be copied into the project.
///
/// Where it is missing, a test that asks for it is left out, loudly; with `SCORECARD_REQUIRE_SHARED=1` it fails.
pub(crate) fn shared(folder: &str) -> Option<PathBuf> {
    let path = root().join("../shared").join(folder);
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("SCORECARD_REQUIRE_SHARED").is_none(), "{} is not there", path.display());
    let thread = std::thread::current();
    let test = thread.name().unwrap_or_default();
    // Past the capture of the test harness, which hides what a test that passes prints.
    let message = format!("LEFT OUT, not passed: {test} needs the files of ../shared/{folder}\n");
    std::io::stderr().write_all(message.as_bytes()).unwrap();
    None
}

/// What the program answered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A copy of `data/` and `indicators/` in a temporary folder, in which the program is run, so that its messages name
/// the files as a user sees them.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    pub(crate) fn copy() -> Self {
        let project = Self::empty();
        for name in ["data", "indicators"] {
            copy(&root().join(name), &project.path(name));
        }
        project
    }

    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn write(&self, name: &str, contents: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }

    pub(crate) fn append(&self, name: &str, text: &str) {
        self.write(name, self.read(name) + text);
    }

    /// Puts a text in the place of another that stands in the file once.
    pub(crate) fn replace(&self, name: &str, old: &str, new: &str) {
        let text = self.read(name);
        assert_eq!(text.matches(old).count(), 1, "`{old}` in {name}");
        self.write(name, text.replacen(old, new, 1));
    }

    /// The line on which a text stands.
    pub(crate) fn line_of(&self, name: &str, text: &str) -> usize {
        let place = self.read(name).lines().position(|line| line == text);
        1 + place.unwrap_or_else(|| panic!("`{text}` in {name}"))
    }

    /// Writes the checksum of a data file into its source card, so that the change of the file is no fault in itself.
    pub(crate) fn seal(&self, name: &str) {
        let path = Path::new(name);
        let card = path.with_file_name("source.toml");
        let card = card.to_str().unwrap();
        let entry = format!("name = \"{}\"", path.file_name().unwrap().to_str().unwrap());
        let text = self.read(card);
        let (before, after) = text.split_once(&entry).unwrap();
        let (between, rest) = after.split_once("sha256 = \"").unwrap();
        let (_, rest) = rest.split_once('"').unwrap();
        let sum = checksum(&fs::read(self.path(name)).unwrap());
        self.write(card, format!("{before}{entry}{between}sha256 = \"{sum}\"{rest}"));
    }

    /// Replaces a text of a data file and seals the file.
    pub(crate) fn plant(&self, name: &str, old: &str, new: &str) {
        self.replace(name, old, new);
        self.seal(name);
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        self.run_with(arguments, &[])
    }

    pub(crate) fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Outcome {
        let output = Command::new(env!("CARGO_BIN_EXE_scorecard"))
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        Outcome {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn checksum(bytes: &[u8]) -> String {
    tables::checksum::of_bytes(bytes)
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

/// The bytes of all files below a folder, by path inside it.
pub(crate) fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files(folder)
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(folder).unwrap().to_path_buf();
            (name, fs::read(path).unwrap())
        })
        .collect()
}

fn copy(from: &Path, to: &Path) {
    for path in files(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(path, target).unwrap();
    }
}
