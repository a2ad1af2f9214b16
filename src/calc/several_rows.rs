//! Quantities of several rows: adjusted p-values, pooled and standardised ratios, and trends.

use statistics::pooling::{self, Spread, Stratum};
use statistics::standardised::{self, Band, StandardisedRate};
use statistics::trend::{self, Phase, Scored};
use statistics::{Confidence, SMALLEST_P, multiplicity};

use super::input::{Input, Must, Row, TWO_GROUPS, each};
use super::results::{Computed, Refusal, Results};
use super::{Compute, Quantity};

const P95: Confidence = Confidence::P95;

pub(super) const ADJUSTED_P: Quantity = Quantity::new(
    "adjusted-p",
    "p-values adjusted for their number",
    &[Input::new("p", Must::Probability, "a p-value")],
    Compute::Lines(adjusted),
);

pub(super) const MANTEL_HAENSZEL: Quantity =
    Quantity::new("mantel-haenszel", "a ratio pooled over strata", &TWO_GROUPS, Compute::Case(pooled));

pub(super) const DSR: Quantity = Quantity::new(
    "dsr",
    "rates standardised for age",
    &[
        Input::new("group", Must::Group, "the group of the age band"),
        Input::new("x", Must::Count, "the events in the age band"),
        Input::new("n", Must::Positive, "the people in the age band"),
        Input::new("stdpop", Must::NotNegative, "the standard population of the age band"),
    ],
    Compute::Case(standardised),
);

pub(super) const TREND: Quantity = Quantity::new(
    "trend",
    "whether shares rise or fall",
    &[
        Input::events("x", "n", "the events"),
        Input::new("n", Must::Total, "the people"),
        Input::new("score", Must::Finite, "the score, such as a year"),
    ],
    Compute::Case(trend_of_shares),
);

pub(super) const LOGLINEAR: Quantity = Quantity::new(
    "loglinear",
    "by how much rates rise or fall",
    &[
        Input::new("phase", Must::Finite, "the number of the phase"),
        Input::new("x", Must::Count, "the events"),
        Input::new("t", Must::Positive, "the exposure"),
    ],
    Compute::Case(trend_of_rates),
);

fn adjusted(rows: &[Row]) -> Computed<Vec<Results>> {
    let p_values = each(rows, |row| row.number("p"))?;
    let mut lines = vec![Results::new(); rows.len()];
    for (name, adjusted) in [
        ("bonferroni", multiplicity::bonferroni(&p_values)?),
        ("holm", multiplicity::holm(&p_values)?),
        ("hochberg", multiplicity::hochberg(&p_values)?),
        ("bh", multiplicity::benjamini_hochberg(&p_values)?),
        ("by", multiplicity::benjamini_yekutieli(&p_values)?),
    ] {
        // A p-value is 0 only where the program that gave it ran out of digits.
        let adjusted = adjusted.into_iter().map(|p| p.max(SMALLEST_P));
        lines = lines.into_iter().zip(adjusted).map(|(line, p)| line.with(name, p)).collect();
    }
    Ok(lines)
}

fn pooled(rows: &[Row]) -> Computed<Results> {
    let strata = each(rows, |row| row.two_groups().map(|(first, second)| Stratum { first, second }))?;
    let pooled = pooling::mantel_haenszel(&strata, P95);
    let spread = pooled.and_then(|pooled| pooled.spread);
    Ok(Results::new()
        .with("k", strata.len())
        .with("mh_rr", pooled.map(|pooled| pooled.ratio))
        .with("mh_log_rr", spread.map(|spread| spread.logarithm))
        .with("gr_var", spread.map(|spread| spread.variance))
        .with("mh_se_log", spread.map(Spread::log_standard_error))
        .limits("mh_{}", spread.map(|spread| spread.interval))
        .with("mh_p", spread.and_then(|spread| spread.test).map(|test| test.p))
        .and(inverse_variance(&strata)))
}

fn inverse_variance(strata: &[Stratum]) -> Results {
    let pooled = pooling::inverse_variance(strata, P95);
    let common = pooled.map(|pooled| pooled.common);
    let random = pooled.map(|pooled| pooled.random);
    Results::new()
        .with("k_used", pooled.map(|pooled| pooled.strata))
        .with("iv_log_rr", common.map(|spread| spread.logarithm))
        .with("iv_rr", common.map(Spread::ratio))
        .with("iv_se", common.map(Spread::log_standard_error))
        .limits("iv_{}", common.map(|spread| spread.interval))
        .with("q", pooled.map(|pooled| pooled.heterogeneity))
        .with("q_df", pooled.map(|pooled| pooled.degrees))
        .with("q_p", pooled.and_then(|pooled| pooled.heterogeneity_p))
        .with("i2_percent", pooled.map(|pooled| pooled.i_squared))
        .with("dl_tau2", pooled.map(|pooled| pooled.tau_squared))
        .with("dl_log_rr", random.map(|spread| spread.logarithm))
        .with("dl_rr", random.map(Spread::ratio))
        .with("dl_se", random.map(Spread::log_standard_error))
        .limits("dl_{}", random.map(|spread| spread.interval))
        .with("dl_p", random.and_then(|spread| spread.test).map(|test| test.p))
}

