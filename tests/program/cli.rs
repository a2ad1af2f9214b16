//! The program as its users meet it: help, one borough in the terminal, and what stands on which stream.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::support::{Project, contents, root};

#[test]
fn help_shows_the_commands_and_an_example_of_each() {
    let outcome = Project::empty().run(&["--help"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    for command in ["init", "check", "run", "show", "tally", "completions"] {
        assert!(outcome.stdout.contains(&format!("\n  {command} ")), "{command}");
        let own = Project::empty().run(&[command, "--help"]);
        assert!(own.stdout.contains("Example"), "{}", own.stdout);
    }
    assert!(outcome.stdout.contains("Exit codes: "), "{}", outcome.stdout);
}

#[test]
fn an_unknown_command_is_wrong_usage() {
    assert_eq!(Project::empty().run(&["runn"]).code, 2);
    assert_eq!(Project::empty().run(&["run", "--phase", "four"]).code, 2);
}

#[test]
fn a_run_prints_where_the_report_is_and_nothing_else() {
    let outcome = Project::copy().run(&["run", "--phase", "3", "--out", "a/new/folder"]);
    assert_eq!(
        (outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()),
        (0, "a/new/folder/phase-3/index.html\n", "")
    );
}

#[test]
fn the_latest_phase_and_its_own_boroughs_are_the_default() {
    let project = Project::copy();
    assert_eq!(project.run(&["run"]).code, 0);
    let manifest = project.read("reports/phase-5/manifest.json");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let boroughs = ["Croydon", "Kingston upon Thames", "Redbridge", "Sutton", "Wandsworth", "Richmond upon Thames"];
    assert_eq!(manifest["boroughs"], serde_json::json!(boroughs));
}

#[test]
fn a_borough_is_known_by_any_of_its_names() {
    let project = Project::copy();
    let shown = project.run(&["show", "Kingston upon Thames"]);
    for name in ["Kingston", "kingston-upon-thames", "E09000021", "314"] {
        assert_eq!(project.run(&["show", name]), shown, "{name}");
    }
}

#[test]
fn a_borough_named_twice_heads_the_report_once() {
    let project = Project::copy();
    let command = ["run", "--borough", "Croydon", "--borough", "306"];
    assert_eq!(project.run(&command).code, 0);
    let manifest = project.read("reports/phase-5/manifest.json");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["boroughs"], serde_json::json!(["Croydon"]));
}

#[test]
fn a_scorecard_in_the_terminal_fits_80_columns_without_colour() {
    let project = Project::copy();
    for borough in ["City of London", "Croydon", "Hammersmith and Fulham", "Westminster"] {
        for phase in ["1", "3", "4", "5"] {
            let shown = project.run(&["show", borough, "--phase", phase]);
            assert_eq!((shown.code, shown.stderr.as_str()), (0, ""));
            assert!(shown.stdout.starts_with(&format!("{borough}, Phase {phase}")), "{}", shown.stdout);
            assert!(!shown.stdout.contains('\u{1b}'));
            let wide = shown.stdout.lines().find(|line| line.chars().count() > 80);
            assert_eq!(wide, None, "{borough}, phase {phase}");
        }
    }
}

/// Seven of 60 councillors over 39% of residents is no ratio to White people.
#[test]
fn councillors_are_not_said_to_be_compared_with_white_people() {
    let shown = Project::copy().run(&["show", "Westminster", "--phase", "4"]).stdout;
    let (_, section) = shown.split_once("Councillors, 2018\n").unwrap();
    let (section, _) = section.split_once("\n\n").unwrap();
    assert!(section.contains("0.30 (0.15 to 0.57)"), "{section}");
    assert!(!section.contains("compared with White"), "{section}");
}

/// As in `scorecard check | head`: whoever stops reading gets no crash.
#[test]
fn a_reader_that_goes_away_is_no_crash() {
    let project = Project::copy();
    for command in [&["check"][..], &["run", "--out", "out"], &["show", "Croydon"], &["completions", "bash"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_scorecard"))
            .args(command)
            .current_dir(project.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(!stderr.contains("panicked"), "{command:?}: {stderr}");
    }
}

#[test]
fn a_new_project_is_whole_and_makes_the_same_figures() {
    let empty = Project::empty();
    let made = empty.run(&["init", "fresh"]);
    assert_eq!((made.code, made.stdout.as_str()), (0, "fresh\n"));
    for folder in ["data", "indicators"] {
        let (ours, fresh) = (contents(&root().join(folder)), contents(&empty.path("fresh").join(folder)));
        assert_eq!(ours.keys().collect::<Vec<_>>(), fresh.keys().collect::<Vec<_>>(), "{folder}");
        assert!(ours == fresh, "{folder}");
    }
    let folders = ["--data", "fresh/data", "--indicators", "fresh/indicators", "--out", "fresh/reports"];
    assert_eq!(empty.run(&[&["run", "--phase", "3"], &folders[..]].concat()).code, 0);
    let figures = std::fs::read_to_string(root().join("reports/phase-3/data/scorecard.csv")).unwrap();
    assert_eq!(empty.read("fresh/reports/phase-3/data/scorecard.csv"), figures);
}

#[test]
fn a_folder_with_something_in_it_gets_no_project() {
    let empty = Project::empty();
    empty.write("full/notes.txt", "mine");
    let refused = empty.run(&["init", "full"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.starts_with("error: `full` is not empty"), "{}", refused.stderr);
    assert_eq!(contents(&empty.path("full")).len(), 1);
}

#[test]
fn a_watched_report_is_made_again_and_says_what_moved() {
    let project = Project::copy();
    let mut program = Command::new(env!("CARGO_BIN_EXE_scorecard"))
        .args(["run", "--phase", "3", "--watch"])
        .current_dir(project.path("."))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let mut until = |start: &str| lines.by_ref().map(Result::unwrap).find(|line| line.starts_with(start)).unwrap();
    until("waiting");
    let table = "data/statutory/mhclg-homelessness/acceptances.csv";
    project.plant(table, "2016/17,E09000008,White,194", "2016/17,E09000008,White,195");
    assert!(until("  Accepted as homeless, Croydon, BAME").contains(" -> "));
    until("waiting");
    // What is refused ends nothing.
    project.write("data/phases.toml", "phase = 1");
    until("2 faults found; the report stays as it was");
    until("waiting");
    project.write("data/phases.toml", std::fs::read(root().join("data/phases.toml")).unwrap());
    until("figures that moved: 0");
    until("waiting");
    program.kill().unwrap();
    program.wait().unwrap();
}
