"""A registry of the made-up records, and plain ``sqlite3`` reading of what a bulk run reads from it.

``python bench/bulk_registry.py make RECORDS DATABASE DOCTORS`` · ``python bench/bulk_registry.py read DATABASE``
"""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import polars as pl

from core.storage import Database

SIZE = 100_000
PLACE, REGULATION, NOW = "shenyang", "shenyang-2011", "2026-01-01 00:00:00+00:00"
INSERT = f"""
INSERT INTO violation
(place, regulation, clause, decision_no, doctor_id, institution_id, cases, decided_on, recorded_at)
VALUES ('{PLACE}', '{REGULATION}', ?, ?, ?, 1, ?, ?, '{NOW}')
"""  # noqa: S608 - a constant
VIOLATIONS = """
SELECT v.doctor_id, v.clause, v.decided_on, v.decision_no, v.cases, CASE WHEN v.determined_by IS NULL THEN NULL ELSE 1
END, CASE WHEN v.note IS NULL THEN NULL ELSE 1 END FROM violation v
WHERE v.doctor_id BETWEEN ? AND ? AND v.place || '' = ? AND v.regulation = ?
"""
CODES = """
SELECT d.id, d.code FROM doctor d WHERE d.id BETWEEN ? AND ?
AND EXISTS (SELECT 1 FROM violation v WHERE v.doctor_id = d.id) ORDER BY d.id
"""


async def _migrated(path: Path) -> None:
    async with Database.open(path):
        pass


def make(source: Path, path: Path, doctors: int) -> None:
    """Write a registry that holds the records."""
    asyncio.run(_migrated(path))
    found = pl.read_parquet(source).with_columns(
        pl.col("decided_on").cast(pl.String), pl.col("decision_no").cast(pl.String)
    )
    with closing(sqlite3.connect(path)) as registry, registry:
        registry.execute(
            "INSERT INTO institution (id, code, name, region, designated) VALUES (1, 'H1', 'H1', '210100', 1)"
        )
        registry.executemany(
            "INSERT INTO doctor (id, code, name, qualification) VALUES (?, ?, 'D', 'LICENSED')",
            ((one, f"D{one:07}") for one in range(1, doctors + 1)),
        )
        registry.executemany(INSERT, found.select("clause", "decision_no", "doctor", "cases", "decided_on").iter_rows())


def read(path: Path) -> None:
    """Read what a bulk run reads, and nothing more."""
    rows = 0
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as registry:
        (last,) = registry.execute("SELECT MAX(id) FROM doctor").fetchone()
        for first in range(1, last + 1, SIZE):
            some = first, first + SIZE - 1
            rows += len(registry.execute(VIOLATIONS, (*some, PLACE, REGULATION)).fetchall())
            rows += len(registry.execute(CODES, some).fetchall())
    sys.stdout.write(f"{rows} rows\n")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
    else:
        read(Path(sys.argv[2]))
