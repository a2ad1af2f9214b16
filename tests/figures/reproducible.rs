//! The same command gives the same bytes: whatever the number of threads, the place, and the order of rows.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::support::{self, Project};

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// The report of phase 4, made with some more options and environment variables.
fn report(project: &Project, out: &str, options: &[&str], variables: &[(&str, &str)]) -> Files {
    let command = [&["run", "--phase", "4", "--out", out], options].concat();
    let outcome = project.run_with(&command, variables);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    support::contents(&project.path(out).join("phase-4"))
}

#[track_caller]
fn assert_same(first: &Files, second: &Files) {
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(first), names(second));
    let differ: Vec<_> = first.iter().filter(|(name, bytes)| second[*name] != **bytes).collect();
    let differ: Vec<_> = differ.into_iter().map(|(name, _)| name).collect();
    assert!(differ.is_empty(), "these differ: {differ:?}");
}

#[test]
fn the_same_command_twice_gives_the_same_bytes() {
    let project = Project::copy();
    let first = report(&project, "out", &[], &[]);
    assert!(first.len() > 10, "{:?}", first.keys());
    assert_same(&first, &report(&project, "again", &[], &[]));
    // Over the report that is there.
    assert_same(&first, &report(&project, "out", &[], &[]));
    let left: Vec<_> = std::fs::read_dir(project.path("out")).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn the_number_of_threads_makes_no_difference() {
    let project = Project::copy();
    let made = ["1", "2", "8"].map(|threads| {
        let variables = [("RAYON_NUM_THREADS", threads), ("POLARS_MAX_THREADS", threads)];
        report(&project, &format!("out-{threads}"), &[], &variables)
    });
    assert_same(&made[0], &made[1]);
    assert_same(&made[0], &made[2]);
}

#[test]
fn the_place_of_the_folders_makes_no_difference() {
    let project = Project::copy();
    let here = report(&project, "out", &[], &[]);
    let [data, indicators] = ["data", "indicators"].map(|name| project.path(name));
    let elsewhere = Project::empty();
    let options = ["--data", data.to_str().unwrap(), "--indicators", indicators.to_str().unwrap()];
    assert_same(&here, &report(&elsewhere, "out", &options, &[]));
}

#[test]
fn the_language_and_the_time_zone_of_the_machine_make_no_difference() {
    let project = Project::copy();
    let variables = [("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("TZ", "Pacific/Auckland")];
    assert_same(&report(&project, "out", &[], &[]), &report(&project, "again", &[], &variables));
}

#[test]
fn the_order_of_rows_makes_no_difference_to_a_figure() {
    let project = Project::copy();
    let figures = |out: &str| report(&project, out, &[], &[]).remove(&PathBuf::from("data/scorecard.csv"));
    let before = figures("out").unwrap();
    for path in support::files(&project.path("data")) {
        let path = path.strip_prefix(project.path("")).unwrap();
        let figures = ["data/statutory", "data/voluntary"].iter().any(|folder| path.starts_with(folder));
        if !figures || path.extension().is_none_or(|end| end != "csv") {
            continue;
        }
        let name = path.to_str().unwrap();
        let text = project.read(name);
        let (header, rows) = text.split_once('\n').unwrap();
        let rows: Vec<&str> = rows.lines().rev().collect();
        project.write(name, format!("{header}\n{}\n", rows.join("\n")));
        project.seal(name);
    }
    assert!(before == figures("reversed").unwrap(), "the figures differ");
}
