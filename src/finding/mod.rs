//! Something wrong in the data or the declarations, with its place and a hint.

mod check;
mod fault;

pub use tables::finding::{Check, Finding, Findings, Location, Problem, Severity};

pub use check::CHECKS;
pub use fault::Fault;
