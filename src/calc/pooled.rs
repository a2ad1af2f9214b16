//! Risk ratios of several strata pooled into one.

use statistics::pooling::{self, Spread, Stratum};
use statistics::{Confidence, Invalid};

use super::input::{Row, TWO_GROUPS};
use super::output::{Columns, Refusal};
use super::sheet::p_of;
use super::{Quantity, Work};

/// Mantel-Haenszel, inverse variance and `DerSimonian`-Laird.
pub(super) const MANTEL_HAENSZEL: Quantity = Quantity {
    name: "mantel-haenszel",
    about: "a ratio pooled over strata",
    inputs: &TWO_GROUPS,
    work: Work::Case(compute),
};

fn compute(rows: &[Row]) -> Result<Columns, Refusal> {
    let stratum = |row: &Row| {
        let (first, second) = row.two_groups()?;
        Ok(Stratum { first, second })
    };
    let strata: Vec<Stratum> = rows.iter().map(stratum).collect::<Result<_, Invalid>>()?;
    let pooled = pooling::mantel_haenszel(&strata, Confidence::P95);
    let spread = pooled.and_then(|pooled| pooled.spread);
    Ok(Columns::new()
        .with("k", strata.len())
        .with("mh_rr", pooled.map(|pooled| pooled.ratio))
        .with("mh_log_rr", spread.map(|spread| spread.logarithm))
        .with("gr_var", spread.map(|spread| spread.variance))
        .with("mh_se_log", spread.map(Spread::log_standard_error))
        .limits(["mh_lower", "mh_upper"], spread.map(|spread| spread.interval))
        .with("mh_p", p_of(spread.and_then(|spread| spread.test)))
        .and(inverse_variance(&strata)))
}

fn inverse_variance(strata: &[Stratum]) -> Columns {
    let pooled = pooling::inverse_variance(strata, Confidence::P95);
    let common = pooled.map(|pooled| pooled.common);
    let random = pooled.map(|pooled| pooled.random);
    Columns::new()
        .with("k_used", pooled.map(|pooled| pooled.strata))
        .with("iv_log_rr", common.map(|spread| spread.logarithm))
        .with("iv_rr", common.map(Spread::ratio))
        .with("iv_se", common.map(Spread::log_standard_error))
        .limits(["iv_lower", "iv_upper"], common.map(|spread| spread.interval))
        .with("q", pooled.map(|pooled| pooled.heterogeneity))
        .with("q_df", pooled.map(|pooled| pooled.degrees))
        .with("q_p", pooled.and_then(|pooled| pooled.heterogeneity_p))
        .with("i2_percent", pooled.map(|pooled| pooled.i_squared))
        .with("dl_tau2", pooled.map(|pooled| pooled.tau_squared))
        .with("dl_log_rr", random.map(|spread| spread.logarithm))
        .with("dl_rr", random.map(Spread::ratio))
        .with("dl_se", random.map(Spread::log_standard_error))
        .limits(["dl_lower", "dl_upper"], random.map(|spread| spread.interval))
        .with("dl_p", p_of(random.and_then(|spread| spread.test)))
}
