//! Figures that can be worked out by hand from what was published, against those that the program writes.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use statistics::proportion::Proportion;
use statistics::{Confidence, risk_ratio};

use crate::support;
use crate::support::report::{
    MIDDLE_OF_2012_13, MIDDLE_OF_2014_15, MIDDLE_OF_2016_17, MIDDLE_OF_2017_18, Row, against_white_british, figures,
    residents, rows,
};

const SEARCHES: &str = "stop-and-search";
const HOMELESS: &str = "homelessness-acceptances";
const JOBS: &str = "employment-rate";
const GCSE: &str = "gcse-english-maths";
const KEY_STAGE_2: &str = "key-stage-2-expected-standard";
const HEALTH: &str = "not-in-good-health";

/// Codes of boroughs.
const CODE_OF_CROYDON: &str = "E09000008";
const CODE_OF_KINGSTON: &str = "E09000021";
const CODE_OF_REDBRIDGE: &str = "E09000026";
const CODE_OF_THE_CITY: &str = "E09000001";

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
        (3, CROYDON, HOMELESS, "BAME", "4.342"),
        (3, CROYDON, HOMELESS, "Black", "6.333"),
        (1, KINGSTON, HOMELESS, "BAME", "1.722"),
        (3, KINGSTON, JOBS, "BAME", "0.8966"),
        (3, CROYDON, GCSE, "Black", "0.9366"),
        (3, KINGSTON, KEY_STAGE_2, "BAME", "1.075"),
        (4, CROYDON, HEALTH, "BAME", "1.009"),
        (3, METROPOLITAN, SEARCHES, "Black", "3.566"),
        (3, METROPOLITAN, SEARCHES, "BAME", "1.777"),
        (4, METROPOLITAN, SEARCHES, "BAME", "1.968"),
        (4, CROYDON, HOMELESS, "BAME", "2.777"),
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

/// Households accepted in 2016/17 over the residents in the middle of that year, 30 September 2016.
#[test]
fn black_households_in_redbridge_against_white_ones() {
    let row = figures().row(3, HOMELESS, "Redbridge", "Black");
    let [black, white] = [(118.0, "Black"), (109.0, "White")]
        .map(|(households, group)| households / residents(CODE_OF_REDBRIDGE, group, MIDDLE_OF_2016_17));
    assert_ratio(row, black / white);
    let half = Z * (1.0_f64 / 118.0 + 1.0 / 109.0).sqrt();
    assert_interval(row, black / white * (-half).exp(), black / white * half.exp());
    assert_near(row.known("value"), 1000.0 * black);
    assert_eq!(row.text("population_year"), "2016");
    let basis = "between the census of 2011 and the census of 2021, 4.5 years from the nearer one";
    assert_eq!(row.text("population_basis"), basis);
    let [black, white] = [(118.0, "Black"), (109.0, "White")]
        .map(|(households, group)| households / residents(CODE_OF_REDBRIDGE, group, 3_647.0));
    assert_near(row.known("ratio_nearest_census"), black / white);
    assert_eq!(row.text("verdict"), "worse");
}

/// The publisher prints the residents of 2011 beside the searches; the ratio is over those of the boroughs of the force
/// at the time.
#[test]
fn a_population_that_the_source_prints_gives_way_to_the_series() {
    let row = figures().row(4, SEARCHES, METROPOLITAN, "Mixed");
    let boroughs = (2..=33).map(|number| format!("E090000{number:02}"));
    let mixed = boroughs.map(|borough| residents(&borough, "Mixed", MIDDLE_OF_2017_18)).sum();
    assert_near(row.known("denominator"), mixed);
    assert_eq!(row.text("population_year"), "2017");
}

/// The publisher prints that no population can be put below the searches of the City of London Police: there is none to
/// divide by, and the share of unknown ethnicity is one of searches all the same.
#[test]
fn searches_without_a_population_have_a_share_of_unknown_ethnicity() {
    let row = figures().row(4, SEARCHES, "City of London Police", "BAME");
    assert_near(row.known("unknown_share"), 219.0 / 1_223.0);
    assert_eq!((row.text("status"), row.number("ratio")), ("not-applicable", None));
}

/// After the latest census its residents stand; a ratio on them is one on the nearest census.
#[test]
fn the_latest_census_stands_for_later_years() {
    let row = figures().row(4, "mental-health-detentions", "England", "Black");
    assert_eq!(row.text("population_basis"), "the census of 2021, 2.5 years before the middle of the period");
    assert_near(row.known("ratio_nearest_census"), row.known("ratio"));
    assert!(figures().rows.iter().all(|row| row.text("measure") != HEALTH || row.text("population_basis").is_empty()));
}

