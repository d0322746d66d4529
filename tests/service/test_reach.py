"""About whom a token may record: whoever is on file in its regions, and a newcomer by what puts them on file."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.host import Host
from core.records import DoctorRecord, ExaminationRecord, Qualification
from core.service.office import Office, opened
from core.service.recording import Recorded, enrol_doctor, record_examination, record_violation
from core.service.viewer import EVERYONE_IN_DEMO, Scope, Viewer
from tests.databases import Registry
from tests.service.testville import PLAIN, POINTS, a_host, a_violation, an_enrolment, register

pytestmark = pytest.mark.anyio

NORTH = Viewer("north", frozenset({Scope.RECORD}), ("990101",))
SOUTH = Viewer("south", frozenset({Scope.RECORD}), ("990102",))
REVOKING = """
[[points.thresholds]]
id = "twelve"
cite = "7"
at = 12
label = { zh = "取消", en = "revoked" }
sanctions = [{ kind = "REVOKE", cite = "7", bar_months = 12 }]
"""


@pytest.fixture
async def office(tmp_path: Path, registry: Registry) -> AsyncGenerator[Office]:
    """N in the north, S in the south, and E, whom nobody has enrolled yet; two places, which revoke at twelve."""
    a_host(tmp_path / "plugins")
    for place in ("testville", "plainville"):
        file = tmp_path / "plugins" / place / "2020.toml"
        file.write_text(file.read_text(encoding="utf-8") + REVOKING, encoding="utf-8")
    host = Host.load([tmp_path / "plugins"], packages=False)
    assert not host.parked
    async with opened(host, registry.location, today=lambda: date(2026, 3, 1)) as office:
        await register(office)
        async with office.database.writing() as writes:
            await writes.put_doctors([DoctorRecord(code="E", name="乙", qualification=Qualification.LICENSED)])
        yield office


def codes(done: Recorded) -> list[str]:
    return [one.code for one in done.problems]


def an_examination(doctor: str) -> ExaminationRecord:
    return ExaminationRecord(doctor=doctor, place="testville", on=date(2025, 6, 1), passed=True)


async def test_a_doctor_of_the_region_is_recorded_about_and_one_of_elsewhere_is_unknown(office: Office) -> None:
    assert (await record_violation(office, NORTH, a_violation())).created
    away = replace(a_violation(number="2"), doctor="S")
    assert codes(await record_violation(office, NORTH, away)) == ["DOCTOR_UNKNOWN"]
    assert codes(await enrol_doctor(office, NORTH, an_enrolment("S", "H-NORTH"))) == ["DOCTOR_UNKNOWN"]


async def test_who_comes_from_elsewhere_is_enrolled_by_a_token_for_both_regions_and_known_from_then_on(
    office: Office,
) -> None:
    both = replace(NORTH, regions=("9901",))
    assert (await enrol_doctor(office, both, an_enrolment("S", "H-NORTH"))).created
    assert (await record_examination(office, NORTH, an_examination("S"), "H-NORTH")).created


async def test_a_newcomer_is_taken_on_by_an_enrolment_and_is_then_unknown_elsewhere(office: Office) -> None:
    assert codes(await record_examination(office, NORTH, an_examination("E"), "H-NORTH")) == ["DOCTOR_UNKNOWN"]
    assert (await enrol_doctor(office, NORTH, an_enrolment("E", "H-NORTH"))).created
    assert (await record_examination(office, NORTH, an_examination("E"), "H-NORTH")).created
    assert codes(await enrol_doctor(office, SOUTH, an_enrolment("E", "H-SOUTH"))) == ["DOCTOR_UNKNOWN"]


@pytest.mark.parametrize("doctor", ["E", "S", "nobody"])
async def test_whatever_else_is_wrong_is_said_before_the_doctor_is_looked_up(office: Office, doctor: str) -> None:
    record = replace(an_enrolment(doctor, "H-NORTH"), department="X")
    assert codes(await enrol_doctor(office, NORTH, record)) == ["UNKNOWN_CODE"]
    overlong = replace(a_violation(), doctor=doctor, note="长" * 5000)
    assert codes(await record_violation(office, NORTH, overlong)) == ["NOT_STORABLE"]


@pytest.mark.parametrize(("place", "told"), [("testville", True), ("plainville", False)])
async def test_the_end_of_a_bar_is_told_where_a_record_under_the_place_is_seen(
    office: Office, place: str, *, told: bool
) -> None:
    law = POINTS if place == "testville" else PLAIN
    async with office.database.writing() as writes:
        await writes.put_enrolments([replace(an_enrolment("S", "H-NORTH"), place="testville")])
        heavy = replace(a_violation(on=date(2026, 1, 10)), cases=6, doctor="S", institution="H-SOUTH")
        await writes.add_violations([replace(heavy, place=place, regulation=law)])
    record = replace(an_enrolment("S", "H-NORTH"), place=place, since=date(2026, 2, 1))
    for viewer, says in ((NORTH, told), (EVERYONE_IN_DEMO, True)):
        (problem,) = (await enrol_doctor(office, viewer, record)).problems
        assert (problem.code, "2027-01-" in problem.message.en) == ("BARRED", says)
