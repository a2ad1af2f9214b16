"""Counts that may be ranges, and the tables of a measure: what a source says of one area and period."""
import datetime
import math
from dataclasses import dataclass, field, replace

from arithmetic import INF
from declared import ETHNICITY, span


@dataclass
class Count:
    """`low` to `high` is what hidden parts leave open, `least` to `most` what rounding leaves open besides."""

    value: float | None
    low: float = 0.0
    high: float = INF
    least: float = 0.0
    most: float = INF
    reason: str = ""

    @property
    def is_range(self):
        return self.value is not None and self.high > self.low


def count_of(cell):
    if cell.reason:
        if cell.reason != "suppressed":
            return Count(None, reason=cell.reason)
        low, high = cell.low or 0, INF if cell.high is None else cell.high
        return Count(None, low, high, low, high, cell.reason)
    half = math.floor(cell.unit / 2)
    low, high = cell.value, cell.value if cell.value else cell.value + half
    return Count(cell.value, low, high, max(0, cell.value - half), cell.value + half)


def capped(count, people):
    """No more than there are people."""
    if count is None or people is None:
        return count
    return replace(count, high=min(count.high, people), most=min(count.most, people))


def added(counts):
    """The sum of counts: a range where a part is hidden, nothing where of no part anything is published."""
    missing = [c for c in counts if c.value is None]
    reasons = sorted({c.reason for c in missing if c.reason != "suppressed"})
    if reasons:
        return Count(None, reason=reasons[0])
    low, high, least, most = (sum(getattr(c, name) for c in counts) for name in ("low", "high", "least", "most"))
    if len(missing) == len(counts) or high == INF:
        return Count(None, low, high, least, most, "suppressed")
    value = sum(c.value for c in counts) if not missing else (low + high) / 2
    return Count(value, low, high, least, most)


@dataclass
class Table:
    """What a source says of one area and period for a measure, by group."""

    measure: dict
    area: str
    start: datetime.date
    end: datetime.date
    kind: str
    card: dict
    source: dict
    months: int = 12
    numerator: dict = field(default_factory=dict)  # group -> Count
    denominator: dict = field(default_factory=dict)  # group -> Count
    values: dict = field(default_factory=dict)  # group -> (Cell, Cell of its error)
    population: dict = field(default_factory=dict)
    population_year: int | None = None
    groups: set = field(default_factory=set)


def limit_to_total(table):
    """A hidden count is no more than its people, nor than the published total leaves over."""
    total = table.numerator.get("all")
    for group, count in list(table.numerator.items()):
        people = table.denominator.get(group)
        if people is not None and people.value is not None:
            table.numerator[group] = capped(count, people.value)
    for group, count in list(table.numerator.items()):
        if count.reason == "suppressed":
            table.numerator[group] = capped(count, left_for(table, [group]))


def left_for(table, groups):
    """What the published total leaves for some groups, where the others have their least."""
    total, parts = table.numerator.get("all"), parts_of_total(table)
    if total is None or total.value is None or not set(groups) <= set(parts):
        return INF
    others = sum(table.numerator[part].low for part in parts if part not in groups)
    return max(0, total.most + table.card.get("total-tolerance", 0) - others)


def parts_of_total(table):
    """The broad groups, and the unknown unless the published total leaves them out."""
    broad = ETHNICITY.lists[table.card["classification"]].broad
    parts = [group for group in [*broad, "unknown"] if group in table.numerator]
    total, least = table.numerator.get("all"), sum(table.numerator[part].least for part in parts)
    if total is not None and total.value is not None and least > total.most + table.card.get("total-tolerance", 0):
        parts.remove("unknown")
    return parts


def rows_for(project, measure):
    source = project.sources[measure["source"]]
    files = measure.get("files")
    return [row for row in source["rows"] if not files or row.card["name"] in files]


def tables_of(project, residents, measure, phase, withheld):
    """The tables of the latest period that ends in the window, by area."""
    from_, to = (span(phase[key], "month") for key in ("from", "to"))
    rows = [row for row in rows_for(project, measure) if from_[0] <= row.end <= to[1]]
    if not rows:
        return {}
    latest = max(row.end for row in rows)
    start = min(row.start for row in rows if row.end == latest)
    if measure.get("pool-months"):
        months = sorted({row.start for row in rows}, reverse=True)
        for month in months:
            if (start - month).days > 31:
                break
            start = min(start, month)
    tables = {}
    for row in rows:
        if row.start >= start and row.end <= latest:
            table = tables.setdefault(row.area, Table(measure, row.area, start, latest, row.kind, row.card, row.source))
            take(table, row)
    for table in tables.values():
        if measure.get("pool-months"):
            table.months = (latest.year - start.year) * 12 + latest.month - start.month + 1
        protect(table, withheld)
        fill_denominators(residents, table)
        limit_to_total(table)
        table.groups |= set(table.numerator) | set(table.values)
    return tables


def take(table, row):
    measure = table.measure
    if "numerator" in measure:
        count = count_of(row.cells[measure["numerator"]["column"]])
        held = table.numerator.get(row.group)
        table.numerator[row.group] = added([held, count]) if held else count
    if "column" in measure.get("denominator", {}):
        table.denominator[row.group] = count_of(row.cells[measure["denominator"]["column"]])
    if "value" in measure:
        value = measure["value"]
        error = next((value[key] for key in ("half-width", "standard-error", "sample-size") if key in value), None)
        table.values[row.group] = (row.cells[value["column"]], row.cells[error] if error else None)
    if "population" in measure:
        table.population[row.group] = row.cells[measure["population"]]
    table.groups.add(row.group)


def protect(table, withheld):
    """Broad groups and the aggregate of own counts, then each hidden below the threshold or rounded.

    Which further counts are withheld is the program's choice and is taken from the report (`withheld`), but only beside
    a hidden count: elsewhere there is nothing to guard.
    """
    if "disclosure" not in table.source:
        return
    counts = {group: count.value for group, count in table.numerator.items()}
    listed = ETHNICITY.lists[table.card["classification"]]
    for group in listed.broad:
        if group not in counts:
            parts = [c for c in listed.required if listed.parent.get(c) == group and c in counts]
            counts[group] = sum(counts[c] for c in parts)
            if len(parts) == 1:
                del counts[parts[0]]
    counts["bame"] = sum(counts[group] for group in listed.broad if group != table.measure["comparator"])
    table.groups = set(counts)
    threshold, unit = (table.source["disclosure"].get(key, 5) for key in ("threshold", "round-to"))
    table.numerator, guarded = {}, any(count < threshold for count in counts.values())
    for group, count in counts.items():
        if count < threshold:
            table.numerator[group] = Count(None, 0, threshold - 1, 0, threshold - 1, "suppressed")
        elif guarded and (table.measure["id"], table.area, ETHNICITY.label[group]) in withheld:
            table.numerator[group] = Count(None, reason="suppressed")
        else:
            shown = math.floor(count / unit + 0.5) * unit
            half = math.floor(unit / 2)
            table.numerator[group] = Count(shown, shown, shown, max(0, shown - half), shown + half)


def fill_denominators(residents, table):
    denominator = table.measure.get("denominator", {})
    if "series" in denominator:
        for group in table.groups - {"unknown", "all"}:
            number, year = residents.of(
                denominator["series"], table.area, table.start, table.end, group, table.card["classification"]
            )
            table.population_year = table.population_year or year
            if number is not None:
                table.denominator[group] = Count(number, number, number, number, number)
    elif "population-year" in table.card:
        table.population_year = table.card["population-year"]
