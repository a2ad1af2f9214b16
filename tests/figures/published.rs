//! Figures that can be worked out by hand from what was published, against those that the program writes.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use statistics::proportion::Proportion;
use statistics::{Confidence, risk_ratio};

use crate::support;
use crate::support::report::{Row, against_white_british, figures, rows};

const SEARCHES: &str = "stop-and-search";
const HOMELESS: &str = "homelessness-acceptances";
const JOBS: &str = "employment-rate";
const GCSE: &str = "gcse-english-maths";
const KEY_STAGE_2: &str = "key-stage-2-expected-standard";
const HEALTH: &str = "not-in-good-health";

const CROYDON: &str = "Croydon";
const KINGSTON: &str = "Kingston upon Thames";
const METROPOLITAN: &str = "Metropolitan Police";

/// The normal quantile of a 95% interval.
const Z: f64 = 1.959_963_984_540_054;

#[track_caller]
fn assert_near(given: f64, expected: f64) {
    let error = (given - expected).abs();
    assert!(error <= 1e-9 * expected.abs(), "{given} for {expected}");
}

/// The ratio that comes out for a line is this one.
#[track_caller]
fn assert_ratio(row: &Row, expected: f64) {
    assert_near(row.known("ratio"), expected);
}

#[track_caller]
fn assert_interval(row: &Row, lower: f64, upper: f64) {
    assert_near(row.known("ratio_lower"), lower);
    assert_near(row.known("ratio_upper"), upper);
}

/// A number with four figures.
fn four_figures(number: f64) -> String {
    let places = (0..9).find(|places| number.abs() * 10_f64.powi(*places) >= 999.5);
    format!("{number:.*}", usize::try_from(places.unwrap()).unwrap())
}

#[test]
fn the_figures_that_the_issue_names_come_out() {
    for (phase, area, measure, group, ratio) in [
        (3, CROYDON, HOMELESS, "BAME", "5.065"),
        (3, CROYDON, HOMELESS, "Black", "7.283"),
        (1, KINGSTON, HOMELESS, "BAME", "1.812"),
        (3, KINGSTON, JOBS, "BAME", "0.9000"),
        (3, CROYDON, GCSE, "Black", "0.9366"),
        (3, KINGSTON, KEY_STAGE_2, "BAME", "1.075"),
        (4, CROYDON, HEALTH, "BAME", "0.7373"),
        (3, METROPOLITAN, SEARCHES, "Black", "3.813"),
        (3, METROPOLITAN, SEARCHES, "BAME", "2.046"),
    ] {
        let row = figures().row(phase, measure, area, group);
        assert_eq!(four_figures(row.known("ratio")), ratio, "{}", row.name());
    }
}

#[test]
fn four_figures_are_shown_of_any_number() {
    assert_eq!(four_figures(0.900_01), "0.9000");
    assert_eq!(four_figures(5.065_34), "5.065");
    assert_eq!(four_figures(0.047_231), "0.04723");
}

// Counts over residents, with a logarithmic interval

/// Households accepted in 2016/17 over residents of Census 2011: African, Caribbean and other Black people, and White
/// British, Irish, Gypsy or Irish Traveller and other White people.
#[test]
fn black_households_in_redbridge_against_white_ones() {
    let row = figures().row(3, HOMELESS, "Redbridge", "Black");
    let black = 118.0 / f64::from(12_357 + 9_064 + 3_424);
    let white = 109.0 / f64::from(96_253 + 3_900 + 140 + 18_353);
    assert_ratio(row, black / white);
    let half = Z * (1.0_f64 / 118.0 + 1.0 / 109.0).sqrt();
    assert_interval(row, black / white * (-half).exp(), black / white * half.exp());
    assert_near(row.known("value"), 1000.0 * black);
    assert_eq!(row.text("population_year"), "2011");
    assert_eq!(row.text("verdict"), "worse");
}

/// The classification of the homelessness returns has Chinese people in Other, and so are the residents below them.
#[test]
fn chinese_residents_are_below_the_households_that_count_them() {
    let row = figures().row(3, HOMELESS, CROYDON, "Other");
    assert_near(row.known("denominator"), f64::from(3_925 + 1_701 + 4_704));
    let row = figures().row(3, HOMELESS, CROYDON, "Asian");
    assert_near(row.known("denominator"), f64::from(24_660 + 10_865 + 2_570 + 17_607));
}

