//! The figures taken together, on the page: for somebody who leads a borough.

use crate::disparity::Verdict;
use crate::disparity::kind::Condition;
use crate::ethnicity::Ethnicity;
use crate::indicator::Favourable;
use crate::scorecard::Scorecard;
use crate::synthesis::{
    Basis, Funnel, Inequality, Parity, ParityVerdict, Pooled, Quality, Synthesis, Trend, TrendVerdict, position_words,
};
use crate::words;
use statistics::Interval;

/// The section on the figures taken together.
pub(super) struct Across {
    pub(super) parity: Vec<ParityCard>,
    pub(super) pooled: Vec<PooledRow>,
    pub(super) funnels: Vec<FunnelRow>,
    pub(super) funnel_notes: Vec<String>,
    pub(super) inequality: Vec<InequalityRow>,
    pub(super) trends: Vec<TrendRow>,
}

/// One measure, and what parity would mean.
pub(super) struct ParityCard {
    pub(super) measure: String,
    pub(super) sentences: Vec<String>,
    pub(super) caution: Option<String>,
    pub(super) rows: Vec<ParityRow>,
}

/// One group in one area.
pub(super) struct ParityRow {
    pub(super) area: String,
    pub(super) group: String,
    pub(super) is_aggregate: bool,
    pub(super) change: String,
    pub(super) verdict: &'static str,
}

/// One measure over the participating boroughs.
pub(super) struct PooledRow {
    pub(super) measure: String,
    pub(super) boroughs: usize,
    pub(super) ratio: String,
    pub(super) interval: String,
    pub(super) random: String,
    pub(super) says: String,
}

/// One borough among all.
pub(super) struct FunnelRow {
    pub(super) measure: String,
    pub(super) area: String,
    pub(super) ratio: String,
    pub(super) average: String,
    pub(super) inner: String,
    pub(super) outer: String,
    pub(super) position: &'static str,
}

/// All groups of one area.
pub(super) struct InequalityRow {
    pub(super) measure: String,
    pub(super) unit: String,
    pub(super) area: String,
    pub(super) lowest: String,
    pub(super) highest: String,
    pub(super) distance: String,
    pub(super) alike: String,
    pub(super) by_size: String,
}

/// One area over the phases.
pub(super) struct TrendRow {
    pub(super) measure: String,
    pub(super) area: String,
    pub(super) ratios: String,
    pub(super) per_phase: String,
    pub(super) p: String,
    pub(super) verdict: String,
}

