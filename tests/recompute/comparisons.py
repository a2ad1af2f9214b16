"""The comparison of a group with the comparator: ratio, interval, p-value, range left open, verdict, qualifications."""
import math
from dataclasses import dataclass, field

from arithmetic import INF, Z, katz_error, koopman, log_normal, quantile_of, rate_limits, rates_exact, rates_score, square_and_add
from arithmetic import byar, garwood, stretched, two_sided, wald_error, wilson
from sides import part_of_aggregate, scale_of, side_count
from tables import broad_of, is_protected, left_for


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
    qualified: list = field(default_factory=list)


def ratio_of_counts(kind, low, high, dispersion):
    """Interval, p-value and method of a ratio between two ends, each (x1, n1, x2, n2), which may be the same."""
    cells = [x for end in (low, high) for x in (end[0], end[2])]
    if kind == "proportion":
        cells += [n - x for end in (low, high) for x, n in ((end[0], end[1]), (end[2], end[3]))]
        many, method = min(cells) >= 30, ("log-normal (Katz)", "score (Koopman)")
    else:
        few = "exact, given the total of events" if kind == "standardised" else "score"
        many, method = min(cells) >= 10, ("log-normal (Wald)", few)

    def interval(x1, n1, x2, n2):
        if dispersion > 1:
            return dispersed_ratio(x1, n1, x2, n2, dispersion)
        if many:
            error = katz_error(x1, n1, x2, n2) if kind == "proportion" else wald_error(x1, x2)
            return log_normal(x1 / n1 / (x2 / n2), error)
        few = {"proportion": koopman, "standardised": rates_exact}.get(kind, rates_score)
        return few(x1, n1, x2, n2)

    first, last = interval(*low), interval(*high)
    ratios = [end[0] / end[1] / (end[2] / end[3]) for end in (low, high)]
    p_value = 1.0 if ratios[0] <= 1 <= ratios[1] and low != high else max(first[2], last[2])
    name = method[0 if many else 1]
    if dispersion > 1:
        name = "log-normal" if all(cells) else "score"
        name += ", widened by the dispersion of the counts"
    return first[0], last[1], p_value, name


def dispersed_ratio(x1, t1, x2, t2, dispersion):
    """A ratio of repeated events: the error of the logarithm, or without events the score limits, widened."""
    ratio = x1 / t1 / (x2 / t2) if x2 else INF
    if x1 and x2:
        return log_normal(ratio, math.sqrt(dispersion) * wald_error(x1, x2))
    lower, upper, p_value = rates_score(x1, t1, x2, t2)
    if x2:
        lower, upper = stretched(ratio, lower, upper, dispersion)
    return lower, upper, two_sided(quantile_of(p_value) / math.sqrt(dispersion))


def compare_counts(table, group, comparator):
    n1, n2 = group.denominator.value, comparator.denominator.value
    result = Comparison(status="range" if group.numerator.is_open or comparator.numerator.is_open else "complete")
    d1, d2 = group.denominator, comparator.denominator
    low = (group.numerator.low, d1.high, comparator.numerator.high, d2.low)
    high = (group.numerator.high, d1.low, comparator.numerator.low, d2.high)
    if comparator.value == 0:
        result.status, result.method = "zero-comparator", "value without an interval"
        result.difference = group.value
        result.difference_lower = difference_end(table, low)[0]
        result.difference_upper = difference_end(table, high)[1]
        return result
    result.ratio, result.difference = group.value / comparator.value, group.value - comparator.value
    result.lower, result.upper, result.p_value, result.method = ratio_of_counts(
        table.measure["kind"], low, high, table.dispersion or 1
    )
    result.difference_lower = difference_end(table, low)[0]
    result.difference_upper = difference_end(table, high)[1]
    x1, x2 = group.numerator.value, comparator.numerator.value
    if result.status == "complete" and low == high and x1 and x2:
        result.error = katz_error(x1, n1, x2, n2) if table.measure["kind"] == "proportion" else wald_error(x1, x2)
        result.error *= math.sqrt(table.dispersion or 1)
    return result


def difference_end(table, end):
    scale, kind = scale_of(table), table.measure["kind"]
    sides = []
    for at in (0, 2):
        x, n = end[at], end[at + 1]
        if kind == "proportion":
            lower, upper = (scale * limit for limit in wilson(x, n))
        elif kind == "standardised":
            lower, upper = (scale * limit / n for limit in (byar(x) if x >= 10 else garwood(x)))
        else:
            lower, upper = (scale * limit / n for limit in stretched(x, *rate_limits(x), table.dispersion or 1))
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