/// The classification of the homelessness returns has Chinese people in Other, and so are the residents below them.
#[test]
fn chinese_residents_are_below_the_households_that_count_them() {
    let row = figures().row(3, HOMELESS, CROYDON, "Other");
    assert_near(row.known("denominator"), residents(CODE_OF_CROYDON, "Other", MIDDLE_OF_2016_17));
    let row = figures().row(3, HOMELESS, CROYDON, "Asian");
    assert_near(row.known("denominator"), residents(CODE_OF_CROYDON, "Asian", MIDDLE_OF_2016_17));
}

/// 45 of 1,042 households in Croydon did not state their ethnicity.
#[test]
fn households_of_unknown_ethnicity_bound_the_ratio() {
    let row = figures().row(3, HOMELESS, CROYDON, "Black");
    let [black, white] = ["Black", "White"].map(|group| residents(CODE_OF_CROYDON, group, MIDDLE_OF_2016_17));
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
    let [mixed, white] = ["Mixed", "White"].map(|group| residents(CODE_OF_THE_CITY, group, MIDDLE_OF_2012_13));
    assert_near(row.known("ratio_upper"), Z * Z / 13.0 * white / mixed);
    assert_eq!(row.text("verdict"), "too few to tell");
}

#[test]
fn the_phase_before_stands_beside_the_ratio() {
    let row = figures().row(3, HOMELESS, CROYDON, "Black");
    let ratio = |households: f64, others: f64, days: f64| {
        let [black, white] = ["Black", "White"].map(|group| residents(CODE_OF_CROYDON, group, days));
        (households / black) / (others / white)
    };
    let before = ratio(445.0, 197.0, MIDDLE_OF_2014_15);
    let change = ratio(517.0, 194.0, MIDDLE_OF_2016_17) / before;
    assert_near(row.known("previous_ratio"), before);
    assert_near(row.known("change"), change);
    let half = Z * (1.0_f64 / 445.0 + 1.0 / 197.0 + 1.0 / 517.0 + 1.0 / 194.0).sqrt();
    assert_near(row.known("change_lower"), change * (-half).exp());
    assert_near(row.known("change_upper"), change * half.exp());
    assert_eq!(row.text("change_verdict"), "no clear change");
}

/// Searches of December 2021 to October 2022 without June, which cannot be used: ten months, so that the yearly rate is
/// 12/10 of the count. The records are public, so the counts are shown as counted.
#[test]
fn months_are_added_up_and_annualised() {
    let row = figures().row(4, "stop-and-search-borough", "Sutton", "Black");
    let african = 2 + 5 + 5 + 4 + 4 + 3 + 6 + 1 + 3;
    let caribbean = 4 + 9 + 3 + 6 + 3 + 5 + 8 + 4 + 2 + 9;
    let other = 8 + 11 + 18 + 5 + 11 + 16 + 10 + 11 + 2 + 5;
    let black = f64::from(african + caribbean + other) / f64::from(7_441 + 3_450 + 1_574);
    let british = 62 + 69 + 79 + 80 + 65 + 61 + 65 + 56 + 44 + 72;
    let white = f64::from(british + (2 + 1 + 1 + 1 + 3 + 1) + (13 + 7 + 13 + 15 + 12 + 8 + 7 + 2 + 9 + 10))
        / f64::from(120_014 + 3_118 + 130 + 321 + 19_562);
    assert_near(row.known("value"), 1000.0 * black * 12.0 / 10.0);
    assert_ratio(row, black / white);
    assert_eq!(row.text("period"), "2021-12 to 2022-10");
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
    let boroughs: Vec<String> = (2..=33).map(|number| format!("E090000{number:02}")).collect();
    let people =
        |group: &str| -> f64 { boroughs.iter().map(|borough| residents(borough, group, MIDDLE_OF_2016_17)).sum() };
    assert_ratio(row, (43_503.0 / people("Black")) / (31_763.0 / people("White: English")));
    assert_eq!(row.text("comparator"), "White British");
    let irish = against_white_british().row(3, SEARCHES, METROPOLITAN, "White Irish");
    assert_ratio(irish, (1_636.0 / people("White: Irish")) / (31_763.0 / people("White: English")));
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
    assert_near(row.known("ratio_crude"), bame / (670.0 / 5_951.0));
    // Allowing for age it turns round.
    assert!(row.known("ratio_lower") > 1.0 && row.known("ratio_crude") < 1.0);
}

