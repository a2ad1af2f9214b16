"""What `data/` and `indicators/` declare and hold."""
import csv
import datetime
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def tidy(label):
    return " ".join(label.split()).casefold()


@dataclass
class Classification:
    required: list  # its own groups
    parent: dict  # group of the list, or group finer than the list -> the group that holds it
    broad: list  # the broad groups


class Ethnicity:
    def __init__(self):
        categories = rows_of(ROOT / "data/ethnicity/categories.csv")
        self.label = {row["code"]: row["label"] for row in categories}
        self.order = {row["code"]: int(row["order"]) for row in categories}
        self.code = {
            (row["scheme"], tidy(row["label"])): row["category"] for row in rows_of(ROOT / "data/ethnicity/labels.csv")
        }
        self.lists = {}
        for row in rows_of(ROOT / "data/ethnicity/classifications.csv"):
            entry = self.lists.setdefault(row["classification"], Classification([], {}, []))
            if row["part"] == "required":
                entry.required.append(row["category"])
            if row["parent"]:
                entry.parent[row["category"]] = row["parent"]
            elif row["part"] in ("required", "aggregate"):
                entry.broad.append(row["category"])

    def chain(self, name, category):
        """The category and every group of the list that holds it."""
        held = [category]
        while held[-1] in self.lists[name].parent:
            held.append(self.lists[name].parent[held[-1]])
        return held

    def within(self, name, group, category):
        return group in self.chain(name, category)


