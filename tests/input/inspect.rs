//! What `scorecard inspect` makes of published layouts, and what `scorecard add` brings into the data.
#![allow(missing_docs, clippy::unwrap_used, clippy::too_many_lines, reason = "a test that cannot go on is to stop")]

use std::path::Path;

use crate::support::{self, Project};

/// What `inspect` prints of a file, with blanks as they come.
fn inspected(project: &Project, name: &str, contents: impl AsRef<[u8]>) -> String {
    project.write(name, contents);
    let outcome = project.run(&["inspect", name]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    outcome.stdout
}

fn assert_says(text: &str, parts: &[&str]) {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(plain.contains(part), "`{part}` is not in:\n{text}");
    }
}

#[test]
fn explore_education_statistics_are_filtered_to_their_totals() {
    let text = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,new_la_code,la_name,characteristic_sex,Ethnicity_Major,headcount,perm_excl\n\
202324,Academic year,Local authority,E92000001,England,E12000007,E09000008,Croydon,Total,White,1000,12\n\
202324,Academic year,Local authority,E92000001,England,E12000007,E09000008,Croydon,Girls,White,500,x\n\
202324,Academic year,Local authority,E92000001,England,E12000007,E09000008,Croydon,Total,Black,900,z\n\
202324,Academic year,Local authority,E92000001,England,E12000007,E09000008,Croydon,Girls,Black,450,2\n\
202324,Academic year,National,E92000001,England,,,,Total,White,100000,1200\n\
202324,Academic year,National,E92000001,England,,,,Total,Black,90000,1300\n";
    assert_says(
        &inspected(&Project::copy(), "exclusions.csv", text),
        &[
            "Explore Education Statistics (Department for Education)",
            "`202324`: academic year, in `time_period`",
            "area = [\"new_la_code\", \"region_code\", \"country_code\"]",
            "where = { \"characteristic_sex\" = \"Total\" }",
            "\"x\" = { means = \"not-available\" }",
            "\"z\" = { means = \"not-applicable\" }",
            "reads 4 observations; 2 rows are left out by it",
        ],
    );
}

#[test]
fn fingertips_name_their_columns() {
    let text = "Indicator ID,Indicator Name,Parent Code,Parent Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,Time period,Value,Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator\n\
1,Smoking,E12000007,London,E09000008,Croydon,UA,Persons,18+ yrs,Ethnic groups,White,2019,12.5,11,14,125,1000\n\
1,Smoking,E12000007,London,E09000008,Croydon,UA,Persons,18+ yrs,Ethnic groups,Black,2019,10.5,9,12,105,1000\n\
1,Smoking,E12000007,London,E09000008,Croydon,UA,Persons,18+ yrs,Ethnic groups,Asian,2019,8,7,9,80,1000\n";
    assert_says(
        &inspected(&Project::copy(), "indicator.csv", text),
        &[
            "Fingertips (Office for Health Improvement and Disparities)",
            "ethnicity = \"Category\"",
            "period = \"Time period\"",
            "reads 3 observations",
        ],
    );
}

#[test]
fn nomis_takes_the_counts_apart_from_the_percentages() {
    let text = "\"DATE\",\"DATE_NAME\",\"GEOGRAPHY\",\"GEOGRAPHY_NAME\",\"GEOGRAPHY_CODE\",\"C2021_ETH_20\",\"C2021_ETH_20_NAME\",\"MEASURES\",\"MEASURES_NAME\",\"OBS_VALUE\"\n\
\"2021\",\"2021\",1,\"Croydon\",\"E09000008\",1,\"White: English, Welsh, Scottish, Northern Irish or British\",20100,\"value\",1000\n\
\"2021\",\"2021\",1,\"Croydon\",\"E09000008\",1,\"White: English, Welsh, Scottish, Northern Irish or British\",20301,\"percent\",50\n\
\"2021\",\"2021\",1,\"Croydon\",\"E09000008\",2,\"Asian, Asian British or Asian Welsh: Indian\",20100,\"value\",1000\n\
\"2021\",\"2021\",1,\"Croydon\",\"E09000008\",2,\"Asian, Asian British or Asian Welsh: Indian\",20301,\"percent\",50\n";
    assert_says(
        &inspected(&Project::copy(), "ts021.csv", text),
        &[
            "Nomis, from its API",
            "area = \"GEOGRAPHY_CODE\"",
            "ethnicity = \"C2021_ETH_20_NAME\"",
            "dimensions = [\"MEASURES_NAME\"]",
            "reads 4 observations",
        ],
    );
}

