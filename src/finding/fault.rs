//! Every fault that the data or the declarations can have, with its message and its hint.

use tables::finding::listed;
use thiserror::Error;

use super::{Problem, Severity};

/// What is wrong. Messages are in lower case, without a full stop, with the user's own words in back-quotes.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Fault {
    // Files
    /// The file is not the one that the source card describes.
    #[error("the checksum of `{name}` does not match: the source card has {declared}, the file has {found}")]
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
    /// A percentage or a proportion over the whole.
    #[error("{value} is more than {}", if *.most > 1.0 { "100 per cent" } else { "1, the most that a proportion can be" })]
    AboveMaximum {
        /// The figure.
        value: f64,
        /// The most that it can be: 100 or 1.
        most: f64,
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
    // Checks of figures against each other and against the declarations
    /// A label that means something else in a list that fits the file better.
    #[error(
        "`{label}` is {here} in the list `{scheme}` of the card and {there} in the list `{other}`, which fits the labels of the file better"
    )]
    AmbiguousLabel {
        /// The label.
        label: String,
        /// What it means in the list of the card.
        here: String,
        /// The list of the card.
        scheme: String,
        /// What it means in the other list.
        there: String,
        /// The other list.
        other: String,
    },
    /// A classification that no card declares, and that only the labels show.
    #[error("no classification is declared, and the labels of the file fit `{classification}` only")]
    InferredClassification {
        /// Its code.
        classification: String,
    },
    /// Groups of the classification of which no file that a measure reads has a row.
    #[error(
        "the classification `{classification}` has {}, and no row is of {}",
        listed(.missing),
        if .missing.len() == 1 { "it" } else { "them" }
    )]
    IncompleteClassification {
        /// The groups.
        missing: Vec<String>,
        /// The code of the classification.
        classification: String,
    },
    /// A label whose figures are the sums of other labels that are read as the same group.
    #[error("`{aggregate}` counts again what {} count, and all are read as {group}", listed(.parts))]
    AggregateBesideParts {
        /// The label of the sums.
        aggregate: String,
        /// The other labels.
        parts: Vec<String>,
        /// The group as which all are read.
        group: String,
    },
    /// A broad group that is published beside its parts and is not their sum.
    #[error(
        "in {area}, {period}, the parts of {group} {}",
        match .sums {
            Some((parts, whole)) => format!("add up to {parts} and {group} is published as {whole}"),
            None => "do not add up to it".to_owned(),
        }
    )]
    PartsOfGroup {
        /// The area.
        area: String,
        /// The period.
        period: String,
        /// The broad group.
        group: String,
        /// The sum of the parts, with its range where a part is hidden, and the published figure; none where the counts
        /// of the source are not to be shown.
        sums: Option<(String, f64)>,
    },
    /// Rows of a total beside rows of its parts, and nothing that picks among them.
    #[error(
        "the column `{column}` holds `{total}` beside {}, and {}, so that people are counted twice",
        listed(.parts),
        match .measure {
            Some(measure) => format!("the measure `{measure}` reads them all"),
            None => "nothing picks one of them".to_owned(),
        }
    )]
    UnfilteredTotals {
        /// The column.
        column: String,
        /// The word for the total.
        total: String,
        /// The other values.
        parts: Vec<String>,
        /// The measure that reads them all; none where the column is not declared.
        measure: Option<String>,
    },
    /// A published rate that its own count and population do not give.
    #[error("`{column}` is {published}, and {numerator} out of {denominator} gives {computed}")]
    PublishedRate {
        /// The column of the rate.
        column: String,
        /// The rate as published.
        published: f64,
        /// The count above it.
        numerator: f64,
        /// The people below it.
        denominator: f64,
        /// What they give, rounded as the published one is.
        computed: String,
    },
    /// One count that two measures divide by different populations.
    #[error(
        "`{column}` is divided by {} in the measure `{}` and by {} in `{}`, and the two differ",
        .first.1, .first.0, .second.1, .second.0
    )]
    TwoDenominators {
        /// The column of the count.
        column: String,
        /// A measure and its denominator.
        first: (String, String),
        /// Another measure and its denominator.
        second: (String, String),
    },
    /// Codes of areas that count up beside names of other areas.
    #[error(
        "the codes `{first}` to `{last}` count up by one from row to row, and `{code}` stands beside `{name}`, which is {right}"
    )]
    DraggedCodes {
        /// The first code of the run.
        first: String,
        /// The last code of the run.
        last: String,
        /// The first code that does not belong to the name beside it.
        code: String,
        /// The name beside it.
        name: String,
        /// The code of that name.
        right: String,
    },
    /// Figures that count up.
    #[error(
        "`{column}` counts up by one over {rows} rows{}",
        .ends.map_or_else(String::new, |(first, last)| format!(", from {first} to {last}"))
    )]
    DraggedFigures {
        /// The column.
        column: String,
        /// How many rows.
        rows: usize,
        /// The first and the last figure; none where the counts of the source are not to be shown.
        ends: Option<(f64, f64)>,
    },
    /// Months between the first and the last without a row.
    #[error("there is no row of {}", .months.join(", "))]
    MissingMonths {
        /// The months, several in a row as one.
        months: Vec<String>,
    },
    /// A month of zeros.
    #[error("every figure of {month} is 0, and those of the months beside it are far from it")]
    MonthOfZero {
        /// The month.
        month: String,
    },
    /// A figure that jumps by a power of ten.
    #[error(
        "`{column}` of {} becomes about {factor} times as {} from {} to {}{}",
        match .of { Some((area, group)) => format!("{group} in {area}"), None => "most areas and groups".to_owned() },
        if *.grows { "large" } else { "small" },
        .periods.0,
        .periods.1,
        match .of { Some(_) => ", against the other areas of the file", None => "" }
    )]
    UnitChange {
        /// The column.
        column: String,
        /// The area and the group; none where it is most of the file.
        of: Option<(String, String)>,
        /// The two periods.
        periods: (String, String),
        /// A power of ten.
        factor: u32,
        /// Whether the figure grows.
        grows: bool,
    },
    /// Percentages in some periods and proportions in others.
    #[error("`{column}` lies between 0 and 1 in {low} and reaches {most} in {high}")]
    PercentagesAndProportions {
        /// The column.
        column: String,
        /// The period of the proportions.
        low: String,
        /// The period of the percentages.
        high: String,
        /// The largest of the percentages.
        most: f64,
    },
    /// A period that the file cannot hold.
    #[error("{period} {why}")]
    OutsidePeriod {
        /// The period of the row.
        period: String,
        /// Why the file cannot hold it, as in "is outside 2021-06, …".
        why: String,
    },
    /// A code that no longer stands for an area.
    #[error(
        "`{code}` ({name}) was replaced by {} in {when}{}",
        listed(.replaced_by),
        match .more { 0 => String::new(), 1 => ", and so was 1 more code of the file".to_owned(), more => format!(", and so were {more} more codes of the file") }
    )]
    AbolishedArea {
        /// The code.
        code: String,
        /// The name that went with it.
        name: String,
        /// The codes that took its place.
        replaced_by: Vec<String>,
        /// When, as `2011` or `2022-07`.
        when: String,
        /// How many more codes of the file were abolished.
        more: usize,
        /// Whether it is read as the area that took its place.
        is_read: bool,
    },

    // Corrections
    /// A correction of a row that is not there.
    #[error("no row of `{file}` has {row}, so nothing was corrected")]
    CorrectionWithoutRow {
        /// The file.
        file: String,
        /// What picks the row.
        row: String,
    },
    /// A correction that picks several rows.
    #[error("{} rows of `{file}` have {row}, and a correction is of one", .lines.len())]
    CorrectionOfSeveralRows {
        /// The file.
        file: String,
        /// What picks the rows.
        row: String,
        /// Their lines.
        lines: Vec<u64>,
    },
    /// A correction of a cell that does not show what the correction expects.
    #[error("`{column}` on line {line} of `{file}` shows `{found}`, and the correction expects `{expected}`")]
    CorrectionNotExpected {
        /// The file.
        file: String,
        /// The line.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        found: String,
        /// What was expected.
        expected: String,
        /// Whether what stands there is the right value already.
        is_right: bool,
    },
}

