"""The rows of scorecard.csv: the figure of a group, and its comparison with the comparator."""
import math
from dataclasses import dataclass

from arithmetic import INF, Z, byar, katz_error, koopman, log_normal, rate_limits, rates_score, square_and_add, wald_error, wilson
from counts import Count, Table, added, left_for, parts_of_total, tables_of
from declared import ETHNICITY


@dataclass
class Side:
    """The figure of a group, or why it has none. `value`, `lower` and `upper` are in the unit of the measure."""

    numerator: Count | None = None
    denominator: Count | None = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    error: float | None = None
    half: float = 0.0  # what rounding of a published value leaves open
    reason: str = ""


def scale_of(table):
    return table.measure["per"] / (table.months / 12) if table.measure["kind"] == "rate" else 100


def part_of_aggregate(table):
    broad = ETHNICITY.lists[table.card["classification"]].broad
    return [group for group in broad if group in table.groups and group != table.measure["comparator"]]


def side_of(table, group, residents):
    kind = table.measure["kind"]
    if kind in ("proportion", "rate"):
        side = counted_side(table, group)
    elif kind == "representation":
        side = representation_side(table, group)
    elif group == "bame" and group not in table.values:
        side = averaged_side(table, residents)
    else:
        side = published_side(table, group)
    return side


def counted_side(table, group):
    numerator, denominator = table.numerator.get(group), table.denominator.get(group)
    if group == "bame":
        parts = part_of_aggregate(table)
        numerator = side_count(table, group)
        if all(part in table.denominator for part in parts):
            denominator = added([table.denominator[part] for part in parts])
    side = Side(numerator, denominator)
    if denominator is None or denominator.value is None:
        side.reason = (denominator.reason if denominator else "not-available")
    elif numerator.value is None:
        side.reason = numerator.reason
    elif denominator.value == 0:
        side.reason = "not-applicable"
    if side.reason:
        return side
    scale, people = scale_of(table), denominator.value
    side.value = scale * numerator.value / people
    if table.measure["kind"] == "proportion":
        side.lower, side.upper = scale * wilson(numerator.low, people)[0], scale * wilson(numerator.high, people)[1]
    else:
        low, high = rate_limits(numerator.low)[0], rate_limits(numerator.high)[1]
        side.lower, side.upper = scale * low / people, scale * high / people
    return side


def representation_side(table, group):
    numerator, denominator = table.numerator[group], table.denominator[group]
    low, high = wilson(numerator.value, denominator.value)
    return Side(numerator, denominator, 100 * numerator.value / denominator.value, 100 * low, 100 * high)


def published_side(table, group):
    cell, error = table.values.get(group, (None, None))
    side = Side(table.numerator.get(group), table.denominator.get(group))
    if cell is None:
        side.reason = "no-comparator"
        return side
    side.reason = cell.reason
    if not cell.reason and error is not None and error.reason == "unreliable":
        side.reason = "unreliable"
    if side.reason:
        return side
    side.value, side.half = cell.value, cell.unit / 2
    counts = (side.numerator, side.denominator)
    if all(count is not None and count.value for count in counts):
        side.value = 100 * side.numerator.value / side.denominator.value
    if error is not None and not error.reason:
        kind = next(key for key in ("half-width", "standard-error", "sample-size") if key in table.measure["value"])
        if kind == "half-width":
            side.error = error.value / Z
        elif kind == "standard-error":
            side.error = error.value
        else:
            side.error = math.sqrt(side.value * (100 - side.value) / error.value)
    if side.error:
        side.lower, side.upper = limits_of_share(side.value, side.error)
    return side


def limits_of_share(value, error):
    return max(0, value - Z * error), min(100, value + Z * error)


def averaged_side(table, residents):
    """A survey's percentages averaged over the groups, weighted by residents."""
    parts = [(published_side(table, group), table.denominator.get(group)) for group in part_of_aggregate(table)]
    parts = [(side, weight) for side, weight in parts if not side.reason]
    if not parts or any(weight is None for _, weight in parts) or table.measure["kind"] != "survey":
        return None
    total = sum(weight.value for _, weight in parts)
    side = Side(value=sum(w.value * s.value for s, w in parts) / total, half=sum(w.value * s.half for s, w in parts) / total)
    if all(s.error for s, _ in parts):
        side.error = math.sqrt(sum((w.value * s.error) ** 2 for s, w in parts)) / total
        side.lower, side.upper = limits_of_share(side.value, side.error)
    return side


@dataclass
class Comparison:
    ratio: float | None = None
    lower: float | None = None
    upper: float | None = None
    difference: float | None = None
    difference_lower: float | None = None
    difference_upper: float | None = None
    p_value: float | None = None
    method: str = ""
    error: float | None = None  # of the logarithm of the ratio
    bounds: tuple = (None, None)
    status: str = "complete"


