//! Per cents, proportions, thousands and fractions: one unit, or none.

use crate::planted::{GROUPS, Planted, sound};
use crate::support::{Project, shared};

/// A percentage of each group, as it is written.
fn percentages(figures: [&str; 5]) -> Planted {
    let rows = GROUPS.iter().zip(figures).map(|(group, figure)| format!("2021,Croydon,{group},\"{figure}\""));
    sound().percentages().rows("period,area,group,percent", &rows.collect::<Vec<_>>().join("\n"))
}

/// Two counts of each group, as they are written.
fn two_counts(figures: [[&str; 2]; 5]) -> Planted {
    let row =
        |(group, [clients, evicted]): (&&str, [&str; 2])| format!("2021,Croydon,{group},\"{clients}\",\"{evicted}\"");
    let rows: Vec<String> = GROUPS.iter().zip(figures).map(row).collect();
    sound().rows("period,area,group,clients,evicted", &rows.join("\n"))
}

fn is_sound(printed: &str) -> bool {
    !printed.contains("croydon-advice-centre") && !printed.contains("error")
}

#[test]
fn a_column_in_two_units_is_refused() {
    let printed = percentages(["75.2%", "0.701", "66.8%", "65.5%", "61.0%"]).checked();
    assert!(printed.contains("`percent` is written as `75.2%` and as `0.701`"), "{printed}");
    let printed = percentages(["75.2", "£70", "66.8", "65.5", "61.0"]).checked();
    assert!(printed.contains("`percent` is written as `£70` and as `75.2`"), "{printed}");
    for figures in [["75.2%", "70.1%", "66.8%", "65.5%", "0"], ["75.2", "70.1", "66.8", "65.5", "61.0"]] {
        assert!(is_sound(&percentages(figures).checked()));
    }
}

#[test]
fn percentages_that_are_proportions_are_refused_until_the_card_says_what_they_are() {
    let proportions = || percentages(["0.752", "0.701", "0.668", "0.655", "0.61"]);
    let printed = proportions().checked();
    assert!(printed.contains("no figure of `percent` in clients.csv is above 1"), "{printed}");
    for scale in ["100", "1"] {
        let card = format!("scale = {{ percent = {scale} }}\nfigures =");
        assert!(is_sound(&proportions().card("figures =", &card).checked()));
    }
    assert!(is_sound(&percentages(["0.2%", "0.1%", "0.3%", "0.4%", "0.1%"]).checked()));
}

