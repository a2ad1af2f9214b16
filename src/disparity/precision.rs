//! How precisely a ratio is known, on the scale of its logarithm.

use statistics::Confidence;
use statistics::proportion::Proportion;
use statistics::ratio_of_estimates::Measured;

use super::compare::Bounds;
use super::limits::{Frequency, Pair};
use super::{Disparity, Side, Status};

impl Disparity {
    /// The logarithm of the ratio with its standard error: from the counts where all of them are known to the last one,
    /// and from the width of the interval otherwise, which holds what rounding leaves open. None where the ratio is zero or has no interval.
    pub fn log_ratio(&self) -> Option<Measured> {
        let ratio = self.ratio.filter(|ratio| *ratio > 0.0)?;
        let of_interval = || self.log_error_of_interval();
        // Without an interval there is nothing to say, counts or not.
        self.ratio_interval?;
        let is_exact = self.group.is_exact && self.comparator.is_exact;
        let of_counts = self.pair().filter(|_| is_exact).and_then(Pair::log_standard_error);
        let widened = |error| self.dispersion.map_or(error, |found| found.widened(error));
        let of_counts = of_counts.filter(|error| *error > 0.0).map(widened);
        Measured::new(ratio.ln(), of_counts.or_else(of_interval)?).ok()
    }

    /// The standard error of the logarithm of the ratio as the width of its interval gives it.
    pub fn log_error_of_interval(&self) -> Option<f64> {
        self.ratio_interval?.log_standard_error(Confidence::P95)
    }

    /// The least and the most that the ratio can be when hidden, rounded and unknown parts are considered.
    pub(crate) fn bounds(&self) -> Option<Bounds> {
        Some(Bounds { low: self.bound_low?, high: self.bound_high })
    }

    /// The people of the group and of the comparator with the outcome; none where they are not all published.
    pub fn proportions(&self) -> Option<(Proportion, Proportion)> {
        match self.pair()? {
            Pair::Proportions(group, comparator) => Some((group, comparator)),
            Pair::Rates(..) | Pair::Standardised(..) => None,
        }
    }

    /// The counts of both sides, where all of them are published.
    fn pair(&self) -> Option<Pair> {
        let counting = self.measure.kind.rules().counting().filter(|_| self.status == Status::Complete)?;
        let frequency = |side: &Side| -> Option<Frequency> {
            let (numerator, denominator) = (side.numerator?, side.denominator?);
            // A count that rounding has lifted above its people is none to compute from.
            let fits = !counting.is_within_denominator || numerator <= denominator;
            (counting.frequency)(numerator, denominator).filter(|_| fits)
        };
        frequency(&self.group)?.against(frequency(&self.comparator)?)
    }
}
