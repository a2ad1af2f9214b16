//! One ratio over the participating boroughs, and how much they differ.

use crate::area::Area;
use crate::disparity::{Conclusion, Qualification, Statement, Verdict};
use crate::scorecard::Line;
use statistics::pooling::{self, HartungKnapp, InverseVariance, Spread, Stratum};
use statistics::ratio_of_estimates::Measured;
use statistics::{Confidence, Interval, Method};

use super::View;

/// With fewer boroughs a pooled ratio is weak: nobody can say how much they differ.
pub const FEWEST_POOLED: usize = 5;

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
    /// What may be said, and all that qualifies it or one of its parts.
    pub conclusion: Conclusion,
    /// The ratio where the boroughs are seen as a sample of boroughs, each with a ratio of its own.
    pub random: HartungKnapp,
    /// How much the boroughs differ, and the ratio where they are seen as a sample of boroughs.
    pub varying: InverseVariance,
}

impl Pooled<'_> {
    /// Whether the boroughs differ by more than chance.
    pub fn differ(&self) -> bool {
        let p = self.varying.heterogeneity_p;
        p.is_some_and(|p| p < 1.0 - Confidence::P95.level())
    }

    /// Whether there are too few boroughs to lean on it.
    pub fn is_weak(&self) -> bool {
        self.boroughs.len() < FEWEST_POOLED
    }

    /// The ratio that the conclusion follows, with its interval: that of random effects where the boroughs differ, since
    /// there is no common one then.
    fn followed(&self) -> (f64, Interval) {
        if self.differ() {
            (self.random.ratio(), self.random.interval)
        } else {
            (self.ratio.ratio(), self.ratio.interval)
        }
    }

    fn conclude(&self, view: View<'_>, parts: &[&Line]) -> Conclusion {
        let (ratio, interval) = self.followed();
        let (measure, band) = (view.measure, view.scorecard.project.equivalence_band);
        let verdict = Verdict::on(interval, measure.favourable, band);
        let statement = Statement { verdict, ratio, interval, band };
        let of_parts = parts.iter().flat_map(|line| {
            let disparity = &line.disparity;
            let by_recording = disparity.bounds().and_then(|bounds| statement.by_recording(bounds));
            let of_part = disparity.conclusion.qualified().iter().copied();
            // Whether the gap is small is for the pooled interval to say.
            of_part.filter(|of_part| *of_part != Qualification::SmallGap).chain(by_recording)
        });
        let could_come_in_pairs = measure.repeatable && parts.iter().any(|line| line.disparity.dispersion.is_none());
        let repeat: Option<Qualification> = statement.by_repeat_events().filter(|_| could_come_in_pairs);
        Conclusion::new(verdict, statement.of_measure(measure).into_iter().chain(of_parts).chain(repeat))
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
    let mut pooled = Pooled {
        boroughs: known.iter().map(|(line, _)| &*line.area).collect(),
        left_out,
        ratio,
        method,
        conclusion: Verdict::TooFewToTell.into(),
        random: varying.hartung_knapp?,
        varying,
    };
    let parts: Vec<&Line> = known.iter().map(|(line, _)| *line).collect();
    pooled.conclusion = pooled.conclude(view, &parts);
    Some(pooled)
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
