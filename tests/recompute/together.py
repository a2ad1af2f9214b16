"""Figures that take several rows together: changes, many comparisons, and the rows of synthesis.csv."""
import math

from arithmetic import INF, Z, Z_OUTER, benjamini_hochberg, chi_squared_tail, log_normal
from declared import ETHNICITY
from figures import Comparison, scale_of, verdict_of


def log_error(lower, upper):
    """The standard error of a logarithm from the width of its interval, where it has both ends."""
    if not lower or not upper or math.isinf(upper):
        return None
    return (math.log(upper) - math.log(lower)) / (2 * Z)


def mean_the_same(first, second):
    """Ratios of the same census, kind and length of period are comparable."""
    length = lambda table: (table.end.year - table.start.year) * 12 + table.end.month - table.start.month
    return (first.population_year, first.kind, length(first)) == (second.population_year, second.kind, length(second))


def compare_with_before(line, before):
    columns = dict.fromkeys(("previous_ratio", "change", "change_lower", "change_upper", "change_verdict"))
    line.columns |= columns
    now, then = line.comparison, before.comparison if before else None
    if now.ratio is None or then is None or then.ratio is None:
        return
    line.columns["previous_ratio"], line.columns["change_verdict"] = then.ratio, "not comparable"
    errors = [log_error(c.lower, c.upper) for c in (now, then)]
    if None in errors or not mean_the_same(line.table, before.table):
        return
    change = now.ratio / then.ratio
    lower, upper, _ = log_normal(change, math.hypot(*errors))
    closer = abs(math.log(now.ratio)) < abs(math.log(then.ratio))
    verdict = "no clear change" if lower <= 1 <= upper else "narrowing" if closer else "widening"
    line.columns |= {"change": change, "change_lower": lower, "change_upper": upper, "change_verdict": verdict}


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


def synthesis_of(project, phase, lines, history):
    rows = {}
    for measure in project.measures:
        standing = standing_for(project, phase, lines, measure)
        pooled_rows(project, phase, lines, measure, rows)
        funnel_rows(project, phase, lines, measure, rows)
        for area in standing:
            here = {line.group: line for (m, a, _), line in lines.items() if (m, a) == (measure["id"], area)}
            inequality_rows(project, measure, area, here, rows)
            trend_rows(measure, area, here, history, rows)
            excess_rows(measure, area, here, rows)
            grade_row(project, measure, area, here, rows)
    return rows


def aggregate_lines(project, lines, measure, boroughs):
    """The aggregate's lines of boroughs that have a ratio of their own with an interval, and the errors of their logarithms."""
    found = []
    for borough in boroughs:
        line = lines.get((measure["id"], borough, ETHNICITY.label["bame"]))
        if line and line.comparison.ratio and line.comparison.lower is not None:
            error = line.comparison.error or log_error(line.comparison.lower, line.comparison.upper)
            if error:
                found.append((line, error))
    return found


def pooled_rows(project, phase, lines, measure, rows):
    codes = {row["name"]: code for code, row in project.areas.items()}
    found = aggregate_lines(project, lines, measure, [codes[name] for name in phase["boroughs"]])
    if len(found) < 2:
        return
    key = lambda what: (measure["id"], what, "", ETHNICITY.label["bame"])
    logs, weights = [math.log(line.comparison.ratio) for line, _ in found], [1 / error**2 for _, error in found]
    centre = sum(w * y for w, y in zip(weights, logs)) / sum(weights)
    value, error = math.exp(centre), 1 / math.sqrt(sum(weights))
    if measure["kind"] == "proportion" and all(line.comparison.status == "complete" for line, _ in found):
        value, error = mantel_haenszel([four_numbers(line) for line, _ in found])
    lower, upper, p_value = log_normal(value, error)
    band = project.settings["equivalence-band"]
    rows[key("pooled ratio")] = {
        "value": value, "lower": lower, "upper": upper, "p_value": p_value,
        "verdict": verdict_of(measure, lower, upper, band),
    }
    df = len(found) - 1
    q = sum(w * (y - centre) ** 2 for w, y in zip(weights, logs))
    tau2 = max(0, (q - df) / (sum(weights) - sum(w * w for w in weights) / sum(weights)))
    wider = [1 / (1 / w + tau2) for w in weights]
    random = sum(w * y for w, y in zip(wider, logs)) / sum(wider)
    lower, upper, p_value = log_normal(math.exp(random), 1 / math.sqrt(sum(wider)))
    rows[key("pooled ratio, random effects")] = {
        "value": math.exp(random), "lower": lower, "upper": upper, "p_value": p_value, "verdict": None,
    }
    p_value = chi_squared_tail(q, df)
    differ = "the boroughs differ" if p_value < 0.05 else "no clear difference between the boroughs"
    rows[key("heterogeneity Q")] = {"value": q, "lower": None, "upper": None, "p_value": p_value, "verdict": differ}
    rows[key("I2")] = {"value": max(0, 100 * (q - df) / q) if q else 0, "p_value": None}


