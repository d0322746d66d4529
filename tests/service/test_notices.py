"""Public notices of a place: masked, only while they are public, worked out once, and leading to nobody's record."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import anyio
import pytest

from core.errors import NotFoundError
from core.host import Host
from core.records import DoctorRecord, InstitutionRecord, Qualification, ViolationRecord
from core.service.demo import fill
from core.service.notice_board import PublicNotice
from core.service.notices import laws_of, public_notices
from core.service.office import Office, opened
from tests.databases import a_registry, one_kind

pytestmark = pytest.mark.anyio

TODAY = date(2025, 6, 30)
REGULATION = """
id = "{place}-2020"
place = "{place}"
title = {{ zh = "试镇办法", en = "Testville measures" }}
region = {{ code = "990100", name = {{ zh = "试镇", en = "Testville" }} }}
in_force = {{ from = 2020-01-01, to = {to}, cite = "9" }}
source = {{ confidence = "TEMPLATE", completeness = "WHOLE" }}

[points]
cite = "1"
full = 10
period = "YEAR"
clauses = [{{ id = "T.1", cite = "2", points = 5, label = {{ zh = "误报", en = "False report" }} }}]

[[points.thresholds]]
id = "five"
cite = "5"
at = 5
label = {{ zh = "暂停两个月", en = "Suspended two months" }}
sanctions = [{{ kind = "SUSPEND", cite = "5", months = 2 }}]

