//! Limits at counts of ten million and shares next to 0 and 1, against 60-digit arithmetic (mpmath).
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::excessive_precision,
    reason = "a test that stops where it cannot go on, with numbers as the reference gave them"
)]

use statistics::proportion::{self, Proportion};
use statistics::rate::{self, Rate};
use statistics::{Confidence, Interval, risk_ratio};

const PRECISION: f64 = 1e-11;

fn close(given: f64, expected: f64) {
    #[expect(clippy::float_cmp, reason = "zero is compared as it is")]
    let same = given == expected;
    let error = (given - expected).abs() / expected.abs();
    assert!(same || error < PRECISION, "{given:e} for {expected:e}: {error:e}");
}

#[test]
fn exact_lower_limits_of_a_proportion() {
    for (events, total, expected) in [
        (1, 10_000_000, 2.531_780_795_224_032_8e-9),
        (3, 10_000_000, 6.186_721_656_250_591_4e-8),
        (17, 9_000_001, 1.100_347_635_955_679_5e-6),
        (5_000_000, 10_000_000, 0.499_690_052_521_371_09),
        (9_999_997, 10_000_000, 0.999_999_123_272_945_84),
        (10_000_000, 10_000_000, 0.999_999_631_112_122_63),
    ] {
        let share = Proportion::new(events, total).unwrap();
        close(proportion::clopper_pearson(share, Confidence::P95).lower, expected);
    }
}

#[test]
fn exact_lower_limits_of_a_count() {
    for (events, expected) in [
        (1, 0.025_317_807_984_289_898),
        (9, 4.115_373_097_378_333_1),
        (250_000, 249_020.965_504_321_25),
        (10_000_000, 9_993_802.996_884_266_9),
    ] {
        let rate = Rate::new(events, 1.0).unwrap();
        close(rate::exact(rate, Confidence::P95).lower, expected);
    }
}

/// Events and totals of both arms, then Koopman's limits and Miettinen and Nurminen's.
const SCORE_LIMITS: [([u64; 4], [f64; 4]); 6] = [
    (
        [1, 10_000_000, 3, 9_000_000],
        [0.042_988_255_211_542_092, 2.093_594_895_372_526_4, 0.042_988_253_516_150_807, 2.093_594_977_940_717_2],
    ),
    (
        [9_999_998, 10_000_000, 8_999_990, 9_000_000],
        [1.000_000_227_486_890_5, 1.000_001_866_219_167_9, 1.000_000_227_486_870_6, 1.000_001_866_219_199_9],
    ),
    (
        [10_000_000, 10_000_000, 9_000_000, 9_000_000],
        [0.999_999_615_854_265_5, 1.000_000_426_828_757_9, 0.999_999_615_854_245_28, 1.000_000_426_828_780_3],
    ),
    (
        [3, 10_000_000, 5_000, 6_000],
        [
            1.224_264_668_521_997_6e-7,
            1.058_594_288_141_203_3e-6,
            1.224_264_608_268_566_1e-7,
            1.058_594_340_240_967_2e-6,
        ],
    ),
    ([0, 40, 10_000_000, 10_000_000], [0.0, 0.087_621_601_197_286_623, 0.0, 0.087_621_609_191_660_995]),
    (
        [2_500_000, 5_000_000, 1, 10_000_000],
        [882_623.001_082_880_7, 28_324_674.943_845_41, 882_622.959_898_415_1, 28_324_676.265_516_491],
    ),
];

#[test]
fn score_limits_of_a_risk_ratio() {
    let near = |limits: Interval, [lower, upper]: [f64; 2]| {
        close(limits.lower, lower);
        close(limits.upper, upper);
    };
    for ([events, total, others, other_total], [lower, upper, inflated_lower, inflated_upper]) in SCORE_LIMITS {
        let first = Proportion::new(events, total).unwrap();
        let second = Proportion::new(others, other_total).unwrap();
        near(risk_ratio::koopman(first, second, Confidence::P95), [lower, upper]);
        let inflated = risk_ratio::miettinen_nurminen(first, second, Confidence::P95);
        near(inflated, [inflated_lower, inflated_upper]);
    }
}
