//! Cells that a spreadsheet shows in per cent: it keeps a hundredth of what it shows, and the format of the cell says so.

/// The text that a spreadsheet shows of a number in per cent, with all its digits: of 0.752 it is `75.2%`.
pub(super) fn shown(number: f64) -> String {
    // A number has few digits in decimal, and moving the point keeps them: a product would not.
    let hundredfold: f64 = format!("{number}e2").parse().unwrap_or(number * 100.0);
    format!("{hundredfold}%")
}

/// Whether a format code shows a number in per cent: a sign in quotes or behind a backslash is only a text.
pub(super) fn is_percent(code: &str, number: f64) -> bool {
    let sections = sections(code);
    let section = match sections.as_slice() {
        [_, negative, ..] if number < 0.0 => Some(negative),
        [_, _, zero, ..] if number == 0.0 => Some(zero),
        [first, ..] => Some(first),
        [] => None,
    };
    section.is_some_and(|section| section.contains('%'))
}

/// The sections of a format code without their literal texts.
fn sections(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let (mut quoted, mut letters) = (false, code.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => drop(letters.next()),
            ';' => sections.push(String::new()),
            _ => {
                if let Some(last) = sections.last_mut() {
                    last.push(letter);
                }
            }
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_point_moves_and_the_digits_stay() {
        for (number, text) in
            [(0.752, "75.2%"), (0.07, "7%"), (0.29, "29%"), (1.1, "110%"), (-0.035, "-3.5%"), (0.0, "0%")]
        {
            assert_eq!(shown(number), text);
        }
    }

    #[test]
    fn a_format_says_whether_it_shows_per_cent() {
        for (code, number, is) in [
            ("0.0%", 0.5, true),
            ("0%", 0.5, true),
            ("0.0\"%\"", 0.5, false),
            ("0.0\\%", 0.5, false),
            ("General", 0.5, false),
            ("0.0;-0.0%", 0.5, false),
            ("0.0;-0.0%", -0.5, true),
            ("[Red]0.0%;[Blue]-0.0%", -0.5, true),
        ] {
            assert_eq!(is_percent(code, number), is, "{code} {number}");
        }
    }
}
