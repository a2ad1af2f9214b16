//! `scorecard tally`: records placed in areas and counted, on two squares and a handful of records.

use crate::support::{self, Outcome, Project};

/// Two squares side by side under the names of real boroughs.
pub(super) const SQUARES: &str = r#"{"type": "FeatureCollection", "features": [
  {"type": "Feature", "properties": {"name": "Croydon"},
   "geometry": {"type": "Polygon", "coordinates": [[[0, 50], [1, 50], [1, 51], [0, 51], [0, 50]]]}},
  {"type": "Feature", "properties": {"code": "E09000029"},
   "geometry": {"type": "MultiPolygon", "coordinates": [[[[1, 50], [2, 50], [2, 51], [1, 51], [1, 50]]]]}}
]}"#;

/// Records of June 2021.
pub(super) const JUNE: &str = "Type,Date,Latitude,Longitude,Self-defined ethnicity
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

pub(super) const COMMAND: [&str; 8] = [
    "tally",
    "june.csv",
    "--boundaries",
    "squares.geojson",
    "--group",
    "Self-defined ethnicity",
    "--out",
    "counts.csv",
];

pub(super) fn project() -> Project {
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
        outcome.stderr,
        "           9  100.0%  records that meet the conditions
           7   77.8%  placed in an area
           1   11.1%  without a position
           1   11.1%  outside every area
           1   14.3%  of those placed, without an ethnic group
months counted: 2021-06 to 2021-07
"
    );
    assert_eq!(outcome.stdout, "counts.csv\ncounts.left-out.csv\n");
}

#[test]
fn conditions_choose_records() {
    let (outcome, counts) = counts(&["--where", "Type!=Vehicle search"]);
    assert!(counts.contains("2021-06,E09000008,Asian - Indian,2\n"), "{counts}");
    assert!(!counts.contains("2021-06,E09000008,White - Irish,1\n"), "{counts}");
    assert!(outcome.stderr.starts_with("           8  100.0%"), "{}", outcome.stderr);
    let (outcome, _) = self::counts(&["--where", "Type=Person search", "--where", "Latitude!="]);
    assert!(outcome.stderr.starts_with("           6  100.0%"), "{}", outcome.stderr);
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
    let indians: Vec<&str> = together.lines().filter(|line| line.contains("E09000008,Asian - Indian")).collect();
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
    for (group, file) in
        [("Self-defined ethnicity", "self-defined.csv"), ("Officer-defined ethnicity", "officer-defined.csv")]
    {
        let mut command = vec!["tally"];
        command.extend(records.iter().map(|path| path.to_str().unwrap()));
        command.extend(["--boundaries", boundaries.to_str().unwrap(), "--group", group]);
        command.extend(["--where", "Type!=Vehicle search", "--out", "counts.csv"]);
        let outcome = project.run(&command);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let expected = project.read(&format!("data/statutory/police-uk-stop-and-search/{file}"));
        assert!(project.read("counts.csv") == expected, "{file} differs");
        assert!(outcome.stderr.contains("\n       12327   10.5%  without a position\n"), "{}", outcome.stderr);
        assert!(
            outcome.stderr.contains("\nmonths missing, which are not zero: 2019-03 to 2021-05\n"),
            "{}",
            outcome.stderr
        );
    }
}

pub(super) fn refused(project: &Project, command: &[&str]) -> Outcome {
    let _ = std::fs::remove_file(project.path("counts.csv"));
    let outcome = project.run(command);
    assert!(!project.path("counts.csv").exists(), "it wrote something");
    outcome
}

/// The faults of a command that is refused, without its last line.
pub(super) fn faults(project: &Project, command: &[&str]) -> String {
    let outcome = refused(project, command);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    let faults = outcome.stderr.rsplit_once("\n\n");
    faults.map_or_else(String::new, |(faults, _)| faults.to_owned())
}

#[test]
fn a_column_that_is_not_there_is_named_with_those_that_are() {
    let project = project();
    let mut command = COMMAND;
    command[5] = "Ethnicity";
    assert_eq!(
        faults(&project, &command),
        "error: there is no column `Ethnicity`
  --> june.csv:1
  hint: the header has `Type`, `Date`, `Latitude`, `Longitude`, `Self-defined ethnicity`"
    );
}

#[test]
fn files_that_are_not_there_are_wrong_usage_and_named_together() {
    let project = project();
    let command = [&COMMAND[..1], &["july.csv", "2021-*/*.csv", "data"], &COMMAND[2..]].concat();
    let outcome = refused(&project, &command);
    assert_eq!(outcome.code, 2);
    assert_eq!(
        outcome.stderr,
        "error: no file matches `july.csv`; no file matches `2021-*/*.csv`; `data` is a folder
  hint: name files, or quote a pattern as in `2024-*/*.csv`; `*` stands for any letters
"
    );
}

