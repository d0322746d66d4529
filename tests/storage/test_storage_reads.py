"""Pages, counts and streams: filters, a stable order, and nothing that the viewer may not see."""

from datetime import date

import pytest

from core.errors import RefusedError
from core.regulation.vocabulary import PeriodKind
from core.storage import (
    Database,
    DoctorFilter,
    EnrolmentFilter,
    EnrolmentStatus,
    InstitutionFilter,
    PeriodFilter,
    Reads,
    ViolationFilter,
    ViolationRow,
)
from tests.storage.registry_samples import a_doctor, a_violation, an_enrolment, an_institution, register

pytestmark = pytest.mark.anyio

DAY = date(2024, 1, 1)


@pytest.fixture
async def reads(db: Database) -> Reads:
    await register(
        db,
        institutions=[
            an_institution("H1", name="一院", region="990101"),
            an_institution("H2", name="二院", region="990201"),
            an_institution("H3", name="100%_院", region="980101"),
        ],
        doctors=[a_doctor(f"P{number}", name=name) for number, name in enumerate("甲乙丙丁戊", 1)],
        enrolments=[
            an_enrolment("P1", "H1"),
            an_enrolment("P2", "H2", until="2024-01-01"),
            an_enrolment("P3", "H3", place="elsewhere"),
            an_enrolment("P4", "H1", until="2023-01-01"),
            an_enrolment("P4", "H2", since="2023-01-01"),
        ],
        violations=[
            a_violation("N3", doctor="P1", on="2024-03-01"),
            a_violation("N1", doctor="P2", on="2024-05-01", institution="H2", clause="11.二.1"),
            a_violation("N2", doctor="P1", on="2024-05-01", regulation="testville-2020"),
            a_violation("M4", doctor="P3", on="2024-02-01", institution="H3", place="elsewhere"),
        ],
    )
    return Reads(db)


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (DoctorFilter(regions=None), ["P1", "P2", "P3", "P4", "P5"]),
        (DoctorFilter(regions=None, text="丙"), ["P3"]),
        (DoctorFilter(regions=None, text="p4"), ["P4"]),
        (DoctorFilter(regions=None, text="_"), []),
        (DoctorFilter(regions=None, text="长" * 60_000), []),
        (DoctorFilter(regions=None, region="99"), ["P1", "P2", "P4"]),
        (DoctorFilter(regions=None, region="9902"), ["P2", "P4"]),
        (DoctorFilter(regions=None, region="980101"), ["P3"]),
        (DoctorFilter(regions=None, institution="H1"), ["P1", "P4"]),
        (DoctorFilter(regions=None, place="elsewhere"), ["P3"]),
        (DoctorFilter(regions=None, status=EnrolmentStatus.ACTIVE, on=DAY), ["P1", "P3", "P4"]),
        (DoctorFilter(regions=None, status=EnrolmentStatus.ENDED, on=DAY), ["P2"]),
        (DoctorFilter(regions=None, status=EnrolmentStatus.ENDED, on=DAY, institution="H1"), ["P4"]),
        (DoctorFilter(regions=None, status=EnrolmentStatus.ACTIVE, on=date(2019, 1, 1)), []),
        (DoctorFilter(regions=()), []),
        (DoctorFilter(regions=("9902", "98")), ["P2", "P3", "P4"]),
        (DoctorFilter(regions=("98",), region="99"), []),
        (DoctorFilter(regions=("9902",), institution="H1"), []),
    ],
)
async def test_doctors_are_filtered_and_counted_alike(reads: Reads, wanted: DoctorFilter, codes: list[str]) -> None:
    assert [row.code for row in await reads.page_doctors(wanted)] == codes
    assert await reads.count_doctors(wanted) == len(codes)


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (InstitutionFilter(regions=None), ["H1", "H2", "H3"]),
        (InstitutionFilter(regions=None, text="%_"), ["H3"]),
        (InstitutionFilter(regions=None, region="9901"), ["H1"]),
        (InstitutionFilter(regions=None, designated=False), []),
        (InstitutionFilter(regions=("99",), text="院"), ["H1", "H2"]),
    ],
)
async def test_institutions_are_filtered_and_counted_alike(
    reads: Reads, wanted: InstitutionFilter, codes: list[str]
) -> None:
    assert [row.code for row in await reads.page_institutions(wanted)] == codes
    assert await reads.count_institutions(wanted) == len(codes)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (ViolationFilter(regions=None), ["M4", "N3", "N1", "N2"]),
        (ViolationFilter(regions=None, place="elsewhere"), ["M4"]),
        (ViolationFilter(regions=None, regulation="testville-2020"), ["N2"]),
        (ViolationFilter(regions=None, clause="11.二.1"), ["N1"]),
        (ViolationFilter(regions=None, doctor="P1"), ["N3", "N2"]),
        (ViolationFilter(regions=None, institution="H2"), ["N1"]),
        (ViolationFilter(regions=None, region="99"), ["N3", "N1", "N2"]),
        (ViolationFilter(regions=None, decided_from=date(2024, 3, 1), decided_until=date(2024, 5, 1)), ["N3"]),
        (ViolationFilter(regions=None, text="n"), ["N3", "N1", "N2"]),
        (ViolationFilter(regions=("98",)), ["M4"]),
        (ViolationFilter(regions=()), []),
    ],
)
async def test_violations_are_filtered_and_counted_alike(
    reads: Reads, wanted: ViolationFilter, numbers: list[str]
) -> None:
    assert [row.decision_no for row in await reads.page_violations(wanted)] == numbers
    assert await reads.count_violations(wanted) == len(numbers)


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (EnrolmentFilter(regions=None), [1, 2, 3, 4, 5]),
        (EnrolmentFilter(regions=None, place="elsewhere"), [3]),
        (EnrolmentFilter(regions=None, doctor="P4"), [4, 5]),
        (EnrolmentFilter(regions=None, institution="H2"), [2, 5]),
        (EnrolmentFilter(regions=None, status=EnrolmentStatus.ACTIVE, on=DAY), [1, 3, 5]),
        (EnrolmentFilter(regions=None, status=EnrolmentStatus.ENDED, on=DAY), [2, 4]),
        (EnrolmentFilter(regions=("98",)), [3]),
    ],
)
async def test_enrolments_are_filtered_and_counted_alike(reads: Reads, wanted: EnrolmentFilter, ids: list[int]) -> None:
    assert [row.id for row in await reads.page_enrolments(wanted)] == ids
    assert await reads.count_enrolments(wanted) == len(ids)


