//! Runs that are killed, and two at once: the report is whole, old or new, and nobody's file is gone.
//! `SCORECARD_ROUNDS=300` makes 300 rounds of each.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Project, contents};

const REPORT: &str = "reports/phase-3";
const OPTIONS: [&[&str]; 2] = [&["run", "--phase", "3"], &["run", "--phase", "3", "--comparator", "white-british"]];

type Contents = BTreeMap<PathBuf, Vec<u8>>;

fn rounds() -> u32 {
    std::env::var("SCORECARD_ROUNDS").map_or(3, |rounds| rounds.parse().unwrap())
}

fn start(project: &Project, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scorecard"));
    command.args(arguments).current_dir(project.path("")).stdout(Stdio::null()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

fn finish(child: Child) -> (i32, String) {
    let output = child.wait_with_output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// A project in which somebody else keeps files beside the report, and the two reports that its commands make.
fn project() -> (Project, [Contents; 2], Duration) {
    let project = Project::copy();
    project.write("reports/notes.txt", "mine");
    project.write("reports/.phase-3.new/slides.txt", "mine");
    let before = Instant::now();
    let reports = OPTIONS.map(|options| {
        assert_eq!(project.run(options).code, 0);
        contents(&project.path(REPORT))
    });
    assert!(reports[0] != reports[1]);
    (project, reports, before.elapsed() / 2)
}

fn assert_others_are_there(project: &Project) {
    assert_eq!(project.read("reports/notes.txt"), "mine");
    assert_eq!(project.read("reports/.phase-3.new/slides.txt"), "mine");
}

#[test]
fn of_two_runs_at_once_one_is_the_report() {
    let (project, reports, _) = project();
    for round in 0..rounds() {
        let children = OPTIONS.map(|options| start(&project, options));
        for child in children {
            assert_eq!(finish(child), (0, String::new()), "round {round}");
        }
        assert!(reports.contains(&contents(&project.path(REPORT))), "round {round}");
    }
    assert_others_are_there(&project);
    assert_eq!(std::fs::read_dir(project.path("reports")).unwrap().count(), 3);
}

#[test]
fn a_run_that_is_killed_leaves_the_report_old_or_new() {
    let (project, reports, whole) = project();
    let (mut between, mut old, mut new) = (0, 0, 0);
    for round in 0..rounds() {
        // The moments are spread over the run, more of them where it writes.
        let share = f64::from(round) * 0.618_034 % 1.0;
        let before = project.path(REPORT).exists().then(|| contents(&project.path(REPORT)));
        let mut child = start(&project, OPTIONS[usize::try_from(round).unwrap() % 2]);
        std::thread::sleep(whole.mul_f64(0.2 + share.sqrt()));
        child.kill().unwrap();
        child.wait().unwrap();
        // Between two renames the old report is beside its place, for the next run to put back.
        if !project.path(REPORT).exists() {
            between += 1;
            continue;
        }
        let now = contents(&project.path(REPORT));
        assert!(reports.contains(&now), "round {round}");
        if before == Some(now) { old += 1 } else { new += 1 }
    }
    let message = format!("killed {} runs: {old} old, {new} new, {between} between two renames\n", rounds());
    std::io::Write::write_all(&mut std::io::stderr(), message.as_bytes()).unwrap();
    assert_eq!(project.run(OPTIONS[0]).code, 0);
    assert!(contents(&project.path(REPORT)) == reports[0]);
    assert_others_are_there(&project);
    assert_eq!(std::fs::read_dir(project.path("reports")).unwrap().count(), 3);
}

#[test]
fn of_two_sources_added_at_once_one_is_whole() {
    let project = Project::copy();
    let file = "data/statutory/mhclg-homelessness/acceptances.csv";
    project.write("one.csv", project.read(file));
    project.write("two.csv", project.read(file).replace(",194\n", ",195\n"));
    for round in 0..rounds() {
        let to = format!("voluntary/new-{round}");
        let children = ["one.csv", "two.csv"].map(|file| start(&project, &["add", file, "--to", &to]));
        let mut codes = children.map(|child| finish(child).0);
        codes.sort_unstable();
        assert_eq!(codes, [0, 2], "round {round}");
        let folder = format!("data/{to}");
        let files = contents(&project.path(&folder));
        assert_eq!(files.len(), 2, "round {round}");
        let card = project.read(&format!("{folder}/source.toml"));
        let (name, bytes) = files.iter().find(|(name, _)| name.extension().unwrap() == "csv").unwrap();
        let sum = crate::support::checksum(bytes);
        assert!(card.contains(&format!("name = \"{}\"\nsha256 = \"{sum}\"", name.display())), "{card}");
    }
}

#[test]
fn of_two_tallies_at_once_one_is_both_files() {
    let project = Project::copy();
    project.write("one.csv", "Date,Borough,Group\n2021-06-01,Croydon,White\n");
    project.write("two.csv", "Date,Borough,Group\n2021-07-01,Sutton,Asian\n2021-07-02,Sutton,Asian\n");
    let command = |file| ["tally", file, "--area", "Borough", "--group", "Group", "--out", "counts.csv"];
    let pair = || (project.read("counts.csv"), project.read("counts.left-out.csv"));
    let pairs = ["one.csv", "two.csv"].map(|file| {
        assert_eq!(project.run(&command(file)).code, 0);
        pair()
    });
    assert!(pairs[0].0 != pairs[1].0 && pairs[0].1 != pairs[1].1);
    for round in 0..rounds() {
        let children = ["one.csv", "two.csv"].map(|file| start(&project, &command(file)));
        for child in children {
            assert_eq!(finish(child).0, 0, "round {round}");
        }
        assert!(pairs.contains(&pair()), "round {round}");
    }
}
