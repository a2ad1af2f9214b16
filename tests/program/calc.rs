//! `scorecard calc`: every case of the statistical oracle through the program, bad input of every kind, and the text for a
//! person.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on is to stop with the reason")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::report::rows;
use crate::support::{self, Outcome, Project};

// The oracle

/// Each quantity with its cases and answers: one file, or two that end in `_input` and `_expected`.
const FILES: [(&str, &str); 20] = [
    ("proportion", "a_proportion"),
    ("rate", "b_rate"),
    ("risk-ratio", "c_risk_ratio"),
    ("rate-ratio", "d_rate_ratio"),
    ("risk-difference", "e_risk_difference"),
    ("odds-ratio", "f_odds_ratio"),
    ("p-values", "g_pvalues"),
    ("ratio-se", "h_ratio_se"),
    ("ratio-of-ratios", "i_ratio_of_ratios"),
    ("dsr", "j_dsr"),
    ("mantel-haenszel", "k_mantel_haenszel"),
    ("adjusted-p", "l_adjusted_p"),
    ("inequality", "m_inequality"),
    ("funnel-proportion", "n_funnel_prop"),
    ("funnel-rate", "n_funnel_rate"),
    ("funnel-assign", "n_funnel_assign"),
    ("representation", "o_representation"),
    ("unknown-bounds", "p_bounds"),
    ("trend", "q_trend"),
    ("loglinear", "r_loglinear"),
];

/// Closed forms are held to nine digits, limits and probabilities found by iteration to seven, and Fisher's table above a
/// million people to six.
fn tolerance(column: &str, people: f64) -> f64 {
    const FOUND: [&str; 8] = ["exact", "koopman", "mn_", "mee_", "phe_", "p_less", "p_greater", "midp"];
    let fisher = column.contains("fisher") || column == "cond_mle" || column.starts_with("midp_");
    match (fisher && people > 1e6, fisher || FOUND.iter().any(|start| column.starts_with(start))) {
        (true, _) => 1e-6,
        (false, true) => 1e-7,
        (false, false) => 1e-9,
    }
}

/// How far a cell of the output is from the oracle's, as a share of it.
fn error(column: &str, given: &str, expected: &str) -> f64 {
    if given == expected || (given.is_empty() && expected == "nan") {
        return 0.0;
    }
    let (Ok(given), Ok(expected)) = (given.parse::<f64>(), expected.parse::<f64>()) else {
        return f64::INFINITY;
    };
    // Sums of squares that are zero by definition: the arithmetic of the oracle leaves a residue there.
    let residue = ["q", "deviance", "pearson_x2"].contains(&column) && expected.abs() < 1e-30 && given.abs() < 1e-12;
    // The oracle has 0 for a p-value below the smallest number, and the formula's limit where a rate cannot be that low.
    let smallest = expected == 0.0 && given == statistics::SMALLEST_P;
    let cut = column.contains("dobson") && column.ends_with("lower") && expected < 0.0 && given == 0.0;
    let error = (given - expected).abs() / expected.abs();
    match (given - expected).abs() == 0.0 || residue || smallest || cut {
        true => 0.0,
        false if error.is_nan() => f64::INFINITY,
        false => error,
    }
}

fn header(path: &Path) -> Vec<String> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.headers().unwrap().iter().map(str::to_owned).collect()
}