/// The grade of the evidence beside a measure.
pub(super) struct Grade {
    pub(super) words: &'static str,
    pub(super) mark: &'static str,
    /// Name, level and reason of each aspect.
    pub(super) aspects: Vec<(String, &'static str, String)>,
}

impl Grade {
    pub(super) fn of(quality: &Quality<'_>) -> Self {
        use crate::synthesis::Level;
        Self {
            words: quality.level().grade(),
            mark: match quality.level() {
                Level::Good => "●●●",
                Level::Fair => "●●○",
                Level::Poor => "●○○",
            },
            aspects: quality
                .aspects
                .iter()
                .map(|aspect| {
                    let name = words::upper_first(aspect.name);
                    (name, aspect.level.words(), aspect.reason.clone())
                })
                .collect(),
        }
    }
}

impl Across {
    pub(super) fn of(scorecard: &Scorecard, synthesis: &Synthesis<'_>) -> Self {
        let ethnicity = &scorecard.project.ethnicity;
        let bame = ethnicity.anchors.bame;
        let mut across = Self {
            parity: Vec::new(),
            pooled: Vec::new(),
            funnels: Vec::new(),
            funnel_notes: Vec::new(),
            inequality: Vec::new(),
            trends: Vec::new(),
        };
        for of in &synthesis.measures {
            let measure = of.measure.short.as_str();
            let caution = of.measure.caution.as_deref();
            across.parity.extend(ParityCard::of((measure, caution), &of.parity, ethnicity));
            let pooled = of.pooled.as_ref();
            across.pooled.extend(pooled.map(|pooled| PooledRow::of(measure, pooled, caution)));
            if let Some(funnel) = &of.funnel {
                across.funnels.extend(FunnelRow::of(measure, funnel));
                across.funnel_notes.push(funnel_note(measure, funnel, caution));
            }
            let inequality = of.inequality.iter();
            let unit = of.measure.unit.as_str();
            across.inequality.extend(inequality.map(|found| {
                let shown = |value: f64| words::number(value, of.measure.decimals);
                InequalityRow::of((measure, unit), found, ethnicity, shown)
            }));
            let trends = of.trends.iter().filter(|trend| trend.category == bame);
            across.trends.extend(trends.map(|trend| TrendRow::of(measure, trend)));
        }
        across
    }
}

/// A p-value for a reader.
fn p_value(p: f64) -> String {
    if p < 0.001 { "below 0.001".to_owned() } else { words::number(p, 3) }
}

/// A caution after a sentence.
fn after(caution: Option<&str>) -> String {
    caution.map_or_else(String::new, |caution| format!(" {caution}"))
}

impl PooledRow {
    fn of(measure: &str, pooled: &Pooled<'_>, caution: Option<&str>) -> Self {
        let varying = &pooled.varying;
        let p = varying.heterogeneity_p.map_or_else(String::new, p_value);
        let verdict = match pooled.verdict {
            Verdict::Worse => "Taken together, worse, beyond chance.",
            Verdict::Better => "Taken together, better, beyond chance.",
            Verdict::NoClearDifference => "Taken together, no clear difference.",
            Verdict::TooFewToTell | Verdict::NotComparable(_) => "Even taken together, too few to tell.",
        };
        let differ = if pooled.differ() {
            "The boroughs differ by more than chance, so that no borough should be read from the average"
        } else {
            "No clear difference between the boroughs"
        };
        let share = words::number(varying.i_squared, 0);
        Self {
            measure: measure.to_owned(),
            boroughs: pooled.boroughs.len(),
            ratio: words::ratio(pooled.ratio.ratio()),
            interval: words::ratio_interval(pooled.ratio.interval),
            random: format!(
                "{} ({})",
                words::ratio(varying.random.ratio()),
                words::ratio_interval(varying.random.interval)
            ),
            says: format!(
                "{verdict} {differ} (Q {}, p {p}; I² {share}%).{}",
                words::number(varying.heterogeneity, 1),
                after(caution)
            ),
        }
    }
}

impl FunnelRow {
    fn of<'f>(measure: &'f str, funnel: &'f Funnel<'_>) -> impl Iterator<Item = Self> + 'f {
        funnel.places.iter().map(move |place| Self {
            measure: measure.to_owned(),
            area: place.area.name.clone(),
            ratio: words::ratio(place.ratio),
            average: words::ratio(funnel.average),
            inner: words::ratio_interval(place.inner),
            outer: words::ratio_interval(place.outer),
            position: position_words(place.position),
        })
    }
}

fn funnel_note(measure: &str, funnel: &Funnel<'_>, caution: Option<&str>) -> String {
    let dispersion = words::number(funnel.dispersion, 1);
    let widened = if funnel.between > 0.0 {
        format!("the boroughs vary {dispersion} times as much as chance explains, and the limits are widened by that")
    } else {
        "the boroughs vary no more than chance explains".to_owned()
    };
    format!("{measure}: {} boroughs have a ratio with an interval; {widened}.{}", funnel.boroughs, after(caution))
}

impl InequalityRow {
    fn of(
        (measure, unit): (&str, &str),
        found: &Inequality<'_>,
        ethnicity: &Ethnicity,
        shown: impl Fn(f64) -> String,
    ) -> Self {
        let end = |(category, value)| format!("{} {}", shown(value), ethnicity.shown(category));
        let index = |index: Option<f64>| index.map_or_else(|| "–".to_owned(), words::percentage);
        Self {
            measure: measure.to_owned(),
            unit: unit.to_owned(),
            area: found.area.name.clone(),
            lowest: end(found.lowest),
            highest: end(found.highest),
            distance: shown(found.distance),
            alike: index(found.disparity_alike),
            by_size: index(found.disparity_by_size),
        }
    }
}