async def test_a_status_is_asked_of_a_day() -> None:
    with pytest.raises(ValueError, match="needs the day"):
        DoctorFilter(regions=None, status=EnrolmentStatus.ACTIVE)


async def test_pages_follow_one_another_without_gap_or_repetition(reads: Reads) -> None:
    anything = ViolationFilter(regions=None)
    paged: list[ViolationRow] = []
    while page := await reads.page_violations(anything, (paged[-1].decided_on, paged[-1].id) if paged else None, 1):
        paged += page

    assert paged == await reads.page_violations(anything)
    assert len(paged) == 4


async def test_a_row_added_before_the_page_moves_nothing_after_it(db: Database, reads: Reads) -> None:
    anything = DoctorFilter(regions=None)
    first = await reads.page_doctors(anything, limit=2)

    await register(db, doctors=[a_doctor("P0"), a_doctor("P25")])

    second = await reads.page_doctors(anything, first[-1].code, 2)
    assert [row.code for row in first + second] == ["P1", "P2", "P25", "P3"]


async def test_periods_come_in_the_order_of_their_first_days(db: Database) -> None:
    async with db.writing() as writes:
        for year in (2024, 2023):
            await writes.open_period(
                place="testville",
                kind=PeriodKind.YEAR,
                name=str(year),
                start=date(year, 1, 1),
                end=date(year + 1, 1, 1),
            )
    reads = Reads(db)

    first, second = await reads.page_periods(PeriodFilter(place="testville"))

    assert (first.name, second.name) == ("2023", "2024")
    assert await reads.page_periods(PeriodFilter(), (first.start, first.id)) == [second]
    assert await reads.count_periods(PeriodFilter(kind=PeriodKind.MONTH)) == 0
    assert await reads.periods_by_id([first.id, 99]) == {first.id: first}


async def streamed(reads: Reads, *, institution: str | None = None, region: str | None = None) -> list[list[str]]:
    start, end = date(2024, 1, 1), date(2025, 1, 1)
    stream = reads.enrolled_doctors("testville", start, end, institution=institution, region=region, batch=2)
    return [[row.code for row in rows] async for rows in stream]


async def test_a_period_is_about_the_doctors_enrolled_in_it_and_those_with_a_violation_in_it(reads: Reads) -> None:
    assert await streamed(reads) == [["P1", "P2"], ["P4"]]  # P2's enrolment had ended, its violation was in May
    assert await streamed(reads, institution="H1") == [["P1"]]
    assert await streamed(reads, region="9902") == [["P2", "P4"]]
    assert await streamed(reads, region="98") == []


async def test_text_that_cannot_be_encoded_is_refused(reads: Reads) -> None:
    with pytest.raises(RefusedError, match="NOT_STORABLE"):
        await reads.page_doctors(DoctorFilter(regions=None, text="\ud800"))
