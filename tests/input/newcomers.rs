//! What a new user does with a first source and a first measure, and what the program says that gets them on.

use crate::checks::sound;
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
    assert_says(&rate("per = 1000", "% of residents"), &["error: `per` is `1000`, and `unit` is `% of residents`"]);
    assert_says(&rate("per = 1000", "clients per 100k"), &["hint: write `per = 100000`"]);
    assert!(!rate("per = 1000", "clients per 1 000 residents").contains("`per` is"));
    let printed = sound().measure("% of clients", "clients per 1,000").checked();
    assert_says(&printed, &["error: `unit` is `clients per 1,000`, and a proportion is computed per 100"]);
}
