"""Makes the answers beside it from the definitions of the methods, in 40-digit arithmetic and by plain bisection.

Nothing here follows the crate: limits are the points at which a tail or a score statistic, summed or evaluated as
defined, reaches its level. Run `python3 make.py` with mpmath 1.3 in this folder; `origin` says where a row's numbers
come from, `invented` ones are round numbers and edges.
"""

import csv
from fractions import Fraction
from math import comb, factorial

from mpmath import erfc, erfinv, exp, gammainc, inf, log, log10, mp, mpf, nan, sqrt

mp.dps = 40


def z_of(level):
    return sqrt(2) * erfinv(mpf(level))


Z = z_of("0.95")
TAIL = mpf("0.025")


def p_of(z):
    return erfc(abs(z) / sqrt(2))


def root(rises, low, high, sign=None):
    """Where a function that rises (sign 1) or falls (sign -1) passes zero between two points."""
    low, high = mpf(low), mpf(high)
    sign = sign or (1 if rises(high) > 0 else -1)
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if sign * rises(middle) > 0 else (middle, high)
    return (low + high) / 2


def positive_root(rises):
    """The same for a number above zero, on the logarithmic scale."""
    return exp(root(lambda power: rises(exp(power)), -50, 50))


def test(estimate, error):
    z = estimate / error
    return z, p_of(z)


# One group


def wilson(x, n, z):
    p = mpf(x) / n
    root_ = z * sqrt(z * z + 4 * n * p * (1 - p))
    return (2 * x + z * z - root_) / (2 * (n + z * z)), (2 * x + z * z + root_) / (2 * (n + z * z))


def wilson_corrected(x, n, z):
    p, scale = mpf(x) / n, 2 * (n + z * z)
    low = (2 * x + z * z - 1 - z * sqrt(z * z - 2 - mpf(1) / n + 4 * p * (n * (1 - p) + 1))) / scale
    high = (2 * x + z * z + 1 + z * sqrt(z * z + 2 - mpf(1) / n + 4 * p * (n * (1 - p) - 1))) / scale
    return (mpf(0) if x == 0 else low), (mpf(1) if x == n else high)


def upper_tail(x, n, p):
    def total(cells):
        return sum((comb(n, k) * p**k * (1 - p) ** (n - k) for k in cells), mpf(0))

    return 1 - total(range(x)) if 2 * x < n else total(range(x, n + 1))


def clopper_pearson(x, n, tail):
    low = root(lambda p: upper_tail(x, n, p) - tail, 0, 1) if x > 0 else mpf(0)
    high = root(lambda p: 1 - upper_tail(x + 1, n, p) - tail, 0, 1) if x < n else mpf(1)
    return low, high


def poisson_limits(x, tail):
    def below(count, mean):
        return exp(-mean) * sum((mean**k / factorial(k) for k in range(count)), mpf(0))

    low = root(lambda mean: 1 - below(x, mean) - tail, 0, 10 * x + 20) if x else mpf(0)
    return low, root(lambda mean: below(x + 1, mean) - tail, 0, 10 * x + 40)


def proportion(x, n, confidence):
    z, tail = z_of(confidence), (1 - mpf(confidence)) / 2
    return [mpf(x) / n, *wilson(x, n, z), *wilson_corrected(x, n, z), *clopper_pearson(x, n, tail)]


def byar(x, z):
    low = x * (1 - mpf(1) / (9 * x) - z / (3 * sqrt(mpf(x)))) ** 3 if x else nan
    return low, (x + 1) * (1 - mpf(1) / (9 * (x + 1)) + z / (3 * sqrt(mpf(x + 1)))) ** 3


def rate(x, py, confidence, multiplier):
    z, py, scale = z_of(confidence), mpf(py), mpf(multiplier)
    exact = [limit / py * scale for limit in poisson_limits(x, (1 - mpf(confidence)) / 2)]
    low, high = byar(x, z)
    approximate = [low / py * scale if low > 0 else nan, high / py * scale]
    chosen = ["Exact", *exact] if x < 10 else ["Byars", *approximate]
    return [x / py * scale, *exact, *approximate, *chosen]


# Two groups


def around(value, half):
    return [value * exp(-half), value * exp(half)]


def divided(one, other):
    return mpf(one) / other if other else (inf if one else nan)


