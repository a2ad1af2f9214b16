//! The real data and declarations: complete, sound, and ours.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use std::collections::{BTreeMap, BTreeSet};

use scorecard::area::Level;
use scorecard::finding::Findings;
use scorecard::project::{Project, Root};

use crate::support;
use crate::support::report::{Row, rows};

fn project() -> Project {
    let mut findings = Findings::new();
    let project = Project::read(&Root::new(support::root()), &mut findings).unwrap();
    assert!(findings.is_empty(), "{:#?}", findings.sorted());
    project.unwrap()
}

fn table(name: &str) -> Vec<Row> {
    rows(&std::fs::read(support::root().join("data").join(name)).unwrap())
}

#[test]
fn every_declaration_loads_without_a_finding() {
    let project = project();
    let indicators: Vec<&str> = project.indicators.iter().map(|indicator| indicator.id.as_str()).collect();
    assert_eq!(indicators, project.indicator_order);
    assert_eq!(indicators.len(), 7);
    assert!(project.indicators.iter().all(|indicator| !indicator.measures.is_empty()));
    assert!(project.measures().count() >= 40);
    assert_eq!(project.phases.len(), 5);
}

#[test]
fn every_label_of_the_data_is_known_and_has_a_place() {
    let project = project();
    let ethnicity = &project.ethnicity;
    let mut homeless = BTreeSet::new();
    for source in project.sources.values() {
        for file in &source.files {
            let bytes = std::fs::read(source.folder.join(&file.name)).unwrap();
            let classification = file.classification.as_deref().and_then(|code| ethnicity.classification(code));
            for row in rows(&bytes) {
                let place = file.ethnicity.as_ref().unwrap();
                let label = row.text(&place.columns()[0]);
                let category = ethnicity.look_up(&file.scheme, label);
                let placed = category.is_some_and(|category| {
                    let fits = classification.is_none_or(|classification| classification.contains(category));
                    fits || !ethnicity.is_group(category)
                });
                if !placed {
                    homeless.insert(format!("{}/{}: {label}", source.id, file.name));
                }
            }
        }
    }
    assert!(homeless.is_empty(), "{homeless:#?}");
}

#[test]
fn every_source_is_used_by_a_measure() {
    let project = project();
    let series = project.measures().filter_map(|(_, measure)| Some(measure.series()?.1));
    let series: BTreeSet<&str> = series.chain(project.ages.iter().map(|ages| ages.series.as_str())).collect();
    let read: BTreeSet<&str> = project.measures().map(|(_, measure)| measure.source.as_str()).collect();
    for source in project.sources.values() {
        let below = source.series.as_deref().is_some_and(|name| series.contains(name));
        assert!(below || read.contains(source.id.as_str()), "{}", source.id);
    }
}

