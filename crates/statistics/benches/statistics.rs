//! How long the statistics take: everything that a report shows of 960,000 comparisons on two threads, and single exact
//! answers at counts of ten million.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on is to stop")]

use std::hint::black_box;

use divan::Bencher;
use statistics::proportion::{self, Proportion};
use statistics::rate::{self, Rate};
use statistics::{Confidence, odds_ratio, p_value, rate_ratio, risk_difference, risk_ratio, unknown_group};

const COMPARISONS: u64 = 960_000;
/// Exact limits are taken below this count.
const SMALL: u64 = 20;

type Pair = (Proportion, Proportion);

fn main() {
    divan::main();
}

/// Counts as in boroughs: from none to tens of thousands.
fn pair(seed: u64) -> Pair {
    let mixed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    let total = 20 + (mixed >> 40) % 40_000;
    let other = 20 + (mixed >> 20) % 90_000;
    let second = Proportion::new((mixed >> 30) % (other + 1), other).unwrap();
    let events = if seed.is_multiple_of(3) { mixed % 12 } else { (mixed >> 8) % (total + 1) };
    (Proportion::new(events, total).unwrap(), second)
}

/// Everything that a report shows of one comparison.
fn compare(&(first, second): &Pair) {
    let confidence = Confidence::P95;
    black_box(risk_ratio::ratio(first, second));
    black_box(risk_ratio::koopman(first, second, confidence));
    black_box(risk_difference::newcombe(first, second, confidence));
    black_box(proportion::wilson(first, confidence));
    black_box(proportion::wilson(second, confidence));
    black_box(p_value::z_pooled(first, second));
    black_box(risk_ratio::below_four_fifths(first, second));
    let tally = |share: Proportion| unknown_group::Tally::new(share.events(), share.total()).unwrap();
    let unknown = unknown_group::Tally::new(3, 40).unwrap();
    black_box(unknown_group::bounds(tally(first), tally(second), unknown));
    if first.events() < SMALL || second.events() < SMALL {
        let rate = |share: Proportion| Rate::new(share.events(), share.total() as f64).unwrap();
        let (one, other) = (rate(first), rate(second));
        black_box(rate_ratio::exact(one, other, confidence));
        black_box(rate_ratio::exact_test(one, other).central);
    }
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn comparisons_960_000_on_two_threads(bencher: Bencher<'_, '_>) {
    let pairs: Vec<Pair> = (0..COMPARISONS).map(pair).collect();
    let (one, other) = pairs.split_at(pairs.len() / 2);
    bencher.bench_local(|| {
        std::thread::scope(|scope| {
            scope.spawn(|| one.iter().for_each(compare));
            other.iter().for_each(compare);
        });
    });
}

/// Two shares of ten million people.
fn shares() -> Pair {
    (Proportion::new(4_900_000, 10_000_000).unwrap(), Proportion::new(4_899_000, 9_999_999).unwrap())
}

/// Two rates of ten million events.
fn rates() -> (Rate, Rate) {
    (Rate::new(10_000_000, 3e7).unwrap(), Rate::new(9_990_000, 3e7).unwrap())
}

// At counts of ten million

#[divan::bench]
fn exact_interval_of_a_proportion(bencher: Bencher<'_, '_>) {
    let (share, _) = shares();
    bencher.bench_local(|| proportion::clopper_pearson(black_box(share), Confidence::P95));
}

#[divan::bench]
fn exact_interval_of_a_rate(bencher: Bencher<'_, '_>) {
    let (rate, _) = rates();
    bencher.bench_local(|| rate::exact(black_box(rate), Confidence::P95));
}

#[divan::bench]
fn exact_interval_of_a_rate_ratio(bencher: Bencher<'_, '_>) {
    let (one, other) = rates();
    bencher.bench_local(|| rate_ratio::exact(black_box(one), other, Confidence::P95));
}

#[divan::bench]
fn exact_test_of_a_rate_ratio(bencher: Bencher<'_, '_>) {
    let (one, other) = rates();
    bencher.bench_local(|| rate_ratio::exact_test(black_box(one), other).no_more_likely);
}

#[divan::bench]
fn fisher_interval(bencher: Bencher<'_, '_>) {
    let (one, other) = shares();
    bencher.bench_local(|| odds_ratio::fisher(black_box(one), other, Confidence::P95));
}

#[divan::bench]
fn fisher_test(bencher: Bencher<'_, '_>) {
    let (one, other) = shares();
    bencher.bench_local(|| p_value::fisher(black_box(one), other).no_more_likely);
}

#[divan::bench]
fn conditional_odds_ratio(bencher: Bencher<'_, '_>) {
    let (one, other) = shares();
    bencher.bench_local(|| odds_ratio::conditional(black_box(one), other).finite());
}