def ratio_of_counts(kind, low, high):
    """Interval, p-value and method of a ratio between two ends, each (x1, n1, x2, n2); the same where nothing is hidden."""
    cells = [x for end in (low, high) for x in (end[0], end[2])]
    if kind == "proportion":
        cells += [n - x for end in (low, high) for x, n in ((end[0], end[1]), (end[2], end[3]))]
        many, method = min(cells) >= 30, ("log-normal (Katz)", "score (Koopman)")
    else:
        many, method = min(cells) >= 10, ("log-normal (Wald)", "score")

    def interval(x1, n1, x2, n2):
        if many:
            error = katz_error(x1, n1, x2, n2) if kind == "proportion" else wald_error(x1, x2)
            return log_normal(x1 / n1 / (x2 / n2), error)
        return koopman(x1, n1, x2, n2) if kind == "proportion" else rates_score(x1, n1, x2, n2)

    first, last = interval(*low), interval(*high)
    ratios = [end[0] / end[1] / (end[2] / end[3]) for end in (low, high)]
    p_value = 1.0 if ratios[0] <= 1 <= ratios[1] and low != high else max(first[2], last[2])
    return first[0], last[1], p_value, method[0 if many else 1]


def compare_counts(table, group, comparator):
    n1, n2 = group.denominator.value, comparator.denominator.value
    result = Comparison(status="range" if group.numerator.is_range or comparator.numerator.is_range else "complete")
    if comparator.value == 0:
        result.status = "zero-comparator"
        return result
    result.ratio, result.difference = group.value / comparator.value, group.value - comparator.value
    low = (group.numerator.low, n1, comparator.numerator.high, n2)
    high = (group.numerator.high, n1, comparator.numerator.low, n2)
    result.lower, result.upper, result.p_value, result.method = ratio_of_counts(table.measure["kind"], low, high)
    result.difference_lower = difference_end(table, low)[0]
    result.difference_upper = difference_end(table, high)[1]
    x1, x2 = group.numerator.value, comparator.numerator.value
    if low == high and x1 and x2:
        result.error = katz_error(x1, n1, x2, n2) if table.measure["kind"] == "proportion" else wald_error(x1, x2)
    return result


def difference_end(table, end):
    scale, kind = scale_of(table), table.measure["kind"]
    sides = []
    for at in (0, 2):
        x, n = end[at], end[at + 1]
        if kind == "proportion":
            lower, upper = (scale * limit for limit in wilson(x, n))
        else:
            lower, upper = (scale * limit / n for limit in rate_limits(x))
        sides.append((scale * x / n, lower, upper))
    return square_and_add(*sides)


def compare_values(group, comparator):
    result = Comparison(method="value without an interval")
    if comparator.value == 0:
        result.status = "zero-comparator"
        return result
    result.ratio, result.difference = group.value / comparator.value, group.value - comparator.value
    if group.error and comparator.error:
        result.method = "delta method on the logarithm"
        result.error = math.hypot(group.error / group.value, comparator.error / comparator.value)
        result.lower, result.upper, result.p_value = log_normal(result.ratio, result.error)
        width = Z * math.hypot(group.error, comparator.error)
        result.difference_lower, result.difference_upper = result.difference - width, result.difference + width
    result.bounds = (
        (group.value - group.half) / (comparator.value + comparator.half),
        (group.value + group.half) / (comparator.value - comparator.half),
    )
    return result


def compare_representation(table, group, cell):
    half, share = cell.unit / 2, cell.value
    return Comparison(
        group.value / share, group.lower / share, group.upper / share,
        group.value - share, group.lower - share, group.upper - share,
        method="Wilson score", bounds=(group.value / (share + half), group.value / (share - half)),
    )


def bounds_of_counts(table, group, side, comparator):
    """What the ratio could be if all that is not known went to one side or to the other."""
    if side.numerator is None or comparator.numerator is None:
        return None, None
    if side.numerator.reason not in ("", "suppressed") or comparator.numerator.reason not in ("", "suppressed"):
        return None, None
    if any(d is None or not d.value for d in (side.denominator, comparator.denominator)):
        return None, None
    name, n1, n2 = table.measure["comparator"], side.denominator.value, comparator.denominator.value
    unknown = "unknown" if "unknown" in table.numerator else None
    most_of_other = most_together(table, [name, unknown], n2)
    most_of_group = most_together(table, [group, unknown], n1)
    low = side.numerator.least / n1 / (most_of_other / n2) if most_of_other else None
    least = comparator.numerator.least
    high = most_of_group / n1 / (least / n2) if least and most_of_group < INF else None
    if most_of_group == INF:
        return (None, None)
    return low, high


