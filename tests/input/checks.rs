//! Every named check has a page, every page has a check, and each message that a page shows is one that the program
//! prints: the fault is planted in a copy of `data/` and looked for.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on is to stop")]

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::planted::{GROUPS, Planted, each, sound};
use crate::support::{files, root};

/// Two boroughs with their totals, in which one column was moved up by a row.
fn moved_by_a_row() -> Planted {
    let rows = |area: &str, last: u32| {
        format!(
            "2021,{area},All,610,299\n2021,{area},White,540,92\n2021,{area},Black,300,131\n2021,{area},Asian,90,57\n2021,{area},Mixed,40,10\n2021,{area},Other,{last},9"
        )
    };
    let boroughs = [rows("Croydon", 1700), rows("Sutton", 1700)].join("\n");
    sound().rows("period,area,group,clients,evicted", &boroughs)
}

/// The list of 2001 under the name of that of 2023: `O1` is Chinese in the one and Arab in the other.
fn list_of_the_wrong_year() -> Planted {
    let codes = ["W1", "W2", "W9", "M1", "M2", "M3", "M9", "A1", "A2", "A3", "A9", "B1", "B2", "B9", "O1", "O9"];
    let rows = each(&codes, |code| format!("2021,Croydon,{code},40,9"));
    sound()
        .rows("period,area,group,clients,evicted", &rows)
        .card("\"published\"\nclass", "\"police-self-defined-2023\"\nclass")
        .card("\"2011-5+1\"", "\"police-self-defined-19+1\"")
}

fn months(rows: &str) -> Planted {
    sound().counts().rows("period,area,group,clients", rows).card("calendar-year", "month")
}

/// Two years of six boroughs, of which the second says what the first of them has.
pub(super) fn two_years(second: &str) -> Planted {
    let boroughs = ["Croydon", "Barnet", "Bexley", "Brent", "Bromley", "Camden"];
    let first = each(&boroughs, |borough| format!("2020,{borough},White,300"));
    let rest = each(&boroughs[1..], |borough| format!("2021,{borough},White,310"));
    let other = each(&GROUPS[1..], |group| format!("2021,Croydon,{group},40"));
    let rows = format!("{first}\n2021,Croydon,White,{second}\n{rest}\n{other}");
    sound().counts().rows("period,area,group,clients", &rows)
}

/// Two rows for each group, which a column tells apart.
fn female_and_male() -> String {
    each(&["Female", "Male"], |sex| each(&GROUPS, |group| format!("2021,Croydon,{group},{sex},40,9")))
}

