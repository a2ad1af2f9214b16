//! How often the default intervals of the scorecard hold the truth, as a Markdown table.
//!
//! `cargo run --release --example coverage` takes about a minute. Nothing is drawn at random: each coverage is the sum
//! of the probabilities of all outcomes whose interval holds the true value, so that every run gives the same table.
//! The intervals come from `scorecard::disparity::limits`, where the scorecard takes them from. `docs/methods.md`
//! explains the grid and holds the table.

use rayon::prelude::*;
use scorecard::disparity::limits::{self, Pair};
use statistics::proportion::Proportion;
use statistics::rate::Rate;
use statistics::ratio_of_estimates::Measured;
use statistics::{Interval, count};
use std::io::{self, Write};

/// Expected events of an arm; of a share above one half, expected people without the event.
const EXPECTED: [f64; 7] = [2.0, 5.0, 10.0, 20.0, 50.0, 200.0, 2_000.0];
/// True shares, of the comparator where two are compared.
const SHARES: [f64; 7] = [0.005, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9];
/// A group's share above this is left out of the grid.
const LARGEST_SHARE: f64 = 0.95;
/// True ratios of the group's figure to the comparator's.
const RATIOS: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];
/// True values around each point of the grid over which the coverage is averaged.
const VALUES: u32 = 40;
/// The farthest of them from the point, as a part of it.
const BAND: f64 = 0.15;
/// Outcomes this much less likely than the likeliest are left out.
const NEGLIGIBLE: f64 = 1e-12;
/// Standard errors of survey estimates as parts of the estimate, where estimates are normal.
const RELATIVE_ERRORS: [f64; 6] = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2];
/// The required coverage.
const REQUIRED: (f64, f64) = (0.94, 0.97);

/// The outcomes that matter, from the first one on, with their probabilities.
struct Outcomes {
    first: u64,
    weights: Vec<f64>,
}

impl Outcomes {
    /// From the likeliest outcome to both sides; `step` is the probability of k + 1 over that of k.
    fn around(likeliest: u64, step: impl Fn(f64) -> f64) -> Self {
        let mut below: Vec<f64> = Vec::new();
        let mut weight = 1.0;
        for outcome in (0..likeliest).rev() {
            weight /= step(outcome as f64);
            if weight < NEGLIGIBLE {
                break;
            }
            below.push(weight);
        }
        let first = likeliest - below.len() as u64;
        let mut weights: Vec<f64> = below.into_iter().rev().collect();
        weight = 1.0;
        for outcome in likeliest.. {
            if weight < NEGLIGIBLE {
                break;
            }
            weights.push(weight);
            weight *= step(outcome as f64);
        }
        let total: f64 = weights.iter().sum();
        for weight in &mut weights {
            *weight /= total;
        }
        Self { first, weights }
    }

    fn binomial(people: u64, share: f64) -> Self {
        let size = people as f64;
        let odds = share / (1.0 - share);
        let likeliest = whole((size * share).floor());
        Self::around(likeliest, |k| (size - k) / (k + 1.0) * odds)
    }

    fn poisson(mean: f64) -> Self {
        Self::around(whole(mean.floor()), |k| mean / (k + 1.0))
    }

    /// Of a quantity that is not there.
    fn none() -> Self {
        Self { first: 0, weights: vec![1.0] }
    }

    fn end(&self) -> u64 {
        self.first + self.weights.len() as u64
    }
}

/// A whole number that is known to be one.
fn whole(number: f64) -> u64 {
    count(number).unwrap_or(0)
}

/// One true state of affairs: the outcomes of both arms, and the truth that the interval should hold.
struct State {
    first: Outcomes,
    second: Outcomes,
    truth: f64,
}

/// The coverage over states that share their limits, averaged. Outcomes without an interval do not count.
fn coverage(states: &[State], limits: impl Fn(u64, u64) -> Option<Interval>) -> f64 {
    let range = |arm: fn(&State) -> &Outcomes| {
        let first = states.iter().map(|state| arm(state).first).min();
        let end = states.iter().map(|state| arm(state).end()).max();
        first.unwrap_or(0)..end.unwrap_or(0)
    };
    let (rows, columns) = (range(|state| &state.first), range(|state| &state.second));
    let table: Vec<Vec<Option<Interval>>> =
        rows.clone().map(|one| columns.clone().map(|other| limits(one, other)).collect()).collect();
    let of_state = |state: &State| {
        let (mut covered, mut counted) = (0.0, 0.0);
        let skipped = skip(state.first.first - rows.start);
        for (row, weight) in table.iter().skip(skipped).zip(&state.first.weights) {
            let skipped = skip(state.second.first - columns.start);
            let cells = row.iter().skip(skipped).zip(&state.second.weights);
            for (interval, part) in cells.filter_map(|(cell, part)| Some((cell.as_ref()?, part))) {
                let probability = weight * part;
                counted += probability;
                covered += if interval.contains(state.truth) { probability } else { 0.0 };
            }
        }
        covered / counted
    };
    states.iter().map(of_state).sum::<f64>() / states.len() as f64
}

