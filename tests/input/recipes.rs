//! The files as their publishers put them out, read through recipes, give the observations that `data/` holds.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on is to stop"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use scorecard::area::Level;
use scorecard::ethnicity::Category;
use scorecard::finding::Findings;
use scorecard::harmonise::{self, Dataset};
use scorecard::ingest;
use scorecard::observation::Figure;
use scorecard::project::{Project, Root};
use scorecard::screening::repeats;
use scorecard::source::{FileCard, Source};
use tables::records;

use crate::support;

/// Area, period and group.
type Key = (String, String, Category);

/// The figures of a source by name.
type Figures = BTreeMap<Key, BTreeMap<String, Figure>>;

fn project() -> Project {
    let mut findings = Findings::new();
    Project::read(&Root::new(support::root()), &mut findings).unwrap().unwrap()
}

fn figures(dataset: &Dataset, into: &mut Figures) {
    for observation in &dataset.observations {
        let key = (observation.area.clone(), observation.period.to_string(), observation.category);
        let figures = into.entry(key).or_default();
        for (name, figure) in dataset.card.figures().zip(&observation.figures) {
            figures.insert(name.to_owned(), *figure);
        }
    }
}

fn read(project: &Project, source: &Source, cards: &[FileCard]) -> Figures {
    let source = Arc::new(source.clone());
    let mut all = Figures::new();
    for card in cards {
        let mut findings = Findings::new();
        let input = ingest::read(&source, card, &project.areas, &mut findings);
        let table = input.table.unwrap_or_else(|| panic!("{}: {:?}", card.name, findings.sorted()));
        let (areas, ethnicity) = (&project.areas, &project.ethnicity);
        let dataset = harmonise::harmonise(&table, (&source, card), areas, ethnicity, &mut findings).and_then(|rows| {
            repeats::in_file(&rows, areas, ethnicity, &mut findings);
            rows.classified(&mut findings)
        });
        let faults: Vec<String> = findings.sorted().iter().map(ToString::to_string).collect();
        assert!(!findings.any_error(), "{}", faults.join("\n"));
        figures(&dataset.unwrap(), &mut all);
    }
    all
}

/// The `[[file]]` tables of a recipe, with the checksums that the files have.
fn cards(folder: &Path, recipe: &str) -> Vec<FileCard> {
    #[derive(serde::Deserialize)]
    struct Recipe {
        file: Vec<toml::Table>,
    }
    let mut recipe: Recipe = toml::from_str(recipe).unwrap();
    let cards = recipe.file.iter_mut().map(|table| {
        // A recipe is short enough to be written by hand.
        assert!(table.len() <= 14, "{table:?}");
        let path = folder.join(table.get("name").unwrap().as_str().unwrap());
        let files = records::expand(std::slice::from_ref(&path)).unwrap();
        let bytes: Vec<u8> = files.iter().flat_map(|file| std::fs::read(file).unwrap()).collect();
        let sha256 = support::checksum(&bytes);
        let name = path.to_str().unwrap().to_owned();
        table.insert("name".to_owned(), name.into());
        table.insert("sha256".to_owned(), sha256.into());
        table.clone().try_into::<FileCard>().unwrap()
    });
    let cards: Vec<FileCard> = cards.collect();
    for card in &cards {
        assert_eq!(card.problems(), [], "{}", card.name);
    }
    cards
}

/// A recipe that is written down in the tree.
fn written(name: &str) -> String {
    std::fs::read_to_string(support::root().join(format!("tests/files/recipes/{name}.toml"))).unwrap()
}

/// Figures of `data/` that are not in the file which a recipe is of, as the card of their source says: worked out from
/// several tables, or printed somewhere else.
fn is_from_elsewhere(source: &str, key: &Key, name: &str) -> bool {
    match source {
        "census-2021-general-health" => name == "expected_from_age",
        "operation-black-vote-councillors" => key.0 == "E09000020",
        _ => false,
    }
}

/// By how much the figures of a column may differ from those that a recipe reads, which were rounded.
fn half_rounding(cards: &[FileCard], name: &str) -> f64 {
    let of_card = |card: &FileCard| card.rounded_to.get(name).copied().unwrap_or_default() / 2.0;
    cards.iter().map(of_card).fold(0.0, f64::max)
}

