//! Spoilt inputs of every kind through `inspect`, `add`, `tally` and `check`: each is read or refused, with no panic, no
//! hang and bounded memory.
//!
//! `SCORECARD_MUTANTS` sets how many there are of each kind (40 by default), `SCORECARD_MUTANTS_FROM` the number of the
//! first, `SCORECARD_MUTANTS_KIND` the only kind. With `SCORECARD_MUTANTS_PROGRAM=1` the program itself is run, which takes
//! longer, and what it prints holds nothing that a terminal would obey. An input that fails is kept, and its path is printed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on is to stop with the reason"
)]

mod seeds;

use std::collections::BTreeMap;
use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::time::{Duration, Instant};

use clap::Parser as _;
use scorecard::args::{Arguments, Command};
use scorecard::{command, report};

use seeds::{Part, Seed};

/// The longest that a command may take, without optimisation and on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);
/// The most memory that all of it may take, in megabytes.
const MOST: u64 = 500;

/// Numbers that look like chance and are the same each time (Marsaglia's xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

/// What turns a reader off its way.
const TOKENS: [&[u8]; 32] = [
    b"\0",
    b"\"",
    b"\n",
    b"\r",
    b",",
    b";",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x1b[2J",
    b"<",
    b">",
    b"/>",
    b"</",
    b"<!--",
    b"<![CDATA[",
    b"&#0;",
    b"&x;",
    b"-1",
    b"0",
    b"4294967295",
    b"2147483647",
    b"99999999999999999999",
    b"1e999",
    b"NaN",
    b"[[",
    b"]]",
    b"{",
    b"}",
    b"null",
    b"= ",
    b"\xe2\x80\xae",
    b"\xf0\x9f\x98\x80",
];

fn spoil(bytes: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let reach = if chance.below(4) == 0 { bytes.len() + 1 } else { 16 };
        let to = (at + chance.below(reach)).min(bytes.len());
        match chance.below(8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..to)),
            2 => {
                let again = bytes[at..to].repeat(1 + chance.below(20));
                bytes.splice(at..at, again);
            }
            3 | 4 => drop(bytes.splice(at..at, TOKENS[chance.below(TOKENS.len())].iter().copied())),
            5 => drop(bytes.splice(at..to, TOKENS[chance.below(TOKENS.len())].iter().copied())),
            6 => number(bytes, at, chance),
            _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << chance.below(8)),
        }
    }
}

/// Puts another number in the place of the next one.
fn number(bytes: &mut Vec<u8>, at: usize, chance: &mut Chance) {
    let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit).map(|place| at + place) else { return };
    let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let other = ["0", "-1", "65536", "1048577", "4294967296", "18446744073709551616", "1e308", "0.0000001"];
    bytes.splice(start..start + length, other[chance.below(other.len())].bytes());
}

/// The file of a spoilt input.
fn mutant(seed: &Seed, chance: &mut Chance) -> Vec<u8> {
    let mut parts: Vec<Part> = seed.parts.clone();
    let place = chance.below(parts.len());
    let inside = parts.len() > 1 || seed.kind == "gz";
    if !inside || chance.below(4) > 0 {
        spoil(&mut parts[place].bytes, chance);
        return seeds::packed(seed.kind, &parts);
    }
    let mut bytes = seeds::packed(seed.kind, &parts);
    spoil(&mut bytes, chance);
    bytes
}

/// A small project, and a place for the inputs.
struct Bench {
    folder: tempfile::TempDir,
    runs_program: bool,
}

impl Bench {
    fn new(root: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&root.join("tests/golden/project"), folder.path());
        fs::copy(root.join("data/layouts.toml"), folder.path().join("data/layouts.toml")).unwrap();
        Self { folder, runs_program: variable("SCORECARD_MUTANTS_PROGRAM") == Some(1) }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// All that a user would do with a file of this kind; what the program said.
    fn try_all(&self, kind: &str, name: &str, bytes: &[u8]) -> String {
        if kind == "toml" {
            return self.replaced(name, bytes, || self.run(&["check"], true));
        }
        let input = self.path(&format!("input.{kind}"));
        fs::write(&input, bytes).unwrap();
        let file = input.to_str().unwrap();
        let records = self.path("records.csv");
        let tally = |records: &str, place: [&str; 2]| {
            let out = self.path("out.csv");
            self.run(&["tally", records, place[0], place[1], "--group", "Area", "--out", out.to_str().unwrap()], false)
        };
        if kind == "geojson" {
            fs::write(&records, "Date,Area,Latitude,Longitude\n2021-06-01,a,50.5,0.5\n2021-06-01,b,50.3,0.3\n")
                .unwrap();
            return tally(records.to_str().unwrap(), ["--boundaries", file]);
        }
        let mut said = self.run(&["inspect", file], false);
        said += &self.run(&["add", file, "--to", "statutory/new"], false);
        let _ = fs::remove_dir_all(self.path("data/statutory/new"));
        said += &match kind {
            "parquet" => self.run(
                &[
                    "tally",
                    file,
                    "--area",
                    "town",
                    "--group",
                    "name",
                    "--date",
                    "seen",
                    "--out",
                    self.path("out.csv").to_str().unwrap(),
                ],
                false,
            ),
            _ => tally(file, ["--area", "Area"]),
        };
        if kind == "csv" {
            said += &self.replaced("data/statutory/homes/accepted.csv", bytes, || self.run(&["check"], true));
        }
        said
    }

