//! What a new user does with a first source and a first measure, and what the program says that gets them on.

use crate::planted::sound;
use crate::support::{Outcome, Project};

/// What `check` prints of a project, which it refuses.
fn refused(project: &Project) -> String {
    let Outcome { code, stdout, stderr } = project.run(&["check"]);
    assert_eq!((code, stdout.as_str()), (1, ""), "{stderr}");
    stderr
}

/// The findings of the source of the test, and not those of the rest of the project.
fn assert_says(printed: &str, messages: &[&str]) {
    for message in messages {
        assert!(printed.contains(message), "{message}\nis not in\n{printed}");
    }
}

#[test]
fn a_text_that_was_not_filled_in_is_asked_for() {
    let printed = sound()
        .measure("short = \"Came about an eviction\"", "short = \"\"")
        .measure("title = \"Clients of the advice centre who came about an eviction\"", "title = \" \"")
        .measure(
            "question = \"What share of the clients of the advice centre came about an eviction?\"",
            "question = \"\"",
        )
        .measure("unit = \"% of clients\"", "unit = \"\"")
        .measure("outcome = \"come about an eviction\"", "outcome = \"\"")
        .measure("words = \"clients who came about an eviction\"", "words = \"\"")
        .measure("words = \"clients\"", "words = \"\", each = \"\"")
        .measure("comparator =", "caveats = [\"\"]\ncomparator =")
        .checked();
    for key in ["title", "question", "unit", "outcome", "numerator.words", "denominator.words", "denominator.each"] {
        assert_says(&printed, &[&format!("`{key}` (line ")]);
    }
    assert_says(&printed, &["error: `short` is ``, and a reader must be told", "error: `caveats` is ``"]);
    let printed = sound()
        .rows("period,area,group,kind,clients,evicted", "2021,Croydon,White,,610,92\n2021,Croydon,Black,,540,131")
        .card("figures =", "dimensions = [\"kind\"]\nfigures =")
        .measure("numerator =", "where = { kind = \"\" }\nnumerator =")
        .checked();
    assert_says(&printed, &["error: `where.kind` is ``, and no value of it is picked", "as the file has it"]);
    let project = Project::copy();
    let text = project.read("indicators/housing.toml");
    let line = text.lines().find(|line| line.starts_with("question = ")).unwrap_or_default();
    project.write("indicators/housing.toml", text.replacen(line, "question = \"\"", 1));
    assert_says(&refused(&project), &["error: `question` is ``", "  --> indicators/housing.toml:"]);
}

#[test]
fn a_rate_is_shown_per_as_many_people_as_it_is_computed_per() {
    let rate =
        |per: &str, unit: &str| sound().counts().measure("per = 1000", per).measure("% of clients", unit).checked();
    let printed = rate("per = 100", "clients per 1,000 residents");
    assert_says(
        &printed,
        &["error: `per` is `100`, and `unit` is `clients per 1,000 residents`", "hint: write `per = 1000`"],
    );
    assert_says(&rate("per = 1000", "clients per 100k"), &["hint: write `per = 100000`"]);
    assert!(!rate("per = 1000", "clients per 1 000 residents").contains("`per` is"));
    let printed = sound().measure("% of clients", "clients per 1,000").checked();
    assert_says(&printed, &["error: `unit` is `clients per 1,000`, and a proportion is computed per 100"]);
}

const BOROUGHS: [&str; 4] = ["Croydon", "Barnet", "Bexley", "Brent"];

