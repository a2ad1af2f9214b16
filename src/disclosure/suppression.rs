//! Which cells are shown: small ones are hidden, and then others, until no hidden one can be worked out.

use crate::source::Disclosure;

use super::auditor::{Range, System};
use super::cell::{Cell, State};

/// Decides what is shown of the cells that were not released yet, and releases them; the others stay as they are.
///
/// Small cells are hidden. Then, while an attacker can narrow a protected cell further than the policy allows, the
/// smallest cell whose absence prevents that is withheld, from the same sum where there is one.
pub fn suppress(cells: &mut [Cell], policy: Disclosure) {
    let released: Vec<Cell> = cells.iter().filter(|cell| cell.is_released).cloned().collect();
    for cell in cells.iter_mut().filter(|cell| !cell.is_released && cell.state == State::Shown) {
        // What was published once can neither be shown otherwise nor taken back.
        let before = released.iter().find(|before| before.is_same_sum(cell));
        cell.state = match before {
            Some(before) => before.state,
            None if cell.is_small(policy) => State::Hidden,
            None => State::Shown,
        };
    }
    if policy.secondary {
        withhold(cells, policy);
    }
    for cell in cells {
        cell.is_released = true;
    }
}

/// Withholds cells until nothing that is protected can be worked out, or nothing is left to withhold.
fn withhold(cells: &mut [Cell], policy: Disclosure) {
    let system = System::of(cells);
    while let Some(exposed) = exposed(&system, cells, policy).first().copied() {
        let candidates = candidates(cells, exposed);
        let Some(smallest) = candidates.first().copied() else {
            return;
        };
        let enough = candidates.into_iter().find(|candidate| {
            set(cells, *candidate, State::Withheld);
            let safe = is_safe(&system, cells, exposed, policy);
            set(cells, *candidate, State::Shown);
            safe
        });
        set(cells, enough.unwrap_or(smallest), State::Withheld);
    }
}

/// The places of the protected cells that can be worked out more narrowly than the policy allows.
pub fn exposed(system: &System, cells: &[Cell], policy: Disclosure) -> Vec<usize> {
    let protected = |(_, cell): &(usize, &Cell)| cell.is_protected(policy);
    let places = cells.iter().enumerate().filter(protected);
    places.map(|(place, _)| place).filter(|place| !is_safe(system, cells, *place, policy)).collect()
}

fn is_safe(system: &System, cells: &[Cell], place: usize, policy: Disclosure) -> bool {
    let Some((cell, range)) = cells.get(place).zip(system.range(cells, place, policy)) else {
        return false;
    };
    // What lies above the threshold is no room for a count that is known to be small.
    let most = if cell.is_secret(policy) { f64::from(policy.most_hidden()) } else { f64::INFINITY };
    let room = Range { high: range.high.min(most), ..range };
    room.width() >= f64::from(policy.least_range())
}

/// The cells that may be withheld to protect another: those of the smallest sum that holds it first, small before
/// large, and a sum after its parts.
fn candidates(cells: &[Cell], exposed: usize) -> Vec<usize> {
    let Some(protected) = cells.get(exposed) else {
        return Vec::new();
    };
    let smallest_sum = |cell: &Cell| {
        let both =
            cells.iter().filter(|sum| sum.atoms.is_superset(&protected.atoms) && sum.atoms.is_superset(&cell.atoms));
        both.map(|sum| sum.atoms.len()).min().unwrap_or(usize::MAX)
    };
    let mut places: Vec<(usize, &Cell)> = cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !cell.is_released && cell.state == State::Shown && !cell.is_same_sum(protected))
        .filter(|(_, cell)| !cells.iter().any(|before| before.is_released && before.is_same_sum(cell)))
        .collect();
    places.sort_by_key(|(place, cell)| {
        let is_sum = cell.atoms.is_superset(&protected.atoms);
        (smallest_sum(cell), is_sum, cell.count, *place)
    });
    places.into_iter().map(|(place, _)| place).collect()
}

/// Changes what is shown of a sum, in every new table that has it.
fn set(cells: &mut [Cell], place: usize, state: State) {
    let Some(sum) = cells.get(place).cloned() else {
        return;
    };
    for cell in cells.iter_mut().filter(|cell| !cell.is_released && cell.is_same_sum(&sum)) {
        cell.state = state;
    }
}
