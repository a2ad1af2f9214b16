//! The text of a figure → a number: with or without thousands separators, a percent sign, a pound sign, or one of the
//! ways to write that it is negative. Anything else is refused with a reason and never read in part.

use std::fmt;

/// A number as it was published.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// Its value in its unit: of `71%` it is 71.
    pub value: f64,
    /// What was written beside it.
    pub unit: Unit,
}

/// What was written beside a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Nothing.
    Plain,
    /// A percent sign: the value is out of a hundred.
    Percent,
    /// A pound sign.
    Pounds,
}

impl fmt::Display for Unit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Plain => "plain",
            Self::Percent => "per cent",
            Self::Pounds => "pounds",
        })
    }
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotANumber {
    /// There is no text.
    Blank,
    /// Commas or spaces that do not part groups of three digits.
    Groups,
    /// Something behind the digits, such as the mark of a footnote.
    Trailing,
    /// Too large to compute with.
    TooLarge,
    /// No digit where one must be.
    Words,
}

/// Reads a figure, with blanks around it or not.
pub fn parse(text: &str) -> Result<Number, NotANumber> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NotANumber::Blank);
    }
    let (negative, text) = signed(text);
    let (text, unit) = match (text.strip_prefix('£'), text.strip_suffix('%')) {
        (Some(text), _) => (text, Unit::Pounds),
        (None, Some(text)) => (text.trim_end(), Unit::Percent),
        (None, None) => (text, Unit::Plain),
    };
    // `£-5` is as common as `-£5`.
    let (negative, text) = match (unit, signed(text)) {
        (Unit::Pounds, (true, text)) if !negative => (true, text),
        _ => (negative, text),
    };
    let digits = digits(text)?;
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Number { value: if negative { -value } else { value }, unit }),
        Ok(_) => Err(NotANumber::TooLarge),
        Err(_) => Err(NotANumber::Words),
    }
}

/// What stands before the fraction of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// A point; commas and spaces part thousands.
    Point,
    /// A comma; points and spaces part thousands.
    Comma,
}

/// Reads a figure whose fraction stands behind a given mark.
pub fn parse_with(text: &str, mark: DecimalMark) -> Result<Number, NotANumber> {
    if mark == DecimalMark::Point {
        return parse(text);
    }
    let exchanged = text.chars().map(|letter| match letter {
        ',' => '.',
        '.' => ',',
        other => other,
    });
    parse(&exchanged.collect::<String>())
}

/// A number multiplied by another: by 10, 100 or 1000 without the error that a product of fractions has.
pub fn scaled(value: f64, factor: f64) -> f64 {
    let exponent = factor.log10().round();
    if (10_f64.powf(exponent) - factor).abs() > f64::EPSILON * factor.abs() {
        return value * factor;
    }
    format!("{value}e{exponent}").parse().unwrap_or(value * factor)
}

