"""A closing worked out while others write: it takes the lock late, and what they wrote meanwhile counts."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date

import pytest

from core.assessment.periods import Period
from core.records import EnrolmentRecord
from core.regulation.vocabulary import Basis, LifeEvent
from core.service import closing_ahead
from core.service.closing import close_period, reopen_period
from core.service.closing_ahead import Ahead
from core.service.office import Office
from core.service.pile import Pile
from core.service.recording import record_repair, record_violation
from core.service.viewer import EVERYONE_IN_DEMO
from core.storage import FrozenRow, NewFrozen, changed_since, mark_of
from tests.databases import Registry
from tests.service.test_closing import BUREAU, closed, entry, left, rows_of
from tests.service.testville import a_repair, a_violation

pytestmark = pytest.mark.anyio

YEAR = Period.parse("2025")
Write = Callable[[Office], Awaitable[object]]


async def recorded(office: Office) -> None:
    assert (await record_violation(office, EVERYONE_IN_DEMO, a_violation(number="2", on=date(2025, 6, 1)))).created


async def overturned(office: Office) -> None:
    async with office.database.writing() as writes:
        await writes.add_violation_entries([entry(LifeEvent.OVERTURNED, date(2025, 7, 1))])


async def repaired(office: Office) -> None:
    assert (await record_repair(office, EVERYONE_IN_DEMO, a_repair(), "H-NORTH")).created


async def ended(office: Office) -> None:
    """Give the enrolment of a doctor without any record an end before the year: the year is not about them."""
    row = EnrolmentRecord(
        doctor="S", institution="H-SOUTH", place="testville", basis=Basis.AGREEMENT, since=date(2021, 1, 1)
    )
    async with office.database.writing() as writes:
        put = await writes.put_enrolments([replace(row, until=date(2024, 6, 1))])
    assert put.updated == 1


async def ahead_of(office: Office, meanwhile: Write) -> list[FrozenRow]:
    """Close the year with something written between working it out and taking the lock."""
    laws = office.host.catalogue.versions("testville")
    with Ahead(office=office, place="testville", period=YEAR, laws=laws) as ahead:
        await ahead.prepare()
        await meanwhile(office)
        async with office.database.writing() as writes:
            await writes.open_period(place="testville", kind=YEAR.kind, name=YEAR.name, start=YEAR.start, end=YEAR.end)
            row = await writes.reads.period("testville", YEAR.kind, YEAR.start)
            assert row is not None
            await ahead.enter(writes, row)
    return await rows_of(office)


@pytest.mark.parametrize("write", [recorded, overturned, repaired, ended])
async def test_what_is_written_while_a_closing_is_worked_out_counts(testville: Office, write: Write) -> None:
    await record_violation(testville, EVERYONE_IN_DEMO, a_violation())
    found = await ahead_of(testville, write)
    async with testville.database.writing() as writes:
        calm = Ahead(
            office=testville, place="testville", period=YEAR, laws=testville.host.catalogue.versions("testville")
        )
        with calm:
            assert await calm.catch_up(writes, writes.moment) == len(found)
    expected = {"recorded": ["8", "12"], "overturned": ["12", "12"], "repaired": ["11", "12"], "ended": ["10"]}
    assert [left(row) for row in found] == expected[write.__name__]


async def test_only_those_about_whom_something_was_written_are_worked_out_again(testville: Office) -> None:
    laws = testville.host.catalogue.versions("testville")
    with Ahead(office=testville, place="testville", period=YEAR, laws=laws) as ahead:
        assert await ahead.catch_up(testville.database) == 2
        assert await ahead.catch_up(testville.database) == 0
        await recorded(testville)
        assert await ahead.catch_up(testville.database) == 1


async def test_others_write_while_a_closing_is_worked_out(testville: Office, registry: Registry) -> None:
    free: list[bool] = []
    done = await close_period(
        testville, BUREAU, "testville", "2025", progress=lambda _, __: free.append(registry.is_free)
    )
    assert (done.frozen, free) == (2, [True])


async def test_progress_tells_how_many_of_how_many(testville: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing_ahead, "BATCH", 1)
    told: list[tuple[int, int]] = []
    await close_period(testville, BUREAU, "testville", "2025", progress=lambda done, count: told.append((done, count)))
    assert told == [(1, 2), (2, 2)]


async def test_successors_of_a_period_closed_again_are_worked_out_ahead_too(testville: Office) -> None:
    await closed(testville, a_violation())
    await reopen_period(testville, BUREAU, "testville", "2025", "漏录")
    found = await ahead_of(testville, recorded)
    assert [(row.doctor, row.number, left(row)) for row in found] == [("N", 0, "10"), ("N", 1, "8"), ("S", 0, "12")]


async def test_another_registry_in_the_place_of_the_one_marked_means_anyone(testville: Office) -> None:
    mark = await mark_of(testville.database)
    assert await changed_since(testville.database, mark) == frozenset()
    assert await changed_since(testville.database, replace(mark, hash="0" * 64)) is None
    assert await changed_since(testville.database, replace(mark, number=mark.number + 1)) is None


async def test_a_pile_gives_back_what_was_put_on_it_but_for_what_was_taken_away(testville: Office) -> None:
    await closed(testville, a_violation())
    rows = await rows_of(testville)
    new = [_as_new(row) for row in rows]
    with Pile() as pile:
        pile.put(new)
        pile.forget({new[0].doctor_id})
        again = replace(new[0], number=1, follows=rows[0].id)
        pile.put([again])
        assert list(pile.batches()) == [[new[1]], [again]]
        pile.clear()
        assert list(pile.batches()) == []


def _as_new(row: FrozenRow) -> NewFrozen:
    fields = NewFrozen.__dataclass_fields__
    return NewFrozen(**{name: getattr(row, name) for name in fields if name != "follows"})
