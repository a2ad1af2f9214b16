#!/usr/bin/env python3
"""Works out every figure of the reports again, from `data/` and `indicators/` alone, and lists what differs.

    python3 tests/recompute REPORTS        REPORTS holds phase-1, phase-2 and so on, as `scorecard run` writes them

It shares no code with the program: it is written from docs/methods.md and docs/reference/, with the standard library
only. It exits with 1 where a row is missing, is one too many, or has a cell that differs by more than rounding error.
Texts for readers (`note`, `method` of the synthesis, `unit`) are not compared.
"""
import argparse
import math
import sys
from collections import defaultdict
from pathlib import Path

from declared import ETHNICITY, Project, Residents, rows_of
from figures import lines_of
from together import adjust, compare_with_before, synthesis_of


FILES = ("scorecard.csv", "synthesis.csv")
KEY = ("measure", "area_code", "ethnic_group")


class Report:
    def __init__(self):
        self.differences, self.cells, self.rows = [], 0, 0

    def same(self, printed, expected):
        if expected is None or expected == "":
            return printed == ""
        if isinstance(expected, str):
            return printed == expected
        try:
            number = float(printed)
        except ValueError:
            return False
        return math.isclose(number, expected, rel_tol=1e-7, abs_tol=1e-9)

    def compare(self, where, printed, expected):
        self.rows += 1
        for column, value in expected.items():
            self.cells += 1
            if not self.same(printed[column], value):
                self.differences.append((where, column, printed[column], value))


def check_rows(report, number, printed, expected, key_columns):
    rows = {tuple(row[column] for column in key_columns): row for row in printed}
    if len(rows) < len(printed):
        report.differences.append((f"phase-{number}", "row", "is there twice", "should be there once"))
    for key in sorted(set(rows) | set(expected)):
        where = f"phase-{number}/" + "/".join(key)
        if key not in expected:
            report.differences.append((where, "row", "is there", "should not be"))
        elif key not in rows:
            report.differences.append((where, "row", "is missing", "should be there"))
        else:
            report.compare(where, rows[key], expected[key])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--residents", choices=("census", "interpolated"), default="census")
    parser.add_argument("--all", action="store_true", help="print every difference")
    arguments = parser.parse_args()
    project = Project()
    residents = Residents(project, arguments.residents)
    report = Report()
    history = []
    for number, phase in sorted(project.phases.items()):
        folder = arguments.reports / f"phase-{number}/data"
        scorecard, synthesis = (rows_of(folder / name) if folder.exists() else [] for name in FILES)
        withheld = {tuple(row[column] for column in KEY) for row in scorecard if row["status"] == "suppressed"}
        lines = lines_of(project, residents, phase, withheld)
        for key, line in lines.items():
            compare_with_before(line, history[-1][1].get(key) if history else None)
        adjust(project, phase, lines)
        history.append((number, lines))
        if scorecard:
            check_rows(report, number, scorecard, {key: line.columns for key, line in lines.items()}, KEY)
            if [tuple(row[column] for column in KEY) for row in scorecard] != list(lines):
                report.differences.append((f"phase-{number}/rows", "order", "one", "another"))
            expected = synthesis_of(project, phase, lines, history)
            check_rows(report, number, synthesis, expected, ("measure", "what", "area_code", "ethnic_group"))
    by = defaultdict(list)
    for where, column, printed, expected in report.differences:
        by[where.split("/")[1], column].append((where, printed, expected))
    for key, found in sorted(by.items()):
        print(f"{key[0]}, {key[1]}: {len(found)}")
        for where, printed, expected in found if arguments.all else found[:3]:
            print(f"    {where}: printed {printed or 'nothing'}, worked out {expected}")
    print(f"{report.rows} rows, {report.cells} cells, {len(report.differences)} differ")
    return 1 if report.differences else 0


if __name__ == "__main__":
    sys.exit(main())
