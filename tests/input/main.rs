//! What comes in: files in every form, their cards and recipes, and every fault that they can have.

#[path = "../support/mod.rs"]
mod support;

mod checks;
mod corrections;
mod dimensions;
mod faults;
mod inspect;
mod recipes;
mod tally;
mod units;
mod wrong_figures;