fn skip(outcomes: u64) -> usize {
    usize::try_from(outcomes).unwrap_or(usize::MAX)
}

/// The factors of the band around a point of the grid.
fn band() -> impl Iterator<Item = f64> {
    (0..VALUES).map(|place| 1.0 - BAND + 2.0 * BAND * f64::from(place) / f64::from(VALUES - 1))
}

/// The share at which the odds are so many times those of another.
fn with_odds(share: f64, factor: f64) -> f64 {
    let odds = factor * share / (1.0 - share);
    odds / (1.0 + odds)
}

/// People of whom so many are expected to have the event, or not to have it where that is rarer.
fn people(expected: f64, share: f64) -> u64 {
    whole((expected / share.min(1.0 - share)).round())
}

/// A point of the grid with the coverage found there.
struct Point {
    /// The smaller of the expected events; the larger relative error of two normal estimates.
    size: f64,
    coverage: f64,
}

fn proportion(expected: f64, share: f64) -> Point {
    let total = people(expected, share);
    let states: Vec<State> = band()
        .map(|factor| {
            let truth = with_odds(share, factor);
            State { first: Outcomes::binomial(total, truth), second: Outcomes::none(), truth }
        })
        .collect();
    let limits = |events, _| limits::of_proportion(Proportion::new(events, total).ok()?).interval;
    Point { size: expected, coverage: coverage(&states, limits) }
}

fn rate(expected: f64) -> Point {
    let states: Vec<State> = band()
        .map(|factor| State { first: Outcomes::poisson(expected * factor), second: Outcomes::none(), truth: factor })
        .collect();
    let limits = |events, _| limits::of_rate(Rate::new(events, expected).ok()?).interval;
    Point { size: expected, coverage: coverage(&states, limits) }
}

/// Whether two figures are divided or subtracted.
#[derive(Clone, Copy, PartialEq)]
enum Comparison {
    Ratio,
    Difference,
    /// Each known only by its value and standard error, as from a survey.
    RatioOfEstimates,
}

/// What two arms are: expected events of both, the comparator's share, and the ratio.
#[derive(Clone, Copy)]
struct Arms {
    expected: (f64, f64),
    share: f64,
    ratio: f64,
}

impl Comparison {
    fn of(self, group: f64, comparator: f64) -> f64 {
        if self == Self::Difference { group - comparator } else { group / comparator }
    }
}

impl Arms {
    fn point(self, coverage: f64) -> Point {
        Point { size: self.expected.0.min(self.expected.1), coverage }
    }

    /// Both shares when the odds of each are so many times those in the middle of the band.
    fn shares(self, factor: f64) -> (f64, f64) {
        let group = with_odds(self.share * self.ratio, factor);
        (group, with_odds(self.share, factor))
    }
}

fn two_proportions(arms: Arms, comparison: Comparison) -> Point {
    let middle = arms.shares(1.0);
    let totals = (people(arms.expected.0, middle.0), people(arms.expected.1, middle.1));
    let states: Vec<State> = band()
        .map(|factor| {
            let (group, comparator) = arms.shares(factor);
            State {
                first: Outcomes::binomial(totals.0, group),
                second: Outcomes::binomial(totals.1, comparator),
                truth: comparison.of(group, comparator),
            }
        })
        .collect();
    let limits = |events, others| {
        let group = Proportion::new(events, totals.0).ok()?;
        let comparator = Proportion::new(others, totals.1).ok()?;
        let pair = Pair::Proportions(group, comparator);
        match comparison {
            Comparison::Ratio => pair.limits(pair.events()).interval,
            Comparison::Difference => {
                limits::of_difference(limits::of_proportion(group), limits::of_proportion(comparator))
            }
            Comparison::RatioOfEstimates => {
                limits::of_ratio_of_estimates(estimated(group)?, estimated(comparator)?).interval
            }
        }
    };
    arms.point(coverage(&states, limits))
}

/// What a survey publishes of so many answers.
fn estimated(answers: Proportion) -> Option<Measured> {
    let value = answers.value();
    let error = (value * (1.0 - value) / answers.total() as f64).sqrt();
    Measured::new(value, error).ok()
}

fn two_rates(arms: Arms, comparison: Comparison) -> Point {
    // The comparator's rate is 1 in the middle of the band.
    let exposures = (arms.expected.0 / arms.ratio, arms.expected.1);
    let states: Vec<State> = band()
        .map(|factor| State {
            first: Outcomes::poisson(arms.expected.0 * factor),
            second: Outcomes::poisson(arms.expected.1 * factor),
            truth: comparison.of(arms.ratio * factor, factor),
        })
        .collect();
    let limits = |events, others| {
        let group = Rate::new(events, exposures.0).ok()?;
        let comparator = Rate::new(others, exposures.1).ok()?;
        if comparison == Comparison::Difference {
            return limits::of_difference(limits::of_rate(group), limits::of_rate(comparator));
        }
        let pair = Pair::Rates(group, comparator);
        pair.limits(pair.events()).interval
    };
    arms.point(coverage(&states, limits))
}

