//! `scorecard tally`: records placed in areas and counted, on two squares and a handful of records.

mod support;

use support::{Outcome, Project};

/// Two squares side by side under the names of real boroughs.
const SQUARES: &str = r#"{"type": "FeatureCollection", "features": [
  {"type": "Feature", "properties": {"name": "Croydon"},
   "geometry": {"type": "Polygon", "coordinates": [[[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]]}},
  {"type": "Feature", "properties": {"code": "E09000029"},
   "geometry": {"type": "MultiPolygon", "coordinates": [[[[1, 50], [2, 50], [2, 51], [1, 51], [1, 50]]]]}}
]}"#;

/// Records of June 2021.
const JUNE: &str = "Type,Date,Latitude,Longitude,Self-defined ethnicity
Person search,2021-06-01T10:00:00+00:00,50.5,0.5,Asian - Indian
Person search,2021-06-01T10:00:00+00:00,50.5,0.5,Asian - Indian
Person search,2021-06-02T10:00:00+00:00,50.5,0.5,
Vehicle search,2021-06-03T10:00:00+00:00,50.5,0.5,White - Irish
Person and Vehicle search,2021-06-04T10:00:00+00:00,50.5,1.5,White - Irish
Person search,2021-06-05T10:00:00+00:00,55,5,White - Irish
Person search,2021-06-06T10:00:00+00:00,,,White - Irish
Person search,2021-06-30T22:59:00+00:00,50.5,1.5,White - Irish
Person search,2021-06-30T23:30:00+00:00,50.5,1.5,White - Irish
";

/// Records of July, among them one of the last night of summer time and one of winter.
const LATER: &str = "Type,Date,Latitude,Longitude,Self-defined ethnicity
Person search,2021-07-31T22:30:00+00:00,50.5,0.5,Asian - Indian
Person search,2021-12-31T23:30:00+00:00,50.5,0.5,Asian - Indian
";

const COMMAND: [&str; 8] = [
    "tally",
    "june.csv",
    "--boundaries",
    "squares.geojson",
    "--group",
    "Self-defined ethnicity",
    "--out",
    "counts.csv",
];

fn project() -> Project {
    let project = Project::copy();
    project.write("squares.geojson", SQUARES);
    project.write("june.csv", JUNE);
    project.write("later.csv", LATER);
    project
}

fn counts(options: &[&str]) -> (Outcome, String) {
    let project = project();
    let outcome = project.run(&[&COMMAND, options].concat());
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    (outcome, project.read("counts.csv"))
}

/// Indians twice, since identical records are separate searches; a blank under its own label; the search of 23:30 by
/// universal time on 30 June was in July by the clocks in London. A month that was read has a zero where nothing was counted.
#[test]
fn records_are_counted_by_month_area_and_group() {
    let (outcome, counts) = counts(&[]);
    assert_eq!(
        counts,
        "period,area_code,ethnic_group,events
2021-06,E09000008,(blank),1
2021-06,E09000008,Asian - Indian,2
2021-06,E09000008,White - Irish,1
2021-06,E09000029,(blank),0
2021-06,E09000029,Asian - Indian,0
2021-06,E09000029,White - Irish,2
2021-07,E09000008,(blank),0
2021-07,E09000008,Asian - Indian,0
2021-07,E09000008,White - Irish,0
2021-07,E09000029,(blank),0
2021-07,E09000029,Asian - Indian,0
2021-07,E09000029,White - Irish,1
"
    );
    assert_eq!(
        outcome.stdout,
        "           9  100.0%  records that meet the conditions
           7   77.8%  placed in an area
           1   11.1%  without a position
           1   11.1%  outside every area
months: 2021-06, 2021-07
counts.csv
"
    );
}

