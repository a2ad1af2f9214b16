//! What was found in a file, for a reader at a terminal.

use std::path::PathBuf;

use crate::area::Areas;
use crate::finding::Finding;
use tables::visible::visible;

use super::areas::AreasIn;
use super::card::{self, FileFacts};
use super::groups::GroupsIn;
use super::listing::some_of;
use super::near::NearMiss;
use super::proposal::Proposal;

/// One table of a file.
#[derive(Debug)]
pub struct Inspected<'a> {
    /// The file.
    pub path: PathBuf,
    /// Its checksum, where it is known already.
    pub sha256: Option<String>,
    /// The file, and the sheet or member in it.
    pub place: String,
    /// Container, encoding, delimiter and line ends.
    pub written: String,
    /// Rows and columns, and what stands around the table.
    pub shape: String,
    /// What the recipe says of the file.
    pub facts: FileFacts,
    /// What the table is; none where no ethnic groups are found in it.
    pub proposal: Option<Proposal<'a>>,
    /// Groups that are known in it, where they are too few for a proposal.
    pub near: Option<NearMiss>,
    /// Whether the spreadsheet does not show it.
    pub hidden: bool,
    /// Whether the recipe reads it.
    pub trial: Trial,
}

/// What came of trying a recipe.
#[derive(Debug)]
pub enum Trial {
    /// It reads so many observations, and leaves out so many rows.
    Read {
        /// Observations.
        observations: usize,
        /// Those of ethnic groups, and not of everybody.
        of_groups: usize,
        /// Rows.
        left_out: u64,
    },
    /// Only a part of the file was looked at.
    Sampled,
    /// It does not read the file.
    Refused(Vec<Finding>),
}

/// The width of a terminal that everybody has.
const WIDTH: usize = 80;

/// The width of the names at the beginning of each line.
const NAMES: usize = 12;

/// How many faults of a recipe are shown.
const FAULTS_SHOWN: usize = 3;

impl Inspected<'_> {
    /// What was found.
    pub fn describe(&self, areas: &Areas) -> String {
        let written = [line("written as", &self.written), line("shape", &self.shape)].concat();
        let Some(proposal) = &self.proposal else {
            let nothing = || {
                "no table of ethnic groups: no column, and no names of columns, hold labels that a list of \
                 data/ethnicity/labels.csv knows"
                    .to_owned()
            };
            let what = self.near.as_ref().map_or_else(nothing, NearMiss::describe);
            return line("table", &self.place) + &line("is", &what) + &written;
        };
        let lines = [
            line("table", &self.place),
            line("is", &what(proposal)),
            written,
            line("header", &header(&self.facts)),
            line("areas", &places(proposal, areas)),
            line("periods", &periods(proposal)),
            line("ethnicity", &ethnicity(proposal)),
            line("missing", &markers(proposal)),
            line_of("not read", &proposal.unread.others),
            self.trial.describe(),
        ];
        let doubts = self.weakness().into_iter().chain(proposal.doubts());
        let doubts: Vec<String> = doubts.map(|doubt| line("check", &doubt)).collect();
        lines.concat() + &doubts.concat()
    }

    /// What was found, in a line.
    pub fn summary(&self) -> String {
        let what = match (&self.proposal, &self.trial) {
            (None, _) if self.near.is_some() => "ethnic groups with labels that are not known".to_owned(),
            (None, _) => "no table of ethnic groups".to_owned(),
            (Some(proposal), Trial::Read { observations, .. }) => {
                format!("{}: {observations} observations", what(proposal))
            }
            (Some(proposal), Trial::Sampled) => what(proposal),
            (Some(proposal), Trial::Refused(faults)) => format!("{}: {} faults", what(proposal), faults.len()),
        };
        format!("{}: {what}\n", visible(&self.place))
    }

    /// The `[[file]]` table that would read it.
    pub fn recipe(&self) -> Option<String> {
        let proposal = self.proposal.as_ref()?;
        let taken = || tables::checksum::of_files(std::slice::from_ref(&self.path)).ok();
        let sha256 = self.sha256.clone().or_else(taken)?;
        Some(card::file(&self.facts, &sha256, proposal))
    }

    /// Whether its recipe reads it, and enough of it.
    pub fn reads(&self) -> bool {
        self.proposal.is_some() && !matches!(self.trial, Trial::Refused(_)) && self.weakness().is_none()
    }

    /// Why a table is not taken: what its recipe lacks, its first fault, or the labels that are not known.
    pub fn reason(&self) -> Option<String> {
        let fault = || match &self.trial {
            Trial::Refused(faults) => faults.first().map(|fault| fault.message.clone()),
            Trial::Read { .. } | Trial::Sampled => None,
        };
        let unknown = || self.near.as_ref().map(NearMiss::describe);
        self.weakness().or_else(fault).or_else(unknown)
    }

    /// Why a recipe that can be read reads too little.
    pub fn weakness(&self) -> Option<String> {
        let proposal = self.proposal.as_ref().filter(|proposal| !proposal.is_records())?;
        if proposal.figures.is_empty() {
            return Some("the recipe: no column of figures is found, and it reads none".to_owned());
        }
        let Trial::Read { observations, of_groups, left_out } = self.trial else { return None };
        if of_groups == 0 {
            return Some("the recipe: it reads no row of an ethnic group".to_owned());
        }
        let lost = proposal.lost;
        (lost > observations).then(|| {
            format!(
                "the recipe: it reads under half of the rows; of the {left_out} that are left out, {lost} are of an area, \
                 period and group of which it reads no other"
            )
        })
    }
}