/// Takes off what says that a number is negative: a hyphen, a minus sign (U+2212), or brackets around it.
fn signed(text: &str) -> (bool, &str) {
    let inside = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    match inside.or_else(|| text.strip_prefix(['-', '\u{2212}'])) {
        Some(text) => (true, text),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// The digits without separators, with a decimal point and an exponent where there are any, in ASCII.
fn digits(text: &str) -> Result<String, NotANumber> {
    let whole = text.find(|letter: char| !letter.is_ascii_digit() && !is_separator(letter)).unwrap_or(text.len());
    let (whole, rest) = text.split_at(whole);
    let grouped = joined(whole)?;
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => leading_digits(rest),
        None => ("", rest),
    };
    if grouped.is_empty() && fraction.is_empty() {
        return Err(NotANumber::Words);
    }
    let exponent = exponent(rest)?;
    Ok(format!("{grouped}.{fraction}e{exponent}"))
}

fn is_separator(letter: char) -> bool {
    matches!(letter, ',' | ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

/// The digits of groups of three behind a first group of one to three, all parted by the same separator.
fn joined(whole: &str) -> Result<String, NotANumber> {
    let Some(separator) = whole.chars().find(|letter| is_separator(*letter)) else {
        return Ok(whole.to_owned());
    };
    let groups: Vec<&str> = whole.split(separator).collect();
    let sound = groups.iter().enumerate().all(|(place, group)| {
        let length = match place {
            // A group that begins with a zero is the whole part of a decimal comma.
            0 => (1..=3).contains(&group.len()) && !group.starts_with('0'),
            _ => group.len() == 3,
        };
        length && group.bytes().all(|byte| byte.is_ascii_digit())
    });
    if sound {
        Ok(groups.concat())
    } else if whole.ends_with(separator) {
        Err(NotANumber::Trailing)
    } else {
        Err(NotANumber::Groups)
    }
}

fn leading_digits(text: &str) -> (&str, &str) {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    text.split_at(end)
}

/// What stands behind `e`, as a spreadsheet writes very small and very large numbers; zero when there is nothing.
fn exponent(rest: &str) -> Result<&str, NotANumber> {
    if rest.is_empty() {
        return Ok("0");
    }
    let exponent = rest.strip_prefix(['e', 'E']).ok_or(NotANumber::Trailing)?;
    let unsigned = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    match leading_digits(unsigned) {
        (digits, "") if !digits.is_empty() => Ok(exponent),
        _ => Err(NotANumber::Trailing),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_they_are_published() {
        for (text, value, unit) in [
            ("2383", 2383.0, Unit::Plain),
            ("2,383", 2383.0, Unit::Plain),
            (" 12,345,678.5 ", 12_345_678.5, Unit::Plain),
            ("1 234", 1234.0, Unit::Plain),
            ("1\u{a0}234\u{a0}567", 1_234_567.0, Unit::Plain),
            ("0.25", 0.25, Unit::Plain),
            (".5", 0.5, Unit::Plain),
            ("007", 7.0, Unit::Plain),
            ("71%", 71.0, Unit::Percent),
            ("71.5 %", 71.5, Unit::Percent),
            ("-3.2%", -3.2, Unit::Percent),
            ("£1,234.50", 1234.5, Unit::Pounds),
            ("-£5", -5.0, Unit::Pounds),
            ("£-5", -5.0, Unit::Pounds),
            ("(£5)", -5.0, Unit::Pounds),
            ("(1,200)", -1200.0, Unit::Plain),
            ("\u{2212}4", -4.0, Unit::Plain),
            ("+4", 4.0, Unit::Plain),
            ("1.5E-05", 1.5e-5, Unit::Plain),
            ("5e3", 5000.0, Unit::Plain),
            ("0.1", 0.1, Unit::Plain),
            ("72.83434361367556", 72.834_343_613_675_56, Unit::Plain),
        ] {
            assert_eq!(parse(text), Ok(Number { value, unit }), "{text}");
        }
    }

    #[test]
    fn a_comma_can_stand_before_the_fraction() {
        for (text, value) in [("75,2", 75.2), ("190.500", 190_500.0), ("1.234.567,5", 1_234_567.5), ("75,2 %", 75.2)] {
            assert_eq!(parse_with(text, DecimalMark::Comma).map(|number| number.value), Ok(value), "{text}");
        }
        assert!(parse_with("75.2", DecimalMark::Comma).is_err());
        assert_eq!(parse_with("75.2", DecimalMark::Point), parse("75.2"));
    }

    #[test]
    fn what_is_scaled_by_tens_keeps_its_digits() {
        for (value, factor, product) in
            [(4.35, 100.0, 435.0), (190.1, 1000.0, 190_100.0), (75.2, 0.01, 0.752), (3.0, 1.5, 4.5)]
        {
            assert!((scaled(value, factor) - product).abs() < f64::EPSILON, "{value} {factor}");
        }
    }

    #[test]
    fn what_is_no_figure_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", NotANumber::Blank),
            (" \u{a0}", NotANumber::Blank),
            ("1,23", NotANumber::Groups),
            ("12,5", NotANumber::Groups),
            ("0,125", NotANumber::Groups),
            ("1234,567", NotANumber::Groups),
            ("1,234 567", NotANumber::Groups),
            (",123", NotANumber::Groups),
            ("1  234", NotANumber::Groups),
            ("12 (1)", NotANumber::Trailing),
            ("1,234*", NotANumber::Trailing),
            ("12r", NotANumber::Trailing),
            ("12¹", NotANumber::Trailing),
            ("£5m", NotANumber::Trailing),
            ("5e", NotANumber::Trailing),
            ("2016-17", NotANumber::Trailing),
            ("1.2.3", NotANumber::Trailing),
            ("71%%", NotANumber::Trailing),
            ("1e400", NotANumber::TooLarge),
            ("-1e400", NotANumber::TooLarge),
            ("NaN", NotANumber::Words),
            ("inf", NotANumber::Words),
            ("-", NotANumber::Words),
            ("--", NotANumber::Words),
            ("--5", NotANumber::Words),
            ("..", NotANumber::Words),
            (".", NotANumber::Words),
            ("%", NotANumber::Words),
            ("£", NotANumber::Words),
            ("()", NotANumber::Words),
            ("!", NotANumber::Words),
            ("٣", NotANumber::Words),
            ("\u{2013}5", NotANumber::Words),
        ] {
            assert_eq!(parse(text), Err(reason), "{text}");
        }
    }
}
