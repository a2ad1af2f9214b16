//! The documentation holds what it says: its examples run as shown, its links lead somewhere, and its reference pages
//! name every key and every column.
//!
//! The code blocks of a page are one story, told in a copy of the project. What follows the language of a block says
//! what is done with it: `file=PATH` writes it, `append=PATH` puts it at the end of a file, `edit=PATH` takes the lines
//! with `-` out of a file and puts those with `+` there. A `console` block is run, and must print what it shows; a line
//! `...` stands for any number of lines. The commands of a `sh` block are only held to the options that there are.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on is to stop")]

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Parser;
use rayon::prelude::*;
use scorecard::args::Arguments;
use scorecard::correction::Correction;
use scorecard::indicator::{Absence, Denominator, Indicator, Measure, Numerator, Value};
use scorecard::phase::{AgesCard, PhaseCard, PhaseFile};
use scorecard::source::{DisclosureKeys, FileCard, LeftOut, Marker, Positions, Source};
use serde::de::DeserializeOwned;

use crate::support::report::rows;
use crate::support::{self, Project, root};

/// Every page that users read.
fn pages() -> Vec<PathBuf> {
    let below = support::files(&root().join("docs"));
    let pages = below.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let others = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "reports/README.md"].map(|name| root().join(name));
    pages.chain(others).collect()
}

fn name(page: &Path) -> String {
    page.strip_prefix(root()).unwrap().display().to_string()
}

/// A code block of a page.
#[derive(Debug)]
struct Block {
    language: String,
    /// `append=PATH` as `("append", "PATH")`.
    order: Option<(String, String)>,
    text: String,
}

/// The code blocks of a page, those inside lists without their indentation.
fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(about) = line.trim_start().strip_prefix("```") else {
            continue;
        };
        let indent = line.len() - line.trim_start().len();
        let inside = lines.by_ref().take_while(|line| line.trim() != "```");
        let inside: Vec<&str> = inside.map(|line| line.get(indent..).unwrap_or_default()).collect();
        let text = inside.join("\n") + "\n";
        let (language, order) = about.split_once(' ').unwrap_or((about, ""));
        let order = order.split_once('=').map(|(what, path)| (what.to_owned(), path.to_owned()));
        blocks.push(Block { language: language.to_owned(), order, text });
    }
    blocks
}

/// A page without its code blocks.
fn prose(page: &str) -> String {
    let outside = page.split("```").step_by(2);
    outside.collect()
}

/// Does what a block says; what is wrong with it otherwise.
fn perform(project: &Project, block: &Block) -> Result<(), String> {
    let order = block.order.as_ref().map(|(what, path)| (what.as_str(), path.as_str()));
    match (block.language.as_str(), order) {
        ("console", None) => block.text.split("$ ").skip(1).try_for_each(|session| run(project, session)),
        (_, Some(("file", path))) => {
            project.write(path, &block.text);
            Ok(())
        }
        ("toml", Some(("append", path))) => {
            project.append(path, &format!("\n{}", block.text));
            Ok(())
        }
        (_, Some(("append", path))) => {
            project.append(path, &block.text);
            Ok(())
        }
        ("diff", Some(("edit", path))) => {
            let with = |other: char| -> String {
                let kept = block.text.split_inclusive('\n').filter(|line| !line.starts_with(other));
                kept.map(|line| line.get(1..).unwrap_or("\n")).collect()
            };
            let (old, text) = (with('+'), project.read(path));
            if text.matches(&old).count() != 1 {
                return Err(format!("{path} does not hold these lines once:\n{old}"));
            }
            project.write(path, text.replacen(&old, &with('-'), 1));
            Ok(())
        }
        (_, None) => Ok(()),
        (_, Some((what, _))) => Err(format!("no block is for `{what}`")),
    }
}

/// Runs a command as a user would, and compares what it prints with what the page shows.
fn run(project: &Project, session: &str) -> Result<(), String> {
    let (command, shown) = session.split_once('\n').unwrap();
    let programs = Path::new(env!("CARGO_BIN_EXE_scorecard")).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let script = format!("exec 2>&1\n{command}");
    let mut shell = Command::new("sh");
    let output = shell.args(["-c", &script]).current_dir(project.path("")).env("PATH", path).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let lines =
        |text: &str| -> Vec<String> { text.trim_end().lines().map(|line| line.trim_end().to_owned()).collect() };
    if !matches(&lines(shown), &lines(&printed)) {
        return Err(format!("$ {command}\n{shown}-- is shown, and this is printed:\n{printed}"));
    }
    let refused = shown.contains("error: ");
    if output.status.success() == refused {
        return Err(format!("$ {command}\nended with {}", output.status));
    }
    Ok(())
}