impl TrendRow {
    fn of(measure: &str, trend: &Trend<'_>) -> Self {
        let ratios: Vec<String> = trend.points.iter().map(|point| words::ratio(point.ratio)).collect();
        let (per_phase, p) = trend.line.map_or_else(
            || ("–".to_owned(), "–".to_owned()),
            |line| {
                let (factor, interval) = (line.per_phase, line.interval);
                (format!("{} ({})", words::ratio(factor), words::ratio_interval(interval)), p_value(line.test.p))
            },
        );
        let mark = match trend.verdict {
            TrendVerdict::Narrowing => "● ",
            TrendVerdict::Widening => "▲ ",
            TrendVerdict::NoClearTrend | TrendVerdict::NotComparable => "",
        };
        let reason = trend.reason.map_or_else(String::new, |reason| format!(": {reason}"));
        Self {
            measure: measure.to_owned(),
            area: trend.area.name.clone(),
            ratios: ratios.join(" → "),
            per_phase,
            p,
            verdict: format!("{mark}{}{reason}", trend.verdict.words()),
        }
    }
}

impl ParityCard {
    /// None where no number of people can be given.
    fn of((measure, caution): (&str, Option<&str>), parity: &[Parity<'_>], ethnicity: &Ethnicity) -> Option<Self> {
        let bame = ethnicity.anchors.bame;
        let sentences = parity
            .iter()
            .filter(|parity| parity.line.disparity.category == bame)
            .map(|parity| sentence(parity, ethnicity))
            .collect();
        let rows = parity
            .iter()
            .map(|parity| {
                let category = parity.line.disparity.category;
                ParityRow {
                    area: parity.line.area.name.clone(),
                    group: ethnicity.shown(category).to_owned(),
                    is_aggregate: category == bame,
                    change: change(parity),
                    verdict: parity.verdict.words(),
                }
            })
            .collect();
        (!parity.is_empty()).then(|| Self {
            measure: measure.to_owned(),
            sentences,
            caution: caution.map(str::to_owned),
            rows,
        })
    }
}

/// A number of people, to so many figures.
fn about(people: f64, figures: i32) -> String {
    let people = people.abs();
    if people < 0.5 {
        return "0".to_owned();
    }
    let most = 10.0_f64.powi(figures) - 0.5;
    let mut unit = 1.0;
    while people / unit >= most {
        unit *= 10.0;
    }
    words::number((people / unit).round() * unit, 0)
}

/// Two figures, and a third where the ends of the interval would look alike.
fn figures(interval: Interval) -> i32 {
    if about(interval.lower, 2) == about(interval.upper, 2) { 3 } else { 2 }
}

fn direction(people: f64, favourable: Favourable) -> &'static str {
    if (favourable == Favourable::Lower) == (people > 0.0) { "fewer" } else { "more" }
}

/// What parity would change, from a number above 0 where the group is worse off: `640 fewer`.
fn amount(people: f64, favourable: Favourable, figures: i32) -> String {
    format!("{} {}", about(people, figures), direction(people, favourable))
}

/// The two ends of an interval that does not hold 0, the smaller number first.
fn ends(interval: Interval) -> String {
    let (first, second) = (interval.lower.abs(), interval.upper.abs());
    let shown = |end| about(end, figures(interval));
    format!("{} to {}", shown(first.min(second)), shown(first.max(second)))
}

/// The two ends of an interval that holds 0: `12 fewer to 30 more`.
fn open_ends(parity: &Parity<'_>) -> String {
    let favourable = parity.line.disparity.measure.favourable;
    let Interval { lower, upper } = parity.interval;
    if !parity.interval.contains(0.0) {
        let direction = direction(upper, favourable);
        return format!("{} {direction}", ends(parity.interval));
    }
    let [low, high] = [lower, upper].map(|end| amount(end, favourable, 2));
    match favourable {
        Favourable::Lower => format!("{high} to {low}"),
        Favourable::Higher => format!("{low} to {high}"),
    }
}

