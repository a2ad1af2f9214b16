//! The declarations: seven indicators and the measures in them. A measure is declared in `indicators/` and nowhere
//! else; the computation, the charts, the report and the method notes all follow from it.

mod absence;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

use crate::ethnicity::{Category, Ethnicity};
use crate::finding::Location;
use crate::period::{Period, PeriodKind};

pub use absence::{Absence, AbsenceKind};

/// One of the subjects of the scorecard.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Indicator {
    /// The name of its file.
    #[serde(skip)]
    pub id: String,
    /// Its file.
    #[serde(skip)]
    pub path: PathBuf,
    /// Its title.
    pub title: String,
    /// The question that it answers.
    pub question: String,
    /// Its measures.
    #[serde(rename = "measure", deserialize_with = "shared")]
    pub measures: Vec<Arc<Measure>>,
}

/// What kind of figure a measure is; what follows from it stands in `disparity::kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// People with the outcome out of the group.
    Proportion,
    /// Events over residents.
    Rate,
    /// Share of post-holders over share of the population.
    Representation,
    /// A mean with a standard error.
    Mean,
    /// A published percentage of a survey.
    Survey,
    /// Observed over expected counts, or rates standardised to one population: the ages of the groups allowed for.
    Standardised,
    /// A published figure with none of these.
    Published,
}

/// Which direction is good for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Favourable {
    /// A higher figure is good.
    Higher,
    /// A lower figure is good.
    Lower,
    /// Neither is: the figures differ, and nobody fares better or worse by that.
    Neither,
}

impl Favourable {
    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::Neither => "neither",
        }
    }
}

/// With whom a group is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Comparator {
    /// All White people.
    White,
    /// White British people.
    WhiteBritish,
}

impl Comparator {
    /// Its category.
    pub fn category(self, ethnicity: &Ethnicity) -> Category {
        match self {
            Self::White => ethnicity.anchors.white,
            Self::WhiteBritish => ethnicity.anchors.white_british,
        }
    }

    /// Its name in the `comparator` column.
    pub fn label(self) -> &'static str {
        match self {
            Self::White => "White",
            Self::WhiteBritish => "White British",
        }
    }
}

/// How the ethnicity in the numerator of a measure was recorded, against that in its denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recording {
    /// Numerator and denominator come from one record of the same people.
    OneRecord,
    /// The people counted said it themselves, and the denominator comes from a census.
    SelfDefined,
    /// An authority noted it when people came to it, and the denominator comes from a census.
    Returned,
    /// Others assigned it by what they saw or knew, and the denominator comes from a census.
    Assigned,
}

/// What of the measure itself could explain a gap away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Explanation {
    /// The groups differ in age, and it matters.
    Age,
    /// The denominator is of other people than the numerator.
    Denominator,
}

/// What could explain a gap away, and why.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct QualifiedBy {
    /// What it is.
    pub what: Explanation,
    /// The most by which it could multiply or divide a ratio; when not given, nothing is clear beside it.
    pub factor: Option<f64>,
    /// The sentence that stands beside what it qualifies.
    pub because: String,
}

