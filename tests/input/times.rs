//! Periods that stand in two columns, or in one that is called after quarters or months.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use crate::support::Project;

/// What `inspect` prints of a file, in words with one blank between them.
fn inspected(project: &Project, contents: &str) -> String {
    project.write("uses.csv", contents);
    let outcome = project.run(&["inspect", "uses.csv"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    outcome.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

const GROUPS: [&str; 5] = ["White", "Black", "Asian", "Mixed", "Other"];

/// A table with some columns before those of area, group and figure, of a row each for every group.
fn table(columns: &str, rows: &[&str]) -> String {
    let of = |row: &&str| GROUPS.map(|group| format!("{row},E09000008,{group},70\n")).concat();
    let rows: String = rows.iter().map(of).collect();
    format!("{columns},area_code,ethnic_group,uses\n{rows}")
}

#[test]
fn words_for_a_time_that_nobody_knows_are_refused_by_name() {
    let project = Project::copy();
    for (when, said) in [
        ("202324,Financial year half 1", "Financial year half 1"),
        ("202324,April", "April"),
        ("202324,Whatever", "Whatever"),
        ("2023,Half year", "Half year"),
    ] {
        let rows = GROUPS.map(|group| format!("{when},Local authority,E92000001,England,E09000008,{group},7\n"));
        let header =
            "time_period,time_identifier,geographic_level,country_code,country_name,new_la_code,ethnicity_major,uses\n";
        let text = inspected(&project, &format!("{header}{}", rows.concat()));
        let unknown = format!("no period is known by the words in `time_identifier`: `{said}`");
        assert_says(&text, &[&unknown, "does not read the file yet"]);
    }
}

#[test]
fn a_part_of_a_year_is_joined_with_it() {
    let project = Project::copy();
    for (columns, rows, period, kind) in [
        ("quarter,year", ["Q1,2023", "Q2,2023"], "join = [\"quarter\", \"year\"]", "quarter"),
        ("year,quarter", ["2023,1", "2023,2"], "join = [\"year\", \"quarter\"], with = \" Q\"", "quarter"),
        ("Year,Quarter", ["2023/24,Q1", "2023/24,Q4"], "join = [\"Quarter\", \"Year\"]", "quarter"),
        ("year,quarter", ["2023,Apr-Jun", "2023,Jul-Sep"], "join = [\"quarter\", \"year\"]", "quarter"),
        ("year,month", ["2023,June", "2023,July"], "join = [\"month\", \"year\"]", "month"),
        ("year,month", ["2023,6", "2023,12"], "join = [\"year\", \"month\"], with = \"-\"", "month"),
        ("year,term", ["202324,Autumn term", "202324,Spring term"], "join = [\"term\", \"year\"]", "months"),
        ("year,term", ["2023/24,Autumn", "2023/24,Spring"], "join = [\"term\", \"year\"], with = \" term \"", "months"),
        ("year,quarter", ["2023,2023 Q1", "2023,2023 Q2"], "period = \"quarter\"", "quarter"),
    ] {
        let text = inspected(&project, &table(columns, &rows));
        assert_says(&text, &[period, &format!("period-kind = \"{kind}\""), "reads 10 observations"]);
        assert!(!text.contains("dimensions"), "{text}");
    }
    // A quarter that says `All` is the year.
    let text = inspected(&project, &table("year,quarter", &["2023,Q1", "2023,All"]));
    assert_says(&text, &["period = \"year\"", "where = { \"quarter\" = \"All\" }", "reads 5 observations"]);
}

#[test]
fn a_day_at_the_end_of_a_quarter_or_month_is_the_whole_of_it() {
    let project = Project::copy();
    for (column, rows, kind, first) in [
        ("Quarter ending", ["30/06/2023", "30/09/2023"], "quarter", "`30/06/2023`"),
        ("Quarter ending", ["2023-06-30", "2023-09-30"], "quarter", "`2023-06-30`"),
        ("Quarter starting", ["01/04/2023", "01/07/2023"], "quarter", "`01/04/2023`"),
        ("Month ending", ["30/06/2023", "31/07/2023"], "month", "`30/06/2023`"),
        ("month", ["01/06/2023", "01/07/2023"], "month", "`01/06/2023`"),
        ("Date", ["30/06/2023", "30/09/2023"], "day", "`30/06/2023`"),
        ("Month ending", ["15/06/2023", "16/07/2023"], "day", "`15/06/2023`"),
    ] {
        let text = inspected(&project, &table(column, &rows));
        assert_says(&text, &[&format!("period-kind = \"{kind}\""), first, "reads 10 observations"]);
    }
    let text = inspected(&project, &format!("\"Uses, 1 April 2022 to 31 March 2023\"\n\n{}", table("force", &["x"])));
    assert_says(&text, &["period = { is = \"1 April 2022 to 31 March 2023\" }", "period-kind = \"financial-year\""]);
}
