//! What comes in: files in every form, their cards and recipes, and every fault that they can have.

#[path = "../support/mod.rs"]
mod support;

mod acknowledged;
mod checks;
mod corrections;
mod declarations;
mod dimensions;
mod faults;
mod hidden;
mod inspect;
mod no_faults;
mod planted;
mod newcomers;
mod labels;
mod places;
mod recipes;
mod recognition;
mod tally;
mod tally_dates;
mod tally_forms;
mod tally_outlines;
mod times;
mod units;
mod wrong_figures;
