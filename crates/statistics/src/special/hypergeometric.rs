//! The hypergeometric distribution of a two by two table with fixed margins, central and
//! noncentral.
//!
//! Sums run from a cell outwards by the exact ratio of neighbouring terms, and stop when the terms
//! no longer count: of the order of the standard deviation, not of the margins. Their leading term
//! at odds ratio one comes from three binomial probabilities in saddle-point form.

use super::{root, saddle};

const NEGLIGIBLE: f64 = 1e-18;
/// Two probabilities closer than this count as tied, the convention of R's `fisher.test`.
const TIE: f64 = 1e-7;

/// The margins of a table, with the first cell as the free one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Margins {
    first: f64,
    second: f64,
    events: f64,
}

/// Sums of weights of one side of a cell, with their first two moments about the cell.
#[derive(Debug, Clone, Copy, Default)]
struct Side {
    weight: f64,
    moment: f64,
    square: f64,
}

impl Margins {
    pub(crate) fn new(first: f64, second: f64, events: f64) -> Self {
        Self { first, second, events }
    }

    fn lowest(self) -> f64 {
        (self.events - self.second).max(0.0)
    }

    fn highest(self) -> f64 {
        self.first.min(self.events)
    }

    fn swapped(self) -> Self {
        Self::new(self.second, self.first, self.events)
    }

    /// How much more probable the next higher cell is than this one, at odds ratio one.
    fn step_up(self, cell: f64) -> f64 {
        let numerator = (self.first - cell) * (self.events - cell);
        numerator / ((cell + 1.0) * (self.second - self.events + cell + 1.0))
    }

    /// The natural logarithm of the central probability of a cell.
    fn ln_term(self, cell: f64) -> f64 {
        let total = self.first + self.second;
        if self.events == 0.0 || self.events >= total {
            return 0.0;
        }
        let chance = (self.events / total, (total - self.events) / total);
        saddle::ln_binomial(cell, self.first, chance) + saddle::ln_binomial(self.events - cell, self.second, chance)
            - saddle::ln_binomial(self.events, total, chance)
    }

    /// Weights of the cells above this one, the weight of this one being 1.
    fn above(self, cell: f64, odds: f64) -> Side {
        let highest = self.highest();
        let mut side = Side::default();
        let (mut weight, mut place, mut distance) = (1.0, cell, 0.0);
        while place < highest {
            let ratio = self.step_up(place) * odds;
            weight *= ratio;
            place += 1.0;
            distance += 1.0;
            side.weight += weight;
            side.moment += weight * distance;
            side.square += weight * distance * distance;
            if ratio < 1.0 && weight * distance * distance <= side.square * NEGLIGIBLE || !side.weight.is_finite() {
                break;
            }
        }
        side
    }

    /// Weights of the cells below this one: those above in the table with its rows exchanged.
    fn below(self, cell: f64, odds: f64) -> Side {
        self.swapped().above(self.events - cell, 1.0 / odds)
    }

    /// P(X >= cell) at odds ratio one.
    pub(crate) fn upper_tail(self, cell: f64) -> f64 {
        if cell <= self.lowest() {
            return 1.0;
        }
        if self.step_up(cell - 1.0) <= 1.0 {
            return self.ln_term(cell).exp() * (1.0 + self.above(cell, 1.0).weight);
        }
        let below = cell - 1.0;
        1.0 - self.ln_term(below).exp() * (1.0 + self.below(below, 1.0).weight)
    }

    /// P(X <= cell) at odds ratio one.
    pub(crate) fn lower_tail(self, cell: f64) -> f64 {
        self.swapped().upper_tail(self.events - cell)
    }

    /// P(X = cell) at odds ratio one.
    pub(crate) fn term(self, cell: f64) -> f64 {
        self.ln_term(cell).exp()
    }

    /// The probability of all cells no more likely than this one, and of the ones tied with it.
    pub(crate) fn no_more_likely(self, cell: f64) -> (f64, f64) {
        let term = self.term(cell);
        let mode = ((self.first + 1.0) * (self.events + 1.0) / (self.first + self.second + 2.0)).floor();
        if cell < mode {
            return self.swapped().no_more_likely(self.events - cell);
        }
        let own = self.ln_term(cell);
        let likely = |place: f64| self.ln_term(place) <= own + TIE;
        let Some(place) = last_within(likely, self.lowest(), mode) else {
            return (self.upper_tail(cell), term);
        };
        // Neighbours at the mode can be tied, so the cell itself may have been found.
        let other = place.min(cell - 1.0);
        let has_tie = other >= self.lowest() && self.ln_term(other) >= own - TIE;
        let tied_terms = if has_tie { term + self.term(other) } else { term };
        if place >= mode {
            return (1.0, tied_terms);
        }
        ((self.upper_tail(cell) + self.lower_tail(place)).min(1.0), tied_terms)
    }