def compare_representation(group, share, half):
    """Shares of posts over a share of the population that is known to `half`."""
    if not share:
        return Comparison()
    has_limits = group.lower is not None
    over = lambda number: number / share if has_limits else None
    less = lambda number: number - share if has_limits else None
    least, most = max(0, group.value - group.half), group.value + group.half
    return Comparison(
        group.value / share, over(group.lower) if has_limits else None, over(group.upper) if has_limits else None,
        group.value - share, less(group.lower) if has_limits else None, less(group.upper) if has_limits else None,
        method="Wilson score" if has_limits else "value without an interval",
        bounds=(least / (share + half), most / (share - half)),
        status="complete" if has_limits or group.denominator is not None else "published",
    )


def bounds_of_counts(table, group, side, comparator):
    """What the ratio could be if all that is not known went to one side or to the other."""
    if side.numerator is None or comparator.numerator is None:
        return None, None
    if side.numerator.reason not in ("", "suppressed") or comparator.numerator.reason not in ("", "suppressed"):
        return None, None
    if side.numerator.reason and is_protected(table):
        return None, None  # A hidden count of one's own looks the same as one that is withheld.
    if any(d is None or not d.value for d in (side.denominator, comparator.denominator)):
        return None, None
    name, n1, n2 = table.measure["comparator"], side.denominator.value, comparator.denominator.value
    unknown = "unknown" if "unknown" in table.numerator else None
    d1, d2 = side.denominator, comparator.denominator
    most_of_other = most_together(table, [name, unknown], d2.low)
    most_of_group = most_together(table, [group, unknown], d1.low)
    low = side.numerator.low / d1.high / (most_of_other / d2.low) if most_of_other else None
    least = comparator.numerator.low
    high = most_of_group / d1.low / (least / d2.high) if least and most_of_group < INF else None
    if most_of_group == INF:
        return (None, None)
    return low, high


def most_together(table, groups, people):
    """The most that some groups can have between them: their own limits, and what the total leaves over."""
    counts = [side_count(table, group) for group in groups if group]
    most = sum(count.high for count in counts)
    broad = {g for group in groups if group for g in (part_of_aggregate(table) if group == "bame" else [group])}
    if any(count.is_open for count in counts):
        most = min(most, left_for(table, broad)[1])
    return min(most, people) if table.measure["kind"] == "proportion" else most


def unknown_share(table):
    unknown = table.numerator.get("unknown")
    if unknown is None or unknown.value is None:
        return None
    names = {*broad_of(table), "unknown"}
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
    if measure["favourable"] == "neither" and (lower > 1 or upper < 1):
        return "higher" if lower > 1 else "lower"
    if lower > 1:
        return "worse" if measure["favourable"] == "lower" else "better"
    if upper < 1:
        return "better" if measure["favourable"] == "lower" else "worse"
    return "no clear difference" if band[0] <= lower and upper <= band[1] else "too few to tell"


QUALIFICATIONS = ("recording", "age", "small-gap", "repeat-events", "denominator")


def undone(verdict, lower, low, high, band):
    """Whether what is said of a ratio could not be said of one anywhere between two."""
    if verdict in ("worse", "better", "higher", "lower"):
        return low <= 1 if lower > 1 else high >= 1
    return verdict == "no clear difference" and (low < band[0] or high > band[1])


def qualified(measure, dispersion, verdict, ratio, interval, bounds, band):
    """What could explain a verdict away, in the order of the list."""
    found, (lower, upper) = set(), interval
    if verdict not in ("worse", "better", "higher", "lower", "no clear difference"):
        return []
    high = INF if bounds[1] is None else bounds[1]
    if bounds[0] is not None and undone(verdict, lower, bounds[0], high, band):
        found.add("recording")
    for declared in measure.get("qualified-by", ()):
        factor = declared.get("factor", INF)
        if undone(verdict, lower, lower / factor, upper * factor, band):
            found.add(declared["what"])
    if measure.get("age-sensitive"):
        found.add("age")
    if verdict != "no clear difference" and band[0] <= lower and upper <= band[1]:
        found.add("small-gap")
    if measure.get("repeatable") and dispersion is None:
        if undone(verdict, lower, *stretched(ratio, lower, upper, 2), band):
            found.add("repeat-events")
    return [name for name in QUALIFICATIONS if name in found]