def risk_ratio(x1, n1, x2, n2):
    def log_normal(add_x, add_n):
        a, b, c, d = x1 + add_x, n1 + add_n, x2 + add_x, n2 + add_n
        if a == 0 or c == 0:
            return nan, nan, [nan, nan]
        ratio, error = mpf(a) * d / (b * mpf(c)), sqrt(1 / mpf(a) - 1 / mpf(b) + 1 / mpf(c) - 1 / mpf(d))
        return ratio, error, around(ratio, Z * error)

    def score(factor):
        """The ratios at which the score statistic, with the best shares that have this ratio, is z squared."""

        def excess(r):
            a, b, c = (n1 + n2) * r, -(n1 * r + x1 + n2 + x2 * r), x1 + x2
            q = (-b - sqrt(b * b - 4 * a * c)) / (2 * a)
            p = r * q
            variance = (p * (1 - p) / n1 + r * r * q * (1 - q) / n2) * factor
            return (mpf(x1) / n1 - r * mpf(x2) / n2) ** 2 - Z * Z * variance

        middle = log(divided(x1 * n2, x2 * n1)) if x1 and x2 else (30 if x1 else -30)
        low = exp(root(lambda power: excess(exp(power)), -40, middle)) if x1 else mpf(0)
        return low, (exp(root(lambda power: excess(exp(power)), middle, 40)) if x2 else inf)

    _, error, katz = log_normal(0, 0)
    walter, _, of_walter = log_normal(mpf("0.5"), mpf("0.5"))
    empty = 0 in (x1, n1 - x1, x2, n2 - x2)
    half, _, of_half = log_normal(mpf("0.5"), 1) if empty else log_normal(0, 0)
    total = mpf(n1 + n2)
    fails = int(10 * x1 * n2 < 8 * x2 * n1) if x1 or x2 else nan
    return [divided(x1 * n2, x2 * n1), error, *katz, walter, *of_walter, half, *of_half, *score(mpf(1)),
            *score(total / (total - 1)), fails]


def risk_difference(x1, n1, x2, n2):
    p1, p2 = mpf(x1) / n1, mpf(x2) / n2
    difference, half = p1 - p2, Z * sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    (l1, u1), (l2, u2) = wilson(x1, n1, Z), wilson(x2, n2, Z)
    newcombe = [difference - sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2), difference + sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)]

    def score(factor):
        def excess(d):
            def slope(q):
                p = q + d
                parts = [(x1, p), (x1 - n1, 1 - p), (x2, q), (x2 - n2, 1 - q)]
                return sum(count / share for count, share in parts if count)

            q = root(slope, max(mpf(0), -d), min(mpf(1), 1 - d), -1)
            p = q + d
            return abs(difference - d) - Z * sqrt(max(mpf(0), (p * (1 - p) / n1 + q * (1 - q) / n2) * factor))

        return [root(excess, -1 + mpf(10) ** -30, difference), root(excess, difference, 1 - mpf(10) ** -30)]

    total = mpf(n1 + n2)
    return [difference, difference - half, difference + half, *newcombe, *score(total / (total - 1)), *score(mpf(1))]


def tables(x1, n1, x2, n2):
    """The cells that the margins allow, each with its number of ways."""
    events = x1 + x2
    cells = range(max(0, events - n2), min(n1, events) + 1)
    return {cell: comb(n1, cell) * comb(n2, events - cell) for cell in cells}


def odds_ratio(x1, n1, x2, n2):
    ways = tables(x1, n1, x2, n2)
    lowest, highest = min(ways), max(ways)

    def share(odds, cells):
        weight = {cell: count * odds**cell for cell, count in ways.items()}
        return sum(weight[cell] for cell in cells) / sum(weight.values())

    def mean(odds):
        weight = {cell: count * odds**cell for cell, count in ways.items()}
        return sum(cell * part for cell, part in weight.items()) / sum(weight.values())

    low = positive_root(lambda odds: share(odds, range(x1, highest + 1)) - TAIL) if x1 > lowest else mpf(0)
    high = positive_root(lambda odds: share(odds, range(lowest, x1 + 1)) - TAIL) if x1 < highest else inf
    if lowest == highest:
        conditional = nan
    elif x1 in (lowest, highest):
        conditional = mpf(0) if x1 == lowest else inf
    else:
        conditional = positive_root(lambda odds: mean(odds) - x1)
    cells = [mpf(cell) for cell in (x1, n1 - x1, x2, n2 - x2)]
    empty = 0 in cells
    plus = [cell + (mpf("0.5") if empty else 0) for cell in cells]
    haldane, error = plus[0] * plus[3] / (plus[1] * plus[2]), sqrt(sum(1 / cell for cell in plus))
    limits = around(haldane, Z * error)
    woolf = [nan, nan] if empty else limits
    return [divided(cells[0] * cells[3], cells[1] * cells[2]), nan if empty else error, *woolf, haldane, *limits,
            conditional, low, high]


