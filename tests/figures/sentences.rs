//! The sentence of every kind of measure, verdict and qualification, word by word.
//!
//! `tests/files/sentences.csv` holds them; a change in it is a change of what the report says. With
//! `SCORECARD_REWRITE=1` it is written again.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use scorecard::area::{Area, Level};
use scorecard::disparity::{Conclusion, Disparity, Qualification, Reason, Side, Status, Verdict};
use scorecard::ethnicity::Ethnicity;
use scorecard::finding::Findings;
use scorecard::indicator::{Comparator, Indicator, Measure};
use scorecard::observation::Missing;
use scorecard::period::{Period, PeriodKind};
use scorecard::scorecard::Line;
use scorecard::source::SeenIn;
use scorecard::words;
use statistics::Interval;
use tables::Table;

/// What is peculiar to a measure of each kind.
const MEASURES: [&str; 9] = [
    r#"kind = "proportion"
    unit = "% of pupils"
    outcome = "pass"
    numerator = { column = "passed", words = "pupils who passed" }"#,
    r#"kind = "rate"
    unit = "searches per 1,000 residents a year"
    per = 1000
    numerator = { column = "searches", words = "searches" }"#,
    r#"kind = "survey"
    unit = "% of people"
    outcome = "be in employment""#,
    r#"kind = "mean"
    unit = "points""#,
    r#"kind = "representation"
    unit = "% of councillors"
    numerator = { column = "councillors", words = "councillors" }
    population = "residents_percent""#,
    r#"kind = "representation"
    unit = "% of governors"
    outcome = "school governors"
    value = { column = "governors_percent" }
    population = { column = "pupils_percent", words = "pupils" }"#,
    r#"kind = "standardised"
    unit = "observed for each expected"
    outcome = "be ill"
    numerator = { column = "ill", words = "people who are ill" }
    expected = { column = "expected" }"#,
    r#"kind = "published"
    unit = "volunteers per 1,000 residents""#,
    r#"kind = "published"
    unit = "% of volunteers""#,
];

/// The rest of a declaration.
const REST: &str = r#"
    id = "cats"
    short = "Cats"
    title = "Cats"
    question = "How many?"
    favourable = "lower"
    source = "cats"
    comparator = "white""#;

const CAUTION: &str = "Cats were counted asleep.";

/// A verdict with a ratio and an interval that it fits, and the figures of both sides.
const VERDICTS: [(Verdict, f64, Option<[f64; 2]>); 8] = [
    (Verdict::Worse, 2.0, Some([1.5, 2.667])),
    (Verdict::Better, 0.5, Some([0.375, 0.667])),
    (Verdict::NoClearDifference, 1.02, Some([0.95, 1.09])),
    (Verdict::TooFewToTell, 1.5, Some([0.4, f64::INFINITY])),
    (Verdict::NotComparable(Reason::NoInterval), 2.0, None),
    (Verdict::NotComparable(Reason::Group(Missing::Suppressed)), f64::NAN, None),
    (Verdict::NotComparable(Reason::NoComparator), f64::NAN, None),
    (Verdict::NotComparable(Reason::ZeroComparator), f64::NAN, None),
];

/// What could explain a gap away.
const QUALIFICATIONS: [&str; 8] =
    ["", "unknown", "hidden", "caution", "age", "denominator", "small-gap", "repeat-events"];

const DECLARED: &str = r#"
    qualified-by = [
        { what = "age", because = "Cats differ in age." },
        { what = "denominator", because = "Cats are divided by dogs." },
    ]"#;

fn measure(text: &str, caution: bool) -> Arc<Measure> {
    let caution = if caution { format!("\ncaution = \"{CAUTION}\"") } else { String::new() };
    Arc::new(toml::from_str(&format!("{REST}\n{text}{caution}{DECLARED}")).unwrap())
}

fn qualified_by(qualification: &str) -> Option<Qualification> {
    Some(match qualification {
        "unknown" | "hidden" => Qualification::Recording,
        "age" => Qualification::Age,
        "denominator" => Qualification::Denominator,
        "small-gap" => Qualification::SmallGap,
        "repeat-events" => Qualification::RepeatEvents,
        _ => return None,
    })
}

fn ethnicity() -> Ethnicity {
    let mut findings = Findings::new();
    let mut table = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ethnicity").join(name);
        Table::parse(&path, &std::fs::read(&path).unwrap(), &mut findings).unwrap()
    };
    let [categories, classifications, labels] = ["categories.csv", "classifications.csv", "labels.csv"].map(&mut table);
    Ethnicity::read(&categories, &classifications, &labels, &mut findings).unwrap()
}

