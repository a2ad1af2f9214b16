//! The methods against independent answers: a few of our own (`oracle/make.py` says how they were made), and thousands
//! more where the folder `../shared/oracle` stands beside the project.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on is to stop with the reason"
)]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use statistics::change::{self, Arms};
use statistics::inequality::{Better, Centre, Group, Groups, Weight, Zeros};
use statistics::pooling::{self, Spread, Stratum};
use statistics::proportion::{self, Proportion};
use statistics::rate::{self, Rate};
use statistics::ratio_of_estimates::{self, FiellerSet, Measured};
use statistics::standardised::{self, Band};
use statistics::trend::{self, Phase, Scored};
use statistics::unknown_group::{self, Tally};
use statistics::{Confidence, Interval, Ratio, funnel, multiplicity, odds_ratio, p_value, rate_ratio, representation};
use statistics::{risk_difference, risk_ratio};

const P95: Confidence = Confidence::P95;

/// A line of a file by the names of its columns.
struct Row(BTreeMap<String, String>);

impl Row {
    fn number(&self, column: &str) -> f64 {
        let text = &self.0[column];
        text.parse().unwrap_or_else(|_| panic!("`{text}` in {column}"))
    }

    fn count(&self, column: &str) -> u64 {
        statistics::count(self.number(column)).unwrap()
    }

    fn confidence(&self) -> Confidence {
        Confidence::new(self.number("confidence")).unwrap()
    }

    fn share(&self, events: &str, total: &str) -> Proportion {
        Proportion::new(self.count(events), self.count(total)).unwrap()
    }

    fn shares(&self) -> (Proportion, Proportion) {
        (self.share("x1", "n1"), self.share("x2", "n2"))
    }

    fn rate(&self, events: &str, exposure: &str) -> Rate {
        Rate::new(self.count(events), self.number(exposure)).unwrap()
    }

    fn tally(&self, events: &str, total: &str) -> Tally {
        Tally::new(self.count(events), self.count(total)).unwrap()
    }
}

fn read(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader.deserialize().map(|row| Row(row.unwrap())).collect()
}

/// The folders of answers that are there.
fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (own, larger) = (root.join("tests/oracle"), root.join("../../../shared/oracle"));
    if larger.is_dir() {
        return vec![own, larger];
    }
    assert!(std::env::var_os("SCORECARD_REQUIRE_SHARED").is_none(), "{} is not there", larger.display());
    // Past the capture of the test harness, which hides what a test that passes prints.
    let message = format!("SKIPPED, not passed: {} is not there\n", larger.display());
    std::io::stderr().write_all(message.as_bytes()).unwrap();
    vec![own]
}

/// Answers by the names of their columns; not a number where there is none.
#[derive(Default)]
struct Answers(Vec<(String, f64)>);

impl Answers {
    fn with(mut self, column: impl Into<String>, value: impl Into<Option<f64>>) -> Self {
        self.0.push((column.into(), value.into().unwrap_or(f64::NAN)));
        self
    }

    fn ratio(self, column: &str, ratio: Ratio) -> Self {
        self.with(column, if ratio == Ratio::OverZero { Some(f64::INFINITY) } else { ratio.finite() })
    }

    fn limits(self, column: &str, interval: impl Into<Option<Interval>>) -> Self {
        let interval = interval.into();
        let lower = self.with(format!("{column}_lower"), interval.map(|limits| limits.lower));
        lower.with(format!("{column}_upper"), interval.map(|limits| limits.upper))
    }

    fn hold(&self, expected: &Row, file: &Path) {
        for (column, given) in &self.0 {
            // Our own answers leave a few columns out.
            if let Some(text) = expected.0.get(column) {
                let wanted: f64 = text.parse().unwrap();
                let close = (given - wanted).abs() <= tolerance(column) * wanted.abs() + 1e-40;
                let same = given.total_cmp(&wanted).is_eq() || (given.is_nan() && wanted.is_nan());
                assert!(close || same, "{}: {column} is {given} for {wanted} in {:?}", file.display(), expected.0);
            }
        }
    }
}

/// Limits and probabilities found by iteration are a little further off than closed forms.
fn tolerance(column: &str) -> f64 {
    const FOUND: [&str; 7] = ["exact", "koopman", "mn_", "mee_", "p_", "midp", "gamma"];
    match column {
        _ if column.contains("fisher") || column == "cond_mle" || column.starts_with("midp_") => 1e-6,
        _ if FOUND.iter().any(|start| column.contains(start)) => 1e-7,
        _ => 1e-9,
    }
}

