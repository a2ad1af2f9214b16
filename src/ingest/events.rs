//! Records that a card names → a table of their counts, as `scorecard tally` makes it.

use std::collections::BTreeMap;
use std::path::Path;

use tables::{Row, Table, checksum};

use crate::area::Areas;
use crate::catalogue;
use crate::error::Error;
use crate::finding::{Findings, Location, Problem};
use crate::source::{AREA, EVENTS, FileCard, Not, Source, Texts, Wanted};

use super::places::Places;
use super::records::{self, Condition, Place, Recipe, Tally};
use super::{Input, report_checksum};

/// Counts the records of a card. What is wrong with them is added to the findings.
pub(super) fn read(source: &Source, file: &FileCard, areas: &Areas, findings: &mut Findings) -> Input {
    let path = source.folder.join(&file.name);
    let mut input = Input::empty(&path);
    let unreadable = |error: Error, findings: &mut Findings| {
        let message = format!("`{}` cannot be read: {error}", file.name);
        findings.add(Problem::error(message, catalogue::NOT_THERE), Location::file(&path));
    };
    let files = match records::expand(std::slice::from_ref(&path)) {
        Ok(files) => files,
        Err(error) => {
            unreadable(error, findings);
            return input;
        }
    };
    match checksum::of_files(&files) {
        Ok(sha256) => {
            input.sha256 = sha256;
            report_checksum(file, &input, findings);
        }
        Err(refused) => {
            findings.add(catalogue::unreadable(refused.path, &refused.error), Location::file(refused.path));
        }
    }
    let outlines = file.position.as_ref().map(|position| {
        let path = source.folder.join(&position.boundaries);
        Places::read(&path, areas, findings).unwrap_or_default()
    });
    let recipe = recipe(file, (areas, outlines.as_ref()));
    match records::tally(&files, &recipe, &|_| {}, findings) {
        Ok(Some(tally)) => {
            input.left_out = left_out(&tally, file.position.is_some());
            input.table = Some(counts(&tally, file, &path));
        }
        Ok(None) => {}
        Err(error) => unreadable(error, findings),
    }
    input
}

fn recipe<'a>(file: &FileCard, (areas, outlines): (&'a Areas, Option<&'a Places>)) -> Recipe<'a> {
    let place = match (file.position.as_ref(), outlines) {
        (Some(position), Some(places)) => {
            Place::Position { latitude: position.latitude.clone(), longitude: position.longitude.clone(), places }
        }
        _ => Place::Column { name: area_column(file).to_owned(), areas },
    };
    Recipe {
        date: file.period.column().to_owned(),
        place,
        group: file.ethnicity_column().to_owned(),
        by: file.dimensions.clone(),
        sum: None,
        conditions: file.filter.iter().flat_map(conditions).collect(),
    }
}

/// The column of the area; where records are placed by their position, that of the table of their counts.
fn area_column(file: &FileCard) -> &str {
    file.area.as_ref().map_or(AREA, crate::source::Place::column)
}

/// The conditions that a column sets; all of them must be met. A card that wants one of several texts is refused.
fn conditions((column, wanted): (&String, &Wanted)) -> Vec<Condition> {
    let (texts, equal) = match wanted {
        Wanted::Any(texts) => (texts, true),
        Wanted::Not(Not { not }) => (not, false),
    };
    let texts = match texts {
        Texts::One(text) => std::slice::from_ref(text),
        Texts::Several(texts) => texts,
    };
    let condition = |text: &String| Condition { column: column.clone(), equal, value: text.trim().to_owned() };
    texts.iter().map(condition).collect()
}

/// The counts as a table with the columns that the card names.
fn counts(tally: &Tally, file: &FileCard, path: &Path) -> Table {
    let columns = [file.period.column(), area_column(file), file.ethnicity_column()];
    let mut header = columns.map(str::to_owned).to_vec();
    header.extend(tally.by.iter().cloned());
    header.push(EVENTS.to_owned());
    let rows = tally.events.iter().zip(1..).map(|((cell, events), line)| Row {
        line,
        cells: [&cell.period, &cell.area, &cell.group]
            .into_iter()
            .chain(&cell.by)
            .cloned()
            .chain([events.to_string()])
            .collect(),
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
