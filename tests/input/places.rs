//! The area of a table that no column names, columns of codes, and names that are nearly those of areas.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use crate::support::Project;

/// What `inspect` prints of a file, in words with one blank between them.
fn inspected(project: &Project, name: &str, contents: &str) -> String {
    project.write(name, contents);
    let outcome = project.run(&["inspect", name]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    outcome.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

fn assert_silent(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(!text.contains(part), "`{part}` is in:\n{text}");
    }
}

const GROUPS: [&str; 5] = ["White", "Black", "Asian", "Mixed", "Other"];

/// A table without areas below a title.
fn titled(title: &str) -> String {
    let rows = GROUPS.map(|group| format!("{group},2021,2000\n")).concat();
    format!("\"{title}\"\n\nethnic_group,year,uses\n{rows}")
}

#[test]
fn the_title_says_the_area() {
    let project = Project::copy();
    for (title, area) in [
        ("Stops by ethnic group, United Kingdom, 2021", "United Kingdom"),
        ("Stops by ethnic group, England and Wales, 2021", "England and Wales"),
        ("Stops in England & Wales", "England and Wales"),
        ("Stops by ethnic group, UK", "United Kingdom"),
        ("Stops by ethnic group: London, England", "London"),
        ("Stops in the London Borough of Croydon", "Croydon"),
        ("Stops by the City of London Police", "City of London Police"),
    ] {
        let text = inspected(&project, "stops.csv", &titled(title));
        let doubt = format!("the area: no column names one, and `{area}` is taken, which stands above the table");
        assert_says(&text, &[&format!("area = {{ is = \"{area}\" }}"), &doubt, "reads 5 observations"]);
    }
    let text = inspected(&project, "stops-england.csv", &titled("Stops by ethnic group"));
    assert_says(&text, &["area = { is = \"England\" }", "`England` is taken, which stands in its name"]);
}

#[test]
fn an_area_that_nothing_says_is_asked() {
    let project = Project::copy();
    for title in ["Stops by ethnic group", "Stops, www.gov.uk", "Stops, Wales", "Stops in Croydon and Sutton"] {
        let text = inspected(&project, "stops.csv", &titled(title));
        assert_says(&text, &["the area: nothing in the file or its name says it", "area = { is = \"\" }"]);
        assert_says(&text, &["reads 5 observations"]);
        assert_silent(&text, &["England"]);
    }
    let outcome = project.run(&["add", "stops.csv", "--to", "voluntary/stops", "--title", "Stops"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_says(&outcome.stdout, &["the area: nothing in the file"]);
    let outcome = project.run(&["check"]);
    assert_eq!(outcome.code, 1);
    assert_says(&outcome.stderr, &["the area of the figures is not given", "area = { is = \"NAME\" }"]);
}

#[test]
fn areas_may_be_numbered() {
    let project = Project::copy();
    let rows = |codes: &[&str]| -> String {
        let of = |code: &&str| GROUPS.map(|group| format!("2021,{code},{group},203,40\n")).concat();
        codes.iter().map(of).collect()
    };
    for name in ["old_la_code", "LA", "la number", "LAD", "local_authority_code"] {
        let header = format!("time_period,{name},ethnic_group,uses,officers\n");
        let text = inspected(&project, "uses.csv", &(header.clone() + &rows(&["306", "319", "314"])));
        assert_says(&text, &[&format!("area = \"{name}\""), "3 known", "reads 15 observations"]);
        assert_says(&text, &["figures = { uses = \"uses\", officers = \"officers\" }"]);
        let text = inspected(&project, "uses.csv", &(header + &rows(&["306", "319", "891"])));
        assert_says(&text, &[&format!("area = \"{name}\""), "other-areas = \"leave-out\"", "`891`"]);
    }
    // Figures that are codes of areas by chance.
    let header = "time_period,area_code,ethnic_group,uses_of_force,la_population\n";
    let rows = GROUPS.map(|group| format!("2021,E09000008,{group},203,306\n")).concat();
    let text = inspected(&project, "uses.csv", &format!("{header}{rows}"));
    let figures = "figures = { uses_of_force = \"uses_of_force\", la_population = \"la_population\" }";
    assert_says(&text, &["area = \"area_code\"", figures]);
}

#[test]
fn a_misspelt_borough_is_not_left_out() {
    let project = Project::copy();
    let of = |areas: &[&str]| {
        let rows = |area: &&str| GROUPS.map(|group| format!("2021,{area},{group},203\n")).concat();
        let rows: String = areas.iter().map(rows).collect();
        inspected(&project, "uses.csv", &format!("year,area,ethnic_group,uses\n{rows}"))
    };
    for (written, meant) in [
        ("Croyden", "Croydon"),
        ("Suton", "Sutton"),
        ("Camdem", "Camden"),
        ("Brant", "Brent"),
        ("Bexly", "Bexley"),
        ("Wandswroth", "Wandsworth"),
        ("Harlow", "Harrow"),
    ] {
        let text = of(&[written, "Lambeth", "Merton", "Manchester"]);
        assert_says(&text, &[&format!("`{written}` (nearest: `{meant}`)"), "look like ones of data/areas.csv"]);
        assert_silent(&text, &["other-areas"]);
    }
    // A town that has nearly the name of a borough beside it.
    let text = of(&["Harlow", "Harrow", "Lambeth", "Manchester", "Leeds"]);
    assert_says(&text, &["taken for other places: `Harlow` (nearest: `Harrow`)", "other-areas = \"leave-out\""]);
    assert_says(&text, &["reads 10 observations"]);
    assert_says(&of(&["Derby", "Lambeth", "Leeds", "Luton"]), &["other-areas = \"leave-out\""]);
}
