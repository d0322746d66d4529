"""Closing periods: every assessment is frozen, what changes it later makes a successor, and the frozen one stays.

A period is closed, reopened and closed again, each an entry with its actor and reason. While it is closed, every
write about a doctor brings the successors along, in the same transaction; while it is reopened, the next closing does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.assessment.periods import Period
from core.errors import GuijuError, NotFoundError, RefusedError
from core.regulation.law import Law
from core.service.admission import FieldProblem
from core.service.closing_ahead import BATCH, Ahead, Progress, unseen
from core.service.deciding import Deciding
from core.service.freezing import Laws
from core.service.office import Office
from core.service.questions import parse_period
from core.service.viewer import Scope, Viewer
from core.storage import PeriodRow, PeriodState, Writes
from core.storage.loaders import chunks
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What closing, reopening or revising a period did: nothing if there are problems."""

    problems: tuple[FieldProblem, ...] = ()
    period: PeriodRow | None = None
    """The period as it is now; None: see the problems."""
    frozen: int = 0
    """Assessments frozen now."""
    succeeded: int = 0
    """Successors of assessments frozen before."""


async def close_period(
    office: Office,
    viewer: Viewer,
    place: str,
    period: str,
    regulation: str | None = None,
    *,
    reason: str | None = None,
    actor: str | None = None,
    progress: Progress = unseen,
) -> Closing:
    """Freeze the assessment of every doctor whom a place's period is about; closing it again changes nothing.

    A period that the registry has not opened is opened first. ``regulation`` is one of the place's versions; None:
    each that is in force on some day of the period. ``actor`` is who closes it; None: the viewer's token. All of it is
    done, or nothing. Others may write while it is worked out, and what they write counts.
    """
    try:
        named = parse_period(period)
        laws = _laws(office, place, named, regulation)
        _require(viewer, laws)
        _require_over(named, office.today())
        there = await office.reads.period(place, named.kind, named.start)
        if there is not None and there.state is PeriodState.CLOSED:
            return Closing(period=there)
        with Ahead(office=office, place=place, period=named, laws=laws, progress=progress) as ahead:
            await ahead.prepare()
            async with office.database.writing(actor=actor or viewer.actor) as writes:
                row = await _opened(writes, place, named)
                if row.state is PeriodState.CLOSED:
                    return Closing(period=row)
                done, succeeded = await ahead.enter(writes, row)
                await writes.enter_period(row, PeriodState.CLOSED, actor or viewer.actor, reason)
                return Closing(period=await _found(writes, row), frozen=done, succeeded=succeeded)
    except GuijuError as error:
        return Closing(problems=(FieldProblem.of(error),))


async def reopen_period(
    office: Office, viewer: Viewer, place: str, period: str, reason: str, *, actor: str | None = None
) -> Closing:
    """Open a closed period again, for a reason; what was frozen stays readable, and the next closing adds to it."""
    try:
        named = parse_period(period)
        _require(viewer, _laws(office, place, named, None))
        if not reason.strip():
            text = Text(zh="重新开放须写明理由", en="reopening needs a reason")
            raise RefusedError("REASON_MISSING", text, field="reason")
        async with office.database.writing(actor=actor or viewer.actor) as writes:
            row = await _closed(writes, place, named)
            await writes.enter_period(row, PeriodState.REOPENED, actor or viewer.actor, reason)
            return Closing(period=await _found(writes, row))
    except GuijuError as error:
        return Closing(problems=(FieldProblem.of(error),))


async def revise(
    office: Office,
    viewer: Viewer,
    place: str,
    period: str,
    *,
    actor: str | None = None,
    progress: Progress = unseen,
) -> Closing:
    """Append a successor to each frozen assessment of a closed period that would be another today, as after a new law.

    Doctors about whom something is written need no revision: their successors come with the write.
    """
    try:
        named = parse_period(period)
        _require(viewer, _laws(office, place, named, None))
        with Ahead(office=office, place=place, period=named, laws=None, progress=progress) as ahead:
            await ahead.prepare()
            async with office.database.writing(actor=actor or viewer.actor) as writes:
                row = await _closed(writes, place, named)
                _, succeeded = await ahead.enter(writes, row)
                return Closing(period=row, succeeded=succeeded)
    except GuijuError as error:
        return Closing(problems=(FieldProblem.of(error),))


