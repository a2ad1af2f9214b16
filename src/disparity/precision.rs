//! How precisely a ratio is known, on the scale of its logarithm.

use crate::indicator::Kind;
use statistics::proportion::Proportion;
use statistics::rate::Rate;
use statistics::ratio_of_estimates::Measured;
use statistics::{Confidence, count, rate_ratio, risk_ratio};

use super::{Disparity, Side, Status};

impl Disparity {
    /// The logarithm of the ratio with its standard error: from the counts where all of them are published, and from
    /// the width of the interval otherwise. None where the ratio is zero or has no interval.
    pub fn log_ratio(&self) -> Option<Measured> {
        let ratio = self.ratio.filter(|ratio| *ratio > 0.0)?;
        let interval = self.ratio_interval?;
        let of_counts = (self.status == Status::Complete).then(|| self.of_counts());
        let error = of_counts
            .flatten()
            .filter(|error| *error > 0.0)
            .or_else(|| interval.log_standard_error(Confidence::P95))?;
        Measured::new(ratio.ln(), error).ok()
    }

    fn of_counts(&self) -> Option<f64> {
        match self.measure.kind {
            Kind::Proportion => {
                let (group, comparator) = self.proportions()?;
                risk_ratio::log_standard_error(group, comparator)
            }
            Kind::Rate => rate_ratio::log_standard_error(rate(&self.group)?, rate(&self.comparator)?),
            Kind::Representation | Kind::Mean | Kind::Survey | Kind::Published => None,
        }
    }

    /// The people of the group and of the comparator with the outcome; none where they are not all published.
    pub fn proportions(&self) -> Option<(Proportion, Proportion)> {
        if self.measure.kind != Kind::Proportion || self.status != Status::Complete {
            return None;
        }
        Some((proportion(&self.group)?, proportion(&self.comparator)?))
    }
}

fn proportion(side: &Side) -> Option<Proportion> {
    Proportion::new(count(side.numerator?).ok()?, count(side.denominator?).ok()?).ok()
}

fn rate(side: &Side) -> Option<Rate> {
    Rate::new(count(side.numerator?).ok()?, side.denominator?).ok()
}
