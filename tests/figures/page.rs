//! `index.html` opens on any machine, without a network, and leads nowhere that is not there.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::support::{self, Project};

/// The values of an attribute.
fn values<'t>(page: &'t str, attribute: &str) -> Vec<&'t str> {
    let start = format!(" {attribute}=\"");
    let rest = page.split(start.as_str()).skip(1);
    rest.map(|rest| rest.split('"').next().unwrap_or_default()).collect()
}

/// The folder of each phase's report, and its page.
fn pages(project: &Project) -> Vec<(PathBuf, String)> {
    let page = |phase: &str| {
        assert_eq!(project.run(&["run", "--phase", phase]).code, 0);
        let page = project.read(&format!("reports/phase-{phase}/index.html"));
        (project.path(&format!("reports/phase-{phase}")), page)
    };
    ["1", "2", "3", "4"].map(page).into()
}

#[test]
fn the_page_needs_no_network_and_no_program() {
    for (folder, page) in pages(&Project::copy()) {
        for element in ["<script", "<link", "<iframe", "@import", "url(http"] {
            assert!(!page.contains(element), "{}: {element}", folder.display());
        }
        let loaded = values(&page, "src");
        assert!(loaded.iter().all(|address| !address.contains("//")), "{loaded:?}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    for (folder, page) in pages(&Project::copy()) {
        let ids = values(&page, "id");
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len(), "an id stands twice");
        for target in values(&page, "href") {
            let found = match target.strip_prefix('#') {
                Some(id) => known.contains(id),
                None => target.starts_with("https://") || folder.join(target).exists(),
            };
            assert!(found, "{}: {target}", folder.display());
        }
    }
}

#[test]
fn every_drawing_is_a_picture_with_a_title_and_a_description() {
    let project = Project::copy();
    let mut drawings = 0;
    for (folder, page) in pages(&project) {
        assert!(page.contains("<html lang=\"en-GB\""));
        for (name, bytes) in support::contents(&folder.join("charts")) {
            let drawing = String::from_utf8(bytes).unwrap();
            assert!(drawing.contains("role=\"img\""), "{}", name.display());
            assert!(drawing.contains("<title") && drawing.contains("<desc"), "{}", name.display());
            let broken = ["NaN", "\"inf\"", "\"-inf\"", "inf,", ",inf "];
            assert!(!broken.iter().any(|text| drawing.contains(text)), "{}", name.display());
            drawings += 1;
        }
    }
    assert!(drawings > 15, "{drawings}");
}

#[test]
fn every_borough_that_takes_part_has_its_scorecard() {
    let project = Project::copy();
    for (folder, page) in pages(&project) {
        let manifest = std::fs::read_to_string(folder.join("manifest.json")).unwrap();
        let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        for borough in manifest["boroughs"].as_array().unwrap() {
            let name = borough.as_str().unwrap();
            assert!(page.contains(&format!(">{name}</h")), "{}: {name}", folder.display());
        }
    }
}

/// Phase 1 has no figure on volunteering, for any borough.
#[test]
fn a_gap_in_the_evidence_is_said() {
    let (_, page) = pages(&Project::copy()).remove(0);
    assert!(values(&page, "id").contains(&"gaps"));
    let boroughs = 3;
    assert!(page.matches("No figure.").count() >= boroughs);
}
