//! One line of a scorecard for a reader: a figure with its words, or a row of a table.

use crate::area::Area;
use crate::chart::Mark;
use crate::disparity::{Conclusion, Disparity, Reason, Verdict};
use crate::indicator::Measure;
use crate::observation::Missing;
use crate::scorecard::{Line, Scorecard, ShownMeasure};
use crate::slug::slug;
use crate::words;

use super::table::NO_NUMBER;
use super::{Figure, FigureName, Head, TableCell, TableRow};

/// The mark of a verdict with what qualifies it.
pub(super) fn mark(conclusion: &Conclusion) -> Mark {
    match conclusion.verdict() {
        _ if !conclusion.qualified().is_empty() => Mark::Qualified,
        Verdict::Worse => Mark::Worse,
        Verdict::Better => Mark::Better,
        Verdict::Higher | Verdict::Lower => Mark::Different,
        Verdict::NoClearDifference | Verdict::TooFewToTell => Mark::Unclear,
        Verdict::NotComparable(_) => Mark::Incomparable,
    }
}

/// The name of a line.
pub(super) fn name(scorecard: &Scorecard, line: &Line) -> FigureName {
    let group = scorecard.project.ethnicity.label(line.disparity.category);
    let phase = line.last_known.unwrap_or(scorecard.phase.number);
    named(phase, (&line.disparity.measure, &line.area), group)
}

fn named(phase: u32, (measure, area): (&Measure, &Area), group: &str) -> FigureName {
    FigureName { phase, measure: measure.id.clone(), area: slug(&area.name), group: slug(group) }
}

/// The section that is about a measure in a borough.
pub(super) fn section_id(scorecard: &Scorecard, borough: &Area, measure: &Measure) -> String {
    format!("phase-{}-{}-{}", scorecard.phase.number, measure.id, slug(&borough.name))
}

/// The figure of the aggregate of a measure, as it stands for a borough.
pub(super) fn aggregate(scorecard: &Scorecard, borough: &Area, shown: ShownMeasure<'_>) -> Option<Figure> {
    let first = &shown.lines().next()?.disparity;
    let (area, measure) = (shown.area, shown.measure);
    let ethnicity = &scorecard.project.ethnicity;
    let line = shown.aggregate();
    let is_wider = area.code != borough.code;
    let place = area.in_sentence();
    Some(Figure {
        name: named(
            shown.last_known().unwrap_or(scorecard.phase.number),
            (measure, area),
            ethnicity.label(ethnicity.anchors.bame),
        ),
        section: section_id(scorecard, borough, measure),
        heading: format!("{}, {}", measure.short, area.name),
        place: if is_wider { format!("not the borough: {place}") } else { place },
        is_wider,
        period: period(shown, first),
        basis: format!("{}, compared with {}", measure.unit, words::compared_with(first)),
        ratio: TableCell::number(line.and_then(|line| line.disparity.ratio), words::ratio),
        interval: line.and_then(|line| line.disparity.ratio_interval),
        conclusion: line.map(|line| line.disparity.conclusion.clone()),
        qualification: line.and_then(|line| qualification(&line.disparity)),
        sentence: line.map_or_else(
            || "The source has no figure for the aggregate; the groups stand below.".to_owned(),
            |line| words::sentence(line, ethnicity),
        ),
        groups: groups(scorecard, shown),
    })
}

/// The period of a measure, and the phase from which it is where that is an earlier one.
pub(super) fn period(shown: ShownMeasure<'_>, first: &Disparity) -> String {
    let period = first.period;
    shown.last_known().map_or_else(|| period.to_string(), |phase| format!("{period}, last known, phase {phase}"))
}

fn qualification(disparity: &Disparity) -> Option<String> {
    let is_qualified = !disparity.conclusion.qualified().is_empty();
    is_qualified.then(|| words::cautions(disparity).join(" "))
}

