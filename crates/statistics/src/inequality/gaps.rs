//! Differences and ratios between two groups, and between a group and all.

use super::{Better, Group, Groups, WithError, over};
use crate::Ratio;

/// A ratio and the standard error of its logarithm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatioWithError {
    /// The ratio.
    pub ratio: Ratio,
    /// The standard error of its logarithm; none where either value is zero or has none.
    pub log_standard_error: Option<f64>,
}

/// What the population would gain.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attributable {
    /// In the unit of the estimates.
    pub risk: f64,
    /// As a fraction of the mean; none where that is zero.
    pub fraction: Option<f64>,
}

impl Groups {
    /// The highest estimate less the lowest.
    pub fn range_difference(&self) -> WithError {
        difference(self.highest(), self.lowest())
    }

    /// The highest estimate over the lowest.
    pub fn range_ratio(&self) -> RatioWithError {
        ratio(self.highest(), self.lowest())
    }

    /// The comparator less the worst other group where higher is better, and the reverse where lower
    /// is: above zero when the comparator fares better.
    pub fn comparator_difference(&self) -> WithError {
        match self.better {
            Better::Higher => difference(&self.comparator, self.worst_other()),
            Better::Lower => difference(self.worst_other(), &self.comparator),
        }
    }

    /// The ratio of the same two groups: above 1 when the comparator fares better.
    pub fn comparator_ratio(&self) -> RatioWithError {
        match self.better {
            Better::Higher => ratio(&self.comparator, self.worst_other()),
            Better::Lower => ratio(self.worst_other(), &self.comparator),
        }
    }

    /// What the mean would gain if all had the estimate of the best group.
    ///
    /// Population attributable risk, best less mean, and fraction. Below zero where lower is
    /// better.
    pub fn attributable_to_best(&self) -> Attributable {
        self.attributable(self.best().estimate - self.mean())
    }

    /// What the mean would gain if all had the estimate of the comparator group; zero where it would
    /// lose.
    pub fn attributable_to_comparator(&self) -> Attributable {
        let gain = self.comparator.estimate - self.mean();
        self.attributable(match self.better {
            Better::Higher => gain.max(0.0),
            Better::Lower => gain.min(0.0),
        })
    }

    fn attributable(&self, risk: f64) -> Attributable {
        Attributable { risk, fraction: over(risk, self.mean()) }
    }
}

fn difference(one: &Group, other: &Group) -> WithError {
    let errors = one.standard_error.zip(other.standard_error);
    WithError { value: one.estimate - other.estimate, standard_error: errors.map(|(one, other)| one.hypot(other)) }
}

fn ratio(one: &Group, other: &Group) -> RatioWithError {
    let relative = |group: &Group| {
        let error = group.standard_error?;
        over(error, group.estimate)
    };
    let errors = relative(one).zip(relative(other));
    RatioWithError {
        ratio: Ratio::new(one.estimate, other.estimate),
        log_standard_error: errors.map(|(one, other)| one.hypot(other)),
    }
}
