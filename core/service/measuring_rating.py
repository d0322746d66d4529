"""Measurements as facts of the rating scheme: grades, circumstances, values with their targets, and checks.

What a procedure has come to, which form of penalty was chosen and which duties were met are no measurements; a
question brings them along.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.assessment.periods import Period
from core.assessment.rating.terms import (
    Checked,
    CircumstanceNoted,
    DutyPerformed,
    GradeGiven,
    Measurement,
    Ranked,
    RatingFacts,
    StateReached,
)
from core.errors import RefusedError
from core.records import SubjectKind
from core.regulation.schemes.rating import RatedSubject, RatingScheme
from core.service.measuring_names import (
    CHECK,
    CIRCUMSTANCE,
    DETERMINED_BY,
    GRADE,
    NOTE,
    PASSED,
    RATE,
    SCORE,
    TARGET,
    named,
)
from core.service.measuring_rows import around, holds, latest, latest_of_period, period_of, record_of
from core.storage import MeasurementRow
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a question brings along that is no measurement."""

    circumstances: tuple[CircumstanceNoted, ...] = ()
    performed: tuple[DutyPerformed, ...] = ()
    ranked: tuple[Ranked, ...] = ()
    reached: tuple[StateReached, ...] = ()
    """States of the procedure that the grade of the period asked about started."""
    forms: tuple[str, ...] = ()
    """Ids of the forms chosen on that grade."""
    rectify_by: date | None = None
    """Last day for rectification that was set with that grade."""
    rectified_on: date | None = None


NOTHING_BESIDE = Beside()


def rated(scheme: RatingScheme | None, kind: SubjectKind) -> RatedSubject:
    """Return what a subject is rated as; a doctor is staff where the regulation rates no doctors but staff.

    Raises:
        RefusedError: no regulation rates subjects of this kind.
    """
    if kind is SubjectKind.AGENCY:
        text = Text(zh="经办机构没有评级办法", en="no regulation rates an agency")
        raise RefusedError("SUBJECT_NOT_RATED", text, field="subjectKind")
    found = RatedSubject(kind.value)
    if scheme is None or found is not RatedSubject.DOCTOR or found in scheme.subjects:
        return found
    return RatedSubject.STAFF if RatedSubject.STAFF in scheme.subjects else found


def rating_facts(
    scheme: RatingScheme,
    rows: Sequence[MeasurementRow],
    subject: RatedSubject,
    asked: Period,
    beside: Beside = NOTHING_BESIDE,
) -> RatingFacts:
    """Return the facts of every period, with what the question brings; ``rows`` from ``measuring_rows.known``."""
    named_periods = {row.period: period_of(row) for row in rows}
    periods = sorted(period for period in named_periods.values() if period is not None)
    return RatingFacts(
        subject=subject,
        grades=tuple(one for period in periods for one in _grades(rows, period, asked, beside)),
        circumstances=(*_circumstances(scheme, rows), *beside.circumstances),
        performed=beside.performed,
        ranked=beside.ranked,
        measurements=tuple(one for period in periods for one in _measurements(scheme, rows, period)),
        checked=tuple(one for period in periods for one in _checks(scheme, rows, period)),
    )


def _grades(rows: Sequence[MeasurementRow], period: Period, asked: Period, beside: Beside) -> Iterator[GradeGiven]:
    held = latest_of_period(rows, period)
    row = held.get(GRADE)
    if row is not None and row.grade is not None:
        given = GradeGiven(
            id=named(GRADE, period.name),
            on=row.on,
            period=period,
            grade=row.grade,
            score=_value(held, named(GRADE, SCORE)),
            determined_by=_words(held, named(GRADE, DETERMINED_BY)),
            note=_words(held, named(GRADE, NOTE)),
        )
        yield given if period != asked else _followed_up(given, beside)


def _followed_up(given: GradeGiven, beside: Beside) -> GradeGiven:
    return replace(
        given,
        forms=beside.forms,
        rectify_by=beside.rectify_by,
        rectified_on=beside.rectified_on,
        reached=beside.reached,
    )


def _circumstances(scheme: RatingScheme, rows: Sequence[MeasurementRow]) -> Iterator[CircumstanceNoted]:
    """Yield each circumstance that was found, one a document or day; a later NO takes it back."""
    for one in scheme.circumstances:
        name = named(CIRCUMSTANCE, one.id)
        about = [row for row in rows if row.indicator == name or row.indicator.startswith(f"{name}:")]
        held = latest(about, lambda row: (record_of(row), row.indicator))
        for record in sorted({record_of(row) for row in about}):
            mine = {indicator: row for (of, indicator), row in held.items() if of == record}
            if name in mine and holds(mine[name]):
                yield CircumstanceNoted(
                    id=named(one.id, record),
                    on=next(row.on for row in about if row.indicator == name and record_of(row) == record),
                    circumstance=one.id,
                    determined_by=_words(mine, named(name, DETERMINED_BY)),
                    note=_words(mine, named(name, NOTE)),
                )


def _measurements(scheme: RatingScheme, rows: Sequence[MeasurementRow], period: Period) -> Iterator[Measurement]:
    held = latest_of_period(rows, period)
    for one in scheme.indicators:
        value = _value(held, one.id)
        if value is not None:
            target = around([row for row in rows if row.indicator == named(one.id, TARGET)], period)
            set_to = target.value if target is not None else None
            yield Measurement(indicator=one.id, period=period, value=value, target=set_to)


def _checks(scheme: RatingScheme, rows: Sequence[MeasurementRow], period: Period) -> Iterator[Checked]:
    """Yield each check whose number checked is recorded; a rate of an unknown number is none."""
    held = latest_of_period(rows, period)
    for one in scheme.checks:
        checked, passed = _value(held, named(CHECK, one.id)), _value(held, named(CHECK, one.id, PASSED))
        if checked is not None:
            yield Checked(
                check=one.id,
                period=period,
                checked=int(checked),
                passed=int(passed) if passed is not None else None,
                rate=_value(held, named(CHECK, one.id, RATE)),
            )


def _value(held: dict[str, MeasurementRow], name: str) -> Decimal | None:
    return held[name].value if name in held else None


def _words(held: dict[str, MeasurementRow], name: str) -> str | None:
    return held[name].grade if name in held else None
