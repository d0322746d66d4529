"""Drawn ledgers as data frames, and the answers of both engines to the same question."""

from calendar import isleap
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from core.assessment.facts import PointsFacts, Violation
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.bulk.engine.arrays import number_of_day
from core.bulk.engine.assess import Result, assess_columns
from core.bulk.engine.plan import Plan, plan_of
from core.bulk.files.frames import EXACT, Framed, Frames, framed
from core.bulk.files.tables import Tables, tables_of_result, tables_of_rows
from core.bulk.rows import rows_of
from core.regulation.law import Law
from core.regulation.vocabulary import Responsibility

VIOLATIONS = pl.Schema(
    {
        "doctor": pl.String,
        "clause": pl.String,
        "decided_on": pl.Date,
        "decision_no": pl.String,
        "cases": pl.Int64,
        "occurred_on": pl.Date,
        "notified_on": pl.Date,
        "points": EXACT,
        "months": pl.Int64,
        "responsibility": pl.String,
        "determined_by": pl.String,
        "note": pl.String,
        "reason": pl.String,
    }
)
_HAPPENED = pl.Schema({"doctor": pl.String, "on": pl.Date})


def as_registered(facts: PointsFacts) -> PointsFacts:
    """Return ``facts`` as a registry would hold them: each record by its decision and clause, at most once."""
    kept: dict[str, Violation] = {}
    for one in facts.violations:
        decision = one.decision_no or one.id
        name = f"{decision}/{one.clause}"
        highest = sorted(one.responsibility, key=list(Responsibility).index)[-1:]
        kept[name] = replace(one, id=name, decision_no=decision, responsibility=tuple(highest))
    return replace(facts, violations=tuple(kept.values()))


def edges(year: int) -> tuple[date, ...]:
    """Return days of three years from ``year`` on at which months and years end, and terms from one to another."""
    return (
        date(year, 2, 29 if isleap(year) else 28),
        date(year, 8, 31),
        date(year, 12, 31),
        date(year + 1, 1, 1),
        date(year + 1, 2, 28),
        date(year + 1, 8, 30),
        date(year + 1, 8, 31),
        date(year + 2, 2, 28),
        date(year + 2, 8, 31),
    )


def crowded(facts: PointsFacts, year: int) -> PointsFacts:
    """Return ``facts`` with every decision on one of the ``edges``, where many meet."""
    days = edges(year)
    moved: list[Violation] = []
    for one in facts.violations:
        day = days[one.decided_on.toordinal() % len(days)]
        others = (
            None if other is None else other + (day - one.decided_on) for other in (one.occurred_on, one.notified_on)
        )
        moved.append(replace(one, decided_on=day, occurred_on=next(others), notified_on=next(others)))
    return replace(facts, violations=tuple(moved))


def framed_of(plan: Plan, ledgers: Sequence[PointsFacts]) -> Framed:
    """Return ``ledgers``, of doctors called by their places, as the engine reads them."""
    named = list(enumerate(ledgers))
    return framed(
        plan,
        Frames(
            violations=pl.DataFrame(
                [_row(f"{doctor:03}", one) for doctor, facts in named for one in facts.violations],
                schema=VIOLATIONS,
                orient="row",
            ),
            passed=_happened([(doctor, one.on) for doctor, facts in named for one in facts.examinations if one.passed]),
            readmitted=_happened([(doctor, day) for doctor, facts in named for day in facts.readmitted_on]),
        ),
    )


def _row(doctor: str, one: Violation) -> tuple[object, ...]:
    return (
        doctor,
        one.clause,
        one.decided_on,
        one.decision_no,
        one.cases,
        one.occurred_on,
        one.notified_on,
        one.points,
        one.months,
        str(one.responsibility[0]) if one.responsibility else None,
        one.determined_by,
        one.note,
        one.reason,
    )


def _happened(found: Sequence[tuple[int, date]]) -> pl.DataFrame:
    return pl.DataFrame([(f"{doctor:03}", day) for doctor, day in found], schema=_HAPPENED, orient="row")


def columnar(law: Law, ledgers: Sequence[PointsFacts], period: Period, as_of: date) -> tuple[Tables, frozenset[str]]:
    """Return what the columnar engine says, and the doctors whom it leaves to the other."""
    plan = plan_of(law)
    assert isinstance(plan, Plan), plan
    found = framed_of(plan, ledgers)
    result: Result = assess_columns(plan, found.chunk, period, number_of_day(as_of))
    return tables_of_result(plan, found, result), frozenset(found.codes_of(result.irregular))


def one_by_one(
    law: Law, ledgers: Sequence[PointsFacts], period: Period, as_of: date, but: frozenset[str] = frozenset()
) -> Tables:
    """Return what the engine for one doctor says of each, except of those in ``but``."""
    return tables_of_rows(
        rows_of(f"{doctor:03}", assess_points(law, facts, period, as_of))
        for doctor, facts in enumerate(ledgers)
        if f"{doctor:03}" not in but
    )
