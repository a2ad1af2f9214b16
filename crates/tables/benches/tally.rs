//! How long counting takes: 10 million records of 33 areas, 19 codes, 4 periods and 20 measures as CSV and as Parquet, and
//! placing a million points in 33 areas.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on is to stop")]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use divan::Bencher;
use divan::counter::ItemsCount;
use polars::prelude::{Column, DataFrame, ParquetWriter};
use tables::finding::Findings;
use tables::outlines::Outlines;
use tables::records::{self, Options, PeriodColumn, PlaceColumns, Plan};

const MILLION: u64 = 1_000_000;

fn main() {
    divan::main();
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

const COLUMNS: [&str; 5] = ["area_code", "period", "breed", "measure", "value"];

/// A record as text.
fn record(chance: &mut Chance) -> [String; 5] {
    let (area, measure) = (1 + chance.below(33), chance.below(20));
    let (code, period) = (chance.one_of(&CODES), chance.one_of(&PERIODS));
    let value = chance.below(100);
    [format!("E09{area:06}"), period.to_owned(), code.to_owned(), format!("m{measure:02}"), value.to_string()]
}

/// Records of 27 bytes.
fn write_records(path: &Path, records: u64) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    let mut chance = Chance(1);
    writeln!(file, "{}", COLUMNS.join(","))?;
    for _ in 0..records {
        writeln!(file, "{}", record(&mut chance).join(","))?;
    }
    file.flush()
}

/// The same records in Parquet, in row groups of a million.
fn write_parquet(path: &Path, records: u64) {
    let mut chance = Chance(1);
    let mut batch = |records: u64| {
        let mut columns: [Vec<String>; 5] = Default::default();
        for _ in 0..records {
            columns.iter_mut().zip(record(&mut chance)).for_each(|(column, text)| column.push(text));
        }
        let columns = COLUMNS.iter().zip(columns).map(|(name, texts)| Column::new((*name).into(), texts));
        DataFrame::new_infer_height(columns.collect()).unwrap()
    };
    let schema = batch(0).schema().clone();
    let mut writer = ParquetWriter::new(File::create(path).unwrap()).batched(&schema).unwrap();
    for _ in 0..records / MILLION {
        writer.write_batch(&batch(MILLION)).unwrap();
    }
    writer.finish().unwrap();
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
    let folder = std::env::temp_dir().join("tables-tally");
    std::fs::create_dir_all(&folder).unwrap();
    let missing = |name: &str| Some(folder.join(name)).filter(|path| !path.exists());
    if let Some(path) = missing("records-10.csv") {
        write_records(&path, 10 * MILLION).unwrap();
    }
    if let Some(path) = missing("records-10.parquet") {
        write_parquet(&path, 10 * MILLION);
    }
    if let Some(path) = missing("outlines.geojson") {
        write_outlines(&path).unwrap();
    }
    if let Some(path) = missing("points.csv") {
        write_points(&path, MILLION).unwrap();
    }
    folder
}

/// A plan of the period, the place and some further columns.
fn plan(period: &str, place: PlaceColumns, by: &[&str]) -> Plan {
    Plan {
        by: by.iter().map(|column| (*column).to_owned()).collect(),
        sum: None,
        period: PeriodColumn { column: period.to_owned(), time_zone: "UTC".to_owned() },
        place,
        filters: Vec::new(),
    }
}

fn named(column: &str) -> PlaceColumns {
    PlaceColumns::Name { column: column.to_owned() }
}

fn outlines() -> Outlines {
    let naming = |texts: &[String]| Ok(texts.concat());
    Outlines::read(&folder().join("outlines.geojson"), &naming, &mut Findings::new()).unwrap()
}

fn count(bencher: Bencher<'_, '_>, (file, records): (&str, u64), plan: &Plan, outlines: &Outlines) {
    let files = [folder().join(file)];
    let options = Options { outlines, progress: &|_| {}, whole_numbers: None };
    bencher.counter(ItemsCount::new(records)).bench_local(|| {
        let mut findings = Findings::new();
        let counted = records::count(&files, plan, options, &mut findings);
        assert!(findings.is_empty());
        counted.counts.len()
    });
}

#[divan::bench(sample_count = 10, args = ["records-10.csv", "records-10.parquet"])]
fn records_of_columns(bencher: Bencher<'_, '_>, file: &str) {
    let plan = plan("period", named("area_code"), &["breed", "measure"]);
    count(bencher, (file, 10 * MILLION), &plan, &Outlines::default());
}

#[divan::bench(sample_count = 10)]
fn points_by_the_area_beside_them(bencher: Bencher<'_, '_>) {
    // What the reading of the points takes, without placing them.
    let mut plan = plan("Date", named("Area"), &["Group"]);
    plan.filters = ["Latitude!=", "Longitude!="].map(|filter| filter.parse().unwrap()).to_vec();
    count(bencher, ("points.csv", MILLION), &plan, &Outlines::default());
}

#[divan::bench(sample_count = 10)]
fn points_placed_in_outlines(bencher: Bencher<'_, '_>) {
    let position = PlaceColumns::Position { latitude: "Latitude".to_owned(), longitude: "Longitude".to_owned() };
    count(bencher, ("points.csv", MILLION), &plan("Date", position, &["Group"]), &outlines());
}

#[divan::bench(sample_count = 10)]
fn outlines_read(bencher: Bencher<'_, '_>) {
    bencher.bench_local(outlines);
}
