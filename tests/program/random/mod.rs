//! Random cases for every quantity of `calc`: limits in order, symmetry under an exchange of the groups, p below 0.05
//! exactly where the interval leaves out equality, and nothing negative or above 1 that cannot be.
//!
//! `SCORECARD_RANDOM_CASES` sets the number of cases for each quantity (500 by default, 200,000 in `.ci/run`).
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on is to stop with the reason"
)]

mod kinds;

use std::fmt::Write as _;
use std::path::Path;

use scorecard::calc;

use kinds::{KINDS, Kind, Lines, Random, Turned};

/// Cases in one file.
const FILE: usize = 5_000;
/// An interval that ends this near to equality may stand on either side of it.
const NEAR: f64 = 1e-6;

/// The results of all lines, by column.
struct Results {
    columns: Vec<String>,
    lines: Vec<Vec<String>>,
}

impl Results {
    fn of(name: &str, header: &str, cases: &[&Lines]) -> Self {
        let mut text = format!("{header}\n");
        for (case, lines) in cases.iter().enumerate() {
            for line in *lines {
                let cells: Vec<String> = line.iter().map(f64::to_string).collect();
                writeln!(text, "{case},{}", cells.join(",")).unwrap();
            }
        }
        let answer = calc::find(name).unwrap().batch(Path::new("cases.csv"), text.as_bytes());
        let answer = answer.unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut lines = answer.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        Self { columns: lines.next().unwrap(), lines: lines.collect() }
    }

    fn place(&self, column: &str) -> usize {
        self.columns.iter().position(|name| name == column).unwrap_or_else(|| panic!("no column {column}"))
    }
}

/// Not a number where there is none.
fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or(f64::NAN)
}

fn is_p_value(column: &str) -> bool {
    const NAMES: [&str; 6] = ["p", "bonferroni", "holm", "hochberg", "bh", "by"];
    let part = |part| part == "p" || part == "midp";
    NAMES.contains(&column) || (column.split('_').any(part) && !column.starts_with("log10"))
}

fn starts(column: &str, with: &[&str]) -> bool {
    with.iter().any(|start| column.starts_with(start))
}

impl Kind {
    fn turn(&self, column: &str) -> Turned {
        let fitting = self.turned.iter().filter(|(start, _)| column.starts_with(start));
        fitting.max_by_key(|(start, _)| start.len()).map_or(Turned::Same, |(_, turned)| *turned)
    }

    /// The column that holds the result of the case turned round.
    fn other(&self, column: &str) -> String {
        const ENDS: [(&str, &str); 2] = [("lower", "upper"), ("rr_min", "rr_max")];
        const GROUPS: [(&str, &str); 4] = [("less", "greater"), ("rate1", "rate2"), ("rr_t0", "rr_t1"), ("g1_", "g2_")];
        let pairs: &[(&str, &str)] = if self.turn(column) == Turned::Same { &GROUPS } else { &ENDS };
        let found = pairs.iter().find_map(|(one, other)| {
            let there = column.contains(one).then(|| column.replace(one, other));
            there.or_else(|| column.contains(other).then(|| column.replace(other, one)))
        });
        found.unwrap_or_else(|| column.to_owned())
    }

    /// What is wrong with a line of results by itself.
    fn faults(&self, results: &Results, line: &[String]) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |column: &str, what: &str| faults.push(format!("{column} {what}"));
        for (column, cell) in results.columns.iter().zip(line).skip(1) {
            let value = number(cell);
            if value < 0.0 && !starts(column, self.signed) {
                fault(column, &format!("is negative: {cell}"));
            }
            if is_p_value(column) && !cell.is_empty() && !(value > 0.0 && value <= 1.0) {
                fault(column, &format!("is no p-value: {cell}"));
            }
            if value > 1.0 && starts(column, self.shares) && !column.ends_with("_raw") {
                fault(column, &format!("is above 1: {cell}"));
            }
            for (low, high) in [("lower", "upper"), ("rr_min", "rr_max")] {
                let is_range = column.contains(low) && !column.starts_with("pop_at");
                let upper = if is_range { number(&line[results.place(&column.replace(low, high))]) } else { value };
                if value > upper {
                    fault(column, &format!("is {cell} and above {upper}"));
                }
            }
        }
        for (p, interval, equal) in self.agree {
            let limits = ["lower", "upper"].map(|end| number(&line[results.place(&format!("{interval}{end}"))]));
            let p = number(&line[results.place(p)]);
            if !agree(p, limits, *equal) {
                fault(interval, &format!("is {limits:?} and p {p}"));
            }
        }
        faults
    }

    /// What differs in the line of the case turned round.
    fn asymmetries(&self, results: &Results, line: &[String], turned: &[String]) -> Vec<String> {
        let mut faults = Vec::new();
        for (column, cell) in results.columns.iter().zip(line).skip(1) {
            if self.unturned.contains(&column.as_str()) {
                continue;
            }
            let other = &turned[results.place(&self.other(column))];
            let expected = match self.turn(column) {
                Turned::Same => number(other),
                Turned::Inverse => 1.0 / number(other),
                Turned::Negated => -number(other),
                Turned::Complement => 1.0 - number(other),
            };
            let words = number(cell).is_nan() && number(other).is_nan();
            if if words { cell != other } else { !close(column, number(cell), expected) } {
                faults.push(format!("{column} is {cell}, and {other} when turned round"));
            }
        }
        faults
    }
}

