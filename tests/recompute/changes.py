"""Changes since the phase before, and p-values adjusted for the number of comparisons."""
import math

from arithmetic import Z, benjamini_hochberg, log_normal
from declared import ETHNICITY


def log_error(lower, upper):
    """The standard error of a logarithm from the width of its interval, where it has both ends."""
    if not lower or not upper or math.isinf(upper):
        return None
    return (math.log(upper) - math.log(lower)) / (2 * Z)


def mean_the_same(first, second):
    """Ratios of the same census or series of residents, kind and length of period are comparable."""
    length = lambda table: (table.end.year - table.start.year) * 12 + table.end.month - table.start.month
    year = lambda table: None if table.nearest else table.population_year
    return (year(first), first.kind, length(first)) == (year(second), second.kind, length(second))


def log_ratio(comparison):
    """The logarithm of a ratio and its error: from the counts where all are known, from its interval otherwise."""
    if not comparison.ratio or comparison.lower is None:
        return None
    error = comparison.error or log_error(comparison.lower, comparison.upper)
    return (math.log(comparison.ratio), error) if error else None


CHANGES = ("previous_ratio", "change", "change_lower", "change_upper", "change_verdict")


def compare_with_before(line, before):
    columns = dict.fromkeys(CHANGES)
    line.columns |= columns
    now, then = line.comparison, before.comparison if before else None
    if now.ratio is None or then is None or then.ratio is None:
        return
    line.columns["previous_ratio"], line.columns["change_verdict"] = then.ratio, "not comparable"
    if not now.ratio or not then.ratio or None in (now.lower, then.lower) or not mean_the_same(line.table, before.table):
        return
    line.columns["change"] = change = now.ratio / then.ratio
    first, last = log_ratio(then), log_ratio(now)
    if first and last:
        lower, upper, _ = log_normal(change, math.hypot(first[1], last[1]))
        verdict = gap_verdict(first, last, line.table.measure["favourable"])
        if line.table.measure["favourable"] == "neither":
            verdict = direction_of(lower, upper)
        line.columns |= {"change_lower": lower, "change_upper": upper, "change_verdict": verdict}


def direction_of(lower, upper):
    """Where neither direction is good or bad, the ratio alone rises or falls."""
    return "rose" if lower > 1 else "fell" if upper < 1 else "no clear change"


def side_of_one(logarithm, error, z=Z):
    """The side of 1 on which a ratio lies beyond doubt: 1, -1, or 0 where that is in doubt."""
    return 0 if abs(logarithm) <= z * error else math.copysign(1, logarithm)


def gap_verdict(first, last, favourable):
    """What became of the gap, the distance of the ratio from 1, between two logarithms with their errors."""
    if side_of_one(*first) * side_of_one(*last) < 0:
        return "reversed"
    change = side_of_one(abs(last[0]) - abs(first[0]), math.hypot(first[1], last[1]))
    return gap_named(change, first[0], last[0], favourable)


def gap_named(change, first, last, favourable):
    if change == 0:
        return "no clear change"
    further = max(first, last, key=abs)
    advantage = (further > 0) == (favourable == "higher")
    return ("advantage " if advantage else "") + ("narrowing" if change < 0 else "widening")


def standing_for(project, phase, lines, measure):
    """For each borough that heads the report the area whose figure stands for it: its own, or the finest wider one."""
    codes = {row["name"]: code for code, row in project.areas.items() if row["level"] == "borough"}
    areas = []
    for borough in (codes[name] for name in phase["boroughs"]):
        for area in [borough, *project.wider(borough)]:
            groups = [line for (m, a, _), line in lines.items() if (m, a) == (measure["id"], area)]
            if any(line.comparison.ratio is not None for line in groups):
                areas.append(area)
                break
        else:
            areas += [area for area in [borough, *project.wider(borough)] if (measure["id"], area) in
                      {(m, a) for m, a, _ in lines}][:1]
    return list(dict.fromkeys(areas))


def adjust(project, phase, lines):
    family = []
    for measure in project.measures:
        for area in standing_for(project, phase, lines, measure):
            line = lines.get((measure["id"], area, ETHNICITY.label["bame"]))
            if line and line.comparison.p_value is not None:
                family.append(line)
    adjusted = benjamini_hochberg([line.comparison.p_value for line in family])
    for line in lines.values():
        line.columns["p_adjusted"] = None
    for line, value in zip(family, adjusted):
        line.columns["p_adjusted"] = value
