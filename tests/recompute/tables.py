"""The tables of a measure: what a source says of one area and period, with the residents below it."""
import datetime
import math
from dataclasses import dataclass, field, replace

from arithmetic import INF, dispersion_of_pairs
from counts import Count, added, at_most, count_of, exactly, hidden, rounded
from declared import ETHNICITY, span, year_of


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
    crude: dict = field(default_factory=dict)  # group -> Count, below the crude ratio
    part_of_year: bool = False  # whether a quarter of the year is missing
    everybody: float | None = None  # all residents, where a share of them is wanted
    everybody_nearest: float | None = None
    values: dict = field(default_factory=dict)  # group -> (Cell, Cell of its error)
    population: dict = field(default_factory=dict)
    residents: dict = field(default_factory=dict)  # group -> residents, where a share of them is wanted
    residents_nearest: dict = field(default_factory=dict)
    population_year: int | None = None
    population_away: float | None = None
    population_basis: str | None = None
    nearest: dict = field(default_factory=dict)  # group -> residents at the nearest census alone
    by_month: dict = field(default_factory=dict)  # first day -> group -> events
    dispersion: float | None = None  # how much more repeated events vary than independent ones would
    groups: set = field(default_factory=set)
    rows: list = field(default_factory=list)


def broad_of(table):
    return ETHNICITY.lists[table.card["classification"]].broad


def limit_to_total(table):
    """A hidden count is no more than its people, nor than the published total leaves over."""
    for group, count in list(table.numerator.items()):
        people = table.denominator.get(group)
        if table.measure["kind"] == "proportion" and people is not None and people.value is not None:
            count = at_most(count, people.value, people.high)
        table.numerator[group] = at_most(count, *left_for(table, [group])) if count.value is None else count


def left_for(table, groups):
    """What the total leaves for hidden parts of some groups, by the printed figures, and for the groups at most."""
    total, parts = table.numerator.get("all"), parts_of_total(table)
    if total is None or total.value is None or not set(groups) <= set(parts):
        return INF, INF
    printed = sum(table.numerator[part].printed for part in parts)
    others = sum(table.numerator[part].low for part in parts if part not in groups)
    return max(0, total.value - printed), max(0, total.high - others)


def parts_of_total(table):
    """The broad groups, and the unknown unless the published total leaves them out."""
    parts = [group for group in [*broad_of(table), "unknown"] if group in table.numerator]
    total, least = table.numerator.get("all"), sum(table.numerator[part].low for part in parts)
    if total is not None and total.value is not None and least > total.high + table.card.get("total-tolerance", 0):
        parts.remove("unknown")
    return parts


def rows_for(project, measure):
    source = project.sources[measure["source"]]
    files = measure.get("files")
    picks = lambda row: all(row.dimensions.get(name) == text for name, text in measure.get("where", {}).items())
    return [row for row in source["rows"] if (not files or row.card["name"] in files) and picks(row)]


def tables_of(project, residents, measure, phase, withheld):
    """The tables of the latest period that ends in the window, by area."""
    from_, to = (span(phase[key], "month") for key in ("from", "to"))
    spoilt = spoilt_months(measure)
    rows, part = rows_for(project, measure), []
    if "quarters-of" in measure:
        rows, part = rows_of_year(rows, measure["quarters-of"], from_[0], to[1])
    rows = [row for row in rows if from_[0] <= row.end <= to[1] and row.start not in spoilt]
    if not rows:
        return {}
    latest = max(row.end for row in rows)
    start = min(row.start for row in rows if row.end == latest)
    if measure.get("pool-months"):
        months, follows = sorted({row.start for row in rows} | spoilt, reverse=True), start
        for month in months:
            if (follows - month).days > 31:
                break
            follows = min(follows, month)
            start = start if month in spoilt else min(start, month)
    tables = {}
    for row in rows:
        if row.start >= start and row.end <= latest:
            table = tables.setdefault(row.area, Table(measure, row.area, start, latest, row.kind, row.card, row.source))
            take(table, row)
    for row in part:
        area = row.area
        table = tables.setdefault(area, Table(measure, area, row.start, row.end, row.kind, row.card, row.source))
        table.part_of_year = True
        take(table, row)
    for table in tables.values():
        if measure.get("pool-months"):
            table.months = (latest.year - start.year) * 12 + latest.month - start.month + 1
            table.months -= sum(start <= month <= latest for month in spoilt)
        elif not measure.get("stock") and table.kind in ("quarter", "months", "month", "calendar-years"):
            table.months = (table.end.year - table.start.year) * 12 + table.end.month - table.start.month + 1
        add_broad_groups(table)
        protect(table, withheld)
        fill_denominators(residents, table)
        limit_to_total(table)
        table.groups |= set(table.numerator) | set(table.values)
    # The months of protected counts are not shown, and nothing may be computed from them.
    if measure.get("repeatable") and not any(is_protected(table) for table in tables.values()):
        dispersion = dispersion_of_pairs([months_of(table) for table in tables.values()])
        for table in tables.values():
            table.dispersion = dispersion
    return tables


