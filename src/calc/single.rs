//! One case from numbers on the command line.

use crate::error::{Error, Result};
use crate::words;

use super::input::{AboveTotal, Input, Row};
use super::results::Refusal;
use super::sheet::Sheet;
use super::{Compute, Page, Quantity};

/// The results as text for a person.
pub(super) fn run(quantity: &'static Quantity, numbers: &[String]) -> Result<String> {
    let (Compute::Line(compute), Some(page)) = (&quantity.compute, &quantity.page) else {
        return Err(needs_a_file(quantity));
    };
    if numbers.len() < quantity.required().count() || numbers.len() > quantity.inputs.len() {
        return Err(wrong_number(quantity, page, numbers.len()));
    }
    let given = numbers.iter().map(Some).chain(std::iter::repeat(None));
    let number = |(input, text): (&Input, Option<&String>)| match text {
        Some(text) => input.read(text).map_err(|problem| unusable(input, text, problem)),
        None => Ok(input.default.unwrap_or(f64::NAN)),
    };
    let row = Row::new(quantity.inputs, quantity.inputs.iter().zip(given).map(number).collect::<Result<_>>()?);
    if let Some(above) = row.above_total().first() {
        return Err(above_total(above));
    }
    let sheet = compute(&row).and_then(|results| (page.fill)(&row, Sheet::new(row.filled(page.heading), results)));
    sheet.map(|sheet| sheet.page()).map_err(|Refusal(reason)| Error::Usage {
        message: format!("`{}` cannot be computed: {reason}", quantity.name),
        hint: usage(quantity, page),
    })
}

fn usage(quantity: &Quantity, page: &Page) -> String {
    format!("for example `scorecard calc {} {}`", quantity.name, page.example)
}

/// The columns that a file must have.
fn columns(quantity: &Quantity) -> String {
    let inputs = quantity.required().map(|input| input.name);
    std::iter::once(quantity.key()).chain(inputs).collect::<Vec<_>>().join(", ")
}

/// A line for each input.
fn meanings(quantity: &Quantity) -> String {
    let line = |Input { name, meaning, default, .. }: &Input| {
        let default = default.map_or_else(String::new, |value| format!(" [default: {value}]"));
        format!("\n    {name:<20} {meaning}{default}")
    };
    quantity.inputs.iter().map(line).collect()
}

fn needs_a_file(quantity: &Quantity) -> Error {
    let (name, columns, meanings) = (quantity.name, columns(quantity), meanings(quantity));
    Error::Usage {
        message: format!(
            "`{name}` takes several rows a case, so it needs --input FILE with the columns {columns}{meanings}"
        ),
        hint: format!("for example `scorecard calc {name} --input cases.csv`"),
    }
}

fn wrong_number(quantity: &Quantity, page: &Page, given: usize) -> Error {
    let given = match given {
        0 => "none was given".to_owned(),
        1 => "1 was given".to_owned(),
        many => format!("{many} were given"),
    };
    let needed = quantity.required().count();
    let least = if needed == quantity.inputs.len() { "" } else { "at least " };
    Error::Usage {
        message: format!("`{}` needs {least}{needed} numbers and {given}{}", quantity.name, meanings(quantity)),
        hint: format!("{}, or --input FILE with the columns {}", usage(quantity, page), columns(quantity)),
    }
}

fn unusable(input: &Input, text: &str, problem: &str) -> Error {
    Error::Usage { message: format!("`{text}` for `{}`, {}, {problem}", input.name, input.meaning), hint: input.rule() }
}

fn above_total(&AboveTotal { input, value, total, of }: &AboveTotal) -> Error {
    let number = |value, input: &Input| format!("{} for `{}`, {}", words::number(value, 0), input.name, input.meaning);
    Error::Usage {
        message: format!("{}, is more than {}", number(value, input), number(of, total)),
        hint: "check whether the two were exchanged".to_owned(),
    }
}