/// One measure.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the declaration")]
pub struct Measure {
    /// Where it is declared.
    #[serde(skip)]
    pub location: Option<Location>,
    /// Its name in files and links.
    pub id: String,
    /// Its title in a few words, for charts.
    pub short: String,
    /// Its title: the outcome and the base, "by ethnicity" understood.
    pub title: String,
    /// The question that it answers, in plain words.
    pub question: String,
    /// What kind of figure it is.
    pub kind: Kind,
    /// The unit of its value: `searches per 1,000 residents a year`.
    pub unit: String,
    /// The number of people to which a rate refers: 1,000 or 100,000.
    pub per: Option<f64>,
    /// Which direction is good for people.
    pub favourable: Favourable,
    /// The source: the name of a folder below `data/statutory` or `data/voluntary`.
    pub source: String,
    /// The files of the source that hold it; all of them when not given.
    #[serde(default)]
    pub files: Vec<String>,
    /// Which rows: the value of each dimension.
    #[serde(default, rename = "where")]
    pub filter: BTreeMap<String, String>,
    /// The dimensions over which its counts are added up: no row of them counts what another counts.
    #[serde(default)]
    pub sum_over: Vec<String>,
    /// The count above the line.
    pub numerator: Option<Numerator>,
    /// The count below it.
    pub denominator: Option<Denominator>,
    /// For a standardised measure: the count that the ages of the group alone would give.
    pub expected: Option<Expected>,
    /// For a standardised measure whose source has ages: the bands, and the population to which they are standardised.
    pub age_bands: Option<AgeBands>,
    /// The published value.
    pub value: Option<Value>,
    /// For a representation: the group's share of the population.
    pub population: Option<PopulationShare>,
    /// What people do, for the sentence `as likely to …`; a count of events has none.
    pub outcome: Option<String>,
    /// With whom groups are compared when the command does not say.
    pub comparator: Comparator,
    /// Whether the months of the phase that follow one another are added up and annualised.
    #[serde(default)]
    pub pool_months: bool,
    /// The kind of year that four quarters make, where the source has quarters.
    pub quarters_of: Option<PeriodKind>,
    /// Whether it counts those who are there on a day, and not events over time.
    #[serde(default)]
    pub stock: bool,
    /// Whether one person can have several of the events.
    #[serde(default)]
    pub repeatable: bool,
    /// Decimals with which its value is shown.
    #[serde(default = "one")]
    pub decimals: usize,
    /// How ethnicity was recorded; it enters the grade of the evidence.
    pub recording: Option<Recording>,
    /// Whether it depends on age, and its figures take no account of that.
    #[serde(default)]
    pub age_sensitive: bool,
    /// What could explain its gaps away.
    #[serde(default)]
    pub qualified_by: Vec<QualifiedBy>,
    /// A sentence without which no sentence about it may stand.
    pub caution: Option<String>,
    /// What a reader must know before using it.
    #[serde(default)]
    pub caveats: Vec<String>,
    /// Where it is known to have no figure.
    #[serde(default, rename = "gap")]
    pub absences: Vec<Absence>,
}

/// Measures are shared by whatever is computed of them.
fn shared<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Arc<Measure>>, D::Error> {
    Ok(Vec::<Measure>::deserialize(input)?.into_iter().map(Arc::new).collect())
}

fn one() -> usize {
    1
}

/// The count above the line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Numerator {
    /// Its column in the source.
    pub column: String,
    /// What it counts, in the plural: `searches`.
    pub words: String,
}

/// The count below the line: a column of the same file, or a series of population tables. Where both are named, the
/// column serves the areas that the series does not have.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Denominator {
    /// Its column in the source.
    pub column: Option<String>,
    /// The series of population tables: the residents in the middle of the period.
    pub series: Option<String>,
    /// What it counts, in the plural: `residents`.
    pub words: String,
    /// One of them: `pupil`; a resident when not given.
    pub each: Option<String>,
}

/// A published value and what says how sure it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Value {
    /// Its column.
    pub column: String,
    /// The column of the half-width of its 95% interval.
    pub half_width: Option<String>,
    /// The column of its standard error.
    pub standard_error: Option<String>,
    /// The column of the number of people asked.
    pub sample_size: Option<String>,
}

/// The count that the ages of a group alone would give.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Expected {
    /// Its column.
    pub column: String,
}

/// Counts and people by age.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AgeBands {
    /// The dimension that holds the band.
    pub column: String,
    /// The standard population: how many people are in each band.
    pub standard: BTreeMap<String, f64>,
}

/// The share that a group has of the population.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum PopulationShare {
    /// A column of the source, in per cent, of residents.
    Column(String),
    /// A column of the source, in per cent, of others than residents.
    Named {
        /// The column.
        column: String,
        /// Of whom it is a share, in the plural: `pupils`.
        words: Option<String>,
    },
    /// Of the residents of the area, by a series of population tables.
    Series {
        /// The series.
        series: String,
        /// Of whom it is a share, in the plural.
        words: Option<String>,
    },
}

