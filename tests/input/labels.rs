//! Labels of groups that are not known, and those that say that nobody knows.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use crate::support::Project;

fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn table(labels: &[&str]) -> String {
    let rows = labels.iter().map(|label| format!("2021,E09000008,{label},40\n")).collect::<Vec<_>>().concat();
    format!("year,area_code,ethnic_group,people\n{rows}")
}

#[test]
fn a_column_of_ethnicity_with_one_label_that_is_known_is_told_of() {
    let project = Project::copy();
    project.write("short.csv", table(&["White", "Blk", "Asn", "Mxd", "Oth"]));
    let outcome = project.run(&["inspect", "short.csv"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let text = plain(&outcome.stdout);
    assert_says(&text, &["ethnic groups stand in `ethnic_group`", "knows `White`, and not `Asn`"]);
    assert_says(&text, &["`Blk`", "`Mxd` (the nearest is `Mixed`)", "`Oth`"]);
    // The reason stands in the refusal, too.
    let outcome = project.run(&["add", "short.csv", "--to", "voluntary/short"]);
    assert_eq!(outcome.code, 2);
    assert_says(&outcome.stderr, &["ethnic groups stand in `ethnic_group`"]);
    project.write("faulty.csv", table(&["White", "Black", "Asian", "Mixed", "Other", "Blk"]));
    let outcome = project.run(&["add", "faulty.csv", "--to", "voluntary/faulty"]);
    assert_eq!(outcome.code, 2);
    assert_says(&outcome.stderr, &["no table of `faulty.csv` can be read yet: unknown ethnicity label `Blk`"]);
}

#[test]
fn labels_that_surely_mean_unknown_are_known() {
    let project = Project::copy();
    for label in [
        "Unknown/Not stated",
        "Not stated/unknown",
        "Ethnicity unknown",
        "Unrecorded",
        "Withheld",
        "Information refused",
        "Did not say",
        "N/K",
        "Not obtained yet",
    ] {
        project.write("people.csv", table(&["White", "Black", "Asian", "Mixed", "Other", label]));
        let outcome = project.run(&["inspect", "people.csv"]);
        assert_says(&plain(&outcome.stdout), &["reads 6 observations"]);
    }
}

#[test]
fn a_column_beside_says_which_rows_are_of_ethnicity() {
    let project = Project::copy();
    let groups =
        ["White", "Black", "Asian", "Mixed", "Other"].map(|group| format!("2021,E09000008,Ethnicity,{group},9\n"));
    for others in ["Sex,Male", "Sex,Male|Sex,Female"] {
        let others: Vec<String> = others.split('|').map(|other| format!("2021,E09000008,{other},5\n")).collect();
        let others = others.concat();
        let header = "year,area_code,breakdown_topic,breakdown,people\n2021,E09000008,Total,Total,50\n";
        project.write("topics.csv", format!("{header}{others}{}", groups.concat()));
        let text = plain(&project.run(&["inspect", "topics.csv"]).stdout);
        assert_says(&text, &["where = { \"breakdown_topic\" = [\"Ethnicity\", \"Total\"] }", "reads 6 observations"]);
    }
}

#[test]
fn marks_of_notes_are_no_part_of_a_label() {
    let project = Project::copy();
    for mark in ["[notes 1 and 2]", " [1]", "[1]", " [note 3]"] {
        let labels = [&format!("Black{mark}"), "White", "Asian", "Mixed", "Other"];
        project.write("people.csv", table(&labels));
        let text = plain(&project.run(&["inspect", "people.csv"]).stdout);
        assert_says(&text, &["100% of the labels are known", "reads 5 observations"]);
    }
}