// Surveys and published values

/// The published percentages are known to 0.05, the ones that numbers rounded to 100 give to no better than 0.1; the
/// published half-widths give the interval.
#[test]
fn employment_in_redbridge() {
    let row = figures().row(3, JOBS, "Redbridge", "BAME");
    let (bame, white) = (65.6, 78.8);
    assert_ratio(row, bame / white);
    let half = (7.5_f64 / bame).hypot(8.3 / white);
    assert_interval(row, bame / white * (-half).exp(), bame / white * half.exp());
}

#[test]
fn employment_in_sutton_in_2020() {
    let row = figures().row(4, JOBS, "Sutton", "BAME");
    assert_ratio(row, 70.0 / 81.1);
}

/// 2,200 of 2,900, each rounded to 100, can be anything from 73 to 79%; the published 78.0% is not.
#[test]
fn the_value_that_is_known_more_precisely_is_taken() {
    let row = figures().row(1, JOBS, KINGSTON, "Pakistani and Bangladeshi");
    assert_near(row.known("value"), 78.0);
    assert_near(row.known("numerator"), 2_200.0);
}

/// The published percentages of Asian, Black and Mixed people, weighted by the residents of England at the time; no
/// Other group was published. The survey of 2016-17 is taken with its financial year.
#[test]
fn influence_of_bame_people_in_england() {
    let percent = [37.398_163_854_104_48, 43.995_257_303_686_73, 36.708_759_799_162_42, 33.526_189_326_799_8];
    let groups = ["Asian with Chinese", "Black", "Mixed", "Other without Chinese"];
    let people = groups.map(|group| residents("E92000001", group, MIDDLE_OF_2016_17));
    let row = figures().row(3, "influence-local-decisions", "England", "BAME");
    let total: f64 = percent.iter().zip(people).map(|(percent, people)| percent * people).sum();
    assert_ratio(row, total / people.iter().sum::<f64>() / 24.666_457_498_094_648);
    let row = figures().row(2, "influence-local-decisions", "England", "BAME");
    assert!(row.text("note").contains("leaves out Black and Other"), "{}", row.text("note"));
}

/// 76% against 85%, each published to the whole per cent.
#[test]
fn rounding_bounds_the_ratio_of_percentages() {
    let row = figures().row(2, "registered-to-vote", "Great Britain", "Black");
    assert_ratio(row, 76.0 / 85.0);
    assert_near(row.known("ratio_bound_low"), 75.5 / 85.5);
    assert_near(row.known("ratio_bound_high"), 76.5 / 84.5);
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
    let [others, white] = ["BAME", "White"].map(|group| residents(CODE_OF_KINGSTON, group, MIDDLE_OF_2016_17));
    let ratio = |bame: f64, of_white: f64| (bame / others) / (of_white / white);
    // None Mixed, and those who did not state it all White; or all others BAME.
    let (least, most) = (26 + 52 + 25, 26 + 52 + 52);
    let low = ratio(f64::from(least), f64::from(109 + 52 - 25));
    let high = ratio(f64::from(most), 109.0);
    let (bound_low, bound_high) = (row.known("ratio_bound_low"), row.known("ratio_bound_high"));
    assert!(bound_low < row.known("ratio") && row.known("ratio") < bound_high);
    // Nothing leaves the range wider: by how much the groups may miss the total is no people.
    assert_near(bound_low, low);
    assert_near(bound_high, high);
    // 26 + 52 + 30 are published, and half of the 22 that the total leaves over are in the middle.
    assert_near(row.known("numerator"), 119.0);
    assert!(row.text("note").contains("lies between 103 and 130; what is hidden counts with the middle"));
}

#[test]
fn a_hidden_figure_is_neither_zero_nor_blank() {
    let row = figures().row(3, HOMELESS, KINGSTON, "Mixed");
    assert_eq!(row.text("status"), "suppressed");
    assert_eq!((row.number("ratio"), row.number("numerator")), (None, None));
    assert!(row.known("ratio_bound_low").abs() < 1e-12);
    // At most the 22 that the total leaves over beside the groups that are shown, and 5 that rounding may hide.
    let [people, white] = ["Mixed", "White"].map(|group| residents(CODE_OF_KINGSTON, group, MIDDLE_OF_2016_17));
    assert_near(row.known("ratio_bound_high"), (27.0 / people) / (109.0 / white));
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
