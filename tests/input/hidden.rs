//! Figures that are hidden behind ranges, words and numbers that no figure can be, and columns that are not read for them.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use crate::support::Project;

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

const GROUPS: [&str; 5] = ["White", "Black", "Asian", "Mixed", "Other"];

/// A table in which a second column of figures holds some texts.
fn table(texts: [&str; 5]) -> String {
    let rows = GROUPS.iter().zip(texts).map(|(group, text)| format!("2021,E09000008,{group},40,{text}\n"));
    format!("year,area_code,ethnic_group,referrals,completed\n{}", rows.collect::<String>())
}

fn inspected(project: &Project, contents: &str) -> String {
    project.write("hidden.csv", contents);
    let outcome = project.run(&["inspect", "hidden.csv"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    plain(&outcome.stdout)
}

#[test]
fn hidden_counts_are_ranges_in_every_way_to_write_them() {
    let project = Project::copy();
    let text = inspected(&project, &table(["412", "1 \u{2013} 4", "\u{2264}4", "1 or 2", "Less than five"]));
    let range =
        |text, lower, upper| format!("\"{text}\" = {{ means = \"suppressed\", lower = {lower}, upper = {upper} }}");
    assert_says(&text, &["completed = \"completed\"", "reads 5 observations"]);
    assert_says(&text, &[&range("1 \u{2013} 4", 1, 4), &range("\u{2264}4", 0, 4)]);
    assert_says(&text, &[&range("1 or 2", 1, 2), &range("Less than five", 0, 4)]);
    let text = inspected(&project, &table(["412", "between 1 and 4", "Fewer than ten", "1~4", "<five"]));
    assert_says(&text, &["completed = \"completed\"", "reads 5 observations"]);
}

#[test]
fn numbers_that_no_figure_can_be_are_asked() {
    let project = Project::copy();
    for (texts, asked) in
        [(["412", "\u{2212}99", "\u{2212}99", "6", "7"], "`\u{2212}99`"), (["412", "-9", "-8", "6", "7"], "`-8`, `-9`")]
    {
        let text = inspected(&project, &table(texts));
        let doubt = format!("what these texts mean in place of a figure: {asked}");
        assert_says(&text, &["completed = \"completed\"", &doubt, "is negative"]);
    }
}

#[test]
fn a_column_of_few_figures_is_named_where_it_is_not_read() {
    let project = Project::copy();
    let text =
        table(["412", "not known to us", "too small to be shown", "held back by the force", "see the notes below"]);
    let doubt = "columns of numbers that are not read: `completed`";
    assert_says(&inspected(&project, &text), &[doubt]);
    let outcome = project.run(&["add", "hidden.csv", "--to", "voluntary/hidden"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_says(&plain(&outcome.stdout), &[doubt]);
    let texts = ["[1 4]", "1 to 4", "<5", "[low]", "so few that they are held back"];
    assert_says(&inspected(&project, &table(texts)), &[doubt]);
}

#[test]
fn commas_between_tabs_may_part_fractions() {
    let rates = ["75,250", "70,150", "66,800", "65,500", "61,000"];
    for (people, between, is_refused) in [
        (["1234567", "23456", "1200", "300", "45"], "\t", true),
        (["1 234 567", "23 456", "1 200", "300", "45"], "\t", true),
        (["1234567", "23456", "1200", "300", "45"], "|", true),
        (["1,234,567", "23,456", "1,200", "300", "45"], "\t", false),
        (["567", "456", "200", "300", "45"], "\t", false),
    ] {
        let project = Project::copy();
        let rows = GROUPS.iter().zip(people).zip(rates);
        let rows = rows.map(|((group, people), rate)| ["2021", "E09000008", group, people, rate].join(between) + "\n");
        let header = ["period", "area_code", "ethnic_group", "people", "rate"].join(between);
        project.write("rates.tsv", format!("{header}\n{}", rows.collect::<String>()));
        let outcome = project.run(&["add", "rates.tsv", "--to", "voluntary/rates"]);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let faults = project.run(&["check"]).stderr;
        let message =
            "the commas in column `rate` can part thousands or fractions, as in `75,250`, and figures of 1000";
        assert_eq!(faults.contains(message), is_refused, "{faults}");
    }
}