#[test]
fn a_condition_without_a_sign_is_wrong_usage() {
    let project = project();
    let outcome = refused(&project, &[&COMMAND[..], &["--where", "Type"]].concat());
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("write COLUMN=VALUE or COLUMN!=VALUE"), "{}", outcome.stderr);
}

/// Records with the area, the group and a number in columns of their own.
pub(super) const EXTRACT: &str = "Date,Borough ,\"Group, as said\",Outcome,Searches,,
30/09/2020,Croydon,Asian     ,Arrest  ,2,,
30/09/2020,croydon,Asian,Arrest,3,,
01/10/2020,E09000029,\"Asian \",\"No \"\"further\"\"
action\",1,,
01/10/2020,Heathrow,White,Arrest,4,,
01/10/2020,,White,Arrest,5,,
";

pub(super) fn extract() -> (Project, [&'static str; 14]) {
    let project = Project::copy();
    project.write("extract.csv", EXTRACT);
    let command = [
        "tally",
        "*tract.csv",
        "--area",
        "Borough",
        "--group",
        "Group, as said",
        "--by",
        "Outcome",
        "--sum",
        "Searches",
        "--where",
        "Group, as said!=Black",
        "--out",
        "counts.csv",
    ];
    (project, command)
}

#[test]
fn areas_further_columns_and_sums_come_from_columns() {
    let (project, command) = extract();
    let outcome = project.run(&command);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(
        project.read("counts.csv"),
        "period,area_code,ethnic_group,Outcome,events
2020-09,E09000008,Asian,Arrest,5
2020-09,E09000008,Asian,\"No \"\"further\"\"
action\",0
2020-09,E09000029,Asian,Arrest,0
2020-09,E09000029,Asian,\"No \"\"further\"\"
action\",0
2020-10,E09000008,Asian,Arrest,0
2020-10,E09000008,Asian,\"No \"\"further\"\"
action\",0
2020-10,E09000029,Asian,Arrest,0
2020-10,E09000029,Asian,\"No \"\"further\"\"
action\",1
"
    );
    assert_eq!(
        project.read("counts.left-out.csv"),
        "period,status,events,placed,without_place,outside,placed_without_ethnic_group
2020-09,counted,5,5,0,0,0
2020-10,counted,10,1,5,4,0
"
    );
    assert!(outcome.stderr.contains("\nno known area: `Heathrow` 4\n"), "{}", outcome.stderr);
}

#[test]
fn faulty_records_are_found_with_their_lines_in_all_files_in_one_pass() {
    let (project, command) = extract();
    project.append("extract.csv", "01/10/2020,Croydon,Asian,Arrest\n\n01/10/2020,Croydon,Asian,Arrest,x,,\n");
    project.append("extract.csv", "01/10/2020,Croydon,Asian,Arrest,-1,,\n01/10/2020,Croydon,Asian,Arrest,,,\n");
    project.write("a-tract.csv", EXTRACT.replace("Croydon", "Croy\0don"));
    project.write("b-tract.csv", [EXTRACT.as_bytes(), b"01/10/2020,Croydon,Asian,caf\xe9,1,,\n"].concat());
    project.write("c-tract.csv", format!("{EXTRACT}01/10/2020,\"Croydon,Asian,Arrest,1,,\n"));
    project.write("d-tract.csv", "");
    assert_eq!(
        faults(&project, &command),
        "error: the file holds a NUL byte, so it is not a text file
  --> a-tract.csv:2
  hint: open it in the program that made it and save it as `CSV UTF-8`

error: the text is not valid UTF-8
  --> b-tract.csv:8
  hint: it looks like Windows-1252; save it again as UTF-8 (in a spreadsheet: `CSV UTF-8`)

error: a quote opens in this row and is not closed
  --> c-tract.csv:8
  hint: close it, or write a quote that belongs to the text twice; the file may have been cut off

error: the file is empty: it does not even have a header
  --> d-tract.csv
  hint: get the file again from its publisher; it may have been cut off

error: the row has 4 cells where the header has 7
  --> extract.csv:8
  hint: look for a comma inside a text without quotes, or a quote that is not closed

error: `x` in column `Searches` is not a whole number, and it counts events
  --> extract.csv:10:5
  hint: check it against the publication; see docs/checks/whole-numbers.md

error: `-1` in column `Searches` is negative
  --> extract.csv:11:5
  hint: a count or a rate cannot be below zero; check it against the publication

error: column `Searches` has no value
  --> extract.csv:12:5
  hint: put the value in, or take the row out"
    );
}

/// A month's file with a header alone is a month without searches, and a month without a file is not.
#[test]
fn months_without_records_and_missing_months_are_told_apart() {
    let project = project();
    let header = "Type,Date,Latitude,Longitude,Self-defined ethnicity\n";
    let record = |month| format!("{header}Person search,{month}-05T10:00:00+00:00,50.5,0.5,White - Irish\n");
    project.write("2021-01/2021-01-city.csv", record("2021-01"));
    project.write("2021-02/2021-02-city.csv", header);
    project.write("2021-04/2021-04-city.csv", record("2021-04"));
    let command = [&COMMAND[..1], &["2021-*/*.csv"], &COMMAND[2..]].concat();
    let outcome = project.run(&command);
    assert!(
        outcome.stderr.ends_with(
            "months counted: 2021-01, 2021-04
months with files and no record: 2021-02
months missing, which are not zero: 2021-03
"
        ),
        "{}",
        outcome.stderr
    );
    assert_eq!(
        project.read("counts.left-out.csv"),
        "period,status,events,placed,without_place,outside,placed_without_ethnic_group
2021-01,counted,1,1,0,0,0
2021-02,no records,0,0,0,0,0
2021-03,missing,,,,,
2021-04,counted,1,1,0,0,0
"
    );
    let counts = project.read("counts.csv");
    assert!(counts.contains("2021-02,E09000008,White - Irish,0\n"), "{counts}");
    assert!(!counts.contains("2021-03"), "{counts}");
}

/// A column that tells single records apart would fill the memory.
#[test]
fn counts_by_a_column_of_single_records_are_refused() {
    let project = Project::copy();
    let records: String = (0..3_100_000)
        .flat_map(|number: u32| ["2021,Sutton,White,".to_owned(), number.to_string(), "\n".to_owned()])
        .collect();
    project.write("large.csv", format!("Date,Borough,Group,Reference\n{records}"));
    let command =
        ["tally", "large.csv", "--area", "Borough", "--group", "Group", "--by", "Reference", "--out", "counts.csv"];
    assert_eq!(
        faults(&project, &command),
        "error: there are more than 3000000 different counts
  --> large.csv
  hint: count by columns of few different texts; one of these tells single records apart"
    );
}

/// A force without a file for a month: its boroughs have no zeros there, and what little there is of it is set aside.
#[test]
fn a_month_without_the_file_of_a_force_is_missing_in_its_areas() {
    let project = project();
    let header = "Type,Date,Latitude,Longitude,Self-defined ethnicity\n";
    let record =
        |month: &str, east: &str| format!("Person search,{month}-05T10:00:00+00:00,50.5,{east},White - Irish\n");
    for month in ["2021-06", "2021-08"] {
        project.write(&format!("{month}-met.csv"), [header, &record(month, "0.5"), &record(month, "0.5")].concat());
    }
    for month in ["2021-06", "2021-07", "2021-08"] {
        project.write(&format!("{month}-city.csv"), [header, &record(month, "1.5")].concat());
    }
    let command = [&COMMAND[..1], &["2021-*.csv"], &COMMAND[2..]].concat();
    let outcome = project.run(&command);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(
        project.read("counts.csv"),
        "period,area_code,ethnic_group,events
2021-06,E09000008,White - Irish,2
2021-06,E09000029,White - Irish,1
2021-07,E09000029,White - Irish,1
2021-08,E09000008,White - Irish,2
2021-08,E09000029,White - Irish,1
"
    );
    let months = "months counted: 2021-06, 2021-08
months partly missing, which are not zero: 2021-07
no file `*met.csv` for: 2021-07
not counted, since most of it is missing: 2021-07 in E09000008
";
    assert!(outcome.stderr.ends_with(months), "{}", outcome.stderr);
    project.append("2021-07-city.csv", &record("2021-07", "0.5"));
    let outcome = project.run(&command);
    let set_aside = "           1   12.5%  in an area of which most of the month is missing\n";
    assert!(outcome.stderr.contains(set_aside), "{}", outcome.stderr);
    assert!(!project.read("counts.csv").contains("2021-07,E09000008"));
    assert_eq!(
        project.read("counts.left-out.csv"),
        "period,status,events,placed,without_place,outside,placed_without_ethnic_group
2021-06,counted,3,3,0,0,0
2021-07,missing in E09000008,1,,,,
2021-07,partly missing,1,1,0,0,0
2021-08,counted,3,3,0,0,0
"
    );
}