/// Normal estimates of a true ratio of 1 with known relative errors, summed over a lattice of 12 standard errors.
fn two_estimates(errors: (f64, f64)) -> Point {
    const STEPS: u32 = 600;
    let place = |outcome: u64| 12.0 * (outcome as f64 / f64::from(STEPS) - 0.5);
    let normal = || {
        let weights = (0..=STEPS).map(|outcome| (-0.5 * place(outcome.into()).powi(2)).exp());
        Outcomes { first: 0, weights: weights.collect() }
    };
    let state = State { first: normal(), second: normal(), truth: 1.0 };
    let limits = |one, other| {
        let measured = |outcome, error| Measured::new(1.0 + error * place(outcome), error).ok();
        limits::of_ratio_of_estimates(measured(one, errors.0)?, measured(other, errors.1)?).interval
    };
    Point { size: errors.0.max(errors.1), coverage: coverage(&[state], limits) }
}

/// Every pair of expected counts and every ratio, with each share of the comparator that leaves the group one.
fn grid(shares: &[f64]) -> Vec<Arms> {
    let mut grid = Vec::new();
    for one in EXPECTED {
        for other in EXPECTED {
            let of_share = |share: &f64| {
                let share = *share;
                RATIOS.map(|ratio| Arms { expected: (one, other), share, ratio })
            };
            grid.extend(shares.iter().flat_map(of_share));
        }
    }
    grid.retain(|arms| arms.share * arms.ratio <= LARGEST_SHARE);
    grid
}

/// Points whose size lies between two, under a heading.
type Class = (&'static str, f64, f64);

const BY_COUNT: [Class; 6] = [
    ("2", 2.0, 2.0),
    ("5", 5.0, 5.0),
    ("10", 10.0, 10.0),
    ("20", 20.0, 20.0),
    ("50 or more", 50.0, f64::INFINITY),
    ("all", 0.0, f64::INFINITY),
];
const BY_ERROR: [Class; 4] =
    [("error up to 5%", 0.0, 0.05), ("error 10% or 15%", 0.1, 0.15), ("error 20%", 0.2, 0.2), ("all", 0.0, 1.0)];

/// One line of the table for each class.
fn write_rows(out: &mut impl Write, figure: &str, points: &[Point], classes: &[Class]) -> io::Result<()> {
    for (heading, from, to) in classes {
        let found: Vec<f64> = points
            .iter()
            .filter(|point| *from <= point.size && point.size <= *to)
            .map(|point| point.coverage)
            .collect();
        let mean = found.iter().sum::<f64>() / found.len() as f64;
        let least = found.iter().copied().fold(f64::INFINITY, f64::min);
        let most = found.iter().copied().fold(0.0, f64::max);
        let below = found.iter().filter(|value| **value < REQUIRED.0).count();
        let above = found.iter().filter(|value| **value > REQUIRED.1).count();
        writeln!(
            out,
            "| {figure} | {heading} | {} | {:.1} | {:.1} | {:.1} | {below} | {above} |",
            found.len(),
            100.0 * least,
            100.0 * mean,
            100.0 * most,
        )?;
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "| Figure | Smaller expected count | Points | Minimum % | Mean % | Maximum % | Below 94% | Above 97% |"
    )?;
    writeln!(out, "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")?;
    let singles: Vec<Point> =
        EXPECTED.iter().flat_map(|expected| SHARES.map(|share| proportion(*expected, share))).collect();
    write_rows(&mut out, "Proportion", &singles, &BY_COUNT)?;
    write_rows(&mut out, "Rate", &EXPECTED.map(rate), &BY_COUNT)?;
    let proportions = |comparison| -> Vec<Point> {
        let grid = grid(&SHARES);
        grid.into_par_iter().map(|arms| two_proportions(arms, comparison)).collect()
    };
    let rates = |comparison| -> Vec<Point> {
        let grid = grid(&[0.0]);
        grid.into_par_iter().map(|arms| two_rates(arms, comparison)).collect()
    };
    write_rows(&mut out, "Ratio of proportions", &proportions(Comparison::Ratio), &BY_COUNT)?;
    write_rows(&mut out, "Ratio of rates", &rates(Comparison::Ratio), &BY_COUNT)?;
    write_rows(&mut out, "Difference of proportions", &proportions(Comparison::Difference), &BY_COUNT)?;
    write_rows(&mut out, "Difference of rates", &rates(Comparison::Difference), &BY_COUNT)?;
    let surveys = proportions(Comparison::RatioOfEstimates);
    write_rows(&mut out, "Ratio of survey percentages", &surveys, &BY_COUNT)?;
    let errors: Vec<Point> =
        RELATIVE_ERRORS.iter().flat_map(|one| RELATIVE_ERRORS.map(|other| two_estimates((*one, other)))).collect();
    write_rows(&mut out, "Ratio of normal estimates", &errors, &BY_ERROR)
}
