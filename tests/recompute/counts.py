"""Counts that may be ranges."""
import math
from dataclasses import dataclass, replace

from arithmetic import INF


@dataclass
class Count:
    """A count, or the range of whole counts that hidden parts and rounding leave open (`low` to `high`)."""

    value: float | None  # as printed; of what is hidden the middle of `hidden`
    low: float = 0.0
    high: float = INF
    reason: str = ""
    hidden: tuple = (0.0, 0.0)  # what its hidden parts are, by the printed figures
    printed: float = 0.0  # what is printed of it
    is_open: bool = False  # whether a part is hidden, or rounded to 0


def exactly(number):
    return Count(number, number, number, printed=number)


def rounded(number, unit, least=0):
    """What rounds to a number, half upwards: 30 is 25 to 34 where the unit is 10."""
    below, above = math.floor(unit / 2), max(0, math.ceil(unit / 2) - 1)
    low = max(0, number - below, min(least, number))
    return Count(number, low, number + above, printed=number, is_open=number == 0 and above > 0)


def hidden(low, high):
    return Count(None, low, high, "suppressed", (low, high), is_open=True)


def count_of(cell):
    if cell.reason == "suppressed":
        return hidden(cell.low or 0, INF if cell.high is None else cell.high)
    return Count(None, reason=cell.reason) if cell.reason else rounded(cell.value, cell.unit)


def at_most(count, printed, most):
    """The same where what is hidden of it is no more than so many, by the printed figures and with rounding."""
    if not count.is_open:
        return count
    low, high = count.hidden
    between = (low, max(low, min(high, printed)))
    value = None if count.value is None else count.printed + sum(between) / 2
    return replace(count, value=value, hidden=between, high=max(count.low, min(count.high, most)))


def added(counts):
    """The sum of counts: a range where a part is hidden, nothing where of no part anything is published."""
    missing = [c for c in counts if c.value is None]
    reasons = sorted({c.reason for c in missing if c.reason != "suppressed"})
    if reasons:
        return Count(None, reason=reasons[0])
    low, high, printed = (sum(getattr(c, name) for c in counts) for name in ("low", "high", "printed"))
    between = tuple(sum(c.hidden[end] for c in counts) for end in (0, 1))
    unknown = len(missing) == len(counts) or between[1] == INF
    value = None if unknown else printed + sum(between) / 2
    return Count(value, low, high, "suppressed" if unknown else "", between, printed, any(c.is_open for c in counts))