#[test]
fn conditions_choose_records() {
    let (outcome, counts) = counts(&["--where", "Type!=Vehicle search"]);
    assert!(
        counts.contains("2021-06,E09000008,Asian - Indian,2\n"),
        "{counts}"
    );
    assert!(
        !counts.contains("2021-06,E09000008,White - Irish,1\n"),
        "{counts}"
    );
    assert!(
        outcome.stdout.starts_with("           8  100.0%"),
        "{}",
        outcome.stdout
    );
    let (outcome, _) = self::counts(&["--where", "Type=Person search", "--where", "Latitude!="]);
    assert!(
        outcome.stdout.starts_with("           6  100.0%"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn several_files_are_counted_together_in_any_order() {
    let project = project();
    let counts = |files: [&str; 2]| {
        let command = ["tally", files[0], files[1]];
        assert_eq!(project.run(&[&command, &COMMAND[2..]].concat()).code, 0);
        project.read("counts.csv")
    };
    let together = counts(["june.csv", "later.csv"]);
    assert_eq!(together, counts(["later.csv", "june.csv"]));
    let indians: Vec<&str> = together
        .lines()
        .filter(|line| line.contains("E09000008,Asian - Indian"))
        .collect();
    // 22:30 is 23:30 by the clocks of July; in December the clocks agree with universal time.
    assert_eq!(
        indians,
        [
            "2021-06,E09000008,Asian - Indian,2",
            "2021-07,E09000008,Asian - Indian,1",
            "2021-12,E09000008,Asian - Indian,1"
        ]
    );
}

/// The counts that `data/` holds are those of the real records, as the card of their source says.
#[test]
fn the_counts_of_the_real_records_come_out() {
    let Some(folder) = support::shared("real") else {
        return;
    };
    let records = support::files(&folder.join("criminal-justice/police-uk"));
    let boundaries = folder.join("boundaries/london_boroughs.geojson");
    let project = Project::copy();
    for (group, file) in [
        ("Self-defined ethnicity", "self-defined.csv"),
        ("Officer-defined ethnicity", "officer-defined.csv"),
    ] {
        let mut command = vec!["tally"];
        command.extend(records.iter().map(|path| path.to_str().unwrap()));
        command.extend([
            "--boundaries",
            boundaries.to_str().unwrap(),
            "--group",
            group,
        ]);
        command.extend(["--where", "Type!=Vehicle search", "--out", "counts.csv"]);
        let outcome = project.run(&command);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let expected = project.read(&format!("data/statutory/police-uk-stop-and-search/{file}"));
        assert!(project.read("counts.csv") == expected, "{file} differs");
        assert!(
            outcome
                .stdout
                .contains("\n       12327   10.5%  without a position\n"),
            "{}",
            outcome.stdout
        );
    }
}

fn refused(project: &Project, command: &[&str]) -> Outcome {
    let outcome = project.run(command);
    assert!(!project.path("counts.csv").exists(), "it wrote something");
    outcome
}

#[test]
fn a_column_that_is_not_there_is_wrong_usage() {
    let project = project();
    let mut command = COMMAND;
    command[5] = "Ethnicity";
    let outcome = refused(&project, &command);
    assert_eq!(outcome.code, 2);
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert!(
        lines[0].starts_with("error: cannot count the records of `june.csv`: "),
        "{lines:?}"
    );
    assert!(lines[0].contains("Ethnicity"), "{lines:?}");
    assert_eq!(
        lines[1..],
        [
            "  hint: it must be a CSV file with the columns `Date`, `Latitude`, `Longitude`, `Ethnicity`"
        ]
    );
}

#[test]
fn a_file_of_records_that_is_not_there_is_wrong_usage() {
    let project = project();
    let mut command = COMMAND;
    command[1] = "july.csv";
    let outcome = refused(&project, &command);
    assert_eq!(outcome.code, 2);
    assert!(
        outcome.stderr.contains("`july.csv`") && outcome.stderr.contains("\n  hint: "),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_condition_without_a_sign_is_wrong_usage() {
    let project = project();
    let outcome = refused(&project, &[&COMMAND[..], &["--where", "Type"]].concat());
    assert_eq!(outcome.code, 2);
    assert!(
        outcome
            .stderr
            .contains("write COLUMN=VALUE or COLUMN!=VALUE"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn boundaries_that_are_no_geojson_are_refused() {
    let project = project();
    project.write("squares.geojson", "name,wkt\nCroydon,POLYGON\n");
    let outcome = refused(&project, &COMMAND);
    assert_eq!(outcome.code, 1);
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert!(
        lines[0].starts_with("error: the file holds no boundaries: "),
        "{lines:?}"
    );
    assert_eq!(
        lines[1..],
        [
            "  --> squares.geojson",
            "  hint: give a GeoJSON file with a polygon and a name or code for each area, in longitude and latitude",
            "",
            "1 fault found; nothing was written"
        ]
    );
}

#[test]
fn boundaries_of_unknown_areas_are_refused() {
    let project = project();
    project.write("squares.geojson", SQUARES.replace("Croydon", "Atlantis"));
    let outcome = refused(&project, &COMMAND);
    assert_eq!(outcome.code, 1);
    assert_eq!(
        outcome.stderr,
        "error: unknown area `Atlantis`
  --> squares.geojson
  hint: add it to data/areas.csv, or correct it

1 fault found; nothing was written
"
    );
}