/// 45 of 1,042 households in Croydon did not state their ethnicity.
#[test]
fn households_of_unknown_ethnicity_bound_the_ratio() {
    let row = figures().row(3, HOMELESS, CROYDON, "Black");
    let (black, white) = (73_256.0, 200_195.0);
    let low = (517.0 / black) / ((194.0 + 45.0) / white);
    let high = ((517.0 + 45.0) / black) / (194.0 / white);
    assert_near(row.known("ratio_bound_low"), low);
    assert_near(row.known("ratio_bound_high"), high);
    let known = 194.0 + 517.0 + 106.0 + 78.0 + 100.0;
    assert_near(row.known("unknown_share"), 45.0 / (45.0 + known));
}

/// None of 13 households in the City was of Mixed ethnicity: the upper score limit of 0 of 13 has odds of z² to 13.
#[test]
fn no_household_has_an_upper_limit() {
    let row = figures().row(1, HOMELESS, "City of London", "Mixed");
    assert!(row.known("ratio").abs() < 1e-12);
    assert!(row.known("ratio_lower").abs() < 1e-12);
    let mixed = f64::from(38 + 37 + 111 + 103);
    let white = f64::from(4_243 + 180 + 3 + 1_373);
    assert_near(row.known("ratio_upper"), Z * Z / 13.0 * white / mixed);
    assert_eq!(row.text("verdict"), "too few to tell");
}

#[test]
fn the_phase_before_stands_beside_the_ratio() {
    let row = figures().row(3, HOMELESS, CROYDON, "Black");
    let (black, white) = (73_256.0, 200_195.0);
    let before = (445.0 / black) / (197.0 / white);
    let change = (517.0 / black) / (194.0 / white) / before;
    assert_near(row.known("previous_ratio"), before);
    assert_near(row.known("change"), change);
    let half = Z * (1.0_f64 / 445.0 + 1.0 / 197.0 + 1.0 / 517.0 + 1.0 / 194.0).sqrt();
    assert_near(row.known("change_lower"), change * (-half).exp());
    assert_near(row.known("change_upper"), change * half.exp());
    assert_eq!(row.text("change_verdict"), "no clear change");
}

/// Searches of June to October 2021: five months, so that the yearly rate is 12/5 of the count. The
/// records are public, so the counts are shown as counted.
#[test]
fn months_are_added_up_and_annualised() {
    let row = figures().row(4, "stop-and-search-borough", "Sutton", "Black");
    let african = 6 + 4 + 3 + 3 + 4;
    let caribbean = 3 + 7 + 7 + 3 + 14;
    let other = 14 + 11 + 15 + 20 + 17;
    let black = f64::from(african + caribbean + other) / f64::from(7_441 + 3_450 + 1_574);
    let british = 102 + 98 + 88 + 93 + 82;
    let white =
        f64::from(british + (1 + 1 + 1 + 1) + (13 + 12 + 15 + 11 + 12)) / f64::from(120_014 + 3_118 + 130 + 321 + 19_562);
    assert_near(row.known("value"), 1000.0 * black * 12.0 / 5.0);
    assert_ratio(row, black / white);
    assert_eq!(row.text("period"), "2021-06 to 2021-10");
}

/// Detentions of 2023/24 in Croydon, Kingston, Merton, Richmond, Sutton and Wandsworth, over residents of Census 2021.
#[test]
fn black_people_detained_in_south_west_london() {
    let name = "NHS South West London Integrated Care Board";
    let row = figures().row(4, "mental-health-detentions", name, "Black");
    let black = 420.0 / f64::from(88_441 + 4_741 + 22_887 + 3_687 + 12_465 + 33_062);
    let white = 710.0 / f64::from(188_985 + 114_831 + 129_617 + 157_111 + 143_145 + 222_090);
    assert_ratio(row, black / white);
    assert_near(row.known("value"), 100_000.0 * black);
    // The publisher's own crude rate is 254.1.
    assert_eq!(format!("{:.1}", row.known("value")), "254.1");
    assert_eq!(row.text("population_year"), "2021");
}

#[test]
fn black_people_searched_against_white_british_people() {
    let row = against_white_british().row(3, SEARCHES, METROPOLITAN, "Black");
    assert_ratio(row, (43_503.0 / 1_088_447.0) / (31_763.0 / 3_665_041.0));
    assert_eq!(row.text("comparator"), "White British");
    let irish = against_white_british().row(3, SEARCHES, METROPOLITAN, "White Irish");
    assert_ratio(irish, (1_636.0 / 175_794.0) / (31_763.0 / 3_665_041.0));
}

