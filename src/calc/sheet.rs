//! The results of one case as text for a person: named values, their intervals, and a sentence.

use crate::words;
use statistics::Method;

use super::claim::{Claim, Comparison, Show, between};
use super::results::{Cell, Results};

/// Columns of the page.
const WIDTH: usize = 80;

/// The page of one case, made from its results by the names of their columns.
#[derive(Debug)]
#[must_use]
pub(super) struct Sheet {
    heading: String,
    pub(super) results: Results,
    lines: Vec<(String, String)>,
    /// The last headed value, with the intervals below it.
    comparison: Comparison,
    sentence: String,
}

impl Sheet {
    pub(super) fn new(heading: String, results: Results) -> Self {
        let comparison = Comparison { value: None, intervals: Vec::new(), show: figure };
        Self { heading, results, lines: Vec::new(), comparison, sentence: String::new() }
    }

    /// From here on the lines come from other results.
    pub(super) fn from(self, results: Results) -> Self {
        Self { results, ..self }
    }

    /// A text under its name.
    pub(super) fn text(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.lines.push((name.into(), value.into()));
        self
    }

    /// A text under its name, with a blank line above it.
    pub(super) fn section(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.text("", "").text(name, value)
    }

    /// A value under its name.
    pub(super) fn value(self, column: &str, name: impl Into<String>, show: Show) -> Self {
        let text = match self.results.cell(column) {
            Cell::Number(value) => show(value),
            Cell::Word(word) => word.to_owned(),
            Cell::Undefined => none(),
        };
        self.text(name, text)
    }

    /// A value with a blank line above it, which the intervals that follow belong to.
    pub(super) fn head(mut self, column: &str, name: impl Into<String>, show: Show) -> Self {
        self.comparison = Comparison { value: self.results.cell(column).number(), intervals: Vec::new(), show };
        self.text("", "").value(column, name, show)
    }

    /// The intervals of the headed value, each by the name of its method.
    pub(super) fn intervals(self, methods: &[(&str, Method)]) -> Self {
        methods.iter().fold(self, |mut sheet, (columns, method)| {
            let (interval, show) = (sheet.results.interval(columns), sheet.comparison.show);
            sheet.comparison.intervals.extend(interval);
            let text = interval.map_or_else(none, |limits| between(limits, show));
            sheet.text(format!("  {}", method.label()), text)
        })
    }

    /// P-values under the value or section above, each by the name of its test.
    pub(super) fn p_values(self, tests: &[(&str, &str)]) -> Self {
        tests.iter().fold(self, |sheet, (column, name)| sheet.value(column, format!("  {name}"), p_value))
    }

    /// The last words: what it all means.
    pub(super) fn saying(self, sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), ..self }
    }

    /// The last words: what the headed value means in view of the intervals that stand below it so far.
    pub(super) fn claiming(self, level: &str, claim: &Claim) -> Self {
        let sentence = claim.sentence(&self.comparison, level);
        self.saying(sentence)
    }

    /// The page.
    pub(super) fn page(&self) -> String {
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
    let (mut lines, mut width) = (String::new(), 0);
    for word in text.split(' ') {
        let letters = word.chars().count();
        if width > 0 && width + 1 + letters > WIDTH {
            lines.push('\n');
            width = 0;
        } else if width > 0 {
            lines.push(' ');
            width += 1;
        }
        lines += word;
        width += letters;
    }
    lines + "\n"
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

/// A share as a percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{}%", figure(100.0 * share))
}

/// A difference of shares in percentage points.
pub(super) fn points(difference: f64) -> String {
    figure(100.0 * difference)
}

/// A p-value.
pub(super) fn p_value(p: f64) -> String {
    /// Below this nobody needs the digits.
    const SMALLEST: f64 = 0.0001;
    if p < SMALLEST { "below 0.0001".to_owned() } else { format!("{p:.4}") }
}

/// A confidence level, as in 95%.
pub(super) fn level(fraction: f64) -> String {
    let per_cent = format!("{:.4}", 100.0 * fraction);
    format!("{}%", per_cent.trim_end_matches('0').trim_end_matches('.'))
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
        assert_eq!(level(0.998), "99.8%");
    }

    #[test]
    fn long_sentences_are_folded() {
        let text = folded(&"word ".repeat(40));
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    }
}