/// The ratios of the broad groups beside that of the aggregate, which hides their differences: those of which something
/// can be said, marked where it is qualified.
fn groups(scorecard: &Scorecard, shown: ShownMeasure<'_>) -> String {
    let ethnicity = &scorecard.project.ethnicity;
    let ratios = shown.broad().map(|line| &line.disparity).filter_map(|disparity| {
        let is_stated = disparity.conclusion.verdict().is_statement() && disparity.category != ethnicity.anchors.bame;
        let ratio = words::ratio(disparity.ratio.filter(|_| is_stated)?);
        let mark = Some(mark(&disparity.conclusion)).filter(|mark| *mark == Mark::Qualified);
        let mark = mark.map_or_else(String::new, |mark| format!("{} ", mark.symbol()));
        Some(format!("{mark}{} {ratio}", ethnicity.shown(disparity.category)))
    });
    ratios.collect::<Vec<_>>().join(" · ")
}

/// What is said of several groups, each sentence once with the groups that it is about.
pub(super) fn once(scorecard: &Scorecard, lines: &[&Line], said: impl Fn(&Disparity) -> Vec<String>) -> Vec<String> {
    let mut found: Vec<(String, Vec<&str>)> = Vec::new();
    for line in lines {
        let group = scorecard.project.ethnicity.shown(line.disparity.category);
        for text in said(&line.disparity) {
            match found.iter_mut().find(|(known, _)| *known == text) {
                Some((_, groups)) => groups.push(group),
                None => found.push((text, vec![group])),
            }
        }
    }
    let about = |groups: &[&str]| {
        if groups.len() == lines.len() && groups.len() > 1 { "All groups".to_owned() } else { groups.join(", ") }
    };
    found.into_iter().map(|(text, groups)| format!("{}: {text}", about(&groups))).collect()
}

/// The heads of a table of all groups.
pub(super) fn heads(comparator: &str) -> Vec<Head> {
    vec![
        Head::words("Group"),
        Head::numbers("Figure"),
        Head::numbers(comparator),
        Head::numbers("Ratio"),
        Head::numbers("95% interval"),
        Head::words("Verdict"),
        Head::numbers("Range left open"),
        Head::words("Phase before"),
    ]
}

/// The row of a group in a table of all groups.
pub(super) fn row(scorecard: &Scorecard, line: &Line) -> TableRow {
    let disparity = &line.disparity;
    let ethnicity = &scorecard.project.ethnicity;
    TableRow {
        figure: Some(name(scorecard, line)),
        is_emphasised: disparity.category == ethnicity.anchors.bame,
        cells: vec![
            TableCell::text(ethnicity.shown(disparity.category)),
            value(disparity),
            TableCell::number(disparity.compared_value(), |value| words::value(disparity, value)),
            ratio(disparity),
            interval(disparity),
            verdict(disparity),
            TableCell::text(range(disparity)),
            TableCell::text(line.change.as_ref().map_or_else(|| NO_NUMBER.to_owned(), words::change)),
        ],
    }
}

/// The group's figure.
pub(super) fn value(disparity: &Disparity) -> TableCell {
    let cell = TableCell::number(disparity.group.value, |value| words::value(disparity, value));
    TableCell { missing: missing(disparity), ..cell }
}

/// Why the group has no figure.
fn missing(disparity: &Disparity) -> Option<Missing> {
    match disparity.conclusion.verdict().reason()? {
        Reason::Group(missing) => Some(missing),
        Reason::NoComparator | Reason::ZeroComparator | Reason::NoInterval => None,
    }
}

/// The ratio.
pub(super) fn ratio(disparity: &Disparity) -> TableCell {
    TableCell::number(disparity.ratio, words::ratio)
}

/// The interval of the ratio.
pub(super) fn interval(disparity: &Disparity) -> TableCell {
    TableCell::interval(disparity.ratio_interval, words::ratio_interval)
}

/// The verdict with its mark and what qualifies it.
pub(super) fn verdict(disparity: &Disparity) -> TableCell {
    TableCell::text(disparity.conclusion.to_string()).marked(Some(mark(&disparity.conclusion)))
}

/// The range that unknown, hidden and rounded parts leave open, where it is more than nothing.
fn range(disparity: &Disparity) -> String {
    let (Some(low), high) = (disparity.bound_low, disparity.bound_high) else {
        return String::new();
    };
    let low = words::ratio(low);
    match high.map(words::ratio) {
        Some(high) if high == low => String::new(),
        Some(high) => format!("{low} to {high}"),
        None => format!("{low} or more"),
    }
}