#[test]
fn published_surveys_divided_by_a_hundred_are_refused() {
    let project = Project::copy();
    let name = "data/statutory/community-life-survey/influencing-local-decisions.csv";
    let mut lines = Vec::new();
    for line in project.read(name).lines() {
        let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        let divided =
            |cell: &String| cell.parse::<f64>().map_or_else(|_| cell.clone(), |value| (value / 100.0).to_string());
        let column = project.read(name).lines().next().unwrap().split(',').position(|name| name == "percent").unwrap();
        let cells =
            cells.iter().enumerate().map(|(place, cell)| if place == column { divided(cell) } else { cell.clone() });
        lines.push(cells.collect::<Vec<_>>().join(","));
    }
    project.write(name, lines.join("\n") + "\n");
    project.seal(name);
    let outcome = project.run(&["check"]);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stderr.contains("no figure of `percent` in influencing-local-decisions.csv is above 1"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn people_are_counted_without_a_sign() {
    let others = ["610", "92"];
    for text in ["705%", "£705"] {
        let printed = two_counts([[text, "92"], others, others, others, others]).checked();
        assert!(printed.contains(&format!("`{text}` in column `clients` is in ")), "{printed}");
    }
}

#[test]
fn two_numbers_in_one_cell_are_refused() {
    let one = ["1950", "92"];
    let printed = two_counts([["195 195", "92"], one, one, one, one]).checked();
    assert!(printed.contains("`195 195` in column `clients` can be one number or several"), "{printed}");
    let printed = two_counts([["1 234", "92"], one, one, one, one]).checked();
    assert!(printed.contains("`1 234` in column `clients` can be one number or several"), "{printed}");
    let spaced = ["12 345", "1 092"];
    assert!(is_sound(&two_counts([spaced, spaced, ["410", "92"], spaced, spaced]).checked()));
}

#[test]
fn decimal_commas_are_read_when_the_card_says_so() {
    let figures = ["75,2", "70,1", "66,8", "65,5", "61,0"];
    let printed = percentages(figures).checked();
    assert!(printed.contains("the figures of `percent` have decimal commas, as in `75,2`"), "{printed}");
    assert_eq!(printed.matches("error: ").count(), 1, "{printed}");
    assert!(is_sound(&percentages(figures).card("figures =", "decimal = \",\"\nfigures =").checked()));
    let printed = percentages(["75,2", "70.1", "66.8", "65.5", "61.0"]).checked();
    assert!(printed.contains("`75,2` in column `percent` is neither a number"), "{printed}");
}

#[test]
fn points_that_can_part_thousands_are_refused_until_the_card_says_what_they_part() {
    let figures =
        [["190.000", "2.000"], ["41.000", "3.000"], ["37.000", "1.000"], ["9.000", "1.000"], ["24.000", "1.000"]];
    let printed = two_counts(figures).checked();
    assert!(printed.contains("the points in the figures of `clients` can part thousands or fractions"), "{printed}");
    assert!(printed.contains("the points in the figures of `evicted` can part"), "{printed}");
    assert!(is_sound(&two_counts(figures).card("figures =", "decimal = \",\"\nfigures =").checked()));
    assert!(is_sound(&two_counts(figures).card("figures =", "decimal = \".\"\nfigures =").checked()));
    assert!(is_sound(&percentages(["12.345", "0.750", "16.125", "9.500", "8.250"]).checked()));
}

#[test]
fn a_published_rate_in_another_unit_is_refused() {
    let rated = |rate: &str| {
        let rows = [("White", 610, 92), ("Black", 540, 131), ("Asian", 300, 57)].map(|(group, clients, evicted)| {
            let percent = f64::from(evicted) / f64::from(clients) * 100.0 / rate.parse::<f64>().unwrap();
            format!("2021,Croydon,{group},{clients},{evicted},{percent}")
        });
        sound()
            .rows("period,area,group,clients,evicted,percent", &rows.join("\n"))
            .card(r#""evicted"]"#, r#""evicted", "percent"]"#)
            .measure("\"proportion\"", "\"survey\"\nvalue = { column = \"percent\" }")
    };
    for (factor, words) in [("10", "a tenth of"), ("100", "a hundredth of"), ("1000", "a thousandth of")] {
        let printed = rated(factor).checked();
        assert!(printed.contains(&format!("`percent` is mostly about {words} what the counts")), "{factor}: {printed}");
    }
    assert!(!rated("1").checked().contains("error: "));
}

#[test]
fn a_rate_over_residents_in_another_unit_is_refused() {
    let project = Project::copy();
    project.replace("indicators/health.toml", "per = 100000", "per = 1000");
    let outcome = project.run(&["check"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stderr.contains("`crude_rate` is mostly about 100 times what"), "{}", outcome.stderr);
}

/// A workbook of which every cell in per cent holds a hundredth of what it shows.
#[test]
fn cells_in_per_cent_are_read_as_they_are_shown() {
    let Some(folder) = shared("cases/01-percent-cells") else { return };
    let project = Project::copy();
    let file = "data/statutory/employed/percent-cells.xlsx";
    project.write(file, std::fs::read(folder.join("percent-cells.xlsx")).unwrap());
    project.write("data/statutory/employed/source.toml", EMPLOYED);
    project.seal(file);
    project.append("indicators/employment.toml", MEASURE);
    let outcome = project.run(&["run", "--phase", "4", "--out", "out"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let table = project.read("out/phase-4/data/scorecard.csv");
    let figure = |group: &str| {
        let row = table.lines().find(|line| line.contains(",employed,") && line.contains(&format!(",{group},White,")));
        let cells: Vec<String> = row.unwrap().split(',').map(str::to_owned).collect();
        let header: Vec<&str> = table.lines().next().unwrap().split(',').collect();
        ["value", "difference"].map(|name| cells[header.iter().position(|column| *column == name).unwrap()].clone())
    };
    for (group, value, difference) in [("Asian", 70.1, -5.1), ("Black", 66.8, -8.4), ("Mixed", 65.5, -9.7)] {
        let [found, gap] = figure(group).map(|text| text.parse::<f64>().unwrap());
        assert!((found - value).abs() < 1e-9 && (gap - difference).abs() < 1e-9, "{group}: {found} {gap}");
    }
}

const EMPLOYED: &str = r#"publisher = "Nobody"
title = "Employment rate"
address = "https://www.example.org"
licence = "OGL"
published = "2022"
accessed = "2026-11-21"
[[file]]
name = "percent-cells.xlsx"
sha256 = "?"
header = [3]
layout = "tidy"
scheme = "published"
classification = "2011-5+1"
period = "Year"
period-kind = "calendar-year"
area = "Area code"
ethnicity = "Ethnic group"
figures = { rate = "Employment rate", half = "Half-width of 95% interval" }
"#;

const MEASURE: &str = r#"
[[measure]]
id = "employed"
short = "Employed"
title = "Employed"
question = "How many are employed?"
kind = "survey"
unit = "% of people"
favourable = "higher"
source = "employed"
value = { column = "rate", half-width = "half" }
outcome = "be employed"
comparator = "white"
"#;

/// Texts of another country, whose commas and points cannot be known from one column.
#[test]
fn files_with_semicolons_are_refused_until_the_card_says_what_their_commas_are() {
    let Some(folder) = shared("cases/08-decimal-comma") else { return };
    for (name, figures, columns) in [
        ("semicolons.csv", r#"["employed", "rate"]"#, 2),
        ("one-place.csv", r#"["rate"]"#, 1),
        ("points-part-thousands.csv", r#"["stops", "people"]"#, 2),
    ] {
        for (decimal, faults) in [("", columns), ("decimal = \",\"\n", 0)] {
            let project = Project::copy();
            let file = format!("data/statutory/employed/{name}");
            project.write(&file, std::fs::read(folder.join(name)).unwrap());
            let head = EMPLOYED.split("[[file]]").next().unwrap();
            let card = format!(
                "{head}[[file]]\nname = \"{name}\"\nsha256 = \"?\"\nlayout = \"tidy\"\nscheme = \"published\"\nclassification = \"2011-5+1\"\nperiod = \"period\"\nperiod-kind = \"calendar-year\"\narea = \"area_code\"\nethnicity = \"ethnic_group\"\nfigures = {figures}\n{decimal}"
            );
            project.write("data/statutory/employed/source.toml", card);
            project.seal(&file);
            let outcome = project.run(&["check"]);
            assert_eq!(outcome.stderr.matches("error: ").count(), faults, "{name}: {}", outcome.stderr);
        }
    }
}