def four_numbers(line):
    return (
        line.side.numerator.value, line.side.denominator.value,
        line.comparator.numerator.value, line.comparator.denominator.value,
    )


def mantel_haenszel(strata):
    """The common risk ratio and the error of its logarithm (Greenland and Robins 1985)."""
    above = sum(x1 * n2 / (n1 + n2) for x1, n1, x2, n2 in strata)
    below = sum(x2 * n1 / (n1 + n2) for x1, n1, x2, n2 in strata)
    variance = sum((n1 * n2 * (x1 + x2) - x1 * x2 * (n1 + n2)) / (n1 + n2) ** 2 for x1, n1, x2, n2 in strata)
    return above / below, math.sqrt(variance / (above * below))


def funnel_rows(project, phase, lines, measure, rows):
    boroughs = [code for code, row in project.areas.items() if row["level"] == "borough"]
    found = aggregate_lines(project, lines, measure, boroughs)
    count = len(found)
    if count < 10:
        return
    logs, weights = [math.log(line.comparison.ratio) for line, _ in found], [1 / error**2 for _, error in found]
    common = sum(w * y for w, y in zip(weights, logs)) / sum(weights)
    q, spread = sum(w * (y - common) ** 2 for w, y in zip(weights, logs)), sum(weights) - sum(w * w for w in weights) / sum(weights)
    tau2 = max(0, (q - count + 1) / spread)
    wider = [1 / (1 / w + tau2) for w in weights]
    centre = sum(w * y for w, y in zip(wider, logs)) / sum(wider)
    scores = winsorised([(y - centre) * math.sqrt(w) for w, y in zip(weights, logs)])
    dispersion = sum(z * z for z in scores) / count
    between = max(0, (count * dispersion - (count - 1)) / spread) if dispersion > 1 else 0
    group = ETHNICITY.label["bame"]
    rows[measure["id"], "funnel average", "", group] = {"value": math.exp(centre), "verdict": None}
    rows[measure["id"], "funnel dispersion", "", group] = {"value": dispersion}
    rows[measure["id"], "funnel variance between boroughs", "", group] = {"value": between}
    for line, error in found:
        if project.areas[line.table.area]["name"] in phase["boroughs"]:
            funnel_of_borough(line, error, centre, between, rows)


def winsorised(scores):
    """The 10% at each end pulled in to the nearest that is left."""
    order, cut = sorted(scores), len(scores) // 10
    return [min(max(score, order[cut]), order[-1 - cut]) for score in scores]


def funnel_of_borough(line, error, centre, between, rows):
    ratio, width = line.comparison.ratio, math.sqrt(error**2 + between)
    inner, outer = ([math.exp(centre - z * width), math.exp(centre + z * width)] for z in (Z, Z_OUTER))
    verdict = "within the 95% limits"
    for (low, high), name in ((inner, "95%"), (outer, "99.8%")):
        if not low <= ratio <= high:
            verdict = f"{'below' if ratio < low else 'above'} the {name} limits"
    for what, (low, high) in (("funnel", inner), ("funnel, outer limits", outer)):
        key = (line.table.measure["id"], what, line.table.area, ETHNICITY.label["bame"])
        rows[key] = {"value": ratio, "lower": low, "upper": high, "verdict": verdict}


def broad_lines(here):
    """The lines of the broad groups: those that no other group of the table holds."""
    lines = [line for group, line in here.items() if group != "bame"]
    chain = lambda line: ETHNICITY.chain(line.table.card["classification"], line.group)
    return [line for line in lines if not any(other.group in chain(line)[1:] for other in lines)]


def of_aggregate_and_broad(here):
    return [(line.group, line) for line in [*([here["bame"]] if "bame" in here else []), *broad_lines(here)]]


def inequality_rows(project, measure, area, here, rows):
    if not here or measure["kind"] == "representation":
        return
    others = [line for line in broad_lines(here) if line.side.value is not None]
    comparator = next(iter(here.values())).comparator
    if comparator is None or comparator.value is None or len(others) < 2:
        return
    sides = [comparator, *(line.side for line in others)]
    sized = measure["kind"] in ("proportion", "rate")
    people = [side.denominator.value if sized else 1 for side in sides]
    shares = [n / sum(people) for n in people]
    mean = sum(p * side.value for p, side in zip(shares, sides))
    distances = [abs(side.value - mean) for side in sides]
    numbers = {
        "index of disparity, each group alike": sum(distances) / len(sides) / mean,
        "mean distance from the comparator": sum(p * abs(s.value - comparator.value) for p, s in zip(shares, sides)),
        "range": max(s.value for s in sides) - min(s.value for s in sides),
    }
    if sized:
        numbers["index of disparity, by size of group"] = sum(p * d for p, d in zip(shares, distances)) / mean
        numbers["variance between groups"] = sum(p * d * d for p, d in zip(shares, distances))
    for what, value in numbers.items():
        group = ETHNICITY.label[measure["comparator"]] if what.startswith("mean distance") else ""
        rows[measure["id"], what, area, group] = {"value": value, "verdict": None}