impl Trial {
    /// What came of it, and the first faults.
    fn describe(&self) -> String {
        let text = match self {
            Self::Read { observations, left_out: 0, .. } => format!("reads {observations} observations"),
            Self::Read { observations, left_out, .. } => {
                format!("reads {observations} observations; {left_out} rows are left out by it")
            }
            Self::Sampled => "reads records, which are counted when a phase is run".to_owned(),
            Self::Refused(faults) => {
                let shown = faults.iter().take(FAULTS_SHOWN).map(|fault| format!("{fault}\n"));
                let more = faults.len().checked_sub(FAULTS_SHOWN).filter(|more| *more > 0);
                let more = more.map(|more| format!("and {more} more\n"));
                return [line("recipe", "does not read the file yet:")].into_iter().chain(shown).chain(more).collect();
            }
        };
        line("recipe", &text)
    }
}

/// A line that names some columns; none where there are none.
fn line_of(name: &str, columns: &[String]) -> String {
    let quoted: Vec<String> = columns.iter().map(|column| format!("`{column}`")).collect();
    if quoted.is_empty() { String::new() } else { line(name, &quoted.join(", ")) }
}

/// A line of the description, filled to the width of a terminal.
fn line(name: &str, value: &str) -> String {
    let indent = " ".repeat(NAMES);
    let options = textwrap::Options::new(WIDTH).subsequent_indent(&indent);
    textwrap::fill(&format!("{name:<NAMES$}{}", visible(value)), options) + "\n"
}

fn what(proposal: &Proposal<'_>) -> String {
    let shape = match (&proposal.groups.location, proposal.is_records()) {
        (_, true) => "a row an event",
        (GroupsIn::Columns(_), false) => "a row an observation",
        (GroupsIn::Headers(_), false) => "ethnic groups in the names of columns",
    };
    let name = proposal.known.map_or("a table of no layout that is known", |known| &known.name);
    format!("{name} ({shape})")
}

fn header(facts: &FileFacts) -> String {
    let lines: Vec<String> = facts.header.iter().map(u64::to_string).collect();
    let name = if lines.len() == 1 { "line" } else { "lines" };
    format!("{name} {}", lines.join(", "))
}

fn places(proposal: &Proposal<'_>, areas: &Areas) -> String {
    let found = &proposal.areas;
    let columns = match &found.location {
        AreasIn::Columns(columns) => some_of(columns),
        AreasIn::Position(latitude, longitude) => return format!("points, in `{latitude}` and `{longitude}`"),
        AreasIn::Around(area, _) => return format!("{area}; no column names an area"),
        AreasIn::Nowhere => return "none is found".to_owned(),
    };
    let names: Vec<&str> = found.known.iter().map(|code| areas.name(code)).collect();
    let few = if (1..=4).contains(&names.len()) { format!(" ({})", names.join(", ")) } else { String::new() };
    let others = match found.others.len() + found.alike.len() {
        0 => String::new(),
        others => format!(", and {others} that are none of data/areas.csv"),
    };
    format!("{} known{few}{others}, in {columns}", names.len())
}

fn periods(proposal: &Proposal<'_>) -> String {
    let period = &proposal.period;
    let labels = match (period.labels.first(), period.labels.last(), &period.constant) {
        (Some(first), Some(last), _) if first != last => {
            format!("{} from `{first}` to `{last}`", period.labels.len())
        }
        (Some(only), ..) => format!("`{only}`"),
        (None, _, Some(text)) if !text.is_empty() => format!("`{text}`"),
        _ => return "none is found".to_owned(),
    };
    let column = if period.columns.is_empty() { "no column".to_owned() } else { some_of(&period.columns) };
    format!("{labels}: {}, in {column}", period.kind.label())
}

fn ethnicity(proposal: &Proposal<'_>) -> String {
    let labels = &proposal.groups.labels;
    let place = match &proposal.groups.location {
        GroupsIn::Columns(columns) => format!("in {}", some_of(columns)),
        GroupsIn::Headers(texts) => format!("in the names of columns ({})", some_of(texts)),
    };
    let classification = proposal.classifications.first().map(|code| format!(", classification `{code}`"));
    let alike = match proposal.groups.other_lists.iter().filter(|list| list.is_same).count() {
        0 => String::new(),
        1 => "; one other list means the same by them".to_owned(),
        alike => format!("; {alike} other lists mean the same by them"),
    };
    format!(
        "{} categories {place}, list `{}`{}: {}% of the labels are known{alike}; {}",
        labels.found.len(),
        labels.scheme,
        classification.unwrap_or_default(),
        (100.0 * labels.share).round(),
        if proposal.is_sure() { "sure" } else { "not sure" }
    )
}

fn markers(proposal: &Proposal<'_>) -> String {
    if proposal.markers.is_empty() {
        return "no texts in place of figures".to_owned();
    }
    let markers = proposal.markers.iter().map(|marker| match marker.text.as_str() {
        "" => format!("blank {} times", marker.cells),
        text => format!("`{text}` {} times", marker.cells),
    });
    markers.collect::<Vec<_>>().join(", ")
}
