//! One ratio over the participating boroughs, and how much they differ.

use crate::area::Area;
use crate::disparity::Verdict;
use crate::scorecard::Line;
use statistics::pooling::{self, InverseVariance, Spread, Stratum};
use statistics::ratio_of_estimates::Measured;
use statistics::{Confidence, Method};

use super::View;

/// The ratio of the aggregate over the participating boroughs that have a figure of their own.
#[derive(Debug, Clone)]
pub struct Pooled<'a> {
    /// The boroughs in it.
    pub boroughs: Vec<&'a Area>,
    /// Participating boroughs without a ratio of their own that has an interval.
    pub left_out: Vec<&'a Area>,
    /// The pooled ratio. The boroughs are all that it speaks of and no sample of others, so it takes them as they are.
    pub ratio: Spread,
    /// How it was pooled.
    pub method: Method,
    /// What may be said.
    pub verdict: Verdict,
    /// How much the boroughs differ, and the ratio where they are seen as a sample of boroughs.
    pub varying: InverseVariance,
}

impl Pooled<'_> {
    /// Whether the boroughs differ by more than chance.
    pub fn differ(&self) -> bool {
        let p = self.varying.heterogeneity_p;
        p.is_some_and(|p| p < 1.0 - Confidence::P95.level())
    }
}

pub(super) fn pooled(view: View<'_>) -> Option<Pooled<'_>> {
    let (mut known, mut left_out): (Vec<(&Line, Measured)>, Vec<&Area>) = Default::default();
    for borough in &view.scorecard.boroughs {
        let line = view.aggregate(borough);
        match line.and_then(|line| Some((line, line.disparity.log_ratio()?))) {
            Some(found) => known.push(found),
            None => left_out.push(borough),
        }
    }
    if known.len() < 2 {
        return None;
    }
    let logarithms: Vec<Measured> = known.iter().map(|(_, logarithm)| *logarithm).collect();
    let varying = pooling::logarithms(&logarithms, Confidence::P95)?;
    let (ratio, method) = mantel_haenszel(&known)
        .map_or((varying.common, Method::InverseVariance), |spread| (spread, Method::MantelHaenszel));
    let verdict = Verdict::on(ratio.interval, view.measure.favourable, view.scorecard.project.equivalence_band);
    Some(Pooled {
        boroughs: known.iter().map(|(line, _)| &*line.area).collect(),
        left_out,
        ratio,
        method,
        verdict,
        varying,
    })
}

/// The pooled risk ratio, where the people of both sides are published in every borough.
fn mantel_haenszel(known: &[(&Line, Measured)]) -> Option<Spread> {
    let strata: Option<Vec<Stratum>> = known
        .iter()
        .map(|(line, _)| {
            let (first, second) = line.disparity.proportions()?;
            Some(Stratum { first, second })
        })
        .collect();
    pooling::mantel_haenszel(&strata?, Confidence::P95)?.spread
}