/// Some figures of `data/` in the layout of their publisher are read as they are there, and so is the whole file.
fn assert_same(folder: &str, source: (&str, &[&str]), recipe: &str) {
    let project = project();
    let excerpt = support::root().join("tests/files/published").join(folder);
    let ours = held(&project, source);
    let cards = cards(&excerpt, recipe);
    let read = read(&project, &project.sources[source.0], &cards);
    assert!(!read.is_empty());
    for (key, figures) in read {
        for (name, figure) in figures {
            let own = ours.get(&key).and_then(|figures| figures.get(&name));
            assert!(
                own.is_some_and(|own| agree(*own, figure, half_rounding(&cards, &name))),
                "{key:?} {name}: {own:?} and {figure:?}"
            );
        }
    }
    assert_whole(folder, source, recipe);
}

/// The figures of some files of a source, or of all.
fn held(project: &Project, (source, files): (&str, &[&str])) -> Figures {
    let source = &project.sources[source];
    let files: Vec<FileCard> =
        source.files.iter().filter(|card| files.is_empty() || files.contains(&card.name.as_str())).cloned().collect();
    read(project, source, &files)
}

/// Every figure of `data/` is the one that the recipe reads, or the sum over the boroughs of those that it reads.
fn assert_whole(folder: &str, source: (&str, &[&str]), recipe: &str) {
    let Some(shared) = support::shared("real") else {
        return;
    };
    let project = project();
    let cards = cards(&shared.join(folder), recipe);
    let published = read(&project, &project.sources[source.0], &cards);
    let ours = held(&project, source);
    let (mut same, mut sums) = (0, 0);
    for (key, figures) in &ours {
        for (name, figure) in figures {
            if let Some(read) = published.get(key).and_then(|read| read.get(name)) {
                let within = half_rounding(&cards, name);
                assert!(agree(*figure, *read, within), "{key:?} {name}: {figure:?} and {read:?}");
                same += 1;
            } else if let Some(sum) = sum(&project, &published, key, name) {
                assert!(agree(*figure, Figure::Known(sum), 0.0), "{key:?} {name}: {figure:?}, sum {sum}");
                sums += 1;
            } else if !is_from_elsewhere(source.0, key, name) {
                let country = project.areas.get(&key.0).unwrap().level == Level::Country;
                assert!(country, "{key:?} {name} is not in the published file");
            }
        }
    }
    assert!(same > 0 && same >= sums, "{same} figures, {sums} sums");
    // Nothing that the file says about the same areas and periods is missing from `data/`.
    let held: BTreeSet<(&str, &str)> = ours.keys().map(|(area, period, _)| (&area[..], &period[..])).collect();
    for key in published.keys().filter(|key| held.contains(&(&key.0[..], &key.1[..]))) {
        // Broad groups are the sums of their parts, and the census data hold the parts alone.
        let broad = project.ethnicity.classification("2011-18+1").unwrap();
        let is_sum = broad.parts_of(key.2).next().is_some();
        assert!(is_sum || ours.contains_key(key), "{key:?} is not in data/");
    }
}

/// The same figure but for rounding; a hidden one may be bounded more closely in `data/`.
fn agree(first: Figure, second: Figure, within: f64) -> bool {
    match (first, second) {
        (Figure::Known(first), Figure::Known(second)) => (first - second).abs() <= within + 1e-9 * first.abs().max(1.0),
        (Figure::Suppressed { .. }, Figure::Suppressed { .. }) => true,
        (first, second) => first == second,
    }
}

/// The sum over the boroughs of a wider area.
fn sum(project: &Project, published: &Figures, key: &Key, name: &str) -> Option<f64> {
    let (area, period, category) = key;
    let boroughs = project.areas.of_level(Level::Borough);
    let inside: Vec<_> = boroughs.filter(|borough| borough.within.contains(area)).collect();
    if inside.is_empty() || project.areas.get(area)?.level == Level::Country {
        return None;
    }
    let of = |borough: &str| {
        let key = (borough.to_owned(), period.clone(), *category);
        published.get(&key)?.get(name)?.known()
    };
    inside.iter().map(|borough| of(&borough.code)).sum()
}

