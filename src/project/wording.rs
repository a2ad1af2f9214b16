//! The texts of a measure: none is blank, and the unit says the number of people that `per` does.

use crate::finding::{Problem, bad_value};
use crate::indicator::{Indicator, Measure};

/// What a reader is told, in the words of a declaration that does it.
const EXAMPLES: [(&str, &str); 8] = [
    ("short", "Exclusions"),
    ("title", "Pupils who were excluded"),
    ("question", "How many pupils are excluded?"),
    ("unit", "% of pupils"),
    ("outcome", "be excluded"),
    ("numerator", "exclusions"),
    ("denominator", "pupils"),
    ("caution", "Schools differ in what they record."),
];

/// What is wrong with the texts of an indicator, each with its key.
pub(super) fn of_indicator(indicator: &Indicator) -> Vec<(&'static str, Problem)> {
    let texts = [("title", &indicator.title), ("question", &indicator.question)];
    let blank = texts.into_iter().filter(|(_, text)| is_blank(text));
    blank.map(|(key, _)| (key, untold(key, key))).collect()
}

/// What is wrong with the texts of a measure, each with its key.
pub(super) fn of_measure(measure: &Measure) -> Vec<(&'static str, Problem)> {
    let (above, below) = (measure.numerator.as_ref(), measure.denominator.as_ref());
    let texts = [
        ("id", "id", Some(&measure.id)),
        ("short", "short", Some(&measure.short)),
        ("title", "title", Some(&measure.title)),
        ("question", "question", Some(&measure.question)),
        ("unit", "unit", Some(&measure.unit)),
        ("outcome", "outcome", measure.outcome.as_ref()),
        ("numerator", "words", above.map(|above| &above.words)),
        ("denominator", "words", below.map(|below| &below.words)),
        ("denominator", "each", below.and_then(|below| below.each.as_ref())),
        ("caution", "caution", measure.caution.as_ref()),
    ];
    let blank = texts.into_iter().filter(|(_, _, text)| text.is_some_and(|text| is_blank(text)));
    let mut problems: Vec<_> = blank.map(|(key, name, _)| (key, untold(key, name))).collect();
    if measure.caveats.iter().any(|text| is_blank(text)) {
        let rule = "a caveat is what a reader must know";
        problems.push(("caveats", bad_value("caveats", "", rule).advise("write it, or `caveats = []` for none")));
    }
    let unpicked = measure.filter.iter().filter(|(_, value)| is_blank(value));
    problems.extend(unpicked.map(|(dimension, _)| ("where", not_picked(dimension))));
    problems.extend(per_and_unit(measure));
    problems
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// A text that is left blank, as in a table to begin with that nobody has filled in.
fn untold(key: &str, name: &str) -> Problem {
    let named = if key == name { key.to_owned() } else { format!("{key}.{name}") };
    let example = match name {
        "id" => Some("exclusions"),
        "each" => Some("pupil"),
        _ => EXAMPLES.into_iter().find(|(of, _)| *of == key).map(|(_, example)| example),
    };
    let hint = format!("write it, as in `{name} = \"{}\"`", example.unwrap_or_default());
    bad_value(&named, "", "a reader must be told").advise(hint)
}

/// A dimension of which no value is picked.
fn not_picked(dimension: &str) -> Problem {
    let hint = format!("write the value of `{dimension}` that is meant, as the file has it, or take it out of `where`");
    bad_value(&format!("where.{dimension}"), "", "no value of it is picked").advise(hint)
}

/// A figure that is computed for one number of people and shown as of another.
fn per_and_unit(measure: &Measure) -> Option<(&'static str, Problem)> {
    let said = number_of_people(&measure.unit)?;
    let computed = measure.kind.rules().per(measure)?;
    if said.to_bits() == computed.to_bits() {
        return None;
    }
    let Some(per) = measure.per else {
        // A published figure is shown as it is.
        measure.kind.rules().counting()?;
        let kind = measure.kind.code();
        let message = format!("`unit` is `{}`, and a {kind} is computed per {computed}", measure.unit);
        let hint = format!("write the unit of a {kind}, or `kind = \"rate\"` with `per = {said}`");
        return Some(("unit", Problem::error(message, hint)));
    };
    let message = format!("`per` is `{per}`, and `unit` is `{}`", measure.unit);
    let hint = format!("write `per = {said}`, or the number of people in `unit` that is meant");
    Some(("per", Problem::error(message, hint)))
}

/// The number behind `per` in a unit: 1,000 in `searches per 1,000 residents`.
fn number_of_people(unit: &str) -> Option<f64> {
    let unit = unit.to_lowercase();
    let mut words = unit.split_whitespace().skip_while(|word| *word != "per").skip(1).peekable();
    let first = words.next()?;
    let named = match first {
        "cent" | "hundred" => Some(100.0),
        "thousand" => Some(1_000.0),
        "million" => Some(1_000_000.0),
        _ => None,
    };
    if named.is_some() {
        return named;
    }
    let mut digits = first.replace(',', "");
    // Some write a space between thousands.
    while let Some(next) = words.next_if(|word| word.len() == 3 && word.bytes().all(|letter| letter.is_ascii_digit())) {
        digits.push_str(next);
    }
    let (digits, times) = match digits.strip_suffix('k') {
        Some(thousands) => (thousands.to_owned(), 1_000.0),
        None => (digits, 1.0),
    };
    let number: f64 = digits.parse().ok().filter(|number: &f64| number.is_finite())?;
    match words.next() {
        Some("thousand") => Some(number * 1_000.0),
        Some("million") => Some(number * 1_000_000.0),
        _ => Some(number * times),
    }
}

#[cfg(test)]
mod tests {
    use super::number_of_people;

    #[test]
    fn the_number_of_people_is_read_however_it_is_written() {
        for (unit, number) in [
            ("searches per 1,000 residents a year", Some(1_000.0)),
            ("deaths per 100 000 people", Some(100_000.0)),
            ("deaths per 100k people", Some(100_000.0)),
            ("deaths per 100 thousand", Some(100_000.0)),
            ("calls per thousand residents", Some(1_000.0)),
            ("% of pupils", None),
            ("visits per resident", None),
            ("pounds a year", None),
        ] {
            assert_eq!(number_of_people(unit), number, "{unit}");
        }
    }
}
