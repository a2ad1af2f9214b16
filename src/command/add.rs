//! `scorecard add`: a downloaded file → a source in the data, with its card.

use std::path::PathBuf;

use crate::args::Add;
use crate::error::{Error, Result};
use crate::finding;
use crate::inspect::{self, Inspected, card, measure};
use crate::report;
use crate::source::{Sector, Source};

use super::inspect::lookups;
use tables::visible::is_control;

/// Files in the folder of a source that are not published figures.
const OURS: [&str; 2] = ["source.toml", "corrections.toml"];

/// Puts a file into the data, with its card, and returns what is to be done next. Nothing is written when the file
/// cannot be read with the recipe that is proposed for it.
pub fn add(options: &Add) -> Result<String> {
    let (folder, id) = folder(options)?;
    let (lookups, mut findings) = lookups(&options.data)?;
    let refused = |source| Error::Read { path: options.file.clone(), source };
    if !finding::is_there(&options.file, &mut findings) {
        return Err(Error::NoFile(findings));
    }
    let (path, sheet) = (options.file.as_path(), options.sheet.as_deref());
    let streamed = inspect::stream::bytes(path).map_err(refused)?;
    let mut tables = match &streamed {
        Some(bytes) => inspect::stream::inspect((path, bytes), &id, sheet, &lookups, &mut findings)?,
        None => inspect::inspect(path, sheet, &lookups, &mut findings)?,
    };
    if findings.any_error() {
        return Err(if path.is_dir() { Error::NoFile(findings) } else { Error::Refused(findings) });
    }
    // The bytes that are stored are those that the card speaks of, whatever becomes of the file meanwhile.
    let bytes = streamed.map_or_else(|| std::fs::read(path).map_err(refused), Ok)?;
    let sha256 = tables::checksum::of_bytes(&bytes);
    for table in &mut tables {
        table.sha256 = Some(sha256.clone());
    }
    // A sheet that the spreadsheet does not show is a draft as often as not: it is taken only where it is asked for.
    let is_wanted = |table: &&Inspected<'_>| !table.hidden || options.sheet.is_some();
    let readable: Vec<&Inspected<'_>> = tables.iter().filter(is_wanted).filter(|table| table.reads()).collect();
    let Some(proposal) = readable.first().and_then(|table| table.proposal.as_ref()) else {
        return Err(unreadable(options, &tables));
    };
    let recipes: Vec<String> = readable.iter().filter_map(|table| table.recipe()).collect();
    let (publisher, address) = proposal.known.map(|known| (known.publisher.clone(), known.address.clone())).unzip();
    let source = Source {
        id,
        publisher: options.publisher.clone().or(publisher).unwrap_or_default(),
        title: options.title.clone().unwrap_or_default(),
        address: options.address.clone().or(address).unwrap_or_default(),
        licence: options.licence.clone(),
        published: options.published.clone().unwrap_or_default(),
        accessed: options.accessed.clone().unwrap_or_default(),
        ..Source::default()
    };
    let text = format!("{}\n{}", card::publication(&source), recipes.join("\n"));
    let name = readable.first().map_or("", |table| &table.facts.name);
    usable_name(name)?;
    let files = [(PathBuf::from(name), bytes), (PathBuf::from("source.toml"), text.into_bytes())];
    report::folder::write_new(&folder, &files)?;
    let card = folder.join("source.toml").display().to_string();
    let measure =
        measure::block(&source.id, proposal, (&lookups.layouts.residents, options.favourable.map(Into::into)));
    let doubts: Vec<String> = left_out(&tables, options).into_iter().chain(proposal.doubts()).collect();
    Ok(next_steps(&card, &doubts, &source) + &measure)
}

/// Why no table of a file can be added.
fn unreadable(options: &Add, tables: &[Inspected<'_>]) -> Error {
    let file = options.file.display();
    let reasons: Vec<String> = tables.iter().filter_map(Inspected::reason).collect();
    let reason = reasons.first().map_or_else(String::new, |reason| format!(": {reason}"));
    Error::Usage {
        message: format!("no table of `{file}` can be read yet{reason}"),
        hint: format!(
            "`scorecard inspect {file}` says what it found; write the recipe by hand, as docs/reference/source.md shows"
        ),
    }
}

/// The tables with ethnic groups that are not taken, by name.
fn left_out(tables: &[Inspected<'_>], options: &Add) -> Vec<String> {
    let found = tables.iter().filter(|table| table.proposal.is_some() || table.near.is_some());
    let reasons = found.filter_map(|table| {
        let sheet = table.facts.sheet.as_deref().unwrap_or_default();
        let reason = if table.hidden && options.sheet.is_none() {
            format!("it is hidden; `--sheet {sheet}` takes it")
        } else if table.reads() {
            return None;
        } else {
            table.reason().unwrap_or_else(|| "its recipe does not read it yet".to_owned())
        };
        Some(format!("the sheet `{sheet}` is not taken: {reason}"))
    });
    reasons.collect()
}

/// The name under which a file is stored: not that of a file beside it, none that is hidden, none that a card cannot have.
fn usable_name(name: &str) -> Result<()> {
    let is_taken = OURS.contains(&name) || name.starts_with('.') || name.contains(is_control);
    if !is_taken {
        return Ok(());
    }
    Err(Error::Usage {
        message: format!("a file `{name}` cannot lie in the folder of a source"),
        hint: "give it another name".to_owned(),
    })
}

/// What a person has to do with a new source, before the measure to begin with.
fn next_steps(card: &str, doubts: &[String], source: &Source) -> String {
    let doubts = doubts.iter().map(|doubt| format!("check       {doubt}\n"));
    let blank = source.blank().map(|key| format!("fill in     `{key}` in source.toml\n"));
    let steps: String = doubts.chain(blank).collect();
    format!(
        "{card}\n{steps}\nPut this into the file of an indicator, fill in what is blank, and run `scorecard check`:\n\n"
    )
}

/// The folder of a new source, and its name.
fn folder(options: &Add) -> Result<(PathBuf, String)> {
    let sectors = Sector::ALL.map(|(_, folder)| folder);
    let plain = |name: &str| {
        let allowed = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        !name.is_empty() && name.chars().all(allowed)
    };
    let found = options.to.split_once('/').filter(|(sector, name)| sectors.contains(sector) && plain(name));
    let Some((sector, name)) = found else {
        return Err(Error::Usage {
            message: format!("`{}` is no folder for a source", options.to),
            hint: "write statutory/NAME or voluntary/NAME, the name in small letters, digits and hyphens".to_owned(),
        });
    };
    let folder = options.data.join(sector).join(name);
    if folder.exists() {
        return Err(Error::Usage {
            message: format!("`{}` is there already", folder.display()),
            hint: "choose another name, or add a [[file]] table to its source.toml: `scorecard inspect` prints one"
                .to_owned(),
        });
    }
    Ok((folder, name.to_owned()))
}
