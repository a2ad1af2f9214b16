"""The rows of scorecard.csv."""
import math
from dataclasses import dataclass, replace

from arithmetic import INF
from comparisons import Comparison, bounds_of_counts, compare_counts, compare_representation, compare_values, qualified
from comparisons import unknown_share, verdict_of
from counts import added, exactly
from declared import ETHNICITY
from sides import Side, part_of_aggregate, side_of
from tables import Table, share_of_population, tables_of

COUNTED = ("proportion", "rate", "standardised")


@dataclass
class Line:
    """A row of scorecard.csv with what later figures need of it."""

    table: Table
    group: str
    side: Side
    comparator: Side | None
    comparison: Comparison
    columns: dict


def groups_to_show(table):
    comparator = table.measure["comparator"]
    groups = {g for g in table.groups if g not in ("all", "unknown", "not-applicable", comparator)}
    groups = {g for g in groups if not ETHNICITY.within(table.card["classification"], comparator, g)}
    return groups | {"bame"}


def line_of(project, table, group):
    measure, name = table.measure, table.measure["comparator"]
    side = side_of(table, group)
    if side is None:
        return None
    if measure["kind"] == "representation" and not side.reason:
        comparator, result = None, compare_representation(side, *share_of_population(table, group))
    else:
        comparator = side_of(table, name) if name in table.groups else Side(reason="no-comparator")
        result = Comparison(status="")
        if side.reason:
            result.status = side.reason
        elif comparator.reason:
            result.status = comparator.reason if comparator.reason == "no-comparator" else "complete"
        elif measure["kind"] in COUNTED:
            result = compare_counts(table, side, comparator)
        else:
            result = compare_values(side, comparator)
        if measure["kind"] in COUNTED:
            result.bounds = bounds_of_counts(table, group, side, comparator)
        if measure["kind"] == "published" and result.status == "complete":
            result.status = "published"
    verdict = verdict_of(measure, result.lower, result.upper, project.settings["equivalence-band"])
    interval, band = (result.lower, INF if result.upper is None else result.upper), project.settings["equivalence-band"]
    result.qualified = qualified(measure, table.dispersion, verdict, result.ratio, interval, result.bounds, band)
    columns = {
        "qualified": ";".join(result.qualified), "population_basis": table.population_basis,
        "ratio_nearest_census": ratio_at_nearest_census(table, group, result.ratio, comparator),
        "ratio_crude": crude_ratio(table, group),
        **shown(side, "", is_share=measure["kind"] == "representation"),
        "value": side.value, "value_lower": side.lower, "value_upper": side.upper,
        "ratio": result.ratio, "ratio_lower": result.lower, "ratio_upper": finite(result.upper),
        "difference": result.difference, "difference_lower": result.difference_lower,
        "difference_upper": result.difference_upper, "p_value": result.p_value, "method": result.method,
        "verdict": verdict,
        "unknown_share": unknown_share(table) if measure["kind"] in COUNTED else None,
        "ratio_bound_low": result.bounds[0], "ratio_bound_high": result.bounds[1], "status": result.status,
        "population_year": table.population_year, "kind": measure["kind"], "source": measure["source"],
        "favourable": measure["favourable"], "indicator": measure["indicator"],
        "comparator": ETHNICITY.label[name], "area_level": project.areas[table.area]["level"],
        "area_name": project.areas[table.area]["name"], "unit": measure["unit"], "period": period_text(table),
    }
    if comparator:
        columns |= {
            **shown(comparator, "comparator_"),
            "comparator_value": comparator.value, "comparator_lower": comparator.lower,
            "comparator_upper": comparator.upper,
        }
    return Line(table, group, side, comparator, result, columns)


def crude_ratio(table, group):
    """The ratio without regard to age, beside one that allows for it."""
    if table.measure["kind"] != "standardised" or not table.crude or table.part_of_year:
        return None
    rates = []
    for group in (group, table.measure["comparator"]):
        parts = part_of_aggregate(table) if group == "bame" and group not in table.numerator else [group]
        if any(part not in counts for part in parts for counts in (table.numerator, table.crude)):
            return None
        events, people = (added([counts[part] for part in parts]) for counts in (table.numerator, table.crude))
        if not events.value and events.value != 0 or not people.value:
            return None
        rates.append(events.value / people.value)
    return rates[0] / rates[1] if rates[1] else None


def ratio_at_nearest_census(table, group, ratio, comparator):
    """The ratio over the residents of the nearest census alone."""
    if ratio is not None and table.everybody:
        nearest = replace(table, residents=table.residents_nearest, everybody=table.everybody_nearest)
        return ratio * share_of_population(table, group)[0] / share_of_population(nearest, group)[0]
    if ratio is None or not table.nearest or table.measure["kind"] == "standardised":
        return None
    now, nearest = dict(table.denominator), {g: exactly(number) for g, number in table.nearest.items()}
    if table.measure["kind"] == "survey":
        side = side_of(replace(table, denominator=nearest), group)
        return side.value / comparator.value
    groups = part_of_aggregate(table) if group == "bame" else [group]
    growth = [
        sum(now[group].value for group in side) / sum(nearest[group].value for group in side)
        for side in (groups, [table.measure["comparator"]])
    ]
    return ratio * growth[0] / growth[1]


def period_text(table):
    start, end = table.start, table.end
    if table.kind == "day":
        return start.isoformat()
    if table.kind in ("month", "months", "quarter"):
        first, last = start.isoformat()[:7], end.isoformat()[:7]
        return first if first == last else f"{first} to {last}"
    if table.kind.startswith("calendar"):
        return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    return f"{start.year}/{end.year % 100:02}"


def shown(side, prefix, is_share=False):
    """Numerator and denominator, where both are counts that are known."""
    counts = (side.numerator, side.denominator)
    known = all(count is not None and count.value is not None for count in counts) and side.reason in ("", "unreliable")
    # A published share of posts may come with the number of posts alone.
    alone = is_share and counts[0] is None and not side.reason
    numbers = [count.value if count else None for count in counts] if known or alone else [None, None]
    return {f"{prefix}numerator": numbers[0], f"{prefix}denominator": numbers[1]}


def finite(number):
    return None if number is not None and math.isinf(number) else number


def lines_of(project, residents, phase, withheld):
    """The rows in their order: by indicator, measure, area and group."""
    lines = {}
    for measure in project.measures:
        for area, table in sorted(tables_of(project, residents, measure, phase, withheld).items()):
            for group in sorted(groups_to_show(table), key=ETHNICITY.order.get):
                line = line_of(project, table, group)
                if line is not None:
                    lines[measure["id"], area, ETHNICITY.label[group]] = line
    return lines
