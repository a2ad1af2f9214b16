//! Warnings that somebody has looked into: counted, kept in the report with the reason, and warnings again when they grow.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use crate::support::Project;

const CARD: &str = "data/statutory/dfe-key-stage-4/source.toml";

/// The project with an entry of its own in place of the acknowledgement of one card.
fn project(entry: &str) -> Project {
    let project = Project::copy();
    let text = project.read(CARD);
    let (before, rest) = text.split_once("[[acknowledged]]").unwrap();
    let (_, after) = rest.split_once("[[file]]").unwrap();
    project.write(CARD, format!("{before}{entry}\n[[file]]{after}"));
    project
}

/// How many warnings are acknowledged, as a check says at its end.
fn acknowledged(stdout: &str) -> u64 {
    let (before, _) = stdout.rsplit_once(" acknowledged\n").unwrap();
    before.rsplit(' ').next().unwrap().parse().unwrap()
}

fn checked(project: &Project) -> String {
    let outcome = project.run(&["check"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    outcome.stdout
}

#[test]
fn a_new_warning_is_not_lost_among_standing_ones() {
    let standing = project("");
    let stdout = checked(&standing);
    assert!(stdout.starts_with("warning: the classification `dfe-major` has `Other`"), "{stdout}");
    assert_eq!(stdout.matches("warning: ").count(), 1, "{stdout}");
    let others = acknowledged(&checked(&Project::copy())) - 1;
    assert!(stdout.contains(&format!(": no faults, 1 warning, {others} acknowledged\n")), "{stdout}");
}

#[test]
fn an_acknowledged_warning_is_counted_and_stays_in_the_report_with_its_reason() {
    let project = project(
        "[[acknowledged]]\ncheck = \"classification\"\nfile = \"key-stage-4.csv\"\nsays = \"dfe-major\"\nbecause = \"there is no such group\"\n",
    );
    let stdout = checked(&project);
    assert_eq!(acknowledged(&stdout), acknowledged(&checked(&self::project(""))) + 1);
    assert!(stdout.contains(": no faults, 0 warnings, "), "{stdout}");
    assert_eq!(project.run(&["run", "--phase", "3", "--out", "out"]).code, 0);
    let page = project.read("out/phase-3/index.html");
    assert!(page.contains("acknowledged: there is no such group"));
}

#[test]
fn an_acknowledgement_that_fits_nothing_or_too_much_is_a_warning_itself() {
    for (keys, message) in [
        ("check = \"missing-month\"", "the acknowledgement of `missing-month` fits no warning"),
        ("check = \"classification\"\nfile = \"other.csv\"", "the acknowledgement of `classification` fits no warning"),
        ("check = \"classification\"\nsays = \"Mixed\"", "the acknowledgement of `classification` fits no warning"),
        (
            "check = \"classification\"\ncount = 2",
            "the acknowledgement of `classification` is of 2, and it fits 1 warning",
        ),
    ] {
        let project = project(&format!("[[acknowledged]]\n{keys}\nbecause = \"seen\"\n"));
        let stdout = checked(&project);
        let line = project.line_of(CARD, "[[acknowledged]]") + 1;
        assert!(stdout.contains(&format!("warning: {message}\n  --> {CARD}:{line}:9\n")), "{stdout}");
        // What it was meant for is still seen.
        assert!(stdout.contains("warning: the classification `dfe-major` has"), "{stdout}");
    }
}

#[test]
fn an_acknowledgement_without_a_reason_is_refused_and_none_is_of_an_error() {
    let blank = project("[[acknowledged]]\ncheck = \"classification\"\nbecause = \" \"\n");
    assert!(blank.run(&["check"]).stderr.starts_with("error: `because` is ``"));
    let error = project("[[acknowledged]]\ncheck = \"unknown-label\"\nbecause = \"seen\"\n");
    error.plant("data/statutory/dfe-key-stage-4/key-stage-4.csv", "E09000008,Black,1124", "E09000008,Blck,1124");
    assert_eq!(error.run(&["check"]).code, 1);
}
