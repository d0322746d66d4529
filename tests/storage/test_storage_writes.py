"""Batches by natural key: the same again changes nothing, the ledger never changes at all."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.errors import ConflictError, NotFoundError, RefusedError
from core.records import (
    EnrolmentEntryRecord,
    EntryKind,
    ExaminationRecord,
    MeasurementRecord,
    Put,
    RepairRecord,
    SubjectKind,
)
from core.regulation.vocabulary import Act, Attribute, Change, PeriodKind, Responsibility
from core.storage import (
    Database,
    EnrolmentFilter,
    PeriodFilter,
    PeriodState,
    Reads,
    RepairRow,
    ViolationFilter,
    ViolationRow,
)
from tests.storage.registry_samples import (
    RECORDED_AT,
    a_department,
    a_doctor,
    a_violation,
    an_enrolment,
    an_institution,
    count,
    register,
)

pytestmark = pytest.mark.anyio

EVERYTHING = ViolationFilter(regions=None)


def an_entry(kind: EntryKind = EntryKind.ACT, on: str = "2024-01-02") -> EnrolmentEntryRecord:
    return EnrolmentEntryRecord(doctor="P1", institution="H1", place="testville", kind=kind, on=date.fromisoformat(on))


@pytest.fixture
async def filled(db: Database) -> Database:
    await register(db, institutions=[an_institution()], doctors=[a_doctor()], enrolments=[an_enrolment()])
    return db


async def test_the_same_master_data_again_is_unchanged(filled: Database) -> None:
    async with filled.writing() as writes:
        assert await writes.put_institutions([an_institution()]) == Put(unchanged=1)
        assert await writes.put_doctors([a_doctor()]) == Put(unchanged=1)
        assert await writes.put_enrolments([an_enrolment()]) == Put(unchanged=1)
        assert await writes.put_departments([a_department()]) == Put(created=1)
        assert await writes.put_departments([a_department()]) == Put(unchanged=1)


async def test_newer_master_data_replaces_the_content_and_keeps_the_id(filled: Database) -> None:
    before = (await Reads(filled).doctors_by_code(["P1"]))["P1"]

    async with filled.writing() as writes:
        put = await writes.put_doctors([a_doctor(name="乙"), a_doctor("P2")])

    assert put == Put(created=1, updated=1)
    after = (await Reads(filled).doctors_by_code(["P1"]))["P1"]
    assert after == before._replace(name="乙")


async def test_of_two_records_with_one_key_in_a_batch_the_later_holds(filled: Database) -> None:
    async with filled.writing() as writes:
        put = await writes.put_doctors([a_doctor("P3", name="丙"), a_doctor("P3", name="丁")])

    assert put == Put(created=1, updated=1)
    assert (await Reads(filled).doctors_by_code(["P3"]))["P3"].name == "丁"


async def test_an_enrolment_is_ended_by_writing_it_again_with_its_end(filled: Database) -> None:
    async with filled.writing() as writes:
        put = await writes.put_enrolments([an_enrolment(until="2024-06-01")])

    assert put == Put(updated=1)
    (row,) = await Reads(filled).page_enrolments(EnrolmentFilter(regions=None))
    assert (row.since, row.until) == (date(2020, 1, 1), date(2024, 6, 1))


async def test_an_enrolment_that_ends_before_it_begins_is_refused(filled: Database) -> None:
    with pytest.raises(RefusedError, match="before it begins"):
        async with filled.writing() as writes:
            await writes.put_enrolments([an_enrolment(since="2024-01-01", until="2023-12-31")])


async def test_a_repair_is_kept_once_and_read_as_it_was_written(filled: Database) -> None:
    record = RepairRecord(doctor="P1", regulation="r-1", rule="study", on=date(2025, 4, 1), points=Decimal(1))
    async with filled.writing(RECORDED_AT) as writes:
        assert await writes.add_repairs([record, record]) == Put(created=1, unchanged=1)
    with pytest.raises(ConflictError, match="points"):
        async with filled.writing() as writes:
            await writes.add_repairs([replace(record, points=Decimal(2))])

    assert await Reads(filled).repairs_of_doctors([1], "r-1") == {
        1: (
            RepairRow(
                id=1,
                doctor_id=1,
                regulation="r-1",
                rule="study",
                on=date(2025, 4, 1),
                points=Decimal(1),
                determined_by=None,
                recorded_at=RECORDED_AT,
            ),
        )
    }


async def test_a_measurement_gives_a_value_or_a_grade_and_is_read_as_it_was_written(filled: Database) -> None:
    cost = MeasurementRecord(
        regulation="r-1",
        region="990101",
        subject_kind=SubjectKind.DEPARTMENT,
        subject="A01",
        indicator="average_cost",
        period="2025-07",
        on=date(2025, 8, 1),
        source="月报",
        value=Decimal("6120.5"),
        category="城职",
    )
    async with filled.writing(RECORDED_AT) as writes:
        assert await writes.add_measurements([cost]) == Put(created=1)
    for wrong in (replace(cost, value=None), replace(cost, grade="A")):
        with pytest.raises(RefusedError, match="BAD_MEASUREMENT"):
            async with filled.writing() as writes:
                await writes.add_measurements([wrong])

    (row,) = await Reads(filled).measurements_of("A01", "r-1", "2025-07")
    assert (row.value, row.grade, row.category, row.on) == (Decimal("6120.5"), None, "城职", date(2025, 8, 1))


async def test_a_violation_is_read_as_it_was_written(filled: Database) -> None:
    record = replace(
        a_violation(points="2.50"),
        department="D1",
        cases=3,
        months=6,
        occurred_on=date(2024, 2, 1),
        notified_on=date(2024, 3, 5),
        determined_by="医保局",
        note="备注；'引号' % _",
        responsibility=Responsibility.MAIN,
        reason="情节严重",
    )

    async with filled.writing(RECORDED_AT) as writes:
        await writes.put_departments([a_department()])
        assert await writes.add_violations([record]) == Put(created=1)

    assert await Reads(filled).page_violations(EVERYTHING) == [
        ViolationRow(
            id=1,
            doctor_id=1,
            institution_id=1,
            department_id=1,
            place="testville",
            regulation="testville-2011",
            clause="11.一.1",
            decision_no="N1",
            cases=3,
            points=Decimal("2.5"),
            months=6,
            occurred_on=date(2024, 2, 1),
            decided_on=date(2024, 3, 1),
            notified_on=date(2024, 3, 5),
            determined_by="医保局",
            note="备注；'引号' % _",
            responsibility=Responsibility.MAIN,
            reason="情节严重",
            recorded_at=datetime(2024, 5, 1, 8, 30, tzinfo=UTC),
        )
    ]


async def test_the_same_violation_again_is_unchanged(filled: Database) -> None:
    await register(filled, violations=[a_violation(points="2.50")])

    async with filled.writing() as writes:
        put = await writes.add_violations([a_violation(points="2.5"), a_violation(points="2.50")])

    assert put == Put(unchanged=2)
    (row,) = await Reads(filled).page_violations(EVERYTHING)
    assert row.recorded_at == RECORDED_AT


async def test_a_violation_recorded_with_other_content_is_a_conflict_and_nothing_is_written(filled: Database) -> None:
    await register(filled, violations=[a_violation()])
    other = replace(a_violation(points="3"), decided_on=date(2024, 3, 2))

    async with filled.writing() as writes:
        with pytest.raises(ConflictError) as caught:
            await writes.add_violations([a_violation("N2"), other])

    assert "place=testville, decision_no=N1, doctor=P1, clause=11.一.1: points, decided_on" in str(caught.value)
    assert await count(filled, "violation") == 1


async def test_two_contents_for_one_key_in_a_batch_are_a_conflict(filled: Database) -> None:
    with pytest.raises(ConflictError):
        async with filled.writing() as writes:
            await writes.add_violations([a_violation(points="1"), a_violation(points="2")])

    assert await count(filled, "violation") == 0


async def test_all_unknown_codes_are_listed_at_once(filled: Database) -> None:
    records = [
        a_violation("N1", doctor="P8"),
        a_violation("N2", doctor="P9", institution="H9"),
        replace(a_violation("N3"), department="D9"),
    ]

    with pytest.raises(NotFoundError) as caught:
        async with filled.writing() as writes:
            await writes.add_violations(records)

    assert "institution H9; department H1/D9; doctor P8, P9" in caught.value.message.en
    assert caught.value.field == "institution"


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (replace(a_violation(), note="\ud800"), "note"),
        (replace(a_violation(), decision_no="N\0"), "decision_no"),
        (replace(a_violation(), cases=2**63), "cases"),
        (replace(a_violation(), points=Decimal("0.005")), "points"),
        (replace(a_violation(), points=Decimal(-1)), "points"),
        (replace(a_violation(), points=Decimal("NaN")), "points"),
        (replace(a_violation(), place="x" * 65), "place"),
    ],
)
async def test_what_no_column_can_hold_is_refused_by_its_field(filled: Database, record: object, field: str) -> None:
    async with filled.writing() as writes:
        with pytest.raises(RefusedError) as caught:
            await writes.add_violations([a_violation("N7"), record])  # pyright: ignore[reportArgumentType]

    assert caught.value.field == field
    assert await count(filled, "violation") == 0


async def test_a_region_that_is_not_six_digits_is_refused(db: Database) -> None:
    with pytest.raises(RefusedError, match="six digits"):
        async with db.writing() as writes:
            await writes.put_institutions([an_institution(region="9901")])


async def test_an_examination_is_added_once_and_its_result_never_changes(filled: Database) -> None:
    passed = ExaminationRecord(doctor="P1", place="testville", on=date(2024, 4, 1), passed=True)

    async with filled.writing(RECORDED_AT) as writes:
        assert await writes.add_examinations([passed]) == Put(created=1)
        assert await writes.add_examinations([passed]) == Put(unchanged=1)
        with pytest.raises(ConflictError, match="doctor=P1, place=testville, on=2024-04-01: passed"):
            await writes.add_examinations([replace(passed, passed=False)])

    ((row,),) = (await Reads(filled).examinations_of_doctors([1])).values()
    assert (row.on, row.passed, row.recorded_at) == (date(2024, 4, 1), True, RECORDED_AT)


async def test_reporting_a_change_is_an_entry_of_its_own(filled: Database) -> None:
    changed = replace(an_entry(EntryKind.CHANGE), change=Change.LEFT)
    reported = replace(changed, reported_on=date(2024, 1, 9))

    async with filled.writing() as writes:
        assert await writes.add_entries([changed, changed]) == Put(created=1, unchanged=1)
        assert await writes.add_entries([reported, changed]) == Put(created=1, unchanged=1)

    ((first, second),) = (await Reads(filled).entries_of_enrolments([1])).values()
    assert (first.change, first.reported_on) == (Change.LEFT, None)
    assert (second.change, second.reported_on) == (Change.LEFT, date(2024, 1, 9))


async def test_a_finding_that_turns_on_one_day_is_a_conflict(filled: Database) -> None:
    finding = replace(an_entry(EntryKind.FINDING), attribute=Attribute.TRAINED, holds=True)

    with pytest.raises(ConflictError, match="holds"):
        async with filled.writing() as writes:
            await writes.add_entries([finding, replace(finding, holds=False)])


@pytest.mark.parametrize(
    "entry",
    [
        an_entry(EntryKind.ACT),
        replace(an_entry(EntryKind.ACT), act=Act.SIGN, change=Change.LEFT),
        replace(an_entry(EntryKind.FINDING), attribute=Attribute.TRAINED),
        replace(an_entry(EntryKind.INCIDENTS_CHECKED), act=Act.SIGN),
        replace(an_entry(EntryKind.ACT), act=Act.SIGN, reported_on=date(2024, 1, 9)),
    ],
)
async def test_an_entry_gives_exactly_the_term_of_its_kind(filled: Database, entry: EnrolmentEntryRecord) -> None:
    with pytest.raises(RefusedError, match="BAD_ENTRY"):
        async with filled.writing() as writes:
            await writes.add_entries([entry])


async def test_a_transaction_sees_its_own_writes(db: Database) -> None:
    async with db.writing() as writes:
        await writes.put_doctors([a_doctor()])
        assert await writes.reads.unknown_doctors(["P1", "P2"]) == {"P2"}
        assert await Reads(db).unknown_doctors(["P1", "P2"]) == {"P1", "P2"}


async def test_a_period_is_opened_once_and_must_not_overlap_another(db: Database) -> None:
    start, end = date(2024, 1, 1), date(2025, 1, 1)

    async with db.writing() as writes:
        period = {"place": "testville", "kind": PeriodKind.YEAR, "name": "2024", "start": start, "end": end}
        assert await writes.open_period(**period) == Put(created=1)  # pyright: ignore[reportArgumentType]
        assert await writes.open_period(**period) == Put(unchanged=1)  # pyright: ignore[reportArgumentType]
        with pytest.raises(ConflictError, match="PERIOD_OVERLAPS"):
            await writes.open_period(
                place="testville", kind=PeriodKind.YEAR, name="other", start=date(2024, 12, 31), end=date(2025, 6, 1)
            )
        with pytest.raises(RefusedError, match="BAD_INTERVAL"):
            await writes.open_period(place="testville", kind=PeriodKind.YEAR, name="none", start=end, end=end)

    (row,) = await Reads(db).page_periods(PeriodFilter(state=PeriodState.OPEN))
    assert await Reads(db).period("testville", PeriodKind.YEAR, start) == row
    assert (row.name, row.start, row.end) == ("2024", start, end)


async def test_a_token_is_found_by_its_hash_and_revoked_by_its_label(db: Database) -> None:
    async with db.writing(RECORDED_AT) as writes:
        await writes.add_token(label="bureau", sha256="a" * 64, scopes=["read", "write"], regions=["99"])
        await writes.add_token(label="all", sha256="b" * 64, scopes=[], regions=None)
        with pytest.raises(ConflictError):
            await writes.add_token(label="again", sha256="a" * 64, scopes=[], regions=None)

    token = await Reads(db).token_by_hash("a" * 64)
    assert token is not None
    assert (token.scopes, token.regions, token.revoked_at) == (("read", "write"), ("99",), None)
    assert [token.regions for token in await Reads(db).tokens()] == [("99",), None]

    async with db.writing(RECORDED_AT) as writes:
        assert await writes.revoke_token("bureau") == 1
        assert await writes.revoke_token("bureau") == 0
        with pytest.raises(NotFoundError):
            await writes.revoke_token("nobody")

    token = await Reads(db).token_by_hash("a" * 64)
    assert token is not None
    assert token.revoked_at == RECORDED_AT
    assert await Reads(db).token_by_hash("c" * 64) is None


async def test_a_large_batch_takes_few_statements_and_keeps_every_record(filled: Database) -> None:
    records = [a_violation(f"N{number}") for number in range(2500)]

    async with filled.writing() as writes:
        assert await writes.add_violations(records) == Put(created=2500)
        assert await writes.add_violations(records) == Put(unchanged=2500)

    assert await count(filled, "violation") == 2500