/// A file with a case on each line.
fn each(name: &str, compute: fn(&Row) -> Answers) {
    for folder in folders() {
        let file = folder.join(format!("{name}.csv"));
        for row in read(&file) {
            compute(&row).hold(&row, &file);
        }
    }
}

/// A file of cases with several rows, and one of their answers.
fn several(name: &str, compute: fn(&[Row]) -> Answers) {
    for folder in folders() {
        let file = folder.join(format!("{name}_expected.csv"));
        let mut cases: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for row in read(&folder.join(format!("{name}_input.csv"))) {
            cases.entry(row.0["case"].clone()).or_default().push(row);
        }
        for row in read(&file) {
            compute(&cases[&row.0["case"]]).hold(&row, &file);
        }
    }
}

#[test]
fn proportions() {
    each("a_proportion", |row| {
        let (share, confidence) = (row.share("x", "n"), row.confidence());
        Answers::default()
            .with("value", share.value())
            .limits("wilson", proportion::wilson(share, confidence))
            .limits("wilsoncc", proportion::wilson_corrected(share, confidence))
            .limits("exact", proportion::clopper_pearson(share, confidence))
    });
}

#[test]
fn rates() {
    each("b_rate", |row| {
        let (rate, confidence, scale) = (row.rate("x", "py"), row.confidence(), row.number("multiplier"));
        let byar = rate::byar(rate, confidence);
        Answers::default()
            .with("value", rate.value() * scale)
            .limits("exact", rate::exact(rate, confidence).scaled(scale))
            .with("byars_lower", byar.lower.map(|limit| limit * scale))
            .with("byars_upper", byar.upper * scale)
            .limits("phe", rate::public_health(rate, confidence).interval.map(|limits| limits.scaled(scale)))
    });
}

#[test]
fn risk_ratios() {
    each("c_risk_ratio", |row| {
        let (first, second) = row.shares();
        Answers::default()
            .ratio("rr", risk_ratio::ratio(first, second))
            .with("se_log", risk_ratio::log_standard_error(first, second))
            .limits("katz", risk_ratio::katz(first, second, P95))
            .limits("walter", risk_ratio::walter(first, second, P95).interval)
            .limits("add_half", risk_ratio::add_half(first, second, P95).interval)
            .limits("koopman", risk_ratio::koopman(first, second, P95))
            .limits("mn", risk_ratio::miettinen_nurminen(first, second, P95))
            .with("four_fifths_fail", risk_ratio::below_four_fifths(first, second).map(u8::from).map(f64::from))
    });
}

#[test]
fn rate_ratios() {
    each("d_rate_ratio", |row| {
        let (first, second) = (row.rate("x1", "t1"), row.rate("x2", "t2"));
        let exact = rate_ratio::exact_test(first, second);
        Answers::default()
            .ratio("rr", rate_ratio::ratio(first, second))
            .limits("wald", rate_ratio::wald(first, second, P95))
            .limits("exact", rate_ratio::exact(first, second, P95))
            .limits("score", rate_ratio::score(first, second, P95))
            .with("score_p", rate_ratio::score_test(first, second).map(|test| test.p))
            .with("p_less", exact.less)
            .with("p_greater", exact.greater)
            .with("exact_p_minlike", exact.no_more_likely)
            .with("midp_central", exact.mid)
    });
}

#[test]
fn risk_differences() {
    each("e_risk_difference", |row| {
        let (first, second) = row.shares();
        Answers::default()
            .with("rd", risk_difference::difference(first, second))
            .limits("wald", risk_difference::wald(first, second, P95))
            .limits("newcombe", risk_difference::newcombe(first, second, P95))
            .limits("mn", risk_difference::miettinen_nurminen(first, second, P95))
            .limits("mee", risk_difference::mee(first, second, P95))
    });
}

#[test]
fn odds_ratios() {
    each("f_odds_ratio", |row| {
        let (first, second) = row.shares();
        Answers::default()
            .ratio("odds_ratio", odds_ratio::ratio(first, second))
            .limits("woolf", odds_ratio::woolf(first, second, P95))
            .limits("haldane", odds_ratio::haldane(first, second, P95).interval)
            .ratio("cond_mle", odds_ratio::conditional(first, second))
            .limits("fisher", odds_ratio::fisher(first, second, P95))
    });
}

