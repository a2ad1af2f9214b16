//! Every fault that the data can have: planted in a copy of it, reported with its place and a hint, and nothing written.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use crate::support::{self, Outcome, Project};

const HEALTH: &str = "data/statutory/census-2021-general-health/not-in-good-health.csv";
const PRIMARY_SCHOOLS: &str = "data/statutory/dfe-key-stage-2/key-stage-2.csv";
const GCSE: &str = "data/statutory/dfe-key-stage-4/key-stage-4.csv";
const HOMELESS: &str = "data/statutory/mhclg-homelessness/acceptances.csv";
const SEARCHES: &str = "data/statutory/home-office-stop-and-search/stop-and-search.csv";
const DETENTIONS: &str = "data/statutory/nhs-mental-health-act/detentions.csv";
const JOBS: &str = "data/statutory/ons-annual-population-survey/employment-rate.csv";
const VOLUNTEERS: &str = "data/voluntary/sutton-volunteer-centre/registrations.csv";
const VOLUNTEERS_CARD: &str = "data/voluntary/sutton-volunteer-centre/source.toml";

/// What no measure but the first of the indicator has.
const ACCEPTANCES: &str = "per = 1000\nfavourable = \"lower\"\nsource = \"mhclg-homelessness\"\n";

/// A project with one fault in it.
fn spoilt(spoil: impl FnOnce(&Project)) -> Project {
    let project = Project::copy();
    spoil(&project);
    project
}

/// A block with the numbers of the lines that it names by their text: `file.csv:<2017,Croydon,x>:3` → `file.csv:541:3`.
fn with_lines(project: &Project, block: &str) -> String {
    let file = block.split("  --> ").nth(1).unwrap().split(':').next().unwrap();
    let mut block = block.to_owned();
    while let Some((before, (line, after))) =
        block.split_once('<').and_then(|(before, rest)| Some((before, rest.split_once('>')?)))
    {
        block = format!("{before}{}{after}", project.line_of(file, line));
    }
    block
}

/// How many warnings the last line of `check` counts.
fn warnings(stdout: &str) -> usize {
    let (_, summary) = stdout.rsplit_once(": no faults, ").unwrap();
    summary.split(' ').next().unwrap().parse().unwrap()
}

/// Both commands print these blocks and refuse; no report is written, and a report that was there stays as it was.
fn assert_refused(project: &Project, blocks: &[&str]) {
    let count = match blocks.len() {
        1 => "1 fault".to_owned(),
        many => format!("{many} faults"),
    };
    let blocks: Vec<String> = blocks.iter().map(|block| with_lines(project, block)).collect();
    let refused = Outcome {
        code: 1,
        stdout: String::new(),
        stderr: format!("{}\n\n{count} found; nothing was written\n", blocks.join("\n\n")),
    };
    let (check, run) = (project.run(&["check"]), project.run(&["run", "--out", "out"]));
    // A command that only reads does not say what it did not write.
    assert_eq!(format!("{}; nothing was written\n", check.stderr.trim_end()), refused.stderr, "scorecard check");
    assert_eq!((check.code, check.stdout.as_str()), (1, ""));
    assert_eq!(run.stderr, refused.stderr, "scorecard run");
    assert_eq!(run, refused);
    assert!(!project.path("out").exists(), "`run` wrote something");

    project.write("former/phase-4/index.html", "the former report");
    let before = support::contents(&project.path("former"));
    assert_eq!(project.run(&["run", "--out", "former"]), refused);
    assert_eq!(support::contents(&project.path("former")), before);
}

// Files