def p_values(x1, n1, x2, n2):
    ways = tables(x1, n1, x2, n2)
    total = sum(ways.values())
    here = Fraction(ways[x1], total)

    def sum_of(passes):
        return sum((Fraction(count, total) for cell, count in ways.items() if passes(cell, Fraction(count, total))), Fraction(0))

    less, greater = sum_of(lambda cell, _: cell <= x1), sum_of(lambda cell, _: cell >= x1)
    likely = sum_of(lambda _, chance: chance <= here)
    tied = sum_of(lambda _, chance: chance == here)
    exact = [likely, less, greater, min(1, 2 * min(less, greater)), min(1, 2 * min(less - here / 2, greater - here / 2)),
             likely - tied / 2]
    exact = [mpf(value.numerator) / value.denominator if isinstance(value, Fraction) else mpf(value) for value in exact]
    n, events = mpf(n1 + n2), x1 + x2
    pooled = events / n
    if events in (0, n1 + n2):
        return [nan] * 9 + exact
    scale = pooled * (1 - pooled) * (1 / mpf(n1) + 1 / mpf(n2))
    gap = mpf(x1) / n1 - mpf(x2) / n2
    z = gap / sqrt(scale)
    distance = abs(gap) * n1 * n2 / n
    yates = (max(mpf(0), distance - mpf("0.5")) / (distance if distance else 1) * z) ** 2
    p1, p2 = mpf(x1) / n1, mpf(x2) / n2
    variance = p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2
    unpooled = gap / sqrt(variance) if variance else nan
    return [z * z, p_of(z), yates, p_of(sqrt(yates)), z, p_of(z), unpooled, p_of(unpooled) if variance else nan,
            log10(p_of(z)), *exact]


def rate_ratio(x1, t1, x2, t2):
    t1, t2, total = mpf(t1), mpf(t2), x1 + x2
    share = t1 / (t1 + t2)

    def ratio_of(p):
        return p / (1 - p) * t2 / t1 if p < 1 else inf

    if total == 0:
        return [mpf(0), mpf(0), nan, nan, nan, nan, mpf(0), inf, mpf(1), mpf(1), mpf(1), mpf(1), mpf(1), nan, nan, mpf(0), inf]
    chances = [comb(total, x) * share**x * (1 - share) ** (total - x) for x in range(total + 1)]
    here, less, greater = chances[x1], sum(chances[: x1 + 1]), sum(chances[x1:])
    minlike = sum(chance for chance in chances if chance <= here * (1 + mpf("1e-7")))
    z = (x1 - total * share) / sqrt(total * share * (1 - share))
    error = sqrt(1 / mpf(x1) + 1 / mpf(x2)) if x1 and x2 else nan
    ratio = divided(x1 * t2, x2 * t1)
    wald = around(ratio, Z * error) if x1 and x2 else [nan, nan]
    exact = [ratio_of(p) for p in clopper_pearson(x1, total, TAIL)]
    score = [ratio_of(p) for p in wilson(x1, total, Z)]
    if x2 == 0:
        score[1] = inf
    return [x1 / t1, x2 / t2, ratio, error, *wald, *exact, less, greater, min(mpf(1), 2 * min(less, greater)),
            min(mpf(1), minlike), min(mpf(1), 2 * min(less - here / 2, greater - here / 2)), z, p_of(z), *score]


