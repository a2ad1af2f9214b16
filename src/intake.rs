//! Downloaded files: what they are, and how they come into the data.

use std::fmt::Write as _;
use std::path::PathBuf;

use rayon::prelude::*;

use crate::args::{Add, Inspect};
use crate::error::{Error, Result};
use crate::finding::{Findings, Severity};
use crate::inspect::proposal::{Knowledge, Proposal};
use crate::inspect::{self, Inspected, card, measure};
use crate::project::Project;
use crate::report;
use crate::source::Sector;

/// Says what files are. Returns the text, and the error for files that could not be read.
pub fn inspect(options: &Inspect) -> Result<(String, Option<Error>)> {
    let mut findings = Findings::new();
    let Some(lookups) = Project::lookups(&options.data, &mut findings) else {
        return Err(Error::Refused(findings));
    };
    let knowledge = Knowledge::of(&lookups);
    let look = |path: &PathBuf| -> Result<(Vec<String>, Findings)> {
        let mut findings = Findings::new();
        let named = (path.as_path(), options.sheet.as_deref());
        let tables = inspect::inspect(named, knowledge, &mut findings)?;
        let text = |table: &Inspected<'_>| {
            if options.brief {
                return table.line();
            }
            let recipe = table.recipe().unwrap_or_default();
            format!("{}\n{recipe}\n", table.words(knowledge))
        };
        Ok((tables.iter().map(text).collect(), findings))
    };
    let looked: Result<Vec<_>> = options.files.par_iter().map(look).collect();
    let mut texts = Vec::new();
    for (own, found) in looked? {
        texts.extend(own);
        findings.append(found);
    }
    let warnings = findings.of(Severity::Warning);
    if !options.brief {
        texts.extend(warnings.iter().map(|warning| format!("{warning}\n\n")));
    }
    let refused = findings.any_error().then_some(Error::Refused(findings));
    Ok((texts.concat(), refused))
}

/// Puts a file into the data, with its card, and returns what is to be done next. Nothing is written when the file
/// cannot be read with the recipe that is proposed for it.
pub fn add(options: &Add) -> Result<String> {
    let (folder, source) = folder(options)?;
    let mut findings = Findings::new();
    let Some(lookups) = Project::lookups(&options.data, &mut findings) else {
        return Err(Error::Refused(findings));
    };
    let knowledge = Knowledge::of(&lookups);
    let named = (options.file.as_path(), options.sheet.as_deref());
    let tables = inspect::inspect(named, knowledge, &mut findings)?;
    if findings.any_error() {
        return Err(Error::Refused(findings));
    }
    let readable: Vec<&Inspected<'_>> = tables.iter().filter(|table| table.reads()).collect();
    let Some(proposal) = readable.first().and_then(|table| table.proposal.as_ref()) else {
        return Err(Error::Usage {
            message: format!("no table of `{}` can be read yet", options.file.display()),
            hint: format!(
                "`scorecard inspect {}` says what it found; write the recipe by hand, as docs/reference/source.md shows",
                options.file.display()
            ),
        });
    };
    let bytes = std::fs::read(&options.file).map_err(|source| Error::Read { path: options.file.clone(), source })?;
    let recipes: Vec<String> = readable.iter().filter_map(|table| table.recipe()).collect();
    let known = proposal.known;
    let head = card::Head {
        publisher: or_known(options.publisher.as_ref(), known.map(|known| &known.publisher)),
        title: options.title.clone().unwrap_or_default(),
        address: or_known(options.address.as_ref(), known.map(|known| &known.address)),
        licence: options.licence.clone(),
        published: options.published.clone().unwrap_or_default(),
        accessed: options.accessed.clone().unwrap_or_default(),
    };
    let text = format!("{}\n{}", head.text(), recipes.join("\n"));
    let name = options.file.file_name().unwrap_or_default();
    let files = [(PathBuf::from(name), bytes), (PathBuf::from("source.toml"), text.into_bytes())];
    report::folder::write_whole(&folder, &files)?;
    let card = folder.join("source.toml").display().to_string();
    Ok(next_steps(&card, proposal, &head, &source))
}

/// What a person has to do with a new source.
fn next_steps(card: &str, proposal: &Proposal<'_>, head: &card::Head, source: &str) -> String {
    let mut next = format!("{card}\n");
    for doubt in &proposal.doubts {
        let _ = writeln!(next, "check       {doubt}");
    }
    for key in head.blank() {
        let _ = writeln!(next, "fill in     `{key}` in source.toml");
    }
    let block = measure::block(source, proposal);
    next + &format!(
        "\nPut this into the file of an indicator, fill in what is blank, and run `scorecard check`:\n\n{block}"
    )
}

fn or_known(given: Option<&String>, known: Option<&String>) -> String {
    given.or(known).cloned().unwrap_or_default()
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