def span(text, kind):
    """The first and the last day of a period as it is printed."""
    day, one = datetime.date, datetime.timedelta(days=1)
    if kind == "day":
        return day.fromisoformat(text), day.fromisoformat(text)
    if kind == "month":
        year, month = map(int, text.split("-"))
        return day(year, month, 1), day(year + month // 12, month % 12 + 1, 1) - one
    if kind == "months":
        first, last = text.split(" to ")
        return span(first, "month")[0], span(last, "month")[1]
    if kind == "quarter":
        return quarter(text)
    year = int(text[:4])
    if kind == "calendar-year":
        return day(year, 1, 1), day(year, 12, 31)
    if kind == "calendar-years":
        return day(year, 1, 1), day(year // 100 * 100 + int(text[-2:]), 12, 31)
    start = 4 if kind == "financial-year" else 9
    return day(year, start, 1), day(year + 1, start, 1) - one


def quarter(text):
    """`2018-Q2` and `2018 Q2` of a calendar year, `2018/19 Q1` of a financial one, or `2018-04 to 2018-06`."""
    if "Q" not in text:
        return span(text, "months")
    year, number = text.replace("-Q", " Q").split(" Q")
    first = 3 * (int(number) - 1) + (4 if len(year) > 4 else 1)
    start = f"{int(year[:4]) + (first - 1) // 12}-{(first - 1) % 12 + 1:02}"
    end = f"{int(year[:4]) + (first + 1) // 12}-{(first + 1) % 12 + 1:02}"
    return span(start, "month")[0], span(end, "month")[1]


def year_of(row, kind):
    """The year of a kind that holds a quarter."""
    begins = 4 if kind == "financial-year" else 1
    year = row.start.year - (row.start.month < begins)
    return span(f"{year}", kind)


@dataclass
class Cell:
    """A published figure: a number, or the marker in its place with what it can be."""

    value: float | None
    reason: str = ""
    low: float | None = None
    high: float | None = None
    unit: float = 0.0  # to what it was rounded


@dataclass
class Row:
    start: datetime.date
    end: datetime.date
    kind: str
    area: str
    group: str
    cells: dict
    card: dict  # of its file
    source: dict
    dimensions: dict


ETHNICITY = Ethnicity()


class Project:
    def __init__(self):
        self.areas = {row["code"]: row for row in rows_of(ROOT / "data/areas.csv")}
        self.settings = tomllib.loads((ROOT / "data/phases.toml").read_text())
        self.phases = {phase["number"]: phase for phase in self.settings["phase"]}
        self.sources, self.measures = {}, []
        for card in sorted((ROOT / "data").glob("*/*/source.toml")):
            self.sources[card.parent.name] = self.read_source(card)
        for indicator in self.settings["indicators"]:
            measures = tomllib.loads((ROOT / f"indicators/{indicator}.toml").read_text())["measure"]
            measures.sort(key=lambda measure: measure["id"])
            self.measures += [{**measure, "indicator": indicator} for measure in measures]

    def read_source(self, path):
        card = tomllib.loads(path.read_text())
        card["name"], card["rows"] = path.parent.name, []
        for file in card["file"]:
            for row in rows_of(path.parent / file["name"]):
                group = ETHNICITY.code[(file["scheme"], tidy(row[file["ethnicity"]]))]
                start, end = span(row[file["period"]], file["period-kind"])
                names = file["figures"] if isinstance(file["figures"], dict) else {n: n for n in file["figures"]}
                cells = {name: self.cell(row[column], file, name) for name, column in names.items()}
                told_apart = {name: row[name] for name in file.get("dimensions", ())}
                kind, area = file["period-kind"], row[file["area"]]
                card["rows"].append(Row(start, end, kind, area, group, cells, file, card, told_apart))
        return card

    @staticmethod
    def cell(text, file, name):
        marker = file.get("markers", {}).get(text)
        if marker:
            return Cell(None, marker["means"], marker.get("lower"), marker.get("upper"))
        if text == "":
            return Cell(None, "blank")
        return Cell(float(text.replace(",", "")), unit=file.get("rounded-to", {}).get(name, 0))

    def wider(self, borough):
        row = self.areas[borough]
        levels = ("police_force", "integrated_care_board", "region", "country")
        return [code for level in levels for code in row[level].split(";") if code]


@dataclass
class Population:
    number: float
    year: int  # that it stands for
    nearest: float  # at the census that lies nearest to the middle of the period
    away: float  # years from there to the middle of the period
    basis: str


class Residents:
    """The population of an area and a group: of the latest census, or at the middle of the period."""

    def __init__(self, project, method):
        self.project, self.method = project, method
        self.counted = defaultdict(lambda: defaultdict(dict))  # series, area -> day -> category -> residents
        self.lists = {}
        for source in project.sources.values():
            for row in source["rows"] if "series" in source else ():
                value = next(iter(row.cells.values())).value
                counted = self.counted[source["series"], row.area][row.end]
                counted[row.group] = counted.get(row.group, 0) + value
                self.lists[source["series"], row.end] = row.card["classification"]

    def tables(self, series, area):
        """The censuses of an area; those of the boroughs that it holds together where it has none of its own."""
        if (series, area) in self.counted:
            return self.counted[series, area]
        sums = defaultdict(lambda: defaultdict(float))
        is_country = self.project.areas[area]["level"] == "country"
        for borough, row in self.project.areas.items():
            if row["level"] == "borough" and not is_country and area in self.project.wider(borough):
                for day, counts in self.counted[series, borough].items():
                    for group, number in counts.items():
                        sums[day][group] += number
        return sums

    def at(self, series, counts, day, group, name):
        """Residents of a group of the classification `name` at one census."""
        own = ETHNICITY.lists[self.lists[series, day]].required
        parts = [c for c in own if c in counts and ETHNICITY.within(name, group, c)]
        return sum(counts[c] for c in parts) if parts else None

    def everybody(self, series, area, start, end):
        """All residents, in the groups of the tables themselves."""
        tables, total = self.tables(series, area), {}
        for day, counts in tables.items():
            total[day] = sum(counts[c] for c in ETHNICITY.lists[self.lists[series, day]].required if c in counts)
        return self.on_line(total, start, end)

    def of(self, series, area, start, end, group, name):
        tables = self.tables(series, area)
        numbers = {day: self.at(series, tables[day], day, group, name) for day in sorted(tables)}
        numbers = {day: number for day, number in numbers.items() if number is not None}
        return self.on_line(numbers, start, end)

    def on_line(self, numbers, start, end):
        middle = start + (end - start) / 2
        before = [day for day in numbers if day <= (end if self.method == "census" else middle)]
        after = [day for day in numbers if day > middle]
        if not numbers or self.method == "census" and not before:
            return None
        nearest = min(numbers, key=lambda day: abs(day - middle))
        away = abs(nearest - middle).days / 365.25
        if self.method == "census" or not before or not after:
            day = before[-1] if before else after[0]
            which = "before" if before else "after"
            distance = f", {away:.1f} years {which} the middle of the period" if away >= 0.05 else ""
            return Population(numbers[day], day.year, numbers[day], away, f"the census of {day.year}{distance}")
        first, last = before[-1], after[0]
        part = (middle - first).days / (last - first).days
        number = numbers[first] + (numbers[last] - numbers[first]) * part
        basis = f"between the census of {first.year} and the census of {last.year}"
        basis += f", {away:.1f} years from the nearer one"
        return Population(number, middle.year, numbers[nearest], away, basis)