/// Whether a text is what is shown, where a line `...` stands for any lines.
fn matches(shown: &[String], printed: &[String]) -> bool {
    match (shown.split_first(), printed.split_first()) {
        (None, _) => printed.is_empty(),
        (Some((gap, rest)), _) if gap == "..." => (0..=printed.len()).any(|from| matches(rest, &printed[from..])),
        (Some((line, rest)), Some((other, others))) => line == other && matches(rest, others),
        (Some(_), None) => false,
    }
}

#[test]
fn every_example_prints_what_the_page_shows() {
    let wrong: Vec<String> = pages()
        .par_iter()
        .filter_map(|page| {
            let blocks = blocks(&fs::read_to_string(page).unwrap());
            if blocks.iter().all(|block| block.language != "console") {
                return None;
            }
            let project = Project::copy();
            let told = blocks.iter().try_for_each(|block| perform(&project, block));
            told.err().map(|fault| format!("== {}\n{fault}", name(page)))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_gap_in_what_is_shown_stands_for_any_lines() {
    let lines = |text: &str| -> Vec<String> { text.split(' ').map(str::to_owned).collect() };
    for (shown, printed, expected) in [
        ("a b", "a b", true),
        ("a ... c", "a b b c", true),
        ("... c", "c", true),
        ("a", "a b", false),
        ("a b", "a", false),
    ] {
        assert_eq!(matches(&lines(shown), &lines(printed)), expected, "{shown}");
    }
}

/// The words of a command line, as the shell takes them apart.
fn words(command: &str) -> Vec<String> {
    let script = format!("set -f; printf '%s\\0' {command}");
    let output = Command::new("sh").args(["-c", &script]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\0').map(str::to_owned).collect()
}

#[test]
fn every_command_has_the_options_that_the_program_has() {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        let shells = blocks(&text).into_iter().filter(|block| block.language == "sh");
        let lines: String = shells.map(|block| block.text.replace("\\\n", " ")).collect();
        for line in lines.lines().map(|line| line.replace("cargo run --release -- ", "scorecard ")) {
            if !line.starts_with("scorecard ") {
                continue;
            }
            if let Err(error) = Arguments::try_parse_from(words(&line)) {
                wrong.push(format!("{}: {line}\n{error}", name(&page)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The anchor that a heading has on a page.
fn anchor(heading: &str) -> String {
    let plain = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = plain.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    kept.collect::<String>().replace(' ', "-")
}

#[test]
fn every_link_leads_somewhere() {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = prose(&fs::read_to_string(&page).unwrap());
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if link.starts_with("http") {
                continue;
            }
            let (path, place) = link.split_once('#').map_or((link, None), |(path, place)| (path, Some(place)));
            let target = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            let has_place = |place: &str| {
                let target = prose(&fs::read_to_string(&target).unwrap_or_default());
                target.lines().any(|line| line.starts_with('#') && anchor(line) == place)
            };
            if !target.exists() || place.is_some_and(|place| !has_place(place)) {
                wrong.push(format!("{}: {link}", name(&page)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The section of a page below a heading, up to the next one of its depth or above.
fn section(page: &str, heading: &str) -> String {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let depth = heading.chars().take_while(|letter| *letter == '#').count();
    let below = text.lines().skip_while(|line| *line != heading).skip(1);
    let ends = |line: &&str| line.starts_with('#') && line.chars().take_while(|letter| *letter == '#').count() <= depth;
    let section: Vec<&str> = below.take_while(|line| !ends(line)).collect();
    assert!(!section.is_empty(), "{page} has no section `{heading}`");
    section.join("\n")
}

/// The names in back-quotes in the first cells of the tables of a section.
fn named(page: &str, heading: &str) -> Vec<String> {
    let section = section(page, heading);
    let firsts = section.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next());
    firsts
        .flat_map(|cell| cell.split('`').step_by(2).map(str::to_owned).collect::<Vec<_>>())
        .filter(|name| !name.is_empty())
        .collect()
}

/// The keys that a table of declarations may have: those that the refusal of an unknown one lists.
fn keys<T: DeserializeOwned + Debug>() -> BTreeSet<String> {
    let refused = toml::from_str::<T>("no-such-key = 1").unwrap_err();
    let message = refused.message().to_owned();
    let (_, expected) = message.split_once("expected ").unwrap_or_else(|| panic!("{message}"));
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn reference_pages_name_every_key() {
    let (source, indicators, phases) =
        ("docs/reference/source.md", "docs/reference/indicators.md", "docs/reference/phases.md");
    for (page, heading, keys) in [
        (source, "## The card", keys::<Source>()),
        (source, "## A file", keys::<FileCard>()),
        (source, "## Markers", keys::<Marker>()),
        (source, "## Positions", keys::<Positions>()),
        (source, "## Disclosure", keys::<DisclosureKeys>()),
        (source, "## Records left out", keys::<LeftOut>()),
        (source, "## Corrections", keys::<Correction>()),
        (indicators, "## The indicator", keys::<Indicator>()),
        (indicators, "## A measure", keys::<Measure>()),
        (indicators, "## Numerator", keys::<Numerator>()),
        (indicators, "## Denominator", keys::<Denominator>()),
        (indicators, "## Value", keys::<Value>()),
        (indicators, "## A gap", keys::<Absence>()),
        (phases, "## The file", keys::<PhaseFile>()),
        (phases, "## A phase", keys::<PhaseCard>()),
        (phases, "## Ages", keys::<AgesCard>()),
    ] {
        let named: BTreeSet<String> = named(page, heading).into_iter().collect();
        assert_eq!(named, keys, "`{heading}` of {page}");
    }
}

const OUTPUTS: &str = "docs/reference/outputs.md";

fn header(bytes: &[u8]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(bytes);
    reader.headers().unwrap().iter().map(str::to_owned).collect()
}

#[test]
fn the_page_of_outputs_names_every_column_and_every_value() {
    let project = Project::copy();
    for phase in ["1", "2", "3", "4", "5"] {
        assert_eq!(project.run(&["run", "--phase", phase]).code, 0);
    }
    let page = fs::read_to_string(root().join(OUTPUTS)).unwrap();
    for (table, listed) in [
        ("scorecard", &["area_level", "kind", "favourable", "verdict", "status", "change_verdict", "method"][..]),
        ("synthesis", &["what", "verdict"]),
        ("coverage", &["coverage"]),
        ("exclusions", &[]),
        ("corrections", &[]),
    ] {
        let heading = format!("## `data/{table}.csv`");
        let first = project.read(&format!("reports/phase-5/data/{table}.csv"));
        assert_eq!(named(OUTPUTS, &heading), header(first.as_bytes()), "{heading}");
        for phase in 1..=5 {
            let made = project.read(&format!("reports/phase-{phase}/data/{table}.csv"));
            for row in rows(made.as_bytes()) {
                let values = listed.iter().map(|column| row.text(column)).filter(|value| !value.is_empty());
                for value in values {
                    assert!(page.contains(&format!("`{value}`")), "`{value}` of {table}.csv");
                }
            }
        }
    }
    let manifest: serde_json::Value = serde_json::from_str(&project.read("reports/phase-5/manifest.json")).unwrap();
    let keys = |value: &serde_json::Value| -> BTreeSet<String> { value.as_object().unwrap().keys().cloned().collect() };
    let named = |heading: &str| -> BTreeSet<String> { named(OUTPUTS, heading).into_iter().collect() };
    assert_eq!(named("## `manifest.json`"), keys(&manifest));
    assert_eq!(named("## An input of the manifest"), keys(&manifest["inputs"][0]));
}

#[test]
fn the_page_of_outputs_names_the_columns_of_counts() {
    let project = Project::empty();
    for name in ["data/areas.csv", "data/clock.toml"] {
        project.write(name, fs::read(root().join(name)).unwrap());
    }
    project.write("records.csv", "Date,Borough,Group,Outcome\n2021-06-01,Croydon,White,Arrest\n");
    let command =
        ["tally", "records.csv", "--area", "Borough", "--group", "Group", "--by", "Outcome", "--out", "counts.csv"];
    let outcome = project.run(&command);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let own: Vec<String> =
        header(project.read("counts.csv").as_bytes()).into_iter().filter(|name| name != "Outcome").collect();
    assert_eq!(named(OUTPUTS, "## Counts of `scorecard tally`"), own);
    let left_out = header(project.read("counts.left-out.csv").as_bytes());
    assert_eq!(named(OUTPUTS, "## Records left out by `scorecard tally`"), left_out);
}

#[test]
fn every_source_is_listed_once() {
    let sources = named("docs/sources.md", "# Sources and licences");
    for sector in ["statutory", "voluntary"] {
        for entry in fs::read_dir(root().join("data").join(sector)).unwrap() {
            let source = entry.unwrap().file_name().into_string().unwrap();
            let times = sources.iter().filter(|name| **name == source).count();
            assert_eq!(times, 1, "{source} in docs/sources.md");
        }
    }
}
