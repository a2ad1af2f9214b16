//! A project of two measures, three areas and two phases, invented so that its whole scorecard can be thought through.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use std::fmt::Write;

use crate::support::report::{Row, rows};
use crate::support::{self, Project};

const FOLDER: &str = "data/statutory/school-survey";

const PHASES: &str = r#"
equivalence-band = [0.8, 1.25]
terminology = "source"
indicators = ["housing", "education"]

[[phase]]
number = 1
title = "Before"
from = "2015-01"
to = "2016-12"
boroughs = ["Sutton"]

[[phase]]
number = 2
title = "After"
from = "2017-01"
to = "2018-12"
boroughs = ["Croydon", "Sutton"]
"#;

/// Twenty in a hundred of every group but Black, of whom it is as many as are given; by area, in both years.
fn figures(black: [(&str, u32); 2], areas: &[&str]) -> String {
    let mut text = "period,area_code,ethnic_group,pupils,yes\n".to_owned();
    for (period, yes) in black {
        for area in areas {
            for group in ["White", "Mixed", "Asian", "Black", "Other"] {
                let yes = if group == "Black" { yes } else { 200 };
                writeln!(text, "{period},{area},{group},1000,{yes}").unwrap();
            }
        }
    }
    text
}

fn measure(id: &str, file: &str) -> String {
    format!(
        r#"title = "Schools"
question = "Do pupils say yes?"

[[measure]]
id = "{id}"
short = "Say yes"
title = "Pupils who say yes"
question = "What share of pupils say yes?"
kind = "proportion"
unit = "% of pupils"
favourable = "higher"
source = "school-survey"
files = ["{file}"]
numerator = {{ column = "yes", words = "pupils who said yes" }}
denominator = {{ column = "pupils", words = "pupils" }}
outcome = "say yes"
comparator = "white"
recording = "one-record"
"#
    )
}

/// Croydon has figures of both measures, Sutton of one, and London of both.
fn project() -> Project {
    let project = Project::empty();
    for name in ["areas.csv", "ethnicity/categories.csv", "ethnicity/classifications.csv", "ethnicity/labels.csv"] {
        let name = format!("data/{name}");
        project.write(&name, std::fs::read(support::root().join(&name)).unwrap());
    }
    project.write("data/phases.toml", PHASES);
    project.write("data/clock.toml", "time-zone = \"UTC\"\n");
    let mut card = r#"publisher = "Nobody"
title = "An invented survey"
address = "https://example.org"
licence = "CC0"
published = "2019-01"
accessed = "2026-11-21"
"#
    .to_owned();
    for (file, text) in [
        ("all.csv", figures([("2015/16", 100), ("2017/18", 150)], &["E09000008", "E09000029", "E12000007"])),
        ("some.csv", figures([("2015/16", 200), ("2017/18", 260)], &["E09000008", "E12000007"])),
    ] {
        write!(
            card,
            r#"
[[file]]
name = "{file}"
sha256 = "{}"
layout = "tidy"
scheme = "published"
classification = "2011-5+1"
period = "period"
period-kind = "academic-year"
area = "area_code"
ethnicity = "ethnic_group"
figures = ["pupils", "yes"]
"#,
            support::checksum(text.as_bytes())
        )
        .unwrap();
        project.write(&format!("{FOLDER}/{file}"), text);
    }
    project.write(&format!("{FOLDER}/source.toml"), card);
    project.write("indicators/education.toml", measure("a-later-indicator", "some.csv"));
    project.write("indicators/housing.toml", measure("of-every-area", "all.csv"));
    project
}

/// The lines of a table of the second phase.
fn table(name: &str) -> Vec<Row> {
    let project = project();
    let outcome = project.run(&["run", "--phase", "2", "--out", "out"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    rows(project.read(&format!("out/phase-2/data/{name}.csv")).as_bytes())
}

#[test]
fn lines_follow_the_indicators_then_the_areas_then_the_groups() {
    let lines: Vec<String> = table("scorecard").iter().map(Row::name).collect();
    let groups = ["BAME", "Asian", "Black", "Mixed", "Other"];
    let blocks = [
        "of-every-area/Croydon",
        "of-every-area/Sutton",
        "of-every-area/London",
        "a-later-indicator/Croydon",
        "a-later-indicator/London",
    ];
    let expected: Vec<String> =
        blocks.iter().flat_map(|block| groups.map(|group| format!("2/{block}/{group}"))).collect();
    assert_eq!(lines, expected);
}

/// The places of Sutton and Croydon in one measure, and of Croydon and, for Sutton, London in the other.
#[test]
fn p_values_are_adjusted_over_the_areas_that_are_shown() {
    let lines = table("scorecard");
    let primary: Vec<&Row> = lines.iter().filter(|line| line.number("p_adjusted").is_some()).collect();
    let names: Vec<String> = primary.iter().map(|line| line.name()).collect();
    let expected = [
        "2/of-every-area/Croydon/BAME",
        "2/of-every-area/Sutton/BAME",
        "2/a-later-indicator/Croydon/BAME",
        "2/a-later-indicator/London/BAME",
    ];
    assert_eq!(names, expected);
    // Benjamini and Hochberg, 1995: the least of p × m / rank over those that are as great or greater.
    let p_values: Vec<f64> = primary.iter().map(|line| line.known("p_value")).collect();
    for line in primary {
        let own = line.known("p_value");
        let scaled = |p: &f64| p * 4.0 / p_values.iter().filter(|other| *other <= p).count() as f64;
        let least = p_values.iter().filter(|p| **p >= own).map(scaled).fold(1.0, f64::min);
        assert!((line.known("p_adjusted") - least).abs() < 1e-12, "{}", line.name());
    }
}

#[test]
fn a_borough_without_a_figure_is_covered_by_a_wider_area() {
    let coverage = table("coverage");
    let row = |indicator: &str, borough: &str| {
        let of = |row: &&Row| row.text("indicator") == indicator && row.text("area_name") == borough;
        coverage.iter().find(of).unwrap().text("coverage").to_owned()
    };
    assert_eq!(row("housing", "Sutton"), "borough figure");
    assert_eq!(row("education", "Croydon"), "borough figure");
    assert_eq!(row("education", "Sutton"), "wider area");
    assert_eq!(row("housing", "Camden"), "wider area");
}

#[test]
fn a_ratio_is_compared_with_the_same_group_before() {
    let lines = table("scorecard");
    let line = lines.iter().find(|line| line.name() == "2/of-every-area/Sutton/Black").unwrap();
    let numbers = ["ratio", "previous_ratio", "change"].map(|column| line.known(column));
    for (number, expected) in numbers.into_iter().zip([0.75, 0.5, 1.5]) {
        assert!((number - expected).abs() < 1e-12, "{number}");
    }
    // The delta method on the logarithms of the two ratios.
    let variance = |yes: f64| 1.0 / yes - 1.0 / 1000.0;
    let error = (variance(150.0) + variance(100.0) + 2.0 * variance(200.0)).sqrt();
    let lower = 1.5 * (-1.959_963_984_540_054 * error).exp();
    assert!((line.known("change_lower") / lower - 1.0).abs() < 0.02, "{lower}");
    assert_eq!(line.text("change_verdict"), "narrowing");
}
