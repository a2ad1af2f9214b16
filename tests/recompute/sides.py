"""The figure of one group: its count, rate, percentage or mean, with its interval."""
import math
from dataclasses import dataclass

from arithmetic import Z, byar, garwood, rate_limits, stretched, wilson
from counts import Count, added, at_most, exactly
from tables import broad_of, left_for


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
    if table.measure["kind"] == "standardised":
        return table.measure.get("per", 1)
    return table.measure["per"] / (table.months / 12) if table.measure["kind"] == "rate" else 100


def part_of_aggregate(table):
    return [group for group in broad_of(table) if group in table.groups and group != table.measure["comparator"]]


def side_of(table, group):
    kind = table.measure["kind"]
    if table.part_of_year:
        side = Side(reason="part-of-year")
    elif kind in ("proportion", "rate", "standardised"):
        side = counted_side(table, group)
    elif kind == "representation":
        side = representation_side(table, group)
    elif group == "bame" and group not in table.values:
        side = averaged_side(table)
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
        side.lower = scale * wilson(numerator.low, denominator.high)[0]
        side.upper = scale * wilson(min(numerator.high, denominator.low), denominator.low)[1]
    elif table.measure["kind"] == "standardised":
        limits = lambda x: byar(x) if x >= 10 else garwood(x)
        low, high = limits(numerator.low)[0], limits(numerator.high)[1]
        side.lower, side.upper = scale * low / denominator.high, scale * high / denominator.low
    else:
        factor = table.dispersion or 1
        low = stretched(numerator.low, *rate_limits(numerator.low), factor)[0]
        high = stretched(numerator.high, *rate_limits(numerator.high), factor)[1]
        side.lower, side.upper = scale * low / denominator.high, scale * high / denominator.low
    return side


def representation_side(table, group):
    parts = [group] if group in table.numerator or group in table.values else part_of_aggregate(table)
    if "value" in table.measure and not any(part in table.numerator for part in parts):
        return published_share(table, parts)
    numerator, denominator = added([table.numerator[part] for part in parts]), table.denominator[parts[0]]
    low, high = wilson(numerator.value, denominator.value)
    return Side(numerator, denominator, 100 * numerator.value / denominator.value, 100 * low, 100 * high)


def published_share(table, parts):
    """A published share of posts, or the sum of several; whole counts of posts give it limits."""
    cells = [table.values[part][0] for part in parts]
    missing = [cell.reason for cell in cells if cell.reason]
    if missing:
        return Side(reason=missing[0])
    posts = table.values[parts[0]][1]
    posts = posts.value if posts is not None and not posts.reason else None
    side = Side(value=sum(cell.value for cell in cells), half=sum(cell.unit for cell in cells) / 2)
    if posts:
        side.denominator = exactly(posts)
        count = lambda share: math.floor(min(max(share, 0), 100) / 100 * posts + 0.5)
        side.lower = 100 * wilson(count(side.value - side.half), posts)[0]
        side.upper = 100 * wilson(count(side.value + side.half), posts)[1]
    return side


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
    side.value, side.half = more_precise(cell, side.numerator, side.denominator)
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


def more_precise(cell, numerator, denominator):
    """The published percentage, or that of the rounded numbers where less of it is open; with half of what is."""
    value, half = cell.value, cell.unit / 2
    if all(count is not None and count.value for count in (numerator, denominator)):
        above, below = table_half(numerator), table_half(denominator)
        if denominator.value > below:
            low = 100 * (numerator.value - above) / (denominator.value + below)
            high = 100 * (numerator.value + above) / (denominator.value - below)
            if (high - low) / 2 < half:
                return 100 * numerator.value / denominator.value, (high - low) / 2
    return value, half


def table_half(count):
    """Half of what a published estimate was rounded to."""
    return count.value - count.low


def limits_of_share(value, error):
    return max(0, value - Z * error), min(100, value + Z * error)


def averaged_side(table):
    """A survey's percentages averaged over the groups, weighted by residents."""
    parts = [(published_side(table, group), table.denominator.get(group)) for group in part_of_aggregate(table)]
    parts = [(side, weight) for side, weight in parts if not side.reason]
    if not parts or any(weight is None for _, weight in parts) or table.measure["kind"] != "survey":
        return None
    total = sum(weight.value for _, weight in parts)
    value, half = (sum(w.value * getattr(s, name) for s, w in parts) / total for name in ("value", "half"))
    side = Side(value=value, half=half)
    if all(s.error for s, _ in parts):
        side.error = math.sqrt(sum((w.value * s.error) ** 2 for s, w in parts)) / total
        side.lower, side.upper = limits_of_share(side.value, side.error)
    return side


def side_count(table, group):
    """The count of a group; that of the aggregate is the sum of its parts, which keep to the published total."""
    if group != "bame" or group in table.numerator:
        return table.numerator[group]
    parts = part_of_aggregate(table)
    return at_most(added([table.numerator[part] for part in parts]), *left_for(table, parts))
