"""Where a doctor stands on a day, and how far it is to the next consequence."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from core.assessment.facts import Examination
from core.assessment.points.sanction_words import FINAL
from core.assessment.points.sanctions import GRAVE, Docket, escalated, is_released
from core.assessment.points.tally import ZERO, Tally, is_reached
from core.assessment.points.terms import Headroom, SanctionImposed, Standing
from core.regulation.base import Range
from core.regulation.schemes.points import PointsScheme, Threshold
from core.regulation.vocabulary import SanctionKind, Status

SEVERITY = {status: order for order, status in enumerate(Status)}
"""How grave each standing is."""
_FOREVER = date.max
DUTIES = {
    SanctionKind.SUPERVISE: Status.WATCH,
    SanctionKind.INTERVIEW: Status.INTERVIEW,
    SanctionKind.TRAIN: Status.TRAINING,
}
"""The standing that a duty gives until the end of its period."""


def standing_of(docket: Docket, examinations: Sequence[Examination], day: date) -> Standing:
    """Return the gravest standing that the sanctions imposed so far give on ``day``.

    Of equally grave ones, that which lasts longest governs, and of those the one that started last.
    """
    standings = [
        standing
        for index, one in enumerate(docket.imposed)
        if not one.absorbed and one.start <= day and not is_released(docket, index, day)
        for standing in [standing_under(one, examinations, day)]
        if standing is not None
    ]
    gravest = max(standings, key=_weight, default=Standing(status=Status.NORMAL))
    return replace(gravest, reach=docket.scheme.reach)


def _weight(one: Standing) -> tuple[int, date, date]:
    return SEVERITY[one.status], one.until or _FOREVER, one.since or date.min


def standing_under(one: SanctionImposed, examinations: Sequence[Examination], day: date) -> Standing | None:
    """Return the standing that ``one`` gives on ``day``, or None if it gives none (any more)."""
    if one.kind in FINAL:
        status = Status.REVOKED if one.kind is SanctionKind.REVOKE else Status.TERMINATED
        return _made(one, status, one.start, None)
    passed = passed_on(one, examinations, day)
    if one.kind is SanctionKind.SUSPEND:
        return _suspended(one, passed, day)
    duty = DUTIES.get(one.kind)
    if duty is None or day not in one.period or (duty is Status.TRAINING and passed is not None):
        return None
    return _made(one, duty, one.start, one.period.end)


def _suspended(one: SanctionImposed, passed: date | None, day: date) -> Standing | None:
    if one.end is None or day < one.end:
        return _made(one, Status.SUSPENDED, one.start, one.end)
    if one.until_exam and passed is None:
        return _made(one, Status.SUSPENDED_PENDING_EXAM, one.end, None)
    return None


def passed_on(one: SanctionImposed, examinations: Sequence[Examination], day: date) -> date | None:
    """Return the first day up to ``day`` on which an examination was passed since ``one`` started, or None."""
    return min((exam.on for exam in examinations if exam.passed and one.start <= exam.on <= day), default=None)


def is_in_effect(one: SanctionImposed, docket: Docket, index: int, examinations: Sequence[Examination]) -> bool:
    """Return whether ``one`` (entry ``index``) bears on the standing on the docket's day."""
    day = docket.as_of
    if one.absorbed or one.start > day or is_released(docket, index, day):
        return False
    return standing_under(one, examinations, day) is not None


def _made(one: SanctionImposed, status: Status, since: date, until: date | None) -> Standing:
    return Standing(
        status=status,
        object=one.object if one.kind in GRAVE else None,
        since=since,
        until=until,
        may_reapply_from=one.may_reapply_from,
        citation=one.citation,
    )


def headroom_of(docket: Docket, tally: Tally) -> Headroom | None:
    """Return how far it is to the next threshold of the account, or None if all have been reached."""
    scheme = docket.scheme
    following = next((one for one in scheme.thresholds if not is_reached(scheme, one, tally.held)), None)
    if following is None:
        return None
    sanction = max(following.sanctions, key=lambda one: list(SanctionKind).index(one.kind))
    day = max(docket.as_of, tally.period.start)
    escalation = escalated(docket, sanction.kind, tally.period, day)
    inside = docket.as_of < tally.period.end
    return Headroom(
        points_to_next=_distance(docket, following, tally),
        threshold=following.id,
        consequence=escalation.sanction.kind if escalation else sanction.kind,
        label=escalation.label if escalation else following.label,
        citation=escalation.cite if escalation else following.cite,
        days_until_reset=(tally.period.end - day) // timedelta(days=1) if inside else None,
    )


def _distance(docket: Docket, threshold: Threshold, tally: Tally) -> Decimal:
    if threshold.at is not None:
        return threshold.at - tally.held
    left = max(docket.scheme.full - tally.held, ZERO)
    return left - (threshold.left_below or ZERO) + _least_step(docket.scheme, tally)


def _least_step(scheme: PointsScheme, tally: Tally) -> Decimal:
    """Return one unit of the last decimal place in use: what takes points from "just so many left" to "fewer"."""
    numbers = [scheme.full, tally.held, *(one.left_below or ZERO for one in scheme.thresholds)]
    for clause in scheme.clauses:
        if isinstance(clause.points, Decimal):
            numbers.append(clause.points)
        elif isinstance(clause.points, Range):
            numbers += [clause.points.from_, clause.points.to]
    exponents = [one.normalize().as_tuple().exponent for one in numbers]
    return Decimal(1).scaleb(min(0, *(one for one in exponents if isinstance(one, int))))
