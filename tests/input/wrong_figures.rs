//! Figures that are wrong although every cell of them is a figure: counted twice, divided by themselves, or left out.

use crate::planted::sound;
use crate::support::{Project, shared};

fn refused(project: &Project, message: &str) {
    let outcome = project.run(&["check"]);
    assert_eq!(outcome.code, 1, "{message}: {}", outcome.stderr);
    assert!(outcome.stderr.contains(message), "{message} is not in {}", outcome.stderr);
}

const HOMELESSNESS: &str = "data/statutory/mhclg-homelessness";

/// The first `[[file]]` table of a card once more, with another name for the file.
fn again(project: &Project, name: &str) {
    let path = format!("{HOMELESSNESS}/source.toml");
    let card = project.read(&path);
    let table = card.split("[[file]]").nth(1).unwrap_or_default().replace("acceptances.csv", name);
    project.write(&path, format!("{card}\n[[file]]{table}"));
}

#[test]
fn a_file_is_read_once_whatever_it_is_called() {
    for name in ["acceptances.csv", "./acceptances.csv", "../mhclg-homelessness/acceptances.csv"] {
        let project = Project::copy();
        again(&project, name);
        refused(&project, "by two [[file]] tables, so that its figures would be counted twice");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_is_the_file() {
    let project = Project::copy();
    let link = project.path(&format!("{HOMELESSNESS}/link.csv"));
    assert!(std::os::unix::fs::symlink("acceptances.csv", link).is_ok());
    again(&project, "link.csv");
    refused(&project, "`acceptances.csv` and `link.csv` are one file, which is read by two [[file]] tables");
}

#[test]
fn a_copy_of_a_file_counts_nobody_twice() {
    let project = Project::copy();
    project.write(&format!("{HOMELESSNESS}/copy.csv"), project.read(&format!("{HOMELESSNESS}/acceptances.csv")));
    again(&project, "copy.csv");
    refused(&project, "a second row for ");
}

#[test]
fn one_population_has_one_number() {
    let project = Project::copy();
    let (from, to) = ("data/statutory/census-2011-ethnic-group", "data/statutory/census-2011-again");
    project.write(&format!("{to}/source.toml"), project.read(&format!("{from}/source.toml")));
    let table = project.read(&format!("{from}/residents.csv"));
    let name = format!("{to}/residents.csv");
    project.write(&name, &table);
    let outcome = project.run(&["check"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let last = table.lines().last().unwrap_or_default().to_owned();
    let (start, _) = last.rsplit_once(',').unwrap_or_default();
    project.write(&name, table.replace(&last, &format!("{start},777")));
    project.seal(&name);
    refused(&project, "the series `census-residents` has two numbers for ");
    project.write(&name, table.replace(&last, &format!("{start},777.5")));
    project.seal(&name);
    refused(&project, "`777.5` in column `residents` is not a whole number");
}

#[test]
fn nothing_is_divided_by_itself() {
    let printed = sound().measure("{ column = \"clients\", words", "{ column = \"evicted\", words").checked();
    assert!(
        printed.contains("cannot read the column `evicted` as its `numerator` and as its `denominator`"),
        "{printed}"
    );
    let printed =
        sound().card(r#"["clients", "evicted"]"#, r#"{ clients = "clients", evicted = "clients" }"#).checked();
    assert!(printed.contains("two figures cannot be read from one column"), "{printed}");
}

#[test]
fn an_indicator_that_is_listed_has_its_file() {
    let project = Project::copy();
    assert!(std::fs::remove_file(project.path("indicators/health.toml")).is_ok());
    refused(&project, "the indicator `health` has no file");
    let project = Project::copy();
    project.write("indicators/transport.toml", project.read("indicators/health.toml"));
    refused(&project, "there is no indicator `transport`");
    let project = Project::copy();
    project.replace("data/phases.toml", "  \"health\",", "  \"health\",\n  \"health\",");
    refused(&project, "the indicator `health` is declared twice");
}

#[test]
fn people_are_whole_and_no_more_than_there_can_be() {
    for (row, message) in [
        ("540.5,131", "`540.5` in column `clients` is not a whole number"),
        ("5400000000,131", "a count in column `clients` is above a thousand million"),
    ] {
        let printed = sound().table("540,131", row).checked();
        assert!(printed.contains(message), "{printed}");
    }
    let printed =
        sound().table("610,92", "0.61,0").card("figures =", "scale = { clients = 1000 }\nfigures =").checked();
    assert!(!printed.contains("not a whole number"), "{printed}");
}

const RECORDS: &str = "Date,Ethnicity,Latitude,Longitude\n2021-05-01,White,51.37,-0.10\n2021-05-02,Black,51.37,-0.10\n";

fn square(name: &str, ring: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"name":"{name}"}},"geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
    )
}

fn outlines(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

const CROYDON: &str = "[[-0.2,51.3],[0,51.3],[0,51.4],[-0.2,51.4],[-0.2,51.3]]";
const SUTTON: &str = "[[-0.4,51.3],[-0.2,51.3],[-0.2,51.4],[-0.4,51.4],[-0.4,51.3]]";

fn tallied(features: &[String], files: &[&str]) -> (i32, String, Project) {
    let project = Project::copy();
    project.write("records.csv", RECORDS);
    project.write("areas.geojson", outlines(features));
    let mut arguments = vec!["tally"];
    arguments.extend(files);
    arguments.extend(["--date", "Date", "--group", "Ethnicity", "--latitude", "Latitude", "--longitude", "Longitude"]);
    arguments.extend(["--boundaries", "areas.geojson", "--out", "counts.csv"]);
    let outcome = project.run(&arguments);
    (outcome.code, outcome.stderr + &outcome.stdout, project)
}

#[test]
fn outlines_have_an_area_and_lie_beside_each_other() {
    let flat = "[[-0.2,51.3],[0,51.3],[-0.1,51.3],[-0.2,51.3]]";
    let (_, printed, _) = tallied(&[square("Croydon", CROYDON), square("Sutton", flat)], &["records.csv"]);
    assert!(printed.contains("has no area"), "{printed}");
    let (_, printed, _) = tallied(&[square("Croydon", CROYDON), square("Sutton", CROYDON)], &["records.csv"]);
    assert!(printed.contains("the outlines of `Croydon` and `Sutton` cover the same ground"), "{printed}");
    let (code, printed, _) = tallied(&[square("Croydon", CROYDON), square("Sutton", SUTTON)], &["records.csv"]);
    assert_eq!(code, 0, "{printed}");
}

#[test]
fn records_are_counted_once_whatever_their_file_is_called() {
    let areas = [square("Croydon", CROYDON), square("Sutton", SUTTON)];
    let (code, printed, once) = tallied(&areas, &["records.csv"]);
    assert_eq!(code, 0, "{printed}");
    let (code, printed, twice) = tallied(&areas, &["records.csv", "./records.csv", "*.csv", "data/../records.csv"]);
    assert_eq!(code, 0, "{printed}");
    assert_eq!(once.read("counts.csv"), twice.read("counts.csv"));
}

/// The names of the columns of a rounded figure are in its note, and the range that it gives.
#[test]
fn all_rounded_groups_are_named_with_the_range_that_they_give() {
    let Some(folder) = shared("cases/13-rounded-to-five") else { return };
    let text = std::fs::read_to_string(folder.join("claimants.csv")).unwrap_or_default();
    let project = Project::copy();
    let file = "data/statutory/claimants/claimants.csv";
    project.write(file, text);
    project.write("data/statutory/claimants/source.toml", CLAIMANTS);
    project.seal(file);
    project.append("indicators/employment.toml", MEASURE);
    let outcome = project.run(&["run", "--phase", "4", "--out", "out"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let table = project.read("out/phase-4/data/scorecard.csv");
    let row = table.lines().find(|line| line.contains(",claimants,") && line.contains(",BAME,")).unwrap_or_default();
    assert!(row.contains("Asian, Black, Mixed, Other rounded, so the numerator lies between 6 and 18"), "{row}");
}

const CLAIMANTS: &str = r#"publisher = "Nobody"
title = "Claimants"
address = "https://www.example.org"
licence = "OGL"
published = "2022"
accessed = "2026-11-21"
[[file]]
name = "claimants.csv"
sha256 = "?"
layout = "tidy"
scheme = "published"
classification = "2011-5+1"
period = "period"
period-kind = "calendar-year"
area = "area_code"
ethnicity = "ethnic_group"
figures = ["people", "claimants"]
rounded-to = { claimants = 5 }
"#;

const MEASURE: &str = r#"
[[measure]]
id = "claimants"
short = "Claimants"
title = "Claimants"
question = "How many are claimants?"
kind = "proportion"
unit = "% of people"
favourable = "lower"
source = "claimants"
numerator = { column = "claimants", words = "claimants" }
denominator = { column = "people", words = "people" }
outcome = "be claimants"
comparator = "white"
"#;

/// Where age is allowed for, the people counted are still some of those who were asked.
#[test]
fn more_people_than_there_are_is_a_fault_of_a_standardised_measure_too() {
    let project = Project::copy();
    let health = "data/statutory/census-2021-general-health/not-in-good-health.csv";
    project.plant(health, "29743,2970,", "2970,29743,");
    refused(&project, "29743 residents not in good health is more than the 2970 they are out of");
}