def most_together(table, groups, people):
    """The most that some groups can have between them: their own limits, and what the total leaves over."""
    counts = [side_count(table, group) for group in groups if group]
    most = sum(count.most for count in counts)
    broad = {g for group in groups if group for g in (part_of_aggregate(table) if group == "bame" else [group])}
    if any(table.numerator[group].reason == "suppressed" for group in broad if group in table.numerator):
        most = min(most, left_for(table, broad))
    return min(most, people) if table.measure["kind"] == "proportion" else most


def side_count(table, group):
    """The count of a group; that of the aggregate is the sum of its parts, which together keep to the published total."""
    if group != "bame" or group in table.numerator:
        return table.numerator[group]
    parts = part_of_aggregate(table)
    count = added([table.numerator[part] for part in parts])
    left_over = left_for(table, parts)
    if count.value is not None and count.high > left_over:
        count.high = left_over
        count.value = (count.low + count.high) / 2
    return count


def unknown_share(table):
    unknown = table.numerator.get("unknown")
    if unknown is None or unknown.value is None:
        return None
    names = {*ETHNICITY.lists[table.card["classification"]].broad, "unknown"}
    counts = [count for group, count in table.numerator.items() if group in names]
    total = sum(count.value for count in counts if not count.reason)
    if any(count.reason for count in counts):
        published = table.numerator.get("all")
        total = published.value if published else None
    return unknown.value / total if total else None


def verdict_of(measure, lower, upper, band):
    if lower is None and upper is None:
        return "not comparable"
    upper = INF if upper is None else upper
    if lower > 1:
        return "worse" if measure["favourable"] == "lower" else "better"
    if upper < 1:
        return "better" if measure["favourable"] == "lower" else "worse"
    return "no clear difference" if band[0] <= lower and upper <= band[1] else "too few to tell"


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


def line_of(project, residents, table, group):
    measure, name = table.measure, table.measure["comparator"]
    side = side_of(table, group, residents)
    if side is None:
        return None
    if measure["kind"] == "representation":
        comparator, result = None, compare_representation(table, side, table.population[group])
    else:
        comparator = side_of(table, name, residents) if name in table.groups else Side(reason="no-comparator")
        result = Comparison(status="")
        if side.reason:
            result.status = side.reason
        elif comparator.reason:
            result.status = comparator.reason if comparator.reason == "no-comparator" else "complete"
        elif measure["kind"] in ("proportion", "rate"):
            result = compare_counts(table, side, comparator)
        else:
            result = compare_values(side, comparator)
        if measure["kind"] in ("proportion", "rate"):
            result.bounds = bounds_of_counts(table, group, side, comparator)
        if measure["kind"] == "published" and result.status == "complete":
            result.status = "published"
    columns = {
        **shown(side, ""),
        "value": side.value, "value_lower": side.lower, "value_upper": side.upper,
        "ratio": result.ratio, "ratio_lower": result.lower, "ratio_upper": finite(result.upper),
        "difference": result.difference, "difference_lower": result.difference_lower,
        "difference_upper": result.difference_upper, "p_value": result.p_value, "method": result.method,
        "verdict": verdict_of(measure, result.lower, result.upper, project.settings["equivalence-band"]),
        "unknown_share": unknown_share(table) if "numerator" in measure else None,
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


def period_text(table):
    start, end = table.start, table.end
    if table.kind == "day":
        return start.isoformat()
    if table.kind == "month":
        first, last = start.isoformat()[:7], end.isoformat()[:7]
        return first if first == last else f"{first} to {last}"
    if table.kind.startswith("calendar"):
        return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    return f"{start.year}/{end.year % 100:02}"


def shown(side, prefix):
    """Numerator and denominator, where both are counts that are known."""
    counts = (side.numerator, side.denominator)
    known = all(count is not None and count.value is not None for count in counts) and side.reason in ("", "unreliable")
    numbers = [count.value for count in counts] if known else [None, None]
    return {f"{prefix}numerator": numbers[0], f"{prefix}denominator": numbers[1]}


def finite(number):
    return None if number is not None and math.isinf(number) else number


def lines_of(project, residents, phase, withheld):
    """The rows in their order: by indicator, measure, area and group."""
    lines = {}
    for measure in project.measures:
        for area, table in sorted(tables_of(project, residents, measure, phase, withheld).items()):
            for group in sorted(groups_to_show(table), key=ETHNICITY.order.get):
                line = line_of(project, residents, table, group)
                if line is not None:
                    lines[measure["id"], area, ETHNICITY.label[group]] = line
    return lines