// People with the outcome out of the group

#[test]
fn pupils_of_sutton_at_key_stage_2() {
    let row = figures().row(3, KEY_STAGE_2, "Sutton", "BAME");
    let bame = f64::from(267 + 25 + 98 + 111) / f64::from(334 + 25 + 155 + 162);
    assert_ratio(row, bame / (766.0 / 1_273.0));
    assert_near(row.known("difference"), 100.0 * (bame - 766.0 / 1_273.0));
}

#[test]
fn black_pupils_of_london_at_key_stage_4() {
    let row = figures().row(3, GCSE, "London", "Black");
    let (black, white) = (10_179.0 / 16_595.0, 21_132.0 / 32_148.0);
    assert_ratio(row, black / white);
    let variance: f64 = 1.0 / 10_179.0 - 1.0 / 16_595.0 + 1.0 / 21_132.0 - 1.0 / 32_148.0;
    let half = Z * variance.sqrt();
    assert_interval(row, black / white * (-half).exp(), black / white * half.exp());
    assert_eq!(row.text("area_level"), "region");
}

#[test]
fn residents_of_the_city_in_less_than_good_health() {
    let row = figures().row(4, HEALTH, "City of London", "BAME");
    let bame = f64::from(127 + 39 + 35 + 49) / f64::from(1_442 + 234 + 469 + 483);
    assert_ratio(row, bame / (670.0 / 5_951.0));
}

// Surveys and published values

/// The numbers give the rate before it was rounded, and the published half-widths the interval.
#[test]
fn employment_in_redbridge() {
    let row = figures().row(3, JOBS, "Redbridge", "BAME");
    let (bame, white) = (100.0 * 80_400.0 / 122_600.0, 100.0 * 57_700.0 / 73_200.0);
    assert_ratio(row, bame / white);
    let half = (7.5_f64 / bame).hypot(8.3 / white);
    assert_interval(row, bame / white * (-half).exp(), bame / white * half.exp());
}

#[test]
fn employment_in_sutton_in_2020() {
    let row = figures().row(4, JOBS, "Sutton", "BAME");
    assert_ratio(row, (31_400.0 / 44_900.0) / (70_700.0 / 87_100.0));
}

/// The published percentages of Asian, Black and Mixed people, weighted by the residents of England in 2011; no Other
/// group was published.
#[test]
fn influence_of_bame_people_in_england() {
    let asian = f64::from(1_395_702 + 1_112_282 + 436_514 + 379_503 + 819_402);
    let black = f64::from(977_741 + 591_016 + 277_857);
    let mixed = f64::from(415_616 + 161_550 + 332_708 + 283_005);
    for (phase, percent) in [(3, [37.0, 44.0, 37.0]), (4, [35.0, 45.0, 33.0])] {
        let row = figures().row(phase, "influence-local-decisions", "England", "BAME");
        let total = percent[0] * asian + percent[1] * black + percent[2] * mixed;
        assert_ratio(row, total / (asian + black + mixed) / 25.0);
        assert!(row.text("note").contains("leaves out Other"), "{}", row.text("note"));
    }
}

/// 45% against 25%, each published to the whole per cent.
#[test]
fn rounding_bounds_the_ratio_of_percentages() {
    let row = figures().row(4, "influence-local-decisions", "England", "Black");
    assert_ratio(row, 45.0 / 25.0);
    assert_near(row.known("ratio_bound_low"), 44.5 / 25.5);
    assert_near(row.known("ratio_bound_high"), 45.5 / 24.5);
}

#[test]
fn volunteers_of_sutton_have_a_ratio_and_no_interval() {
    let row = figures().row(3, "volunteer-centre-registrations", "Sutton", "Black African");
    assert_ratio(row, 17.0 / 5.0);
    assert_eq!(row.number("ratio_lower"), None);
    assert_eq!(row.number("p_value"), None);
    assert_eq!(row.text("verdict"), "not comparable");
    assert_near(row.known("ratio_bound_low"), 16.5 / 5.5);
}

#[test]
fn councillors_of_westminster_against_the_share_of_residents() {
    let row = figures().row(4, "councillors", "Westminster", "BAME");
    assert_ratio(row, (7.0 / 60.0) / 0.39);
    assert_eq!(row.text("verdict"), "worse");
}

// Hidden parts

