//! What must hold for every input: an interval holds its estimate, more data never widens it, an exchange of the arms
//! inverts it, units do not matter, and the bounds of an unknown group hold every allocation.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use proptest::prelude::*;
use statistics::proportion::{self, Proportion};
use statistics::rate::{self, Rate};
use statistics::ratio_of_estimates::{self, FiellerSet, Measured};
use statistics::unknown_group::{self, Tally};
use statistics::{
    Confidence, Interval, Ratio, multiplicity, odds_ratio, p_value, rate_ratio, risk_difference, risk_ratio,
};

/// Rounding allowed in comparisons of limits.
const ROUNDING: f64 = 1e-9;

fn holds(limits: Interval, value: f64) -> bool {
    let slack = ROUNDING * value.abs().max(1e-300);
    limits.lower <= value + slack && value <= limits.upper + slack
}

fn close(one: f64, other: f64) -> bool {
    #[expect(clippy::float_cmp, reason = "infinities and zeros are compared as they are")]
    let same = one == other;
    same || (one - other).abs() <= ROUNDING * one.abs().max(other.abs())
}

/// On the logarithmic scale, with an open end as wide as can be.
fn log_width(limits: Interval) -> f64 {
    (limits.upper / limits.lower).ln()
}

fn inverted(one: Interval, other: Interval) -> bool {
    close(one.lower, 1.0 / other.upper) && close(one.upper, 1.0 / other.lower)
}

fn share() -> impl Strategy<Value = Proportion> {
    prop_oneof![1_u64..40, 1_u64..10_000_000]
        .prop_flat_map(|total| (prop_oneof![0..=total, Just(0), Just(total)], Just(total)))
        .prop_map(|(events, total)| Proportion::new(events, total).unwrap())
}

fn rate() -> impl Strategy<Value = Rate> {
    let events = prop_oneof![0_u64..40, 0_u64..10_000_000];
    (events, 0.1_f64..1e7).prop_map(|(events, exposure)| Rate::new(events, exposure).unwrap())
}

fn times(share: Proportion, factor: u64) -> Proportion {
    Proportion::new(share.events() * factor, share.total() * factor).unwrap()
}

type RatioLimits = fn(Proportion, Proportion, Confidence) -> Interval;
const SCORE_LIMITS: [RatioLimits; 2] = [risk_ratio::koopman, risk_ratio::miettinen_nurminen];
const DIFFERENCE_LIMITS: [RatioLimits; 3] =
    [risk_difference::newcombe, risk_difference::mee, risk_difference::miettinen_nurminen];
