"""Counts the same records with DuckDB's Python package and with `scorecard tally`, side by side in one run, as CSV and as
Parquet.

    cargo build --release
    pip install duckdb
    python3 benches/duckdb.py FOLDER [PROGRAM] [--hundred]

Makes the records in the folder where they are missing: 10 million of 33 areas, 4 periods, 19 codes and 20 measures. Prints
the time, the time of the processors and the peak memory of each of three alternating runs with two threads; the ratios
of the medians of the program to DuckDB (for CSV to be at most 0.46) and of Parquet to CSV (at most 0.5); the peak memory
(at most 300 MiB); and whether all counted alike. With `--hundred` it does the same once for 100 million records.
DuckDB's time is that of the query alone, without the start of Python; that of the program is all of it.
"""

import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time

MAKE = """
import sys, duckdb
path, millions = sys.argv[1], int(sys.argv[2])
form = "format csv" if path.endswith(".csv") else "format parquet"
duckdb.sql("set enable_progress_bar = false")
duckdb.sql(f'''
    copy (
        select 'E09' || lpad(cast(1 + hash(i + 1000000000) % 33 as varchar), 6, '0') as area_code,
               cast(2012 + 2 * (hash(i + 2000000000) % 4) as varchar) as period,
               'C' || lpad(cast(hash(i + 3000000000) % 19 as varchar), 3, '0') as ethnic_code,
               'm' || lpad(cast(hash(i + 4000000000) % 20 as varchar), 2, '0') as measure,
               cast(hash(i + 5000000000) % 100 as integer) as value
        from range({millions} * 1000000) as numbers(i)
    ) to '{path}' ({form})
''')
"""

DUCKDB = """
import sys, time, duckdb
duckdb.sql("set threads = 2")
duckdb.sql("set enable_progress_bar = false")
start = time.perf_counter()
rows = duckdb.sql(f"select area_code, period, ethnic_code, measure, count(*) from '{sys.argv[1]}' group by all").fetchall()
print(time.perf_counter() - start)
with open(sys.argv[2], "w") as file:
    file.writelines(",".join(map(str, row)) + "\\n" for row in rows)
"""


def run(command):
    """The time of a command, the time of the processors, its peak memory in MiB, and what it printed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, stderr=subprocess.PIPE)
    output, summary = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed: {summary}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output


def duckdb(_, file, out):
    _, processors, memory, output = run([sys.executable, "-c", DUCKDB, file, out])
    return float(output), processors, memory


def tally(program, file, out):
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    columns = ["--area", "area_code", "--date", "period", "--group", "ethnic_code", "--by", "measure"]
    seconds, processors, memory, _ = run([program, "tally", file, *columns, "--data", os.path.join(root, "data"), "--out", out])
    return seconds, processors, memory


def counts(path):
    """What was counted; the program has a header, and a zero where there is nothing."""
    with open(path) as file:
        rows = list(csv.reader(file))
    if rows[0][0] == "period":
        rows = [[area, period, *rest] for period, area, *rest in rows[1:]]
    return {tuple(row) for row in rows if row[-1] != "0"}


def measure(folder, program, millions, times):
    figures = {}
    with tempfile.TemporaryDirectory() as scratch:
        for turn in range(times):
            for form in ("csv", "parquet"):
                file = os.path.join(folder, f"records-{millions}.{form}")
                if not os.path.exists(file):
                    run([sys.executable, "-c", MAKE, file, str(millions)])
                for name, count in (("duckdb", duckdb), ("tally", tally)):
                    figure = count(program, file, os.path.join(scratch, f"{name}-{form}.csv"))
                    figures.setdefault((name, form), []).append(figure)
                    seconds, processors, memory = figure
                    print(f"{name:6} {form:7} {millions:3} million: {seconds:6.2f} s, {processors:6.2f} s of processors, {memory:5.0f} MiB")
        counted = [counts(os.path.join(scratch, f"{name}-{form}.csv")) for name, form in figures]
    for what, place in (("time", 0), ("processors", 1)):
        median = {of: statistics.median(figure[place] for figure in each) for of, each in figures.items()}
        for one, other in ((("tally", "csv"), ("duckdb", "csv")), (("tally", "parquet"), ("duckdb", "parquet")), (("tally", "parquet"), ("tally", "csv"))):
            print(f"{what}: {' '.join(one)} / {' '.join(other)} = {median[one] / median[other]:.2f}")
    for (name, form), each in figures.items():
        print(f"peak memory: {name} {form} {max(memory for _, _, memory in each):.0f} MiB")
    print(f"counts: {'the same' if all(each == counted[0] for each in counted) else 'DIFFERENT'}, {len(counted[0])} of them")


def main():
    hundred = "--hundred" in sys.argv
    folder, *rest = [word for word in sys.argv[1:] if word != "--hundred"]
    program = rest[0] if rest else "target/release/scorecard"
    measure(folder, program, 10, 3)
    if hundred:
        measure(folder, program, 100, 1)


main()
