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

/// What is published of a cell that is not shown. A reader cannot tell one that is hidden from one that is withheld.
pub(super) const NOT_SHOWN: Figure = Figure::Suppressed { lower: 0.0, upper: None };

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it sums up.
    pub atoms: BTreeSet<Atom>,
    /// The sum.
    pub count: u64,
    /// What is published of it.
    pub state: State,
    /// Whether that was published before, so that it stays.
    pub is_released: bool,
}

impl Cell {
    /// Whether nobody may learn its count: it is not shown, or it is implied and small.
    pub fn is_protected(&self, policy: Disclosure) -> bool {
        self.state == State::Withheld || self.is_secret(policy)
    }

    /// Whether nobody may learn more of its count than that it is small.
    pub fn is_secret(&self, policy: Disclosure) -> bool {
        match self.state {
            State::Shown | State::Withheld => false,
            State::Hidden => true,
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
            State::Shown => policy.shown(self.count).map_or(NOT_SHOWN, |count| Figure::Known(count as f64)),
            State::Hidden | State::Withheld | State::Implied => NOT_SHOWN,
        }
    }

    /// The least and the most that somebody takes it for who knows the policy, from its own cell alone.
    ///
    /// A reader cannot tell hidden from withheld. The attacker is told, which is more than a reader can find out.
    pub fn published_range(&self, policy: Disclosure) -> (f64, f64) {
        match self.state {
            State::Shown => {
                let (base, shown) = (f64::from(policy.round_to), self.figure(policy).known());
                let shown = shown.unwrap_or_default();
                let least = (shown - base / 2.0).ceil();
                (least.max(f64::from(policy.threshold)), (shown + base / 2.0).ceil() - 1.0)
            }
            State::Hidden => (0.0, f64::from(policy.most_hidden())),
            State::Withheld => (f64::from(policy.threshold), f64::INFINITY),
            State::Implied => (0.0, f64::INFINITY),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: Disclosure = Disclosure { threshold: 5, round_to: 5, secondary: true, least_range: None };

    fn cell(count: u64, state: State) -> Cell {
        Cell { atoms: BTreeSet::new(), count, state, is_released: false }
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
    fn a_small_cell_looks_like_one_that_is_withheld() {
        assert_eq!(cell(3, State::Hidden).figure(POLICY), NOT_SHOWN);
        assert_eq!(cell(30, State::Withheld).figure(POLICY), NOT_SHOWN);
        assert_eq!(cell(31, State::Shown).figure(POLICY), Figure::Known(30.0));
    }
}
