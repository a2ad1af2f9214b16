"""Statistics: plain numbers in, plain numbers out."""
import math

Z = 1.959963984540054  # of a 95% interval
Z_OUTER = 3.090232306167813  # of the 99.8% limits of a funnel
INF = math.inf


def two_sided(z):
    return math.erfc(abs(z) / math.sqrt(2))


def quantile_of(p_value):
    """The |z| that has a two-sided p-value."""
    low, high = 0.0, 40.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if two_sided(middle) > p_value else (low, middle)
    return low


def student_two_sided(t, df):
    """Both tails of Student's t, for a whole number of degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4)."""
    angle = math.atan(abs(t) / math.sqrt(df))
    cosine, sine = math.cos(angle), math.sin(angle)
    term, total = (1.0, 0.0) if df % 2 == 0 else (cosine, 0.0)
    for k in range(1 + df % 2, df, 2):
        total, term = total + term, term * cosine**2 * k / (k + 1)
    inside = sine * total if df % 2 == 0 else 2 / math.pi * (angle + sine * total)
    return 1 - inside


def student_quantile(df):
    """The t beyond which 5% lie on both sides together."""
    low, high = 0.0, 1000.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if student_two_sided(middle, df) > 0.05 else (low, middle)
    return low


def chi_squared_tail(x, df):
    """The upper tail, for a whole number of degrees of freedom."""
    if x <= 0:
        return 1.0
    if df % 2 == 0:
        term, total = math.exp(-x / 2), 0.0
        for k in range(df // 2):
            total, term = total + term, term * x / 2 / (k + 1)
        return total
    total, term = math.erfc(math.sqrt(x / 2)), math.sqrt(2 * x / math.pi) * math.exp(-x / 2)
    for k in range(1, df, 2):
        total, term = total + term, term * x / (k + 2)
    return total


def bisect(is_below, low, high):
    """The point up to which something holds."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2


def poisson_up_to(x, mean):
    """The probability of x events or fewer."""
    return sum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(x + 1)) if mean else 1.0


def garwood(x):
    """The exact limits of a count: means at which as many, or as few, have half of what 95% leaves out."""
    low = 0.0 if x == 0 else bisect(lambda mean: 1 - poisson_up_to(x - 1, mean) < 0.025, 0, 10 * x + 50)
    return low, bisect(lambda mean: poisson_up_to(x, mean) > 0.025, 0, 10 * x + 50)


def binomial_up_to(x, n, p):
    """The probability of x successes or fewer; summed from the shorter end."""
    if x < 0 or x >= n:
        return 0.0 if x < 0 else 1.0
    if n - x - 1 < x:
        return 1 - binomial_up_to(n - x - 1, n, 1 - p)
    if p in (0, 1):
        return 1.0 if p == 0 else 0.0
    whole = math.lgamma(n + 1)
    log = lambda k: whole - math.lgamma(k + 1) - math.lgamma(n - k + 1) + k * math.log(p) + (n - k) * math.log1p(-p)
    return sum(math.exp(log(k)) for k in range(x + 1))


def rates_exact(x1, t1, x2, t2):
    """The exact interval of a ratio of rates given the total of events, and twice the smaller tail."""
    n, expected = x1 + x2, t1 / (t1 + t2)
    if n == 0:
        return 0.0, INF, 1.0
    at_least = lambda p: 1 - binomial_up_to(x1 - 1, n, p)
    low = 0.0 if x1 == 0 else bisect(lambda p: at_least(p) < 0.025, 0, 1)
    high = 1.0 if x2 == 0 else bisect(lambda p: binomial_up_to(x1, n, p) > 0.025, 0, 1)
    to_ratio = lambda share: INF if share == 1 else share / (1 - share) * t2 / t1
    p_value = min(1.0, 2 * min(binomial_up_to(x1, n, expected), at_least(expected)))
    return to_ratio(low), to_ratio(high), p_value


def wilson(x, n):
    if n == 0:
        return None
    centre, width = x + Z * Z / 2, Z * math.sqrt(x * (n - x) / n + Z * Z / 4)
    low, high = (centre - width) / (n + Z * Z), (centre + width) / (n + Z * Z)
    return (0.0 if x == 0 else low), (1.0 if x == n else high)


def byar(x):
    low = x * (1 - 1 / (9 * x) - Z / (3 * math.sqrt(x))) ** 3
    return low, (x + 1) * (1 - 1 / (9 * (x + 1)) + Z / (3 * math.sqrt(x + 1))) ** 3


def rate_score(x):
    width = Z * math.sqrt(x + Z * Z / 4)
    return (0.0 if x == 0 else x + Z * Z / 2 - width), x + Z * Z / 2 + width


def rate_limits(x):
    return rate_score(x) if x < 10 else byar(x)


def log_normal(ratio, error, df=None):
    """Interval and p-value of a ratio whose logarithm is near enough to normal, or Student's t where `df` is given."""
    z = Z if df is None else student_quantile(df)
    p_value = two_sided(math.log(ratio) / error) if df is None else student_two_sided(math.log(ratio) / error, df)
    return ratio * math.exp(-z * error), ratio * math.exp(z * error), p_value


def stretched(value, lower, upper, factor):
    """The limits of independent events, widened on the logarithm; those of a value of 0 in proportion to the factor."""
    if value > 0:
        return value * (lower / value) ** math.sqrt(factor), value * (upper / value) ** math.sqrt(factor)
    return lower * factor, upper * factor


def dispersion_of_pairs(areas):
    """How much more two counts vary against each other, period by period, than independent events would.

    Pearson's chi-squared of the first out of both about each area's own share, over its degrees of freedom, at least 1.
    """
    pearson, degrees = 0.0, 0
    for pairs in areas:
        pairs = [(first, first + second) for first, second in pairs if first + second > 0]
        share = sum(x for x, _ in pairs) / sum(n for _, n in pairs) if pairs else 0
        if len(pairs) > 1 and 0 < share < 1:
            pearson += sum((x - n * share) ** 2 / (n * share * (1 - share)) for x, n in pairs)
            degrees += len(pairs) - 1
    return max(1.0, pearson / degrees) if degrees else None


def katz_error(x1, n1, x2, n2):
    return math.sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2)


