//! Figures that were seen in a secondary source only: shown and named as such, and counted among no findings.

use crate::golden::project;

/// The card of what is clearest in the project, as if it had been seen where somebody cites the publisher.
fn cited() -> crate::support::Project {
    let project = project();
    let card = "data/statutory/homes/source.toml";
    let cited = project.read(card).replace("layout = \"tidy\"", "layout = \"tidy\"\nseen-in = \"secondary\"");
    project.write(card, cited);
    project
}

#[test]
fn what_was_seen_in_a_secondary_source_is_counted_among_no_findings() {
    let page = |project: crate::support::Project| {
        assert_eq!(project.run(&["run"]).code, 0);
        project.read("reports/phase-3/index.html")
    };
    let (own, cited) = (page(project()), page(cited()));
    let widest = "The widest gap to a group's disadvantage is Accepted as homeless".replace('\'', "&#39;");
    let left_out = "Seen in a secondary source only, and not counted: 1.";
    assert!(own.contains("clearly worse in 1") && own.contains(&widest) && !own.contains(left_out));
    assert!(!cited.contains("clearly worse in 1") && !cited.contains(&widest) && cited.contains(left_out));
}

#[test]
fn the_terminal_says_where_figures_were_seen_and_of_which_groups_there_are_none() {
    let shown = cited().run(&["show", "Ashby"]).stdout;
    assert!(shown.contains("! All groups: The figures were seen in a secondary source only."), "{shown}");
    assert!(shown.contains("! BAME, Other: Hidden so that nobody can be found."), "{shown}");
}
