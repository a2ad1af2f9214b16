//! Entropy measures of inequality.

use super::{Group, Groups, WithError};
use crate::special::saddle::deviance;

/// What the entropy measures put in place of an estimate of zero, by the convention of the source.
const IN_PLACE_OF_ZERO: f64 = 1e-6;

/// What the entropy measures do with an estimate of zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zeros {
    /// Put 0.000001 in its place, as the source does.
    Replaced,
    /// Leave it.
    Kept,
}

impl Groups {
    /// The groups with their zeros treated, and their mean; none where that is zero.
    fn treated(&self, zeros: Zeros) -> Option<(Self, f64)> {
        let treat = |group: &Group| match zeros {
            Zeros::Replaced if group.estimate == 0.0 => Group { estimate: IN_PLACE_OF_ZERO, ..*group },
            Zeros::Replaced | Zeros::Kept => *group,
        };
        let treated =
            Self { comparator: treat(&self.comparator), all: self.all.iter().map(treat).collect(), ..self.clone() };
        let mean = treated.mean();
        (mean > 0.0).then_some((treated, mean))
    }

    /// Theil index: the sum of p (y / m) ln(y / m); none where the mean is zero.
    ///
    /// Summed as p (r ln r + 1 - r) with r = y / m, whose parts are all at least 0, since the sum of p r is 1.
    /// A group with an estimate of zero adds nothing. Source: Theil 1967; standard error by the
    /// delta method, p / m (ln(y / m) - index) for each group.
    pub fn theil(&self, zeros: Zeros) -> Option<WithError> {
        let (groups, mean) = self.treated(zeros)?;
        let logarithm = |group: &Group| match group.estimate / mean {
            0.0 => 0.0,
            relative => relative.ln(),
        };
        let value = groups.weighted(|group| deviance(group.estimate / mean, 1.0));
        let has_zero = groups.all().any(|group| group.estimate == 0.0);
        let error = groups.propagated(|group| (logarithm(group) - value) / mean);
        Some(WithError { value, standard_error: error.filter(|_| !has_zero) })
    }

    /// Mean log deviation: the sum of p ln(m / y); none where it has no bound because a group is at
    /// zero.
    ///
    /// Summed as p (r - 1 - ln r), whose parts are all at least 0. Standard error by the delta method, p (1 / m - 1 / y)
    /// for each group.
    pub fn mean_log_deviation(&self, zeros: Zeros) -> Option<WithError> {
        let (groups, mean) = self.treated(zeros)?;
        if groups.all().any(|group| group.estimate == 0.0) {
            return None;
        }
        Some(WithError {
            value: groups.weighted(|group| deviance(1.0, group.estimate / mean)),
            standard_error: groups.propagated(|group| 1.0 / mean - 1.0 / group.estimate),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inequality::Better;

    #[test]
    fn equal_groups_are_not_less_than_equal() {
        let group = |population| Group { estimate: 1e-6, standard_error: None, population };
        let groups = Groups::new(vec![group(56.0), group(598_748.0)], 1, Better::Higher).unwrap();
        let values = [groups.theil(Zeros::Kept), groups.mean_log_deviation(Zeros::Kept)];
        assert!(values.into_iter().flatten().all(|found| (0.0..1e-20).contains(&found.value)), "{values:?}");
    }
}