async def succeed(office: Office, writes: Writes) -> int:
    """Append successors to the frozen assessments that what ``writes`` has written changes; return how many.

    Call it within the transaction, after the last write.
    """
    if not writes.touched:
        return 0
    doctors = await writes.reads.doctors_by_code(writes.touched)
    periods = await writes.reads.closed_periods_of(row.id for row in doctors.values())
    rows = await writes.reads.periods_by_id(periods)
    succeeded = 0
    for period, ids in periods.items():
        row, laws = rows[period], Laws()
        deciding = Deciding(
            office=office,
            reads=writes.reads,
            period=Period(row.start, row.end, row.kind),
            row=period,
            laws=None,
            known_at=writes.moment,
            kept=laws,
        )
        for some in chunks(ids, BATCH):
            later = await deciding.about(some)
            succeeded += await writes.freeze(period, later, laws.kept) if later else 0
    return succeeded


def _laws(office: Office, place: str, period: Period, regulation: str | None) -> tuple[Law, ...]:
    """Return the laws by whose points scheme a place's period is assessed; raise GuijuError if there is none."""
    catalogue = office.host.catalogue
    if regulation is not None and catalogue.get(regulation).regulation.place != place:
        text = Text(zh=f"{regulation} 不是 {place} 的规定", en=f"{regulation} is not a regulation of {place}")
        raise RefusedError("PLACE_MISMATCH", text, field="regulation")
    found = tuple(law for law in catalogue.versions(place) if regulation in (None, law.id) and _is_about(law, period))
    if not found:
        zh = f"{place} 在 {period.name} 没有按此周期记分的规定; 核对地区、周期与规定"
        en = (
            f"no regulation of {place} counts points over {period.name}; check the place, the period and the regulation"
        )
        raise NotFoundError("NOTHING_TO_CLOSE", Text(zh=zh, en=en), field="place")
    return found


def _is_about(law: Law, period: Period) -> bool:
    scheme, force = law.regulation.points, law.regulation.in_force
    if scheme is None or scheme.period is not period.kind:
        return False
    return (force.from_ is None or force.from_ < period.end) and (force.to is None or force.to > period.start)


def _require(viewer: Viewer, laws: Sequence[Law]) -> None:
    """Raise RefusedError unless the viewer may close periods, and in the region of every one of ``laws``."""
    viewer.require(Scope.ADMIN)
    for law in laws:
        region = law.regulation.region
        if not viewer.sees(region.code):
            text = Text(
                zh=f"{region.name.zh}({region.code}) 不在令牌的地区内",
                en=f"{region.name.en} ({region.code}) is not within the token's regions",
            )
            raise RefusedError("REGION_FORBIDDEN", text, field="place")


def _require_over(period: Period, today: date) -> None:
    if today < period.end:
        text = Text(
            zh=f"周期 {period.name} 到 {period.end} 才结束, 结束后方可关闭",
            en=f"the period {period.name} lasts until {period.end}; close it then",
        )
        raise RefusedError("PERIOD_NOT_OVER", text, field="period")


async def _opened(writes: Writes, place: str, period: Period) -> PeriodRow:
    found = await writes.reads.period(place, period.kind, period.start)
    if found is not None:
        return found
    await writes.open_period(place=place, kind=period.kind, name=period.name, start=period.start, end=period.end)
    return await _opened(writes, place, period)


async def _closed(writes: Writes, place: str, period: Period) -> PeriodRow:
    """Return a closed period; raise RefusedError for one that is not."""
    found = await writes.reads.period(place, period.kind, period.start)
    if found is None or found.state is not PeriodState.CLOSED:
        text = Text(zh=f"{place} 的 {period.name} 未关闭", en=f"{period.name} of {place} is not closed")
        raise RefusedError("PERIOD_NOT_CLOSED", text, field="period")
    return found


async def _found(writes: Writes, row: PeriodRow) -> PeriodRow:
    return (await writes.reads.periods_by_id([row.id]))[row.id]