def ratio_of_estimates(m1, se1, m2, se2, confidence):
    m1, se1, m2, se2, z = mpf(m1), mpf(se1), mpf(m2), mpf(se2), z_of(confidence)
    ratio = m1 / m2 if m2 else nan
    delta = [nan] * 4
    if m1 > 0 and m2 > 0:
        error = sqrt((se1 / m1) ** 2 + (se2 / m2) ** 2)
        delta = [error, *around(ratio, z * error), p_of(log(ratio) / error)]
    of_ratio = sqrt(se1**2 + ratio**2 * se2**2) / abs(m2) if m2 else nan
    a, b, c = m2**2 - (z * se2) ** 2, m1 * m2, m1**2 - (z * se1) ** 2
    if b * b - a * c < 0:
        kind, ends = "whole_line", [-inf, inf]
    else:
        ends = sorted([(b - sqrt(b * b - a * c)) / a, (b + sqrt(b * b - a * c)) / a])
        kind = "bounded" if a > 0 else "complement"
    return [ratio, *delta, of_ratio, kind, *ends]


def ratio_of_ratios(*counts):
    def parts(x1, n1, x2, n2):
        x1, n1, x2, n2 = (mpf(count) for count in (x1, n1, x2, n2))
        p1, p2 = x1 / n1, x2 / n2
        return p1 / p2, 1 / x1 - 1 / n1 + 1 / x2 - 1 / n2, p1 - p2, p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2

    (r0, v0, d0, w0), (r1, v1, d1, w1) = parts(*counts[:4]), parts(*counts[4:])
    error, change, gap, wald = sqrt(v0 + v1), r1 / r0, d1 - d0, sqrt(w0 + w1)
    return [r0, r1, change, log(change), error, *around(change, Z * error), *test(log(change), error), gap, wald,
            gap - Z * wald, gap + Z * wald, test(gap, wald)[1]]


# Areas, bodies and unknown groups


def funnel_proportion(population, average):
    p, cells = mpf(average), []
    for level in ("0.95", "0.998"):
        half = z_of(level) * sqrt(p * (1 - p) / mpf(population))
        cells += [p - half, p + half, max(mpf(0), p - half), min(mpf(1), p + half)]
    return cells


def funnel_place(x, n, areas):
    average = mpf(sum(x for x, _ in areas)) / sum(n for _, n in areas)
    z = (mpf(x) / n - average) / sqrt(average * (1 - average) / n)
    place = "0.001" if abs(z) > z_of("0.998") else "0.025"
    return text(average), "Not significant" if abs(z) <= Z else f"{'High' if z > 0 else 'Low'} ({place})"


def funnel_rate(events, average):
    cells = []
    for level in ("0.95", "0.998"):
        low, high = poisson_limits(events, (1 - mpf(level)) / 2)
        for mean in (high, low):
            exposure = mean / mpf(average)
            cells += [exposure, events / exposure if exposure else nan]
    return cells


def representation(x, n, group, people):
    p, q = mpf(x) / n, mpf(group) / people
    less, greater = 1 - upper_tail(x + 1, n, q) if x < n else mpf(1), upper_tail(x, n, q)
    ratio, tail = p / q, min(mpf(1), 2 * min(less, greater))
    fixed = sqrt(1 / mpf(x) - 1 / mpf(n))
    sampled = sqrt(1 / mpf(x) - 1 / mpf(n) + 1 / mpf(group) - 1 / mpf(people))
    return [p, q, ratio, *(limit / q for limit in wilson(x, n, Z)), *(limit / q for limit in clopper_pearson(x, n, TAIL)),
            *around(ratio, Z * fixed), *around(ratio, Z * sampled), tail, divided(p * (1 - q), (1 - p) * q), 100 * (p - q)]


def unknown_bounds(x1, n1, x2, n2, events, total):
    ratios = []
    for taken in range(total + 1):
        for of_them in range(max(0, events - (total - taken)), min(events, taken) + 1):
            a, b, c, d = x1 + of_them, n1 + taken, x2 + events - of_them, n2 + total - taken
            if b and d and (a or c):
                ratios.append(divided(a * d, c * b))
    low, high = min(ratios), max(ratios)
    return [divided(x1 * n2, x2 * n1), low, high, "below1" if high < 1 else "above1" if low > 1 else "no"]


# Several rows


def adjusted_p(rows):
    p = [mpf(row[0]) for row in rows]
    m, order = len(p), sorted(range(len(p)), key=lambda place: p[place])
    harmonic = sum(1 / mpf(k) for k in range(1, m + 1))
    lines = []
    for place in range(m):
        rank = order.index(place)
        up = [min(mpf(1), factor * p[order[k]]) for k in range(rank, m) for factor in [m - k]]
        bh = min(mpf(m) / (k + 1) * p[order[k]] for k in range(rank, m))
        by = min(harmonic * m / (k + 1) * p[order[k]] for k in range(rank, m))
        down = max(min(mpf(1), (m - k) * p[order[k]]) for k in range(rank + 1))
        lines.append([min(mpf(1), m * p[place]), down, min(up), min(mpf(1), bh), min(mpf(1), by)])
    return lines


