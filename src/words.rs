//! The words that go with a number. They are made from the figure and its verdict, so that no sentence claims more than
//! its interval supports: "more" and "less" appear only where the interval excludes equality.

use crate::area::{Area, Level};
use crate::disparity::{ChangeVerdict, Disparity, Reason, Verdict};
use crate::ethnicity::{Category, Ethnicity};
use crate::indicator::{Comparator, Kind};
use crate::scorecard::{Change, Line};
use statistics::Interval;

/// A number with commas between the thousands and a fixed number of decimals.
pub fn number(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if value < 0.0 && text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) { "\u{2212}" } else { "" };
    rest.map_or_else(|| format!("{sign}{grouped}"), |rest| format!("{sign}{grouped}.{rest}"))
}

/// A ratio: two decimals everywhere, so that text, chart and table agree.
pub fn ratio(value: f64) -> String {
    number(value, 2)
}

/// The ends of an interval of a ratio.
pub fn ratio_interval(interval: Interval) -> String {
    if interval.upper.is_finite() {
        format!("{} to {}", ratio(interval.lower), ratio(interval.upper))
    } else {
        format!("{} or more", ratio(interval.lower))
    }
}

/// A value in the unit of its measure: `40.0` for every 1,000, or `70.4%`.
pub fn value(disparity: &Disparity, value: f64) -> String {
    let text = number(value, disparity.measure.decimals);
    if is_percentage(disparity.measure.kind) { format!("{text}%") } else { text }
}

fn is_percentage(kind: Kind) -> bool {
    match kind {
        Kind::Proportion | Kind::Survey | Kind::Representation => true,
        Kind::Rate | Kind::Mean | Kind::Published => false,
    }
}

/// The comparator's category.
pub fn comparator(ethnicity: &Ethnicity, comparator: Comparator) -> Category {
    match comparator {
        Comparator::White => ethnicity.anchors.white,
        Comparator::WhiteBritish => ethnicity.anchors.white_british,
    }
}

/// With what the figures of a measure are compared, in a few words.
pub fn compared_with(disparity: &Disparity) -> String {
    match disparity.measure.kind {
        Kind::Representation => "the group's share of residents".to_owned(),
        Kind::Proportion | Kind::Rate | Kind::Mean | Kind::Survey | Kind::Published => {
            disparity.compared_with.label().to_owned()
        }
    }
}

/// An area in a sentence, saying how wide it is where it is not a borough.
pub fn place(area: &Area) -> String {
    match area.level {
        Level::Borough | Level::Country => area.name.clone(),
        Level::PoliceForce => format!("the {} area", area.name),
        Level::IntegratedCareBoard => format!("the area of {}", area.name),
        Level::Region => area.level.words().to_owned(),
    }
}

/// One figure in one or two sentences.
pub fn sentence(line: &Line, ethnicity: &Ethnicity) -> String {
    let disparity = &line.disparity;
    let claim = Claim::of(line, ethnicity);
    let text = match disparity.verdict {
        Verdict::Worse | Verdict::Better => claim.clear(),
        Verdict::NoClearDifference => claim.no_difference(),
        Verdict::TooFewToTell => claim.too_few(),
        Verdict::NotComparable(Reason::NoInterval) => claim.without_interval(),
        Verdict::NotComparable(reason) => format!("No comparison can be made for {}: {}.", claim.group, reason.words()),
    };
    let text = format!("In {}, {}", place(&line.area), lower_first(&text));
    let cautions = recording(disparity).into_iter().chain(disparity.measure.caution.clone());
    std::iter::once(text).chain(cautions).collect::<Vec<_>>().join(" ")
}

/// What a sentence is made of.
struct Claim<'a> {
    line: &'a Line,
    group: &'a str,
    comparator: &'a str,
    ratio: String,
    interval: String,
}

impl<'a> Claim<'a> {
    fn of(line: &'a Line, ethnicity: &'a Ethnicity) -> Self {
        let disparity = &line.disparity;
        Self {
            line,
            group: ethnicity.people(disparity.category),
            comparator: ethnicity.people(comparator(ethnicity, disparity.compared_with)),
            ratio: disparity.ratio.map_or_else(String::new, ratio),
            interval: disparity.ratio_interval.map_or_else(String::new, ratio_interval),
        }
    }

    /// The subject of the measure: `be in employment`, or `stops and searches`.
    fn subject(&self) -> String {
        let measure = &self.line.disparity.measure;
        match (&measure.outcome, &measure.numerator) {
            (Some(outcome), _) => outcome.clone(),
            (None, Some(numerator)) => numerator.words.clone(),
            (None, None) => measure.unit.clone(),
        }
    }

    /// What may differ between the two groups.
    fn matter(&self) -> String {
        let Self { group, comparator, .. } = self;
        match self.line.disparity.measure.kind {
            Kind::Proportion | Kind::Survey => {
                format!("how likely {group} and {comparator} were to {}", self.subject())
            }
            Kind::Rate => format!("the {} for each resident among {group} and {comparator}", self.subject()),
            Kind::Representation => format!("the shares that {group} have of {} and of residents", self.subject()),
            Kind::Mean | Kind::Published => format!("the figures for {group} and {comparator}"),
        }
    }

