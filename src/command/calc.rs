//! `scorecard calc`: one quantity, from a few numbers or from a file of cases.

use crate::args::Calc;
use crate::calc;
use crate::error::{Error, Result};
use crate::report;

use super::out;

/// Computes a quantity, and returns what is to be printed: the results, or the name of the file that was written.
pub fn calc(options: &Calc) -> Result<String> {
    let Some(quantity) = calc::find(&options.quantity) else {
        return Err(Error::Usage {
            message: format!("there is no quantity `{}`", options.quantity),
            hint: format!("there is {}", calc::names().join(", ")),
        });
    };
    let Some(input) = &options.input else {
        return quantity.single(&options.numbers);
    };
    if let Some(out) = &options.out {
        out::refuse(out, &[input], &[])?;
    }
    let bytes = std::fs::read(input).map_err(|source| Error::Read { path: input.clone(), source })?;
    let results = quantity.batch(input, &bytes)?;
    match &options.out {
        Some(out) => {
            report::folder::replace(&[(out.clone(), results.into_bytes())])?;
            Ok(format!("{}\n", out.display()))
        }
        None => Ok(results),
    }
}
