"""Recording one fact at a time: what is refused, what is idempotent, who may."""

from datetime import date
from decimal import Decimal

import pytest

from core.intake import Kind, Options
from core.records import EnrolmentRecord, ExaminationRecord, ViolationRecord
from core.regulation.vocabulary import Basis
from core.service.loading import load
from core.service.office import Office
from core.service.recording import Recorded, enrol_doctor, record_examination, record_violation
from core.service.tokens import issue_token
from core.service.viewer import ANYONE, EVERYONE_IN_DEMO, Scope, Viewer, viewer_of
from tests.service.rosters import a_roster, a_row

pytestmark = pytest.mark.anyio

CLERK = Viewer("clerk", frozenset({Scope.RECORD}), ("2101",))


@pytest.fixture(autouse=True)
async def one_doctor(office: Office) -> None:
    options = Options(place="shenyang", basis=Basis.REGISTRATION)
    assert (await load(office, Kind.ROSTER, a_roster(a_row()), "roster.txt", options)).loaded


def a_violation(
    *,
    clause: str = "SY.5.1",
    on: date = date(2025, 3, 10),
    number: str = "A-1",
    points: Decimal | None = None,
    occurred_on: date | None = None,
    regulation: str = "shenyang-2011",
) -> ViolationRecord:
    return ViolationRecord(
        place="shenyang",
        regulation=regulation,
        clause=clause,
        decision_no=number,
        doctor="D210102000001",
        institution="H21010200001",
        decided_on=on,
        points=points,
        occurred_on=occurred_on,
    )


def an_enrolment(*, since: date) -> EnrolmentRecord:
    return EnrolmentRecord(
        doctor="D210102000001",
        institution="H21010200001",
        place="shenyang",
        basis=Basis.REGISTRATION,
        since=since,
    )


def codes(recorded: Recorded) -> list[str]:
    return [problem.code for problem in recorded.problems]


async def test_a_violation_is_recorded_once(office: Office) -> None:
    assert (await record_violation(office, CLERK, a_violation())).created
    again = await record_violation(office, CLERK, a_violation())
    assert (again.created, again.problems) == (False, ())


async def test_the_same_decision_with_other_content_is_a_conflict(office: Office) -> None:
    await record_violation(office, CLERK, a_violation())
    assert codes(await record_violation(office, CLERK, a_violation(on=date(2025, 3, 11)))) == ["ALREADY_RECORDED"]


async def test_everything_wrong_with_a_record_is_said_at_once(office: Office) -> None:
    wrong = a_violation(on=date(2027, 1, 1), number=" ", points=Decimal(4), occurred_on=date(2027, 1, 2))
    assert codes(await record_violation(office, CLERK, wrong)) == [
        "DECISION_NO_EMPTY",
        "DAY_TO_COME",
        "DAY_TO_COME",
        "DAYS_REVERSED",
        "POINTS_FIXED_BY_LAW",
    ]


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (a_violation(clause="SY.9.9"), "CLAUSE_UNKNOWN"),
        (a_violation(regulation="nowhere"), "REGULATION_UNKNOWN"),
        (a_violation(on=date(2010, 12, 31)), "NOT_IN_FORCE"),
    ],
)
async def test_a_record_that_no_law_could_mean_is_refused(office: Office, record: ViolationRecord, code: str) -> None:
    assert codes(await record_violation(office, CLERK, record)) == [code]


async def test_nobody_records_without_the_scope_or_outside_their_region(office: Office) -> None:
    elsewhere = Viewer("elsewhere", frozenset({Scope.RECORD}), ("4101",))
    reader = Viewer("reader", frozenset({Scope.READ}), None)
    assert codes(await record_violation(office, ANYONE, a_violation())) == ["FORBIDDEN"]
    assert codes(await record_violation(office, reader, a_violation())) == ["FORBIDDEN"]
    assert codes(await record_violation(office, elsewhere, a_violation())) == ["INSTITUTION_UNKNOWN"]


async def test_a_revoked_doctor_is_not_enrolled_before_the_bar_has_passed(office: Office) -> None:
    for number, on in (("A-1", date(2023, 3, 10)), ("A-2", date(2025, 5, 6))):
        await record_violation(office, EVERYONE_IN_DEMO, a_violation(number=number, on=on))
    early = an_enrolment(since=date(2026, 5, 5))
    due = an_enrolment(since=date(2026, 5, 6))
    assert codes(await enrol_doctor(office, CLERK, early)) == ["BARRED"]
    assert (await enrol_doctor(office, CLERK, due)).created


async def test_an_examination_of_a_day_to_come_is_refused(office: Office) -> None:
    exam = ExaminationRecord(doctor="D210102000001", place="shenyang", on=date(2026, 3, 2), passed=True)
    assert codes(await record_examination(office, CLERK, exam, "H21010200001")) == ["DAY_TO_COME"]


async def test_an_examination_under_no_regulation_is_refused(office: Office) -> None:
    exam = ExaminationRecord(doctor="D210102000001", place="nowhere", on=date(2025, 3, 2), passed=True)
    assert codes(await record_examination(office, CLERK, exam, "H21010200001")) == ["PLACE_UNKNOWN"]


async def test_a_token_is_known_until_it_is_revoked_and_only_its_hash_is_kept(office: Office) -> None:
    token = await issue_token(office.database, "front", (Scope.READ,), ("2101",))
    viewer = await viewer_of(office.reads, token)
    assert viewer == Viewer("front", frozenset({Scope.READ}), ("2101",))
    assert token not in repr(await office.database.read("SELECT * FROM token"))
    async with office.database.writing() as writes:
        await writes.revoke_token("front")
    assert await viewer_of(office.reads, token) is None
    assert await viewer_of(office.reads, "guess") is None
