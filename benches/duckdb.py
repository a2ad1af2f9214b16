"""Counts the same records with DuckDB's Python package and with `scorecard tally`, side by side in one run.

    cargo bench --bench tally -- --write FOLDER
    cargo build --release
    pip install duckdb
    python3 benches/duckdb.py FOLDER [PROGRAM]

Prints the time of each of three alternating runs over 10 million records with two threads, the ratio of the fastest and
that of the medians (to be at most 0.5), the same for the time of the processors, and whether both counted alike; then
the time and the memory of `scorecard tally` over 100 million records (to be at most 10.5 times the time of 10 million,
and 1 GiB). DuckDB's time is that of the query alone, without the start of Python; that of the program is all of it.
"""

import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time

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


def tally(program, file, out):
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    columns = ["--area", "area_code", "--date", "period", "--group", "ethnic_code", "--by", "measure"]
    return run([program, "tally", file, *columns, "--data", os.path.join(root, "data"), "--out", out])


def main():
    folder = sys.argv[1]
    program = sys.argv[2] if len(sys.argv) > 2 else "target/release/scorecard"
    ten, hundred = (os.path.join(folder, f"records-{millions}.csv") for millions in (10, 100))
    times = {"duckdb": [], "tally": []}
    work = {"duckdb": [], "tally": []}
    with tempfile.TemporaryDirectory() as scratch:
        theirs, ours = os.path.join(scratch, "theirs.csv"), os.path.join(scratch, "ours.csv")
        for _ in range(3):
            _, processors, memory, output = run([sys.executable, "-c", DUCKDB, ten, theirs])
            print(f"duckdb  10 million: {float(output):6.2f} s, {processors:6.2f} s of processors, {memory:5.0f} MiB")
            times["duckdb"].append(float(output))
            work["duckdb"].append(processors)
            seconds, processors, memory, _ = tally(program, ten, ours)
            print(f"tally   10 million: {seconds:6.2f} s, {processors:6.2f} s of processors, {memory:5.0f} MiB")
            times["tally"].append(seconds)
            work["tally"].append(processors)
        for what, figures in (("time", times), ("processors", work)):
            fastest = min(figures["tally"]) / min(figures["duckdb"])
            median = statistics.median(figures["tally"]) / statistics.median(figures["duckdb"])
            print(f"{what}: tally / duckdb = {fastest:.2f} of the fastest, {median:.2f} of the medians")
        with open(theirs) as file:
            expected = {tuple(row) for row in csv.reader(file)}
        with open(ours) as file:
            rows = csv.DictReader(file)
            names = ("area_code", "period", "ethnic_group", "measure", "events")
            counted = {tuple(row[name] for name in names) for row in rows if row["events"] != "0"}
        print(f"counts: {'the same' if counted == expected else 'DIFFERENT'}, {len(expected)} of them")
        if os.path.exists(hundred):
            seconds, _, memory, _ = tally(program, hundred, ours)
            ratio = seconds / statistics.median(times["tally"])
            print(f"tally  100 million: {seconds:6.2f} s, {ratio:.1f} times as long, {memory:5.0f} MiB")


main()
