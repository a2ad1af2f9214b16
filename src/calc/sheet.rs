//! The results of one case as text for a person: named values, their intervals, and a sentence.

use crate::words;
use statistics::{Confidence, Interval, Method, Ratio, ZTest};

/// Columns of the page.
const WIDTH: usize = 80;

/// The results of one case.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    heading: String,
    lines: Vec<(String, String)>,
    sentence: String,
}

impl Sheet {
    pub(super) fn new(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), ..Self::default() }
    }

    /// A value under its name, with a blank line above it.
    #[must_use]
    pub(super) fn head(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.lines.push((String::new(), String::new()));
        self.with(name, value)
    }

    /// A value under its name.
    #[must_use]
    pub(super) fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.lines.push((name.into(), value.into()));
        self
    }

    /// An interval of the value above, by the name of its method.
    #[must_use]
    pub(super) fn interval(
        self,
        method: Method,
        interval: impl Into<Option<Interval>>,
        show: fn(f64) -> String,
    ) -> Self {
        let text = interval.into().map_or_else(none, |limits| between(limits, show));
        self.with(format!("  {}", method.label()), text)
    }

    #[must_use]
    pub(super) fn p_value(self, name: &str, p: impl Into<Option<f64>>) -> Self {
        let text = p.into().map_or_else(none, p_value);
        self.with(format!("  {name}"), text)
    }

    /// The last words: what it all means.
    #[must_use]
    pub(super) fn saying(mut self, sentence: impl Into<String>) -> Self {
        self.sentence = sentence.into();
        self
    }

    /// The page.
    pub(super) fn text(&self) -> String {
        let longest = self.lines.iter().map(|(name, _)| name.chars().count()).max();
        let column = longest.unwrap_or_default() + 2;
        let mut text = folded(&self.heading);
        for (name, value) in &self.lines {
            let line = if column + value.chars().count() <= WIDTH {
                format!("{name:<column$}{value}")
            } else {
                format!("{name}\n    {value}")
            };
            text += line.trim_end();
            text.push('\n');
        }
        text.push('\n');
        text + &folded(&self.sentence)
    }
}

/// A text in lines that fit the page.
fn folded(text: &str) -> String {
    let mut lines = String::new();
    let mut width = 0;
    for word in text.split(' ') {
        let letters = word.chars().count();
        if width > 0 && width + 1 + letters > WIDTH {
            lines.push('\n');
            width = 0;
        } else if width > 0 {
            lines.push(' ');
            width += 1;
        }
        lines.push_str(word);
        width += letters;
    }
    lines.push('\n');
    lines
}

fn none() -> String {
    "none".to_owned()
}

/// A number with four digits that count, as in 1.500, 0.03911 or 63,334.
pub(super) fn figure(value: f64) -> String {
    /// Below this a number is written with an exponent.
    const TINY: f64 = 1e-6;
    /// From here on too.
    const HUGE: f64 = 1e12;
    let size = value.abs();
    if value.is_infinite() {
        return "beyond any number".to_owned();
    }
    if value != 0.0 && !(TINY..HUGE).contains(&size) {
        return format!("{value:.3e}").replace('-', "\u{2212}");
    }
    let limits =
        [(1000.0, 0), (100.0, 1), (10.0, 2), (1.0, 3), (0.1, 4), (0.01, 5), (1e-3, 6), (1e-4, 7), (1e-5, 8), (TINY, 9)];
    let found = limits.iter().find(|(from, _)| size >= *from);
    words::number(value, found.map_or(0, |(_, decimals)| *decimals))
}

/// A whole number.
pub(super) fn count(value: u64) -> String {
    words::number(value as f64, 0)
}

/// A share as a percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{}%", figure(100.0 * share))
}

/// A difference of shares in percentage points.
pub(super) fn points(difference: f64) -> String {
    figure(100.0 * difference)
}

/// A ratio, or why there is none.
pub(super) fn ratio(ratio: Ratio) -> String {
    match ratio {
        Ratio::Finite(value) => figure(value),
        Ratio::OverZero => "beyond any number".to_owned(),
        Ratio::Undefined => none(),
    }
}

/// A p-value.
pub(super) fn p_value(p: f64) -> String {
    /// Below this nobody needs the digits.
    const SMALLEST: f64 = 0.0001;
    if p < SMALLEST { "below 0.0001".to_owned() } else { format!("{p:.4}") }
}

/// The p-value of a test.
pub(super) fn p_of(test: Option<ZTest>) -> Option<f64> {
    test.map(|test| test.p)
}

/// The ends of an interval.
pub(super) fn between(interval: Interval, show: fn(f64) -> String) -> String {
    match (interval.lower.is_finite(), interval.upper.is_finite()) {
        (true, true) => format!("{} to {}", show(interval.lower), show(interval.upper)),
        (true, false) => format!("{} or more", show(interval.lower)),
        (false, true) => format!("{} or less", show(interval.upper)),
        (false, false) => "any number".to_owned(),
    }
}

/// A confidence level, as in 95%.
pub(super) fn level(confidence: Confidence) -> String {
    let per_cent = format!("{:.4}", 100.0 * confidence.level());
    let per_cent = per_cent.trim_end_matches('0').trim_end_matches('.');
    format!("{per_cent}%")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_keep_four_digits() {
        let shown = [0.0, 1.5, 63334.0, 0.039_114, 12.345, -0.0523, 2e-9].map(figure);
        let expected = ["0", "1.500", "63,334", "0.03911", "12.35", "\u{2212}0.05230", "2.000e\u{2212}9"];
        assert_eq!(shown, expected);
        assert_eq!(p_value(0.06554), "0.0655");
        assert_eq!(p_value(2e-31), "below 0.0001");
        assert_eq!(level(Confidence::P998), "99.8%");
    }

    #[test]
    fn long_sentences_are_folded() {
        let text = folded(&"word ".repeat(40));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    }
}
