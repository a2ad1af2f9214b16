//! The card of a source (`source.toml`): who published the figures, under which licence, and how each file is read.

mod acknowledgement;
mod disclosure;
mod filter;
mod marker;
mod recipe;
mod seen_in;

use std::path::PathBuf;

use serde::Deserialize;

pub use acknowledgement::Acknowledgement;
pub use disclosure::{Disclosure, DisclosureKeys, DisclosureTable};
pub use filter::{CellFilter, OneOrMany, RowFilter};
pub use marker::{Marker, Meaning};
pub use recipe::{AREA, EVENTS, Field, FigureColumns, FileCard, GROUP, Layout, NamedColumn, OtherAreas, Positions};
pub use seen_in::SeenIn;

/// Who collected the figures: a public authority, or the voluntary sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sector {
    /// `data/statutory`.
    #[default]
    Statutory,
    /// `data/voluntary`.
    Voluntary,
}

impl Sector {
    /// Both, with their folders.
    pub const ALL: [(Self, &'static str); 2] = [(Self::Statutory, "statutory"), (Self::Voluntary, "voluntary")];

    /// Its name in a sentence.
    pub fn label(self) -> &'static str {
        match self {
            Self::Statutory => "statutory",
            Self::Voluntary => "voluntary sector",
        }
    }
}

/// The card of a source.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    /// The name of its folder.
    #[serde(skip)]
    pub id: String,
    /// Its folder.
    #[serde(skip)]
    pub folder: PathBuf,
    /// Who collected the figures.
    #[serde(skip)]
    pub sector: Sector,
    /// Who published them.
    pub publisher: String,
    /// Title of the publication.
    pub title: String,
    /// Its address.
    pub address: String,
    /// The licence of the figures.
    pub licence: String,
    /// Date of publication, as far as it is known.
    pub published: String,
    /// Date on which it was read.
    pub accessed: String,
    /// What a reader of the report needs to know.
    #[serde(default)]
    pub notes: Vec<String>,
    /// The series of denominators to which its files belong, such as `census-residents`.
    pub series: Option<String>,
    /// What such a counting of residents is called in a sentence, such as `census`.
    pub counting: Option<String>,
    /// Whether its files lie outside the project, since nobody else may see them: of them the project holds only what may
    /// be shown.
    #[serde(default)]
    pub private: bool,
    /// What may be shown of its counts, as its card says; `policy` is what holds.
    #[serde(default)]
    pub disclosure: DisclosureTable,
    /// Its files.
    #[serde(rename = "file")]
    pub files: Vec<FileCard>,
    /// Records that were left out when the figures were compiled.
    #[serde(default)]
    pub left_out: Vec<LeftOut>,
    /// Warnings about its files that may stand.
    #[serde(default)]
    pub acknowledged: Vec<Acknowledgement>,
}

/// Records that were left out when figures were compiled, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LeftOut {
    /// What they are.
    pub what: String,
    /// Why they were left out.
    pub reason: String,
    /// How many.
    pub count: u64,
}

impl Source {
    /// What may be shown of its counts; none where its figures pass as published. Counts of records are the project's own.
    pub fn policy(&self) -> Option<Disclosure> {
        let counted = self.files.iter().any(|file| file.layout == Layout::Records);
        self.disclosure.policy(counted || self.private)
    }

    /// Whether its files are on this machine.
    pub fn is_here(&self) -> bool {
        self.files.iter().all(|file| {
            let path = self.folder.join(&file.name);
            let matches = || glob::glob(&path.to_string_lossy()).is_ok_and(|mut found| found.next().is_some());
            path.is_file() || matches()
        })
    }

    /// What the card says of the publication, by key.
    pub fn publication(&self) -> [(&'static str, &str); 6] {
        [
            ("publisher", &self.publisher),
            ("title", &self.title),
            ("address", &self.address),
            ("licence", &self.licence),
            ("published", &self.published),
            ("accessed", &self.accessed),
        ]
    }

    /// The keys about the publication that are blank.
    pub fn blank(&self) -> impl Iterator<Item = &'static str> {
        let blank = self.publication().into_iter().filter(|(_, value)| value.trim().is_empty());
        blank.map(|(key, _)| key)
    }

    /// The file with a name.
    pub fn file(&self, name: &str) -> Option<&FileCard> {
        self.files.iter().find(|file| file.name == name)
    }
}