[[points.publications]]
id = "out"
cite = "8"
label = {{ zh = "公示暂停", en = "Suspensions are published" }}
of = ["SUSPEND"]
{more}
"""
NAMED = 'names_institution = true\nuntil = { cite = "8", with_sanction = true }\n'


@asynccontextmanager
async def an_office(folder: Path, *, more: str = "", to: str = "2030-01-01") -> AsyncGenerator[Office]:
    """Open an office of two places, of which the other one has published what the first has."""
    for place, text in (("testville", more), ("otherville", "")):
        path = folder / "plugins" / place / "2020.toml"
        path.parent.mkdir(parents=True)
        path.write_text(REGULATION.format(place=place, more=text, to=to), encoding="utf-8")
    host = Host.load([folder / "plugins"], packages=False)
    assert not host.parked
    with a_registry(one_kind(), folder) as registry:
        async with opened(host, registry.location, today=lambda: TODAY) as office:
            yield office


async def suspend(office: Office, people: Sequence[tuple[str, str, str]], place: str = "testville") -> None:
    """Enter doctors by code, name and the day of a decision that suspends them for two months."""
    async with office.database.writing() as writes:
        await writes.put_institutions([InstitutionRecord(code="H-NORTH", name="北院", region="990101")])
        await writes.put_doctors(
            [DoctorRecord(code=code, name=name, qualification=Qualification.LICENSED) for code, name, _ in people]
        )
        await writes.add_violations(
            [
                ViolationRecord(
                    place=place,
                    regulation=f"{place}-2020",
                    clause="T.1",
                    decision_no=f"决-{code}",
                    doctor=code,
                    institution="H-NORTH",
                    decided_on=date.fromisoformat(day),
                )
                for code, _, day in people
            ]
        )


async def notices(office: Office, on: str | None = None, place: str = "testville") -> list[PublicNotice]:
    day = None if on is None else date.fromisoformat(on)
    return await public_notices(office, laws_of(office, place), day)


async def people(office: Office, on: str | None = None, place: str = "testville") -> list[str]:
    return [one.person for one in await notices(office, on, place)]


async def test_names_are_masked_and_nothing_else_tells_who_it_is(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await suspend(office, [("D-SECRET", "张三丰", "2025-06-01")])
        (notice,) = await notices(office)
    assert (notice.person, notice.institution) == ("张某某", None)
    assert (notice.start, notice.end) == (date(2025, 6, 1), None)
    shown = repr((notice.shown, notice.position, notice.publication, notice.label))
    assert [told for told in ("三丰", "SECRET", "决-", "北院") if told in shown] == []


async def test_the_institution_is_named_where_the_text_has_it_named(tmp_path: Path) -> None:
    async with an_office(tmp_path, more=NAMED) as office:
        await suspend(office, [("A", "张三丰", "2025-06-01")])
        (notice,) = await notices(office)
    assert (notice.institution, notice.end) == ("北院", date(2025, 8, 1))


async def test_they_come_by_first_day_and_those_of_one_place_alone(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await suspend(
            office, [("A", "赵一二", "2025-06-20"), ("B", "钱一二", "2025-06-02"), ("C", "孙一二", "2025-06-20")]
        )
        await suspend(office, [("O", "周一二", "2025-06-03")], "otherville")
        assert await people(office) == ["钱某某", "孙某某", "赵某某"]
        assert await people(office, place="otherville") == ["周某某"]
        assert len(await public_notices(office, laws_of(office))) == 4
        assert len(await public_notices(office, laws_of(office, regulation="otherville-2020"))) == 1


async def test_a_notice_whose_time_is_over_is_not_shown_for_a_day_on_which_it_stood(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await suspend(office, [("A", "赵一二", "2025-04-01"), ("B", "钱一二", "2025-05-01")])
        assert await people(office) == ["钱某某"]
        assert await people(office, "2025-05-15") == ["钱某某"]
        assert await people(office, "2025-04-15") == []


async def test_a_notice_that_says_when_it_ends_is_not_among_those_of_a_later_day(tmp_path: Path) -> None:
    async with an_office(tmp_path, more=NAMED) as office:
        await suspend(office, [("A", "赵一二", "2025-06-01"), ("B", "钱一二", "2025-06-30")])
        assert await people(office, "2025-07-31") == ["赵某某", "钱某某"]
        assert await people(office, "2025-08-01") == ["钱某某"]
        assert await people(office, "2025-06-29") == ["赵某某"]


async def test_a_text_no_longer_in_force_publishes_nothing(tmp_path: Path) -> None:
    async with an_office(tmp_path, to="2025-06-30") as office:
        await suspend(office, [("A", "赵一二", "2025-06-01")])
        assert await notices(office) == []


async def test_a_position_stays_when_others_come_and_gives_no_code_away(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await suspend(office, [("B", "钱一二", "2025-06-02"), ("C", "孙一二", "2025-06-20")])
        before = [one.position for one in await notices(office)]
        await suspend(office, [("A", "赵三四", "2025-06-01"), ("D", "钱三四", "2025-06-02")])
        after = [one.position for one in await notices(office)]
    assert after == sorted(after)
    assert len(set(after)) == 4
    assert set(before) < set(after)
    assert before[0] == "2025-06-02|testville-2020|out|SUSPEND|钱某某|||000000"


async def test_they_are_worked_out_once_until_the_registry_changes(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await suspend(office, [("A", "赵一二", "2025-06-01")])
        first = await notices(office)
        done = office.database.reads_done
        assert await notices(office) == first
        assert office.database.reads_done == done
        await suspend(office, [("B", "钱一二", "2025-06-02")])
        assert await people(office) == ["赵某某", "钱某某"]
        assert office.database.reads_done > done


async def test_many_who_ask_at_once_cost_as_much_as_one(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await suspend(office, [("A", "赵一二", "2025-06-01")])
        start = office.database.reads_done
        await notices(office)
        alone = office.database.reads_done - start
        await suspend(office, [("B", "钱一二", "2025-06-02")])
        start = office.database.reads_done
        async with anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(notices, office)
        assert office.database.reads_done - start == alone


async def test_doctors_at_fault_are_read_in_bounded_lists_each_once(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await suspend(office, [(f"D{number}", "张三", "2025-06-01") for number in range(5)])
        await suspend(office, [("D1", "张三", "2025-06-05"), ("O", "周一", "2025-06-03")], "otherville")
        lists = [found async for found in office.reads.doctors_at_fault("testville", "testville-2020", 2)]
        codes = [{row.code for row in (await office.reads.doctors_by_id(found)).values()} for found in lists]
    assert [len(one) for one in lists] == [2, 2, 1]
    assert sorted(set[str]().union(*codes)) == ["D0", "D1", "D2", "D3", "D4"]


async def test_what_is_not_at_hand_is_said(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        with pytest.raises(NotFoundError) as of_place:
            laws_of(office, "nowhere")
        with pytest.raises(NotFoundError) as of_regulation:
            laws_of(office, regulation="nowhere")
    assert (of_place.value.code, of_place.value.field) == ("PLACE_UNKNOWN", "place")
    assert of_regulation.value.code == "REGULATION_UNKNOWN"


async def test_the_demo_has_notices(office: Office) -> None:
    await fill(office)
    found = await public_notices(office, laws_of(office))
    assert {one.publication for one in found} == {
        rule.id
        for law in office.host.catalogue.laws
        if law.regulation.points is not None
        for rule in law.regulation.points.publications
    }
    assert all(one.person[1:] == "某某" for one in found)
