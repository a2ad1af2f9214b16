//! Gaps in the evidence: tables that are still to be filled, and years that lack a quarter.

use crate::support::Project;
use crate::support::report::rows;

const CARD: &str = r#"publisher = "Councils"
title = "Visits"
address = "https://example.org"
licence = "CC0"
published = "2026"
accessed = "2026-11-25"

[[file]]
name = "visits.csv"
sha256 = ""
layout = "tidy"
scheme = "published"
classification = "2011-5+1"
period = "period"
period-kind = "quarter"
area = "area"
ethnicity = "group"
figures = ["visits"]
"#;

const MEASURE: &str = r#"
[[measure]]
id = "visits"
short = "Visits"
title = "Visits"
question = "How many visits?"
kind = "rate"
unit = "visits per 1,000 residents a year"
per = 1000
favourable = "higher"
source = "visits"
numerator = { column = "visits", words = "visits" }
denominator = { series = "census-residents", words = "residents" }
comparator = "white"
quarters-of = "financial-year"
"#;

/// The project with a table of visits.
fn with_visits(card: &str, table: &str) -> Project {
    let project = Project::copy();
    project.write("data/voluntary/visits/source.toml", card);
    project.write("data/voluntary/visits/visits.csv", table);
    project.seal("data/voluntary/visits/visits.csv");
    project.append("indicators/volunteering.toml", MEASURE);
    project
}

/// The row of volunteering in a borough in the coverage of a phase.
fn gaps(project: &Project, borough: &str) -> String {
    let outcome = project.run(&["run", "--phase", "4", "--out", "out"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let lines = rows(project.read("out/phase-4/data/coverage.csv").as_bytes());
    let is_wanted = |row: &&_| {
        let row: &crate::support::report::Row = row;
        row.text("indicator") == "volunteering" && row.text("area_name") == borough
    };
    lines.iter().find(is_wanted).map_or_else(String::new, |row| row.text("gaps").to_owned())
}

#[test]
fn a_table_that_is_to_be_filled_is_a_gap_and_no_fault() {
    let header = "period,area,group,visits\n";
    assert_eq!(with_visits(CARD, header).run(&["check"]).code, 1);
    let project = with_visits(&format!("{CARD}to-be-filled = true\n"), header);
    assert!(gaps(&project, "Croydon").contains("visits: to be filled in by the borough"));
    // A gap is declared of it too, and what can be done about it comes first.
    assert!(
        gaps(&project, "Croydon").contains("borough-grants-to-bme-led-organisations: to be filled in by the borough")
    );
}

/// Fifty measures of phase 4 have no period in phase 5, and are named once.
#[test]
fn measures_without_a_period_are_named_in_one_sentence() {
    let project = Project::copy();
    assert_eq!(project.run(&["run", "--phase", "5"]).code, 0);
    let page = project.read("reports/phase-5/index.html");
    assert_eq!(page.matches("No period of these measures ends in this phase: ").count(), 1);
    assert!(!page.contains("no period of it ends") && !page.contains("No period ends in this phase"));
    // The newest figures of Great Britain have none of White people, and those before have.
    let lines = rows(project.read("reports/phase-5/data/scorecard.csv").as_bytes());
    let is_meant = |row: &&crate::support::report::Row| row.text("measure") == "registered-to-vote";
    assert!(lines.iter().filter(is_meant).count() > 0);
    assert!(lines.iter().filter(is_meant).all(|row| row.number("ratio").is_some()));
}

#[test]
fn three_quarters_are_no_year() {
    let mut table = "period,area,group,visits\n".to_owned();
    for (borough, quarters) in [("Croydon", 4), ("Sutton", 3)] {
        for quarter in ["2018-Q2", "2018-Q3", "2018-Q4", "2019-Q1"].iter().take(quarters) {
            for (group, visits) in [("White", 200), ("Black", 50), ("Asian", 40), ("Mixed", 10), ("Other", 20)] {
                table += &format!("{quarter},{borough},{group},{visits}\n");
            }
        }
    }
    let project = with_visits(CARD, &table);
    assert!(gaps(&project, "Sutton").contains("visits: a quarter of the year is missing"));
    assert!(!gaps(&project, "Croydon").contains("visits"));
    let lines = rows(project.read("out/phase-4/data/scorecard.csv").as_bytes());
    let of = |area: &str| {
        let mut found = lines.iter().filter(|row| row.text("measure") == "visits" && row.text("area_name") == area);
        found
            .find(|row| row.text("ethnic_group") == "BAME")
            .map(|row| ["period", "numerator", "status"].map(|column| row.text(column).to_owned()))
    };
    assert_eq!(of("Croydon"), Some(["2018/19", "480", "complete"].map(str::to_owned)));
    assert_eq!(of("Sutton"), Some(["2018/19", "", "part-of-year"].map(str::to_owned)));
}
