//! The sentence that says what a comparison means, and claims no more than its intervals support.

use statistics::Interval;

/// How a number is shown.
pub(super) type Show = fn(f64) -> String;

/// A ratio or a difference, and what is known of it.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    /// Infinite for something over nothing, none for nothing over nothing.
    pub(super) value: Option<f64>,
    /// By each method that gives one; the sentence names the first.
    pub(super) intervals: Vec<Interval>,
    pub(super) show: Show,
}

/// What is said of a comparison, depending on its intervals.
pub(super) struct Claim {
    /// Where the values are the same: 1 for a ratio, 0 for a difference.
    pub(super) equal: f64,
    /// The value in a sentence, with `{}` in its place; it says neither more nor less.
    pub(super) alike: &'static str,
    /// Said only where every interval is above equality.
    pub(super) above: &'static str,
    /// Said only where every interval is below it.
    pub(super) below: &'static str,
}

impl Claim {
    /// The sentence, with the level of confidence as a percentage.
    pub(super) fn sentence(&self, comparison: &Comparison, level: &str) -> String {
        let (equal, show) = (self.equal, comparison.show);
        let start = match comparison.value {
            Some(value) if value.is_finite() => self.alike.replace("{}", &show(value)),
            Some(_) => "Nothing was counted in the second, so the ratio is beyond any number".to_owned(),
            None => "Nothing was counted in either, so there is no ratio".to_owned(),
        };
        let Some(&limits) = comparison.intervals.first() else {
            return format!("{start}, and no interval can be given, so nobody can say how sure that is.");
        };
        let start = format!("{start}, and the {level} interval, {}", between(limits, show));
        let (side, clear) = if limits.lower > equal { ("above", self.above) } else { ("below", self.below) };
        if limits.contains(equal) {
            format!("{start}, includes {equal}: the numbers neither show a difference nor rule one out.")
        } else if comparison.intervals.iter().any(|other| other.contains(equal)) {
            format!(
                "{start}, leaves out {equal}, which other methods include: the numbers are too few to say whether the \
                 two differ."
            )
        } else {
            format!("{start}, lies {side} {equal}: {clear}, and chance is an unlikely reason.")
        }
    }
}

/// The ends of an interval.
pub(super) fn between(interval: Interval, show: Show) -> String {
    match (interval.lower.is_finite(), interval.upper.is_finite()) {
        (true, true) => format!("{} to {}", show(interval.lower), show(interval.upper)),
        (true, false) => format!("{} or more", show(interval.lower)),
        (false, true) => format!("{} or less", show(interval.upper)),
        (false, false) => "any number".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(limits: &[(f64, f64)]) -> String {
        let claim = Claim {
            equal: 1.0,
            alike: "Cats were {} times as likely to purr as dogs",
            above: "cats were more likely to purr than dogs",
            below: "cats were less likely to purr than dogs",
        };
        let intervals = limits.iter().map(|&(lower, upper)| Interval { lower, upper }).collect();
        claim.sentence(&Comparison { value: Some(1.5), intervals, show: |value| value.to_string() }, "95%")
    }

    #[test]
    fn more_and_less_are_said_only_where_every_interval_excludes_equality() {
        for limits in [(0.9, 2.0), (1.0, 2.0), (0.5, 1.0), (0.0, f64::INFINITY)] {
            let text = said(&[limits]);
            assert!(!text.contains("likely to purr than"), "{text}");
            assert!(text.contains("includes 1:"), "{text}");
        }
        assert!(said(&[(1.1, 2.0)]).contains("more likely"));
        assert!(said(&[(0.1, 0.9)]).contains("less likely"));
        assert!(said(&[]).contains("no interval"));
        assert!(said(&[(1.1, 3.0), (0.9, 3.1)]).ends_with("too few to say whether the two differ."));
    }
}
