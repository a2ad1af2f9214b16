//! What the program writes, and what it leaves alone: nothing of the user's is lost.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use crate::support::{Outcome, Project, checksum, contents, files};

const REPORT: &str = "reports/phase-3";
const RUN: [&str; 3] = ["run", "--phase", "3"];

fn assert_refused(outcome: &Outcome, start: &str) {
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{}", outcome.stderr);
    assert!(outcome.stderr.starts_with(start), "{}", outcome.stderr);
}

#[test]
fn a_report_with_files_of_somebody_else_stays_as_it_is() {
    let project = Project::copy();
    assert_eq!(project.run(&RUN).code, 0);
    project.write("reports/phase-3/slides.pptx", "mine");
    project.write("reports/phase-3/data/notes/a.txt", "mine");
    let before = contents(&project.path(REPORT));
    let outcome = project.run(&RUN);
    let message = "error: `reports/phase-3` holds files that no report put there: `data/notes/a.txt`, `slides.pptx`\n";
    assert_refused(&outcome, message);
    assert!(contents(&project.path(REPORT)) == before);
    // Those of the system are nobody's.
    fs::remove_file(project.path("reports/phase-3/slides.pptx")).unwrap();
    fs::remove_dir_all(project.path("reports/phase-3/data/notes")).unwrap();
    project.write("reports/phase-3/.DS_Store", "");
    assert_eq!(project.run(&RUN).code, 0);
}

#[test]
fn a_folder_that_no_report_is_in_is_nobodys_to_empty() {
    let project = Project::copy();
    project.write("reports/phase-3/index.html", "my own page");
    assert_refused(&project.run(&RUN), "error: `reports/phase-3` holds files that no report put there: `index.html`");
    assert_eq!(project.read("reports/phase-3/index.html"), "my own page");
    // A link could lead anywhere.
    fs::remove_file(project.path("reports/phase-3/index.html")).unwrap();
    project.write("elsewhere/a.txt", "mine");
    symlink(project.path("elsewhere"), project.path("reports/phase-3/data")).unwrap();
    assert_refused(&project.run(&RUN), "error: `reports/phase-3` holds files that no report put there: `data`");
    assert_eq!(project.read("elsewhere/a.txt"), "mine");
}

#[test]
fn a_table_under_version_control_is_made_again() {
    let project = Project::copy();
    let table = "reports/phase-3/data/scorecard.csv";
    project.write(table, fs::read(crate::support::root().join(table)).unwrap());
    assert_eq!(project.run(&RUN).code, 0);
    fs::remove_dir_all(project.path(REPORT)).unwrap();
    project.write(table, "my,own,table\n");
    assert_refused(&project.run(&RUN), "error: `reports/phase-3` holds files that no report put there");
}

#[test]
fn the_manifest_lists_every_other_file_of_the_report() {
    let project = Project::copy();
    assert_eq!(project.run(&RUN).code, 0);
    let manifest: serde_json::Value = serde_json::from_str(&project.read("reports/phase-3/manifest.json")).unwrap();
    let listed = manifest["files"].as_array().unwrap().iter();
    let mut listed: Vec<_> = listed.map(|name| project.path(REPORT).join(name.as_str().unwrap())).collect();
    listed.push(project.path("reports/phase-3/manifest.json"));
    listed.sort();
    assert_eq!(listed, files(&project.path(REPORT)));
}

#[test]
fn a_link_stays_a_link() {
    let project = Project::copy();
    fs::create_dir_all(project.path("shared-drive/slides")).unwrap();
    fs::create_dir_all(project.path("reports")).unwrap();
    symlink("../shared-drive/slides", project.path(REPORT)).unwrap();
    for _ in 0..2 {
        assert_eq!(project.run(&RUN).code, 0);
        assert!(project.path(REPORT).is_symlink());
        assert!(project.path("shared-drive/slides/index.html").is_file());
    }
    fs::remove_dir_all(project.path("shared-drive")).unwrap();
    assert_refused(&project.run(&RUN), "error: `reports/phase-3` is a link to a folder that is not there");
    project.write("real.csv", "old");
    symlink("real.csv", project.path("link.csv")).unwrap();
    project.write("cases.csv", "id,x1,n1,x2,n2\na,1,10,2,20\n");
    let command = ["calc", "risk-ratio", "--input", "cases.csv", "--out", "link.csv"];
    assert_eq!(project.run(&command).code, 0);
    assert!(project.path("link.csv").is_symlink() && project.read("real.csv").starts_with("id,"));
}