#[test]
fn a_file_in_another_encoding_is_read_as_what_it_is() {
    let project = spoilt(|project| {
        let text = project.read(VOLUNTEERS).replace("Indian", "Indi\u{e9}n");
        let latin: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
        project.write(VOLUNTEERS, latin);
        project.seal(VOLUNTEERS);
    });
    assert_refused(
        &project,
        &["error: unknown ethnicity label `Indi\u{e9}n`
  --> data/voluntary/sutton-volunteer-centre/registrations.csv:3:3
  hint: add it to data/ethnicity/labels.csv in the list `published`, or correct it; the nearest known label is `indian`; see docs/checks/unknown-label.md"],
    );
}

#[test]
fn a_file_in_utf_16_is_read() {
    let project = spoilt(|project| {
        let units = project.read(VOLUNTEERS).encode_utf16().collect::<Vec<_>>();
        let bytes = units.into_iter().flat_map(u16::to_le_bytes);
        project.write(VOLUNTEERS, [0xFF, 0xFE].into_iter().chain(bytes).collect::<Vec<u8>>());
        project.seal(VOLUNTEERS);
    });
    assert_eq!(project.run(&["check"]).code, 0);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_faults() {
    let project = spoilt(|project| {
        let text = project.read(VOLUNTEERS).replace('\n', "\r\n");
        project.write(VOLUNTEERS, format!("\u{feff}{text}"));
        project.seal(VOLUNTEERS);
    });
    assert_eq!(project.run(&["check"]).code, 0);
}

#[test]
fn an_empty_file_is_refused() {
    for text in ["", "period,area_code,ethnic_group,volunteers_per_1000\n"] {
        let project = spoilt(|project| {
            project.write(VOLUNTEERS, text);
            project.seal(VOLUNTEERS);
        });
        assert_refused(
            &project,
            &["error: the file holds no rows
  --> data/voluntary/sutton-volunteer-centre/registrations.csv
  hint: put the rows in, or take its [[file]] table out of source.toml"],
        );
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let project = spoilt(|project| std::fs::remove_file(project.path(VOLUNTEERS)).unwrap());
    assert_refused(
        &project,
        &["error: `registrations.csv` cannot be read: no such file or directory
  --> data/voluntary/sutton-volunteer-centre/registrations.csv
  hint: put the file there, or take its [[file]] table out of source.toml"],
    );
}

#[test]
fn a_checksum_that_does_not_match_shows_both() {
    let project = spoilt(|project| project.replace(VOLUNTEERS, "Indian,9", "Indian,8"));
    let found = support::checksum(project.read(VOLUNTEERS).as_bytes());
    assert_refused(
        &project,
        &[&format!(
            "error: the checksum of `registrations.csv` does not match: the source card has ffb4256955c6…, the file has {found}
  --> data/voluntary/sutton-volunteer-centre/registrations.csv
  hint: if the change is meant, write sha256 = \"{found}\" in source.toml; if not, restore the file"
        )],
    );
}

#[test]
fn a_missing_column_is_named_with_those_that_there_are() {
    let project = spoilt(|project| {
        project.plant(GCSE, "area_code,ethnic_group", "area,ethnic_group");
    });
    assert_refused(
        &project,
        &["error: there is no column `area_code`
  --> data/statutory/dfe-key-stage-4/key-stage-4.csv:1
  hint: the header has `period`, `area`, `ethnic_group`, `pupils`, `achieved`"],
    );
}

#[test]
fn a_row_with_too_few_cells_is_named() {
    let project = spoilt(|project| project.plant(GCSE, "E09000008,White,1534,969", "E09000008,White,1534"));
    assert_refused(
        &project,
        &["error: the row has 4 cells where the header has 5
  --> data/statutory/dfe-key-stage-4/key-stage-4.csv:<2015/16,E09000008,White,1534>
  hint: look for a comma inside a text without quotes, or a quote that is not closed"],
    );
}

#[test]
fn a_file_that_no_card_names_is_a_warning() {
    let project = spoilt(|project| {
        project.write("data/voluntary/sutton-volunteer-centre/2017.csv", "a,b\n1,2\n");
    });
    let outcome = project.run(&["check"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let warning = "warning: `2017.csv` is not named in its source.toml, so it would not be read
  --> data/voluntary/sutton-volunteer-centre/2017.csv
  hint: add a [[file]] table for it, or move it out of data/\n\n";
    assert!(outcome.stdout.contains(warning), "{}", outcome.stdout);
    let one_more = warnings(&outcome.stdout) - warnings(&Project::copy().run(&["check"]).stdout);
    assert_eq!(one_more, 1);
    assert_eq!(project.run(&["run", "--out", "out"]).code, 0);
}

// Cells

#[test]
fn an_unknown_label_is_refused_with_the_nearest_known() {
    let project = spoilt(|project| {
        project.plant(
            SEARCHES,
            "2016/17,E23000001,Any other Asian background",
            "2016/17,E23000001,Any other Asain background",
        );
    });
    assert_refused(
        &project,
        &["error: unknown ethnicity label `Any other Asain background`
  --> data/statutory/home-office-stop-and-search/stop-and-search.csv:<2016/17,E23000001,Any other Asain background,7909,398302>:3
  hint: add it to data/ethnicity/labels.csv in the list `home-office`, or correct it; the nearest known label is `Any other Asian background`; see docs/checks/unknown-label.md"],
    );
}

#[test]
fn an_unknown_area_is_refused_with_the_nearest_known() {
    let project = spoilt(|project| project.plant(VOLUNTEERS, "E09000029,Indian", "Suton,Indian"));
    assert_refused(
        &project,
        &["error: unknown area `Suton`
  --> data/voluntary/sutton-volunteer-centre/registrations.csv:3:2
  hint: add it to data/areas.csv, or correct it; the nearest known area is `Sutton`"],
    );
}

#[test]
fn an_unknown_period_is_refused_with_an_example() {
    let project = spoilt(|project| {
        project.plant(DETENTIONS, "2023/24,E92000001,All,", "2023/25,E92000001,All,");
    });
    assert_refused(
        &project,
        &["error: `2023/25` is not a period of the kind financial year
  --> data/statutory/nhs-mental-health-act/detentions.csv:3:1
  hint: write it like `2016/17` or `year ending March 2017`"],
    );
}

#[test]
fn a_count_above_its_population_is_refused() {
    let project = spoilt(|project| {
        project.plant(GCSE, "E09000008,Black,1124,665", "E09000008,Black,665,1124");
    });
    assert_refused(
        &project,
        &["error: 1124 pupils who achieved A* to C in English and maths is more than the 665 they are out of
  --> data/statutory/dfe-key-stage-4/key-stage-4.csv:<2015/16,E09000008,Black,665,1124>:5
  hint: check whether numerator and denominator were exchanged: `achieved` is read as the one, `pupils` as the other; see docs/checks/above-population.md"],
    );
}

#[test]
fn more_events_than_residents_are_no_fault_of_a_rate() {
    let project = spoilt(|project| {
        let text = "E09000001,Asian/Asian British - Any other Asian background";
        project.plant(
            "data/statutory/police-uk-stop-and-search/self-defined.csv",
            &format!("2021-06,{text},"),
            &format!("2021-06,{text},90000"),
        );
    });
    assert_eq!(project.run(&["check"]).code, 0);
}

#[test]
fn a_negative_cell_is_refused() {
    let project = spoilt(|project| {
        project.plant(HOMELESS, "2016/17,E09000008,White,194", "2016/17,E09000008,White,-194");
    });
    assert_refused(
        &project,
        &["error: `-194` in column `accepted` is negative
  --> data/statutory/mhclg-homelessness/acceptances.csv:<2016/17,E09000008,White,-194>:4
  hint: a count or a rate cannot be below zero; check it against the publication"],
    );
}

#[test]
fn a_cell_that_is_no_number_and_no_marker_is_refused() {
    for text in ["\"1,24\"", "n/k", "NaN", "inf", "1124 pupils", ""] {
        let project = spoilt(|project| {
            project.plant(GCSE, "Black,1124,665", &format!("Black,{text},665"));
        });
        let shown = text.trim_matches('"');
        assert_refused(
            &project,
            &[&format!(
                "error: `{shown}` in column `pupils` is neither a number nor a marker of this source
  --> data/statutory/dfe-key-stage-4/key-stage-4.csv:<2015/16,E09000008,Black,{text},665>:4
  hint: write a number such as 2383 or 2,383, or declare the marker under [file.markers] in source.toml"
            )],
        );
    }
}

#[test]
fn a_fraction_where_people_are_counted_is_refused() {
    let project = spoilt(|project| project.plant(GCSE, "Black,1124,665", "Black,1124,665.5"));
    assert_refused(
        &project,
        &["error: `665.5` in column `achieved` is not a whole number, and it counts pupils who achieved A* to C in English and maths
  --> data/statutory/dfe-key-stage-4/key-stage-4.csv:<2015/16,E09000008,Black,1124,665.5>:5
  hint: check it against the publication; see docs/checks/whole-numbers.md"],
    );
}

#[test]
fn a_percentage_above_100_is_refused() {
    let project = spoilt(|project| {
        project.plant(JOBS, "2017,E09000008,white,105000,135900,77.3", "2017,E09000008,white,105000,135900,773");
    });
    assert_refused(
        &project,
        &["error: 773 is more than 100 per cent
  --> data/statutory/ons-annual-population-survey/employment-rate.csv:<2017,E09000008,white,105000,135900,773,7.3>:6
  hint: check it against the publication; see docs/checks/above-maximum.md"],
    );
}

#[test]
fn duplicate_rows_are_refused_and_the_first_is_named() {
    let project = spoilt(|project| {
        project.append(VOLUNTEERS, "2013-16,Sutton,INDIAN,9\n");
        project.seal(VOLUNTEERS);
    });
    assert_refused(
        &project,
        &["error: a second row for Sutton, 2013 to 2016, Indian
  --> data/voluntary/sutton-volunteer-centre/registrations.csv:6
  hint: the first is on line 3; keep one, or tell them apart with a column named in `where`; see docs/checks/duplicate-rows.md"],
    );
}

#[test]
fn a_row_that_two_files_of_a_source_hold_is_refused() {
    // Otherwise the 100 households would be counted twice.
    let project = spoilt(|project| {
        let row = "2016/17,E09000008,Other ethnic origin,100\n";
        project.append(HOMELESS, row);
        project.seal(HOMELESS);
    });
    let outcome = project.run(&["check"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stdout);
    let start = "error: a second row for Croydon, 2016/17, Other\n";
    assert!(outcome.stderr.starts_with(start), "{}", outcome.stderr);
}

#[test]
fn groups_that_miss_the_published_total_are_a_warning() {
    for period in ["2014/15", "2016/17"] {
        let project = spoilt(|project| {
            let number = if period == "2014/15" { 197 } else { 194 };
            let row = format!("{period},E09000008,White,");
            project.plant(HOMELESS, &format!("{row}{number}\n"), &format!("{row}1\n"));
        });
        let outcome = project.run(&["check"]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
        let start = format!("warning: in Croydon, {period}, the groups add up to ");
        assert!(outcome.stdout.contains(&start), "{}", outcome.stdout);
    }
}

#[test]
fn a_fault_on_many_lines_is_reported_once() {
    let project = spoilt(|project| {
        let text = project.read(HEALTH).replace("Mixed or Multiple ethnic groups", "Mixt");
        project.write(HEALTH, text);
        project.seal(HEALTH);
    });
    assert_refused(
        &project,
        &[
            "error: unknown ethnicity label `Mixt`
  --> data/statutory/census-2021-general-health/not-in-good-health.csv:5:3
  and lines 11, 17, 23, 29, 35 and 28 more
  hint: add it to data/ethnicity/labels.csv in the list `census-2021`, or correct it; see docs/checks/unknown-label.md",
        ],
    );
}

// Declarations

/// Alone: its measures are not reported as having no source.
#[test]
fn a_card_that_does_not_say_who_published_is_refused() {
    let project = spoilt(|project| {
        project.replace(VOLUNTEERS_CARD, "licence = \"CC BY-NC-ND 2.0 UK; facts only\"", "licence = \" \"");
    });
    let check = project.run(&["check"]);
    assert_eq!(check.code, 1);
    let message = "error: `licence` is ``, and a reader must be told; write `not known` where it is not\n  --> data/voluntary/sutton-volunteer-centre/source.toml:4:1";
    assert!(check.stderr.contains(message), "{}", check.stderr);
}

#[test]
fn an_unknown_key_of_a_source_is_refused() {
    let project = spoilt(|project| project.replace(VOLUNTEERS_CARD, "licence = ", "license = "));
    assert_refused(
        &project,
        &["error: the file has no key `license`
  --> data/voluntary/sutton-volunteer-centre/source.toml:<license = \"CC BY-NC-ND 2.0 UK; facts only\">:1
  hint: the nearest key is `licence`; docs/reference/source.md says what each key holds"],
    );
}

#[test]
fn an_unknown_key_of_a_measure_is_refused() {
    let project = spoilt(|project| {
        let (old, new) = (ACCEPTANCES, ACCEPTANCES.replace("favourable", "favorable"));
        project.replace("indicators/housing.toml", old, &new);
    });
    assert_refused(
        &project,
        &["error: this [[measure]] has no key `favorable`
  --> indicators/housing.toml:<favorable = \"lower\">:1
  hint: the nearest key is `favourable`; docs/reference/indicators.md says what each key holds"],
    );
}

#[test]
fn an_unknown_key_of_a_phase_is_refused() {
    let project = spoilt(|project| project.append("data/phases.toml", "borough = \"Merton\"\n"));
    assert_refused(
        &project,
        &["error: this [[phase]] has no key `borough`
  --> data/phases.toml:<borough = \"Merton\">:1
  hint: the nearest key is `boroughs`; docs/reference/phases.md says what each key holds"],
    );
}

#[test]
fn a_key_is_named_with_the_capitals_that_it_has() {
    let project = spoilt(|project| project.replace(VOLUNTEERS_CARD, "licence = ", "Licence = "));
    let outcome = project.run(&["check"]);
    assert!(outcome.stderr.starts_with("error: the file has no key `Licence`\n"), "{}", outcome.stderr);
}

/// The hint that lists the sources: the first twelve, and how many more there are.
fn known_sources() -> String {
    let folders = ["statutory", "voluntary"].map(|kind| support::root().join("data").join(kind));
    let entries = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap());
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: std::collections::BTreeSet<String> = names.collect();
    let first: Vec<String> = names.iter().take(12).map(|name| format!("`{name}`")).collect();
    format!("the nearest is `mhclg-homelessness`; there is {} and {} more", first.join(", "), names.len() - 12)
}

#[test]
fn a_measure_whose_source_does_not_exist_is_refused() {
    let project = spoilt(|project| {
        project.replace("indicators/housing.toml", "source = \"mhclg-homelessness\"", "source = \"mhclg-homeless\"");
    });
    assert_refused(
        &project,
        &[&format!(
            "error: there is no source `mhclg-homeless`
  --> indicators/housing.toml:<source = \"mhclg-homeless\">:10
  hint: {}",
            known_sources()
        )],
    );
}

#[test]
fn a_measure_without_what_its_kind_needs_is_refused() {
    let new = ACCEPTANCES.replace("per = 1000\n", "");
    let project = spoilt(|project| project.replace("indicators/housing.toml", ACCEPTANCES, &new));
    assert_refused(
        &project,
        &["error: the measure `homelessness-acceptances` is a rate and needs `per`
  --> indicators/housing.toml:<kind = \"rate\">:8
  hint: docs/reference/indicators.md says what each kind needs"],
    );
}

#[test]
fn numbers_of_a_declaration_that_make_no_sense_are_refused() {
    let card = "data/statutory/mhclg-homelessness/source.toml";
    for (file, old, new) in [
        ("indicators/housing.toml", ACCEPTANCES, ACCEPTANCES.replace("per = 1000", "per = inf").as_str()),
        (card, "lower = 0, upper = 4", "lower = 9, upper = 4"),
        (card, "total-tolerance = 30", "total-tolerance = nan"),
        (
            card,
            "rounded-to = { accepted = 10 }\ntotal-tolerance = 30",
            "rounded-to = { accepted = -10 }\ntotal-tolerance = 30",
        ),
        ("data/phases.toml", "[0.8, 1.25]", "[1.25, 0.8]"),
    ] {
        let outcome = spoilt(|project| project.replace(file, old, new)).run(&["check"]);
        assert_eq!(outcome.code, 1, "{new}: {}", outcome.stdout);
    }
}

const PHASE_6: &str = "
[[phase]]
number = 6
title = \"Phase 6\"
from = \"2030-01\"
to = \"2031-12\"
boroughs = [\"Croydon\"]
";

#[test]
fn a_phase_with_no_data_is_refused() {
    let project = spoilt(|project| project.append("data/phases.toml", PHASE_6));
    assert_refused(
        &project,
        &["error: no measure has a period that ends in phase 6 (2030-01 to 2031-12)
  --> data/phases.toml
  hint: add data for it, or correct its window in data/phases.toml"],
    );
    assert_eq!(project.run(&["run", "--phase", "4", "--out", "out"]).code, 0);
}

#[test]
fn an_unknown_borough_of_a_phase_is_refused() {
    let project = spoilt(|project| {
        let end = "to = \"2024-12\"\nboroughs = [\"Croyd";
        project.replace("data/phases.toml", &format!("{end}on"), &format!("{end}en"));
    });
    assert_refused(
        &project,
        &["error: unknown area `Croyden`
  --> data/phases.toml:<boroughs = [\"Croyden\", \"Kingston upon Thames\", \"Redbridge\", \"Sutton\"]>:12
  hint: add it to data/areas.csv, or correct it; the nearest known area is `Croydon`"],
    );
}

#[test]
fn phases_that_overlap_are_refused() {
    let project = spoilt(|project| {
        project.replace("data/phases.toml", "from = \"2018-01\"", "from = \"2017-12\"");
    });
    assert_refused(
        &project,
        &["error: the windows of phases 3 and 4 overlap: both hold 2017-12
  --> data/phases.toml:<from = \"2017-12\">:8
  hint: correct `from` or `to` of one of them, so that each month is in one phase"],
    );
}

fn plant_ten_faults(project: &Project) {
    project.replace(VOLUNTEERS, "Indian,9", "Indian,8");
    project.plant(GCSE, "area_code,ethnic_group", "area,ethnic_group");
    project.replace(
        SEARCHES,
        "2016/17,E23000001,Any other Asian background",
        "2016/17,E23000001,Any other Asain background",
    );
    project.plant(SEARCHES, "2016/17,E23000001,All,", "2016/17,Metropolitan Polis,All,");
    project.plant(DETENTIONS, "2023/24,E92000001,All,", "2023/25,E92000001,All,");
    project.plant(PRIMARY_SCHOOLS, "E09000008,Mixed,554,316", "E09000008,Mixed,316,554");
    project.plant(HOMELESS, "2016/17,E09000008,White,194", "2016/17,E09000008,White,-194");
    project.replace(JOBS, "77.3,7.3", "77.3,about 7");
    project.append(JOBS, "2017,Croydon,Ethnic Minority,1,1,1,1\n");
    project.seal(JOBS);
    project.replace("indicators/housing.toml", "source = \"mhclg-homelessness\"", "source = \"mhclg-homeless\"");
}

#[test]
fn ten_faults_are_reported_in_one_pass() {
    let project = spoilt(plant_ten_faults);
    let found = support::checksum(project.read(VOLUNTEERS).as_bytes());
    assert_refused(&project, &[
        "error: 554 pupils who reached the expected standard is more than the 316 they are out of
  --> data/statutory/dfe-key-stage-2/key-stage-2.csv:<2015/16,E09000008,Mixed,316,554>:5
  hint: check whether numerator and denominator were exchanged: `reached_expected_standard` is read as the one, `pupils` as the other; see docs/checks/above-population.md",
        "error: there is no column `area_code`
  --> data/statutory/dfe-key-stage-4/key-stage-4.csv:1
  hint: the header has `period`, `area`, `ethnic_group`, `pupils`, `achieved`",
        "error: unknown area `Metropolitan Polis`
  --> data/statutory/home-office-stop-and-search/stop-and-search.csv:<2016/17,Metropolitan Polis,All,136050,8166566>:2
  hint: add it to data/areas.csv, or correct it; the nearest known area is `Metropolitan Police`",
        "error: unknown ethnicity label `Any other Asain background`
  --> data/statutory/home-office-stop-and-search/stop-and-search.csv:<2016/17,E23000001,Any other Asain background,7909,398302>:3
  hint: add it to data/ethnicity/labels.csv in the list `home-office`, or correct it; the nearest known label is `Any other Asian background`; see docs/checks/unknown-label.md",
        "error: `-194` in column `accepted` is negative
  --> data/statutory/mhclg-homelessness/acceptances.csv:<2016/17,E09000008,White,-194>:4
  hint: a count or a rate cannot be below zero; check it against the publication",
        "error: `2023/25` is not a period of the kind financial year
  --> data/statutory/nhs-mental-health-act/detentions.csv:3:1
  hint: write it like `2016/17` or `year ending March 2017`",
        "error: `about 7` in column `confidence` is neither a number nor a marker of this source
  --> data/statutory/ons-annual-population-survey/employment-rate.csv:<2017,E09000008,white,105000,135900,77.3,about 7>:7
  hint: write a number such as 2383 or 2,383, or declare the marker under [file.markers] in source.toml",
        "error: a second row for Croydon, 2017, BAME
  --> data/statutory/ons-annual-population-survey/employment-rate.csv:<2017,Croydon,Ethnic Minority,1,1,1,1>
  hint: the first is on line <2017,E09000008,ethnic minority,76800,109800,69.9,8.9>; keep one, or tell them apart with a column named in `where`; see docs/checks/duplicate-rows.md",
        &format!("error: the checksum of `registrations.csv` does not match: the source card has ffb4256955c6…, the file has {found}
  --> data/voluntary/sutton-volunteer-centre/registrations.csv
  hint: if the change is meant, write sha256 = \"{found}\" in source.toml; if not, restore the file"),
        &format!("error: there is no source `mhclg-homeless`
  --> indicators/housing.toml:<source = \"mhclg-homeless\">:10
  hint: {}", known_sources()),
    ]);
}

#[test]
fn faults_of_declarations_and_of_figures_are_reported_in_one_pass() {
    let project = Project::copy();
    project.append("data/phases.toml", "borough = \"Merton\"\n");
    project.plant(HOMELESS, "2016/17,E09000008,White,194", "2016/17,E09000008,White,-194");
    let stderr = project.run(&["check"]).stderr;
    assert!(stderr.contains("no key `borough`"), "{stderr}");
    assert!(stderr.contains("`-194` in column `accepted` is negative"), "{stderr}");
}

#[test]
fn a_phase_with_no_data_is_reported_beside_other_faults() {
    let project = Project::copy();
    project.append("data/phases.toml", PHASE_6);
    project.plant(HOMELESS, "2016/17,E09000008,White,194", "2016/17,E09000008,White,-194");
    let stderr = project.run(&["check"]).stderr;
    assert!(stderr.contains("no measure has a period that ends in phase 6"), "{stderr}");
    assert!(stderr.contains("`-194` in column `accepted` is negative"), "{stderr}");
}

// Wrong usage

fn assert_usage(arguments: &[&str], stderr: &str) {
    let project = Project::copy();
    let wrong = Outcome { code: 2, stdout: String::new(), stderr: stderr.to_owned() };
    assert_eq!(project.run(arguments), wrong);
    assert!(!project.path("out").exists(), "it wrote something");
}

#[test]
fn an_unknown_borough_is_wrong_usage() {
    assert_usage(
        &["run", "--out", "out", "--borough", "Croyden"],
        "error: there is no borough `Croyden`
  hint: the nearest is `Croydon`; data/areas.csv lists all
",
    );
    assert_usage(
        &["show", "Atlantis"],
        "error: there is no borough `Atlantis`
  hint: data/areas.csv lists the boroughs and their other names
",
    );
}

#[test]
fn an_area_that_is_no_borough_is_wrong_usage() {
    assert_usage(
        &["run", "--out", "out", "--borough", "Metropolitan Police"],
        "error: Metropolitan Police is not a borough
  hint: data/areas.csv lists the boroughs and their other names
",
    );
}

#[test]
fn an_unknown_phase_is_wrong_usage() {
    let phases = Project::copy().read("data/phases.toml");
    let numbers: Vec<&str> = phases.lines().filter_map(|line| line.strip_prefix("number = ")).collect();
    let hint = format!("  hint: data/phases.toml declares the phases {}\n", numbers.join(", "));
    let command = ["run", "--out", "out", "--phase", "9"];
    assert_usage(&command, &format!("error: there is no phase 9\n{hint}"));
}

#[test]
fn a_missing_data_folder_cannot_be_read() {
    for command in ["check", "run"] {
        assert_usage(
            &[command, "--data", "nowhere"],
            "error: there is no folder `nowhere`
  hint: check the path, and the folder in which you are
",
        );
        assert_usage(
            &[command, "--data", "dta"],
            "error: there is no folder `dta`
  hint: check the path; the nearest that is there is `data`
",
        );
    }
}

#[test]
fn an_out_folder_that_cannot_be_written_is_named() {
    let project = Project::copy();
    project.write("reports", "a file where the folder should be");
    let outcome = project.run(&["run"]);
    assert_eq!(outcome.code, 2);
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert!(lines[0].starts_with("error: cannot write `reports/"), "{lines:?}");
    assert_eq!(lines[1..], ["  hint: check that the folder can be written to, or name another with --out"]);
    assert_eq!(project.read("reports"), "a file where the folder should be");
}
