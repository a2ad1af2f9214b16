//! Our counts of stops and searches by borough beside those that two others made from the same published records. Their
//! counts check ours; they are not a second figure.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on is to stop, and it says how far apart the counts are"
)]

use std::collections::BTreeMap;
use std::path::Path;

use crate::support;
use crate::support::report::{Row, rows};

const OURS: &str = "data/statutory/police-uk-stop-and-search";
const FOLDER: &str = "real/more/criminal-justice";
const CITY: &str = "E09000001";

/// Searches of a borough: of Black people and of White people.
#[derive(Debug, Clone, Copy, Default)]
struct Searches {
    black: f64,
    white: f64,
}

impl Searches {
    fn ratio(self) -> f64 {
        self.black / self.white
    }
}

type ByBorough = BTreeMap<String, Searches>;

/// How the counts of the boroughs compare: ours over theirs.
struct Comparison {
    /// Borough, Black, White, and the ratio of Black to White searches, each ours over theirs.
    boroughs: Vec<(String, f64, f64, f64)>,
}

impl Comparison {
    fn new(ours: &ByBorough, theirs: &ByBorough) -> Self {
        assert_eq!(ours.len(), 33);
        assert!(ours.keys().eq(theirs.keys()), "the boroughs differ");
        let pairs = ours.iter().zip(theirs.values());
        let boroughs = pairs
            .map(|((area, ours), theirs)| {
                let area = area.clone();
                (area, ours.black / theirs.black, ours.white / theirs.white, ours.ratio() / theirs.ratio())
            })
            .collect();
        Self { boroughs }
    }

    /// The lowest, middle and highest of a part of each borough, said aloud.
    fn spread(&self, what: &str, part: impl Fn(&(String, f64, f64, f64)) -> f64) -> [f64; 3] {
        let mut parts: Vec<f64> = self.boroughs.iter().map(part).collect();
        parts.sort_by(f64::total_cmp);
        let spread = [parts[0], parts[16], parts[32]];
        println!(
            "{what}: ours over theirs {:.2} in the middle borough, {:.2} to {:.2}",
            spread[1], spread[0], spread[2]
        );
        spread
    }

    /// How far apart the two are in the ratio of Black to White searches: the middle borough within the first factor, every
    /// borough within the second.
    fn hold_ratios(&self, what: &str, middle: f64, every: f64) {
        let [lowest, between, highest] = self.spread(what, |(.., ratio)| *ratio);
        let within = |value: f64, factor: f64| (1.0 / factor..=factor).contains(&value);
        assert!(within(between, middle), "{what}: {between} in the middle borough");
        assert!(within(lowest, every) && within(highest, every), "{what}: {lowest} to {highest}");
    }
}

/// What we count in some months, a month. Black Thrive counts Mixed White and Black people as Black.
fn ours(months: &[&str], with_mixed: bool) -> ByBorough {
    let mut counts = ByBorough::new();
    for file in ["self-defined.csv", "self-defined-2021-12-to-2022-10.csv"] {
        let bytes = std::fs::read(support::root().join(OURS).join(file)).unwrap();
        for row in rows(&bytes).iter().filter(|row| months.contains(&row.text("period"))) {
            let borough = counts.entry(row.text("area_code").to_owned()).or_default();
            let events = row.known("events");
            match row.text("ethnic_group") {
                group if group.starts_with("White - ") => borough.white += events,
                group if group.starts_with("Black/") => borough.black += events,
                group if with_mixed && group.contains("White and Black") => borough.black += events,
                _ => {}
            }
        }
    }
    let months = months.iter().map(|_| 1.0).sum::<f64>();
    for borough in counts.values_mut() {
        *borough = Searches { black: borough.black / months, white: borough.white / months };
    }
    counts
}

fn read(folder: &Path, file: &str) -> Vec<Row> {
    rows(&std::fs::read(folder.join(file)).unwrap())
}