#[test]
fn key_stage_4_with_four_header_rows_and_carriage_returns() {
    assert_same("education", ("dfe-key-stage-4", &[]), &written("dfe-key-stage-4-2016"));
}

#[test]
fn key_stage_2_with_a_column_that_follows_no_pattern() {
    assert_same("education", ("dfe-key-stage-2", &[]), &written("dfe-key-stage-2-2016"));
}

#[test]
fn searches_with_thousands_separators_and_two_classifications_in_one_column() {
    let recipe = |filter: &str| {
        format!(
            r#"
[[file]]
name = "eff-stop-and-search-2006-2019.csv"
layout = "tidy"
scheme = "home-office"
classification = "2001-16+1"
period = "Time"
period-kind = "financial-year"
area = "Geography"
other-areas = "leave-out"
ethnicity = "Ethnicity"
where = {filter}
figures = {{ searches = "Number of stop and searches", population = "Population by ethnicity" }}
markers = {{ "N/A" = {{ means = "not-applicable" }} }}
"#
        )
    };
    let fine = recipe(r#"{ Ethnicity_type = "ONS 2001 16+1" }"#);
    let broad = recipe(r#"{ Ethnicity_type = ["ONS 2001 5+1", "All"], Ethnicity = { not = "Unreported" } }"#);
    assert_same("criminal-justice", ("home-office-stop-and-search", &[]), &(fine + &broad));
}

#[test]
fn employment_from_the_sheets_of_a_workbook() {
    let sheets: String = ["2013", "2015", "2017", "2020"]
        .map(|year| {
            format!(
                r##"
[[file]]
name = "aps-employment-rate-by-ethnicity-borough-2004-2020.xlsx"
layout = "wide"
sheet = "{year}"
header = [1, 2]
scheme = "annual-population-survey"
period = {{ is = "{year}" }}
period-kind = "calendar-year"
area = "Code"
other-areas = "leave-out"
figures = {{ number = "{{group}} | number", denominator = "{{group}} | denominator", percent = "{{group}} | percent", confidence = "{{group}} | confidence" }}
markers = {{ "!" = {{ means = "suppressed" }}, "*" = {{ means = "unreliable" }}, "#" = {{ means = "unreliable" }}, "-" = {{ means = "not-available" }}, "~" = {{ means = "suppressed" }} }}
"##
            )
        })
        .concat();
    assert_same("employment", ("ons-annual-population-survey", &[]), &sheets);
}

#[test]
fn homelessness_from_the_sheets_of_an_old_workbook() {
    let sheet = |year: &str, header: &str, area: &str, groups: &str| {
        format!(
            r#"
[[file]]
name = "statutory-homelessness-borough-2017-18.xls"
layout = "wide"
sheet = "{year}"
header = {header}
scheme = "mhclg-homelessness"
classification = "2001-5+1"
period = {{ is = "{year}" }}
period-kind = "financial-year"
area = {area}
other-areas = "leave-out"
groups = {groups}
figures = {{ accepted = "{{group}}" }}
markers = {{ "-" = {{ means = "suppressed" }}, "--" = {{ means = "suppressed" }}, ".." = {{ means = "not-available" }} }}
"#
        )
    };
    let named = r#"["Current ONS code", "County and local authority area"]"#;
    let groups = r#"["White", "Black or Black British", "Asian or Asian British", "Mixed", "Other ethnic origin", "Ethnic Group not Stated", "Total"]"#;
    let later = ["2014-15", "2016-17", "2017-18"].map(|year| sheet(year, "[4]", named, groups));
    // In this year the names of the columns take five lines, and the last one alone tells them apart.
    let column = |name: &str, group: &str| format!(r#"{{ name = "{name}", group = "{group}", figure = "accepted" }}"#);
    let columns = [
        ("White", "White"),
        ("Black British", "Black or Black British"),
        ("Asian British", "Asian or Asian British"),
        ("Mixed", "Mixed"),
        ("Origin", "Other ethnic origin"),
        ("Stated", "Ethnic Group not Stated"),
        ("Total", "Total"),
    ];
    let columns = columns.map(|(name, group)| column(name, group)).join(", ");
    let earlier = sheet("2012-13", "[9]", r#"["column 1", "column 2"]"#, "[]")
        .replace("groups = []", &format!("column = [{columns}]"))
        .replace("figures = { accepted = \"{group}\" }", "")
        .replace("\"--\" = { means = \"suppressed\" }", "\"--\" = { means = \"not-available\" }");
    assert_same("housing", ("mhclg-homelessness", &[]), &(earlier + &later.concat()));
}

#[test]
fn census_of_2011_with_the_group_inside_the_names_of_columns() {
    assert_same("population", ("census-2011-ethnic-group", &[]), &written("census-2011-qs201ew-local-authorities"));
}

#[test]
fn census_of_2021_as_the_custom_data_set_gives_it() {
    assert_same("population", ("census-2021-ethnic-group", &[]), &written("census-2021-ethnic-group-20-utla"));
}

#[test]
fn health_of_residents() {
    assert_same("health", ("census-2021-general-health", &[]), &written("census-2021-rm043-not-good-health-london"));
}

#[test]
fn detentions_with_totals_that_must_be_filtered() {
    let recipe = |name: &str, sheet: &str| {
        format!(
            r#"
[[file]]
name = "{name}"
layout = "tidy"
{sheet}
scheme = "nhs-words"
classification = "2001-16+1"
period = "Year"
period-kind = "financial-year"
area = "OrgName"
other-areas = "leave-out"
ethnicity = "DemographicBreakdown"
where = {{ Measure = "All detentions", Demographic = "Ethnicity", OrganisationBreakdown = "ICB" }}
figures = {{ detentions = "Total_Count", crude_rate = "CrudeRate" }}
markers = {{ "" = {{ means = "not-applicable" }} }}
"#
        )
    };
    let national = recipe("mental-health-act-2023-24-sheet.csv", "")
        .replace("area = \"OrgName\"", "area = { is = \"England\" }")
        .replace("\"ICB\"", "\"All submissions\", DemographicBreakdown = { not = [\"Not Known\", \"Not Stated\"] }");
    let sheet = "sheet = \"mha_annual_suppressed_2023_24\"";
    for file in [recipe("mental-health-act-2023-24-sheet.csv", ""), recipe("mental-health-act-2023-24.xlsx", sheet)] {
        assert_same("health", ("nhs-mental-health-act", &[]), &(file + &national));
    }
}

#[test]
fn influence_on_local_decisions_in_england() {
    assert_same(
        "civic-participation",
        ("community-life-survey", &["influencing-local-decisions.csv", "influencing-local-decisions-2019-20.csv"]),
        &written("eff-influencing-local-decisions-england-2016-2020"),
    );
}

#[test]
fn volunteers_of_a_borough() {
    assert_same("volunteering", ("sutton-volunteer-centre", &[]), &written("sutton-volunteer-centre-2013-2016"));
}

#[test]
fn searches_from_the_records_of_two_forces_and_seven_months() {
    let Some(shared) = support::shared("real") else {
        return;
    };
    let boundaries = shared.join("boundaries/london_boroughs.geojson");
    for (column, scheme, ours) in [
        ("Self-defined ethnicity", "police-uk-self-defined", "self-defined.csv"),
        ("Officer-defined ethnicity", "police-officer-defined", "officer-defined.csv"),
    ] {
        let recipe = format!(
            r#"
[[file]]
name = "police-uk/*/*-stop-and-search.csv"
layout = "records"
scheme = "{scheme}"
classification = "{scheme}"
period = "Date"
period-kind = "month"
position = {{ latitude = "Latitude", longitude = "Longitude", boundaries = "{}" }}
ethnicity = "{column}"
where = {{ Type = {{ not = "Vehicle search" }} }}
"#,
            boundaries.display()
        );
        assert_whole("criminal-justice", ("police-uk-stop-and-search", &[ours]), &recipe);
    }
}

#[test]
fn councillors_with_a_share_of_residents_beside_them() {
    assert_same("civic-participation", ("operation-black-vote-councillors", &[]), &written("councillors-london-2018"));
}

#[test]
fn volunteers_in_england_of_whom_some_were_not_seen() {
    assert_same(
        "volunteering",
        ("community-life-survey", &["formal-volunteering.csv"]),
        &written("eff-formal-volunteering-england-2016-2020"),
    );
}
