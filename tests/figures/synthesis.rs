//! Figures taken together over boroughs, groups and phases, against what can be worked out by hand from what was
//! published.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use crate::support::Project;
use crate::support::report::{
    MIDDLE_OF_2012_13, MIDDLE_OF_2014_15, MIDDLE_OF_2016_17, MIDDLE_OF_2017_18, Row, residents, rows,
};

const HOMELESS: &str = "homelessness-acceptances";
const HEALTH: &str = "not-in-good-health";
const DEVELOPMENT: &str = "good-level-of-development";
const CROYDON: &str = "E09000008";
const REDBRIDGE: &str = "E09000026";
const SEARCHES: &str = "stop-and-search-borough";

/// The normal quantile of a 95% interval.
const Z: f64 = 1.959_963_984_540_054;

/// The report of a phase for some boroughs; for those of the phase where none is named.
struct Report {
    synthesis: Vec<Row>,
    scorecard: Vec<Row>,
    page: String,
}

impl Report {
    fn of(phase: u32, boroughs: &[&str]) -> Self {
        let project = Project::copy();
        let number = phase.to_string();
        let mut command = vec!["run", "--out", "out", "--phase", &number];
        for borough in boroughs {
            command.extend(["--borough", borough]);
        }
        let outcome = project.run(&command);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let read = |name: &str| project.read(&format!("out/phase-{phase}/{name}"));
        Self {
            synthesis: rows(read("data/synthesis.csv").as_bytes()),
            scorecard: rows(read("data/scorecard.csv").as_bytes()),
            page: read("index.html"),
        }
    }

    /// The standard error of the logarithm of the ratio of BAME people accepted as homeless, as the width of its interval
    /// gives it: a part of the count is rounded.
    fn error(&self, area: &str) -> f64 {
        let is_meant = |row: &&Row| {
            [HOMELESS, area, "BAME"] == ["measure", "area_name", "ethnic_group"].map(|name| row.text(name))
        };
        let row = self.scorecard.iter().find(is_meant).unwrap();
        (row.known("ratio_upper") / row.known("ratio_lower")).ln() / 2.0 / Z
    }

    /// The one line of a measure, area and group that says this.
    fn row(&self, measure: &str, what: &str, area: &str, group: &str) -> &Row {
        let wanted = [measure, what, area, group];
        let names = ["measure", "what", "area_name", "ethnic_group"];
        let is_wanted = |row: &&Row| names.map(|name| row.text(name)) == wanted;
        let found: Vec<&Row> = self.synthesis.iter().filter(is_wanted).collect();
        assert_eq!(found.len(), 1, "{wanted:?}");
        found[0]
    }
}

#[track_caller]
fn assert_near(given: f64, expected: f64) {
    let error = (given - expected).abs();
    assert!(error <= 1e-9 * expected.abs().max(1e-3), "{given} for {expected}");
}

#[track_caller]
fn assert_row(row: &Row, [value, lower, upper]: [f64; 3]) {
    assert_near(row.known("value"), value);
    assert_near(row.known("lower"), lower);
    assert_near(row.known("upper"), upper);
}

const TOGETHER: &str = "participating boroughs";

/// Households accepted in 2016/17 and residents of 2011: Croydon 801 of 163,183 against 194 of 200,195, Redbridge 299
/// of 160,324 against 109 of 118,646.
#[test]
fn two_boroughs_make_one_ratio_of_rates() {
    let report = Report::of(3, &["Croydon", "Redbridge"]);
    let ratio = |area: &str, households: f64, others: f64| {
        let [bame, white] = ["BAME", "White"].map(|group| residents(area, group, MIDDLE_OF_2016_17));
        ((households / bame) / (others / white)).ln()
    };
    let (croydon, redbridge) = (ratio(CROYDON, 801.0, 194.0), ratio(REDBRIDGE, 299.0, 109.0));
    let [one, other] = ["Croydon", "Redbridge"].map(|area| report.error(area).powi(-2));
    let mean = (one * croydon + other * redbridge) / (one + other);
    let error = 1.0 / f64::sqrt(one + other);
    let pooled = report.row(HOMELESS, "pooled ratio", TOGETHER, "BAME");
    assert_row(pooled, [mean, mean - Z * error, mean + Z * error].map(f64::exp));
    assert_eq!(pooled.text("method"), "inverse variance, common effect");
    // The boroughs differ, so that nothing is said of a common ratio.
    assert_eq!(pooled.text("verdict"), "");
    assert!(pooled.text("note").contains("fewer than 5 boroughs"));

    let q = one * (croydon - mean).powi(2) + other * (redbridge - mean).powi(2);
    let heterogeneity = report.row(HOMELESS, "heterogeneity Q", TOGETHER, "BAME");
    assert_near(heterogeneity.known("value"), q);
    assert_eq!(heterogeneity.text("verdict"), "the boroughs differ");
    let i_squared = report.row(HOMELESS, "I2", TOGETHER, "BAME");
    assert_near(i_squared.known("value"), 100.0 * (q - 1.0) / q);

    // DerSimonian and Laird: the variance between the boroughs joins that of each.
    let squares = one * one + other * other;
    let between = (q - 1.0) / (one + other - squares / (one + other));
    let (one, other) = (1.0 / (1.0 / one + between), 1.0 / (1.0 / other + between));
    let mean = (one * croydon + other * redbridge) / (one + other);
    // Hartung and Knapp: the weighted scatter about the mean over 1 degree of freedom, whose Student's t is 12.7.
    let scatter: f64 = one * (croydon - mean).powi(2) + other * (redbridge - mean).powi(2);
    let half = 12.706_204_736_432_095 * f64::sqrt(scatter.max(1.0) / (one + other));
    let random = report.row(HOMELESS, "pooled ratio, random effects", TOGETHER, "BAME");
    assert_row(random, [mean, mean - half, mean + half].map(f64::exp));
    assert_eq!(random.text("verdict"), "too few to tell");
}