def standardised(rows):
    cells, parts = [], []
    for group in (1, 2):
        bands = [(x, mpf(n), mpf(w)) for which, x, n, w in rows if which == group]
        weight, total = sum(w for *_, w in bands), sum(x for x, *_ in bands)
        value = sum(w * x / n for x, n, w in bands) / weight
        variance = sum(w * w * x / (n * n) for x, n, w in bands) / weight**2
        cells += [total, sum(n for _, n, _ in bands), value * 100000, variance]
        for level in ("0.95", "0.998"):
            limits = byar(total, z_of(level))
            cells += [(value + sqrt(variance / total) * (limit - total)) * 100000 for limit in limits]
        cells.append(int(total < 10))
        parts.append((value, variance))
    (one, v1), (two, v2) = parts
    error = sqrt(v1 / one**2 + v2 / two**2)
    return cells + [one / two, error, *around(one / two, Z * error), p_of(log(one / two) / error)]


def mantel_haenszel(rows):
    top = sum(mpf(x1) * n2 / (n1 + n2) for x1, n1, x2, n2 in rows)
    bottom = sum(mpf(x2) * n1 / (n1 + n2) for x1, n1, x2, n2 in rows)
    middle = sum((mpf(n1) * n2 * (x1 + x2) - mpf(x1) * x2 * (n1 + n2)) / (n1 + n2) ** 2 for x1, n1, x2, n2 in rows)
    ratio, variance = top / bottom, middle / (top * bottom)
    used = []
    for x1, n1, x2, n2 in rows:
        half = mpf("0.5") if 0 in (x1, n1 - x1, x2, n2 - x2) else 0
        a, b, c, d = x1 + half, n1 + 2 * half, x2 + half, n2 + 2 * half
        used.append((log(mpf(a) * d / (mpf(c) * b)), 1 / (1 / mpf(a) - 1 / mpf(b) + 1 / mpf(c) - 1 / mpf(d))))
    total = sum(w for _, w in used)
    common = sum(w * y for y, w in used) / total
    q, df = sum(w * (y - common) ** 2 for y, w in used), len(used) - 1
    tau = max(mpf(0), (q - df) / (total - sum(w * w for _, w in used) / total))
    weights = [(y, 1 / (1 / w + tau)) for y, w in used]
    random = sum(w * y for y, w in weights) / sum(w for _, w in weights)
    e1, e2 = sqrt(1 / total), sqrt(1 / sum(w for _, w in weights))
    return [len(rows), ratio, log(ratio), variance, sqrt(variance), *around(ratio, Z * sqrt(variance)),
            p_of(log(ratio) / sqrt(variance)), len(used), common, exp(common), e1, *around(exp(common), Z * e1), q, df,
            gammainc(mpf(df) / 2, q / 2, inf, regularized=True), max(mpf(0), (q - df) / q) * 100, tau, random, exp(random), e2,
            *around(exp(random), Z * e2), p_of(random / e2)]


def inequality(rows):
    y, se, n = ([mpf(row[k]) for row in rows] for k in range(3))
    people = sum(n)
    share = [part / people for part in n]
    mean = sum(w * v for w, v in zip(share, y))
    top, bottom = y.index(max(y)), y.index(min(y))
    better = max if rows[0][3] == 1 else min
    best = better(y)
    reference = next(k for k, row in enumerate(rows) if row[4] == 1)
    gain = lambda to: max(mpf(0), to - mean) if rows[0][3] == 1 else min(mpf(0), to - mean)
    bgv = sum(w * (v - mean) ** 2 for w, v in zip(share, y))
    k = len(rows)
    spread = [sum(abs(v - to) * w for w, v in zip(weights, y)) for to in (mean, best, y[reference])
              for weights in ([mpf(1) / k] * k, share)]
    theil = sum(w * v / mean * log(v / mean) for w, v in zip(share, y))
    mld = sum(-w * log(v / mean) for w, v in zip(share, y))
    return [k, mean, y[top] - y[bottom], sqrt(se[top] ** 2 + se[bottom] ** 2), y[top] / y[bottom], gain(y[reference]),
            gain(best), bgv, sqrt(bgv), 100 * sqrt(bgv) / mean, 100 * spread[0] / mean, 100 * spread[1] / mean, *spread,
            1000 * theil, 1000 * mld]


