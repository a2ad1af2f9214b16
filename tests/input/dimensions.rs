//! Rows for one area, period and group that differ in something: one is picked, or they are added up aloud, or the
//! data is refused.

use crate::planted::{GROUPS, Planted, each, sound};
use crate::support::{Project, shared};

/// Counts over residents with a further column, which is declared.
fn counts(column: &str, rows: &str) -> Planted {
    sound()
        .counts()
        .rows(&format!("period,area,{column},group,clients"), rows)
        .card("figures =", &format!("dimensions = [\"{column}\"]\nfigures ="))
}

/// A row for each value and group, with the figure that belongs to them.
fn rows(values: &[(&str, [u32; 5])]) -> String {
    let row = |(value, figures): &(&str, [u32; 5])| {
        let rows =
            GROUPS.iter().zip(figures).map(|(group, figure)| format!("2021,Croydon,\"{value}\",{group},{figure}"));
        rows.collect::<Vec<_>>().join("\n")
    };
    values.iter().map(row).collect::<Vec<_>>().join("\n")
}

fn summed(planted: Planted, column: &str) -> Planted {
    planted.measure("comparator", &format!("sum-over = [\"{column}\"]\ncomparator"))
}

fn is_sound(printed: &str) -> bool {
    !printed.contains("croydon-advice-centre") && !printed.contains("error")
}

#[test]
fn rows_that_differ_in_a_dimension_are_refused_unless_their_sum_is_declared() {
    let offences = rows(&[("Theft", [60, 20, 30, 9, 4]), ("Fraud", [17, 5, 11, 3, 2])]);
    let printed = counts("offence", &offences).checked();
    assert!(printed.contains("nothing picks among `Fraud`, `Theft` of `offence`"), "{printed}");
    assert!(printed.contains("sum-over = [\"offence\"]"), "{printed}");
    let printed = summed(counts("offence", &offences), "offence").checked();
    assert!(is_sound(&printed), "{printed}");
    let picked = counts("offence", &offences).measure("comparator", "where = { offence = \"Theft\" }\ncomparator");
    assert!(is_sound(&picked.checked()));
}

#[test]
fn percentages_are_never_added_up() {
    let sexes = each(&["Female", "Male"], |sex| each(&GROUPS, |group| format!("2021,Croydon,{sex},{group},40")));
    let planted = || {
        sound()
            .percentages()
            .rows("period,area,sex,group,percent", &sexes)
            .card("figures =", "dimensions = [\"sex\"]\nfigures =")
    };
    let printed = planted().checked();
    assert!(printed.contains("nothing picks among `Female`, `Male` of `sex`"), "{printed}");
    assert!(!printed.contains("sum-over"), "{printed}");
    let printed = summed(planted(), "sex").checked();
    assert!(printed.contains("cannot have `sum-over`, which adds up counts"), "{printed}");
}

#[test]
fn the_sum_holds_no_total_and_no_part() {
    for (what, values) in [
        ("*Total restraint", [("*Total restraint", [90, 40, 50, 9, 8]), ("Handcuffing", [60, 20, 30, 4, 2])]),
        ("All tactics", [("All tactics", [90, 40, 50, 9, 8]), ("Handcuffing", [60, 20, 30, 4, 2])]),
        ("Restraint: total", [("Restraint: total", [90, 40, 50, 9, 8]), ("Handcuffing", [60, 20, 30, 4, 2])]),
        ("of which compliant", [("Handcuffing", [90, 40, 50, 9, 8]), ("of which compliant", [60, 20, 30, 4, 2])]),
        (
            "`Handcuffing` counts what `Handcuffing - compliant` count",
            [("Handcuffing", [90, 40, 50, 9, 8]), ("Handcuffing - compliant", [60, 20, 30, 4, 2])],
        ),
    ] {
        let printed = summed(counts("tactic", &rows(&values)), "tactic").checked();
        assert!(printed.contains("adds up the rows of `tactic`") && printed.contains(what), "{what}: {printed}");
        let printed = counts("tactic", &rows(&values)).checked();
        assert!(printed.contains("error: "), "{what}: {printed}");
    }
}

#[test]
fn a_total_without_the_word_is_known_by_its_figures() {
    let sums = [
        ("Restraint", [90, 40, 50, 9, 8]),
        ("Handcuffing", [60, 25, 30, 4, 2]),
        ("Limbs", [30, 15, 20, 5, 6]),
        ("Dogs", [3, 9, 5, 2, 7]),
    ];
    let printed = summed(counts("tactic", &rows(&sums)), "tactic").checked();
    assert!(printed.contains("`Restraint` counts what `Handcuffing`, `Limbs` count"), "{printed}");
    let mut others = sums;
    others[0].1[2] = 51;
    let printed = summed(counts("tactic", &rows(&others)), "tactic").checked();
    assert!(is_sound(&printed), "{printed}");
}

