//! The sentence that says what a comparison means, and claims no more than its intervals support.

use statistics::{Confidence, Interval, Ratio};

use super::sheet::{between, figure, level, points};

/// What is said of a comparison, depending on its interval.
pub(super) struct Claim {
    /// The value in a sentence, with `{}` in its place; it says neither more nor less.
    pub(super) alike: &'static str,
    /// Said only where the whole interval is above equality.
    pub(super) above: &'static str,
    /// Said only where it is below.
    pub(super) below: &'static str,
    /// Where the values are the same: 1 for a ratio, 0 for a difference.
    pub(super) equal: f64,
}

impl Claim {
    /// The sentence on a ratio and its intervals, of which the first that exists is named.
    pub(super) fn of_ratio(&self, ratio: Ratio, intervals: &[Option<Interval>], confidence: Confidence) -> String {
        let start = match ratio {
            Ratio::Finite(value) => self.alike.replace("{}", &figure(value)),
            Ratio::OverZero => "Nothing was counted in the second, so the ratio is beyond any number".to_owned(),
            Ratio::Undefined => "Nothing was counted in either, so there is no ratio".to_owned(),
        };
        self.with_intervals(&start, intervals, figure, confidence)
    }

    /// The sentence on a difference of shares and its intervals.
    pub(super) fn of_difference(
        &self,
        difference: f64,
        intervals: &[Option<Interval>],
        confidence: Confidence,
    ) -> String {
        let start = self.alike.replace("{}", &points(difference));
        self.with_intervals(&start, intervals, points, confidence)
    }

    /// More or less is said only where every interval excludes equality.
    fn with_intervals(
        &self,
        start: &str,
        intervals: &[Option<Interval>],
        show: fn(f64) -> String,
        confidence: Confidence,
    ) -> String {
        let Some(limits) = intervals.iter().flatten().next().copied() else {
            return format!("{start}, and no interval can be given, so nobody can say how sure that is.");
        };
        let (range, level, equal) = (between(limits, show), level(confidence), self.equal);
        let start = format!("{start}, and the {level} interval, {range}");
        let mut others = intervals.iter().flatten();
        if limits.contains(equal) {
            format!("{start}, includes {equal}: the numbers neither show a difference nor rule one out.")
        } else if others.any(|other| other.contains(equal)) {
            format!(
                "{start}, leaves out {equal}, which other methods include: the numbers are too few to say whether the \
                 two differ."
            )
        } else if limits.lower > equal {
            let clear = self.above;
            format!("{start}, lies above {equal}: {clear}, and chance is an unlikely reason.")
        } else {
            let clear = self.below;
            format!("{start}, lies below {equal}: {clear}, and chance is an unlikely reason.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIM: Claim = Claim {
        alike: "Cats were {} times as likely to purr as dogs",
        above: "cats were more likely to purr than dogs",
        below: "cats were less likely to purr than dogs",
        equal: 1.0,
    };

    fn said(lower: f64, upper: f64) -> String {
        CLAIM.of_ratio(Ratio::Finite(1.5), &[Some(Interval { lower, upper }), None], Confidence::P95)
    }

    #[test]
    fn more_and_less_are_said_only_where_the_interval_excludes_equality() {
        for (lower, upper) in [(0.9, 2.0), (1.0, 2.0), (0.5, 1.0), (0.0, f64::INFINITY)] {
            let text = said(lower, upper);
            assert!(!text.contains("likely to purr than"), "{text}");
            assert!(text.contains("includes 1:"), "{text}");
        }
        assert!(said(1.1, 2.0).contains("more likely"));
        assert!(said(0.1, 0.9).contains("less likely"));
    }

    #[test]
    fn nothing_is_claimed_where_the_methods_disagree() {
        let interval = |lower, upper| Some(Interval { lower, upper });
        let intervals = [interval(1.1, 3.0), interval(0.9, 3.1)];
        let text = CLAIM.of_ratio(Ratio::Finite(1.5), &intervals, Confidence::P95);
        assert!(text.ends_with("too few to say whether the two differ."), "{text}");
    }
}
