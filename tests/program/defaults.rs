//! The default limits and the p-value shown beside them never contradict each other, and change method where the
//! method notes say.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use proptest::prelude::*;
use scorecard::disparity::limits::{self, Events, Limits, Pair};
use statistics::Method;
use statistics::proportion::Proportion;
use statistics::rate::Rate;
use statistics::ratio_of_estimates::Measured;

/// So near to 1, or to 0.05, rounding decides.
const NEAR: f64 = 1e-9;

fn share() -> impl Strategy<Value = Proportion> {
    prop_oneof![1_u64..60, 30_u64..400, 1_u64..10_000_000]
        .prop_flat_map(|total| (prop_oneof![0..=total, 0..=total.min(60)], Just(total)))
        .prop_map(|(events, total)| Proportion::new(events, total).unwrap())
}

fn rate() -> impl Strategy<Value = Rate> {
    let events = prop_oneof![0_u64..15, 0_u64..100, 0_u64..10_000_000];
    (events, 0.1_f64..1e4).prop_map(|(events, exposure)| Rate::new(events, exposure).unwrap())
}

/// Near enough to each other for the test to be close.
fn similar_rates() -> impl Strategy<Value = (Rate, Rate)> {
    (rate(), 0.3_f64..3.0, 0.3_f64..3.0).prop_map(|(first, size, gap)| {
        let events = first.events() as f64 * size;
        let second = Rate::new(statistics::count(events.round()).unwrap(), first.exposure() * size * gap);
        (first, second.unwrap())
    })
}

/// The p-value is below 0.05 exactly where the interval leaves out 1.
fn agree(limits: Limits) -> bool {
    let Some(interval) = limits.interval else {
        return limits.p_value.is_none();
    };
    let near = (interval.lower - 1.0).abs() < NEAR || (interval.upper - 1.0).abs() < NEAR;
    // Without a p-value the data say nothing about the ratio.
    near || limits.p_value.is_some_and(|p| p < 0.05) != interval.contains(1.0)
}

/// By the method of the counts, and by the score method, which the ends of a range may share.
fn agree_always(pair: Pair) -> bool {
    agree(pair.limits(pair.events())) && agree(pair.limits(Events::Few))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn interval_and_p_value_of_two_proportions_agree(first in share(), second in share()) {
        prop_assert!(agree_always(Pair::Proportions(first, second)));
    }

    #[test]
    fn interval_and_p_value_of_two_small_groups_agree(
        (first, second) in (1_u64..80, 1_u64..80).prop_flat_map(|(one, other)| {
            ((0..=one, Just(one)), (0..=other, Just(other)))
        }),
    ) {
        let arm = |(events, total)| Proportion::new(events, total).unwrap();
        prop_assert!(agree_always(Pair::Proportions(arm(first), arm(second))));
    }

    #[test]
    fn interval_and_p_value_of_two_rates_agree(first in rate(), second in rate()) {
        prop_assert!(agree_always(Pair::Rates(first, second)));
    }

    #[test]
    fn interval_and_p_value_of_similar_rates_agree((first, second) in similar_rates()) {
        prop_assert!(agree_always(Pair::Rates(first, second)));
    }

    #[test]
    fn interval_and_p_value_of_two_estimates_agree(
        values in (0.0_f64..100.0, 0.0_f64..100.0),
        errors in (0.001_f64..30.0, 0.001_f64..30.0),
    ) {
        let first = Measured::new(values.0, errors.0).unwrap();
        let second = Measured::new(values.1, errors.1).unwrap();
        prop_assert!(agree(limits::of_ratio_of_estimates(first, second)));
    }

    #[test]
    fn limits_hold_the_figure_and_exchange_with_the_arms(first in rate(), second in rate()) {
        for rate in [first, second] {
            let found = limits::of_rate(rate);
            let interval = found.interval.unwrap();
            prop_assert!(interval.lower <= found.value && found.value <= interval.upper);
        }
        let pair = Pair::Rates(first, second);
        let (there, back) = (pair.limits(pair.events()), Pair::Rates(second, first));
        let back = back.limits(back.events()).interval.unwrap().inverse();
        let there = there.interval.unwrap();
        prop_assert!((there.lower - back.lower).abs() <= NEAR * there.lower);
    }
}

#[test]
fn the_methods_change_where_the_notes_say() {
    let rate = |events| Rate::new(events, 1_000.0).unwrap();
    let of_rates = |one, other| {
        let pair = Pair::Rates(rate(one), rate(other));
        pair.limits(pair.events()).method
    };
    assert_eq!(limits::of_rate(rate(9)).method, Method::Score);
    assert_eq!(limits::of_rate(rate(10)).method, Method::Byar);
    assert_eq!(of_rates(9, 4_000), Method::Score);
    assert_eq!(of_rates(10, 10), Method::WaldLog);

    let of_shares = |one: (u64, u64), other: (u64, u64)| {
        let share = |(events, total)| Proportion::new(events, total).unwrap();
        let pair = Pair::Proportions(share(one), share(other));
        pair.limits(pair.events()).method
    };
    assert_eq!(of_shares((30, 60), (30, 60)), Method::Katz);
    assert_eq!(of_shares((29, 60), (30, 60)), Method::Koopman);
    assert_eq!(of_shares((500, 529), (30, 60)), Method::Koopman);
}

/// Homeless households of one borough, 72 of 40,841 against 116 of 119,219: by hand 0.0017629 / 0.00097300, with a
/// standard error of the logarithm of sqrt(1/72 - 1/40841 + 1/116 - 1/119219) = 0.14989.
#[test]
fn published_scorecards_can_be_worked_out_by_hand() {
    let pair = Pair::Proportions(Proportion::new(72, 40_841).unwrap(), Proportion::new(116, 119_219).unwrap());
    let limits = pair.limits(pair.events());
    assert_eq!(limits.method, Method::Katz);
    let ratio: f64 = (72.0 / 40_841.0) / (116.0 / 119_219.0);
    let error = (1.0 / 72.0 - 1.0 / 40_841.0 + 1.0 / 116.0 - 1.0 / 119_219.0_f64).sqrt();
    let lower = ratio * (-1.959_963_984_540_054 * error).exp();
    assert!((limits.interval.unwrap().lower / lower - 1.0).abs() < 1e-12);
}
