"""Many at once: one statement each, every key answered, rows in order."""

from datetime import date

import pytest

from core.records import RepairRecord, ViolationEntryRecord
from core.regulation.vocabulary import LifeEvent
from core.storage import Database, EnrolmentKey, Reads, ViolationKey
from tests.storage.registry_samples import a_department, a_doctor, a_violation, an_enrolment, an_institution, register

pytestmark = pytest.mark.anyio


@pytest.fixture
async def reads(db: Database) -> Reads:
    await register(
        db,
        institutions=[an_institution("H1"), an_institution("H2")],
        doctors=[a_doctor("P1"), a_doctor("P2"), a_doctor("P3")],
        enrolments=[
            an_enrolment("P1", "H2", since="2022-01-01"),
            an_enrolment("P1", "H1", since="2021-01-01"),
            an_enrolment("P2", "H1", since="2020-01-01"),
        ],
        violations=[
            a_violation("N1", on="2024-03-01"),
            a_violation("N2", on="2024-01-01", place="elsewhere"),
            a_violation("N3", on="2024-02-01"),
        ],
    )
    async with db.writing() as writes:
        await writes.put_departments([a_department("H1", "D2"), a_department("H1", "D1")])
    return Reads(db)


async def test_institutions_doctors_and_departments_are_found_by_id_and_code(reads: Reads) -> None:
    institutions = await reads.institutions_by_code(["H2", "H1", "H9"])
    doctors = await reads.doctors_by_code(["P1"])
    departments = await reads.departments_of_institutions([1, 2])

    assert list(institutions) == ["H1", "H2"]
    assert await reads.institutions_by_id([2, 1, 9]) == {row.id: row for row in institutions.values()}
    assert await reads.doctors_by_id([1, 9]) == {1: doctors["P1"]}
    assert [row.code for row in departments[1]] == ["D1", "D2"]
    assert departments[2] == ()
    assert await reads.departments_by_id([2]) == {2: departments[1][0]}


async def test_rows_of_each_key_are_in_order_and_a_key_without_rows_has_none(reads: Reads) -> None:
    of_doctors = await reads.enrolments_of_doctors([1, 2, 3])
    of_institutions = await reads.enrolments_of_institutions([1, 2])

    assert {key: [row.id for row in rows] for key, rows in of_doctors.items()} == {1: [2, 1], 2: [3], 3: []}
    assert {key: [row.id for row in rows] for key, rows in of_institutions.items()} == {1: [3, 2], 2: [1]}


async def test_an_enrolment_and_a_violation_are_found_by_their_natural_keys_within_regions_alone(reads: Reads) -> None:
    (enrolled,) = (await reads.enrolments_of_doctors([2]))[2]
    violation = (await reads.violations_of_doctors([1]))[1][0]
    places = await reads.institutions_by_id([enrolled.institution_id, violation.institution_id])
    place = places[enrolled.institution_id]
    enrolment = EnrolmentKey("P2", place.code, enrolled.place, enrolled.since)
    decided = ViolationKey(violation.place, violation.decision_no, "P1", violation.clause)

    assert await reads.enrolment_within(enrolment, None) == enrolled
    assert await reads.enrolment_within(enrolment, (place.region[:4],)) == enrolled
    assert await reads.enrolment_within(enrolment, ("00",)) is None
    assert await reads.enrolment_within(enrolment._replace(doctor="P1"), None) is None
    assert await reads.violation_within(decided, (places[violation.institution_id].region,)) == violation
    assert await reads.violation_within(decided, ()) is None
    assert await reads.violation_within(decided._replace(clause="other"), None) is None


async def test_the_ledger_of_a_doctor_is_read_for_all_places_or_for_one(reads: Reads) -> None:
    everywhere = await reads.violations_of_doctors([1, 2])
    here = await reads.violations_of_doctors([1, 2], "testville")

    assert [row.decision_no for row in everywhere[1]] == ["N2", "N3", "N1"]
    assert [row.decision_no for row in here[1]] == ["N3", "N1"]
    assert everywhere[2] == here[2] == ()
    assert await reads.violations_by_id([1]) == {1: everywhere[1][2]}
    assert await reads.examinations_of_doctors([1], "testville") == {1: ()}
    assert await reads.entries_of_doctors([1], "testville") == {1: ()}
    assert await reads.entries_of_enrolments([1, 99]) == {1: (), 99: ()}


@pytest.mark.parametrize("asked", [[1, 2, 3], [3, 1], [2], [2, 99], [1, 2**80]])
async def test_what_a_page_reads_is_of_its_doctors_alone_wherever_their_ids_lie(
    db: Database, reads: Reads, asked: list[int]
) -> None:
    async with db.writing() as writes:
        await writes.add_repairs(
            [RepairRecord(doctor="P2", regulation="testville-2011", rule="study", on=date(2025, 4, 1))]
        )
    enrolled = await reads.enrolments_of_doctors(asked)

    places = await reads.institutions_of_doctors(asked)
    briefs = await reads.briefs_of_doctors(asked, "testville", "testville-2011", ())

    told = {key: [(row.since, row.id) for row in rows] for key, rows in places.items()}
    assert told == {key: [(one.since.isoformat(), one.id) for one in rows] for key, rows in enrolled.items() if rows}
    assert sorted(row[3] for row in briefs) == (["N1", "N3"] if 1 in asked else [])
    assert await reads.repaired_among(asked) == {2} & set(asked)


async def test_there_is_more_to_a_record_with_a_life_or_under_a_version_before(db: Database, reads: Reads) -> None:
    notified = ViolationEntryRecord(
        place="testville",
        decision_no="N3",
        doctor="P1",
        clause="11.一.1",
        event=LifeEvent.NOTIFIED,
        on=date(2024, 3, 1),
        actor="乙",
    )
    async with db.writing() as writes:
        await writes.add_violation_entries([notified])

    now = await reads.briefs_of_doctors([1], "testville", "testville-2011", ())
    later = await reads.briefs_of_doctors([1], "testville", "testville-2026", ("testville-2011",))

    assert {row[3]: bool(row[1]) for row in now} == {"N1": False, "N3": True}
    assert {row[3]: bool(row[1]) for row in later} == {"N1": True, "N3": True}


async def test_each_load_is_one_statement_whatever_its_size(db: Database, reads: Reads) -> None:
    before = db.reads_done

    await reads.violations_of_doctors(range(1, 20_000), "testville")

    assert db.reads_done - before == 1


async def test_more_keys_than_a_statement_takes_are_loaded_in_pieces(db: Database, reads: Reads) -> None:
    before = db.reads_done

    found = await reads.doctors_by_id(range(70_000))

    assert list(found) == [1, 2, 3]
    assert db.reads_done - before == 3


async def test_no_keys_need_no_statement(db: Database, reads: Reads) -> None:
    before = db.reads_done

    assert await reads.doctors_by_id([]) == {}
    assert db.reads_done == before


async def test_codes_that_nothing_has_are_named(reads: Reads) -> None:
    assert await reads.unknown_institutions(["H1", "H9", "H9"]) == {"H9"}
    assert await reads.unknown_doctors(["P1"]) == set()