#[test]
fn every_classification_is_a_tree() {
    let categories: BTreeSet<String> =
        table("ethnicity/categories.csv").iter().map(|row| row.text("code").to_owned()).collect();
    let mut parts: BTreeMap<String, BTreeMap<String, Row>> = BTreeMap::new();
    for row in table("ethnicity/classifications.csv") {
        let code = row.text("classification").to_owned();
        parts.entry(code).or_default().insert(row.text("category").to_owned(), row);
    }
    assert!(parts.len() >= 10, "{:?}", parts.keys());
    let mut faults = Vec::new();
    for (code, tree) in &parts {
        for (category, row) in tree {
            let parent = row.text("parent");
            let above = tree.get(parent).map(|row| row.text("part"));
            let sound = match row.text("part") {
                "required" => parent.is_empty() || above == Some("aggregate"),
                "inside" => above == Some("required"),
                "aggregate" => parent.is_empty() && tree.values().any(|part| part.text("parent") == category.as_str()),
                _ => false,
            };
            if !sound || !categories.contains(category) {
                faults.push(format!("{code}: {category} in `{parent}`"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_category_has_its_own_order_and_a_parent_that_exists() {
    let categories = table("ethnicity/categories.csv");
    let known: BTreeSet<&str> = categories.iter().map(|row| row.text("code")).collect();
    let orders: BTreeSet<&str> = categories.iter().map(|row| row.text("order")).collect();
    assert_eq!((known.len(), orders.len()), (categories.len(), categories.len()));
    for row in &categories {
        let parent = row.text("parent");
        assert!(parent.is_empty() || known.contains(parent), "{}", row.text("code"));
        assert!(!row.text("people").is_empty(), "{}", row.text("code"));
    }
}

/// From the questions of the censuses and the harmonised standard of the Office for National
/// Statistics, as publishers write them.
#[test]
fn common_labels_are_known() {
    let project = project();
    for (label, code) in [
        ("All", "all"),
        ("BAME", "bame"),
        ("White", "white"),
        ("White British", "white-british"),
        ("White: British", "white-british"),
        ("White Irish", "white-irish"),
        ("Asian or Asian British", "asian"),
        ("Bangladeshi", "bangladeshi"),
        ("Chinese", "chinese"),
        ("Black African", "black-african"),
        ("black or black british", "black"),
        ("Mixed White and Asian", "mixed-white-asian"),
        ("Arab", "arab"),
        ("Roma", "roma"),
        ("Not stated", "unknown"),
    ] {
        let known = project.ethnicity.look_up("published", label).map(|category| project.ethnicity.code(category));
        assert_eq!(known, Some(code), "{label}");
    }
}

#[test]
fn the_labels_of_the_race_disparity_unit_are_known() {
    let Some(folder) = support::shared("real") else {
        return;
    };
    let published = rows(&std::fs::read(folder.join("lookups/classification_lookup.csv")).unwrap());
    assert_eq!(published.len(), 285);
    let project = project();
    let unknown: Vec<&str> = published
        .iter()
        .map(|row| row.text("Ethnicity"))
        .filter(|label| project.ethnicity.look_up("published", label).is_none())
        .collect();
    assert_eq!(unknown, [""; 0]);
}

#[test]
fn every_borough_lies_in_a_wider_area_of_each_level() {
    let project = project();
    let areas = &project.areas;
    let boroughs: Vec<_> = areas.of_level(Level::Borough).collect();
    assert_eq!(boroughs.len(), 33);
    let wider = [Level::PoliceForce, Level::IntegratedCareBoard, Level::Region, Level::Country];
    for borough in boroughs {
        let mut levels: Vec<Level> = borough.within.iter().map(|code| areas.get(code).unwrap().level).collect();
        // Countries lie in one another.
        levels.dedup();
        assert_eq!(levels, wider, "{}", borough.name);
        let force = areas.get(&borough.within[0]).unwrap();
        assert_eq!(force.code == "E23000034", borough.code == "E09000001", "{}", borough.name);
    }
}

#[test]
fn every_borough_has_residents_at_both_censuses() {
    for (census, groups) in [("census-2011-ethnic-group", 18), ("census-2021-ethnic-group", 19)] {
        let mut by_borough: BTreeMap<String, usize> = BTreeMap::new();
        for row in table(&format!("statutory/{census}/residents.csv")) {
            let all = row.text("ethnic_group").starts_with("All");
            if row.text("area_code").starts_with("E09") && !all {
                *by_borough.entry(row.text("area_code").to_owned()).or_default() += 1;
            }
        }
        assert_eq!(by_borough.len(), 33, "{census}");
        assert!(by_borough.values().all(|count| *count == groups), "{census}: {by_borough:?}");
    }
}

#[test]
fn every_source_says_where_it_comes_from() {
    for source in project().sources.values() {
        let card = [&source.publisher, &source.title, &source.licence, &source.published, &source.accessed];
        assert!(card.iter().all(|text| !text.trim().is_empty()), "{}", source.id);
        assert!(source.address.starts_with("https://"), "{}", source.id);
    }
}

#[test]
fn no_file_is_a_copy_of_a_published_one() {
    let Some(folder) = support::shared("real") else {
        return;
    };
    let sums = |path: &std::path::Path| support::checksum(&std::fs::read(path).unwrap());
    let published: BTreeSet<String> = support::files(&folder).iter().map(|path| sums(path)).collect();
    let copies: Vec<_> = support::files(&support::root().join("data"))
        .into_iter()
        .filter(|path| published.contains(&sums(path)))
        .collect();
    assert!(copies.is_empty(), "{copies:?}");
}