/// What Black Thrive counted in a calendar year, a month.
fn black_thrive(folder: &Path, year: &str) -> ByBorough {
    let codes = read(support::root(), "data/areas.csv");
    let codes: BTreeMap<&str, &str> = codes.iter().map(|row| (row.text("name"), row.text("code"))).collect();
    let files = ["2017-2021", "2020-2022"];
    let files =
        files.map(|years| format!("blackthrive-stop-and-search-london-by-borough-year-black-white-{years}.csv"));
    let mut counts = ByBorough::new();
    for row in files.iter().flat_map(|file| read(folder, file)).filter(|row| row.text("date") == year) {
        let searches = Searches { black: row.known("Black_stopped") / 12.0, white: row.known("White_stopped") / 12.0 };
        counts.insert(codes[row.text("la")].to_owned(), searches);
    }
    counts
}

/// Nine months of 2022 beside Black Thrive's year, which has the same records and the few of June and November: ours are
/// no more, and hardly fewer.
#[test]
fn searches_of_2022_are_those_that_black_thrive_counted() {
    let Some(folder) = support::shared(FOLDER) else {
        return;
    };
    let months = ["2022-01", "2022-02", "2022-03", "2022-04", "2022-05", "2022-07", "2022-08", "2022-09", "2022-10"];
    let comparison = Comparison::new(&ours(&months, true), &black_thrive(&folder, "2022"));
    // A month of ours over a month of theirs, of which nine in twelve have searches.
    for (area, black, white, _) in &comparison.boroughs {
        let least = if area == CITY { 0.82 } else { 0.95 };
        for share in [black, white].map(|share| share * 0.75) {
            assert!((least..=1.0).contains(&share), "{area}: {share}");
        }
    }
    comparison.spread("2022, searches of Black people a month", |(_, black, ..)| *black);
    comparison.hold_ratios("2022, ratio of Black to White searches", 1.01, 1.05);
}

/// Five months of 2021 and two of 2019 beside Black Thrive's years. The months are not the year, and where no position was
/// published neither has the search; that is why the levels differ. The ratio of Black to White searches hardly does.
#[test]
fn searches_of_2021_and_2019_have_the_ratios_that_black_thrive_counted() {
    let Some(folder) = support::shared(FOLDER) else {
        return;
    };
    for (year, months, middle, every) in [
        ("2021", &["2021-06", "2021-07", "2021-08", "2021-09", "2021-10"][..], 1.05, 1.40),
        ("2019", &["2019-01", "2019-02"][..], 1.05, 1.65),
    ] {
        let comparison = Comparison::new(&ours(months, true), &black_thrive(&folder, year));
        let [least, _, most] =
            comparison.spread(&format!("{year}, searches of Black people a month"), |(_, black, ..)| *black);
        assert!(least > 0.45 && most < 1.25, "{year}: {least} to {most}");
        comparison.hold_ratios(&format!("{year}, ratio of Black to White searches"), middle, every);
    }
}

/// Ten months to October 2022 beside the twelve months to early 2024 that `JustKnowledge` counted: another time, with a third
/// fewer searches, and nearly the same ratios. Its Other holds those who did not say, and is left aside.
#[test]
fn searches_to_2022_have_nearly_the_ratios_that_just_knowledge_counted_later() {
    let Some(folder) = support::shared(FOLDER) else {
        return;
    };
    let file = "justknowledge-stop-and-search-london-by-borough-group-white-12-months-to-early-2024.csv";
    let theirs: ByBorough = read(&folder, file)
        .iter()
        .filter(|row| row.text("group") == "Black")
        .map(|row| {
            let [black, white] = ["group_stopped", "White_stopped"].map(|column| row.known(column) / 12.0);
            (row.text("la_code").to_owned(), Searches { black, white })
        })
        .collect();
    let months =
        ["2021-12", "2022-01", "2022-02", "2022-03", "2022-04", "2022-05", "2022-07", "2022-08", "2022-09", "2022-10"];
    let comparison = Comparison::new(&ours(&months, false), &theirs);
    let [least, between, most] =
        comparison.spread("to 2024, searches of Black people a month", |(_, black, ..)| *black);
    assert!(least > 0.9 && between < 1.6 && most < 2.6, "{least} to {most}");
    comparison.hold_ratios("to 2024, ratio of Black to White searches", 1.10, 1.80);
}
