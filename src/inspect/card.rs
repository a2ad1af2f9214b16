//! A proposal → the text of a source card.

use crate::source::{Marker, Meaning, Not, Texts, Wanted};

use super::proposal::{Groups, Proposal, Where, kind_code};

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

/// What a card says of the whole source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Who published it.
    pub publisher: String,
    /// Title of the publication.
    pub title: String,
    /// Its address.
    pub address: String,
    /// The licence of the figures.
    pub licence: String,
    /// Date of publication.
    pub published: String,
    /// Date on which it was read.
    pub accessed: String,
}

impl Head {
    fn keys(&self) -> [(&'static str, &str); 6] {
        [
            ("publisher", &self.publisher),
            ("title", &self.title),
            ("address", &self.address),
            ("licence", &self.licence),
            ("published", &self.published),
            ("accessed", &self.accessed),
        ]
    }

    /// The beginning of a card.
    pub fn text(&self) -> String {
        let lines = self.keys().map(|(key, value)| format!("{key} = {}\n", quoted(value)));
        lines.concat()
    }

    /// The keys that a person must fill in.
    pub fn blank(&self) -> impl Iterator<Item = &'static str> {
        let blank = self.keys().into_iter().filter(|(_, value)| value.is_empty());
        blank.map(|(key, _)| key)
    }
}

/// A `[[file]]` table that would read the file.
pub fn file((facts, sha256): (&FileFacts, &str), proposal: &Proposal<'_>) -> String {
    let lines = [of_file(facts, sha256, proposal), of_rows(proposal), of_figures(proposal)];
    let lines = lines.into_iter().flatten();
    lines.fold(String::from("[[file]]\n"), |text, (key, value)| format!("{text}{key} = {value}\n"))
}

/// A key with its value as TOML.
type Line = (&'static str, String);

fn of_file(facts: &FileFacts, sha256: &str, proposal: &Proposal<'_>) -> Vec<Line> {
    let layout = match (&proposal.groups, proposal.is_records()) {
        (_, true) => "records",
        (Groups::Column(_), false) => "tidy",
        (Groups::Columns(_), false) => "wide",
    };
    let mut lines = vec![("name", quoted(&facts.name)), ("sha256", quoted(sha256)), ("layout", quoted(layout))];
    lines.extend(facts.sheet.as_deref().map(|sheet| ("sheet", quoted(sheet))));
    if facts.header != [facts.first_line] {
        lines.push(("header", format!("{:?}", facts.header)));
    }
    lines.push(("scheme", quoted(&proposal.labels.scheme)));
    let classification = proposal.classifications.first();
    lines.extend(classification.map(|code| ("classification", quoted(code))));
    lines
}

/// What a row is of, and which rows are read.
fn of_rows(proposal: &Proposal<'_>) -> Vec<Line> {
    let period = &proposal.period;
    let place = match (&period.column, &period.always) {
        (Some(column), _) => quoted(column),
        (None, text) => always(text.as_deref().unwrap_or_default()),
    };
    let kind = if proposal.is_records() { "month" } else { kind_code(period.kind) };
    let area = match &proposal.area {
        Where::Columns(columns) => match columns.as_slice() {
            [only] => ("area", quoted(only)),
            columns => ("area", list(columns)),
        },
        Where::Position(latitude, longitude) => (
            "position",
            format!(
                "{{ latitude = {}, longitude = {}, boundaries = \"boundaries.geojson\" }}",
                quoted(latitude),
                quoted(longitude)
            ),
        ),
        Where::Always(area) => ("area", always(area)),
    };
    let mut lines = vec![("period", place), ("period-kind", quoted(kind)), area];
    if proposal.areas.1 > 0 {
        lines.push(("other-areas", quoted("leave-out")));
    }
    if let Groups::Column(column) = &proposal.groups {
        lines.push(("ethnicity", quoted(column)));
    }
    if !proposal.filter.is_empty() {
        let wanted = proposal.filter.iter();
        let wanted = wanted.map(|(column, wanted)| (quoted(column), condition(wanted)));
        lines.push(("where", table(wanted)));
    }
    if !proposal.dimensions.is_empty() {
        lines.push(("dimensions", list(&proposal.dimensions)));
    }
    lines
}

fn of_figures(proposal: &Proposal<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Groups::Columns(groups) = &proposal.groups {
        lines.push(("groups", list(groups)));
    }
    if !proposal.is_records() {
        let figures = proposal.figures.iter();
        let figures = figures.map(|(name, column)| (name.clone(), quoted(column)));
        lines.push(("figures", table(figures)));
    }
    let markers = proposal.markers.iter();
    let markers = markers.filter_map(|(text, _, meaning)| Some((quoted(text), marker((*meaning)?))));
    let markers: Vec<(String, String)> = markers.collect();
    if !markers.is_empty() {
        lines.push(("markers", table(markers.into_iter())));
    }
    lines
}

/// A table in one line.
fn table(pairs: impl Iterator<Item = (String, String)>) -> String {
    let pairs: Vec<String> = pairs.map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", pairs.join(", "))
}

fn always(text: &str) -> String {
    format!("{{ is = {} }}", quoted(text))
}

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}

fn condition(wanted: &Wanted) -> String {
    let texts = |texts: &Texts| match texts {
        Texts::One(text) => quoted(text),
        Texts::Several(texts) => list(texts),
    };
    match wanted {
        Wanted::Any(any) => texts(any),
        Wanted::Not(Not { not }) => format!("{{ not = {} }}", texts(not)),
    }
}

fn marker(marker: Marker) -> String {
    let means = match marker.means {
        Meaning::Suppressed => "suppressed",
        Meaning::Unreliable => "unreliable",
        Meaning::NotAvailable => "not-available",
        Meaning::NotApplicable => "not-applicable",
        Meaning::RoundsToZero => "rounds-to-zero",
        Meaning::Blank => "blank",
    };
    let bounds = [("lower", marker.lower), ("upper", marker.upper)];
    let bounds: String = bounds.into_iter().filter_map(|(key, bound)| Some(format!(", {key} = {}", bound?))).collect();
    format!("{{ means = \"{means}\"{bounds} }}")
}

/// A text as TOML writes it, which is as JSON does.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