#[test]
fn p_values() {
    each("g_pvalues", |row| {
        let (first, second) = row.shares();
        let fisher = p_value::fisher(first, second);
        Answers::default()
            .with("chisq_p", p_value::chi_squared(first, second).map(|test| test.p))
            .with("chisq_yates_p", p_value::chi_squared_yates(first, second).map(|test| test.p))
            .with("z_unpooled_p", p_value::z_unpooled(first, second).map(|test| test.p))
            .with("log10_z_pooled_p", p_value::z_pooled(first, second).map(|test| test.log10_p))
            .with("fisher_p", fisher.no_more_likely)
            .with("fisher_p_less", fisher.less)
            .with("fisher_p_greater", fisher.greater)
            .with("midp_central", fisher.mid_central)
            .with("midp_minlike", fisher.mid_no_more_likely)
    });
}

#[test]
fn ratios_of_estimates() {
    each("h_ratio_se", |row| {
        let measured = |value, error| Measured::new(row.number(value), row.number(error)).unwrap();
        let (first, second) = (measured("m1", "se1"), measured("m2", "se2"));
        let fieller = match ratio_of_estimates::fieller(first, second, row.confidence()) {
            FiellerSet::Bounded(limits) | FiellerSet::Complement(limits) => limits,
            FiellerSet::WholeLine => Interval { lower: f64::NEG_INFINITY, upper: f64::INFINITY },
        };
        let delta = ratio_of_estimates::delta_log(first, second, row.confidence());
        Answers::default()
            .limits("delta_log", delta.map(|delta| delta.interval))
            .with("se_ratio", ratio_of_estimates::standard_error(first, second))
            .limits("fieller", fieller)
    });
}

#[test]
fn changes() {
    each("i_ratio_of_ratios", |row| {
        let arms = |[x1, n1, x2, n2]: [&str; 4]| Arms { first: row.share(x1, n1), second: row.share(x2, n2) };
        let before = arms(["x1_t0", "n1_t0", "x2_t0", "n2_t0"]);
        let after = arms(["x1_t1", "n1_t1", "x2_t1", "n2_t1"]);
        let ratio = change::ratio_of_ratios(before, after, P95);
        let difference = change::difference_in_differences(before, after, P95);
        Answers::default()
            .limits("rrr", ratio.map(|ratio| ratio.interval))
            .with("p", ratio.and_then(|ratio| ratio.test).map(|test| test.p))
            .limits("did", difference.interval)
            .with("did_p", difference.test.map(|test| test.p))
    });
}

#[test]
fn standardised_rates() {
    several("j_dsr", |rows| {
        let group = |group: u64| {
            let rows = rows.iter().filter(|row| row.count("group") == group);
            let band =
                |row: &Row| Band { events: row.count("x"), exposure: row.number("n"), standard: row.number("stdpop") };
            standardised::standardise(&rows.map(band).collect::<Vec<_>>()).unwrap()
        };
        let (first, second) = (group(1), group(2));
        let ratio = standardised::ratio(first, second, P95);
        Answers::default()
            .with("g1_var", first.variance())
            .limits("g1_dobson", first.dobson(P95).map(|limits| limits.scaled(1e5)))
            .limits("g2_gamma", second.gamma(P95).scaled(1e5))
            .limits("ratio", ratio.map(|ratio| ratio.interval))
    });
}

#[test]
fn pooled_ratios() {
    several("k_mantel_haenszel", |rows| {
        let strata = rows.iter().map(Row::shares).map(|(first, second)| Stratum { first, second });
        let strata: Vec<Stratum> = strata.collect();
        let spread = pooling::mantel_haenszel(&strata, P95).and_then(|pooled| pooled.spread);
        let pooled = pooling::inverse_variance(&strata, P95);
        Answers::default()
            .with("mh_se_log", spread.map(Spread::log_standard_error))
            .limits("mh", spread.map(|spread| spread.interval))
            .limits("iv", pooled.map(|pooled| pooled.common.interval))
            .limits("dl", pooled.map(|pooled| pooled.random.interval))
            .with("q_p", pooled.and_then(|pooled| pooled.heterogeneity_p))
            .with("dl_tau2", pooled.map(|pooled| pooled.tau_squared))
    });
}

