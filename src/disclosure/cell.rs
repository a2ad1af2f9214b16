//! A cell of a table that may be published: the sum of some counts that nobody publishes on their own.

use std::collections::BTreeSet;

use crate::observation::Figure;
use crate::source::Disclosure;

/// The smallest things that are counted: a count of one row of the source, or what it leaves of its denominator.
/// Cells that share them can be taken from one another.
pub type Atom = (usize, usize, Part);

/// Which count of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The numerator.
    Numerator,
    /// The denominator without the numerator.
    Rest,
}

/// What is published of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its count, rounded.
    Shown,
    /// That it is below the threshold.
    Hidden,
    /// Nothing: it is left out so that a hidden cell cannot be worked out.
    Withheld,
    /// Nothing, since no table has it: people in the denominator and not in the numerator.
    Implied,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it sums up.
    pub atoms: BTreeSet<Atom>,
    /// The sum.
    pub count: u64,
    /// What is published of it.
    pub state: State,
}

impl Cell {
    /// Whether nobody may learn its count: it is not shown, or it is implied and small.
    pub fn is_protected(&self, policy: Disclosure) -> bool {
        match self.state {
            State::Shown => false,
            State::Hidden | State::Withheld => true,
            State::Implied => self.is_small(policy),
        }
    }

    /// Whether it sums up the same things as another.
    pub fn is_same_sum(&self, other: &Self) -> bool {
        self.atoms == other.atoms
    }

    /// Whether its count is below the threshold.
    pub fn is_small(&self, policy: Disclosure) -> bool {
        self.count < u64::from(policy.threshold)
    }

    /// The figure that is published of it.
    pub fn figure(&self, policy: Disclosure) -> Figure {
        match self.state {
            State::Shown => Figure::Known(rounded(self.count, policy) as f64),
            State::Hidden => {
                Figure::Suppressed { lower: 0.0, upper: Some(f64::from(policy.threshold.saturating_sub(1))) }
            }
            State::Withheld | State::Implied => Figure::Suppressed { lower: 0.0, upper: None },
        }
    }

    /// The least and the most that a reader who knows the policy takes it for, from its own cell alone.
    pub fn published_range(&self, policy: Disclosure) -> (f64, f64) {
        let most_hidden = f64::from(policy.threshold.saturating_sub(1));
        match self.state {
            State::Shown => {
                let (base, shown) = (f64::from(policy.round_to), self.figure(policy).known());
                let shown = shown.unwrap_or_default();
                let least = (shown - base / 2.0).ceil();
                (least.max(f64::from(policy.threshold)), (shown + base / 2.0).ceil() - 1.0)
            }
            State::Hidden => (0.0, most_hidden),
            State::Withheld | State::Implied => (0.0, f64::INFINITY),
        }
    }
}

/// To the nearest multiple of the base, halves upwards.
fn rounded(count: u64, policy: Disclosure) -> u64 {
    let base = u64::from(policy.round_to.max(1));
    (count + base / 2) / base * base
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: Disclosure = Disclosure { threshold: 5, round_to: 5, secondary: true, least_range: None };

    fn cell(count: u64, state: State) -> Cell {
        Cell { atoms: BTreeSet::new(), count, state }
    }

    #[test]
    fn a_reader_takes_a_rounded_count_for_what_rounds_to_it() {
        for count in 5..200 {
            let range = cell(count, State::Shown).published_range(POLICY);
            assert!(range.0 <= count as f64 && count as f64 <= range.1);
            assert!((range.1 - range.0 - 4.0).abs() < 1e-9 || count < 8);
        }
        assert_eq!(cell(6, State::Shown).published_range(POLICY), (5.0, 7.0));
        let to_ten = Disclosure { round_to: 10, ..POLICY };
        assert_eq!(cell(15, State::Shown).published_range(to_ten), (15.0, 24.0));
        assert_eq!(cell(14, State::Shown).published_range(to_ten), (5.0, 14.0));
    }

    #[test]
    fn a_small_cell_says_no_more_than_that_it_is_small() {
        assert_eq!(cell(3, State::Hidden).figure(POLICY), Figure::Suppressed { lower: 0.0, upper: Some(4.0) });
        assert_eq!(cell(30, State::Withheld).figure(POLICY), Figure::Suppressed { lower: 0.0, upper: None });
        assert_eq!(cell(31, State::Shown).figure(POLICY), Figure::Known(30.0));
    }
}