def spoilt_months(measure):
    """The first days of the months whose figures cannot be used in any area, where months are added up."""
    gaps = measure.get("gap", ()) if measure.get("pool-months") else ()
    gaps = (gap for gap in gaps if gap["what"] == "not-usable" and not gap.get("levels") and not gap.get("areas"))
    return {span(period, "month")[0] for gap in gaps for period in gap.get("periods", ())}


def rows_of_year(rows, kind, first, last):
    """The rows of the latest year in the window that some area has whole, as rows of that year; and those of the areas
    that lack a quarter of it."""
    by_year = {}
    for row in rows:
        year = year_of(row, kind) if row.kind == "quarter" else (row.start, row.end)
        if first <= year[1] <= last:
            by_year.setdefault(year, {}).setdefault(row.area, []).append(row)
    for year in sorted(by_year, key=lambda year: year[1], reverse=True):
        whole, part = [], []
        for found in by_year[year].values():
            of_year = [row for row in found if row.kind != "quarter"]
            quarters = lambda group=None: {row.start for row in found if group in (None, row.group)}
            kept = of_year or [row for row in found if len(quarters(row.group)) == 4]
            is_whole = of_year or len(quarters()) == 4
            as_year = lambda row: replace(row, start=year[0], end=year[1], kind=kind)
            (whole if is_whole else part).extend(as_year(row) for row in (kept if is_whole else found))
        if whole:
            return whole, part
    return [], []


def months_of(table):
    """The events of the aggregate and of the comparator in each month where both are known."""
    listed, comparator, pairs = ETHNICITY.lists[table.card["classification"]], table.measure["comparator"], []
    for counts in table.by_month.values():
        leaves = {group: count for group, count in counts.items() if group in listed.required}
        inside = {group for group in leaves if ETHNICITY.within(table.card["classification"], comparator, group)}
        if None not in leaves.values():
            both = [sum(leaves[g] for g in groups) for groups in (set(leaves) - inside, inside)]
            pairs.append(both)
    return pairs


def take(table, row):
    measure = table.measure
    if "numerator" in measure:
        count = count_of(row.cells[measure["numerator"]["column"]])
        table.by_month.setdefault(row.start, {})[row.group] = count.value
        held = table.numerator.get(row.group)
        table.numerator[row.group] = added([held, count]) if held else count
    if "column" in measure.get("denominator", {}):
        below = table.crude if measure["kind"] == "standardised" else table.denominator
        count = count_of(row.cells[measure["denominator"]["column"]])
        is_sum = "quarters-of" in measure or measure["kind"] == "standardised"
        below[row.group] = added([below[row.group], count]) if is_sum and row.group in below else count
    if "expected" in measure:
        table.denominator[row.group] = count_of(row.cells[measure["expected"]["column"]])
    if "value" in measure:
        value = measure["value"]
        error = next((value[key] for key in ("half-width", "standard-error", "sample-size") if key in value), None)
        table.values[row.group] = (row.cells[value["column"]], row.cells[error] if error else None)
    column = share_column(measure)
    if column is not None:
        table.population[row.group] = row.cells[column]
    table.groups.add(row.group)
    table.rows.append(row)


