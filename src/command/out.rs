//! What a command must not write over: what it reads, and the data and the declarations of a project.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::project::Root;

/// Refuses to write to a path that is one of the inputs, or that lies in one of some folders, or in the data or the
/// declarations of any project.
pub(super) fn refuse(out: &Path, inputs: &[&Path], folders: &[&Path]) -> Result<()> {
    if inputs.iter().any(|input| is_same(out, input)) {
        return Err(Error::Usage {
            message: format!("`{}` is read by this command, so it is not written over", out.display()),
            hint: "name another file with --out".to_owned(),
        });
    }
    let place = place(out);
    let projects = place.ancestors().map(Root::new).filter(|root| root.data.join("phases.toml").is_file());
    let of_projects = projects.flat_map(|root| [root.data, root.indicators]);
    let mut folders = of_projects.chain(folders.iter().map(|folder| folder.to_path_buf()));
    match folders.find(|folder| folder.canonicalize().is_ok_and(|folder| place.starts_with(folder))) {
        Some(folder) => Err(Error::Usage {
            message: format!("`{}` lies in `{}`, where only what is read belongs", out.display(), folder.display()),
            hint: "name a place outside the data and the indicators with --out, and copy from there what is to be read"
                .to_owned(),
        }),
        None => Ok(()),
    }
}

/// Whether two paths lead to one file, by whatever names and links.
fn is_same(one: &Path, other: &Path) -> bool {
    let (Ok(found), Ok(others)) = (one.metadata(), other.metadata()) else {
        return false;
    };
    let is_one_path = one.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(one, other)| one == other);
    found.is_file() && others.is_file() && (is_one_path || is_one_node(&found, &others))
}

#[cfg(unix)]
fn is_one_node(one: &std::fs::Metadata, other: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_one_node(_: &std::fs::Metadata, _: &std::fs::Metadata) -> bool {
    false
}

/// Where a path leads, also when the last of it is not there yet.
fn place(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let found = path.ancestors().find_map(|above| Some((above, above.canonicalize().ok()?)));
    let Some((above, real)) = found else {
        return path;
    };
    path.strip_prefix(above).map_or_else(|_| path.clone(), |rest| real.join(rest))
}
