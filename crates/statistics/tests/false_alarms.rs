//! How often the methods for few points see what is not there: simulations with a fixed seed, and one exact sum.
//!
//! `SCORECARD_RANDOM_CASES` sets the number of runs of each case (20,000 by default; 200,000 settles the last digit).
#![allow(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use std::f64::consts::PI;

use statistics::change;
use statistics::dispersion;
use statistics::rate::Rate;
use statistics::ratio_of_estimates::Measured;
use statistics::trend::{self, LogRatio};
use statistics::{Confidence, ZTest, pooling};

const P95: Confidence = Confidence::P95;
/// The largest share of false alarms, which an interval of 95 % may pass by a little.
const MOST: f64 = 0.06;

fn runs() -> u32 {
    std::env::var("SCORECARD_RANDOM_CASES").map_or(20_000, |text| text.parse().unwrap())
}

/// `SplitMix64` (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// Above 0 and at most 1.
    fn uniform(&mut self) -> f64 {
        ((self.bits() >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (2.0 * PI * self.uniform()).cos()
    }

    /// By the gaps between events.
    fn poisson(&mut self, mean: f64) -> u64 {
        let mut place = -self.uniform().ln();
        let mut events = 0;
        while place < mean {
            events += 1;
            place -= self.uniform().ln();
        }
        events
    }
}

fn share(mut alarm: impl FnMut(&mut Random) -> bool) -> f64 {
    let mut random = Random(2026);
    let alarms = (0..runs()).filter(|_| alarm(&mut random)).count();
    alarms as f64 / f64::from(runs())
}

/// The trend of ratios that are all 1, with these standard errors, and scatter beyond them: as a multiple of each, or the
/// same for all.
fn trends_seen(errors: &[f64], times: f64, added: f64) -> f64 {
    share(|random| {
        let mut time = 0.0;
        let point = |&error: &f64| {
            time += 1.0;
            let value = (error * times).hypot(added) * random.normal();
            LogRatio { logarithm: Measured::new(value, error).unwrap(), time }
        };
        let points: Vec<LogRatio> = errors.iter().map(point).collect();
        !trend::log_linear(&points, P95).unwrap().unwrap().interval.contains(1.0)
    })
}

/// Standard errors that stay, that grow or shrink to double or half, and of which every other one is twice its neighbour.
fn patterns(count: usize) -> [Vec<f64>; 4] {
    const ERROR: f64 = 0.05;
    let make = |error: &dyn Fn(f64) -> f64| (0..count).map(|place| ERROR * error(place as f64)).collect();
    let last = count as f64 - 1.0;
    [
        make(&|_| 1.0),
        make(&|place| (place / last).exp2()),
        make(&|place| (-place / last).exp2()),
        make(&|place| 1.0 + place.rem_euclid(2.0)),
    ]
}

#[test]
fn trends_of_nothing_are_rarely_seen() {
    for count in [3, 4, 5, 8] {
        let [same, rising, falling, alternating] = patterns(count);
        for errors in [&same, &rising, &falling, &alternating] {
            for times in [1.0, 2.0, 6.0] {
                let found = trends_seen(errors, times, 0.0);
                assert!(found <= MOST, "{count} points, {times} times their errors: {found}");
            }
        }
        for errors in [&same, &rising, &falling] {
            for added in [0.05, 0.1, 0.3] {
                let found = trends_seen(errors, 1.0, added);
                assert!(found <= MOST, "{count} points, {added} on top of their errors: {found}");
            }
        }
        // The limit of the method, as its documentation has it.
        let found = trends_seen(&alternating, 1.0, 0.3);
        assert!(found <= 0.1, "{count} points: {found}");
    }
}

#[test]
fn pooled_ratios_of_nothing_are_rarely_seen() {
    for errors in [vec![0.1; 3], vec![0.1; 5], vec![0.05, 0.1, 0.15, 0.2], vec![0.1; 12]] {
        for between in [0.0, 0.1, 0.3] {
            let found = share(|random| {
                let ratio = |&error: &f64| Measured::new(error.hypot(between) * random.normal(), error).unwrap();
                let ratios: Vec<Measured> = errors.iter().map(ratio).collect();
                let pooled = pooling::logarithms(&ratios, P95).unwrap();
                !pooled.hartung_knapp.unwrap().interval.contains(1.0)
            });
            assert!(found <= MOST, "{} boroughs, {between} between them: {found}", errors.len());
        }
    }
}

/// Below a standard normal value.
fn below(value: f64) -> f64 {
    let tails = ZTest::from_estimate(value, 1.0).unwrap().p;
    if value < 0.0 { 0.5 * tails } else { 1.0 - 0.5 * tails }
}

/// The probability that the interval of a change of gap misses the true change: the sum over the earlier logarithm, and
/// for each of them exactly over the later.
fn missed((before, before_error): (f64, f64), (after, after_error): (f64, f64)) -> f64 {
    const STEP: f64 = 0.04;
    let half_width = P95.quantile() * before_error.hypot(after_error);
    let change = after - before;
    let parts = (-200..200).map(|place| {
        let place = (f64::from(place) + 0.5) * STEP;
        let seen = (before + before_error * place).abs();
        // |later| between these two.
        let (low, high) = ((seen + change - half_width).max(0.0), seen + change + half_width);
        let up_to = |limit: f64| below((limit - after) / after_error) - below((-limit - after) / after_error);
        let covered = if high > 0.0 { up_to(high) - up_to(low) } else { 0.0 };
        (1.0 - covered) * STEP * (-0.5 * place * place).exp() / (2.0 * PI).sqrt()
    });
    parts.sum()
}

#[test]
fn the_interval_of_a_change_of_gap_covers_everywhere() {
    for before_error in [0.05, 0.2, 0.5, 1.0, 2.0, 5.0, 20.0] {
        let unit = f64::hypot(before_error, 1.0);
        for before in [0.0, 0.2, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0] {
            for after in [0.0, 0.2, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0] {
                let found = missed((before * unit, before_error), (after * unit, 1.0));
                assert!(found < 0.0501, "{before} {after} {before_error}: {found}");
            }
        }
    }
    // The sum is that of the function.
    let found = share(|random| {
        let seen = |truth: f64, error: f64, random: &mut Random| {
            Measured::new(truth + error * random.normal(), error).unwrap()
        };
        let (before, after) = (seen(0.3, 0.5, random), seen(0.0, 1.0, random));
        !change::gap(before, after, P95).interval.contains((-0.3_f64).exp())
    });
    assert!((found - missed((0.3, 0.5), (0.0, 1.0))).abs() < 0.01, "{found}");
}

#[test]
fn clustered_events_are_rarely_taken_for_a_difference() {
    // Six areas with 24 months each; each event comes with another one in half of the cases, and then with both again.
    let total = |months: &[Rate]| Rate::new(months.iter().map(|month| month.events()).sum(), 24.0).unwrap();
    let (mut plain, mut widened) = (0, 0);
    let mut random = Random(7);
    let count = runs() / 4;
    for _ in 0..count {
        let mut month = || {
            let clusters = random.poisson(4.0);
            let events = (0..clusters).map(|_| if random.uniform() < 0.5 { 4 } else { 1 }).sum();
            Rate::new(events, 1.0).unwrap()
        };
        let areas: Vec<Vec<Rate>> = (0..6).map(|_| (0..24).map(|_| month()).collect()).collect();
        let found = dispersion::of_counts(&areas).unwrap().unwrap();
        let (first, second) = (total(&areas[0]), total(&areas[1]));
        plain += u32::from(!statistics::rate_ratio::wald(first, second, P95).unwrap().contains(1.0));
        widened += u32::from(!found.interval(first, second, P95).unwrap().contains(1.0));
    }
    let [plain, widened] = [plain, widened].map(|alarms| f64::from(alarms) / f64::from(count));
    assert!(plain > 0.2 && widened <= 0.07, "{plain} and {widened} once widened");
}
