"""Importing violations from CSV, checked, into SQLite: seconds and megabytes of the whole process, against `.import`.

``sqlite3`` puts the same file into a table without types, keys or checks; the ratio is of the medians of one run.
"""

import argparse
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
GUIJU = [sys.executable, "-c", "import app; app.main()"]
INSTITUTIONS = 2000
HEADINGS = "place,regulation,clause,decision_no,doctor,institution,decided_on,cases,occurred_on,notified_on,points,note"
LAW = """
id = "testville-2020"
place = "testville"
title = { zh = "试镇办法", en = "Testville measures" }
region = { code = "990100", name = { zh = "试镇", en = "Testville" } }
in_force = { from = 2020-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }

[points]
cite = "1"
full = 12
period = "YEAR"
thresholds = [{ id = "six", cite = "5", at = 6, label = { zh = "暂停", en = "suspended" }, sanctions = [
  { kind = "SUSPEND", cite = "5", months = 2 },
] }]
clauses = [
%s]
"""
CLAUSE = '  { id = "T.%d", cite = "2.一.%d", points = %d, label = { zh = "第%d项", en = "Item %d" } },\n'
CLAUSES = 40


def law() -> str:
    """Return the regulation that the violations name."""
    return LAW % "".join(CLAUSE % (one, one, one % 6 + 1, one, one) for one in range(1, CLAUSES + 1))


def write_violations(path: Path, rows: int) -> None:
    """Write a file as a bureau would: numbers in order, doctors and days in none."""
    draw = random.Random(20110101)  # noqa: S311 - nothing here is secret
    first = date(2024, 1, 1)
    doctors = max(rows // 4, 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{HEADINGS}\r\n")
        for number in range(rows):
            on = first + timedelta(days=draw.randrange(700))
            occurred = on - timedelta(days=draw.randrange(60))
            notified = on + timedelta(days=3)
            doctor, institution = draw.randrange(doctors), draw.randrange(INSTITUTIONS)
            named = f"T.{draw.randrange(CLAUSES) + 1},试医保决〔{on.year}〕{number}号,D9901{doctor:08}"
            file.write(
                f"testville,testville-2020,{named},"
                f"H990101{institution:05},{on},{draw.choice((1, 1, 2))},{occurred},{notified},,\r\n"
            )


def write_people(folder: Path, rows: int) -> None:
    """Write the doctors and institutions that the violations name."""
    doctors = "".join(f"D9901{one:08},试甲,LICENSED\r\n" for one in range(max(rows // 4, 1)))
    (folder / "doctors.csv").write_text(f"code,name,qualification\r\n{doctors}", encoding="utf-8")
    places = "".join(f"H990101{one:05},试院{one},990101\r\n" for one in range(INSTITUTIONS))
    (folder / "institutions.csv").write_text(f"code,name,region\r\n{places}", encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took."""

    seconds: float
    processor_seconds: float
    megabytes: float


def measured(command: Sequence[str]) -> Cost:
    """Run a command to its end and return what it took; the most memory that it held at once."""
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the medians."""
    each = zip(*((one.seconds, one.processor_seconds, one.megabytes) for one in costs), strict=True)
    return Cost(*(statistics.median(one) for one in each))


def guiju(folder: Path, database: Path, *arguments: str) -> list[str]:
    """Return a command of the program over the made-up place."""
    return [*GUIJU, "--db", str(database), "--plugins", str(folder / "plugins"), *arguments]


def prepare(folder: Path, rows: int) -> Path:
    """Write all files, register everyone in a database, and return it."""
    (folder / "plugins" / "testville").mkdir(parents=True)
    (folder / "plugins" / "testville" / "2020.toml").write_text(law(), encoding="utf-8")
    write_violations(folder / "violations.csv", rows)
    write_people(folder, rows)
    database = folder / "people.sqlite3"
    for kind in ("institutions", "doctors"):
        measured(guiju(folder, database, "import", kind, str(folder / f"{kind}.csv")))
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return database


def fresh(source: Path, target: Path) -> None:
    """Copy a database to ``target``, in place of what was there."""
    for one in target.parent.glob(f"{target.name}*"):
        one.unlink()
    target.write_bytes(source.read_bytes())


def main() -> None:
    """Print the medians and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    ours: list[Cost] = []
    theirs: list[Cost] = []
    with TemporaryDirectory(prefix="guiju-bench-") as name:
        folder = Path(name)
        people = prepare(folder, chosen.rows)
        file = folder / "violations.csv"
        for _ in range(chosen.runs):
            plain = folder / "plain.sqlite3"
            plain.unlink(missing_ok=True)
            theirs.append(measured(["sqlite3", str(plain), f".import --csv {file} violation"]))
            fresh(people, folder / "ours.sqlite3")
            ours.append(measured(guiju(folder, folder / "ours.sqlite3", "import", "violations", str(file))))
    sys.stdout.write(table(chosen.rows, median(ours), median(theirs)))


def table(rows: int, ours: Cost, theirs: Cost) -> str:
    """Return the medians and their ratios in lines."""
    lines = [
        f"| {rows} violations | by the clock | of the processor | greatest memory |",
        "|---|---|---|---|",
        *(
            f"| {name} | {one.seconds:.1f} s | {one.processor_seconds:.1f} s | {one.megabytes:.0f} MB |"
            for name, one in (("guiju import violations", ours), ("sqlite3 .import", theirs))
        ),
        f"| ratio | {ours.seconds / theirs.seconds:.1f} | {ours.processor_seconds / theirs.processor_seconds:.1f} | |",
    ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