/// The number in a table.
fn change(parity: &Parity<'_>) -> String {
    match parity.verdict {
        ParityVerdict::CannotBeTold => open_ends(parity),
        ParityVerdict::Recording => "–".to_owned(),
        ParityVerdict::Short | ParityVerdict::Ahead => {
            let favourable = parity.line.disparity.measure.favourable;
            let amount = amount(parity.people, favourable, figures(parity.interval));
            format!("about {amount} ({})", ends(parity.interval))
        }
    }
}

/// What parity would mean, for somebody who leads a borough.
fn sentence(parity: &Parity<'_>, ethnicity: &Ethnicity) -> String {
    let disparity = &parity.line.disparity;
    let measure = &disparity.measure;
    let place = words::place(&parity.line.area);
    let group = ethnicity.people(disparity.category);
    let time = if parity.yearly { " a year" } else { "" };
    let noun = measure.numerator.as_ref();
    let noun = noun.map_or("people", |numerator| &numerator.words);
    // How a survey counts stands behind the number.
    let noun = noun.split_once(" (").map_or(noun, |(noun, _)| noun);
    let estimate = match parity.basis {
        Basis::Estimated => ", an estimate from the weighted numbers of the survey",
        Basis::Counted | Basis::Posts => "",
    };
    let text = match parity.verdict {
        ParityVerdict::CannotBeTold => format!(
            "In {place}, it cannot be told whether parity would mean more or fewer {noun} among {group}: anything from \
             {}{time} fits the figures{estimate}.",
            open_ends(parity)
        ),
        ParityVerdict::Recording => {
            format!("In {place}, no number of {noun} can be given for {group}.")
        }
        ParityVerdict::Short | ParityVerdict::Ahead => format!(
            "{}, there would have been about {} {noun}{time} (95% interval {}{estimate}).",
            condition(parity, ethnicity, noun),
            amount(parity.people, measure.favourable, figures(parity.interval)),
            ends(parity.interval)
        ),
    };
    match words::recording(disparity) {
        Some(recording) if parity.verdict == ParityVerdict::Recording => {
            format!("{text} {recording}")
        }
        Some(_) | None => text,
    }
}

/// What would have had to be otherwise.
fn condition(parity: &Parity<'_>, ethnicity: &Ethnicity, numerator: &str) -> String {
    let disparity = &parity.line.disparity;
    let (group, place) = (ethnicity.people(disparity.category), words::place(&parity.line.area));
    let comparator = words::comparator(ethnicity, disparity.compared_with);
    let comparator = ethnicity.people(comparator);
    let measure = &disparity.measure;
    measure.kind.rules().condition(&Condition { measure, group, comparator, place: &place, numerator })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_rounded_to_two_figures() {
        for (people, text) in
            [(0.3, "0"), (7.4, "7"), (99.4, "99"), (99.6, "100"), (642.9, "640"), (-12_849.0, "13,000")]
        {
            assert_eq!(about(people, 2), text, "{people}");
        }
    }

    #[test]
    fn ends_that_would_look_alike_have_a_third_figure() {
        let [wide, narrow] = [[560.0, 730.0], [-33_240.0, -32_610.0]].map(|[lower, upper]| Interval { lower, upper });
        assert_eq!(ends(wide), "560 to 730");
        assert_eq!(ends(narrow), "32,600 to 33,200");
    }

    #[test]
    fn parity_means_fewer_of_what_is_bad_and_more_of_what_is_good() {
        assert_eq!(amount(640.0, Favourable::Lower, 2), "640 fewer");
        assert_eq!(amount(640.0, Favourable::Higher, 2), "640 more");
        assert_eq!(amount(-12.0, Favourable::Lower, 2), "12 more");
        assert_eq!(amount(-12.0, Favourable::Higher, 2), "12 fewer");
    }
}
