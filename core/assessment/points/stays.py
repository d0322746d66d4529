"""When a sanction was not executed, and what that does to its days."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise

from core.assessment.points.lives import Stay
from core.assessment.points.tally import ZERO, Tally, is_reached
from core.regulation.schemes.points import PointsScheme, Threshold


def stays_of(scheme: PointsScheme, tally: Tally, threshold: Threshold) -> tuple[Stay, ...]:
    """Return when the account was below ``threshold`` because records in it were not executed, in order.

    Only stays that have ended are looked at; while one lasts, its record is not in the account at all.
    """
    if not tally.stayed:
        return ()
    turns = sorted({day for stay, _ in tally.stayed for day in (stay.start, stay.end) if day is not None})
    below: list[Stay] = []
    for start, end in pairwise(turns):
        if is_reached(scheme, threshold, tally.held - _not_executed(tally, start)):
            continue
        if below and below[-1].end == start:
            start = below.pop().start  # noqa: PLW2901 - two stays in a row are one
        below.append(Stay(start=start, end=end))
    return tuple(below)


def _not_executed(tally: Tally, day: date) -> Decimal:
    return sum((points for stay, points in tally.stayed if stay.end is not None and stay.start <= day < stay.end), ZERO)


def begun(start: date, stays: Iterable[Stay]) -> date:
    """Return when something that would start on ``start`` does: after a stay that holds then."""
    for one in stays:
        if one.end is not None and one.start <= start < one.end:
            start = one.end
    return start


def prolonged(start: date, end: date | None, stays: Iterable[Stay]) -> date | None:
    """Return the end of ``[start, end)`` later by the days on which it was stayed after it had begun."""
    if end is None:
        return None
    for one in stays:
        if one.end is not None and start < one.start < end:
            end += one.end - one.start
    return end
