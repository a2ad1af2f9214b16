#!/usr/bin/env python3
"""Works out every figure of the reports again, from `data/` and `indicators/` alone, and lists what differs.

    python3 tests/recompute REPORTS        REPORTS holds phase-1, phase-2 and so on, as `scorecard run` writes them

It shares no code with the program: it is written from docs/methods.md and docs/reference/, with the standard library
only. It exits with 1 where a row is missing, is one too many, or has a cell that differs by more than rounding error.
Sentences for readers (`note`, and `method` in synthesis.csv) are not compared.
"""
import argparse
import math
import sys
from collections import defaultdict
from pathlib import Path

from changes import CHANGES, adjust, compare_with_before
from declared import Project, Residents, rows_of
from lines import lines_of
from synthesis import synthesis_of

FILES = ("scorecard.csv", "synthesis.csv")
KEY = ("measure", "area_code", "ethnic_group")
TINY = 1e-300


class Report:
    """What differs, and how much was compared."""

    def __init__(self):
        self.differences, self.cells, self.rows = [], 0, 0

    def check(self, number, printed, expected, key_columns):
        """Compares the rows of a table with those that should be there."""
        rows = {tuple(row[column] for column in key_columns): row for row in printed}
        if len(rows) < len(printed):
            self.differences.append((f"phase-{number}/rows", "row", "is there twice", "should be there once"))
        for key in sorted(set(rows) | set(expected)):
            where = f"phase-{number}/" + "/".join(key)
            if key not in expected:
                self.differences.append((where, "row", "is there", "should not be"))
            elif key not in rows:
                self.differences.append((where, "row", "is missing", "should be there"))
            else:
                self.compare(where, rows[key], expected[key])

    def compare(self, where, printed, expected):
        self.rows += 1
        for column, value in expected.items():
            self.cells += 1
            text = printed.get(column, "no such column")
            if not is_same(text, value, is_probability=column.startswith("p_")):
                self.differences.append((where, column, text, value))

    def show(self, every):
        by_kind = defaultdict(list)
        for where, column, printed, expected in self.differences:
            by_kind[where.split("/")[1], column].append((where, printed, expected))
        for (measure, column), found in sorted(by_kind.items()):
            print(f"{measure}, {column}: {len(found)}")
            for where, printed, expected in found if every else found[:3]:
                print(f"    {where}: printed {printed or 'nothing'}, worked out {expected}")
        print(f"{self.rows} rows, {self.cells} cells, {len(self.differences)} differ")


def is_same(printed, expected, is_probability):
    """Whether a cell is a value, but for rounding error; a probability is never 0, and is compared to its last digits."""
    if expected is None or isinstance(expected, str):
        return printed == (expected or "")
    try:
        number = float(printed)
    except ValueError:
        return False
    if is_probability and expected < TINY:
        return 0 < number <= TINY
    return math.isclose(number, expected, rel_tol=1e-7, abs_tol=0 if is_probability else 1e-9)


def check_phase(report, project, residents, phase, folder, history):
    scorecard, synthesis = (rows_of(folder / name) if (folder / name).exists() else [] for name in FILES)
    withheld = {tuple(row[column] for column in KEY) for row in scorecard if row["status"] == "suppressed"}
    lines = lines_of(project, residents, phase, withheld)
    for key, line in lines.items():
        compare_with_before(line, history[-1].get(key) if history else None)
    adjust(project, phase, lines)
    earlier = last_known(project, lines, history)
    history.append(lines)
    if scorecard:
        expected = {key: line.columns for key, line in lines.items()} | earlier
        order = {measure["id"]: place for place, measure in enumerate(project.measures)}
        expected = dict(sorted(expected.items(), key=lambda entry: order[entry[0][0]]))
        report.check(phase["number"], scorecard, expected, KEY)
        if [tuple(row[column] for column in KEY) for row in scorecard] != list(expected):
            report.differences.append((f"phase-{phase['number']}/rows", "order", "one", "another"))
        expected = synthesis_of(project, phase, lines, history)
        # Git keeps scorecard.csv alone.
        if synthesis:
            report.check(phase["number"], synthesis, expected, ("measure", "what", "area_code", "ethnic_group"))
        else:
            print(f"phase-{phase['number']}: no synthesis.csv to compare")


FIGURES = ("complete", "range", "published")


def last_known(project, current, history):
    """Of each measure without a line the columns of the latest phase that has a ratio, or else of the latest with lines."""
    known, found = {key[0] for key in current}, {}
    for is_enough in (lambda line: line.comparison.ratio is not None, lambda line: True):
        for lines in reversed(history):
            measures = {key[0] for key, line in lines.items() if is_enough(line)} - known
            for key, line in lines.items():
                if key[0] in measures:
                    columns = line.columns
                    status = "last-known" if columns["status"] in FIGURES else columns["status"]
                    without = dict.fromkeys(("p_adjusted", *CHANGES))
                    found[key] = columns | {"status": status, **without}
            known |= measures
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--residents", choices=("census", "interpolated"), default="interpolated")
    parser.add_argument("--all", action="store_true", help="print every difference")
    arguments = parser.parse_args()
    project, report, history = Project(), Report(), []
    residents = Residents(project, arguments.residents)
    for number, phase in sorted(project.phases.items()):
        check_phase(report, project, residents, phase, arguments.reports / f"phase-{number}/data", history)
    report.show(arguments.all)
    # Nothing compared is nothing found.
    return 1 if report.differences or not report.rows else 0


if __name__ == "__main__":
    sys.exit(main())
