//! What `inspect` recognises in layouts that used to be misread, what it names of what it leaves out, and what `add`
//! refuses.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use crate::support::{self, Project};

/// What `inspect` prints of a file, in words with one blank between them.
fn inspected(project: &Project, name: &str, contents: &str) -> String {
    project.write(name, contents);
    let outcome = project.run(&["inspect", name]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    plain(&outcome.stdout)
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
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

/// Rows of five groups, each with the same cells before and after it.
fn rows(before: &str, groups: [&str; 5], after: &str) -> String {
    groups.map(|group| format!("{before}{group}{after}\n")).concat()
}

const GROUPS: [&str; 5] = ["White", "Black", "Asian", "Mixed", "Other"];

#[test]
fn a_total_that_would_lose_the_groups_is_not_chosen() {
    let header = "year,area_code,breakdown,sex,ethnic_group,people\n";
    let all = "2021,E09000008,Total,Total,Total,5\n2021,E09000008,Total,Girls,Total,3\n";
    let groups = ["Total", "Girls"].map(|sex| rows(&format!("2021,E09000008,Ethnic major,{sex},"), GROUPS, ",1"));
    let text = inspected(&Project::copy(), "breakdown.csv", &format!("{header}{all}{}", groups.concat()));
    assert_says(&text, &["where = { \"sex\" = \"Total\" }", "reads 6 observations; 6 rows are left out"]);
}

#[test]
fn rows_of_other_breakdowns_are_told_from_those_of_groups() {
    let header = "year,area_code,characteristic_group,ethnic_group,people\n";
    let others = ["FSM eligible", "Not FSM eligible", "SEN support"];
    let others = others.map(|text| format!("2021,E09000008,Other,{text},4\n")).concat();
    let own = rows("2021,E09000008,Ethnicity,", GROUPS, ",2");
    let more = rows("2021,E09000008,Ethnicity,", ["Chinese", "Indian", "Pakistani", "Bangladeshi", "Total"], ",2");
    let again = rows("2021,E09000009,Ethnicity,", GROUPS, ",2");
    let text = inspected(&Project::copy(), "mixed.csv", &format!("{header}{own}{more}{again}{others}"));
    assert_silent(&text, &["unknown ethnicity label"]);
    assert_says(&text, &["where = { \"characteristic_group\" = \"Ethnicity\" }", "3 rows are left out"]);
}

#[test]
fn the_kind_of_time_stands_beside_the_year() {
    let header = "time_period,time_identifier,geographic_level,country_code,new_la_code,ethnicity_major,pupils\n";
    let file = |when: &str| {
        let rows = rows(&format!("{when},Local authority,E92000001,E09000008,"), GROUPS, ",9");
        inspected(&Project::copy(), "pupils.csv", &format!("{header}{rows}"))
    };
    for (when, kind) in [
        ("202324,Academic year", "academic-year"),
        ("202324,Financial year", "financial-year"),
        ("202324,Tax year", "financial-year"),
        ("2023,Calendar year", "calendar-year"),
        ("202324,Financial year Q1", "quarter"),
        ("202324,Autumn term", "months"),
        ("2023,June", "month"),
    ] {
        assert_says(&file(when), &[&format!("period-kind = \"{kind}\""), "reads 5 observations"]);
    }
    assert_says(
        &file("2023,Reporting year"),
        &["no period is known by the words", "`Reporting year`", "does not read"],
    );
    let both = ["202324,Academic year", "202324,Autumn term"];
    let both = both.map(|when| rows(&format!("{when},Local authority,E92000001,E09000008,"), GROUPS, ",9")).concat();
    let text = inspected(&Project::copy(), "both.csv", &format!("{header}{both}"));
    assert_says(&text, &["periods of other kinds", "`Autumn term`", "reads 5 observations; 5 rows are left out"]);
}

#[test]
fn broad_and_detailed_groups_stand_side_by_side() {
    let header = "year,area_code,ethnicity_major,ethnicity_minor,pupils\n";
    let groups = "White,White British\nWhite,Irish\nWhite,Total\nBlack,African\nBlack,Caribbean\nBlack,Total\n\
                  Asian,Total\nMixed,Total\nOther ethnic group,Total\nTotal,Total\n";
    let rows = groups.lines().map(|line| format!("2021/22,E09000008,{line},7\n")).collect::<Vec<_>>().concat();
    let text = inspected(&Project::copy(), "pupils.csv", &format!("{header}{rows}"));
    assert_says(&text, &["ethnicity = [\"ethnicity_minor\", \"ethnicity_major\"]", "reads 10 observations"]);
    assert_silent(&text, &["rows are left out"]);
}

#[test]
fn a_first_and_a_last_day_are_one_period() {
    let header = "START,END,area_code,ethnic_group,searches\n";
    for (days, kind) in [
        ("2021-04-01,2022-03-31", "financial-year"),
        ("01/01/2021,31/12/2021", "calendar-year"),
        ("2021-04-01,2021-06-30", "quarter"),
        ("2021-04-01,2021-09-30", "months"),
    ] {
        let rows = rows(&format!("{days},E09000008,"), GROUPS, ",9");
        let text = inspected(&Project::copy(), "searches.csv", &format!("{header}{rows}"));
        let period = "period = { join = [\"START\", \"END\"], with = \" to \" }";
        assert_says(&text, &[period, &format!("period-kind = \"{kind}\""), "reads 5 observations"]);
    }
}

#[test]
fn the_last_months_of_quarters_are_quarters() {
    let header = "quarter_ending,area_code,ethnic_group,households\n";
    let rows = ["2018-06", "2018-09"].map(|when| rows(&format!("{when},E09000008,"), GROUPS, ",9")).concat();
    let text = inspected(&Project::copy(), "duties.csv", &format!("{header}{rows}"));
    assert_says(&text, &["period-kind = \"quarter\"", "reads 10 observations"]);
}

#[test]
fn figures_are_no_codes() {
    let header = "year,ethnic_group,people,events\n";
    let figures = ["White,900,203", "Black,300,c", "Asian,200,x", "Mixed,100,c", "Other,90,c"];
    let rows = figures.map(|line| format!("2021,{line}\n")).concat();
    let text = inspected(&Project::copy(), "events.csv", &format!("{header}{rows}"));
    assert_says(&text, &["area = { is = \"\" }", "events = \"events\"", "reads 5 observations"]);
    let text = "year,area_code,ethnicity_mixed,ethnicity_white\n2021,E09000008,1,2\n2021,E09000009,3,6\n";
    assert_silent(&inspected(&Project::copy(), "small.csv", text), &["ethnicity = \"ethnicity_mixed\""]);
}

#[test]
fn a_hidden_figure_keeps_its_column() {
    let header = "year,area_code,ethnic_group,referrals,completed\n";
    let hidden = ["230", "1 to 4", "<5", "0-2", "fewer than 5"];
    let line = |(group, text): (&&str, &str)| format!("2021,E09000008,{group},40,{text}\n");
    let rows = GROUPS.iter().zip(hidden).map(line).collect::<Vec<_>>().concat();
    let text = inspected(&Project::copy(), "ranges.csv", &format!("{header}{rows}"));
    for marker in [
        "\"1 to 4\" = { means = \"suppressed\", lower = 1, upper = 4 }",
        "\"<5\" = { means = \"suppressed\", lower = 0, upper = 4 }",
        "\"0-2\" = { means = \"suppressed\", lower = 0, upper = 2 }",
        "\"fewer than 5\" = { means = \"suppressed\", lower = 0, upper = 4 }",
        "completed = \"completed\"",
        "reads 5 observations",
    ] {
        assert_says(&text, &[marker]);
    }
    let sentinels = ["230", "-99", "-99", "6", "-99"];
    let rows = GROUPS.iter().zip(sentinels).map(line).collect::<Vec<_>>().concat();
    let text = inspected(&Project::copy(), "sentinels.csv", &format!("{header}{rows}"));
    assert_says(&text, &["completed = \"completed\"", "`-99` in column `completed` is negative", "sentinels.csv:3:5"]);
}

#[test]
fn boroughs_go_by_the_names_of_councils_and_maps() {
    let names = [
        "City and County of the City of London",
        "Kingston upon Thames London Boro",
        "\"Westminster, City of\"",
        "RBKC",
        "LB Hackney",
        "Greenwich (Royal Borough)",
        "Croydon Council",
        "Richmond-upon-Thames",
        "London Borough of Merton [note 2]",
        "\"Bexley, London Borough of\"",
        "Royal Borough of Kingston",
        "Har\u{ad}ingey",
    ];
    // Two of them are one borough.
    let one = names.iter().filter(|name| **name != "Royal Borough of Kingston");
    let text: String = one.map(|name| rows(&format!("2021,{name},"), GROUPS, ",9")).collect();
    let text = inspected(&Project::copy(), "names.csv", &format!("year,area,ethnic_group,people\n{text}"));
    assert_says(&text, &["11 known, in `area`", "reads 55 observations"]);
    let rows = rows("2021,Royal Borough of Kingston,", GROUPS, ",9");
    let text = inspected(&Project::copy(), "kingston.csv", &format!("year,area,ethnic_group,people\n{rows}"));
    assert_says(&text, &["1 known (Kingston upon Thames)"]);
}

#[test]
fn what_looks_like_a_borough_is_never_left_out() {
    let header = "year,area,ethnic_group,people\n";
    let of = |name: &str| rows(&format!("2021,{name},"), GROUPS, ",9");
    let text =
        inspected(&Project::copy(), "a.csv", &format!("{header}{}{}", of("Sutton"), of("Croyden Ward Wandsworh")));
    assert_says(&text, &["areas that are left out", "`Croyden Ward Wandsworh`"]);
    for name in ["Wandswoth", "Wandsworth North", "Council for Merton"] {
        let text = inspected(&Project::copy(), "a.csv", &format!("{header}{}{}", of("Sutton"), of(name)));
        assert_silent(&text, &["other-areas"]);
        assert_says(&text, &["look like ones of data/areas.csv", &format!("`{name}`"), "does not read the file yet"]);
    }
    let codes = format!("year,area_code,ethnic_group,people\n{}{}", of("E09000008"), of("E41000324"));
    let text = inspected(&Project::copy(), "codes.csv", &codes);
    assert_says(&text, &["other-areas = \"leave-out\"", "none of data/areas.csv: `E41000324`"]);
    let codes = format!("year,area_code,ethnic_group,people\n{}{}", of("E09000008"), of("E09000099"));
    assert_silent(&inspected(&Project::copy(), "codes.csv", &codes), &["other-areas"]);
}

#[test]
fn a_country_is_not_taken_for_another() {
    let inspected = |column: &str, area: &str| {
        let text = format!("Year,{column},ethnic_group,people\n{}", rows(&format!("2021,{area},"), GROUPS, ",9"));
        let text = inspected(&Project::copy(), "country.csv", &text);
        assert_silent(&text, &["is = \"England\""]);
        text
    };
    for (column, area) in [("Area_code", "S92000003"), ("Country", "Scotland"), ("Country", "Northern Ireland")] {
        assert_says(&inspected(column, area), &[&format!("unknown area `{area}`")]);
    }
    // Which data/areas.csv has.
    for (column, area) in [("Area_code", "K02000001"), ("Country", "United Kingdom"), ("Country", "UK")] {
        let read = format!("area = \"{column}\"");
        assert_says(&inspected(column, area), &["1 known (United Kingdom)", &read, "reads 5 observations"]);
    }
}

#[test]
fn groups_and_columns_that_are_not_read_are_named() {
    let text = "published,organisation,ethnicity_asian,ethnicity_black,ethnicity_martian,ethnicity_prefernottosay,ethnicity_undisclosed,ethnicity_white,employees\n\
2026,Council,245,57,3,29,5,2369,2779\n2025,Council,240,54,2,31,1,2384,2779\n";
    assert_says(
        &inspected(&Project::copy(), "workforce.csv", text),
        &[
            "`published`",
            "\"prefernottosay\", \"undisclosed\", \"white\"",
            "of which no list knows the group: `ethnicity_martian`",
            "columns of numbers that are not read: `employees`",
            "not read `organisation`",
        ],
    );
}

#[test]
fn known_labels_are_listed_beside_those_that_are_not() {
    let labels = ["White", "Blaxk", "Asain", "Mixd", "Otherr", "Black"];
    let rows = labels.iter().map(|label| format!("2021,E09000008,{label},9\n")).collect::<Vec<_>>().concat();
    let text = inspected(&Project::copy(), "labels.csv", &format!("year,area_code,ethnic_group,people\n{rows}"));
    assert_silent(&text, &["no table of ethnic groups"]);
    assert_says(&text, &["knows `Black`, `White`, and not", "`Blaxk` (the nearest is `Black`)", "`Asain`"]);
}

#[test]
fn unknown_ethnicity_goes_by_many_names_and_two_meanings_are_refused() {
    let labels = ["Prefer not to say", "Undisclosed", "Refused", "Information not yet obtained", "No response"];
    let rows =
        rows("2021,E09000008,", GROUPS, ",9") + &labels.map(|label| format!("2021,E09000008,{label},9\n")).concat();
    let header = "year,area_code,ethnic_group,people\n";
    let text = inspected(&Project::copy(), "unknown.csv", &format!("{header}{rows}"));
    assert_says(&text, &["list `published`", "100% of the labels are known"]);
    let text = inspected(&Project::copy(), "two.csv", &format!("{header}{rows}2021,E09000008,Other/Not known,9\n"));
    assert_says(&text, &["unknown ethnicity label `Other/Not known`"]);
}

#[test]
fn figures_alike_for_forty_letters_have_two_keys() {
    let long = "Number of households owed a prevention duty";
    let text = format!(
        "Year,Area code,Ethnic group,\"{long}, all\",\"{long}, with children\"\n{}",
        rows("2021,E09000008,", GROUPS, ",9,4")
    );
    let project = Project::copy();
    assert_says(&inspected(&project, "households.csv", &text), &["_d_2 = ", "reads 5 observations"]);
    let outcome = project.run(&["add", "households.csv", "--to", "voluntary/households"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
}

#[test]
fn nothing_is_added_that_reads_no_group_or_no_figure() {
    let project = Project::copy();
    let header = "year,area_code,ethnic_group,people\n";
    for (name, text, reason) in [
        (
            "words.csv",
            format!("year,area_code,ethnic_group,words\n{}", rows("2021,E09000008,", GROUPS, ",many of them")),
            "no column of figures",
        ),
        (
            "elsewhere.csv",
            format!("{header}2021,E09000008,All,9\n{}", rows("2021,E07000223,", GROUPS, ",9")),
            "no row of an ethnic group",
        ),
    ] {
        project.write(name, text);
        let outcome = project.run(&["add", name, "--to", "voluntary/nothing"]);
        assert_eq!(outcome.code, 2, "{}", outcome.stdout);
        assert_says(&plain(&outcome.stderr), &["can be read yet", reason]);
        assert!(!project.path("data/voluntary/nothing").exists());
    }
}

#[test]
fn what_is_favourable_is_asked() {
    let project = Project::copy();
    let text = format!("year,area_code,ethnic_group,events\n{}", rows("2021,E09000008,", GROUPS, ",9"));
    project.write("events.csv", text);
    let outcome = project.run(&["add", "events.csv", "--to", "voluntary/one"]);
    assert_says(&outcome.stdout, &["favourable = \"\""]);
    let outcome = project.run(&["add", "events.csv", "--to", "voluntary/two", "--favourable", "higher"]);
    assert_says(&outcome.stdout, &["favourable = \"higher\""]);
}

#[test]
fn words_in_a_title_force_no_list() {
    let text = format!(
        "The employment rate in 2021,,,\nYear,Area code,Ethnic group,rate\n{}",
        rows("2021,E09000008,", GROUPS, ",70.1")
    );
    let text = inspected(&Project::copy(), "rates.csv", &text);
    assert_silent(&text, &["annual-population-survey"]);
    assert_says(&text, &["reads 5 observations"]);
}

/// Published files of layouts that were misread, each with how many observations its recipe reads.
#[test]
fn published_files_are_read_whole() {
    let Some(real) = support::shared("real") else {
        return;
    };
    for (name, observations) in [
        ("more/education/dfe-ees-eyfsp-la-ethnic-group-2021-22.csv", 283),
        ("more/education/dfe-ees-ks4-la-ethnic-major-2018-19.csv", 204),
        ("more/education/dfe-ees-ks4-national-ethnic-2019-20.csv", 38),
        ("more/education/dfe-ees-school-arranged-alternative-provision-la-ethnicity-2022-23.csv", 434),
        ("more/housing/mhclg-h-clic-a8-owed-duty-by-ethnicity-quarterly-2018q2-2025q4-london.csv", 16_380),
    ] {
        let outcome = Project::copy().run(&["inspect", "--brief", real.join(name).to_str().unwrap()]);
        assert!(outcome.stdout.contains(&format!(": {observations} observations\n")), "{}", outcome.stdout);
    }
}

/// Cases from public bug reports, with what must be said of each.
#[test]
fn cases_are_answered() {
    let Some(cases) = support::shared("cases") else {
        return;
    };
    for (name, parts) in [
        (
            "04-iopc-stacked-tables/custody.ods",
            &["second table, which begins on line 7", "`16~` on line 10", "`04/05`"][..],
        ),
        (
            "22-hidden-and-uncomputed/formula-without-value.xlsx",
            &["`=SUM(G3:H3)`", "is a formula without a value", ":3:5"],
        ),
        ("23-note-markers/notes.xlsx", &["`26.0 [r]`", "/Table 1:9:4", "\"[u]\" = { means = \"unreliable\" }"]),
        ("42-time-identifier/quarters.csv", &["reads 10 observations", "period-kind = \"quarter\""]),
        ("43-major-and-minor/groups.csv", &["reads 10 observations", "`school-census-18+1`"]),
    ] {
        let outcome = Project::copy().run(&["inspect", cases.join(name).to_str().unwrap()]);
        assert_says(&plain(&outcome.stdout), parts);
    }
    let project = Project::copy();
    let hidden = cases.join("22-hidden-and-uncomputed/hidden-sheet.xlsx");
    let outcome = project.run(&["add", hidden.to_str().unwrap(), "--to", "voluntary/sheets"]);
    assert_says(&plain(&outcome.stdout), &["the sheet `draft` is not taken: it is hidden"]);
    let card = project.read("data/voluntary/sheets/source.toml");
    assert_eq!(card.matches("[[file]]").count(), 1, "{card}");
}