def trend(rows):
    n, events = mpf(sum(row[1] for row in rows)), sum(row[0] for row in rows)
    p, mean = events / n, sum(mpf(row[2]) * row[1] for row in rows) / n
    top = sum(x * (mpf(s) - mean) for x, _, s in rows)
    spread = sum(m * (mpf(s) - mean) ** 2 for _, m, s in rows)
    z = top / sqrt(p * (1 - p) * spread)
    other = z * sqrt((n - 1) / n)
    return [len(rows), z, z * z, p_of(z), top / spread, other, other**2, p_of(other)]


def log_linear(rows):
    s, x, t = [mpf(row[0]) for row in rows], [row[1] for row in rows], [mpf(row[2]) for row in rows]
    events = mpf(sum(x))
    observed = sum(a * b for a, b in zip(s, x)) / events

    def moments(slope):
        w = [b * exp(slope * a) for a, b in zip(s, t)]
        mean = sum(a * c for a, c in zip(s, w)) / sum(w)
        return sum(w), mean, sum(c * (a - mean) ** 2 for a, c in zip(s, w)) / sum(w)

    slope = root(lambda b: moments(b)[1] - observed, -20, 20)
    exposure, _, variance = moments(slope)
    start, error = log(events / exposure), 1 / sqrt(events * variance)
    fitted = [b * exp(start + slope * a) for a, b in zip(s, t)]
    deviance = 2 * sum((a * log(a / b) if a else 0) - (a - b) for a, b in zip(x, fitted))
    pearson, df = sum((a - b) ** 2 / b for a, b in zip(x, fitted)), len(rows) - 2
    return [len(rows), start, slope, error, exp(slope), *around(exp(slope), Z * error), *test(slope, error), deviance, pearson,
            df, pearson / df]


# Files


def text(cell):
    return cell if isinstance(cell, str) else str(cell) if isinstance(cell, int) else repr(float(cell))


def write(name, header, rows):
    with open(name, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header.split(), *rows])


def one(name, inputs, outputs, work, cases):
    """A file of inputs and answers, a case a line."""
    rows = [[k, *case, *map(text, work(*case)), origin] for k, (origin, *case) in enumerate(cases, 1)]
    write(f"{name}.csv", f"id {inputs} {outputs} origin", rows)


def several(name, inputs, outputs, work, cases):
    """A file of inputs with several rows a case, and one of answers."""
    write(f"{name}_input.csv", f"case {inputs}", [[k, *row] for k, (_, rows) in enumerate(cases, 1) for row in rows])
    answers = [[k, *map(text, work(rows)), origin] for k, (origin, rows) in enumerate(cases, 1)]
    write(f"{name}_expected.csv", f"case {outputs} origin", answers)


def pair(name):
    return f"{name}_lower {name}_upper"


I = "invented"
TABLES = [
    ("Newcombe 1998 table II (a)", 56, 70, 48, 80), ("Newcombe 1998 table II (b)", 9, 10, 3, 10),
    ("Newcombe 1998 table II (d)", 5, 56, 0, 29), ("Newcombe 1998 table II (f)", 0, 10, 0, 10),
    ("Fisher 1935 lady tasting tea", 3, 4, 1, 4), (I, 10, 10, 5, 20), (I, 38, 633, 44, 1100), (I, 16, 20, 20, 20), (I, 7, 49, 21, 63),
]
one("a_proportion", "x n confidence", f"value {pair('wilson')} {pair('wilsoncc')} {pair('exact')}", proportion, [
    ("Newcombe 1998 table I (a)", 81, 263, "0.95"), ("Newcombe 1998 table I (b)", 15, 148, "0.95"),
    ("Newcombe 1998 table I (c)", 0, 20, "0.95"), ("Newcombe 1998 table I (d)", 1, 29, "0.95"), (I, 29, 29, "0.95"),
    (I, 1, 1, "0.95"), (I, 50, 100, "0.9"), (I, 3, 40, "0.998"), (I, 999, 1000, "0.99"), (I, 38, 63334, "0.95")])