    /// The two figures behind the ratio.
    fn figures(&self) -> String {
        let disparity = &self.line.disparity;
        let shown = |side: Option<f64>| side.map_or_else(|| "unknown".to_owned(), |number| value(disparity, number));
        let (group, comparator) = (shown(disparity.group.value), shown(disparity.comparator.value));
        match disparity.measure.kind {
            Kind::Rate => {
                let per = number(disparity.measure.per.unwrap_or(1.0), 0);
                format!("{group} and {comparator} a year for every {per} residents")
            }
            Kind::Published | Kind::Mean => {
                format!("{group} and {comparator} {}", disparity.measure.unit)
            }
            Kind::Proportion | Kind::Survey | Kind::Representation => {
                format!("{group} and {comparator}")
            }
        }
    }

    fn comparison(&self) -> String {
        let Self { group, comparator, ratio, .. } = self;
        let subject = self.subject();
        match self.line.disparity.measure.kind {
            Kind::Proportion | Kind::Survey => {
                format!("{group} were {ratio} times as likely to {subject} as {comparator}")
            }
            Kind::Rate => {
                format!(
                    "there were {ratio} times as many {subject} for each resident among {group} as among {comparator}"
                )
            }
            Kind::Representation => {
                format!("{group} had {ratio} times the share of {subject} that they have of residents")
            }
            Kind::Mean | Kind::Published => {
                format!("the figure for {group} was {ratio} times that for {comparator}")
            }
        }
    }

    fn clear(&self) -> String {
        if self.line.disparity.measure.kind == Kind::Representation {
            return format!("{} (95% interval {}).", self.comparison(), self.interval);
        }
        format!("{}: {} (95% interval of the ratio {}).", self.comparison(), self.figures(), self.interval)
    }

    fn no_difference(&self) -> String {
        let Self { ratio, interval, .. } = self;
        format!(
            "there is no clear difference in {}: {}, a ratio of {ratio} (95% interval {interval}).",
            self.matter(),
            self.figures()
        )
    }

    fn too_few(&self) -> String {
        let Self { ratio, interval, .. } = self;
        format!(
            "the numbers are too small to tell whether there is a difference in {}: the ratio is {ratio}, and anything \
             from {interval} fits.",
            self.matter()
        )
    }

    fn without_interval(&self) -> String {
        format!(
            "{}: {}. No interval can be given, so nobody can say how sure that is.",
            self.comparison(),
            self.figures()
        )
    }
}

/// The caution where hidden, rounded or unknown parts could carry a clear ratio to the other side of 1.
pub fn recording(disparity: &Disparity) -> Option<String> {
    let clear = matches!(disparity.verdict, Verdict::Worse | Verdict::Better);
    let (ratio_now, low) = (disparity.ratio?, disparity.bound_low?);
    let high = disparity.bound_high;
    let crosses = if ratio_now > 1.0 { low <= 1.0 } else { high.is_none_or(|high| high >= 1.0) };
    if !clear || !crosses {
        return None;
    }
    let range =
        high.map_or_else(|| format!("{} or more", ratio(low)), |high| format!("{} to {}", ratio(low), ratio(high)));
    let share = disparity.unknown_share.filter(|share| *share > 0.0);
    let because = share.map_or_else(
        || "parts of the figures are hidden or rounded".to_owned(),
        |share| format!("the ethnicity of {} is not known", percentage(share)),
    );
    Some(format!(
        "This cannot be told apart from how ethnicity was recorded: {because}, and the ratio could be anything from {range}."
    ))
}

/// Whether a clear verdict stands without a caution about recording or about the measure itself.
pub fn is_unqualified(disparity: &Disparity) -> bool {
    recording(disparity).is_none() && disparity.measure.caution.is_none()
}

/// A share from 0 to 1 as a percentage; a small one keeps a decimal.
pub fn percentage(share: f64) -> String {
    let per_cent = 100.0 * share;
    if per_cent < 10.0 { format!("{}%", number(per_cent, 1)) } else { format!("{}%", number(per_cent, 0)) }
}

/// What changed since the phase before, in a few words.
pub fn change(change: &Change) -> String {
    let before = ratio(change.previous);
    match (change.verdict, change.reason) {
        (ChangeVerdict::NotComparable, Some(reason)) => {
            format!("{before} before; not comparable: {reason}")
        }
        (verdict, _) => format!("{before} before; {}", verdict.words()),
    }
}

/// The first letter of a sentence in upper case.
pub fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The first letter in lower case, except where the first word is a name or an abbreviation.
fn lower_first(text: &str) -> String {
    const STARTS: [&str; 2] = ["No ", "The "];
    if STARTS.iter().any(|start| text.starts_with(start)) {
        let mut letters = text.chars();
        return letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect());
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas_and_constant_decimals() {
        assert_eq!(number(1_234_567.0, 0), "1,234,567");
        assert_eq!(number(999.96, 1), "1,000.0");
        assert_eq!(number(6.0, 1), "6.0");
        assert_eq!(number(-0.004, 2), "0.00");
        assert_eq!(number(-12.5, 1), "\u{2212}12.5");
        assert_eq!(percentage(0.234), "23%");
        assert_eq!(percentage(0.034), "3.4%");
    }
}
