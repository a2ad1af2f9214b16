//! Faults of the declarations, in the user's words: what a reader of a message can do without knowing what TOML is.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use crate::support::Project;

const PHASES: &str = "data/phases.toml";
const HOUSING: &str = "indicators/housing.toml";
const CARD: &str = "data/voluntary/sutton-volunteer-centre/source.toml";

/// What `check` says when one text of a file is another, without its last line.
#[track_caller]
fn said(file: &str, old: &str, new: &str) -> String {
    let project = Project::copy();
    let text = project.read(file);
    assert!(text.contains(old), "`{old}` in {file}");
    project.write(file, text.replacen(old, new, 1));
    let outcome = project.run(&["check"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{new}: {}", outcome.stderr);
    outcome.stderr
}

/// The first message, and the hint of it.
#[track_caller]
fn assert_said(file: &str, (old, new): (&str, &str), message: &str, hint: &str) {
    let stderr = said(file, old, new);
    let mut lines = stderr.lines();
    assert_eq!(lines.next().unwrap(), format!("error: {message}"));
    let found = lines.find(|line| line.starts_with("  hint: ")).unwrap();
    assert!(found.starts_with(&format!("  hint: {hint}")), "{stderr}");
}

const TITLE: &str = "title = \"Phase 3\"";

/// A file, what stands in it, and what somebody makes of it.
const WRONG: &[(&str, &str, &str)] = &[
    (PHASES, TITLE, "title = “Phase 3”"),
    (PHASES, TITLE, "title = \"Phase 3"),
    (PHASES, TITLE, "title = ‘Phase 3’"),
    (PHASES, TITLE, "title = Phase 3"),
    (PHASES, TITLE, "title: \"Phase 3\""),
    (PHASES, TITLE, "title \"Phase 3\""),
    (PHASES, TITLE, "title = \"Phase 3\" oops"),
    (PHASES, TITLE, "title = 3"),
    (PHASES, TITLE, "title ="),
    (PHASES, TITLE, "title = \"C:\\Phase 3\""),
    (PHASES, TITLE, "title = \"Phase 3\"\ntitle = \"Phase 3\""),
    (PHASES, "number = 3", "number = \"3\""),
    (PHASES, "number = 3", "number = 3.5"),
    (PHASES, "number = 3", "number = -3"),
    (PHASES, "from = \"2018-01\"", "from = 2018-01"),
    (PHASES, "from = \"2018-01\"", "from = 2018-01-01"),
    (PHASES, "from = \"2018-01\"", ""),
    (PHASES, "\"Redbridge\"]", "\"Redbridge\""),
    (PHASES, "\"Redbridge\"", "Redbridge"),
    (PHASES, "[[phase]]", "[[phase]"),
    (PHASES, "[[phase]]", "[phase]"),
    (PHASES, "[[phase]]", "[[phases]]"),
    (PHASES, "[0.8, 1.25]", "[0.8]"),
    (PHASES, "[0.8, 1.25]", "0.8"),
    (HOUSING, "kind = \"rate\"", "kind = \"rates\""),
    (HOUSING, "kind = \"rate\"", "kind == \"rate\""),
    (HOUSING, "kind = \"rate\"", "my kind = \"rate\""),
    (HOUSING, "kind = \"rate\"", "kind = \"rate\","),
    (HOUSING, "kind = \"rate\"", "kind = \"rate\" // a rate"),
    (HOUSING, "kind = \"rate\"", "// a rate\nkind = \"rate\""),
    (HOUSING, "kind = \"rate\"", "kind\u{a0}= \"rate\""),
    (HOUSING, "per = 1000", "per = 1,000"),
    (HOUSING, "per = 1000", "per = \"1000\""),
    (HOUSING, "per = 1000", "per = .5"),
    (HOUSING, "per = 1000", "per = 1000\nrepeatable = True"),
    (HOUSING, "per = 1000", "per = 1000\nrepeatable = \"yes\""),
    (HOUSING, "per = 1000", "per = 1000\nvalue = \"accepted\""),
    (CARD, "area = \"area_code\"", "area = 5"),
    (CARD, "area = \"area_code\"", "area = { si = \"England\" }"),
    (CARD, "layout = \"tidy\"", "layout = tidy"),
    (CARD, "[[file]]", "[file]"),
];

#[test]
fn words_of_the_library_are_never_shown() {
    for (file, old, new) in WRONG {
        let stderr = said(file, old, new);
        for word in [
            "unknown field",
            "unknown variant",
            "missing field",
            "invalid type",
            "invalid value",
            "invalid basic",
            "invalid literal",
            "untagged",
            "sequence",
            "map",
            "struct",
            "f64",
            "u32",
            "usize",
            "string",
            "boolean",
            "mantissa",
            "duplicate key",
            "expected",
        ] {
            assert!(!stderr.contains(word), "{new}: {word}: {stderr}");
        }
        assert!(stderr.contains("  hint: "), "{stderr}");
    }
}

#[test]
fn a_curly_quote_is_named_and_the_line_is_shown_with_straight_ones() {
    let title = "title = \"Phase 3\"";
    for new in ["title = “Phase 3”", "title = \"Phase 3”", "title = „Phase 3“"] {
        let letter = new.chars().find(|letter| !letter.is_ascii()).unwrap();
        let message = format!("{letter} is not a straight quote, and a text stands in straight ones");
        assert_said(PHASES, (title, new), &message, "write `title = \"Phase 3\"`");
    }
    // Within straight quotes it is a letter as any other.
    let project = Project::copy();
    project.replace(PHASES, title, "title = \"Phase “3”\" # “three”");
    assert_eq!(project.run(&["check"]).code, 0);
}

#[test]
fn the_nearest_key_and_the_nearest_value_are_named() {
    for (file, old, new, message, hint) in [
        (
            HOUSING,
            "kind = \"rate\"",
            "kind = \"propotion\"",
            "`kind` is `propotion`, and it can be ",
            "the nearest is `proportion`",
        ),
        (
            PHASES,
            "terminology = \"source\"",
            "terminology = \"gov-uk\"",
            "`terminology` is `gov-uk`",
            "the nearest is `govuk`",
        ),
        (
            CARD,
            "period-kind = ",
            "period_kind = ",
            "this [[file]] has no key `period_kind`",
            "the nearest key is `period-kind`",
        ),
        (PHASES, "[[phase]]", "[[phases]]", "the file has no key `phases`", "the nearest key is `phase`"),
        (
            CARD,
            "layout = \"tidy\"",
            "layout = \"tidy\"\nnotes = [\"x\"]",
            "`notes` is a key of the whole file, and not of this [[file]]",
            "move `notes` above the first heading in brackets",
        ),
    ] {
        let stderr = said(file, old, new);
        assert!(stderr.starts_with(&format!("error: {message}")), "{stderr}");
        assert!(stderr.contains(&format!("  hint: {hint}")), "{stderr}");
    }
}

#[test]
fn every_fault_of_a_file_is_reported_in_one_pass() {
    let project = Project::copy();
    let text = project.read(HOUSING);
    let text = text.replacen("favourable = ", "favorable = ", 1).replacen("kind = \"rate\"", "kind = \"rat\"", 1);
    project.write(HOUSING, text.replacen("per = 1000", "per = \"1000\"", 1));
    project.replace(CARD, "licence = ", "license = ");
    let stderr = project.run(&["check"]).stderr;
    for part in ["no key `favorable`", "`kind` is `rat`", "`per` is the text `1000`", "no key `license`"] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    // A key that is misspelt is not missing too.
    assert!(!stderr.contains("lacks"), "{stderr}");
    assert!(stderr.ends_with("4 faults found\n"), "{stderr}");
}

#[test]
fn a_list_that_is_not_closed_is_one_fault_where_it_ends() {
    let stderr = said(PHASES, "\"Redbridge\"]\n", "\"Redbridge\"\n");
    assert!(stderr.starts_with("error: a `,` or the closing `]` of a list is missing here\n"), "{stderr}");
    assert!(stderr.ends_with("1 fault found\n"), "{stderr}");
}

#[test]
fn a_misspelt_file_is_named_with_the_one_that_is_there() {
    let stderr = said(CARD, "name = \"registrations.csv\"", "name = \"registration.csv\"");
    assert!(stderr.contains("`registration.csv` cannot be read: no such file"), "{stderr}");
    assert!(stderr.contains("the nearest name there is `registrations.csv`"), "{stderr}");
}

#[test]
fn a_folder_below_the_project_is_told_where_it_is() {
    let project = Project::copy();
    for (folder, expected) in [("data/statutory", "name `data`"), ("dat", "the nearest that is there is `data`")] {
        let outcome = project.run(&["check", "--data", folder]);
        assert_eq!(outcome.code, 2);
        assert!(outcome.stderr.contains(expected), "{}", outcome.stderr);
        assert!(!outcome.stderr.contains("nothing was written"), "{}", outcome.stderr);
    }
}
