//! Every fault that the data or the declarations can have, with its message and its hint.

use thiserror::Error;

use super::{ReadingFault, Severity};

/// What is wrong. Messages are in lower case, without a full stop, with the user's own words in back-quotes.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Fault {
    // Files
    /// A file that cannot be read as it stands.
    #[error(transparent)]
    Reading(#[from] ReadingFault),
    /// A file that is declared is not there, or a folder stands in its place.
    #[error("`{name}` cannot be read: {reason}")]
    Unreadable {
        /// The file as declared.
        name: String,
        /// Why.
        reason: String,
    },
    /// A file holds nothing, or only a header.
    #[error("the file holds no rows")]
    EmptyFile,
    /// Bytes that are not UTF-8.
    #[error("the text is not valid UTF-8")]
    WrongEncoding {
        /// The encoding that it looks like.
        looks_like: &'static str,
    },
    /// A byte that no text file has.
    #[error("the file holds a NUL byte, so it is not a text file")]
    NulByte,
    /// A row with another number of cells than the header.
    #[error("the row has {found} cells where the header has {expected}")]
    RaggedRow {
        /// Cells of the header.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// Two columns have one name.
    #[error("the column `{column}` stands twice in the header")]
    RepeatedColumn {
        /// The name.
        column: String,
    },
    /// A column that a recipe or the layout needs.
    #[error("there is no column `{column}`")]
    MissingColumn {
        /// The name looked for.
        column: String,
        /// The header's names.
        found: Vec<String>,
    },
    /// The file is not the one that the source card describes.
    #[error(
        "the checksum of `{name}` does not match: the source card has {declared}, the file has {found}"
    )]
    ChecksumMismatch {
        /// The file.
        name: String,
        /// The checksum in the card, shortened.
        declared: String,
        /// The checksum of the file.
        found: String,
    },
    /// A data file that no source card names.
    #[error("`{name}` is not named in its source.toml, so it would not be read")]
    UndeclaredFile {
        /// The file.
        name: String,
    },
    /// A file of boundaries that holds none.
    #[error("the file holds no boundaries: {reason}")]
    NotBoundaries {
        /// Why.
        reason: String,
    },
    /// An outline of an area of which it is not known what is inside.
    #[error(
        "the outline of `{area}` crosses itself near longitude {longitude:.5}, latitude {latitude:.5}"
    )]
    CrossingOutline {
        /// The area.
        area: String,
        /// Where it crosses itself, in degrees.
        longitude: f64,
        /// Where it crosses itself, in degrees.
        latitude: f64,
    },
    /// A TOML file that does not follow its form: unknown key, wrong type, missing key.
    #[error("{message}")]
    Toml {
        /// The parser's own words.
        message: String,
    },

    // Cells
    /// A label that is not in the list of the source.
    #[error("unknown ethnicity label `{label}`")]
    UnknownLabel {
        /// The label.
        label: String,
        /// The list.
        scheme: String,
        /// The nearest known label.
        nearest: Option<String>,
    },
    /// A code or name that is no area.
    #[error("unknown area `{area}`")]
    UnknownArea {
        /// The code or name.
        area: String,
        /// The nearest known name or code.
        nearest: Option<String>,
    },
    /// A text that is no period.
    #[error("`{text}` is not a period of the kind {kind}")]
    UnknownPeriod {
        /// The text.
        text: String,
        /// The kind declared.
        kind: String,
        /// Texts of that kind.
        example: &'static str,
    },
    /// A figure that is neither a number nor a declared marker.
    #[error("`{text}` in column `{column}` is neither a number nor a marker of this source")]
    NotANumber {
        /// The cell.
        text: String,
        /// Its column.
        column: String,
    },
    /// A figure below zero.
    #[error("`{text}` in column `{column}` is negative")]
    Negative {
        /// The cell.
        text: String,
        /// Its column.
        column: String,
    },
    /// A fraction where people or events are counted.
    #[error("`{text}` in column `{column}` is not a whole number, and it counts {words}")]
    NotWhole {
        /// The cell.
        text: String,
        /// Its column.
        column: String,
        /// What is counted.
        words: String,
    },
    /// More with the outcome than there are people.
    #[error("{numerator} {words} is more than the {denominator} they are out of")]
    AbovePopulation {
        /// The count.
        numerator: f64,
        /// What it counts.
        words: String,
        /// The people.
        denominator: f64,
    },
    /// A percentage over 100.
    #[error("{value} is more than 100 per cent")]
    AboveHundred {
        /// The figure.
        value: f64,
    },
    /// A denominator of zero under a count.
    #[error("the denominator is 0 where the numerator is {numerator}")]
    ZeroDenominator {
        /// The count above it.
        numerator: f64,
    },
    /// Two rows for one place, time and group.
    #[error("a second row for {area}, {period}, {group}")]
    DuplicateRow {
        /// The area.
        area: String,
        /// The period.
        period: String,
        /// The group.
        group: String,
        /// Where the first is: `line 12`, or `line 12 of counts.csv`.
        first: String,
    },
    /// Labels that belong to no one classification.
    #[error("`{category}` does not belong to the classification {classification}")]
    OutsideClassification {
        /// The category.
        category: String,
        /// The classification.
        classification: String,
    },
    /// Labels that fit several classifications, or none, in a file whose card does not say which.
    #[error("the labels of the file fit {}", if .fitting.is_empty() { "no classification".to_owned() } else { listed(.fitting) })]
    AmbiguousClassification {
        /// The classifications that the labels fit equally well.
        fitting: Vec<String>,
    },
    /// Parts and total of a table disagree.
    #[error(
        "in {area}, {period}, the groups {}",
        match .sums {
            Some((parts, total)) => format!("add up to {parts} and the published total is {total}"),
            None => "do not add up to the total".to_owned(),
        }
    )]
    PartsAndTotal {
        /// The area.
        area: String,
        /// The period.
        period: String,
        /// The sum of the groups, unknown ethnicity included, with its range where a group is hidden, and the total;
        /// none where the counts of the source are not to be shown.
        sums: Option<(String, f64)>,
    },
    /// A group that neither the aggregate nor the comparison can hold.
    #[error(
        "no figure for the group `{group}` is published in this file; the {aggregate} aggregate leaves it out"
    )]
    GroupNotPublished {
        /// The group.
        group: String,
        /// The aggregate.
        aggregate: String,
    },

    // Records by the million
    /// A file that cannot be opened, or not be read to its end.
    #[error("the file cannot be read: {reason}")]
    Broken {
        /// Why.
        reason: String,
    },
    /// A file without anything in it.
    #[error("the file is empty: it does not even have a header")]
    NoHeader,
    /// A record that never ends.
    #[error("a quote opens in this row and is not closed")]
    UnclosedQuote,
    /// A file with so many faulty rows that not all are listed.
    #[error("there are more faulty rows from here on than are listed")]
    MoreFaults,
    /// Positions that make sense the other way round.
    #[error(
        "{exchanged} of {positions} positions lie in an area only when latitude and longitude are exchanged"
    )]
    ExchangedCoordinates {
        /// Those positions.
        exchanged: u64,
        /// All positions.
        positions: u64,
    },
    /// Counts by a column that tells single records apart.
    #[error("there are more than {most} different counts")]
    TooManyCounts {
        /// The most that there may be.
        most: usize,
    },

    // Cases of `calc`
    /// A file that has no line below its header.
    #[error("the file holds no cases")]
    NoCases,
    /// A cell without anything in it where a value is needed.
    #[error("column `{column}` has no value")]
    NoValue {
        /// The column.
        column: String,
    },
    /// A number that its quantity cannot use, or a text where a number must be.
    #[error("`{text}` in column `{column}` {problem}")]
    UnusableNumber {
        /// The cell.
        text: String,
        /// Its column.
        column: String,
        /// What is wrong with it, as in "is negative".
        problem: &'static str,
        /// What the number is and must be.
        rule: String,
    },
    /// Numbers that are each in order and from which nothing can be computed.
    #[error("nothing can be computed for the case `{case}`: {reason}")]
    NotComputable {
        /// The case.
        case: String,
        /// Why.
        reason: String,
    },

    // Declarations
    /// Two things with one name.
    #[error("the {what} `{name}` is declared twice")]
    DeclaredTwice {
        /// The kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// Something names what does not exist.
    #[error("there is no {what} `{name}`")]
    NoSuch {
        /// The kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// A declaration without a part that its kind needs, or with one that its kind cannot have.
    #[error("the measure `{measure}` is a {kind} and {problem}")]
    MeasureIncomplete {
        /// The measure.
        measure: String,
        /// Its kind.
        kind: &'static str,
        /// What is missing or too much.
        problem: String,
    },
    /// A value outside what its key allows.
    #[error("`{key}` is `{value}`, and {rule}")]
    BadValue {
        /// The key.
        key: String,
        /// The value.
        value: String,
        /// What is allowed.
        rule: String,
    },
    /// A key that is missing, or that does not belong to the rest of its table.
    #[error("`{key}`: {rule}")]
    BrokenRule {
        /// The key.
        key: &'static str,
        /// What is allowed.
        rule: &'static str,
    },
    /// A measure whose denominator series has no table for a period.
    #[error("no {series} table was taken on or before {period}, so `{measure}` has no denominator")]
    NoDenominator {
        /// The series.
        series: String,
        /// The period of the numerator.
        period: String,
        /// The measure.
        measure: String,
    },
    /// A count that is not shown and that what is shown gives away.
    #[error(
        "the count of {group} in {area} (`{measure}`, phase {phase}) is not shown and {}",
        match .range {
            Some((low, high)) => format!("can be worked out to lie between {low} and {high}"),
            None => "the figures that hold it contradict each other".to_owned(),
        }
    )]
    Exposed {
        /// The group.
        group: String,
        /// The area.
        area: String,
        /// The measure.
        measure: String,
        /// Number of the phase.
        phase: u32,
        /// The least and the most that it can be; none where the figures contradict each other.
        range: Option<(f64, f64)>,
        /// The narrowest range that the policy allows.
        least: u32,
    },
    /// A phase in whose window no measure has a period.
    #[error("no measure has a period that ends in phase {number} ({from} to {to})")]
    EmptyPhase {
        /// The phase.
        number: u32,
        /// Start of its window.
        from: String,
        /// End of its window.
        to: String,
    },
}