/// Children with a good level of development in 2021/22: Croydon 1,859 of 2,804 against 1,136 of 1,600, Sutton 748 of
/// 1,030 against 915 of 1,325.
#[test]
fn two_boroughs_make_one_ratio_of_shares() {
    let report = Report::of(4, &["Croydon", "Sutton"]);
    let tables = [[1_859.0_f64, 2_804.0, 1_136.0, 1_600.0], [748.0, 1_030.0, 915.0, 1_325.0]];
    let sum = |part: fn(f64, f64, f64, f64) -> f64| -> f64 {
        let parts = tables.iter().map(|[x1, n1, x2, n2]| part(*x1, *n1, *x2, *n2));
        parts.sum()
    };
    let above = sum(|x1, n1, _, n2| x1 * n2 / (n1 + n2));
    let below = sum(|_, n1, x2, n2| x2 * n1 / (n1 + n2));
    let variance = sum(|x1, n1, x2, n2| {
        let all = n1 + n2;
        (n1 * n2 * (x1 + x2) - x1 * x2 * all) / (all * all)
    }) / (above * below);
    let (ratio, error) = (above / below, variance.sqrt());
    let pooled = report.row(DEVELOPMENT, "pooled ratio", TOGETHER, "BAME");
    assert_row(pooled, [ratio, ratio * (-Z * error).exp(), ratio * (Z * error).exp()]);
    assert_eq!(pooled.text("method"), "Mantel-Haenszel");
}

#[test]
fn one_borough_is_not_pooled() {
    let report = Report::of(3, &["Croydon"]);
    let pooled = |row: &&Row| row.text("what").starts_with("pooled");
    assert_eq!(report.synthesis.iter().find(pooled).map(Row::name), None);
}

/// 70,442 searches in 2016/17, when those of White residents would have made about 40,000.
#[test]
fn parity_in_london_would_mean_31_000_fewer_searches_a_year() {
    let report = Report::of(3, &[]);
    let row = report.row("stop-and-search", "excess number", "Metropolitan Police", "BAME");
    let same = |line: &&Row| line.name() == row.name() && line.text("ethnic_group") == "BAME";
    let line = report.scorecard.iter().find(same).expect("the line of the figure");
    let white = line.known("comparator_numerator") / line.known("comparator_denominator");
    assert_near(row.known("value"), 70_442.0 - white * line.known("denominator"));
    assert!(row.known("lower") > 30_000.0 && row.known("upper") < 31_500.0, "{row:?}");
    assert_eq!(row.text("verdict"), "worse than the comparator");
    assert!(report.page.contains("there would have been about 31,000 fewer stops and searches a year"));
}

/// Homelessness is qualified by age, and of what could be explained away no number is made.
#[test]
fn no_number_of_households_is_given_that_age_could_explain() {
    let report = Report::of(3, &[]);
    let row = report.row(HOMELESS, "excess number", "Croydon", "BAME");
    assert_eq!((row.number("value"), row.text("qualified")), (None, "age"));
}

/// 7 of 46 councillors, when 34% of residents would make 15.64.
#[test]
fn parity_in_hammersmith_and_fulham_would_mean_nine_more_councillors() {
    let report = Report::of(4, &["Hammersmith and Fulham"]);
    let row = report.row("councillors", "excess number", "Hammersmith and Fulham", "BAME");
    assert_near(row.known("value"), 46.0 * 0.34 - 7.0);
    assert!(report.page.contains("about 9 more of the councillors would have been BAME people ("));
}

