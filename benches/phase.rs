//! How long a user waits: the whole report of a phase with all boroughs named, without the build; a check of all data;
//! one borough in the terminal; and the start of the program.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot go on is to stop")]

use std::path::Path;
use std::process::{Command as Process, Output};

use clap::Parser;
use divan::Bencher;
use scorecard::area::Level;
use scorecard::args::{Arguments, Command, Run};
use scorecard::command;
use scorecard::finding::Findings;
use scorecard::project::Project;

fn main() {
    divan::main();
}

/// A path below the folder of the project.
fn path(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    path.to_str().unwrap().to_owned()
}

/// The command that makes the report of phase 4 with every borough at its head.
fn all_boroughs(out: &Path) -> Run {
    let areas = Project::areas(Path::new(&path("data")), &mut Findings::new()).unwrap();
    let mut words = ["scorecard", "run", "--phase", "4"].map(str::to_owned).to_vec();
    let (data, indicators) = (path("data"), path("indicators"));
    let folders = [("--data", data.as_str()), ("--indicators", &indicators), ("--out", out.to_str().unwrap())];
    let boroughs = areas.of_level(Level::Borough).map(|area| ("--borough", area.code.as_str()));
    for (option, value) in boroughs.chain(folders) {
        words.extend([option.to_owned(), value.to_owned()]);
    }
    let Command::Run(options) = Arguments::parse_from(words).command else {
        panic!("the command is not `run`");
    };
    options
}

#[divan::bench]
fn report_of_a_phase_with_all_boroughs(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let options = all_boroughs(folder.path());
    bencher.bench_local(|| command::run(&options, &|_, _, _| {}).unwrap());
}

#[divan::bench]
fn check_of_all_data(bencher: Bencher<'_, '_>) {
    let folders = all_boroughs(Path::new("out")).folders;
    bencher.bench_local(|| command::check(&folders).unwrap().files);
}

fn program(arguments: &[&str]) -> Output {
    let mut process = Process::new(env!("CARGO_BIN_EXE_scorecard"));
    process.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    process.output().unwrap()
}

#[divan::bench]
fn start_of_the_program() -> Output {
    program(&["--help"])
}

#[divan::bench]
fn one_borough_in_the_terminal() -> Output {
    program(&["show", "Croydon"])
}