impl Fault {
    /// Something names what does not exist.
    pub fn no_such(what: &'static str, name: &str, known: impl IntoIterator<Item = String>) -> Self {
        Self::NoSuch { what, name: name.to_owned(), known: known.into_iter().collect() }
    }

    /// A value outside what its key allows.
    pub fn bad_value(key: &str, value: &str, rule: &str) -> Self {
        Self::BadValue { key: key.to_owned(), value: value.to_owned(), rule: rule.to_owned() }
    }

    /// Whether it stops the run.
    pub fn severity(&self) -> Severity {
        match self {
            Self::AbolishedArea { is_read: true, .. }
            | Self::PartsAndTotal { .. }
            | Self::UndeclaredFile { .. }
            | Self::AmbiguousLabel { .. }
            | Self::InferredClassification { .. }
            | Self::IncompleteClassification { .. }
            | Self::PartsOfGroup { .. }
            | Self::PublishedRate { .. }
            | Self::TwoDenominators { .. }
            | Self::DraggedFigures { .. }
            | Self::MissingMonths { .. }
            | Self::MonthOfZero { .. }
            | Self::UnitChange { .. }
            | Self::PercentagesAndProportions { .. }
            | Self::OutsidePeriod { .. } => Severity::Warning,
            Self::ChecksumMismatch { .. }
            | Self::Toml { .. }
            | Self::UnknownLabel { .. }
            | Self::UnknownArea { .. }
            | Self::UnknownPeriod { .. }
            | Self::NotANumber { .. }
            | Self::Negative { .. }
            | Self::NotWhole { .. }
            | Self::AbovePopulation { .. }
            | Self::AboveMaximum { .. }
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
            | Self::NotComputable { .. }
            | Self::AbolishedArea { is_read: false, .. }
            | Self::AggregateBesideParts { .. }
            | Self::UnfilteredTotals { .. }
            | Self::DraggedCodes { .. }
            | Self::CorrectionWithoutRow { .. }
            | Self::CorrectionOfSeveralRows { .. }
            | Self::CorrectionNotExpected { .. } => Severity::Error,
        }
    }