    /// Does something with another content of a file of the project.
    fn replaced(&self, name: &str, bytes: &[u8], work: impl FnOnce() -> String) -> String {
        let path = self.path(name);
        let sound = fs::read(&path).unwrap();
        fs::write(&path, bytes).unwrap();
        let said = work();
        fs::write(&path, sound).unwrap();
        said
    }

    /// A command, and what it says on the terminal.
    fn run(&self, words: &[&str], indicators: bool) -> String {
        let data = self.path("data");
        let declared = self.path("indicators");
        let mut all = vec!["scorecard"];
        all.extend(words);
        all.extend(["--data", data.to_str().unwrap()]);
        if indicators {
            all.extend(["--indicators", declared.to_str().unwrap()]);
        }
        if self.runs_program {
            let output = Program::new(env!("CARGO_BIN_EXE_scorecard")).args(&all[1..]).output().unwrap();
            assert!(output.status.code().is_some_and(|code| code <= 2), "{:?}", output.status);
            return String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        }
        let said = match Arguments::try_parse_from(all).unwrap().command {
            Command::Inspect(options) => command::inspect(&options)
                .map(|(text, refused)| text + &refused.map_or_else(String::new, |error| error.to_string())),
            Command::Add(options) => command::add(&options),
            Command::Check(folders) => {
                command::check(&folders).map(|checked| checked.warnings.iter().map(ToString::to_string).collect())
            }
            Command::Tally(options) => {
                command::tally(&options, &|_, _, _| {}).map(|tally| report::tally::summary(&tally, false))
            }
            Command::Run(_)
            | Command::Init { .. }
            | Command::Show(_)
            | Command::Calc(_)
            | Command::Completions { .. } => {
                unreachable!("no other command is tried")
            }
        };
        said.unwrap_or_else(|error| format!("{error}{}", error.hint().unwrap_or_default()))
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() { copy(&path, &target) } else { _ = fs::copy(&path, &target).unwrap() }
    }
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// The most memory that the process has taken so far, in megabytes; none where the system does not say.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? >> 10)
}

/// A character that a terminal obeys.
fn is_obeyed(letter: char) -> bool {
    letter.is_control() && letter != '\n'
}

/// What went wrong with an input, if anything did.
fn fault(bench: &Bench, (kind, name): (&str, &str), bytes: &[u8]) -> (Option<String>, Duration) {
    let start = Instant::now();
    let said = panic::catch_unwind(AssertUnwindSafe(|| bench.try_all(kind, name, bytes)));
    let took = start.elapsed();
    let fault = match said {
        Err(_) => Some("a panic".to_owned()),
        Ok(_) if took > LONGEST => Some(format!("{took:?}")),
        Ok(_) if memory().is_some_and(|most| most > MOST) => Some(format!("{} MB", memory().unwrap_or_default())),
        Ok(said) => said
            .chars()
            .find(|letter| bench.runs_program && is_obeyed(*letter))
            .map(|letter| format!("it says {letter:?}: {said:.300}")),
    };
    (fault, took)
}

#[test]
fn spoilt_inputs_are_read_or_refused() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (rounds, first) =
        (variable("SCORECARD_MUTANTS").unwrap_or(40), variable("SCORECARD_MUTANTS_FROM").unwrap_or(1));
    let only = std::env::var("SCORECARD_MUTANTS_KIND").ok();
    let bench = Bench::new(root);
    let mut faults: Vec<String> = Vec::new();
    let mut slowest: BTreeMap<&str, (u64, Duration)> = BTreeMap::new();
    let places = ["data/statutory/homes/source.toml", "indicators/housing.toml", "data/phases.toml"];
    let mut cards = places.iter().cycle();
    for seed in seeds::all(root) {
        let name = if seed.kind == "toml" { cards.next().unwrap() } else { "" };
        if only.as_deref().is_some_and(|only| only != seed.kind) {
            continue;
        }
        for number in first..first + rounds {
            let bytes = mutant(&seed, &mut Chance(number.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
            let (fault, took) = fault(&bench, (seed.kind, name), &bytes);
            let (count, longest) = slowest.entry(seed.kind).or_default();
            (*count, *longest) = (*count + 1, took.max(*longest));
            if let Some(fault) = fault {
                let kept = std::env::temp_dir().join(format!("scorecard-mutant-{number}.{}", seed.kind));
                fs::write(&kept, &bytes).unwrap();
                faults.push(format!("{}: {fault}", kept.display()));
                assert!(faults.len() < 10, "{}", faults.join("\n"));
            }
        }
    }
    println!("{slowest:?}; {} MB", memory().unwrap_or_default());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
