"""Loading a roster: every bad row named, all or nothing, and the same again changes nothing."""

from datetime import date

import pytest

from core.intake import Kind, Options
from core.regulation.vocabulary import Basis
from core.service.loading import Load, load
from core.service.office import Office
from core.text import Lang
from tests.service.rosters import a_roster, a_row

pytestmark = pytest.mark.anyio

OPTIONS = Options(place="shenyang", basis=Basis.REGISTRATION)
GOOD = a_row()
SECOND = a_row(医保医生代码="D210102000002", 姓名="钱明远", 执业级别="执业助理医师")
BAD_DATE = a_row(医保医生代码="D210102000003", 姓名="孙安宁", 合同起始时间="2023年13月1日")
BAD_LICENCE = a_row(医保医生代码="D210102000004", 姓名="李思齐", 执业级别="不详")


async def load_roster(office: Office, *rows: list[str], skip_bad_rows: bool = False, try_only: bool = False) -> Load:
    data = a_roster(*rows)
    return await load(office, Kind.ROSTER, data, "名册.txt", OPTIONS, skip_bad_rows=skip_bad_rows, try_only=try_only)


async def doctors(office: Office) -> set[str]:
    codes = [f"D21010200000{number}" for number in range(1, 6)]
    return set(codes) - await office.reads.unknown_doctors(codes)


async def test_a_good_roster_is_loaded_and_the_same_again_changes_nothing(office: Office) -> None:
    first = await load_roster(office, GOOD, SECOND)
    again = await load_roster(office, GOOD, SECOND)
    assert (first.loaded, first.rows, first.bad_rows) == (True, 2, 0)
    assert first.put.created == 5  # an institution, two doctors, two enrolments
    assert (again.put.created, again.put.updated, again.put.unchanged) == (0, 0, 5)
    assert await doctors(office) == {"D210102000001", "D210102000002"}


async def test_one_bad_row_keeps_everything_out_and_each_is_named_with_file_row_and_column(office: Office) -> None:
    done = await load_roster(office, GOOD, BAD_DATE, SECOND, BAD_LICENCE)
    assert (done.loaded, done.bad_rows) == (False, 2)
    assert [(one.row, one.column) for one in done.problems if one.severity == "ERROR"] == [
        (3, "合同起始时间"),
        (5, "执业级别"),
    ]
    shown = done.problems[0].render(Lang.ZH)
    assert shown.startswith("名册.txt:第3行，列«合同起始时间»：")
    assert await doctors(office) == set()


async def test_good_rows_alone_are_loaded_when_that_is_asked_for(office: Office) -> None:
    done = await load_roster(office, GOOD, BAD_DATE, SECOND, skip_bad_rows=True)
    assert (done.loaded, done.bad_rows) == (True, 1)
    assert await doctors(office) == {"D210102000001", "D210102000002"}


async def test_trying_writes_nothing_and_tells_what_would_be(office: Office) -> None:
    done = await load_roster(office, GOOD, try_only=True)
    assert (done.loaded, done.put.created) == (False, 3)
    assert await doctors(office) == set()


async def test_a_place_without_a_regulation_is_refused_row_by_row(office: Office) -> None:
    options = Options(place="nowhere", basis=Basis.REGISTRATION)
    done = await load(office, Kind.ROSTER, a_roster(GOOD), "名册.txt", options)
    assert [(one.row, one.code) for one in done.problems] == [(2, "PLACE_UNKNOWN")]
    assert not done.loaded


HEAD = "decision_no,doctor,institution,clause,decided_on,cases\n"


def decisions(*rows: str) -> bytes:
    return (HEAD + "".join(row + "\n" for row in rows)).encode()


async def load_decisions(office: Office, data: bytes, *, skip_bad_rows: bool = False) -> Load:
    options = Options(place="shenyang", regulation="shenyang-2011")
    return await load(office, Kind.VIOLATIONS, data, "decisions.csv", options, skip_bad_rows=skip_bad_rows)


ONE = "A-1,D210102000001,H21010200001,SY.5.1,2025-03-10,1"


async def test_violations_are_checked_against_the_law_and_the_registry(office: Office) -> None:
    await load_roster(office, GOOD)
    data = decisions(
        ONE,
        "A-2,D210102000001,H21010200001,SY.9.9,2025-03-10,1",
        "A-3,D210102000099,H21010200001,SY.5.1,2025-03-10,1",
        "A-4,D210102000001,H21010299999,SY.5.1,2027-03-10,1",
    )
    done = await load_decisions(office, data)
    assert [(one.row, one.code) for one in done.problems] == [
        (3, "CLAUSE_UNKNOWN"),
        (4, "DOCTOR_UNKNOWN"),
        (5, "INSTITUTION_UNKNOWN"),
        (5, "DAY_TO_COME"),
    ]
    assert not done.loaded


async def test_what_the_law_and_the_ledger_say_of_a_row_names_the_column_as_the_file_does(office: Office) -> None:
    await load_roster(office, GOOD)
    head = "决定书号,医师代码,机构编码,条款,决定日期,发生日期,送达日期,例数\n"
    rows = (
        "A-1,D210102000001,H21010200001,SY.5.1,2025-03-10,2025-03-10,2025-03-09,1",
        "A-2,D210102000099,H21010299999,SY.9.9,2027-03-10,2027-03-09,,1",
    )
    wrong = await load_decisions(office, (head + "\n".join(rows)).encode())
    assert [(one.row, one.column, one.code) for one in wrong.problems] == [
        (2, "送达日期", "DAYS_REVERSED"),
        (3, "机构编码", "INSTITUTION_UNKNOWN"),
        (3, "医师代码", "DOCTOR_UNKNOWN"),
        (3, "决定日期", "DAY_TO_COME"),
        (3, "发生日期", "DAY_TO_COME"),
        (3, "条款", "CLAUSE_UNKNOWN"),
    ]
    kept = head + "A-1,D210102000001,H21010200001,SY.5.1,2025-03-10,,,1\n"
    assert (await load_decisions(office, kept.encode())).loaded
    other = await load_decisions(office, kept.replace(",1\n", ",2\n").encode())
    assert [(one.row, one.column, one.code) for one in other.problems] == [(2, "例数", "ALREADY_RECORDED")]


async def test_a_row_that_contradicts_the_ledger_is_named_and_the_ledger_keeps_what_it_has(office: Office) -> None:
    await load_roster(office, GOOD)
    assert (await load_decisions(office, decisions(ONE))).loaded
    changed = ONE.replace("2025-03-10,1", "2025-03-10,2")
    new = "A-5,D210102000001,H21010200001,SY.1.1,2025-04-01,1"
    refused = await load_decisions(office, decisions(changed, new))
    assert [(one.row, one.code) for one in refused.problems] == [(2, "ALREADY_RECORDED")]
    assert not refused.loaded
    skipped = await load_decisions(office, decisions(changed, new), skip_bad_rows=True)
    assert (skipped.loaded, skipped.put.created) == (True, 1)
    doctor = (await office.reads.doctors_by_code(["D210102000001"]))["D210102000001"]
    ledger = (await office.reads.violations_of_doctors([doctor.id], "shenyang"))[doctor.id]
    assert [(row.decision_no, row.cases, row.decided_on) for row in ledger] == [
        ("A-1", 1, date(2025, 3, 10)),
        ("A-5", 1, date(2025, 4, 1)),
    ]
