//! Texts in a file that somebody opens in a spreadsheet, which takes some of them for formulas and runs them.

use std::borrow::Cow;

/// How a text begins that a spreadsheet runs; those of full width are the same to one that writes Chinese or Japanese.
const BEGINNINGS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A cell as a spreadsheet shows it and does not run it: behind an apostrophe where it would be a formula. A number and a
/// single character are no formulas.
pub fn harmless(cell: &str) -> Cow<'_, str> {
    let is_formula = cell.starts_with(BEGINNINGS) && cell.chars().nth(1).is_some() && cell.parse::<f64>().is_err();
    if is_formula { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_shown_and_not_run() {
        for cell in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "-unknown"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
    }

    #[test]
    fn numbers_and_other_texts_stay_as_they_are() {
        for cell in ["-0.5", "-1.5e-9", "+3", "-inf", "-", "", "a=b", "2016/17", "'=1", "White"] {
            assert_eq!(harmless(cell), cell);
        }
    }
}
