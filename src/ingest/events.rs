//! Records that a card names → a table of their counts, as `scorecard tally` makes it.

use std::collections::BTreeMap;
use std::path::Path;

use tables::outlines::Outlines;
use tables::records::{self, Filter, PeriodColumn, PlaceColumns, Plan};
use tables::{Row, Table, checksum};

use crate::area::Areas;
use crate::finding::{self, Findings, Location, Problem};
use crate::source::{AREA, CellFilter, EVENTS, Field, FileCard, Source};

use super::tally::{self, Known, Tally};
use super::{Input, report_checksum};

/// Counts the records of a card. What is wrong with them is added to the findings.
pub(super) fn read(source: &Source, file: &FileCard, areas: &Areas, findings: &mut Findings) -> Input {
    let path = source.folder.join(&file.name);
    let mut input = Input::empty(&path);
    let files = match records::expand(std::slice::from_ref(&path)) {
        Ok(files) => files,
        Err(problem) => {
            let message = format!("`{}` cannot be read: {}", file.name, problem.message);
            findings.add(Problem::error(message, finding::NOT_THERE), Location::file(&path));
            return input;
        }
    };
    match checksum::of_files(&files) {
        Ok(sha256) => {
            input.sha256 = sha256;
            report_checksum(file, &input, findings);
        }
        Err(refused) => {
            findings.add(finding::unreadable(refused.path, &refused.error), Location::file(refused.path));
        }
    }
    let boundaries = file.position.as_ref().map(|position| source.folder.join(&position.boundaries));
    let outlines = boundaries.map_or_else(Outlines::default, |path| tally::outlines(&path, areas, findings));
    let known = Known { areas, outlines: &outlines };
    if let Some(tally) = tally::count(&files, &plan(file, areas), known, &|_| {}, findings) {
        input.left_out = left_out(&tally, file.position.is_some());
        input.table = Some(counts(&tally, file, &path));
    }
    input
}

fn plan(file: &FileCard, areas: &Areas) -> Plan {
    let place = match &file.position {
        Some(position) => {
            PlaceColumns::Position { latitude: position.latitude.clone(), longitude: position.longitude.clone() }
        }
        None => PlaceColumns::Name { column: area_column(file).to_owned() },
    };
    Plan {
        by: std::iter::once(file.ethnicity_column())
            .chain(file.dimensions.iter().map(String::as_str))
            .map(str::to_owned)
            .collect(),
        sum: None,
        period: PeriodColumn { column: file.period.column().to_owned(), time_zone: areas.time_zone.clone() },
        place,
        filters: file.filter.iter().flat_map(filters).collect(),
    }
}

/// The column of the area; where records are placed by their position, that of the table of their counts.
fn area_column(file: &FileCard) -> &str {
    file.area.as_ref().map_or(AREA, Field::column)
}

/// The filters that a column sets; all of them must be met. A card that wants one of several texts is refused.
fn filters((column, wanted): (&String, &CellFilter)) -> Vec<Filter> {
    let (texts, equal) = wanted.parts();
    let filter = |text: &String| Filter { column: column.clone(), equal, value: text.trim().to_owned() };
    texts.texts().iter().map(filter).collect()
}

/// The counts as a table with the columns that the card names.
fn counts(tally: &Tally, file: &FileCard, path: &Path) -> Table {
    let columns = [file.period.column(), area_column(file), file.ethnicity_column()];
    let mut header = columns.map(str::to_owned).to_vec();
    header.extend(tally.by.iter().cloned());
    header.push(EVENTS.to_owned());
    let rows = tally.events.iter().zip(1..).map(|((stratum, events), line)| {
        let texts = [&stratum.period, &stratum.area, &stratum.group].into_iter().chain(&stratum.by);
        Row::new(line, texts.cloned().chain([events.to_string()]))
    });
    Table {
        path: path.to_path_buf(),
        line: 1,
        columns: (1..=header.len() as u64).collect(),
        header,
        rows: rows.collect(),
    }
}

fn left_out(tally: &Tally, by_position: bool) -> BTreeMap<String, u64> {
    let outcome = tally.outcome();
    let (without, outside) = if by_position {
        ("records without a position, so that the area is not known", "records whose position lies outside every area")
    } else {
        ("records without an area", "records of an area that is none of data/areas.csv")
    };
    let counts = [(without, outcome.without_place), (outside, outcome.outside)];
    counts.into_iter().filter(|(_, count)| *count > 0).map(|(reason, count)| (reason.to_owned(), count)).collect()
}