#[test]
fn adjusted_p_values() {
    for folder in folders() {
        let file = folder.join("l_adjusted_p.csv");
        let mut families: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        for row in read(&file) {
            families.entry(row.0["case"].clone()).or_default().push(row);
        }
        for rows in families.into_values() {
            let p: Vec<f64> = rows.iter().map(|row| row.number("p")).collect();
            let adjusted = [
                ("bonferroni", multiplicity::bonferroni(&p)),
                ("holm", multiplicity::holm(&p)),
                ("hochberg", multiplicity::hochberg(&p)),
                ("bh", multiplicity::benjamini_hochberg(&p)),
                ("by", multiplicity::benjamini_yekutieli(&p)),
            ];
            for (column, values) in adjusted {
                for (row, value) in rows.iter().zip(values.unwrap()) {
                    Answers::default().with(column, value).hold(row, &file);
                }
            }
        }
    }
}

#[test]
fn inequalities() {
    several("m_inequality", |rows| {
        let group = |row: &Row| Group {
            estimate: row.number("est"),
            standard_error: Some(row.number("se")),
            population: row.number("pop"),
        };
        let comparator = rows.iter().position(|row| row.count("reference_subgroup") == 1).unwrap();
        let better = if rows[0].count("favourable_indicator") == 1 { Better::Higher } else { Better::Lower };
        let groups = Groups::new(rows.iter().map(group).collect(), comparator, better).unwrap();
        Answers::default()
            .with("d_maxmin_se", groups.range_difference().standard_error)
            .with("par_ref", groups.attributable_to_comparator().risk)
            .with("par_best", groups.attributable_to_best().risk)
            .with("bgv", groups.between_group_variance().value)
            .with("idisw", groups.index_of_disparity(Weight::Population).map(|index| 100.0 * index))
            .with("mdbu", groups.mean_distance(Centre::Best, Weight::Equal))
            .with("mdrw", groups.mean_distance(Centre::Comparator, Weight::Population))
            .with("theil_x1000", groups.theil(Zeros::Replaced).map(|theil| 1000.0 * theil.value))
            .with("mld_x1000", groups.mean_log_deviation(Zeros::Replaced).map(|deviation| 1000.0 * deviation.value))
    });
}

#[test]
fn funnels() {
    each("n_funnel_prop", |row| {
        let at = |confidence| {
            funnel::proportion_limits(row.number("average"), row.number("population"), confidence).unwrap()
        };
        Answers::default().with("lower95_raw", at(P95).lower).with("upper998", funnel::cut(at(Confidence::P998)).upper)
    });
    each("n_funnel_rate", |row| {
        let limits = funnel::rate_limits(row.count("events"), row.number("average"), P95).unwrap();
        Answers::default().with("pop_at_lower95", limits.lower.exposure).with("upper95", limits.upper.rate)
    });
}

#[test]
fn representations() {
    each("o_representation", |row| {
        let (body, population) = (row.share("x_group", "n_staff"), row.share("pop_group", "pop_total"));
        Answers::default()
            .limits("wilson", representation::wilson(body, population, P95))
            .limits("exact", representation::exact(body, population, P95))
            .limits("log", representation::log_normal(body, population, P95))
            .limits("katz", representation::sampled(body, population, P95))
            .with("binom_p_two_sided_central", representation::exact_p(body, population))
            .ratio("odds_rep", representation::odds_ratio(body, population))
    });
}

#[test]
fn unknown_groups() {
    each("p_bounds", |row| {
        let unknown = row.tally("unknown_events", "unknown_total");
        let found = unknown_group::bounds(row.tally("x1", "n1"), row.tally("x2", "n2"), unknown);
        let (low, high) = found.map_or((Ratio::Undefined, Ratio::Undefined), |found| (found.lowest, found.highest));
        Answers::default().ratio("rr_min", low).ratio("rr_max", high)
    });
}

#[test]
fn trends() {
    several("q_trend", |rows| {
        let scored = |row: &Row| Scored { proportion: row.share("x", "n"), score: row.number("score") };
        let found = trend::cochran_armitage(&rows.iter().map(scored).collect::<Vec<_>>()).unwrap();
        Answers::default()
            .with("z", found.map(|found| found.test.z))
            .with("slope", found.map(|found| found.slope))
            .with("p_n_minus_1", found.map(|found| found.conditional.p))
    });
    several("r_loglinear", |rows| {
        let phase = |row: &Row| Phase { rate: row.rate("x", "t"), phase: row.number("phase") };
        let fit = trend::poisson_trend(&rows.iter().map(phase).collect::<Vec<_>>(), P95).unwrap();
        Answers::default()
            .with("slope", fit.map(|fit| fit.slope))
            .limits("rr", fit.map(|fit| fit.interval))
            .with("p", fit.map(|fit| fit.test.p))
    });
}
