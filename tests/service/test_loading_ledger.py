"""Loading examinations, repairs and measurements: the same promises as for every other kind of file."""

from decimal import Decimal

import pytest

from core.intake import Kind, Options
from core.regulation.vocabulary import Responsibility
from core.service.loading import Load, load
from core.service.office import Office
from tests.service.testville import POINTS, SUPPLIES

pytestmark = pytest.mark.anyio

EXAMINATIONS = "doctor,place,on,passed\n"
REPAIRS = "doctor,regulation,rule,on,points\n"
MEASUREMENTS = "regulation,region,subject_kind,subject,indicator,period,on,source,value,grade\n"
TABLES = {Kind.EXAMINATIONS: "examination", Kind.REPAIRS: "repair", Kind.MEASUREMENTS: "measurement"}
GOOD = {
    Kind.EXAMINATIONS: EXAMINATIONS + "N,testville,2025-03-01,合格\nS,testville,2025-03-01,不合格\n",
    Kind.REPAIRS: REPAIRS + f"N,{POINTS},course,2025-03-01,\nN,{POINTS},service,2025-03-01,1.5\n",
    Kind.MEASUREMENTS: MEASUREMENTS
    + f"{SUPPLIES},990101,机构,H-NORTH,days,2025,2025-06-01,中心,3.5,\n"
    + f"{SUPPLIES},990101,医师,N,colour,2025,2025-06-01,中心,,红\n",
}
BAD = {
    Kind.EXAMINATIONS: "X,testville,2025-03-02,合格\n",
    Kind.REPAIRS: f"X,{POINTS},course,2025-03-02,\n",
    Kind.MEASUREMENTS: f"{SUPPLIES},990101,医师,X,colour,2025,2025-06-01,中心,,红\n",
}
CHANGED = {
    Kind.EXAMINATIONS: EXAMINATIONS + "N,testville,2025-03-01,不合格\nN,testville,2025-03-02,合格\n",
    Kind.REPAIRS: REPAIRS + f"N,{POINTS},service,2025-03-01,2\nN,{POINTS},course,2025-03-02,\n",
    Kind.MEASUREMENTS: MEASUREMENTS
    + f"{SUPPLIES},990101,机构,H-NORTH,days,2025,2025-06-01,中心,4,\n"
    + f"{SUPPLIES},990101,机构,H-NORTH,days,2026,2025-06-01,中心,4,\n",
}
each_kind = pytest.mark.parametrize("kind", TABLES)


async def loaded(office: Office, kind: Kind, text: str, *, skip_bad_rows: bool = False, try_only: bool = False) -> Load:
    data = text.encode()
    return await load(office, kind, data, "list.csv", Options(), skip_bad_rows=skip_bad_rows, try_only=try_only)


async def kept(office: Office, kind: Kind) -> int:
    (row,) = await office.database.read(f"SELECT COUNT(*) FROM {TABLES[kind]}")  # noqa: S608 - a name written here
    return row[0]


def errors(done: Load) -> list[tuple[int, str | None, str]]:
    return [(one.row, one.column, one.code) for one in done.problems if one.severity == "ERROR"]


@each_kind
async def test_a_good_file_is_loaded_and_the_same_again_changes_nothing(testville: Office, kind: Kind) -> None:
    first = await loaded(testville, kind, GOOD[kind])
    again = await loaded(testville, kind, GOOD[kind])
    assert (first.loaded, first.rows, first.put.created, errors(first)) == (True, 2, 2, [])
    assert (again.loaded, again.put.created, again.put.unchanged) == (True, 0, 2)
    assert await kept(testville, kind) == 2


@each_kind
async def test_one_row_of_an_unknown_doctor_keeps_everything_out_and_is_named(testville: Office, kind: Kind) -> None:
    done = await loaded(testville, kind, GOOD[kind] + BAD[kind])
    column = "subject" if kind is Kind.MEASUREMENTS else "doctor"
    assert (done.loaded, errors(done)) == (False, [(4, column, "DOCTOR_UNKNOWN")])
    assert await kept(testville, kind) == 0


@each_kind
async def test_good_rows_alone_are_loaded_when_that_is_asked_for(testville: Office, kind: Kind) -> None:
    done = await loaded(testville, kind, GOOD[kind] + BAD[kind], skip_bad_rows=True)
    assert (done.loaded, done.bad_rows, done.put.created) == (True, 1, 2)
    assert await kept(testville, kind) == 2


