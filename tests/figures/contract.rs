//! What other programs rely on: the columns of `scorecard.csv`, their order, and how its figures hang together.

use std::collections::{BTreeMap, BTreeSet};

use scorecard::finding::Findings;
use scorecard::indicator::{Explanation, Measure};
use scorecard::project::Root;

use crate::support::report::{Row, against_white_british, figures, rows};
use crate::support::{self, Project};

const HEADER: &str = "phase,indicator,measure,area_code,area_name,area_level,period,ethnic_group,comparator,kind,unit,\
numerator,denominator,value,value_lower,value_upper,comparator_numerator,comparator_denominator,comparator_value,\
comparator_lower,comparator_upper,ratio,ratio_lower,ratio_upper,difference,difference_lower,difference_upper,\
p_value,p_adjusted,method,favourable,verdict,unknown_share,ratio_bound_low,ratio_bound_high,status,\
population_year,previous_ratio,change,change_lower,change_upper,change_verdict,source,note,\
qualified,population_basis,ratio_nearest_census,ratio_crude";

const NUMBERS: [&str; 27] = [
    "numerator",
    "denominator",
    "value",
    "value_lower",
    "value_upper",
    "comparator_numerator",
    "comparator_denominator",
    "comparator_value",
    "comparator_lower",
    "comparator_upper",
    "ratio",
    "ratio_lower",
    "ratio_upper",
    "difference",
    "difference_lower",
    "difference_upper",
    "p_value",
    "p_adjusted",
    "unknown_share",
    "ratio_bound_low",
    "ratio_bound_high",
    "previous_ratio",
    "change",
    "change_lower",
    "change_upper",
    "ratio_nearest_census",
    "ratio_crude",
];

const INDICATORS: [&str; 7] =
    ["criminal-justice", "education", "employment", "housing", "health", "civic-participation", "volunteering"];

/// Rounding allowed between figures that are computed from each other.
const PRECISION: f64 = 1e-9;

/// All lines, of both comparators.
fn all() -> impl Iterator<Item = &'static Row> {
    figures().rows.iter().chain(&against_white_british().rows)
}

#[track_caller]
fn assert_near(row: &Row, given: f64, expected: f64) {
    let error = (given - expected).abs();
    assert!(error <= PRECISION * expected.abs().max(1.0), "{}: {given} for {expected}", row.name());
}

/// No line breaks the rule; those that do are named.
#[track_caller]
fn assert_all(rule: impl Fn(&Row) -> bool) {
    let broken: Vec<String> = all().filter(|row| !rule(row)).map(Row::name).collect();
    assert!(broken.is_empty(), "{} lines: {}", broken.len(), broken.join(", "));
}

// The file

#[test]
fn the_columns_stand_in_their_order() {
    for bytes in figures().files.values() {
        let text = std::str::from_utf8(bytes).unwrap();
        assert_eq!(text.lines().next().unwrap(), HEADER);
    }
    assert_eq!(HEADER.split(',').count(), 48);
}

#[test]
fn the_file_is_utf_8_with_line_feeds() {
    for bytes in figures().files.values() {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(!text.contains('\r') && !text.starts_with('\u{feff}'));
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"));
    }
}

#[test]
fn every_number_is_finite_or_empty() {
    assert_all(|row| NUMBERS.iter().all(|column| row.number(column).is_none_or(f64::is_finite)));
}

#[test]
fn lines_are_sorted_and_none_stands_twice() {
    let bytes = std::fs::read(support::root().join("data/ethnicity/categories.csv")).unwrap();
    let order: BTreeMap<String, f64> =
        rows(&bytes).iter().map(|row| (row.text("label").to_owned(), row.known("order"))).collect();
    for made in [figures(), against_white_british()] {
        for pair in made.rows.windows(2) {
            let [first, second] = [0, 1].map(|place| {
                let row = &pair[place];
                let indicator = row.text("indicator");
                let group = order[row.text("ethnic_group")];
                (
                    row.known("phase"),
                    INDICATORS.iter().position(|known| *known == indicator).unwrap(),
                    row.text("measure"),
                    row.text("area_code"),
                    group,
                )
            });
            assert!(first < second, "{} before {}", pair[0].name(), pair[1].name());
        }
    }
}

// What is in it

