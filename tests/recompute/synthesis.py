"""The rows of synthesis.csv."""
import math

from arithmetic import INF, Z, Z_OUTER, chi_squared_tail, log_normal, student_quantile
from changes import direction_of, gap_named, log_ratio, mean_the_same, side_of_one, standing_for
from comparisons import QUALIFICATIONS, Comparison, qualified, verdict_of
from declared import ETHNICITY
from sides import scale_of
from tables import broad_of


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
    """The aggregate's lines of boroughs that have a ratio of their own with an interval, with their logarithms."""
    found = (lines.get((measure["id"], borough, ETHNICITY.label["bame"])) for borough in boroughs)
    return [(line, log_ratio(line.comparison)) for line in found if line and log_ratio(line.comparison)]


def weighted_mean(logs, weights):
    return sum(w * y for w, y in zip(weights, logs)) / sum(weights)


def random_effects(logs, variances):
    """Cochran's Q, DerSimonian and Laird's variance between boroughs, and the mean with its weights."""
    weights = [1 / v for v in variances]
    centre = weighted_mean(logs, weights)
    q = sum(w * (y - centre) ** 2 for w, y in zip(weights, logs))
    between = max(0, (q - len(logs) + 1) / (sum(weights) - sum(w * w for w in weights) / sum(weights)))
    wider = [1 / (v + between) for v in variances]
    return q, between, weighted_mean(logs, wider), wider


def pooled_rows(project, phase, lines, measure, rows):
    codes = {row["name"]: code for code, row in project.areas.items()}
    found = aggregate_lines(project, lines, measure, [codes[name] for name in phase["boroughs"]])
    if len(found) < 2:
        return
    key = lambda what: (measure["id"], what, "", ETHNICITY.label["bame"])
    logs, variances, df = [y for _, (y, _) in found], [error**2 for _, (_, error) in found], len(found) - 1
    weights = [1 / v for v in variances]
    value, error = math.exp(weighted_mean(logs, weights)), 1 / math.sqrt(sum(weights))
    if measure["kind"] == "proportion" and all(line.comparison.status == "complete" for line, _ in found):
        value, error = mantel_haenszel([four_numbers(line) for line, _ in found])
    q, _, random, wider = random_effects(logs, variances)
    factor = max(1, sum(w * (y - random) ** 2 for w, y in zip(wider, logs)) / df)
    q_p_value = chi_squared_tail(q, df)
    differ = q_p_value < 0.05
    pooled = {"pooled ratio": (value, *log_normal(value, error))}
    random_error = math.sqrt(factor / sum(wider))
    pooled["pooled ratio, random effects"] = (math.exp(random), *log_normal(math.exp(random), random_error, df))
    for what, (ratio, lower, upper, p_value) in pooled.items():
        rows[key(what)] = {"value": ratio, "lower": lower, "upper": upper, "p_value": p_value}
        rows[key(what)] |= {"verdict": None, "qualified": None}
    followed = "pooled ratio, random effects" if differ else "pooled ratio"
    rows[key(followed)] |= conclusion_of_pool(project, measure, pooled[followed], [line for line, _ in found])
    says = "the boroughs differ" if differ else "no clear difference between the boroughs"
    rows[key("heterogeneity Q")] = {"value": q, "lower": None, "upper": None, "p_value": q_p_value, "verdict": says}
    rows[key("I2")] = {"value": max(0, 100 * (q - df) / q) if q else 0, "p_value": None}


def conclusion_of_pool(project, measure, pooled, parts):
    """The verdict on a pooled ratio, with all that qualifies it or one of its parts."""
    ratio, lower, upper, _ = pooled
    band = project.settings["equivalence-band"]
    verdict = verdict_of(measure, lower, upper, band)
    found = set()
    for line in parts:
        bounds, dispersion = line.comparison.bounds, line.table.dispersion
        found |= set(qualified(measure, dispersion, verdict, ratio, (lower, upper), bounds, band))
        # Whether the gap is small is for the pooled interval to say.
        found |= set(line.comparison.qualified) - {"small-gap"} if verdict != "too few to tell" else set()
    return {"verdict": verdict, "qualified": ";".join(name for name in QUALIFICATIONS if name in found)}


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
    logs, variances = [y for _, (y, _) in found], [error**2 for _, (_, error) in found]
    weights = [1 / v for v in variances]
    spread = sum(weights) - sum(w * w for w in weights) / sum(weights)
    _, _, centre, _ = random_effects(logs, variances)
    scores = winsorised([(y - centre) * math.sqrt(w) for w, y in zip(weights, logs)])
    dispersion = sum(z * z for z in scores) / count
    between = max(0, (count * dispersion - (count - 1)) / spread) if dispersion > 1 else 0
    group = ETHNICITY.label["bame"]
    rows[measure["id"], "funnel average", "", group] = {"value": math.exp(centre), "verdict": None}
    rows[measure["id"], "funnel dispersion", "", group] = {"value": dispersion}
    rows[measure["id"], "funnel variance between boroughs", "", group] = {"value": between}
    for line, (_, error) in found:
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
        key = (measure["id"], area, ETHNICITY.label[group])
        points = [past[key] for past in history if key in past and past[key].comparison.ratio is not None]
        if line.comparison.ratio is None or len(points) < 3:
            continue
        where = (measure["id"], "trend per year", area, ETHNICITY.label[group])
        rows[where] = {"value": None, "verdict": "not comparable"}
        logs = [log_ratio(point.comparison) for point in points]
        if all(logs) and all(mean_the_same(line.table, point.table) for point in points):
            rows[where] = trend_of([middle_in_years(point.table) for point in points], logs, measure["favourable"])


