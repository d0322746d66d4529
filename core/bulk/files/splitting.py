"""Cutting frames into ranges of doctors small enough for the arrays of the engine to stay in the processor's cache."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from core.bulk.files.frames import Frames

RECORDS = 500_000
"""Of a range, about."""
_SAMPLES = 200
"""Doctors looked at for the bounds of each range."""


def split(frames: Frames, most: int = RECORDS) -> Iterator[Frames]:
    """Yield ``frames`` in ranges of doctors of about ``most`` records each, in their order; no doctor is cut in two."""
    doctors = frames.violations["doctor"]
    count = -(-doctors.len() // most)
    if count <= 1:
        yield frames
        return
    sample = doctors.gather_every(max(1, doctors.len() // (count * _SAMPLES))).sort()
    bounds = sample.gather([sample.len() * number // count for number in range(1, count)]).unique().sort().to_list()
    for first, end in zip([None, *bounds], [*bounds, None], strict=True):
        violations = within(frames.violations, first, end)
        if violations.height:
            passed, readmitted = (
                None if one is None else within(one, first, end) for one in (frames.passed, frames.readmitted)
            )
            yield replace(frames, violations=violations, passed=passed, readmitted=readmitted)


def within(frame: pl.DataFrame, first: str | int | None, end: str | int | None) -> pl.DataFrame:
    """Return the rows of the doctors from ``first`` (None: the first of all) to before ``end`` (None: to the last)."""
    doctor = pl.col("doctor")
    if first is not None and end is not None:
        return frame.filter((doctor >= first) & (doctor < end))
    if first is not None:
        return frame.filter(doctor >= first)
    return frame if end is None else frame.filter(doctor < end)
