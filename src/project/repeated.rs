//! What is declared twice under two names, so that it would be counted twice: a file, or a column.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tables::records;

use crate::finding::Problem;
use crate::source::{FileCard, Layout, Source};

/// A `[[file]]` table that reads the same figures as an earlier one of its source.
pub(super) fn file(source: &Source, place: usize) -> Option<Problem> {
    let file = source.files.get(place)?;
    let earlier = source.files.iter().take(place).find(|earlier| reads_again(source, earlier, file))?;
    let names = if earlier.name == file.name {
        format!("`{}` is read", file.name)
    } else {
        format!("`{}` and `{}` are one file, which is read", earlier.name, file.name)
    };
    Some(Problem::error(
        format!("{names} by two [[file]] tables, so that its figures would be counted twice"),
        "keep one of the tables, or let each read other rows (`where`), another `sheet` or other `figures`",
    ))
}

fn reads_again(source: &Source, one: &FileCard, other: &FileCard) -> bool {
    let same_rows = one.sheet == other.sheet && one.filter == other.filter && one.period == other.period;
    let columns = |file: &FileCard| -> BTreeSet<String> {
        let named = file.columns.iter().map(|column| column.name.clone());
        file.figures.iter().map(|(_, column)| column.to_owned()).chain(named).collect()
    };
    let are_records = one.layout == Layout::Records && other.layout == Layout::Records;
    let same_figures = are_records || !columns(one).is_disjoint(&columns(other));
    same_rows && same_figures && !files(source, one).is_disjoint(&files(source, other))
}

/// The files that a table reads, each by the one path that leads to it without links.
fn files(source: &Source, file: &FileCard) -> BTreeSet<PathBuf> {
    let path = source.folder.join(&file.name);
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    if file.layout != Layout::Records {
        return BTreeSet::from([whole(&path)]);
    }
    let found = records::expand(std::slice::from_ref(&path)).unwrap_or_else(|_| vec![path]);
    found.iter().map(|path| whole(path)).collect()
}