/// The faults whose messages the page of a check shows, in the order of the page.
#[expect(clippy::too_many_lines, reason = "a table of faults")]
fn faults(check: &str) -> Vec<Planted> {
    let sexes = |header: &str| {
        let rows =
            each(&["Total", "Female", "Male"], |sex| each(&GROUPS, |group| format!("2021,Croydon,{group},{sex},40,9")));
        sound().rows(header, &rows)
    };
    let header = "period,area,group,sex,clients,evicted";
    match check {
        "abolished-area" => vec![
            sound().table("Croydon", "00AH"),
            sound().table("Croydon,White", "E38000245,White"),
        ],
        "above-maximum" => vec![
            sound()
                .percentages()
                .rows("period,area,group,percent", "2021,Croydon,White,151"),
        ],
        "above-population" => vec![sound().table("540,131", "131,540")],
        "aggregate-beside-parts" => vec![
            sound().table(
                "Asian,300,57\n",
                "Asian,300,57\n2021,Croydon,Asian or Asian British,20,4\n2021,Croydon,Ethnicity major Asian total,320,61\n",
            ),
            sound()
                .table(
                    "2021,Croydon,Asian,300,57\n",
                    "2021,Croydon,Asian,300,57\n2021,Croydon,Indian,100,20\n2021,Croydon,Pakistani,100,20\n2021,Croydon,Bangladeshi,40,8\n2021,Croydon,Chinese,30,2\n2021,Croydon,Any other Asian background,30,5\n",
                )
                .card("2011-5+1", "2011-18+1"),
        ],
        "ambiguous-label" => vec![list_of_the_wrong_year()],
        "classification" => vec![
            sound().table("2021,Croydon,Other,40,9\n", ""),
            sound()
                .percentages()
                .rows(
                    "period,area,group,percent",
                    "2021,Croydon,White,15\n2021,Croydon,BAME,20",
                )
                .card("classification = \"2011-5+1\"\n", ""),
            sound().card("classification = \"2011-5+1\"\n", ""),
            sound().table("Other", "Arab"),
        ],
        "drag-filled-codes" => {
            let names = ["Croydon", "Kingston", "Redbridge", "Sutton"];
            let rows: Vec<String> = names
                .iter()
                .enumerate()
                .map(|(place, name)| format!("2021,E0900000{},{name},White,40,9", place + 1))
                .collect();
            let counted = each(&["40", "41", "42", "43", "44"], |number| {
                let group = GROUPS[number.parse::<usize>().unwrap() - 40];
                format!("2021,Croydon,{group},{number},9")
            });
            vec![
                sound().rows("period,area,name,group,clients,evicted", &rows.join("\n")),
                sound().rows("period,area,group,clients,evicted", &counted),
            ]
        }
        "duplicate-rows" => vec![sound().table("Mixed,90,10", "white,90,10")],
        "missing-month" => vec![
            months("2021-05,Croydon,White,40\n2021-06,Croydon,White,41\n2021-09,Croydon,White,39"),
            months("2021-05,Croydon,White,40\n2021-06,Croydon,White,0\n2021-07,Croydon,White,39"),
        ],
        "outside-period" => vec![
            sound().card("clients.csv", "clients-2020.csv"),
            sound().card("2026-11-21", "2021-10-31"),
        ],
        "parts-and-total" => vec![
            sound().table("2021,Croydon,White", "2021,Croydon,All,1700,299\n2021,Croydon,White"),
            moved_by_a_row(),
        ],
        "published-rate" => vec![
            sound()
                .rows(
                    "period,area,group,clients,evicted,percent",
                    "2021,Croydon,White,610,92,15.1\n2021,Croydon,Black,540,131,42.3",
                )
                .card(r#""evicted"]"#, r#""evicted", "percent"]"#)
                .measure("\"proportion\"", "\"survey\"\nvalue = { column = \"percent\" }"),
        ],
        "two-denominators" => vec![
            sound()
                .rows(
                    "period,area,group,clients,evicted,adults",
                    "2021,Croydon,White,610,92,600\n2021,Croydon,Black,540,131,500",
                )
                .card(r#""evicted"]"#, r#""evicted", "adults"]"#)
                .second("column = \"clients\"", "column = \"adults\""),
        ],
        "unfiltered-totals" => vec![
            sexes(header),
            sexes(header).card("figures =", "dimensions = [\"sex\"]\nfigures ="),
            sexes(header)
                .card("figures =", "dimensions = [\"sex\"]\nfigures =")
                .measure("comparator", "sum-over = [\"sex\"]\ncomparator"),
        ],
        "unpicked-dimension" => vec![
            sound()
                .rows(header, &female_and_male())
                .card("figures =", "dimensions = [\"sex\"]\nfigures ="),
            sound()
                .percentages()
                .rows("period,area,group,sex,percent", &female_and_male().replace(",40,9", ",40"))
                .card("figures =", "dimensions = [\"sex\"]\nfigures ="),
        ],
        "unit-change" => vec![
            two_years("3100"),
            sound().percentages().rows(
                "period,area,group,percent",
                "2020,Croydon,White,15.1\n2020,Croydon,Black,24.3\n2021,Croydon,White,0.16\n2021,Croydon,Black,0.25",
            ),
        ],
        "units" => {
            let percentages = |first: &str, second: &str| {
                let rows = format!("2021,Croydon,White,{first}\n2021,Croydon,Black,{second}");
                sound().percentages().rows("period,area,group,percent", &rows)
            };
            vec![
                percentages("75.2%", "0.701"),
                percentages("0.752", "0.701"),
                percentages("\"75,2\"", "\"70,1\""),
                sound().table("540,131", "540%,131"),
                sound()
                    .rows(
                        "period,area,group,clients,evicted,percent",
                        "2021,Croydon,White,610,92,0.1508\n2021,Croydon,Black,540,131,0.2426",
                    )
                    .card(r#""evicted"]"#, r#""evicted", "percent"]"#)
                    .measure("\"proportion\"", "\"survey\"\nvalue = { column = \"percent\" }"),
            ]
        }
        "unknown-label" => vec![sound().table("White", "Wihte")],
        "whole-numbers" => vec![sound().table("540,131", "540,131.5")],
        "zero-denominator" => vec![sound().table("540,131", "0,131")],
        other => panic!("the check {other} has no fault to plant"),
    }
}

fn page(check: &str) -> String {
    let path = root().join(format!("docs/checks/{check}.md"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names of the checks that the sources declare, each once and each with a page of its name.
fn checks() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in ["src", "crates"].into_iter().flat_map(|folder| files(&root().join(folder))) {
        if path.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for (before, after) in text.match_indices("page: \"").map(|(place, _)| text.split_at(place)) {
            let page = after.split('"').nth(1).unwrap();
            let name = before.rsplit('"').nth(1).unwrap();
            assert_eq!(page, format!("docs/checks/{name}.md"), "{}", path.display());
            assert!(names.insert(name.to_owned()), "{name} is declared twice");
        }
    }
    names
}

/// The messages that a page shows.
fn messages(page: &str) -> Vec<&str> {
    let blocks = page.split("```").skip(1).step_by(2);
    blocks
        .map(|block| block.trim_start_matches("text").trim())
        .filter(|block| block.starts_with("error: ") || block.starts_with("warning: "))
        .collect()
}

#[test]
fn the_source_without_a_fault_is_sound() {
    let printed = sound().checked();
    assert!(!printed.contains("croydon-advice-centre"), "{printed}");
}

#[test]
fn every_page_has_a_check_and_the_index_names_it() {
    let index = page("README");
    let checks = checks();
    let folder = std::fs::read_dir(root().join("docs/checks")).unwrap();
    for entry in folder {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let check = name.strip_suffix(".md").unwrap();
        if check != "README" {
            assert!(checks.contains(check), "{name}");
            assert!(index.contains(&format!("({name})")), "{name} in the index");
        }
    }
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    assert!(readme.contains("(docs/checks/README.md)"));
}

#[test]
fn every_check_has_a_page_whose_messages_the_program_prints() {
    let mut wrong = String::new();
    for check in checks() {
        let page = page(&check);
        let messages = messages(&page);
        let faults = faults(&check);
        assert_eq!(messages.len(), faults.len(), "messages on the page of {check}");
        for (message, fault) in messages.into_iter().zip(faults) {
            assert!(message.ends_with(&format!("; see docs/checks/{check}.md")), "{message}");
            let printed = fault.checked();
            if !printed.contains(message) {
                let _ = write!(wrong, "== {check}\n{message}\n-- is not in\n{printed}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