one("b_rate", "x py confidence multiplier", f"value {pair('exact')} {pair('byars')} phe_method {pair('phe')}", rate, [
    (I, 0, "1000", "0.95", "1000"), (I, 1, "50", "0.95", "1"), (I, 9, "1234.5", "0.95", "1000"), (I, 10, "1234.5", "0.95", "1000"),
    (I, 65, "1000", "0.95", "1"), (I, 65, "1000", "0.998", "100000"), (I, 400, "0.5", "0.9", "1"), (I, 3, "7", "0.99", "12")])
one("c_risk_ratio", "x1 n1 x2 n2", f"rr se_log {pair('katz')} walter_rr {pair('walter')} add_half_rr {pair('add_half')} "
    f"{pair('koopman')} {pair('mn')} four_fifths_fail", risk_ratio, TABLES)
one("d_rate_ratio", "x1 t1 x2 t2", f"rate1 rate2 rr se_log {pair('wald')} {pair('exact')} p_less p_greater exact_p_central "
    f"exact_p_minlike midp_central score_z score_p {pair('score')}", rate_ratio, [
    ("Breslow and Day 1987 benign breast disease", 41, "28010", 15, "19017"), (I, 0, "10", 5, "20"), (I, 5, "10", 0, "20"),
    (I, 7, "100", 7, "100"), (I, 3, "12.5", 40, "160"), (I, 60, "0.5", 30, "0.75"), (I, 1, "1", 1, "9")])
one("e_risk_difference", "x1 n1 x2 n2", f"rd {pair('wald')} {pair('newcombe')} {pair('mn')} {pair('mee')}", risk_difference,
    [case for case in TABLES if case[1] and case[3] and case[1] < case[2] and case[3] < case[4]])
one("f_odds_ratio", "x1 n1 x2 n2", f"odds_ratio se_log {pair('woolf')} haldane_or {pair('haldane')} cond_mle {pair('fisher')}",
    odds_ratio, TABLES)
one("g_pvalues", "x1 n1 x2 n2", "chisq chisq_p chisq_yates chisq_yates_p z_pooled z_pooled_p z_unpooled z_unpooled_p "
    "log10_z_pooled_p fisher_p fisher_p_less fisher_p_greater fisher_p_central midp_central midp_minlike", p_values, TABLES)
one("h_ratio_se", "m1 se1 m2 se2 confidence", f"ratio se_log {pair('delta_log')} p_delta_log se_ratio fieller_type "
    f"{pair('fieller')}", ratio_of_estimates, [
    (I, "49.57", "2.72", "23.56", "0.77", "0.95"), (I, "10", "1", "0.5", "1", "0.95"), (I, "0.5", "1", "0.5", "1", "0.95"),
    (I, "-3", "0.5", "2", "0.25", "0.95"), (I, "3", "0.5", "-2", "0.25", "0.9"), (I, "70", "1.5", "71", "2.5", "0.998")])
one("i_ratio_of_ratios", "x1_t0 n1_t0 x2_t0 n2_t0 x1_t1 n1_t1 x2_t1 n2_t1", f"rr_t0 rr_t1 rrr log_rrr se_log {pair('rrr')} z p "
    f"did did_se {pair('did')} did_p", ratio_of_ratios, [
    (I, 40, 900, 60, 2000, 30, 950, 62, 2100), (I, 1, 10, 1, 10, 9, 10, 9, 10), (I, 500, 1000, 250, 1000, 250, 1000, 500, 1000),
    (I, 12, 80, 30, 400, 25, 90, 28, 390)])
one("n_funnel_prop", "population average", "lower95_raw upper95_raw lower95 upper95 lower998_raw upper998_raw lower998 upper998",
    funnel_proportion, [(I, "1200", "0.16"), (I, "10", "0.5"), (I, "3", "0.02"), (I, "50000", "0.99")])
one("n_funnel_rate", "events average", "pop_at_lower95 lower95 pop_at_upper95 upper95 pop_at_lower998 lower998 pop_at_upper998 "
    "upper998", funnel_rate, [(I, 38, "0.0052"), (I, 0, "0.01"), (I, 1, "2"), (I, 250, "0.5")])