def wald_error(x1, x2):
    return math.sqrt(1 / x1 + 1 / x2)


def koopman(x1, n1, x2, n2):
    """The ratios that Pearson's chi-squared does not reject, and the p-value of a ratio of 1."""

    def statistic(r):
        a, b, c = (n1 + n2) * r, -(n1 * r + x1 + n2 + x2 * r), x1 + x2
        p2 = 2 * c / (-b + math.sqrt(max(b * b - 4 * a * c, 0)))
        parts = 0.0
        for x, n, p in ((x1, n1, p2 * r), (x2, n2, p2)):
            p = min(max(p, 1e-300), 1.0)
            if abs(x - n * p) > 1e-9 * n:
                parts += INF if p >= 1 else (x - n * p) ** 2 / (n * p * (1 - p))
        return parts

    def limit(inside, outside):
        for _ in range(200):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if statistic(math.exp(middle)) <= Z * Z else (inside, middle)
        return math.exp((inside + outside) / 2)

    start = math.log(x1 / n1 / (x2 / n2)) if x1 else math.log(0.5 / n1 / (x2 / n2)) - 30
    low = 0.0 if x1 == 0 else limit(start, start - 40)
    total = (x1 + x2) / (n1 + n2)
    if 0 < total < 1:
        z = (x1 / n1 - x2 / n2) / math.sqrt(total * (1 - total) * (1 / n1 + 1 / n2))
    else:
        z = 0.0
    return low, limit(start, start + (40 if x1 else 70)), two_sided(z)


def rates_score(x1, t1, x2, t2):
    """Wilson's interval of the first group's share of all events, turned into a ratio of rates."""
    total = x1 + x2
    low, high = wilson(x1, total)
    expected = t1 / (t1 + t2)
    z = (x1 / total - expected) / math.sqrt(expected * (1 - expected) / total)
    to_ratio = lambda share: share / (1 - share) * t2 / t1
    return to_ratio(low), (INF if x2 == 0 else to_ratio(high)), two_sided(z)


def square_and_add(first, second):
    """The interval of a difference from (value, lower, upper) of both."""
    (v1, l1, u1), (v2, l2, u2) = first, second
    return v1 - v2 - math.hypot(v1 - l1, u2 - v2), v1 - v2 + math.hypot(u1 - v1, v2 - l2)


def benjamini_hochberg(values):
    order = sorted(range(len(values)), key=lambda i: values[i], reverse=True)
    adjusted, least = [0.0] * len(values), 1.0
    for behind, i in enumerate(order):
        least = min(least, values[i] * len(values) / (len(values) - behind))
        adjusted[i] = least
    return adjusted
