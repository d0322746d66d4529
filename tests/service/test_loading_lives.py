"""Loading what happened to enrolments and violations: each entry must follow on what came before."""

import pytest

from core.intake import Kind, Options
from core.service.loading import Load, load
from core.service.office import Office
from tests.service.testville import a_violation

pytestmark = pytest.mark.anyio

LIVES = "place,decision_no,doctor,clause,event,on,actor,reason\n"
ENTRIES = "doctor,institution,place,kind,on,act,attribute,holds\n"


def a_line(event: str, on: str, number: str = "1") -> str:
    return f"testville,{number},N,late,{event},{on},试局,\n"


async def loaded(office: Office, text: str, kind: Kind = Kind.VIOLATION_ENTRIES, *, skip: bool = False) -> Load:
    return await load(office, kind, text.encode(), "list.csv", Options(), skip_bad_rows=skip)


async def kept(office: Office, table: str) -> list[tuple[object, ...]]:
    rows = await office.database.read(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608 - a name written here
    return [tuple(row) for row in rows]


def errors(done: Load) -> list[tuple[int, str | None, str]]:
    return [(one.row, one.column, str(one.code)) for one in done.problems if one.severity == "ERROR"]


@pytest.fixture
async def decided(testville: Office) -> Office:
    async with testville.database.writing() as writes:
        await writes.add_violations([a_violation(), a_violation(number="2")])
    return testville


async def test_a_life_is_loaded_in_any_order_of_rows_and_the_same_again_changes_nothing(decided: Office) -> None:
    text = LIVES + a_line("维持", "2025-05-01") + a_line("APPEALED", "2025-04-01") + a_line("送达", "2025-03-12")
    first, again = await loaded(decided, text), await loaded(decided, text)
    assert (errors(first), first.put.created) == ([], 3)
    assert (again.put.created, again.put.unchanged) == (0, 3)


async def test_an_entry_that_cannot_follow_is_refused_and_the_others_count(decided: Office) -> None:
    text = (
        LIVES
        + a_line("APPEALED", "2025-04-01")
        + a_line("UPHELD", "2025-03-20")
        + a_line("NOTIFIED", "2025-03-12", "2")
    )
    refused, done = await loaded(decided, text), await loaded(decided, text, skip=True)
    assert errors(refused) == errors(done) == [(3, "event", "ENTRY_OUT_OF_ORDER")]
    assert (refused.put.created, done.put.created) == (0, 2)


async def test_entries_that_the_registry_could_not_follow_are_refused(decided: Office) -> None:
    await loaded(decided, LIVES + a_line("APPEALED", "2025-04-01") + a_line("UPHELD", "2025-05-01"))
    done = await loaded(decided, LIVES + a_line("OVERTURNED", "2025-04-10"))
    assert errors(done) == [(2, "event", "ENTRY_OUT_OF_ORDER")]


async def test_an_unknown_violation_and_a_day_to_come_are_refused(decided: Office) -> None:
    done = await loaded(decided, LIVES + a_line("NOTIFIED", "2025-03-12", "9") + a_line("NOTIFIED", "2027-01-01"))
    assert errors(done) == [(2, "decision_no", "VIOLATION_UNKNOWN"), (3, "on", "DAY_TO_COME")]


async def test_entries_of_an_enrolment_are_loaded_and_checked(testville: Office) -> None:
    text = ENTRIES + "N,H-NORTH,testville,ACT,2021-01-01,签订协议,,\nN,H-NORTH,testville,认定,2021-01-01,,trained,是\n"
    done = await loaded(testville, text, Kind.ENROLMENT_ENTRIES)
    assert (errors(done), done.put.created) == ([], 2)
    wrong = (
        ENTRIES + "N,H-NORTH,nowhere,ACT,2021-01-01,SIGN,,\nN,H-NORTH,testville,ACT,2027-01-01,SIGN,,\n"
        "N,H-NORTH,testville,ACT,2021-02-01,,TRAINED,\nX,H-NORTH,testville,ACT,2021-02-01,SIGN,,\n"
    )
    assert errors(await loaded(testville, wrong, Kind.ENROLMENT_ENTRIES)) == [
        (2, "place", "PLACE_UNKNOWN"),
        (3, "on", "DAY_TO_COME"),
        (4, "kind", "BAD_ENTRY"),
        (5, "doctor", "DOCTOR_UNKNOWN"),
    ]


async def test_an_unknown_department_is_refused_at_its_cell(testville: Office) -> None:
    text = "doctor,institution,place,basis,since,department\nN,H-NORTH,testville,协议,2022-01-01,B02\n"
    assert errors(await loaded(testville, text, Kind.ENROLMENTS)) == [(2, "department", "DEPARTMENT_UNKNOWN")]


async def test_a_value_that_the_registry_cannot_keep_is_refused_in_its_row(testville: Office) -> None:
    text = f"code,name,region,level\nH-1,东院,990101,三级\nH-2,西院,990101,{'级' * 40}\n"
    done = await loaded(testville, text, Kind.INSTITUTIONS, skip=True)
    assert (errors(done), done.put.created) == ([(3, "level", "NOT_STORABLE")], 1)
