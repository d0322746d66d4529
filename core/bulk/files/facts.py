"""Records of a frame as facts about one doctor, for the engine that takes one at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypedDict, cast

import polars as pl

from core.assessment.facts import Examination, PointsFacts, Violation
from core.bulk.files.frames import Frames
from core.regulation.vocabulary import Responsibility


class _Needed(TypedDict):
    clause: str
    decided_on: date
    decision_no: str | int


class _Row(_Needed, total=False):
    cases: int | None
    occurred_on: date | None
    notified_on: date | None
    points: Decimal | None
    months: int | None
    responsibility: str | None
    determined_by: str | None
    note: str | None
    reason: str | None


@dataclass(frozen=True, slots=True, eq=False)
class _Days:
    found: pl.DataFrame | None

    def of(self, doctor: str | int) -> list[date]:
        if self.found is None:
            return []
        return self.found.filter(pl.col("doctor") == doctor)["on"].to_list()


def facts_of(frames: Frames) -> Mapping[str, PointsFacts]:
    """Return what ``frames`` hold on each doctor with a violation, by code."""
    groups = frames.violations.partition_by("doctor", as_dict=True, include_key=False, maintain_order=True)
    passed, readmitted = _Days(frames.passed), _Days(frames.readmitted)
    return {
        str(doctor): PointsFacts(
            violations=tuple(map(_violation, cast("list[_Row]", rows.to_dicts()))),
            examinations=tuple(Examination(on=day, passed=True) for day in passed.of(doctor)),
            readmitted_on=tuple(sorted(set(readmitted.of(doctor)))),
        )
        for (doctor,), rows in groups.items()
    }


def _violation(row: _Row) -> Violation:
    decision, degree, points = str(row["decision_no"]), row.get("responsibility"), row.get("points")
    cases = row.get("cases")
    return Violation(
        id=f"{decision}/{row['clause']}",
        clause=row["clause"],
        decided_on=row["decided_on"],
        cases=1 if cases is None else cases,
        decision_no=decision,
        occurred_on=row.get("occurred_on"),
        notified_on=row.get("notified_on"),
        points=None if points is None else _plain(points),
        months=row.get("months"),
        determined_by=row.get("determined_by"),
        note=row.get("note"),
        responsibility=() if degree is None else (Responsibility(degree),),
        reason=row.get("reason"),
    )


def _plain(number: Decimal) -> Decimal:
    """Return ``number`` without idle zeros: 2 for 2.000000."""
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()
