//! Every form of a report, letter by letter, for a small invented project: whoever changes a word or a shape sees it here.
//!
//! With `SCORECARD_REWRITE=1` the files in `tests/golden` are written again; their difference is what is to be reviewed.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on is to stop")]

use crate::support::{self, Project};

/// The invented project, in a folder of its own.
pub(crate) fn project() -> Project {
    let project = Project::empty();
    for (name, bytes) in support::contents(&support::root().join("tests/golden/project")) {
        project.write(name.to_str().unwrap(), bytes);
    }
    project
}

/// The project with its report of the latest phase.
fn reported() -> Project {
    let project = project();
    let outcome = project.run(&["run"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    project
}

#[track_caller]
fn assert_golden(name: &str, found: &str) {
    let path = support::root().join("tests/golden").join(name);
    if std::env::var_os("SCORECARD_REWRITE").is_some() {
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    let lines = expected.lines().zip(found.lines()).enumerate();
    let differing = lines.into_iter().find(|(_, (expected, found))| expected != found);
    if let Some((number, (expected, found))) = differing {
        panic!("{name}:{}: expected\n{expected}\nfound\n{found}", number + 1);
    }
    assert!(expected == found, "{name} has {} bytes instead of {}", found.len(), expected.len());
}

#[test]
fn the_page_is_as_it_was() {
    assert_golden("index.html", &reported().read("reports/phase-3/index.html"));
}

#[test]
fn the_charts_are_as_they_were() {
    let project = reported();
    for name in ["ratios-ashby.svg", "trend-homeless.svg"] {
        assert_golden(name, &project.read(&format!("reports/phase-3/charts/{name}")));
    }
}

#[test]
fn the_figures_taken_together_are_as_they_were() {
    assert_golden("synthesis.csv", &reported().read("reports/phase-3/data/synthesis.csv"));
}

#[test]
fn a_borough_in_the_terminal_is_as_it_was() {
    assert_golden("show.txt", &project().run(&["show", "Ashby"]).stdout);
}

/// The names of places are in the data and nowhere else.
#[test]
fn a_project_elsewhere_is_not_told_of_london() {
    let project = reported();
    for (name, bytes) in support::contents(&project.path("reports")) {
        assert!(!String::from_utf8_lossy(&bytes).contains("London"), "{}", name.display());
    }
    assert!(!project.run(&["show", "Ashby"]).stdout.contains("London"));
}
