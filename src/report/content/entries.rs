//! What follows from the figures taken together, one number an entry.

use crate::area::Area;
use crate::ethnicity::Category;
use crate::scorecard::Scorecard;
use crate::synthesis::{
    Basis, ExcessNumber, FEWEST_POOLED, Funnel, Inequality, OfMeasure, Pooled, Quality, Synthesis, Trend,
    position_words,
};
use statistics::Interval;

/// The name of all participating boroughs together.
const TOGETHER: &str = "participating boroughs";

/// One number.
#[derive(Debug, Default)]
pub(crate) struct Entry<'a> {
    /// The id of the indicator.
    pub(crate) indicator: &'a str,
    /// The id of the measure.
    pub(crate) measure: &'a str,
    /// What the number is.
    pub(crate) what: &'static str,
    /// The area.
    pub(crate) area: Option<&'a Area>,
    /// The name of several areas together.
    pub(crate) areas: String,
    /// The group.
    pub(crate) group: Option<Category>,
    /// The number.
    pub(crate) value: Option<f64>,
    /// Its interval.
    pub(crate) interval: Option<Interval>,
    /// The p-value that goes with it.
    pub(crate) p_value: Option<f64>,
    /// How it was computed.
    pub(crate) method: &'static str,
    /// What it allows one to say.
    pub(crate) verdict: &'static str,
    /// What a reader must know.
    pub(crate) note: String,
    /// What could explain away what it allows one to say.
    pub(crate) qualified: String,
}

/// All numbers, measure by measure.
pub(crate) fn entries<'a>(scorecard: &Scorecard, synthesis: &'a Synthesis<'_>) -> Vec<Entry<'a>> {
    let of_one = |of: &'a OfMeasure<'_>| {
        let identified = |entry| Entry { indicator: &of.indicator.id, measure: &of.measure.id, ..entry };
        of_measure(scorecard, of).into_iter().map(identified)
    };
    synthesis.measures.iter().flat_map(of_one).collect()
}

fn of_measure<'a>(scorecard: &Scorecard, of: &'a OfMeasure<'_>) -> Vec<Entry<'a>> {
    let bame = scorecard.project.ethnicity.anchors.bame;
    let mut entries = Vec::new();
    if let Some(pooled) = &of.pooled {
        entries.extend(of_pooled(pooled, bame));
    }
    if let Some(funnel) = &of.funnel {
        let around = scorecard.project.areas.around_boroughs();
        let boroughs = around.map_or_else(|| "boroughs".to_owned(), |area| format!("{} boroughs", area.name));
        entries.extend(of_funnel(funnel, &boroughs, bame));
    }
    for inequality in &of.inequality {
        entries.extend(of_inequality(scorecard, inequality));
    }
    entries.extend(of.trends.iter().map(of_trend));
    entries.extend(of.excess.iter().map(of_excess));
    entries.extend(of.quality.iter().map(of_quality));
    entries
}

fn names(areas: &[&Area]) -> String {
    let names: Vec<&str> = areas.iter().map(|area| area.name.as_str()).collect();
    names.join(", ")
}

const HARTUNG_KNAPP: &str = "random effects (DerSimonian-Laird), interval of Hartung and Knapp";

