//! What can be wrong with a declaration, whatever it declares.

use std::fmt::Display;

use tables::finding::{Problem, listed};

/// Two things with one name.
pub fn declared_twice(what: &str, name: impl Display) -> Problem {
    Problem::error(format!("the {what} `{name}` is declared twice"), "keep one of them, or give the other its own name")
}

/// Something names what does not exist.
pub fn no_such(what: &str, name: &str, known: impl IntoIterator<Item = String>) -> Problem {
    let known: Vec<String> = known.into_iter().collect();
    Problem::error(format!("there is no {what} `{name}`"), format!("there is {}", listed(&known)))
}

/// A value outside what its key allows.
pub fn bad_value(key: &str, value: impl Display, rule: &str) -> Problem {
    Problem::error(format!("`{key}` is `{value}`, and {rule}"), "correct the value")
}
