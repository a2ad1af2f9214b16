//! `scorecard tally` and texts in the column of dates that are none.

use crate::support::Project;

const COMMAND: [&str; 8] = ["tally", "records*.csv", "--area", "Borough", "--group", "Group", "--out", "counts.csv"];

/// What the program says of these records; nothing when it counts them.
fn faults(files: &[(&str, &str)], options: &[&str]) -> String {
    let project = Project::copy();
    for (name, text) in files {
        project.write(name, text);
    }
    let outcome = project.run(&[&COMMAND, options].concat());
    assert_eq!(project.path("counts.csv").exists(), outcome.code == 0, "{}", outcome.stderr);
    if outcome.code == 0 { String::new() } else { outcome.stderr }
}

fn of(dates: &[&str]) -> String {
    let rows: String = dates.iter().flat_map(|date| [*date, ",Croydon,White\n"]).collect();
    faults(&[("records.csv", &format!("Date,Borough,Group\n{rows}"))], &[])
}

/// Months pasted together: a second header, with the mark that stood before the first of the other file.
#[test]
fn a_second_header_is_known_as_one() {
    for (mark, quote) in [("", ""), ("\u{feff}", ""), ("\u{feff}", "\"")] {
        let header = format!("{mark}{quote}Date{quote},Borough,Group\n");
        let text =
            format!("{header}2021-06-01,Croydon,White\n2021-06-02,Croydon,Asian\n{header}2021-07-01,Croydon,White\n");
        let faults = faults(&[("records.csv", &text)], &[]);
        assert!(
            faults.starts_with(
                "error: the header stands here again: the file was joined from several\n  --> records.csv:4:1\n"
            ),
            "{faults}"
        );
        let text = text.replace("2021-0", "202");
        assert!(self::faults(&[("records.csv", &text)], &[]).contains("records.csv:4:1\n"));
    }
}

/// A mark in the middle of a file belongs to no cell.
#[test]
fn a_byte_order_mark_in_the_middle_is_no_part_of_a_text() {
    let project = Project::copy();
    project.write("records.csv", "Borough,Date,Group\nCroydon,2021-06-01,White\n\u{feff}Croydon,2021-06-02,White\n");
    let outcome = project.run(&COMMAND);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(project.read("counts.csv"), "period,area_code,ethnic_group,events\n2021-06,E09000008,White,2\n");
}

#[test]
fn a_text_among_dates_that_is_none_is_a_fault_with_its_line() {
    for (text, reason) in [
        ("n/a", "`n/a` in column `Date` is no date and no period"),
        ("2016/17", "`2016/17` in column `Date` is no date, and others in the column are"),
        ("2021-06-31", "`2021-06-31` in column `Date` is no date"),
        ("30/06/21", "`30/06/21` in column `Date` is no date"),
        ("44377", "looks like the number that a spreadsheet gives a day, here 2021-06-30"),
        ("Oct-11", "`Oct-11` in column `Date` can be a month of a year or a day of a month"),
    ] {
        let faults = of(&["2021-06-01", "2021-06-02", text, "2021-06-03", text]);
        assert!(faults.starts_with("error: ") && faults.contains(reason), "{faults}");
        assert!(faults.contains("  --> records.csv:4:1\n  and line 6\n"), "{faults}");
    }
}

#[test]
fn labels_of_periods_are_counted_and_what_is_none_among_them_is_not() {
    for labels in
        [&["2016/17", "2017/18"][..], &["Q1", "Q2", ""], &["2016"], &["2021-06-01", "20210602", "03/06/2021", ""]]
    {
        assert_eq!(of(labels), "");
    }
    for doubted in ["44377", "Oct-11", "unknown", "Date", "31/06/2021"] {
        let faults = of(&["2016/17", doubted]);
        assert!(faults.contains("  --> records.csv:3:1\n"), "{faults}");
    }
}

#[test]
fn a_condition_leaves_faulty_records_out() {
    let text = "Date,Borough,Group\n2021-06-01,Croydon,White\nn/a,Croydon,White\n";
    assert_eq!(faults(&[("records.csv", text)], &["--where", "Date!=n/a"]), "");
    assert_eq!(faults(&[("records.csv", text)], &["--where", "Group=Asian"]), "");
}

#[test]
fn labels_in_one_file_and_dates_in_another_are_a_fault() {
    let file = |date: &str| format!("Date,Borough,Group\n{date},Croydon,White\n");
    let faults = faults(&[("records-1.csv", &file("2021-06-01")), ("records-2.csv", &file("2020/21"))], &[]);
    assert!(
        faults.starts_with(
            "error: `2020/21` in column `Date` is no date, and others in the column are\n  --> records-2.csv\n"
        ),
        "{faults}"
    );
}
