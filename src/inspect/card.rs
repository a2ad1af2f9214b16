//! A proposal → the text of a source card.

use crate::finding::quoted;
use crate::source::{CellFilter, Marker, OneOrMany, Source};

use super::areas::AreasIn;
use super::groups::GroupsIn;
use super::proposal::Proposal;

/// What the file itself says: its name, the sheet and the lines of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// Its name.
    pub name: String,
    /// The sheet, or the member of an archive.
    pub sheet: Option<String>,
    /// The lines of the header.
    pub header: Vec<u64>,
    /// The line of the first row that is not blank, which is the header when none is given.
    pub first_line: u64,
}

/// The beginning of a card.
pub fn publication(source: &Source) -> String {
    source.publication().map(|(key, value)| format!("{key} = {}\n", quoted(value))).concat()
}

/// A `[[file]]` table that would read the file.
pub fn file(facts: &FileFacts, sha256: &str, proposal: &Proposal<'_>) -> String {
    let keys = [of_file(facts, sha256, proposal), of_rows(proposal), of_figures(proposal)];
    let lines: Vec<String> = keys.into_iter().flatten().map(|(key, value)| format!("{key} = {value}\n")).collect();
    format!("[[file]]\n{}", lines.concat())
}

/// A key with its value as TOML.
type Key = (&'static str, String);

fn of_file(facts: &FileFacts, sha256: &str, proposal: &Proposal<'_>) -> Vec<Key> {
    let layout = match (&proposal.groups.location, proposal.is_records()) {
        (_, true) => "records",
        (GroupsIn::Columns(_), false) => "tidy",
        (GroupsIn::Headers(_), false) => "wide",
    };
    let mut keys = vec![("name", quoted(&facts.name)), ("sha256", quoted(sha256)), ("layout", quoted(layout))];
    keys.extend(facts.sheet.as_ref().map(|sheet| ("sheet", quoted(sheet))));
    keys.extend((facts.header != [facts.first_line]).then(|| ("header", format!("{:?}", facts.header))));
    keys.push(("scheme", quoted(&proposal.groups.labels.scheme)));
    keys.extend(proposal.classifications.first().map(|code| ("classification", quoted(code))));
    keys
}

/// What a row is of, and which rows are read.
fn of_rows(proposal: &Proposal<'_>) -> Vec<Key> {
    let (period, selection) = (&proposal.period, &proposal.selection);
    let field = match period.columns.as_slice() {
        [] => constant(period.constant.as_deref().unwrap_or_default()),
        [only] => quoted(only),
        several if period.with == " " => format!("{{ join = {} }}", list(several)),
        several => format!("{{ join = {}, with = {} }}", list(several), quoted(&period.with)),
    };
    let kind = if proposal.is_records() { "month" } else { period.kind.code() };
    let area = match &proposal.areas.location {
        AreasIn::Columns(columns) => match columns.as_slice() {
            [only] => ("area", quoted(only)),
            columns => ("area", list(columns)),
        },
        AreasIn::Position(latitude, longitude) => {
            let keys =
                [("latitude", latitude.as_str()), ("longitude", longitude), ("boundaries", "boundaries.geojson")];
            ("position", table(keys.into_iter().map(|(key, value)| (key.to_owned(), quoted(value)))))
        }
        AreasIn::Around(area, _) => ("area", constant(area)),
        AreasIn::Nowhere => ("area", constant("")),
    };
    let mut keys = vec![("period", field), ("period-kind", quoted(kind)), area];
    keys.extend(proposal.areas.leave_out().then(|| ("other-areas", quoted("leave-out"))));
    match proposal.groups.columns() {
        [] => {}
        [only] => keys.push(("ethnicity", quoted(only))),
        several => keys.push(("ethnicity", list(several))),
    }
    let filters = selection.filter.iter().map(|(column, filter)| (quoted(column), condition(filter)));
    keys.extend((!selection.filter.is_empty()).then(|| ("where", table(filters))));
    keys.extend((!selection.dimensions.is_empty()).then(|| ("dimensions", list(&selection.dimensions))));
    keys
}

fn of_figures(proposal: &Proposal<'_>) -> Vec<Key> {
    let mut keys = Vec::new();
    if let GroupsIn::Headers(groups) = &proposal.groups.location {
        keys.push(("groups", list(groups)));
    }
    let figures = proposal.figures.iter().map(|figure| (figure.name.clone(), quoted(&figure.column)));
    keys.extend((!proposal.is_records()).then(|| ("figures", table(figures))));
    let known = proposal.markers.iter().filter_map(|found| Some((quoted(&found.text), marker(found.meaning?))));
    let mut known = known.peekable();
    keys.extend(known.peek().is_some().then(|| ("markers", table(known))));
    keys
}

/// A table in one line.
fn table(pairs: impl Iterator<Item = (String, String)>) -> String {
    let pairs: Vec<String> = pairs.map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", pairs.join(", "))
}

fn constant(text: &str) -> String {
    format!("{{ is = {} }}", quoted(text))
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(quoted).collect::<Vec<_>>().join(", "))
}

fn condition(filter: &CellFilter) -> String {
    let (texts, is_wanted) = filter.parts();
    let texts = match texts {
        OneOrMany::One(text) => quoted(text),
        OneOrMany::Many(texts) => list(texts),
    };
    if is_wanted { texts } else { format!("{{ not = {texts} }}") }
}

fn marker(marker: Marker) -> String {
    let bounds = [("lower", marker.lower), ("upper", marker.upper)];
    let bounds = bounds.into_iter().filter_map(|(key, bound)| Some((key.to_owned(), bound?.to_string())));
    table([("means".to_owned(), quoted(marker.means))].into_iter().chain(bounds))
}
