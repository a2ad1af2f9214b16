//! Somebody who has the installed program, an empty folder, and what it says: twelve faults that a new user makes, each of
//! which the message alone must be enough to mend.
use std::path::Path;

use crate::support::Project;

/// A fault: in a file, the right text and the wrong one, and what of its message leads back to the right one.
type Fault = (&'static str, &'static str, &'static str, &'static str);

const CARD: &str = "data/voluntary/sutton-volunteer-centre/source.toml";
const HOMES: &str = "data/statutory/mhclg-homelessness/source.toml";

const FAULTS: [Fault; 12] = [
    // A word processor.
    ("data/phases.toml", "title = \"Phase 3\"", "title = “Phase 3”", "write `title = \"Phase 3\"`"),
    ("indicators/housing.toml", "kind = \"rate\"", "kind = rate", "write `\"rate\"`"),
    ("indicators/health.toml", "favourable = \"lower\"", "favourable = \"low\"", "the nearest is `lower`"),
    ("indicators/volunteering.toml", "comparator = ", "comparater = ", "the nearest key is `comparator`"),
    (
        "indicators/employment.toml",
        "source = \"ons-annual-population-survey\"",
        "source = \"ons-anual-population-survey\"",
        "the nearest is `ons-annual-population-survey`",
    ),
    (
        CARD,
        "name = \"registrations.csv\"",
        "name = \"registration.csv\"",
        "the nearest name there is `registrations.csv`",
    ),
    (HOMES, "period-kind = \"financial-year\"", "period-kind = \"financial year\"", "the nearest is `financial-year`"),
    (
        "data/statutory/dfe-key-stage-4/source.toml",
        "scheme = \"dfe-major\"",
        "scheme = \"dfe-mayor\"",
        "the nearest is `dfe-major`",
    ),
    (
        "data/statutory/dfe-key-stage-2/source.toml",
        "figures = [\"pupils\"",
        "figures = [\"pupil\"",
        "the header has `period`, `area_code`, `ethnic_group`, `pupils`",
    ),
    ("data/statutory/nhs-mental-health-act/source.toml", "licence = ", "license = ", "the nearest key is `licence`"),
    (
        "data/statutory/home-office-stop-and-search/stop-and-search.csv",
        "2016/17,E23000001,All,",
        "2016/17,Metropolitan Polis,All,",
        "the nearest known area is `Metropolitan Police`",
    ),
    (
        "data/statutory/census-2021-general-health/not-in-good-health.csv",
        "E09000008,Mixed or Multiple ethnic groups",
        "E09000008,Mixed or Multple ethnic groups",
        "the nearest known label is `Mixed or Multiple ethnic groups`",
    ),
];

/// Whether a file has a checksum on a card.
fn is_table(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|ending| ending == "csv")
}

/// A new project, as the installed program writes it.
fn new_project() -> Project {
    let project = Project::empty();
    assert_eq!(project.run(&["init", "."]).code, 0);
    project
}

/// Puts the wrong text in the place of the right one, and the checksum right again where a table was changed.
fn plant(project: &Project, (file, right, wrong, _): Fault) {
    let text = project.read(file);
    assert!(text.contains(right), "`{right}` in {file}");
    project.write(file, text.replacen(right, wrong, 1));
    if is_table(file) {
        project.seal(file);
    }
}

#[test]
fn each_of_twelve_faults_is_mended_by_what_its_message_says() {
    for fault in FAULTS {
        let (file, _, wrong, says) = fault;
        let project = new_project();
        plant(&project, fault);
        let outcome = project.run(&["check"]);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{wrong}");
        assert!(outcome.stderr.contains(says), "{wrong}: {}", outcome.stderr);
        // The file is named, or the table that the card speaks of.
        let folder = file.rsplit_once('/').unwrap().0;
        assert!(outcome.stderr.contains(&format!("  --> {folder}/")), "{wrong}: {}", outcome.stderr);
    }
}

#[test]
fn twelve_faults_at_once_are_all_named_in_one_pass() {
    let project = new_project();
    for fault in FAULTS {
        plant(&project, fault);
    }
    let stderr = project.run(&["check"]).stderr;
    let unsaid: Vec<&str> = FAULTS.iter().map(|fault| fault.3).filter(|says| !stderr.contains(says)).collect();
    assert_eq!(unsaid, [""; 0], "{stderr}");
    // Mended, the project is as it was.
    for (file, right, wrong, _) in FAULTS {
        project.write(file, project.read(file).replacen(wrong, right, 1));
        if is_table(file) {
            project.seal(file);
        }
    }
    assert_eq!(project.run(&["check"]).code, 0);
}
