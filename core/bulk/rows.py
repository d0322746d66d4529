"""What a bulk run says of a doctor: a row for the account and standing, and one for each sanction.

``rows_of`` takes them from an answer of the engine for one doctor; the columnar engine must say the very same.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.assessment.outcome import Determination, PointsOutcome
from core.assessment.points.terms import SanctionImposed
from core.regulation.schemes.points import Reached
from core.regulation.vocabulary import Flag, SanctionKind, SanctionObject, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRow:
    """A doctor's account of the period and standing on the day asked about."""

    doctor: str
    determination: Determination
    missing: tuple[str, ...] = ()
    """Names of what is missing."""
    points_lost: Decimal | None
    points_counted: Decimal | None
    points_left: Decimal | None
    status: Status | None
    """None: not decidable; so with the points."""
    object: SanctionObject | None = None
    since: date | None = None
    until: date | None = None
    may_reapply_from: date | None = None
    citation: str | None = None
    suspensions: int = 0
    """How many count towards an escalation."""
    points_to_next: Decimal | None = None
    next_threshold: str | None = None
    next_consequence: SanctionKind | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionRow:
    """A sanction of the period asked about, or one carried into it."""

    doctor: str
    kind: SanctionKind
    object: SanctionObject
    citation: str
    cause: str
    reached: Reached | None
    record: str
    period: str
    start: date
    end: date | None
    months: int | None
    months_from: int | None = None
    months_to: int | None = None
    until_exam: bool
    may_reapply_from: date | None
    absorbed: bool
    is_carried: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What is said of some doctors."""

    standings: tuple[StandingRow, ...] = ()
    sanctions: tuple[SanctionRow, ...] = ()


def rows_of(doctor: str, outcome: PointsOutcome) -> Rows:
    """Return what ``outcome`` says of ``doctor``; nothing for a clean sheet."""
    sanctions = tuple(
        _sanction(doctor, one, is_carried=is_carried)
        for is_carried, listed in ((False, outcome.sanctions), (True, outcome.carried))
        for one in listed
    )
    if not sanctions and _is_clean(outcome):
        return Rows()
    return Rows(standings=(_standing(doctor, outcome),), sanctions=sanctions)


def _is_clean(outcome: PointsOutcome) -> bool:
    return (
        outcome.determination is Determination.DETERMINED
        and not outcome.points_lost
        and not outcome.suspensions
        and not outcome.exposure
        and outcome.standing is not None
        and outcome.standing.status is Status.NORMAL
    )


def _standing(doctor: str, outcome: PointsOutcome) -> StandingRow:
    standing, room = outcome.standing, outcome.headroom
    return StandingRow(
        doctor=doctor,
        determination=outcome.determination,
        missing=tuple(dict.fromkeys(one.name for one in outcome.missing)),
        points_lost=outcome.points_lost,
        points_counted=outcome.points_counted,
        points_left=outcome.points_left,
        status=standing and standing.status,
        object=standing and standing.object,
        since=standing and standing.since,
        until=standing and standing.until,
        may_reapply_from=standing and standing.may_reapply_from,
        citation=None if standing is None or standing.citation is None else str(standing.citation),
        suspensions=outcome.suspensions,
        points_to_next=room and room.points_to_next,
        next_threshold=room and room.threshold,
        next_consequence=room and room.consequence,
        flags=outcome.flags,
    )


def _sanction(doctor: str, one: SanctionImposed, *, is_carried: bool) -> SanctionRow:
    return SanctionRow(
        doctor=doctor,
        kind=one.kind,
        object=one.object,
        citation=str(one.citation),
        cause=one.cause,
        reached=one.reached,
        record=one.record,
        period=one.period.name,
        start=one.start,
        end=one.end,
        months=one.months,
        months_from=one.months_from,
        months_to=one.months_to,
        until_exam=one.until_exam,
        may_reapply_from=one.may_reapply_from,
        absorbed=one.absorbed,
        is_carried=is_carried,
    )