#[test]
fn records_are_known_by_their_columns_and_sampled() {
    let header = "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,Outcome linked to object of search,Removal of more than just outer clothing\n";
    let row = "Person search,2024-03-01T09:58:14+00:00,False,,51.4,-0.1,Male,18-24,White - English/Welsh/Scottish/Northern Irish/British,White,Misuse of Drugs Act 1971 (section 23),Controlled drugs,A no further action disposal,,False\n";
    let other = row.replace("White - English/Welsh/Scottish/Northern Irish/British", "Asian/Asian British - Indian");
    let text = format!("{header}{}", [row, other.as_str()].concat().repeat(2_000));
    assert_says(
        &inspected(&Project::copy(), "2024-03-metropolitan-stop-and-search.csv", text),
        &[
            "data.police.uk, records of stops and searches",
            "the first",
            "layout = \"records\"",
            "where = { \"Type\" = { not = \"Vehicle search\" } }",
        ],
    );
}

#[test]
fn groups_in_stacked_headers_of_another_encoding_are_found() {
    let text = "Households accepted, 2016/17;;;\r\n;White;;Black or Black British;\r\nArea;Number;%;Number;%\r\nCroydon;120;60%;80;40%\r\nCamden;1,120;56%;880;44%\r\n\r\nSource: P1E \u{a3}\r\n";
    let bytes: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    assert_says(
        &inspected(&Project::copy(), "table.csv", bytes),
        &[
            "written as Windows-1252, semicolons, CR LF",
            "header lines 2, 3",
            "area = \"Area\"",
            "groups = [\"White\", \"Black or Black British\"]",
            "{ number = \"{group} | Number\"",
            "period = { is = \"2016/17\" }",
            "reads 4 observations",
        ],
    );
}

#[test]
fn a_label_that_no_list_knows_and_a_group_that_is_missing_are_said() {
    let text = "area_code,year,ethnicity,people\nE09000008,2019,White,10\nE09000008,2019,Black,10\nE09000008,2019,Asian,10\nE09000008,2019,Martian,10\n";
    assert_says(
        &inspected(&Project::copy(), "people.csv", text),
        &[
            "75% of the labels are known",
            "not sure",
            "does not read the file yet",
            "unknown ethnicity label `Martian`",
            "groups of the classification that no label means",
        ],
    );
}

#[test]
fn columns_called_by_letters_are_no_ethnic_groups() {
    let text = "a,b\n1,2\n3,4\n";
    assert_says(&inspected(&Project::copy(), "letters.csv", text), &["no table of ethnic groups"]);
}

