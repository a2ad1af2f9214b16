//! Something wrong in the data or the declarations, with its place and a hint.
//!
//! A problem stands in the module that finds it; here are those that several modules find.

mod cell;
mod declaration;
mod file;
mod near;
mod written;

pub use tables::finding::{
    Check, Finding, Findings, Location, Others, Problem, Severity, count, first_of_each_kind, listed,
};

pub(crate) use cell::WHOLE_NUMBERS;
pub use cell::{above_population, negative, no_value, not_a_number, not_whole, unusable_number};
pub use declaration::{bad_value, declared_twice, no_such};
pub use file::{NOT_THERE, bytes, unreadable};
pub(crate) use file::{is_there, wrong_path};
pub(crate) use near::{nearest, nearest_path};
pub(crate) use written::{key, quoted};