impl PopulationShare {
    /// The column, where the source prints it.
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Column(column) | Self::Named { column, .. } => Some(column),
            Self::Series { .. } => None,
        }
    }

    /// The series, where it is of population tables.
    pub fn series(&self) -> Option<&str> {
        match self {
            Self::Column(_) | Self::Named { .. } => None,
            Self::Series { series, .. } => Some(series),
        }
    }

    /// Of whom it is a share, where it is not of residents.
    fn words(&self) -> Option<&str> {
        match self {
            Self::Column(_) => None,
            Self::Named { words, .. } | Self::Series { words, .. } => words.as_deref(),
        }
    }
}

impl Measure {
    /// One of those among whom events are counted.
    pub fn each(&self) -> &str {
        self.denominator.as_ref().and_then(|denominator| denominator.each.as_deref()).unwrap_or("resident")
    }

    /// Those among whom events are counted, in the plural.
    pub fn base(&self) -> &str {
        self.denominator.as_ref().map_or("residents", |denominator| &denominator.words)
    }

    /// Of whom a representation sets its shares against a share, in the plural.
    pub fn population_words(&self) -> &str {
        self.population.as_ref().and_then(PopulationShare::words).unwrap_or("residents")
    }

    /// The months whose figures cannot be used: other months are added up across them, and they are no time.
    pub fn spoilt_months(&self) -> BTreeSet<Period> {
        self.absences.iter().flat_map(Absence::spoilt_months).collect()
    }

    /// The series of population tables that it reads, with the key that names it.
    pub fn series(&self) -> Option<(&'static str, &str)> {
        let below = self.denominator.as_ref().and_then(|denominator| denominator.series.as_deref());
        let share = || self.population.as_ref().and_then(PopulationShare::series);
        below.map(|series| ("denominator", series)).or_else(|| Some(("population", share()?)))
    }

    /// The column of the share of the population.
    pub fn population_column(&self) -> Option<&str> {
        self.population.as_ref().and_then(PopulationShare::column)
    }

    /// The column of the expected count.
    pub fn expected_column(&self) -> Option<&str> {
        self.expected.as_ref().map(|expected| expected.column.as_str())
    }

    /// The same measure without regard to age: its counts over the people that they are of; `None` where it takes no
    /// account of age anyway, or where no people are given.
    pub fn crude(&self) -> Option<Self> {
        (self.kind == Kind::Standardised && self.denominator.is_some()).then(|| Self {
            kind: Kind::Rate,
            expected: None,
            age_bands: None,
            ..self.clone()
        })
    }

    /// The column of the count above the line.
    pub fn numerator_column(&self) -> Option<&str> {
        self.numerator.as_ref().map(|numerator| numerator.column.as_str())
    }

    /// The column of the count below it, where it is of the same file.
    pub fn denominator_column(&self) -> Option<&str> {
        self.denominator.as_ref().and_then(|denominator| denominator.column.as_deref())
    }

    /// The column of the published value.
    pub fn value_column(&self) -> Option<&str> {
        self.value.as_ref().map(|value| value.column.as_str())
    }

    /// The columns of the source that it reads, with the key that names each.
    pub fn columns(&self) -> Vec<(&'static str, &str)> {
        let value = self.value.as_ref();
        [
            ("numerator", self.numerator_column()),
            ("denominator", self.denominator_column()),
            ("value", self.value_column()),
            ("value", value.and_then(|value| value.half_width.as_deref())),
            ("value", value.and_then(|value| value.standard_error.as_deref())),
            ("value", value.and_then(|value| value.sample_size.as_deref())),
            ("expected", self.expected_column()),
            ("population", self.population_column()),
        ]
        .into_iter()
        .filter_map(|(key, column)| Some((key, column?)))
        .collect()
    }
}