#[test]
fn a_total_in_two_dimensions_at_once_is_beside_its_parts() {
    let values = [("Total", "Total", 50), ("Knife", "Street", 20), ("Knife", "Home", 10), ("Gun", "Street", 9)];
    let rows = values
        .map(|(weapon, place, count)| each(&GROUPS, |group| format!("2021,Croydon,{weapon},{place},{group},{count}")));
    let planted = sound()
        .counts()
        .rows("period,area,weapon,place,group,clients", &rows.join("\n"))
        .card("figures =", "dimensions = [\"weapon\", \"place\"]\nfigures =");
    let printed = planted.checked();
    assert!(printed.contains("holds `Total` beside"), "{printed}");
    let both = sound()
        .counts()
        .rows("period,area,weapon,place,group,clients", &rows.join("\n"))
        .card("figures =", "dimensions = [\"weapon\", \"place\"]\nfigures =")
        .measure("comparator", "sum-over = [\"weapon\", \"place\"]\ncomparator");
    assert!(both.checked().contains("adds up the rows of `place`, which holds `Total`"));
}

#[test]
fn a_value_that_no_row_has_is_named_with_those_there_are() {
    let offences = rows(&[("Theft", [60, 20, 30, 9, 4]), ("Fraud", [17, 5, 11, 3, 2])]);
    let printed =
        counts("offence", &offences).measure("comparator", "where = { offence = \"theft\" }\ncomparator").checked();
    assert!(printed.contains("there is no `offence` `theft`") && printed.contains("`Fraud`, `Theft`"), "{printed}");
}

#[test]
fn what_is_added_up_is_a_dimension_that_is_not_picked() {
    let offences = rows(&[("Theft", [60, 20, 30, 9, 4]), ("Fraud", [17, 5, 11, 3, 2])]);
    let printed = summed(counts("offence", &offences), "offense").checked();
    assert!(printed.contains("there is no dimension `offense`"), "{printed}");
    let both = summed(counts("offence", &offences), "offence")
        .measure("comparator", "where = { offence = \"Theft\" }\ncomparator");
    assert!(both.checked().contains("so that there is nothing to add up"));
}

/// A published file whose subtotals stand in two columns.
#[test]
fn the_use_of_force_of_the_home_office_is_picked_from_or_refused() {
    let Some(folder) = shared("cases/03-use-of-force-ods") else { return };
    let project = Project::copy();
    let file = "data/statutory/use-of-force-workbook/use-of-force.ods";
    project.write(file, std::fs::read(folder.join("use-of-force.ods")).unwrap());
    project.write("data/statutory/use-of-force-workbook/source.toml", USE_OF_FORCE);
    project.seal(file);
    project.append("indicators/criminal-justice.toml", MEASURE);
    let outcome = project.run(&["check"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("where = { Tactic = \"*Total Tactics\" }"), "{}", outcome.stderr);
    project.replace("indicators/criminal-justice.toml", "# picks nothing", "where = { Tactic = \"*Total Tactics\" }");
    let outcome = project.run(&["check"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
}

const USE_OF_FORCE: &str = r#"publisher = "Home Office"
title = "Police use of force, 2019/20"
address = "https://www.gov.uk/government/statistics/police-use-of-force-statistics"
licence = "OGL"
published = "2020-12"
accessed = "2026-11-21"
[[file]]
name = "use-of-force.ods"
sha256 = "?"
sheet = "Table_16"
header = [5]
layout = "wide"
scheme = "home-office"
classification = "2001-5+1"
period = { is = "2019/20" }
period-kind = "financial-year"
area = "Police force"
other-areas = "leave-out"
dimensions = ["Type of force", "Tactic"]
figures = { figure = "{group}" }
groups = ["White", "Black (or Black British)", "Asian (or Asian British)", "Mixed", "Other", "Not reported"]
markers = { ":" = { means = "not-available" } }
"#;

const MEASURE: &str = r#"
[[measure]]
id = "use-of-force-workbook"
short = "Use of force"
title = "Use of force"
question = "How often do police officers use force?"
kind = "rate"
unit = "uses per 1,000 residents a year"
per = 1000
favourable = "lower"
source = "use-of-force-workbook"
numerator = { column = "figure", words = "uses of force" }
denominator = { series = "census-residents", words = "residents" }
comparator = "white"
repeatable = true
# picks nothing
"#;

/// What a hint says can be copied into the file: a name with blanks stands in quotation marks.
#[test]
fn a_hint_is_written_as_the_file_has_it() {
    let forces = rows(&[("A \"soft\" hold", [60, 20, 30, 9, 4]), ("Baton", [17, 5, 11, 3, 2])]);
    let forces = forces.replace("A \"soft\" hold", "A \"\"soft\"\" hold");
    let planted = |rows: &str| {
        sound()
            .counts()
            .rows("period,area,Type of force,group,clients", rows)
            .card("figures =", "dimensions = [\"Type of force\"]\nfigures =")
    };
    let printed = planted(&forces).checked();
    assert!(printed.contains(r#"where = { "Type of force" = "A \"soft\" hold" }"#), "{printed}");
    let totals =
        rows(&[("All types", [77, 25, 41, 12, 6]), ("Baton", [17, 5, 11, 3, 2]), ("Hold", [60, 20, 30, 9, 4])]);
    let printed = planted(&totals).checked();
    assert!(printed.contains(r#"where = { "Type of force" = "All types" }"#), "{printed}");
    let blank = rows(&[("", [60, 20, 30, 9, 4])]);
    let picked =
        planted(&blank).measure("comparator", "where = { \"Type of force\" = \"Baton\" }\ncomparator").checked();
    assert!(picked.contains("there is no `Type of force` `Baton`"), "{picked}");
    assert!(!picked.contains("there is ``") && !picked.contains("there is none"), "{picked}");
}