/// Of 239 households in Kingston 109 are White, 26 Black and 52 Asian. The 52 others are of Other ethnicity, 30 when
/// rounded to 10, or Mixed or not stated, which are hidden.
#[test]
fn a_hidden_part_makes_the_aggregate_a_range() {
    let row = figures().row(3, HOMELESS, KINGSTON, "BAME");
    assert_eq!(row.text("status"), "range");
    let ratio = |bame: f64, white: f64| (bame / 40_841.0) / (white / 119_219.0);
    // None Mixed, and those who did not state it all White; or all others BAME.
    let (least, most) = (26 + 52 + 25, 26 + 52 + 52);
    let low = ratio(f64::from(least), f64::from(109 + 52 - 25));
    let high = ratio(f64::from(most), 109.0);
    let (bound_low, bound_high) = (row.known("ratio_bound_low"), row.known("ratio_bound_high"));
    assert!(bound_low <= low && high <= bound_high, "{bound_low} {bound_high} for {low} {high}");
    assert!(bound_low < row.known("ratio") && row.known("ratio") < bound_high);
    // The groups may miss the total by 5, and nothing else leaves the range wider.
    let widest = [ratio(f64::from(least), 109.0 + 52.0 - 25.0 + 5.0), ratio(f64::from(most + 5), 109.0)];
    assert!(widest[0] <= bound_low && bound_high <= widest[1], "{bound_low} {bound_high} beyond {widest:?}");
}

#[test]
fn a_hidden_figure_is_neither_zero_nor_blank() {
    let row = figures().row(3, HOMELESS, KINGSTON, "Mixed");
    assert_eq!(row.text("status"), "suppressed");
    assert_eq!((row.number("ratio"), row.number("numerator")), (None, None));
    assert!(row.known("ratio_bound_low").abs() < 1e-12);
    // At most the 22 that the total leaves over beside the groups that are shown, and 5 that rounding may hide.
    let ratio = |mixed: f64| (mixed / 6_269.0) / (109.0 / 119_219.0);
    let high = row.known("ratio_bound_high");
    assert!(ratio(22.0) <= high && high <= ratio(27.0) + 1e-9, "{high}");
}

/// Both the pupils of Mixed ethnicity in the City and those who reached the standard are `x`, which is hidden.
#[test]
fn a_hidden_denominator_is_said_to_be_hidden() {
    let row = figures().row(3, KEY_STAGE_2, "City of London", "Mixed");
    assert_eq!(row.text("status"), "suppressed");
}

#[test]
fn a_wider_area_is_named_as_such() {
    for row in figures().rows.iter().filter(|row| row.text("measure") == SEARCHES) {
        assert_eq!(row.text("area_level"), "police-force", "{}", row.name());
    }
}

// Published by others

/// Ratio and interval of two shares, to two places.
fn printed(group: (u64, u64), comparator: (u64, u64)) -> String {
    let [group, comparator] = [group, comparator].map(|(events, total)| Proportion::new(events, total).unwrap());
    let ratio = risk_ratio::ratio(group, comparator).finite().unwrap();
    let interval = risk_ratio::katz(group, comparator, Confidence::P95).unwrap();
    format!("{ratio:.2} ({:.2}-{:.2})", interval.lower, interval.upper)
}

/// Heart attacks in the Physicians' Health Study under placebo and aspirin (A. Agresti, Categorical Data Analysis), and
/// two tables whose intervals are worked out by hand: ratio × exp(±1.96 √(1/a − 1/n + 1/c − 1/m)).
#[test]
fn tables_of_text_books_come_out() {
    assert_eq!(printed((189, 11_034), (104, 11_037)), "1.82 (1.43-2.31)");
    assert_eq!(printed((20, 100), (10, 100)), "2.00 (0.99-4.05)");
    assert_eq!(printed((400, 1_000), (500, 1_000)), "0.80 (0.73-0.88)");
}

/// The 21 tables that Black Thrive published, with their ratios and intervals to two places.
#[test]
fn the_published_tables_of_black_thrive_come_out() {
    let Some(folder) = support::shared("real") else {
        return;
    };
    let bytes = std::fs::read(folder.join("worked-examples-black-thrive.csv")).unwrap();
    let tables = rows(&bytes);
    assert_eq!(tables.len(), 21);
    for table in tables {
        let number = |column: &str| table.text(column).parse().unwrap();
        let side = |group: &str| (number(&format!("{group}_n")), number(&format!("{group}_d")));
        assert_eq!(printed(side("black"), side("white")), table.text("published_rr_ci95"), "{}", table.text("id"));
    }
}
