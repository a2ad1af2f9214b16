//! Corrections of published figures: made where the source shows what they expect, refused where it does not, and listed
//! wherever the figures go.

use crate::support::{self, Project};

const FOLDER: &str = "data/statutory/mhclg-homelessness";
const CORRECTIONS: &str = "data/statutory/mhclg-homelessness/corrections.toml";

const CORRECTION: &str = r#"[[correction]]
file = "acceptances.csv"
row = { area_code = "E09000021", period = "2016/17", ethnic_group = "White" }
column = "accepted"
expected = "109"
right = "190"
wrong = "two digits were exchanged"
reason = "the published PDF of the same table has 190"
said-by = "Jane Doe, housing statistics, letter of 2026-03-02"
"#;

fn corrected(old: &str, new: &str) -> Project {
    assert!(CORRECTION.contains(old), "{old}");
    let project = Project::copy();
    project.write(CORRECTIONS, CORRECTION.replace(old, new));
    project
}

/// Both commands refuse with this block alone, and nothing is written.
#[track_caller]
fn assert_refused(project: &Project, block: &str) {
    for (command, end) in [(&["check"][..], ""), (&["run", "--out", "out"][..], "; nothing was written")] {
        let outcome = project.run(command);
        assert_eq!(outcome.stderr, format!("{block}\n\n1 fault found{end}\n"));
        assert_eq!(outcome.code, 1);
    }
    assert!(!project.path("out").exists(), "`run` wrote something");
}

#[test]
fn a_correction_changes_the_figure_and_is_listed() {
    let project = corrected("", "");
    let checked = project.run(&["check"]);
    assert_eq!((checked.code, checked.stderr.as_str()), (0, ""));
    assert!(checked.stdout.ends_with(", 1 correction\n"), "{}", checked.stdout);

    assert_eq!(project.run(&["run", "--phase", "3"]).code, 0);
    let table = project.read("reports/phase-3/data/corrections.csv");
    assert_eq!(
        table,
        "source,file,line,row,column,published,read_as,wrong,reason,said_by
mhclg-homelessness,acceptances.csv,545,`E09000021` in `area_code` and `White` in `ethnic_group` and `2016/17` in `period`,accepted,109,190,two digits were exchanged,the published PDF of the same table has 190,\"Jane Doe, housing statistics, letter of 2026-03-02\"\n"
    );
    let figures = project.read("reports/phase-3/data/scorecard.csv");
    let kingston = |line: &&str| line.contains("homelessness-acceptances,E09000021,") && line.contains(",BAME,White,");
    let line = figures.lines().find(kingston).unwrap();
    assert!(line.split(',').any(|cell| cell == "190"), "{line}");
    assert!(!line.split(',').any(|cell| cell == "109"), "{line}");
}

#[test]
fn the_page_and_the_manifest_name_a_correction() {
    let project = corrected("", "");
    assert_eq!(project.run(&["run", "--phase", "3"]).code, 0);
    let page = project.read("reports/phase-3/index.html");
    for text in [
        "mhclg-homelessness/acceptances.csv:545",
        "E09000021, White, 2016/17",
        "two digits were exchanged; the published PDF of the same table has 190",
        "Jane Doe, housing statistics, letter of 2026-03-02",
    ] {
        assert!(page.contains(text), "{text}");
    }
    let manifest = project.read("reports/phase-3/manifest.json");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let expected = serde_json::json!([{
        "source": "mhclg-homelessness",
        "file": "acceptances.csv",
        "line": 545,
        "row": { "area_code": "E09000021", "ethnic_group": "White", "period": "2016/17" },
        "column": "accepted",
        "published": "109",
        "read_as": "190",
        "wrong": "two digits were exchanged",
        "reason": "the published PDF of the same table has 190",
        "said_by": "Jane Doe, housing statistics, letter of 2026-03-02",
    }]);
    assert_eq!(manifest["corrections"], expected);
    // The checksum is that of the file as published.
    let name = format!("{FOLDER}/acceptances.csv");
    let published = support::checksum(project.read(&name).as_bytes());
    let inputs = manifest["inputs"].as_array().unwrap();
    let named = |path: &str| {
        let input = inputs.iter().find(|input| input["path"] == path);
        input.unwrap()["sha256"].as_str().unwrap().to_owned()
    };
    assert_eq!(named(&name), published);
    let own = support::checksum(project.read(CORRECTIONS).as_bytes());
    assert_eq!(named(CORRECTIONS), own);
}

#[test]
fn a_source_that_was_mended_is_named() {
    let project = corrected("expected = \"109\"\nright = \"190\"", "expected = \"190\"\nright = \"109\"");
    let block = "error: `accepted` on line 545 of `acceptances.csv` shows `109`, and the correction expects `190`
  --> data/statutory/mhclg-homelessness/corrections.toml:5:12
  hint: that is the right value already: the source was corrected, so take the correction out";
    assert_refused(&project, block);
}

#[test]
fn a_source_that_shows_something_else_is_named() {
    assert_refused(
        &corrected("\"109\"", "\"1,09\""),
        "error: `accepted` on line 545 of `acceptances.csv` shows `109`, and the correction expects `1,09`
  --> data/statutory/mhclg-homelessness/corrections.toml:5:12
  hint: the source has changed: compare it with the publication, then correct `expected` or take the correction out",
    );
}

