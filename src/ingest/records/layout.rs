//! The header of a file → which of its columns are wanted, and for what.

use std::path::{Path, PathBuf};

use crate::finding::{Fault, Findings, Location};

use super::cells::{Form, Use};
use super::{Place, Recipe};

/// Where the columns of a recipe stand in a file.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    /// The file.
    pub(super) path: PathBuf,
    /// Its place in the order of files.
    pub(super) file: usize,
    /// The names of its columns.
    pub(super) header: Vec<String>,
    /// What its records look like where they are plain.
    pub(super) form: Form,
    /// What the key columns are.
    pub(super) roles: Roles,
}

/// Which key column has which part, by its number.
#[derive(Debug, Clone)]
pub(super) struct Roles {
    pub(super) date: usize,
    pub(super) group: usize,
    /// The column of the area, or those of latitude and longitude.
    pub(super) place: Whereabouts,
    pub(super) by: Vec<usize>,
    /// For each condition of the recipe, in its order.
    pub(super) conditions: Vec<usize>,
}

/// The column of the area, or those of the position.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whereabouts {
    Area(usize),
    Position { latitude: usize, longitude: usize },
}

impl Layout {
    /// Finds the columns of a recipe; those that are missing, or of whose name there are two, are findings.
    pub(super) fn find(
        (file, path): (usize, &Path),
        header: Vec<String>,
        recipe: &Recipe<'_>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let mut seeker = Seeker { path, uses: vec![Use::Unused; header.len()], header: &header, keys: 0, findings };
        let date = seeker.key(&recipe.date);
        let group = seeker.key(&recipe.group);
        let place = match &recipe.place {
            Place::Column { name, .. } => seeker.key(name).map(Whereabouts::Area),
            Place::Position { latitude, longitude, .. } => {
                let places = (seeker.key(latitude), seeker.key(longitude));
                match places {
                    (Some(latitude), Some(longitude)) => Some(Whereabouts::Position { latitude, longitude }),
                    (None, _) | (_, None) => None,
                }
            }
        };
        let by = seeker.all(recipe.by.iter());
        let conditions = seeker.all(recipe.conditions.iter().map(|condition| &condition.column));
        let events = recipe.sum.as_ref().is_none_or(|column| seeker.events(column));
        let columns = seeker.uses;
        Some(Self {
            path: path.to_path_buf(),
            file,
            form: Form { separator: b',', end: b'\n', columns },
            roles: Roles { date: date?, group: group?, place: place?, by: by?, conditions: conditions? },
            header: events.then_some(header)?,
        })
    }
}

struct Seeker<'a> {
    path: &'a Path,
    header: &'a [String],
    uses: Vec<Use>,
    keys: usize,
    findings: &'a mut Findings,
}

impl Seeker<'_> {
    /// The number of a key column; one that has several parts has one number.
    fn key(&mut self, name: &str) -> Option<usize> {
        let column = self.column(name)?;
        let used = self.uses.get_mut(column)?;
        match used {
            Use::Key(number) => Some(*number),
            Use::Unused => {
                let number = self.keys;
                *used = Use::Key(number);
                self.keys += 1;
                Some(number)
            }
            Use::Events => None,
        }
    }

    fn all<'n>(&mut self, names: impl Iterator<Item = &'n String>) -> Option<Vec<usize>> {
        // All are looked for before one that is missing counts.
        let places: Vec<_> = names.map(|name| self.key(name)).collect();
        places.into_iter().collect()
    }

    /// Marks the column of the number of events.
    fn events(&mut self, name: &str) -> bool {
        let Some(column) = self.column(name) else {
            return false;
        };
        match self.uses.get_mut(column) {
            Some(used @ Use::Unused) => *used = Use::Events,
            Some(Use::Key(_) | Use::Events) | None => {
                let rule = "records cannot be told apart by the column that is summed";
                let fault = Fault::bad_value("--sum", name, rule);
                self.findings.add(fault, Location::cell(self.path, 1, column as u64 + 1));
                return false;
            }
        }
        true
    }

    fn column(&mut self, name: &str) -> Option<usize> {
        let mut found = self.header.iter().enumerate().filter(|(_, column)| *column == name);
        let (first, second) = (found.next(), found.next());
        let (fault, place) = match (first, second) {
            (Some((column, _)), None) => return Some(column),
            (_, Some((column, _))) => {
                let column = (name.to_owned(), column as u64 + 1);
                (Fault::RepeatedColumn { column: column.0 }.into(), Location::cell(self.path, 1, column.1))
            }
            (None, None) => (tables::table::missing_column(name, self.header), Location::line(self.path, 1)),
        };
        self.findings.add(fault, place);
        None
    }
}