/// The program answers the cases of a file as the oracle does, in every column that both have; `whole` where the oracle
/// must have all.
fn agrees(folder: &Path, quantity: &str, name: &str, whole: bool) {
    let file = |end: &str| {
        let long = folder.join(format!("{name}{end}.csv"));
        if long.exists() { long } else { folder.join(format!("{name}.csv")) }
    };
    let (input, answers) = (file("_input"), file("_expected"));
    let project = Project::empty();
    let outcome = project.run(&["calc", quantity, "--input", input.to_str().unwrap(), "--out", "out.csv"]);
    assert_eq!(outcome, Outcome { code: 0, stdout: "out.csv\n".to_owned(), stderr: String::new() });

    let known = header(&answers);
    let mut columns = header(&project.path("out.csv"));
    columns.retain(|column| whole || known.contains(column));
    let expected = rows(&fs::read(&answers).unwrap());
    let given = rows(project.read("out.csv").as_bytes());
    assert!(!expected.is_empty() && columns.len() > 1, "{name} is empty");
    assert_eq!(given.len(), expected.len());
    let mut wrong = Vec::new();
    for (given, expected) in given.iter().zip(&expected) {
        let people = if known.contains(&"n1".to_owned()) { expected.known("n1") + expected.known("n2") } else { 0.0 };
        for column in &columns {
            let (cell, wanted) = (given.text(column), expected.text(column));
            let error = error(column, cell, wanted);
            if error > tolerance(column, people) {
                let key = expected.text(columns.first().unwrap());
                wrong.push(format!("{key} {column}: {cell} for {wanted} ({error:.1e})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{name}: {} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_quantity_agrees_with_our_own_answers() {
    let quantities: Vec<&str> = FILES.iter().map(|(quantity, _)| *quantity).collect();
    assert_eq!(quantities, scorecard::calc::names());
    let folder = support::root().join("crates/statistics/tests/oracle");
    for (quantity, name) in FILES {
        agrees(&folder, quantity, name, false);
    }
}

#[test]
fn every_quantity_agrees_with_the_oracle() {
    let Some(folder) = support::shared("oracle") else {
        return;
    };
    for (quantity, name) in FILES {
        agrees(&folder, quantity, name, true);
    }
    // Each of its files is used.
    for file in support::files(&folder) {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let name = name.trim_end_matches("_input").trim_end_matches("_expected");
        let aside = name.starts_with('_') || file.extension().is_none_or(|end| end != "csv");
        assert!(aside || FILES.iter().any(|(_, known)| *known == name), "{name}");
    }
}

// The batch form

fn batch(quantity: &str, text: &str) -> Outcome {
    let project = Project::empty();
    project.write("cases.csv", text);
    project.run(&["calc", quantity, "--input", "cases.csv"])
}

/// The file is refused with these blocks, and neither a number nor a file comes out.
fn assert_refused(quantity: &str, text: &str, blocks: &[&str]) {
    let count = match blocks.len() {
        1 => "1 fault".to_owned(),
        many => format!("{many} faults"),
    };
    let project = Project::empty();
    project.write("cases.csv", text);
    let outcome = project.run(&["calc", quantity, "--input", "cases.csv", "--out", "out.csv"]);
    let expected = format!("{}\n\n{count} found; nothing was written\n", blocks.join("\n\n"));
    assert_eq!(outcome.stderr, expected);
    assert_eq!((outcome.code, outcome.stdout), (1, String::new()));
    assert!(!project.path("out.csv").exists());
}

#[test]
fn the_results_go_to_the_terminal_with_every_digit() {
    let outcome = batch("proportion", "id,note,n,x\nb,dogs,3,1\na,cats,4,0\n");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0], "id,value,wilson_lower,wilson_upper,wilsoncc_lower,wilsoncc_upper,exact_lower,exact_upper");
    assert!(lines[1].starts_with("b,0.3333333333333333,0.061"), "{}", lines[1]);
    assert!(lines[2].starts_with("a,0,0,0.48"), "{}", lines[2]);
}

#[test]
fn rows_of_a_case_need_not_stand_together() {
    let together = batch("adjusted-p", "case,p\n1,0.01\n1,0.04\n2,0.5\n");
    let apart = batch("adjusted-p", "case,p\n1,0.01\n2,0.5\n1,0.04\n");
    let lines: Vec<&str> = together.stdout.lines().collect();
    let expected = [lines[0], lines[1], lines[3], lines[2]].join("\n") + "\n";
    assert_eq!(apart.stdout, expected);

    let trend = batch("trend", "case,x,n,score\n2,1,9,0\n1,3,9,0\n2,5,9,1\n1,2,9,1\n");
    let cases: Vec<&str> = trend.stdout.lines().map(|line| &line[..2]).collect();
    assert_eq!(cases, ["ca", "2,", "1,"]);
}

#[test]
fn area_and_group_travel_with_a_line() {
    let outcome = batch("funnel-proportion", "id,area,group,population,average\n1,Sutton,Black,50,0.2\n");
    assert!(outcome.stdout.starts_with("id,area,group,lower95_raw,"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("\n1,Sutton,Black,0.08"), "{}", outcome.stdout);
}

#[test]
fn every_fault_of_a_file_is_found_in_one_pass() {
    const X1: &str = "`x1`, the events in the first group, must be a whole number from 0";
    const N1: &str = "`n1`, the people in the first group, must be a whole number from 1";
    let count = |message: &str, place: &str, rule: &str| {
        format!("error: {message}\n  --> cases.csv:{place}\n  hint: {rule} to 1000000000")
    };
    assert_refused(
        "risk-ratio",
        "id,x1,n1,x2,n2\n\
         1,5,4,1,10\n\
         2,-1,10,1,10\n\
         3,1.5,10,1,10\n\
         4,0,0,1,10\n\
         5,NaN,10,inf,10\n\
         6,1,1e300,1,10\n\
         7,some,10,,10\n\
         8,1,10,1,10\n",
        &[
            "error: 5 events in the first group is more than the 4 they are out of
  --> cases.csv:2:2
  hint: check whether numerator and denominator were exchanged; see docs/checks/above-population.md",
            &count("`-1` in column `x1` is negative", "3:2", X1),
            &count("`1.5` in column `x1` is not a whole number", "4:2", X1),
            &count("`0` in column `n1` is zero", "5:3", N1),
            &count("`NaN` in column `x1` is not a number", "6:2", X1),
            &count(
                "`inf` in column `x2` is not finite",
                "6:4",
                "`x2`, the events in the second group, must be a whole number from 0",
            ),
            &count("`1e300` in column `n1` is too large", "7:3", N1),
            &count("`some` in column `x1` is not a number", "8:2", X1),
            "error: column `x2` has no value
  --> cases.csv:8:4
  hint: put the value in, or take the row out",
        ],
    );
}

#[test]
fn missing_columns_are_named_beside_the_faults_of_the_others() {
    assert_refused(
        "rate",
        "id,events,py\n1,3,-5\n",
        &[
            "error: there is no column `x`
  --> cases.csv:1
  hint: the header has `id`, `events`, `py`",
            "error: `-5` in column `py` is negative
  --> cases.csv:2:3
  hint: `py`, the person-years or other exposure, must be a number above 0, at most 1e15",
        ],
    );
    assert_refused(
        "rate",
        "x,py\n1,3\n",
        &["error: there is no column `id`
  --> cases.csv:1
  hint: the header has `x`, `py`"],
    );
}

#[test]
fn a_file_without_cases_is_refused() {
    for text in ["", "id,x,n\n", "\n\n"] {
        assert_refused(
            "proportion",
            text,
            &["error: the file holds no cases
  --> cases.csv
  hint: put a row for each case below the header"],
        );
    }
}

#[test]
fn a_ragged_row_and_a_text_in_another_encoding_are_refused() {
    assert_refused(
        "proportion",
        "id,x,n\n1,2\n2,9,4\n",
        &[
            "error: the row has 2 cells where the header has 3
  --> cases.csv:2
  hint: look for a comma inside a text without quotes, or a quote that is not closed",
            "error: 9 events is more than the 4 they are out of
  --> cases.csv:3:2
  hint: check whether numerator and denominator were exchanged; see docs/checks/above-population.md",
        ],
    );
    let project = Project::empty();
    project.write("cases.csv", b"id,x,n\n\xe9,1,2\n");
    let outcome = project.run(&["calc", "proportion", "--input", "cases.csv"]);
    assert_eq!((outcome.code, outcome.stdout), (1, String::new()));
    assert!(outcome.stderr.contains("cases.csv:2\n"), "{}", outcome.stderr);
}

#[test]
fn a_case_from_which_nothing_can_be_computed_is_named() {
    let trends = "case,x,n,score\ncats,1,9,0\ndogs,1,9,0\ndogs,2,9,1\n";
    assert_refused(
        "trend",
        trends,
        &["error: nothing can be computed for the case `cats`: there are fewer values than the method needs
  --> cases.csv:2
  hint: look at all rows of the case; this is the first"],
    );
    let refusals = [
        ("dsr", "case,group,x,n,stdpop\n1,1,2,9,5\n", "there is no age band of group 2"),
        ("dsr", "case,group,x,n,stdpop\n1,1,2,9,0\n1,2,2,9,5\n", "the standard population of group 1 is zero"),
        (
            "inequality",
            "case,est,se,pop,favourable_indicator,reference_subgroup\n1,2,1,9,1,0\n1,3,1,9,1,0\n",
            "one group must be the reference and 0 are",
        ),
        (
            "inequality",
            "case,est,se,pop,favourable_indicator,reference_subgroup\n1,2,1,9,1,1\n1,3,1,9,0,0\n",
            "higher is better in one row and lower in another",
        ),
    ];
    for (quantity, text, reason) in refusals {
        let outcome = batch(quantity, text);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{quantity}");
        assert!(outcome.stderr.contains(&format!(": {reason}\n")), "{}", outcome.stderr);
    }
}

#[test]
fn counts_above_a_billion_in_sum_are_compared_as_others_are() {
    let rates = batch("rate-ratio", "id,x1,t1,x2,t2\n1,600000000,1,600000000,1\n");
    let found = rows(rates.stdout.as_bytes());
    assert!((found[0].known("wald_upper") - 1.000_113_164_976).abs() < 1e-9, "{}", rates.stdout);
    assert!((found[0].known("exact_p_central") - 1.0).abs() < 1e-12, "{}", rates.stdout);
    let tests = batch("p-values", "id,x1,n1,x2,n2\n1,300000000,700000000,300030000,700000000\n");
    let found = rows(tests.stdout.as_bytes());
    assert!((found[0].known("z_pooled") + 1.620_175_05).abs() < 1e-6, "{}", tests.stdout);
    assert!((found[0].known("chisq") - 2.624_967_19).abs() < 1e-5, "{}", tests.stdout);
    let places = batch("funnel-assign", "case,x,n\n1,100000000,900000000\n1,300000000,900000000\n");
    assert!(places.stdout.ends_with("1,0.2222222222222222,High (0.001)\n"), "{}{}", places.stdout, places.stderr);
}

#[test]
fn a_standardised_rate_is_never_below_zero() {
    // 122 events, nearly all in the band that counts for little.
    let bands = "case,group,x,n,stdpop\n1,1,121,100000,1\n1,1,1,100,99999\n1,2,10,1000,50000\n1,2,10,1000,50000\n";
    let found = rows(batch("dsr", bands).stdout.as_bytes());
    assert!(found[0].known("g1_dobson998_lower").abs() < 1e-300);
    assert!(found[0].known("g1_dsr") > 900.0 && found[0].known("g1_dobson998_upper") > 900.0);
}

#[test]
fn no_p_value_is_zero() {
    let cases = [
        ("rate-ratio", "id,x1,t1,x2,t2\n1,900000,1,10,1\n2,10,1,900000,1\n"),
        ("p-values", "id,x1,n1,x2,n2\n1,900000,1000000,10,1000000\n2,10,1000000,900000,1000000\n"),
        ("representation", "id,x_group,n_staff,pop_group,pop_total\n1,9000,9000,10,1000000\n"),
        ("ratio-se", "id,m1,se1,m2,se2\n1,100,0.01,1,0.001\n"),
        ("ratio-of-ratios", ROSE),
        ("trend", "case,x,n,score\n1,10,1000000,0\n1,900000,1000000,1\n"),
        ("loglinear", "case,phase,x,t\n1,0,10,1\n1,1,900000,1\n1,2,900000000,1\n"),
        ("mantel-haenszel", "case,x1,n1,x2,n2\n1,900000,1000000,10,1000000\n1,10,1000000,900000,1000000\n"),
        ("adjusted-p", "case,p\n1,0\n1,0.5\n"),
    ];
    for (quantity, text) in cases {
        let outcome = batch(quantity, text);
        assert_eq!(outcome.code, 0, "{}", outcome.stderr);
        let mut reader = csv::Reader::from_reader(outcome.stdout.as_bytes());
        let columns = reader.headers().unwrap().clone();
        for row in rows(outcome.stdout.as_bytes()) {
            for column in columns.iter().filter(|column| is_p_value(column)) {
                let text = row.text(column);
                assert!(text.is_empty() || text.parse::<f64>().unwrap() > 0.0, "{quantity} {column}: {text}");
            }
        }
    }
}

const ROSE: &str = "id,x1_t0,n1_t0,x2_t0,n2_t0,x1_t1,n1_t1,x2_t1,n2_t1\n\
                    1,90000,1000000,90000,1000000,900000,1000000,90000,1000000\n";

fn is_p_value(column: &str) -> bool {
    const NAMES: [&str; 6] = ["p", "bonferroni", "holm", "hochberg", "bh", "by"];
    let part = |part| part == "p" || part == "midp";
    NAMES.contains(&column) || (column.split('_').any(part) && !column.starts_with("log10"))
}

#[test]
fn numbers_of_every_other_kind_are_held_to_their_rule() {
    let faults = [
        ("proportion", "id,x,n,confidence\n1,1,2,95\n", "`95` in column `confidence` is not between 0 and 1"),
        ("rate", "id,x,py\n1,1,0\n", "`0` in column `py` is zero"),
        ("rate", "id,x,py\n1,1,1e-300\n", "`1e-300` in column `py` is too close to zero"),
        ("ratio-se", "id,m1,se1,m2,se2\n1,1,-2,3,1\n", "`-2` in column `se1` is negative"),
        ("ratio-se", "id,m1,se1,m2,se2\n1,1e300,2,3,1\n", "`1e300` in column `m1` is too large"),
        ("adjusted-p", "case,p\n1,1.2\n", "`1.2` in column `p` is above 1"),
        ("dsr", "case,group,x,n,stdpop\n1,3,2,9,5\n", "`3` in column `group` is neither 1 nor 2"),
        ("funnel-rate", "id,events,average\n1,2,-inf\n", "`-inf` in column `average` is not finite"),
        (
            "unknown-bounds",
            "id,x1,n1,x2,n2,unknown_events,unknown_total\n1,0,0,0,0,3,2\n",
            "3 events without a known group is more than the 2 they are out of",
        ),
    ];
    for (quantity, text, message) in faults {
        let outcome = batch(quantity, text);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (1, ""), "{quantity}");
        let expected = format!("error: {message}\n  --> cases.csv:2:");
        assert!(outcome.stderr.starts_with(&expected), "{}", outcome.stderr);
    }
}

#[test]
fn files_that_cannot_be_read_or_written_are_wrong_usage() {
    let project = Project::empty();
    let outcome = project.run(&["calc", "rate", "--input", "nothing.csv"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.starts_with("error: cannot read `nothing.csv`: no such file"));
    project.write("cases.csv", "id,x,n\n1,1,2\n");
    let outcome = project.run(&["calc", "proportion", "--input", "cases.csv", "--out", "no/out.csv"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.starts_with("error: cannot write `no/out.csv`"));
}

// The single form

fn single(arguments: &str) -> Outcome {
    let mut command = vec!["calc"];
    command.extend(arguments.split(' '));
    Project::empty().run(&command)
}

/// The page with its sentence on one line.
fn unfolded(outcome: &Outcome) -> String {
    outcome.stdout.replace('\n', " ")
}

#[test]
fn a_risk_ratio_for_a_person() {
    let outcome = single("risk-ratio 38 63334 44 110000");
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_eq!(outcome.stdout, GOLDEN);
}

const GOLDEN: &str = "\
Risk ratio: 38 of 63,334 against 44 of 110,000

share of the first group                                    0.06000%
share of the second group                                   0.04000%

ratio, with 95% intervals                                   1.500
  score (Koopman)                                           0.9752 to 2.307
  score (Miettinen-Nurminen)                                0.9752 to 2.307
  log-normal (Katz)                                         0.9719 to 2.315
  log-normal, one half added to the cells if one is empty   0.9719 to 2.315
  log-normal, one half added to counts and totals (Walter)  0.9762 to 2.313

difference in percentage points                             0.02000
  hybrid score (Newcombe)                                   \u{2212}0.001272 to 0.04456
  score (Miettinen-Nurminen)                                \u{2212}0.001214 to 0.04459
  score (Mee)                                               \u{2212}0.001214 to 0.04459
  Wald                                                      \u{2212}0.002436 to 0.04243

p-values of equal shares
  chi-squared                                               0.0652
  chi-squared with Yates's correction                       0.0838
  exact (Fisher)                                            0.0673
  exact, twice the smaller tail                             0.0867
  exact, mid-p                                              0.0698
  z, unpooled                                               0.0806

The first group was 1.500 times as likely to have the outcome as the second, and
the 95% interval, 0.9752 to 2.307, includes 1: the numbers neither show a
difference nor rule one out.
";

#[test]
fn every_quantity_of_one_line_has_a_page_of_80_columns_and_a_sentence() {
    let help = Project::empty().run(&["calc", "--help"]).stdout;
    let examples: BTreeMap<&str, String> = help
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let name = words.next()?;
            let numbers: Vec<&str> = words.take_while(|word| word.parse::<f64>().is_ok()).collect();
            let known = scorecard::calc::names().contains(&name) && !numbers.is_empty();
            known.then(|| (name, format!("{name} {}", numbers.join(" "))))
        })
        .collect();
    assert_eq!(examples.len(), 13, "{examples:?}");
    for example in examples.values() {
        let outcome = single(example);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{example}");
        assert!(outcome.stdout.trim_end().ends_with('.'), "{}", outcome.stdout);
        for line in outcome.stdout.lines() {
            assert!(line.chars().count() <= 80, "{example}: {line}");
            assert!(!line.contains("NaN") && !line.contains("inf"), "{example}: {line}");
        }
    }
    assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
}

#[test]
fn empty_groups_are_put_into_words() {
    for arguments in [
        "risk-ratio 0 10 0 12",
        "risk-ratio 3 10 0 12",
        "odds-ratio 0 10 0 12",
        "rate-ratio 0 5 0 6",
        "ratio-of-ratios 0 9 1 9 1 9 1 9",
        "ratio-se 1 0.5 0 0",
        "unknown-bounds 0 9 0 9 0 1",
        "representation 0 5 0 9",
        "ratio-se 1 2.72 23.56 23",
        "ratio-se -1 2 3 1",
        "rate 0 5",
        "proportion 0 1",
    ] {
        let outcome = single(arguments);
        assert_eq!(outcome.code, 0, "{arguments}: {}", outcome.stderr);
        let text = unfolded(&outcome);
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
        for claim in ["more likely", "less likely", "is higher", "is lower"] {
            assert!(!text.contains(claim), "{text}");
        }
    }
}

#[test]
fn more_likely_is_said_only_when_the_interval_excludes_1() {
    let clear = unfolded(&single("risk-ratio 80 1000 40 1000"));
    assert!(clear.contains("more likely"), "{clear}");
    let below = unfolded(&single("risk-ratio 40 1000 80 1000"));
    assert!(below.contains("less likely"), "{below}");
}

#[test]
fn a_number_that_cannot_be_is_named_with_its_meaning() {
    let faults = [
        (
            "risk-ratio 5 4 1 10",
            "error: 5 for `x1`, the events in the first group, is more than 4 for `n1`, the people in the first group\n  \
             hint: check whether the two were exchanged\n",
        ),
        (
            "risk-ratio -5 4 1 10",
            "error: `-5` for `x1`, the events in the first group, is negative\n  \
             hint: `x1`, the events in the first group, must be a whole number from 0 to 1000000000\n",
        ),
        (
            "risk-ratio 1 4 1 0",
            "error: `0` for `n2`, the people in the second group, is zero\n  \
             hint: `n2`, the people in the second group, must be a whole number from 1 to 1000000000\n",
        ),
    ];
    for (arguments, message) in faults {
        let outcome = single(arguments);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{arguments}");
        assert_eq!(outcome.stderr, message);
    }
    for text in ["0.5", "NaN", "nan", "inf", "-1e300", "1e300", "many", "1,000"] {
        let outcome = single(&format!("risk-ratio {text} 4 1 10"));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{text}");
        let named = format!("error: `{text}` for `x1`, the events in the first group, is ");
        assert!(outcome.stderr.starts_with(&named), "{}", outcome.stderr);
    }
}

#[test]
fn without_numbers_it_says_what_it_needs() {
    let outcome = single("risk-ratio");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert_eq!(
        outcome.stderr,
        "error: `risk-ratio` needs 4 numbers and none was given
    x1                   the events in the first group
    n1                   the people in the first group
    x2                   the events in the second group
    n2                   the people in the second group
  hint: for example `scorecard calc risk-ratio 38 63334 44 110000`, or --input FILE with the columns id, x1, n1, x2, n2
"
    );
    let outcome = single("dsr 1 2 3");
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(
        outcome.stderr.starts_with(
            "error: `dsr` takes several rows a case, so it needs --input FILE with the columns case, group, x, n, stdpop\n"
        ),
        "{}",
        outcome.stderr
    );
    for wrong in ["risk-ratio 1 2 3", "risk-ratio 1 2 3 4 5", "odds 1 2 3 4", "risk-ratio 1 2 3 4 --input cases.csv"] {
        assert_eq!(single(wrong).code, 2, "{wrong}");
    }
}