one("o_representation", "x_group n_staff pop_group pop_total", f"share_staff share_pop rep_ratio {pair('wilson')} {pair('exact')} "
    f"{pair('log')} {pair('katz')} binom_p_two_sided_central odds_rep gap_pp", representation, [
    (I, 9, 63, 63334, 173334), (I, 1, 40, 30, 100), (I, 20, 50, 400, 1000), (I, 31, 60, 77, 300)])
one("p_bounds", "x1 n1 x2 n2 unknown_events unknown_total", "rr_excluding_unknown rr_min rr_max direction_identified",
    unknown_bounds, [(I, 38, 633, 44, 1100, 6, 90), (I, 0, 9, 0, 9, 1, 4), (I, 1, 40, 30, 60, 1, 2), (I, 50, 60, 1, 90, 0, 5),
                     (I, 0, 0, 3, 8, 1, 3), (I, 5, 10, 5, 10, 0, 0)])

AREAS = [(20, 100), (60, 300), (21, 150), (90, 300), (4, 150)]
write("n_funnel_assign.csv", "case area x n average significance origin",
      [[1, "ABCDE"[k], x, n, *funnel_place(x, n, AREAS), I] for k, (x, n) in enumerate(AREAS)])
P_VALUES = [("Benjamini and Hochberg 1995 section 4.1", ["0.0001", "0.0004", "0.0019", "0.0095", "0.0201", "0.0278", "0.0298",
             "0.0344", "0.0459", "0.3240", "0.4262", "0.5719", "0.6528", "0.7590", "1.000"]), (I, ["0.04", "0.01", "0.04", "0.9"])]
write("l_adjusted_p.csv", "case p bonferroni holm hochberg bh by origin",
      [[k, p, *map(text, line), origin] for k, (origin, family) in enumerate(P_VALUES, 1)
       for p, line in zip(family, adjusted_p([[p] for p in family]))])
group = lambda name: (f"{name}_total_count {name}_total_pop {name}_dsr {name}_var {pair(name + '_dobson')} "
                      f"{pair(name + '_dobson998')} {name}_phe_suppressed")
several("j_dsr", "group x n stdpop", f"{group('g1')} {group('g2')} ratio se_log {pair('ratio')} ratio_p", standardised, [
    (I, [(1, 12, "900", "5000"), (1, 30, "800", "6000"), (2, 20, "2500", "5000"), (2, 44, "2600", "6000")]),
    (I, [(1, 3, "40", "1"), (1, 4, "90.5", "2"), (2, 10, "400", "1"), (2, 0, "600", "2")])])
several("k_mantel_haenszel", "x1 n1 x2 n2", f"k mh_rr mh_log_rr gr_var mh_se_log {pair('mh')} mh_p k_used iv_log_rr iv_rr iv_se "
        f"{pair('iv')} q q_df q_p i2_percent dl_tau2 dl_log_rr dl_rr dl_se {pair('dl')} dl_p", mantel_haenszel, [
    (I, [(12, 100, 20, 300), (30, 80, 40, 200), (5, 60, 9, 90)]), (I, [(0, 20, 4, 30), (15, 40, 10, 50), (8, 9, 6, 11)])])
several("m_inequality", "est se pop favourable_indicator reference_subgroup", "k mean d_maxmin d_maxmin_se r_maxmin par_ref "
        "par_best bgv bgsd cov idisu idisw mdmu mdmw mdbu mdbw mdru mdrw theil_x1000 mld_x1000", inequality, [
    (I, [("70", "1.5", "400", 1, 1), ("55", "2", "150", 1, 0), ("62", "3", "50", 1, 0)]),
    (I, [("12.5", "1", "900", 0, 1), ("30", "2.5", "200", 0, 0), ("11", "4", "40", 0, 0), ("18", "0.5", "310", 0, 0)])])
several("q_trend", "x n score", "k z chisq p slope z_n_minus_1 chisq_n_minus_1 p_n_minus_1", trend, [
    (I, [(10, 100, "0"), (14, 110, "1"), (30, 120, "2")]), (I, [(9, 10, "2012"), (5, 12, "2014.5"), (6, 30, "2018")])])
several("r_loglinear", "phase x t", f"k intercept slope slope_se rr_per_phase {pair('rr')} z p deviance pearson_x2 df dispersion",
        log_linear, [(I, [("1", 12, "1000"), ("2", 20, "1100"), ("3", 17, "900")]),
                     (I, [("1", 40, "10"), ("2", 22, "10.5"), ("3", 19, "9"), ("4", 2, "8")])])
