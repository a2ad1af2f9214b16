//! A project whose counts of clients are its own, so that they are protected.
#![allow(clippy::indexing_slicing, reason = "a test that cannot go on is to stop")]

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Project, contents, root};

/// Labels of the source; two of Asian, two of Black, and the others alone.
pub(crate) const LEAVES: [&str; 8] =
    ["East Asian", "West Asian", "North Black", "South Black", "Mixed", "White", "Other", "Unknown"];

/// The groups that a report adds up, with their leaves.
pub(crate) const SUMS: [(&str, &[&str]); 3] = [
    ("Asian", &["East Asian", "West Asian"]),
    ("Black", &["North Black", "South Black"]),
    ("BAME", &["East Asian", "West Asian", "North Black", "South Black", "Mixed", "Other"]),
];

/// Folder of the source.
pub(crate) const FOLDER: &str = "data/voluntary/advice";

/// The code of an area of the invented project.
pub(crate) fn area(number: usize) -> String {
    format!("E099000{:02}", number + 1)
}

/// Clients who were helped, and those who were not, by area and leaf.
pub(crate) type Counts = BTreeMap<(usize, usize), (u64, u64)>;

/// The table of one year.
pub(crate) fn table(year: u32, counts: &Counts) -> String {
    let mut text = String::new();
    for ((place, leaf), (helped, others)) in counts {
        writeln!(text, "{year},{},{},all,{},{helped}", area(*place), LEAVES[*leaf], helped + others).unwrap();
    }
    text
}

/// The invented project with one source more. `rows` are the lines of its table, `policy` those of its `[disclosure]`.
pub(crate) fn project(policy: &str, rows: &str) -> Project {
    let project = Project::empty();
    for (name, bytes) in contents(&root().join("tests/golden/project")) {
        project.write(name.to_str().unwrap(), bytes);
    }
    add_groups(&project);
    project.write(
        &format!("{FOLDER}/source.toml"),
        format!(
            r#"publisher = "Advice line"
title = "Clients"
address = "https://example.org/advice"
licence = "by permission"
published = "2018"
accessed = "2018-06"

[disclosure]
{policy}

[[file]]
name = "clients.csv"
sha256 = "?"
layout = "tidy"
scheme = "plain"
classification = "fine"
period = "year"
period-kind = "calendar-year"
area = "area_code"
ethnicity = "ethnic_group"
where = {{ kind = "all" }}
figures = ["clients", "helped"]
"#
        ),
    );
    clients(&project, rows);
    project.append("indicators/housing.toml", &(measure("helped", SHARE) + &measure("helped-residents", RATE)));
    project
}

/// Four groups more, two of Asian and two of Black.
fn add_groups(project: &Project) {
    let fine = [
        ("east-asian", "East Asian", "asian"),
        ("west-asian", "West Asian", "asian"),
        ("north-black", "North Black", "black"),
        ("south-black", "South Black", "black"),
    ];
    for (place, (code, label, parent)) in fine.iter().enumerate() {
        let order = if *parent == "asian" { 110 } else { 210 } + place;
        project.append("data/ethnicity/categories.csv", &format!("{code},{label},{label} people,,,{parent},{order}\n"));
        project.append("data/ethnicity/labels.csv", &format!("{},plain,{code}\n", label.to_lowercase()));
        let part = format!("fine,Seven groups and unknown,{code},{parent},required\n");
        project.append("data/ethnicity/classifications.csv", &part);
    }
    for code in ["mixed", "white", "other", "asian", "black"] {
        let part = if ["asian", "black"].contains(&code) { "aggregate" } else { "required" };
        let line = format!("fine,Seven groups and unknown,{code},,{part}\n");
        project.append("data/ethnicity/classifications.csv", &line);
    }
}

const SHARE: &str = r#"kind = "proportion"
unit = "% of clients"
outcome = "are helped"
denominator = { column = "clients", words = "clients" }"#;

const RATE: &str = r#"kind = "rate"
unit = "clients per 1,000 residents a year"
per = 1000
denominator = { series = "residents", words = "residents" }"#;

fn measure(id: &str, rest: &str) -> String {
    format!(
        r#"
[[measure]]
id = "{id}"
short = "Helped"
title = "Clients who were helped ({id})"
question = "Who is helped?"
favourable = "higher"
source = "advice"
numerator = {{ column = "helped", words = "clients who were helped" }}
comparator = "white"
{rest}
"#
    )
}

/// Gives the source another table.
pub(crate) fn clients(project: &Project, rows: &str) {
    let name = format!("{FOLDER}/clients.csv");
    project.write(&name, format!("year,area_code,ethnic_group,kind,clients,helped\n{rows}"));
    project.seal(&name);
}