/// 76,800 of 109,800 people in Croydon in work, when 105,000 of 135,900 White people were: weighted numbers.
#[test]
fn a_survey_estimates_people_and_says_so() {
    let report = Report::of(3, &[]);
    let row = report.row("employment-rate", "excess number", "Croydon", "BAME");
    assert_near(row.known("value"), 109_800.0 * (0.773 - 0.699));
    assert!(row.text("note").contains("estimate"));
    assert_eq!(row.text("verdict"), "cannot be told");
    let missing = |row: &Row| row.text("what") == "excess number" && row.text("measure") == "influence-local-decisions";
    assert!(!report.synthesis.iter().any(missing));
}

#[test]
fn no_number_of_people_is_given_where_the_ratio_is_not_clear() {
    for phase in 1..=5 {
        let report = Report::of(phase, &[]);
        let parity = |row: &&Row| row.text("what") == "excess number";
        for row in report.synthesis.iter().filter(parity) {
            if row.text("verdict").starts_with("no number") {
                assert!(row.number("value").is_none() && !row.text("qualified").is_empty(), "{}", row.name());
                continue;
            }
            assert_eq!(row.text("qualified"), "", "{}", row.name());
            let told = !row.text("verdict").starts_with("cannot be told");
            let (lower, upper) = (row.known("lower"), row.known("upper"));
            assert!(!told || lower > 0.0 || upper < 0.0, "{}", row.name());
            let same = |line: &&Row| line.name() == row.name();
            let line = report.scorecard.iter().find(same).map(|line| line.text("verdict"));
            let clear = matches!(line, Some("worse" | "better"));
            assert!(!told || clear, "{}: {line:?}", row.name());
            let disadvantage = row.text("verdict") == "worse than the comparator";
            assert!(!disadvantage || line == Some("worse"), "{}", row.name());
        }
    }
}

/// The middle of the year, as a time and in days, and the households of BAME and of White people accepted in Croydon.
const CROYDON_BY_PHASE: [(f64, f64, [f64; 2]); 4] = [
    (2012.0 + 273.0 / 366.0, MIDDLE_OF_2012_13, [575.0, 274.0]),
    (2014.0 + 272.0 / 365.0, MIDDLE_OF_2014_15, [659.0, 197.0]),
    (2016.0 + 273.0 / 366.0, MIDDLE_OF_2016_17, [801.0, 194.0]),
    (2017.0 + 272.0 / 365.0, MIDDLE_OF_2017_18, [507.0, 187.0]),
];

#[test]
fn the_line_through_four_phases_is_the_weighted_one() {
    /// Student's t of two degrees of freedom.
    const T: f64 = 4.302_652_729_749_464;
    let report = Report::of(4, &[]);
    let points = CROYDON_BY_PHASE.map(|(time, days, [group, others])| {
        let [bame, white] = ["BAME", "White"].map(|group| residents(CROYDON, group, days));
        // A part of the count is rounded to 10, up to 5 less and 4 more, but in the second phase.
        let [less, more] = if days == MIDDLE_OF_2014_15 { [0.0, 0.0] } else { [5.0, 4.0] };
        let half = |count: f64| Z * (1.0 / count + 1.0 / others).sqrt();
        let (lower, upper) = (group - less, group + more);
        let error = ((upper / lower).ln() + half(upper) + half(lower)) / 2.0 / Z;
        (time, (group / bame / (others / white)).ln(), error.powi(-2))
    });
    let sum = |part: &dyn Fn(f64, f64) -> f64| -> f64 {
        let parts = points.iter().map(|(x, y, weight)| weight * part(*x, *y));
        parts.sum()
    };
    let weight = sum(&|_, _| 1.0);
    let (x_mean, y_mean) = (sum(&|x, _| x) / weight, sum(&|_, y| y) / weight);
    let spread = sum(&|x, _| (x - x_mean).powi(2));
    let slope = sum(&|x, y| (x - x_mean) * (y - y_mean)) / spread;
    let scatter = sum(&|x, y| (y - y_mean - slope * (x - x_mean)).powi(2));
    assert!(scatter > 2.0, "the interval is widened: {scatter}");
    let error = (scatter / 2.0 / spread).sqrt();
    let row = report.row(HOMELESS, "trend per year", "Croydon", "BAME");
    assert_row(row, [slope, slope - T * error, slope + T * error].map(f64::exp));
    assert_eq!(row.text("p_value"), "");
    assert_eq!(row.text("verdict"), "no clear change");
}