#[test]
fn what_is_no_table_is_refused_and_the_rest_is_still_looked_at() {
    let project = Project::copy();
    project.write("page.csv", "<!DOCTYPE html><html></html>");
    project.write("sound.csv", "area,year,ethnicity,people\nCroydon,2019,White,10\nCroydon,2019,Black,9\n");
    let outcome = project.run(&["inspect", "--brief", "page.csv", "sound.csv", "nowhere.csv"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("sound.csv: a table of no layout that is known"));
    for part in ["page.csv", "it is a web page", "nowhere.csv", "cannot be read"] {
        assert!(outcome.stderr.contains(part), "{}", outcome.stderr);
    }
}

#[test]
fn a_file_that_is_added_becomes_a_source_of_a_measure() {
    let project = Project::copy();
    let text = "LA_code,Year,Ethnic group,Pupils,Permanently excluded\n\
E09000008,2015/16,White,1534,30\nE09000008,2015/16,Black,1200,40\nE09000008,2015/16,Asian,900,9\n\
E09000008,2015/16,Mixed,500,10\nE09000008,2015/16,Other,300,c\nE07000223,2015/16,White,10,1\n";
    project.write("Exclusions 2016.csv", text);
    let outcome = project.run(&[
        "add",
        "Exclusions 2016.csv",
        "--to",
        "statutory/exclusions",
        "--publisher",
        "Department for Education",
        "--title",
        "Exclusions",
        "--address",
        "https://example.org",
        "--published",
        "2017-07",
        "--accessed",
        "2026-11-21",
    ]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_says(&outcome.stdout, &["[[measure]]", "denominator = { column = \"pupils\"", "check the kind of year"]);
    let card = project.read("data/statutory/exclusions/source.toml");
    assert!(card.contains("other-areas = \"leave-out\""), "{card}");
    // The measure, as a person fills it in.
    let block = outcome.stdout.split_once("[[measure]]").unwrap().1;
    let filled = block
        .replace("words = \"\" }\nden", "words = \"pupils excluded\" }\nden")
        .replace("words = \"\"", "words = \"pupils\"")
        .replace("outcome = \"\"", "outcome = \"are excluded\"")
        .replace("short = \"\"", "short = \"Exclusions\"")
        .replace("title = \"\"", "title = \"Pupils permanently excluded\"")
        .replace("question = \"\"", "question = \"Who is excluded?\"")
        .replace("favourable = \"\"", "favourable = \"lower\"")
        .replace("unit = \"\"", "unit = \"% of pupils\"");
    project.append("indicators/education.toml", &format!("\n[[measure]]{filled}"));
    let outcome = project.run(&["run", "--phase", "3", "--out", "out"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let figures = project.read("out/phase-3/data/scorecard.csv");
    let line = figures.lines().find(|line| line.contains(",exclusions,E09000008") && line.contains(",Black,"));
    let ratio = (40.0 / 1200.0) / (30.0 / 1534.0);
    assert!(line.unwrap().contains(&format!("{ratio}")), "{line:?}");
    let excluded = project.read("out/phase-3/data/exclusions.csv");
    assert!(excluded.contains("the area is none of data/areas.csv"), "{excluded}");
    // A second time it is there already.
    let again = project.run(&["add", "Exclusions 2016.csv", "--to", "statutory/exclusions"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("is there already"), "{}", again.stderr);
}

#[test]
fn nothing_is_added_from_a_file_that_cannot_be_read() {
    let project = Project::copy();
    project.write("words.csv", "a,b\nc,d\n");
    for (arguments, words) in [
        (["add", "words.csv", "--to", "statutory/words"], "no table of `words.csv` can be read yet"),
        (["add", "nowhere.csv", "--to", "statutory/words"], "`nowhere.csv` cannot be read"),
        (["add", "words.csv", "--to", "../words"], "is no folder for a source"),
    ] {
        let outcome = project.run(&arguments);
        assert_ne!(outcome.code, 0);
        assert!(outcome.stderr.contains(words), "{}", outcome.stderr);
        assert!(!project.path("data/statutory/words").exists());
    }
}

fn assert_recognised(project: &Project, folder: &Path, known: &[(&str, &str, usize)]) {
    for (name, what, observations) in known {
        let outcome = project.run(&["inspect", "--brief", folder.join(name).to_str().unwrap()]);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        assert!(outcome.stdout.contains(what), "{}", outcome.stdout);
        let read = format!(": {observations} observations\n");
        assert!(outcome.stdout.contains(&read), "{}", outcome.stdout);
    }
}

#[test]
fn excerpts_of_published_files_are_recognised() {
    let known = [
        ("education/dfe-key-stage-4-2016.csv", "performance tables", 12),
        ("employment/aps-employment-rate-by-ethnicity-borough-2004-2020.xlsx", "Annual Population Survey", 14),
        ("health/mental-health-act-2023-24.xlsx", "Mental Health Act", 6),
        ("health/mental-health-act-2023-24-sheet.csv", "Mental Health Act", 6),
        ("housing/statutory-homelessness-borough-2017-18.xls", "homelessness", 14),
        ("population/census-2011-qs201ew-local-authorities.csv", "Nomis, bulk", 38),
        ("population/census-2021-ethnic-group-20-utla.csv", "custom data set", 40),
    ];
    assert_recognised(&Project::copy(), &support::root().join("tests/files/published"), &known);
}

/// Every real file that carries figures by ethnic group is recognised, and the recipe that is proposed reads it.
#[test]
fn real_files_are_recognised() {
    let Some(shared) = support::shared("real") else {
        return;
    };
    let known = [
        ("criminal-justice/eff-stop-and-search-2006-2019.csv", "Ethnicity facts and figures", 576),
        ("education/dfe-ees-ks4-lambeth-2019-20.csv", "Explore Education Statistics", 5),
        ("education/dfe-key-stage-2-2016.csv", "performance tables", 170),
        ("education/dfe-key-stage-4-2016.csv", "performance tables", 270),
        ("health/census-2021-rm043-not-good-health-london.csv", "a row an observation", 198),
        ("health/mental-health-act-2023-24-sheet.csv", "Mental Health Act", 180),
        ("population/census-2011-qs201ew-local-authorities.csv", "Nomis, bulk", 792),
        ("population/census-2021-ethnic-group-20-utla.csv", "custom data set", 660),
        ("population/eff-ethnic-population-by-local-authority-2011.csv", "Ethnicity facts and figures", 1518),
        ("civic-participation/eff-influencing-local-decisions-england-2016-2020.csv", "a row an observation", 20),
        ("volunteering/eff-formal-volunteering-england-2016-2020.csv", "a row an observation", 14),
        ("volunteering/sutton-volunteer-centre-2013-2016.csv", "a row an observation", 4),
    ];
    let project = Project::copy();
    assert_recognised(&project, &shared, &known);
    let workbook = |name: &str, what: &str, count: usize| {
        let path = shared.join(name);
        let outcome = project.run(&["inspect", "--brief", path.to_str().unwrap()]);
        let sheets = outcome.stdout.lines().filter(|line| {
            line.contains(what) && line.ends_with("observations") && !line.ends_with(": 0 observations")
        });
        assert!(sheets.count() >= count, "{}", outcome.stdout);
    };
    workbook("employment/aps-employment-rate-by-ethnicity-borough-2004-2020.xlsx", "Annual Population Survey", 17);
    workbook("housing/statutory-homelessness-borough-2017-18.xls", "homelessness", 8);
    workbook("health/mental-health-act-2023-24.xlsx", "Mental Health Act", 1);
}
