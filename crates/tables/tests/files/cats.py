"""Writes the same records of cats as CSV and as Parquet, as other programs write it.

    pip install duckdb pyarrow
    python3 cats.py

`cats.csv` is what the records are to be read as; `cats-pyarrow.parquet` and `cats-duckdb.parquet` have a column of each
type, and in some row of each column nothing.
"""

import csv
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 40
# On both sides of midnight at the end of a month, in universal time.
START = datetime(2021, 5, 31, 21, 15, tzinfo=timezone.utc)


def some(values):
    """Every seventh value is missing, at another place in each column."""
    some.column += 1
    return [None if (row + some.column) % 7 == 0 else value for row, value in enumerate(values)]


some.column = 0

moments = [START + timedelta(minutes=7 * row, microseconds=250_000 * (row % 3)) for row in range(ROWS)]
paris = ZoneInfo("Europe/Paris")
columns = {
    "town": (pa.string(), some(["Sutton", "Merton", "Kingston upon Thames "][row % 3] for row in range(ROWS))),
    "breed": (pa.dictionary(pa.int8(), pa.string()), some(["Manx", "Lynx"][row % 2] for row in range(ROWS))),
    "name": (pa.large_string(), some(f"cat with a long name {row % 5}" for row in range(ROWS))),
    "unique": (pa.string(), some(f"{row} is a text that stands here only" for row in range(ROWS))),
    "note": (pa.binary(), some([b"\xc3\xa9t\xc3\xa9", b"a,\"b\"", b""][row % 3] for row in range(ROWS))),
    "born": (pa.date32(), some(date(2021, 5, 30) + timedelta(days=row % 4) for row in range(ROWS))),
    "seen": (pa.timestamp("us", tz="UTC"), some(moments)),
    "local": (pa.timestamp("ns"), some(moment.replace(tzinfo=None) for moment in moments)),
    "zoned": (pa.timestamp("ms", tz="Europe/Paris"), some(moment.astimezone(paris) for moment in moments)),
    "fed": (pa.time64("us"), some(time(7, 30 + row % 3, 0, 500_000 * (row % 2)) for row in range(ROWS))),
    "int8": (pa.int8(), some(row % 3 - 1 for row in range(ROWS))),
    "int16": (pa.int16(), some(1000 + row % 3 for row in range(ROWS))),
    "int32": (pa.int32(), some(-100_000 + row % 3 for row in range(ROWS))),
    "int64": (pa.int64(), some(10**15 + row % 3 for row in range(ROWS))),
    "uint8": (pa.uint8(), some(253 + row % 3 for row in range(ROWS))),
    "uint16": (pa.uint16(), some(65_533 + row % 3 for row in range(ROWS))),
    "uint32": (pa.uint32(), some(2**32 - 3 + row % 3 for row in range(ROWS))),
    "uint64": (pa.uint64(), some(2**64 - 3 + row % 3 for row in range(ROWS))),
    "float32": (pa.float32(), some([0.5, -1.25, 3.0][row % 3] for row in range(ROWS))),
    "float64": (pa.float64(), some([0.1, 72.83434361367556, 4.0][row % 3] for row in range(ROWS))),
    "kept": (pa.bool_(), some(row % 3 == 0 for row in range(ROWS))),
    "paid": (pa.decimal128(9, 2), some(Decimal(["12.50", "-0.05", "0.00"][row % 3]) for row in range(ROWS))),
    "empty": (pa.null(), [None] * ROWS),
    "cats": (pa.int16(), [row % 5 for row in range(ROWS)]),
}
table = pa.table({name: pa.array(values, type=kind) for name, (kind, values) in columns.items()})
pq.write_table(table, "cats-pyarrow.parquet", row_group_size=16, store_decimal_as_integer=True)

duckdb.sql("set timezone = 'UTC'")
duckdb.sql("""
    copy (select * replace (
        cast(breed as enum ('Manx', 'Lynx')) as breed, decode(note) as note, cast("empty" as integer) as "empty"
    ) from "table") to 'cats-duckdb.parquet' (format parquet, compression zstd)
""")


def text(value):
    """A value as a CSV file has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, datetime) and value.tzinfo:
        value = value.astimezone(timezone.utc)
    if isinstance(value, (datetime, time)):
        fraction = f".{value.microsecond:06}".rstrip("0") if value.microsecond else ""
        form = "%Y-%m-%dT%H:%M:%S" if isinstance(value, datetime) else "%H:%M:%S"
        return value.strftime(form) + fraction + ("+00:00" if value.tzinfo else "")
    return str(value)


with open("cats.csv", "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for row in zip(*(values for _, values in columns.values())):
        writer.writerow(map(text, row))
