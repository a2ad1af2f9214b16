//! The attacker: what can be worked out of a cell that is not published from all that is.
//!
//! Every rate, percentage, ratio and interval of a report is computed from the protected counts and from public
//! populations, so whoever has them all knows no more than the protected counts of all tables and phases together,
//! the policy by which they were made, and which cells are sums of which. That is a system of linear inequalities;
//! linear programming gives the least and the most that a cell can be in it, and no attack on the tables does better.
//!
//! A reader cannot tell a cell that is hidden from one that is withheld. The attacker is told: a hidden cell is below the
//! threshold, and a withheld one is not. The exception is a withheld cell that sums up hidden cells alone. Nothing else
//! could be left out to protect its parts, and what protects them is that it looks like a hidden one itself.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem};

use crate::source::Disclosure;

use super::cell::{Atom, Cell, State};

/// The least and the most that a cell can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The least.
    pub low: f64,
    /// The most; infinite where nothing bounds it.
    pub high: f64,
}

impl Range {
    /// From the least to the most.
    pub fn width(self) -> f64 {
        self.high - self.low
    }
}

/// Which cells are sums of which, in one area.
#[derive(Debug)]
pub struct System {
    /// Each cell by its unknowns: atoms that stand in the same cells are one unknown.
    unknowns: Vec<Vec<usize>>,
    number: usize,
}

impl System {
    /// The system of some cells.
    pub fn of(cells: &[Cell]) -> Self {
        let mut places: BTreeMap<Atom, Vec<usize>> = BTreeMap::new();
        for (place, cell) in cells.iter().enumerate() {
            for atom in &cell.atoms {
                places.entry(*atom).or_default().push(place);
            }
        }
        let distinct: BTreeSet<Vec<usize>> = places.into_values().collect();
        let mut unknowns = vec![Vec::new(); cells.len()];
        for (number, inside) in distinct.iter().enumerate() {
            for place in inside {
                if let Some(list) = unknowns.get_mut(*place) {
                    list.push(number);
                }
            }
        }
        Self { unknowns, number: distinct.len() }
    }

    /// What an attacker works out about a cell, the cells being those of the system with their present states.
    ///
    /// `None` when what is published contradicts itself, so that nothing can be said of it.
    pub fn range(&self, cells: &[Cell], place: usize, policy: Disclosure) -> Option<Range> {
        let extreme = |direction| self.extreme(cells, (place, policy), direction);
        let low = extreme(OptimizationDirection::Minimize)?;
        let high = extreme(OptimizationDirection::Maximize)?;
        // Counts are whole, and the solver's answer is exact only within its tolerance.
        Some(Range { low: (low - TOLERANCE).ceil(), high: (high + TOLERANCE).floor() })
    }

    /// The unknowns that cells hold of which nobody may learn more than that they are small.
    fn secret(&self, cells: &[Cell], policy: Disclosure) -> BTreeSet<usize> {
        let secret = cells.iter().zip(&self.unknowns).filter(|(cell, _)| cell.is_secret(policy));
        secret.flat_map(|(_, unknowns)| unknowns.iter().copied()).collect()
    }

    fn extreme(
        &self,
        cells: &[Cell],
        (place, policy): (usize, Disclosure),
        direction: OptimizationDirection,
    ) -> Option<f64> {
        let wanted = self.unknowns.get(place)?;
        let secret = self.secret(cells, policy);
        let mut problem = Problem::new(direction);
        let variables: Vec<_> = (0..self.number)
            .map(|unknown| {
                let weight = f64::from(u8::from(wanted.contains(&unknown)));
                problem.add_var(weight, (0.0, f64::INFINITY))
            })
            .collect();
        for (cell, unknowns) in cells.iter().zip(&self.unknowns) {
            let (mut low, high) = cell.published_range(policy);
            if cell.state == State::Withheld && unknowns.iter().all(|unknown| secret.contains(unknown)) {
                low = 0.0;
            }
            let sum: Vec<_> = unknowns.iter().filter_map(|unknown| Some((*variables.get(*unknown)?, 1.0))).collect();
            if low > 0.0 {
                problem.add_constraint(&sum[..], ComparisonOp::Ge, low);
            }
            if high.is_finite() {
                problem.add_constraint(&sum[..], ComparisonOp::Le, high);
            }
        }
        match problem.solve() {
            Ok(outcome) => Some(outcome.into_solution().ok()?.objective()),
            Err(Error::Unbounded) => Some(f64::INFINITY),
            Err(_) => None,
        }
    }
}

/// How far the solver's answer may be from a whole number that it means.
const TOLERANCE: f64 = 1e-6;
