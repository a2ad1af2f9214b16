//! Something wrong in the data or the declarations, with its place and a hint.
//!
//! A problem stands in the module that finds it; here are those that several modules find.

mod cell;
mod declaration;
mod fault;
mod reading;

pub use tables::cell::{negative, no_value, not_whole, unusable_number};
pub use tables::finding::{Check, Finding, Findings, Location, Problem, Severity, listed};

pub use cell::{above_population, not_a_number};
pub use declaration::{bad_value, declared_twice, no_such};
pub use fault::Fault;
pub use reading::ReadingFault;
