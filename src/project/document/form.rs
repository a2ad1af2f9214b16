//! A document that can be read, and does not follow its form: an unknown key, a missing one, a value of another type.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer};

use crate::finding::{Problem, listed, nearest};

/// How many faults of one document are looked for: each is found by reading it again without the one before.
const MOST: usize = 100;

/// A step from a document to a value in it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Place(usize),
}

/// Where a fault is: the way to the key or value, and whether the error is about the key.
struct Spot {
    path: Vec<Step>,
    is_key: bool,
}

/// What was taken out of a document to find its next fault: the table it stood in, by its place in the text, and its key;
/// in a list there is none.
type Removed = (Range<usize>, String);

/// Reads a document, and reports each fault with its place in the text.
pub(super) fn read<T: DeserializeOwned>(
    mut table: Spanned<DeTable<'_>>,
    page: &str,
    mut report: impl FnMut(Problem, usize),
) -> Option<T> {
    let mut removed: Vec<Removed> = Vec::new();
    let mut found = 0;
    loop {
        let error = match T::deserialize(Deserializer::from(table.clone())) {
            Ok(value) => return (found == 0).then_some(value),
            Err(error) => error,
        };
        let span = error.span().unwrap_or_default();
        let spot = find(table.get_ref(), &span);
        let fault = Fault { message: error.message().trim_end(), spot: spot.as_ref(), page };
        let is_new = !fault.follows(&span, &removed);
        if is_new {
            report(fault.problem::<T>(&table), span.start);
            found += 1;
        }
        let spot = spot.filter(|_| found < MOST)?;
        removed.push(remove(&mut table, &spot.path)?);
        found = found.max(1);
    }
}

/// The deepest key or value that stands at a place.
fn find(table: &DeTable<'_>, span: &Range<usize>) -> Option<Spot> {
    table.iter().find_map(|(key, value)| {
        let step = Step::Key(key.get_ref().to_string());
        if key.span() == *span {
            let inner = find_in(value, span);
            return Some(inner.map_or(Spot { path: vec![step.clone()], is_key: true }, |inner| below(step, inner)));
        }
        find_in(value, span).map(|inner| below(step, inner))
    })
}

fn find_in(value: &Spanned<DeValue<'_>>, span: &Range<usize>) -> Option<Spot> {
    let inner = match value.get_ref() {
        DeValue::Table(table) => find(table, span),
        DeValue::Array(array) => array
            .iter()
            .enumerate()
            .find_map(|(place, value)| find_in(value, span).map(|inner| below(Step::Place(place), inner))),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            None
        }
    };
    inner.or_else(|| (value.span() == *span).then(|| Spot { path: Vec::new(), is_key: false }))
}

fn below(step: Step, inner: Spot) -> Spot {
    let path = std::iter::once(step).chain(inner.path).collect();
    Spot { path, ..inner }
}

/// Takes a value out of a document; of a list one place, of a table one key.
fn remove(table: &mut Spanned<DeTable<'_>>, path: &[Step]) -> Option<Removed> {
    let span = table.span();
    let (first, rest) = path.split_first()?;
    let Step::Key(key) = first else { return None };
    if rest.is_empty() {
        table.get_mut().remove(key.as_str())?;
        return Some((span, key.clone()));
    }
    remove_in(table.get_mut().get_mut(key.as_str())?, rest)
}

fn remove_in(value: &mut Spanned<DeValue<'_>>, path: &[Step]) -> Option<Removed> {
    let span = value.span();
    let (first, rest) = path.split_first()?;
    match (first, value.get_mut()) {
        (Step::Key(key), DeValue::Table(table)) if rest.is_empty() => {
            table.remove(key.as_str())?;
            Some((span, key.clone()))
        }
        (Step::Key(key), DeValue::Table(table)) => remove_in(table.get_mut(key.as_str())?, rest),
        (Step::Place(place), DeValue::Array(array)) if rest.is_empty() && *place < array.len() => {
            let others = array.iter().enumerate().filter(|(number, _)| number != place);
            let kept: DeArray<'_> = others.map(|(_, value)| value.clone()).collect();
            *array = kept;
            Some((span, String::new()))
        }
        (Step::Place(place), DeValue::Array(array)) => remove_in(array.get_mut(*place)?, rest),
        _ => None,
    }
}

