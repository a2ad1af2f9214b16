//! Shares of posts against shares of the population: what the page sets beside each other, and of whom it says so.

use std::sync::LazyLock;

use crate::support::Project;

/// The page of phase 4.
static PAGE: LazyLock<String> = LazyLock::new(|| {
    let project = Project::copy();
    assert_eq!(project.run(&["run", "--phase", "4"]).code, 0);
    project.read("reports/phase-4/index.html")
});

#[test]
fn a_share_of_posts_stands_beside_the_groups_own_share_of_the_population() {
    assert!(PAGE.contains("0.21 times the share of school governors that they have of pupils: 5% and 24%"));
    assert!(PAGE.contains("of public appointments and of residents: 13.3% and 14.0%, a ratio of 0.95"));
    for population in ["pupils", "children aged 10 to 17", "residents"] {
        let head = format!("The group&#39;s share of {population}");
        assert!(PAGE.contains(&head), "{head}");
    }
    assert!(!PAGE.contains("and unknown"));
}

#[test]
fn parity_takes_some_of_the_posts_that_there_are() {
    assert!(PAGE.contains("about 440 more of the judges would have been BAME people"));
    assert!(!PAGE.contains("more judges"));
}

#[test]
fn nobody_is_told_what_parity_would_take_away() {
    let excess = PAGE.split("id=\"excess\"").nth(1).unwrap_or_default();
    let excess = excess.split("id=\"gaps\"").next().unwrap_or_default();
    let sentences: Vec<&str> = excess.split("<li>").filter(|text| text.starts_with("If ")).collect();
    assert!(!sentences.is_empty());
    assert!(sentences.iter().all(|text| !text.contains("more suspensions")), "{sentences:?}");
    assert!(!excess.contains("cannot be told whether"));
}

#[test]
fn a_trend_says_what_its_ratio_is_one_of() {
    assert!(PAGE.contains("Public appointments: share of BAME people over their share of residents in time"));
    assert!(!PAGE.contains("Public appointments: ratio of"));
}

/// Smoking has no intervals, and its ratios no changes of which anything could be said.
#[test]
fn only_ratios_that_mean_the_same_are_one_trend() {
    assert!(PAGE.contains("trend-employment-rate") && !PAGE.contains("trend-smoking"));
}

#[test]
fn groups_beside_a_key_finding_are_marked_where_they_are_qualified() {
    assert!(PAGE.contains("◈ Asian 1.22 · Black 3.93 · ◈ Mixed 1.34 · ◈ Other 0.64"));
}