type RateLimits = fn(Rate, Rate, Confidence) -> Interval;
const RATE_RATIO_LIMITS: [RateLimits; 2] = [rate_ratio::exact, rate_ratio::score];

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn intervals_of_a_proportion_hold_it(share in share(), level in 0.5_f64..0.9999) {
        let confidence = Confidence::new(level).unwrap();
        for method in [proportion::wilson, proportion::wilson_corrected, proportion::clopper_pearson] {
            let limits = method(share, confidence);
            prop_assert!(holds(limits, share.value()), "{limits:?}");
            prop_assert!(limits.lower >= 0.0 && limits.upper <= 1.0, "{limits:?}");
        }
        let wilson = proportion::wilson(share, confidence);
        let corrected = proportion::wilson_corrected(share, confidence);
        prop_assert!(corrected.lower <= wilson.lower * (1.0 + ROUNDING));
        prop_assert!(corrected.upper >= wilson.upper * (1.0 - ROUNDING));
    }

    #[test]
    fn complements_mirror_the_interval(share in share()) {
        for method in [proportion::wilson, proportion::wilson_corrected, proportion::clopper_pearson] {
            let limits = method(share, Confidence::P95);
            let mirrored = method(share.complement(), Confidence::P95);
            prop_assert!((limits.lower + mirrored.upper - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn intervals_of_a_rate_hold_it(rate in rate(), level in 0.5_f64..0.9999) {
        let confidence = Confidence::new(level).unwrap();
        prop_assert!(holds(rate::exact(rate, confidence), rate.value()));
        let estimate = rate::public_health(rate, confidence);
        prop_assert!(holds(estimate.interval.unwrap(), rate.value()));
    }

    #[test]
    fn intervals_of_a_ratio_hold_it(first in share(), second in share(), level in 0.5_f64..0.9999) {
        let confidence = Confidence::new(level).unwrap();
        for method in SCORE_LIMITS {
            let limits = method(first, second, confidence);
            prop_assert!(!limits.lower.is_nan() && !limits.upper.is_nan());
            prop_assert!(limits.lower >= 0.0 && limits.lower < limits.upper, "{limits:?}");
            match risk_ratio::ratio(first, second) {
                Ratio::Finite(value) => prop_assert!(holds(limits, value), "{value} {limits:?}"),
                Ratio::OverZero => prop_assert!(limits.upper.is_infinite() && limits.lower > 0.0),
                Ratio::Undefined => prop_assert!(limits.lower <= 0.0 && limits.upper.is_infinite()),
            }
        }
        for method in DIFFERENCE_LIMITS {
            let limits = method(first, second, confidence);
            let value = risk_difference::difference(first, second);
            prop_assert!(limits.lower <= value + 1e-12 && value <= limits.upper + 1e-12);
            prop_assert!(limits.lower >= -1.0 - 1e-12 && limits.upper <= 1.0 + 1e-12);
        }
    }

    #[test]
    fn more_data_never_widens(first in share(), second in share(), factor in 2_u64..50) {
        for method in SCORE_LIMITS {
            let narrow = method(times(first, factor), times(second, factor), Confidence::P95);
            let wide = method(first, second, Confidence::P95);
            prop_assert!(narrow.lower >= wide.lower * (1.0 - ROUNDING), "{wide:?} {narrow:?}");
            prop_assert!(narrow.upper <= wide.upper * (1.0 + ROUNDING), "{wide:?} {narrow:?}");
        }
        for method in DIFFERENCE_LIMITS {
            let narrow = method(times(first, factor), times(second, factor), Confidence::P95);
            let wide = method(first, second, Confidence::P95);
            prop_assert!(narrow.lower >= wide.lower - 1e-12 && narrow.upper <= wide.upper + 1e-12);
        }
        if let Some(wide) = risk_ratio::katz(first, second, Confidence::P95) {
            let narrow = risk_ratio::katz(times(first, factor), times(second, factor), Confidence::P95);
            prop_assert!(log_width(narrow.unwrap()) <= log_width(wide) * (1.0 + ROUNDING));
        }
    }

    #[test]
    fn more_events_never_widen_a_rate_ratio(first in rate(), second in rate(), factor in 2_u64..50) {
        let more = |rate: Rate| {
            Rate::new(rate.events() * factor, rate.exposure() * factor as f64).unwrap()
        };
        for method in RATE_RATIO_LIMITS {
            let narrow = method(more(first), more(second), Confidence::P95);
            let wide = method(first, second, Confidence::P95);
            prop_assert!(narrow.lower >= wide.lower * (1.0 - ROUNDING), "{wide:?} {narrow:?}");
            prop_assert!(narrow.upper <= wide.upper * (1.0 + ROUNDING), "{wide:?} {narrow:?}");
        }
    }

    #[test]
    fn exchanging_the_arms_inverts(first in share(), second in share()) {
        for method in SCORE_LIMITS {
            let there = method(first, second, Confidence::P95);
            let back = method(second, first, Confidence::P95);
            prop_assert!(inverted(there, back), "{there:?} {back:?}");
        }
        let there = risk_difference::mee(first, second, Confidence::P95);
        let back = risk_difference::mee(second, first, Confidence::P95);
        prop_assert!((there.lower + back.upper).abs() < 1e-12);
        if let (Some(there), Some(back)) = (
            risk_ratio::katz(first, second, Confidence::P95),
            risk_ratio::katz(second, first, Confidence::P95),
        ) {
            prop_assert!(inverted(there, back));
        }
    }

    #[test]
    fn exchanging_the_rates_inverts_and_units_do_not_matter(
        first in rate(),
        second in rate(),
        factor in 1e-6_f64..1e6,
    ) {
        let scaled = |rate: Rate| Rate::new(rate.events(), rate.exposure() * factor).unwrap();
        for method in RATE_RATIO_LIMITS {
            let there = method(first, second, Confidence::P95);
            let back = method(second, first, Confidence::P95);
            prop_assert!(inverted(there, back), "{there:?} {back:?}");
            let same = method(scaled(first), scaled(second), Confidence::P95);
            prop_assert!(close(there.lower, same.lower) && close(there.upper, same.upper));
            if let Ratio::Finite(value) = rate_ratio::ratio(first, second) {
                prop_assert!(holds(there, value));
            }
        }
        let test = rate_ratio::exact_test(first, second);
        let again = rate_ratio::exact_test(second, first);
        prop_assert!((test.less - again.greater).abs() <= 1e-6 * test.less.max(1e-290));
    }

    #[test]
    fn exact_interval_and_test_agree(first in rate(), second in rate()) {
        let limits = rate_ratio::exact(first, second, Confidence::P95);
        let significant = rate_ratio::exact_test(first, second).central < 0.05 * (1.0 - 1e-6);
        let excluded = !limits.contains(1.0);
        let near = (limits.lower - 1.0).abs() < 1e-6 || (limits.upper - 1.0).abs() < 1e-6;
        prop_assert!(near || significant == excluded, "{limits:?}");
    }

    #[test]
    fn fisher_interval_and_test_agree(
        (events, total) in (1_u64..2_000).prop_flat_map(|total| (0..=total, Just(total))),
        (others, other_total) in (1_u64..2_000).prop_flat_map(|total| (0..=total, Just(total))),
    ) {
        let first = Proportion::new(events, total).unwrap();
        let second = Proportion::new(others, other_total).unwrap();
        let limits = odds_ratio::fisher(first, second, Confidence::P95);
        if let Ratio::Finite(value) = odds_ratio::conditional(first, second) {
            prop_assert!(holds(limits, value), "{value} {limits:?}");
        }
        let back = odds_ratio::fisher(second, first, Confidence::P95);
        prop_assert!(inverted(limits, back), "{limits:?} {back:?}");
        let test = p_value::fisher(first, second);
        let near = (limits.lower - 1.0).abs() < 1e-6 || (limits.upper - 1.0).abs() < 1e-6;
        prop_assert!(near || (test.central < 0.05) != limits.contains(1.0));
        // Zero where the probability is below the smallest double.
        prop_assert!(test.no_more_likely >= 0.0 && test.no_more_likely <= 1.0 + 1e-12);
        prop_assert!(test.mid_no_more_likely <= test.no_more_likely);
    }

    #[test]
    fn ratios_of_estimates_hold_and_invert(
        first in 0.01_f64..1e6,
        second in 0.01_f64..1e6,
        errors in (0.0_f64..1.0, 0.0_f64..1.0),
    ) {
        let one = Measured::new(first, first * errors.0).unwrap();
        let other = Measured::new(second, second * errors.1).unwrap();
        let there = ratio_of_estimates::delta_log(one, other, Confidence::P95).unwrap();
        let back = ratio_of_estimates::delta_log(other, one, Confidence::P95).unwrap();
        prop_assert!(holds(there.interval, there.ratio) && inverted(there.interval, back.interval));
        match ratio_of_estimates::fieller(one, other, Confidence::P95) {
            FiellerSet::Bounded(limits) => prop_assert!(holds(limits, there.ratio)),
            FiellerSet::Complement(gap) => {
                prop_assert!(there.ratio <= gap.lower * (1.0 - 1e-9) || there.ratio >= gap.upper * (1.0 - 1e-9));
            }
            FiellerSet::WholeLine => {}
        }
    }

    #[test]
    fn adjusted_p_values_keep_the_order(p_values in prop::collection::vec(0.0_f64..=1.0, 0..60)) {
        let holm = multiplicity::holm(&p_values).unwrap();
        let bonferroni = multiplicity::bonferroni(&p_values).unwrap();
        let hochberg = multiplicity::hochberg(&p_values).unwrap();
        let false_discovery = multiplicity::benjamini_hochberg(&p_values).unwrap();
        for place in 0..p_values.len() {
            prop_assert!(p_values[place] <= false_discovery[place] * (1.0 + 1e-12));
            prop_assert!(false_discovery[place] <= hochberg[place] * (1.0 + 1e-12));
            prop_assert!(hochberg[place] <= holm[place] && holm[place] <= bonferroni[place]);
        }
    }

    #[test]
    fn bounds_hold_every_allocation(
        (first, second, unknown) in (tally(6), tally(6), tally(7)),
    ) {
        let found = unknown_group::bounds(first, second, unknown);
        let two = brute_force(first, second, unknown, false);
        let three = brute_force(first, second, unknown, true);
        prop_assert_eq!(found.is_none(), two.is_none());
        if let (Some(found), Some(two)) = (found, two) {
            let size = |ratio: Ratio| ratio.finite().unwrap_or(f64::INFINITY);
            prop_assert!(close(size(found.lowest), two.lower) && close(size(found.highest), two.upper));
            // A third group to take records changes nothing wherever there is a two-group
            // allocation.
            let three = three.unwrap();
            prop_assert!(close(two.lower, three.lower) && close(two.upper, three.upper));
        }
    }
}

fn tally(largest: u64) -> impl Strategy<Value = Tally> {
    (0..=largest)
        .prop_flat_map(|total| (0..=total, Just(total)))
        .prop_map(|(events, total)| Tally::new(events, total).unwrap())
}

/// The extremes over every allocation of the unknown records, optionally with a third group.
fn brute_force(first: Tally, second: Tally, unknown: Tally, third: bool) -> Option<Interval> {
    let others = unknown.total() - unknown.events();
    let mut found: Option<Interval> = None;
    let mut note = |ratio: f64| {
        let so_far = found.unwrap_or(Interval { lower: ratio, upper: ratio });
        found = Some(Interval { lower: so_far.lower.min(ratio), upper: so_far.upper.max(ratio) });
    };
    let splits = |count: u64| -> Vec<(u64, u64)> {
        let pairs = (0..=count).flat_map(|ours| (0..=count - ours).map(move |theirs| (ours, theirs)));
        pairs.filter(|(ours, theirs)| third || ours + theirs == count).collect()
    };
    for (events, their_events) in splits(unknown.events()) {
        for (rest, their_rest) in splits(others) {
            let total = first.total() + events + rest;
            let their_total = second.total() + their_events + their_rest;
            let (x1, x2) = (first.events() + events, second.events() + their_events);
            if total > 0 && their_total > 0 && x1 + x2 > 0 {
                note(x1 as f64 / total as f64 / (x2 as f64 / their_total as f64));
            }
        }
    }
    found
}