/// One error of the library, with what it is about.
struct Fault<'a> {
    message: &'a str,
    spot: Option<&'a Spot>,
    page: &'a str,
}

impl Fault<'_> {
    /// Whether it only follows from a fault that was reported before: a key is missing that stood there misspelt or with
    /// a value of another type.
    fn follows(&self, span: &Range<usize>, removed: &[Removed]) -> bool {
        let Some(missing) = self.message.strip_prefix("missing field ").and_then(|rest| quoted(rest).next()) else {
            return false;
        };
        let mut here = removed.iter().filter(|(table, _)| table == span);
        here.any(|(_, key)| key == missing || nearest(key, &[missing]).is_some())
    }

    /// What is wrong, in the user's words.
    fn problem<T: DeserializeOwned>(&self, table: &Spanned<DeTable<'_>>) -> Problem {
        let key = self.key();
        let message = self.message;
        if let Some(rest) = message.strip_prefix("unknown field ") {
            return self.unknown_key::<T>(rest);
        }
        if let Some(rest) = message.strip_prefix("unknown variant ") {
            return self.unknown_choice(rest, key);
        }
        if let Some(rest) = message.strip_prefix("missing field ") {
            let missing = quoted(rest).next().unwrap_or_default();
            return self.say(format!("{} lacks the key `{missing}`", self.table()), None);
        }
        let typed = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "));
        if let Some((found, wanted)) = typed.and_then(|rest| rest.rsplit_once(", expected ")) {
            return self.wrong_type(found, wanted, key);
        }
        if let Some((count, wanted)) =
            message.strip_prefix("invalid length ").and_then(|rest| rest.split_once(", expected an array of length "))
        {
            return self.say(format!("`{key}` is a list of {count}, and it needs {wanted} numbers"), None);
        }
        // What a value that has several forms is expected to be is declared with it.
        let value = self.spot.and_then(|spot| value_at(table.get_ref(), &spot.path)).map_or("not usable", form_of);
        if message.starts_with("data did not match any variant") {
            return self.say(format!("`{key}` is {value}, which it cannot be"), None);
        }
        self.say(format!("`{key}` is {value}, and it must be {}", message.replace('\n', "; ")), None)
    }

    fn say(&self, message: String, hint: Option<String>) -> Problem {
        let page = self.page;
        let hint = hint.map_or_else(
            || format!("{page} says what each key holds"),
            |hint| format!("{hint}; {page} says what each key holds"),
        );
        Problem::error(message, hint)
    }

    /// The key that it is about.
    fn key(&self) -> &str {
        let keys = self.spot.iter().flat_map(|spot| &spot.path).rev();
        let mut keys = keys.filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Place(_) => None,
        });
        keys.next().unwrap_or_default()
    }

    /// The table that it is about, as its heading stands in the file.
    fn table(&self) -> String {
        let Some(spot) = self.spot else {
            return "the file".to_owned();
        };
        let path = if spot.is_key { spot.path.split_last().map_or(&[][..], |(_, rest)| rest) } else { &spot.path };
        let keys: Vec<&str> = path
            .iter()
            .filter_map(|step| match step {
                Step::Key(key) => Some(key.as_str()),
                Step::Place(_) => None,
            })
            .collect();
        match (path.last(), keys.is_empty()) {
            (_, true) => "the file".to_owned(),
            (Some(Step::Place(_)), _) => format!("this [[{}]]", keys.join(".")),
            _ => format!("`{}`", keys.join(".")),
        }
    }

    fn unknown_key<T: DeserializeOwned>(&self, rest: &str) -> Problem {
        let mut names = quoted(rest);
        let name = names.next().unwrap_or_default();
        let known: Vec<&str> = names.collect();
        let above = keys_above::<T>();
        let is_at_top = self.spot.is_none_or(|spot| spot.path.len() < 2);
        if !is_at_top && above.iter().any(|key| key == name) {
            let hint = format!("move `{name}` above the first heading in brackets");
            return self.say(format!("`{name}` is a key of the whole file, and not of {}", self.table()), Some(hint));
        }
        let hint = match nearest(name, &known) {
            Some(near) => format!("the nearest key is `{near}`"),
            None => format!("there is {}", listed(&owned(&known))),
        };
        self.say(format!("{} has no key `{name}`", self.table()), Some(hint))
    }

    fn unknown_choice(&self, rest: &str, key: &str) -> Problem {
        let mut names = quoted(rest);
        let value = names.next().unwrap_or_default();
        let known: Vec<&str> = names.collect();
        let near = nearest(value, &known).map(|near| format!("the nearest is `{near}`"));
        let known: Vec<String> = known.iter().map(|known| format!("`{known}`")).collect();
        let choice = match known.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => known.concat(),
        };
        self.say(format!("`{key}` is `{value}`, and it can be {choice}"), near)
    }

    fn wrong_type(&self, found: &str, wanted: &str, key: &str) -> Problem {
        let is_text = found.starts_with("string ");
        let is_date = found == "map" && self.spot.is_some_and(|_| wanted == "a string");
        let (needed, advice) = match wanted {
            "a string" if is_date => ("a text", Some("put it in quotes")),
            "a string" => ("a text", (!found.contains("sequence")).then_some("put it in quotes")),
            "a boolean" => ("`true` or `false`", Some("write it in small letters, without quotes")),
            "f32" | "f64" => ("a number", is_text.then_some("write it without quotes")),
            "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" => {
                ("a whole number", is_text.then_some("write it without quotes"))
            }
            _ if wanted.starts_with("an array") || wanted == "a sequence" => {
                let heading = found == "map";
                let advice =
                    if heading { "write its heading with two brackets, as in `[[…]]`" } else { "put it in [ ]" };
                ("a list", Some(advice))
            }
            _ if wanted == "a map" || wanted.starts_with("struct ") => {
                ("a table", Some("write it like `{ key = \"value\" }`"))
            }
            other => (other, None),
        };
        let whole = if needed == "a whole number" { " from 0 up" } else { "" };
        let found = if is_date { "a date without quotes".to_owned() } else { shown(found) };
        self.say(format!("`{key}` is {found}, and it must be {needed}{whole}"), advice.map(str::to_owned))
    }
}

