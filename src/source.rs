//! The card of a source (`source.toml`): who published the figures, under which licence, and how each file is read.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use crate::observation::Figure;
use crate::period::PeriodKind;

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
    pub const ALL: [(Self, &'static str); 2] = [
        (Self::Statutory, "statutory"),
        (Self::Voluntary, "voluntary"),
    ];

    /// Its name in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Statutory => "statutory",
            Self::Voluntary => "voluntary sector",
        }
    }
}

/// The card of a source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
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
    /// What may be shown of its counts, where they are the project's own.
    pub disclosure: Option<Disclosure>,
    /// Its files.
    #[serde(rename = "file")]
    pub files: Vec<FileCard>,
    /// Records that were left out when the figures were compiled.
    #[serde(default)]
    pub left_out: Vec<LeftOut>,
}

/// What may be shown of counts that the project made itself from records.
///
/// Without a `[disclosure]` table on its card, the figures of a source pass as published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Disclosure {
    /// Counts below it are hidden.
    pub threshold: u32,
    /// The others are rounded to the nearest multiple of it.
    pub round_to: u32,
    /// Whether further cells are withheld so that no hidden one can be worked out.
    pub secondary: bool,
    /// How narrow the range may be to which a hidden count can be worked out; when it is not given, nothing may be
    /// worked out beyond its being below the threshold.
    pub least_range: Option<u32>,
}

impl Default for Disclosure {
    fn default() -> Self {
        Self {
            threshold: 5,
            round_to: 5,
            secondary: true,
            least_range: None,
        }
    }
}

impl Disclosure {
    /// What it does, in a sentence about the counts.
    pub fn words(&self) -> String {
        let Self {
            threshold,
            round_to,
            secondary,
            least_range: _,
        } = self;
        let withheld = if *secondary {
            ", and more are withheld where a hidden one could be worked out"
        } else {
            ""
        };
        format!(
            "counts below {threshold} are hidden and the others rounded to {round_to}{withheld}"
        )
    }

    /// The narrowest range to which a hidden count may be worked out.
    pub fn least_range(&self) -> u32 {
        self.least_range.unwrap_or(self.threshold.saturating_sub(1))
    }

    /// What its numbers contradict, as its key and the rule.
    pub fn problems(&self) -> Vec<(&'static str, u32, &'static str)> {
        let most = self.threshold.saturating_sub(1);
        let rules = [
            (
                "round-to",
                self.round_to,
                self.round_to > 0,
                "counts are rounded to 1 or more",
            ),
            (
                "least-range",
                self.least_range(),
                self.least_range() <= most,
                "a count hidden below `threshold` is known to lie between 0 and one less than it",
            ),
        ];
        rules
            .into_iter()
            .filter(|(_, _, holds, _)| !holds)
            .map(|(key, value, _, rule)| (key, value, rule))
            .collect()
    }
}

/// How a file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// A row an observation.
    Tidy,
}

/// How one file is read.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FileCard {
    /// Its name.
    pub name: String,
    /// Its checksum.
    pub sha256: String,
    /// Its layout.
    pub layout: Layout,
    /// The list in which its ethnicity labels are looked up.
    pub scheme: String,
    /// The classification that its labels make up; inferred from the whole set of labels when it is not given.
    pub classification: Option<String>,
    /// The column of the period.
    pub period: String,
    /// What the period labels mean.
    pub period_kind: PeriodKind,
    /// The column of the area.
    pub area: String,
    /// The column of the ethnic group.
    pub ethnicity: String,
    /// Columns that tell rows apart besides period, area and group, and that a measure may filter by.
    #[serde(default)]
    pub dimensions: Vec<String>,
    /// The columns that hold figures.
    pub figures: Vec<String>,
    /// To what the figures of a column were rounded, in its own unit.
    #[serde(default)]
    pub rounded_to: BTreeMap<String, f64>,
    /// By how much the groups, with unknown ethnicity, may miss the published total.
    #[serde(default)]
    pub total_tolerance: f64,
    /// The census year of the population column that the file brings with it.
    pub population_year: Option<i32>,
    /// What stands in place of a missing figure, and what it means.
    #[serde(default)]
    pub markers: BTreeMap<String, Marker>,
}

/// What a marker means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// Hidden so that nobody can be found.
    Suppressed,
    /// Too few asked for the figure to be relied on.
    Unreliable,
    /// Not collected or not published.
    NotAvailable,
    /// The question does not apply.
    NotApplicable,
    /// Above zero, and rounded to it.
    RoundsToZero,
    /// Left empty without a reason.
    Blank,
}

/// A marker's meaning, with the bounds of the hidden figure where they are known.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Marker {
    /// What it means.
    pub means: Meaning,
    /// The least that the hidden figure can be.
    pub lower: Option<f64>,
    /// The most that it can be.
    pub upper: Option<f64>,
}

impl Marker {
    /// The figure that it stands for.
    pub fn figure(self) -> Figure {
        match self.means {
            Meaning::Suppressed => Figure::Suppressed {
                lower: self.lower.unwrap_or(0.0),
                upper: self.upper,
            },
            Meaning::Unreliable => Figure::Unreliable,
            Meaning::NotAvailable => Figure::NotAvailable,
            Meaning::NotApplicable => Figure::NotApplicable,
            Meaning::RoundsToZero => Figure::RoundsToZero,
            Meaning::Blank => Figure::Blank,
        }
    }
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
    /// The file with a name.
    pub fn file(&self, name: &str) -> Option<&FileCard> {
        self.files.iter().find(|file| file.name == name)
    }
}

impl FileCard {
    /// The place of a figure column among the figures of a row.
    pub fn figure(&self, column: &str) -> Option<usize> {
        self.figures.iter().position(|figure| figure == column)
    }
}
