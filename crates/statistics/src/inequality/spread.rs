//! How far all groups are from a centre.

use super::{Group, Groups, WithError, over};

/// From where distances are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Centre {
    /// The mean of the population.
    Mean,
    /// The group that fares best.
    Best,
    /// The comparator group.
    Comparator,
}

/// How groups count in a mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Each group the same.
    Equal,
    /// Each group by its share of the population.
    Population,
}

impl Groups {
    /// Between-group variance: the weighted mean of squared distances from the mean.
    ///
    /// Standard error: the root of 4 sum p^2 (y - m)^2 s^2 + 2 ((sum p^2 s^2)^2 + sum p^2 s^4 (1 -
    /// 2 p)), with shares p, estimates y, their standard errors s and mean m. Source: Ahn and
    /// others 2018.
    pub fn between_group_variance(&self) -> WithError {
        let mean = self.mean();
        WithError {
            value: self.weighted(|group| (group.estimate - mean).powi(2)),
            standard_error: self.variance_error(mean),
        }
    }

    fn variance_error(&self, mean: f64) -> Option<f64> {
        let linear = self.propagated(|group| 2.0 * (group.estimate - mean))?;
        let all = self.propagated(|_| 1.0)?;
        let fourth: f64 = self
            .all()
            .filter_map(|group| {
                let share = self.share(group);
                let square = share * group.standard_error?.powi(2);
                Some(square * square * (1.0 - 2.0 * share))
            })
            .sum();
        Some((linear * linear + 2.0 * (all.powi(4) + fourth)).sqrt())
    }

    /// The root of [`between_group_variance`](Self::between_group_variance).
    pub fn between_group_standard_deviation(&self) -> f64 {
        self.between_group_variance().value.sqrt()
    }

    /// That standard deviation over the mean; none where the mean is zero.
    pub fn coefficient_of_variation(&self) -> Option<f64> {
        over(self.between_group_standard_deviation(), self.mean())
    }

    /// The mean distance of the groups from somewhere, in the unit of the estimates.
    pub fn mean_distance(&self, from: Centre, weight: Weight) -> f64 {
        let centre = match from {
            Centre::Mean => self.mean(),
            Centre::Best => self.best().estimate,
            Centre::Comparator => self.comparator.estimate,
        };
        let distance = |group: &Group| (group.estimate - centre).abs();
        match weight {
            Weight::Equal => self.all().map(distance).sum::<f64>() / self.count(),
            Weight::Population => self.weighted(distance),
        }
    }

    /// Index of disparity: the mean distance from the mean over the mean; none where that is zero.
    pub fn index_of_disparity(&self, weight: Weight) -> Option<f64> {
        over(self.mean_distance(Centre::Mean, weight), self.mean())
    }
}
