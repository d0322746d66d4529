"""The share of an institution's staff, from rows of the registry of a made-up place."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.assessment.outcome import Determination
from core.records import EnrolmentRecord, ViolationRecord
from core.regulation.vocabulary import InstitutionMeasure, SanctionKind
from core.service.assessing import ledgers_of, settle
from core.service.office import Office
from core.service.staffing import StaffShareFound, staff_of, staff_share
from tests.service.staff_village import LAW, OWN_RECORDS, REGULATION, a_violation, an_enrolment, an_office, enter

pytestmark = pytest.mark.anyio


async def share_of(
    office: Office, institution: str = "H-NORTH", as_of: str = "2025-12-31", known_at: datetime | None = None
) -> StaffShareFound:
    question = settle(office, LAW, None, date.fromisoformat(as_of), known_at=known_at)
    row = (await office.reads.institutions_by_code([institution]))[institution]
    staff = staff_of(question, (await office.reads.enrolments_of_institutions([row.id]))[row.id])
    return staff_share(office, question, row.id, staff, await ledgers_of(office.reads, tuple(staff)))


async def found_with(
    folder: Path,
    enrolments: Sequence[EnrolmentRecord],
    violations: Sequence[ViolationRecord],
    *,
    law: str = REGULATION,
    as_of: str = "2025-12-31",
) -> StaffShareFound:
    async with an_office(folder, law) as office:
        await enter(office, enrolments, violations)
        return await share_of(office, as_of=as_of)


def counts(found: StaffShareFound) -> tuple[int, int]:
    return found.facts.affected, found.facts.staff


async def people(office: Office, found: StaffShareFound) -> list[tuple[str, str, str, str, str]]:
    """Return the path of each: doctor, record, clause, what was done, and its place in the law."""
    rows = await office.reads.doctors_by_id({one.doctor_id for one in found.people})
    return [
        (
            rows[one.doctor_id].code,
            one.record.decision_no,
            one.record.clause,
            one.sanction.kind.value,
            str(one.sanction.citation),
        )
        for one in found.people
    ]


# 199 of 1,000 are 19.9 per cent; 500 of 1,000 exactly 50.
@pytest.mark.parametrize(
    ("affected", "staff", "measure"),
    [
        (199, 1000, None),
        (200, 1000, InstitutionMeasure.SETTLEMENT_SUSPENDED),
        (1, 6, None),
        (1, 5, InstitutionMeasure.SETTLEMENT_SUSPENDED),
        (1, 2, InstitutionMeasure.SETTLEMENT_SUSPENDED),
        (10, 20, InstitutionMeasure.SETTLEMENT_SUSPENDED),
        (11, 20, InstitutionMeasure.AGREEMENT_SUSPENDED),
    ],
)
async def test_a_measure_follows_at_a_fifth_of_the_staff_and_the_graver_one_above_a_half(
    tmp_path: Path, affected: int, staff: int, measure: InstitutionMeasure | None
) -> None:
    codes = [f"D{number:04}" for number in range(staff)]
    found = await found_with(
        tmp_path, [an_enrolment(one) for one in codes], [a_violation(one) for one in codes[:affected]]
    )

    assert counts(found) == (affected, staff)
    assert found.outcome.measure is measure
    assert found.outcome.determination is Determination.DETERMINED


async def test_the_path_leads_from_the_institution_over_people_and_records_to_the_clauses(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await enter(
            office,
            [an_enrolment("A"), an_enrolment("B"), an_enrolment("C")],
            [a_violation("B", "2025-05-06", "fraud"), a_violation("A"), a_violation("C", clause="late")],
        )
        found = await share_of(office)

        assert await people(office, found) == [
            ("A", "A@2025-03-10", "false", "SUSPEND", "3.一"),
            ("B", "B@2025-05-06", "fraud", "TERMINATE", "3.二"),
        ]
    assert found.outcome.measure is InstitutionMeasure.AGREEMENT_SUSPENDED
    assert found.outcome.citation is not None
    assert str(found.outcome.citation) == "4.二"
    assert [one.number for one in found.people] == [1, 2]


async def test_a_person_counts_each_time_and_a_suspension_that_a_termination_replaced_counts_too(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        await enter(office, [an_enrolment("A")], [a_violation("A"), a_violation("A", "2025-04-07")])
        found = await share_of(office)

    assert [(one.sanction.kind, one.sanction.start) for one in found.people] == [
        (SanctionKind.SUSPEND, date(2025, 3, 10)),
        (SanctionKind.TERMINATE, date(2025, 4, 7)),
    ]
    assert counts(found) == (2, 1)


async def test_what_took_effect_in_another_year_or_after_the_day_asked_about_does_not_count(tmp_path: Path) -> None:
    records = [a_violation("A", "2024-12-31"), a_violation("B", "2025-06-01"), a_violation("C", "2025-06-02")]
    staff = [an_enrolment(one) for one in "ABCD"]

    found = await found_with(tmp_path, staff, records, as_of="2025-06-01")

    assert [one.sanction.start for one in found.people] == [date(2025, 6, 1)]
    assert counts(found) == (1, 4)


async def test_staff_is_whoever_was_registered_there_on_some_day_of_the_year(tmp_path: Path) -> None:
    staff = [
        an_enrolment("A"),
        an_enrolment("gone", until="2025-01-01"),
        an_enrolment("leaving", until="2025-01-02"),
        an_enrolment("joining", since="2025-06-30"),
        an_enrolment("later", since="2025-07-01"),
        an_enrolment("elsewhere", "H-SOUTH"),
        an_enrolment("back", until="2025-02-01"),
        an_enrolment("back", since="2025-03-01"),
    ]

    assert counts(await found_with(tmp_path, staff, [], as_of="2025-06-30")) == (0, 4)


@pytest.mark.parametrize(
    ("since", "until", "counted"),
    [
        ("2021-01-01", None, 1),
        ("2021-01-01", "2025-03-10", 1),  # ended by the termination itself, on the day of the decision
        ("2021-01-01", "2025-03-09", 0),
        ("2025-03-10", None, 1),
        ("2025-03-11", None, 0),
    ],
)
async def test_a_person_counts_who_was_registered_there_when_it_was_decided(
    tmp_path: Path, since: str, until: str | None, counted: int
) -> None:
    found = await found_with(
        tmp_path, [an_enrolment("A", since=since, until=until)], [a_violation("A", clause="fraud")]
    )

    assert counts(found) == (counted, 1)


async def test_a_record_of_another_institution_counts_unless_the_law_is_read_otherwise(tmp_path: Path) -> None:
    staff = [an_enrolment(one) for one in "ABCDE"]
    records = [a_violation("A", institution="H-SOUTH")]
    (tmp_path / "own").mkdir()

    found = await found_with(tmp_path, staff, records)
    own = await found_with(tmp_path / "own", staff, records, law=OWN_RECORDS)

    assert (found.facts.affected, found.facts.affected_here) == (1, 0)
    assert (own.facts.affected, own.facts.affected_here) == (1, 0)
    assert (found.outcome.measure, len(found.people)) == (InstitutionMeasure.SETTLEMENT_SUSPENDED, 1)
    assert (own.outcome.measure, len(own.people)) == (None, 0)


async def test_somebody_whose_points_are_not_decided_leaves_the_measure_open(tmp_path: Path) -> None:
    staff = [an_enrolment(one) for one in "ABCDE"]

    found = await found_with(tmp_path, staff, [a_violation("A", clause="open")])

    assert found.facts.undecided == 1
    assert [one.name for one in found.outcome.missing] == ["staff.undecided"]
    assert found.outcome.measure is None


async def test_what_had_not_been_recorded_yet_does_not_count(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await enter(office, [an_enrolment("A")], [a_violation("A")])
        before = await share_of(office, known_at=datetime(2020, 1, 1, tzinfo=UTC))
        now = await share_of(office)

    assert counts(before) == (0, 0)
    assert [one.name for one in before.outcome.missing] == ["staff"]
    assert counts(now) == (1, 1)