#[test]
fn searches_in_croydon_are_weak_evidence_since_a_third_have_no_ethnicity() {
    let report = Report::of(4, &[]);
    let row = report.row(SEARCHES, "quality", "Croydon", "");
    assert_eq!(row.text("verdict"), "weak");
    let note = row.text("note");
    assert!(note.contains("coverage: poor, the ethnicity of 37% is not known"), "{note}");
    assert_eq!(note.matches(": poor").count(), 1, "{note}");
    let strong = report.row(HEALTH, "quality", "Croydon", "");
    assert_eq!(strong.text("verdict"), "strong");
}

#[test]
fn nothing_is_too_few_to_tell_and_precise_enough_to_see_a_gap_that_matters() {
    for phase in 1..=4 {
        let report = Report::of(phase, &[]);
        let precise = |row: &&Row| {
            row.text("what") == "quality" && row.text("note").contains("precise enough to see a gap that matters")
        };
        for row in report.synthesis.iter().filter(precise) {
            let names = ["measure", "area_name"];
            let is_same = |line: &&Row| names.map(|name| line.text(name)) == names.map(|name| row.text(name));
            let aggregate = report.scorecard.iter().filter(is_same).find(|line| line.text("ethnic_group") == "BAME");
            let verdict = aggregate.map(|line| line.text("verdict"));
            assert_ne!(verdict, Some("too few to tell"), "{}", row.name());
        }
    }
}

#[test]
fn every_measure_and_area_that_is_shown_has_a_grade_beside_it() {
    let report = Report::of(4, &[]);
    let graded = report.page.matches("<details class=\"grade\">").count();
    let shown = report.page.matches("<h4 id=\"phase-4-").count();
    assert!(graded > 20);
    assert_eq!(graded, shown);
}

#[test]
fn the_limits_of_a_funnel_lie_around_the_average_and_widen() {
    let report = Report::of(3, &[]);
    let average = report.row(HOMELESS, "funnel average", "London boroughs", "BAME");
    let between = report.row(HOMELESS, "funnel variance between boroughs", "London boroughs", "BAME");
    let inner = report.row(HOMELESS, "funnel", "Croydon", "BAME");
    let outer = report.row(HOMELESS, "funnel, outer limits", "Croydon", "BAME");
    let error = (report.error("Croydon").powi(2) + between.known("value")).sqrt();
    let limit = |z: f64| average.known("value") * (z * error).exp();
    assert_near(inner.known("lower"), limit(-Z));
    assert_near(inner.known("upper"), limit(Z));
    assert_near(outer.known("upper"), limit(3.090_232_306_167_813));
    assert_eq!(inner.text("verdict"), "within the 95% limits");
}

/// The shares and sizes of the five broad groups of Croydon as the scorecard has them.
#[test]
fn the_groups_of_croydon_are_summed_up() {
    let report = Report::of(4, &[]);
    let lines: Vec<&Row> = report
        .scorecard
        .iter()
        .filter(|row| row.text("measure") == DEVELOPMENT && row.text("area_name") == "Croydon")
        .collect();
    let mut groups: Vec<(f64, f64)> = lines
        .iter()
        .filter(|row| ["Asian", "Black", "Mixed", "Other"].contains(&row.text("ethnic_group")))
        .map(|row| (row.known("value"), row.known("denominator")))
        .collect();
    let white = lines[0].known("comparator_value");
    groups.push((white, lines[0].known("comparator_denominator")));
    assert_eq!(groups.len(), 5);
    let people: f64 = groups.iter().map(|(_, size)| size).sum();
    let mean = |part: &dyn Fn(f64) -> f64| -> f64 {
        groups.iter().map(|(value, size)| size * part(*value)).sum::<f64>() / people
    };
    let all = mean(&|value| value);
    let value = |what| report.row(DEVELOPMENT, what, "Croydon", "").known("value");
    assert_near(value("variance between groups"), mean(&|value| (value - all).powi(2)));
    assert_near(value("index of disparity, by size of group"), mean(&|value| (value - all).abs()) / all);
    let alike: f64 = groups.iter().map(|(value, _)| (value - all).abs() / 5.0).sum();
    assert_near(value("index of disparity, each group alike"), alike / all);
    let highest = groups.iter().map(|(value, _)| *value).fold(0.0, f64::max);
    let lowest = groups.iter().map(|(value, _)| *value).fold(100.0, f64::min);
    assert_near(value("range"), highest - lowest);
    let distance = report.row(DEVELOPMENT, "mean distance from the comparator", "Croydon", "White");
    assert_near(distance.known("value"), mean(&|value| (value - white).abs()));
}
