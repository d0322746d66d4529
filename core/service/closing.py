"""Closing periods: every assessment is frozen, what changes it later makes a successor, and the frozen one stays.

A period is closed, reopened and closed again, each an entry with its actor and reason. While it is closed, every
write about a doctor brings the successors along, in the same transaction; while it is reopened, the next closing does.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import date

from core.assessment.periods import Period
from core.errors import GuijuError, NotFoundError, RefusedError
from core.proof.decision import Decision
from core.regulation.law import Law
from core.service.admission import FieldProblem
from core.service.assessing import Question, assess_ledger, ledgers_of, parse_period
from core.service.facts import Ledger
from core.service.freezing import Laws, frozen, of_period, settled_on, what_changed
from core.service.office import Office
from core.service.receipts import decision_of
from core.service.viewer import Scope, Viewer
from core.storage import FrozenRow, NewFrozen, PeriodRow, PeriodState, Writes
from core.text import Text

BATCH = 200
"""How many doctors are assessed before other tasks have their turn."""


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
) -> Closing:
    """Freeze the assessment of every doctor whom a place's period is about; closing it again changes nothing.

    A period that the registry has not opened is opened first. ``regulation`` is one of the place's versions; None:
    each that is in force on some day of the period. ``actor`` is who closes it; None: the viewer's token. All of it is
    done, or nothing.
    """
    try:
        named = parse_period(period)
        laws = _laws(office, place, named, regulation)
        _require(viewer, laws)
        _require_over(named, office.today())
        async with office.database.writing(actor=actor or viewer.actor) as writes:
            row = await _opened(writes, place, named)
            if row.state is PeriodState.CLOSED:
                return Closing(period=row)
            done, succeeded = 0, 0
            for law in laws:
                new, later = await _freeze(office, writes, row, law)
                done, succeeded = done + new, succeeded + later
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


async def revise(office: Office, viewer: Viewer, place: str, period: str, *, actor: str | None = None) -> Closing:
    """Append a successor to each frozen assessment of a closed period that would be another today, as after a new law.

    Doctors about whom something is written need no revision: their successors come with the write.
    """
    try:
        named = parse_period(period)
        _require(viewer, _laws(office, place, named, None))
        async with office.database.writing(actor=actor or viewer.actor) as writes:
            row = await _closed(writes, place, named)
            succeeded, after = 0, 0
            while doctors := await writes.reads.frozen_doctors(row.id, after, BATCH):
                succeeded += await _succeed(office, writes, row, doctors)
                after = doctors[-1]
                await asyncio.sleep(0)
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
        for some in _batches(ids):
            succeeded += await _succeed(office, writes, rows[period], some)
            await asyncio.sleep(0)
    return succeeded


def _batches(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[first : first + BATCH] for first in range(0, len(ids), BATCH)]


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


async def _freeze(office: Office, writes: Writes, row: PeriodRow, law: Law) -> tuple[int, int]:
    """Freeze what is not frozen yet under ``law``, succeed what is; return how many of each."""
    laws, done, succeeded = Laws(), 0, 0
    async for doctors in _concerned(writes, row):
        ledgers = await ledgers_of(writes.reads, doctors)
        there = {
            one.doctor_id: one for one in await writes.reads.last_frozen(row.id, doctors) if one.regulation == law.id
        }
        codes = {one.id: one.code for one in (await writes.reads.doctors_by_id(doctors)).values()}
        new = [
            frozen(_decision(office, writes, row, law, ledgers[one], codes[one]), one, laws)
            for one in doctors
            if one not in there
        ]
        later = await _later(office, writes, row, list(there.values()), ledgers, laws)
        await writes.freeze(row.id, [*new, *later], laws.kept)
        done, succeeded = done + len(new), succeeded + len(later)
        await asyncio.sleep(0)
    return done, succeeded


async def _concerned(writes: Writes, row: PeriodRow) -> AsyncGenerator[list[int]]:
    """Yield the ids of the doctors whom a period is about, by code."""
    async for rows in writes.reads.enrolled_doctors(row.place, row.start, row.end, batch=BATCH):
        yield [one.id for one in rows]


async def _succeed(office: Office, writes: Writes, row: PeriodRow, doctors: Sequence[int]) -> int:
    """Append the successors of a period's last assessments of ``doctors``; return how many there are."""
    laws = Laws()
    ledgers = await ledgers_of(writes.reads, doctors)
    later = await _later(office, writes, row, await writes.reads.last_frozen(row.id, doctors), ledgers, laws)
    return await writes.freeze(row.id, later, laws.kept) if later else 0


async def _later(
    office: Office,
    writes: Writes,
    row: PeriodRow,
    there: Sequence[FrozenRow],
    ledgers: dict[int, Ledger],
    laws: Laws,
) -> list[NewFrozen]:
    """Return the successors of those assessments that would be other now; a regulation not served answers nothing."""
    kept = await writes.reads.kept_laws({one.law_digest for one in there})
    found: list[NewFrozen] = []
    for one in there:
        law = office.host.catalogue.find(one.regulation)
        if law is None:
            continue
        now = _decision(office, writes, row, law, ledgers[one.doctor_id], one.doctor, one.as_of)
        changed = what_changed(one, kept[one.law_digest], now)
        if changed is not None:
            found.append(frozen(now, one.doctor_id, laws, follows=one, changed=changed))
    return found


def _decision(
    office: Office,
    writes: Writes,
    row: PeriodRow,
    law: Law,
    ledger: Ledger,
    subject: str,
    since: date | None = None,
) -> Decision:
    """Return the decision about a period as the records stand now; ``since`` is the day of the last one before."""
    period = Period(row.start, row.end, row.kind)
    last = period.end - date.resolution
    question = Question(law, period, last, known_at=writes.moment)
    facts = assess_ledger(office, question, ledger).facts
    day = max(settled_on(facts, period, office.today()), since or last)
    if day > last:
        question = Question(law, period, day, known_at=writes.moment)
        facts = of_period(assess_ledger(office, question, ledger).facts, period)
    return decision_of(question, facts, subject)