def middle_in_years(table):
    middle = table.start + (table.end - table.start) / 2
    start, end = (middle.replace(year=middle.year + k, month=1, day=1) for k in (0, 1))
    return middle.year + (middle - start).days / (end - start).days


def trend_of(times, logs, favourable):
    """A straight line through the logarithms, read with Student's t; no p-value for fewer than five points."""
    weights, df = [1 / error**2 for _, error in logs], len(logs) - 2
    mean_t, mean_y = weighted_mean(times, weights), weighted_mean([y for y, _ in logs], weights)
    spread = sum(w * (t - mean_t) ** 2 for w, t in zip(weights, times))
    slope = sum(w * (t - mean_t) * (y - mean_y) for w, t, (y, _) in zip(weights, times, logs)) / spread
    misfit = sum(w * (y - mean_y - slope * (t - mean_t)) ** 2 for w, t, (y, _) in zip(weights, times, logs))
    scale = max(1, misfit / df)
    lower, upper, p_value = log_normal(math.exp(slope), math.sqrt(scale / spread), df)
    quantile = student_quantile(df)

    def on_line(time):
        error = math.sqrt(scale / sum(weights) + scale / spread * (time - mean_t) ** 2)
        return mean_y + slope * (time - mean_t), error

    first, middle, last = (on_line(t) for t in (times[0], (times[0] + times[-1]) / 2, times[-1]))
    if side_of_one(*first, quantile) * side_of_one(*last, quantile) < 0:
        verdict = "reversed"
    else:
        change = 0 if favourable == "neither" else side_of_one(slope, math.sqrt(scale / spread), quantile) * side_of_one(*middle, quantile)
        verdict = gap_named(change, first[0], last[0], favourable)
    if favourable == "neither":
        verdict = direction_of(lower, upper)
    p_value = p_value if len(logs) >= 5 else None
    return {"value": math.exp(slope), "lower": lower, "upper": upper, "p_value": p_value, "verdict": verdict}


def excess_rows(measure, area, here, rows):
    if measure["favourable"] == "neither":
        return
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
        if c.qualified:
            verdict, ends = "no number, since the verdict is qualified", (None, None, None)
        elif line.columns["verdict"] in ("worse", "better") and not ends[1] <= 0 <= ends[2]:
            verdict = f"{line.columns['verdict']} than the comparator"
        key = (measure["id"], "excess number", area, ETHNICITY.label[group])
        rows[key] = {"value": ends[0], "lower": ends[1], "upper": ends[2], "verdict": verdict}
        rows[key]["qualified"] = ";".join(c.qualified)


def grade_row(project, measure, area, here, rows):
    line = here.get("bame") or next(iter(here.values()))
    table, grades = line.table, []
    recording = measure.get("recording")
    grades.append({"one-record": 0, "self-defined": 1, "returned": 1}.get(recording, 2))
    share = line.columns["unknown_share"]
    broad = [g for g in broad_of(table) if g != measure["comparator"]]
    without = [g for g in broad if g not in here or here[g].side.value is None]
    if share is None:
        coverage = 0 if recording == "one-record" else 1
    else:
        coverage = 0 if share < 0.05 else 1 if share < 0.15 else 2
    grades.append(max(coverage, 1 if without else 0))
    if table.population_away is not None:
        grades.append(0 if table.population_away <= 2 else 1 if table.population_away <= 6 else 2)
    elif table.population_year is None:
        grades.append(0 if recording == "one-record" else 1)
    else:
        age = abs((table.start + (table.end - table.start) / 2).year - table.population_year)
        grades.append(0 if age <= 2 else 1 if age <= 6 else 2)
    c, band = here["bame"].comparison if "bame" in here else Comparison(), project.settings["equivalence-band"]
    width = c.upper / c.lower if c.lower and c.upper else INF
    size = 0 if width <= band[1] / band[0] else 1 if width <= (band[1] / band[0]) ** 2 else 2
    too_few = verdict_of(measure, c.lower, c.upper, band) == "too few to tell"
    grades.append(max(size, 1 if too_few else 0))
    if any(row.card.get("seen-in") == "secondary" for row in table.rows):
        grades.append(2)
    level = project.areas[area]["level"]
    grades.append(0 if level == "borough" else 2 if level == "country" else 1)
    verdict = ("strong", "fair", "weak")[max(grades)]
    rows[measure["id"], "quality", area, ""] = {"value": None, "verdict": verdict}