/// The keys of the whole file.
fn keys_above<T: DeserializeOwned>() -> Vec<String> {
    // A key that no form has makes the library name those that there are.
    let Err(error) = toml::from_str::<T>("\"\" = 0") else {
        return Vec::new();
    };
    quoted(error.message()).skip(1).map(str::to_owned).collect()
}

/// What stands in back-quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A value as the library names it, in plain words.
fn shown(found: &str) -> String {
    let text = found.strip_prefix("string ").map(|text| text.trim_matches('"'));
    match (text, found) {
        (Some(text), _) => format!("the text `{text}`"),
        (None, "sequence") => "a list".to_owned(),
        (None, "map") => "a table".to_owned(),
        (None, _) => {
            let value = quoted(found).next().unwrap_or(found);
            format!("`{value}`")
        }
    }
}

fn value_at<'t, 'i>(table: &'t DeTable<'i>, path: &[Step]) -> Option<&'t DeValue<'i>> {
    let (first, rest) = path.split_first()?;
    let Step::Key(key) = first else { return None };
    let mut value = table.get(key.as_str())?.get_ref();
    for step in rest {
        value = match (step, value) {
            (Step::Key(key), DeValue::Table(table)) => table.get(key.as_str())?.get_ref(),
            (Step::Place(place), DeValue::Array(array)) => array.get(*place)?.get_ref(),
            _ => return None,
        };
    }
    Some(value)
}

fn form_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date without quotes",
        DeValue::Array(_) => "this list",
        DeValue::Table(_) => "this table",
    }
}