/// Whether a test at 0.05 says what its interval says.
fn agree(p: f64, [lower, upper]: [f64; 2], equal: f64) -> bool {
    let near = (p / 0.05 - 1.0).abs() < NEAR || [lower, upper].iter().any(|limit| (limit - equal).abs() < NEAR * NEAR);
    let excluded = lower > equal || upper < equal;
    p.is_nan() || lower.is_nan() || near || (p < 0.05) == excluded
}

fn close(column: &str, one: f64, other: f64) -> bool {
    /// What a p-value this small is a sum of has lost its digits.
    const FEWEST: f64 = 1e-290;
    let error = (one - other).abs();
    let size = one.abs().max(other.abs());
    let tiny = is_p_value(column) && size < FEWEST;
    one.total_cmp(&other).is_eq() || error <= 1e-6 * size || error < 1e-11 || tiny
}

fn cases() -> usize {
    std::env::var("SCORECARD_RANDOM_CASES").map_or(500, |text| text.parse().unwrap())
}

/// A case and its results, in a message.
fn assert_none(name: &str, case: &Lines, line: &[String], faults: &[String]) {
    assert!(faults.is_empty(), "{name} {case:?}: {}\n{}", faults.join(", "), line.join(","));
}

fn hold(kind: &Kind) {
    let mut random = Random(20_180_401);
    let mut left = cases();
    while left > 0 {
        let pairs: Vec<[Lines; 2]> = (0..left.min(FILE)).map(|_| (kind.make)(&mut random)).collect();
        left -= pairs.len();
        let [there, back] = [0, 1].map(|side| {
            let lines: Vec<&Lines> = pairs.iter().map(|pair| &pair[side]).collect();
            Results::of(kind.name, kind.header, &lines)
        });
        let mut place = 0;
        for [case, _] in &pairs {
            let first = &there.lines[place][0];
            let count = there.lines[place..].iter().take_while(|line| line[0] == *first).count();
            for number in 0..count {
                // Where the order of the lines is turned round, so are the results.
                let (line, turned) = (&there.lines[place + number], &back.lines[place + count - 1 - number]);
                assert_none(kind.name, case, line, &kind.faults(&there, line));
                assert_none(kind.name, case, line, &kind.asymmetries(&there, line, turned));
            }
            place += count;
        }
    }
}

/// The quantities by the place of their kind, so that they run at the same time.
macro_rules! each_holds {
    ($($name:ident $place:literal)*) => {
        $(#[test]
        fn $name() {
            hold(&KINDS[$place]);
        })*
    };
}

each_holds! {
    proportions 0 rates 1 risk_ratios 2 rate_ratios 3 risk_differences 4 odds_ratios 5 p_values 6 ratios_of_estimates 7
    ratios_of_ratios 8 standardised_rates 9 pooled_ratios 10 adjusted_p_values 11 inequalities 12 funnels_of_shares 13
    funnels_of_rates 14 places_in_a_funnel 15 representations 16 unknown_groups 17 trends_of_shares 18 trends_of_rates 19
}

#[test]
fn every_quantity_has_its_cases() {
    assert_eq!(KINDS.map(|kind| kind.name), calc::names());
}

/// The score intervals of ratio and difference, and Fisher's of the odds, with the tests that stand on another page.
#[test]
fn intervals_agree_with_the_tests_of_equal_shares() {
    const PAIRS: [(&str, &str, f64, &str); 4] = [
        ("risk-ratio", "koopman_", 1.0, "chisq_p"),
        ("risk-difference", "mee_", 0.0, "chisq_p"),
        ("risk-difference", "wald_", 0.0, "z_unpooled_p"),
        ("odds-ratio", "fisher_", 1.0, "fisher_p_central"),
    ];
    let mut random = Random(7);
    let mut left = cases();
    while left > 0 {
        let cases: Vec<Lines> = (0..left.min(FILE)).map(|_| vec![[random.share(), random.share()].concat()]).collect();
        left -= cases.len();
        let lines: Vec<&Lines> = cases.iter().collect();
        let tests = Results::of("p-values", "id,x1,n1,x2,n2", &lines);
        for (quantity, interval, equal, p) in PAIRS {
            let results = Results::of(quantity, "id,x1,n1,x2,n2", &lines);
            let [lower, upper] = ["lower", "upper"].map(|end| results.place(&format!("{interval}{end}")));
            for ((case, line), test) in cases.iter().zip(&results.lines).zip(&tests.lines) {
                let limits = [lower, upper].map(|place| number(&line[place]));
                let p = number(&test[tests.place(p)]);
                assert!(agree(p, limits, equal), "{case:?}: {interval} {limits:?} and p {p}");
            }
        }
    }
}