def add_broad_groups(table):
    """A broad group of which the source has no figure is the sum of its parts; an only part is not shown besides."""
    listed = ETHNICITY.lists[table.card["classification"]]
    for group in listed.broad if table.numerator else ():
        parts = [c for c in listed.required if listed.parent.get(c) == group and c in table.numerator]
        if group not in table.groups and parts:
            for counts in (table.numerator, table.denominator, table.crude):
                if all(part in counts for part in parts):
                    counts[group] = added([counts[part] for part in parts])
            table.groups.add(group)
            if len(parts) == 1:
                table.groups.remove(parts[0])
                del table.numerator[parts[0]]


def is_protected(table):
    return "none" not in table.source.get("disclosure", {"none": "published"})


def protect(table, withheld):
    """Own counts below the threshold are hidden and the others rounded, each group and the aggregate on its own.

    Which further counts are withheld is the program's choice and is taken from the report (`withheld`), but only beside
    a hidden count: elsewhere there is nothing to guard.
    """
    if not is_protected(table):
        return
    counts = {group: count.value for group, count in table.numerator.items()}
    counts["bame"] = sum(counts[group] for group in broad_of(table) if group != table.measure["comparator"])
    threshold, unit = (table.source["disclosure"].get(key, 5) for key in ("threshold", "round-to"))
    guarded = any(count < threshold for count in counts.values())
    for group, count in counts.items():
        if count < threshold:
            table.numerator[group] = hidden(0, threshold - 1)
        elif guarded and (table.measure["id"], table.area, ETHNICITY.label[group]) in withheld:
            table.numerator[group] = Count(None, reason="suppressed")
        else:
            table.numerator[group] = rounded(math.floor(count / unit + 0.5) * unit, unit, threshold)


def share_column(measure):
    """The column of the share of the population, where the source prints it."""
    declared = measure.get("population")
    return declared.get("column") if isinstance(declared, dict) else declared


def share_of_population(table, group):
    """The share that a group has of the population in per cent, and half of what it was rounded to."""
    if group in table.population:
        return table.population[group].value, table.population[group].unit / 2
    if group == "bame" and table.population:
        parts = [table.population[part] for part in part_of_bame(table)]
        return sum(cell.value for cell in parts), sum(cell.unit for cell in parts) / 2
    parts = part_of_bame(table) if group == "bame" and group not in table.residents else [group]
    return 100 * sum(table.residents[part] for part in parts) / table.everybody, 0.0


def part_of_bame(table):
    return [group for group in broad_of(table) if group in table.groups and group != table.measure["comparator"]]


def fill_shares(residents, table, series):
    """The residents of each group and of all, where a share of them is wanted."""
    everybody = residents.everybody(series, table.area, table.start, table.end)
    table.everybody, table.everybody_nearest = everybody.number, everybody.nearest
    table.population_year, table.population_away = everybody.year, everybody.away
    table.population_basis = everybody.basis
    for group in table.groups - {"unknown", "all"}:
        found = residents.of(series, table.area, table.start, table.end, group, table.card["classification"])
        if found is not None:
            table.residents[group], table.residents_nearest[group] = found.number, found.nearest
    if "bame" in table.groups and "bame" not in table.residents:
        name, comparator = table.card["classification"], table.measure["comparator"]
        parts = [group for group in broad_of(table) if group != comparator]
        found = [residents.of(series, table.area, table.start, table.end, part, name) for part in parts]
        table.residents["bame"] = sum(part.number for part in found)
        table.residents_nearest["bame"] = sum(part.nearest for part in found)


def fill_denominators(residents, table):
    """Residents of the series; those that a source prints only where the series has none, or must not be used."""
    denominator = table.measure.get("denominator", {})
    if "population" in table.measure and share_column(table.measure) is None:
        return fill_shares(residents, table, table.measure["population"]["series"])
    table.population_year = table.card.get("population-year")
    for group in table.groups - {"unknown", "all"} if "series" in denominator else ():
        population = residents.of(
            denominator["series"], table.area, table.start, table.end, group, table.card["classification"]
        )
        printed = table.denominator.get(group)
        if population is None:
            continue
        if table.measure["kind"] == "standardised":
            table.crude[group] = exactly(population.number)
            continue
        table.population_year, table.population_away = population.year, population.away
        table.population_basis = population.basis
        if printed is None or printed.reason != "not-applicable":
            table.denominator[group], table.nearest[group] = exactly(population.number), population.nearest