def trend_rows(measure, area, here, history, rows):
    for group, line in of_aggregate_and_broad(here):
        if line.comparison.ratio is None:
            continue
        key = (measure["id"], area, ETHNICITY.label[group])
        points = [(number, past[key]) for number, past in history if key in past and past[key].comparison.ratio is not None]
        if len(points) < 3 or any(not mean_the_same(line.table, point.table) for _, point in points):
            continue
        where = (measure["id"], "trend per phase", area, ETHNICITY.label[group])
        rows[where] = trend_of([(number, point.comparison) for number, point in points])


def trend_of(points):
    errors = [c.error or log_error(c.lower, c.upper) for _, c in points]
    if None in errors or any(not c.ratio for _, c in points):
        return {"value": None, "verdict": "not comparable"}
    weights, times, logs = [1 / e**2 for e in errors], [t for t, _ in points], [math.log(c.ratio) for _, c in points]
    mean_t, mean_y = (sum(w * v for w, v in zip(weights, values)) / sum(weights) for values in (times, logs))
    spread = sum(w * (t - mean_t) ** 2 for w, t in zip(weights, times))
    slope = sum(w * (t - mean_t) * (y - mean_y) for w, t, y in zip(weights, times, logs)) / spread
    misfit = sum(w * (y - mean_y - slope * (t - mean_t)) ** 2 for w, t, y in zip(weights, times, logs))
    error = math.sqrt(max(1, misfit / (len(points) - 2)) / spread)
    lower, upper, p_value = log_normal(math.exp(slope), error)
    ends = [abs(mean_y + slope * (t - mean_t)) for t in (times[0], times[-1])]
    verdict = "no clear trend" if lower <= 1 <= upper else "narrowing" if ends[1] < ends[0] else "widening"
    return {"value": math.exp(slope), "lower": lower, "upper": upper, "p_value": p_value, "verdict": verdict}


def excess_rows(measure, area, here, rows):
    for group, line in of_aggregate_and_broad(here):
        c, side = line.comparison, line.side
        # A survey over residents weights by them, but they are not the people of its percentage.
        people = line.columns["denominator"] if c.difference_lower is not None else None
        if people is None:
            continue
        factor = people / scale_of(line.table) / (line.table.months / 12 if measure["kind"] == "rate" else 1)
        ends = [number * factor for number in (c.difference, c.difference_lower, c.difference_upper)]
        if measure["favourable"] == "higher":
            ends = [-ends[0], -ends[2], -ends[1]]
        verdict = "cannot be told"
        if line.columns["verdict"] in ("worse", "better") and not ends[1] <= 0 <= ends[2]:
            verdict = f"{line.columns['verdict']} than the comparator"
            low, high = c.bounds
            if low is not None and low <= 1 and (high is None or high >= 1):
                verdict = "cannot be told apart from how ethnicity was recorded"
        key = (measure["id"], "excess number", area, ETHNICITY.label[group])
        rows[key] = {"value": ends[0], "lower": ends[1], "upper": ends[2], "verdict": verdict}


def grade_row(project, measure, area, here, rows):
    line = here.get("bame") or next(iter(here.values()))
    table, grades = line.table, []
    recording = measure.get("recording")
    grades.append({"one-record": 0, "self-defined": 1, "returned": 1}.get(recording, 2))
    share = line.columns["unknown_share"]
    broad = [g for g in ETHNICITY.lists[table.card["classification"]].broad if g != measure["comparator"]]
    without = [g for g in broad if g not in here or here[g].side.value is None]
    if share is None:
        coverage = 0 if recording == "one-record" else 1
    else:
        coverage = 0 if share < 0.05 else 1 if share < 0.15 else 2
    grades.append(max(coverage, 1 if without else 0))
    if table.population_year is None:
        grades.append(0 if recording == "one-record" else 1)
    else:
        age = table.end.year - table.population_year
        grades.append(0 if age <= 2 else 1 if age <= 6 else 2)
    c, band = here["bame"].comparison if "bame" in here else Comparison(), project.settings["equivalence-band"]
    width = c.upper / c.lower if c.lower and c.upper else INF
    grades.append(0 if width <= band[1] / band[0] else 1 if width <= (band[1] / band[0]) ** 2 else 2)
    level = project.areas[area]["level"]
    grades.append(0 if level == "borough" else 2 if level == "country" else 1)
    verdict = ("strong", "fair", "weak")[max(grades)]
    rows[measure["id"], "quality", area, ""] = {"value": None, "verdict": verdict}