fn of_pooled<'a>(pooled: &Pooled<'_>, bame: Category) -> Vec<Entry<'a>> {
    let (ratio, varying) = (pooled.ratio, pooled.varying);
    let together = |what| Entry { what, areas: TOGETHER.to_owned(), group: Some(bame), ..Entry::default() };
    let mut note = names(&pooled.boroughs);
    if !pooled.left_out.is_empty() {
        let left_out = names(&pooled.left_out);
        note = format!("{note}; no ratio with an interval of their own: {left_out}");
    }
    let degrees = match varying.degrees {
        1 => "1 degree of freedom".to_owned(),
        degrees => format!("{degrees} degrees of freedom"),
    };
    let differ = if pooled.differ() { "the boroughs differ" } else { "no clear difference between the boroughs" };
    if pooled.is_weak() {
        note = format!("{note}; fewer than {FEWEST_POOLED} boroughs, so that pooling is weak");
    }
    let (random, conclusion) = (pooled.random, &pooled.conclusion);
    let verdict = |is_followed| {
        if is_followed { (conclusion.verdict().label(), conclusion.codes()) } else { Default::default() }
    };
    let [of_common, of_random] = [!pooled.differ(), pooled.differ()].map(verdict);
    vec![
        Entry {
            value: Some(ratio.ratio()),
            interval: Some(ratio.interval),
            p_value: ratio.test.map(|test| test.p),
            method: pooled.method.label(),
            verdict: of_common.0,
            qualified: of_common.1,
            note: note.clone(),
            ..together("pooled ratio")
        },
        Entry {
            value: Some(random.ratio()),
            interval: Some(random.interval),
            p_value: random.test.map(|test| test.p),
            method: HARTUNG_KNAPP,
            verdict: of_random.0,
            qualified: of_random.1,
            note,
            ..together("pooled ratio, random effects")
        },
        Entry {
            value: Some(varying.heterogeneity),
            p_value: varying.heterogeneity_p,
            method: "Cochran's Q",
            verdict: differ,
            note: degrees,
            ..together("heterogeneity Q")
        },
        Entry {
            value: Some(varying.i_squared),
            method: "(Q - degrees of freedom) / Q",
            note: "per cent of the variation that is between the boroughs".to_owned(),
            ..together("I2")
        },
    ]
}

const FUNNEL: &str = "log ratio against the random-effects average of the boroughs, limits widened by the variance \
                      between boroughs (Spiegelhalter, winsorised at 10%)";

fn of_funnel<'a>(funnel: &Funnel<'a>, boroughs: &str, bame: Category) -> Vec<Entry<'a>> {
    let of_all = |what| Entry { what, areas: boroughs.to_owned(), group: Some(bame), ..Entry::default() };
    let mut entries = vec![
        Entry {
            value: Some(funnel.average),
            method: "random effects (DerSimonian-Laird)",
            note: format!("{} boroughs with an interval", funnel.boroughs),
            ..of_all("funnel average")
        },
        Entry {
            value: Some(funnel.dispersion),
            method: "mean squared winsorised z-score",
            note: "1 where chance explains all differences between boroughs".to_owned(),
            ..of_all("funnel dispersion")
        },
        Entry {
            value: Some(funnel.between),
            method: "additive over-dispersion (Spiegelhalter)",
            note: "variance of the log ratio by which the limits are widened".to_owned(),
            ..of_all("funnel variance between boroughs")
        },
    ];
    for place in funnel.participating() {
        let (position, note) = (position_words(place.position), "the 95% limits".to_owned());
        let of_borough = |what| Entry {
            what,
            area: Some(place.area),
            group: Some(bame),
            value: Some(place.ratio),
            method: FUNNEL,
            verdict: position,
            ..Entry::default()
        };
        entries.push(Entry { interval: Some(place.inner), note, ..of_borough("funnel") });
        entries.push(Entry {
            interval: Some(place.outer),
            note: "the 99.8% limits".to_owned(),
            ..of_borough("funnel, outer limits")
        });
    }
    entries
}

