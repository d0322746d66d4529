"""Made-up records for the benches of bulk assessment: 62 % of doctors without any, the rest with ever fewer more.

``python bench/bulk_data.py DOCTORS FILE`` writes five years of them as Parquet, in no order.
"""

import sys
from pathlib import Path

import numpy as np
import polars as pl

SHARE = 0.38
MOST = 60
SKEW = 1.735
FIRST_DAY = 18262
"""2020-01-01."""
DAYS = 1827
POINTS = {
    "SY.1.1": 1, "SY.1.2": 1, "SY.1.3": 1, "SY.1.4": 1, "SY.1.5": 1, "SY.5.1": 5, "SY.5.2": 5, "SY.5.4": 5, "SY.5.5": 5,
    "SY.10.1": 10, "SY.10.2": 10, "SY.10.3": 10,
}  # fmt: skip
"""Clauses of the Shenyang rule, and what each case costs."""


def records(doctors: int) -> pl.DataFrame:
    """Return the records of so many doctors, the same ones whenever they are asked for."""
    lots = np.random.default_rng(7)
    count = np.where(lots.random(doctors) < SHARE, np.minimum(lots.zipf(SKEW, doctors), MOST), 0)
    doctor = np.repeat(np.arange(1, doctors + 1), count)
    size = doctor.size
    points = np.array(list(POINTS.values()))
    clause = lots.choice(points.size, size, p=1 / points / (1 / points).sum())
    frame = pl.DataFrame(
        {
            "doctor": doctor,
            "clause": pl.Series(list(POINTS)).gather(clause),
            "decided_on": pl.Series((FIRST_DAY + lots.integers(0, DAYS, size)).astype(np.int32)).cast(pl.Date),
            "decision_no": 1_000_000_000 + np.arange(size),
            "cases": lots.choice([1, 1, 1, 1, 2, 3], size),
        }
    )
    return frame[lots.permutation(size)]


if __name__ == "__main__":
    records(int(sys.argv[1])).write_parquet(Path(sys.argv[2]))
