//! Summary measures of inequality between the groups of a population.
//!
//! The measures of the World Health Organization (Handbook on Health Inequality Monitoring, 2013;
//! Health Equity Assessment Toolkit, technical notes), for groups without an order. Relative
//! measures are fractions here, where that source multiplies by 100 or, for the entropy measures,
//! by 1000. Standard errors are by the delta method and take the groups as independent and their
//! sizes as known.

mod entropy;
mod gaps;
mod spread;

pub use entropy::Zeros;
pub use gaps::{Attributable, RatioWithError};
pub use spread::{Centre, Weight};

use super::Invalid;

/// One group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Group {
    /// The estimate, zero or more.
    pub estimate: f64,
    /// Its standard error, where known.
    pub standard_error: Option<f64>,
    /// The size of the group.
    pub population: f64,
}

/// Which end of the scale is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// The higher the better.
    Higher,
    /// The lower the better.
    Lower,
}

/// A value and its standard error, where all groups involved have one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WithError {
    /// The value.
    pub value: f64,
    /// Its standard error.
    pub standard_error: Option<f64>,
}

/// The groups of a population, one of them the comparator.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups {
    all: Vec<Group>,
    place: usize,
    comparator: Group,
    better: Better,
    population: f64,
}

impl Groups {
    /// At least two groups of positive size with estimates and standard errors of zero or more; the
    /// comparator is given by its place among them, counted from zero.
    ///
    /// Of groups with the same estimate the first counts as the highest, lowest or worst.
    pub fn new(groups: Vec<Group>, comparator: usize, better: Better) -> Result<Self, Invalid> {
        if groups.len() < 2 {
            return Err(Invalid::TooFew);
        }
        let mut population = 0.0;
        for group in &groups {
            let error = group.standard_error.unwrap_or(0.0);
            if !(group.estimate + error + group.population).is_finite() {
                return Err(Invalid::NotFinite);
            }
            if error < 0.0 {
                return Err(Invalid::NegativeStandardError);
            }
            if group.estimate < 0.0 || group.population <= 0.0 {
                return Err(Invalid::NotPositive);
            }
            population += group.population;
        }
        let found = groups.get(comparator).copied();
        Ok(Self { place: comparator, comparator: found.ok_or(Invalid::NoComparator)?, all: groups, better, population })
    }

    fn all(&self) -> impl Iterator<Item = &Group> {
        self.all.iter()
    }

    fn count(&self) -> f64 {
        self.all.len() as f64
    }

    fn share(&self, group: &Group) -> f64 {
        group.population / self.population
    }

    /// The population-weighted sum of something.
    fn weighted(&self, part: impl Fn(&Group) -> f64) -> f64 {
        self.all().map(|group| self.share(group) * part(group)).sum()
    }

    /// The root of the sum of squares of share, derivative and standard error; none if one is
    /// missing.
    fn propagated(&self, derivative: impl Fn(&Group) -> f64) -> Option<f64> {
        let mut sum = 0.0;
        for group in self.all() {
            sum += (self.share(group) * derivative(group) * group.standard_error?).powi(2);
        }
        Some(sum.sqrt())
    }

    /// The mean of the population: estimates weighted by the sizes of the groups.
    pub fn mean(&self) -> f64 {
        self.weighted(|group| group.estimate)
    }

    /// The first group that no other beats; the comparator only if there is none.
    fn extreme<'a>(&'a self, groups: impl Iterator<Item = &'a Group>, beats: fn(f64, f64) -> bool) -> &'a Group {
        let better = |so_far: &'a Group, group: &'a Group| {
            if beats(group.estimate, so_far.estimate) { group } else { so_far }
        };
        groups.reduce(better).unwrap_or(&self.comparator)
    }

    fn highest(&self) -> &Group {
        self.extreme(self.all(), |one, other| one > other)
    }

    fn lowest(&self) -> &Group {
        self.extreme(self.all(), |one, other| one < other)
    }

    fn best(&self) -> &Group {
        match self.better {
            Better::Higher => self.highest(),
            Better::Lower => self.lowest(),
        }
    }

    /// The group that fares worst, the comparator aside.
    fn worst_other(&self) -> &Group {
        let others = self.all.iter().enumerate();
        let others = others.filter(|(place, _)| *place != self.place).map(|(_, group)| group);
        match self.better {
            Better::Higher => self.extreme(others, |one, other| one < other),
            Better::Lower => self.extreme(others, |one, other| one > other),
        }
    }
}

fn over(value: f64, mean: f64) -> Option<f64> {
    (mean > 0.0).then(|| value / mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ratio;

    fn group(estimate: f64) -> Group {
        Group { estimate, standard_error: Some(1.0), population: 10.0 }
    }

    #[test]
    fn equal_groups_are_equal() {
        let groups = Groups::new(vec![group(5.0); 3], 0, Better::Lower).unwrap();
        assert!(groups.between_group_variance().value.abs() < 1e-15);
        assert!(groups.theil(Zeros::Kept).unwrap().value.abs() < 1e-15);
        assert_eq!(groups.range_ratio().ratio, Ratio::Finite(1.0));
    }

    #[test]
    fn zeros_are_named() {
        let groups = Groups::new(vec![group(0.0), group(5.0)], 0, Better::Higher).unwrap();
        assert!(groups.mean_log_deviation(Zeros::Kept).is_none());
        assert_eq!(groups.range_ratio().ratio, Ratio::OverZero);
        assert_eq!(Groups::new(vec![group(1.0)], 0, Better::Higher), Err(Invalid::TooFew));
    }
}
