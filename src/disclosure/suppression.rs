//! Which cells are shown: small ones are hidden, and then others, until no hidden one can be worked out.

use crate::source::Disclosure;

use super::auditor::{Range, System};
use super::cell::{Cell, State};

/// Decides what is shown of the cells from `first` on; those before it were published earlier and stay as they are.
///
/// Small cells are hidden. Then, while an attacker can narrow a protected cell further than the policy allows, the
/// smallest cell whose absence prevents that is withheld, from the same sum where there is one.
pub fn suppress(cells: &mut [Cell], first: usize, policy: Disclosure) {
    let (published, new) = cells.split_at_mut(first.min(cells.len()));
    for cell in new.iter_mut().filter(|cell| cell.state == State::Shown) {
        // What was published once can neither be shown otherwise nor taken back.
        let before = published.iter().find(|before| before.is_same_sum(cell));
        cell.state = match before {
            Some(before) => before.state,
            None if cell.is_small(policy) => State::Hidden,
            None => State::Shown,
        };
    }
    if !policy.secondary {
        return;
    }
    let system = System::of(cells);
    while let Some(exposed) = exposed(&system, cells, policy).first().copied() {
        let candidates = candidates(cells, exposed, first);
        let Some(smallest) = candidates.first().copied() else {
            return;
        };
        let enough = candidates.into_iter().find(|candidate| {
            set(cells, (first, *candidate), State::Withheld);
            let safe = is_safe(&system, cells, exposed, policy);
            set(cells, (first, *candidate), State::Shown);
            safe
        });
        set(cells, (first, enough.unwrap_or(smallest)), State::Withheld);
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
fn candidates(cells: &[Cell], exposed: usize, first: usize) -> Vec<usize> {
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
        .skip(first)
        .filter(|(_, cell)| cell.state == State::Shown && !cell.is_same_sum(protected))
        .filter(|(_, cell)| !cells.iter().take(first).any(|before| before.is_same_sum(cell)))
        .collect();
    places.sort_by_key(|(place, cell)| {
        let is_sum = cell.atoms.is_superset(&protected.atoms);
        (smallest_sum(cell), is_sum, cell.count, *place)
    });
    places.into_iter().map(|(place, _)| place).collect()
}

/// Changes what is shown of a sum, in every table from `first` on that has it.
fn set(cells: &mut [Cell], (first, place): (usize, usize), state: State) {
    let Some(sum) = cells.get(place).cloned() else {
        return;
    };
    let new = cells.iter_mut().skip(first);
    for cell in new.filter(|cell| cell.is_same_sum(&sum)) {
        cell.state = state;
    }
}