fn of_inequality<'a>(scorecard: &Scorecard, found: &Inequality<'a>) -> Vec<Entry<'a>> {
    let label = |category| scorecard.project.ethnicity.label(category);
    let list = |categories: &mut dyn Iterator<Item = Category>| categories.map(label).collect::<Vec<_>>().join(", ");
    let mut note = list(&mut found.groups.iter().map(|(category, _)| *category));
    if !found.missing.is_empty() {
        let missing = list(&mut found.missing.iter().copied());
        note = format!("{note}; no figure for {missing}");
    }
    note.push_str("; chance alone makes it larger than 0");
    let weighing =
        if found.has_sizes { "each group by its size" } else { "each group alike, their sizes not being counted" };
    let entry = |what, value, method| Entry {
        what,
        area: Some(found.area),
        value,
        method,
        note: note.clone(),
        ..Entry::default()
    };
    let (high, low) = (label(found.highest.0), label(found.lowest.0));
    let mut entries = vec![
        entry(
            "index of disparity, each group alike",
            found.disparity_alike,
            "mean distance of the groups from the mean, over the mean",
        ),
        entry(
            "index of disparity, by size of group",
            found.disparity_by_size,
            "mean distance of the groups from the mean, weighted by their sizes, over the mean",
        ),
        entry(
            "variance between groups",
            found.variance,
            "mean squared distance from the mean, weighted by the sizes of the groups",
        ),
        Entry {
            group: Some(found.comparator),
            ..entry("mean distance from the comparator", Some(found.distance), weighing)
        },
        entry("range", Some(found.range()), "highest group less lowest"),
    ];
    if let Some(range) = entries.last_mut() {
        range.note = format!("highest {high}, lowest {low}; {note}");
    }
    entries.retain(|entry| entry.value.is_some());
    entries
}

fn of_trend<'a>(trend: &Trend<'a>) -> Entry<'a> {
    let phases: Vec<String> =
        trend.points.iter().map(|point| format!("phase {}: {}", point.phase, point.period)).collect();
    let mut note = phases.join(", ");
    if let Some(reason) = trend.reason {
        note = format!("{note}; {reason}");
    }
    if let Some(line) = &trend.line {
        let widened = line.scatter > line.degrees as f64;
        if widened {
            note.push_str("; interval widened, since the ratios do not lie on a line");
        }
    }
    Entry {
        what: "trend per year",
        area: Some(trend.area),
        group: Some(trend.category),
        value: trend.line.map(|line| line.per_unit),
        interval: trend.line.map(|line| line.interval),
        p_value: trend.line.and_then(|line| line.test).map(|test| test.p),
        method: "log-linear, weighted least squares on the logarithms of the ratios, Student's t",
        verdict: trend.verdict.label(),
        note,
        ..Entry::default()
    }
}

fn of_excess<'a>(excess: &ExcessNumber<'a>) -> Entry<'a> {
    let disparity = &excess.line.disparity;
    let sense = match disparity.measure.favourable {
        // Of figures that are neither good nor bad there is no excess.
        crate::indicator::Favourable::Lower | crate::indicator::Favourable::Neither => {
            "more than at the comparator's figure, below 0 fewer"
        }
        crate::indicator::Favourable::Higher => "fewer than at the comparator's figure, below 0 more",
    };
    let time = if excess.yearly { "a year" } else { "at once" };
    let basis = match excess.basis {
        Basis::Counted => String::new(),
        Basis::Estimated => "; estimate from the weighted numbers of a survey".to_owned(),
        Basis::Posts => format!("; of {}", disparity.measure.unit),
    };
    Entry {
        what: "excess number",
        area: Some(&excess.line.area),
        group: Some(disparity.category),
        value: excess.people.map(|people| people.value),
        interval: excess.people.map(|people| people.interval),
        qualified: disparity.conclusion.codes(),
        method: "difference x denominator of the group",
        verdict: excess.verdict.label(),
        note: format!("{time}: {sense}{basis}"),
        ..Entry::default()
    }
}

fn of_quality<'a>(quality: &Quality<'a>) -> Entry<'a> {
    let reasons: Vec<String> = quality
        .aspects
        .iter()
        .map(|aspect| {
            let level = aspect.level.label();
            format!("{}: {level}, {}", aspect.name, aspect.reason)
        })
        .collect();
    Entry {
        what: "quality",
        area: Some(quality.area),
        method: "the worst of five aspects",
        verdict: quality.level().grade(),
        note: reasons.join("; "),
        ..Entry::default()
    }
}