    /// The odds ratio at which P(X >= cell) is `tail`; none where no odds ratio is that low.
    pub(crate) fn odds_at_upper_tail(self, cell: f64, tail: f64, quantile: f64) -> Option<f64> {
        if cell <= self.lowest() {
            return None;
        }
        let start = self.approximate_odds(cell, quantile);
        let logarithm = root::solve_increasing(
            |position| {
                let odds = position.exp();
                let above = self.above(cell, odds);
                let below = self.below(cell, odds);
                let inside = 1.0 + above.weight;
                let total = inside + below.weight;
                let slope = above.moment / inside - (above.moment - below.moment) / total;
                ((inside / total / tail).ln(), slope)
            },
            start,
            (start - 40.0, start + 40.0),
        );
        Some(logarithm.exp())
    }

    /// The odds ratio at which P(X <= cell) is `tail`; none where none is that high.
    pub(crate) fn odds_at_lower_tail(self, cell: f64, tail: f64, quantile: f64) -> Option<f64> {
        let inverse = self.swapped().odds_at_upper_tail(self.events - cell, tail, quantile)?;
        Some(1.0 / inverse)
    }

    /// The odds ratio under which the cell is expected, for a cell inside its range.
    pub(crate) fn odds_of_mean(self, cell: f64) -> f64 {
        let start = self.odds_for_mean(cell).ln();
        let logarithm = root::solve_increasing(
            |position| {
                let odds = position.exp();
                let above = self.above(cell, odds);
                let below = self.below(cell, odds);
                let total = 1.0 + above.weight + below.weight;
                let mean = (above.moment - below.moment) / total;
                let variance = (above.square + below.square) / total - mean * mean;
                (mean, variance)
            },
            start,
            (start - 40.0, start + 40.0),
        );
        logarithm.exp()
    }

    /// Whether the margins leave only one table.
    pub(crate) fn is_determined(self) -> bool {
        self.lowest() >= self.highest()
    }

    pub(crate) fn is_lowest(self, cell: f64) -> bool {
        cell <= self.lowest()
    }

    pub(crate) fn is_highest(self, cell: f64) -> bool {
        cell >= self.highest()
    }

    /// The asymptotic odds ratio of a mean.
    fn odds_for_mean(self, mean: f64) -> f64 {
        let others = (self.first - mean) * (self.events - mean);
        mean * (self.second - self.events + mean) / others
    }

    /// Cornfield's approximate lower limit, as a logarithm: the mean that puts the cell, less one
    /// half, the given number of standard deviations above it.
    fn approximate_odds(self, cell: f64, quantile: f64) -> f64 {
        let (mut low, mut high) = (self.lowest(), cell.min(self.highest() - 1e-6));
        for _ in 0..40 {
            let mean = f64::midpoint(low, high);
            let information = 1.0 / mean
                + 1.0 / (self.first - mean)
                + 1.0 / (self.events - mean)
                + 1.0 / (self.second - self.events + mean);
            if cell - 0.5 - mean > quantile / information.sqrt() {
                low = mean;
            } else {
                high = mean;
            }
        }
        self.odds_for_mean(f64::midpoint(low, high)).max(1e-15).ln()
    }
}

/// The last whole number of a range that satisfies a condition met only by the first ones.
pub(crate) fn last_within(condition: impl Fn(f64) -> bool, lowest: f64, highest: f64) -> Option<f64> {
    if !condition(lowest) {
        return None;
    }
    let (mut inside, mut outside) = (lowest, highest + 1.0);
    while outside - inside > 1.5 {
        let middle = f64::midpoint(inside, outside).floor();
        if condition(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    Some(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_of_the_lady_tasting_tea() {
        let margins = Margins::new(4.0, 4.0, 4.0);
        assert!((margins.upper_tail(3.0) - 17.0 / 70.0).abs() < 1e-13);
        assert!((margins.lower_tail(3.0) - 69.0 / 70.0).abs() < 1e-13);
        assert!((margins.no_more_likely(3.0).0 - 34.0 / 70.0).abs() < 1e-13);
    }

    #[test]
    fn a_determined_table_is_certain() {
        let margins = Margins::new(5.0, 7.0, 0.0);
        assert!(margins.is_determined());
        assert!((margins.no_more_likely(0.0).0 - 1.0).abs() < 1e-15);
    }
}
