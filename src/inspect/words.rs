//! What was found in a file, for a reader at a terminal.

use std::fmt::Write as _;

use crate::area::Areas;

use super::card::FileFacts;
use super::proposal::{Groups, Proposal, Where, kind_code, some_of};
use super::{Inspected, Trial};

/// A table with what it is.
pub(super) fn table(inspected: &Inspected<'_>, areas: &Areas) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        let indent = " ".repeat(NAMES);
        let options = textwrap::Options::new(WIDTH).initial_indent("").subsequent_indent(&indent);
        let line = format!("{name:<NAMES$}{value}");
        let _ = writeln!(text, "{}", textwrap::fill(&line, options));
    };
    line("table", &inspected.place);
    let Some(proposal) = &inspected.proposal else {
        line(
            "is",
            "no table of ethnic groups: no column, and no names of columns, hold labels that a list of data/ethnicity/labels.csv knows",
        );
        line("written as", &inspected.written);
        line("shape", &inspected.shape);
        return text;
    };
    line("is", &what(proposal));
    line("written as", &inspected.written);
    line("shape", &inspected.shape);
    line("header", &header(&inspected.facts));
    line("areas", &places(proposal, areas));
    line("periods", &periods(proposal));
    line("ethnicity", &ethnicity(proposal));
    line("missing", &markers(proposal));
    let (recipe, faults) = trial(&inspected.trial);
    line("recipe", &recipe);
    text += &faults;
    for doubt in &proposal.doubts {
        let options = textwrap::Options::new(WIDTH).initial_indent("").subsequent_indent("            ");
        let line = format!("check       {doubt}");
        let _ = writeln!(text, "{}", textwrap::fill(&line, options));
    }
    text
}

/// What came of trying the recipe, and the first faults of it.
fn trial(trial: &Trial) -> (String, String) {
    match trial {
        Trial::Read { observations, left_out: 0 } => (format!("reads {observations} observations"), String::new()),
        Trial::Read { observations, left_out } => {
            (format!("reads {observations} observations; {left_out} rows are left out by it"), String::new())
        }
        Trial::Sampled => ("reads records, which are counted when a phase is run".to_owned(), String::new()),
        Trial::Refused(faults) => {
            let shown = faults.iter().take(FAULTS_SHOWN);
            let mut text = shown.fold(String::new(), |text, fault| format!("{text}{fault}\n"));
            if faults.len() > FAULTS_SHOWN {
                let _ = writeln!(text, "and {} more", faults.len() - FAULTS_SHOWN);
            }
            ("does not read the file yet:".to_owned(), text)
        }
    }
}

/// A table with what it is, in a line.
pub(super) fn line(inspected: &Inspected<'_>) -> String {
    let what = match (&inspected.proposal, &inspected.trial) {
        (None, _) => "no table of ethnic groups".to_owned(),
        (Some(proposal), Trial::Read { observations, .. }) => {
            format!("{}: {observations} observations", what(proposal))
        }
        (Some(proposal), Trial::Sampled) => what(proposal),
        (Some(proposal), Trial::Refused(faults)) => {
            format!("{}: {} faults", what(proposal), faults.len())
        }
    };
    format!("{}: {what}\n", inspected.place)
}

/// The width of a terminal that everybody has.
const WIDTH: usize = 80;

/// How many faults of a recipe are shown.
const FAULTS_SHOWN: usize = 3;

/// The width of the names at the beginning of each line.
const NAMES: usize = 12;

fn what(proposal: &Proposal<'_>) -> String {
    let shape = match (&proposal.groups, proposal.is_records()) {
        (_, true) => "a row an event",
        (Groups::Column(_), false) => "a row an observation",
        (Groups::Columns(_), false) => "ethnic groups in the names of columns",
    };
    match proposal.known {
        Some(known) => format!("{} ({shape})", known.name),
        None => format!("a table of no layout that is known ({shape})"),
    }
}

fn header(facts: &FileFacts) -> String {
    let lines: Vec<String> = facts.header.iter().map(u64::to_string).collect();
    match lines.as_slice() {
        [only] => format!("line {only}"),
        lines => format!("lines {}", lines.join(", ")),
    }
}

fn places(proposal: &Proposal<'_>, areas: &Areas) -> String {
    let (known, others) = &proposal.areas;
    let place = match &proposal.area {
        Where::Columns(columns) => format!("in {}", some_of(columns)),
        Where::Position(latitude, longitude) => {
            return format!("points, in `{latitude}` and `{longitude}`");
        }
        Where::Always(area) => return format!("{area}; no column names an area"),
    };
    let names: Vec<String> = known.iter().map(|code| areas.name(code).to_owned()).collect();
    let few = if names.len() <= 4 && !names.is_empty() { format!(" ({})", names.join(", ")) } else { String::new() };
    let others = if *others > 0 { format!(", and {others} that are none of data/areas.csv") } else { String::new() };
    format!("{} known{few}{others}, {place}", known.len())
}

fn periods(proposal: &Proposal<'_>) -> String {
    let period = &proposal.period;
    let kind = kind_code(period.kind).replace('-', " ");
    let place = match &period.column {
        Some(column) => format!(", in `{column}`"),
        None => ", in no column".to_owned(),
    };
    let labels = match (period.labels.first(), period.labels.last(), &period.always) {
        (Some(first), Some(last), _) if first != last => {
            format!("{} from `{first}` to `{last}`", period.labels.len())
        }
        (Some(only), ..) => format!("`{only}`"),
        (None, _, Some(text)) if !text.is_empty() => format!("`{text}`"),
        _ => return "none is found".to_owned(),
    };
    format!("{labels}: {kind}{place}")
}

fn ethnicity(proposal: &Proposal<'_>) -> String {
    let labels = &proposal.labels;
    let number = labels.found.len();
    let place = match &proposal.groups {
        Groups::Column(column) => format!("in `{column}`"),
        Groups::Columns(texts) => format!("in the names of columns ({})", some_of(texts)),
    };
    let classification =
        proposal.classifications.first().map_or_else(String::new, |code| format!(", classification `{code}`"));
    let share = (100.0 * labels.share).round();
    let alike = proposal.other_lists.iter().filter(|(_, same)| *same).count();
    let alike = match alike {
        0 => String::new(),
        1 => "; one other list means the same by them".to_owned(),
        alike => format!("; {alike} other lists mean the same by them"),
    };
    let sure = if proposal.is_sure() { "sure" } else { "not sure" };
    format!(
        "{number} categories {place}, list `{}`{classification}: {share}% of the labels are known{alike}; {sure}",
        labels.scheme
    )
}

fn markers(proposal: &Proposal<'_>) -> String {
    if proposal.markers.is_empty() {
        return "no texts in place of figures".to_owned();
    }
    let markers: Vec<String> = proposal
        .markers
        .iter()
        .map(|(text, count, _)| match text.as_str() {
            "" => format!("blank {count} times"),
            text => format!("`{text}` {count} times"),
        })
        .collect();
    markers.join(", ")
}
