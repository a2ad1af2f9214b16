//! What grows must not grow faster than its input: each benchmark doubles the size twice, and its time may do the same.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on is to stop")]

use std::fmt::Write as _;
use std::path::Path;

use divan::Bencher;
use scorecard::args::Folders;
use scorecard::command;
use scorecard::project::Root;
use statistics::Confidence;
use statistics::pooling::{self, Stratum};
use statistics::proportion::Proportion;
use tables::finding::{Findings, Location, Problem, Severity};
use tempfile::TempDir;

fn main() {
    divan::main();
}

const AREAS: usize = 33;
const GROUPS: [&str; 5] = ["White", "Mixed", "Asian", "Black", "Other"];

/// A project with one file that holds a slice for each of some measures, and the measures.
fn of_measures(measures: usize) -> TempDir {
    let mut rows = "year,area_code,ethnic_group,what,pupils,achieved\n".to_owned();
    let mut declared = "title = \"Schools\"\nquestion = \"How?\"\n".to_owned();
    let areas = "code,name,other_names,level,police_force,integrated_care_board,region,country\n".to_owned();
    let areas = (0..AREAS).fold(areas, |text, area| text + &format!("E099{area:05},Area {area},,borough,,,,\n"));
    for measure in 0..measures {
        for area in 0..AREAS {
            for (place, group) in GROUPS.iter().enumerate() {
                let achieved = 100 + (measure * 7 + area * 3 + place) % 300;
                writeln!(rows, "2017,E099{area:05},{group},w{measure},900,{achieved}").unwrap();
            }
        }
        writeln!(
            declared,
            "[[measure]]\nid = \"m{measure}\"\nshort = \"m\"\ntitle = \"m\"\nquestion = \"m?\"\nkind = \"proportion\"\n\
             unit = \"% of pupils\"\nfavourable = \"higher\"\nsource = \"schools\"\nwhere = {{ what = \"w{measure}\" }}\n\
             numerator = {{ column = \"achieved\", words = \"pupils\" }}\n\
             denominator = {{ column = \"pupils\", words = \"pupils\" }}\noutcome = \"achieve\"\ncomparator = \"white\""
        )
        .unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    for table in ["categories.csv", "classifications.csv", "labels.csv"] {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ethnicity").join(table);
        write(&format!("data/ethnicity/{table}"), &std::fs::read_to_string(own).unwrap());
    }
    write("data/areas.csv", &areas);
    write("data/clock.toml", "time-zone = \"UTC\"\n");
    write(
        "data/phases.toml",
        "equivalence-band = [0.8, 1.25]\nindicators = [\"schools\"]\n[[phase]]\nnumber = 1\ntitle = \"One\"\n\
         from = \"2016-01\"\nto = \"2018-12\"\nboroughs = []\n",
    );
    write("data/statutory/schools/rows.csv", &rows);
    write(
        "data/statutory/schools/source.toml",
        &format!(
            "publisher = \"p\"\ntitle = \"t\"\naddress = \"a\"\nlicence = \"l\"\npublished = \"2018\"\naccessed = \"2018\"\n\
             [[file]]\nname = \"rows.csv\"\nsha256 = \"{}\"\nlayout = \"tidy\"\nscheme = \"published\"\n\
             classification = \"2011-5+1\"\nperiod = \"year\"\nperiod-kind = \"calendar-year\"\narea = \"area_code\"\n\
             ethnicity = \"ethnic_group\"\ndimensions = [\"what\"]\nfigures = [\"pupils\", \"achieved\"]\n",
            tables::checksum::of_bytes(rows.as_bytes())
        ),
    );
    write("indicators/schools.toml", &declared);
    folder
}

#[divan::bench(args = [50, 100, 200])]
fn check_of_measures_in_one_file(bencher: Bencher<'_, '_>, measures: usize) {
    let folder = of_measures(measures);
    let Root { data, indicators } = Root::new(folder.path());
    let folders = Folders { data, indicators };
    bencher.bench_local(|| command::check(&folders).unwrap().measures);
}

#[divan::bench(args = [25_000, 50_000, 100_000])]
fn findings_of_one_kind(bencher: Bencher<'_, '_>, count: u64) {
    let mut findings = Findings::new();
    for line in 0..count {
        let problem = Problem::error(format!("`{line}x` is no number"), "correct it");
        findings.add(problem, Location::line(Path::new("rows.csv"), line));
    }
    bencher.bench_local(|| findings.shown(Severity::Error).len());
}

#[divan::bench(args = [2_500, 5_000, 10_000])]
fn strata_that_are_pooled(bencher: Bencher<'_, '_>, count: u64) {
    let share = |events| Proportion::new(events, 900).unwrap();
    let strata: Vec<Stratum> =
        (0..count).map(|place| Stratum { first: share(100 + place % 300), second: share(200 + place % 200) }).collect();
    bencher.bench_local(|| pooling::inverse_variance(&strata, Confidence::P95).map(|pooled| pooled.strata));
}
