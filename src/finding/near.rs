//! The known name that is nearest to one that is not known, for a hint.

use std::path::{Path, PathBuf};

/// How alike two names must be before one of them is a hint for the other.
const ALIKE: f64 = 0.55;

/// The known name that is nearest to another, where any is near; capitals, blanks and underscores make no difference.
pub(crate) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let wanted = plain(name);
    let alike = |known: &str| {
        let known = plain(known);
        let begins = known.len() > 2 && wanted.len() > 2 && (known.starts_with(&wanted) || wanted.starts_with(&known));
        strsim::normalized_damerau_levenshtein(&known, &wanted).max(if begins { ALIKE } else { 0.0 })
    };
    let rated = known.iter().map(|known| (alike(known), *known)).filter(|(alike, _)| *alike >= ALIKE);
    // Of several that are equally near the first.
    rated.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, known)| known)
}

/// What there is in place of a file or folder that is not there: the entry of its folder whose name is nearest.
pub(crate) fn nearest_path(path: &Path) -> Option<PathBuf> {
    // Of a path of which more is missing, the first part that is.
    let missing = path.ancestors().take_while(|part| !part.as_os_str().is_empty() && !part.exists()).last()?;
    let folder = missing.parent()?;
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut names: Vec<String> =
        std::fs::read_dir(here).ok()?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    // The order of files on disk makes no difference.
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.starts_with('.')).collect();
    Some(folder.join(nearest(&missing.file_name()?.to_string_lossy(), &names)?))
}