@each_kind
async def test_trying_writes_nothing_and_tells_what_would_be(testville: Office, kind: Kind) -> None:
    done = await loaded(testville, kind, GOOD[kind], try_only=True)
    assert (done.loaded, done.put.created) == (False, 2)
    assert await kept(testville, kind) == 0


@each_kind
async def test_a_row_that_contradicts_the_ledger_is_named_and_the_ledger_keeps_what_it_has(
    testville: Office, kind: Kind
) -> None:
    await loaded(testville, kind, GOOD[kind])
    refused = await loaded(testville, kind, CHANGED[kind])
    assert [(row, code) for row, _, code in errors(refused)] == [(2, "ALREADY_RECORDED")]
    assert (refused.loaded, await kept(testville, kind)) == (False, 2)
    skipped = await loaded(testville, kind, CHANGED[kind], skip_bad_rows=True)
    assert (skipped.loaded, skipped.put.created, await kept(testville, kind)) == (True, 1, 3)


async def test_a_value_that_cannot_be_kept_is_named_by_its_row_and_column(testville: Office) -> None:
    long = f"{SUPPLIES},990101,机构,H-SOUTH,days,2025,2025-06-01,{'长' * 201},4,\n"
    refused = await loaded(testville, Kind.MEASUREMENTS, GOOD[Kind.MEASUREMENTS] + long)
    assert (refused.loaded, errors(refused)) == (False, [(4, "source", "NOT_STORABLE")])
    skipped = await loaded(testville, Kind.MEASUREMENTS, GOOD[Kind.MEASUREMENTS] + long, skip_bad_rows=True)
    assert (skipped.loaded, skipped.put.created) == (True, 2)


async def test_examinations_are_checked_against_places_and_the_day(testville: Office) -> None:
    done = await loaded(testville, Kind.EXAMINATIONS, EXAMINATIONS + "N,nowhere,2027-03-01,合格\n")
    assert errors(done) == [(2, "place", "PLACE_UNKNOWN"), (2, "on", "DAY_TO_COME")]


async def test_repairs_are_checked_against_the_rules_of_their_regulation(testville: Office) -> None:
    rows = ("N,nowhere,course,2025-03-01,", f"N,{POINTS},lunch,2025-03-01,", f"N,{POINTS},course,2025-03-01,1")
    done = await loaded(testville, Kind.REPAIRS, REPAIRS + "\n".join(rows))
    assert errors(done) == [
        (2, "regulation", "REGULATION_UNKNOWN"),
        (3, "rule", "RULE_UNKNOWN"),
        (4, "points", "POINTS_FIXED_BY_LAW"),
    ]


async def test_measurements_are_checked_against_what_their_regulation_looks_at(testville: Office) -> None:
    rows = (
        "nowhere,990101,agency,center,days,2025,2025-06-01,中心,1,",
        f"{POINTS},990101,agency,center,days,2025,2025-06-01,中心,1,",
        f"{SUPPLIES},990101,institution,X,days,2025,2025-06-01,中心,1,",
        f"{SUPPLIES},990101,agency,center,days,2025,2025-06-01,中心,1,",
    )
    done = await loaded(testville, Kind.MEASUREMENTS, MEASUREMENTS + "\n".join(rows))
    assert errors(done) == [
        (2, "regulation", "REGULATION_UNKNOWN"),
        (3, "regulation", "NOTHING_MEASURED"),
        (4, "subject", "INSTITUTION_UNKNOWN"),
    ]


async def test_responsibility_and_reason_of_a_decision_are_kept(testville: Office) -> None:
    text = (
        "place,regulation,clause,decision_no,doctor,institution,decided_on,points,责任程度,裁量理由\n"
        f"testville,{POINTS},range,1,N,H-NORTH,2025-03-01,4,重要,屡查屡犯\n"
    )
    assert (await loaded(testville, Kind.VIOLATIONS, text)).loaded
    doctor = (await testville.reads.doctors_by_code(["N"]))["N"].id
    (row,) = (await testville.reads.violations_of_doctors([doctor]))[doctor]
    assert (row.points, row.responsibility, row.reason) == (Decimal(4), Responsibility.IMPORTANT, "屡查屡犯")