fn disparity(
    measure: &Arc<Measure>,
    ethnicity: &Ethnicity,
    (verdict, ratio, interval): (Verdict, f64, Option<[f64; 2]>),
    qualification: &str,
) -> Disparity {
    let ratio = Some(ratio).filter(|ratio| ratio.is_finite());
    let side = |value: f64| Side { value: Some(value), ..Side::default() };
    let is_open = ["unknown", "hidden"].contains(&qualification);
    Disparity {
        measure: Arc::clone(measure),
        area: "E09000008".to_owned(),
        period: Period::parse("2016/17", PeriodKind::FinancialYear).unwrap(),
        category: ethnicity.anchors.bame,
        compared_with: Comparator::White,
        group: ratio.map_or_else(Side::default, |ratio| side(24.0 * ratio)),
        // Nothing of this belongs into the sentence on a representation.
        comparator: side(if measure.population.is_some() { 76.0 } else { 24.0 }),
        population_share: measure.population.is_some().then_some(24.0).filter(|_| ratio.is_some()),
        ratio,
        ratio_interval: interval.map(|[lower, upper]| Interval { lower, upper }),
        difference: None,
        difference_interval: None,
        p_value: None,
        method: None,
        conclusion: Conclusion::new(verdict, qualified_by(qualification)),
        dispersion: None,
        unknown_share: (qualification == "unknown").then_some(0.234),
        unknown_events: None,
        bound_low: ratio.filter(|_| is_open).map(|ratio| ratio / 4.0),
        bound_high: ratio.filter(|ratio| is_open && *ratio < 1.0).map(|ratio| ratio * 4.0),
        status: Status::Complete,
        population: None,
        ratio_nearest: None,
        ratio_crude: measure.expected.is_some().then_some(0.74),
        ages: Vec::new(),
        seen_in: SeenIn::Publisher,
        classification: "2011-5+1".to_owned(),
        rows: Vec::new(),
        notes: Vec::new(),
    }
}

/// Kind, verdict and qualification with the sentence of each.
fn sentences() -> Vec<[String; 4]> {
    let ethnicity = ethnicity();
    let indicator = Arc::new(Indicator {
        id: "health".to_owned(),
        path: PathBuf::new(),
        title: "Health".to_owned(),
        question: "How many?".to_owned(),
        measures: Vec::new(),
    });
    let area = Arc::new(Area {
        code: "E09000008".to_owned(),
        name: "Croydon".to_owned(),
        in_sentences: None,
        other_names: Vec::new(),
        level: Level::Borough,
        within: Vec::new(),
    });
    let mut sentences = Vec::new();
    for text in MEASURES {
        for case in VERDICTS {
            let qualifies = |qualification: &&str| match *qualification {
                "small-gap" => case.0.is_clear(),
                "age" | "denominator" | "repeat-events" => case.0.is_statement(),
                _ => true,
            };
            for qualification in QUALIFICATIONS.into_iter().filter(qualifies) {
                let measure = measure(text, qualification == "caution");
                let disparity = disparity(&measure, &ethnicity, case, qualification);
                let (indicator, area) = (Arc::clone(&indicator), Arc::clone(&area));
                let line = Line { indicator, area, disparity, p_adjusted: None, change: None, last_known: None };
                let verdict = if let Verdict::NotComparable(reason) = case.0 {
                    format!("{}: {}", case.0.label(), reason.label())
                } else {
                    case.0.label().to_owned()
                };
                let sentence = words::sentence(&line, &ethnicity);
                sentences.push([measure.kind.code().to_owned(), verdict, qualification.to_owned(), sentence]);
            }
        }
    }
    sentences
}

#[test]
fn every_sentence_is_the_one_in_the_table() {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["kind", "verdict", "qualification", "sentence"]).unwrap();
    for sentence in sentences() {
        writer.write_record(&sentence).unwrap();
    }
    let made = String::from_utf8(writer.into_inner().unwrap()).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/sentences.csv");
    if std::env::var_os("SCORECARD_REWRITE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let differ: Vec<&str> = made.lines().filter(|line| kept.lines().all(|kept| kept != *line)).collect();
    assert!(made == kept, "{} holds other sentences than:\n{}", path.display(), differ.join("\n"));
}