#[test]
fn what_is_in_the_way_is_refused_before_anything_is_written() {
    let project = Project::copy();
    project.write(REPORT, "a file");
    assert_refused(&project.run(&RUN), "error: `reports/phase-3` is a file, and the report is a folder");
    assert_eq!(contents(&project.path("reports")).len(), 1);
}

/// As the program leaves it when it is killed between two renames, or before or after them.
#[test]
fn the_next_run_puts_right_what_a_killed_one_left() {
    let project = Project::copy();
    assert_eq!(project.run(&RUN).code, 0);
    let whole = contents(&project.path(REPORT));
    fs::rename(project.path(REPORT), project.path("reports/.phase-3.scorecard-old-71-0")).unwrap();
    project.write("reports/.phase-3.scorecard-new-71-0/index.html", "half");
    // Also a run that is refused gives the old report back.
    let refused = project.run(&["run", "--phase", "3", "--borough", "Croyden"]);
    assert_eq!(refused.code, 2);
    assert!(contents(&project.path(REPORT)) == whole);
    project.write("reports/.phase-3.scorecard-new-71-0/index.html", "half");
    fs::create_dir(project.path("reports/phase-3/.attempt.scorecard-new-71-0")).unwrap();
    assert_eq!(project.run(&RUN).code, 0);
    assert!(contents(&project.path(REPORT)) == whole);
    assert_eq!(fs::read_dir(project.path("reports")).unwrap().count(), 1);
}

#[test]
fn nothing_is_written_into_the_data_or_over_an_input() {
    let project = Project::copy();
    project.write("records.csv", "Date,Borough,Group\n2021-06-01,Croydon,White\n");
    project.write("counts.left-out.csv", project.read("records.csv"));
    fs::hard_link(project.path("records.csv"), project.path("same.csv")).unwrap();
    symlink("records.csv", project.path("link.csv")).unwrap();
    let before = contents(&project.path(""));
    let tally = |files: &[&'static str], out: &'static str| {
        project.run(&[&["tally"], files, &["--area", "Borough", "--group", "Group", "--out", out]].concat())
    };
    for out in ["records.csv", "./records.csv", "same.csv", "link.csv"] {
        assert_refused(&tally(&["records.csv"], out), &format!("error: `{out}` is read by this command"));
    }
    assert_refused(&tally(&["counts.left-out.csv"], "counts.csv"), "error: `counts.left-out.csv` is read");
    for out in ["data/areas.csv", "data/new.csv", "indicators/housing.toml"] {
        assert_refused(&tally(&["records.csv"], out), &format!("error: `{out}` lies in `"));
        let calc = project.run(&["calc", "risk-ratio", "--input", "records.csv", "--out", out]);
        assert_refused(&calc, &format!("error: `{out}` lies in `"));
    }
    let calc = project.run(&["calc", "risk-ratio", "--input", "records.csv", "--out", "same.csv"]);
    assert_refused(&calc, "error: `same.csv` is read by this command");
    let boundaries = ["tally", "records.csv", "--boundaries", "same.csv", "--group", "Group", "--out", "records.csv"];
    assert_refused(&project.run(&boundaries), "error: `records.csv` is read by this command");
    for out in ["data", "indicators/mine", "data/../data/statutory"] {
        assert_refused(
            &project.run(&["run", "--phase", "3", "--out", out]),
            &format!("error: `{out}/phase-3` lies in `"),
        );
    }
    assert!(contents(&project.path("")) == before);
}

#[test]
fn a_file_is_replaced_whole_and_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::copy();
    project.write("cases.csv", "id,x1,n1,x2,n2\na,1,10,2,20\n");
    project.write("out.csv", "old");
    project.write(".out.csv.scorecard-new-71-0", "left by a run that was killed");
    fs::set_permissions(project.path("out.csv"), fs::Permissions::from_mode(0o640)).unwrap();
    let command = ["calc", "risk-ratio", "--input", "cases.csv", "--out", "out.csv"];
    assert_eq!(project.run(&command).code, 0);
    assert!(project.read("out.csv").starts_with("id,"));
    assert!(!project.path(".out.csv.scorecard-new-71-0").exists());
    assert_eq!(project.path("out.csv").metadata().unwrap().permissions().mode() & 0o777, 0o640);
    fs::set_permissions(project.path("out.csv"), fs::Permissions::from_mode(0o440)).unwrap();
    assert_refused(&project.run(&command), "error: cannot write `out.csv`: permission denied");
    let into_folder = ["calc", "risk-ratio", "--input", "cases.csv", "--out", "data/.."];
    assert_refused(&project.run(&into_folder), "error: `data/..` is a folder");
}