#[test]
fn every_phase_has_the_measures_that_have_a_period_in_it() {
    let measures = |wanted: f64, last_known: bool| -> BTreeSet<&str> {
        let of_phase = figures().rows.iter().filter(|row| row.known("phase").total_cmp(&wanted).is_eq());
        of_phase.filter(|row| is_last_known(row) == last_known).map(|row| row.text("measure")).collect()
    };
    let always = ["stop-and-search", "employment-rate", "homelessness-acceptances"];
    let england = ["influence-local-decisions", "formal-volunteering"];
    let third = ["key-stage-2-expected-standard", "gcse-english-maths", "volunteer-centre-registrations"];
    let fourth = ["stop-and-search-borough", "not-in-good-health", "mental-health-detentions", "councillors"];
    let set = |groups: &[&[&'static str]]| groups.concat().into_iter().collect::<BTreeSet<_>>();
    let expected = [
        (1.0, set(&[&always])),
        (2.0, set(&[&always])),
        (3.0, set(&[&always, &england, &third])),
        (4.0, set(&[&always, &england, &fourth])),
    ];
    for (phase, expected) in expected {
        let (current, earlier) = (measures(phase, false), measures(phase, true));
        assert!(expected.is_subset(&current), "phase {phase}: {current:?}");
        assert!(earlier.is_disjoint(&current), "phase {phase}: {earlier:?}");
    }
    // What was last known of them in phase 3 stands apart in phase 4.
    assert!(set(&[&third]).is_subset(&measures(4.0, true)));
    let known = figures().row(4, "gcse-english-maths", "Croydon", "BAME");
    assert_eq!(known.text("status"), "last-known");
    assert!(known.text("note").starts_with("last known, phase 3"), "{}", known.text("note"));
    let then = figures().row(3, "gcse-english-maths", "Croydon", "BAME");
    assert_eq!((known.number("ratio"), known.text("period")), (then.number("ratio"), then.text("period")));
    assert_eq!((known.number("p_adjusted"), known.number("previous_ratio")), (None, None));
}

/// The list of the NHS puts Chinese people elsewhere than the census of 2021: that leaves the other groups alone.
#[test]
fn shares_by_age_are_given_of_groups_that_are_the_same_in_both_lists() {
    let known =
        |group| figures().row(4, "mental-health-detentions", "England", group).text("note").contains("under 16");
    assert_eq!(["BAME", "Black", "Mixed", "Asian", "Other"].map(known), [true, true, true, false, false]);
}

/// Whether a row is of an earlier phase than its file.
fn is_last_known(row: &Row) -> bool {
    row.text("note").starts_with("last known, phase ")
}

#[test]
fn all_boroughs_are_in_every_phase() {
    for phase in 1..=4 {
        let boroughs: BTreeSet<&str> = figures()
            .rows
            .iter()
            .filter(|row| row.text("phase") == phase.to_string())
            .filter(|row| row.text("area_level") == "borough")
            .map(|row| row.text("area_name"))
            .collect();
        assert_eq!(boroughs.len(), 33, "phase {phase}");
    }
}

#[test]
fn the_comparator_is_white_people_unless_another_is_asked_for() {
    let comparators =
        |rows: &'static [Row]| -> BTreeSet<&str> { rows.iter().map(|row| row.text("comparator")).collect() };
    let default = comparators(&figures().rows);
    assert!(default.contains("White") && default.is_subset(&BTreeSet::from(["White", "White British"])), "{default:?}");
    // The ratio of councillors is one to the share of residents, whichever comparator is asked for.
    let other: Vec<Row> = against_white_british().rows.clone();
    let other = other.iter().filter(|row| row.text("measure") != "councillors");
    assert!(other.into_iter().all(|row| row.text("comparator") == "White British"));
}

#[test]
fn the_aggregate_never_stands_alone() {
    let of_panel = |row: &Row| ["phase", "measure", "area_code"].map(|column| row.text(column).to_owned());
    let separate: BTreeSet<_> =
        figures().rows.iter().filter(|row| row.text("ethnic_group") != "BAME").map(of_panel).collect();
    // Of shares of posts often only that of the aggregate is published.
    let stands = |row: &&Row| row.text("kind") != "representation" && !ONE_SHARE.contains(&row.text("measure"));
    for row in figures().rows.iter().filter(stands) {
        assert!(separate.contains(&of_panel(row)), "{}", row.name());
    }
}

/// Measures other than shares of posts whose source publishes the aggregate alone.
const ONE_SHARE: [&str; 1] = ["volunteers-satisfied"];

// How the figures hang together

#[test]
fn a_ratio_is_the_value_over_the_comparators() {
    // A share of posts is set against a share of residents.
    for row in all().filter(|row| row.text("kind") != "representation") {
        if let (Some(ratio), Some(value), Some(other)) =
            (row.number("ratio"), row.number("value"), row.number("comparator_value"))
        {
            assert_near(row, ratio, value / other);
            assert_near(row, row.known("difference"), value - other);
        }
    }
}

#[test]
fn a_ratio_of_counts_is_that_of_the_unrounded_counts() {
    let kinds = ["proportion", "rate"];
    let counts = ["numerator", "denominator", "comparator_numerator", "comparator_denominator"];
    let mut compared = 0;
    for row in all().filter(|row| kinds.contains(&row.text("kind"))) {
        let [Some(events), Some(people), Some(others), Some(other_people)] = counts.map(|column| row.number(column))
        else {
            continue;
        };
        if people > 0.0 && others > 0.0 {
            assert_near(row, row.known("ratio"), (events / people) / (others / other_people));
            compared += 1;
        }
    }
    assert!(compared > 2_000, "{compared}");
}

#[test]
fn an_interval_stands_only_with_a_ratio_and_holds_it() {
    assert_all(|row| {
        let ratio = row.number("ratio");
        let (lower, upper) = (row.number("ratio_lower"), row.number("ratio_upper"));
        let Some(ratio) = ratio else {
            let beside = ["p_value", "p_adjusted", "previous_ratio", "change"];
            let nothing = beside.iter().all(|column| row.number(column).is_none());
            return lower.is_none() && upper.is_none() && nothing;
        };
        lower.is_none_or(|lower| lower <= ratio) && upper.is_none_or(|upper| ratio <= upper)
    });
    assert_all(|row| {
        let both = ["ratio_lower", "difference_lower", "value_lower"];
        let upper = ["ratio_upper", "difference_upper", "value_upper"];
        // An upper limit may be boundless, and is then empty; a lower limit cannot.
        both.iter().zip(upper).all(|(lower, upper)| row.number(upper).is_none() || row.number(lower).is_some())
    });
}

#[test]
fn the_bounds_hold_the_ratio() {
    assert_all(|row| {
        let Some(ratio) = row.number("ratio") else {
            return true;
        };
        let (low, high) = (row.number("ratio_bound_low"), row.number("ratio_bound_high"));
        low.is_none_or(|low| low <= ratio + PRECISION) && high.is_none_or(|high| ratio <= high + PRECISION)
    });
}

#[test]
fn a_verdict_agrees_with_the_interval_and_the_direction() {
    assert_all(|row| {
        let lower = row.number("ratio_lower");
        let upper = row.number("ratio_upper").unwrap_or(f64::INFINITY);
        let Some(lower) = lower else {
            return row.text("verdict") == "not comparable";
        };
        let worse = match row.text("favourable") {
            "higher" => upper < 1.0,
            "lower" => lower > 1.0,
            "neither" => false,
            _ => return false,
        };
        let neither = row.text("favourable") == "neither";
        let expected = match (worse, lower > 1.0 || upper < 1.0) {
            (true, _) => "worse",
            (false, true) if neither && lower > 1.0 => "higher",
            (false, true) if neither => "lower",
            (false, true) => "better",
            (false, false) if lower >= 0.8 && upper <= 1.25 => "no clear difference",
            (false, false) => "too few to tell",
        };
        row.text("verdict") == expected
    });
}

const CLEAR: [&str; 4] = ["worse", "better", "higher", "lower"];

/// Whether a range from `low` to `high` undoes what is said.
fn is_undone(row: &Row, low: f64, high: f64) -> bool {
    let is_above = row.known("ratio_lower") > 1.0;
    match row.text("verdict") {
        "no clear difference" => low < 0.8 || high > 1.25,
        verdict if CLEAR.contains(&verdict) => {
            if is_above {
                low <= 1.0
            } else {
                high >= 1.0
            }
        }
        _ => false,
    }
}

fn is_qualified_by(row: &Row, what: &str) -> bool {
    row.text("qualified").split(';').any(|qualified| qualified == what)
}

#[test]
fn a_verdict_that_the_records_could_undo_is_qualified_and_no_other() {
    assert_all(|row| {
        let Some(low) = row.number("ratio_bound_low").filter(|_| row.number("ratio_lower").is_some()) else {
            return !is_qualified_by(row, "recording");
        };
        let high = row.number("ratio_bound_high").unwrap_or(f64::INFINITY);
        is_undone(row, low, high) == is_qualified_by(row, "recording")
    });
}

#[test]
fn a_clear_gap_within_the_band_is_small() {
    assert_all(|row| {
        let within = row.number("ratio_lower").is_some_and(|lower| lower >= 0.8)
            && row.number("ratio_upper").is_some_and(|upper| upper <= 1.25);
        (within && CLEAR.contains(&row.text("verdict"))) == is_qualified_by(row, "small-gap")
    });
}

/// The measures that are declared so.
#[expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]
fn declared(is_wanted: impl Fn(&Measure) -> bool) -> BTreeSet<String> {
    let mut findings = Findings::new();
    let project = scorecard::project::Project::read(&Root::new(support::root()), &mut findings).unwrap().unwrap();
    let wanted = project.measures().filter(|(_, measure)| is_wanted(measure));
    let wanted: BTreeSet<String> = wanted.map(|(_, measure)| measure.id.clone()).collect();
    assert!(wanted.contains("mental-health-detentions"));
    wanted
}

#[test]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]
fn a_verdict_is_qualified_by_age_and_denominator_as_the_measure_says() {
    let mut findings = Findings::new();
    let project = scorecard::project::Project::read(&Root::new(support::root()), &mut findings).unwrap().unwrap();
    let measures: BTreeMap<&str, _> = project.measures().map(|(_, measure)| (measure.id.as_str(), measure)).collect();
    assert!(measures["mental-health-detentions"].age_sensitive);
    assert!(!measures["homelessness-acceptances"].qualified_by.is_empty());
    assert_all(|row| {
        let measure = measures[row.text("measure")];
        let is_statement = CLEAR.contains(&row.text("verdict")) || row.text("verdict") == "no clear difference";
        let undone = |what| {
            let declared = measure.qualified_by.iter().filter(|by| by.what == what);
            let mut factors = declared.map(|by| by.factor.unwrap_or(f64::INFINITY));
            factors.any(|factor| {
                row.number("ratio_lower").is_some_and(|lower| {
                    is_undone(row, lower / factor, factor * row.number("ratio_upper").unwrap_or(f64::INFINITY))
                })
            })
        };
        let age = measure.age_sensitive && is_statement || undone(Explanation::Age);
        let denominator = undone(Explanation::Denominator);
        age == is_qualified_by(row, "age") && denominator == is_qualified_by(row, "denominator")
    });
}

/// A verdict of events that one person can have several times stands where it would with events in pairs, or where the
/// months have widened its interval.
#[test]
fn no_verdict_rests_on_events_that_could_come_in_pairs() {
    let repeatable = declared(|measure| measure.repeatable);
    assert_all(|row| {
        let (Some(ratio), Some(lower)) = (row.number("ratio"), row.number("ratio_lower")) else {
            return true;
        };
        let is_widened = row.text("note").contains("independent events would");
        let upper = row.number("ratio_upper").unwrap_or(f64::INFINITY);
        let pairs = |limit: f64| {
            if ratio > 0.0 { ratio * (limit / ratio).powf(2.0_f64.sqrt()) } else { 2.0 * limit }
        };
        let expected =
            repeatable.contains(row.text("measure")) && !is_widened && is_undone(row, pairs(lower), pairs(upper));
        expected == is_qualified_by(row, "repeat-events")
    });
}

/// Searches in the borough by month vary twice as much between the groups as independent events would.
#[test]
fn months_that_vary_widen_the_intervals_of_searches() {
    let searches = |area: &str| {
        let name = format!("4/stop-and-search-borough/{area}/BAME");
        let found = figures().rows.iter().find(|row| row.name() == name);
        found.unwrap()
    };
    for area in ["Harrow", "Sutton"] {
        let row = searches(area);
        assert_eq!(row.text("verdict"), "too few to tell", "{area}");
        assert_eq!(row.text("method"), "log-normal, widened by the dispersion of the counts");
        let independent = (1.0 / row.known("numerator") + 1.0 / row.known("comparator_numerator")).sqrt();
        let error = (row.known("ratio_upper") / row.known("ratio_lower")).ln() / (2.0 * 1.959_963_984_540_054);
        let dispersion = (error / independent).powi(2);
        assert!((2.1..2.3).contains(&dispersion), "{area}: {dispersion}");
    }
    // Its range goes from 0.59 to 1.89.
    let hillingdon = searches("Hillingdon");
    assert_eq!((hillingdon.text("verdict"), hillingdon.text("qualified")), ("no clear difference", "recording"));
}

#[test]
fn a_p_value_agrees_with_the_interval() {
    assert_all(|row| {
        let (Some(p), Some(lower)) = (row.number("p_value"), row.number("ratio_lower")) else {
            return true;
        };
        let upper = row.number("ratio_upper").unwrap_or(f64::INFINITY);
        (p < 0.05) == (lower > 1.0 || upper < 1.0)
    });
}

#[test]
fn an_adjusted_p_value_is_never_smaller_and_stands_with_the_aggregate_alone() {
    let mut adjusted = 0;
    for row in all() {
        if let Some(p) = row.number("p_adjusted") {
            assert!(p >= row.known("p_value") && p <= 1.0, "{}", row.name());
            assert_eq!(row.text("ethnic_group"), "BAME", "{}", row.name());
            adjusted += 1;
        }
    }
    assert!(adjusted > 40, "{adjusted}");
}

#[test]
fn a_status_says_whether_there_is_a_figure() {
    assert_all(|row| {
        let compared = row.number("ratio").is_some();
        match row.text("status") {
            "complete" | "range" | "published" | "last-known" => compared,
            "suppressed" | "unreliable" | "not-available" | "not-applicable" | "rounds-to-zero" | "no-comparator"
            | "zero-comparator" | "part-of-year" => !compared,
            _ => false,
        }
    });
}

/// The rows that are of their own phase.
fn current() -> impl Iterator<Item = &'static Row> {
    figures().rows.iter().filter(|row| !is_last_known(row))
}

#[test]
fn the_phase_before_is_the_one_in_its_own_file() {
    let earlier: BTreeMap<String, f64> = current().filter_map(|row| Some((row.name(), row.number("ratio")?))).collect();
    let mut found = 0;
    for row in current() {
        let (_, rest) = row.name().split_once('/').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        let name = format!("{}/{rest}", row.known("phase") - 1.0);
        let before = row.number("ratio").and_then(|_| earlier.get(&name).copied());
        assert_eq!(row.number("previous_ratio"), before, "{}", row.name());
        found += usize::from(before.is_some());
        if let Some(change) = row.number("change") {
            assert_near(row, change, row.known("ratio") / before.unwrap());
        }
    }
    assert!(found > 500, "{found}");
}

// The other files of a report

#[test]
fn coverage_names_every_indicator_in_every_borough() {
    let project = Project::copy();
    assert_eq!(project.run(&["run", "--phase", "2", "--out", "out"]).code, 0);
    let lines = rows(project.read("out/phase-2/data/coverage.csv").as_bytes());
    assert_eq!(lines.len(), 7 * 33);
    let of = |indicator: &str, borough: &str| {
        let wanted = |row: &&Row| row.text("indicator") == indicator && row.text("area_name") == borough;
        let found: Vec<&str> = lines.iter().filter(wanted).map(|row| row.text("coverage")).collect();
        assert_eq!(found.len(), 1);
        found[0]
    };
    assert_eq!(of("housing", "Croydon"), "borough figure");
    assert_eq!(of("criminal-justice", "Croydon"), "wider area");
    assert_eq!(of("education", "Croydon"), "wider area");
}

#[test]
fn what_was_left_out_is_listed_with_its_reason_and_count() {
    let project = Project::copy();
    let columns = ["area_code", "ethnic_group"];
    let mut silent = Vec::new();
    for phase in ["1", "2", "3", "4"] {
        assert_eq!(project.run(&["run", "--phase", phase]).code, 0);
        let file = format!("reports/phase-{phase}/data/exclusions.csv");
        let lines = rows(project.read(&file).as_bytes());
        for line in &lines {
            assert!(!line.text("reason").is_empty() && line.known("count") > 0.0);
        }
        let of_phase = |row: &&Row| row.text("phase") == phase && row.number("ratio").is_none();
        for row in figures().rows.iter().filter(of_phase) {
            let listed = lines.iter().any(|line| {
                line.text("measure_or_source") == row.text("measure")
                    && columns.map(|column| line.text(column)) == columns.map(|column| row.text(column))
            });
            if !listed {
                silent.push(row.name());
            }
        }
    }
    assert!(silent.is_empty(), "not listed: {}", silent.join(", "));
}

#[test]
fn the_manifest_names_every_input_with_its_checksum() {
    let project = Project::copy();
    assert_eq!(project.run(&["run", "--phase", "1", "--out", "out"]).code, 0);
    let manifest: serde_json::Value = serde_json::from_str(&project.read("out/phase-1/manifest.json")).unwrap();
    let named: BTreeMap<&str, &str> = manifest["inputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|input| (input["path"].as_str().unwrap(), input["sha256"].as_str().unwrap()))
        .collect();
    let mut files = 0;
    for folder in ["data", "indicators"] {
        for (path, bytes) in support::contents(&project.path(folder)) {
            let name = format!("{folder}/{}", path.to_str().unwrap());
            // By the layouts a downloaded file is known; no report is made of them.
            if name == "data/layouts.toml" {
                continue;
            }
            assert_eq!(named.get(name.as_str()), Some(&support::checksum(&bytes).as_str()), "{name}");
            files += 1;
        }
    }
    assert_eq!(named.len(), files);
}
