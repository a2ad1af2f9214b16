//! What a stranger can find out who has everything that the program writes and prints, and the public populations.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::excessive_nesting,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "a test that cannot go on is to stop"
)]

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use crate::support::protected::{self, Counts, LEAVES, SUMS};
use crate::support::report::rows;
use crate::support::{self, Outcome, Project};

/// Areas of the invented project.
const AREAS: usize = 11;

fn counts(areas: usize) -> impl Strategy<Value = Counts> {
    let count = prop_oneof![4 => 0_u64..8, 3 => 5_u64..24, 1 => 20_u64..300];
    proptest::collection::vec((count.clone(), count), areas * LEAVES.len()).prop_map(|counts| {
        let key = |place: usize| (place / LEAVES.len(), place % LEAVES.len());
        counts.into_iter().enumerate().map(|(place, count)| (key(place), count)).collect()
    })
}

/// Every byte that the program writes and prints about a project.
fn everything(project: &Project) -> (Vec<Outcome>, BTreeMap<String, Vec<u8>>) {
    let commands: [&[&str]; 3] = [&["check"], &["run"], &["show", "Ashby"]];
    let printed = commands.into_iter().map(|command| project.run(command)).collect();
    let reports = project.path("reports");
    let files = if reports.exists() { support::contents(&reports).into_iter().collect() } else { Vec::new() };
    let files = files.into_iter().map(|(name, bytes)| (name.to_str().unwrap().to_owned(), bytes));
    (printed, files.collect())
}

/// Two tables of different counts of which the same may be shown give the same bytes, in every output: hidden counts that
/// change places within a broad group, and few records that are left out.
#[test]
fn every_output_is_made_of_what_may_be_shown_alone() {
    let mut runner = TestRunner::new(Config { max_shrink_iters: 0, ..Config::with_cases(12) });
    let policies = (2_u64..8, prop_oneof![Just(1_u64), Just(5), Just(10)]);
    let hidden = proptest::collection::vec((0_u64..100, 0_u64..100), 4);
    runner
        .run(
            &(counts(2), hidden, policies, (0_u64..8, 0_u64..8)),
            |(mut first, hidden, (threshold, base), left_out)| {
                let mut second = first.clone();
                for (place, (one, other)) in hidden.into_iter().enumerate() {
                    // The first four leaves are two broad groups of two.
                    let [left, right] = [0, 1].map(|leaf| (place / 2, 2 * (place % 2) + leaf));
                    let [one, other] = [one, other].map(|count| (count % threshold, 40 - count % threshold));
                    first.extend([(left, one), (right, other)]);
                    second.extend([(left, other), (right, one)]);
                }
                let policy = format!("threshold = {threshold}\nround-to = {base}");
                let outputs = [(&first, left_out.0), (&second, left_out.1)].map(|(counts, left_out)| {
                    let few = format!("2017,{},White,phone,7,3\n", protected::area(0));
                    let few = few.repeat(usize::try_from(left_out % threshold).unwrap());
                    everything(&protected::project(&policy, &(protected::table(2017, counts) + &few)))
                });
                let [before, after] = &outputs;
                prop_assert_eq!(&before.0, &after.0);
                prop_assert_eq!(before.0[1].code, 0);
                prop_assert!(before.1.keys().eq(after.1.keys()));
                for (name, bytes) in &before.1 {
                    prop_assert!(after.1[name] == *bytes, "{} differs", name);
                }
                Ok(())
            },
        )
        .unwrap();
}

/// Counts that contradict each other, or look wrong, are found, and no finding says what they are.
#[test]
fn findings_about_protected_counts_hold_no_count() {
    let mut counts = Counts::new();
    for (leaf, helped) in [8, 17, 16, 18, 57, 58, 59, 61].into_iter().enumerate() {
        counts.insert((0, leaf), (helped, 100));
    }
    let asian =
        format!("2017,{},Asian,all,333,77\n2017,{0},Black,all,200,34\n2017,{0},All,all,999,888\n", protected::area(0));
    let project = protected::project("threshold = 5", &(protected::table(2017, &counts) + &asian));
    let (printed, files) = everything(&project);
    let texts = printed.iter().flat_map(|outcome| [outcome.stdout.clone(), outcome.stderr.clone()]);
    let texts = texts.chain(files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()));
    let text = texts.collect::<Vec<_>>().join("\n");
    assert!(text.contains("figures that are not to be shown do not pass the check `parts-and-total`"), "{text}");
    assert!(text.contains("figures that are not to be shown do not pass the check `aggregate-beside-parts`"));
    for leak in ["add up to", "published as", "out of", "clients.csv:"] {
        assert!(!printed.iter().any(|outcome| outcome.stderr.contains(leak)), "{leak}: {}", printed[0].stderr);
    }
}

/// A sum of leaves and the least and the most that it can be.
type Constraint = (BTreeSet<usize>, f64, f64);

