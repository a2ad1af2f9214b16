//! How long counting takes: 10 million records of 33 areas, 19 ethnic codes, 4 periods and 20 measures, and placing a
//! million points in 33 areas.
//!
//! `cargo bench --bench tally -- --write FOLDER` writes the records instead, as `records-10.csv` (10 million) and
//! `records-100.csv`, for `benches/duckdb.py`, which measures the same beside `DuckDB`.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a benchmark that cannot go on is to stop")]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use divan::Bencher;
use divan::counter::ItemsCount;
use scorecard::args::{Arguments, Command, Tally};
use scorecard::command;
use scorecard::finding::Findings;
use scorecard::ingest::places::Places;
use scorecard::project::Project;

const MILLION: u64 = 1_000_000;

fn main() {
    let mut arguments = std::env::args();
    if !arguments.any(|word| word == "--write") {
        divan::main();
        return;
    }
    let folder = PathBuf::from(arguments.next().unwrap());
    for millions in [10, 100] {
        let path = folder.join(format!("records-{millions}.csv"));
        write_records(&path, millions * MILLION).unwrap();
    }
}

/// Numbers that look like chance and are the same each time (Marsaglia's xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        // The upper bits are the better ones.
        (self.0 >> 32) % limit
    }

    fn one_of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        let place = usize::try_from(self.below(texts.len() as u64)).unwrap();
        texts.get(place).copied().unwrap_or_default()
    }

    /// A number from 0 to 1.
    fn share(&mut self) -> f64 {
        self.below(1 << 30) as f64 / f64::from(1 << 30)
    }
}

const CODES: [&str; 19] = [
    "WBRI", "WIRI", "WIRT", "WROM", "WOTH", "MWBC", "MWBA", "MWAS", "MOTH", "AIND", "APKN", "ABAN", "AOTH", "BCRB",
    "BAFR", "BOTH", "CHNE", "OOTH", "NOBT",
];

const PERIODS: [&str; 4] = ["2012", "2014", "2016", "2018"];

/// Records of 27 bytes.
fn write_records(path: &Path, records: u64) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut chance = Chance(1);
    writeln!(file, "area_code,period,ethnic_code,measure,value")?;
    for _ in 0..records {
        let (area, measure) = (1 + chance.below(33), chance.below(20));
        let (code, period) = (chance.one_of(&CODES), chance.one_of(&PERIODS));
        let value = chance.below(100);
        writeln!(file, "E09{area:06},{period},{code},m{measure:02},{value}")?;
    }
    file.flush()
}

/// Outlines of the 33 areas side by side, each of 1,500 corners, in three rows from -0.5, 51.3 to 0.3, 51.7.
fn write_outlines(path: &Path) -> std::io::Result<()> {
    const CORNERS: u32 = 1_500;
    let outline = |number: u32| {
        let (column, row) = (f64::from(number % 11), f64::from(number / 11));
        let corner = |corner: u32| {
            let turn = f64::from(corner) / f64::from(CORNERS) * std::f64::consts::TAU;
            // Frayed as a river bank is, without crossing itself.
            let reach = 0.49 - 0.05 * (turn * 40.0).sin().powi(2);
            let east = -0.5 + 0.8 / 11.0 * (column + 0.5 + reach * turn.cos());
            let north = 51.3 + 0.4 / 3.0 * (row + 0.5 + reach * turn.sin());
            format!("[{east:.6},{north:.6}]")
        };
        let ring: Vec<String> = (0..CORNERS).chain([0]).map(corner).collect();
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"code\":\"E09{:06}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}}}",
            number + 1,
            ring.join(",")
        )
    };
    let features: Vec<String> = (0..33).map(outline).collect();
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}]}}", features.join(","));
    std::fs::write(path, text)
}

/// Points in and around the outlines, and the code of an area beside each.
fn write_points(path: &Path, points: u64) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut chance = Chance(2);
    writeln!(file, "Date,Latitude,Longitude,Area,Group")?;
    for _ in 0..points {
        let (latitude, longitude) = (51.3 + 0.4 * chance.share(), -0.5 + 0.8 * chance.share());
        let (area, code) = (1 + chance.below(33), chance.one_of(&CODES));
        writeln!(file, "2021-06,{latitude:.6},{longitude:.6},E09{area:06},{code}")?;
    }
    file.flush()
}

/// The folder of what is counted; each file is written once.
fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join("scorecard-tally");
    std::fs::create_dir_all(&folder).unwrap();
    let missing = |name: &str| Some(folder.join(name)).filter(|path| !path.exists());
    if let Some(path) = missing("records-10.csv") {
        write_records(&path, 10 * MILLION).unwrap();
    }
    if let Some(path) = missing("outlines.geojson") {
        write_outlines(&path).unwrap();
    }
    if let Some(path) = missing("points.csv") {
        write_points(&path, MILLION).unwrap();
    }
    folder
}

fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A command in the folder of what is counted: a word that is the name of one of its files stands for it.
fn command(words: &str) -> Tally {
    let folder = folder();
    let word = |word: &str| {
        let path = folder.join(word);
        if path.is_file() { path.to_str().unwrap().to_owned() } else { word.to_owned() }
    };
    let (data, out) = (project("data"), folder.join("counts.csv"));
    let ends = ["--data", data.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let words = words.split(' ').map(word).chain(ends.map(str::to_owned));
    let Command::Tally(options) = Arguments::parse_from(["scorecard".to_owned()].into_iter().chain(words)).command
    else {
        panic!("the command is not `tally`");
    };
    options
}

fn count(bencher: Bencher<'_, '_>, words: &str, records: u64) {
    let options = command(words);
    let bencher = bencher.counter(ItemsCount::new(records));
    bencher.bench_local(|| command::tally(&options, &|_, _, _| {}).unwrap().outcome());
}

#[divan::bench(sample_count = 10)]
fn records_of_columns(bencher: Bencher<'_, '_>) {
    let words = "tally records-10.csv --area area_code --date period --group ethnic_code --by measure";
    count(bencher, words, 10 * MILLION);
}

#[divan::bench(sample_count = 10)]
fn points_by_the_area_beside_them(bencher: Bencher<'_, '_>) {
    // What the reading of the points takes, without placing them.
    let words = "tally points.csv --area Area --group Group --where Latitude! --where Longitude!";
    count(bencher, &words.replace('!', "!="), MILLION);
}

#[divan::bench(sample_count = 10)]
fn points_placed_in_outlines(bencher: Bencher<'_, '_>) {
    count(bencher, "tally points.csv --boundaries outlines.geojson --group Group", MILLION);
}

#[divan::bench(sample_count = 10)]
fn outlines_read(bencher: Bencher<'_, '_>) {
    let outlines = folder().join("outlines.geojson");
    let areas = Project::areas(&project("data"), &mut Findings::new()).unwrap();
    bencher.bench_local(|| Places::read(&outlines, &areas, &mut Findings::new()).unwrap());
}