    /// What to do about it. It suggests and never maps: near labels can be different groups.
    #[expect(clippy::too_many_lines, reason = "a table of declarations: one hint for each fault")]
    fn advice(&self) -> String {
        match self {
            Self::ChecksumMismatch { found, .. } => {
                format!("if the change is meant, write sha256 = \"{found}\" in source.toml; if not, restore the file")
            }
            Self::UndeclaredFile { .. } => "add a [[file]] table for it, or move it out of data/".to_owned(),
            Self::Toml { .. } => "the README shows the keys of each kind of file".to_owned(),
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
            Self::NotWhole { .. } | Self::AboveMaximum { .. } | Self::ZeroDenominator { .. } => {
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
            Self::AmbiguousLabel { .. } => {
                "look up which list the publisher used, and name it as `scheme` of the file in source.toml".to_owned()
            }
            Self::InferredClassification { classification } => format!(
                "if it is what the publisher means, write classification = \"{classification}\" in source.toml"
            ),
            Self::IncompleteClassification { .. } => {
                "add the rows if they are published; if not, the aggregate leaves those people out".to_owned()
            }
            Self::AggregateBesideParts { aggregate, .. } => format!(
                "they would be added up: leave out the rows of `{aggregate}`, or give its parts categories of their own in data/ethnicity/labels.csv"
            ),
            Self::PartsOfGroup { .. } => {
                "publishers round and correct late; each figure is used as published".to_owned()
            }
            Self::UnfilteredTotals { column, total, measure: Some(_), .. } => {
                format!("pick one value in the measure, as in where = {{ {column} = \"{total}\" }}")
            }
            Self::UnfilteredTotals { column, total, measure: None, .. } => format!(
                "name `{column}` in `dimensions` of the file in source.toml, and pick one value in each measure, as in where = {{ {column} = \"{total}\" }}"
            ),
            Self::PublishedRate { .. } => {
                "check the three cells, and whether the publisher divides by other people".to_owned()
            }
            Self::TwoDenominators { .. } => {
                "let both measures use one population, or say in the `caveats` of both why they do not".to_owned()
            }
            Self::DraggedCodes { .. } => {
                "a cell was dragged down in a spreadsheet: copy the codes from the publication again".to_owned()
            }
            Self::DraggedFigures { .. } => {
                "if a cell was dragged down in a spreadsheet, copy the figures from the publication again".to_owned()
            }
            Self::MissingMonths { .. } => {
                "a month without rows is missing, not zero, and only months in a row are added up; add it if it is published".to_owned()
            }
            Self::MonthOfZero { .. } => {
                "if nothing was reported, leave the rows of the month out: a missing month is not zero".to_owned()
            }
            Self::UnitChange { .. } | Self::PercentagesAndProportions { .. } => {
                "check the unit in the publication of each period, and bring all into one".to_owned()
            }
            Self::OutsidePeriod { .. } => {
                "check the date, the name of the file and the dates in source.toml".to_owned()
            }
            Self::AbolishedArea { is_read: true, .. } => {
                "it is read as the area that took its place; write the new code if the file is your own".to_owned()
            }
            Self::AbolishedArea { is_read: false, .. } => {
                "write the new code where the figure is of the same area, or leave the row out".to_owned()
            }
            Self::CorrectionWithoutRow { .. } => {
                "the source has changed or the row is misspelt: compare `row` with the file, or take the correction out".to_owned()
            }
            Self::CorrectionOfSeveralRows { lines, .. } => {
                let lines: Vec<String> = lines.iter().map(u64::to_string).collect();
                format!("they are on the lines {}; name more columns in `row`", lines.join(", "))
            }
            Self::CorrectionNotExpected { is_right: true, .. } => {
                "that is the right value already: the source was corrected, so take the correction out".to_owned()
            }
            Self::CorrectionNotExpected { is_right: false, .. } => {
                "the source has changed: compare it with the publication, then correct `expected` or take the correction out".to_owned()
            }
        }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self { severity: fault.severity(), check: fault.check(), message: fault.to_string(), hint: fault.advice() }
    }
}