fn extreme(constraints: &[Constraint], leaf: usize, direction: OptimizationDirection) -> f64 {
    let mut problem = Problem::new(direction);
    let weight = |place: usize| f64::from(u8::from(place == leaf));
    let variables: Vec<_> =
        (0..LEAVES.len()).map(|place| problem.add_var(weight(place), (0.0, f64::INFINITY))).collect();
    for (leaves, low, high) in constraints {
        let sum: Vec<_> = leaves.iter().map(|leaf| (variables[*leaf], 1.0)).collect();
        problem.add_constraint(&sum[..], ComparisonOp::Ge, *low);
        if high.is_finite() {
            problem.add_constraint(&sum[..], ComparisonOp::Le, *high);
        }
    }
    match problem.solve() {
        Ok(outcome) => outcome.into_solution().unwrap().objective(),
        Err(Error::Unbounded) => f64::INFINITY,
        Err(error) => panic!("{error}"),
    }
}

/// What a reader knows of the numerators of an area: what is shown of each leaf and sum, and that nothing else can be
/// told from another.
fn known(numerators: &BTreeMap<String, Option<f64>>, (threshold, base): (f64, f64)) -> Vec<Constraint> {
    let single = LEAVES.iter().enumerate().map(|(place, leaf)| (*leaf, BTreeSet::from([place])));
    let place = |leaf: &str| LEAVES.iter().position(|name| *name == leaf).unwrap();
    let sums = SUMS.iter().map(|(sum, leaves)| (*sum, leaves.iter().map(|leaf| place(leaf)).collect()));
    let range = |shown: Option<f64>| match shown {
        Some(shown) => ((shown - base / 2.0).ceil().max(threshold), (shown + base / 2.0).ceil() - 1.0),
        None => (0.0, f64::INFINITY),
    };
    let constraint = |(name, leaves): (&str, BTreeSet<usize>)| {
        let (low, high) = range(*numerators.get(name)?);
        Some((leaves, low, high))
    };
    single.chain(sums).filter_map(constraint).collect()
}

/// A hundred tables, at rounding to 5 and to 1: no count below the threshold can be narrowed by a reader of the report.
#[test]
fn nothing_is_narrowed_by_linear_programming_against_the_outputs() {
    let (mut hidden, mut shown) = (0, 0);
    let (mut of_hidden, mut of_withheld) = (BTreeSet::new(), BTreeSet::new());
    // The finest groups have no population of their own.
    let is_compared = |measure: &str, leaf: usize| measure == "helped" || leaf > 3;
    let mut runner = TestRunner::deterministic();
    for base in [5_u32, 1] {
        for _ in 0..10 {
            let counts = counts(AREAS).new_tree(&mut runner).unwrap().current();
            let project = protected::project(&format!("round-to = {base}"), &protected::table(2017, &counts));
            let outcome = project.run(&["run"]);
            assert_eq!(outcome.code, 0, "{}", outcome.stderr);
            let report = rows(project.read("reports/phase-3/data/scorecard.csv").as_bytes());
            let left_out = rows(project.read("reports/phase-3/data/exclusions.csv").as_bytes());
            for area in 0..AREAS {
                let mut numerators = BTreeMap::new();
                let code = protected::area(area);
                let of_area = |line: &&support::report::Row| line.text("area_code") == code;
                for line in report.iter().filter(of_area).filter(|line| line.text("measure").starts_with("helped")) {
                    let group = line.text("ethnic_group").to_owned();
                    let numerator = line.number("numerator");
                    let entry = numerators.entry(group).or_insert(numerator);
                    *entry = entry.or(numerator);
                    let white = line.number("comparator_numerator");
                    let entry = numerators.entry("White".to_owned()).or_insert(white);
                    *entry = entry.or(white);
                    let leaf = LEAVES.iter().position(|leaf| *leaf == line.text("ethnic_group"));
                    if let Some(leaf) =
                        leaf.filter(|leaf| numerator.is_none() && is_compared(line.text("measure"), *leaf))
                    {
                        let is_blank =
                            ["ratio_bound_low", "ratio_bound_high"].map(|column| line.text(column).is_empty());
                        let others = white.is_some();
                        let looks = (line.text("measure").to_owned(), others, line.text("status").to_owned(), is_blank);
                        if counts[&(area, leaf)].0 < 5 { &mut of_hidden } else { &mut of_withheld }.insert(looks);
                    }
                }
                let unknown = left_out.iter().filter(of_area).find(|line| {
                    line.text("ethnic_group") == "Unknown" && line.text("measure_or_source").starts_with("helped")
                });
                numerators.insert("Unknown".to_owned(), unknown.and_then(|line| line.number("count")));
                let constraints = known(&numerators, (5.0, f64::from(base)));
                shown += numerators.values().flatten().count();
                for leaf in 0..LEAVES.len() {
                    let count = counts[&(area, leaf)].0;
                    if count >= 5 {
                        continue;
                    }
                    hidden += 1;
                    let low = (extreme(&constraints, leaf, OptimizationDirection::Minimize) - 1e-6).ceil();
                    let high = (extreme(&constraints, leaf, OptimizationDirection::Maximize) + 1e-6).floor();
                    assert!(low <= 0.0 && high >= 4.0, "{} in {area}, {count}: {low} to {high}", LEAVES[leaf]);
                }
            }
        }
    }
    assert!(hidden > 400 && shown > 400, "{hidden} hidden, {shown} shown");
    // Nothing tells a hidden count from a withheld one.
    assert!(!of_withheld.is_empty() && of_withheld.is_subset(&of_hidden), "{of_withheld:?} {of_hidden:?}");
}
