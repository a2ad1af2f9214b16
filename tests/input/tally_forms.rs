//! `scorecard tally` and the forms in which records come: packed, in Parquet, large, from a pipe.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use tables::parquet::{self, Column, Values};

use crate::support::Project;
use crate::tally::{EXTRACT, extract, faults};

/// The records of a CSV file as Parquet: texts, and whole numbers in the last of the columns that has a name.
fn as_parquet(text: &str) -> Vec<u8> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = reader.headers().unwrap().iter().map(|name| name.trim().to_owned()).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let named = header.iter().enumerate().filter(|(_, name)| !name.is_empty());
    let column = |(place, name): (usize, &String)| {
        let cells = rows.iter().map(|row| row[place].trim());
        let values = if name == "Searches" {
            Values::Whole(cells.map(|cell| cell.parse().ok()).collect())
        } else {
            Values::Text(cells.map(|cell| Some(cell.to_owned()).filter(|cell| !cell.is_empty())).collect())
        };
        Column { name: name.clone(), values }
    };
    parquet::write(&named.map(column).collect::<Vec<_>>()).unwrap()
}

#[test]
fn a_packed_file_is_counted_as_its_text_is() {
    let (project, command) = extract();
    let plain = project.run(&command);
    assert_eq!(plain.code, 0, "{}", plain.stderr);
    let counts = project.read("counts.csv");
    let pack = |text: &str| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(text.as_bytes()).unwrap();
        packer.finish().unwrap()
    };
    // Two packed pieces one after another are one file.
    let (first, rest) = EXTRACT.split_at(EXTRACT.len() / 2);
    let packed = [pack(first), pack(rest)].concat();
    project.write("extract.csv", &packed);
    let outcome = project.run(&command);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(project.read("counts.csv"), counts);
    let (project, command) = extract();
    let (cut_short, _) = packed.split_at(packed.len() - 12);
    project.write("extract.csv", cut_short);
    let faults = faults(&project, &command);
    assert!(faults.contains("the file cannot be read"), "{faults}");
}

#[test]
fn records_in_parquet_are_counted_as_those_in_csv_beside_them() {
    let (project, mut command) = extract();
    assert_eq!(project.run(&command).code, 0);
    let (counts, left_out) = (project.read("counts.csv"), project.read("counts.left-out.csv"));
    project.write("as-parquet/extract.parquet", as_parquet(EXTRACT));
    command[1] = "as-*/*.parquet";
    assert_eq!(project.run(&command).code, 0);
    assert_eq!((project.read("counts.csv"), project.read("counts.left-out.csv")), (counts, left_out));
    let mixed = [&["tally", "extract.csv"], &command[1..]].concat();
    let outcome = project.run(&mixed);
    assert!(outcome.stderr.starts_with("          30  100.0%"), "{}", outcome.stderr);
    project.write("as-parquet/cut.parquet", &as_parquet(EXTRACT)[..200]);
    let faults = faults(&project, &command);
    assert!(faults.starts_with("error: the parquet file is cut short or damaged: "), "{faults}");
    assert!(faults.contains("\n  --> as-parquet/cut.parquet\n"), "{faults}");
}

/// 100 megabytes whose last record opens a quote: found at its line, in bounded memory.
#[test]
fn a_quote_that_is_not_closed_at_the_end_of_a_large_file_is_found() {
    let (project, command) = extract();
    let row = "30/09/2020,Croydon,Asian,Arrest,2,,\n";
    let rows = (100 << 20) / row.len();
    let large = format!("{EXTRACT}{}30/09/2020,\"Croydon,Asian,Arrest,2,,\n", row.repeat(rows));
    project.write("extract.csv", large);
    let faults = faults(&project, &command);
    let place = format!("\n  --> extract.csv:{}\n", 8 + rows);
    assert!(faults.contains(&place), "{faults}");
}

/// What comes out of a pipe comes once.
#[cfg(unix)]
#[test]
fn records_and_figures_are_read_from_a_pipe() {
    let text = "Date,Area,Group\n2021-06-01,Croydon,White\n2021-06-02,Sutton,Asian\n".repeat(300);
    let text = text.replacen("Date", "When", 1).replace("\nDate,Area,Group", "").replacen("When", "Date", 1);
    let project = Project::copy();
    let piped = |words: &[&str]| {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_scorecard"))
            .args(words)
            .current_dir(project.path(""))
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{:?}", output.status);
        String::from_utf8(output.stdout).unwrap()
    };
    piped(&["tally", "/dev/stdin", "--area", "Area", "--group", "Group", "--out", "counts.csv"]);
    assert!(project.read("counts.csv").contains("2021-06,E09000008,White,300\n"));
    let said = piped(&["inspect", "/dev/stdin"]);
    assert!(said.contains("600 rows of 3 columns"), "{said}");
}