/// A table of boroughs with a total of each, from what stands in the column of a row.
fn with_totals(cell: impl Fn(usize) -> u32) -> String {
    let groups = ["All", "White", "Black", "Asian", "Mixed", "Other"];
    let rows = BOROUGHS.iter().flat_map(|borough| groups.map(|group| (borough, group))).enumerate();
    let row = |(row, (borough, group)): (usize, (&&str, &str))| format!("2021,{borough},{group},1700,{}", cell(row));
    rows.map(row).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_column_that_was_moved_by_a_row_is_no_late_correction() {
    let figures = |row: usize| [299, 92, 131, 57, 10, 9].get(row % 6).copied().unwrap_or_default();
    let header = "period,area,group,clients,evicted";
    let check = |rows: &str| {
        let counts = sound().counts().rows(header, rows).card("[\"clients\"]", "[\"evicted\"]");
        counts.measure("column = \"clients\"", "column = \"evicted\"").checked()
    };
    for moved in [with_totals(|row| figures(row + 1)), with_totals(|row| figures(row + 5))] {
        let printed = check(&moved);
        assert_says(
            &printed,
            &[
                "error: the groups of `evicted` are far from 4 of the 4 totals of the file: in ",
                "hint: were rows of the column moved?",
            ],
        );
        assert!(!printed.contains("publishers round"), "{printed}");
    }
    assert!(!check(&with_totals(figures)).contains("croydon-advice-centre"));
    // Whose ethnicity is not known is in the totals alone, and a publisher rounds: a warning for each.
    let printed = check(&with_totals(|row| if row % 6 == 0 { 400 } else { figures(row) }));
    assert_says(&printed, &["warning: in Croydon, 2021, the groups add up to 299 and the published total is 400"]);
}

#[test]
fn a_source_whose_folder_is_gone_is_restored_or_given_up() {
    let project = Project::copy();
    assert!(std::fs::remove_dir_all(project.path("data/statutory/ons-smoking")).is_ok());
    let printed = refused(&project);
    let hint = "hint: restore data/statutory/ons-smoking or data/voluntary/ons-smoking, or take out the measures";
    assert_says(&printed, &["error: there is no source `ons-smoking`", hint]);
    assert!(!printed.contains("there is `"), "{printed}");
}

#[test]
fn what_an_open_spreadsheet_leaves_beside_a_card_is_no_warning() {
    let project = Project::copy();
    let before = project.run(&["check"]).stdout;
    let folder = "data/voluntary/sutton-volunteer-centre";
    for name in ["~$registrations.csv", ".~lock.registrations.csv#", "desktop.ini", "Thumbs.db", ".DS_Store"] {
        project.write(&format!("{folder}/{name}"), "litter");
    }
    assert_eq!(project.run(&["check"]).stdout, before);
    project.write(&format!("{folder}/registrations-2.csv"), "data");
    assert_says(&project.run(&["check"]).stdout, &["`registrations-2.csv` is not named in its source.toml"]);
}

#[test]
fn without_a_browser_the_report_is_there_all_the_same() {
    let project = Project::copy();
    let outcome =
        project.run_with(&["run", "--open", "--out", "out"], &[("PATH", "/nowhere"), ("BROWSER", "/nowhere")]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stdout.ends_with("index.html\n"), "{}", outcome.stdout);
    // A machine may start one in spite of that.
    if !outcome.stderr.is_empty() {
        assert_says(&outcome.stderr, &["note: no browser could be started", "index.html` yourself\n"]);
    }
}

#[test]
fn a_file_that_is_not_there_is_wrong_usage() {
    let project = Project::copy();
    project.write("page.csv", "<!DOCTYPE html><html></html>");
    for (arguments, code) in [
        (&["inspect", "nothere.csv"][..], 2),
        (&["inspect", "data"][..], 2),
        (&["inspect", "nothere.csv", "data"][..], 2),
        (&["inspect", "nothere.csv", "page.csv"][..], 1),
        (&["add", "nothere.csv", "--to", "statutory/new"][..], 2),
        (&["add", "data", "--to", "statutory/new"][..], 2),
    ] {
        let outcome = project.run(arguments);
        assert_eq!(outcome.code, code, "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.stderr.starts_with("error: "), "{}", outcome.stderr);
    }
}

#[test]
fn a_new_project_says_how_to_begin_and_examples_can_be_pasted() {
    let project = Project::empty();
    let outcome = project.run(&["init", "my scorecard"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, "my scorecard\n"), "{}", outcome.stderr);
    assert_eq!(outcome.stderr, "next: cd \"my scorecard\", then scorecard run --open\n");
    for command in ["add", "tally", "inspect", "run"] {
        let help = project.run(&[command, "--help"]).stdout;
        let examples = help.split("Example").nth(1).unwrap_or_default();
        let mut continued = false;
        for line in examples.lines().filter(|line| line.starts_with("  ")) {
            assert!(continued || line.starts_with("  scorecard "), "{line}");
            assert!(line.len() <= 80, "{line}");
            continued = line.ends_with(" \\");
        }
    }
    let help = project.run(&["tally", "--help"]).stdout;
    assert_says(&help, &["scorecard tally '*/log.csv'", "scorecard tally '2024-*/"]);
}

const EES: &str = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,new_la_code,la_name,sex,ethnicity_major,t_pupils,t_passed,t_entered\n";

#[test]
fn a_part_of_a_region_with_its_code_is_left_out_by_its_name() {
    let mut table = EES.to_owned();
    for (group, people) in [("White", 100), ("Black", 50), ("Asian", 60), ("Mixed", 20), ("Other", 30)] {
        for (level, region, la) in [
            ("Local authority", "Inner London", "E09000022,Lambeth"),
            ("Regional", "London", ","),
            ("Regional", "Inner London", ","),
            ("Regional", "Outer London", ","),
        ] {
            let rest = format!("E92000001,England,E12000007,{region},{la},Total,{group}");
            table += &format!("202324,Academic year,{level},{rest},{people},{},{}\n", people / 2, people / 3);
        }
        table += &format!("202324,Academic year,National,E92000001,England,,,,,Total,{group},{people},9,8\n");
    }
    let project = Project::copy();
    project.write("ks4.csv", table);
    let outcome = project.run(&["add", "ks4.csv", "--to", "statutory/ks4"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let card = project.read("data/statutory/ks4/source.toml");
    assert_says(&card, &["area = [\"new_la_code\", \"region_name\", ", "other-areas = \"leave-out\""]);
    assert!(!card.contains("dimensions"), "{card}");
    assert_says(&outcome.stdout, &["`Inner London`", "`Outer London`"]);
    // Several columns could be the numerator, and one the denominator.
    let choice = "numerator = { column = \"\", words = \"\" }  # one of `t_passed`, `t_entered`\n";
    assert_says(&outcome.stdout, &[choice, "denominator = { column = \"t_pupils\", words = \"\" }\n"]);
    assert!(!outcome.stdout.contains("where ="), "{}", outcome.stdout);
}

#[test]
fn rows_of_one_code_and_two_names_are_refused() {
    let project = Project::copy();
    let row = |name: &str, group: &str| format!("2021,E12000007,{name},{group},10\n");
    let rows: String = ["White", "Black", "Asian", "Mixed", "Other"]
        .iter()
        .flat_map(|group| ["London", "Inner London"].map(|name| row(name, group)))
        .collect();
    project.write("places.csv", format!("year,area_code,area_name,ethnic_group,people\n{rows}"));
    let outcome = project.run(&["add", "places.csv", "--to", "statutory/places"]);
    assert_eq!(outcome.code, 2, "{}{}", outcome.stdout, outcome.stderr);
    assert!(!project.path("data/statutory/places").exists());
}

#[test]
fn a_measure_of_a_survey_is_begun_with_its_outcome() {
    let project = Project::copy();
    let rows = "2021,Croydon,White,10.5\n2021,Croydon,Black,11.5\n2021,Croydon,Asian,12.5\n";
    project.write("survey.csv", format!("year,area,ethnicity,percent\n{rows}"));
    let outcome = project.run(&["add", "survey.csv", "--to", "statutory/survey"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_says(&outcome.stdout, &["kind = \"published\"", "\noutcome = \"\"  # of a survey"]);
}

const TABLE: &str = "data/statutory/mhclg-homelessness/acceptances.csv";

/// What `check` prints of a table of the project that was changed as a whole.
fn changed(change: impl Fn(&str) -> String) -> String {
    let project = Project::copy();
    project.write(TABLE, change(&project.read(TABLE)));
    project.seal(TABLE);
    refused(&project)
}

#[test]
fn a_header_below_a_title_or_without_one_is_said_once() {
    let printed = changed(|text| format!("Table 1: households accepted\n{text}"));
    assert_eq!(
        printed,
        format!(
            "error: line 2 looks like the header, and line 1 is read as it\n  --> {TABLE}:1\n  hint: write `header = [2]` in its [[file]] table, or delete line 1\n\n1 fault found\n"
        )
    );
    let printed = changed(|text| format!("Table 1: households accepted\n\"By group, and year\"\n{text}"));
    assert_says(
        &printed,
        &["hint: write `header = [3]` in its [[file]] table, or delete lines 1 to 2", "\n1 fault found"],
    );
    let printed = changed(|text| text.split_once('\n').map_or_else(String::new, |(_, rows)| rows.to_owned()));
    assert_says(&printed, &["error: line 1 is read as the header, and has none of the columns", "\n1 fault found"]);
    // One column alone is missing: its own fault, and nothing about totals.
    let printed = changed(|text| text.replacen("ethnic_group", "group", 1));
    assert_says(&printed, &["error: there is no column `ethnic_group`", "\n1 fault found"]);
}

#[test]
fn columns_that_are_exchanged_are_said_so_once() {
    let printed = changed(|text| text.replacen("area_code,ethnic_group", "ethnic_group,area_code", 1));
    assert_says(
        &printed,
        &[
            "error: the columns `area_code` and `ethnic_group` are exchanged: `area_code` holds groups",
            "\n1 fault found",
        ],
    );
    let printed = sound()
        .measure("column = \"evicted\"", "column = \"?\"")
        .measure("column = \"clients\"", "column = \"evicted\"")
        .measure("column = \"?\"", "column = \"clients\"")
        .checked();
    assert_says(&printed, &["were exchanged: `clients` is read as the one, `evicted` as the other"]);
}

#[test]
fn errors_of_spreadsheets_are_called_so() {
    for (cell, says, hint) in [
        ("#REF!", "is an error of a spreadsheet", "mend the formula"),
        ("########", "did not fit its column", "widen the column"),
    ] {
        let printed = sound().table("540,131", &format!("540,{cell}")).checked();
        assert_says(&printed, &[&format!("error: `{cell}` in column `evicted` {says}")[..12], says, hint]);
    }
}

#[test]
fn a_value_that_cannot_be_says_what_to_write() {
    let project = Project::copy();
    let phases = project.read("data/phases.toml");
    let changed = phases.replacen("equivalence-band = [0.8, 1.25]", "equivalence-band = [1.5, 1.25]", 1);
    project.write("data/phases.toml", changed.replacen("from = \"20", "from = \"May 20", 1));
    let housing = project.read("indicators/housing.toml");
    project.write("indicators/housing.toml", housing.replacen("per = 1000", "per = 1000\ndecimals = 12", 1));
    let printed = refused(&project);
    assert_says(&printed, &["hint: write it like `from = \"2016-01\"`", "hint: write `decimals = 9` or less"]);
    assert_says(&printed, &["hint: write two numbers around 1, as in `equivalence-band = [0.8, 1.25]`"]);
    assert!(!printed.contains("correct the value"), "{printed}");
}