/// Runs a shell line in a project, `scorecard` being the program.
fn shell(project: &Project, line: &str) -> Outcome {
    let output = Command::new("bash")
        .args(["-c", &format!("scorecard() {{ '{}' \"$@\"; }}; {line}", env!("CARGO_BIN_EXE_scorecard"))])
        .current_dir(project.path(""))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Outcome { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[test]
fn what_cannot_be_printed_is_said_and_what_nobody_hears_is_no_crash() {
    let project = Project::copy();
    project.write("cases.csv", "id,x1,n1,x2,n2\na,1,10,2,20\n");
    for command in ["check", "show Croydon", "calc risk-ratio --input cases.csv", "calc risk-ratio 1 10 2 20", "--help"]
    {
        let outcome = shell(&project, &format!("scorecard {command} >/dev/full"));
        assert_eq!(outcome.code, 2, "{command}: {}", outcome.stderr);
        if command != "--help" {
            let message = "error: cannot write `standard output`: no space left on device\n  hint: make room";
            assert!(outcome.stderr.starts_with(message), "{}", outcome.stderr);
        }
    }
    let outcome = shell(&project, "scorecard calc risk-ratio --input cases.csv --out /dev/full");
    assert_eq!(outcome.code, 2);
    for (command, code) in [("run --phase 99", 2), ("check --data nowhere", 2), ("inspect indicators", 2)] {
        assert_eq!(shell(&project, &format!("scorecard {command} 2>/dev/full")).code, code, "{command}");
        let closed = shell(&project, &format!("scorecard {command} 2> >(exec true); sleep 0.1"));
        assert_eq!(closed.code, 0);
        assert_eq!(shell(&project, &format!("scorecard {command} 2>&-")).code, code, "{command}");
    }
    let printed = shell(&project, "scorecard calc risk-ratio --input cases.csv --out /dev/stdout | head -c 3");
    assert_eq!(printed.stdout, "id,");
}

#[test]
fn what_comes_out_of_a_pipe_is_read_once() {
    let project = Project::copy();
    let file = "data/statutory/mhclg-homelessness/acceptances.csv";
    let outcome = shell(&project, &format!("scorecard add <(cat {file}) --to statutory/piped"));
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(project.read("data/statutory/piped/piped.csv"), project.read(file));
    let sum = checksum(project.read(file).as_bytes());
    let named = format!("name = \"piped.csv\"\nsha256 = \"{sum}\"\n");
    assert!(project.read("data/statutory/piped/source.toml").contains(&named));
    let inspected = shell(&project, &format!("scorecard inspect <(cat {file})"));
    assert!(inspected.stdout.contains(&sum), "{}", inspected.stdout);
    let empty = shell(&project, "scorecard add <(true) --to statutory/empty");
    assert_eq!(empty.code, 1);
    assert!(!project.path("data/statutory/empty").exists());
    project.write("source.toml", project.read(file));
    let taken = project.run(&["add", "source.toml", "--to", "statutory/taken"]);
    assert_refused(&taken, "error: a file `source.toml` cannot lie in the folder of a source");
}

#[test]
fn a_project_is_made_where_the_user_stands() {
    let project = Project::empty();
    fs::create_dir(project.path("here")).unwrap();
    let outcome = shell(&project, "cd here && scorecard init . && scorecard check >/dev/null && ls -A");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ".\nREADME.md\ndata\ndocs\nindicators\n"));
}
