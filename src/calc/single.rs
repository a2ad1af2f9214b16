//! One case from numbers on the command line.

use crate::error::{Error, Result};
use crate::words;

use super::input::{Input, Row};
use super::{Line, Quantity, Work};

/// The results as text for a person.
pub(super) fn run(quantity: &'static Quantity, numbers: &[String]) -> Result<String> {
    let Work::Line(line) = &quantity.work else {
        return Err(needs_a_file(quantity));
    };
    let required = quantity.inputs.iter();
    let required = required.filter(|input| input.default.is_none()).count();
    if numbers.len() < required || numbers.len() > quantity.inputs.len() {
        return Err(wrong_number(quantity, line, (required, numbers.len())));
    }
    let mut values = Vec::with_capacity(quantity.inputs.len());
    let given = numbers.iter().map(Some).chain(std::iter::repeat(None));
    for (input, text) in quantity.inputs.iter().zip(given) {
        values.push(match text {
            Some(text) => input.read(text).map_err(|problem| unusable(input, text, problem))?,
            None => input.default.unwrap_or(f64::NAN),
        });
    }
    let row = Row::new(quantity.inputs, values);
    if let Some((input, part, total)) = row.above_total().into_iter().next() {
        return Err(above_total(quantity, input, (part, total)));
    }
    let sheet = (line.explain)(&row).map_err(|invalid| Error::Usage {
        message: format!("`{}` cannot be computed: {invalid}", quantity.name),
        hint: usage(quantity, line),
    })?;
    Ok(sheet.text())
}

fn usage(quantity: &Quantity, line: &Line) -> String {
    format!("for example `scorecard calc {} {}`", quantity.name, line.example)
}

fn needs_a_file(quantity: &Quantity) -> Error {
    let columns = quantity.required();
    Error::Usage {
        message: format!(
            "`{}` takes several rows a case, so it needs --input FILE with the columns {}{}",
            quantity.name,
            columns.join(", "),
            meanings(quantity)
        ),
        hint: format!("for example `scorecard calc {} --input cases.csv`", quantity.name),
    }
}

fn wrong_number(quantity: &Quantity, line: &Line, (needed, given): (usize, usize)) -> Error {
    let given = match given {
        0 => "none was given".to_owned(),
        1 => "1 was given".to_owned(),
        many => format!("{many} were given"),
    };
    let least = if needed == quantity.inputs.len() { "" } else { "at least " };
    Error::Usage {
        message: format!("`{}` needs {least}{needed} numbers and {given}{}", quantity.name, meanings(quantity)),
        hint: format!("{}, or --input FILE with the columns {}", usage(quantity, line), quantity.required().join(", ")),
    }
}

/// A line for each input.
fn meanings(quantity: &Quantity) -> String {
    let line = |input: &Input| {
        let default = input.default;
        let default = default.map_or_else(String::new, |value| format!(" [default: {value}]"));
        format!("\n    {:<20} {}{default}", input.name, input.meaning)
    };
    quantity.inputs.iter().map(line).collect()
}

fn unusable(input: &Input, text: &str, problem: &str) -> Error {
    Error::Usage { message: format!("`{text}` for `{}`, {}, {problem}", input.name, input.meaning), hint: input.rule() }
}

fn above_total(quantity: &Quantity, input: &Input, (part, total): (f64, f64)) -> Error {
    let of = quantity.inputs.iter().find(|other| Some(other.name) == input.part_of);
    let of = of.map_or_else(String::new, |of| format!("`{}`, {}", of.name, of.meaning));
    Error::Usage {
        message: format!(
            "{} for `{}`, {}, is more than {} for {of}",
            words::number(part, 0),
            input.name,
            input.meaning,
            words::number(total, 0),
        ),
        hint: "check whether the two were exchanged".to_owned(),
    }
}
