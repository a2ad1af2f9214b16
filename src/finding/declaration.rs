//! What can be wrong with a declaration, whatever it declares.

use std::fmt::Display;

use tables::finding::{Problem, listed};

use super::nearest;

/// Two things with one name.
pub fn declared_twice(what: &str, name: impl Display) -> Problem {
    Problem::error(format!("the {what} `{name}` is declared twice"), "keep one of them, or give the other its own name")
}

/// Something names what does not exist.
pub fn no_such(what: &str, name: &str, known: impl IntoIterator<Item = String>) -> Problem {
    // A blank is nothing to choose.
    let known: Vec<String> = known.into_iter().filter(|name| !name.trim().is_empty()).collect();
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    // The nearest may be one that the list cuts off.
    let near = nearest(name, &names).map_or_else(String::new, |near| format!("the nearest is `{near}`; "));
    let hint = if known.is_empty() {
        format!("correct the name, or declare the {what}")
    } else {
        format!("{near}there is {}", listed(&known))
    };
    Problem::error(format!("there is no {what} `{name}`"), hint)
}

/// A value outside what its key allows. What says more exactly what to write goes in the place of the hint.
pub fn bad_value(key: &str, value: impl Display, rule: &str) -> Problem {
    let value = value.to_string();
    let hint = if value.trim().is_empty() {
        format!("write a text between the quotes of `{key} = \"\"`")
    } else {
        format!("write a `{key}` for which that is true")
    };
    Problem::error(format!("`{key}` is `{value}`, and {rule}"), hint)
}