fn standardised(rows: &[Row]) -> Computed<Results> {
    let (first, of_first) = standardised_group(rows, 1)?;
    let (second, of_second) = standardised_group(rows, 2)?;
    let ratio = standardised::ratio(first, second, P95);
    Ok(of_first
        .and(of_second)
        .with("ratio", ratio.map(|ratio| ratio.value))
        .with("se_log", ratio.map(|ratio| ratio.log_standard_error))
        .limits("ratio_{}", ratio.map(|ratio| ratio.interval))
        .with("ratio_p", ratio.and_then(|ratio| ratio.test).map(|test| test.p)))
}

/// The rate of a group, and the results on it: per 100,000, as public health reports them.
fn standardised_group(rows: &[Row], group: u64) -> Computed<(StandardisedRate, Results)> {
    const PER: f64 = 100_000.0;
    let band = |row: &Row| {
        let band = Band { events: row.count("x")?, exposure: row.number("n")?, standard: row.number("stdpop")? };
        Ok((row.count("group")? == group).then_some(band))
    };
    let bands: Vec<Band> = each(rows, band)?.into_iter().flatten().collect();
    if bands.is_empty() {
        return Err(Refusal(format!("there is no age band of group {group}")));
    }
    if bands.iter().all(|band| band.standard == 0.0) {
        return Err(Refusal(format!("the standard population of group {group} is zero")));
    }
    let rate = standardised::standardise(&bands)?;
    let dobson = |confidence| rate.dobson(confidence).map(|limits| limits.scaled(PER));
    let results = Results::new()
        .with(format!("g{group}_total_count"), rate.events() as f64)
        .with(format!("g{group}_total_pop"), bands.iter().map(|band| band.exposure).sum::<f64>())
        .with(format!("g{group}_dsr"), rate.value() * PER)
        .with(format!("g{group}_var"), rate.variance())
        .limits(&format!("g{group}_dobson_{{}}"), dobson(P95))
        .limits(&format!("g{group}_dobson998_{{}}"), dobson(Confidence::P998))
        .with(format!("g{group}_phe_suppressed"), rate.is_unreliable())
        .limits(&format!("g{group}_gamma_{{}}"), rate.gamma(P95).scaled(PER));
    Ok((rate, results))
}

fn trend_of_shares(rows: &[Row]) -> Computed<Results> {
    let shares = |row: &Row| Ok(Scored { proportion: row.proportion("x", "n")?, score: row.number("score")? });
    let found = trend::cochran_armitage(&each(rows, shares)?)?;
    let test = found.map(|found| found.test);
    let conditional = found.map(|found| found.conditional);
    Ok(Results::new()
        .with("k", rows.len())
        .with("z", test.map(|test| test.z))
        .with("chisq", test.map(|test| test.z * test.z))
        .with("p", test.map(|test| test.p))
        .with("slope", found.map(|found| found.slope))
        .with("z_n_minus_1", conditional.map(|test| test.z))
        .with("chisq_n_minus_1", conditional.map(|test| test.z * test.z))
        .with("p_n_minus_1", conditional.map(|test| test.p)))
}

fn trend_of_rates(rows: &[Row]) -> Computed<Results> {
    let phases = each(rows, |row| Ok(Phase { rate: row.rate("x", "t")?, phase: row.number("phase")? }))?;
    let fit = trend::poisson_trend(&phases, P95)?;
    Ok(Results::new()
        .with("k", rows.len())
        .with("intercept", fit.map(|fit| fit.intercept))
        .with("slope", fit.map(|fit| fit.slope))
        .with("slope_se", fit.map(|fit| fit.slope_error))
        .with("rr_per_phase", fit.map(|fit| fit.rate_ratio))
        .limits("rr_{}", fit.map(|fit| fit.interval))
        .with("z", fit.map(|fit| fit.test.z))
        .with("p", fit.map(|fit| fit.test.p))
        .with("deviance", fit.map(|fit| fit.deviance))
        .with("pearson_x2", fit.map(|fit| fit.pearson))
        .with("df", fit.map(|fit| fit.degrees))
        .with("dispersion", fit.and_then(|fit| fit.dispersion)))
}
