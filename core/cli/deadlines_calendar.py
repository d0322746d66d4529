"""Deadlines as an iCalendar file (RFC 5545): all-day events that a calendar updates when the day moves.

The same registry gives the same bytes: an event is stamped with the last entry that it rests on, not with the clock.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime

from icalendar import TRANSP, Calendar, Event

from core.cli.shared import both
from core.service.deadlines import ComingUp, DeadlineFound
from core.text import Text

_PRODUCT = "-//Guiju//Deadlines//ZH"
_UID = "deadlines@guiju"
_BEFORE_STAMPS = datetime(2000, 1, 1, tzinfo=UTC)
"""Stamp of an event of which nothing says when it was recorded."""


def calendar_of(coming: Iterable[ComingUp], who: Callable[[ComingUp], str]) -> tuple[bytes, int]:
    """Return the file, and how many deadlines are not in it for want of a day; people are called as ``who`` says."""
    events: list[tuple[date, str, Event]] = []
    left_out = 0
    for one in coming:
        for found in one.found:
            on = found.deadline.on
            if on is None:
                left_out += 1
            else:
                events.append((on, uid_of(one, found), _event(one, found, on, who(one))))
    events.sort(key=lambda each: each[:2])
    calendar = Calendar.new(prodid=_PRODUCT, uid=_UID, subcomponents=[event for _, _, event in events])
    return calendar.to_ical(), left_out


def uid_of(one: ComingUp, found: DeadlineFound) -> str:
    """Return the name of an event: a digest of what it is about, the same when its day moves, and telling nothing."""
    at = found.institution.code if found.institution is not None else ""
    about = f"{one.doctor.code}\n{found.deadline.law.id}\n{at}\n{found.deadline.key}"
    return f"{hashlib.sha256(about.encode()).hexdigest()}@guiju"


def _event(one: ComingUp, found: DeadlineFound, on: date, who: str) -> Event:
    deadline = found.deadline
    return Event.new(
        uid=uid_of(one, found),
        stamp=one.recorded_at or _BEFORE_STAMPS,
        start=on,
        end=deadline.until,
        summary=f"{both(deadline.label)} · {who}",
        description="\n".join(map(both, _details(found))),
        categories=[deadline.kind.value],
        transparency=TRANSP.TRANSPARENT,
    )


def _details(found: DeadlineFound) -> Iterator[Text]:
    deadline = found.deadline
    yield deadline.law.regulation.title
    yield deadline.citation.text
    if deadline.record is not None:
        yield Text(zh=f"记录 {deadline.record}", en=f"record {deadline.record}")
    if found.institution is not None:
        yield Text(zh=f"机构 {found.institution.code}", en=f"institution {found.institution.code}")
