//! `scorecard.csv`: a row for each measure, area and ethnic group.

use crate::disparity::Status;
use crate::scorecard::{Line, Scorecard};
use statistics::Interval;

use super::{DataTable, Field, Value, field, fill};

pub(super) const NAME: &str = "scorecard";

const CHANGE_VERDICT: &str = "what became of the gap, the distance of the ratio from 1: `narrowing` or `widening`, with `advantage` \
                             before it where the group fares better; `reversed`, `no clear change` or `not comparable`";

type Of = fn(&Scorecard, &&Line) -> Value;

fn lower(interval: Option<Interval>) -> Value {
    interval.map(|interval| interval.lower).into()
}

fn upper(interval: Option<Interval>) -> Value {
    interval.map(|interval| interval.upper).into()
}

pub(super) const FIELDS: [Field<Of>; 48] = [
    field("phase", "number of the phase", |scorecard, _| Some(f64::from(scorecard.phase.number)).into()),
    field("indicator", "the indicator, by the name of its file in `indicators/`", |_, line| {
        (&line.indicator.id).into()
    }),
    field("measure", "the measure, by its `id`", |_, line| (&line.disparity.measure.id).into()),
    field("area_code", "code of the area by the Office for National Statistics", |_, line| (&line.area.code).into()),
    field("area_name", "name of the area in full", |_, line| (&line.area.name).into()),
    field(
        "area_level",
        "how wide the area is: `borough`, `police-force`, `integrated-care-board`, `region` or `country`",
        |_, line| line.area.level.code().into(),
    ),
    field("period", "the time of the figures: `2017`, `2016/17`, `2017-03` or `2018-06 to 2018-11`", |_, line| {
        line.disparity.period.to_string().into()
    }),
    field("ethnic_group", "the group; `BAME` is the aggregate of all groups but the White ones", |scorecard, line| {
        scorecard.project.ethnicity.label(line.disparity.category).into()
    }),
    field("comparator", "with whom the group is compared: `White` or `White British`", |_, line| {
        line.disparity.compared_with.label().into()
    }),
    field("kind", "kind of the measure, as declared", |_, line| line.disparity.measure.kind.code().into()),
    field("unit", "unit of the values", |_, line| (&line.disparity.measure.unit).into()),
    field(
        "numerator",
        "the group's count above the line; the middle of its range where a part is hidden",
        |_, line| line.disparity.group.numerator.into(),
    ),
    field("denominator", "the group's count below the line", |_, line| line.disparity.group.denominator.into()),
    field("value", "the group's figure in the unit of the measure", |_, line| line.disparity.group.value.into()),
    field("value_lower", "lower end of the 95% interval of `value`", |_, line| lower(line.disparity.group.interval)),
    field("value_upper", "upper end of the 95% interval of `value`", |_, line| upper(line.disparity.group.interval)),
    field("comparator_numerator", "the comparator's count above the line", |_, line| {
        line.disparity.comparator.numerator.into()
    }),
    field("comparator_denominator", "the comparator's count below the line", |_, line| {
        line.disparity.comparator.denominator.into()
    }),
    field("comparator_value", "the comparator's figure in the unit of the measure", |_, line| {
        line.disparity.comparator.value.into()
    }),
    field("comparator_lower", "lower end of the 95% interval of `comparator_value`", |_, line| {
        lower(line.disparity.comparator.interval)
    }),
    field("comparator_upper", "upper end of the 95% interval of `comparator_value`", |_, line| {
        upper(line.disparity.comparator.interval)
    }),
    field("ratio", "the group's figure divided by the comparator's, from unrounded figures", |_, line| {
        line.disparity.ratio.into()
    }),
    field("ratio_lower", "lower end of the 95% interval of `ratio`", |_, line| lower(line.disparity.ratio_interval)),
    field("ratio_upper", "upper end of the 95% interval of `ratio`", |_, line| upper(line.disparity.ratio_interval)),
    field("difference", "the group's figure less the comparator's, in the unit of the measure", |_, line| {
        line.disparity.difference.into()
    }),
    field("difference_lower", "lower end of the 95% interval of `difference`", |_, line| {
        lower(line.disparity.difference_interval)
    }),
    field("difference_upper", "upper end of the 95% interval of `difference`", |_, line| {
        upper(line.disparity.difference_interval)
    }),
    field("p_value", "two-sided p-value of a ratio of 1", |_, line| line.disparity.p_value.into()),
    field(
        "p_adjusted",
        "`p_value` adjusted for the number of primary comparisons of the phase (Benjamini and Hochberg); only for those",
        |_, line| line.p_adjusted.into(),
    ),
    field("method", "how the interval of the ratio was computed", |_, line| {
        line.disparity.method.map_or(Value::Missing, |method| method.label().into())
    }),
    field("favourable", "which direction is good for people: `higher`, `lower` or `neither`", |_, line| {
        line.disparity.measure.favourable.code().into()
    }),
    field(
        "verdict",
        "`worse`, `better`, `higher`, `lower`, `no clear difference`, `too few to tell` or `not comparable`, as the interval allows",
        |_, line| line.disparity.conclusion.verdict().label().into(),
    ),
    field("unknown_share", "share of the events whose ethnic group is not known, from 0 to 1", |_, line| {
        line.disparity.unknown_share.into()
    }),
    field(
        "ratio_bound_low",
        "the least that the ratio can be when hidden, rounded and unknown parts are considered",
        |_, line| line.disparity.bound_low.into(),
    ),
    field(
        "ratio_bound_high",
        "the most that the ratio can be when these are considered; empty where nothing bounds it",
        |_, line| line.disparity.bound_high.into(),
    ),
    field(
        "status",
        "`complete`, `range` or `published`, `last-known` for a figure of an earlier phase, or why there is no figure",
        |_, line| {
            let is_figure = matches!(line.disparity.status, Status::Complete | Status::Range | Status::Published);
            let last_known = line.last_known.filter(|_| is_figure);
            last_known.map_or_else(|| line.disparity.status.label(), |_| "last-known").into()
        },
    ),
    field("population_year", "the year that the population figures stand for", |_, line| {
        line.disparity.population.as_ref().map(|population| f64::from(population.year())).into()
    }),
    field("previous_ratio", "the ratio of the phase before", |_, line| {
        line.change.map(|change| change.previous).into()
    }),
    field("change", "the ratio divided by `previous_ratio`, where the two are comparable", |_, line| {
        line.change.and_then(|change| change.ratio).into()
    }),
    field("change_lower", "lower end of the 95% interval of `change`", |_, line| {
        lower(line.change.and_then(|change| change.interval))
    }),
    field("change_upper", "upper end of the 95% interval of `change`", |_, line| {
        upper(line.change.and_then(|change| change.interval))
    }),
    field("change_verdict", CHANGE_VERDICT, |_, line| {
        line.change.map_or(Value::Missing, |change| change.verdict.label().into())
    }),
    field("source", "the source, by the name of its folder in `data/`", |_, line| {
        (&line.disparity.measure.source).into()
    }),
    field("note", "what a reader of the figure must know", |_, line| notes(line).into()),
    field(
        "qualified",
        "what could explain the verdict away: `recording`, `age`, `small-gap`, `repeat-events` or `denominator`; several \
         with `;`",
        |_, line| line.disparity.conclusion.codes().into(),
    ),
    field(
        "population_basis",
        "what the population figures stand on, and how far the middle of the period lies from it",
        |_, line| {
            let population = line.disparity.population.as_ref();
            population.map(ToString::to_string).unwrap_or_default().into()
        },
    ),
    field(
        "ratio_nearest_census",
        "the ratio with the population table alone that is nearest to the period",
        |_, line| line.disparity.ratio_nearest.into(),
    ),
    field("ratio_crude", "the ratio without regard to age, beside one that allows for it", |_, line| {
        line.disparity.ratio_crude.into()
    }),
];

pub(super) fn table(scorecard: &Scorecard) -> DataTable {
    fill(NAME, &FIELDS, scorecard, scorecard.all_lines())
}

fn notes(line: &Line) -> String {
    let earlier = line.last_known.map(|phase| format!("last known, phase {phase}"));
    let notes = line.disparity.notes.iter().map(ToString::to_string);
    earlier.into_iter().chain(notes).collect::<Vec<_>>().join("; ")
}