#[test]
fn a_cell_is_corrected_once() {
    let project = Project::copy();
    project.write(CORRECTIONS, format!("{CORRECTION}\n{CORRECTION}"));
    assert_refused(
        &project,
        "error: `accepted` on line 545 of `acceptances.csv` shows `190`, and the correction expects `109`
  --> data/statutory/mhclg-homelessness/corrections.toml:15:12
  hint: that is the right value already: the source was corrected, so take the correction out",
    );
}

#[test]
fn a_row_that_is_not_there_is_named() {
    assert_refused(
        &corrected("E09000021", "E09000099"),
        "error: no row of `acceptances.csv` has `E09000099` in `area_code` and `White` in `ethnic_group` and `2016/17` in `period`, so nothing was corrected
  --> data/statutory/mhclg-homelessness/corrections.toml:3:7
  hint: the source has changed or the row is misspelt: compare `row` with the file, or take the correction out",
    );
}

#[test]
fn a_row_that_is_there_several_times_is_named_with_its_lines() {
    assert_refused(
        &corrected(", ethnic_group = \"White\"", ""),
        "error: 6 rows of `acceptances.csv` have `E09000021` in `area_code` and `2016/17` in `period`, and a correction is of one
  --> data/statutory/mhclg-homelessness/corrections.toml:3:7
  hint: they are on the lines 545, 546, 547, 548, 549, 550; name more columns in `row`",
    );
}

#[test]
fn a_column_that_is_not_there_is_named() {
    let header = "the header has `period`, `area_code`, `ethnic_group`, `accepted`";
    assert_refused(
        &corrected("column = \"accepted\"", "column = \"households\""),
        &format!(
            "error: there is no column `households`
  --> data/statutory/mhclg-homelessness/corrections.toml:4:10
  hint: {header}"
        ),
    );
    assert_refused(
        &corrected("area_code =", "area ="),
        &format!(
            "error: there is no column `area`
  --> data/statutory/mhclg-homelessness/corrections.toml:3:7
  hint: {header}"
        ),
    );
}

#[test]
fn a_file_that_the_source_does_not_have_is_named() {
    assert_refused(
        &corrected("acceptances.csv", "acceptance.csv"),
        "error: there is no file `acceptance.csv`
  --> data/statutory/mhclg-homelessness/corrections.toml:2:8
  hint: the nearest is `acceptances.csv`; there is `acceptances.csv`, `acceptances-other-rounded.csv`, `acceptances-wider-areas.csv`, `acceptances-not-reported.csv`",
    );
}

#[test]
fn a_correction_says_what_why_and_who() {
    let rule = "a correction says what is wrong, why, and who said so";
    for (old, key, line, column) in [
        ("two digits were exchanged", "wrong", 7, 9),
        ("the published PDF of the same table has 190", "reason", 8, 10),
        ("Jane Doe, housing statistics, letter of 2026-03-02", "said-by", 9, 11),
    ] {
        assert_refused(
            &corrected(old, ""),
            &format!(
                "error: `{key}` is ``, and {rule}
  --> data/statutory/mhclg-homelessness/corrections.toml:{line}:{column}
  hint: write a text between the quotes of `{key} = \"\"`"
            ),
        );
    }
}

#[test]
fn an_unknown_key_is_refused() {
    assert_refused(
        &corrected("said-by", "said_by"),
        "error: this [[correction]] has no key `said_by`
  --> data/statutory/mhclg-homelessness/corrections.toml:9:1
  hint: the nearest key is `said-by`; docs/reference/source.md says what each key holds",
    );
}

#[test]
fn without_corrections_the_table_has_no_rows() {
    let project = Project::copy();
    assert_eq!(project.run(&["run"]).code, 0);
    let table = project.read("reports/phase-5/data/corrections.csv");
    assert_eq!(table.lines().count(), 1, "{table}");
    let page = project.read("reports/phase-5/index.html");
    assert!(!page.contains("Corrected before anything was computed"));
}

#[test]
fn counts_that_are_protected_are_not_shown_in_the_list() {
    let project = Project::copy();
    let folder = "data/statutory/police-uk-stop-and-search";
    let table = project.read(&format!("{folder}/self-defined.csv"));
    let row = table.lines().nth(2).unwrap();
    let cells: Vec<&str> = row.rsplitn(2, ',').collect();
    let label = cells[1].splitn(3, ',').nth(2).unwrap().trim_matches('"');
    let text = CORRECTION
        .replace("acceptances.csv", "self-defined.csv")
        .replace("E09000021", "E09000001")
        .replace("2016/17", "2019-01")
        .replace("\"White\"", &format!("\"{label}\""))
        .replace("\"accepted\"", "\"events\"")
        .replace("\"109\"", &format!("\"{}\"", cells[0]))
        .replace("\"190\"", "\"4444\"")
        .replace("has 190", "has another figure");
    let card = project.read(&format!("{folder}/source.toml"));
    let none = card.lines().find(|line| line.starts_with("none = ")).unwrap();
    project.replace(&format!("{folder}/source.toml"), none, "threshold = 5");
    project.write(&format!("{folder}/corrections.toml"), text.replace("expected = \"", "expected = \"9"));
    let outcome = project.run(&["check"]);
    assert!(outcome.stderr.contains("does not show what the correction expects"), "{}", outcome.stderr);
    assert!(!outcome.stderr.contains("shows `"), "{}", outcome.stderr);
    project.write(&format!("{folder}/corrections.toml"), text);
    let outcome = project.run(&["run"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    for file in ["data/corrections.csv", "index.html", "manifest.json"] {
        let written = project.read(&format!("reports/phase-5/{file}"));
        assert!(written.contains("not shown"), "{file}");
        assert!(!written.contains("4444"), "{file}");
    }
}