impl Fault {
    /// Something names what does not exist.
    pub fn no_such(
        what: &'static str,
        name: &str,
        known: impl IntoIterator<Item = String>,
    ) -> Self {
        Self::NoSuch {
            what,
            name: name.to_owned(),
            known: known.into_iter().collect(),
        }
    }

    /// A value outside what its key allows.
    pub fn bad_value(key: &str, value: &str, rule: &str) -> Self {
        Self::BadValue {
            key: key.to_owned(),
            value: value.to_owned(),
            rule: rule.to_owned(),
        }
    }

    /// A file that the system does not let be read.
    pub fn broken(error: &std::io::Error) -> Self {
        let text = error.to_string();
        // Without the number of the error, which is the system's own.
        let reason = text
            .split(" (os error")
            .next()
            .unwrap_or_default()
            .to_lowercase();
        Self::Broken { reason }
    }

    /// Whether it stops the run.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Reading(fault) => fault.severity(),
            Self::PartsAndTotal { .. }
            | Self::GroupNotPublished { .. }
            | Self::UndeclaredFile { .. } => Severity::Warning,
            Self::Unreadable { .. }
            | Self::EmptyFile
            | Self::WrongEncoding { .. }
            | Self::NulByte
            | Self::RaggedRow { .. }
            | Self::RepeatedColumn { .. }
            | Self::MissingColumn { .. }
            | Self::ChecksumMismatch { .. }
            | Self::Toml { .. }
            | Self::NotBoundaries { .. }
            | Self::CrossingOutline { .. }
            | Self::Broken { .. }
            | Self::NoHeader
            | Self::UnclosedQuote
            | Self::MoreFaults
            | Self::ExchangedCoordinates { .. }
            | Self::TooManyCounts { .. }
            | Self::UnknownLabel { .. }
            | Self::UnknownArea { .. }
            | Self::UnknownPeriod { .. }
            | Self::NotANumber { .. }
            | Self::Negative { .. }
            | Self::NotWhole { .. }
            | Self::AbovePopulation { .. }
            | Self::AboveHundred { .. }
            | Self::ZeroDenominator { .. }
            | Self::DuplicateRow { .. }
            | Self::OutsideClassification { .. }
            | Self::AmbiguousClassification { .. }
            | Self::DeclaredTwice { .. }
            | Self::NoSuch { .. }
            | Self::MeasureIncomplete { .. }
            | Self::BadValue { .. }
            | Self::BrokenRule { .. }
            | Self::NoDenominator { .. }
            | Self::EmptyPhase { .. }
            | Self::Exposed { .. }
            | Self::NoCases
            | Self::NoValue { .. }
            | Self::UnusableNumber { .. }
            | Self::NotComputable { .. } => Severity::Error,
        }
    }

    /// What to do about it. It suggests and never maps: near labels can be different groups.
    #[expect(
        clippy::too_many_lines,
        reason = "a table of declarations: one hint for each fault"
    )]
    pub fn hint(&self) -> String {
        match self {
            Self::Reading(fault) => fault.hint().to_owned(),
            Self::Unreadable { name, .. } if name == "source.toml" => {
                "each folder below data/statutory and data/voluntary needs one; the README shows its keys".to_owned()
            }
            Self::Unreadable { name, .. } if BELONGING.contains(&name.as_str()) => {
                "it belongs to the project; restore it".to_owned()
            }
            Self::Unreadable { .. } => "put the file there, or take its [[file]] table out of source.toml".to_owned(),
            Self::EmptyFile => "put the rows in, or take its [[file]] table out of source.toml".to_owned(),
            Self::WrongEncoding { looks_like } => {
                format!("it looks like {looks_like}; save it again as UTF-8 (in a spreadsheet: `CSV UTF-8`)")
            }
            Self::NulByte => "open it in the program that made it and save it as `CSV UTF-8`".to_owned(),
            Self::RaggedRow { .. } => {
                "look for a comma inside a text without quotes, or a quote that is not closed".to_owned()
            }
            Self::RepeatedColumn { .. } => "give each column its own name".to_owned(),
            Self::MissingColumn { found, .. } => format!("the header has {}", listed(found)),
            Self::ChecksumMismatch { found, .. } => {
                format!("if the change is meant, write sha256 = \"{found}\" in source.toml; if not, restore the file")
            }
            Self::UndeclaredFile { .. } => "add a [[file]] table for it, or move it out of data/".to_owned(),
            Self::Toml { .. } => "the README shows the keys of each kind of file".to_owned(),
            Self::NotBoundaries { .. } => {
                "give a GeoJSON file with a polygon and a name or code for each area, in longitude and latitude".to_owned()
            }
            Self::CrossingOutline { .. } => {
                "get the outlines from their publisher again, or in full detail: simplifying them can do this".to_owned()
            }
            Self::Broken { .. } | Self::NoHeader => {
                "get the file again from its publisher; it may have been cut off".to_owned()
            }
            Self::UnclosedQuote => {
                "close it, or write a quote that belongs to the text twice; the file may have been cut off".to_owned()
            }
            Self::MoreFaults => "correct those that are listed and run it again".to_owned(),
            Self::ExchangedCoordinates { .. } => {
                "name the columns the other way round with --latitude and --longitude".to_owned()
            }
            Self::TooManyCounts { .. } => {
                "count by columns of few different texts; one of these tells single records apart".to_owned()
            }
            Self::UnknownLabel { scheme, nearest, .. } => format!(
                "add it to data/ethnicity/labels.csv in the list `{scheme}`, or correct it{}",
                nearest.as_ref().map_or_else(String::new, |label| format!("; the nearest known label is `{label}`"))
            ),
            Self::UnknownArea { nearest, .. } => format!(
                "add it to data/areas.csv, or correct it{}",
                nearest.as_ref().map_or_else(String::new, |name| format!("; the nearest known area is `{name}`"))
            ),
            Self::UnknownPeriod { example, .. } => format!("write it like {example}"),
            Self::NotANumber { .. } => {
                "write a number such as 2383 or 2,383, or declare the marker under [file.markers] in source.toml"
                    .to_owned()
            }
            Self::Negative { .. } => "a count or a rate cannot be below zero; check it against the publication".to_owned(),
            Self::NotWhole { .. } | Self::AboveHundred { .. } | Self::ZeroDenominator { .. } => {
                "check it against the publication".to_owned()
            }
            Self::AbovePopulation { .. } => "check whether numerator and denominator were exchanged".to_owned(),
            Self::DuplicateRow { first, .. } => {
                format!("the first is on {first}; keep one, or tell them apart with a column named in `where`")
            }
            Self::OutsideClassification { .. } => {
                "check the label, or the `classification` of the file in source.toml".to_owned()
            }
            Self::AmbiguousClassification { .. } => {
                "name the `classification` of the file in source.toml".to_owned()
            }
            Self::PartsAndTotal { .. } => {
                "publishers round and correct late; the groups are used as published".to_owned()
            }
            Self::GroupNotPublished { .. } => "it is said beside each figure that this concerns".to_owned(),
            Self::DeclaredTwice { .. } => "keep one of them, or give the other its own name".to_owned(),
            Self::NoSuch { known, .. } => format!("there is {}", listed(known)),
            Self::MeasureIncomplete { .. } => "the README says under `Add a measure` what each kind needs".to_owned(),
            Self::BadValue { .. } => "correct the value".to_owned(),
            Self::BrokenRule { .. } => "the README says under `Add a source` which keys each layout has".to_owned(),
            Self::NoDenominator { .. } => "add the table of an earlier census below data/statutory".to_owned(),
            Self::Exposed { range: None, .. } => "a row of an aggregate must be the sum of the rows of its parts".to_owned(),
            Self::Exposed { least, .. } => format!(
                "the policy of the source asks for a range of {least} or more; under [disclosure], set `secondary = true` or round to more"
            ),
            Self::NoCases => "put a row for each case below the header".to_owned(),
            Self::NoValue { .. } => "put the value in, or take the row out".to_owned(),
            Self::UnusableNumber { rule, .. } => rule.clone(),
            Self::NotComputable { .. } => "look at all rows of the case; this is the first".to_owned(),
            Self::EmptyPhase { .. } => "add data for it, or correct its window in data/phases.toml".to_owned(),
        }
    }
}

/// Tables that every run needs.
const BELONGING: [&str; 5] = [
    "areas.csv",
    "categories.csv",
    "classifications.csv",
    "labels.csv",
    "phases.toml",
];

/// Names for a hint, in back-quotes, the first dozen.
fn listed(names: &[String]) -> String {
    const MOST: usize = 12;
    let quoted: Vec<String> = names
        .iter()
        .take(MOST)
        .map(|name| format!("`{name}`"))
        .collect();
    let rest = names.len().saturating_sub(MOST);
    match (quoted.is_empty(), rest) {
        (true, _) => "none".to_owned(),
        (false, 0) => quoted.join(", "),
        (false, rest) => format!("{} and {rest} more", quoted.join(", ")),
    }
}
